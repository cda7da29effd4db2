//! People and bodies under common nouns.
//!
//! # What it finds
//! "the prime minister", "the group", "the country", "Japanese diplomats", "two police officers",
//! "protesters": who is meant, where the article has named or described them, and else a participant
//! of its own.
//!
//! # Why it matters
//! Actors without a name still act, and named ones are called by nouns every other sentence.
//!
//! # Examples
//! "Ana Reyes, the governor, … The governor said": *Reyes*. "The Renewal Front … The group said": the
//! Front, unless another body is as present.
//!
//! # Limits
//! A definite noun with no antecedent that leads clearly gives a participant of its own only if it names
//! people ("the protesters"); "the group" alone gives nothing.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos};
use rashomon_lexicon::{Gender, TitleKind, fold, group_noun};

use super::{
    denotes::Denotes,
    described::Described,
    draft::{Draft, DraftId, Number, Work},
    phrase::{self, Role},
    salience::{Bar, Choice, Item, Site, Who, choose},
    titles,
};
use crate::account::{EntityKind, Form};

/// Nouns that any body of no special sort may be called by.
const ANY_BODY: &[&str] = &[
    "group",
    "organization",
    "organisation",
    "movement",
    "outfit",
    "body",
    "network",
    "faction",
    "entity",
    "association",
    "coalition",
    "alliance",
];

/// Nouns for bodies at odds with a state.
const ARMED_BODY: &[&str] =
    &["sect", "cult", "militia", "gang", "insurgency", "band", "cell", "cartel", "mafia"];

/// Nouns for a business.
const BUSINESS: &[&str] = &[
    "company",
    "firm",
    "corporation",
    "bank",
    "manufacturer",
    "maker",
    "carmaker",
    "automaker",
    "airline",
    "retailer",
    "operator",
    "giant",
    "startup",
    "lender",
    "insurer",
];

/// What a description comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// A participant already known.
    Known { draft: DraftId, form: Form, confidence: f32 },
    /// A new participant.
    New { draft: DraftId, form: Form, confidence: f32 },
    /// No participant, or not clear which.
    Open,
}

/// How many sentences back a body or state is looked for.
const WINDOW: usize = 5;

/// What a noun phrase is, apart from whom it means.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub range: TokenRange,
    pub lemma: String,
    pub denoted: Denotes,
    pub definite: bool,
    pub counted: bool,
    /// "Chile’s prime minister", not "her mother".
    pub owned: bool,
}

/// Reads the noun phrase headed by `site.token`.
pub(super) fn phrase_at(work: &Work<'_>, site: Site, denoted: Denotes) -> Phrase {
    let a = work.a;
    let token = site.token;
    let range = phrase::short_phrase(a, token);
    // "Chile’s prime minister" is one person; "her mother" is whoever that is
    let owned = a.child(token, Deprel::NmodPoss).is_some_and(|owner| a.upos(owner) != Upos::Pron);
    let definite = phrase::is_definite(a, token)
        || (owned && denoted == Denotes::Person)
        || definite_before(work, site, range);
    let lemma = fold(a.lemma(token));
    let counted = a.child(token, Deprel::Nummod).is_some();
    Phrase { range, lemma, denoted, definite, counted, owned }
}

