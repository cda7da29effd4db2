//! Events: who did what to whom, told by whom and how surely.
//!
//! # What it finds
//! PLOVER events (and OTHER) named by a verb, an adjective or a noun, by the rules of `rules/` over the
//! dependency parse, with their participants, time, place, voice, certainty and auxiliary modes.
//!
//! # Why it matters
//! An alleged attack is not an attack, a denial is not an event between two states, and a planned
//! strike has not happened. Coders that flatten this over-produce.
//!
//! # Examples
//! | text | event |
//! |---|---|
//! | The council severed ties with the guild. | SANCTION withdraw, actor council, recipient guild |
//! | an alleged cyberattack on the port | COERCE cyber, recipient port, hedged |
//! | They will not expel the envoys. | SANCTION expel, negated, future |
//!
//! # Limits
//! An act without any participant that the article names or describes is left out, but for accidents
//! and disasters. One trigger gives one event.

mod arguments;
mod auxiliary;
mod blame;
mod intent;
mod matching;
#[cfg(test)]
mod tests;
pub(crate) mod voice;
mod when;
mod wording;

use std::collections::BTreeMap;

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos};
use rashomon_text::Span;

use matching::Match;

use crate::{
    account::{
        Auxiliary, Certainty, Cyber, Entity, EntityKind, Event, EventType, Form, MentionId,
        Polarity, Voice,
    },
    actors,
    attribution::Attributions,
    cyber, dyads,
    mentions::Mentions,
    quotations::Fate,
    rules::{Rule, Rules, Slot},
    tree::Tree,
};

/// What event coding reads.
pub(crate) struct Scene<'a> {
    pub tree: &'a Tree<'a>,
    pub mentions: &'a Mentions,
    pub attributions: &'a Attributions,
    pub fates: &'a [Fate],
    pub rules: &'a Rules,
    /// The day of publication, as a number: 20260131.
    pub day: Option<u32>,
    /// What the article tells of, as [`Rules::of_article`] says it.
    pub article: &'a [bool],
}

/// An event with the token that names it, for claims that are about it.
pub(crate) struct Found {
    pub event: Event,
    pub trigger: TokenId,
    /// Whether saying the words is the act: "it is false" denies.
    pub spoken: bool,
    /// Whether a user's dictionary of wordings names the act.
    pub worded: bool,
}

/// The longest passage, in bytes, that an event cites.
const LONGEST: u32 = 360;

/// Finds the events of an article, in text order.
pub(crate) fn find(scene: &Scene) -> Vec<Found> {
    let tree = scene.tree;
    let mut found: Vec<Found> = Vec::new();
    for t in 0..tree.analysis.len() {
        let token = TokenId(t as u32);
        if let Some(event) = demand(scene, token) {
            found.push(Found { event, trigger: token, spoken: false, worded: false });
        }
        let Some(matched) = matching::find(scene, token).or_else(|| refusal(scene, token)) else {
            continue;
        };
        if let Some(event) = code(scene, &matched) {
            let (spoken, worded) = (matched.rule.spoken, matched.rule.wording.is_some());
            found.push(Found { event, trigger: token, spoken, worded });
        }
    }
    without_echoes(tree, &mut found);
    resolve_generic(tree, &mut found);
    resolve_attacks(scene.mentions, &mut found);
    resolve_casualties(scene.rules, &mut found);
    doubt(scene, &mut found);
    found
}

/// What an event is worth of which too little is known to show it.
const DOUBTED: f32 = 0.45;

/// An article of fewer sentences has no room to tell a thing twice.
const ROOM: usize = 5;

