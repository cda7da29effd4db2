//! Days as a reader writes them.

use rashomon_reconcile::dossier::Date;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(date: Date) -> &'static str {
    MONTHS[(date.month() as usize).clamp(1, 12) - 1]
}

/// A stretch of days in as few words as say it without loss: "14 Mar 2031", "14–16 Mar 2031",
/// "Mar 2031", "2019".
///
/// ```
/// use rashomon_text::time::Date;
///
/// let day = |day| Date::new(2031, 3, day).unwrap();
/// assert_eq!(rashomon_render::days(day(14), day(16)), "14–16 Mar 2031");
/// ```
pub fn days(start: Date, end: Date) -> String {
    let (y, m, d) = (start.year(), month(start), start.day());
    let (last_y, last_m, last_d) = (end.year(), month(end), end.day());
    let whole_months = d == 1 && end == end.last_of_month();
    let whole_years = whole_months && start.month() == 1 && end.month() == 12;
    let same_month = y == last_y && start.month() == end.month();
    if start == end {
        format!("{d} {m} {y}")
    } else if whole_years && y == last_y {
        format!("{y}")
    } else if whole_years {
        format!("{y}–{last_y}")
    } else if whole_months && same_month {
        format!("{m} {y}")
    } else if whole_months && y == last_y {
        format!("{m}–{last_m} {y}")
    } else if same_month {
        format!("{d}–{last_d} {m} {y}")
    } else if y == last_y {
        format!("{d} {m} – {last_d} {last_m} {y}")
    } else {
        format!("{d} {m} {y} – {last_d} {last_m} {last_y}")
    }
}

/// One day without its year: "14 Mar".
pub(crate) fn short(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// A month with its year: "Mar 2031".
pub(crate) fn month_of_year(date: Date) -> String {
    format!("{} {}", month(date), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_words_as_say_it() {
        let check = |start: [i16; 3], end: [i16; 3], expect| {
            let date = |[y, m, d]: [i16; 3]| Date::constant(y, m as i8, d as i8);
            assert_eq!(days(date(start), date(end)), expect);
        };
        check([2031, 3, 14], [2031, 3, 14], "14 Mar 2031");
        check([2031, 3, 14], [2031, 3, 16], "14–16 Mar 2031");
        check([2031, 3, 1], [2031, 3, 31], "Mar 2031");
        check([2031, 6, 1], [2031, 8, 31], "Jun–Aug 2031");
        check([2031, 3, 30], [2031, 4, 2], "30 Mar – 2 Apr 2031");
        check([2030, 12, 30], [2031, 1, 2], "30 Dec 2030 – 2 Jan 2031");
        check([2031, 1, 1], [2031, 12, 31], "2031");
        check([1980, 1, 1], [1988, 12, 31], "1980–1988");
    }
}
