//! Bytes to text: byte order marks, declared charsets, detection, and what is no text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rashomon_text::{Note, OffsetMap};

use crate::mojibake;

/// Text decoded from bytes.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text. Of valid UTF-8 it is the bytes themselves, byte order mark and line ends included, unless
    /// it was spoiled on its way here and was put right.
    pub text: String,
    /// Where each character stands in the bytes; `None` where text and bytes are the same.
    pub map: Option<OffsetMap>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// Decodes `bytes`: valid UTF-8 as it is; else by byte order mark, by `declared` label (an HTTP header
/// or a `<meta>`), or by detection. Never fails: what cannot be decoded becomes U+FFFD, and a note
/// says so. A declaration that the bytes contradict is not followed. UTF-8 that had been taken for
/// windows-1252 ("donâ€™t") is put right where that is certain; `mojibake-repaired` says so.
///
/// ```
/// use rashomon_ingest::decode;
/// use rashomon_text::Span;
///
/// let decoded = decode(b"Caf\xE9 in Vlor\xEB", Some("windows-1252"));
/// assert_eq!(decoded.text, "Café in Vlorë");
/// assert_eq!(decoded.map.unwrap().to_raw(Span::new(3, 5)), Span::new(3, 4));
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let mut decoded = charset(bytes, declared);
    mojibake::repair(&mut decoded);
    decoded
}

fn charset(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return transcode(bytes, length, encoding, "its byte order mark");
    }
    if let Some(encoding) = utf16(bytes) {
        return transcode(bytes, 0, encoding, "its zero bytes");
    }
    let error = match std::str::from_utf8(bytes) {
        Err(error) => error,
        // whatever a page claims, bytes that are valid UTF-8 are UTF-8
        Ok(text) => {
            let notes = mismatch(text, declared).into_iter().collect();
            return Decoded { text: text.to_owned(), map: None, notes };
        }
    };
    let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
    if mostly_utf8(bytes, valid) {
        let mut decoded = transcode(bytes, 0, UTF_8, "most of its bytes");
        let bad = decoded.text.matches('\u{FFFD}').count();
        decoded.notes = vec![Note::new(
            "invalid-utf8",
            format!(
                "{bad} places are not valid UTF-8 and show as U+FFFD; save the file again as UTF-8"
            ),
        )];
        return decoded;
    }
    let label = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // markup in UTF-16 has zero bytes
    let fits = |encoding| ![UTF_16LE, UTF_16BE].contains(&encoding) || bytes.contains(&0);
    let label = label.filter(|&encoding| encoding != UTF_8 && fits(encoding));
    let claimed = label.map(|encoding| transcode(bytes, 0, encoding, "its own declaration"));
    if let Some(decoded) = claimed.as_ref().filter(|decoded| !is_lossy(decoded)) {
        return decoded.clone();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let mut detected = transcode(bytes, 0, detector.guess(None, Utf8Detection::Deny), "detection");
    match (claimed, label) {
        // a declaration that does not fit is no worse than a guess that does not
        (Some(claimed), _) if is_lossy(&detected) => claimed,
        (Some(_), Some(label)) => {
            detected.notes.push(Note::new(
                "charset-mismatch",
                format!("declared {}, in which some of the bytes mean nothing", label.name()),
            ));
            detected
        }
        _ => detected,
    }
}

fn is_lossy(decoded: &Decoded) -> bool {
    decoded.notes.iter().any(|note| note.code == "undecodable")
}

/// The kind of UTF-16 that `bytes` are without a byte order mark: every other byte of mostly ASCII text is
/// zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let pairs = head.len() / 2;
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 8 {
        None
    } else if odd * 4 > pairs * 3 && even * 16 < pairs {
        Some(UTF_16LE)
    } else if even * 4 > pairs * 3 && odd * 16 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A note where a page claims a charset that its bytes contradict.