/// Takes confidence from a lone word that names an act ("the fire", "a march") where the article neither says who
/// took part nor tells of it again, and from words of every day between parties who are nobody in public
/// ("she offered him"): read in samples, these were wrong more often than right.
fn doubt(scene: &Scene, found: &mut [Found]) {
    let tree = scene.tree;
    let bare = |e: &Event| e.actors.is_empty() && e.recipients.is_empty();
    let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for f in found.iter() {
        let (all, full) = told.entry(f.event.act).or_default();
        *all += 1;
        *full += usize::from(!bare(&f.event) || tree.is_verb(f.trigger));
    }
    let roomy = tree.analysis.sentences.len() >= ROOM;
    for f in found.iter_mut().filter(|f| !f.worded) {
        let event = &mut f.event;
        let (all, full) = told[event.act];
        let placed = event.time.is_some() || event.place.is_some();
        let alone = bare(event) && !placed && full == 0 && all < 3 && event.confidence < 0.6;
        // what is said and done in public alone; violence, law and misfortune count for everybody
        let of_states = !matches!(
            event.kind,
            EventType::Assault
                | EventType::Coerce
                | EventType::Sanction
                | EventType::Protest
                | EventType::Other
        );
        let of_states = of_states && event.mode != Some("investigate");
        let mut codes = event.actor_codes.iter().chain(&event.recipient_codes);
        // of a body that has a name nobody can say that it is no public one; companies promise and refuse daily
        let mut parties = event.actors.iter().chain(&event.recipients);
        let asks = matches!(
            event.kind,
            EventType::Request | EventType::Accuse | EventType::Consult | EventType::Aid
        );
        let body = asks
            && parties.any(|&m| {
                scene.mentions.entity(m).kind == EntityKind::Organization
                    && scene.mentions.entity(m).sector.is_none()
            });
        let private = of_states && !body && codes.all(|code| actors::is_private(code));
        // "warned that lives may be lost": told to nobody, it threatens nobody
        let idle = event.act == "warn" && event.recipients.is_empty();
        // "the family searched the house": private people raid, ban and seize nothing
        let powerless = event.kind == EventType::Coerce
            && event.mode != Some("cyber")
            && tree.is_predicate(f.trigger)
            && !event.actors.is_empty()
            && event.actor_codes.iter().all(|code| actors::is_private(code));
        // "a network of transfers": exchange of which nobody is said to be the giver
        let giverless = matches!(event.kind, EventType::Aid | EventType::Cooperate)
            && !tree.is_predicate(f.trigger)
            && event.actors.is_empty();
        // "to crack down on crime": what something is done for has not been done
        let purpose = event.mode != Some("cyber")
            && tree.rel(f.trigger) == Deprel::Advcl
            && tree
                .child(f.trigger, &[Deprel::Mark])
                .is_some_and(|m| tree.lemma(m).eq_ignore_ascii_case("to"));
        if alone && roomy || private || powerless || giverless || purpose || idle {
            event.confidence = event.confidence.min(DOUBTED);
        }
    }
}

/// An attack on a target of which the article also tells how it was attacked is that attack.
fn resolve_attacks(mentions: &Mentions, found: &mut [Found]) {
    let entity = |m: &MentionId| mentions.mentions[m.index()].entity;
    let specific = |e: &Event| {
        (e.kind == EventType::Assault
            && matches!(
                e.mode,
                Some(
                    "suicide-attack"
                        | "explosives"
                        | "firearms"
                        | "aerial"
                        | "drone"
                        | "heavy-weapons"
                )
            ))
            || e.mode == Some("cyber")
    };
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    for (i, f) in found.iter().enumerate().filter(|(_, f)| specific(&f.event)) {
        for m in &f.event.recipients {
            first.entry(entity(m)).or_insert(i);
        }
    }
    for i in 0..found.len() {
        if found[i].event.act != "attack" || found[i].event.polarity == Polarity::Negative {
            continue;
        }
        if let Some(&j) = found[i].event.recipients.iter().find_map(|m| first.get(&entity(m))) {
            adopt(found, i, j);
        }
    }
}

