//! Which format a file has: by its name, and by how it begins.

use std::path::Path;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    Text,
    Html,
    Jsonl,
    Warc,
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
        if let Some(format) = Self::of(path) {
            return format;
        }
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let begins = |word: &str| {
            start.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
        };
        if begins("<!doctype html") || begins("<html") { Self::Html } else { Self::Text }
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
        check("a.php", "\u{FEFF}\n<!DOCTYPE HTML><p>", Format::Html);
    }
}
