//! From a file to items for the case.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use rashomon_ingest::{Failure, Given, Input, Record};
use rashomon_store::{Item, Reading};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::Error;

/// Records that are read side by side and stored together, at most.
const RECORDS: usize = 64;

/// Bytes of these, more or less.
const BYTES: usize = 8 << 20;

/// Makes items of records on all cores.
pub(super) struct Accountant {
    reading: Arc<dyn Reading>,
    pool: ThreadPool,
}

impl Accountant {
    pub(super) fn new(reading: Arc<dyn Reading>, threads: usize) -> Result<Self, Error> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(8 << 20)
            .thread_name(|n| format!("rashomon-account-{n}"))
            .build()
            .map_err(|error| Error::other(format!("no threads to be had: {error}")))?;
        Ok(Self { reading, pool })
    }

    /// The items of a batch, in its order.
    pub(super) fn items(&self, batch: Vec<Record>) -> Vec<Result<Item, Failure>> {
        let item =
            |record: Record| self.reading.account(&record).map(|account| Item { record, account });
        self.pool.install(|| batch.into_par_iter().map(item).collect())
    }
}

/// The records of a file that is shown under another name than it has, a batch after another, with what could not be
/// read between them.
pub(super) struct Batches {
    records: Box<dyn Iterator<Item = Result<Record, Failure>>>,
    /// A bug in a reader ends the file.
    over: bool,
    file: String,
    name: Option<String>,
    given: Given,
}

/// What is read of a file at once.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) records: Vec<Record>,
    pub(super) failures: Vec<Failure>,
}

impl Batches {
    /// `name` is what the records' file is called; without it that is their address.
    pub(super) fn new(file: &Path, name: Option<&str>, given: Given) -> Self {
        let options = rashomon_ingest::Options::default();
        let inputs = rashomon_ingest::inputs(&[file], &options).unwrap_or_default();
        let records = inputs
            .into_iter()
            .flat_map(move |input: Input| rashomon_ingest::records(&input, &options));
        Self {
            records: Box::new(records),
            over: false,
            file: file.to_string_lossy().replace('\\', "/"),
            name: name.map(str::to_owned),
            given,
        }
    }

    fn renamed(&self, mut record: Record) -> Record {
        let address = record.given.url.clone();
        record.path = self.name.clone().or(address).unwrap_or_else(|| "fetched page".to_owned());
        record.given = self.given.clone().or(&record.given);
        record
    }

    fn told(&self, mut failure: Failure) -> Failure {
        let name = self.name.as_deref().unwrap_or("fetched page");
        failure.message = failure.message.replace(&self.file, name);
        name.clone_into(&mut failure.path);
        failure
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        let mut bytes = 0;
        while !self.over && batch.records.len() < RECORDS && bytes < BYTES {
            match catch_unwind(AssertUnwindSafe(|| self.records.next())) {
                Ok(Some(Ok(record))) => {
                    bytes += record.bytes.len();
                    batch.records.push(self.renamed(record));
                }
                Ok(Some(Err(failure))) => batch.failures.push(self.told(failure)),
                Ok(None) => self.over = true,
                Err(_) => {
                    self.over = true;
                    let path = self.file.clone();
                    let message = format!(
                        "{path}: reading this file met a bug in Rashomon; please report it with the file"
                    );
                    let failure = Failure { path, record: None, offset: 0, skipped: None, message };
                    batch.failures.push(self.told(failure));
                }
            }
            if batch.failures.len() >= RECORDS {
                break;
            }
        }
        (!batch.records.is_empty() || !batch.failures.is_empty()).then_some(batch)
    }
}
