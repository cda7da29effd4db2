//! What a common noun denotes: a person, people, a body, a state, or anything else.

use rashomon_annotate::{TokenId, Upos, Xpos};
use rashomon_lexicon::{Country, GroupNoun, fold, group_noun, person_noun, state};

use super::{draft::Work, phrase};

/// Nouns for a state, by lemma.
const COUNTRY_NOUNS: &[&str] = &[
    "country",
    "nation",
    "state",
    "republic",
    "kingdom",
    "regime",
    "superpower",
    "emirate",
    "monarchy",
];

/// Nouns of the lists that seldom act: what is written in, and "a member".
const NO_ACTORS: &[&str] = &[
    "website",
    "site",
    "portal",
    "publication",
    "paper",
    "journal",
    "channel",
    "member",
    "host",
    "part",
    "side",
    "sector",
    "industry",
    "power",
    "division",
    "ring",
    "chain",
    "exchange",
    "order",
    "faith",
    "house",
    "province",
    "colony",
    "municipality",
    "province",
    "colony",
    "municipality",
    "chamber",
    "camp",
    "circle",
    "branch",
    "wing",
    "front",
    "command",
    "fleet",
    "unit",
    "mission",
    "trust",
    "fund",
];

/// Nouns in the singular for several people.
const COLLECTIVES: &[&str] = &[
    "staff",
    "crew",
    "personnel",
    "crowd",
    "mob",
    "public",
    "population",
    "family",
    "troops",
    "audience",
    "workforce",
    "congregation",
    "diaspora",
];

/// Whether a lemma is a noun for a state.
pub(super) fn is_country_noun(lemma: &str) -> bool {
    COUNTRY_NOUNS.contains(&lemma)
}

/// What a common noun denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denotes {
    /// One person.
    Person,
    /// Several people.
    People,
    /// A body: "group", "ministry", "company".
    Body,
    /// A state: "country".
    State,
    /// Anything else.
    Thing,
}

/// What the noun `token` denotes.
pub(super) fn denotes(work: &Work<'_>, token: TokenId) -> Denotes {
    let a = work.a;
    let lemma = fold(a.lemma(token));
    let plural =
        phrase::is_plural(a, token) || matches!(lemma.as_str(), "people" | "police officers");
    if COUNTRY_NOUNS.contains(&lemma.as_str()) {
        return if plural { Denotes::Thing } else { Denotes::State };
    }
    if NO_ACTORS.contains(&lemma.as_str()) {
        return Denotes::Thing;
    }
    // "the consulate general" is no general
    if token.0 > 0 && lemma == "general" && a.lemma(TokenId(token.0 - 1)) == "consulate" {
        return Denotes::Thing;
    }
    let group = group_noun(&lemma);
    let members = group.is_some_and(|g| g.members);
    if members || person_noun(&lemma) {
        return if plural { Denotes::People } else { Denotes::Person };
    }
    if let Some(GroupNoun { members: false, .. }) = group {
        // "troops" and "staff" act as people do, "companies" as several bodies
        let people = plural || COLLECTIVES.contains(&lemma.as_str());
        return if people { Denotes::People } else { Denotes::Body };
    }
    // "Japaneses", "an Japanese"
    if a.upos(token) != Upos::Adj && inhabitants(work, token).is_some() {
        return if a.xpos(token) == Xpos::Nnps || a.xpos(token) == Xpos::Nns {
            Denotes::People
        } else {
            Denotes::Person
        };
    }
    Denotes::Thing
}

/// The state whose people the word names: "Japaneses".
pub(super) fn inhabitants(work: &Work<'_>, token: TokenId) -> Option<Country> {
    let word = work.word(token);
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    match state(&fold(word)) {
        Some((country, rashomon_lexicon::StateForm::Inhabitants)) => Some(country),
        _ => None,
    }
}
