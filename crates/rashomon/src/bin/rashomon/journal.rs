//! The log of a run: one line a thing met, for whoever wants to know what became of an input.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use rashomon::Error;

use crate::terminal::plain;

/// Lines of `seconds⇥what⇥where⇥message`, written as they happen.
pub(crate) struct Journal {
    start: Instant,
    file: Option<Mutex<File>>,
}

impl Journal {
    /// A log at `path` (`--log`); without a path nothing is kept.
    pub(crate) fn at(path: Option<&Path>) -> Result<Self, Error> {
        let file = path.map(File::create).transpose().map_err(|error| {
            let path = path.unwrap_or(Path::new("")).display();
            Error::bad_argument(format!(
                "--log {path}: {error}; give a file in a folder that can be written to"
            ))
        })?;
        Ok(Self { start: Instant::now(), file: file.map(Mutex::new) })
    }

    /// Seconds since the run began.
    pub(crate) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Adds a line. A log that can no longer be written does not stop the run.
    pub(crate) fn line(&self, what: &str, place: &str, message: &str) {
        let Some(file) = &self.file else { return };
        let flat = |text: &str| plain(&text.replace(['\t', '\n', '\r'], " "));
        let line = format!("{:.3}\t{what}\t{}\t{}\n", self.seconds(), flat(place), flat(message));
        if let Ok(mut file) = file.lock() {
            let _ = file.write_all(line.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log.tsv");
        let journal = Journal::at(Some(&path)).unwrap();
        journal.line("note", "a\tb.txt", "one\ntwo");
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text.split('\t').skip(1).collect::<Vec<_>>(), ["note", "a b.txt", "one two\n"]);
    }
}
