//! A file written line by line, whole or not there, that a later run can go on with.
//!
//! ```text
//! FILE.part                  lines so far
//! FILE.failures.jsonl.part   failures so far
//! FILE.checkpoint            how much of both is on the disk, and which records that is
//! ```
//!
//! A checkpoint is written when what it speaks of is on the disk, and takes its name whole. To go on, both
//! files are cut to what it says, and reading begins after the records it says.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rashomon::{Counts, Error, Position, write};
use rashomon_ingest::{Failure, Skip};
use serde_json::{Map, Value, json};

use super::Line;

/// The files of a read.
pub(crate) struct Output {
    path: PathBuf,
    out: BufWriter<File>,
    failures: BufWriter<File>,
    state: State,
    fingerprint: String,
    every: Duration,
    last: Instant,
}

/// What is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    position: Position,
    /// Bytes of the lines.
    out: u64,
    /// Bytes of the failures.
    failures: u64,
    counts: Counts,
}

impl Output {
    /// Begins, or goes on where the checkpoint beside `path` says.
    pub(crate) fn open(
        path: &Path,
        resume: bool,
        fingerprint: String,
        every: Duration,
    ) -> Result<Self, Error> {
        let checkpoint = beside(path, ".checkpoint");
        let text = match fs::read_to_string(&checkpoint) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(bad(&checkpoint, &error)),
        };
        let state = match text {
            None => State::default(),
            Some(_) if !resume => {
                return Err(Error::bad_argument(format!(
                    "an earlier read into {} broke off; give --resume to go on with it, \
                     or delete {} to begin anew",
                    path.display(),
                    checkpoint.display()
                )));
            }
            Some(text) => State::read(&text, &fingerprint).map_err(|what| {
                Error::bad_argument(format!(
                    "--resume: {}: {what}; delete it to begin anew",
                    checkpoint.display()
                ))
            })?,
        };
        let part = |path: &Path, length| {
            let part = beside(path, ".part");
            open_at(&part, length).map_err(|error| bad(&part, &error))
        };
        let out = part(path, state.out)?;
        let failures = part(&beside(path, ".failures.jsonl"), state.failures)?;
        let path = path.to_path_buf();
        Ok(Self { path, out, failures, state, fingerprint, every, last: Instant::now() })
    }

    /// Where to go on.
    pub(crate) fn position(&self) -> Position {
        self.state.position
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.state.counts
    }

    /// Name of the file of failures.
    pub(crate) fn failures_file(&self) -> PathBuf {
        beside(&self.path, ".failures.jsonl")
    }

    /// Adds what a record came to; `behind` is the position after it.
    pub(crate) fn add(&mut self, behind: Position, line: &Line) -> Result<(), Error> {
        let added = match line {
            Line::Article(json) => {
                self.state.counts.count(None);
                put(&mut self.out, json, &mut self.state.out)
            }
            Line::Failure(failure) => {
                self.state.counts.count(Some(failure));
                // a crawl has as many requests as answers
                if failure.skipped == Some(Skip::Administrative) {
                    Ok(())
                } else {
                    put(&mut self.failures, &told(failure), &mut self.state.failures)
                }
            }
        };
        self.state.position = behind;
        added.map_err(|error| self.cannot(&error))?;
        if self.last.elapsed() >= self.every {
            self.checkpoint().map_err(|error| self.cannot(&error))?;
            self.last = Instant::now();
        }
        Ok(())
    }

    fn checkpoint(&mut self) -> io::Result<()> {
        sync(&mut self.out)?;
        sync(&mut self.failures)?;
        let name = beside(Path::new(self.path.file_name().unwrap_or_default()), ".checkpoint");
        let text = self.state.to_json(&self.fingerprint);
        let write = |_: &str, out: &mut dyn io::Write| out.write_all(text.as_bytes());
        write::all(folder(&self.path), &[&name.to_string_lossy()], &write)
    }

    /// Gives the files their names.
    pub(crate) fn finish(mut self) -> Result<Counts, Error> {
        let finished = || -> io::Result<()> {
            sync(&mut self.out)?;
            sync(&mut self.failures)?;
            let failures = beside(&self.path, ".failures.jsonl");
            fs::rename(beside(&failures, ".part"), &failures)?;
            fs::rename(beside(&self.path, ".part"), &self.path)?;
            match fs::remove_file(beside(&self.path, ".checkpoint")) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        }();
        finished.map_err(|error| self.cannot(&error))?;
        Ok(self.state.counts)
    }

    fn cannot(&self, error: &io::Error) -> Error {
        Error::write(format!(
            "cannot write to {}: {error}; free some space and go on with --resume",
            beside(&self.path, ".part").display()
        ))
    }
}

