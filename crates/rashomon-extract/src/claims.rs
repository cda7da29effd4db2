//! Claims: who says that something is so, or denies, doubts or will not say it.
//!
//! # What it finds
//! One claim per reported content with a holder that the article names, with stance, certainty and the
//! event it is about; accusations with the deed they allege; denials with the accusation they answer.
//!
//! # Why it matters
//! A reader needs to know not only what is said but by whom, and who says the contrary.
//!
//! # Examples
//! | text | holder | stance | about |
//! |---|---|---|---|
//! | The guild accused Ostia of hacking the port. | the guild | asserts | cyberattack by Ostia |
//! | Ostia denied involvement in the attack. | Ostia | denies | the attack |
//! | Ostia dismissed the claim as “absurd”. | Ostia | denies | the deed it was last accused of |
//!
//! # Limits
//! A denial that names neither deed nor accuser is tied to the nearest earlier report of a deed whose actor
//! is the denier or stands for the same state; if there is none it stays untied.

mod answers;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{Certainty as Sure, Denied, SpeechAct, denied};
use rashomon_text::Span;

use crate::{
    account::{
        Certainty, Claim, EntityId, EntityKind, EventId, EventType, MentionId, Polarity, Quotation,
        QuoteKind, Stance, Tense, Voice,
    },
    attribution::{Attribution, Attributions, ContentKind},
    events::Found,
    mentions::Mentions,
    quotations::in_any_quote,
    tree::Tree,
};
pub(crate) use answers::says_untrue;
use answers::{
    confirms, denies, goes_on, is_denied_by_its_source, is_doubt, is_statement, keeps_silent,
    names_a_saying, until_participle,
};

/// The longest passage, in bytes, that a claim cites.
const LONGEST: u32 = 380;

pub(crate) fn find(
    tree: &Tree,
    mentions: &Mentions,
    attributions: &Attributions,
    events: &[Found],
    quotations: &[Quotation],
) -> Vec<Claim> {
    let entity = |m: MentionId| mentions.mentions[m.index()].entity;
    let said: BTreeSet<(TokenId, EntityId)> =
        attributions.list.iter().filter_map(|a| Some((a.cue, entity(a.source?)))).collect();
    let mut list: Vec<Claim> = attributions
        .list
        .iter()
        .filter(|a| !in_any_quote(tree, a.cue) && !a.inherited)
        .filter_map(|a| reported(tree, mentions, &said, events, a))
        .collect();
    let mut reported: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    for claim in &list {
        reported.entry(claim.sentence).or_default().push(claim.content);
    }
    for quotation in quotations {
        // what a reported clause holds is claimed with the clause
        let within = reported
            .get(&quotation.sentence)
            .is_some_and(|spans| spans.iter().any(|span| span.contains(quotation.span)));
        if quotation.kind != QuoteKind::Indirect && !within {
            uttered(tree, mentions, events, quotation, &mut list);
        }
    }
    hedged(tree, attributions, events, &mut list);
    list.sort_by_key(|c| (c.span, c.content, c.stance));
    list.dedup_by(|b, a| a.span == b.span && a.holder == b.holder && a.stance == b.stance);
    list
}

