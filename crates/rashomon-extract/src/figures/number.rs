//! Reading a number off the text: digits, words, scales, currencies, ranges.

use rashomon_annotate::{TokenId, TokenRange, Upos};
use rashomon_lexicon::{fold, number_word};

use super::Text;

/// Signs of currencies that stand before the number.
const CURRENCIES: &[(&str, &str)] = &[
    ("$", "dollar"),
    ("US$", "dollar"),
    ("€", "euro"),
    ("£", "pound"),
    ("¥", "yen"),
    ("₹", "rupee"),
    ("₽", "ruble"),
    ("₩", "won"),
    ("₪", "shekel"),
    ("A$", "australian dollar"),
    ("C$", "canadian dollar"),
    ("HK$", "hong kong dollar"),
    ("₺", "lira"),
    ("₴", "hryvnia"),
];

/// Letters stuck to a number that scale it.
const SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("million", 1e6),
    ("b", 1e9),
    ("bn", 1e9),
    ("billion", 1e9),
    ("tn", 1e12),
    ("trn", 1e12),
    ("trillion", 1e12),
];

/// A number as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub tokens: TokenRange,
    pub value: f64,
    pub upper: Option<f64>,
    /// A unit that is part of the number's own tokens: "$", "30km".
    pub unit: Option<&'static str>,
}

impl Text<'_> {
    /// The number that starts at token `start`: currency sign, digits or words, scale, upper end.
    pub(super) fn count(&self, start: u32, sentence: TokenRange) -> Option<Count> {
        let mut at = start;
        let mut unit = CURRENCIES.iter().find(|(sign, _)| *sign == self.word(at)).map(|(_, u)| *u);
        if unit.is_some() {
            at += 1;
        }
        if at >= sentence.end || self.shut[at as usize] {
            return None;
        }
        let (mut value, mut end, own) = self.number(at, sentence)?;
        unit = unit.or(own);
        let mut upper = None;
        // "10-15", "10 to 15", "between 10 and 15"
        if end + 1 < sentence.end {
            let between =
                start > sentence.start && self.word(start - 1).eq_ignore_ascii_case("between");
            let joint = match self.word(end) {
                "-" | "–" => self.glued(end - 1, end) && self.glued(end, end + 1),
                "to" => !between,
                "and" => between,
                _ => false,
            };
            if joint && let Some((high, high_end, high_unit)) = self.number(end + 1, sentence) {
                // "2 to 3 million": the scale is said once
                let scale = if high >= 1000.0 && value < 1000.0 { scale_of(high) } else { 1.0 };
                if high > value * scale {
                    value *= scale;
                    upper = Some(high);
                    end = high_end;
                    unit = unit.or(high_unit);
                }
            }
        }
        let start = if unit.is_some() && at > start { start } else { at };
        Some(Count { tokens: TokenRange::new(start, end), value, upper, unit })
    }

    /// A number in digits or words with its scale words: value, end, and a unit stuck to it.
    pub(super) fn number(
        &self,
        at: u32,
        sentence: TokenRange,
    ) -> Option<(f64, u32, Option<&'static str>)> {
        let word = self.word(at);
        let mut unit = None;
        let mut end = at + 1;
        let mut value = if word.starts_with(|c: char| c.is_ascii_digit()) {
            let (value, rest) = digits(word)?;
            match rest {
                "" => value,
                rest => {
                    let folded = fold(rest);
                    if let Some((_, scale)) = SCALES.iter().find(|(s, _)| *s == folded) {
                        value * scale
                    } else {
                        unit = Some(rashomon_lexicon::unit(&folded)?.canonical);
                        value
                    }
                }
            }
        } else {
            let folded = fold(word);
            // "dozens", "thousands" count nothing; "half" and "quarter" are shares
            let vague = folded.ends_with('s') && folded != "six"
                || matches!(folded.as_str(), "half" | "quarter" | "score");
            if vague
                || (self.a.upos(TokenId(at)) != Upos::Num
                    && !matches!(
                        folded.as_str(),
                        "dozen" | "hundred" | "thousand" | "million" | "billion"
                    ))
            {
                return None;
            }
            let mut value = number_word(&folded)?;
            // "twenty-four" in three tokens
            if end + 1 < sentence.end
                && self.word(end) == "-"
                && self.glued(at, end)
                && (20.0..100.0).contains(&value)
                && let Some(ones) = number_word(&fold(self.word(end + 1))).filter(|o| *o < 10.0)
            {
                value += ones;
                end += 2;
            }
            value
        };
        while end < sentence.end && unit.is_none() {
            let folded = fold(self.word(end));
            let scale = match folded.as_str() {
                "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen" | "lakh"
                | "crore" | "bn" | "mn" => number_word(&folded),
                "m" | "k" | "b" if self.glued(end - 1, end) => {
                    SCALES.iter().find(|(s, _)| *s == folded).map(|(_, v)| *v)
                }
                _ => None,
            };
            let Some(scale) = scale else { break };
            value *= scale;
            end += 1;
            // "three hundred and fifty"
            if matches!(folded.as_str(), "hundred" | "thousand") && end + 1 < sentence.end {
                let skip = u32::from(self.word(end) == "and");
                if let Some(rest) =
                    number_word(&fold(self.word(end + skip))).filter(|r| *r < scale && *r >= 1.0)
                    && self.a.upos(TokenId(end + skip)) == Upos::Num
                {
                    value += rest;
                    end += skip + 1;
                }
            }
        }
        Some((exact(value), end, unit))
    }
}

/// 2.07 × 10⁹ is 2,070,000,000 and not 2,069,999,999.9999998.
fn exact(value: f64) -> f64 {
    let whole = value.round();
    if value.abs() >= 1000.0 && (value - whole).abs() < value.abs() * 1e-12 { whole } else { value }
}

/// Leading digits with thousands separators and a decimal point, and what is stuck to them.
pub(super) fn digits(word: &str) -> Option<(f64, &str)> {
    let end =
        word.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(word.len());
    let end = word[..end].trim_end_matches(['.', ',']).len();
    let (number, rest) = word.split_at(end);
    let rest = rest.trim_start_matches(['.', ',']);
    if rest.contains([':', '/']) || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = number.split(',').collect();
    let grouped = groups.len() == 1
        || groups[1..].iter().all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    let points = number.matches('.').count();
    if !grouped || points > 1 {
        return None;
    }
    let value: f64 = number.replace(',', "").parse().ok()?;
    Some((value, rest.trim_start_matches('-')))
}

/// The power of ten thousand, million … that a number is told in.
fn scale_of(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| value >= *s).unwrap_or(1.0)
}
