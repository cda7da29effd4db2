//! Where a match stands: what the rules ask about the words and the parse around it.

use rashomon_text::{
    Granularity, TimeValue,
    time::{Date, DayExpr, Direction, TimeExpr},
};

use super::{rules, words::Word};
use crate::analysis::{Analysis, TokenId};
use crate::tags::{Deprel, Upos, Xpos};

/// Where a match stands.
pub(super) struct Context<'a> {
    pub analysis: &'a Analysis,
    pub words: &'a [Word],
    /// First word of the match, and one past its last.
    pub start: usize,
    pub end: usize,
    /// The last dated time of this or the previous sentence.
    pub told: Option<Told>,
    /// The quarter of a year that was told shortly before.
    pub quarter: Option<TimeExpr>,
}

/// A dated time told before.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub expr: TimeExpr,
    /// Whether in the same sentence.
    pub here: bool,
}

impl Context<'_> {
    /// Whether the word before the match is one of these.
    pub(super) fn before_is(&self, list: &[&str]) -> bool {
        self.start > 0 && list.contains(&self.words[self.start - 1].text.as_str())
    }

    /// Whether the word after the match is one of these.
    pub(super) fn after_is(&self, list: &[&str]) -> bool {
        self.words.get(self.end).is_some_and(|word| list.contains(&word.text.as_str()))
    }

    /// Whether this word hangs from the match by a hyphen.
    pub(super) fn joins(&self, word: &str) -> bool {
        let next = |at: usize, text: &str| {
            self.words.get(at).is_some_and(|word| !word.gap && word.text == text)
        };
        next(self.end, "-") && next(self.end + 1, word)
    }

    /// Whether the match stands for something by itself: "the daily said".
    pub(super) fn is_noun(&self) -> bool {
        let token = self.words[self.start].token;
        self.analysis.xpos(token) == Xpos::Nn
            && !matches!(self.analysis.deprel(token), Deprel::Compound | Deprel::Amod)
    }

    /// Whether the match follows an amount: "four flights a week".
    pub(super) fn is_rate(&self) -> bool {
        self.start > 0 && {
            let token = self.words[self.start - 1].token;
            matches!(self.analysis.upos(token), Upos::Noun | Upos::Num | Upos::Propn | Upos::Sym)
        }
    }

    /// Whether the match holds this word.
    pub(super) fn inside(&self, word: &str) -> bool {
        self.words[self.start..self.end].iter().any(|w| w.text == word)
    }

    /// The token the match hangs from the rest by.
    pub(super) fn head(&self) -> TokenId {
        let tokens = self.words[self.start].token.0..=self.words[self.end - 1].token.0;
        let outside = |&token: &u32| {
            self.analysis.head(TokenId(token)).is_none_or(|head| !tokens.contains(&head.0))
        };
        TokenId(tokens.clone().find(outside).unwrap_or(*tokens.start()))
    }

    /// Whether the match is written as part of a name: "the People's Daily".
    pub(super) fn is_named(&self) -> bool {
        let before = self.start.checked_sub(1).map(|at| &self.words[at]);
        self.words[self.start].capital
            && before.is_some_and(|word| word.text.ends_with(char::is_alphanumeric))
    }

    /// Whether a noun stands right after the match, which then only describes it: "the past president".
    pub(super) fn noun_follows(&self) -> bool {
        self.words.get(self.end).is_some_and(|next| {
            matches!(self.analysis.upos(next.token), Upos::Noun | Upos::Propn | Upos::Adj)
        })
    }

    /// Whether "May", "March" and the like are months here.
    pub(super) fn is_month(&self) -> bool {
        const BEFORE: &[&str] = &[
            "in", "of", "since", "until", "till", "by", "from", "last", "next", "this", "late",
            "early", "mid", "through", "during", "between", "to", "-", "and", "or",
        ];
        let word = &self.words[self.start];
        if !matches!(
            word.text.as_str(),
            "may"
                | "march"
                | "mar"
                | "jan"
                | "apr"
                | "jun"
                | "june"
                | "april"
                | "august"
                | "aug"
                | "dec"
        ) {
            return true;
        }
        // also words and given names: no part of a longer name, and a verb is no month
        let proper = |token: TokenId| matches!(self.analysis.xpos(token), Xpos::Nnp | Xpos::Nnps);
        let named =
            |word: Option<&Word>| word.is_some_and(|word| word.capital && proper(word.token));
        let before = self.start.checked_sub(1).map(|at| &self.words[at]);
        let after = self.words.get(self.end).filter(|next| next.gap);
        let common = matches!(word.text.as_str(), "may" | "march" | "mar") && before.is_none();
        proper(word.token) && (self.before_is(BEFORE) || !(named(before) || named(after) || common))
    }

    /// Whether a number of four digits is a year and no amount, page or address.
    pub(super) fn is_year(&self) -> bool {
        const PLACES: &[&str] = &[
            "in", "of", "since", "by", "from", "until", "till", "the", "during", "for", "before",
            "after", "between", "and", "to", "fiscal", "early", "late", "mid", "circa", "through",
            "year", "around",
        ];
        const COUNTS: &[&str] = &[
            "page",
            "pages",
            "no",
            "number",
            "room",
            "flight",
            "route",
            "highway",
            "section",
            "article",
            "chapter",
            "line",
            "#",
            "$",
            "£",
            "€",
            "about",
            "nearly",
            "almost",
            "over",
            "under",
            "than",
            "least",
            "some",
            "only",
            "resolution",
            "boeing",
            "form",
            "model",
            "series",
            "suite",
            "building",
            "apartment",
            "km",
            "at",
            "+",
            "*",
            "=",
            "/",
            "%",
            ":",
        ];
        let year = &self.words[self.start];
        if self.before_is(COUNTS)
            || (self.start > 0 && !year.gap && !self.before_is(&["-", "(", "/", "\"", "'"]))
        {
            return false;
        }
        let next = self.words.get(self.end);
        let counted = next.is_some_and(|next| {
            next.gap && matches!(self.analysis.xpos(next.token), Xpos::Nns | Xpos::Nnps)
        });
        let head = self.analysis.head(year.token);
        let owned = self.start > 0
            && matches!(
                self.analysis.xpos(self.words[self.start - 1].token),
                Xpos::PrpPoss | Xpos::Pos | Xpos::Dt
            );
        let amount = self.analysis.deprel(year.token) == Deprel::Nummod
            && !owned
            && head.is_some_and(|head| {
                let after_verb = self.start > 0
                    && self.analysis.upos(self.words[self.start - 1].token) == Upos::Verb;
                head > year.token && (after_verb || self.analysis.xpos(head) == Xpos::Nns)
            });
        let joined = next
            .is_some_and(|next| !next.gap && matches!(next.text.as_str(), "%" | "-" | "/" | "x"));
        let modern = (1700..=2060).contains(&year.digits().unwrap_or(1900));
        if self.before_is(PLACES) {
            return !amount || !counted && modern;
        }
        modern && (!counted || owned) && !amount && !joined
    }

    /// Past, but for "will rise in the fourth quarter": results of a quarter are told after it.
    pub(super) fn quarter_direction(&self) -> Direction {
        let within = self.before_is(&["in", "for", "by", "until", "through", "during", "the"]);
        if within { self.direction() } else { Direction::Past }
    }

    /// Whether "the week", "the year" mean those of the publication.
    pub(super) fn is_present_period(&self) -> bool {
        let next = self.words.get(self.end).map_or("", |word| word.text.as_str());
        !matches!(
            next,
            "of" | "that" | "when" | "before" | "after" | "-" | "in" | "which" | "ahead"
        ) && !self.noun_follows()
            && !self.inside("season")
            && !self.inside("decade")
    }

    /// The first and last day of the "early", "mid" or "late" part of a decade or century.
    pub(super) fn third(&self, first: i16, length: i16) -> Option<(Date, Date)> {
        let two = self.start.saturating_sub(2);
        rules::third(first, length, |word| self.words[two..self.end].iter().any(|w| w.text == word))
    }

    /// The day told before in this sentence, if it has one.
    pub(super) fn told_day(&self) -> DayExpr {
        match self.told.filter(|told| told.here).map(|told| told.expr.day()) {
            Some(TimeExpr::Absolute(TimeValue { start, end, .. })) if start == end => {
                DayExpr::Date(start)
            }
            Some(TimeExpr::Offset(days, Granularity::Day)) => DayExpr::Offset(days),
            Some(TimeExpr::Weekday(weekday, direction)) => DayExpr::Weekday(weekday, direction),
            Some(TimeExpr::MonthDay(month, Some(day), direction)) => {
                DayExpr::MonthDay(month, day, direction)
            }
            _ => DayExpr::Told,
        }
    }

    /// The same quarter a year before the one told shortly before: what a quarter's figures are held against.
    pub(super) fn year_before(&self) -> Option<TimeExpr> {
        match self.quarter? {
            TimeExpr::Quarter(number, direction) => {
                Some(TimeExpr::YearBeforeQuarter(number, direction))
            }
            _ => None,
        }
    }

    /// Whether the match closes a comparison of amounts: "from $12 million, or 80 cents a share, a year ago".
    pub(super) fn follows_amount(&self) -> bool {
        let from = self.start.saturating_sub(12);
        self.words[from..self.start]
            .iter()
            .any(|word| word.text.starts_with(|c: char| c.is_ascii_digit()) || word.text == "$")
    }

    /// The time told before, if it speaks in this unit.
    pub(super) fn told_unit(&self, unit: Granularity) -> Option<TimeExpr> {
        let told = self.told.map(|told| told.expr)?;
        (granularity(told) == Some(unit)).then_some(told)
    }

    /// So many units from the time told before: worked out where that is a day or of the same unit.
    #[allow(clippy::unnecessary_wraps, reason = "a reading's last step")]
    pub(super) fn told(&self, count: i32, unit: Granularity) -> Option<TimeExpr> {
        let open = TimeExpr::Narrative(count, unit);
        Some(match (self.told.map(|told| told.expr.day()), unit) {
            (Some(told), _) if count == 0 && granularity(told) == Some(unit) => told,
            (Some(TimeExpr::Offset(days, from)), _) if from == unit => {
                TimeExpr::Offset(days.saturating_add(count), unit)
            }
            (Some(TimeExpr::Weekday(weekday, direction)), Granularity::Day) if count.abs() < 7 => {
                TimeExpr::Weekday(weekday.wrapping_add(count), direction)
            }
            (Some(TimeExpr::Absolute(value)), Granularity::Day) if value.start == value.end => {
                let anchored = TimeExpr::Offset(count, Granularity::Day).resolve(value);
                anchored.map_or(open, TimeExpr::Absolute)
            }
            (Some(TimeExpr::Absolute(value)), Granularity::Year)
                if value.granularity <= Granularity::Year
                    && value.start.year() == value.end.year() =>
            {
                let anchor = TimeValue::day(value.start);
                let anchored = TimeExpr::Offset(count, Granularity::Year).resolve(anchor);
                anchored.map_or(open, TimeExpr::Absolute)
            }
            (Some(TimeExpr::MonthDay(month, Some(day), direction)), Granularity::Day) => {
                // within the month whatever the year
                let moved = i32::from(day) + count;
                if (1..=28).contains(&moved) {
                    TimeExpr::MonthDay(month, Some(moved as i8), direction)
                } else {
                    open
                }
            }
            _ => open,
        })
    }
}

/// The unit a dated expression speaks in, where it is one.
fn granularity(expr: TimeExpr) -> Option<Granularity> {
    Some(match expr {
        TimeExpr::Absolute(value) => value.granularity,
        TimeExpr::Weekday(..) | TimeExpr::MonthDay(_, Some(_), _) | TimeExpr::Holiday(..) => {
            Granularity::Day
        }
        TimeExpr::MonthDay(_, None, _) | TimeExpr::OfYear(_, _, None) => Granularity::Month,
        TimeExpr::OfYear(..) | TimeExpr::DayOfMonth(..) => Granularity::Day,
        TimeExpr::Quarter(..) | TimeExpr::YearBeforeQuarter(..) | TimeExpr::Half(..) => {
            Granularity::Quarter
        }
        TimeExpr::Season(..) => Granularity::Season,
        TimeExpr::Offset(_, unit) => unit,
        _ => return None,
    })
}
