//! Events: who did what to whom, told by whom and how surely.
//!
//! # What it finds
//! PLOVER events (and OTHER) named by a verb or a noun, by the rules of `rules/plover.tsv` over the
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
#[cfg(test)]
mod tests;
pub(crate) mod voice;
mod when;

use std::collections::BTreeMap;

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos};
use rashomon_text::Span;

use crate::{
    account::{Certainty, Entity, EntityKind, Event, EventType, Form, MentionId, Polarity},
    attribution::Attributions,
    mentions::Mentions,
    quotations::Fate,
    rules::{Rule, Slot, Theme, rules},
    tree::Tree,
};

/// What event coding reads.
pub(crate) struct Scene<'a> {
    pub tree: &'a Tree<'a>,
    pub mentions: &'a Mentions,
    pub attributions: &'a Attributions,
    pub fates: &'a [Fate],
}

/// An event with the token that names it, for claims that are about it.
pub(crate) struct Found {
    pub event: Event,
    pub trigger: TokenId,
}

/// Verbs that carry no act of their own but lend subject, time and negation to the noun they govern.
const LIGHT: [&str; 34] = [
    "carry_out",
    "carry",
    "launch",
    "conduct",
    "stage",
    "impose",
    "make",
    "commit",
    "perpetrate",
    "mount",
    "wage",
    "take",
    "undertake",
    "execute",
    "announce",
    "order",
    "begin",
    "start",
    "continue",
    "hold",
    "suffer",
    "face",
    "claim",
    "direct",
    "orchestrate",
    "sponsor",
    "plan",
    "lead",
    "deliver",
    "issue",
    "initiate",
    "declare",
    "unleash",
    "do",
];

/// The longest passage, in bytes, that an event cites.
const LONGEST: u32 = 360;

/// Finds the events of an article, in text order.
pub(crate) fn find(scene: &Scene) -> Vec<Found> {
    let tree = scene.tree;
    let mut found: Vec<Found> = Vec::new();
    for t in 0..tree.analysis.len() {
        let token = TokenId(t as u32);
        let matched = match tree.upos(token) {
            Upos::Verb => verb_rule(tree, token),
            Upos::Noun | Upos::Propn => noun_rule(tree, token),
            _ => None,
        };
        let Some(rule) = matched else { continue };
        if let Some(event) = code(scene, rule, token) {
            found.push(Found { event, trigger: token });
        }
    }
    without_echoes(tree, &mut found);
    resolve_generic(tree, &mut found);
    resolve_attacks(scene.mentions, &mut found);
    found
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

/// Event `i` takes the act of event `j`.
fn adopt(found: &mut [Found], i: usize, j: usize) {
    let Event { kind, mode, ref contexts, act, phrase, .. } = found[j].event;
    let contexts = contexts.clone();
    let event = &mut found[i].event;
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
            let deed = matches!(event.kind, EventType::Assault | EventType::Coerce)
                && event
                    .mode
                    .is_some_and(|m| !matches!(m, "arrest" | "deport" | "seize" | "restrict"));
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
        let near = |j: usize| found[i].event.sentence - found[j].event.sentence <= 12;
        // an attack is no accident, but an incident may be one
        let fits = |j: usize| act == "incident" || !found[j].event.contexts.contains(&"disasters");
        if let Some(j) = last.filter(|&j| definite && bare && near(j) && fits(j)) {
            adopt(found, i, j);
        }
    }
}

fn verb_rule<'r>(tree: &Tree, verb: TokenId) -> Option<&'r Rule> {
    // "an attack targeting the port": the noun tells the deed, the participle whom it hit
    if matches!(tree.rel(verb), Deprel::Acl | Deprel::AclRelcl)
        && tree
            .head(verb)
            .is_some_and(|noun| !tree.is_verb(noun) && noun_rule(tree, noun).is_some())
    {
        return None;
    }
    let with_particle = tree.verb_lemma(verb);
    let plain = tree.lemma(verb).to_lowercase();
    let rules = rules();
    rules
        .of_verb(&with_particle)
        .chain((with_particle != plain).then(|| rules.of_verb(&plain)).into_iter().flatten())
        .find(|rule| rule.theme.iter().all(|theme| verb_theme(tree, verb, theme)))
}

fn noun_rule<'r>(tree: &Tree, noun: TokenId) -> Option<&'r Rule> {
    // a name is no event, and the first noun of a compound ("attack helicopter") is not its head
    if matches!(tree.rel(noun), Deprel::Compound | Deprel::Flat) {
        return None;
    }
    let lemma = tree.lemma(noun).to_lowercase();
    rules()
        .of_noun(&lemma)
        .find(|rule| rule.theme.iter().all(|theme| noun_theme(tree, noun, theme)))
}

fn holds(tree: &Tree, theme: &Theme, token: TokenId) -> bool {
    theme.lemmas.is_empty()
        || tree.with_conjuncts(token).into_iter().any(|t| {
            let lemma = tree.lemma(t).to_lowercase();
            theme.lemmas.contains(&lemma.as_str())
                // "a raft of sanctions", "members of the embassy staff"
                || tree.children(t).iter().any(|&c| {
                    tree.rel(c) == Deprel::Nmod
                        && tree.case(c).as_deref() == Some("of")
                        && theme.lemmas.contains(&tree.lemma(c).to_lowercase().as_str())
                })
        })
}

