//! The list of jobs: what was handed in while the server runs, and what became of it.

use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use tokio::sync::watch;
use utoipa::ToSchema;

use crate::fault::Fault;

/// Jobs that are done and still listed.
const KEPT: usize = 200;

/// Reasons that a job lists; the case has all of them.
const REASONS: usize = 20;

/// A job of this run of the server: `j12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct JobId(pub(crate) u64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "j{}", self.0)
    }
}

impl FromStr for JobId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('j').filter(|digits| !digits.starts_with(['0', '+']));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(())
    }
}

impl Serialize for JobId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl utoipa::PartialSchema for JobId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^j[1-9][0-9]{0,17}$"))
            .into()
    }
}

impl ToSchema for JobId {}

/// What a job is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    /// A file to read.
    File,
    /// Addresses to fetch and read.
    Pages,
    /// A watched address whose time has come.
    Feed,
    /// An address to watch from now on.
    Watch,
    /// An address to watch no longer.
    Unwatch,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    /// It waits for its turn.
    Waiting,
    /// Pages are fetched.
    Fetching,
    /// Articles are read and stored.
    Reading,
    /// What it brought is stored, and the stories that it touches are told anew.
    Telling,
    /// It is done.
    Done,
    /// It could not be done; `message` says why. What it had stored by then is stored.
    Failed,
}

/// Something handed in to be added, and what became of it. Jobs are listed until the server is started anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Job {
    /// Its id.
    pub(crate) id: JobId,
    /// What it is about.
    pub(crate) kind: JobKind,
    /// The name of the file, or the address.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) state: JobState,
    /// When it was handed in, RFC 3339 in UTC.
    pub(crate) added: String,
    /// When it was done, RFC 3339 in UTC.
    pub(crate) ended: Option<String>,
    /// Articles that are stored now and were not before.
    pub(crate) new: u64,
    /// Articles that were there before.
    pub(crate) known: u64,
    /// Records that could not be read.
    pub(crate) failed: u64,
    /// Records that hold no article.
    pub(crate) passed_over: u64,
    /// The number of the last change when it was told; null where nothing new came in.
    pub(crate) change: Option<u64>,
    /// Why it failed.
    pub(crate) message: Option<String>,
    /// What could not be read and why: the first of these.
    pub(crate) failures: Vec<String>,
}

impl Job {
    /// Whether nothing more will become of it.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state, JobState::Done | JobState::Failed)
    }

    /// Notes something that could not be read.
    pub(super) fn fail(&mut self, reason: &str) {
        self.failed += 1;
        if self.failures.len() < REASONS {
            self.failures.push(reason.to_owned());
        }
    }

    /// Ends it.
    pub(super) fn end(&mut self, result: Result<(), String>) {
        self.ended = Some(now());
        (self.state, self.message) = match result {
            Ok(()) => (JobState::Done, None),
            Err(message) => (JobState::Failed, Some(message)),
        };
    }
}

/// All jobs of this run.
#[derive(Clone)]
pub(crate) struct Jobs {
    list: Arc<Mutex<List>>,
    changed: watch::Sender<u64>,
    most: usize,
}

#[derive(Default)]
struct List {
    last: u64,
    jobs: VecDeque<Job>,
}

impl Jobs {
    pub(crate) fn new(most: usize) -> Self {
        Self { list: Arc::default(), changed: watch::Sender::new(0), most }
    }

    /// Adds a job that waits, where as many may.
    pub(crate) fn add(&self, kind: JobKind, name: &str) -> Result<Job, Fault> {
        let mut list = self.list();
        if list.jobs.iter().filter(|job| !job.is_over()).count() >= self.most {
            return Err(Fault::busy("As much as may wait is waiting; try again in a while.", 30));
        }
        list.last += 1;
        let job = Job {
            id: JobId(list.last),
            kind,
            name: name.to_owned(),
            state: JobState::Waiting,
            added: now(),
            ended: None,
            new: 0,
            known: 0,
            failed: 0,
            passed_over: 0,
            change: None,
            message: None,
            failures: Vec::new(),
        };
        list.jobs.push_back(job.clone());
        let over = list.jobs.iter().filter(|job| job.is_over()).count();
        if over > KEPT
            && let Some(first) = list.jobs.iter().position(Job::is_over)
        {
            list.jobs.remove(first);
        }
        drop(list);
        self.changed.send_modify(|n| *n += 1);
        Ok(job)
    }

    /// Notes what becomes of a job.
    pub(super) fn note(&self, id: JobId, note: impl FnOnce(&mut Job)) {
        if let Some(job) = self.list().jobs.iter_mut().find(|job| job.id == id) {
            note(job);
        }
        self.changed.send_modify(|n| *n += 1);
    }

    /// Takes back a job that could not be handed on.
    pub(super) fn forget(&self, id: JobId) {
        self.list().jobs.retain(|job| job.id != id);
        self.changed.send_modify(|n| *n += 1);
    }

    /// All that are listed, the last first.
    pub(crate) fn all(&self) -> Vec<Job> {
        self.list().jobs.iter().rev().cloned().collect()
    }

    pub(crate) fn get(&self, id: JobId) -> Option<Job> {
        self.list().jobs.iter().find(|job| job.id == id).cloned()
    }

    /// How many are not done yet.
    pub(crate) fn open(&self) -> usize {
        self.list().jobs.iter().filter(|job| !job.is_over()).count()
    }

    /// Tells when a job changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn now() -> String {
    format!("{:.0}", Timestamp::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_wait_than_may() {
        let jobs = Jobs::new(2);
        let one = jobs.add(JobKind::File, "a.txt").unwrap();
        jobs.add(JobKind::File, "b.txt").unwrap();
        assert!(jobs.add(JobKind::Pages, "http://c.example").is_err());
        jobs.note(one.id, |job| job.end(Ok(())));
        assert!(jobs.add(JobKind::File, "d.txt").is_ok(), "what is done waits no longer");
        assert_eq!(jobs.open(), 2);
    }

    #[test]
    fn what_is_done_is_listed_for_a_while() {
        let jobs = Jobs::new(1);
        for n in 0..(2 * KEPT) {
            let job = jobs.add(JobKind::File, &n.to_string()).unwrap();
            jobs.note(job.id, |job| job.end(Err("no".to_owned())));
        }
        let all = jobs.all();
        assert_eq!(all.len(), KEPT + 1);
        assert_eq!(all[0].name, (2 * KEPT - 1).to_string());
        assert_eq!(jobs.get(all[0].id), Some(all[0].clone()));
        assert_eq!(jobs.get(JobId(1)), None);
    }

    #[test]
    fn ids_have_one_spelling() {
        assert_eq!("j12".parse(), Ok(JobId(12)));
        for odd in ["", "j", "12", "j0", "j012", "j+1", "j-1", "j1 ", "a1", "j99999999999999999999"]
        {
            assert!(odd.parse::<JobId>().is_err(), "{odd}");
        }
    }

    #[test]
    fn times_are_in_utc_and_whole_seconds() {
        let now = now();
        assert!(now.len() == 20 && now.ends_with('Z'), "{now}");
    }
}
