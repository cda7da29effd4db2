//! The tasks of a job on the cores of one machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use rashomon_reconcile::stories::{Near, Vectors};

use super::group::{self, Member};
use super::near::SLAB;
use super::storage::Stored;
use super::tables;
use super::tell::accounts_schema;
use super::{Bundle, Engine, Fault, Job, Unit};
use crate::{Step, guard};

/// Does tasks here: units one after another, the records of each side by side, and bundles side by side.
#[derive(Clone, Copy, Debug)]
pub struct Local {
    threads: usize,
}

impl Local {
    /// On so many threads; 0 for one a core.
    pub const fn new(threads: usize) -> Self {
        Self { threads }
    }
}

impl Engine for Local {
    fn read(&self, job: &Job, units: &[Unit], watch: &(dyn Fn(Step) + Sync)) -> Result<(), Fault> {
        for unit in units {
            job.read(unit.number, self.threads, watch)?;
            watch(Step::Read { bytes: job.bytes(unit) });
        }
        Ok(())
    }

    fn near(&self, _: &Job, vectors: &Vectors, _: u32) -> Result<Vec<Near>, Fault> {
        let index = vectors.index();
        let mut near = Vec::new();
        let take = |mut found: Vec<Near>| {
            near.append(&mut found);
            Ok(())
        };
        guard::stream(self.threads, vectors.slabs(SLAB), |_| 0, |slab| index.near(slab), take)?;
        Ok(near)
    }

    fn tell(
        &self,
        job: &Job,
        bundles: &[Bundle],
        watch: &(dyn Fn(Step) + Sync),
    ) -> Result<(), Fault> {
        let (mut done, todo) = (0, bundles.len());
        let tell = |bundle: &Bundle| job.tell(bundle, &accounts(job, bundle)?);
        let take = |told: Result<_, Fault>| {
            told?;
            done += 1;
            watch(Step::Told { done, todo });
            Ok(())
        };
        // an account weighs some 100 kB when it is unpacked; the budget is that of pages
        let weigh = |bundle: &&Bundle| (bundle.rows.1 - bundle.rows.0) as usize * (16 << 10);
        guard::stream(self.threads, bundles.iter(), weigh, tell, take)
    }
}

/// The accounts of a bundle, as [`tell`](super::tell::tell) takes them.
fn accounts(job: &Job, bundle: &Bundle) -> Result<RecordBatch, Fault> {
    let members = group::members(job, bundle)?;
    let (stories, members): (Vec<i64>, Vec<Member>) = members.into_iter().unzip();
    let accounts = Fetcher::new(job).accounts(&members.iter().collect::<Vec<_>>())?;
    let docs = members.iter().map(|member| member.doc);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(stories)),
        Arc::new(Int64Array::from_iter_values(docs)),
        Arc::new(BinaryArray::from_iter_values(accounts)),
    ];
    Ok(RecordBatch::try_new(accounts_schema(), columns).expect("columns as the schema has them"))
}

/// Reads single accounts out of the tables of accounts.
#[derive(Debug)]
pub(super) struct Fetcher<'j> {
    job: &'j Job,
    /// Tables that were opened.
    open: BTreeMap<String, (Stored, ArrowReaderMetadata)>,
}

/// Tables that are kept open.
const OPEN: usize = 256;

impl<'j> Fetcher<'j> {
    pub(super) fn new(job: &'j Job) -> Self {
        Self { job, open: BTreeMap::new() }
    }

    /// The packed accounts of members, in their order.
    pub(super) fn accounts(&mut self, members: &[&Member]) -> Result<Vec<Vec<u8>>, Fault> {
        let mut by_table: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, member) in members.iter().enumerate() {
            by_table.entry(member.table()).or_default().push(n);
        }
        let mut accounts = vec![Vec::new(); members.len()];
        for (table, mut numbers) in by_table {
            numbers.sort_unstable_by_key(|&n| members[n].row);
            let rows: Vec<usize> = numbers.iter().map(|&n| members[n].row as usize).collect();
            let read = self
                .table(&table)
                .and_then(|(file, metadata)| tables::accounts_at(file, metadata, &rows));
            let read = read.map_err(|error| self.job.unread(&table, &error))?;
            if read.len() != rows.len() {
                return Err(group::damaged(self.job));
            }
            for (n, account) in numbers.into_iter().zip(read) {
                accounts[n] = account;
            }
        }
        Ok(accounts)
    }

    fn table(&mut self, name: &str) -> std::io::Result<&(Stored, ArrowReaderMetadata)> {
        if !self.open.contains_key(name) {
            if self.open.len() == OPEN {
                self.open.clear();
            }
            let file = Stored::open(&self.job.storage, name)?;
            let metadata = tables::opened(&file)?;
            self.open.insert(name.to_owned(), (file, metadata));
        }
        Ok(&self.open[name])
    }
}
