//! Calendar days written out in full, as headers, footers and metadata write them.
//!
//! This is not the reading of time expressions in running text (that is the language engine's): only
//! days with a year are read, in the forms that pages print them in.
//!
//! | written | read as |
//! |---|---|
//! | `2022-09-07`, `2022/9/7`, `2022.09.07`, `2022-09-07T21:25:00+02:00` | 7 September 2022 |
//! | `7 September 2022`, `07 Sep. 2022`, `7th of September, 2022`, `7. September 2022` | 7 September 2022 |
//! | `September 7, 2022`, `Sept. 7th 2022` | 7 September 2022 |
//! | `7.9.22` | 7 September 2022: days with full stops only |
//! | `7.9.2022`, `27/09/2022`, `09/27/2022` | the one order that gives a day |
//! | `07/09/2022` | nothing: two orders give a day |

use std::ops::Range;

use rashomon_text::time::Date;

/// A day found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) day: Date,
    /// Bytes of the text searched.
    pub(crate) range: Range<usize>,
}

/// The first day in `text`.
pub(crate) fn day(text: &str) -> Option<Date> {
    find(text).map(|found| found.day)
}

/// The first day in `text`, with its place.
pub(crate) fn find(text: &str) -> Option<Found> {
    find_all(text).next()
}

/// Which of two numbers before a year is the day, where both could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Unknown,
    DayFirst,
    MonthFirst,
}

/// Every day in `text`, in order.
pub(crate) fn find_all(text: &str) -> impl Iterator<Item = Found> {
    find_all_in(text, Order::Unknown)
}

/// Every day in `text`, in order, days of two readings read in `order`.
pub(crate) fn find_all_in(text: &str, order: Order) -> impl Iterator<Item = Found> {
    let tokens = tokens(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            // inside a longer row of numbers: a version, an account
            let chained = at >= 2
                && matches!(tokens[at - 1].kind, TokenKind::Mark(_))
                && matches!(tokens[at - 2].kind, TokenKind::Number(..))
                && matches!(tokens[at].kind, TokenKind::Number(..));
            if chained {
                at += 1;
                continue;
            }
            if let Some((day, used)) = match_at(&tokens[at..], order) {
                let range = tokens[at].range.start..tokens[at + used - 1].range.end;
                at += used;
                return Some(Found { day, range });
            }
            at += 1;
        }
        None
    })
}

#[derive(Clone, Debug)]
struct Token {
    kind: TokenKind,
    range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    /// Value and number of digits.
    Number(i32, usize),
    Month(i8),
    /// `st`, `nd`, `rd`, `th`, `of`, `de`: between a day and its month.
    Joint,
    /// A mark between numbers.
    Mark(char),
    /// White space, a comma.
    Space,
    Other,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some(&(start, c)) = rest.peek() {
        let mut end = start;
        let mut take = |test: fn(char) -> bool| {
            while let Some(&(at, c)) = rest.peek() {
                if !test(c) {
                    break;
                }
                end = at + c.len_utf8();
                rest.next();
            }
        };
        let kind = if c.is_ascii_digit() {
            take(|c| c.is_ascii_digit());
            let digits = &text[start..end];
            digits.parse().map_or(TokenKind::Other, |value| TokenKind::Number(value, digits.len()))
        } else if c.is_alphabetic() {
            take(char::is_alphabetic);
            word(&text[start..end])
        } else if c.is_whitespace() || c == ',' {
            take(|c| c.is_whitespace() || c == ',');
            TokenKind::Space
        } else {
            rest.next();
            end = start + c.len_utf8();
            if "-/.".contains(c) { TokenKind::Mark(c) } else { TokenKind::Other }
        };
        out.push(Token { kind, range: start..end });
    }
    out
}

fn word(word: &str) -> TokenKind {
    if word.len() > 24 {
        return TokenKind::Other;
    }
    let folded = word.to_lowercase();
    if let Some(month) = month(&folded) {
        return TokenKind::Month(month);
    }
    match folded.as_str() {
        "st" | "nd" | "rd" | "th" | "of" | "de" | "del" | "er" | "º" => TokenKind::Joint,
        _ => TokenKind::Other,
    }
}

/// The months in the languages most pages are written in, full and short, lower case.
/// Names after the Unicode CLDR calendar data.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "januar",
        "jänner",
        "janvier",
        "janv",
        "enero",
        "ene",
        "gennaio",
        "gen",
        "januari",
        "janeiro",
        "stycznia",
        "января",
        "ocak",
        "ledna",
        "janar",
    ],
    &[
        "february",
        "feb",
        "februar",
        "février",
        "févr",
        "fév",
        "fevrier",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
        "lutego",
        "февраля",
        "şubat",
        "února",
        "shkurt",
    ],
    &[
        "march",
        "mar",
        "märz",
        "mrz",
        "mars",
        "marzo",
        "maart",
        "março",
        "marca",
        "марта",
        "mart",
        "března",
    ],
    &[
        "april",
        "apr",
        "avril",
        "avr",
        "abril",
        "abr",
        "aprile",
        "kwietnia",
        "апреля",
        "nisan",
        "dubna",
        "prill",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mag", "mei", "maio", "maja", "мая", "mayıs", "května",
        "maj",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "июня",
        "haziran", "června", "qershor",
    ],
    &[
        "july",
        "jul",
        "juli",
        "juillet",
        "juil",
        "julio",
        "luglio",
        "lug",
        "julho",
        "lipca",
        "июля",
        "temmuz",
        "července",
        "korrik",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "augustus",
        "sierpnia",
        "августа",
        "ağustos",
        "srpna",
        "gusht",
        "augusti",
    ],
    &[
        "september",
        "sept",
        "sep",
        "septembre",
        "septiembre",
        "settembre",
        "set",
        "setembro",
        "września",
        "сентября",
        "eylül",
        "září",
        "shtator",
    ],
    &[
        "october",
        "oct",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "ottobre",
        "ott",
        "outubro",
        "out",
        "października",
        "октября",
        "ekim",
        "října",
        "tetor",
    ],
    &[
        "november",
        "nov",
        "novembre",
        "noviembre",
        "novembro",
        "listopada",
        "ноября",
        "kasım",
        "listopadu",
        "nëntor",
    ],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "decembre",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
        "grudnia",
        "декабря",
        "aralık",
        "prosince",
        "dhjetor",
    ],
];