fn mismatch(text: &str, declared: Option<&str>) -> Option<Note> {
    let claimed = Encoding::for_label(declared?.trim().as_bytes())?;
    (claimed != UTF_8 && !text.is_ascii()).then(|| {
        Note::new(
            "charset-mismatch",
            format!(
                "declared {}, but the bytes are valid UTF-8 and were read as such",
                claimed.name()
            ),
        )
    })
}

/// Whether bytes that are not valid UTF-8 are UTF-8 with some damage: more well-formed sequences of
/// several bytes than malformed ones.
fn mostly_utf8(bytes: &[u8], valid: &str) -> bool {
    let mut good = multibyte(valid);
    let mut bad = 1usize;
    let mut rest = &bytes[valid.len()..];
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                good += multibyte(text);
                break;
            }
            Err(error) => {
                let (text, tail) = rest.split_at(error.valid_up_to());
                good += multibyte(std::str::from_utf8(text).unwrap_or_default());
                bad += usize::from(!text.is_empty() || tail.len() < rest.len());
                rest = &tail[error.error_len().unwrap_or(tail.len()).max(1).min(tail.len())..];
            }
        }
    }
    good >= bad
}

fn multibyte(text: &str) -> usize {
    text.bytes().filter(|&b| b >= 0xC0).count()
}

/// Decodes a byte at a time, so that every character is tied to the bytes it came from.
fn transcode(bytes: &[u8], skip: usize, encoding: &'static Encoding, why: &str) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut map) = (String::with_capacity(bytes.len()), OffsetMap::new());
    let mut buffer = [0u8; 64];
    let (mut from, mut at) = (skip, skip);
    let mut lost = false;
    loop {
        // pure ASCII between characters: copied as a run
        if from == at && ascii_is_itself(encoding) {
            let run = ascii_run(&bytes[at..]);
            if run > 0 {
                // keep the decoder in step: all of these encodings are stateless at ASCII
                text.push_str(std::str::from_utf8(&bytes[at..at + run]).unwrap_or_default());
                map.copy(at as u32, run as u32);
                at += run;
                from = at;
            }
        }
        let last = at >= bytes.len();
        let input = if last { &[][..] } else { &bytes[at..=at] };
        let (result, read, written, replaced) = decoder.decode_to_utf8(input, &mut buffer, last);
        at += read;
        lost |= replaced;
        if written > 0 {
            text.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or_default());
            map.atom(written as u32, from as u32..at as u32);
            from = at;
        }
        if last && result == CoderResult::InputEmpty {
            break;
        }
    }
    let name = encoding.name();
    let mut notes =
        vec![Note::new("charset", format!("not UTF-8: decoded as {name}, going by {why}"))];
    if lost {
        notes.push(Note::new(
            "undecodable",
            format!("some bytes mean nothing in {name} and show as U+FFFD"),
        ));
    }
    Decoded { text, map: Some(map), notes }
}

fn ascii_run(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len())
}

/// Whether ASCII bytes always stand for themselves, also after other bytes.
fn ascii_is_itself(encoding: &'static Encoding) -> bool {
    encoding == UTF_8 || encoding.is_single_byte()
}

/// The charset a page declares in its first kilobyte: `<meta charset>` or `<?xml encoding?>`.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let after = |key: &str| {
        let rest = head[head.find(key)? + key.len()..].trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        Some(rest[..end.unwrap_or(rest.len())].to_owned()).filter(|label| !label.is_empty())
    };
    after("charset").or_else(|| after("encoding"))
}

