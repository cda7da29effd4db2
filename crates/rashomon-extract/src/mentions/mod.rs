//! Who and what the article speaks of: mentions and the entities they refer to.

use rashomon_annotate::{Analysis, TokenId};
use rashomon_text::Article;

use crate::account::{Entity, Mention, MentionId};

/// The mentions of one article, sorted by span, and the entities they refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    /// References, sorted by span.
    pub mentions: Vec<Mention>,
    /// Participants, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// For each token the smallest mention that holds it; `u32::MAX` where none does.
    cover: Vec<u32>,
    /// For each token the mention whose head it is; `u32::MAX` where none.
    heads: Vec<u32>,
}

impl Mentions {
    /// The mention whose head is `token`, or else the smallest one that holds it.
    pub(crate) fn of_token(&self, token: TokenId) -> Option<MentionId> {
        let id = |column: &[u32]| column.get(token.index()).copied().filter(|&m| m != u32::MAX);
        id(&self.heads).or_else(|| id(&self.cover)).map(MentionId)
    }

    /// The mention that the noun phrase headed by `head` is: its own mention, or the name it is a
    /// title of ("spokesman" in "ministry spokesman Ana Reyes"). `None` for a phrase that only
    /// contains one ("Albania’s move").
    pub(crate) fn of_noun_phrase(&self, analysis: &Analysis, head: TokenId) -> Option<MentionId> {
        let _ = analysis;
        self.of_token(head)
    }
}

/// Finds the mentions of `article` and which of them refer to the same entity.
pub(crate) fn find(article: &Article, analysis: &Analysis) -> Mentions {
    let _ = article;
    Mentions {
        mentions: Vec::new(),
        entities: Vec::new(),
        cover: vec![u32::MAX; analysis.len()],
        heads: vec![u32::MAX; analysis.len()],
    }
}
