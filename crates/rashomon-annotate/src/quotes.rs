//! Passages between quotation marks.
//!
//! # What it finds
//! Pairs of double and single marks, straight, curly, angled or doubled (`"…"`, `“…”`, `‘…’`,
//! `'…'`, `«…»`, `„…“`, ` ``…'' `), nested to any depth, and quotations that run over paragraphs:
//! by convention each paragraph opens again and only the last one closes.
//!
//! # Why it matters
//! Whether a word stands between marks decides whose word it is.
//!
//! # Limits
//! A straight single mark opens only where a word starts and only if a closing one follows in the
//! paragraph, so that apostrophes, elisions (`'80s`) and possessives stay what they are. A mark that
//! never closes ends with its paragraph, and a note says so.

use rashomon_text::{Article, Note, Span};

use crate::analysis::{Analysis, QuoteSpan, TokenRange};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mark {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    mark: Mark,
    /// Start of the mark and of what follows it.
    outer: u32,
    inner: u32,
    /// Where the span stands in the result, reserved at opening so that the list is sorted by start.
    slot: usize,
    /// Whether the opening mark can only open (curly, angled), not close.
    sided: bool,
}

/// How far a straight single mark may be from its closing one, in bytes.
const SINGLE_REACH: usize = 600;

/// How deep quotes may nest; marks beyond are read as text, so that the scan stays linear.
const DEEPEST: usize = 16;

/// Fills [`Analysis::quotes`] from the article's kept paragraphs.
pub(crate) fn find(article: &Article, analysis: &mut Analysis) {
    let text = article.text.as_str();
    let mut quotes: Vec<QuoteSpan> = Vec::new();
    let mut unclosed: Option<(usize, Span)> = None;
    for paragraph in &article.paragraphs {
        let span = paragraph.span;
        if let Some((_, mark)) = unclosed {
            let starts = span.slice(text).starts_with(['“', '"', '«', '„']);
            if !starts {
                analysis.notes.push(
                    Note::new("unclosed-quote", "a quotation mark opens here and does not close")
                        .at(mark),
                );
            }
            unclosed = None;
        }
        let open = scan(text, span, &article.removed, &mut quotes);
        // what stays open ends with the paragraph
        let end = span.end;
        for o in open {
            let quote = &mut quotes[o.slot];
            quote.outer.end = end;
            quote.inner.end = end;
            quote.closed = false;
            if o.mark != Mark::Single {
                unclosed = Some((o.slot, Span::new(o.outer, o.inner)));
            }
        }
    }
    if let Some((_, mark)) = unclosed {
        analysis.notes.push(
            Note::new("unclosed-quote", "a quotation mark opens here and does not close").at(mark),
        );
    }
    for quote in &mut quotes {
        let start = analysis.token_at(quote.inner.start);
        let end = analysis.tokens.span.partition_point(|s| s.start < quote.inner.end) as u32;
        quote.tokens = TokenRange::new(start.0.min(end), end);
    }
    quotes.retain(|q| !q.inner.is_empty());
    analysis.quotes = quotes;
}

