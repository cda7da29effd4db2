//! Whether a capital or seat of government is its state here, or a place.
//!
//! # What it finds
//! The part the word plays in its clause, and the words around it: what acts, is accused or has ties is
//! a state; what is in, near or the way to somewhere is a place.
//!
//! # Why it matters
//! "Lisbon expelled envoys" is an act of Portugal; "a march in Lisbon" is none.
//!
//! # Examples
//! State: "Tokyo denied", "ties with Tokyo", "by Washington", "Lisbon’s decision". Place: "in Tokyo", "the
//! capital, Lisbon", "Paris airport", "visited Tokyo", "Paris, France".
//!
//! # Limits
//! A bare capital under no verb (a dateline, a list) is a place.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{StateForm, fold, saying, saying_noun, state};

use super::{
    draft::Work,
    phrase::{self, Role},
    states::GOVERNMENT,
};

/// Prepositions of place: what follows is where, not who.
const PLACE_PREPOSITIONS: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "around",
    "across",
    "through",
    "throughout",
    "via",
    "into",
    "inside",
    "within",
    "over",
    "beyond",
    "off",
    "on",
    "above",
    "beneath",
    "under",
];

/// Verbs of motion: "to" and "from" after them give places.
const MOTION: &[&str] = &[
    "go",
    "fly",
    "travel",
    "return",
    "move",
    "arrive",
    "head",
    "come",
    "drive",
    "bring",
    "take",
    "deport",
    "extradite",
    "flee",
    "escape",
    "walk",
    "march",
    "run",
    "sail",
    "relocate",
    "transfer",
    "rush",
    "evacuate",
    "carry",
    "transport",
    "migrate",
    "leave",
    "depart",
    "race",
    "commute",
    "stretch",
    "extend",
    "live",
    "stay",
    "be",
    "report",
    "hail",
    "broadcast",
];

/// Verbs whose object is a place rather than a state.
const PLACE_OBJECT: &[&str] = &[
    "visit", "leave", "reach", "enter", "hit", "strike", "bomb", "shell", "capture", "seize",
    "storm", "liberate", "besiege", "surround", "tour", "flee", "cross", "evacuate", "shake",
    "rock", "destroy", "occupy", "call", "paralyse", "paralyze", "encircle", "overrun", "retake",
];

/// Nouns that belong to a city: "Tokyo’s streets".
const CITY_THINGS: &[&str] = &[
    "airport",
    "street",
    "mayor",
    "suburb",
    "outskirts",
    "resident",
    "centre",
    "center",
    "downtown",
    "university",
    "hospital",
    "police",
    "square",
    "district",
    "neighbourhood",
    "neighborhood",
    "skyline",
    "metro",
    "subway",
    "bazaar",
    "market",
    "hotel",
    "museum",
    "stadium",
    "station",
    "court",
    "prison",
    "road",
    "river",
    "bridge",
    "area",
    "time",
    "region",
    "city",
    "conference",
    "summit",
    "talks",
    "meeting",
    "marathon",
    "bureau",
    "correspondent",
    "office",
    "newspaper",
    "resident",
];

/// Nouns before or after a capital that say it is a city.
const CITY_NOUNS: &[&str] = &["capital", "city", "town", "municipality", "province", "governorate"];

/// What only a city is said to be.
const CITY_PREDICATES: &[&str] =
    &["place", "hub", "home", "metropolis", "port", "destination", "quiet", "calm", "deserted"];

/// Nouns with "of" after which a capital is a state: "at the request of Washington".
const OF_STATE: &[&str] = &[
    "request",
    "behest",
    "support",
    "backing",
    "ally",
    "allies",
    "rival",
    "enemy",
    "foe",
    "influence",
    "policy",
    "decision",
    "government",
    "hand",
    "approval",
    "consent",
    "pressure",
    "tool",
    "agent",
    "puppet",
    "critic",
    "opponent",
    "part",
    "name",
    "favor",
    "favour",
    "control",
    "orders",
    "order",
];

