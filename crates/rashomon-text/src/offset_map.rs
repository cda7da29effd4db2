use std::ops::Range;

use crate::Span;

/// Where each byte of a clean text came from in the raw bytes it was made of.
///
/// A run-length list: a *copied* run stands byte for byte in the raw bytes, an *atomic* run was made
/// of a raw range as a whole (`&amp;` → `&`, a run of white space → one space, one byte of
/// windows-1252 → two of UTF-8), an *inserted* run has no raw bytes (the blank line between two
/// paragraphs). Raw ranges come in order, with gaps where markup was left out. Twelve bytes a run;
/// a look-up is a binary search.
///
/// # Building and asking
///
/// ```
/// use rashomon_text::{OffsetMap, Span};
///
/// let raw = "<p>Salt &amp; pepper</p>";
/// let mut map = OffsetMap::new();
/// map.copy(3, 5);         // "Salt "
/// map.atom(1, 8..13);     // "&" from "&amp;"
/// map.copy(13, 7);        // " pepper"
/// let clean = "Salt & pepper";
/// assert_eq!(map.clean_len(), clean.len() as u32);
/// let cite = Span::find(clean, "& pep").unwrap();
/// assert_eq!(map.to_raw(cite).slice(raw), "&amp; pep");
/// ```
///
/// # Composing
///
/// Reading a page takes two steps, charset and markup; [`OffsetMap::then`] joins their maps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
    /// Length of the clean text in bytes.
    clean_len: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// First byte in the clean text.
    clean: u32,
    /// First byte in the raw bytes.
    raw: u32,
    /// Length in the raw bytes; `COPIED` where it is the run's clean length.
    raw_len: u32,
}

const _: () = assert!(size_of::<Run>() == 12);

/// Marks a run that stands in the raw bytes as it is.
const COPIED: u32 = u32::MAX;

/// How a stretch of clean text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Byte for byte from the raw bytes.
    Copied,
    /// From the raw range as a whole.
    Atomic,
    /// Put in: no raw bytes. The raw span is empty.
    Inserted,
}

impl OffsetMap {
    /// The map of an empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The map of a text of `len` bytes that is its own raw form.
    pub fn identity(len: u32) -> Self {
        let mut map = Self::new();
        map.copy(0, len);
        map
    }

    /// Appends `len` clean bytes that stand at `raw` as they are.
    pub fn copy(&mut self, raw: u32, len: u32) {
        if len == 0 {
            return;
        }
        self.check_order(raw);
        let joins = self.runs.last().is_some_and(|last| {
            last.raw_len == COPIED && last.raw + (self.clean_len - last.clean) == raw
        });
        if !joins {
            self.runs.push(Run { clean: self.clean_len, raw, raw_len: COPIED });
        }
        self.clean_len += len;
    }

    /// Appends `len` clean bytes made of `raw` as a whole.
    pub fn atom(&mut self, len: u32, raw: Range<u32>) {
        if len == 0 {
            return;
        }
        self.check_order(raw.start);
        self.runs.push(Run { clean: self.clean_len, raw: raw.start, raw_len: raw.end - raw.start });
        self.clean_len += len;
    }

    /// Appends `len` clean bytes that have no raw bytes.
    pub fn insert(&mut self, len: u32) {
        let at = self.raw_end();
        self.atom(len, at..at);
    }

    /// Length of the clean text in bytes.
    pub const fn clean_len(&self) -> u32 {
        self.clean_len
    }

    /// How many runs the map holds.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The smallest raw span that holds everything the clean `span` was made of.
    ///
    /// An empty span gives the empty raw span at its place; so does a span of inserted text only.
    pub fn to_raw(&self, span: Span) -> Span {
        let mut found: Option<Span> = None;
        let first = self.run_at(span.start);
        for n in first..self.runs.len() {
            let (clean, raw, origin) = self.run(n);
            if clean.start >= span.end {
                break;
            }
            if clean.end <= span.start || origin == Origin::Inserted {
                continue;
            }
            // only the first and the last run can be cut; a copied run between them is whole
            let piece = if origin == Origin::Copied {
                let from = span.start.max(clean.start) - clean.start;
                let to = span.end.min(clean.end) - clean.start;
                Span::new(raw.start + from, raw.start + to)
            } else {
                raw
            };
            if found.is_some() {
                // raw ranges come in order: jump to the last run the span touches
                let last = self.last_source(span.end);
                return found.map_or(piece, |f| f.cover(last.unwrap_or(piece)));
            }
            found = Some(piece);
        }
        found.unwrap_or_else(|| {
            let at = self.point(span.start);
            Span::new(at, at)
        })
    }

