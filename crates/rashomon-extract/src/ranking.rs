//! The trained part of coreference, for the tools that train and measure it; [`crate::Extractor::with_ranker`]
//! extracts with a ranker other than the embedded one.

use rashomon_annotate::Analysis;
use rashomon_text::{Article, Span};

use crate::mentions;
pub use crate::mentions::FEATURES;
pub use crate::mentions::ranker::{HIDDEN, KINDS, Network, Ranker, softmax};

/// A pronoun or noun phrase and what it may mean.
#[derive(Clone, Debug)]
pub struct Question {
    /// Bytes of its head word.
    pub head: Span,
    /// Whether it is a pronoun.
    pub pronoun: bool,
    /// What it may mean, the nearest first.
    pub candidates: Vec<Candidate>,
    /// Features of "none of them".
    pub none: Vec<f32>,
}

/// What a pronoun or noun phrase may mean.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// [`FEATURES`] numbers.
    pub features: Vec<f32>,
    /// Bytes of the head word of each mention nearby, the nearest first, and whether several joined by
    /// "and" are meant, that being the first.
    pub mentions: Vec<(Span, bool)>,
}

/// The questions that come up in an article, in its order, as `ranker` goes through it.
pub fn questions(article: &Article, analysis: &Analysis, ranker: &Ranker) -> Vec<Question> {
    let mut asked = Vec::new();
    mentions::find_with(article, analysis, ranker, Some(&mut asked));
    let span = |token: rashomon_annotate::TokenId| analysis.tokens.span[token.index()];
    asked
        .into_iter()
        .map(|q| Question {
            head: span(q.token),
            pronoun: q.pronoun,
            candidates: q
                .candidates
                .into_iter()
                .map(|(features, heads)| Candidate {
                    features,
                    mentions: heads.into_iter().map(|(head, pair)| (span(head), pair)).collect(),
                })
                .collect(),
            none: q.none,
        })
        .collect()
}
