//! Days and what time expressions say.

use rashomon_annotate::{TimeMention, TokenRange};
use rashomon_text::time::{
    Clock, Date, DayExpr, Direction, Granularity, Holiday, Tense, TimeExpr, TimeValue, Weekday,
};

use super::codec::{In, Wire, fields, variants, words};

impl Wire for Date {
    fn put(&self, out: &mut Vec<u8>) {
        self.year().put(out);
        self.month().put(out);
        self.day().put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Self::new(i16::get(from)?, i8::get(from)?, i8::get(from)?).ok()
    }
}

impl Wire for Weekday {
    fn put(&self, out: &mut Vec<u8>) {
        self.to_monday_one_offset().put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        Self::from_monday_one_offset(i8::get(from)?).ok()
    }
}

words! {
    Granularity = [
        Self::Hour, Self::Day, Self::Week, Self::Month, Self::Season, Self::Quarter, Self::Year, Self::Decade,
        Self::Century,
    ];
    Direction = [Self::Past, Self::Future];
    Tense = [Self::Past, Self::Present, Self::Future];
}

fields! {
    TimeValue { start, end, granularity }
    TokenRange { start, end }
    TimeMention { span, tokens, expr }
}

variants!(Clock {
    0 = At(hour, minute),
    1 = Morning,
    2 = Midday,
    3 = Afternoon,
    4 = Evening,
    5 = Night,
});

variants!(DayExpr {
    0 = Date(date),
    1 = Offset(days),
    2 = Weekday(weekday, direction),
    3 = MonthDay(month, day, direction),
    4 = Told,
});

variants!(Holiday {
    0 = Fixed(month, day),
    1 = Easter(days),
    2 = Nth(n, weekday, month),
});

variants!(TimeExpr {
    0 = Absolute(value),
    1 = Weekday(weekday, direction),
    2 = MonthDay(month, day, direction),
    3 = MonthDays(month, first, last, direction),
    4 = OfYear(years, month, day),
    5 = Season(month, direction),
    6 = Offset(n, granularity),
    7 = Duration(n, granularity),
    8 = Set,
    9 = Clock(day, clock),
    10 = Quarter(n, direction),
    11 = YearBeforeQuarter(n, direction),
    12 = Half(n, direction),
    13 = Holiday(holiday, direction),
    14 = Weekend(direction),
    15 = DayOfMonth(day, direction),
    16 = Window(n, granularity),
    17 = Narrative(n, granularity),
    18 = Seconds(n),
    19 = Every(n, granularity),
    20 = EveryWeekday(weekday),
    21 = EveryMonth(month),
    22 = Vague(tense),
});
