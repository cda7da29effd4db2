//! Pages made of what a feed or a message holds, so that one way of cleaning serves all.

use rashomon_text::{OffsetMap, Span};

use crate::Moment;

/// What the container says of a document; goes into the head of the page that is made of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head<'a> {
    pub(crate) language: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
    pub(crate) published: Option<Moment>,
    pub(crate) updated: Option<Moment>,
}

/// A page in the making: its text, and from where in the document each piece of it comes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    /// One past the last byte of the document that was used.
    used: u32,
}

impl Made {
    /// Begins the page: everything up to its `<body>`.
    pub(crate) fn head(&mut self, head: &Head<'_>) {
        match head.language {
            Some(language) => self.put(&format!("<html lang=\"{}\"><head>", escape(language))),
            None => self.put("<html><head>"),
        }
        let published = head.published.map(|it| it.to_string());
        let updated = head.updated.map(|it| it.to_string());
        for (name, value) in [
            ("og:site_name", head.site),
            ("author", head.author),
            ("og:url", head.url),
            ("article:published_time", published.as_deref()),
            ("article:modified_time", updated.as_deref()),
        ] {
            if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
                self.put(&format!("<meta property=\"{name}\" content=\"{}\">", escape(value)));
            }
        }
        self.put("</head><body>");
    }

    /// Appends text that the document does not hold.
    pub(crate) fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.insert(text.len() as u32);
    }

    /// Appends `text`, whose characters stand in the document where `map` says.
    pub(crate) fn append(&mut self, text: &str, map: &OffsetMap) {
        // a page runs in the order of its document; what stands out of order keeps its words
        let first = map.to_raw(Span::new(0, map.clean_len()));
        if first.start < self.used {
            return self.put(text);
        }
        self.used = first.end;
        self.text.push_str(text);
        for (clean, raw, origin) in map.iter() {
            match origin {
                rashomon_text::Origin::Copied => self.map.copy(raw.start, raw.len()),
                rashomon_text::Origin::Atomic => self.map.atom(clean.len(), raw.start..raw.end),
                rashomon_text::Origin::Inserted => self.map.insert(clean.len()),
            }
        }
    }

    /// Appends plain text, written so that a page shows it as it is. With `references`, references in
    /// it are left for the page to resolve: `AT&amp;T`, escaped once too often.
    pub(crate) fn append_plain(&mut self, text: &str, map: &OffsetMap, references: bool) {
        let special = |c: char| matches!(c, '<' | '>') || c == '&' && !references;
        if !text.contains(special) {
            return self.append(text, map);
        }
        let (mut written, mut upper) = (String::with_capacity(text.len()), OffsetMap::new());
        let mut at = 0;
        for (n, c) in text.match_indices(special) {
            written.push_str(&text[at..n]);
            upper.copy(at as u32, (n - at) as u32);
            let reference = match c {
                "<" => "&lt;",
                ">" => "&gt;",
                _ => "&amp;",
            };
            written.push_str(reference);
            upper.atom(reference.len() as u32, n as u32..n as u32 + 1);
            at = n + 1;
        }
        written.push_str(&text[at..]);
        upper.copy(at as u32, (text.len() - at) as u32);
        self.append(&written, &upper.then(map));
    }

    /// Appends plain text as paragraphs: a blank line ends one.
    pub(crate) fn append_paragraphs(&mut self, text: &str, map: &OffsetMap) {
        let mut start = None;
        let mut end = 0;
        let mut at = 0;
        for line in text.split_inclusive('\n').chain([""]) {
            if line.trim().is_empty() {
                if let Some(from) = start.take() {
                    self.put("<p>");
                    self.append_plain(&text[from..end], &cut(map, from, end), false);
                    self.put("</p>");
                }
            } else {
                start.get_or_insert(at);
                end = at + line.trim_end().len();
            }
            at += line.len();
        }
    }
}

/// The map of the clean bytes `from..to` of `map` alone.
pub(crate) fn cut(map: &OffsetMap, from: usize, to: usize) -> OffsetMap {
    let mut window = OffsetMap::new();
    window.copy(from as u32, (to - from) as u32);
    window.then(map)
}

/// `map` with its raw places counted from `start`.
pub(crate) fn counted_from(map: &OffsetMap, start: u32) -> OffsetMap {
    use rashomon_text::Origin;
    let mut out = OffsetMap::new();
    for (clean, raw, origin) in map.iter() {
        let from = raw.start.saturating_sub(start);
        match origin {
            Origin::Copied => out.copy(from, raw.len()),
            Origin::Atomic => out.atom(clean.len(), from..from + raw.len()),
            Origin::Inserted => out.insert(clean.len()),
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_places() {
        let document = "xx a<b &amp; c\n\nd";
        let mut map = OffsetMap::new();
        map.copy(3, 4);
        map.atom(1, 7..12);
        map.copy(12, 5);
        let mut page = Made::default();
        page.put("<h1>");
        page.append_paragraphs("a<b & c\n\nd", &map);
        assert_eq!(page.text, "<h1><p>a&lt;b &amp; c</p><p>d</p>");
        for (words, raw) in [("&lt;", "<"), ("&amp;", "&amp;"), ("c</p><p>d", "c\n\nd"), ("b", "b")]
        {
            let span = Span::find(&page.text, words).unwrap();
            assert_eq!(page.map.to_raw(span).slice(document), raw);
        }
        // out of order: the words, without a place
        page.append("x", &OffsetMap::identity(1));
        assert!(page.text.ends_with('x'));
        assert_eq!(page.map.clean_len() as usize, page.text.len());
        let moved = counted_from(&map, 3);
        assert_eq!(moved.to_raw(Span::new(4, 5)), Span::new(4, 9));
    }
}
