use rashomon_text::{ParagraphKind, Reason, Removed, Span};

/// A text cut into lines (or, where lines are wrapped at a margin, into blocks between blank lines),
/// with what cleaning has decided about each.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    pub(crate) text: &'t str,
    pub(crate) lines: Vec<Line>,
    /// Ranges marked inside lines that are kept.
    pub(crate) parts: Vec<Removed>,
    /// Whether blank lines stand between most paragraphs.
    pub(crate) spaced: bool,
    /// Whether the lines come from a page whose elements have already told lists of links apart.
    pub(crate) marked_up: bool,
}

/// One line, or one block of wrapped lines.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Without white space at the ends.
    pub(crate) span: Span,
    /// For comparing: see [`fold`].
    pub(crate) folded: String,
    /// White-space separated words.
    pub(crate) words: usize,
    /// Whether a full stop, a question or exclamation mark ends it, closing marks left aside.
    pub(crate) terminal: bool,
    /// Whether it ends in an ellipsis.
    pub(crate) cut: bool,
    /// Blank lines before it.
    pub(crate) blanks: usize,
    pub(crate) fate: Fate,
}

/// What cleaning has decided about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing yet; running text in the end.
    Open,
    Keep(ParagraphKind),
    Remove(Reason),
}

impl<'t> Page<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut lines = Vec::new();
        let (mut at, mut blanks) = (0, 0);
        while at < text.len() {
            let rest = &text[at..];
            let end = rest.find(['\n', '\r', '\u{0C}', '\u{2028}', '\u{2029}', '\u{85}']);
            let line = Span::from_range(at..at + end.unwrap_or(rest.len()));
            let span = trim(line, text);
            if span.is_empty() {
                blanks += 1;
            } else {
                lines.push(Line::new(text, span, blanks));
                blanks = 0;
            }
            let Some(end) = end else { break };
            let mark = if rest[end..].starts_with("\r\n") {
                2
            } else {
                rest[end..].chars().next().map_or(1, char::len_utf8)
            };
            at += end + mark;
        }
        if wrapped(text, &lines) {
            lines = blocks(text, &lines);
        }
        let spaced = lines.iter().skip(1).filter(|line| line.blanks > 0).count() * 2
            > lines.len().saturating_sub(1);
        Self { text, lines, parts: Vec::new(), spaced, marked_up: false }
    }

    pub(crate) fn str(&self, n: usize) -> &'t str {
        self.lines[n].span.slice(self.text)
    }

    pub(crate) fn is_open(&self, n: usize) -> bool {
        self.lines.get(n).is_some_and(|line| line.fate == Fate::Open)
    }

    pub(crate) fn is_removed(&self, n: usize) -> bool {
        matches!(self.lines[n].fate, Fate::Remove(_))
    }

    pub(crate) fn remove(&mut self, n: usize, reason: Reason) {
        self.lines[n].fate = Fate::Remove(reason);
    }

    /// Keeps line `n` as `kind` and marks bytes `from..to` of it.
    pub(crate) fn remove_part(&mut self, n: usize, from: usize, to: usize, reason: Reason) {
        let start = self.lines[n].span.start;
        let span = trim(Span::new(start + from as u32, start + to as u32), self.text);
        if !span.is_empty() {
            self.parts.push(Removed { span, reason });
        }
    }

    /// The first line that nothing is decided about.
    pub(crate) fn first_open(&self) -> Option<usize> {
        (0..self.lines.len()).find(|&n| self.is_open(n))
    }
}

impl Line {
    pub(crate) fn new(text: &str, span: Span, blanks: usize) -> Self {
        let line = span.slice(text);
        let closed = line.trim_end_matches(|c: char| {
            matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '*') || c.is_whitespace()
        });
        let cut = closed.ends_with('…') || closed.ends_with("...");
        Self {
            span,
            folded: fold(line),
            words: line.split_whitespace().count(),
            terminal: closed.ends_with(['.', '!', '?', '…', '。', '؟', '۔', '।']),
            cut,
            blanks,
            fate: Fate::Open,
        }
    }

    /// Whether it reads like a sentence of an article, going by length and punctuation.
    pub(crate) fn is_running(&self) -> bool {
        self.words >= 25 || self.words >= 10 && self.terminal && !self.cut
    }

    /// The first letter of the line is a lower-case one.
    pub(crate) fn starts_lower(&self, text: &str) -> bool {
        let first = self.span.slice(text).chars().find(|c| !"“\"'‘(".contains(*c));
        first.is_some_and(char::is_lowercase)
    }
}

