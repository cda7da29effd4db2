//! Who is told to say what: verbs and nouns of saying, "according to", and what they report.
//!
//! # What it finds
//! Relations source–cue–content (Pareti 2012's terms) over the parse: `X said that …`, `…, X said`,
//! `X denied …ing`, `X accused Y of …ing`, `according to X, …`, `the claim that …`. The content is a run
//! of tokens; the source may be a mention, an unnamed noun phrase, or nothing. What the rules find is
//! joined with what the engine was trained to find ([`rashomon_annotate::attribution`]), which also reaches over
//! sentences; what kind of saying it is comes from the lexicon alone.
//!
//! # Why it matters
//! Everything inside the content is somebody's word, not the outlet's.
//!
//! # Limits
//! One paragraph at a time; utterances between quotation marks that run further are the business of
//! [`crate::quotations`]. A cue inside a direct quotation reports too, as a nested attribution. A cue that the
//! lexicon does not know ("weighed in") counts only where it brings words between quotation marks.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{Certainty, Saying, SpeechAct};
use rashomon_text::Span;

use crate::{
    account::{EventType, MentionId},
    mentions::Mentions,
    tree::Tree,
};

/// How sure a relation is that a rule found.
const BY_RULE: f32 = 0.75;

/// What was learnt counts from this confidence on.
const LEARNT_FROM: f32 = 0.5;

/// How the content hangs on the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentKind {
    /// A clause: "said (that) …".
    Clause,
    /// A noun phrase: "denied involvement in …", "condemned the attack".
    Phrase,
}

/// One source–cue–content relation.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    pub cue: TokenId,
    pub cue_span: Span,
    pub saying: Saying,
    /// Head of the source's noun phrase.
    pub source_token: Option<TokenId>,
    /// The source as a mention; for an unnamed source inside somebody's report, that somebody.
    pub source: Option<MentionId>,
    pub content: TokenRange,
    pub kind: ContentKind,
    /// "did not say", "has never claimed".
    pub negated: bool,
    /// Its own source has no name: `source` is that of the report it stands in.
    pub inherited: bool,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// Whether a rule found it, alone or as well.
    pub by_rule: bool,
}

/// All attributions of an article, by cue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributions {
    pub list: Vec<Attribution>,
    /// For each token the innermost attribution whose content holds it, plus one; 0 for none.
    innermost: Vec<u32>,
}

impl Attributions {
    /// The innermost attribution that reports `token`.
    pub(crate) fn of(&self, token: TokenId) -> Option<&Attribution> {
        let at = *self.innermost.get(token.index())?;
        (at > 0).then(|| &self.list[at as usize - 1])
    }

    /// The attributions whose cue stands within `tokens`.
    pub(crate) fn near(&self, tokens: TokenRange) -> &[Attribution] {
        let start = self.list.partition_point(|a| a.cue.0 < tokens.start);
        let end = self.list.partition_point(|a| a.cue.0 < tokens.end);
        &self.list[start..end.max(start)]
    }

    fn index(mut list: Vec<Attribution>, tokens: usize) -> Self {
        list.sort_by_key(|a| (a.cue, a.content));
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(list[i].content.len()));
        let mut innermost = vec![0; tokens];
        for i in order {
            for t in list[i].content.iter() {
                // a cue inside its own hull ("X, she said, Y") is not its content
                if t != list[i].cue {
                    innermost[t.index()] = i as u32 + 1;
                }
            }
        }
        Self { list, innermost }
    }
}

/// Finds the attributions of an article.
pub(crate) fn find(tree: &Tree, mentions: &Mentions) -> Attributions {
    let mut list = Vec::new();
    for t in 0..tree.analysis.len() {
        let token = TokenId(t as u32);
        match tree.upos(token) {
            Upos::Verb => verb(tree, token, &mut list),
            Upos::Noun => noun(tree, token, &mut list),
            _ => according_to(tree, token, &mut list),
        }
    }
    learned(tree, &mut list);
    for a in &mut list {
        a.source = crate::speaker::find(tree, mentions, a.cue, a.source_token);
    }
    let mut found = Attributions::index(list, tree.analysis.len());
    // an unnamed source inside somebody's report: the report's source answers for it
    for i in 0..found.list.len() {
        if found.list[i].source.is_none() {
            let outer = found.of(found.list[i].cue).and_then(|outer| outer.source);
            found.list[i].source = outer;
            found.list[i].inherited = outer.is_some();
        }
    }
    found
}

