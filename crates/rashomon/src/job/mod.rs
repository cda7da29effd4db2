//! A crawl as tables: the same work as a run's, in parts that any number of machines can do.
//!
//! A run ([`crate::run`]) holds all accounts at once. A job reads its inputs in units, keeps what they come to in
//! Parquet tables, and tells each story by itself, so that what it holds does not grow with the inputs but for what
//! finding the stories needs.
//!
//! 1. [`read`](read::read): the records of a unit → accounts (partitioned by the day of publication), sketches of
//!    them, and failures.
//! 2. Sketches → which accounts tell one story. Which are alike is searched slab by slab ([`near`](near::near)).
//! 3. [`tell`](tell::tell): the accounts of a bundle of stories → dossiers, each what `rashomon run` writes of the
//!    story's articles, byte for byte.
//!
//! Each step is a function from tables to tables ([`RecordBatch`](arrow_array::RecordBatch)) that knows nothing of
//! machines. What runs them is an [`Engine`]: [`Local`] on the cores of this one; `rashomon-cluster` has one for many.
//! The result is the same.
//!
//! # What lies where
//! ```text
//! job.json                                   what is to be done (for the processes of the job)
//! accounts/day=2031-05-07/unit-00003.parquet one row an account; Hive partitions, undated ones in the default one
//! sketches/unit-00003.parquet                what decides its story
//! failures/unit-00003.parquet                records that gave no account, and why
//! stories/stories.parquet                    the accounts of each story
//! dossiers/bundle-00001.parquet              a row a story, with its dossier
//! events/bundle-00001.parquet                a row an event
//! json/bundle-00001.json.gz                  the same dossiers, one after another
//! manifest.json                              inputs and files with digests, records in numbers; written last
//! work/…                                     what is done so far
//! ```
//! Files are written whole or not at all, and the same name always holds the same bytes. So a task that is done twice,
//! here or on two machines, leaves what it leaves when it is done once; and a job that broke off goes on ([`run`]) with
//! the tasks that are not done.
//!
//! ```no_run
//! use std::sync::Arc;
//! use rashomon::{Options, Step, job::{self, Folder, Local}};
//!
//! let folder = Arc::new(Folder::new("tables".as_ref()).expect("a folder that can be written to"));
//! let job = job::begin(&["crawl".to_owned()], &Options::default(), folder, false)?;
//! let manifest = job::run(&job, &Local::new(0), &|_: Step| {})?;
//! println!("{} stories of {} records", manifest.stories.stories, manifest.records.records);
//! # Ok::<(), rashomon::Error>(())
//! ```

#![allow(clippy::disallowed_methods)] // a job keeps its files; the outside world is met in `storage`

mod events;
mod group;
mod local;
mod manifest;
pub mod near;
mod parts;
mod plan;
pub mod read;
mod storage;
pub mod tables;
pub mod tell;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rashomon_reconcile::stories::{Near, Vectors};
use rashomon_text::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use events::events_schema;
pub use local::Local;
pub use manifest::{Generator, Manifest, ReadInput, Stories, Written};
pub use near::Slab;
pub use plan::{Part, Plan, PlannedInput, Unit};
pub use read::Done;
pub use storage::{Folder, Storage};
pub use tell::{Bundle, Told};

use crate::{Counts, Error, Kb, Options, Pipeline, Step};

/// Why a task could not be done: the outside world, or another process of the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// One with this message, which says what to do.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for String {
    fn from(fault: Fault) -> Self {
        fault.0
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::write(fault.0)
    }
}

/// A job: its plan, where it writes, and what it reads with.
#[derive(Debug)]
pub struct Job {
    /// What is to be done.
    pub plan: Plan,
    /// Where it writes.
    pub storage: Arc<dyn Storage>,
    digest: String,
    options: Options,
    /// The bundles of its stories, once they are asked for.
    bundles: Mutex<Vec<Bundle>>,
    pipeline: Pipeline,
}

/// What does the tasks of a job, in whatever order and wherever.
///
/// Every method does all the tasks it is given ([`Job::read`], [`Job::tell`]), or fails; what was done before it failed
/// is not done again.
pub trait Engine {
    /// Reads units.
    fn read(&self, job: &Job, units: &[Unit], watch: &(dyn Fn(Step) + Sync)) -> Result<(), Fault>;

    /// Finds the accounts that are alike ([`Job::near`] of all slabs): all pairs, by the later one.
    fn near(&self, job: &Job, vectors: &Vectors, pass: u32) -> Result<Vec<Near>, Fault>;

    /// Tells bundles of stories.
    fn tell(
        &self,
        job: &Job,
        bundles: &[Bundle],
        watch: &(dyn Fn(Step) + Sync),
    ) -> Result<(), Fault>;
}