/// The span without white space, byte order marks and zero-width characters at its ends.
pub(crate) fn trim(span: Span, text: &str) -> Span {
    let invisible =
        |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\0');
    let slice = span.slice(text);
    let start = span.start + (slice.len() - slice.trim_start_matches(invisible).len()) as u32;
    Span::new(start, start + slice.trim_matches(invisible).len() as u32)
}

/// A line for comparing with cues: lower case, one kind of quote mark, dash and space, every run of
/// digits as `#`, bullets at the start left out.
///
/// `"▶ READ MORE – 12 photos"` becomes `"read more - # photos"`.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bullets = |c: char| c.is_whitespace() || "•*·▶►▪●|>»–—-+".contains(c);
    let mut chars = text.trim_start_matches(bullets).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '‘' | '’' | '`' | '´' | '′' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            _ if c.is_ascii_digit() => {
                while chars.next_if(char::is_ascii_digit).is_some() {}
                out.push('#');
            }
            _ if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if c.is_uppercase() => out.extend(c.to_lowercase()),
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {}
            _ => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether lines break at a margin instead of at paragraphs: most lines that another follows at once
/// end inside a sentence, and none is long.
fn wrapped(text: &str, lines: &[Line]) -> bool {
    let mut followed = 0;
    let mut broken = 0;
    for pair in lines.windows(2) {
        if pair[0].span.slice(text).chars().count() > 120 {
            return false;
        }
        if pair[1].blanks == 0 {
            followed += 1;
            broken += usize::from(!pair[0].terminal && pair[0].words >= 5);
        }
    }
    let blocks = lines.iter().filter(|line| line.blanks > 0).count();
    followed >= 6 && broken * 10 >= followed * 7 && blocks * 2 <= lines.len() && {
        // a list of headlines also breaks without full stops, but its lines begin with capitals
        let low = lines.windows(2).filter(|w| w[1].blanks == 0 && w[1].starts_lower(text)).count();
        low * 3 >= followed
    }
}

/// Joins lines with no blank line between them.
fn blocks(text: &str, lines: &[Line]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut open: Option<(Span, usize)> = None;
    for line in lines {
        open = match open {
            Some((span, blanks)) if line.blanks == 0 => Some((span.cover(line.span), blanks)),
            Some((span, blanks)) => {
                out.push(Line::new(text, span, blanks));
                Some((line.span, line.blanks))
            }
            None => Some((line.span, line.blanks)),
        };
    }
    out.extend(open.map(|(span, blanks)| Line::new(text, span, blanks)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        assert_eq!(fold("▶ READ MORE – 12 photos"), "read more - # photos");
        assert_eq!(fold("“Don’t”\u{A0} go… 1,234"), "\"don't\" go... #,#");
    }

    #[test]
    fn lines_of_every_kind() {
        let text = "\u{FEFF}One.\r\n\r\nTwo\rThree\n \u{A0} \nFour…";
        let page = Page::new(text);
        let lines: Vec<_> = page.lines.iter().map(|l| (l.span.slice(text), l.blanks)).collect();
        assert_eq!(lines, [("One.", 0), ("Two", 1), ("Three", 0), ("Four…", 1)]);
        assert!(page.lines[3].cut && page.lines[0].terminal && !page.lines[1].terminal);
    }

    #[test]
    fn wrapped_lines_are_blocks() {
        let text = "A headline\n\nThe harbour of Valletta was closed\non Monday after a storm that\n\
            broke two of its piers and sank\na ferry. Nobody was hurt, the port\nauthority said.\n\n\
            It will open again on Friday, when\nthe piers have been looked at by\nengineers.\n";
        let page = Page::new(text);
        assert_eq!(page.lines.len(), 3);
        assert!(page.str(2).ends_with("engineers."));
    }
}
