//! The rules: what time expressions look like and what each says.
//!
//! Each row is a pattern in the notation of [`super::pattern`] and the reading of what it found. At every word the
//! longest match wins, of equal ones the first in the table; where its reading is `None`, the next longest is tried.
//! Rows of [`Kind::Not`] take what looks like a time and is none: an age, a last-minute deal.

use rashomon_text::{
    Granularity, TimeValue,
    time::{Clock, Date, DayExpr, Direction, Tense, TimeExpr},
};

use super::{
    context::Context,
    pattern::{Count, Found, Unit},
};

/// What the found parts say.
pub(super) type Reading = fn(&Found, &Context) -> Option<TimeExpr>;

/// What may stand before a match and belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A place in the calendar: "early", "late", "the end of".
    Date,
    /// A length: "about", "more than".
    Length,
    /// Neither.
    Bare,
    /// No time at all: the words are taken and say nothing.
    Not,
}

/// The table.
#[rustfmt::skip]
pub(super) const RULES: &[(&str, Kind, Reading)] = &[
    // full dates
    ("[{wd} [,]] [the] {dayth} [of] {month} [,] {year}", Kind::Date, full_date),
    ("[{wd} [,]] {day} [-|/] {month} [,|-|/] {year}", Kind::Date, full_date),
    ("[{wd} [,]] {month} [the] {day} [,] {year}", Kind::Date, full_date),
    ("[{wd} [,]] {month} [the] {day} [,] {yy}", Kind::Date, full_date),
    ("[from] {month} {day} -|to|and|through|until {last} [[,] {year}]", Kind::Date, days),
    ("[from|between] [the] {day} -|to|and|until {last} [of] {month} [[,] {year}]", Kind::Date, days),
    ("between {month} {day} and {last}", Kind::Date, days),
    ("{wd} [,] {month} {day}", Kind::Date, month_day),
    ("{wd} [,] [the] {day} [of] {month}", Kind::Date, month_day),
    ("{wd} [,] the {dayth}", Kind::Date, |found, context| {
        if context.noun_follows() { None } else { Some(TimeExpr::DayOfMonth(found.day?, context.direction())) }
    }),
    ("{wd} [,] {iso}", Kind::Date, |found, _| absolute_day(found.date?)),
    ("{iso}", Kind::Date, |found, _| absolute_day(found.date?)),
    ("{numeric}", Kind::Date, |found, _| absolute_day(found.date?)),
    ("{month} {day}", Kind::Date, month_day),
    ("{month} the {dayth}", Kind::Date, month_day),
    ("[the] {dayth} [of] {month}", Kind::Date, month_day),
    ("{day} {month}", Kind::Date, month_day),
    ("last|past {month} {day}", Kind::Date, |found, _| Some(TimeExpr::MonthDay(found.month?, found.day, Direction::Past))),
    ("{month} {day} last year", Kind::Date, |found, _| Some(TimeExpr::OfYear(-1, found.month?, found.day))),
    ("the {dayth}", Kind::Bare, |found, context| {
        let alone = context.before_is(&["on", "by", "until", "since", "from"]) && !context.noun_follows();
        if alone { Some(TimeExpr::DayOfMonth(found.day?, context.direction())) } else { None }
    }),

    // months
    ("{month} [,|of] {year}", Kind::Date, |found, _| absolute_months(found.year?, found.month?, 1, Granularity::Month)),
    ("{month} [,] {yy}", Kind::Date, |found, _| absolute_months(found.year?, found.month?, 1, Granularity::Month)),
    ("{month} [of] last year", Kind::Date, |found, _| Some(TimeExpr::OfYear(-1, found.month?, None))),
    ("{month} [of] this year", Kind::Date, |found, _| Some(TimeExpr::OfYear(0, found.month?, None))),
    ("{month} [of] next year", Kind::Date, |found, _| Some(TimeExpr::OfYear(1, found.month?, None))),
    ("{month}", Kind::Date, |found, context| {
        context.is_month().then_some(TimeExpr::MonthDay(found.month?, None, context.direction()))
    }),
    ("last|past|previous {month}", Kind::Date, |found, _| Some(TimeExpr::MonthDay(found.month?, None, Direction::Past))),
    ("this {month}", Kind::Date, |found, _| Some(TimeExpr::OfYear(0, found.month?, None))),
    ("next|coming {month}", Kind::Date, |found, _| Some(TimeExpr::MonthDay(found.month?, None, Direction::Future))),
    ("every|each {month}", Kind::Bare, |found, _| Some(TimeExpr::EveryMonth(found.month?))),

    // years, decades, centuries
    ("{year}", Kind::Date, |found, context| if context.is_year() { absolute_years(found.year?, found.year?) } else { None }),
    ("the year {year}", Kind::Date, |found, _| absolute_years(found.year?, found.year?)),
    ("[the] fiscal [year] {year}", Kind::Date, |found, _| absolute_years(found.year?, found.year?)),
    ("[the] fiscal [year] {yy}", Kind::Date, |found, _| absolute_years(found.year?, found.year?)),
    ("{yy}", Kind::Date, |found, context| {
        if context.before_is(&["in", "of", "since", "until", "from", "by"]) { absolute_years(found.year?, found.year?) } else { None }
    }),
    ("{year} - {until}", Kind::Date, |found, _| absolute_years(found.year?, found.until?)),
    ("{year} / {until}", Kind::Date, |found, _| absolute_years(found.year?, found.until?)),
    ("from {year} to|until|till|through {until}", Kind::Bare, |found, _| absolute_years(found.year?, found.until?)),
    ("between {year} and {until}", Kind::Bare, |found, _| absolute_years(found.year?, found.until?)),
    ("[the] [early|mid|late [-]] {decade}", Kind::Date, |found, context| {
        let (start, end) = context.third(found.decade?, 10)?;
        Some(TimeExpr::Absolute(TimeValue { start, end, granularity: Granularity::Decade }))
    }),
    ("[the] {ord} [-] century [bc|bce]", Kind::Date, |found, context| {
        let number = found.ordinal.filter(|number| (1..=30).contains(number))?;
        let first = (number as i16 - 1) * 100;
        if context.inside("bc") || context.inside("bce") {
            return None;
        }
        let (start, end) = context.third(first, 100)?;
        Some(TimeExpr::Absolute(TimeValue { start, end, granularity: Granularity::Century }))
    }),

    // weekdays
    ("black|bloody|super|holy|cyber|remembrance {wday}", Kind::Not, |_, _| None),
    ("{wday}", Kind::Date, |found, context| Some(TimeExpr::Weekday(found.weekday?, context.direction()))),
    ("[the] last|past|previous {wday}", Kind::Date, |found, _| Some(TimeExpr::Weekday(found.weekday?, Direction::Past))),
    ("[this] next|coming|upcoming {wday}", Kind::Date, |found, _| Some(TimeExpr::Weekday(found.weekday?, Direction::Future))),
    ("this {wday}", Kind::Date, |found, context| Some(TimeExpr::Weekday(found.weekday?, context.direction()))),
    ("{wday} last week", Kind::Date, |found, _| Some(TimeExpr::Weekday(found.weekday?, Direction::Past))),
    ("{wday} next week", Kind::Date, |found, _| Some(TimeExpr::Weekday(found.weekday?, Direction::Future))),
    ("{wdays}", Kind::Bare, |found, _| Some(TimeExpr::EveryWeekday(found.weekday?))),
    ("every|each {wday} [{part}]", Kind::Bare, |found, _| Some(TimeExpr::EveryWeekday(found.weekday?))),
    ("{wday} mornings|afternoons|evenings|nights", Kind::Bare, |found, _| Some(TimeExpr::EveryWeekday(found.weekday?))),
    ("[last|this|next] {wday} {part}", Kind::Date, |found, context| {
        Some(TimeExpr::Clock(DayExpr::Weekday(found.weekday?, context.direction()), found.clock?))
    }),

    // days from the day of publication
    ("today", Kind::Date, |_, _| Some(TimeExpr::Offset(0, Granularity::Day))),
    ("yesterday", Kind::Date, |_, _| Some(TimeExpr::Offset(-1, Granularity::Day))),
    ("tomorrow", Kind::Date, |_, _| Some(TimeExpr::Offset(1, Granularity::Day))),
    ("the day before yesterday", Kind::Bare, |_, _| Some(TimeExpr::Offset(-2, Granularity::Day))),
    ("the day after tomorrow", Kind::Bare, |_, _| Some(TimeExpr::Offset(2, Granularity::Day))),
    ("today {part}", Kind::Date, |found, _| clock(0, found)),
    ("yesterday {part}", Kind::Date, |found, _| clock(-1, found)),
    ("{part} yesterday", Kind::Date, |found, _| clock(-1, found)),
    ("tomorrow {part}", Kind::Date, |found, _| clock(1, found)),
    ("this {part}", Kind::Date, |found, _| clock(0, found)),
    ("tonight", Kind::Date, |_, _| Some(TimeExpr::Clock(DayExpr::Offset(0), Clock::Night))),
    ("last night|evening", Kind::Date, |_, _| Some(TimeExpr::Clock(DayExpr::Offset(-1), Clock::Night))),
    ("overnight", Kind::Bare, |_, _| Some(TimeExpr::Clock(DayExpr::Told, Clock::Night))),

    // the clock
    ("{clock} [{zone}]", Kind::Length, |found, context| Some(TimeExpr::Clock(context.told_day(), found.clock?))),
    ("{hour}", Kind::Length, |found, context| {
        let clock = context.before_is(&["at", "around", "by", "from", "until", "till", "since", "about", "before", "after", "to", "between"]);
        if clock { Some(TimeExpr::Clock(context.told_day(), found.clock?)) } else { None }
    }),
    ("mid [-] afternoon|morning", Kind::Bare, |_, context| {
        let clock = if context.inside("afternoon") { Clock::Afternoon } else { Clock::Morning };
        Some(TimeExpr::Clock(context.told_day(), clock))
    }),
    ("noon|midday|midnight [{zone}]", Kind::Length, |_, context| {
        let clock = if context.inside("midnight") { Clock::At(0, 0) } else { Clock::At(12, 0) };
        Some(TimeExpr::Clock(context.told_day(), clock))
    }),
    ("{clock} [{zone}] [,] [on] {wday} [{part}]", Kind::Length, clock_on_weekday),
    ("{hour} [{zone}] [,] [on] {wday}", Kind::Length, clock_on_weekday),
    ("noon|midday|midnight [on] {wday}", Kind::Length, |found, context| {
        let clock = if context.inside("midnight") { Clock::At(0, 0) } else { Clock::At(12, 0) };
        Some(TimeExpr::Clock(DayExpr::Weekday(found.weekday?, context.direction()), clock))
    }),
    ("{wday} [,] [at] {clock} [{zone}]", Kind::Date, clock_on_weekday),
    ("{wday} [,] at {hour} [{zone}]", Kind::Date, clock_on_weekday),
    ("{clock} [{zone}] [,] today", Kind::Length, |found, _| clock(0, found)),
    ("{clock} [{zone}] [,] yesterday", Kind::Length, |found, _| clock(-1, found)),
    ("{clock} [{zone}] [,] tomorrow", Kind::Length, |found, _| clock(1, found)),
    ("{clock} [{zone}] [,] [on] {month} {day} [[,] {year}]", Kind::Length, clock_on_date),
    ("{clock} [{zone}] [,] [on] {day} {month} [[,] {year}]", Kind::Length, clock_on_date),
    ("{hour} [{zone}] [,] {month} {day} [,] {year}", Kind::Length, clock_on_date),
    ("{hour} [{zone}] [,] {day} {month} {year}", Kind::Length, clock_on_date),
    ("[{wd} [,]] {month} {day} [,] [{year}] [,|-|at] {clock} [{zone}]", Kind::Date, clock_on_date),
    ("[{wd} [,]] {day} {month} [,] [{year}] [,|-|at] {clock} [{zone}]", Kind::Date, clock_on_date),
    ("[{wd} [,]] {month} {day} [,] {year} [,|-|at] {hour} [{zone}]", Kind::Date, clock_on_date),
    ("[{wd} [,]] {day} [-] {month} [,|-] {year} [,|-|at] {hour} [{zone}]", Kind::Date, clock_on_date),
    ("{iso} [t|,|-|at] {hour} [{zone}]", Kind::Date, |found, _| Some(TimeExpr::Clock(DayExpr::Date(found.date?), found.clock?))),
    ("{month} {day} {part}", Kind::Date, |found, context| {
        Some(TimeExpr::Clock(DayExpr::MonthDay(found.month?, found.day?, context.direction()), found.clock?))
    }),

    // weeks, months, quarters, years from the one of publication
    ("the quarter", Kind::Date, |found, context| {
        if context.after_is(&["ended", "ending"]) {
            return length(found, Count::Halves(2));
        }
        if !context.is_present_period() {
            return None;
        }
        // a quarter told before, else the one whose results are told
        context.told_unit(Granularity::Quarter).or_else(|| {
            let last = i32::from(context.direction() == Direction::Past);
            Some(TimeExpr::Offset(-last, Granularity::Quarter))
        })
    }),
    ("this|the {period}", Kind::Date, |found, context| {
        if context.inside("the") && context.after_is(&["ended", "ending"]) {
            // "the year ended March 31" is any twelve months
            length(found, Count::Halves(2))
        } else if context.inside("the") && !context.is_present_period() {
            None
        } else {
            offset(0, found)
        }
    }),
    ("[the] current|present {period}", Kind::Date, |found, _| offset(0, found)),
    ("last {period}", Kind::Date, |found, _| offset(-1, found)),
    // not "last year" but the twelve months up to now
    ("the last {period}", Kind::Length, |found, _| Some(TimeExpr::Window(-1, long(found)?))),
    ("[the|this] past {period}", Kind::Length, |found, _| Some(TimeExpr::Window(-1, long(found)?))),
    ("[this] next|coming {period}", Kind::Date, |found, _| offset(1, found)),
    ("the next|coming {period}", Kind::Length, |found, _| Some(TimeExpr::Window(1, long(found)?))),
    ("[the] latest quarter|period", Kind::Date, |_, _| Some(TimeExpr::Offset(-1, Granularity::Quarter))),
    ("[the] latest {period}", Kind::Date, |found, _| offset(0, found)),
    ("[the|this] current fiscal {period}", Kind::Date, |found, _| offset(0, found)),
    ("this|the|its fiscal|full|calendar {period}", Kind::Date, |found, _| offset(0, found)),
    ("[the|this] last|past|latest fiscal|full|calendar {period}", Kind::Date, |found, _| offset(-1, found)),
    ("[the|this] next|coming fiscal|full|calendar {period}", Kind::Date, |found, _| offset(1, found)),
    ("the same|that {period}", Kind::Date, |found, context| context.told(0, long(found)?)),
    ("that same {period}", Kind::Date, |found, context| context.told(0, long(found)?)),
    ("that [same] day", Kind::Bare, |_, context| context.told(0, Granularity::Day)),
    ("that {period}", Kind::Date, |found, context| context.told(0, long(found)?)),
    ("the following {unit}", Kind::Bare, |found, context| context.told(1, long(found)?)),
    ("the previous|preceding|prior {unit}", Kind::Bare, |found, context| context.told(-1, long(found)?)),
    ("the next day|morning|night|evening", Kind::Bare, |_, context| context.told(1, Granularity::Day)),
    ("the same|that day|morning|night|evening", Kind::Bare, |_, context| context.told(0, Granularity::Day)),
    ("the day|night|morning before", Kind::Bare, |_, context| context.told(-1, Granularity::Day)),
    ("the day|night|morning after", Kind::Bare, |_, context| context.told(1, Granularity::Day)),
    ("the|last|this|next weekend", Kind::Date, |_, context| {
        let direction = if context.inside("next") {
            Direction::Future
        } else if context.inside("last") {
            Direction::Past
        } else {
            context.direction()
        };
        Some(TimeExpr::Weekend(direction))
    }),
    ("{ord} - quarter", Kind::Date, |found, _| {
        found.ordinal.filter(|n| (1..=4).contains(n)).map(|n| TimeExpr::Quarter(n as i8, Direction::Past))
    }),
    ("[the|this] {ord} [fiscal] quarter", Kind::Date, |found, context| {
        found.ordinal.filter(|n| (1..=4).contains(n)).map(|n| TimeExpr::Quarter(n as i8, context.quarter_direction()))
    }),
    ("[the] fiscal [-] {ord} [-] quarter", Kind::Date, |found, context| {
        found.ordinal.filter(|n| (1..=4).contains(n)).map(|n| TimeExpr::Quarter(n as i8, context.quarter_direction()))
    }),
    ("[the] {ord} quarter [of|,] [fiscal] {year}", Kind::Date, |found, _| {
        let number = found.ordinal.filter(|n| (1..=4).contains(n))? as i8;
        absolute_months(found.year?, 3 * number - 2, 3, Granularity::Quarter)
    }),
    ("[the] {ord} half [of|,] [fiscal] {year}", Kind::Date, |found, _| {
        let number = found.ordinal.filter(|n| (1..=2).contains(n))? as i8;
        absolute_months(found.year?, 6 * number - 5, 6, Granularity::Quarter)
    }),
    ("[the] {ord} half of the|this year", Kind::Date, |found, context| {
        found.ordinal.filter(|n| (1..=2).contains(n)).map(|n| TimeExpr::Half(n as i8, context.direction()))
    }),
        ("year - end|ends", Kind::Bare, |_, _| Some(TimeExpr::Offset(0, Granularity::Year))),
    ("[the] year ['] [s] end", Kind::Bare, |_, context| {
        if context.inside("s") || !context.inside("the") { Some(TimeExpr::Offset(0, Granularity::Year)) } else { None }
    }),
    ("year - earlier|ago", Kind::Bare, |_, context| context.year_before().or(Some(TimeExpr::Offset(-1, Granularity::Year)))),
    ("[the] [comparable] year - earlier|ago [{ord}] period|quarter|month|week", Kind::Bare, |_, context| context.year_before().or(Some(TimeExpr::Offset(-1, Granularity::Year)))),
    ("[the] year - earlier|ago {n} {units}", Kind::Bare, |_, _| Some(TimeExpr::Offset(-1, Granularity::Year))),
    ("the {year} period|quarter", Kind::Bare, |found, _| absolute_years(found.year?, found.year?)),
    ("[the] {year} {ord} quarter", Kind::Bare, |found, _| {
        let number = found.ordinal.filter(|n| (1..=4).contains(n))? as i8;
        absolute_months(found.year?, 3 * number - 2, 3, Granularity::Quarter)
    }),
    ("this year ' s {ord} [-] quarter", Kind::Date, |found, context| {
        found.ordinal.filter(|n| (1..=4).contains(n)).map(|n| TimeExpr::Quarter(n as i8, context.quarter_direction()))
    }),
    ("next year ' s {ord} [-] quarter", Kind::Date, |found, _| {
        found.ordinal.filter(|n| (1..=4).contains(n)).map(|n| TimeExpr::Quarter(n as i8, Direction::Future))
    }),

    // seasons
    ("this|the {season}", Kind::Date, |found, context| Some(TimeExpr::Season(found.season?, context.direction()))),
    ("[this] last|past {season}", Kind::Date, |found, _| Some(TimeExpr::Season(found.season?, Direction::Past))),
    ("next|coming {season}", Kind::Date, |found, _| Some(TimeExpr::Season(found.season?, Direction::Future))),
    ("[the] {season} [of|,] {year}", Kind::Date, |found, _| absolute_months(found.year?, found.season?, 3, Granularity::Season)),
    ("the early|mid|late [-] {season}", Kind::Date, |found, context| Some(TimeExpr::Season(found.season?, context.direction()))),
    ("[the] {season} of {yy}", Kind::Date, |found, _| absolute_months(found.year?, found.season?, 3, Granularity::Season)),

    // holidays
    ("{holiday}", Kind::Date, |found, context| Some(TimeExpr::Holiday(found.holiday?, context.direction()))),
    ("[this] last|past {holiday}", Kind::Date, |found, _| Some(TimeExpr::Holiday(found.holiday?, Direction::Past))),
    ("this {holiday}", Kind::Date, |found, context| Some(TimeExpr::Holiday(found.holiday?, context.direction()))),
    ("next {holiday}", Kind::Date, |found, _| Some(TimeExpr::Holiday(found.holiday?, Direction::Future))),
    ("{holiday} [,|of|in] {year}", Kind::Date, |found, _| absolute_day(found.holiday?.in_year(found.year?)?)),

    // so many units from somewhere
    ("a year ago|earlier", Kind::Bare, |_, context| if context.follows_amount() { context.year_before() } else { None }),
    ("{n} {unit} [or so] ago", Kind::Length, |found, _| ago(found)),
    ("{units} ago", Kind::Length, |_, _| Some(TimeExpr::Vague(Tense::Past))),
    ("{n} {unit} from now|today", Kind::Length, |found, _| shift(found, 1)),
    ("{n} {unit} hence", Kind::Length, |found, _| shift(found, 1)),
    ("{n} {unit} earlier|previously|beforehand", Kind::Length, |found, context| from_told(found, context, -1)),
    ("{n} {unit} later|afterward|afterwards", Kind::Length, |found, context| from_told(found, context, 1)),
    ("{units} later|earlier", Kind::Length, |found, _| length(found, Count::Open)),

    // windows that end or begin at the publication
    ("[the|these] past|last|latest [{n}] {units}", Kind::Length, |found, _| window(found, -1)),
    ("[the] next|coming [{n}] {units}", Kind::Length, |found, _| window(found, 1)),
    ("the {units} ahead", Kind::Length, |found, _| length(found, Count::Open)),
    ("[the] recent {units}", Kind::Bare, |found, _| length(found, Count::Open)),
    ("[the] coming {units}", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Future))),

    // lengths
    ("[the] [first|final|same|following|preceding|previous|remaining|other] {n} [full|whole|consecutive|straight|calendar|trading|working|business|more|other|long|short|solid] {unit} [or so]", Kind::Length, plain_length),
    ("{n} [-] {unit}", Kind::Length, plain_length),
    ("per {unit}", Kind::Bare, |found, _| every(found, 1)),
    ("a day|time|moment when|that", Kind::Not, |_, _| None),
    ("a {unit}", Kind::Length, |found, context| {
        // "four flights a week", "$500 million a year" are rates
        if context.is_rate() { None } else { length(found, Count::Halves(2)) }
    }),
    ("{n} - {unit} [-] old|olds", Kind::Not, |_, _| None),
    ("{n} {unit} [-] old|olds", Kind::Not, |_, _| None),
    ("{n} {unit} of age", Kind::Not, |_, _| None),
    ("{n} [-] quarters of", Kind::Not, |_, _| None),
    ("three - quarters", Kind::Not, |_, _| None),
    ("a quarter", Kind::Not, |_, _| None),
    ("[a] quarter [-] century", Kind::Length, |_, _| Some(TimeExpr::Duration(25, Granularity::Year))),
    ("{n} {unit} and a half", Kind::Length, |found, _| {
        let Count::Halves(halves) = found.count? else { return None };
        length(found, Count::Halves(halves + 1))
    }),
    ("half [-] an|a {unit}", Kind::Length, |found, _| length(found, Count::Halves(1))),
    ("a half [-] {unit}", Kind::Length, |found, _| length(found, Count::Halves(1))),
    ("{units}", Kind::Length, |found, context| {
        let open = context.before_is(&["for", "in", "over", "within", "after", "during", "through", "of", "last", "took", "take", "takes", "spent", "lasted", "many", "with"])
            || context.after_is(&["before", "after", "since"]);
        if open && !context.noun_follows() { length(found, Count::Open) } else { None }
    }),
    ("{units} [-] long", Kind::Length, |found, _| length(found, Count::Open)),
    ("{unit} - long", Kind::Length, |found, _| length(found, Count::Halves(2))),
    ("{period} - long", Kind::Length, |found, _| length(found, Count::Halves(2))),
    ("{units} or {units}", Kind::Length, |found, _| length(found, Count::Open)),
    ("decades|years|months [-] old", Kind::Not, |_, _| None),
    ("last|final|eleventh - minute|hour", Kind::Not, |_, _| None),

    // again and again
    ("every|each {unit}", Kind::Bare, |found, _| every(found, 1)),
    ("every other {unit}", Kind::Bare, |found, _| every(found, 2)),
    ("every|each {n} {unit}", Kind::Bare, |found, _| {
        let Count::Halves(halves) = found.count? else { return Some(TimeExpr::Set) };
        every(found, halves / 2)
    }),
    ("every|each {part}", Kind::Bare, |_, _| Some(TimeExpr::Every(1, Granularity::Day))),
    ("hourly", Kind::Bare, |_, _| Some(TimeExpr::Every(1, Granularity::Hour))),
    ("daily|nightly", Kind::Bare, |_, context| if context.is_noun() { None } else { Some(TimeExpr::Every(1, Granularity::Day)) }),
    ("weekly", Kind::Bare, |_, _| Some(TimeExpr::Every(1, Granularity::Week))),
    ("monthly", Kind::Bare, |_, _| Some(TimeExpr::Every(1, Granularity::Month))),
    ("annually|yearly", Kind::Bare, |_, _| Some(TimeExpr::Every(1, Granularity::Year))),
    ("once|twice|thrice a|per|every {unit}", Kind::Bare, |found, _| every(found, 1)),
    ("once every {n} {unit}", Kind::Bare, |found, _| match found.count? {
        Count::Halves(halves) => every(found, halves / 2),
        Count::Open => Some(TimeExpr::Set),
    }),

    // times that are no dates
    ("now|nowadays|currently|presently", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Present))),
            ("current", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Present))),
    ("these days", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Present))),
    ("[more|most] recently", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Past))),
    ("the [recent|distant] past", Kind::Bare, |_, context| if context.noun_follows() { None } else { Some(TimeExpr::Vague(Tense::Past)) }),
    ("the [near|foreseeable|immediate|distant] future", Kind::Bare, |_, _| Some(TimeExpr::Vague(Tense::Future))),
];

