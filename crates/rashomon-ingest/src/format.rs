//! Which format a file has: by its name, and by how it begins.

use std::path::Path;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    Text,
    Html,
    Jsonl,
    Warc,
    Feed,
    Mail,
}

impl Format {
    /// The format that the file's name says; one behind `.gz` counts.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "warc" | "wet" => Some(Self::Warc),
            "xml" | "rss" | "atom" | "rdf" | "opml" => Some(Self::Feed),
            "eml" | "mht" | "mhtml" => Some(Self::Mail),
            _ => None,
        }
    }

    /// The format of a file that is named `path` and begins with `head` (unpacked, where it is
    /// compressed). What can only be one format is that, whatever the name says; then the name
    /// counts; then how a page begins.
    pub(crate) fn sniff(path: &Path, head: &[u8]) -> Self {
        if head.starts_with(b"WARC/") {
            return Self::Warc;
        }
        let named = Self::of(path);
        if let Some(format) = named.filter(|&format| format != Self::Feed) {
            return format;
        }
        match Self::begun(head) {
            // a page is XML too
            Some(Self::Html) => Self::Html,
            begun => named.or(begun).unwrap_or(Self::Text),
        }
    }

    /// The format that a file begins like.
    fn begun(head: &[u8]) -> Option<Self> {
        let head = String::from_utf8_lossy(head);
        let mut start = head.trim_start_matches('\u{FEFF}').trim_start();
        if start.starts_with('{') && head.contains("jsonfeed.org/version") {
            return Some(Self::Feed);
        }
        // what stands before the first element
        let xml = start.starts_with("<?xml");
        while let Some(rest) = start.strip_prefix("<?").or_else(|| start.strip_prefix("<!--")) {
            let end = if start.starts_with("<?") { "?>" } else { "-->" };
            let Some((_, after)) = rest.split_once(end) else { break };
            start = after.trim_start();
        }
        let begins =
            |word: &str| start.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        if begins("<!doctype html") || begins("<html") {
            return Some(Self::Html);
        }
        let feeds = ["<rss", "<feed", "<rdf:rdf", "<opml", "<urlset", "<sitemapindex"];
        (xml || feeds.iter().any(|root| begins(root))).then_some(Self::Feed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, head: &str, format: Format) {
        assert_eq!(Format::sniff(Path::new(name), head.as_bytes()), format, "{name}");
    }

    #[test]
    fn name_then_beginning() {
        check("a.TXT", "<html>", Format::Text);
        check("a.html.gz", "", Format::Html);
        check("a.ndjson", "", Format::Jsonl);
        check("a", "A ferry sank.", Format::Text);
        check("a.txt", "WARC/1.0\r\n", Format::Warc);
        check("a.xml", "<?xml version='1.0'?><!-- x --><html>", Format::Html);
        check("a.xml", "", Format::Feed);
        check("feed", "<?xml version='1.0'?>\n<rss>", Format::Feed);
        check("feed", "<feed xmlns='x'>", Format::Feed);
        check("feed.json", "{ \"version\": \"https://jsonfeed.org/version/1.1\"", Format::Feed);
        check("a.eml", "From: x", Format::Mail);
        check("a.php", "\u{FEFF}\n<!DOCTYPE HTML><p>", Format::Html);
    }
}
