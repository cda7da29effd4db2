//! The language engine: sentences, tokens, tags, parses, names, times and quoted passages of news
//! English, every one with exact offsets into the article.

pub mod analyse;
pub mod analysis;
pub mod attribution;
mod backend;
mod consistent;
pub mod engine;
pub mod form;
mod grammar;
pub mod hash;
pub mod lemma;
pub mod linear;
pub mod math;
pub mod net;
#[cfg(feature = "onnx")]
pub mod onnx;
pub mod pack;
mod projective;
pub mod quant;
mod quotes;
pub mod sentences;
pub mod sign;
pub mod tags;
mod times;
pub mod tokens;

pub use analysis::{
    Analysis, Attribution, Name, NameKind, QuoteSpan, Sentence, TimeMention, TokenId, TokenRange,
    Tokens,
};
pub use backend::{Backend, Tag, Words};
pub use engine::Annotator;
pub use tags::{Deprel, Upos, Xpos};
