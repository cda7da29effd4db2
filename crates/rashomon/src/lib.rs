//! One event, every account.
//!
//! Rashomon reads what many outlets wrote about the same event and gives back one [`Dossier`] in
//! which every statement cites the characters it came from. This crate is the whole of it in one
//! place; each arrow is a crate of its own, and nothing flows back.
//!
//! 1. [`rashomon_ingest`] reads files and marks what is no part of the account: bytes → [`Article`].
//! 2. [`rashomon_annotate::Annotator`] finds sentences, tokens, parses, names, times and quotes:
//!    [`Article`] → [`Analysis`](rashomon_annotate::Analysis).
//! 3. [`rashomon_extract::extract`] codes all that one article says: → [`Account`].
//! 4. [`rashomon_reconcile::reconcile`] tells every story from all its accounts: → [`Dossier`].
//! 5. [`rashomon_render`] writes it down: [`files`].
//!
//! Steps 2 and 3 look at one article at a time and run side by side; a bug met in one article costs
//! that article and is told as a [`Failure`]. The result depends on the inputs alone: not on their
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

mod error;
mod guard;

/// README.md's code, kept compiling.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

use std::path::{Path, PathBuf};

pub use error::Error;
pub use guard::hush_caught_panics;
pub use rashomon_annotate::Annotator;
pub use rashomon_extract::Account;
pub use rashomon_reconcile::Dossier;
pub use rashomon_text::Article;

use rashomon_render::{HtmlOptions, JsonOptions};
use rashomon_text::Source;

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
}

impl Default for Options {
    fn default() -> Self {
        Self { metadata: None, threads: 0, text: true, annotator: None }
    }
}

/// Where a run stands, for whoever wants to show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The inputs are read and hold this many articles.
    Read {
        /// How many.
        articles: usize,
    },
    /// One more article is annotated and extracted (or has failed).
    Account,
    /// All accounts are there and are being reconciled.
    Reconcile,
}

/// What a run gives back.
#[derive(Debug)]
pub struct Outcome {
    /// The reconciled whole.
    pub dossier: Dossier,
    /// What could not be read or coded, sorted by input.
    pub failures: Vec<Failure>,
}

/// An input, or a record of one, that is not in the dossier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Path as given, with `#` and the record where it is one of several in a file.
    pub input: String,
    /// What happened and what to do about it.
    pub reason: String,
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
    let reading = rashomon_ingest::Options {
        metadata: options.metadata.clone(),
        ..rashomon_ingest::Options::default()
    };
    let inputs = rashomon_ingest::inputs(inputs, &reading)
        .map_err(|error| Error::bad_argument(format!("--metadata {error}")))?;
    let (articles, mut failures) = read(&inputs, &reading, options.threads);
    watch(Step::Read { articles: articles.len() });
    let annotator = options.annotator.clone().unwrap_or_default();
    let told = || watch(Step::Account);
    let (accounts, lost) = accounts_by(&annotator, articles, options.threads, &told);
    watch(Step::Reconcile);
    let dossier = rashomon_reconcile::reconcile(accounts);
    failures.extend(lost);
    failures.sort();
    Ok(Outcome { dossier, failures })
}

/// Reads the inputs side by side ([`rashomon_ingest::read`]).
fn read(
    inputs: &[rashomon_ingest::Input],
    options: &rashomon_ingest::Options,
    threads: usize,
) -> (Vec<Article>, Vec<Failure>) {
    let results = guard::each(threads, inputs.iter().collect(), |input| {
        rashomon_ingest::read(input, options)
    });
    let (mut articles, mut failures) = (Vec::new(), Vec::new());
    for (input, result) in inputs.iter().zip(results) {
        match result {
            Ok(read) => {
                articles.extend(read.articles);
                failures.extend(read.failures.into_iter().map(|f| {
                    let input = named(Some(&f.path), f.record.as_deref());
                    let reason = f.message.strip_prefix(&format!("{}: ", f.path));
                    Failure { input, reason: reason.unwrap_or(&f.message).to_owned() }
                }));
            }
            Err(panic) => failures.push(bug(input.path().to_owned(), "", &panic)),
        }
    }
    (articles, failures)
}