/// People killed or hurt by nobody, in an article that tells of an accident and of no attack, are its casualties.
fn resolve_casualties(rules: &Rules, found: &mut [Found]) {
    let disaster =
        |e: &Event| e.kind == EventType::Other && matches!(e.act, "accident" | "fire" | "disaster");
    let attack =
        |e: &Event| e.kind == EventType::Assault && !matches!(e.act, "killing" | "wounding");
    let disasters = found.iter().filter(|f| disaster(&f.event)).count();
    let attacks = found.iter().filter(|f| attack(&f.event)).count();
    let Some(rule) = rules.act("casualties").filter(|_| disasters > attacks) else { return };
    for f in found.iter_mut() {
        let event = &mut f.event;
        if matches!(event.act, "killing" | "wounding")
            && event.actors.is_empty()
            && matches!(event.lemma.as_str(), "kill" | "injure" | "wound")
        {
            (event.kind, event.mode, event.cameo) = (rule.kind, rule.mode, rule.cameo);
            (event.act, event.phrase) = (rule.act, rule.phrase);
            event.contexts.clone_from(&rule.contexts);
        }
    }
}

/// Event `i` takes the act of event `j`.
fn adopt(found: &mut [Found], i: usize, j: usize) {
    let Event { kind, mode, ref contexts, act, phrase, ref cyber, .. } = found[j].event;
    let (contexts, cyber) = (contexts.clone(), cyber.as_ref().map(|_| Cyber::default()));
    let event = &mut found[i].event;
    event.cyber = event.cyber.take().or(cyber);
    (event.kind, event.mode, event.contexts) = (kind, mode, contexts);
    (event.act, event.phrase) = (act, phrase);
}

/// "The attack" after a cyberattack or a bombing is that one: a definite noun that only says that there
/// was an attack or an incident takes the act of the last specific one before it.
fn resolve_generic(tree: &Tree, found: &mut [Found]) {
    let mut last: Option<usize> = None;
    for i in 0..found.len() {
        let trigger = found[i].trigger;
        let act = found[i].event.act;
        let generic = matches!(act, "attack" | "incident" | "explosion") && !tree.is_verb(trigger);
        if !generic {
            let event = &found[i].event;
            let deed = event.kind == EventType::Assault && event.mode.is_some()
                || event.mode == Some("cyber");
            if deed || event.contexts.contains(&"disasters") {
                last = Some(i);
            }
            continue;
        }
        let definite = tree.children(trigger).iter().any(|&c| {
            tree.rel(c) == Deprel::Det
                && matches!(tree.lemma(c).to_lowercase().as_str(), "the" | "this" | "that")
        });
        let bare = !tree.children(trigger).iter().any(|&c| {
            matches!(tree.rel(c), Deprel::Amod | Deprel::Compound) && tree.upos(c) != Upos::Propn
        });
        // an incident, which may be anything, is the one just told of, unless it is an accident
        let far = |j: usize| act == "incident" && !found[j].event.contexts.contains(&"disasters");
        let near = |j: usize| {
            let apart = found[i].event.sentence - found[j].event.sentence;
            apart <= if far(j) { 3 } else { 12 }
        };
        // an attack is no accident, but an incident may be one
        let fits = |j: usize| act == "incident" || !found[j].event.contexts.contains(&"disasters");
        if let Some(j) = last.filter(|&j| definite && bare && near(j) && fits(j)) {
            adopt(found, i, j);
        }
    }
}

/// Codes one event, or abstains.
fn code(scene: &Scene, matched: &Match) -> Option<Event> {
    if matched.rule.wording.is_some() {
        return wording::code(scene, matched);
    }
    if matched.rule.spoken {
        return spoken(scene, matched);
    }
    let deed = if matched.rule.is_intent() { intent::deed(scene, matched) } else { None };
    let coding = intent::code(scene, matched, deed.as_ref())?;
    let arguments = arguments::find(scene, matched, deed.as_ref());
    event(scene, matched, &coding, arguments)
}

