//! Days and stretches of days, and what a time expression says before it is anchored.

pub use jiff::civil::{Date, Weekday};

/// How fine a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granularity {
    /// A moment of a day, or a part of one ("Wednesday morning"); the value still names the day.
    Hour,
    /// One day.
    Day,
    /// A calendar week or a weekend.
    Week,
    /// A calendar month.
    Month,
    /// Spring, summer, autumn, winter (meteorological, northern unless said otherwise).
    Season,
    /// A quarter or half of a year.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Granularity {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }
}

/// A stretch of days, both ends included, with the granularity it was said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeValue {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How fine it was said.
    pub granularity: Granularity,
}

impl TimeValue {
    /// One day.
    pub const fn day(date: Date) -> Self {
        Self { start: date, end: date, granularity: Granularity::Day }
    }

    /// Whether the two can be the same time: they share a day.
    pub fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What tells in which direction an unanchored time lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Before or at the anchor: the verb is in the past ("said on Wednesday").
    #[default]
    Past,
    /// At or after the anchor ("will meet on Wednesday").
    Future,
}

/// What a time expression says, before it is known when the article was published.
///
/// Kept unanchored in the account, because reconciliation may work out an article's date from
/// the other articles; [`TimeExpr::resolve`] then gives the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeExpr {
    /// Needs no anchor: "7 September 2022", "1979", "the 1980-88 war".
    Absolute(TimeValue),
    /// A weekday: "on Wednesday", "this Saturday".
    Weekday(Weekday, Direction),
    /// A month, with a day if it has one, without a year: "July 15", "in July".
    MonthDay(i8, Option<i8>, Direction),
    /// A season without a year: "this summer" (`northern` months, first month given).
    Season(i8, Direction),
    /// A whole number of units from the anchor: "yesterday" is −1 day, "last year" −1 year, "two months ago" −2 months.
    Offset(i32, Granularity),
    /// A length of time that is no date: "24 hours".
    Duration(i32, Granularity),
    /// A repeated time: "every Friday".
    Set,
}