#[allow(clippy::unnecessary_wraps, reason = "a reading's last step")]
fn absolute_day(date: Date) -> Option<TimeExpr> {
    Some(TimeExpr::Absolute(TimeValue::day(date)))
}

fn absolute_months(year: i16, month: i8, count: i32, granularity: Granularity) -> Option<TimeExpr> {
    let start = Date::new(year, month, 1).ok()?;
    let last = i32::from(month) + count - 2;
    let end_year = i32::from(year) + last / 12;
    let end =
        Date::new(i16::try_from(end_year).ok()?, (last % 12 + 1) as i8, 1).ok()?.last_of_month();
    Some(TimeExpr::Absolute(TimeValue { start, end, granularity }))
}

fn absolute_years(first: i16, last: i16) -> Option<TimeExpr> {
    let (start, end) = (Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?);
    Some(TimeExpr::Absolute(TimeValue { start, end, granularity: Granularity::Year }))
}

fn full_date(found: &Found, _: &Context) -> Option<TimeExpr> {
    absolute_day(Date::new(found.year?, found.month?, found.day?).ok()?)
}

fn month_day(found: &Found, context: &Context) -> Option<TimeExpr> {
    let (month, day) = (found.month?, found.day?);
    // a leap year has every day a month can have
    Date::new(2000, month, day).ok()?;
    Some(TimeExpr::MonthDay(month, Some(day), context.direction()))
}

