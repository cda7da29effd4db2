use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use rashomon::{
    Error, Failure, Options, Step,
    case::{self, Added, Stored},
};

use super::{File, json};
use crate::how::How;
use crate::journal::Journal;
use crate::progress::Progress;
use crate::run::count;
use crate::terminal::plain;

/// Add articles to a case file
///
/// Stores what is new, tells the stories anew that it touches, and says what changed in them. An article is on the disk
/// when it is said to be stored; what was stored when a run is broken off is told by the next.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon add late.txt
  rashomon add today.warc.gz --case harbour.case

Ends with 0 when all is stored and told, 1 when no input was usable or nothing could be
written, 2 for bad arguments.")]
pub(crate) struct Arguments {
    /// Files, folders and patterns, as `rashomon run` reads them
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    #[command(flatten)]
    file: File,

    /// Say on standard output, a line of JSON each, what is stored and what changed
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    how: How,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let file = &arguments.file.case;
    if !file.is_file() {
        return Err(Error::bad_argument(format!(
            "--case {}: no such file; make a case with `rashomon run … --case FILE`",
            file.display()
        )));
    }
    let journal = arguments.how.journal()?;
    let options =
        arguments.how.options().inspect_err(|e| journal.line("error", "", &e.to_string()))?;
    add(file, &arguments.inputs, &options, &journal, arguments.how.quiet, arguments.json)
}

/// What `rashomon add` and `rashomon run --case` do.
pub(crate) fn add(
    file: &Path,
    inputs: &[PathBuf],
    options: &Options,
    journal: &Journal,
    quiet: bool,
    lines: bool,
) -> Result<(), Error> {
    let mut case = case::open(file, options)?;
    let progress = Progress::new(quiet);
    let watch = |step: Step| {
        progress.show(step);
        if !matches!(step, Step::Read { .. } | Step::Told { .. }) {
            journal.line("step", "", &format!("{step:?}"));
        }
    };
    let mut told = Ok(());
    let mut stored = |batch: &[Stored]| {
        if lines && told.is_ok() {
            told = say_stored(batch);
        }
    };
    let added = case::add(&mut case, inputs, options, &watch, &mut stored);
    progress.end();
    let added = added.inspect_err(|error| journal.line("error", "", &error.to_string()))?;
    crate::printed(told)?;
    for (word, failures) in [("left out", &added.failures), ("passed over", &added.skipped)] {
        for Failure { input, reason, .. } in failures {
            journal.line(word, input, reason);
        }
    }
    for Failure { input, reason, .. } in &added.failures {
        eprintln!("left out: {}", plain(&format!("{input}: {reason}")));
    }
    if added.new + added.known == 0 {
        return Err(Error::nothing_usable(
            "no input was usable; nothing was stored. Give .txt, .html, .jsonl or .warc files, \
             folders of them, or patterns in quotation marks",
        ));
    }
    journal.line("done", &file.display().to_string(), "");
    if lines {
        let mut out = std::io::stdout().lock();
        let told = added.changes.iter().try_for_each(|change| json(&mut out, change));
        crate::printed(told)?;
    }
    if !quiet {
        eprint!("{}", plain(&summary(&added, journal.seconds(), file)));
    }
    Ok(())
}

/// What is on the disk, a line each: `{"stored":"a12","new":true}`.
fn say_stored(batch: &[Stored]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for stored in batch {
        let (id, new) = match stored {
            Stored::New(id) => (id, true),
            Stored::Known(id) => (id, false),
        };
        writeln!(out, "{{\"stored\":\"{id}\",\"new\":{new}}}")?;
    }
    out.flush()
}

/// Stories and lines of each that the summary gives.
const STORIES: usize = 10;
const LINES: usize = 4;

fn summary(added: &Added, seconds: f64, file: &Path) -> String {
    use std::fmt::Write as _;
    let mut parts = vec![count(added.new, "new article", "new articles")];
    let more = [
        (added.known, "there before"),
        (added.failures.len(), "left out, see above"),
        (added.skipped.len(), "passed over"),
    ];
    parts.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    let mut out = format!("{}\n", parts.join(", "));
    // what most outlets tell comes first
    for change in added.changes.iter().take(STORIES) {
        let new = if change.revision == 1 { ", new" } else { "" };
        let _ = writeln!(out, "{}{new}: {}", change.story, change.title);
        for line in change.lines.iter().take(LINES) {
            let _ = writeln!(out, "    {line}");
        }
        if change.lines.len() > LINES {
            let _ = writeln!(out, "    and {} more", change.lines.len() - LINES);
        }
    }
    if added.changes.len() > STORIES {
        let _ = writeln!(out, "and {} more stories", added.changes.len() - STORIES);
    }
    let _ = writeln!(out, "{seconds:.2} s\nsee `rashomon list --case {}`", file.display());
    out
}
