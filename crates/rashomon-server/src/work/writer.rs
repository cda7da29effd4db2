//! The thread that owns the case and writes.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rashomon_ingest::{Failure, Given, Skip};
use rashomon_store::{Case, Reader, Stored};
use tokio::sync::watch;

use super::fetcher::Fetched;
use super::jobs::{JobKind, JobState};
use super::reading::{Accountant, Batch, Batches};
use super::{Desk, Errand, Halt, JobId, Jobs, LOOK, Task, Upload};
use crate::{Error, Options};

/// While tasks come in one after another, stories are told this often.
const TELLING: Duration = Duration::from_secs(2);

/// How often [`Writer::look`] is called, at least.
const DUE: Duration = Duration::from_secs(5);

pub(super) struct Writer {
    case: Case,
    path: PathBuf,
    accountant: Accountant,
    jobs: Jobs,
    errands: SyncSender<Errand>,
    watch_every: SignedDuration,
    halt: Halt,
    news: watch::Sender<u64>,
    /// Whether something is stored and not told.
    untold: bool,
    /// Jobs that are done when it is told.
    telling: Vec<JobId>,
    /// How often [`Writer::look`] is called.
    every: Duration,
    /// Watched addresses that are being fetched.
    asked: BTreeSet<String>,
}

impl Writer {
    pub(super) fn new(
        case: Case,
        options: &Options,
        desk: &Desk,
        halt: Halt,
        news: watch::Sender<u64>,
    ) -> Result<Self, Error> {
        let reader =
            Reader::open(&options.case).map_err(|error| Error::other(error.to_string()))?;
        let overview = reader.overview().map_err(|error| Error::other(error.to_string()))?;
        news.send_replace(overview.change);
        Ok(Self {
            case,
            path: options.case.clone(),
            accountant: Accountant::new(options.reading.clone(), options.threads)?,
            jobs: desk.jobs.clone(),
            errands: desk.errands.clone(),
            watch_every: SignedDuration::try_from(options.watch_every)
                .unwrap_or(SignedDuration::MAX),
            halt,
            news,
            untold: false,
            telling: Vec::new(),
            every: DUE.min(options.watch_every),
            asked: BTreeSet::new(),
        })
    }

