//! Words: where tokens begin and end, by the conventions of UD English.
//!
//! Text is cut at white space; inside each piece, a classifier trained on the treebanks decides at
//! every place where a word could end (a letter meets a digit or a mark, "n't") whether it does.

use rashomon_lexicon::{self as lexicon, Abbreviation};
use rashomon_text::Span;
use rustc_hash::FxHashMap;

use crate::hash::{feature, mix, string};
use crate::linear::Linear;
use crate::pack::{Reader, Writer};

/// Longest token in bytes; longer runs without a place to cut are cut here.
pub const TOKEN_CAP: usize = 256;

/// Cuts text into tokens.
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    /// Whether a token ends at a place inside a piece.
    pub split: Linear,
    /// Runs of letters written as one word that are two: hash of the lower-case run, bytes before
    /// the cut ("cannot": 3).
    pub runs: FxHashMap<u64, u8>,
    /// Whether web and mail addresses and the abbreviations of the lexicon are kept whole whatever
    /// the classifier says; not while training.
    pub known: bool,
}

/// A character that stands in no token.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// Pieces of `text[span]` between white space, long ones cut at [`TOKEN_CAP`].
pub fn pieces(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text[span.range()].char_indices() {
        let at = span.start as usize + at;
        match start {
            None if !is_space(c) => start = Some(at),
            Some(from) if is_space(c) => {
                out.push(Span::from_range(from..at));
                start = None;
            }
            Some(from) if at + c.len_utf8() - from > TOKEN_CAP => {
                out.push(Span::from_range(from..at));
                start = Some(at);
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        out.push(Span::new(from as u32, span.end));
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Mark,
    /// Belongs to the character before: combining marks, joiners, skin tones.
    Extend,
}

fn class(c: char) -> Class {
    if c.is_ascii_alphabetic() {
        Class::Letter
    } else if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_ascii() {
        Class::Mark
    } else if matches!(c, '\u{300}'..='\u{36F}' | '\u{200C}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}' | '\u{AD}')
    {
        Class::Extend
    } else if c.is_alphabetic() {
        Class::Letter
    } else if c.is_numeric() {
        Class::Digit
    } else {
        Class::Mark
    }
}

/// Straight quotes for curly ones, lower case, every digit the same.
fn fold(c: char) -> u64 {
    let c = match c {
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '0'..='9' => '0',
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    c as u64
}

struct Char {
    at: usize,
    c: char,
    class: Class,
    fold: u64,
}

/// One piece of text, looked at from a place inside it.
pub struct Piece {
    chars: Vec<Char>,
    whole: u64,
    shape: u64,
    address: bool,
    next: u64,
}

impl Piece {
    /// Reads the piece; `next` is what follows it in the paragraph (the first character of the next
    /// piece).
    pub fn new(piece: &str, next: Option<char>) -> Self {
        let mut chars = Vec::with_capacity(piece.len());
        let (mut whole, mut shape, mut last) = (1, 2, None);
        for (at, c) in piece.char_indices() {
            let class = class(c);
            let fold = fold(c);
            whole = mix(whole, fold);
            let kind = (
                class as u64,
                if class == Class::Mark { fold } else { u64::from(c.is_uppercase()) },
            );
            if last != Some(kind) {
                shape = mix(mix(shape, kind.0), kind.1);
                last = Some(kind);
            }
            chars.push(Char { at, c, class, fold });
        }
        let address = piece.contains("://") || piece.starts_with("www.") || piece.contains('@');
        let next = next.map_or(0, |c| {
            if c.is_uppercase() {
                1
            } else if c.is_alphabetic() {
                2
            } else if c.is_numeric() {
                3
            } else {
                3 + fold(c)
            }
        });
        Self { chars, whole, shape, address, next }
    }

    /// Numbers of the characters before which a token may begin.
    pub fn places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        for i in 1..self.chars.len() {
            let (before, here) = (&self.chars[i - 1], &self.chars[i]);
            let joined =
                here.class == Class::Extend || before.c == '\u{200D}' || here.c == '\u{200D}';
            let differs = here.class != before.class || here.class == Class::Mark;
            let not = here.fold == 'n' as u64
                && self.chars.len() == i + 3
                && self.chars[i + 1].fold == '\'' as u64
                && self.chars[i + 2].fold == 't' as u64;
            if !joined && (differs && before.class != Class::Extend || not) {
                places.push(i);
            }
        }
        places
    }

    /// Byte of character number `i`.
    pub fn byte(&self, i: usize) -> usize {
        self.chars[i].at
    }

    /// What is seen from before character `i`, the last token having begun at character `begun`.
    pub fn features(&self, i: usize, begun: usize, out: &mut Vec<u64>) {
        let at = |k: isize| {
            usize::try_from(i as isize + k)
                .ok()
                .and_then(|k| self.chars.get(k))
                .map_or(0, |c| c.fold)
        };
        let run = |mut k: usize, back: bool| {
            let class = self.chars[if back { k - 1 } else { k }].class;
            let mut hash = 3;
            for _ in 0..24 {
                if back && k == 0 || !back && k == self.chars.len() {
                    break;
                }
                let c = &self.chars[if back { k - 1 } else { k }];
                if c.class != class {
                    break;
                }
                hash = mix(hash, c.fold);
                k = if back { k - 1 } else { k + 1 };
            }
            hash
        };
        let (p2, p, n, n2) = (at(-2), at(-1), at(0), at(1));
        let (left, right) = (run(i, true), run(i, false));
        let rest = (self.chars.len() - i).min(4) as u64;
        let since = (i - begun).min(6) as u64;
        let place = i.min(20) as u64;
        out.clear();
        out.extend([
            feature(0, &[]),
            feature(1, &[p, n]),
            feature(2, &[p, n, n2]),
            feature(3, &[p2, p, n]),
            feature(4, &[p2, p, n, n2]),
            feature(5, &[left, n]),
            feature(6, &[right, p]),
            feature(7, &[left, right]),
            feature(8, &[self.whole, place]),
            feature(9, &[at(-3), p2, p, n, n2, at(2)]),
            feature(10, &[place.min(2), p, n]),
            feature(11, &[rest, p, n]),
            feature(12, &[left, n, self.next, rest]),
            feature(13, &[since, p, n]),
            feature(14, &[u64::from(self.address), p, n, rest]),
            feature(15, &[self.shape, place]),
            feature(16, &[left, n, rest]),
            feature(17, &[right, p, rest]),
            feature(
                18,
                &[
                    u64::from(self.chars[i - 1].c.is_uppercase()),
                    since,
                    n,
                    n2,
                    self.next.min(4),
                    rest,
                ],
            ),
        ]);
    }
}

/// Whether a piece is a web or mail address, which is one token.
fn is_address(piece: &str) -> bool {
    piece.contains("://")
        || piece.starts_with("www.")
        || piece.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(char::is_alphanumeric) && host.contains('.') && !host.contains('@')
        })
}

/// One token but for the marks around it.
fn whole(piece: &str, start: usize, out: &mut Vec<Span>) {
    let before = |c: char| matches!(c, '(' | '[' | '<' | '"' | '\'' | '“' | '‘' | '«');
    let after = |c: char| {
        before(c)
            || matches!(
                c,
                ')' | ']' | '>' | '.' | ',' | ';' | ':' | '!' | '?' | '”' | '’' | '»' | '…'
            )
    };
    let core = piece.trim_start_matches(before);
    let from = piece.len() - core.len();
    let to = from + core.trim_end_matches(after).len();
    let marks = |range: std::ops::Range<usize>, out: &mut Vec<Span>| {
        for (at, c) in piece[range.clone()].char_indices() {
            let at = start + range.start + at;
            out.push(Span::from_range(at..at + c.len_utf8()));
        }
    };
    marks(0..from, out);
    if from < to {
        out.push(Span::from_range(start + from..start + to));
    }
    marks(to.max(from)..piece.len(), out);
}

/// Whether the stop that ends `word` belongs to it; `after` is the next character but white space.
fn keeps_stop(word: &str, after: Option<char>) -> bool {
    if word.len() > 10 {
        return false;
    }
    match lexicon::abbreviation(&word.to_lowercase()) {
        Some(Abbreviation::BeforeName) if word.starts_with(char::is_uppercase) => {
            after.is_some_and(char::is_uppercase)
        }
        Some(Abbreviation::BeforeName) => after.is_some_and(char::is_alphanumeric),
        Some(Abbreviation::BeforeNumber) => after.is_some_and(char::is_numeric),
        Some(Abbreviation::Time | Abbreviation::Any) => true,
        None => false,
    }
}

/// Marks that always stand alone.
fn alone(c: char) -> bool {
    matches!(
        c,
        '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' | '\u{201E}' | '\u{2026}' | '\u{2014}'
    )
}

impl Tokenizer {
    /// The tokens of one piece that begins at byte `start`, appended to `out`. `next` is the first
    /// character of the next piece.
    pub fn cut(&self, piece: &str, start: usize, next: Option<char>, out: &mut Vec<Span>) {
        let push = |out: &mut Vec<Span>, from: usize, to: usize| {
            let word = &piece[from..to];
            let cut = if word.len() <= 12 && word.is_ascii() { self.run(word) } else { None };
            if let Some(cut) = cut {
                out.push(Span::from_range(start + from..start + from + cut));
                out.push(Span::from_range(start + from + cut..start + to));
            } else {
                out.push(Span::from_range(start + from..start + to));
            }
        };
        if piece.bytes().all(|b| b.is_ascii_alphabetic()) {
            return push(out, 0, piece.len());
        }
        if self.known && is_address(piece) {
            return whole(piece, start, out);
        }
        let view = Piece::new(piece, next);
        let mut begun = 0;
        let mut features = Vec::with_capacity(24);
        for i in view.places() {
            let (before, here) = (view.chars[i - 1].c, view.chars[i].c);
            let same = before == here;
            let cut = if !same && (alone(before) || alone(here)) {
                true
            } else if here == '.' && self.known && {
                let after = view.chars.get(i + 1).map(|c| c.c).or(next);
                keeps_stop(&piece[view.byte(begun)..=view.byte(i)], after)
            } {
                false
            } else {
                view.features(i, begun, &mut features);
                self.split.decide(&features) > 0.0
            };
            if cut {
                push(out, view.byte(begun), view.byte(i));
                begun = i;
            }
        }
        push(out, view.byte(begun), piece.len());
    }

    fn run(&self, word: &str) -> Option<usize> {
        let hash = string(&word.to_ascii_lowercase());
        let cut = *self.runs.get(&hash)? as usize;
        (cut < word.len()).then_some(cut)
    }

    /// Writes the tokeniser.
    pub fn write(&self, writer: &mut Writer) {
        self.split.write(writer, "tokens.split");
        let mut runs: Vec<_> = self.runs.iter().map(|(&hash, &cut)| (hash, cut)).collect();
        runs.sort_unstable();
        let bytes = runs.iter().flat_map(|(hash, cut)| [&hash.to_le_bytes()[..], &[*cut]].concat());
        writer.bytes("tokens.runs", bytes.collect());
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &Reader<'_>) -> Self {
        let runs = reader.bytes("tokens.runs").as_chunks::<9>().0.iter().map(|entry| {
            let mut hash = [0; 8];
            hash.copy_from_slice(&entry[..8]);
            (u64::from_le_bytes(hash), entry[8])
        });
        Self { split: Linear::read(reader, "tokens.split"), runs: runs.collect(), known: true }
    }
}