/// "said that Norway must leave": who says so asks Norway.
fn demand(scene: &Scene, verb: TokenId) -> Option<Event> {
    let tree = scene.tree;
    let (says, subject) = intent::obligation(tree, verb)?;
    let rule = scene.rules.of_verb("=must").next()?;
    let matched = Match { rule, trigger: verb, governed: None };
    let deed = matching::find(scene, verb);
    let coding = intent::code(scene, &matched, deed.as_ref())?;
    let speaker = tree.actor(says)?;
    let arguments = arguments::Arguments {
        actors: arguments::participants(scene, speaker, false),
        recipients: arguments::participants(scene, subject, true),
        support: Some(says),
        tokens: vec![speaker, subject],
        direct: true,
        ..arguments::Arguments::default()
    };
    if arguments.recipients.is_empty() || arguments.actors == arguments.recipients {
        return None;
    }
    event(scene, &matched, &coding, arguments).map(|mut event| {
        (event.voice, event.source, event.certainty) = (Voice::Own, None, Certainty::Certain);
        event.auxiliary.clear();
        event.polarity = Polarity::Positive;
        event.depth = event.depth.saturating_sub(1);
        event
    })
}

/// "said the report was false": who says so denies it.
fn spoken(scene: &Scene, matched: &Match) -> Option<Event> {
    let trigger = matched.trigger;
    let report = scene.attributions.of(trigger);
    let speaker = voice::find(scene, trigger, None).source.or_else(|| report?.source)?;
    let quoted = crate::quotations::quote_at(scene.tree, trigger).map(|q| &scene.fates[q]);
    let cue = match quoted {
        Some(&Fate::Quoted { cue: Some(cue), .. }) => Some(cue),
        _ => report.map(|a| a.cue),
    };
    let coding = intent::code(scene, matched, None)?;
    let mut arguments = arguments::find(scene, matched, None);
    let entity = |m: &MentionId| scene.mentions.mentions[m.index()].entity;
    arguments.recipients.retain(|m| entity(m) != entity(&speaker));
    arguments.actors = vec![speaker];
    arguments.support = cue;
    arguments.tokens.extend(cue.and_then(|cue| scene.tree.actor(cue)));
    (arguments.direct, arguments.inanimate) = (true, false);
    event(scene, matched, &coding, arguments).map(|mut event| {
        (event.voice, event.source, event.certainty) = (Voice::Own, None, Certainty::Certain);
        event.auxiliary.retain(|a| *a == Auxiliary::Historical);
        event.polarity = Polarity::Positive;
        event.depth = event.depth.saturating_sub(1);
        event
    })
}

/// "said it would not join": what its own rule does not name is a refusal.
fn refusal<'r>(scene: &Scene<'r>, verb: TokenId) -> Option<Match<'r>> {
    intent::refusal(scene, verb)?;
    let rule = scene.rules.of_verb("=wont").next()?;
    Some(Match { rule, trigger: verb, governed: None })
}

