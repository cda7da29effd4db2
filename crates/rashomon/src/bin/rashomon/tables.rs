//! `rashomon run --tables`: a crawl as Parquet tables.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rashomon::job::{self, Folder, Local, Manifest};
use rashomon::{Error, Options, Step};

use crate::journal::Journal;
use crate::progress::Progress;
use crate::run::count;
use crate::terminal::plain;

/// Reads inputs into tables in `folder`, or goes on with it.
pub(crate) fn run(
    inputs: &[PathBuf],
    folder: &Path,
    options: &Options,
    resume: bool,
    journal: &Journal,
    quiet: bool,
) -> Result<(), Error> {
    let logged = |error: Error| {
        journal.line("error", "", &error.to_string());
        error
    };
    let storage = Folder::new(folder).map_err(|error| {
        logged(Error::bad_argument(format!(
            "--tables {}: {error}; give a folder that can be written to",
            folder.display()
        )))
    })?;
    let inputs: Vec<String> = inputs.iter().map(|it| it.to_string_lossy().into_owned()).collect();
    let job = job::begin(&inputs, options, Arc::new(storage), resume).map_err(logged)?;
    let progress = Progress::new(quiet);
    let result = job::run(&job, &Local::new(options.threads), &|step| {
        progress.show(step);
        if !matches!(step, Step::Read { .. } | Step::Account) {
            journal.line("step", "", &format!("{step:?}"));
        }
    });
    progress.end();
    let manifest = result.map_err(logged)?;
    if manifest.records.accounts == 0 {
        return Err(logged(Error::nothing_usable(format!(
            "no input was usable: {}; see {}/failures",
            balance(&manifest),
            folder.display()
        ))));
    }
    journal.line("done", &folder.display().to_string(), "");
    if !quiet {
        eprint!("{}", plain(&summary(&manifest, journal.seconds(), folder)));
    }
    Ok(())
}

/// A few lines for people.
fn summary(manifest: &Manifest, seconds: f64, folder: &Path) -> String {
    let Manifest { records, stories, .. } = manifest;
    format!(
        "{} ({} told by more than one document) from {}\n{}\n{seconds:.2} s, {:.0} articles a second\n\
         written: {}\n",
        count(stories.stories as usize, "story", "stories"),
        stories.told_by_many,
        count(records.accounts as usize, "article", "articles"),
        balance(manifest),
        records.accounts as f64 / seconds.max(0.001),
        folder.join("manifest.json").display(),
    )
}

/// Where every record went.
fn balance(manifest: &Manifest) -> String {
    let records = &manifest.records;
    let skipped: u64 = records.passed_over.values().sum();
    let mut text = format!(
        "{} = {} + {} that failed + {skipped} passed over",
        count(records.records as usize, "record", "records"),
        count(records.accounts as usize, "article", "articles"),
        records.failed,
    );
    let mut open = " (";
    for (why, n) in &records.passed_over {
        let _ = write!(text, "{open}{why} {n}");
        open = ", ";
    }
    if skipped > 0 {
        text.push(')');
    }
    text
}