/// Joins what the engine was trained to find with what the rules found: a relation of both takes the
/// source and the clause that were learnt, one the rules missed is added if the lexicon knows its cue.
fn learned(tree: &Tree, list: &mut Vec<Attribution>) {
    for found in &tree.analysis.attributions {
        let (Some(first), Some(last)) = (found.content.first(), found.content.last()) else {
            continue;
        };
        if found.confidence < LEARNT_FROM {
            continue;
        }
        let content = match found.content.iter().max_by_key(|piece| piece.len()) {
            // "whom Ostia calls pirates": what stands on both sides of the cue is one clause only if both are long
            Some(longest) if found.content.iter().all(|p| p == longest || p.len() <= 2) => *longest,
            _ => TokenRange::new(first.start, last.end),
        };
        let content = without_marks(tree, content);
        // "is believed to", "was said to": who believes is an agent or nobody
        let unsaid = |cue: TokenId| {
            tree.is_passive(cue) && tree.agent(cue).is_none() || opens_as_participle(tree, cue)
        };
        let source = found.source.and_then(|source| phrase_head(tree, source));
        let mut met = false;
        for a in list.iter_mut().filter(|a| found.cue.holds(a.cue)) {
            met = true;
            a.confidence = found.confidence.max(BY_RULE);
            // of a clause that source and cue interrupt, it tends to learn one half
            if a.content.holds(a.cue) && !content.holds(a.cue) {
                continue;
            }
            if let (Some(range), Some(head)) = (found.source, source)
                && a.source_token.is_none_or(|t| !range.holds(t))
                && (a.saying.stance == SpeechAct::Label || !unsaid(a.cue))
                && !is_quoted_saying(tree, a.cue)
            {
                a.source_token = Some(head);
            }
            if a.kind == ContentKind::Clause
                && reports(a.saying.stance)
                && !reaches_out(tree, a.content, content)
            {
                a.content = content;
            }
        }
        if met {
            continue;
        }
        let Some((cue, saying)) = known_cue(tree, found.cue, content) else { continue };
        let clause = content.iter().any(|t| matches!(tree.upos(t), Upos::Verb | Upos::Aux));
        list.push(Attribution {
            cue,
            cue_span: tree.analysis.span(found.cue),
            saying,
            source_token: source.filter(|_| saying.stance == SpeechAct::Label || !unsaid(cue)),
            source: None,
            content,
            kind: if clause { ContentKind::Clause } else { ContentKind::Phrase },
            negated: tree.is_negated(cue),
            inherited: false,
            confidence: found.confidence,
            by_rule: false,
        });
    }
}

/// "Asked about the port, the minister …": a past form that opens its sentence and has no subject.
fn opens_as_participle(tree: &Tree, cue: TokenId) -> bool {
    matches!(tree.analysis.xpos(cue), Xpos::Vbd | Xpos::Vbn)
        && tree.analysis.sentences[tree.analysis.sentence_of(cue)].tokens.start == cue.0
        && tree.child(cue, &[Deprel::Nsubj]).is_none()
}

/// "was quoted by the agency as saying": who is quoted says it, whoever quotes.
fn is_quoted_saying(tree: &Tree, cue: TokenId) -> bool {
    tree.head(cue).is_some_and(|verb| {
        tree.is_passive(verb) && matches!(tree.lemma(verb), "quote" | "cite" | "paraphrase")
    })
}

/// A content without points at its ends, and without quotation marks where they hold all of it.
fn without_marks(tree: &Tree, content: TokenRange) -> TokenRange {
    let mark =
        |t: u32| matches!(tree.word(TokenId(t)), "“" | "”" | "\"" | "''" | "``" | "‘" | "’" | "'");
    let point = |t: u32| {
        tree.upos(TokenId(t)) == Upos::Punct && !matches!(tree.word(TokenId(t)), "(" | ")")
    };
    let trim = |range: TokenRange, cut: &dyn Fn(u32) -> bool| {
        let start = (range.start..range.end).find(|&t| !cut(t)).unwrap_or(range.start);
        let end = (start..range.end).rev().find(|&t| !cut(t)).map_or(range.end, |t| t + 1);
        TokenRange::new(start, end)
    };
    let bare = trim(content, &point);
    let quote = |t: u32| crate::quotations::quote_at(tree, TokenId(t));
    if quote(bare.start).is_some() && quote(bare.start) == quote(bare.end - 1) {
        bare
    } else {
        trim(content, &|t| point(t) && !mark(t))
    }
}

