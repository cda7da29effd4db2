//! Third-person pronouns.
//!
//! # What it finds
//! Whom "he", "she", "it", "they" and their other cases mean, from gender, number and how present each
//! participant is (see [`super::salience`]).
//!
//! # Why it matters
//! Speakers and actors are pronouns as often as names.
//!
//! # Examples
//! "Reyes denied the charge. She said …": *Reyes*, where Ana is a woman’s name.
//! "The minister met the governor. He said …": nobody, if both may be meant.
//!
//! # Limits
//! Only what stands before the pronoun is looked at. "I", "we" and "you" belong to the speaker of the
//! quotation and are left to it. "It" for a clause, and "they" for two names joined by "and", stay open.

use rashomon_annotate::{Deprel, TokenId, Xpos};
use rashomon_lexicon::Gender;

use super::{
    draft::{DraftId, Number, Work},
    salience::{Bar, Choice, Item, Site, Who, choose},
};
use crate::account::EntityKind;

/// What a pronoun says of whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// he, him, his
    He,
    /// she, her, hers
    She,
    /// it, its
    It,
    /// they, them, their
    They,
}

impl Pronoun {
    /// The gender it tells.
    pub(super) fn gender(self) -> Option<Gender> {
        match self {
            Self::He => Some(Gender::Male),
            Self::She => Some(Gender::Female),
            Self::It | Self::They => None,
        }
    }
}

/// Which pronoun `token` is: one that may have an antecedent.
pub(super) fn pronoun(work: &Work<'_>, token: TokenId) -> Option<Pronoun> {
    let a = work.a;
    if !matches!(a.xpos(token), Xpos::Prp | Xpos::PrpPoss) || a.deprel(token) == Deprel::Expl {
        return None;
    }
    Some(match work.word(token).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "it" if is_empty_it(work, token) => return None,
        "it" | "its" | "itself" => Pronoun::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::They,
        _ => return None,
    })
}

/// "it is clear that …", "it took", "it seems": no participant, though the parse calls it a subject.
fn is_empty_it(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let Some(verb) = a.head(token) else { return false };
    if !matches!(a.deprel(token), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter) {
        return false;
    }
    let clause = a.children(verb).any(|c| {
        matches!(a.deprel(c), Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter | Deprel::Expl)
            || (a.deprel(c) == Deprel::Ccomp && a.deprel(token) == Deprel::NsubjPass)
    });
    let adjective = a.child(verb, Deprel::Cop).is_some();
    let complement = a.children(verb).any(|c| {
        c > verb
            && matches!(a.deprel(c), Deprel::Advcl | Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl)
    });
    clause
        || (adjective && complement)
        || matches!(
            a.lemma(verb),
            "seem" | "appear" | "rain" | "snow" | "happen" | "turn" | "matter"
        )
}

/// "For her part, Reyes said …": the subject that follows.
pub(super) fn own_part(work: &Work<'_>, token: TokenId) -> Option<DraftId> {
    let a = work.a;
    let part = a.head(token).filter(|&h| a.lemma(h) == "part" && a.xpos(token) == Xpos::PrpPoss)?;
    let verb = a.head(part)?;
    let subject = a.children(verb).find(|&c| c > part && a.deprel(c) == Deprel::Nsubj)?;
    work.headed_by(subject).or_else(|| work.name_at(subject)).map(|r| r.draft)
}

/// How many sentences back "he" and "she" are looked for.
const PERSON_WINDOW: usize = 4;
/// And "it" and "they".
const WINDOW: usize = 2;

/// Whom the pronoun at `site` means.
pub(super) fn resolve(
    work: &Work<'_>,
    items: &[Item],
    site: Site,
    pronoun: Pronoun,
    speakers: &[usize],
) -> Option<Choice> {
    let window = match pronoun {
        Pronoun::He | Pronoun::She => PERSON_WINDOW,
        Pronoun::It | Pronoun::They => WINDOW,
    };
    let from = match site.quote {
        None => items.partition_point(|i| i.clock + window < site.clock),
        Some(_) => items.partition_point(|i| i.sentence + window < site.sentence),
    };
    let items = &items[from..];
    let not_speaker = |item: &Item| match item.who {
        Who::Entity(draft) => !speakers.contains(&draft),
        Who::Thing(_) => true,
    };
    let kind = |item: &Item| match item.who {
        Who::Entity(draft) => Some(work.drafts[draft].kind),
        Who::Thing(_) => None,
    };
    let choice = match pronoun {
        Pronoun::He | Pronoun::She => {
            let gender = if pronoun == Pronoun::He { Gender::Male } else { Gender::Female };
            choose(work, items, site, Bar { score: 0.2, rival: 0.75 }, |item| {
                let person = item.human
                    && item.number != Number::Plural
                    && kind(item).is_none_or(|k| k == EntityKind::Person);
                let told = match item.who {
                    Who::Entity(draft) => work.drafts[draft].gender,
                    Who::Thing(_) => item.gender,
                };
                let agrees = match told {
                    Some(Gender::Male | Gender::Female) => told == Some(gender),
                    _ => true,
                };
                if !person || !agrees || !not_speaker(item) {
                    return None;
                }
                // a gender that is told beats one that is not
                Some(if told == Some(gender) { 1.15 } else { 0.9 })
            })
        }
        Pronoun::It => choose(work, items, site, Bar { score: 0.35, rival: 0.6 }, |item| {
            if item.number == Number::Plural || kind(item) == Some(EntityKind::Person) || item.human
            {
                return None;
            }
            Some(match kind(item) {
                Some(EntityKind::Organization | EntityKind::Group | EntityKind::Geopolitical) => {
                    1.1
                }
                Some(EntityKind::Place | EntityKind::Other) => 0.8,
                _ => 0.9,
            })
        }),
        Pronoun::They => choose(work, items, site, Bar { score: 0.35, rival: 0.6 }, |item| {
            if !not_speaker(item) {
                return None;
            }
            match item.number {
                Number::Plural if item.human => Some(1.1),
                Number::Plural => Some(0.9),
                Number::Either => Some(0.9),
                Number::Singular if kind(item) == Some(EntityKind::Organization) => Some(0.6),
                Number::Singular => None,
            }
        }),
    }?;
    Some(choice)
}
