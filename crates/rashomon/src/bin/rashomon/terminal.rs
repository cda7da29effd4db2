//! Words of documents on a terminal and in a log: nothing in them acts.

use std::fmt::Write as _;

/// The text with every character that acts on a terminal or on the text around it written out: `\u{1b}`.
///
/// These are control characters (escape sequences begin with one), overrides of writing direction, and
/// characters without width. Line breaks and tabs stay.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let acts = c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}');
        if acts {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_acts() {
        assert_eq!(plain("a\tb\n\u{E9}"), "a\tb\n\u{E9}");
        assert_eq!(plain("\u{1B}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(plain("a\u{202E}b\u{200B}c\u{9B}"), "a\\u{202e}b\\u{200b}c\\u{9b}");
    }
}