/// The event of a rule with its coding and participants, if those are such as it needs.
fn event(
    scene: &Scene,
    matched: &Match,
    coding: &intent::Coding,
    mut arguments: arguments::Arguments,
) -> Option<Event> {
    let tree = scene.tree;
    let (rule, trigger) = (matched.rule, matched.trigger);
    let when = when::find(scene, trigger, arguments.support);
    let mut voice = voice::find(scene, trigger, arguments.support);
    let worded = rule.wording.is_some();
    if !worded {
        arguments.accused(scene, trigger);
    }
    let violent = !worded && matches!(rule.kind, EventType::Coerce | EventType::Assault);
    if let Some(blame) = blame::find(scene, trigger).filter(|_| violent) {
        arguments.blamed(scene, blame.on);
        if voice.source.is_none() && matches!(voice.voice, Voice::Own | Voice::Hedged) {
            let by = blame.by.map(|by| arguments::participants(scene, by, false));
            voice.source = by.and_then(|by| by.first().copied());
            voice.voice = if voice.source.is_some() { Voice::Attributed } else { Voice::Hedged };
            voice.certainty = Certainty::Possible;
        }
    }
    if violent {
        arguments.doubt(scene, trigger, voice.source);
    }
    if !worded && !takes_part(scene, rule, coding.kind, trigger, &arguments, when.is_some()) {
        return None;
    }
    let mut auxiliary = auxiliary::find(scene, trigger, arguments.support, when, voice.denied);
    auxiliary.retain(|a| match a {
        Auxiliary::Future => !coding.announced,
        Auxiliary::Negated => !coding.refused,
        _ => true,
    });
    let polarity = if auxiliary.contains(&Auxiliary::Negated) {
        Polarity::Negative
    } else {
        Polarity::Positive
    };
    let passage = passage(tree, trigger, &arguments, when);
    let mut confidence: f32 = 0.55;
    confidence += if arguments.actors.is_empty() { 0.0 } else { 0.15 };
    confidence += if arguments.recipients.is_empty() { 0.0 } else { 0.15 };
    confidence += if rule.needs.is_empty() { 0.0 } else { 0.1 };
    // "defended his choice": words of every day that name nobody they are about
    let vague = matches!(
        coding.kind,
        EventType::Support | EventType::Consult | EventType::Aid | EventType::Cooperate
    ) || coding.mode == Some("disapprove");
    let vague = vague && !worded;
    // "condemned the attack" is about the attack
    let about = tree.object(trigger).is_some_and(|o| matching::find(scene, o).is_some());
    if vague && arguments.recipients.is_empty() && rule.needs.is_empty() && !about {
        confidence = 0.45;
    }
    let theme = rule.needs.iter().find_map(|t| match t.slot {
        Slot::Object => tree.object(trigger).map(|o| tree.lemma(o).to_lowercase()),
        _ => None,
    });
    let target = arguments.target;
    let codes = |list| actors::codes(scene.rules, scene.day, tree, scene.mentions, list);
    Some(Event {
        span: passage,
        trigger: trigger_span(tree, trigger),
        lemma: tree.verb_lemma(trigger),
        theme: theme.unwrap_or_default(),
        act: coding.act,
        phrase: if arguments.indirect { concerning(coding.kind) } else { coding.phrase },
        kind: coding.kind,
        mode: coding.mode,
        cameo: coding.cameo,
        other_side: if worded {
            rule.other_side
        } else {
            dyads::other_side(coding.kind, coding.cameo)
        },
        contexts: rule.contexts.clone(),
        auxiliary,
        actor_codes: codes(&arguments.actors),
        recipient_codes: codes(&arguments.recipients),
        actors: arguments.actors,
        recipients: arguments.recipients,
        time: when.map(|w| w.time),
        place: arguments.place,
        voice: voice.voice,
        source: voice.source,
        certainty: voice.certainty.max(if polarity == Polarity::Negative {
            Certainty::Certain
        } else {
            voice.certainty
        }),
        polarity,
        presupposed: voice.voice == Voice::Own && is_presupposed(tree, trigger, arguments.support),
        cyber: rule.contexts.contains(&"cyber").then(|| cyber::read(tree, rule, trigger, target)),
        depth: depth(scene, trigger, arguments.support),
        sentence: tree.analysis.sentence_of(trigger) as u32,
        confidence: confidence.min(0.95),
    })
}

/// Whether a noun speaks of its deed as known: "Norway's attack", "the Norwegian attack", and no verb tells it.
fn is_presupposed(tree: &Tree, trigger: TokenId, support: Option<TokenId>) -> bool {
    let named = tree.children(trigger).iter().any(|&c| match tree.rel(c) {
        Deprel::NmodPoss => !tree.is_date(c),
        Deprel::Det => matches!(
            tree.lemma(c).to_lowercase().as_str(),
            "the" | "this" | "that" | "these" | "those"
        ),
        _ => false,
    });
    let told = matches!(tree.rel(trigger), Deprel::Nsubj | Deprel::NsubjPass)
        && tree.head(trigger).is_some_and(|verb| {
            matches!(
                tree.lemma(verb),
                "happen" | "occur" | "take" | "begin" | "start" | "follow" | "break" | "launch"
            )
        });
    !tree.is_predicate(trigger)
        && support.is_none()
        && named
        && !told
        && tree.rel(trigger) != Deprel::Root
}

/// How a sentence about an intent runs whose recipient is not the one spoken to.
const fn concerning(kind: EventType) -> &'static str {
    match kind {
        EventType::Agree => "makes a commitment concerning",
        EventType::Request => "makes a demand concerning",
        EventType::Reject => "refuses a demand concerning",
        _ => "makes a threat concerning",
    }
}

