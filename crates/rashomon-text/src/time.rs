//! Days and stretches of days, and what a time expression says before it is anchored.
//!
//! [`TimeExpr`] is what the words say ("last month"), [`TimeValue`] the days meant. [`TimeExpr::resolve`]
//! takes the one to the other once it is known when the article was published:
//!
//! ```
//! use rashomon_text::time::{Date, Direction, Granularity, TimeExpr, TimeValue, Weekday};
//!
//! let published = TimeValue::day(Date::constant(2022, 9, 9)); // a Friday
//! let wednesday = TimeExpr::Weekday(Weekday::Wednesday, Direction::Past);
//! let value = wednesday.resolve(published).unwrap();
//! assert_eq!(value, TimeValue::day(Date::constant(2022, 9, 7)));
//! let last_month = TimeExpr::Offset(-1, Granularity::Month).resolve(published).unwrap();
//! assert_eq!(last_month.start, Date::constant(2022, 8, 1));
//! assert_eq!(last_month.end, Date::constant(2022, 8, 31));
//! ```

mod resolve;
mod timex;

pub use jiff::civil::{Date, Weekday};

/// The days from 1970-01-01 to a date.
///
/// ```
/// use rashomon_text::time::{Date, day_number};
///
/// assert_eq!(day_number(Date::constant(1969, 12, 31)), -1);
/// ```
pub fn day_number(date: Date) -> i32 {
    (date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24) as i32
}

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

/// A day, before it is known when the article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayExpr {
    /// Needs no anchor: "7 September 2022".
    Date(Date),
    /// A number of days from the anchor: "today" is 0, "yesterday" −1.
    Offset(i32),
    /// A weekday: "on Wednesday".
    Weekday(Weekday, Direction),
    /// A month and a day without a year: "July 15".
    MonthDay(i8, i8, Direction),
    /// The day the text spoke of before: "at 10:30".
    Told,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Hour (0–23) and minute on the clock, in the zone the text speaks of.
    At(i8, i8),
    /// "morning".
    Morning,
    /// "midday".
    Midday,
    /// "afternoon".
    Afternoon,
    /// "evening".
    Evening,
    /// "night", "overnight".
    Night,
}

/// A holiday that has a name and a day, fixed or movable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// A fixed month and day: Christmas, Bastille Day.
    Fixed(i8, i8),
    /// Days from the Easter Sunday of the western churches: Good Friday is −2.
    Easter(i8),
    /// The n-th (from 1; −1: the last) such weekday of a month: US Thanksgiving is the fourth Thursday of November.
    Nth(i8, Weekday, i8),
}

/// Which way a time without a date lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// "recently", "the past".
    Past,
    /// "now", "currently".
    Present,
    /// "soon", "the future".
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
    /// The first and last of several days of a month without a year: "July 23-24".
    MonthDays(i8, i8, i8, Direction),
    /// A month, with a day if it has one, of a year counted from the anchor's: "July last year" is −1.
    OfYear(i32, i8, Option<i8>),
    /// A season without a year: "this summer" (`northern` months, first month given).
    Season(i8, Direction),
    /// A whole number of units from the anchor: "yesterday" is −1 day, "last year" −1 year, "two months ago" −2 months.
    Offset(i32, Granularity),
    /// A length of time that is no date: "24 hours". A number of 0 is one the text leaves open: "years", "several months".
    Duration(i32, Granularity),
    /// A repeated time: "every Friday".
    Set,
    /// A time of day: "Wednesday morning", "10:30 GMT", "last night". See [`TimeExpr::day`].
    Clock(DayExpr, Clock),
    /// A quarter (1–4) without a year: "the third quarter".
    Quarter(i8, Direction),
    /// The quarter a year before the one that [`Self::Quarter`] means: "a year earlier", of a quarter's results.
    YearBeforeQuarter(i8, Direction),
    /// A half of a year (1 or 2) without the year: "the first half".
    Half(i8, Direction),
    /// A holiday without a year: "Christmas".
    Holiday(Holiday, Direction),
    /// Saturday and Sunday: "over the weekend".
    Weekend(Direction),
    /// A day of a month that is not named: "on the 15th".
    DayOfMonth(i8, Direction),
    /// The units that end (negative) or begin (positive) at the anchor: "the past two weeks" is −2 weeks.
    Window(i32, Granularity),
    /// A number of units from the time the text spoke of before, not from its publication: "three days later", "that year" (0).
    Narrative(i32, Granularity),
    /// A length of time shorter than an hour, in seconds: "30 minutes".
    Seconds(i32),
    /// Once in every so many units: "daily", "every two weeks".
    Every(i32, Granularity),
    /// On every such weekday: "every Friday", "Tuesday nights".
    EveryWeekday(Weekday),
    /// In every such month: "each July".
    EveryMonth(i8),
    /// A time that is no date: "recently", "now", "soon".
    Vague(Tense),
}

impl TimeExpr {
    /// The same without its time of day: "Wednesday morning" gives what "Wednesday" gives.
    pub fn day(self) -> Self {
        let Self::Clock(day, _) = self else { return self };
        match day {
            DayExpr::Date(date) => Self::Absolute(TimeValue::day(date)),
            DayExpr::Offset(days) => Self::Offset(days, Granularity::Day),
            DayExpr::Weekday(weekday, direction) => Self::Weekday(weekday, direction),
            DayExpr::MonthDay(month, day, direction) => Self::MonthDay(month, Some(day), direction),
            DayExpr::Told => Self::Narrative(0, Granularity::Day),
        }
    }

    /// Whether the words name a stretch of the calendar, so that [`TimeExpr::resolve`] can give days:
    /// true for "1979" and "on Friday", false for "24 hours", "every Friday", "recently" and "three days later".
    pub const fn is_dated(self) -> bool {
        !matches!(
            self,
            Self::Clock(DayExpr::Told, _)
                | Self::Duration(..)
                | Self::Seconds(_)
                | Self::Set
                | Self::Every(..)
                | Self::EveryWeekday(_)
                | Self::EveryMonth(_)
                | Self::Narrative(..)
                | Self::Vague(_)
        )
    }
}