/// Whether a capital or seat stands for its state here, or is a place.
pub(super) fn acts(work: &Work<'_>, tokens: TokenRange, head: TokenId) -> bool {
    let a = work.a;
    if work.article.dateline.is_some_and(|d| d.overlaps(a.span(tokens))) {
        return false;
    }
    // "the capital Lisbon", "the city of Lisbon", "Lisbon, Portugal"
    if beside_city_noun(work, tokens, head) || before_region(work, tokens) {
        return false;
    }
    let token = phrase::first_conjunct(a, head);
    let governor = a.head(token);
    let lemma = governor.map_or("", |g| a.lemma(g));
    match phrase::role(a, head) {
        Role::Subject => {
            let Some(governor) = governor else { return false }; // a bare word is no sentence
            let predicate = phrase::has_copula(a, governor).then(|| a.lemma(governor));
            !predicate.is_some_and(|p| CITY_NOUNS.contains(&p) || CITY_PREDICATES.contains(&p))
        }
        Role::PassiveSubject => saying(lemma).is_some() || STATE_PATIENT.contains(&lemma),
        Role::Agent => true,
        Role::Object => !PLACE_OBJECT.contains(&lemma),
        Role::Possessor => !CITY_THINGS.contains(&lemma),
        Role::Oblique => {
            let preposition = phrase::preposition(a, head).unwrap_or("");
            let nominal = governor.is_some_and(|g| matches!(a.upos(g), Upos::Noun | Upos::Propn));
            match preposition {
                "" => false,
                p if PLACE_PREPOSITIONS.contains(&p) => false,
                "of" => OF_STATE.contains(&lemma) || saying_noun(lemma).is_some(),
                "to" | "from" | "towards" | "toward" => {
                    if nominal {
                        !CITY_NOUNS.contains(&lemma) && !is_motion_noun(lemma)
                    } else {
                        !MOTION.contains(&lemma)
                    }
                }
                "for" => !MOTION.contains(&lemma),
                _ => true,
            }
        }
        Role::Other => match a.deprel(token) {
            Deprel::Compound | Deprel::Amod | Deprel::NmodUnmarked => GOVERNMENT.contains(&lemma),
            _ => false,
        },
    }
}

/// Verbs that put a state into the passive's subject beside those of saying.
const STATE_PATIENT: &[&str] =
    &["sanction", "isolate", "hold", "embolden", "reward", "punish", "anger"];

fn is_motion_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "trip"
            | "visit"
            | "flight"
            | "journey"
            | "road"
            | "way"
            | "tour"
            | "return"
            | "march"
            | "mile"
            | "kilometer"
            | "kilometre"
            | "km"
            | "train"
            | "bus"
    )
}

fn beside_city_noun(work: &Work<'_>, tokens: TokenRange, head: TokenId) -> bool {
    let a = work.a;
    let is_city_noun = |t: TokenId| CITY_NOUNS.contains(&a.lemma(t));
    let sentence = a.sentences[a.sentence_of(head)].tokens;
    let left = (tokens.start > sentence.start).then(|| TokenId(tokens.start - 1));
    let before_comma = left
        .filter(|&t| a.xpos(t) == Xpos::Comma && t.0 > sentence.start)
        .map(|t| TokenId(t.0 - 1));
    let right = (tokens.end < sentence.end).then_some(TokenId(tokens.end));
    left.is_some_and(is_city_noun)
        || before_comma.is_some_and(is_city_noun)
        || right.is_some_and(is_city_noun)
        || (a.deprel(head) == Deprel::Nmod && a.head(head).is_some_and(is_city_noun))
        || a.children(head).any(|c| a.deprel(c) == Deprel::Appos && is_city_noun(c))
}

/// "Paris, France": a comma and the name of a state follow.
fn before_region(work: &Work<'_>, tokens: TokenRange) -> bool {
    let a = work.a;
    let (comma, next) = (tokens.end as usize, tokens.end as usize + 1);
    next < a.len()
        && a.tokens.xpos[comma] == Xpos::Comma
        && matches!(state(&fold(work.word(TokenId(next as u32)))), Some((_, StateForm::Name)))
        && !matches!(a.tokens.deprel[next], Deprel::Conj)
}