/// Reads one paragraph and returns what is still open at its end.
fn scan(
    text: &str,
    span: Span,
    removed: &[rashomon_text::Removed],
    quotes: &mut Vec<QuoteSpan>,
) -> Vec<Open> {
    let slice = span.slice(text);
    let base = span.start;
    let mut stack: Vec<Open> = Vec::new();
    let mut skip_to = 0usize;
    let mut ended = false; // the last character that is no space ends a sentence
    let mut hole = removed.partition_point(|r| r.span.end <= base);
    let mut previous = ' ';
    let mut chars = slice.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        let before = previous;
        previous = c;
        let after_sentence = ended && before == ' ';
        if !c.is_whitespace() {
            ended = matches!(c, '.' | '?' | '!');
        }
        if at < skip_to {
            continue;
        }
        let position = base + at as u32;
        while hole < removed.len() && removed[hole].span.end <= position {
            hole += 1;
        }
        if hole < removed.len() && removed[hole].span.start <= position {
            continue;
        }
        let mut width = c.len_utf8();
        let doubled = (c == '`' && next == '`') || (c == '\'' && next == '\'');
        if doubled {
            width = 2;
            skip_to = at + 2;
        }
        let after = if doubled { slice[at + 2..].chars().next().unwrap_or(' ') } else { next };
        let (start, end) = (position, position + width as u32);
        let is_open = |mark: Mark| stack.iter().rposition(|o| o.mark == mark);
        let opens_word = !before.is_alphanumeric() && !after.is_whitespace();
        match c {
            '«' | '»' => {
                let side = if c == '«' {
                    is_open(Mark::Angle).is_none()
                } else {
                    opens_word && is_open(Mark::Angle).is_none()
                };
                if side {
                    push(&mut stack, quotes, Mark::Angle, start, end, true);
                } else if let Some(i) = is_open(Mark::Angle) {
                    close(&mut stack, quotes, i, start, end);
                }
            }
            '“' | '„' | '‟' => {
                // “ closes what „ opened
                let german = stack.last().is_some_and(|o| {
                    o.mark == Mark::Double && text[o.outer as usize..].starts_with('„')
                });
                match is_open(Mark::Double) {
                    Some(i) if german && c == '“' => close(&mut stack, quotes, i, start, end),
                    Some(i) if !opens_word => close(&mut stack, quotes, i, start, end),
                    _ => push(&mut stack, quotes, Mark::Double, start, end, true),
                }
            }
            '”' => match is_open(Mark::Double) {
                Some(i) => close(&mut stack, quotes, i, start, end),
                // typists who use ” on both sides
                None if opens_word => push(&mut stack, quotes, Mark::Double, start, end, false),
                None => {}
            },
            '`' if doubled => push(&mut stack, quotes, Mark::Double, start, end, true),
            '"' | '\'' if c == '"' || doubled => match is_open(Mark::Double) {
                Some(i) => {
                    // inside a single-quoted stretch a straight mark may open a quote within
                    let reopens = opens_word
                        && !before.is_alphanumeric()
                        && before != ' '
                        && stack[i].sided
                        && stack.len() == i + 1;
                    let slot = stack[i].slot;
                    // `…the end. "And then…`: joined paragraphs, each of which opens again
                    let anew = after_sentence && after.is_uppercase();
                    if anew {
                        close(&mut stack, quotes, i, start, start);
                        quotes[slot].closed = false;
                        push(&mut stack, quotes, Mark::Double, start, end, false);
                    } else if reopens {
                        push(&mut stack, quotes, Mark::Double, start, end, false);
                    } else {
                        close(&mut stack, quotes, i, start, end);
                    }
                }
                None if !after.is_whitespace() || at == 0 => {
                    push(&mut stack, quotes, Mark::Double, start, end, false);
                }
                None => {}
            },
            '‘' if opens_word && single_closes(slice, at + width, true) => {
                push(&mut stack, quotes, Mark::Single, start, end, true);
            }
            '’' | '\'' => {
                if let Some(i) = is_open(Mark::Single)
                    && closes_single(slice, at, width, before, after)
                {
                    close(&mut stack, quotes, i, start, end);
                    continue;
                }
                if c == '\''
                    && opens_word
                    && after.is_alphabetic()
                    && is_open(Mark::Single).is_none()
                    && !elided(&slice[at + width..])
                    && single_closes(slice, at + width, true)
                {
                    push(&mut stack, quotes, Mark::Single, start, end, true);
                }
            }
            _ => {}
        }
    }
    stack
}

/// Whether a mark here, preceded and followed so, can end a single-quoted passage.
fn closes_single(slice: &str, at: usize, width: usize, before: char, after: char) -> bool {
    if after.is_alphanumeric() || before.is_whitespace() {
        return false;
    }
    // "the ministers’ plan": a possessive, if another closing mark follows close by
    if before == 's' && after == ' ' {
        return !single_closes(slice, at + width, false);
    }
    true
}

/// Whether these words begin with one that English writes with a leading apostrophe.
fn elided(rest: &str) -> bool {
    const ELISIONS: [&str; 9] = ["n", "em", "til", "cause", "tis", "twas", "round", "bout", "cos"];
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ELISIONS.iter().any(|e| word.eq_ignore_ascii_case(e))
}

