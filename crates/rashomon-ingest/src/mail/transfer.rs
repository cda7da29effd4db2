//! Transfer encodings of mail, each byte tied to the bytes it is written with.

use mail_parser::Encoding;
use rashomon_text::OffsetMap;

/// What `raw[from..to]` holds, and where in `raw` each byte stands.
///
/// A byte of quoted-printable is the one it is written as or the three of `=E9`; of base64, three bytes
/// come from four together. Whatever is no code of either is kept or passed over, as mail readers do.
pub(super) fn decode(
    raw: &[u8],
    from: usize,
    to: usize,
    encoding: Encoding,
) -> (Vec<u8>, OffsetMap) {
    let to = to.min(raw.len());
    let from = from.min(to);
    match encoding {
        Encoding::QuotedPrintable => quoted_printable(&raw[from..to], from),
        Encoding::Base64 => base64(&raw[from..to], from),
        Encoding::None => {
            let mut map = OffsetMap::new();
            map.copy(from as u32, (to - from) as u32);
            (raw[from..to].to_vec(), map)
        }
    }
}

fn quoted_printable(raw: &[u8], from: usize) -> (Vec<u8>, OffsetMap) {
    let (mut out, mut map) = (Vec::with_capacity(raw.len()), OffsetMap::new());
    let mut at = 0;
    while at < raw.len() {
        let run = raw[at..].iter().position(|&b| b == b'=').unwrap_or(raw.len() - at);
        out.extend_from_slice(&raw[at..at + run]);
        map.copy((from + at) as u32, run as u32);
        at += run;
        if at == raw.len() {
            break;
        }
        // a line broken for its length
        let blank = raw[at + 1..].iter().take_while(|&&b| b == b' ' || b == b'\t').count();
        let end = &raw[at + 1 + blank..];
        let broken = if end.starts_with(b"\r\n") {
            Some(2)
        } else if end.starts_with(b"\n") {
            Some(1)
        } else {
            end.is_empty().then_some(0)
        };
        if let Some(length) = broken {
            at += 1 + blank + length;
            continue;
        }
        let digit = |n: usize| raw.get(at + n).and_then(|&b| char::from(b).to_digit(16));
        if let (Some(high), Some(low)) = (digit(1), digit(2)) {
            out.push((high * 16 + low) as u8);
            map.atom(1, (from + at) as u32..(from + at + 3) as u32);
            at += 3;
        } else {
            out.push(b'=');
            map.copy((from + at) as u32, 1);
            at += 1;
        }
    }
    (out, map)
}

fn base64(raw: &[u8], from: usize) -> (Vec<u8>, OffsetMap) {
    let (mut out, mut map) = (Vec::with_capacity(raw.len() / 4 * 3), OffsetMap::new());
    // up to four codes of six bits, and where the first of them stands
    let (mut bits, mut codes, mut start) = (0u32, 0, 0);
    let mut flush = |bits: u32, codes: u32, start: usize, end: usize| {
        let bytes = (codes * 6 / 8) as usize;
        let filled = bits << (6 * (4 - codes));
        out.extend_from_slice(&filled.to_be_bytes()[1..=bytes]);
        map.atom(bytes as u32, (from + start) as u32..(from + end) as u32);
    };
    let mut last = 0;
    for (at, &b) in raw.iter().enumerate() {
        let code = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // the end of a piece; several may be joined
            b'=' if codes > 0 => {
                flush(bits, codes, start, at);
                (bits, codes) = (0, 0);
                continue;
            }
            _ => continue,
        };
        if codes == 0 {
            start = at;
        }
        (bits, codes, last) = (bits << 6 | u32::from(code), codes + 1, at + 1);
        if codes == 4 {
            flush(bits, codes, start, last);
            (bits, codes) = (0, 0);
        }
    }
    if codes > 0 {
        flush(bits, codes, start, last);
    }
    (out, map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rashomon_text::Span;

    fn check(raw: &str, encoding: Encoding, text: &str, words: &str, written: &str) {
        let (bytes, map) = decode(raw.as_bytes(), 1, raw.len(), encoding);
        assert_eq!(String::from_utf8_lossy(&bytes), text);
        let span = Span::find(text, words).unwrap();
        assert_eq!(map.to_raw(span).slice(raw), written);
    }

    #[test]
    fn decodes_with_places() {
        use Encoding::{Base64, None, QuotedPrintable};
        check(
            "xport=E2=80=99s long =\r\nline = =zz=",
            QuotedPrintable,
            "port’s long line = =zz",
            "’s long line",
            "=E2=80=99s long =\r\nline",
        );
        check("xSGFy\r\nYm91cg==", Base64, "Harbour", "bou", "Ym91");
        check("xSGFyYm91cg", Base64, "Harbour", "r", "SGFy");
        check("xplain", None, "plain", "la", "la");
    }

    proptest! {
        #[test]
        fn never_fails(raw: Vec<u8>, text in "[A-Za-z0-9+/=\r\n ]{0,80}") {
            for raw in [&raw[..], text.as_bytes()] {
                for encoding in [Encoding::QuotedPrintable, Encoding::Base64, Encoding::None] {
                    let (bytes, map) = decode(raw, 1, raw.len(), encoding);
                    prop_assert_eq!(map.clean_len() as usize, bytes.len());
                    prop_assert!(map.to_raw(Span::new(0, map.clean_len())).end as usize <= raw.len());
                }
            }
        }
    }
}
