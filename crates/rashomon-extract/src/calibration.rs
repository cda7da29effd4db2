//! Confidence as the share of findings that are right.
//!
//! # What it does
//! The rules score a finding by what stands in its construction. The knots here turn that score into the share of
//! findings with it that were right where they could be judged; between two knots it is a straight line.
//!
//! # How the knots were found
//! Events: the main events of the half of PLOVER's records that rules may be written on, and a reading of 260 events of
//! news articles. Quotations with a speaker: 5,472 direct ones of PolNeAR's training part. Claims: a reading of 110.
//! A knot never carries a finding over the border of what is shown (0.5). `cargo xtask eval` measures on other parts how far
//! stated confidence is what is right (the rows `reliability`).
//!
//! # Limits
//! Times and figures keep their scores: they were within 0.05 of what was right.

use crate::account::{Claim, Event, Quotation};

/// Score and share of right ones, rising.
type Knots = &'static [(f32, f32)];

const EVENTS: Knots =
    &[(0.0, 0.0), (0.45, 0.45), (0.5, 0.5), (0.55, 0.65), (0.7, 0.75), (0.85, 0.9), (0.95, 0.91)];
const QUOTATIONS: Knots =
    &[(0.0, 0.0), (0.45, 0.45), (0.5, 0.5), (0.7, 0.84), (0.9, 0.97), (1.0, 0.98)];
const CLAIMS: Knots =
    &[(0.0, 0.0), (0.45, 0.45), (0.5, 0.5), (0.7, 0.83), (0.85, 0.9), (1.0, 0.93)];

/// Turns the scores of what an article says into shares of right ones.
pub(crate) fn calibrate(events: &mut [Event], quotations: &mut [Quotation], claims: &mut [Claim]) {
    for event in events {
        event.confidence = through(EVENTS, event.confidence);
    }
    for quotation in quotations.iter_mut().filter(|q| q.speaker.is_some()) {
        quotation.confidence = through(QUOTATIONS, quotation.confidence);
    }
    for claim in claims {
        claim.confidence = through(CLAIMS, claim.confidence);
    }
}

/// The value on the line through the knots.
fn through(knots: Knots, score: f32) -> f32 {
    let above = knots.partition_point(|&(at, _)| at < score);
    match (above.checked_sub(1).map(|b| knots[b]), knots.get(above)) {
        (Some((x0, y0)), Some(&(x1, y1))) => y0 + (score - x0) / (x1 - x0) * (y1 - y0),
        (Some((_, last)), None) => last,
        (None, Some(&(_, first))) => first,
        (None, None) => score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_rise_and_keep_the_border() {
        for knots in [EVENTS, QUOTATIONS, CLAIMS] {
            assert!(knots.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1));
            assert!((through(knots, 0.5) - 0.5).abs() < 1e-6);
            assert!((through(knots, 0.45) - 0.45).abs() < 1e-6);
            assert!(through(knots, 1.0) <= 1.0 && through(knots, 0.0) >= 0.0);
        }
        assert!((through(EVENTS, 0.625) - 0.7).abs() < 1e-6);
    }
}