fn month(folded: &str) -> Option<i8> {
    // a name is short and starts with few letters; the tables are small
    MONTHS.iter().position(|names| names.contains(&folded)).map(|at| at as i8 + 1)
}

/// The day that starts at the first token, and how many tokens it takes.
fn match_at(tokens: &[Token], order: Order) -> Option<(Date, usize)> {
    use TokenKind::{Joint, Mark, Month, Number, Space};
    let kind = |n: usize| tokens.get(n).map(|token| token.kind);
    match tokens.first()?.kind {
        Number(year, 4) => {
            if let (
                Some(Mark(a)),
                Some(Number(month, 1..=2)),
                Some(Mark(b)),
                Some(Number(day, 1..=2)),
            ) = (kind(1), kind(2), kind(3), kind(4))
                && a == b
            {
                return Some((date(year, month, day)?, 5));
            }
            None
        }
        Number(first, 1..=2) => {
            if let (
                Some(Mark(a)),
                Some(Number(second, 1..=2)),
                Some(Mark(b)),
                Some(Number(year, 4)),
            ) = (kind(1), kind(2), kind(3), kind(4))
                && a == b
            {
                let day = match (date(year, second, first), date(year, first, second)) {
                    (Some(day), None) | (None, Some(day)) => day,
                    (Some(day), Some(other)) if day == other || a == '.' => day,
                    (Some(day), _) if order == Order::DayFirst => day,
                    (_, Some(day)) if order == Order::MonthFirst => day,
                    _ => return None,
                };
                return Some((day, 5));
            }
            // "28.01.22": only with full stops, and not as part of a longer number
            if let (
                Some(Mark('.')),
                Some(Number(second, 1..=2)),
                Some(Mark('.')),
                Some(Number(year @ 0..=60, 2)),
            ) = (kind(1), kind(2), kind(3), kind(4))
                && !(matches!(kind(5), Some(Mark('.' | '-')))
                    && matches!(kind(6), Some(Number(..))))
            {
                return Some((date(2000 + year, second, first)?, 5));
            }
            let mut n = 1;
            while matches!(kind(n), Some(Space | Joint | Mark('.' | '-' | '/'))) && n < 6 {
                n += 1;
            }
            let Some(Month(month)) = kind(n) else { return None };
            let (year, used) = year_after(tokens, n + 1)?;
            Some((date(year, i32::from(month), first)?, used))
        }
        Month(month) => {
            let mut n = 1;
            while matches!(kind(n), Some(Space | Mark('.' | '-'))) && n < 4 {
                n += 1;
            }
            let Some(Number(day, 1..=2)) = kind(n) else { return None };
            n += 1;
            if kind(n) == Some(Joint) {
                n += 1;
            }
            let (year, used) = year_after(tokens, n)?;
            Some((date(year, i32::from(month), day)?, used))
        }
        _ => None,
    }
}

/// A year at token `n` or after marks and space, and the number of tokens up to its end.
fn year_after(tokens: &[Token], mut n: usize) -> Option<(i32, usize)> {
    let first = n;
    while n < first + 4 {
        match tokens.get(n)?.kind {
            TokenKind::Space | TokenKind::Mark(_) | TokenKind::Joint => n += 1,
            TokenKind::Number(year, 4) => return Some((year, n + 1)),
            _ => return None,
        }
    }
    None
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<_> =
            find_all(text).map(|it| format!("{} {}", it.day, &text[it.range])).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn written_days() {
        check("Publish Date : 07 September 2022 - 21:25", &["2022-09-07 07 September 2022"]);
        check("2022-09-07T21:25:00+02:00", &["2022-09-07 2022-09-07"]);
        check(
            "Sept. 7th, 2022 and 8th of Oct 2022",
            &["2022-09-07 Sept. 7th, 2022", "2022-10-08 8th of Oct 2022"],
        );
        check(
            "7. März 2021, 3 de mayo de 2020, 1er août 2019",
            &[
                "2021-03-07 7. März 2021",
                "2020-05-03 3 de mayo de 2020",
                "2019-08-01 1er août 2019",
            ],
        );
    }

    #[test]
    fn an_order_is_read_only_where_one_is_possible() {
        check("27/09/2022", &["2022-09-27 27/09/2022"]);
        check("09/27/2022", &["2022-09-27 09/27/2022"]);
        check("7.9.2022", &["2022-09-07 7.9.2022"]);
        check("7.9.22, 1.2.3.4, 10.11.12.13", &["2022-09-07 7.9.22"]);
        check("07/09/2022", &[]);
    }

    #[test]
    fn no_day_no_find() {
        check("in May 2022, on 31 June 2022, at 12:30, version 1.2.3, may 5 people", &[]);
    }
}