fn days(found: &Found, context: &Context) -> Option<TimeExpr> {
    let (month, first, last) = (found.month?, found.day?, found.last_day?);
    let year = found.year.unwrap_or(2000);
    let (start, end) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
    Some(match found.year {
        Some(_) => TimeExpr::Absolute(TimeValue { start, end, granularity: Granularity::Day }),
        None => TimeExpr::MonthDays(month, first, last, context.direction()),
    })
}

fn clock(days: i32, found: &Found) -> Option<TimeExpr> {
    Some(TimeExpr::Clock(DayExpr::Offset(days), found.clock?))
}

fn clock_on_weekday(found: &Found, context: &Context) -> Option<TimeExpr> {
    Some(TimeExpr::Clock(DayExpr::Weekday(found.weekday?, context.direction()), found.clock?))
}

fn clock_on_date(found: &Found, context: &Context) -> Option<TimeExpr> {
    let (month, day) = (found.month?, found.day?);
    let day = if let Some(year) = found.year {
        DayExpr::Date(Date::new(year, month, day).ok()?)
    } else {
        Date::new(2000, month, day).ok()?;
        DayExpr::MonthDay(month, day, context.direction())
    };
    Some(TimeExpr::Clock(day, found.clock?))
}

fn long(found: &Found) -> Option<Granularity> {
    match found.unit? {
        Unit::Long(unit) => Some(unit),
        _ => None,
    }
}