/// Says what `bytes` are if they are no text, with the way out.
pub(crate) fn binary(bytes: &[u8]) -> Option<String> {
    let known = [
        (&b"%PDF"[..], "a PDF; take its text out with `pdftotext FILE.pdf`, and name the .txt"),
        (b"PK\x03\x04", "a ZIP archive or an office document; unpack it, or save it as text"),
        (b"\x1F\x8B", "gzip-compressed; unpack it with gunzip"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"BZh", "bzip2-compressed; unpack it with bunzip2"),
        (b"\x28\xB5\x2F\xFD", "zstd-compressed; unpack it with unzstd"),
        (b"\xD0\xCF\x11\xE0", "an office document; save it as text"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x7FELF", "a program"),
    ];
    if let Some((_, what)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(format!("is {what}"));
    }
    if Encoding::for_bom(bytes).is_some() || utf16(bytes).is_some() {
        return None;
    }
    let head = &bytes[..bytes.len().min(64 << 10)];
    let odd = head
        .iter()
        .filter(|&&b| b == 0x7F || b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    // a stray NUL does not make a text binary
    (odd * 20 > head.len())
        .then(|| "is binary data, not text; name a text, HTML or JSONL file".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rashomon_text::Span;

    /// Decodes, and checks that each character's raw bytes decode to it where they stand alone.
    fn check(bytes: &[u8], declared: Option<&str>, text: &str, codes: &[&str]) {
        let decoded = decode(bytes, declared);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.notes.iter().map(|note| note.code).collect::<Vec<_>>(), codes);
        if let Some(map) = decoded.map {
            assert_eq!(map.clean_len() as usize, text.len());
            let whole = map.to_raw(Span::new(0, map.clean_len()));
            assert_eq!(whole.end as usize, bytes.len());
        }
    }

    #[test]
    fn utf8_is_kept_as_it_is() {
        check("\u{FEFF}a\r\nb – c".as_bytes(), None, "\u{FEFF}a\r\nb – c", &[]);
        check("Vlorë".as_bytes(), Some("iso-8859-1"), "Vlorë", &["charset-mismatch"]);
    }

    #[test]
    fn other_charsets_are_told() {
        check(b"Vlor\xEB", Some("latin1"), "Vlorë", &["charset"]);
        check(b"\xFF\xFEa\0\xEB\0", None, "aë", &["charset"]);
        check(b"\x82\xA0a", Some("shift_jis"), "あa", &["charset"]);
        let cyrillic = b"\xCF\xEE\xF1\xEE\xEB\xFC\xF1\xF2\xE2\xEE \xE7\xE0\xEA\xF0\xFB\xF2\xEE";
        check(cyrillic, None, "Посольство закрыто", &["charset"]);
    }

    #[test]
    fn lies_are_not_followed() {
        check(b"Vlor\xEB, \xE0 c\xF4t\xE9", Some("utf-16"), "Vlorë, à côté", &["charset"]);
        check(
            b"Vlor\xEB, \xE0 c\xF4t\xE9.",
            Some("shift_jis"),
            "Vlorë, à côté.",
            &["charset", "charset-mismatch"],
        );
        check(
            b"<\0r\0s\0s\0 \0a\0=\0b\0 \0c\0\xEB\0>\0",
            Some("latin1"),
            "<rss a=b cë>",
            &["charset"],
        );
        check(b"\0<\0r\0s\0s\0 \0a\0=\0b\0 \0c\0\xEB\0>", None, "<rss a=b cë>", &["charset"]);
    }

    #[test]
    fn damage_is_told() {
        check(
            b"na\xC3\xAFve \xE2\x80\x9Cword\xE2\x80\x9D \xFF.",
            None,
            "naïve “word” \u{FFFD}.",
            &["invalid-utf8"],
        );
    }

    #[test]
    fn binary_data_is_known() {
        assert!(binary(b"%PDF-1.7 ...").unwrap().contains("PDF"));
        assert!(binary(&[0, 1, 2, 3, 4, 5, 6, 7, 8]).is_some());
        assert!(binary(b"a text with one stray \0 byte in it and more words").is_none());
        assert!(binary(b"\xFF\xFEa\0").is_none(), "UTF-16");
    }

    proptest! {
        #[test]
        fn never_fails_and_maps_everything(bytes: Vec<u8>, label in "[a-z0-9-]{0,9}") {
            let decoded = decode(&bytes, Some(&label));
            if let Some(map) = decoded.map {
                prop_assert_eq!(map.clean_len() as usize, decoded.text.len());
            } else {
                prop_assert_eq!(decoded.text.as_bytes(), &bytes[..]);
            }
        }
    }
}
