//! From what the words say to the days meant.

use jiff::Span;

use super::{Date, DayExpr, Direction, Granularity, Holiday, TimeExpr, TimeValue, Weekday};

impl TimeExpr {
    /// The days meant, for an article published at `published`.
    ///
    /// `None` where the words name no stretch of the calendar ([`TimeExpr::is_dated`]), where the day does not
    /// exist ("30 February"), and where `published` is more than a day and the days meant depend on which.
    ///
    /// A weekday, month, season, quarter or holiday without a year is the latest that began at or before the day
    /// of publication, or, in the future, the next that ends at or after it. (A day nearly a year back gives way to
    /// one just ahead; the quarter that has just ended is meant in either case.) So "Wednesday" in an article of a
    /// Wednesday is that day. Weeks begin on Monday (ISO 8601).
    pub fn resolve(self, published: TimeValue) -> Option<TimeValue> {
        let value = self.on(published.start)?;
        (published.start == published.end || self.on(published.end) == Some(value)).then_some(value)
    }

    fn on(self, anchor: Date) -> Option<TimeValue> {
        match self {
            Self::Absolute(value) => Some(value),
            Self::Weekday(weekday, direction) => {
                Some(TimeValue::day(weekday_near(anchor, weekday, direction)?))
            }
            Self::MonthDay(month, Some(day), direction) => {
                near_yearly(anchor, direction, |year| Some(TimeValue::day(date(year, month, day)?)))
            }
            Self::MonthDays(month, first, last, direction) => {
                near_yearly(anchor, direction, |year| {
                    let (start, end) = (date(year, month, first)?, date(year, month, last)?);
                    (start <= end).then_some(TimeValue {
                        start,
                        end,
                        granularity: Granularity::Day,
                    })
                })
            }
            Self::MonthDay(month, None, direction) => {
                yearly(anchor, direction, |year| months(year, month, 1, Granularity::Month))
            }
            Self::Season(month, direction) => {
                yearly(anchor, direction, |year| months(year, month, 3, Granularity::Season))
            }
            Self::Quarter(number, direction) => {
                let quarter = |year| {
                    months(year, number.checked_mul(3)?.checked_sub(2)?, 3, Granularity::Quarter)
                };
                // what is expected for the quarter just ended is its result, not the one nine months ahead
                let ended = offset(anchor, -1, Granularity::Quarter)
                    .filter(|last| quarter(last.start.year()) == Some(*last));
                ended.or_else(|| yearly(anchor, direction, quarter))
            }
            Self::YearBeforeQuarter(number, direction) => {
                let quarter = Self::Quarter(number, direction).on(anchor)?;
                let first = quarter.start.month();
                months(quarter.start.year().checked_sub(1)?, first, 3, Granularity::Quarter)
            }
            Self::Half(number, direction) => yearly(anchor, direction, |year| {
                months(year, number.checked_mul(6)?.checked_sub(5)?, 6, Granularity::Quarter)
            }),
            Self::Holiday(holiday, direction) => {
                yearly(anchor, direction, |year| Some(TimeValue::day(holiday.in_year(year)?)))
            }
            Self::Offset(count, unit) => offset(anchor, count, unit),
            Self::Weekend(direction) => {
                let saturday = match direction {
                    Direction::Past => weekday_near(anchor, Weekday::Saturday, direction)?,
                    Direction::Future => {
                        add_days(weekday_near(anchor, Weekday::Sunday, direction)?, -1)?
                    }
                };
                let end = add_days(saturday, 1)?;
                Some(TimeValue { start: saturday, end, granularity: Granularity::Week })
            }
            Self::OfYear(count, month, day) => {
                let year = i16::try_from(i32::from(anchor.year()).checked_add(count)?).ok()?;
                match day {
                    Some(day) => Some(TimeValue::day(date(year, month, day)?)),
                    None => months(year, month, 1, Granularity::Month),
                }
            }
            Self::DayOfMonth(day, direction) => {
                let first = anchor.first_of_month();
                (0..4).find_map(|step| {
                    let step = if direction == Direction::Past { -step } else { step };
                    let month = add_months(first, step)?;
                    let found = date(month.year(), month.month(), day)?;
                    let meant = match direction {
                        Direction::Past => found <= anchor,
                        Direction::Future => found >= anchor,
                    };
                    meant.then_some(TimeValue::day(found))
                })
            }
            Self::Window(count, unit) => {
                let edge = shift(anchor, count, unit)?;
                Some(TimeValue {
                    start: edge.min(anchor),
                    end: edge.max(anchor),
                    granularity: unit,
                })
            }
            Self::Clock(day, _) => {
                let date = match day {
                    DayExpr::Date(date) => date,
                    DayExpr::Offset(days) => add_days(anchor, days)?,
                    DayExpr::Weekday(weekday, direction) => {
                        weekday_near(anchor, weekday, direction)?
                    }
                    DayExpr::MonthDay(month, day, direction) => {
                        near_yearly(anchor, direction, |year| {
                            Some(TimeValue::day(date(year, month, day)?))
                        })?
                        .start
                    }
                    DayExpr::Told => return None,
                };
                Some(TimeValue { granularity: Granularity::Hour, ..TimeValue::day(date) })
            }
            Self::Duration(..)
            | Self::Seconds(_)
            | Self::Set
            | Self::Every(..)
            | Self::EveryWeekday(_)
            | Self::EveryMonth(_)
            | Self::Narrative(..)
            | Self::Vague(_) => None,
        }
    }
}

