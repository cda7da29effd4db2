//! Text of a page with its character references resolved, tied to its bytes.

use std::convert::Infallible;

use encoding_rs::WINDOWS_1252;
use html5gum::{
    Span as TokenSpan, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use rashomon_text::OffsetMap;

/// No character reference by name is longer.
const LONGEST: usize = 40;

/// Appends the text of one text token to `text`, and where each character stands to `map`.
///
/// `raw` is the token as it stands in the page at byte `start`, `value` what the tokenizer read there.
/// The two are followed side by side; should they ever disagree, the whole token becomes one piece.
/// Of a token of more than `room` bytes, no more are taken; says whether all of it was.
pub(super) fn append(
    raw: &str,
    start: u32,
    value: &str,
    room: usize,
    text: &mut String,
    map: &mut OffsetMap,
) -> bool {
    let whole = raw.len() <= room;
    let raw = head(raw, room);
    let same = |built: &str| if whole { built == value } else { value.starts_with(built) };
    if same(raw) {
        text.push_str(raw);
        map.copy(start, raw.len() as u32);
        return whole;
    }
    for title in [false, true] {
        let (built, pieces) = resolved(raw, title);
        if !same(&built) {
            continue;
        }
        text.push_str(&built);
        for Piece { len, from, to, copied } in pieces {
            if copied {
                map.copy(start + from, len);
            } else {
                map.atom(len, start + from..start + to);
            }
        }
        return whole;
    }
    if whole {
        text.push_str(value);
        map.atom(value.len() as u32, start..start + raw.len() as u32);
    }
    whole
}

/// At most `room` bytes of a token, and no half of a character or of a reference.
fn head(raw: &str, room: usize) -> &str {
    if raw.len() <= room {
        return raw;
    }
    let mut end = room;
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let from = end.saturating_sub(LONGEST);
    let half = raw.as_bytes()[from..end].iter().rposition(|&b| b == b'&');
    &raw[..half.map_or(end, |at| from + at)]
}

/// `len` bytes of text from bytes `from..to` of a token.
struct Piece {
    len: u32,
    from: u32,
    to: u32,
    copied: bool,
}

/// The text of a token with references and line ends resolved. In a title a NUL is replaced, elsewhere it is
/// kept; elsewhere an end tag without a name, `</>`, is nothing.
fn resolved(raw: &str, title: bool) -> (String, Vec<Piece>) {
    let (mut built, mut pieces) = (String::with_capacity(raw.len()), Vec::new());
    let special = |c: char| matches!(c, '&' | '\r') || c == if title { '\0' } else { '<' };
    let mut at = 0;
    while at < raw.len() {
        let run = raw[at..].find(special).map_or(raw.len(), |run| at + run);
        let before = built.len();
        let copied = run > at;
        let used = if copied {
            built.push_str(&raw[at..run]);
            run - at
        } else if raw[at..].starts_with('\r') {
            built.push('\n');
            if raw[at..].starts_with("\r\n") { 2 } else { 1 }
        } else if raw[at..].starts_with('\0') {
            built.push('\u{FFFD}');
            1
        } else if raw[at..].starts_with("</>") {
            3
        } else if raw[at..].starts_with('<') {
            built.push('<');
            1
        } else {
            resolve(&raw[at..], &mut built)
        };
        let len = (built.len() - before) as u32;
        pieces.push(Piece { len, from: at as u32, to: (at + used) as u32, copied });
        at += used;
    }
    (built, pieces)
}

/// Resolves the reference that `raw` begins with, appends what it stands for, and gives its length.
pub(crate) fn resolve(raw: &str, out: &mut String) -> usize {
    const COMMON: [(&str, &str); 8] = [
        ("&nbsp;", "\u{A0}"),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&rsquo;", "’"),
        ("&mdash;", "—"),
    ];
    if let Some((reference, stands)) = COMMON.iter().find(|(name, _)| raw.starts_with(name)) {
        out.push_str(stands);
        return reference.len();
    }
    if let Some((length, stands)) = numeric(raw) {
        out.push(stands);
        return length;
    }
    // up to what cannot be part of it
    let inner = raw[1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    let mut end = inner.map_or(raw.len(), |at| at + 1);
    if raw[end..].starts_with(';') {
        end += 1;
    }
    let candidate = &raw[..end.min(LONGEST)];
    if candidate.len() < 3 {
        out.push('&');
        return 1;
    }
    // let the tokenizer say, then see how much of the end it left alone
    let read = read(candidate);
    let same = read
        .bytes()
        .rev()
        .zip(candidate.bytes().rev())
        .take_while(|(a, b)| a == b && a.is_ascii())
        .count();
    if same >= candidate.len() {
        out.push('&');
        return 1;
    }
    out.push_str(&read[..read.len() - same]);
    candidate.len() - same
}

/// Length and meaning of a reference by number, of whatever length: `&#8217;`, `&#x2019;`.
fn numeric(raw: &str) -> Option<(usize, char)> {
    let digits = raw.strip_prefix("&#")?;
    let (digits, radix) =
        digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(length);
    let mut code = (!digits.is_empty()).then_some(0u32)?;
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
    }
    let stands = match code {
        0 => None,
        // numbers of windows-1252 that are none of Unicode's letters
        0x80..=0x9F => WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next(),
        _ => char::from_u32(code),
    };
    let length = raw.len() - rest.len() + usize::from(rest.starts_with(';'));
    Some((length, stands.unwrap_or('\u{FFFD}')))
}

fn read(candidate: &str) -> String {
    let mut text = String::new();
    let emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: TokenSpan<usize>| -> Option<Infallible> {
            if let CallbackEvent::String { value } = event {
                text.push_str(&String::from_utf8_lossy(value));
            }
            None
        },
    );
    let Ok(()) = Tokenizer::new_with_emitter(candidate, emitter).finish();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_number() {
        let zeros = "0".repeat(100);
        let nines = "9".repeat(100);
        for (raw, expect) in [
            ("&#65;", "A"),
            ("&#x41;b", "Ab"),
            ("&#X41b", "\u{41b}"),
            ("&#65 b", "A b"),
            ("&#146;", "’"),
            ("&#x81;", "\u{81}"),
            ("&#0;", "\u{FFFD}"),
            ("&#xD800;", "\u{FFFD}"),
            (&format!("&#{zeros}65;"), "A"),
            (&format!("a&#x{nines}`;"), "a\u{FFFD}`;"),
            ("&#;", "&#;"),
            ("&#x;", "&#x;"),
            ("&#xg;", "&#xg;"),
        ] {
            let (built, pieces) = resolved(raw, false);
            assert_eq!(built, expect);
            assert_eq!(read(raw), expect, "as the tokenizer says");
            assert_eq!(pieces.iter().map(|it| it.to - it.from).sum::<u32>(), raw.len() as u32);
        }
    }

    #[test]
    fn no_half_of_anything_is_taken() {
        for (raw, room, expect) in [
            ("a ferry", 7, "a ferry"),
            ("a ferry", 3, "a f"),
            ("éé", 3, "é"),
            ("fish &amp; chips", 8, "fish "),
            ("fish &amp; chips", 0, ""),
        ] {
            assert_eq!(head(raw, room), expect, "{raw}, {room}");
        }
        let (mut text, mut map) = (String::new(), OffsetMap::new());
        assert!(!append("fish &amp; chips", 5, "fish & chips", 12, &mut text, &mut map));
        assert_eq!((text.as_str(), map.clean_len()), ("fish ", 5));
    }
}