    /// Takes tasks until it is to end.
    pub(super) fn run(mut self, tasks: &Receiver<Task>) {
        // what was stored before the last stop and not told
        self.tell();
        let (mut told, mut looked) = (Instant::now(), None::<Instant>);
        while !self.halt.is_set() {
            match tasks.recv_timeout(if self.untold { Duration::ZERO } else { LOOK }) {
                Ok(task) => self.take(task),
                Err(RecvTimeoutError::Timeout) if !self.untold => {}
                // nothing waits any more
                Err(RecvTimeoutError::Timeout) => {
                    self.tell();
                    told = Instant::now();
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self.untold && told.elapsed() > TELLING {
                self.tell();
                told = Instant::now();
            }
            if looked.is_none_or(|looked| looked.elapsed() > self.every) {
                looked = Some(Instant::now());
                if let Err(message) = self.look() {
                    tracing::error!(message, "the case cannot be read");
                }
            }
        }
    }

    fn take(&mut self, task: Task) {
        let job = match &task {
            Task::Read(job, _)
            | Task::Fetched(job, _)
            | Task::Lost(job, ..)
            | Task::Watch(job, _)
            | Task::Unwatch(job, _) => *job,
        };
        // a bug costs the job that met it
        let done = catch_unwind(AssertUnwindSafe(|| self.done(task)));
        let done = done.unwrap_or_else(|_| {
            tracing::error!(%job, "a job met a bug");
            Err("this met a bug in Rashomon; please report it with what was added".to_owned())
        });
        match done {
            Ok(true) => {
                self.jobs.note(job, |job| job.state = JobState::Telling);
                self.telling.push(job);
            }
            Ok(false) => self.jobs.note(job, |job| job.end(Ok(()))),
            Err(message) => {
                tracing::warn!(%job, message, "a job failed");
                self.jobs.note(job, |job| job.end(Err(message)));
            }
        }
    }

    /// Does a task; whether something is to be told.
    fn done(&mut self, task: Task) -> Result<bool, String> {
        match task {
            Task::Read(job, Upload { folder, file, name, given, .. }) => {
                let new = self.read(job, &file, Some(&name), given)?;
                drop(folder);
                Ok(new)
            }
            Task::Fetched(job, Fetched { folder, file, failures, watched }) => {
                self.fail(job, failures)?;
                let new = self.read(job, &file, None, Given::default());
                drop(folder);
                if let Some((url, error)) = watched {
                    self.asked.remove(&url);
                    let error = error.as_ref().or(new.as_ref().err());
                    self.case
                        .watched(&url, error.map(String::as_str))
                        .map_err(|e| e.to_string())?;
                }
                new
            }
            Task::Lost(_, url, message) => {
                self.asked.remove(&url);
                self.case.watched(&url, Some(&message)).map_err(|error| error.to_string())?;
                Err(message)
            }
            Task::Watch(_, url) => {
                self.case.watch(&url).map_err(|error| error.to_string())?;
                self.look()?;
                Ok(false)
            }
            Task::Unwatch(_, url) => match self.case.unwatch(&url) {
                Ok(true) => Ok(false),
                Ok(false) => Err("this address is not watched".to_owned()),
                Err(error) => Err(error.to_string()),
            },
        }
    }

    /// Reads a file and stores what is in it, batch by batch; whether something is new.
    fn read(
        &mut self,
        job: JobId,
        file: &Path,
        name: Option<&str>,
        given: Given,
    ) -> Result<bool, String> {
        self.jobs.note(job, |job| job.state = JobState::Reading);
        let mut any = false;
        for Batch { records, mut failures } in Batches::new(file, name, given) {
            if self.halt.is_set() {
                return Err(
                    "the server was stopped before all of it was read; add it again".to_owned()
                );
            }
            let mut items = Vec::with_capacity(records.len());
            for item in self.accountant.items(records) {
                match item {
                    Ok(item) => items.push(item),
                    Err(failure) => failures.push(failure),
                }
            }
            let stored = self.case.store(&items).map_err(|error| error.to_string())?;
            let new = stored.iter().filter(|stored| matches!(stored, Stored::New(_))).count();
            any |= new > 0;
            self.untold |= new > 0;
            self.jobs.note(job, |job| {
                job.new += new as u64;
                job.known += (stored.len() - new) as u64;
            });
            self.fail(job, failures)?;
        }
        Ok(any)
    }

    /// Notes what could not be read. What was passed over on purpose is only counted.
    fn fail(&mut self, job: JobId, failures: Vec<Failure>) -> Result<(), String> {
        // what is about a container says nothing of what is in it
        let told = failures.into_iter().filter(|it| it.skipped != Some(Skip::Administrative));
        let is_over = |it: &Failure| it.skipped.is_some_and(|skip| skip != Skip::Headline);
        let (over, failures): (Vec<_>, Vec<_>) = told.partition(is_over);
        if !failures.is_empty() {
            self.case.fail(&failures).map_err(|error| error.to_string())?;
        }
        self.jobs.note(job, |job| {
            job.passed_over += over.len() as u64;
            for failure in &failures {
                job.fail(&failure.message);
            }
        });
        Ok(())
    }

    /// Tells what was stored, and everybody who listens what changed.
    fn tell(&mut self) {
        self.untold = false;
        let case = &mut self.case;
        let told = catch_unwind(AssertUnwindSafe(|| case.tell(&|_, _| {})));
        let result = match told {
            Ok(Ok(changes)) => {
                let last = changes.iter().map(|change| change.change).max();
                if let Some(last) = last {
                    self.news.send_replace(last);
                }
                Ok(last)
            }
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => {
                Err("telling the stories met a bug in Rashomon; the articles are stored".to_owned())
            }
        };
        if let Err(message) = &result {
            tracing::error!(%message, "stories cannot be told");
        }
        for job in std::mem::take(&mut self.telling) {
            self.jobs.note(job, |job| {
                job.change = result.as_ref().ok().copied().flatten();
                job.end(result.as_ref().map(drop).map_err(String::clone));
            });
        }
    }

    /// Sends the fetcher to watched addresses whose time has come, and tells of what another program told of the case.
    fn look(&mut self) -> Result<(), String> {
        let reader = Reader::open(&self.path).map_err(|error| error.to_string())?;
        let last = reader.overview().map_err(|error| error.to_string())?.change;
        self.news.send_if_modified(|news| std::mem::replace(news, last) != last);
        let now = Timestamp::now();
        for watch in reader.watches().map_err(|error| error.to_string())? {
            let read: Option<Timestamp> = watch.read.as_ref().and_then(|read| read.parse().ok());
            let due = read.is_none_or(|read| now.duration_since(read) >= self.watch_every);
            if !due || self.asked.contains(&watch.url) {
                continue;
            }
            // where too much waits already, its time comes again
            let Ok(job) = self.jobs.add(JobKind::Feed, &watch.url) else { break };
            let errand = Errand { job: job.id, urls: vec![watch.url.clone()], watched: true };
            if self.errands.try_send(errand).is_err() {
                self.jobs.forget(job.id);
                break;
            }
            self.asked.insert(watch.url);
        }
        Ok(())
    }
}
