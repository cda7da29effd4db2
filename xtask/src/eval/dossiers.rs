//! Whole events: dossiers against what they should tell.
//!
//! The judge is a program of its own, `checks/check_dossier.py` beside the data, so that nothing of
//! Rashomon decides what is right. A check holds or does not; the value is the share that holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use rashomon::Options;

use super::Row;

/// Accuracy of every event under `data` (folders with `texts/` and `gold.json`, or one such
/// folder), in total, by area (`event/area`) and of its cites (`event/citations`); then of the same events in one run
/// over all their texts (`together/event`), and the share of events whose texts are one story of that run.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let judge = crate::root().join("../shared/checks/check_dossier.py");
    let events = events(data);
    let mut rows = Vec::new();
    let one = |event: &PathBuf| Run::of(&[event.join("texts")]);
    for event in &events {
        match one(event).and_then(|run| run.judged(&judge, event)) {
            Ok(said) => rows.extend(read(&name(event), &said)),
            Err(message) => eprintln!("dossiers: {}: {message}", name(event)),
        }
    }
    if events.len() > 1 {
        let texts: Vec<PathBuf> = events.iter().map(|event| event.join("texts")).collect();
        match Run::of(&texts).and_then(|run| together(&run, &judge, &events)) {
            Ok(together) => rows.extend(together),
            Err(message) => eprintln!("dossiers: together: {message}"),
        }
    }
    rows
}

fn name(event: &Path) -> String {
    event.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The rows of all events in one run.
fn together(run: &Run, judge: &Path, events: &[PathBuf]) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    let right = events.iter().filter(|event| run.stories.contains(&files(&event.join("texts"))));
    let right = share(right.count() as u64, events.len() as u64);
    rows.push(("together".to_owned(), "stories".to_owned(), right, events.len() as u64));
    for event in events {
        let said = run.judged(judge, event)?;
        rows.extend(read(&format!("together/{}", name(event)), &said).into_iter().take(1));
    }
    Ok(rows)
}

/// The names of the files in a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn events(data: &Path) -> Vec<PathBuf> {
    if data.join("gold.json").exists() {
        return vec![data.canonicalize().unwrap_or_else(|_| data.to_path_buf())];
    }
    let mut events: Vec<PathBuf> = std::fs::read_dir(data)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("gold.json").exists())
        .collect();
    events.sort();
    events
}

/// A run over texts, for the judge.
struct Run {
    /// Holds `dossier.json`.
    folder: tempfile::TempDir,
    /// The names of each story's files.
    stories: Vec<BTreeSet<String>>,
}

impl Run {
    fn of(texts: &[PathBuf]) -> Result<Self, String> {
        let options = Options::default();
        let outcome = rashomon::run(texts, &options, &|_| {}).map_err(|e| e.to_string())?;
        for failure in &outcome.failures {
            eprintln!("dossiers: left out: {}: {}", failure.input, failure.reason);
        }
        let [json, ..] = rashomon::files(&outcome.dossier, &options);
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        std::fs::write(folder.path().join("dossier.json"), json.contents)
            .map_err(|e| e.to_string())?;
        let documents = &outcome.dossier.documents;
        let path = |doc: &rashomon_text::DocId| documents[doc.index()].source.path.as_deref();
        let file = |doc| Some(name(Path::new(path(doc)?)));
        let stories = outcome.dossier.stories.iter();
        let stories = stories.map(|story| story.documents.iter().filter_map(file).collect());
        Ok(Self { stories: stories.collect(), folder })
    }

    /// What the judge says of the dossier as one of the event.
    fn judged(&self, judge: &Path, event: &Path) -> Result<String, String> {
        let output = Command::new("python3")
            .arg(judge)
            .arg(self.folder.path().join("dossier.json"))
            .arg("--texts")
            .arg(event.join("texts"))
            .arg("--gold")
            .arg(event.join("gold.json"))
            .arg("--quiet")
            .output()
            .map_err(|e| format!("python3: {e}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.code() {
            Some(0 | 1) => Ok(said),
            _ => Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr))),
        }
    }
}

/// The judge's lines `area  n of m` as rows, the total first.
fn read(event: &str, said: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut held, mut all) = (0, 0);
    for line in said.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [area, ok, "of", n, ..] = words[..] else { continue };
        let (Ok(ok), Ok(n)) = (ok.parse::<u64>(), n.parse::<u64>()) else { continue };
        if area != "citations" {
            held += ok;
            all += n;
        }
        rows.push((format!("{event}/{area}"), "accuracy".to_owned(), share(ok, n), n));
    }
    rows.insert(0, (event.to_owned(), "accuracy".to_owned(), share(held, all), all));
    rows
}

fn share(ok: u64, n: u64) -> f64 {
    ok as f64 / n.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_judges_lines_are_read() {
        let said = "short  x: 0 of 2 variants\n\
                    dates            3 of 4\n\
                    claims           0 of 1\n\
                    citations      90 of 90 exact\n\
                    score 3/5 = 0.600; citations exact\n";
        let rows: Vec<_> =
            read("e", said).into_iter().map(|(set, _, value, n)| (set, value, n)).collect();
        let row = |set: &str, value, n| (set.to_owned(), value, n);
        assert_eq!(
            rows,
            [
                row("e", 0.6, 5),
                row("e/dates", 0.75, 4),
                row("e/claims", 0.0, 1),
                row("e/citations", 1.0, 90),
            ]
        );
    }
}