/// Whom the phrase means by the rules: a participant, nobody ([`Outcome::Open`]), or not told (`None`).
pub(super) fn resolve(
    work: &Work<'_>,
    described: &Described,
    items: &[Item],
    site: Site,
    noun: &Phrase,
) -> Option<Outcome> {
    let from = items.partition_point(|i| i.sentence + WINDOW < site.sentence);
    let near = &items[from..];
    let Phrase { range, ref lemma, denoted, definite, counted, owned } = *noun;
    match denoted {
        Denotes::Person if definite => {
            if let Some(outcome) = person(work, described, near, site, range, lemma) {
                return Some(outcome);
            }
        }
        Denotes::Body if definite => {
            if let Some(choice) = body(work, near, site, lemma) {
                return Some(known(choice));
            }
        }
        Denotes::People if definite && !counted => {
            if let Some(choice) = members(work, near, site, lemma) {
                return Some(known(choice));
            }
        }
        Denotes::State if definite && !counted => {
            let range = phrase::without_determiner(work.a, range);
            let choice = country(work, near, site, lemma, range.len() == 1);
            return Some(choice.map_or(Outcome::Open, known));
        }
        Denotes::People if !counted && !owned => {
            if let Some(draft) = called_so(work, described, site, range, lemma) {
                return Some(Outcome::Known { draft, form: Form::Description, confidence: 0.7 });
            }
        }
        _ => {}
    }
    matches!(denoted, Denotes::Thing | Denotes::State).then_some(Outcome::Open)
}

/// "The" right before a possessor ("the movement’s spokesman"), where the parse gives it to the owned noun.
fn definite_before(work: &Work<'_>, site: Site, range: TokenRange) -> bool {
    site.role == Role::Possessor
        && range.start > 0
        && matches!(work.a.lemma(TokenId(range.start - 1)), "the" | "this" | "that")
}

/// An office ("the governor") or a description ("the woman").
pub(super) fn form(work: &Work<'_>, site: Site, noun: &Phrase) -> Form {
    let tokens = phrase::without_determiner(work.a, noun.range);
    let title = titles::known_title(work, TokenRange::new(tokens.start, site.token.0 + 1));
    let office = title.is_some_and(|t| matches!(t.kind, TitleKind::Office | TitleKind::Rank));
    if noun.denoted == Denotes::Person && office { Form::Title } else { Form::Description }
}

fn known(choice: Choice) -> Outcome {
    match choice.who {
        Who::Entity(draft) => {
            Outcome::Known { draft, form: Form::Description, confidence: choice.confidence }
        }
        Who::Thing(_) => Outcome::Open,
    }
}

/// "the prime minister", "the spokesman", "the woman".
fn person(
    work: &Work<'_>,
    described: &Described,
    items: &[Item],
    site: Site,
    range: TokenRange,
    lemma: &str,
) -> Option<Outcome> {
    let a = work.a;
    let tokens = phrase::without_determiner(a, range);
    let role = titles::role_text(work, tokens);
    let (country, _) = titles::belongs_to(work, site.token, tokens);
    let known_title = titles::known_title(work, TokenRange::new(tokens.start, site.token.0 + 1));
    let gender = known_title.and_then(|t| t.gender).or_else(|| gender_of_noun(lemma));
    let office = known_title.is_some_and(|t| matches!(t.kind, TitleKind::Office | TitleKind::Rank));
    let fits_state = |draft: &Draft| {
        country.is_none() || draft.affiliation.is_none() || draft.affiliation == country
    };
    // those whose role it is, over the whole article, said before or after
    let last = role.rsplit(' ').next().unwrap_or(&role);
    let bearers: Vec<DraftId> = described
        .by_role
        .get(last)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .copied()
        .filter(|&d| fits_state(&work.drafts[d]))
        .filter(|&d| work.drafts[d].roles.iter().any(|r| is_same_role(r, &role)))
        .collect();
    let form = if office { Form::Title } else { Form::Description };
    match bearers[..] {
        [only] => {
            let seen = items.iter().any(|i| i.who == Who::Entity(only));
            // "the citizen" far from a citizen says nothing of who
            if !seen && !office {
                return None;
            }
            let confidence = if seen { 0.9 } else { 0.75 };
            return Some(Outcome::Known { draft: only, form, confidence });
        }
        [] => {}
        _ => {
            let bar = Bar { score: 0.2, rival: 0.7 };
            let choice = choose(work, items, site, bar, |item| match item.who {
                Who::Entity(d) if bearers.contains(&d) => Some(1.0),
                _ => None,
            });
            return Some(match choice {
                Some(Choice { who: Who::Entity(draft), confidence }) => {
                    Outcome::Known { draft, form, confidence }
                }
                _ => Outcome::Open,
            });
        }
    }
    // "“…,” Reyes said. The governor …": the speaker before, if nothing else is said of who that is
    if office && let Some(outcome) = last_speaker(work, items, site, form) {
        return Some(outcome);
    }
    // "the woman": whoever is present
    if GENERIC_PERSON.contains(&lemma) && tokens.len() == 1 {
        let bar = Bar { score: 0.5, rival: 0.6 };
        let choice = choose(work, items, site, bar, |item| {
            let person = item.human && item.number != Number::Plural;
            let agrees = !matches!(
                (item.gender, gender),
                (Some(Gender::Male), Some(Gender::Female))
                    | (Some(Gender::Female), Some(Gender::Male))
            );
            (person && agrees).then_some(1.0)
        });
        return Some(match choice {
            Some(Choice { who: Who::Entity(draft), confidence }) => {
                Outcome::Known { draft, form: Form::Description, confidence }
            }
            _ => Outcome::Open,
        });
    }
    None
}