    /// The smallest clean span that holds all that was made of the bytes of `raw`: the way back of
    /// [`OffsetMap::to_raw`].
    ///
    /// ```
    /// use rashomon_text::{OffsetMap, Span};
    ///
    /// let mut map = OffsetMap::new();
    /// map.copy(3, 5); // "Salt " of "<p>Salt &amp;</p>"
    /// map.atom(1, 8..13);
    /// assert_eq!(map.to_clean(Span::new(5, 13)), Span::new(2, 6));
    /// ```
    pub fn to_clean(&self, raw: Span) -> Span {
        let end = |run: &Run, n: usize| match run.raw_len {
            COPIED => {
                let next = self.runs.get(n + 1).map_or(self.clean_len, |next| next.clean);
                run.raw + (next - run.clean)
            }
            len => run.raw + len,
        };
        let first = self.runs.partition_point(|run| run.raw < raw.start);
        // the run before may reach into the span
        let first = first.saturating_sub(1);
        let mut found: Option<Span> = None;
        for (n, run) in self.runs.iter().enumerate().skip(first) {
            if run.raw >= raw.end {
                break;
            }
            if end(run, n) <= raw.start {
                continue;
            }
            let (clean, whole, origin) = self.run(n);
            let piece = match origin {
                Origin::Copied => {
                    let from = raw.start.max(whole.start) - whole.start;
                    let to = raw.end.min(whole.end) - whole.start;
                    Span::new(clean.start + from, clean.start + to)
                }
                Origin::Atomic => clean,
                Origin::Inserted => continue,
            };
            found = Some(found.map_or(piece, |found| found.cover(piece)));
        }
        found.unwrap_or_default()
    }

    /// The map from this map's clean text to the raw bytes under `lower`, where this map's raw text
    /// is `lower`'s clean text.
    #[must_use]
    pub fn then(&self, lower: &Self) -> Self {
        let mut joined = Self::new();
        for n in 0..self.runs.len() {
            let (clean, raw, origin) = self.run(n);
            match origin {
                Origin::Inserted => joined.insert(clean.len()),
                Origin::Atomic => {
                    let below = lower.to_raw(raw);
                    joined.atom(clean.len(), below.start..below.end);
                }
                Origin::Copied => {
                    let mut at = lower.run_at(raw.start);
                    while at < lower.runs.len() {
                        let (middle, below, how) = lower.run(at);
                        if middle.start >= raw.end {
                            break;
                        }
                        let from = raw.start.max(middle.start);
                        let to = raw.end.min(middle.end);
                        if from < to {
                            match how {
                                Origin::Copied => {
                                    joined.copy(below.start + (from - middle.start), to - from);
                                }
                                Origin::Atomic => joined.atom(to - from, below.start..below.end),
                                Origin::Inserted => joined.insert(to - from),
                            }
                        }
                        at += 1;
                    }
                }
            }
        }
        joined
    }