fn offset(count: i32, found: &Found) -> Option<TimeExpr> {
    Some(match long(found)? {
        // "last decade": the ten years up to now rather than 2010 to 2019
        unit @ (Granularity::Decade | Granularity::Century) if count != 0 => {
            TimeExpr::Window(count, unit)
        }
        unit => TimeExpr::Offset(count, unit),
    })
}

/// The units in whole numbers: "two and a half years" is 30 months.
fn whole(found: &Found) -> Option<(i32, Granularity)> {
    let Count::Halves(halves) = found.count? else { return None };
    let unit = match found.unit? {
        Unit::Long(unit) => unit,
        Unit::Fortnight => return Some((halves, Granularity::Week)),
        Unit::Second | Unit::Minute => return None,
    };
    if halves % 2 == 0 {
        return Some((halves / 2, unit));
    }
    Some(match unit {
        Granularity::Day => (halves * 12, Granularity::Hour),
        Granularity::Year => (halves * 6, Granularity::Month),
        Granularity::Decade => (halves * 5, Granularity::Year),
        Granularity::Century => (halves * 50, Granularity::Year),
        _ => (halves / 2 + 1, unit),
    })
}

fn shift(found: &Found, sign: i32) -> Option<TimeExpr> {
    match (whole(found), found.count?) {
        // ten years, not the decade before this one
        (Some((count, Granularity::Decade)), _) => {
            Some(TimeExpr::Offset(sign * count * 10, Granularity::Year))
        }
        (Some((count, Granularity::Century)), _) => {
            Some(TimeExpr::Offset(sign * count * 100, Granularity::Year))
        }
        (Some((count, unit)), _) => Some(TimeExpr::Offset(sign * count, unit)),
        (None, Count::Open) if sign < 0 => Some(TimeExpr::Vague(Tense::Past)),
        (None, Count::Open) => Some(TimeExpr::Vague(Tense::Future)),
        // minutes ago: the hour of publication
        (None, Count::Halves(_)) => Some(TimeExpr::Offset(0, Granularity::Hour)),
    }
}