fn reported(
    tree: &Tree,
    mentions: &Mentions,
    said: &BTreeSet<(TokenId, EntityId)>,
    events: &[Found],
    a: &Attribution,
) -> Option<Claim> {
    let holder = a.source?;
    // a product or a place says nothing
    if matches!(mentions.entity(holder).kind, EntityKind::Other | EntityKind::Place)
        && matches!(a.saying.stance, SpeechAct::Deny | SpeechAct::Decline | SpeechAct::Doubt)
    {
        return None;
    }
    // "for which it blamed them": a content that names nothing
    let names = |t: TokenId| {
        matches!(
            tree.upos(t),
            Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::Adv
        )
    };
    if !a.content.iter().any(names) && a.saying.stance == SpeechAct::Accuse {
        return None;
    }
    let denied_by_its_source = is_denied_by_its_source(tree, a);
    let stance = match a.saying.stance {
        _ if !a.negated && (denied_by_its_source || denies(tree, events, a.content)) => {
            Stance::Denies
        }
        // "did not confirm the deal", but not "did not apologise for it"
        SpeechAct::Confirm if a.negated && confirms(tree, a.cue) => Stance::Declines,
        _ if a.negated => return None,
        SpeechAct::Deny => Stance::Denies,
        SpeechAct::Doubt => Stance::Doubts,
        SpeechAct::Decline => Stance::Declines,
        SpeechAct::Ask | SpeechAct::Order | SpeechAct::Promise | SpeechAct::Praise => return None,
        SpeechAct::Assert
        | SpeechAct::Confirm
        | SpeechAct::Accuse
        | SpeechAct::Warn
        | SpeechAct::Label
        | SpeechAct::Believe
        | SpeechAct::Condemn => Stance::Asserts,
    };
    // "denied the ships access": refused, not said to be untrue
    let refused = |t: TokenId| denied(&tree.lemma(t).to_lowercase()) == Some(Denied::Refused);
    // "dismissed the senator as a clown" denies no senator
    let somebody = |t: TokenId| {
        mentions
            .of_noun_phrase(tree.analysis, t)
            .is_some_and(|m| mentions.entity(m).kind == EntityKind::Person)
    };
    if a.saying.stance == SpeechAct::Deny
        && a.kind == ContentKind::Phrase
        && content_head(tree, a.content).is_some_and(|t| refused(t) || somebody(t))
    {
        return None;
    }
    // "dismissed the bid", "opposed installing it": turned down, not said to be untrue
    let turned_down = a.saying.stance == SpeechAct::Deny
        && !says_untrue(tree, a.cue)
        && !is_statement(tree, a.content);
    if a.saying.stance == SpeechAct::Deny && goes_on(tree, a) {
        return None;
    }
    // "refused to pay"
    let left_undone = a.saying.stance == SpeechAct::Decline && !keeps_silent(tree, a);
    let no_doubt = a.saying.stance == SpeechAct::Doubt && !is_doubt(tree, mentions, a);
    if turned_down || left_undone || no_doubt {
        return None;
    }
    // what is quoted is claimed sentence by sentence
    if stance == Stance::Asserts
        && is_quoted(tree, a.content)
        && a.saying.stance != SpeechAct::Label
    {
        return None;
    }
    // a phrase claims something if a rule found it, or if it is what somebody is called
    let told = a.by_rule || a.kind == ContentKind::Clause;
    if stance == Stance::Asserts && !told {
        return None;
    }
    if a.saying.stance != SpeechAct::Accuse && !proposes(tree, a) {
        return None;
    }
    // "Reyes said the port is shut, she said": the inner word is the claim
    let inner = content_head(tree, a.content).filter(|&head| head != a.cue);
    if inner.is_some_and(|cue| said.contains(&(cue, mentions.mentions[holder.index()].entity))) {
        return None;
    }
    let mut about = main_event(tree, events, a.content, a.saying.stance);
    // "opposed by regulators": to oppose is what they do, and nothing is said to be untrue
    if stance == Stance::Denies && about.is_some_and(|e| events[e.index()].trigger == a.cue) {
        return None;
    }
    let mut against = Vec::new();
    // "said the reports are false": of the deed the speaker was last accused of
    if stance == Stance::Denies && a.saying.stance != SpeechAct::Deny {
        about = accused_of(mentions, events, holder, a.cue);
        against.extend(about.and_then(|e| events[e.index()].event.source));
    } else if about.is_none() && a.kind == ContentKind::Phrase {
        match stance {
            // "dismissed the allegations": the deed the denier was last accused of
            Stance::Denies => {
                // "denied any part in the attack", where the parse cuts the attack off
                if names_a_saying(tree, a.content) {
                    let clause = tree.subtree(a.cue).end.max(a.content.end);
                    let wider = TokenRange::new(a.content.start, clause);
                    about = main_event(tree, events, wider, a.saying.stance);
                }
                // "reports that the prisoners were exchanged" says itself what is denied
                let itself = a.content.iter().skip(1).any(|t| tree.word(t) == "that");
                let accused = || accused_of(mentions, events, holder, a.cue);
                about = about.or_else(|| accused().filter(|_| !itself));
                against.extend(about.and_then(|e| events[e.index()].event.source));
            }
            // a phrase that names no event claims nothing
            Stance::Asserts if !names_a_saying(tree, a.content) => return None,
            _ => {}
        }
    }
    // "she no longer blames him": who does not say a thing does not deny it
    let unsaid = |e: EventId| {
        let event = &events[e.index()].event;
        let own = |m: &MentionId| {
            mentions.mentions[m.index()].entity == mentions.mentions[holder.index()].entity
        };
        event.kind.is_statement()
            && event.polarity == Polarity::Negative
            && event.actors.iter().any(own)
    };
    let about = about.filter(|&e| !unsaid(e));
    let words = match stance {
        Stance::Declines => until_participle(tree, a.content),
        _ => a.content,
    };
    let content = tree.analysis.span(words);
    Some(Claim {
        span: evidence(tree, a, content),
        content,
        holder: Some(holder),
        stance,
        voice: Voice::Attributed,
        certainty: match a.saying.certainty {
            _ if denied_by_its_source => Certainty::Certain,
            Sure::Certain => Certainty::Certain,
            Sure::Probable => Certainty::Probable,
            Sure::Possible => Certainty::Possible,
        },
        polarity: polarity(tree, a.content),
        tense: tense(tree, a.content),
        about,
        against,
        sentence: tree.analysis.sentence_of(a.cue) as u32,
        confidence: if a.by_rule {
            if about.is_some() { 0.85 } else { 0.7 }
        } else {
            a.confidence.min(0.8)
        },
    })
}