fn verb_theme(tree: &Tree, verb: TokenId, theme: &Theme) -> bool {
    match &theme.slot {
        Slot::Absent => {
            let missing = |name: &str, relations: &[Deprel]| {
                !theme.lemmas.contains(&name) || tree.child(verb, relations).is_none()
            };
            missing("obj", &[Deprel::Obj]) && missing("xcomp", &[Deprel::Xcomp, Deprel::Ccomp])
        }
        Slot::Subject => tree.surface_subject(verb, 0).is_some_and(|t| holds(tree, theme, t)),
        Slot::Object => tree.object(verb).is_some_and(|t| holds(tree, theme, t)),
        Slot::Complement => tree.children(verb).iter().any(|&c| {
            matches!(
                tree.rel(c),
                Deprel::Xcomp
                    | Deprel::Ccomp
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Obj
                    | Deprel::Csubj
            ) && (holds(tree, theme, c) && tree.rel(c) != Deprel::Obj
                // "had 24 hours to leave", "ordered the envoys and staff to leave": on the object or its conjunct
                || tree.with_conjuncts(c).into_iter().any(|n| {
                    tree.children(n).iter().any(|&g| {
                        matches!(tree.rel(g), Deprel::Acl | Deprel::Xcomp) && holds(tree, theme, g)
                    })
                }))
        }),
        Slot::Preposition(case) => tree.children(verb).iter().any(|&c| {
            matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod | Deprel::Advcl)
                && tree.case(c).is_some_and(|k| k == *case || k.ends_with(&format!("_{case}")))
                && holds(tree, theme, c)
        }),
        Slot::Possessor | Slot::Modifier => tree.object(verb).is_some_and(|o| {
            tree.children(o).iter().any(|&c| holds(tree, theme, c) && is_modifier(tree, c))
        }),
    }
}

fn is_modifier(tree: &Tree, token: TokenId) -> bool {
    matches!(
        tree.rel(token),
        Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodDesc | Deprel::NmodUnmarked
    )
}

fn noun_theme(tree: &Tree, noun: TokenId, theme: &Theme) -> bool {
    let children = tree.children(noun);
    match &theme.slot {
        // the object of a deed told as a noun: "the severance of ties", "a prisoner release"
        Slot::Object => children.iter().any(|&c| match tree.rel(c) {
            Deprel::Nmod => {
                matches!(tree.case(c).as_deref(), Some("of" | "in" | "to" | "from"))
                    && holds(tree, theme, c)
            }
            Deprel::Compound | Deprel::NmodPoss => holds(tree, theme, c),
            _ => false,
        }),
        Slot::Modifier => children.iter().any(|&c| is_modifier(tree, c) && holds(tree, theme, c)),
        Slot::Preposition(case) => children.iter().any(|&c| {
            tree.rel(c) == Deprel::Nmod
                && tree.case(c).as_deref() == Some(*case)
                && holds(tree, theme, c)
        }),
        Slot::Possessor => tree.owner(noun).is_some_and(|t| holds(tree, theme, t)),
        Slot::Absent => true,
        Slot::Subject | Slot::Complement => false,
    }
}

/// Codes one event, or abstains.
fn code(scene: &Scene, rule: &Rule, trigger: TokenId) -> Option<Event> {
    let tree = scene.tree;
    let mut arguments = arguments::find(scene, rule, trigger);
    let when = when::find(tree, trigger, arguments.support);
    let voice = voice::find(scene, trigger, arguments.support);
    arguments.accused(scene, trigger);
    if matches!(rule.kind, EventType::Coerce | EventType::Assault) {
        arguments.doubt(scene, trigger, voice.source);
    }
    if !takes_part(scene, rule, trigger, &arguments, when.is_some()) {
        return None;
    }
    let auxiliary = auxiliary::find(tree, trigger, arguments.support, when, voice.denied);
    let polarity = if auxiliary.contains(&crate::account::Auxiliary::Negated) {
        Polarity::Negative
    } else {
        Polarity::Positive
    };
    let passage = passage(tree, trigger, &arguments, when);
    let mut confidence: f32 = 0.55;
    confidence += if arguments.actors.is_empty() { 0.0 } else { 0.15 };
    confidence += if arguments.recipients.is_empty() { 0.0 } else { 0.15 };
    confidence += if rule.theme.is_empty() { 0.0 } else { 0.1 };
    let theme = rule.theme.iter().find_map(|t| match t.slot {
        Slot::Object => tree.object(trigger).map(|o| tree.lemma(o).to_lowercase()),
        _ => None,
    });
    Some(Event {
        span: passage,
        trigger: trigger_span(tree, trigger),
        lemma: tree.verb_lemma(trigger),
        theme: theme.unwrap_or_default(),
        act: rule.act,
        phrase: rule.phrase,
        kind: rule.kind,
        mode: rule.mode,
        contexts: rule.contexts.clone(),
        auxiliary,
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
        sentence: tree.analysis.sentence_of(trigger) as u32,
        confidence: confidence.min(0.95),
    })
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
    let actor = arguments.actors.iter().any(public);
    let recipient = arguments.recipients.iter().any(public);
    // "sanctions", "support", "talks" as nouns name a state of things more often than an act
    let bare = !scene.tree.is_verb(trigger)
        && arguments.support.is_none()
        && !matches!(
            rule.kind,
            EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Other
        )
        && rule.theme.is_empty();
    if bare && !(actor && (recipient || dated)) {
        return false;
    }
    match rule.kind {
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
            actor || (recipient && !rule.theme.is_empty())
        }
        EventType::Protest if scene.tree.is_verb(trigger) => actor,
        // a verb without anybody who does it or has it done to them is a figure of speech
        _ if scene.tree.is_verb(trigger) => {
            !arguments.actors.is_empty() || !arguments.recipients.is_empty()
        }
        _ => {
            actor
                || recipient
                || !arguments.actors.is_empty()
                || !arguments.recipients.is_empty()
                || !rule.theme.is_empty()
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
