//! From bytes back to words: whether a place in a document as served reads as somebody cites it.

use rashomon_text::{OffsetMap, Span};

use crate::{Kind, Record, html, mail};

/// A record decoded, to look up what its bytes say.
///
/// The way back of cleaning, and independent of what cleaning chose: only the charset is decoded, markup
/// left out and character references resolved.
///
/// ```
/// use rashomon_ingest::{Kind, Record};
/// use rashomon_text::Span;
///
/// let page = b"<p>Salt &amp; <b>pepper</b></p>";
/// let served = Record::new(Kind::Page, "page.html", page.to_vec()).served();
/// assert!(served.says(Span::new(3, 23), "Salt & pepper"));
/// assert!(!served.says(Span::new(3, 23), "Salt and pepper"));
/// ```
#[derive(Clone, Debug)]
pub struct Served {
    text: String,
    map: Option<OffsetMap>,
    page: bool,
}

impl Record {
    /// Unpacks the record ([`Record::payload`]; nothing is in one that cannot be unpacked) and decodes its
    /// charset, and no more; of an item of a feed and of a message, what the page in them is wrapped in is
    /// taken off, too.
    pub fn served(&self) -> Served {
        let bytes = self.payload(&mut Vec::new()).unwrap_or_default();
        let unwrapped = match self.kind {
            Kind::Item(_) => self.item.as_ref().map(|item| item.page.clone()),
            Kind::Mail => mail::page(&bytes).map(|mail| mail.page),
            Kind::Page | Kind::Text | Kind::Json => None,
        };
        let page = unwrapped.is_some() || self.kind == Kind::Page;
        let decoded = unwrapped.unwrap_or_else(|| self.decoded(&bytes));
        Served { text: decoded.text, map: decoded.map, page }
    }
}

impl Served {
    /// Whether the bytes of `raw` read as `text`, white space left aside.
    pub fn says(&self, raw: Span, text: &str) -> bool {
        let expect = dense(text);
        let (before, after) = self.coarse(raw);
        self.readings(raw).iter().any(|reading| {
            let reading = dense(reading);
            let room = reading.len().saturating_sub(expect.len());
            reading == expect
                || room <= before + after
                    && reading.find(&expect).is_some_and(|at| at <= before && room - at <= after)
        })
    }

    /// How many bytes of text the groups at both ends of `raw` hold, where one group stands for several
    /// characters, as in base64: their bytes cannot be told apart.
    fn coarse(&self, raw: Span) -> (usize, usize) {
        let Some(map) = &self.map else { return (0, 0) };
        let clean = map.to_clean(raw);
        let inside = self.text.get(clean.range()).unwrap_or_default();
        let group = |found: Option<(usize, char)>| {
            let Some((at, c)) = found else { return 0 };
            let start = clean.start + at as u32;
            let place = map.to_raw(Span::new(start, start + c.len_utf8() as u32));
            let group = map.to_clean(place).len() as usize;
            if group > c.len_utf8() { group } else { 0 }
        };
        (group(inside.char_indices().next()), group(inside.char_indices().next_back()))
    }

    /// How the bytes of `raw` read, white space squeezed; `None` where there are no such bytes, or they
    /// cut a character in two.
    pub fn reading(&self, raw: Span) -> Option<String> {
        let reading = self.readings(raw).into_iter().next()?;
        Some(reading.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The readings of a range: as markup, and as the title of a page, in which there is none.
    fn readings(&self, raw: Span) -> Vec<String> {
        let span = self.map.as_ref().map_or(raw, |map| map.to_clean(raw));
        let whole = self.map.as_ref().is_none_or(|map| map.to_raw(span) == raw);
        let Some(piece) = self.text.get(span.range()).filter(|_| whole) else { return Vec::new() };
        if self.page { html::readings(piece).into() } else { vec![piece.to_owned()] }
    }
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &[u8], piece: &[u8], reads: Option<&str>) {
        let at = page.windows(piece.len()).position(|it| it == piece).unwrap();
        let served = Record::new(Kind::Page, "a.html", page.to_vec()).served();
        let raw = Span::from_range(at..at + piece.len());
        assert_eq!(served.reading(raw).as_deref(), reads);
        assert!(reads.is_none_or(|reads| served.says(raw, reads)));
    }

    #[test]
    fn what_bytes_say() {
        let page = b"<p>A <b>ferry</b><script>x()</script><br>\n&ldquo;sank&rdquo;, he <i hidden>not </i>said";
        check(page, b"ferry</b><script>x()</script><br>\n&ldquo;sank", Some("ferry \u{201C}sank"));
        check(page, b"he <i hidden>not </i>said", Some("he said"));
        check(b"<meta charset=latin1><p>Vlor\xEB", b"lor\xEB", Some("lor\u{EB}"));
        check("<p>Vlor\u{EB}".as_bytes(), b"Vlor\xC3", None);
    }

    #[test]
    fn a_title_holds_no_markup() {
        let page = b"<title>Ferry <script>x()</script> sinks</title>";
        let served = Record::new(Kind::Page, "a.html", page.to_vec()).served();
        assert!(served.says(Span::new(7, 39), "Ferry <script>x()</script> sinks"));
    }
}