/// Whether a reported clause says that something is so: "hoping to meet" does not, nor does "released details of how".
fn proposes(tree: &Tree, a: &Attribution) -> bool {
    let Some(head) = content_head(tree, a.content) else { return true };
    // "imagined what might happen", "explained how they fled": what they say is not told
    let asked = !matches!(a.saying.stance, SpeechAct::Deny | SpeechAct::Doubt | SpeechAct::Decline)
        && !in_any_quote(tree, head)
        && a.content.iter().next().is_some_and(|t| {
            matches!(tree.analysis.xpos(t), Xpos::Wp | Xpos::Wrb | Xpos::Wdt)
                || matches!(tree.word(t), "whether" | "if")
        });
    if asked {
        return false;
    }
    if a.kind != ContentKind::Clause || a.saying.stance == SpeechAct::Label {
        return true;
    }
    let infinitive =
        tree.child(head, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m).eq_ignore_ascii_case("to"));
    let wish = a.saying.stance == SpeechAct::Warn || {
        let cue = tree.lemma(a.cue).to_lowercase();
        WISHES.contains(&cue.as_str())
    };
    let verb = a.content.iter().any(|t| matches!(tree.upos(t), Upos::Verb | Upos::Aux));
    let thing = matches!(tree.upos(head), Upos::Noun | Upos::Propn)
        && tree.child(head, &[Deprel::Cop]).is_none()
        && !in_any_quote(tree, head);
    // "saw the drivers avoid the crash": seen, not said
    let seen =
        matches!(tree.lemma(a.cue), "see" | "watch" | "hear" | "feel" | "notice" | "imagine")
            && tree.child(head, &[Deprel::Mark]).is_none_or(|m| tree.lemma(m) != "that");
    // "is planning a mission": the words say it themselves, and report nothing
    let itself = head == a.cue;
    verb && !(thing || itself || seen || infinitive && wish)
}

/// Verbs whose infinitive is what somebody wants, and no proposition.
const WISHES: &[&str] = &[
    "hope", "wish", "want", "expect", "plan", "intend", "seek", "like", "love", "prefer", "aim",
    "fear",
];