impl Holiday {
    /// Its day in `year`.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => date(year, month, day),
            Self::Easter(days) => add_days(easter(year)?, i32::from(days)),
            Self::Nth(number, weekday, month) => {
                date(year, month, 1)?.nth_weekday_of_month(number, weekday).ok()
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Meeus gives
/// (Astronomical Algorithms, 1991, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// The stretch of the anchor's year or of one near it: the latest that begins at or before the anchor, or the
/// next that ends at or after it. Eight years are looked at, for the sake of 29 February.
fn yearly(
    anchor: Date,
    direction: Direction,
    in_year: impl Fn(i16) -> Option<TimeValue>,
) -> Option<TimeValue> {
    match direction {
        Direction::Past => (0..9).find_map(|back| {
            in_year(anchor.year().checked_sub(back)?).filter(|value| value.start <= anchor)
        }),
        // one year back: a winter that began in December may not have ended
        Direction::Future => (-1..9).find_map(|ahead| {
            in_year(anchor.year().checked_add(ahead)?).filter(|value| value.end >= anchor)
        }),
    }
}

/// As [`yearly`], but a day that lies just ahead is meant where the one in the past is nearly a year ago: papers
/// give the year of such a one.
fn near_yearly(
    anchor: Date,
    direction: Direction,
    in_year: impl Fn(i16) -> Option<TimeValue>,
) -> Option<TimeValue> {
    let found = yearly(anchor, direction, &in_year)?;
    if direction == Direction::Past && found.start < add_days(anchor, -LONG_AGO)? {
        let next = yearly(anchor, Direction::Future, &in_year);
        let soon = next.filter(|next| Some(next.start) <= add_days(anchor, JUST_AHEAD));
        return soon.or(Some(found));
    }
    Some(found)
}

/// Days after which a day without a year would be given one.
const LONG_AGO: i32 = 300;

/// Days within which a day lies just ahead.
const JUST_AHEAD: i32 = 60;

fn weekday_near(anchor: Date, weekday: Weekday, direction: Direction) -> Option<Date> {
    match direction {
        Direction::Past => add_days(anchor, -i32::from(weekday.until(anchor.weekday()))),
        Direction::Future => add_days(anchor, i32::from(weekday.since(anchor.weekday()))),
    }
}

/// `count` calendar units from the unit that holds the anchor.
fn offset(anchor: Date, count: i32, unit: Granularity) -> Option<TimeValue> {
    let whole = |start: Date, end: Date| Some(TimeValue { start, end, granularity: unit });
    match unit {
        Granularity::Hour => {
            let edge = shift(anchor, count, unit)?;
            whole(edge.min(anchor), edge.max(anchor))
        }
        Granularity::Day => Some(TimeValue::day(add_days(anchor, count)?)),
        Granularity::Week => {
            let start = add_days(monday(anchor)?, count.checked_mul(7)?)?;
            whole(start, add_days(start, 6)?)
        }
        Granularity::Month => {
            let start = add_months(anchor.first_of_month(), count)?;
            whole(start, start.last_of_month())
        }
        Granularity::Quarter | Granularity::Season => {
            let lag = match unit {
                Granularity::Quarter => (anchor.month() - 1) % 3,
                _ => anchor.month() % 3,
            };
            let steps = count.checked_mul(3)?.checked_sub(i32::from(lag))?;
            let start = add_months(anchor.first_of_month(), steps)?;
            whole(start, add_months(start, 2)?.last_of_month())
        }
        Granularity::Year | Granularity::Decade | Granularity::Century => {
            let length = years_of(unit);
            let year = i32::from(anchor.year()).div_euclid(length).checked_add(count)?;
            let first = i16::try_from(year.checked_mul(length)?).ok()?;
            let last = first.checked_add(i16::try_from(length - 1).ok()?)?;
            whole(date(first, 1, 1)?, date(last, 12, 31)?)
        }
    }
}

/// The anchor moved by `count` units, to the day.
fn shift(anchor: Date, count: i32, unit: Granularity) -> Option<Date> {
    match unit {
        // part of a day may lie on the next one
        Granularity::Hour => add_days(anchor, count.signum() * (count.abs().checked_add(23)? / 24)),
        Granularity::Day => add_days(anchor, count),
        Granularity::Week => add_days(anchor, count.checked_mul(7)?),
        Granularity::Month => add_months(anchor, count),
        Granularity::Quarter | Granularity::Season => add_months(anchor, count.checked_mul(3)?),
        Granularity::Year | Granularity::Decade | Granularity::Century => {
            add_months(anchor, count.checked_mul(12 * years_of(unit))?)
        }
    }
}

const fn years_of(unit: Granularity) -> i32 {
    match unit {
        Granularity::Century => 100,
        Granularity::Decade => 10,
        _ => 1,
    }
}

/// `count` months from the first of `month`; `month` 12 and three months run into the next year.
fn months(year: i16, month: i8, count: i32, granularity: Granularity) -> Option<TimeValue> {
    let start = date(year, month, 1)?;
    let end = add_months(start, count - 1)?.last_of_month();
    Some(TimeValue { start, end, granularity })
}

fn monday(anchor: Date) -> Option<Date> {
    add_days(anchor, -i32::from(anchor.weekday().to_monday_zero_offset()))
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn add_days(from: Date, days: i32) -> Option<Date> {
    from.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn add_months(from: Date, months: i32) -> Option<Date> {
    from.checked_add(Span::new().try_months(months).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{Clock, Tense};

    /// What the words say, and the days meant in an article of Friday, 9 September 2022.
    #[test]
    fn resolves() {
        use Direction::{Future, Past};
        use Granularity::{Century, Day, Decade, Hour, Month, Quarter, Season, Week, Year};
        #[rustfmt::skip]
        let table: &[(&str, TimeExpr, &str)] = &[
            ("Friday", TimeExpr::Weekday(Weekday::Friday, Past), "2022-09-09"),
            ("Wednesday", TimeExpr::Weekday(Weekday::Wednesday, Past), "2022-09-07"),
            ("Saturday", TimeExpr::Weekday(Weekday::Saturday, Past), "2022-09-03"),
            ("on Friday, ahead", TimeExpr::Weekday(Weekday::Friday, Future), "2022-09-09"),
            ("next Thursday", TimeExpr::Weekday(Weekday::Thursday, Future), "2022-09-15"),
            ("July 15", TimeExpr::MonthDay(7, Some(15), Past), "2022-07-15"),
            ("September 9", TimeExpr::MonthDay(9, Some(9), Past), "2022-09-09"),
            ("December 3", TimeExpr::MonthDay(12, Some(3), Past), "2021-12-03"),
            ("October 3, just ahead", TimeExpr::MonthDay(10, Some(3), Past), "2022-10-03"),
            ("October 3, ahead", TimeExpr::MonthDay(10, Some(3), Future), "2022-10-03"),
            ("July 15, ahead", TimeExpr::MonthDay(7, Some(15), Future), "2023-07-15"),
            ("February 29", TimeExpr::MonthDay(2, Some(29), Past), "2020-02-29"),
            ("February 30", TimeExpr::MonthDay(2, Some(30), Past), ""),
            ("July 23-24", TimeExpr::MonthDays(7, 23, 24, Past), "2022-07-23 2022-07-24"),
            ("in July", TimeExpr::MonthDay(7, None, Past), "2022-07-01 2022-07-31"),
            ("in September", TimeExpr::MonthDay(9, None, Past), "2022-09-01 2022-09-30"),
            ("in October", TimeExpr::MonthDay(10, None, Past), "2021-10-01 2021-10-31"),
            ("in September, ahead", TimeExpr::MonthDay(9, None, Future), "2022-09-01 2022-09-30"),
            ("last summer", TimeExpr::Season(6, Past), "2022-06-01 2022-08-31"),
            ("winter", TimeExpr::Season(12, Past), "2021-12-01 2022-02-28"),
            ("winter, ahead", TimeExpr::Season(12, Future), "2022-12-01 2023-02-28"),
            ("the third quarter", TimeExpr::Quarter(3, Past), "2022-07-01 2022-09-30"),
            ("the fourth quarter", TimeExpr::Quarter(4, Past), "2021-10-01 2021-12-31"),
            (
                "a year earlier, of the third quarter",
                TimeExpr::YearBeforeQuarter(3, Past),
                "2021-07-01 2021-09-30",
            ),
            ("the first half", TimeExpr::Half(1, Past), "2022-01-01 2022-06-30"),
            ("today", TimeExpr::Offset(0, Day), "2022-09-09"),
            ("10 days ago", TimeExpr::Offset(-10, Day), "2022-08-30"),
            ("six hours ago", TimeExpr::Offset(-6, Hour), "2022-09-08 2022-09-09"),
            ("last week", TimeExpr::Offset(-1, Week), "2022-08-29 2022-09-04"),
            ("two months ago", TimeExpr::Offset(-2, Month), "2022-07-01 2022-07-31"),
            ("this quarter", TimeExpr::Offset(0, Quarter), "2022-07-01 2022-09-30"),
            ("this season", TimeExpr::Offset(0, Season), "2022-09-01 2022-11-30"),
            ("next year", TimeExpr::Offset(1, Year), "2023-01-01 2023-12-31"),
            ("last decade", TimeExpr::Offset(-1, Decade), "2010-01-01 2019-12-31"),
            ("this century", TimeExpr::Offset(0, Century), "2000-01-01 2099-12-31"),
            ("the past two weeks", TimeExpr::Window(-2, Week), "2022-08-26 2022-09-09"),
            ("the next three days", TimeExpr::Window(3, Day), "2022-09-09 2022-09-12"),
            ("over the weekend", TimeExpr::Weekend(Past), "2022-09-03 2022-09-04"),
            ("this weekend, ahead", TimeExpr::Weekend(Future), "2022-09-10 2022-09-11"),
            ("July last year", TimeExpr::OfYear(-1, 7, None), "2021-07-01 2021-07-31"),
            ("on the 31st", TimeExpr::DayOfMonth(31, Past), "2022-08-31"),
            ("on the 31st, ahead", TimeExpr::DayOfMonth(31, Future), "2022-10-31"),
            ("Easter", TimeExpr::Holiday(Holiday::Easter(0), Past), "2022-04-17"),
            ("Thanksgiving", TimeExpr::Holiday(Holiday::Nth(4, Weekday::Thursday, 11), Past), "2021-11-25"),
            ("Christmas, ahead", TimeExpr::Holiday(Holiday::Fixed(12, 25), Future), "2022-12-25"),
            ("last night", TimeExpr::Clock(DayExpr::Offset(-1), Clock::Night), "2022-09-08"),
            ("24 hours", TimeExpr::Duration(24, Hour), ""),
            ("three days later", TimeExpr::Narrative(3, Day), ""),
            ("now", TimeExpr::Vague(Tense::Present), ""),
            ("too long ago", TimeExpr::Offset(i32::MIN, Year), ""),
            ("too far ahead", TimeExpr::Window(i32::MAX, Week), ""),
        ];
        let published = TimeValue::day(Date::constant(2022, 9, 9));
        for (words, expr, expected) in table {
            let found = expr.resolve(published).map_or(String::new(), |value| {
                let TimeValue { start, end, .. } = value;
                if start == end { start.to_string() } else { format!("{start} {end}") }
            });
            assert_eq!(&found, expected, "{words}");
        }
    }

    #[test]
    fn an_uncertain_day_of_publication_gives_certain_days_only() {
        let published = TimeValue {
            start: Date::constant(2022, 9, 8),
            end: Date::constant(2022, 9, 9),
            granularity: Granularity::Day,
        };
        let wednesday = TimeExpr::Weekday(Weekday::Wednesday, Direction::Past);
        assert_eq!(
            wednesday.resolve(published),
            Some(TimeValue::day(Date::constant(2022, 9, 7))),
            "both days mean this Wednesday"
        );
        assert_eq!(TimeExpr::Offset(-1, Granularity::Day).resolve(published), None);
    }

    fn any_expr() -> impl Strategy<Value = TimeExpr> {
        let direction = prop_oneof![Just(Direction::Past), Just(Direction::Future)];
        let unit = (0..9usize).prop_map(|i| {
            use Granularity::{Century, Day, Decade, Hour, Month, Quarter, Season, Week, Year};
            [Hour, Day, Week, Month, Season, Quarter, Year, Decade, Century][i]
        });
        (any::<i8>(), any::<i8>(), any::<i32>(), direction, unit, 0..9).prop_map(
            |(a, b, count, direction, unit, kind)| match kind {
                0 => TimeExpr::MonthDay(a, Some(b), direction),
                1 => TimeExpr::MonthDay(a, None, direction),
                2 => TimeExpr::Season(a, direction),
                3 => TimeExpr::Quarter(a, direction),
                4 => TimeExpr::Half(a, direction),
                5 => TimeExpr::MonthDays(a, b, b.saturating_add(1), direction),
                6 => TimeExpr::Offset(count, unit),
                7 => TimeExpr::Window(count, unit),
                _ => TimeExpr::OfYear(count, a, Some(b)),
            },
        )
    }

    proptest! {
        /// Whatever the numbers: no panic, days in order, and the side of the anchor that was asked for.
        #[test]
        fn any_expression_resolves_soundly(expr in any_expr(), year in -9999i16..=9999, day in 1i16..=365) {
            let anchor = Date::new(year, 1, 1).unwrap().with().day_of_year(day).build().unwrap();
            if let Some(value) = expr.resolve(TimeValue::day(anchor)) {
                prop_assert!(value.start <= value.end);
                match expr {
                    TimeExpr::MonthDay(.., Direction::Past) | TimeExpr::Season(_, Direction::Past) => {
                        prop_assert!(value.start <= anchor);
                    }
                    TimeExpr::MonthDay(.., Direction::Future) | TimeExpr::Season(_, Direction::Future) => {
                        prop_assert!(value.end >= anchor);
                    }
                    _ => {}
                }
            }
            let _ = expr.timex(TimeValue::day(anchor));
        }
    }

    #[test]
    fn easter_sundays() {
        for (year, month, day) in [(1961, 4, 2), (2000, 4, 23), (2019, 4, 21), (2024, 3, 31)] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }
}