fn bad(path: &Path, error: &io::Error) -> Error {
    Error::bad_argument(format!(
        "--out: {}: {error}; give a file in a folder that can be written to",
        path.display()
    ))
}

/// `path` with something after its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Opens a file and goes to byte `length`, where it is to end.
fn open_at(path: &Path, length: u64) -> io::Result<BufWriter<File>> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    let there = file.metadata()?.len();
    if there < length {
        let what = format!("has {there} bytes where an earlier read left {length}");
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length))?;
    Ok(BufWriter::with_capacity(1 << 18, file))
}

fn put(file: &mut impl Write, line: &str, written: &mut u64) -> io::Result<()> {
    file.write_all(line.as_bytes())?;
    file.write_all(b"\n")?;
    *written += line.len() as u64 + 1;
    Ok(())
}

fn sync(file: &mut BufWriter<File>) -> io::Result<()> {
    file.flush()?;
    file.get_ref().sync_data()
}

/// A line of the file of failures.
fn told(failure: &Failure) -> String {
    let Failure { path, record, offset, skipped, message } = failure;
    let reason = message.strip_prefix(&format!("{path}: ")).unwrap_or(message);
    let mut line = json!({ "input": path, "record": record, "offset": offset });
    if let Some(why) = skipped {
        line["skipped"] = why.as_str().into();
    }
    line["reason"] = reason.into();
    line.to_string()
}

impl State {
    fn to_json(&self, fingerprint: &str) -> String {
        let skipped: Map<String, Value> =
            self.counts.passed_over.iter().map(|(why, n)| (why.clone(), (*n).into())).collect();
        let state = json!({
            "checkpoint": 1,
            "of": fingerprint,
            "input": self.position.input,
            "records": self.position.records,
            "out": self.out,
            "failures": self.failures,
            "articles": self.counts.accounts,
            "failed": self.counts.failed,
            "skipped": skipped,
        });
        format!("{state}\n")
    }

    fn read(text: &str, fingerprint: &str) -> Result<Self, String> {
        let state: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if state["checkpoint"] != 1 {
            return Err("is no checkpoint".to_owned());
        }
        if state["of"] != fingerprint {
            return Err("is of a read with other inputs, options or program".to_owned());
        }
        let number =
            |name: &str| state[name].as_u64().ok_or_else(|| format!("`{name}` is no number"));
        let passed_over: BTreeMap<String, u64> = Skip::ALL
            .iter()
            .filter_map(|why| {
                Some((why.as_str().to_owned(), state["skipped"][why.as_str()].as_u64()?))
            })
            .collect();
        let (accounts, failed) = (number("articles")?, number("failed")?);
        let records = accounts + failed + passed_over.values().sum::<u64>();
        let input = usize::try_from(number("input")?).map_err(|error| error.to_string())?;
        Ok(Self {
            position: Position { input, records: number("records")? },
            out: number("out")?,
            failures: number("failures")?,
            counts: Counts { records, accounts, failed, passed_over },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_back() {
        let state = State {
            position: Position { input: 2, records: 7 },
            out: 99,
            failures: 12,
            counts: Counts {
                records: 7,
                accounts: 5,
                failed: 1,
                passed_over: BTreeMap::from([(Skip::Status.as_str().to_owned(), 1)]),
            },
        };
        let text = state.to_json("ab");
        assert_eq!(State::read(&text, "ab"), Ok(state));
        assert!(State::read(&text, "cd").unwrap_err().contains("other inputs"));
        assert!(State::read("{}", "ab").unwrap_err().contains("no checkpoint"));
    }
}