    /// Every run as clean span, raw span and origin, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Span, Span, Origin)> + '_ {
        (0..self.runs.len()).map(|n| self.run(n))
    }

    /// The number of the run that holds clean byte `at`, or the last one.
    fn run_at(&self, at: u32) -> usize {
        self.runs.partition_point(|run| run.clean <= at).saturating_sub(1)
    }

    fn run(&self, n: usize) -> (Span, Span, Origin) {
        let run = self.runs[n];
        let end = self.runs.get(n + 1).map_or(self.clean_len, |next| next.clean);
        let clean = Span::new(run.clean, end);
        match run.raw_len {
            COPIED => (clean, Span::new(run.raw, run.raw + clean.len()), Origin::Copied),
            0 => (clean, Span::new(run.raw, run.raw), Origin::Inserted),
            len => (clean, Span::new(run.raw, run.raw + len), Origin::Atomic),
        }
    }

    /// The raw piece of the last run before clean byte `end` that has raw bytes.
    fn last_source(&self, end: u32) -> Option<Span> {
        let mut n = self.runs.partition_point(|run| run.clean < end);
        while n > 0 {
            n -= 1;
            let (clean, raw, origin) = self.run(n);
            match origin {
                Origin::Inserted => {}
                Origin::Atomic => return Some(raw),
                Origin::Copied => {
                    let to = end.min(clean.end) - clean.start;
                    return Some(Span::new(raw.start, raw.start + to));
                }
            }
        }
        None
    }

    /// The raw byte at which clean byte `at` stands.
    fn point(&self, at: u32) -> u32 {
        if self.runs.is_empty() {
            return 0;
        }
        let (clean, raw, origin) = self.run(self.run_at(at));
        match origin {
            Origin::Copied => raw.start + (at - clean.start).min(raw.len()),
            _ if at >= clean.end => raw.end,
            _ => raw.start,
        }
    }

    /// One past the last raw byte so far.
    fn raw_end(&self) -> u32 {
        self.runs.last().map_or(0, |last| {
            last.raw
                + if last.raw_len == COPIED { self.clean_len - last.clean } else { last.raw_len }
        })
    }

    fn check_order(&self, raw: u32) {
        debug_assert!(
            self.runs.last().is_none_or(|last| last.raw_len == 0 || last.raw <= raw),
            "raw ranges must come in order"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbouring_copies_are_one_run() {
        let mut map = OffsetMap::new();
        map.copy(4, 3);
        map.copy(7, 2);
        assert_eq!(map.runs(), 1);
        assert_eq!(map.to_raw(Span::new(1, 4)), Span::new(5, 8));
    }

    #[test]
    fn a_cite_over_a_gap_covers_it() {
        let mut map = OffsetMap::new();
        map.copy(0, 2); // "ab" of "ab<i>cd"
        map.copy(5, 2);
        assert_eq!(map.to_raw(Span::new(1, 3)), Span::new(1, 6));
        assert_eq!(map.to_raw(Span::new(0, 2)), Span::new(0, 2), "no markup at the ends");
    }

    #[test]
    fn inserted_text_adds_nothing() {
        let mut map = OffsetMap::new();
        map.copy(3, 2);
        map.insert(2);
        map.copy(12, 2);
        assert_eq!(map.to_raw(Span::new(0, 4)), Span::new(3, 5));
        assert_eq!(map.to_raw(Span::new(2, 6)), Span::new(12, 14));
        assert_eq!(map.to_raw(Span::new(2, 3)), Span::new(5, 5));
    }

    /// A random map: each number pair says what the next run is.
    fn build(steps: &[(u8, u8)], limit: u32) -> OffsetMap {
        let (mut map, mut raw) = (OffsetMap::new(), 0u32);
        for &(kind, len) in steps {
            let len = u32::from(len % 5) + 1;
            match kind % 4 {
                0 if raw + len <= limit => {
                    map.copy(raw, len);
                    raw += len;
                }
                1 if raw + len <= limit => {
                    map.atom(1 + u32::from(kind) % 3, raw..raw + len);
                    raw += len;
                }
                2 => map.insert(len),
                _ => raw = (raw + len).min(limit),
            }
        }
        map
    }

    fn steps() -> impl Strategy<Value = Vec<(u8, u8)>> {
        proptest::collection::vec((any::<u8>(), any::<u8>()), 0..40)
    }

    proptest! {
        #[test]
        fn raw_spans_grow_with_clean_spans(steps in steps(), a in 0u32..80, b in 0u32..80, c in 0u32..80) {
            let map = build(&steps, 200);
            let cut = |at: u32| at.min(map.clean_len());
            let (mut a, mut b, mut c) = (cut(a), cut(b), cut(c));
            if a > b { std::mem::swap(&mut a, &mut b); }
            if b > c { std::mem::swap(&mut b, &mut c); }
            if a > b { std::mem::swap(&mut a, &mut b); }
            let (inner, outer) = (map.to_raw(Span::new(a, b)), map.to_raw(Span::new(a, c)));
            prop_assert!(inner.is_empty() || outer.contains(inner), "{inner:?} in {outer:?}");
        }

        #[test]
        fn joining_is_asking_twice(upper in steps(), lower in steps(), no_inserts: bool, a in 0u32..80, b in 0u32..80) {
            let lower: Vec<_> = if no_inserts {
                lower.into_iter().filter(|(kind, _)| kind % 4 != 2).collect()
            } else {
                lower
            };
            let lower = build(&lower, 200);
            let upper = build(&upper, lower.clean_len());
            let joined = upper.then(&lower);
            prop_assert_eq!(joined.clean_len(), upper.clean_len());
            let (a, b) = (a.min(b).min(upper.clean_len()), a.max(b).min(upper.clean_len()));
            let span = Span::new(a, b);
            let twice = lower.to_raw(upper.to_raw(span));
            let once = joined.to_raw(span);
            prop_assert!(once.is_empty() || twice.contains(once), "{twice:?} holds {once:?}");
            // what the lower step put in has no place of its own; a charset puts nothing in
            if lower.iter().all(|(_, _, origin)| origin != Origin::Inserted) && !once.is_empty() {
                prop_assert_eq!(once, twice);
            }
        }

        #[test]
        fn identity_changes_nothing(steps in steps()) {
            let map = build(&steps, 200);
            prop_assert_eq!(map.then(&OffsetMap::identity(200)), map);
        }
    }
}
