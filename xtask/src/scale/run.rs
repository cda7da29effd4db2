//! One run, measured.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use rashomon::{Annotator, Article, Dossier, Options, Step};
use rashomon_reconcile::entities::aliases::Aliases;

use super::{derived, print};

/// Prints a line `step⇥seconds⇥MB` for each step.
struct Watch {
    start: Instant,
    last: Mutex<Instant>,
}

impl Watch {
    fn new() -> Self {
        let start = Instant::now();
        Self { start, last: Mutex::new(start) }
    }

    fn done(&self, step: &str) {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        print(&format!("{step}\t{:.2}\t{}\n", last.elapsed().as_secs_f64(), memory("VmRSS:")));
        *last = Instant::now();
    }
}

/// Runs accounts derived from those of the articles, from reconciling to the files of the dossier.
pub(super) fn from_accounts(articles: &[(Article, i64)], size: usize) -> Result<(), String> {
    let annotator = Annotator::new();
    let read = |(article, _): &(Article, i64)| {
        rashomon_extract::extract(article.clone(), annotator.annotate(article))
    };
    let read: Vec<_> = articles.iter().map(read).collect();
    let accounts = derived::accounts(&read, size);
    drop((read, annotator));
    let watch = Watch::new();
    let none = Aliases::default();
    let dossier = rashomon_reconcile::reconcile_with(accounts, &none, &|step| watch.done(step));
    write(&dossier, &Options::default(), &watch)
}

/// Runs `records` from the file to the files of the dossier.
pub(super) fn measure(records: &Path, threads: usize) -> Result<(), String> {
    let options = Options { threads, ..Options::default() };
    let watch = Watch::new();
    let outcome = rashomon::run(&[records], &options, &|step| match step {
        Step::Reconcile => watch.done("read, annotate, extract"),
        Step::Reconciled(part) => watch.done(part),
        _ => {}
    })
    .map_err(|error| error.to_string())?;
    if let Some(failure) = outcome.failures.first() {
        return Err(format!("{}: {}", failure.input, failure.reason));
    }
    write(&outcome.dossier, &options, &watch)
}

/// Writes the files of the dossier and says what is in it.
fn write(dossier: &Dossier, options: &Options, watch: &Watch) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut sizes = Vec::new();
    let files = rashomon::Files::new(dossier, options);
    for name in rashomon::Files::NAMES {
        let mut file =
            std::fs::File::create(folder.path().join(name)).map_err(|e| e.to_string())?;
        files.write(name, &mut file).map_err(|e| e.to_string())?;
        let bytes = file.metadata().map_err(|e| e.to_string())?.len();
        sizes.push(bytes as f64 / f64::from(1 << 20));
        watch.done(name);
    }
    let stories = &dossier.stories;
    let count = |of: fn(&rashomon_reconcile::dossier::Story) -> usize| {
        stories.iter().map(of).sum::<usize>()
    };
    let largest = stories.iter().map(|story| story.documents.len()).max().unwrap_or(0);
    eprintln!(
        "{} documents, {} stories (largest {largest}), {} events, {} claims, {} quotations, {} figures, {} disagreements, \
         {} links, {} origins; files of {:.1}, {:.1} and {:.1} MB",
        dossier.documents.len(),
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
    print(&format!("all\t{:.2}\t{}\n", watch.start.elapsed().as_secs_f64(), memory("VmHWM:")));
    Ok(())
}

/// Memory of this process, in MB; 0 where the system does not say.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .map_or(0, |kb: u64| kb / 1024)
}
