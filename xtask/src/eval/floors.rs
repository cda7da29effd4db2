//! The ratchet: what was once reached is asked for from then on.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Row;

/// `eval/floors.json`.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Floors {
    /// How far under a floor a value may fall: rounding, no more.
    epsilon: f64,
    /// By task: the data and what was reached on it.
    tasks: BTreeMap<String, Floor>,
    /// Every time a floor went down, and why.
    lowered: Vec<Lowered>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct Floor {
    /// [`super::corpus::digest`] of the data.
    corpus: String,
    /// By `set metric`.
    values: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Lowered {
    what: String,
    from: f64,
    to: f64,
    because: String,
}

impl Default for Floors {
    fn default() -> Self {
        Self { epsilon: 0.0005, tasks: BTreeMap::new(), lowered: Vec::new() }
    }
}

/// Parts of a set (`albania-2022/dates`) hold few things each: they are shown and have no floor.
fn gated(rows: &[Row]) -> impl Iterator<Item = (String, f64)> + '_ {
    rows.iter()
        .filter(|(set, ..)| !set.contains('/'))
        .map(|(set, metric, value, _)| (format!("{set} {metric}"), *value))
}

impl Floors {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|e| e.to_string())?;
        std::fs::write(path, text + "\n").map_err(|e| format!("{}: {e}", path.display()))
    }

    /// What fell under its floor, and floors that nothing was measured for.
    ///
    /// On other data than the floors were set on, nothing can be said and nothing is.
    pub(crate) fn check(&self, task: &str, corpus: &str, rows: &[Row]) -> Vec<String> {
        let Some(floor) = self.tasks.get(task) else { return Vec::new() };
        if floor.corpus != corpus {
            eprintln!("{task}: the data is not what the floors were set on; floors left aside");
            return Vec::new();
        }
        let values: BTreeMap<String, f64> = gated(rows).collect();
        floor
            .values
            .iter()
            .filter_map(|(what, &least)| match values.get(what) {
                None => Some(format!("{task} {what}: not measured, floor {least:.4}")),
                Some(&value) if value < least - self.epsilon => {
                    Some(format!("{task} {what}: {value:.4}, floor {least:.4}"))
                }
                Some(_) => None,
            })
            .collect()
    }

    /// Raises the floors of a task to `rows`. A floor goes down only `because` of something, which
    /// is kept; without it, gives what would have to go down.
    pub(crate) fn raise(
        &mut self,
        task: &str,
        corpus: &str,
        rows: &[Row],
        because: Option<&str>,
    ) -> Vec<String> {
        let short = self.check(task, corpus, rows);
        if !short.is_empty() && because.is_none() {
            return short;
        }
        let floor = self.tasks.entry(task.to_owned()).or_default();
        if floor.corpus != corpus {
            *floor = Floor { corpus: corpus.to_owned(), values: BTreeMap::new() };
        }
        for (what, value) in gated(rows) {
            // as many digits as scores are shown with
            let value = (value * 1e4).round() / 1e4;
            match floor.values.get_mut(&what) {
                None => {
                    floor.values.insert(what, value);
                }
                Some(least) if value > *least => *least = value,
                Some(least) if value < *least - self.epsilon => {
                    self.lowered.push(Lowered {
                        what: format!("{task} {what}"),
                        from: *least,
                        to: value,
                        because: because.unwrap_or_default().to_owned(),
                    });
                    *least = value;
                }
                Some(_) => {}
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(value: f64) -> Vec<Row> {
        let row = |set: &str, value| (set.to_owned(), "f1".to_owned(), value, 10);
        vec![row("a-test", value), row("a-test/part", 0.1)]
    }

    fn at(value: f64) -> Floors {
        let mut floors = Floors::default();
        assert!(floors.raise("t", "digest", &rows(value), None).is_empty());
        floors
    }

    #[test]
    fn goes_up_by_itself() {
        let mut floors = at(0.5);
        assert!(floors.check("t", "digest", &rows(0.6)).is_empty());
        assert!(floors.raise("t", "digest", &rows(0.6), None).is_empty());
        assert_eq!(floors.check("t", "digest", &rows(0.5)), ["t a-test f1: 0.5000, floor 0.6000"]);
    }

    #[test]
    fn goes_down_only_with_a_reason_that_is_kept() {
        let mut floors = at(0.5);
        assert_eq!(floors.raise("t", "digest", &rows(0.4), None).len(), 1);
        assert_eq!(floors.check("t", "digest", &rows(0.4)).len(), 1, "unchanged");
        assert!(floors.raise("t", "digest", &rows(0.4), Some("a fairer split")).is_empty());
        assert!(floors.check("t", "digest", &rows(0.4)).is_empty());
        assert_eq!(floors.lowered[0].because, "a fairer split");
    }

    #[test]
    fn rounding_is_no_loss_and_raises_nothing() {
        let mut floors = at(0.5);
        assert!(floors.check("t", "digest", &rows(0.4996)).is_empty());
        assert!(floors.raise("t", "digest", &rows(0.4996), None).is_empty());
        assert!(floors.raise("t", "digest", &rows(0.4992), None).len() == 1, "no creeping down");
    }

    #[test]
    fn other_data_has_other_floors() {
        let mut floors = at(0.5);
        assert!(floors.check("t", "other", &rows(0.1)).is_empty());
        assert!(floors.raise("t", "other", &rows(0.1), None).is_empty());
        assert_eq!(floors.check("t", "other", &rows(0.05)).len(), 1);
    }

    #[test]
    fn a_score_that_is_gone_is_short() {
        assert_eq!(at(0.5).check("t", "digest", &[]), ["t a-test f1: not measured, floor 0.5000"]);
    }
}
