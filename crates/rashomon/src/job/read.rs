//! The first step: the records of a unit → accounts, sketches, failures.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use rashomon_ingest::{Failure, Input, Record, digest_of};
use rashomon_reconcile::{stories::Sketch, versions};
use rashomon_text::{Date, Source};
use serde::{Deserialize, Serialize};

use super::plan::{Part, Unit};
use super::tables::{self, Accounts, Failures, Sketches, doc};
use super::{Fault, Job, day_folder};
use crate::read::found;
use crate::{Counts, Step, guard};

/// Accounts of a batch.
const BATCH: usize = 256;

/// All of an account that goes into a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) source: Source,
    pub(super) outlet: Option<String>,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) published: Option<Date>,
    /// Length of the text, in bytes.
    pub(super) bytes: usize,
    pub(super) account: Vec<u8>,
    pub(super) address: Option<String>,
    pub(super) sketch: Sketch,
}

impl Row {
    fn new(account: &rashomon_extract::Account) -> Self {
        let article = &account.article;
        Self {
            source: article.source.clone(),
            outlet: article.outlet.as_ref().map(|outlet| outlet.name.clone()),
            title: article.title.map(|span| article.slice(span).to_owned()),
            language: Some(article.language.to_owned()).filter(|language| !language.is_empty()),
            published: article.published.as_ref().map(|published| published.start),
            bytes: article.text.len(),
            account: tables::packed(account),
            address: versions::address(article),
            sketch: Sketch::new(account),
        }
    }
}

/// What the records of a unit came to.
#[derive(Debug)]
pub struct Tables {
    /// The accounts ([`tables::accounts_schema`]) of each day, in their order.
    pub accounts: BTreeMap<Option<Date>, Vec<RecordBatch>>,
    /// Their sketches ([`tables::sketches_schema`]).
    pub sketches: RecordBatch,
    /// What gave none ([`tables::failures_schema`]).
    pub failures: RecordBatch,
    /// The same in numbers.
    pub counts: Counts,
}

