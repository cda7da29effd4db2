//! One event, every account.
//!
//! Rashomon reads what many outlets wrote about the same event and gives back one [`Dossier`] in
//! which every statement cites the characters it came from. This crate is the whole of it in one
//! place; each arrow is a crate of its own, and nothing flows back.
//!
//! 1. [`rashomon_ingest`] finds the records of files, one after another, and marks what is no part of the
//!    account: bytes → [`Article`].
//! 2. [`rashomon_annotate::Annotator`] finds sentences, tokens, parses, names, times and quotes:
//!    [`Article`] → [`Analysis`](rashomon_annotate::Analysis).
//! 3. [`rashomon_extract::extract`] codes all that one article says: → [`Account`].
//! 4. [`rashomon_reconcile::reconcile`] tells every story from all its accounts: → [`Dossier`].
//! 5. [`rashomon_render`] writes it down: [`files`].
//!
//! Steps 1 to 3 look at one article at a time and run side by side while the files are read; a bug met in
//! one article costs that article and is told as a [`Failure`]. The result depends on the inputs alone: not on their
//! order, not on the number of threads.
//!
//! ```no_run
//! use rashomon::{Options, Step, files, run};
//!
//! let options = Options::default();
//! let outcome = run(&["examples/vessel-register"], &options, &|_: Step| {})?;
//! for story in &outcome.dossier.stories {
//!     println!("{}: told by {} documents", story.title, story.documents.len());
//! }
//! let [json, page, markdown] = files(&outcome.dossier, &options);
//! assert_eq!(json.name, "dossier.json");
//! # Ok::<(), rashomon::Error>(())
//! ```

mod base;
#[cfg(feature = "case")]
pub mod case;
mod counts;
mod error;
mod guard;
#[cfg(feature = "job")]
pub mod job;
mod kb;
mod pipeline;
mod read;
mod verify;
pub mod write;

/// README.md's code, kept compiling.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use base::Base;
pub use counts::Counts;
pub use error::Error;
pub use guard::hush_caught_panics;
pub use kb::Kb;
pub use pipeline::Pipeline;
pub use rashomon_annotate::Annotator;
pub use rashomon_extract::{Account, Extractor, Reading, Rules};
pub use rashomon_ingest::Skip;
pub use rashomon_reconcile::Dossier;
pub use rashomon_render::revision::{Revision, Way};
pub use rashomon_text::Article;
pub use read::{Position, articles};
pub use verify::{Fault, Verified, verify};

use pipeline::account;
use rashomon_ingest::Input;
use rashomon_reconcile::entities::aliases::Aliases;
use rashomon_render::{HtmlOptions, JsonOptions};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Table of outlets, addresses and dates by file (see [`rashomon_ingest::Options::metadata`]).
    pub metadata: Option<PathBuf>,
    /// Number of threads; 0 for one a core. No result depends on it.
    pub threads: usize,
    /// Whether `dossier.json` and the page hold the documents' texts. Cites hold their words anyhow.
    pub text: bool,
    /// The language engine; `None` for the built-in one. The name of its backend, if it has one, is
    /// told in `dossier.json`.
    pub annotator: Option<Annotator>,
    /// The rules that events are coded by; `None` for the built-in ones in the reading of PLOVER's manual.
    pub rules: Option<Arc<Rules>>,
    /// Names that the user knows to be one.
    pub kb: Option<Arc<Kb>>,
    /// The dossier of an earlier run; the files then say what changed since.
    pub base: Option<Base>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            metadata: None,
            threads: 0,
            text: true,
            annotator: None,
            rules: None,
            kb: None,
            base: None,
        }
    }
}

/// Where a run stands, for whoever wants to show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The inputs are found.
    Start {
        /// Size of the files, in bytes.
        bytes: u64,
    },
    /// Reading has come this far.
    Read {
        /// Bytes of the files that are read.
        bytes: u64,
    },
    /// One more article is annotated and extracted (or has failed).
    Account,
    /// All accounts are there and are being reconciled.
    Reconcile,
    /// This part of reconciling is done.
    Reconciled(&'static str),
    /// Stories of a case are told.
    Told {
        /// So many.
        done: usize,
        /// Of so many.
        todo: usize,
    },
}

