//! An event in plain words: who did what to whom.

use rashomon_extract::account::{Auxiliary, Polarity};
use rashomon_text::Cite;

use super::Telling;
use crate::{
    Scene,
    dossier::{EntityId, Event},
};

/// A label that quotes the text is not longer than this many characters.
const LONGEST: usize = 90;

/// Words a phrase may end in when it needs a recipient.
const LINKING: &[&str] =
    &["with", "of", "on", "against", "to", "at", "from", "in", "for", "by", "off"];

/// "Norland severs ties with Sudria"; "Cyberattack on Sudria" where nobody is said to have done it;
/// the shortest report's own words where no participant has a name.
pub(super) fn of(scene: &Scene<'_>, event: &Event, members: &[&Telling<'_>]) -> String {
    let (act, phrase) = super::most(members.iter().map(|t| (t.doc, (t.event.act, t.event.phrase))))
        .unwrap_or_default();
    let (actors, recipients) = (names(scene, &event.actors), names(scene, &event.recipients));
    let plain = match (actors, recipients) {
        (Some(actors), Some(recipients)) => format!("{actors} {phrase} {recipients}"),
        (Some(actors), None) => format!("{actors} {}", without_link(phrase)),
        (None, Some(recipients)) => format!("{act} {} {recipients}", link(phrase)),
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

/// "A", "A and B", "A and others".
fn names(scene: &Scene<'_>, entities: &[EntityId]) -> Option<String> {
    let name = |e: &EntityId| scene.entities[e.index()].name.as_str();
    Some(match entities {
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

/// The preposition that joins the act's name to those it was done to.
fn link(phrase: &str) -> &str {
    match phrase.rsplit_once(' ') {
        Some((_, last)) if LINKING.contains(&last) => last,
        _ if phrase == "attacks" => "on",
        _ => "of",
    }
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