/// Whether `learnt` reaches into another sentence though `parsed`, the clause of the cue's own sentence, has
/// no quoted words that could go on there.
fn reaches_out(tree: &Tree, parsed: TokenRange, learnt: TokenRange) -> bool {
    let sentence = |t: u32| tree.analysis.sentence_of(TokenId(t));
    let own = sentence(parsed.start);
    let out = sentence(learnt.start) != own || sentence(learnt.end - 1) != own;
    out && !parsed.iter().any(|t| crate::quotations::in_any_quote(tree, t))
}

/// The word of a cue that the lexicon knows, with what it tells of it; for a cue it does not know, that
/// something is said, if most of it stands between quotation marks.
fn known_cue(tree: &Tree, cue: TokenRange, content: TokenRange) -> Option<(TokenId, Saying)> {
    let known = cue.iter().find_map(|t| {
        let saying = match tree.upos(t) {
            Upos::Verb => verb_of_saying(&tree.verb_lemma(t)),
            Upos::Noun => rashomon_lexicon::saying_noun(tree.lemma(t)),
            _ => None,
        };
        saying.map(|saying| (t, saying))
    });
    known.or_else(|| {
        let quoted = content.iter().filter(|&t| crate::quotations::in_any_quote(tree, t)).count();
        let to = cue.iter().any(|t| matches!(tree.word(t), "According" | "according" | ":"));
        let say = rashomon_lexicon::saying("say")?;
        (to || quoted * 2 > content.len()).then_some((TokenId(cue.start), say))
    })
}

/// The word of a phrase that hangs outside it.
fn phrase_head(tree: &Tree, phrase: TokenRange) -> Option<TokenId> {
    phrase.iter().find(|&t| {
        tree.upos(t) != Upos::Punct && tree.head(t).is_none_or(|head| !phrase.holds(head))
    })
}

/// Whether the content of such an act is all that is said, and not what somebody is accused of or called.
const fn reports(stance: SpeechAct) -> bool {
    matches!(
        stance,
        SpeechAct::Assert
            | SpeechAct::Confirm
            | SpeechAct::Believe
            | SpeechAct::Warn
            | SpeechAct::Promise
            | SpeechAct::Ask
    )
}