/// Plans a job and writes down the plan; with `resume`, or where nothing of another job is there, goes on with what is
/// there.
///
/// Fails where the place holds a job of other inputs or options, or one that broke off and is not to be resumed.
pub fn begin(
    inputs: &[String],
    options: &Options,
    storage: Arc<dyn Storage>,
    resume: bool,
) -> Result<Job, Error> {
    let plan = Plan::new(inputs, options, &*storage)?;
    let json = plan.to_json();
    let place = storage.address().to_owned();
    match storage.read(PLAN, None) {
        Ok(there) if there[..] != json[..] => {
            return Err(Error::bad_argument(format!(
                "{place} holds a job of other inputs, options or program; give another folder, or delete that one"
            )));
        }
        Ok(_) if !resume => {
            return Err(Error::bad_argument(format!(
                "a job into {place} was begun before; give --resume to go on with it, or delete the folder to \
                 begin anew"
            )));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            storage.write(PLAN, json.clone()).map_err(|error| {
                Error::bad_argument(format!(
                    "{place}: {error}; give a place that can be written to"
                ))
            })?;
        }
        Err(error) => return Err(Error::bad_argument(format!("{place}/{PLAN}: {error}"))),
    }
    Ok(Job::new(plan, &json, options.clone(), storage))
}

/// Name of the plan.
const PLAN: &str = "job.json";
/// Name of the manifest.
const MANIFEST: &str = "manifest.json";

impl Job {
    /// The job whose plan lies in `storage`, for a process that is to do tasks of it.
    pub fn open(storage: Arc<dyn Storage>) -> Result<Self, Fault> {
        let place = storage.address().to_owned();
        let json = storage
            .read(PLAN, None)
            .map_err(|error| Fault::new(format!("{place}/{PLAN}: {error}")))?;
        let plan = Plan::from_json(&json).map_err(|fault| Fault(format!("{place}: {fault}")))?;
        let kb = plan.kb.as_deref().map(|text| {
            Kb::kept(text).map(Arc::new).ok_or_else(|| Fault::new("its names do not read as such"))
        });
        let metadata = plan.metadata.as_ref().map(|file| PathBuf::from(&plan.folder).join(file));
        let text = plan.options.get("text") != Some(&false.into());
        let options = Options { metadata, kb: kb.transpose()?, text, ..Options::default() };
        let told = crate::json_options(&options).generator_options;
        if !told.iter().eq(plan.options.iter()) {
            return Err(Fault::new(format!(
                "{place}/{PLAN}: its options (--rules, --plover, --model) are known to the process that began \
                 it alone"
            )));
        }
        Ok(Self::new(plan, &json, options, storage))
    }

    fn new(plan: Plan, json: &[u8], options: Options, storage: Arc<dyn Storage>) -> Self {
        let digest = Written::new(PLAN.to_owned(), json, 0).sha256;
        let pipeline = Pipeline::new(&options);
        Self { plan, storage, digest, options, bundles: Mutex::default(), pipeline }
    }

    /// What tells its plan from others (SHA-256).
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Size of what a unit reads, in bytes.
    pub fn bytes(&self, unit: &Unit) -> u64 {
        let inputs = &self.plan.inputs;
        unit.parts.iter().map(|part| part.bytes(inputs[part.input as usize].bytes)).sum()
    }

    /// The units that are not read yet.
    pub fn units_left(&self) -> Result<Vec<Unit>, Fault> {
        self.left(&self.plan.units, Unit::DONE, Unit::done, unit_done)
    }

    /// Reads a unit and writes its tables, unless that is done; the result does not depend on `threads`.
    pub fn read(
        &self,
        unit: u32,
        threads: usize,
        watch: &(dyn Fn(Step) + Sync),
    ) -> Result<Done, Fault> {
        let unit = self.plan.units.get(unit as usize);
        let unit = unit.ok_or_else(|| Fault::new("no such unit"))?;
        match unit_done(self, unit)? {
            Some(done) => Ok(done),
            None => read::commit(self, unit, threads, watch),
        }
    }

    /// The tasks that are not done: those without a file that says so, which are told by one look at its folder, and those
    /// whose file is of another job.
    fn left<T: Clone, D>(
        &self,
        tasks: &[T],
        folder: &str,
        file: impl Fn(&T) -> String,
        done: impl Fn(&Self, &T) -> Result<Option<D>, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let there = self.storage.list(folder).map_err(|error| self.unread(folder, &error))?;
        let mut left = Vec::new();
        for task in tasks {
            if there.binary_search(&file(task)).is_err() || done(self, task)?.is_none() {
                left.push(task.clone());
            }
        }
        Ok(left)
    }

    /// Writes a file.
    fn write(&self, path: String, bytes: Vec<u8>, rows: usize) -> Result<Written, Fault> {
        let written = Written::new(path, &bytes, rows);
        self.storage
            .write(&written.path, bytes)
            .map_err(|error| self.cannot(&written.path, &error))?;
        Ok(written)
    }

    /// Writes down that something is done.
    fn note(&self, path: &str, done: &impl Serialize) -> Result<(), Fault> {
        let json = serde_json::to_vec(done).unwrap_or_default();
        self.storage.write(path, json).map_err(|error| self.cannot(path, &error))
    }

