//! One run, measured.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use rashomon::{Options, Step};

use super::print;

/// Runs `records` from the file to the files of the dossier and prints a line `step⇥seconds⇥MB` for each step.
pub(super) fn measure(records: &Path, threads: usize) -> Result<(), String> {
    let options = Options { threads, ..Options::default() };
    let start = Instant::now();
    let last = Mutex::new(start);
    let done = |step: &str| {
        let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        print(&format!("{step}\t{:.2}\t{}\n", last.elapsed().as_secs_f64(), memory("VmRSS:")));
        *last = Instant::now();
    };
    let outcome = rashomon::run(&[records], &options, &|step| match step {
        Step::Reconcile => done("read, annotate, extract"),
        Step::Reconciled(part) => done(part),
        _ => {}
    })
    .map_err(|error| error.to_string())?;
    if let Some(failure) = outcome.failures.first() {
        return Err(format!("{}: {}", failure.input, failure.reason));
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut sizes = Vec::new();
    for name in rashomon::FILES {
        let mut file =
            std::fs::File::create(folder.path().join(name)).map_err(|e| e.to_string())?;
        rashomon::write(&outcome.dossier, &options, name, &mut file).map_err(|e| e.to_string())?;
        let bytes = file.metadata().map_err(|e| e.to_string())?.len();
        sizes.push(bytes as f64 / f64::from(1 << 20));
        done(name);
    }
    let stories = &outcome.dossier.stories;
    let count = |of: fn(&rashomon_reconcile::dossier::Story) -> usize| {
        stories.iter().map(of).sum::<usize>()
    };
    let largest = stories.iter().map(|story| story.documents.len()).max().unwrap_or(0);
    eprintln!(
        "{} documents, {} stories (largest {largest}), {} events, {} claims, {} quotations, {} figures, {} disagreements, \
         {} links, {} origins; files of {:.1}, {:.1} and {:.1} MB",
        outcome.dossier.documents.len(),
        stories.len(),
        count(|story| story.events.len()),
        count(|story| story.claims.len()),
        count(|story| story.quotations.len()),
        count(|story| story.figures.len()),
        count(|story| story.disagreements.len()),
        count(|story| story.links.len()),
        count(|story| story.origins.len()),
        sizes[0],
        sizes[1],
        sizes[2],
    );
    print(&format!("all\t{:.2}\t{}\n", start.elapsed().as_secs_f64(), memory("VmHWM:")));
    Ok(())
}

/// Memory of this process, in MB; 0 where the system does not say.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .map_or(0, |kb: u64| kb / 1024)
}