/// Verbs of saying with a clause, a quoted or an ordinary object.
fn verb(tree: &Tree, cue: TokenId, list: &mut Vec<Attribution>) {
    let lemma = tree.verb_lemma(cue);
    let Some(mut saying) = verb_of_saying(&lemma) else { return };
    // "X was quoted as saying": the cue is "saying", its speaker the subject of "quoted"
    let bare = match saying.stance {
        // "Villagers Accused Of Theft": a headline's passive
        SpeechAct::Accuse => {
            tree.object(cue).is_none_or(|o| tree.head(o) != Some(cue))
                && matches!(tree.analysis.xpos(cue), Xpos::Vbd | Xpos::Vbn)
                && cue.index() + 1 < tree.analysis.len()
                && matches!(tree.lemma(TokenId(cue.0 + 1)).to_lowercase().as_str(), "of" | "over")
        }
        _ => opens_as_participle(tree, cue),
    };
    let mut source_token = if bare {
        None
    } else if tree.is_passive(cue) && saying.stance != SpeechAct::Label {
        // "is believed to", "was said to": the sayer is not named, unless an agent is
        tree.agent(cue)
    } else {
        tree.actor(cue)
    };
    let mut contents: Vec<(TokenRange, ContentKind)> = Vec::new();
    let clause = tree.children(cue).iter().copied().find(|&c| {
        tree.rel(c) == Deprel::Ccomp
            || (tree.rel(c) == Deprel::Parataxis && c.0 < cue.0 && is_statement(tree, c))
            || (tree.rel(c) == Deprel::Xcomp && saying.clause && !is_wish(saying.stance))
    });
    if let Some((source, content)) = interrupts(tree, cue).filter(|_| saying.clause) {
        source_token = Some(source);
        contents.push((without_marks(tree, content), ContentKind::Clause));
    } else if let Some(clause) = clause {
        let content = without(tree, clause, cue);
        // what is joined to an infinitive in another form is joined to the verb of saying
        let end = phrase(tree, clause).end.max(clause.0 + 1).min(content.end);
        let own = tree.analysis.xpos(clause) == Xpos::Vb && clause > cue;
        let content = if own { TokenRange::new(content.start, end) } else { content };
        contents.push((content, ContentKind::Clause));
    } else if tree.rel(cue) == Deprel::Parataxis || closes_sentence(tree, cue) {
        // "The port, officials said, stays shut": the clause the cue interrupts or follows
        if let Some(head) = tree.head(cue) {
            contents.push((without(tree, head, cue), ContentKind::Clause));
        }
    }
    if contents.is_empty() {
        match saying.stance {
            SpeechAct::Accuse => {
                // on the verb, or on the accused: "accused it of doing"
                let object = tree.object(cue).filter(|&o| tree.head(o) == Some(cue));
                let below = object.map_or(&[][..], |o| tree.children(o));
                let complement = tree.children(cue).iter().chain(below).copied().find(|&c| {
                    matches!(
                        tree.rel(c),
                        Deprel::Advcl | Deprel::Obl | Deprel::Acl | Deprel::Xcomp | Deprel::Ccomp
                    ) && (matches!(tree.case(c).as_deref(), Some("of" | "for" | "over"))
                        || tree
                            .child(c, &[Deprel::Mark])
                            .is_some_and(|m| matches!(tree.lemma(m), "of" | "for")))
                });
                let on =
                    tree.children(cue).iter().copied().find(|&c| {
                        tree.rel(c) == Deprel::Obl && tree.case(c).as_deref() == Some("on")
                    });
                if let Some(c) = complement {
                    contents.push((tree.subtree(c), ContentKind::Clause));
                } else if let (Some(object), Some(_)) = (tree.object(cue), on) {
                    contents.push((phrase(tree, object), ContentKind::Phrase));
                }
            }
            SpeechAct::Deny
            | SpeechAct::Doubt
            | SpeechAct::Decline
            | SpeechAct::Confirm
            | SpeechAct::Condemn
            | SpeechAct::Praise => {
                // "denied hacking the port", the gerund right after the verb
                let gerund = tree.children(cue).iter().copied().find(|&c| {
                    matches!(saying.stance, SpeechAct::Deny | SpeechAct::Decline)
                        && (tree.rel(c) == Deprel::Xcomp
                            || tree.rel(c) == Deprel::Advcl
                                && tree.analysis.xpos(c) == Xpos::Vbg
                                && c > cue
                                && tree.subtree(c).start == cue.0 + 1)
                });
                if let Some(c) = gerund {
                    contents.push((tree.subtree(c), ContentKind::Clause));
                } else if let Some(object) = tree.object(cue).filter(|&o| o != cue) {
                    contents.push((phrase(tree, object), ContentKind::Phrase));
                }
            }
            SpeechAct::Label => {
                // "called it a mistake", "described the move as reckless"
                let complement =
                    tree.children(cue).iter().copied().filter(|&c| c > cue).find(|&c| {
                        tree.rel(c) == Deprel::Xcomp
                            || matches!(tree.rel(c), Deprel::Obl | Deprel::Advcl)
                                && (tree.case(c).as_deref() == Some("as")
                                    || tree
                                        .child(c, &[Deprel::Mark])
                                        .is_some_and(|m| tree.lemma(m) == "as"))
                    });
                if let (Some(object), Some(c)) = (tree.object(cue), complement) {
                    let (from, to) = (tree.subtree(object), tree.subtree(c));
                    let content = TokenRange::new(from.start.min(to.start), from.end.max(to.end));
                    if !content.holds(cue) {
                        contents.push((content, ContentKind::Clause));
                    }
                }
            }
            SpeechAct::Assert if !tree.is_passive(cue) => {
                // "claimed responsibility", "announced sanctions", "reported an attack"
                if let Some(object) = tree.object(cue)
                    && is_event_like(tree, object)
                {
                    contents.push((phrase(tree, object), ContentKind::Phrase));
                }
            }
            _ => {}
        }
    }
    // "declined to comment": nothing is reported, but a stance is taken
    if saying.stance == SpeechAct::Deny && tree.is_passive(cue) {
        saying.certainty = Certainty::Possible;
    }
    for (content, kind) in contents {
        if content.is_empty() {
            continue;
        }
        list.push(Attribution {
            cue,
            cue_span: tree.analysis.tokens.span[cue.index()],
            saying,
            source_token,
            source: None,
            content,
            kind,
            negated: tree.is_negated(cue),
            inherited: false,
            confidence: BY_RULE,
            by_rule: true,
        });
    }
}