/// Reads a unit. The result does not depend on `threads`.
///
/// Fails where an input at an address cannot be fetched; what is wrong with the inputs themselves is in the table of
/// failures.
pub fn read(
    job: &Job,
    unit: &Unit,
    threads: usize,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Tables, Fault> {
    read_files(job, unit, &Fetched::new(job, unit)?, threads, watch)
}

fn read_files(
    job: &Job,
    unit: &Unit,
    fetched: &Fetched,
    threads: usize,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Tables, Fault> {
    let options = crate::reading(&job.options);
    let inputs = rashomon_ingest::inputs_at(&fetched.files, &options)
        .map_err(|error| Fault::new(format!("--metadata {error}")))?;
    let records =
        inputs.iter().zip(&unit.parts).flat_map(|(input, part)| records(input, part, &options));
    let work = |record: Result<Record, Failure>| {
        let row =
            record.and_then(|record| job.pipeline.read(&record).map(|account| Row::new(&account)));
        watch(Step::Account);
        row
    };
    let mut days: BTreeMap<Option<Date>, (Accounts, usize, Vec<RecordBatch>)> = BTreeMap::new();
    let (mut sketches, mut failures) = (Sketches::default(), Failures::default());
    let mut counts = Counts::default();
    let take = |row: Result<Row, Failure>| {
        let row_number = counts.accounts as u32;
        counts.count(row.as_ref().err());
        match row {
            Ok(row) => {
                let doc = doc(unit.number, row_number);
                sketches.push(doc, &row);
                let (open, rows, whole) = days.entry(row.published).or_default();
                open.push(doc, &row);
                *rows += 1;
                if *rows == BATCH {
                    whole.push(open.finish());
                    *rows = 0;
                }
            }
            Err(failure) => failures.push(&failure),
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let weigh =
        |record: &Result<Record, Failure>| record.as_ref().map_or(0, |record| record.bytes.len());
    guard::stream(threads, records, weigh, work, take).unwrap_or_else(|never| match never {});
    let accounts = days.into_iter().map(|(day, (mut open, rows, mut whole))| {
        if rows > 0 {
            whole.push(open.finish());
        }
        (day, whole)
    });
    Ok(Tables {
        accounts: accounts.collect(),
        sketches: sketches.finish(),
        failures: failures.finish(),
        counts,
    })
}

/// The records of an input that begin in a part of it. Those before it are found and passed over, so that what depends
/// on them (a page seen before) is the same in one part as in many.
fn records<'i>(
    input: &'i Input,
    part: &Part,
    options: &'i rashomon_ingest::Options,
) -> impl Iterator<Item = Result<Record, Failure>> + 'i {
    let (from, to) = (part.from, part.to);
    let offset = |record: &Result<Record, Failure>| match record {
        Ok(record) => record.offset,
        Err(failure) => failure.offset,
    };
    found(input, options, |_| {})
        .skip_while(move |record| offset(record) < from)
        .take_while(move |record| to.is_none_or(|to| offset(record) < to))
}

/// The inputs of a unit, as files of this machine.
struct Fetched {
    /// Where each lies, and what it is called.
    files: Vec<(PathBuf, String)>,
    /// Copies of those that lie elsewhere, deleted when this goes.
    _copies: Vec<tempfile::NamedTempFile>,
}

impl Fetched {
    fn new(job: &Job, unit: &Unit) -> Result<Self, Fault> {
        let (mut files, mut copies) = (Vec::new(), Vec::new());
        for part in &unit.parts {
            let shown = &job.plan.inputs[part.input as usize].path;
            if !shown.contains("://") {
                files.push((Path::new(&job.plan.folder).join(shown), shown.clone()));
                continue;
            }
            // the ending tells what is in it
            let name = shown.rsplit('/').next().unwrap_or_default();
            let copy = tempfile::Builder::new()
                .suffix(&format!("-{name}"))
                .tempfile()
                .and_then(|mut copy| job.storage.fetch(shown, copy.as_file_mut()).map(|()| copy))
                .map_err(|error| Fault::new(format!("{shown}: cannot be fetched: {error}")))?;
            files.push((copy.path().to_path_buf(), shown.clone()));
            copies.push(copy);
        }
        Ok(Self { files, _copies: copies })
    }
}

/// What a unit has written, kept beside its tables: a unit is done when this is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Digest of the plan that the unit is part of.
    pub job: String,
    /// Where its records went.
    pub counts: Counts,
    /// Digests of the inputs that begin in it, by their numbers.
    pub inputs: Vec<(u32, Option<String>)>,
    /// The files it wrote.
    pub files: Vec<super::manifest::Written>,
}

/// Reads a unit and writes its tables; last, that it is done.
pub(super) fn commit(
    job: &Job,
    unit: &Unit,
    threads: usize,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Done, Fault> {
    let fetched = Fetched::new(job, unit)?;
    let tables = read_files(job, unit, &fetched, threads, watch)?;
    let name = format!("unit-{:05}.parquet", unit.number);
    let mut files = Vec::new();
    let mut write = |path: String, batches: &[RecordBatch], schema| {
        let rows = batches.iter().map(RecordBatch::num_rows).sum::<usize>();
        job.write(path, tables::written(batches, schema), rows).map(|file| files.push(file))
    };
    for (day, batches) in &tables.accounts {
        let path = format!("accounts/{}/{name}", day_folder(*day));
        write(path, batches, tables::accounts_schema())?;
    }
    write(format!("sketches/{name}"), &[tables.sketches], tables::sketches_schema())?;
    if tables.failures.num_rows() > 0 {
        write(format!("failures/{name}"), &[tables.failures], tables::failures_schema())?;
    }
    let begun = fetched.files.iter().zip(&unit.parts).filter(|(_, part)| part.from == 0);
    let inputs = begun
        .map(|((file, _), part)| (part.input, File::open(file).and_then(digest_of).ok()))
        .collect();
    let done = Done { job: job.digest.clone(), counts: tables.counts, inputs, files };
    job.note(&unit.done(), &done)?;
    Ok(done)
}
