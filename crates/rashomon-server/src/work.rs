//! What is to be added, on its way: jobs, the threads that do them, and what becomes of them.
//!
//! ```text
//! file ──────────────────────→ writer ─account (all cores)→ store, in batches ─→ tell ─→ news
//! address ─→ fetcher ─→ WARC ───┘
//! ```
//!
//! One thread fetches, so that no host is asked for two pages at once; one writes, since a case has one writer.

mod fetcher;
mod incoming;
mod jobs;
mod names;
mod reading;
mod room;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rashomon_ingest::Given;
use rashomon_store::Case;
use tempfile::TempDir;
use tokio::sync::watch;

pub(crate) use incoming::Incoming;
pub(crate) use jobs::{Job, JobId, JobKind, JobState, Jobs};
pub(crate) use names::shown;

use room::{Room, Space};

use crate::fault::Fault;
use crate::options::Limits;
use crate::{Error, Options};

/// How often threads that wait see to whether they are to end.
const LOOK: Duration = Duration::from_millis(100);

/// A file that came in, in a folder of its own that goes with it.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) folder: TempDir,
    /// Where it lies. Of its name only the ending is the one that was given.
    pub(crate) file: PathBuf,
    /// Its name as it is shown.
    pub(crate) name: String,
    /// Its part of the room for files.
    pub(crate) space: Space,
    /// What whoever sent it says of it.
    pub(crate) given: Given,
}

/// What the writer does.
#[derive(Debug)]
enum Task {
    Read(JobId, Upload),
    /// Pages that were fetched, of a watched address where there is one.
    Fetched(JobId, fetcher::Fetched),
    /// A watched address that could not be asked for, and why.
    Lost(JobId, String, String),
    Watch(JobId, String),
    Unwatch(JobId, String),
}

/// What the fetcher does.
#[derive(Debug)]
struct Errand {
    job: JobId,
    urls: Vec<String>,
    /// Whether the one address is watched.
    watched: bool,
}

/// Where requests hand in what is to be added.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) jobs: Jobs,
    room: Room,
    folder: Arc<TempDir>,
    tasks: SyncSender<Task>,
    errands: SyncSender<Errand>,
}

/// Where the threads take what was handed in.
pub(crate) struct Ends {
    tasks: Receiver<Task>,
    errands: Receiver<Errand>,
}

impl Desk {
    pub(crate) fn new(limits: Limits) -> Result<(Self, Ends), Error> {
        let folder = tempfile::Builder::new().prefix("rashomon-").tempdir();
        let folder = folder
            .map_err(|error| Error::other(format!("no folder for uploads to be had: {error}")))?;
        // a watched address is asked for without anybody's handing it in, and so is what the fetcher brings
        let (tasks, to_write) = sync_channel(limits.jobs + 1);
        let (errands, to_fetch) = sync_channel(limits.jobs + 1);
        let (jobs, room) = (Jobs::new(limits.jobs), Room::new(limits.waiting));
        let desk = Self { jobs, room, folder: Arc::new(folder), tasks, errands };
        Ok((desk, Ends { tasks: to_write, errands: to_fetch }))
    }

    /// A new folder for an upload.
    pub(crate) fn folder(&self) -> std::io::Result<TempDir> {
        tempfile::Builder::new().prefix("upload-").tempdir_in(self.folder.path())
    }

    /// Hands in a file.
    pub(crate) fn read(&self, upload: Upload) -> Result<Job, Fault> {
        let job = self.jobs.add(JobKind::File, &upload.name)?;
        self.hand(job, |id| self.tasks.try_send(Task::Read(id, upload)).is_ok())
    }

    /// Hands in addresses of pages, or of feeds, outlines and sitemaps that lead to pages.
    pub(crate) fn fetch(&self, urls: Vec<String>) -> Result<Job, Fault> {
        let name = match urls.as_slice() {
            [one] => one.clone(),
            all => format!("{} and {} more", all.first().map_or("", String::as_str), all.len() - 1),
        };
        let job = self.jobs.add(JobKind::Pages, &name)?;
        self.hand(job, |job| self.errands.try_send(Errand { job, urls, watched: false }).is_ok())
    }

    /// Has an address watched from now on.
    pub(crate) fn watch(&self, url: String) -> Result<Job, Fault> {
        let job = self.jobs.add(JobKind::Watch, &url)?;
        self.hand(job, |id| self.tasks.try_send(Task::Watch(id, url)).is_ok())
    }

    /// Has an address watched no longer.
    pub(crate) fn unwatch(&self, url: String) -> Result<Job, Fault> {
        let job = self.jobs.add(JobKind::Unwatch, &url)?;
        self.hand(job, |id| self.tasks.try_send(Task::Unwatch(id, url)).is_ok())
    }

    fn hand(&self, job: Job, send: impl FnOnce(JobId) -> bool) -> Result<Job, Fault> {
        if send(job.id) {
            return Ok(job);
        }
        self.jobs.forget(job.id);
        Err(Fault::busy("As much as may wait is waiting; try again in a while.", 30))
    }
}

/// The threads that do the work.
pub(crate) struct Workers {
    threads: Vec<JoinHandle<()>>,
    halt: Halt,
}

/// Whether work is to end.
#[derive(Clone, Default)]
struct Halt(Arc<AtomicBool>);

impl Halt {
    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Workers {
    /// Starts them; they are told to stop by `stop`, and tell the number of the last change.
    pub(crate) fn start(
        case: Case,
        options: &Options,
        desk: &Desk,
        ends: Ends,
        stop: watch::Receiver<bool>,
    ) -> Result<(Self, watch::Receiver<u64>), Error> {
        let halt = Halt::default();
        let (news, heard) = watch::channel(0);
        let writer = writer::Writer::new(case, options, desk, halt.clone(), news)?;
        let fetcher = fetcher::Fetcher::new(options, desk, halt.clone());
        let Ends { tasks, errands } = ends;
        let mut workers = Self { threads: Vec::new(), halt };
        workers.spawn("rashomon-write", move || writer.run(&tasks))?;
        workers.spawn("rashomon-fetch", move || fetcher.run(&errands))?;
        let halt = workers.halt.clone();
        workers.spawn("rashomon-halt", move || {
            while !*stop.borrow() && stop.has_changed().is_ok() {
                thread::sleep(LOOK);
            }
            halt.0.store(true, Ordering::Relaxed);
        })?;
        Ok((workers, heard))
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let spawned = thread::Builder::new().name(name.to_owned()).stack_size(8 << 20).spawn(work);
        self.threads.push(spawned.map_err(|error| {
            self.halt.0.store(true, Ordering::Relaxed);
            Error::other(format!("no thread to be had: {error}"))
        })?);
        Ok(())
    }

    /// Waits for them to end.
    pub(crate) fn join(self) -> Result<(), Error> {
        let ended = self.threads.into_iter().map(JoinHandle::join).filter(Result::is_err).count();
        if ended > 0 {
            return Err(Error::other(
                "a thread that adds articles met a bug; what was stored is there",
            ));
        }
        Ok(())
    }
}
