//! An event in plain words: who did what to whom.

use rashomon_extract::account::{Auxiliary, EventType, Polarity};
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
            "ransomware attack",
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
    let of_kind = members.iter().filter(|t| t.event.kind == event.kind);
    let of_mode = of_kind.filter(|t| event.mode.is_none() || t.event.mode == event.mode);
    let (act, phrase) =
        super::most(of_mode.map(|t| (t.doc, (t.event.act, t.event.phrase)))).unwrap_or_default();
    // who has no name in an accident is who suffered it
    let named = event.actors.iter().any(|&a| parties.is_named(a));
    let actors =
        names(scene, parties, &event.actors).filter(|_| named || event.kind != EventType::Other);
    let recipients = names(scene, parties, &event.recipients).map(|(names, _)| names);
    let plain = match (actors, recipients) {
        (Some((actors, many)), recipients) => {
            let phrase = if many { plural(phrase) } else { phrase.to_owned() };
            match recipients {
                Some(recipients) => format!("{actors} {phrase} {recipients}"),
                // "denies" alone tells nothing: what was denied stands in the report
                None if !phrase.contains(' ') => {
                    own_words(scene, members).unwrap_or_else(|| format!("{actors} {phrase}"))
                }
                None => format!("{actors} {}", without_link(&phrase)),
            }
        }
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

/// "A", "A and B", "A and others", and whether that is a plural; those who act for one state count
/// once.
fn names(scene: &Scene<'_>, parties: &Parties, entities: &[EntityId]) -> Option<(String, bool)> {
    let mut apart: Vec<EntityId> = Vec::new();
    for &entity in entities {
        if !apart.iter().any(|&other| parties.same(other, entity)) {
            apart.push(entity);
        }
    }
    let name = |e: &EntityId| scene.entities[e.index()].name.as_str();
    Some(match &apart[..] {
        [] => return None,
        // "officials", but "United States"
        [one] => (name(one).to_owned(), !parties.is_named(*one) && name(one).ends_with('s')),
        [one, other] => (format!("{} and {}", name(one), name(other)), true),
        [one, ..] => (format!("{} and others", name(one)), true),
    })
}

/// The phrase with its verb, the first word, in the plural.
fn plural(phrase: &str) -> String {
    let (verb, rest) = phrase.split_once(' ').map_or((phrase, ""), |(verb, rest)| (verb, rest));
    let verb = match verb {
        "is" => "are".to_owned(),
        "has" => "have".to_owned(),
        _ => ["ies", "ches", "shes", "sses", "xes", "zes", "oes", "s"]
            .into_iter()
            .find_map(|end| {
                let stem = verb.strip_suffix(end)?;
                Some(match end {
                    "ies" => format!("{stem}y"),
                    "s" => stem.to_owned(),
                    _ => format!("{stem}{}", &end[..end.len() - 2]),
                })
            })
            .unwrap_or_else(|| verb.to_owned()),
    };
    if rest.is_empty() { verb } else { format!("{verb} {rest}") }
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

/// The shortest passage of three words or more that tells the event, or else the shortest; without
/// the words that join it to its sentence.
fn own_words(scene: &Scene<'_>, members: &[&Telling<'_>]) -> Option<String> {
    let mut passages: Vec<(bool, &str, Cite)> = members
        .iter()
        .map(|t| (t.lead, Cite::new(t.doc, t.event.span)))
        .map(|(lead, cite)| (lead, without_joint(scene.slice(cite)), cite))
        .filter(|(_, words, _)| words.chars().count() <= LONGEST && !words.contains('\n'))
        .collect();
    passages.sort_by_key(|&(lead, words, cite)| {
        (words.split_whitespace().count() < 3, !lead, words.len(), cite)
    });
    passages.first().map(|&(_, words, _)| words.to_owned())
}

/// Words that join a passage to what stands before it.
const JOINTS: &[&str] = &[
    "and",
    "but",
    "by",
    "for",
    "in",
    "of",
    "to",
    "with",
    "from",
    "after",
    "before",
    "during",
    "which",
    "that",
    "into",
    "over",
    "on",
    "against",
    "at",
    "when",
    "as",
    "the",
    "following",
];

/// The passage from its first word that is no joint.
fn without_joint(mut words: &str) -> &str {
    while let Some((first, rest)) = words.split_once(' ')
        && JOINTS.contains(&first.to_lowercase().as_str())
        && !rest.starts_with("least ")
        && !rest.starts_with("most ")
    {
        words = rest.trim_start();
    }
    words.trim_end_matches([',', ';', ':', ' '])
}

fn capitalized(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_in_the_plural() {
        for (one, many) in [
            ("severs ties with", "sever ties with"),
            ("carries out a cyberattack on", "carry out a cyberattack on"),
            ("blesses", "bless"),
            ("goes on strike", "go on strike"),
            ("has an outbreak", "have an outbreak"),
            ("is tried", "are tried"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn passages_without_their_joints() {
        assert_eq!(without_joint("for the night strikes,"), "night strikes");
        assert_eq!(without_joint("after"), "after");
    }
}