/// Annotates ([`Annotator::annotate`]) and extracts ([`rashomon_extract::extract`]) every article,
/// side by side. `done` is called once an article, from any thread.
pub fn accounts(
    articles: Vec<Article>,
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> (Vec<Account>, Vec<Failure>) {
    accounts_by(&Annotator::new(), articles, threads, done)
}

/// [`accounts`] by another language engine.
pub fn accounts_by(
    annotator: &Annotator,
    articles: Vec<Article>,
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> (Vec<Account>, Vec<Failure>) {
    let sources: Vec<Source> = articles.iter().map(|article| article.source.clone()).collect();
    let results = guard::each(threads, articles, |article| {
        let _done = Done(done);
        let analysis = annotator.annotate(&article);
        rashomon_extract::extract(article, analysis)
    });
    let (mut accounts, mut failures) = (Vec::new(), Vec::new());
    for (source, result) in sources.iter().zip(results) {
        match result {
            Ok(account) => accounts.push(account),
            Err(panic) => {
                let input = named(source.path.as_deref(), source.record.as_deref());
                failures.push(bug(input, &source.sha256, &panic));
            }
        }
    }
    (accounts, failures)
}

/// Tells when it is dropped, panic or not.
struct Done<'a>(&'a (dyn Fn() + Sync));

impl Drop for Done<'_> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn named(path: Option<&str>, record: Option<&str>) -> String {
    match (path.unwrap_or("(no file)"), record) {
        (path, None) => path.to_owned(),
        (path, Some(record)) => format!("{path}#{record}"),
    }
}

/// A failure that is ours, with what is needed to find it again.
fn bug(input: String, sha256: &str, panic: &str) -> Failure {
    let digest = if sha256.is_empty() { String::new() } else { format!(" (sha256 {sha256})") };
    let reason = format!(
        "this text{digest} met a bug in Rashomon: {panic}; the other texts are not touched by it. \
         Please report it with the text"
    );
    Failure { input, reason }
}

/// A result, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder of results.
    pub name: &'static str,
    /// What is in it.
    pub contents: String,
}

/// The files of a run: `dossier.json` ([`rashomon_render::json()`]), `index.html`
/// ([`rashomon_render::html()`]) and `dossier.md` ([`rashomon_render::markdown()`]).
pub fn files(dossier: &Dossier, options: &Options) -> [File; 3] {
    let mut json = JsonOptions { text: options.text, ..JsonOptions::default() };
    let html = HtmlOptions { text: options.text };
    json.generator_options.insert("text".to_owned(), options.text.into());
    if let Some(backend) = options.annotator.as_ref().and_then(Annotator::backend) {
        json.generator_options.insert("model".to_owned(), backend.into());
    }
    [
        File { name: "dossier.json", contents: rashomon_render::json(dossier, &json) },
        File { name: "index.html", contents: rashomon_render::html(dossier, html) },
        File { name: "dossier.md", contents: rashomon_render::markdown(dossier) },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_is_told_even_of_a_panic() {
        let count = std::sync::atomic::AtomicU32::new(0);
        let tell = || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        };
        let results = guard::each(1, vec![1, 2], |n| {
            let _done = Done(&tell);
            assert_eq!(n, 1);
        });
        assert!(results[0].is_ok() && results[1].is_err());
        assert_eq!(count.into_inner(), 2);
    }

    #[test]
    fn a_bug_is_told_with_file_and_digest() {
        let failure = bug(named(Some("a.jsonl"), Some("r1")), "ab12", "index out of bounds");
        assert_eq!(failure.input, "a.jsonl#r1");
        assert!(failure.reason.contains("ab12") && failure.reason.contains("index out of bounds"));
    }
}
