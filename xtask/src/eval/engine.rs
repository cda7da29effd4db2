//! The language engine: sentences, tags, parses and names on raw text.
//!
//! Scores by the definitions of the official scorers (see [`rashomon_train::eval`]): F1 of the
//! CoNLL 2018 shared task over raw text, and F1 of exact names of the same kind.

use std::path::{Path, PathBuf};

use rashomon_annotate::Annotator;
use rashomon_train::{data, eval};

use super::Row;

/// F1 of sentences on the treebanks in `data` (`*-test.conllu`, else all `*.conllu`).
pub(crate) fn sentences(data: &Path) -> Vec<Row> {
    treebanks(data, &[Input::Raw], &[("sentences", "sentences_f1")])
}

/// F1 of universal and Penn tags, from raw text and given words and sentences.
pub(crate) fn tags(data: &Path) -> Vec<Row> {
    treebanks(data, &[Input::Raw, Input::GoldTokens], &[("upos", "upos"), ("xpos", "xpos")])
}

/// F1 of heads, and of heads with their relation, from raw text and given words and sentences.
pub(crate) fn parse(data: &Path) -> Vec<Row> {
    treebanks(data, &[Input::Raw, Input::GoldTokens], &[("uas", "uas"), ("las", "las")])
}

/// F1, precision and recall of names on the tables in `data` (`test.tsv`, else all `*.tsv`), over
/// all kinds together, persons, organisations and places together and, as parts of the set, by kind.
pub(crate) fn names(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let mut rows = Vec::new();
    for (set, file) in files(data, "tsv") {
        let Some(docs) = told(data::names(&file), &file) else { continue };
        let counts = eval::names(&annotator, &docs);
        let core = eval::core(&counts);
        let together = format!("{set}/person+organization+location");
        for (kind, counts) in counts {
            let set = match kind {
                None => set.clone(),
                Some(kind) => format!("{set}/{}", kind.as_str()),
            };
            let n = counts.gold as u64;
            rows.push((set.clone(), "f1".to_owned(), counts.f1() / 100.0, n));
            if kind.is_none() {
                rows.push((set.clone(), "precision".to_owned(), counts.precision() / 100.0, n));
                rows.push((set, "recall".to_owned(), counts.recall() / 100.0, n));
                let n = core.gold as u64;
                rows.push((together.clone(), "f1".to_owned(), core.f1() / 100.0, n));
            }
        }
    }
    rows
}

/// How a treebank is put before the engine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    /// Its text: words and sentences are the engine's own.
    Raw,
    /// Its words and sentences, as the set `…-gold-tokens`.
    GoldTokens,
}

fn treebanks(data: &Path, inputs: &[Input], metrics: &[(&str, &str)]) -> Vec<Row> {
    let annotator = Annotator::new();
    let mut rows = Vec::new();
    for (set, file) in files(data, "conllu") {
        let Some(docs) = told(data::conllu(&file), &file) else { continue };
        for input in inputs {
            let (set, parsed) = match input {
                Input::Raw => (set.clone(), eval::raw(&annotator, &docs)),
                Input::GoldTokens => {
                    (format!("{set}-gold-tokens"), eval::gold_tokens(&annotator, &docs))
                }
            };
            for (key, metric) in metrics {
                let n = parsed.counts.get(key).map_or(0, |counts| counts.gold as u64);
                rows.push((set.clone(), (*metric).to_owned(), parsed.f1(key) / 100.0, n));
            }
        }
    }
    rows
}

fn told<T>(read: std::io::Result<T>, file: &Path) -> Option<T> {
    read.inspect_err(|error| eprintln!("{}: {error}", file.display())).ok()
}

/// The files to measure on, each with the name of its set: the folder's, and the split the file
/// names (`ud-ewt/en_ewt-ud-test.conllu` is `ud-ewt-test`). Files that name the test split are
/// taken; where none does, all are, as one set each.
fn files(folder: &Path, extension: &str) -> Vec<(String, PathBuf)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if files.iter().any(|file| stem(file).ends_with("test")) {
        files.retain(|file| stem(file).ends_with("test"));
        return files.into_iter().map(|file| (format!("{name}-test"), file)).collect();
    }
    files.into_iter().map(|file| (format!("{name}-{}", stem(&file)), file)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files_there: &[&str], expect: &[&str]) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("bank");
        std::fs::create_dir(&folder).unwrap();
        for file in files_there {
            std::fs::write(folder.join(file), "").unwrap();
        }
        let sets: Vec<_> = files(&folder, "conllu").into_iter().map(|(set, _)| set).collect();
        assert_eq!(sets, expect);
    }

    #[test]
    fn the_test_split_is_taken_where_there_is_one() {
        check(&["en-ud-train.conllu", "en-ud-test.conllu", "readme.txt"], &["bank-test"]);
        check(&["b.conllu", "a.conllu"], &["bank-a", "bank-b"]);
        check(&["test.tsv"], &[]);
    }
}