/// How many clauses deep the trigger stands; reported clauses stand as deep as their report.
fn depth(scene: &Scene, trigger: TokenId, support: Option<TokenId>) -> u8 {
    let tree = scene.tree;
    let mut at = support.filter(|&s| s < trigger).unwrap_or(trigger);
    let mut depth: u8 = 0;
    for _ in 0..32 {
        let Some(head) = tree.head(at) else { break };
        let cue = scene.attributions.of(at).is_some_and(|a| a.cue == head);
        depth += match tree.rel(at) {
            Deprel::Ccomp | Deprel::Parataxis if cue => 0,
            Deprel::Parataxis | Deprel::CompoundPrt => 0,
            Deprel::Conj
            | Deprel::Ccomp
            | Deprel::Xcomp
            | Deprel::Advcl
            | Deprel::Acl
            | Deprel::AclRelcl
            | Deprel::Nmod
            | Deprel::NmodPoss
            | Deprel::Obl
            | Deprel::Amod
            | Deprel::Appos => 1,
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass if !tree.is_predicate(at) => {
                u8::from(Some(head) != support)
            }
            _ => 0,
        };
        at = head;
    }
    depth
}

fn trigger_span(tree: &Tree, trigger: TokenId) -> Span {
    let own = tree.analysis.tokens.span[trigger.index()];
    tree.child(trigger, &[Deprel::CompoundPrt])
        .map_or(own, |p| own.cover(tree.analysis.tokens.span[p.index()]))
}

/// Whether the participants are such as the act needs.
fn takes_part(
    scene: &Scene,
    rule: &Rule,
    kind: EventType,
    trigger: TokenId,
    arguments: &arguments::Arguments,
    dated: bool,
) -> bool {
    let entity = |m: &MentionId| -> &Entity {
        let mention = &scene.mentions.mentions[m.index()];
        &scene.mentions.entities[mention.entity.index()]
    };
    // "you", "they" without anybody they stand for, take no part
    let named = |e: &Entity| {
        e.mentions.iter().any(|m| scene.mentions.mentions[m.index()].form != Form::Pronoun)
    };
    let public = |m: &MentionId| {
        let e = entity(m);
        match e.kind {
            EntityKind::Geopolitical | EntityKind::Organization | EntityKind::Group => named(e),
            EntityKind::Person => {
                !e.roles.is_empty()
                    || e.mentions.iter().any(|m| {
                        matches!(scene.mentions.mentions[m.index()].form, Form::Name | Form::Title)
                    })
            }
            EntityKind::Place | EntityKind::Other => false,
        }
    };
    let actor = arguments.actors.iter().any(public) || arguments.anonymous;
    let recipient = arguments.recipients.iter().any(public);
    let verbal = scene.tree.is_predicate(trigger);
    // "snow cut the power": things do nothing to nobody
    if verbal
        // … but a program steals data
        && rule.incident.is_empty()
        && arguments.inanimate
        && !recipient
        && !matches!(kind, EventType::Other | EventType::Assault)
        && rule.needs.iter().all(|n| n.slot != Slot::Subject)
    {
        return false;
    }
    // "sanctions", "support", "talks" as nouns name a state of things more often than an act
    let bare = !verbal
        && arguments.support.is_none()
        && !matches!(
            rule.kind,
            EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Other
        )
        && rule.needs.is_empty();
    if bare && !(actor && (recipient || dated)) {
        return false;
    }
    match kind {
        // "close to the election": spoken of, not told
        EventType::Other if !verbal && !rule.contexts.contains(&"disasters") => {
            actor || recipient || dated || arguments.support.is_some() || rule.act == "incident"
        }
        EventType::Other => true,
        // words of every day: only public actors make them events
        EventType::Request
        | EventType::Threaten
        | EventType::Agree
        | EventType::Reject
        | EventType::Support
        | EventType::Accuse
        | EventType::Consult => actor,
        EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Mobilize => {
            let tree = scene.tree;
            // "the sale of oil has happened", "the launching of a missile on 3 May": told as a deed of its own
            let happens = !verbal
                && tree.rel(trigger) == Deprel::Nsubj
                && tree.head(trigger).is_some_and(|v| {
                    matches!(
                        tree.lemma(v),
                        "happen" | "occur" | "begin" | "continue" | "stop" | "take"
                    )
                });
            let dated = dated && !verbal && kind == EventType::Mobilize;
            actor || ((recipient || happens || dated) && !rule.needs.is_empty())
        }
        EventType::Protest if verbal => actor,
        // a verb without anybody who does it or has it done to them is a figure of speech
        _ if rule.article.is_some() => true,
        _ if verbal => actor || !arguments.actors.is_empty() || !arguments.recipients.is_empty(),
        _ => {
            actor
                || recipient
                || !arguments.actors.is_empty()
                || !arguments.recipients.is_empty()
                || !rule.needs.is_empty()
                || rule.mode.is_some()
        }
    }
}

