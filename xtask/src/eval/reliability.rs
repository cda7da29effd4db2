//! How well stated confidence is what is found to be right.
//!
//! Findings are put into ten equal bins by their confidence. The expected calibration error (Naeini, Cooper and
//! Hauskrecht 2015) is the mean distance of a bin's confidence from its share of right ones, weighted by its size; the score
//! is one minus that.

/// Confidences with whether the finding was right.
#[derive(Default)]
pub(crate) struct Reliability {
    bins: [(u64, u64, f64); 10],
}

impl Reliability {
    pub(crate) fn add(&mut self, confidence: f32, right: bool) {
        let bin = &mut self.bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += u64::from(right);
        bin.2 += f64::from(confidence);
    }

    /// One minus the expected calibration error, with the number of findings.
    pub(crate) fn row(&self, set: &str) -> super::Row {
        let n: u64 = self.bins.iter().map(|b| b.0).sum();
        let error: f64 = self.bins.iter().map(|&(_, right, sum)| (sum - right as f64).abs()).sum();
        let score = if n == 0 { 0.0 } else { 1.0 - error / n as f64 };
        if std::env::var_os("EVAL_DETAILS").is_some() {
            for &(n, right, sum) in self.bins.iter().filter(|b| b.0 > 0) {
                let (stated, found) = (sum / n as f64, right as f64 / n as f64);
                eprintln!("{set}: stated {stated:.2}, right {found:.2} of {n}");
            }
        }
        (set.to_owned(), "reliability".to_owned(), score, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_be_right_half_the_time_should_be() {
        let mut well = Reliability::default();
        well.add(0.5, true);
        well.add(0.5, false);
        assert_eq!(well.row("a"), ("a".into(), "reliability".into(), 1.0, 2));
        let mut badly = Reliability::default();
        badly.add(0.9, false);
        assert!((badly.row("a").2 - 0.1).abs() < 1e-6);
    }
}