/// What a verb (with its particle, `point_out`) tells as a verb of saying. A deed that is also a figure of
/// speech ("attacked the plan") is read as the deed.
pub(crate) fn verb_of_saying(lemma: &str) -> Option<Saying> {
    let saying = rashomon_lexicon::saying(&lemma.replace('_', " "))?;
    let judging = matches!(saying.stance, SpeechAct::Condemn | SpeechAct::Praise);
    let deed = crate::rules::rules().of_verb(lemma).any(|rule| {
        matches!(
            rule.kind,
            EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Mobilize
        )
    });
    (!(judging && deed)).then_some(saying)
}

/// "The port stays shut, officials said.": subject and verb of saying after a comma, with nothing of
/// their own to say, wherever the parse hung them.
fn closes_sentence(tree: &Tree, cue: TokenId) -> bool {
    let Some(head) = tree.head(cue) else { return false };
    let own = tree.subtree(cue);
    head < cue
        && !own.holds(head)
        && matches!(
            tree.rel(cue),
            Deprel::Advcl
                | Deprel::Conj
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Dep
                | Deprel::Appos
        )
        && tree.child(cue, &[Deprel::Nsubj]).is_some()
        && tree.child(cue, &[Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Mark]).is_none()
        && tree.children(cue).iter().all(|&c| tree.rel(c) != Deprel::Cc)
        && own.start > 0
        && (tree.word(TokenId(own.start)) == "," || tree.word(TokenId(own.start - 1)) == ",")
}

/// "The crew, Ana Reyes said, would stay": a noun phrase and a verb of saying between commas, which the parse likes to
/// hang on what stands before. The source, and the clause they interrupt.
fn interrupts(tree: &Tree, cue: TokenId) -> Option<(TokenId, TokenRange)> {
    const LONGEST: u32 = 6;
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(cue)].tokens;
    let next = TokenId(cue.0 + 1);
    if !sentence.holds(next) || tree.word(next) != "," {
        return None;
    }
    let comma = (sentence.start + 1..cue.0).rev().find(|&t| tree.word(TokenId(t)) == ",")?;
    let source = TokenRange::new(comma + 1, cue.0);
    let nominal = |t: TokenId| {
        matches!(tree.upos(t), Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj | Upos::Pron)
            && !matches!(tree.analysis.xpos(t), Xpos::Wp | Xpos::Wdt | Xpos::WpPoss)
    };
    if source.is_empty() || source.len() as u32 > LONGEST || !source.iter().all(nominal) {
        return None;
    }
    let source = phrase_head(tree, source).unwrap_or(TokenId(cue.0 - 1));
    let subject = |verb: TokenId| tree.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
    if let Some(rest) = tree.child(cue, &[Deprel::Ccomp]) {
        // the subject of the clause taken for a second one of the cue
        let first = subject(cue).filter(|&s| s.0 < comma && rest > cue)?;
        let clause = TokenRange::new(tree.subtree(first).start, tree.subtree(rest).end);
        return subject(rest).is_none().then_some((source, clause));
    }
    if tree.child(cue, &[Deprel::Obj, Deprel::Xcomp, Deprel::Mark]).is_some() {
        return None;
    }
    let mut top = tree.head(cue)?;
    while !tree.is_verb(top) {
        top = tree.head(top)?;
    }
    let hull = tree.subtree(top);
    let around = hull.start < comma && hull.end > next.0 + 1;
    around.then(|| (source, without(tree, top, cue)))
}

/// A noun phrase up to a finite verb that the parse joined to something in it: "denounced a move to
/// leave, and denied a part in the attack" denounces the move alone.
fn phrase(tree: &Tree, object: TokenId) -> TokenRange {
    let hull = tree.subtree(object);
    let joined = (object.0 + 1..hull.end).map(TokenId).find(|&t| {
        matches!(tree.rel(t), Deprel::Conj | Deprel::Parataxis)
            && match tree.analysis.xpos(t) {
                Xpos::Vbd | Xpos::Vbz | Xpos::Vbp => true,
                // "to leave, and denied": a participle cannot be joined to an infinitive
                Xpos::Vbn => tree.head(t).is_some_and(|h| tree.analysis.xpos(h) == Xpos::Vb),
                _ => false,
            }
    });
    match joined {
        Some(verb) => TokenRange::new(hull.start, tree.subtree(verb).start.max(object.0 + 1)),
        None => hull,
    }
}