/// Whether all of it stands between the same quotation marks.
fn is_quoted(tree: &Tree, content: TokenRange) -> bool {
    let quote = |t: u32| crate::quotations::quote_at(tree, TokenId(t));
    quote(content.start).is_some() && quote(content.start) == quote(content.end - 1)
}

/// The event a content is about: the deed rather than the words about it, the first told first.
fn main_event(
    tree: &Tree,
    events: &[Found],
    content: TokenRange,
    stance: SpeechAct,
) -> Option<EventId> {
    let from = events.partition_point(|f| f.trigger.0 < content.start);
    let top = content_head(tree, content);
    let asserted = stance == SpeechAct::Assert;
    let inside = events[from..]
        .iter()
        .enumerate()
        .take_while(|(_, f)| f.trigger.0 < content.end)
        .filter(|(_, f)| f.event.confidence >= 0.5)
        .filter(|(_, f)| !asserted || top.is_none_or(|top| is_said(tree, f.trigger, top)));
    let verbal = |kind| {
        matches!(
            kind,
            EventType::Accuse
                | EventType::Reject
                | EventType::Request
                | EventType::Consult
                | EventType::Agree
        )
    };
    inside
        .min_by_key(|(i, f)| {
            let deed = !verbal(f.event.kind);
            let head = content_head(tree, content) == Some(f.trigger);
            let wanted = deed || stance != SpeechAct::Accuse && head;
            (!wanted, !deed, *i)
        })
        .filter(|(_, f)| stance != SpeechAct::Accuse || !verbal(f.event.kind))
        .map(|(i, _)| EventId((from + i) as u32))
}

/// Whether what a clause with the head `top` says is the deed that `trigger` names, and not something it only mentions:
/// "enforced the sanctions imposed in May" does not say that they were imposed.
fn is_said(tree: &Tree, trigger: TokenId, top: TokenId) -> bool {
    let mut at = trigger;
    for _ in 0..6 {
        if at == top {
            return true;
        }
        let mentioned = matches!(
            tree.rel(at),
            Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Nmod
                | Deprel::NmodPoss
                | Deprel::Advcl
                | Deprel::Amod
                | Deprel::Compound
        );
        match tree.head(at) {
            Some(head) if !(mentioned && tree.is_verb(top)) => at = head,
            _ => return false,
        }
    }
    false
}

pub(crate) fn content_head(tree: &Tree, content: TokenRange) -> Option<TokenId> {
    content.iter().find(|&t| tree.head(t).is_none_or(|h| !content.holds(h)))
}

/// The nearest earlier deed (or else the first later one) whose actor is the denier or of its state.
fn accused_of(
    mentions: &Mentions,
    events: &[Found],
    holder: MentionId,
    cue: TokenId,
) -> Option<EventId> {
    let entity = |m: &MentionId| mentions.mentions[m.index()].entity;
    let state = |e: EntityId| {
        let e = &mentions.entities[e.index()];
        e.country.or(e.affiliation)
    };
    let denier = entity(&holder);
    let own = |m: &MentionId| {
        let actor = entity(m);
        // rebels do not act for the state they are of
        let body = &mentions.entities[actor.index()];
        let acts = body.kind != EntityKind::Group
            && !body
                .sector
                .is_some_and(|s| ["REB", "UAF", "CRM", "OPP"].iter().any(|r| s.contains(r)));
        actor == denier || (acts && state(actor).is_some() && state(actor) == state(denier))
    };
    let grave = |f: &Found| {
        is_deed(f.event.kind) && f.event.confidence >= 0.5 && f.event.actors.iter().any(own)
    };
    // the denier's state is not told: the last deed that somebody else lays at somebody's door
    let charged = |f: &Found| {
        state(denier).is_none()
            && is_deed(f.event.kind)
            && !f.event.actors.is_empty()
            && f.event.voice != Voice::Own
            && f.event.source.is_some_and(|s| entity(&s) != denier)
    };
    let before = events.partition_point(|f| f.trigger < cue);
    // what somebody is told to say of the denier comes before what the outlet tells of it
    events[..before]
        .iter()
        .rposition(|f| grave(f) && f.event.voice != Voice::Own && f.event.source.is_some())
        .or_else(|| events[..before].iter().rposition(charged))
        .map(|i| EventId(i as u32))
}

