use rashomon_ingest::{Failure, Input, Options, Record, Records};
use rashomon_text::Article;

use crate::{Step, guard};

/// A place between two records of several inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Number of the input, from 0.
    pub input: usize,
    /// Records of it that are behind.
    pub records: u64,
}

/// Reads the inputs one after another ([`rashomon_ingest::records`]); cleans ([`Record::clean`]) what is in
/// them and does `work` on it side by side; gives the results to `take` in their order, each with the
/// position behind it. What is held does not grow with the inputs.
///
/// What comes before `start` is passed over: found, as the reader needs it, but not cleaned. A bug met in
/// one record costs that record and is its failure. The first error of `take` ends it all.
///
/// ```
/// use rashomon::{Position, Step, articles};
/// use rashomon_ingest::{Options, inputs};
///
/// let options = Options::default();
/// let inputs = inputs(&["no/such/folder"], &options).unwrap();
/// let mut failures = 0;
/// articles(
///     &inputs,
///     &options,
///     0,
///     Position::default(),
///     &|_: Step| {},
///     |article| article.map(|article| article.text.len()),
///     |_behind, result| {
///         failures += usize::from(result.is_err());
///         Ok::<(), ()>(())
///     },
/// )
/// .unwrap();
/// assert_eq!(failures, 1);
/// ```
pub fn articles<R: Send, E>(
    inputs: &[Input],
    options: &Options,
    threads: usize,
    start: Position,
    watch: &(dyn Fn(Step) + Sync),
    work: impl Fn(Result<Article, Failure>) -> R + Sync,
    take: impl FnMut(Position, R) -> Result<(), E>,
) -> Result<(), E> {
    let clean = |record: Result<Record, Failure>| work(record.and_then(|record| clean(&record)));
    records(inputs, options, threads, start, watch, clean, take)
}

/// [`articles`] before they are cleaned: for whoever keeps the records.
pub(crate) fn records<R: Send, E>(
    inputs: &[Input],
    options: &Options,
    threads: usize,
    start: Position,
    watch: &(dyn Fn(Step) + Sync),
    work: impl Fn(Result<Record, Failure>) -> R + Sync,
    mut take: impl FnMut(Position, R) -> Result<(), E>,
) -> Result<(), E> {
    watch(Step::Start { bytes: inputs.iter().map(Input::bytes).sum() });
    let mut before: u64 = inputs.iter().take(start.input).map(Input::bytes).sum();
    let found = inputs.iter().enumerate().skip(start.input).flat_map(|(n, input)| {
        let behind = if n == start.input { start.records } else { 0 };
        let here = before;
        before += input.bytes();
        let records = found(input, options, move |bytes| watch(Step::Read { bytes: here + bytes }));
        let position = move |(k, record)| (Position { input: n, records: k + 1 }, record);
        (0..).zip(records).skip_while(move |(k, _)| *k < behind).map(position)
    });
    guard::stream(
        threads,
        found,
        |(_, record)| record.as_ref().map_or(0, |record| record.bytes.len()),
        |(behind, record)| (behind, work(record)),
        |(behind, result)| take(behind, result),
    )
}

/// The records of an input, behind a wall.
pub(crate) fn found(
    input: &Input,
    options: &Options,
    watch: impl Fn(u64),
) -> impl Iterator<Item = Result<Record, Failure>> {
    let mut records = Some(rashomon_ingest::records(input, options));
    std::iter::from_fn(move || {
        let found = guard::caught(|| records.as_mut()?.next()).unwrap_or_else(|panic| {
            // what a reader is after a bug in it nobody knows
            records = None;
            Some(Err(bug(input.path().to_owned(), None, 0, "", &panic)))
        });
        watch(records.as_ref().map_or(input.bytes(), Records::bytes));
        found
    })
}

/// [`Record::clean`], behind a wall.
pub(crate) fn clean(record: &Record) -> Result<Article, Failure> {
    guard::caught(|| record.clean()).unwrap_or_else(|panic| {
        let (path, id) = (record.path.clone(), record.id.clone());
        Err(bug(path, id, record.offset, &record.sha256(), &panic))
    })
}

/// A failure that is ours, with what is needed to find it again.
pub(crate) fn bug(
    path: String,
    record: Option<String>,
    offset: u64,
    sha256: &str,
    panic: &str,
) -> Failure {
    let digest = if sha256.is_empty() { String::new() } else { format!(" (sha256 {sha256})") };
    let message = format!(
        "{path}: this text{digest} met a bug in Rashomon: {panic}; the other texts are not touched \
         by it. Please report it with the text"
    );
    Failure { path, record, offset, skipped: None, message }
}
