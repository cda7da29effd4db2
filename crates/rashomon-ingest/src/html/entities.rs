//! Text of a page with its character references resolved, tied to its bytes.

use std::convert::Infallible;

use html5gum::{
    Span as TokenSpan, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use rashomon_text::OffsetMap;

/// No character reference is longer.
const LONGEST: usize = 40;

/// Appends the text of one text token to `text`, and where each character stands to `map`.
///
/// `raw` is the token as it stands in the page at byte `start`, `value` what the tokenizer read there.
/// The two are followed side by side; should they ever disagree, the whole token becomes one piece.
pub(super) fn append(raw: &str, start: u32, value: &str, text: &mut String, map: &mut OffsetMap) {
    if raw == value {
        text.push_str(raw);
        map.copy(start, raw.len() as u32);
        return;
    }
    for title in [false, true] {
        let (built, pieces) = resolved(raw, title);
        if built != value {
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
        return;
    }
    text.push_str(value);
    map.atom(value.len() as u32, start..start + raw.len() as u32);
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
