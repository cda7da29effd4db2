//! An event in plain words: who did what to whom.

use rashomon_extract::account::{Auxiliary, Polarity};
use rashomon_text::Cite;

use super::Telling;
use crate::{
    Scene,
    dossier::{EntityId, Event},
    parties::Parties,
};

/// A label that quotes the text is not longer than this many characters.
const LONGEST: usize = 90;

/// Words a phrase may end in when it needs a recipient.
const LINKING: &[&str] =
    &["with", "of", "on", "against", "to", "at", "from", "in", "for", "by", "off"];

/// Acts whose names are nouns, by the preposition before those they are done to.
const NOUNS: &[(&str, &[&str])] = &[
    (
        "on",
        &[
            "cyberattack",
            "bombing",
            "air strikes",
            "attack",
            "raid",
            "drone strike",
            "missile strike",
        ],
    ),
    (
        "of",
        &[
            "arrest",
            "shelling",
            "shooting",
            "abduction",
            "assassination",
            "beating",
            "torture",
            "invasion",
            "killing",
            "boycott",
            "blockade",
            "rescue",
            "release",
            "trial",
            "visit",
        ],
    ),
    ("with", &["talks", "fighting", "phone call", "business deal", "trade"]),
    ("against", &["protest", "strike", "riot", "hunger strike"]),
    (
        "in",
        &[
            "accident",
            "fire",
            "explosion",
            "disaster",
            "casualties",
            "election",
            "outbreak",
            "incident",
        ],
    ),
];

/// "Norland severs ties with Sudria"; "Cyberattack on Sudria" where nobody is said to have done it;
/// the shortest report's own words where no participant has a name.
pub(super) fn of(
    scene: &Scene<'_>,
    parties: &Parties,
    event: &Event,
    members: &[&Telling<'_>],
) -> String {
    let (act, phrase) = super::most(members.iter().map(|t| (t.doc, (t.event.act, t.event.phrase))))
        .unwrap_or_default();
    // the phrase is in the singular, so the first actor stands for those who act with it
    let actor = event.actors.first().map(|e| scene.entities[e.index()].name.as_str());
    let recipients = names(scene, parties, &event.recipients);
    let plain = match (actor, recipients) {
        (Some(actor), Some(recipients)) => format!("{actor} {phrase} {recipients}"),
        (Some(actor), None) => format!("{actor} {}", without_link(phrase)),
        (None, Some(recipients)) => match link(act, phrase) {
            Some(link) => format!("{act} {link} {recipients}"),
            None => own_words(scene, members).unwrap_or_else(|| format!("{act}: {recipients}")),
        },
        (None, None) => own_words(scene, members).unwrap_or_else(|| act.to_owned()),
    };
    let negative =
        !members.is_empty() && members.iter().all(|t| t.event.polarity == Polarity::Negative);
    let prefix = if negative || event.auxiliary.contains(&Auxiliary::Negated) {
        "said not to have happened: "
    } else if event.auxiliary.contains(&Auxiliary::Hypothetical) {
        "possible: "
    } else if event.auxiliary.contains(&Auxiliary::Future) {
        "expected: "
    } else {
        ""
    };
    capitalized(&format!("{prefix}{plain}"))
}

/// "A", "A and B", "A and others"; those who act for one state count once.
fn names(scene: &Scene<'_>, parties: &Parties, entities: &[EntityId]) -> Option<String> {
    let mut apart: Vec<EntityId> = Vec::new();
    for &entity in entities {
        if !apart.iter().any(|&other| parties.same(other, entity)) {
            apart.push(entity);
        }
    }
    let name = |e: &EntityId| scene.entities[e.index()].name.as_str();
    Some(match &apart[..] {
        [] => return None,
        [one] => name(one).to_owned(),
        [one, other] => format!("{} and {}", name(one), name(other)),
        [one, ..] => format!("{} and others", name(one)),
    })
}

/// The phrase without the preposition it ends in.
fn without_link(phrase: &str) -> &str {
    match phrase.rsplit_once(' ') {
        Some((rest, last)) if LINKING.contains(&last) => rest,
        _ => phrase,
    }
}

/// The preposition that joins the act's name, where it is a noun, to those it was done to.
fn link(act: &str, phrase: &str) -> Option<&'static str> {
    NOUNS.iter().find(|(_, acts)| acts.contains(&act)).map(|(link, _)| *link).or_else(|| {
        let last = phrase.rsplit(' ').next()?;
        // "imposes a curfew in": the act's name is its phrase in the infinitive, and no noun
        let noun = !phrase.contains(act.rsplit(' ').next()?);
        LINKING.iter().find(|l| noun && **l == last).copied()
    })
}

/// The shortest passage of three words or more that tells the event.
fn own_words(scene: &Scene<'_>, members: &[&Telling<'_>]) -> Option<String> {
    let mut passages: Vec<(&str, Cite)> = members
        .iter()
        .map(|t| Cite::new(t.doc, t.event.span))
        .map(|cite| (scene.slice(cite), cite))
        .filter(|(words, _)| words.split_whitespace().count() >= 3)
        .filter(|(words, _)| words.chars().count() <= LONGEST && !words.contains('\n'))
        .collect();
    passages.sort_by_key(|&(words, cite)| (words.len(), cite));
    passages.first().map(|&(words, _)| words.to_owned())
}

fn capitalized(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
