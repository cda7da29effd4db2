//! Markdown that cannot be broken by what is written into it.

use std::fmt::Write as _;

/// A page being written. Markup comes from literals of this crate ([`Md::raw`]); everything else
/// passes through [`Md::text`], which escapes it.
#[derive(Default)]
pub(super) struct Md {
    out: String,
}

impl Md {
    /// Markup: only strings of this crate.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// A line of markup.
    pub(super) fn line(&mut self, markup: &'static str) -> &mut Self {
        self.raw(markup).end()
    }

    /// The end of a line.
    pub(super) fn end(&mut self) -> &mut Self {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
        self
    }

    /// An empty line, after ending the line that is open.
    pub(super) fn gap(&mut self) -> &mut Self {
        if !self.out.ends_with('\n') {
            self.end();
        }
        self.out.push('\n');
        self
    }

    /// Words, as words: nothing in them acts as markup, and they stay on one line.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        // what acts at the start of a line acts at the start of a list item, too
        let opens =
            self.out.ends_with("- ") || self.out.ends_with("# ") || self.out.ends_with('\n');
        let words = if opens { words.trim_start() } else { words };
        let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let listed = number.len() < words.len() && number.starts_with(['.', ')']);
        for (i, c) in words.char_indices() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' if words[i + 1..]
                    .starts_with(|c: char| c == '#' || c.is_ascii_alphabetic()) =>
                {
                    self.out.push_str("&amp;");
                }
                '\n' | '\r' | '\t' => self.out.push(' '),
                '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '|' | '~' | '!' | '^' | '$' => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                '#' | '+' | '-' | '=' if opens && i == 0 => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                '.' | ')' if opens && listed && i == words.len() - number.len() => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                c => self.out.push(c),
            }
        }
        self
    }

    /// Words in bold, if `bold`; the space around them stays outside the marks.
    pub(super) fn emphasised(&mut self, words: &str, bold: bool) -> &mut Self {
        let inner = words.trim();
        if !bold || inner.is_empty() {
            return self.text(words);
        }
        let start = words.len() - words.trim_start().len();
        self.text(&words[..start]).raw("**").text(inner).raw("**");
        self.text(&words[start + inner.len()..])
    }

    /// A reference to a note.
    pub(super) fn note(&mut self, number: usize) -> &mut Self {
        let _ = write!(self.out, "[^{number}]");
        self
    }

    /// The beginning of a note.
    pub(super) fn define(&mut self, number: usize) -> &mut Self {
        let _ = write!(self.out, "[^{number}]: ");
        self
    }

    /// The page so far.
    pub(super) fn as_str(&self) -> &str {
        &self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn nothing_acts_as_markup() {
        let check = |words: &str, expect: &str| {
            let mut md = Md::default();
            md.raw("- ").text(words);
            assert_eq!(md.as_str().strip_prefix("- ").unwrap(), expect);
        };
        check("plain, words. And more!", "plain, words. And more\\!");
        check("<script>&amp;", "&lt;script&gt;&amp;amp;");
        check(
            "[a](b) ![c](d) `e` *f* _g_ | ~~h~~ [^1]",
            r"\[a\](b) \!\[c\](d) \`e\` \*f\* \_g\_ \| \~\~h\~\~ \[\^1\]",
        );
        check("Port & Rail", "Port & Rail");
        check("# no heading", "\\# no heading");
        check("- no item", "\\- no item");
        check("12. no item", "12\\. no item");
        check("12.5 percent", "12\\.5 percent");
        check("two\nlines", "two lines");
        check("\\", "\\\\");
    }

    /// What a reader of Markdown with every extension makes of it: text, and how many other things.
    fn read(markdown: &str) -> (String, usize) {
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        let (mut text, mut others) = (String::new(), 0);
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(words) => text.push_str(&words),
                Event::Start(Tag::List(None) | Tag::Item) => {}
                Event::Start(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => {
                    others += 1;
                }
                Event::End(_) => {}
                _ => others += 1,
            }
        }
        (text, others)
    }

    fn check_words(words: &str) {
        let mut md = Md::default();
        md.raw("- ").text(words).end();
        let dense = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let (text, others) = read(md.as_str());
        assert_eq!((dense(&text), others), (dense(words), 0), "{:?}", md.as_str());
    }

    proptest! {
        #[test]
        fn words_are_read_back_as_words(words in "\\PC{0,40}") {
            check_words(&words);
        }

        #[test]
        fn so_are_words_of_markup(words in "[-a1 #+*_`~|<>!\\[\\](){}:.=&;$^\\\\\"'\\n]{0,24}") {
            check_words(&words);
        }
    }

    #[test]
    fn space_stays_outside_bold() {
        let mut md = Md::default();
        md.emphasised(" a ", true).emphasised(" ", true).emphasised("b", false);
        assert_eq!(md.as_str(), " **a**  b");
    }
}
