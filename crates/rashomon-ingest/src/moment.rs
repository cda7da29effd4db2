use std::fmt;

use jiff::{
    civil::Time,
    fmt::{rfc2822, temporal},
    tz::Offset,
};
use rashomon_text::time::Date;

use crate::meta::dates;

/// A day, and where they are known the time of day and its zone, as feeds, sitemaps and mail give them.
///
/// # Written and read
///
/// | written | read as |
/// |---|---|
/// | `2022-09-07T21:25:00+02:00`, `2022-09-07 21:25+0200` | 7 September 2022, 21:25, two hours east |
/// | `Wed, 07 Sep 2022 21:25:00 GMT` | 7 September 2022, 21:25, UTC; a wrong weekday does no harm |
/// | `Wed, 7 Sep 22 21:25 EST` | 7 September 2022, 21:25, five hours west |
/// | `2022-09-07T21:25:00` | 7 September 2022, 21:25, no zone |
/// | `2022-09-07`, `7 September 2022` | 7 September 2022 |
/// | `2022-09`, `yesterday` | nothing |
///
/// ```
/// use rashomon_ingest::Moment;
///
/// let moment = Moment::parse("Wed, 07 Sep 2022 21:25:00 +0200").unwrap();
/// assert_eq!(moment.to_string(), "2022-09-07T21:25:00+02:00");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day where it was written.
    pub day: Date,
    /// Time of day.
    pub time: Option<Time>,
    /// Distance of its zone from UTC.
    pub zone: Option<Offset>,
}

impl Moment {
    /// Reads a moment; `None` where `text` gives no day.
    pub fn parse(text: &str) -> Option<Self> {
        // longer than any way to write one
        let text = text.trim().get(..text.trim().len().min(80))?;
        internet(text)
            .or_else(|| mail(text))
            .or_else(|| Some(Self { day: dates::day(text)?, time: clock(text), zone: None }))
    }
}

/// RFC 3339 and its looser kin.
fn internet(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    // "+0200" and " +02:00" to "+02:00", a space before the time to "T"
    let mut spelled: String = text.split_whitespace().collect::<Vec<_>>().join("T");
    for sign in ["T+", "T-"] {
        spelled = spelled.replace(sign, &sign[1..]);
    }
    for zone in ["TUTC", "TGMT", "TZ", "UTC", "GMT"] {
        if let Some(rest) = spelled.strip_suffix(zone) {
            spelled = format!("{rest}Z");
            break;
        }
    }
    let pieces = temporal::Pieces::parse(&spelled).ok()?;
    Some(Moment {
        day: pieces.date(),
        time: pieces.time().filter(|_| spelled.len() > 10),
        zone: pieces.to_numeric_offset(),
    })
}

/// RFC 822 and 2822.
fn mail(text: &str) -> Option<Moment> {
    // a comment names the zone a second time: "+0200 (CEST)"
    let text = text.split('(').next()?.trim_end();
    const PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let zoned = PARSER.parse_zoned(text).ok()?;
    // any other name stands for "not known" there, as does "-0000"
    let named = text.rsplit(|c: char| !c.is_alphanumeric() && !"+-".contains(c)).next()?;
    let known = named.starts_with('+')
        || named.starts_with('-') && named != "-0000"
        || ["UT", "UTC", "GMT", "Z"].contains(&named)
        || ["EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"].contains(&named);
    let zone = Some(zoned.offset()).filter(|_| known);
    Some(Moment { day: zoned.date(), time: Some(zoned.time()), zone })
}

/// The first `21:25` or `21:25:30` in `text`.
fn clock(text: &str) -> Option<Time> {
    let at = text.find(':')?;
    let number = |text: &str| text.parse::<i8>().ok();
    let hour = text[..at].rsplit(|c: char| !c.is_ascii_digit()).next().and_then(number)?;
    let mut rest = text[at + 1..].split(|c: char| !c.is_ascii_digit());
    let minute = rest.next().filter(|it| it.len() == 2).and_then(number)?;
    Time::new(hour, minute, 0, 0).ok()
}

impl fmt::Display for Moment {
    /// As RFC 3339 writes it, as far as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.zone.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let minutes = seconds.abs() / 60;
                let sign = if seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads() {
        for (written, read) in [
            ("2022-09-07T21:25:00+02:00", "2022-09-07T21:25:00+02:00"),
            ("2022-09-07 21:25+0200", "2022-09-07T21:25:00+02:00"),
            ("2022-09-07 21:25:01 +0530", "2022-09-07T21:25:01+05:30"),
            ("2022-09-07T21:25:00.123Z", "2022-09-07T21:25:00Z"),
            ("2022-09-07 21:25:00 UTC", "2022-09-07T21:25:00Z"),
            ("2022-09-07T21:25:00", "2022-09-07T21:25:00"),
            ("2022-09-07", "2022-09-07"),
            ("Wed, 07 Sep 2022 21:25:00 GMT", "2022-09-07T21:25:00Z"),
            ("Mon, 7 Sep 2022 21:25:00 -0430", "2022-09-07T21:25:00-04:30"),
            ("Wed, 7 Sep 22 21:25 EST", "2022-09-07T21:25:00-05:00"),
            ("Wed, 07 Sep 2022 21:25:00 CEST", "2022-09-07T21:25:00"),
            ("Wednesday, September 7, 2022 - 21:25", "2022-09-07T21:25:00"),
            ("Wed, 7 Sep 2022 21:25:00 +0200 (CEST)", "2022-09-07T21:25:00+02:00"),
            ("7 September 2022", "2022-09-07"),
        ] {
            let moment = Moment::parse(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(moment.to_string(), read, "{written}");
        }
        for written in ["", "yesterday", "2022-09", "2022-13-40T00:00:00Z", "é".repeat(60).as_str()]
        {
            assert_eq!(Moment::parse(written), None, "{written}");
        }
    }
}