/// Announcing or claiming a noun reports it only where the noun names something that is said.
fn is_event_like(tree: &Tree, object: TokenId) -> bool {
    let lemma = tree.lemma(object);
    rashomon_lexicon::saying_noun(lemma).is_some()
        || crate::rules::rules().of_noun(lemma).next().is_some()
        || matches!(lemma, "responsibility" | "involvement" | "role" | "credit")
}

const fn is_wish(stance: SpeechAct) -> bool {
    matches!(
        stance,
        SpeechAct::Ask
            | SpeechAct::Order
            | SpeechAct::Promise
            | SpeechAct::Deny
            | SpeechAct::Decline
            | SpeechAct::Accuse
    )
}

fn is_statement(tree: &Tree, clause: TokenId) -> bool {
    tree.child(clause, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Cop, Deprel::Expl]).is_some()
}

/// The tokens below `top`, up to or after the part below `cue` where that lies at an end.
fn without(tree: &Tree, top: TokenId, cue: TokenId) -> TokenRange {
    let hull = tree.subtree(top);
    if !hull.holds(cue) || top == cue {
        return hull;
    }
    let inner = tree.subtree(cue);
    if inner.end >= hull.end || only_punctuation(tree, TokenRange::new(inner.end, hull.end)) {
        TokenRange::new(hull.start, inner.start.max(hull.start))
    } else if inner.start <= hull.start {
        TokenRange::new(inner.end, hull.end)
    } else {
        hull
    }
}

fn only_punctuation(tree: &Tree, range: TokenRange) -> bool {
    range.iter().all(|t| tree.upos(t) == Upos::Punct)
}

/// "the claim that …", "its statement that …".
fn noun(tree: &Tree, cue: TokenId, list: &mut Vec<Attribution>) {
    let Some(saying) = rashomon_lexicon::saying_noun(tree.lemma(cue)) else { return };
    let clause = tree.children(cue).iter().copied().find(|&c| {
        matches!(tree.rel(c), Deprel::Acl | Deprel::Ccomp)
            && tree.child(c, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m) == "that")
    });
    let Some(clause) = clause else { return };
    list.push(Attribution {
        cue,
        cue_span: tree.analysis.tokens.span[cue.index()],
        saying,
        source_token: tree.owner(cue).or_else(|| {
            let verb = tree.head(cue)?;
            (tree.rel(cue) == Deprel::Obj).then(|| tree.actor(verb))?
        }),
        source: None,
        content: tree.subtree(clause),
        kind: ContentKind::Clause,
        negated: false,
        inherited: false,
        confidence: BY_RULE,
        by_rule: true,
    });
}

/// "according to X, …": the content is the clause the phrase hangs on.
fn according_to(tree: &Tree, cue: TokenId, list: &mut Vec<Attribution>) {
    if tree.word(cue).to_lowercase() != "according" {
        return;
    }
    let next = TokenId(cue.0 + 1);
    if next.index() >= tree.analysis.len() || tree.word(next).to_lowercase() != "to" {
        return;
    }
    // the source: what "according to" marks, or what hangs on it
    let source = match tree.head(cue) {
        Some(head) if head.0 > cue.0 => head,
        _ => match tree.child(cue, &[Deprel::Obl, Deprel::Nmod, Deprel::Obj]) {
            Some(child) => child,
            None => return,
        },
    };
    let hangs = if tree.is_under(source, cue) { cue } else { source };
    let Some(head) = tree.head(hangs) else { return };
    let Some(saying) = rashomon_lexicon::saying("say") else { return };
    let clause = tree.clause(head);
    let content = without(tree, clause, hangs);
    list.push(Attribution {
        cue,
        cue_span: tree.analysis.tokens.span[cue.index()]
            .cover(tree.analysis.tokens.span[next.index()]),
        saying,
        source_token: Some(source),
        source: None,
        content,
        kind: ContentKind::Clause,
        negated: false,
        inherited: false,
        confidence: BY_RULE,
        by_rule: true,
    });
}