/// The only person of the sentence before, who speaks there and has no office in the text.
fn last_speaker(work: &Work<'_>, items: &[Item], site: Site, form: Form) -> Option<Outcome> {
    if site.role != Role::Subject {
        return None;
    }
    let mut found = None;
    let near = items.iter().rev().take_while(|i| i.sentence + 1 >= site.sentence);
    for item in near.filter(|i| i.human && i.number != Number::Plural) {
        let Who::Entity(draft) = item.who else { return None };
        if found.is_some_and(|(d, _)| d != draft) {
            return None;
        }
        let speaks = found.is_some_and(|(_, s)| s) || is_speaker(work, item.head);
        found = Some((draft, speaks));
    }
    let (draft, speaks) = found?;
    (speaks && work.drafts[draft].roles.is_empty()).then_some(Outcome::Known {
        draft,
        form,
        confidence: 0.7,
    })
}

fn is_speaker(work: &Work<'_>, head: TokenId) -> bool {
    let a = work.a;
    a.deprel(head) == Deprel::Nsubj
        && a.head(head).is_some_and(|v| rashomon_lexicon::saying(a.lemma(v)).is_some())
}

const GENERIC_PERSON: &[&str] = &["man", "woman", "boy", "girl", "official", "politician"];

pub(super) fn gender_of_noun(lemma: &str) -> Option<Gender> {
    Some(match lemma {
        "man" | "boy" | "father" | "husband" | "son" | "brother" | "grandfather" | "uncle" => {
            Gender::Male
        }
        "woman" | "girl" | "mother" | "wife" | "daughter" | "sister" | "grandmother" | "aunt" => {
            Gender::Female
        }
        _ => return None,
    })
}

/// Whether a role that a person has is the one that a definite noun phrase names: the same last word,
/// and no word that the role has not.
fn is_same_role(role: &str, named: &str) -> bool {
    let (mut of_role, mut of_named) = (role.rsplit(' '), named.rsplit(' '));
    if of_role.next() != of_named.next() {
        return false;
    }
    of_named.all(|word| role.split(' ').any(|w| w == word))
}