/// Whether a single closing mark follows within reach, before another one opens.
fn single_closes(slice: &str, from: usize, sided: bool) -> bool {
    let mut previous = ' ';
    let mut rest = slice[from..].char_indices().peekable();
    while let Some((i, c)) = rest.next() {
        if i > SINGLE_REACH {
            return false;
        }
        let next = rest.peek().map_or(' ', |&(_, c)| c);
        match c {
            '’' | '\'' if !next.is_alphanumeric() && !previous.is_whitespace() && i > 0 => {
                // after a sided opening mark an s before the mark is no reason to doubt it
                return sided
                    || previous != 's'
                    || next != ' '
                    || rest.clone().take(SINGLE_REACH).any(|(_, c)| c == '’' || c == '\'');
            }
            '‘' if i > 0 => return false,
            _ => {}
        }
        previous = c;
    }
    false
}

fn push(
    stack: &mut Vec<Open>,
    quotes: &mut Vec<QuoteSpan>,
    mark: Mark,
    start: u32,
    end: u32,
    sided: bool,
) {
    if stack.len() == DEEPEST {
        return;
    }
    let depth = stack.len() as u8;
    stack.push(Open { mark, outer: start, inner: end, slot: quotes.len(), sided });
    quotes.push(QuoteSpan {
        outer: Span::new(start, end),
        inner: Span::new(end, end),
        tokens: TokenRange::default(),
        depth,
        closed: false,
    });
}

/// Closes the mark at place `i` of the stack and, with it, all that opened inside.
fn close(stack: &mut Vec<Open>, quotes: &mut [QuoteSpan], i: usize, start: u32, end: u32) {
    for (n, o) in stack.drain(i..).enumerate() {
        let quote = &mut quotes[o.slot];
        quote.inner.end = start;
        quote.outer.end = if n == 0 { end } else { start };
        quote.closed = n == 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The quoted passages of `text`, each indented by its depth.
    fn check(text: &str, expect: &[&str]) {
        let article = Article::plain(text);
        let mut analysis = Analysis::default();
        find(&article, &mut analysis);
        let got: Vec<String> = analysis
            .quotes
            .iter()
            .map(|q| format!("{}{}", ">".repeat(q.depth.into()), q.inner.slice(text)))
            .collect();
        assert_eq!(got, expect, "in {text:?}");
    }

    #[test]
    fn marks_of_every_kind() {
        check("He said “no” and left.", &["no"]);
        check("He said \"no\" and \"yes\".", &["no", "yes"]);
        check("Er sagte „nein“ und ging.", &["nein"]);
        check("Il a dit « non ».", &[" non "]);
        check("``Never,'' she said.", &["Never,"]);
        check("A so-called ‘reform’ of the port", &["reform"]);
        check("A 'reform' of the port", &["reform"]);
    }

    #[test]
    fn apostrophes_are_no_quotes() {
        check("The minister's plan, the ministers' plan and the ’80s don't count.", &[]);
        check("Rock 'n roll in the '60s", &[]);
        check("It’s the harbour’s fault, says the dockers’ union.", &[]);
    }

    #[test]
    fn quotes_inside_quotes() {
        check(
            "“They called it ‘madness’ then,” he said.",
            &["They called it ‘madness’ then,", ">madness"],
        );
        check(
            "\"They called it 'madness' then,\" he said.",
            &["They called it 'madness' then,", ">madness"],
        );
    }

    #[test]
    fn joined_paragraphs_open_again() {
        check(
            "He said: \"We ran. \"We hid. \"We left.\" Nobody saw.",
            &["We ran. ", "We hid. ", "We left."],
        );
        check("\"We ran.\" \"We hid.\"", &["We ran.", "We hid."]);
    }

    #[test]
    fn over_paragraphs() {
        check("“One thing.\n“Another thing,” he said.", &["One thing.", "Another thing,"]);
        let article = Article::plain("“One thing.\nAnother thing, he said.");
        let mut analysis = Analysis::default();
        find(&article, &mut analysis);
        assert_eq!(analysis.notes[0].code, "unclosed-quote");
    }

    proptest! {
        #[test]
        fn spans_nest_and_slice(text in "[a-c \n“”‘’\"'«»„.]{0,80}") {
            let article = Article::plain(text.clone());
            let mut analysis = Analysis::default();
            find(&article, &mut analysis);
            for quote in &analysis.quotes {
                prop_assert!(quote.outer.contains(quote.inner));
                prop_assert!(text.get(quote.outer.range()).is_some());
                prop_assert!(text.get(quote.inner.range()).is_some());
            }
            prop_assert!(analysis.quotes.is_sorted_by_key(|q| q.outer.start));
        }
    }
}
