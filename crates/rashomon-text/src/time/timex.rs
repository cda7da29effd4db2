//! TIMEX3, the notation of ISO-TimeML, so that other tools and the field's test sets can be met.

use super::{Clock, Date, DayExpr, Granularity, TimeExpr, TimeValue, Weekday};

impl TimeExpr {
    /// The TIMEX3 `type` and `value` attributes (ISO 24617-1), for an article published at `anchor`.
    ///
    /// A time counted from one told before ("a year earlier") is counted from the anchor. The value is empty
    /// where the words give none.
    ///
    /// ```
    /// use rashomon_text::time::{Date, Granularity, TimeExpr, TimeValue};
    ///
    /// let anchor = TimeValue::day(Date::constant(2022, 9, 9));
    /// let last_month = TimeExpr::Offset(-1, Granularity::Month);
    /// assert_eq!(last_month.timex(anchor), ("DATE", "2022-08".to_owned()));
    /// let hours = TimeExpr::Duration(24, Granularity::Hour);
    /// assert_eq!(hours.timex(anchor), ("DURATION", "PT24H".to_owned()));
    /// ```
    pub fn timex(self, anchor: TimeValue) -> (&'static str, String) {
        match self {
            Self::Duration(count, unit) | Self::Window(count, unit) => {
                ("DURATION", period(count, unit))
            }
            Self::Seconds(seconds) => {
                let (count, unit) =
                    if seconds % 60 == 0 { (seconds / 60, 'M') } else { (seconds, 'S') };
                ("DURATION", format!("PT{}{unit}", number(count)))
            }
            Self::Every(count, unit) => ("SET", period(count, unit)),
            Self::EveryWeekday(weekday) => ("SET", format!("XXXX-WXX-{}", of_week(weekday))),
            Self::EveryMonth(month) => ("SET", format!("XXXX-{month:02}")),
            Self::Set => ("SET", String::new()),
            Self::Vague(tense) => {
                let value = match tense {
                    super::Tense::Past => "PAST_REF",
                    super::Tense::Present => "PRESENT_REF",
                    super::Tense::Future => "FUTURE_REF",
                };
                ("DATE", value.to_owned())
            }
            Self::Narrative(count, unit) => Self::Offset(count, unit).timex(anchor),
            Self::Weekend(_) => {
                let value = self.resolve(anchor).map(|value| format!("{}-WE", week(value.start)));
                ("DATE", value.unwrap_or_default())
            }
            Self::Clock(day, clock) => {
                let date = match day {
                    DayExpr::Date(date) => Some(date),
                    DayExpr::Told => Some(anchor.end),
                    _ => self.resolve(anchor).map(|value| value.start),
                };
                (
                    "TIME",
                    date.map(|date| format!("{date}{}", time_of_day(clock))).unwrap_or_default(),
                )
            }
            Self::Offset(count, Granularity::Hour) => {
                ("DURATION", period(count, Granularity::Hour))
            }
            _ => ("DATE", self.resolve(anchor).map(calendar).unwrap_or_default()),
        }
    }
}

/// "P2W", "PT5H", "PXY" for an open number.
fn period(count: i32, unit: Granularity) -> String {
    let count = count.unsigned_abs();
    let (factor, letter) = match unit {
        Granularity::Hour => return format!("PT{}H", number(count.cast_signed())),
        Granularity::Day => (1, "D"),
        Granularity::Week => (1, "W"),
        Granularity::Month => (1, "M"),
        Granularity::Season => (3, "M"),
        Granularity::Quarter => (1, "Q"),
        Granularity::Year => (1, "Y"),
        Granularity::Decade => (10, "Y"),
        Granularity::Century if count == 0 => (1, "CE"),
        Granularity::Century => (100, "Y"),
    };
    format!("P{}{letter}", number(count.saturating_mul(factor).cast_signed()))
}

fn number(count: i32) -> String {
    if count == 0 { "X".to_owned() } else { count.to_string() }
}

fn calendar(value: TimeValue) -> String {
    let TimeValue { start, end, granularity } = value;
    let year = start.year();
    match granularity {
        Granularity::Hour | Granularity::Day if start < end => format!("{start}/{end}"),
        Granularity::Hour | Granularity::Day => start.to_string(),
        Granularity::Week => week(start),
        Granularity::Month => format!("{year:04}-{:02}", start.month()),
        Granularity::Season => {
            let season = ["WI", "SP", "SU", "FA"][(start.month() as usize % 12) / 3];
            format!("{year:04}-{season}")
        }
        Granularity::Quarter if end.month() - start.month() > 3 => {
            format!("{year:04}-H{}", start.month() / 6 + 1)
        }
        Granularity::Quarter => format!("{year:04}-Q{}", start.month() / 3 + 1),
        Granularity::Year if end.year() > year => format!("{year:04}/{:04}", end.year()),
        Granularity::Year => format!("{year:04}"),
        Granularity::Decade => format!("{:03}", year / 10),
        Granularity::Century => format!("{:02}", year / 100),
    }
}

fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn of_week(weekday: Weekday) -> i8 {
    weekday.to_monday_one_offset()
}

fn time_of_day(clock: Clock) -> String {
    match clock {
        Clock::At(hour, minute) => format!("T{hour:02}:{minute:02}"),
        Clock::Morning => "TMO".to_owned(),
        Clock::Midday => "TMI".to_owned(),
        Clock::Afternoon => "TAF".to_owned(),
        Clock::Evening => "TEV".to_owned(),
        Clock::Night => "TNI".to_owned(),
    }
}
