//! `rashomon run --tables`: a crawl as Parquet tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rashomon::job::{self, Folder, Local};
use rashomon::{Error, Options, Step};

use crate::journal::Journal;
use crate::progress::Progress;
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
    journal.line("done", &folder.display().to_string(), "");
    if !quiet {
        let seconds = journal.seconds();
        let text = format!(
            "{manifest}\n{seconds:.2} s, {:.0} articles a second\nwritten: {}\n",
            manifest.records.accounts as f64 / seconds.max(0.001),
            folder.join("manifest.json").display(),
        );
        eprint!("{}", plain(&text));
    }
    Ok(())
}
