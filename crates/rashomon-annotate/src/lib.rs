//! The language engine: sentences, tokens, tags, parses, names, times and quoted passages of news
//! English, every one with exact offsets into the article.

pub mod analysis;
mod quotes;
pub mod tags;

pub use analysis::{
    Analysis, Name, NameKind, QuoteSpan, Sentence, TimeMention, TokenId, TokenRange, Tokens,
};
pub use tags::{Deprel, Upos, Xpos};
