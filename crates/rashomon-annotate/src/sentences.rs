//! Where sentences end: a yes-or-no question after every token of a paragraph.

use rashomon_lexicon::{self as lexicon, Abbreviation};

use crate::hash::{feature, mix, string};
use crate::linear::Linear;

/// Longest sentence in tokens; longer ones are cut here, with a note.
pub const SENTENCE_CAP: usize = 400;

/// What the splitter knows of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    lower: u64,
    shape: u64,
    length: u64,
    /// White space stands before the token.
    space: bool,
    end: bool,
    open: i8,
    /// The abbreviation it is.
    short: Option<Abbreviation>,
    upper: bool,
    /// A word of the grammar with a capital: "The", "In".
    opens: bool,
    /// A day, a month or a time zone: "Monday", "GMT".
    calendar: bool,
}

/// Looks at a token once.
pub fn see(word: &str, space: bool) -> Seen {
    let mut shape = 5;
    let mut last = 0;
    for c in word.chars().take(24) {
        let kind = if c.is_uppercase() {
            1
        } else if c.is_alphabetic() {
            2
        } else if c.is_numeric() {
            3
        } else {
            4 + c as u64
        };
        if kind != last {
            shape = mix(shape, kind);
            last = kind;
        }
    }
    let lower = if word.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
        string(&word.to_lowercase())
    } else {
        string(word)
    };
    let upper = word.starts_with(char::is_uppercase);
    let end = word.ends_with(['.', '!', '?', '…']);
    Seen {
        short: (end && word.len() <= 10)
            .then(|| lexicon::abbreviation(&word.to_lowercase()))
            .flatten(),
        upper,
        opens: upper && (OPENERS.contains(&word) || matches!(word, "According" | "Meanwhile")),
        calendar: upper && calendar(word),
        lower,
        shape,
        length: word.len().min(5) as u64,
        space,
        end,
        open: match word {
            "(" | "[" | "“" | "``" | "‘" | "«" => 1,
            ")" | "]" | "”" | "''" | "’" | "»" => -1,
            "\"" => 2,
            _ => 0,
        },
    }
}

/// Words of the grammar, which but for the first word of a sentence are written small, and titles that
/// no other name stands before.
const OPENERS: [&str; 72] = [
    "The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "You",
    "His", "Her", "Its", "Their", "Our", "My", "In", "On", "At", "By", "For", "From", "With",
    "After", "Before", "During", "Since", "Under", "Although", "Though", "While", "When", "If",
    "As", "Because", "But", "And", "Or", "So", "Yet", "However", "There", "Here", "What", "Who",
    "Why", "How", "Where", "Some", "Many", "Most", "All", "Both", "Each", "Several", "Another",
    "Others", "Also", "Then", "Now", "Earlier", "Later", "Once", "Until", "Despite", "Mr.", "Mrs.",
    "Ms.", "Dr.",
];

/// Time zones.
const ZONES: [&str; 42] = [
    "GMT", "UTC", "BST", "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST",
    "PDT", "WET", "CET", "CEST", "EET", "EEST", "MSK", "TRT", "IST", "PKT", "NPT", "WIB", "ICT",
    "HKT", "SGT", "PHT", "JST", "KST", "AEST", "AEDT", "NZST", "NZDT", "WAT", "CAT", "EAT", "SAST",
    "BRT", "ART",
];

/// Whether a word with a capital goes on with a time of day.
fn calendar(word: &str) -> bool {
    let folded = || word.to_lowercase();
    ZONES.contains(&word)
        || lexicon::weekday(&folded()).is_some()
        || lexicon::month(&folded()).is_some()
}

/// Whether a sentence ends after an abbreviation, where that can be told from the word alone and the
/// two that follow it; `None` where it cannot.
fn after_short(short: Abbreviation, next: &Seen, second: &Seen) -> Option<bool> {
    let quotes = next.open > 0 && next.space && second.opens;
    match short {
        Abbreviation::BeforeNumber => Some(false),
        Abbreviation::BeforeName if next.upper && !next.opens => Some(false),
        Abbreviation::Time | Abbreviation::Any if next.opens || quotes => Some(true),
        Abbreviation::Time if next.upper => Some(!next.calendar),
        Abbreviation::Time if next.open == 0 => Some(false),
        _ => None,
    }
}

