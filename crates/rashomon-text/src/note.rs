use std::borrow::Cow;

use crate::Span;

/// Something odd met on the way, told to the reader instead of being dropped in silence.
///
/// Odd input never fails a stage after ingest: it becomes a note of the document it was met in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Stable short name of the kind of note, in kebab case: `invalid-utf8`, `empty`, `truncated`.
    pub code: &'static str,
    /// One sentence for people: what was met, and what was done about it.
    pub message: Cow<'static, str>,
    /// Where, if at one place of the text.
    pub span: Option<Span>,
}

impl Note {
    /// A note on the whole document.
    pub fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), span: None }
    }

    /// The same note, pointing at a place.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}
