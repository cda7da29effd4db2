//! The data every stage of Rashomon speaks: spans, cites, articles, times, notes.
//!
//! This crate does no I/O and holds no language knowledge. Positions are UTF-8 **byte** offsets held
//! as `u32`; code points, UTF-16 units and lines are computed at the border only
//! (see [`CodePoints`]).
//!
//! ```
//! use rashomon_text::{CodePoints, Span};
//!
//! let text = "“Ties” cut";
//! let span = Span::find(text, "Ties").unwrap();
//! assert_eq!(span.slice(text), "Ties");
//! assert_eq!((span.start, span.end), (3, 7)); // bytes: the quote mark takes three
//! let points = CodePoints::new(text);
//! assert_eq!(points.of_span(span), (1, 5)); // code points
//! ```

mod article;
mod code_points;
mod note;
mod offset_map;
mod span;
mod symbols;
pub mod time;

pub use article::{
    Article, Basis, Credit, Modified, Outlet, Paragraph, ParagraphKind, Published, Reason, Removed,
    Source,
};
pub use code_points::CodePoints;
pub use note::Note;
pub use offset_map::{OffsetMap, Origin};
pub use span::{Cite, DocId, Span};
pub use symbols::{Symbol, Symbols};
pub use time::{Date, Granularity, TimeValue};