    /// What was written down of something that is done.
    fn noted<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Fault> {
        match self.storage.read(path, None) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unread(path, &error)),
        }
    }

    fn cannot(&self, path: &str, error: &io::Error) -> Fault {
        let place = self.storage.address();
        Fault::new(format!(
            "cannot write {place}/{path}: {error}; free some space and go on with --resume"
        ))
    }

    fn unread(&self, path: &str, error: &io::Error) -> Fault {
        Fault::new(format!("cannot read {}/{path}: {error}", self.storage.address()))
    }
}

/// Does a job, or what is left of it.
///
/// Fails where something cannot be read or written that the job needs; a later call goes on. What is wrong with inputs
/// is in the table of failures; where none of them was usable, that fails, too, when the tables are written.
pub fn run(
    job: &Job,
    engine: &dyn Engine,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Manifest, Error> {
    let total: u64 = job.plan.units.iter().map(|unit| job.bytes(unit)).sum();
    watch(Step::Start { bytes: total });
    let todo = job.units_left()?;
    let before = total - todo.iter().map(|unit| job.bytes(unit)).sum::<u64>();
    let units = std::sync::atomic::AtomicU64::new(before);
    engine.read(job, &todo, &|step| match step {
        Step::Read { bytes } => {
            let bytes = units.fetch_add(bytes, std::sync::atomic::Ordering::Relaxed) + bytes;
            watch(Step::Read { bytes });
        }
        step => watch(step),
    })?;
    let mut done = Vec::with_capacity(job.plan.units.len());
    for unit in &job.plan.units {
        let place = job.storage.address();
        let missing = || Fault::new(format!("{place}: unit {} is not done", unit.number));
        done.push(unit_done(job, unit)?.ok_or_else(missing)?);
    }
    watch(Step::Reconcile);
    let (bundles, stories) = group::group(job, engine)?;
    let todo = job.left(&bundles, Bundle::DONE, Bundle::done, bundle_done)?;
    engine.tell(job, &todo, watch)?;
    let mut told = Vec::with_capacity(bundles.len());
    for bundle in &bundles {
        let place = job.storage.address();
        let missing = || Fault::new(format!("{place}: bundle {} is not told", bundle.number));
        told.push(bundle_done(job, bundle)?.ok_or_else(missing)?);
    }
    finish(job, &done, stories, &told)
}

/// What a unit came to, if it is done.
fn unit_done(job: &Job, unit: &Unit) -> Result<Option<Done>, Fault> {
    let done: Option<Done> = job.noted(&unit.done())?;
    Ok(done.filter(|done| done.job == job.digest))
}

/// What a bundle came to, if it is told.
fn bundle_done(job: &Job, bundle: &Bundle) -> Result<Option<Told>, Fault> {
    let told: Option<Told> = job.noted(&bundle.done())?;
    Ok(told.filter(|told| told.of == bundle.digest))
}

/// Adds up what was done, and writes it down.
fn finish(job: &Job, done: &[Done], stories: Written, told: &[Told]) -> Result<Manifest, Error> {
    let mut records = Counts::default();
    let mut digests = vec![None; job.plan.inputs.len()];
    let mut files = vec![stories];
    for unit in done {
        records.add(&unit.counts);
        for (input, digest) in &unit.inputs {
            digests[*input as usize].clone_from(digest);
        }
        files.extend(unit.files.iter().cloned());
    }
    let mut stories = Stories::default();
    for bundle in told {
        stories.add(&bundle.stories);
        files.extend(bundle.files.iter().cloned());
    }
    files.sort();
    let inputs = job.plan.inputs.iter().zip(digests).map(|(input, sha256)| ReadInput {
        path: input.path.clone(),
        bytes: input.bytes,
        sha256,
    });
    let manifest = Manifest {
        schema: Manifest::SCHEMA.to_owned(),
        generator: Generator {
            name: "rashomon".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: job.plan.options.clone(),
        },
        records,
        stories,
        inputs: inputs.collect(),
        files,
    };
    if !manifest.balances() {
        return Err(Error::write(format!(
            "met a bug in Rashomon: records were lost on the way ({:?}, {:?}); please report it with {}",
            manifest.records,
            manifest.stories,
            job.storage.address()
        )));
    }
    job.storage.tidy().map_err(|error| job.cannot("", &error))?;
    let json = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    job.write(MANIFEST.to_owned(), json, 0)?;
    if manifest.records.accounts == 0 {
        return Err(Error::nothing_usable(format!(
            "no input was usable: {}; see {}/failures",
            manifest.records,
            job.storage.address()
        )));
    }
    Ok(manifest)
}

/// The folder of a day in a table partitioned by days.
fn day_folder(day: Option<Date>) -> String {
    match day {
        Some(day) => format!("day={day}"),
        None => "day=__HIVE_DEFAULT_PARTITION__".to_owned(),
    }
}