/// What a run gives back.
#[derive(Debug)]
pub struct Outcome {
    /// The reconciled whole.
    pub dossier: Dossier,
    /// What could not be read or coded, sorted by input.
    pub failures: Vec<Failure>,
    /// Records that are no documents, or none worth reading, sorted by input.
    pub skipped: Vec<Failure>,
}

/// An input, or a record of one, that is not in the dossier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Path as given, with `#` and the record where it is one of several in a file.
    pub input: String,
    /// Byte of the file at which the record starts.
    pub offset: u64,
    /// What happened and what to do about it.
    pub reason: String,
    /// Why it was passed over on purpose; `None` for all that went wrong.
    pub skipped: Option<Skip>,
}

impl From<rashomon_ingest::Failure> for Failure {
    fn from(failure: rashomon_ingest::Failure) -> Self {
        let input = failure.input();
        let rashomon_ingest::Failure { path, record: _, offset, skipped, message } = failure;
        let reason = message.strip_prefix(&format!("{path}: ")).unwrap_or(&message).to_owned();
        Self { input, offset, reason, skipped }
    }
}

/// The whole pipeline: paths in, dossier out.
///
/// Fails only where an option cannot be followed; inputs that cannot be used are
/// [`Outcome::failures`], and the dossier may be empty.
pub fn run<P: AsRef<Path>>(
    inputs: &[P],
    options: &Options,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Outcome, Error> {
    let reading = reading(options);
    let inputs = find(inputs, &reading)?;
    let pipeline = Pipeline::new(options);
    let (mut accounts, mut failures, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
    let work = |article: Result<Article, rashomon_ingest::Failure>| {
        let _done = Done(&|| watch(Step::Account));
        pipeline.account(article?)
    };
    let start = Position::default();
    articles(&inputs, &reading, options.threads, start, watch, work, |_, account| {
        match account.map_err(Failure::from) {
            Ok(account) => accounts.push(account),
            Err(failure) if failure.skipped.is_some() => skipped.push(failure),
            Err(failure) => failures.push(failure),
        }
        Ok::<(), Infallible>(())
    })
    .unwrap_or_else(|never| match never {});
    watch(Step::Reconcile);
    let none = Aliases::default();
    let aliases = options.kb.as_deref().map_or(&none, Kb::aliases);
    let done = |part| watch(Step::Reconciled(part));
    let dossier = rashomon_reconcile::reconcile_with(accounts, aliases, &done);
    failures.sort();
    skipped.sort();
    Ok(Outcome { dossier, failures, skipped })
}

fn reading(options: &Options) -> rashomon_ingest::Options {
    rashomon_ingest::Options {
        metadata: options.metadata.clone(),
        ..rashomon_ingest::Options::default()
    }
}

fn find<P: AsRef<Path>>(
    inputs: &[P],
    options: &rashomon_ingest::Options,
) -> Result<Vec<Input>, Error> {
    rashomon_ingest::inputs(inputs, options)
        .map_err(|error| Error::bad_argument(format!("--metadata {error}")))
}

/// Annotates ([`Annotator::annotate`]) and extracts ([`rashomon_extract::extract`]) every article,
/// side by side. `done` is called once an article, from any thread.
pub fn accounts(
    articles: Vec<Article>,
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> (Vec<Account>, Vec<Failure>) {
    accounts_by(&Annotator::new(), &Extractor::default(), articles, threads, done)
}

/// [`accounts`] by another language engine and other rules.
pub fn accounts_by(
    annotator: &Annotator,
    extractor: &Extractor,
    articles: Vec<Article>,
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> (Vec<Account>, Vec<Failure>) {
    let work = |article| {
        let _done = Done(done);
        account(annotator, extractor, article)
    };
    let (mut accounts, mut failures) = (Vec::new(), Vec::new());
    let articles = articles.into_iter();
    guard::stream(
        threads,
        articles,
        |article| article.text.len(),
        work,
        |account| {
            match account {
                Ok(account) => accounts.push(account),
                Err(failure) => failures.push(Failure::from(failure)),
            }
            Ok::<(), Infallible>(())
        },
    )
    .unwrap_or_else(|never| match never {});
    (accounts, failures)
}

/// Tells when it is dropped, panic or not.
struct Done<'a>(&'a (dyn Fn() + Sync));

impl Drop for Done<'_> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// A result, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder of results.
    pub name: &'static str,
    /// What is in it.
    pub contents: String,
}

/// The files of a run, to be written one after another.
///
/// With [`Options::base`] each of them says what changed since that run.
///
/// ```no_run
/// use rashomon::{Files, Options, run};
///
/// let options = Options::default();
/// let outcome = run(&["reports"], &options, &|_| {})?;
/// let files = Files::new(&outcome.dossier, &options);
/// for name in Files::NAMES {
///     files.write(name, &mut std::fs::File::create(name).expect("a folder that can be written to"))
///         .expect("room on the disk");
/// }
/// # Ok::<(), rashomon::Error>(())
/// ```
#[derive(Debug)]
pub struct Files<'d> {
    dossier: &'d Dossier,
    json: JsonOptions,
}

impl<'d> Files<'d> {
    /// Their names, in the order in which they are written.
    pub const NAMES: [&'static str; 3] = ["dossier.json", "index.html", "dossier.md"];

    /// Compares the dossier with that of [`Options::base`].
    pub fn new(dossier: &'d Dossier, options: &Options) -> Self {
        let mut json = json_options(options);
        if let Some(base) = &options.base {
            let now = rashomon_render::json::wire(dossier, &json);
            json.revision = Some(rashomon_render::revision(base.inner(), &now));
        }
        Self { dossier, json }
    }

    /// What changed since the run of [`Options::base`]; `None` without one.
    pub fn revision(&self) -> Option<&Revision<'static>> {
        self.json.revision.as_ref()
    }

    /// Writes one of them: `dossier.json` ([`rashomon_render::json()`]), of which no more than a story is held in
    /// memory, `index.html` ([`rashomon_render::html()`]) or `dossier.md` ([`rashomon_render::markdown()`]).
    ///
    /// Fails where `out` does; another name than those of the files is [`io::ErrorKind::NotFound`].
    pub fn write(&self, name: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let Self { dossier, json } = self;
        let revision = self.revision();
        let contents = match Self::NAMES.iter().position(|file| *file == name) {
            Some(0) => return rashomon_render::json::write(dossier, json, out),
            Some(1) => {
                let html = HtmlOptions { text: json.text, revision, ..HtmlOptions::default() };
                rashomon_render::html(dossier, html)
            }
            Some(2) => rashomon_render::markdown(dossier, revision),
            _ => return Err(io::ErrorKind::NotFound.into()),
        };
        out.write_all(contents.as_bytes())
    }
}

/// The files of a run ([`Files`]), in memory.
pub fn files(dossier: &Dossier, options: &Options) -> [File; 3] {
    let files = Files::new(dossier, options);
    Files::NAMES.map(|name| {
        let mut contents = Vec::new();
        // writing to memory does not fail, and what is written is UTF-8
        let _ = files.write(name, &mut contents);
        File { name, contents: String::from_utf8(contents).unwrap_or_default() }
    })
}

fn json_options(options: &Options) -> JsonOptions {
    let mut json = JsonOptions { text: options.text, ..JsonOptions::default() };
    json.generator_options.insert("text".to_owned(), options.text.into());
    if let Some(rules) = &options.rules {
        json.generator_options.insert("plover".to_owned(), rules.reading().as_str().into());
        json.generator_options.insert("rules".to_owned(), rules.digest().into());
    }
    if let Some(kb) = &options.kb {
        json.generator_options.insert("kb".to_owned(), kb.digest().into());
    }
    if let Some(backend) = options.annotator.as_ref().and_then(Annotator::backend) {
        json.generator_options.insert("model".to_owned(), backend.into());
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::bug;

    #[test]
    fn done_is_told_even_of_a_panic() {
        let count = std::sync::atomic::AtomicU32::new(0);
        let tell = || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        };
        let panic = guard::caught(|| {
            let _done = Done(&tell);
            panic!("unlucky");
        });
        assert!(panic.is_err());
        assert_eq!(count.into_inner(), 1);
    }

    #[test]
    fn a_bug_is_told_with_file_and_digest() {
        let record = Some("r1".to_owned());
        let failure = bug("a.jsonl".to_owned(), record, 7, "ab12", "index out of bounds");
        let failure = Failure::from(failure);
        assert_eq!((failure.input.as_str(), failure.offset), ("a.jsonl#r1", 7));
        assert!(failure.reason.starts_with("this text (sha256 ab12)"), "{}", failure.reason);
        assert!(failure.reason.contains("index out of bounds"));
    }
}
