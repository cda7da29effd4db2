use std::ops::Range;

/// A half-open range of **bytes** in one text: `start..end`.
///
/// Eight bytes, `Copy`. A text is therefore at most 4 GiB long; ingest refuses longer ones.
/// Spans sort by start, then by end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

const _: () = assert!(size_of::<Span>() == 8);

impl Span {
    /// A span from byte `start` to byte `end` (exclusive).
    pub const fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// A span from `usize` offsets.
    pub const fn from_range(range: Range<usize>) -> Self {
        Self::new(range.start as u32, range.end as u32)
    }

    /// Where `needle` first stands in `text`.
    pub fn find(text: &str, needle: &str) -> Option<Self> {
        let start = text.find(needle)?;
        Some(Self::from_range(start..start + needle.len()))
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a `usize` range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text under the span.
    pub fn slice(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside `self`.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at either end.
    pub fn trim(self, text: &str) -> Self {
        let slice = self.slice(text);
        let start = self.start + (slice.len() - slice.trim_start().len()) as u32;
        Self::new(start, start + slice.trim().len() as u32)
    }
}

/// The number of a document within one run, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

impl DocId {
    /// The number as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a document: the exact characters a statement rests on.
///
/// Cites sort by document, then by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cite {
    /// The document cited.
    pub doc: DocId,
    /// Bytes of that document's text.
    pub span: Span,
}

const _: () = assert!(size_of::<Cite>() == 12);

impl Cite {
    /// A cite of `span` in `doc`.
    pub const fn new(doc: DocId, span: Span) -> Self {
        Self { doc, span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trim_keeps_inner_space() {
        let text = "  a b \n";
        let span = Span::new(0, text.len() as u32).trim(text);
        assert_eq!(span.slice(text), "a b");
        assert_eq!(Span::new(0, 2).trim(text), Span::new(2, 2), "white space only: empty");
    }

    #[test]
    fn overlap_and_cover() {
        let (a, b) = (Span::new(0, 3), Span::new(3, 5));
        assert!(!a.overlaps(b), "touching is not overlapping");
        assert_eq!(a.cover(b), Span::new(0, 5));
        assert!(a.cover(b).contains(b));
    }
}