/// Acts that one can be accused of, not acts of speech.
const fn is_deed(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Coerce
            | EventType::Assault
            | EventType::Aid
            | EventType::Cooperate
            | EventType::Mobilize
            | EventType::Sanction
            | EventType::Threaten
    )
}

/// Whether the reported clause is itself negated.
fn polarity(tree: &Tree, content: TokenRange) -> Polarity {
    match content_head(tree, content) {
        Some(head) if tree.is_negated(head) => Polarity::Negative,
        _ => Polarity::Positive,
    }
}

/// The tense of a reported clause: that of its head with its auxiliaries.
fn tense(tree: &Tree, content: TokenRange) -> Option<Tense> {
    let head = content_head(tree, content)?;
    let auxiliaries = tree
        .children(head)
        .iter()
        .copied()
        .filter(|&c| matches!(tree.rel(c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
    let (mut past, mut present) = (false, false);
    for word in auxiliaries.chain([head]) {
        match tree.analysis.xpos(word) {
            Xpos::Md => {
                let lemma = tree.lemma(word).to_lowercase();
                if rashomon_lexicon::modal(&lemma) == Some(rashomon_lexicon::Modal::Future) {
                    return Some(Tense::Future);
                }
                // "would" looks ahead from the past, the others speak of now
                present = true;
            }
            Xpos::Vbd => past = true,
            // "has left", "have been": a present form that tells what was
            Xpos::Vbz | Xpos::Vbp | Xpos::Vb if word != head && tree.lemma(word) == "have" => {
                past = true;
            }
            Xpos::Vbz | Xpos::Vbp => present = true,
            _ => {}
        }
    }
    // "is going to leave"
    let going = tree.lemma(head) == "go" && tree.child(head, &[Deprel::Xcomp]).is_some();
    match (going && present, past, present) {
        (true, ..) => Some(Tense::Future),
        (_, true, _) => Some(Tense::Past),
        (_, _, true) => Some(Tense::Present),
        _ => None,
    }
}

/// Source, cue and content, or as much of them as one passage holds.
fn evidence(tree: &Tree, a: &Attribution, content: Span) -> Span {
    let spans = &tree.analysis.tokens.span;
    let mut span = a.cue_span;
    let wider = span.cover(content);
    if wider.len() <= LONGEST {
        span = wider;
    } else {
        // the beginning of the content, to a word border
        let room = LONGEST.saturating_sub(a.cue_span.len());
        let end = a
            .content
            .iter()
            .map(|t| spans[t.index()])
            .take_while(|s| s.end - content.start <= room)
            .last();
        if let Some(end) = end {
            let part = Span::new(content.start, end.end);
            let joined = span.cover(part);
            span = if joined.len() <= LONGEST + 40 { joined } else { part };
        }
    }
    if let Some(source) = a.source_token {
        let with = span.cover(spans[source.index()]);
        let same = tree.analysis.sentence_of(source) == tree.analysis.sentence_of(a.cue);
        if same && with.len() <= LONGEST {
            span = with;
        }
    }
    span
}

/// What the outlet itself tells with a hedge: "the ship allegedly carried oil", "may have fallen asleep".
fn hedged(tree: &Tree, attributions: &Attributions, events: &[Found], list: &mut Vec<Claim>) {
    for t in 0..tree.analysis.len() as u32 {
        let verb = TokenId(t);
        if tree.upos(verb) != Upos::Verb || in_any_quote(tree, verb) {
            continue;
        }
        // what somebody reports is their claim, unless the outlet hedges the very word: "allegedly ferried"
        let reported = attributions.of(verb).is_some_and(|a| a.source.is_some());
        if reported && crate::events::voice::hedge_in_phrase(tree, verb).is_none() {
            continue;
        }
        let Some(certainty) = crate::events::voice::hedged(tree, verb) else { continue };
        if certainty == Certainty::Certain {
            continue;
        }
        let content = tree.subtree(verb);
        // ", but prosecutors may": the clause without what joins it
        let joins =
            |&t: &u32| matches!(tree.upos(TokenId(t)), Upos::Punct | Upos::Cconj) && t < verb.0;
        let start = (content.start..content.end).find(|t| !joins(t)).unwrap_or(content.start);
        let content = TokenRange::new(start, content.end.min(start + 60));
        let whole = tree.analysis.span(content);
        let span = if whole.len() <= LONGEST {
            whole
        } else {
            tree.analysis
                .span(TokenRange::new(verb.0, (verb.0 + 20).min(content.end).max(verb.0 + 1)))
        };
        // the event the hedge stands on, not any the clause names in passing
        let from = events.partition_point(|f| f.trigger.0 < content.start);
        let about = events[from..]
            .iter()
            .take_while(|f| f.trigger.0 < content.end)
            .position(|f| {
                f.trigger == verb
                    || tree.head(f.trigger) == Some(verb)
                        && matches!(
                            tree.rel(f.trigger),
                            Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj
                        )
            })
            .map(|i| EventId((from + i) as u32));
        list.push(Claim {
            span,
            content: span,
            holder: None,
            stance: Stance::Asserts,
            voice: Voice::Hedged,
            certainty,
            polarity: polarity(tree, content),
            tense: tense(tree, content),
            about,
            against: Vec::new(),
            sentence: tree.analysis.sentence_of(verb) as u32,
            // a hedge tells something of the news where it stands on an event
            confidence: if about.is_some() { 0.7 } else { 0.45 },
        });
    }
}

/// Whether somebody who names an event in passing says that it happened: a verb does, a noun only with
/// those who took part.
fn tells(tree: &Tree, found: &Found) -> bool {
    tree.is_verb(found.trigger)
        || !found.event.actors.is_empty()
        || !found.event.recipients.is_empty()
}

/// What a quotation says, sentence by sentence.
fn uttered(
    tree: &Tree,
    mentions: &Mentions,
    events: &[Found],
    quotation: &Quotation,
    list: &mut Vec<Claim>,
) {
    let Some(holder) = quotation.speaker else { return };
    let a = tree.analysis;
    let start = a.token_at(quotation.span.start);
    let end = a.tokens.span.partition_point(|s| s.start < quotation.span.end) as u32;
    let mut from = start.0;
    while from < end {
        let sentence = a.sentences[a.sentence_of(TokenId(from))].tokens;
        let content = TokenRange::new(from, sentence.end.min(end));
        from = sentence.end.max(from + 1);
        let verb = content.iter().any(|t| matches!(tree.upos(t), Upos::Verb | Upos::Aux));
        // who asks claims nothing
        let question = content.iter().any(|t| tree.word(t) == "?");
        if !verb || content.len() < 4 || question {
            continue;
        }
        let span = a.span(content);
        let denied = denies(tree, events, content);
        let about = if denied {
            accused_of(mentions, events, holder, TokenId(content.start))
        } else {
            main_event(tree, events, content, SpeechAct::Assert)
                .filter(|e| tells(tree, &events[e.index()]))
        };
        let accuser = about.and_then(|e| events[e.index()].event.source).filter(|_| denied);
        list.push(Claim {
            span,
            content: span,
            holder: Some(holder),
            stance: if denied { Stance::Denies } else { Stance::Asserts },
            voice: Voice::Attributed,
            certainty: Certainty::Certain,
            polarity: polarity(tree, content),
            tense: tense(tree, content),
            about,
            against: accuser.into_iter().collect(),
            sentence: a.sentence_of(TokenId(content.start)) as u32,
            confidence: 0.7,
        });
    }
}