/// "the ministry", "the group", "the company".
fn body(work: &Work<'_>, items: &[Item], site: Site, lemma: &str) -> Option<Choice> {
    let a = work.a;
    let range = phrase::without_determiner(a, phrase::short_phrase(a, site.token));
    let (country, _) = titles::belongs_to(work, site.token, range);
    let plain = range.len() == 1;
    choose(work, items, site, Bar { score: 0.25, rival: 0.7 }, |item| {
        let Who::Entity(draft) = item.who else { return None };
        let draft = &work.drafts[draft];
        if !matches!(draft.kind, EntityKind::Organization | EntityKind::Group | EntityKind::Place) {
            return None;
        }
        if item.number == Number::Plural {
            return None;
        }
        if country.is_some() && draft.affiliation.is_some() && country != draft.affiliation {
            return None;
        }
        let mut words = range.iter().filter(|&t| t != site.token);
        let described = |t: TokenId| draft.nouns.iter().any(|n| n == a.lemma(t));
        if draft.nouns.iter().any(|n| n == lemma) || words.any(described) {
            return Some(1.3);
        }
        if draft.kind == EntityKind::Place {
            return None;
        }
        let official = matches!(
            draft.sector,
            Some("GOV" | "LEG" | "JUD" | "MIL" | "COP" | "SPY" | "JRN" | "EDU" | "IGO")
        );
        if ANY_BODY.contains(&lemma) && !official {
            return Some(1.0);
        }
        if ARMED_BODY.contains(&lemma)
            && !official
            && !matches!(draft.sector, Some("BUS" | "MNC" | "MED"))
        {
            return Some(if plain { 0.9 } else { 0.95 });
        }
        let trades = matches!(draft.sector, None | Some("BUS" | "MNC"));
        (BUSINESS.contains(&lemma) && trades && draft.kind == EntityKind::Organization)
            .then_some(1.0)
    })
}

/// "the militants", "the terrorists": a body described so, or an armed one.
fn members(work: &Work<'_>, items: &[Item], site: Site, lemma: &str) -> Option<Choice> {
    let noun = group_noun(lemma).filter(|g| g.members)?;
    let armed = matches!(noun.sector, Some("REB" | "UAF" | "OPP"));
    if !armed {
        return None;
    }
    choose(work, items, site, Bar { score: 0.2, rival: 0.7 }, |item| {
        let Who::Entity(draft) = item.who else { return None };
        let draft = &work.drafts[draft];
        if !matches!(draft.kind, EntityKind::Organization | EntityKind::Group) {
            return None;
        }
        if draft.nouns.iter().any(|n| n == lemma) {
            return Some(1.3);
        }
        let rebels = matches!(draft.sector, Some("REB" | "UAF" | "OPP" | "PRM"));
        (rebels && item.number != Number::Singular).then_some(1.0)
    })
}

/// "terrorists", where the text calls exactly one body so; of several, the one that shares another word
/// of the phrase ("exiled").
fn called_so(
    work: &Work<'_>,
    described: &Described,
    site: Site,
    range: TokenRange,
    lemma: &str,
) -> Option<DraftId> {
    let a = work.a;
    let armed = matches!(group_noun(lemma)?.sector, Some("REB" | "UAF"));
    if !armed || site.quote.is_some() {
        return None;
    }
    let bodies = described.by_called.get(lemma)?;
    if let [only] = bodies[..] {
        return Some(only);
    }
    let shares = |draft: &&DraftId| {
        let nouns = &work.drafts[**draft].nouns;
        phrase::modifiers(a, site.token, range)
            .filter(|&m| work.is_free(m))
            .any(|m| nouns.iter().any(|n| *n == fold(a.lemma(m))))
    };
    let mut fitting = bodies.iter().filter(shares);
    match (fitting.next(), fitting.next()) {
        (Some(&one), None) => Some(one),
        _ => None,
    }
}

/// "the country": the state most present.
///
/// "The regime" by itself is a state that the text has called so.
fn country(
    work: &Work<'_>,
    items: &[Item],
    site: Site,
    lemma: &str,
    plain: bool,
) -> Option<Choice> {
    let least = if lemma == "country" { 0.35 } else { 0.5 };
    choose(work, items, site, Bar { score: least, rival: 0.55 }, |item| {
        let Who::Entity(draft) = item.who else { return None };
        let draft = &work.drafts[draft];
        draft.country?;
        let called = draft.nouns.iter().any(|n| n == lemma);
        if lemma == "regime" && plain && !called {
            return None;
        }
        Some(1.0)
    })
}