/// The words to cite: trigger, participants and time, and no more than one passage holds.
fn passage(
    tree: &Tree,
    trigger: TokenId,
    arguments: &arguments::Arguments,
    when: Option<when::When>,
) -> Span {
    let spans = &tree.analysis.tokens.span;
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(trigger)].span;
    let mut span = trigger_span(tree, trigger);
    let mut add = |part: Span| {
        let wider = span.cover(part);
        if sentence.contains(part) && wider.len() <= LONGEST {
            span = wider;
        }
    };
    // a noun with its own modifiers: "an alleged cyberattack"
    let own = tree.subtree(trigger);
    if !tree.is_verb(trigger) {
        add(tree
            .analysis
            .span(TokenRange::new(own.start.max(trigger.0.saturating_sub(8)), trigger.0 + 1)));
    } else if let Some(object) = tree.object(trigger) {
        add(tree.analysis.span(short(tree.subtree(object))));
    }
    if let Some(support) = arguments.support {
        add(spans[support.index()]);
    }
    for &token in &arguments.tokens {
        add(spans[token.index()]);
        add(tree.analysis.span(short(tree.subtree(token))));
    }
    if let Some(when) = when {
        add(tree.analysis.times[when.time.index()].span);
    }
    let words = span.slice(tree.text);
    let lead =
        words.len() - words.trim_start_matches([',', ';', ':', '.', ' ', '–', '—', '-']).len();
    Span::new(span.start + lead as u32, span.end)
}

/// The beginning of a long phrase.
fn short(range: TokenRange) -> TokenRange {
    TokenRange::new(range.start, range.end.min(range.start + 16))
}

/// Two triggers of one act in one construction ("conducted a test", "announced sanctions"): the one with
/// more participants stays.
fn without_echoes(tree: &Tree, found: &mut Vec<Found>) {
    let mut drop = vec![false; found.len()];
    for i in 0..found.len() {
        for j in i + 1..found.len().min(i + 8) {
            let (a, b) = (&found[i], &found[j]);
            if drop[i]
                || drop[j]
                || a.event.sentence != b.event.sentence
                || a.event.act != b.event.act
            {
                continue;
            }
            let governs = tree.head(b.trigger) == Some(a.trigger)
                && matches!(
                    tree.rel(b.trigger),
                    Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod | Deprel::Xcomp
                )
                || tree.head(a.trigger) == Some(b.trigger)
                    && matches!(
                        tree.rel(a.trigger),
                        Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nsubj
                    );
            // "orchestrated and sponsored by": one deed told with two verbs
            let joined =
                tree.rel(b.trigger) == Deprel::Conj && tree.head(b.trigger) == Some(a.trigger);
            if governs || joined {
                let weight = |f: &Found| {
                    f.event.actors.len().min(1)
                        + f.event.recipients.len().min(1)
                        + usize::from(f.event.time.is_some())
                        // a word the outlet keeps its distance from tells more than the verb beside it
                        + usize::from(f.event.voice == Voice::ScareQuoted)
                };
                drop[if weight(b) > weight(a) { i } else { j }] = true;
            }
        }
    }
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        !drop[at - 1]
    });
}