/// Walks a paragraph and says after which tokens a sentence ends.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    begun: usize,
    depth: i8,
    quoted: bool,
}

impl Walk {
    /// What is seen after token `i`.
    pub fn features(&self, seen: &[Seen], i: usize, out: &mut Vec<u64>) {
        let none = Seen::default();
        let at = |k: isize| {
            usize::try_from(i as isize + k).ok().and_then(|k| seen.get(k)).unwrap_or(&none)
        };
        let (p2, p, c, n, n2, n3) = (at(-2), at(-1), at(0), at(1), at(2), at(3));
        let since = match i - self.begun {
            0 => 0,
            1 => 1,
            2..4 => 2,
            4..8 => 3,
            8..16 => 4,
            16..32 => 5,
            32..64 => 6,
            _ => 7,
        };
        let inside = u64::from(self.depth > 0) * 2 + u64::from(self.quoted);
        let space = u64::from(n.space);
        let rest = (seen.len() - i).min(4) as u64;
        let (cl, nl) = (c.lower, n.lower);
        out.clear();
        out.extend([
            feature(0, &[u64::from(c.end)]),
            feature(1, &[cl]),
            feature(2, &[nl, u64::from(c.end)]),
            feature(3, &[cl, nl]),
            feature(4, &[cl, n.shape, space]),
            feature(5, &[c.shape, nl, space]),
            feature(6, &[c.shape, n.shape, space]),
            feature(7, &[p.lower, cl, n.shape]),
            feature(8, &[p.shape, c.shape, n.shape, n2.shape]),
            feature(9, &[cl, n.shape, n2.shape]),
            feature(10, &[cl, since, n.shape]),
            feature(11, &[cl, inside, n.shape]),
            feature(12, &[p.length, p.shape, cl, n.shape]),
            feature(13, &[p2.shape, p.shape, c.shape, n.shape]),
            feature(14, &[c.shape, n.shape, n2.shape, n3.shape]),
            feature(15, &[nl, n2.lower]),
            feature(16, &[cl, nl, n2.shape]),
            feature(17, &[rest, cl, n.shape]),
            feature(18, &[since, inside, c.shape, n.shape]),
            feature(19, &[p.lower, cl]),
            feature(20, &[u64::from(c.end), nl, n2.shape]),
            feature(21, &[p.lower, cl, nl]),
        ]);
    }

    /// Goes past token `i`, after which a sentence ends or not.
    pub fn step(&mut self, seen: &[Seen], i: usize, ends: bool) {
        match seen[i].open {
            2 => self.quoted = !self.quoted,
            change => self.depth = (self.depth + change).clamp(0, 3),
        }
        if ends {
            *self = Self { begun: i + 1, depth: 0, quoted: self.quoted && seen[i].open != 2 };
            self.quoted = false;
        }
    }
}

/// Whether a sentence ends after each token. Where `marked` is set (headlines), one ends only after
/// a full stop, question mark or exclamation mark.
pub fn ends(model: &Linear, seen: &[Seen], marked: bool) -> Vec<bool> {
    let mut walk = Walk::default();
    let mut features = Vec::with_capacity(24);
    let mut out = Vec::with_capacity(seen.len());
    for i in 0..seen.len() {
        let ends = if i + 1 == seen.len() {
            true
        } else if marked && !seen[i].end && !(i > 0 && seen[i - 1].end) {
            false
        } else if let Some(known) = seen[i].short.and_then(|short| {
            let second = seen.get(i + 2).copied().unwrap_or_default();
            after_short(short, &seen[i + 1], &second)
        }) {
            known
        } else {
            walk.features(seen, i, &mut features);
            model.decide(&features) > 0.0
        };
        walk.step(seen, i, ends);
        out.push(ends);
    }
    out
}
