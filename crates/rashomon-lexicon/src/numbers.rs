//! Numbers in words, units of measure, months and weekdays.

use crate::table::look_up;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Length of time.
    Time,
    /// Distance, height, depth.
    Length,
    /// Area.
    Area,
    /// Volume.
    Volume,
    /// Mass or weight.
    Mass,
    /// Speed.
    Speed,
    /// Temperature.
    Temperature,
    /// Money.
    Money,
    /// A share of a whole: percent, percentage point.
    Share,
    /// Energy or power, explosive yield.
    Energy,
    /// Digital information.
    Data,
    /// A scale reading: magnitude, decibel.
    Scale,
    /// Angle.
    Angle,
}

impl UnitKind {
    fn parse(cell: &str) -> Self {
        match cell {
            "time" => Self::Time,
            "area" => Self::Area,
            "volume" => Self::Volume,
            "mass" => Self::Mass,
            "speed" => Self::Speed,
            "temperature" => Self::Temperature,
            "money" => Self::Money,
            "share" => Self::Share,
            "energy" => Self::Energy,
            "data" => Self::Data,
            "scale" => Self::Scale,
            "angle" => Self::Angle,
            _ => Self::Length,
        }
    }
}

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// One name for all its spellings: "hour", "kilometer", "dollar", "percent".
    pub canonical: &'static str,
    /// What it measures.
    pub kind: UnitKind,
}

/// The unit that a folded word, abbreviation or sign is: "hours", "km", "$", "pct", "%".
///
/// ```
/// assert_eq!(rashomon_lexicon::unit("km").unwrap().canonical, "kilometer");
/// assert_eq!(rashomon_lexicon::unit("$").unwrap().canonical, "dollar");
/// ```
pub fn unit(lemma: &str) -> Option<Unit> {
    look_up!(
        "units.tsv",
        Unit,
        |row| Unit { canonical: row.cell(1), kind: UnitKind::parse(row.cell(2)) },
        lemma
    )
}

/// The value of a number word, folded: "seven", "twenty-four", "dozen", "million".
///
/// ```
/// assert_eq!(rashomon_lexicon::number_word("twenty-four"), Some(24.0));
/// assert_eq!(rashomon_lexicon::number_word("many"), None);
/// ```
pub fn number_word(folded: &str) -> Option<f64> {
    if let Some((tens, ones)) = folded.split_once('-') {
        let (tens, ones) = (simple_number(tens)?, simple_number(ones)?);
        return ((20.0..100.0).contains(&tens)
            && tens % 10.0 == 0.0
            && (1.0..10.0).contains(&ones))
        .then_some(tens + ones);
    }
    simple_number(folded)
}

fn simple_number(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(at) = ONES.iter().position(|&one| one == word) {
        return Some(at as f64);
    }
    if let Some(at) = TENS.iter().position(|&ten| ten == word) {
        return Some((at + 2) as f64 * 10.0);
    }
    Some(match word {
        "half" => 0.5,
        "quarter" => 0.25,
        "dozen" | "dozens" => 12.0,
        "score" => 20.0,
        "hundred" | "hundreds" => 100.0,
        "thousand" | "thousands" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "million" | "millions" | "mn" | "mln" => 1e6,
        "crore" | "crores" => 1e7,
        "billion" | "billions" | "bn" | "bln" => 1e9,
        "trillion" | "trillions" | "tn" | "trn" => 1e12,
        _ => return None,
    })
}

/// The number of an ordinal word, folded: "third" is 3, "twenty-first" 21, "9th" 9.
pub fn ordinal_word(folded: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    if let Some(at) = ONES.iter().skip(1).position(|&one| one == folded) {
        return Some(at as u32 + 1);
    }
    let suffixes = ["st", "nd", "rd", "th"];
    if let Some(digits) = suffixes.iter().find_map(|suffix| folded.strip_suffix(suffix))
        && !digits.is_empty()
        && digits.len() <= 4
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        return digits.parse().ok();
    }
    if let Some((tens, ones)) = folded.split_once('-') {
        let (tens, ones) = (simple_number(tens)?, ordinal_word(ones)?);
        return ((20.0..100.0).contains(&tens) && (1..10).contains(&ones))
            .then_some(tens as u32 + ones);
    }
    let tens = folded.strip_suffix("ieth")?;
    simple_number(&format!("{tens}y")).map(|value| value as u32)
}

/// The number (1–12) of a month's name or abbreviation, folded: "july", "sept.".
pub fn month(folded: &str) -> Option<i8> {
    Some(match folded.strip_suffix('.').unwrap_or(folded) {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// The number of a weekday's name or abbreviation, folded: Monday is 1, Sunday 7 (ISO 8601).
pub fn weekday(folded: &str) -> Option<i8> {
    Some(match folded.strip_suffix('.').unwrap_or(folded) {
        "monday" | "mondays" | "mon" => 1,
        "tuesday" | "tuesdays" | "tue" | "tues" => 2,
        "wednesday" | "wednesdays" | "wed" | "weds" => 3,
        "thursday" | "thursdays" | "thu" | "thur" | "thurs" => 4,
        "friday" | "fridays" | "fri" => 5,
        "saturday" | "saturdays" | "sat" => 6,
        "sunday" | "sundays" | "sun" => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (word, value) in [("nineteen", 19.0), ("ninety-nine", 99.0), ("bn", 1e9)] {
            assert_eq!(number_word(word), Some(value), "{word}");
        }
        for word in ["ten-five", "twenty-ten", "fifty-zero", "-", "one-"] {
            assert_eq!(number_word(word), None, "{word}");
        }
    }

    #[test]
    fn ordinals() {
        for (word, value) in [
            ("first", 1),
            ("twelfth", 12),
            ("20th", 20),
            ("twentieth", 20),
            ("thirty-first", 31),
            ("3rd", 3),
        ] {
            assert_eq!(ordinal_word(word), Some(value), "{word}");
        }
        for word in ["month", "th", "north", "zeroth"] {
            assert_eq!(ordinal_word(word), None, "{word}");
        }
    }
}
