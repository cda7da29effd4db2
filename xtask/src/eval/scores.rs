//! The committed scores: a change of quality is a difference in review.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Row, line};

/// `eval/scores.txt`: the lines `cargo xtask eval` prints, by task.
#[derive(Debug, Default)]
pub(crate) struct Scores(BTreeMap<String, Vec<String>>);

impl Scores {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut scores = Self::default();
        for line in text.lines() {
            if let Some((task, _)) = line.split_once('\t') {
                scores.0.entry(task.to_owned()).or_default().push(line.to_owned());
            }
        }
        scores
    }

    pub(crate) fn replace(&mut self, task: &str, rows: &[Row]) {
        self.0.insert(task.to_owned(), rows.iter().map(|row| line(task, row)).collect());
    }

    /// Whether the committed lines of the task are these.
    pub(crate) fn holds(&self, task: &str, rows: &[Row]) -> bool {
        let lines: Vec<String> = rows.iter().map(|row| line(task, row)).collect();
        self.0.get(task) == Some(&lines)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let mut text = String::new();
        for line in self.0.values().flatten() {
            text.push_str(line);
            text.push('\n');
        }
        std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_task_is_replaced_and_the_others_stay() {
        let mut scores = Scores::parse("b\ts\tf1\t0.5000\t3\na\ts\tf1\t0.1000\t3\n");
        let rows = [("s".to_owned(), "f1".to_owned(), 0.25, 4)];
        assert!(!scores.holds("b", &rows));
        scores.replace("b", &rows);
        assert!(scores.holds("b", &rows));
        let lines: Vec<_> = scores.0.values().flatten().collect();
        assert_eq!(lines, ["a\ts\tf1\t0.1000\t3", "b\ts\tf1\t0.2500\t4"]);
    }
}