fn ago(found: &Found) -> Option<TimeExpr> {
    shift(found, -1)
}

fn from_told(found: &Found, context: &Context, sign: i32) -> Option<TimeExpr> {
    match whole(found) {
        Some((count, unit)) => context.told(sign * count, unit),
        None => plain_length(found, context),
    }
}

fn window(found: &Found, sign: i32) -> Option<TimeExpr> {
    match whole(found) {
        Some((count, unit)) => Some(TimeExpr::Window(sign * count, unit)),
        None => length(found, found.count.unwrap_or(Count::Open)),
    }
}

fn plain_length(found: &Found, context: &Context) -> Option<TimeExpr> {
    // "a year-earlier profit" is about another year
    if context.joins("earlier") || context.joins("ago") {
        None
    } else {
        length(found, found.count?)
    }
}

fn length(found: &Found, count: Count) -> Option<TimeExpr> {
    let found = Found { count: Some(count), ..*found };
    match (count, found.unit?) {
        (Count::Open, Unit::Long(unit)) => Some(TimeExpr::Duration(0, unit)),
        (Count::Open, Unit::Fortnight) => Some(TimeExpr::Duration(0, Granularity::Week)),
        (Count::Open, Unit::Second | Unit::Minute) => Some(TimeExpr::Seconds(0)),
        (Count::Halves(halves), Unit::Second) => Some(TimeExpr::Seconds(halves / 2)),
        (Count::Halves(halves), Unit::Minute) => Some(TimeExpr::Seconds(halves.checked_mul(30)?)),
        // half an hour
        (Count::Halves(halves), Unit::Long(Granularity::Hour)) if halves % 2 == 1 => {
            Some(TimeExpr::Seconds(halves.checked_mul(1800)?))
        }
        _ => whole(&found).map(|(count, unit)| TimeExpr::Duration(count, unit)),
    }
}

fn every(found: &Found, count: i32) -> Option<TimeExpr> {
    match found.unit? {
        Unit::Long(unit) => Some(TimeExpr::Every(count, unit)),
        Unit::Fortnight => Some(TimeExpr::Every(2 * count, Granularity::Week)),
        Unit::Second | Unit::Minute => Some(TimeExpr::Set),
    }
}

/// The years of a decade or century that "early", "mid" or "late" leave.
pub(super) fn third(first: i16, length: i16, words: impl Fn(&str) -> bool) -> Option<(Date, Date)> {
    let (from, to) = if words("early") {
        (0, length * 3 / 10)
    } else if words("mid") {
        (length * 4 / 10, length * 7 / 10)
    } else if words("late") {
        (length * 7 / 10, length)
    } else {
        (0, length)
    };
    Some((Date::new(first + from, 1, 1).ok()?, Date::new(first + to - 1, 12, 31).ok()?))
}
