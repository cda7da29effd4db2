//! Header lines, as WARC and HTTP write them: `Name: value`, up to an empty line.

/// The fields of a header. Values hold no control characters.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// What stands before the fields: `WARC/1.0`, `HTTP/1.1 200 OK`.
    pub(super) first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads lines that end with a line feed, with a carriage return before it or without. A line that
    /// begins with white space goes on with the one before; one that is no field is passed over.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut head = Self::default();
        for (n, line) in bytes.split(|&b| b == b'\n').enumerate() {
            let text = plain(line);
            if n == 0 {
                text.trim().clone_into(&mut head.first);
            } else if line.starts_with(b" ") || line.starts_with(b"\t") {
                if let Some((_, value)) = head.fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        head
    }

    /// The value of the first field of that name (in lower case), unless it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(it, _)| it == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}

/// Text without control characters: they mean nothing in a header, and something on a terminal.
fn plain(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let text = text.trim_end_matches('\r');
    text.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}

/// The length of a header that `bytes` begin with, its empty line included; looks from byte `from` on.
pub(super) fn end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from.saturating_sub(3);
    while let Some(n) = bytes[at..].iter().position(|&b| b == b'\n') {
        at += n + 1;
        match &bytes[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// A media type without its parameters, in lower case, and its charset.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    });
    (media_type, charset.filter(|label| !label.is_empty()).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name() {
        let bytes = b"WARC/1.0\r\nWARC-Type: response\r\nnothing\r\nX-Long: a\r\n  b\r\nEmpty:\r\nEvil: a\x1B[31m\0b\r\n\r\nrest";
        let length = end(bytes, 0).unwrap();
        assert_eq!(&bytes[length..], b"rest");
        let head = Head::parse(&bytes[..length]);
        assert_eq!(head.first, "WARC/1.0");
        assert_eq!(head.get("warc-type"), Some("response"));
        assert_eq!(head.get("x-long"), Some("a b"));
        assert_eq!(head.get("empty"), None);
        assert_eq!(head.get("evil"), Some("a\u{FFFD}[31m\u{FFFD}b"));
    }

    #[test]
    fn an_end_is_found_wherever_one_looks_from() {
        for (bytes, length) in
            [(&b"a\n\nb"[..], Some(3)), (b"a\r\n\r\nb", Some(5)), (b"a\r\nb\r\n", None)]
        {
            for from in 0..=length.unwrap_or(bytes.len()) {
                assert_eq!(end(bytes, from), length, "{bytes:?} from {from}");
            }
        }
    }

    #[test]
    fn media_types_come_with_charsets() {
        let check = |value: &str, name: &str, charset: Option<&str>| {
            assert_eq!(media_type(value), (name.to_owned(), charset.map(str::to_owned)));
        };
        check("Text/HTML; q=1; Charset=\"koi8-r\"", "text/html", Some("koi8-r"));
        check("text/html", "text/html", None);
        check("text/html; charset=", "text/html", None);
    }
}
