//! Who and what the article speaks of: mentions and the entities they refer to.
//!
//! The steps, each a module: names cleaned ([`names`]), states under all their names ([`states`]),
//! short forms the text defines ([`acronyms`]), names of one participant linked ([`link`]), people’s offices
//! ([`titles`]), what named participants are called ([`describe`]), and one pass from left to right over
//! descriptions and pronouns ([`coref`]): written rules ([`nominals`], [`pronouns`], over [`salience`]) and a
//! trained ranker ([`ranker`], over [`features`]).

mod acronyms;
mod capitals;
mod clean;
mod coref;
mod denotes;
mod describe;
mod described;
mod draft;
mod features;
mod finish;
mod items;
mod link;
mod names;
mod nominals;
mod nouns;
mod phrase;
mod pronouns;
pub(crate) mod ranker;
mod salience;
mod states;
#[cfg(test)]
mod tests;
mod titles;

use rashomon_annotate::{Analysis, Deprel, TokenId};
use rashomon_text::Article;

pub(crate) use coref::Asked;
pub(crate) use describe::Tie;
pub use features::FEATURES;
use ranker::Ranker;

use crate::account::{Entity, EntityId, EntityKind, Mention, MentionId};

/// The mentions of one article, sorted by span, and the entities they refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    /// References, sorted by span.
    pub mentions: Vec<Mention>,
    /// Participants, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// What named participants are called, sorted by place.
    pub descriptions: Vec<Described>,
    /// For each token the smallest mention that holds it; `u32::MAX` where none does.
    cover: Vec<u32>,
    /// For each token the mention whose head it is; `u32::MAX` where none.
    heads: Vec<u32>,
    /// Nouns that are the title of a name, with the name’s mention, sorted.
    titles: Vec<(TokenId, MentionId)>,
}

/// A noun phrase by which a participant is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Described {
    /// The phrase, without determiner when indefinite, and without the name.
    pub tokens: rashomon_annotate::TokenRange,
    /// Its head noun.
    pub head: TokenId,
    /// Who is called so.
    pub entity: EntityId,
    /// How the phrase is tied to the participant.
    pub tie: Tie,
    /// For a verdict: who gives it.
    pub judge: Option<MentionId>,
    /// Whether a judge is named at all.
    pub judged: bool,
}

const NONE: u32 = u32::MAX;

impl Mentions {
    /// The mention whose head is `token`, or else the smallest one that holds it.
    pub(crate) fn of_token(&self, token: TokenId) -> Option<MentionId> {
        let id = |column: &[u32]| column.get(token.index()).copied().filter(|&m| m != NONE);
        id(&self.heads).or_else(|| id(&self.cover)).map(MentionId)
    }

    /// The mention that the noun phrase headed by `head` is: its own mention, or the name it is a
    /// title of ("spokesman" in "ministry spokesman Ana Reyes"). `None` for a phrase that only
    /// contains one ("Portugal’s move").
    pub(crate) fn of_noun_phrase(&self, analysis: &Analysis, head: TokenId) -> Option<MentionId> {
        let headed = |t: TokenId| self.heads.get(t.index()).copied().filter(|&m| m != NONE);
        if let Some(own) = headed(head) {
            return Some(MentionId(own));
        }
        if let Ok(at) = self.titles.binary_search_by_key(&head, |&(noun, _)| noun) {
            return Some(self.titles[at].1);
        }
        let tied = analysis
            .children(head)
            .filter(|&c| {
                matches!(
                    analysis.deprel(c),
                    Deprel::Appos | Deprel::Flat | Deprel::NmodDesc | Deprel::Compound
                )
            })
            .find_map(|c| {
                let mention = headed(c)?;
                let person = self.entity(MentionId(mention)).kind == EntityKind::Person;
                (person || analysis.deprel(c) == Deprel::Appos).then_some(mention)
            });
        tied.map(MentionId).or_else(|| {
            // the head of a name that the parse splits elsewhere
            let holder = self.cover.get(head.index()).copied().filter(|&m| m != NONE)?;
            let span = analysis.tokens.span[head.index()];
            (self.mentions[holder as usize].span.end == span.end).then_some(MentionId(holder))
        })
    }

    /// The entity that a mention refers to.
    pub(crate) fn entity(&self, mention: MentionId) -> &Entity {
        &self.entities[self.mentions[mention.index()].entity.index()]
    }
}

/// [`find_with`] the embedded ranker.
#[cfg(test)]
pub(crate) fn find(article: &Article, analysis: &Analysis) -> Mentions {
    find_with(article, analysis, &Ranker::embedded(), None)
}

/// Finds the mentions of `article` and which of them refer to the same entity. Questions put to the
/// ranker go to `asked`, if there is such a list.
pub(crate) fn find_with(
    article: &Article,
    analysis: &Analysis,
    ranker: &Ranker,
    asked: Option<&mut Vec<Asked>>,
) -> Mentions {
    let mut work = draft::Work::new(article, analysis);
    let mut runs = names::collect(&work);
    states::find(&mut work, &mut runs);
    names::extend_over_states(&work, &mut runs);
    let definitions = acronyms::definitions(&work, &mut runs);
    let known = acronyms::known(&work, &runs, &definitions);
    names::recover(&work, &mut runs, &known);
    link::link(&mut work, &mut runs, &definitions);
    let titles = titles::roles(&mut work);
    let mut descriptions = describe::find(&mut work);
    coref::resolve(&mut work, &titles, &mut descriptions, ranker, asked);
    finish::finish(&work, &descriptions, &titles)
}
