//! When to ask again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use sha2::{Digest as _, Sha256};

/// Whether an answer says that another one may come later.
pub(crate) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// The wait before the next attempt, after `attempt` of them: `base`, doubled each time, give or take
/// a half. The chance in it is drawn from the URL, so that a run can be repeated and hosts that fail
/// together are not asked together.
pub(crate) fn backoff(base: Duration, attempt: u32, url: &str) -> Duration {
    let digest = Sha256::digest(format!("{attempt} {url}"));
    let chance = f64::from(u16::from_be_bytes([digest[0], digest[1]])) / f64::from(u16::MAX);
    let doubled = base.saturating_mul(1 << attempt.saturating_sub(1).min(16));
    doubled.mul_f64(0.5 + chance)
}

/// The wait that a Retry-After asks for, in seconds or as a date, told at `now`.
pub(crate) fn asked(retry_after: &str, now: Timestamp) -> Option<Duration> {
    let retry_after = retry_after.trim();
    if let Ok(seconds) = retry_after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = DateTimeParser::new().parse_timestamp(retry_after).ok()?;
    let seconds = then.as_second() - now.as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_bounds_and_repeat() {
        let base = Duration::from_secs(2);
        for attempt in 1..=4 {
            let wait = backoff(base, attempt, "https://example.org/");
            let middle = base * (1 << (attempt - 1));
            assert!(wait >= middle / 2 && wait <= middle * 3 / 2, "{attempt}: {wait:?}");
            assert_eq!(wait, backoff(base, attempt, "https://example.org/"));
        }
        assert_ne!(backoff(base, 1, "https://a.example/"), backoff(base, 1, "https://b.example/"));
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        let now = DateTimeParser::new().parse_timestamp("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let check = |text, seconds: Option<u64>| {
            assert_eq!(asked(text, now), seconds.map(Duration::from_secs), "{text}");
        };
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Sun, 06 Nov 1994 08:50:37 GMT", Some(60));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        check("soon", None);
        check("-1", None);
        check("", None);
    }
}
