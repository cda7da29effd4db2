//! The words of a sentence as the rules see them, whatever the tokens look like.

use rashomon_lexicon::fold;
use rashomon_text::Span;

use crate::analysis::{Analysis, TokenId, TokenRange};

/// A run of letters, a number or a mark.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Folded; abbreviations of single letters without their points: "a.m." is "am".
    pub text: String,
    /// Bytes of the article's text.
    pub span: Span,
    /// The token that holds its first byte.
    pub token: TokenId,
    /// The token that holds its last byte.
    pub last: TokenId,
    /// Whether white space stands before it.
    pub gap: bool,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Word {
    pub(super) fn is_digits(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Its value, if it is a run of digits.
    pub(super) fn digits(&self) -> Option<i32> {
        (self.is_digits() && self.text.len() <= 9).then(|| self.text.parse().ok()).flatten()
    }
}

/// Cuts a sentence anew: letters, numbers ("2,000" and "2.5" are one) and single marks.
pub(super) fn words(text: &str, analysis: &Analysis, sentence: TokenRange) -> Vec<Word> {
    let mut words = Vec::with_capacity(sentence.len() + 8);
    let spans = &analysis.tokens.span[sentence.range()];
    let mut at = 0;
    while at < spans.len() {
        // tokens without white space between them are cut as one
        let first = at;
        while at + 1 < spans.len() && spans[at].end == spans[at + 1].start {
            at += 1;
        }
        let run = Span::new(spans[first].start, spans[at].end);
        at += 1;
        cut(text, run, &mut words, |byte| {
            let token = spans[first..at].partition_point(|span| span.end <= byte);
            TokenId(sentence.start + (first + token) as u32)
        });
    }
    words
}

fn cut(text: &str, run: Span, words: &mut Vec<Word>, token: impl Fn(u32) -> TokenId) {
    let piece = run.slice(text);
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        let start = run.start + (piece.len() - rest.len()) as u32;
        let length = if c.is_ascii_digit() {
            number(rest)
        } else if c.is_alphabetic() {
            letters(rest)
        } else {
            c.len_utf8()
        };
        let word = &rest[..length];
        rest = &rest[length..];
        let mut folded = fold(word);
        if c.is_alphabetic() {
            folded.retain(|c| c != '.');
        }
        words.push(Word {
            text: folded,
            span: Span::new(start, start + length as u32),
            token: token(start),
            last: token(start + length as u32 - 1),
            gap: start == run.start,
            capital: c.is_uppercase(),
        });
    }
}

/// Bytes of a number: digits, with points and commas between digits.
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits = |from: usize| {
        bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut end = digits(0);
    while matches!(bytes.get(end), Some(b',')) && digits(end + 1) == 3 {
        end += 4;
    }
    // a decimal fraction, but not the parts of "7.9.2022"
    if matches!(bytes.get(end), Some(b'.')) {
        let fraction = digits(end + 1);
        let year = fraction == 4
            && (rest[end + 1..].starts_with("20") || rest[end + 1..].starts_with("19"));
        let goes_on = rest[end + 1 + fraction..].starts_with('.') && digits(end + 2 + fraction) > 0;
        if fraction > 0 && !year && !goes_on {
            end += 1 + fraction;
        }
    }
    end
}

/// Bytes of a word: letters, and for "a.m." also the points.
fn letters(rest: &str) -> usize {
    let run = |from: usize| -> usize {
        rest[from..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum()
    };
    let single = |from: usize, length: usize| rest[from..from + length].chars().nth(1).is_none();
    let mut end = run(0);
    let short = single(0, end);
    let mut pointed = false;
    while short && rest[end..].starts_with('.') {
        let next = run(end + 1);
        if next == 0 || !single(end + 1, next) {
            break;
        }
        end += 1 + next;
        pointed = true;
    }
    if pointed && rest[end..].starts_with('.') { end + 1 } else { end }
}
