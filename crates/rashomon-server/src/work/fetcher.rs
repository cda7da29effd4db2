//! The thread that fetches pages, by `rashomon-fetch` alone: it obeys robots.txt, and no request leads it into the own
//! network.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};

use rashomon_fetch::{Options, Seed, fetch};
use rashomon_ingest::Failure;
use tempfile::TempDir;

use super::jobs::JobState;
use super::{Desk, Errand, Halt, Jobs, LOOK, Task};

/// Pages that were fetched, as a WARC file in a folder of its own.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) folder: Arc<TempDir>,
    pub(super) file: PathBuf,
    /// What could not be had.
    pub(super) failures: Vec<Failure>,
    /// The watched address, and what went wrong with it itself.
    pub(super) watched: Option<(String, Option<String>)>,
}

pub(super) struct Fetcher {
    options: Options,
    desk: Desk,
    tasks: SyncSender<Task>,
    jobs: Jobs,
    halt: Halt,
    /// What was fetched the last time, by watched address: what has not changed since is not sent again.
    earlier: BTreeMap<String, (Arc<TempDir>, PathBuf)>,
}

impl Fetcher {
    pub(super) fn new(options: &crate::Options, desk: &Desk, halt: Halt) -> Self {
        Self {
            options: options.fetch.clone(),
            tasks: desk.tasks.clone(),
            jobs: desk.jobs.clone(),
            desk: desk.clone(),
            halt,
            earlier: BTreeMap::new(),
        }
    }

    /// Takes errands until it is to end.
    pub(super) fn run(mut self, errands: &Receiver<Errand>) {
        while !self.halt.is_set() {
            match errands.recv_timeout(LOOK) {
                Ok(errand) => self.take(errand),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, errand: Errand) {
        let job = errand.job;
        self.jobs.note(job, |job| job.state = JobState::Fetching);
        let watched = errand.urls.first().filter(|_| errand.watched).cloned();
        // the writer takes tasks until it ends, and then nobody waits for this one
        let _ = match (self.fetch(errand), watched) {
            (Ok(fetched), _) => self.tasks.send(Task::Fetched(job, fetched)),
            (Err(message), Some(url)) => self.tasks.send(Task::Lost(job, url, message)),
            (Err(message), None) => {
                self.jobs.note(job, |job| job.end(Err(message)));
                Ok(())
            }
        };
    }

    fn fetch(&mut self, errand: Errand) -> Result<Fetched, String> {
        let folder = Arc::new(self.desk.folder().map_err(|error| error.to_string())?);
        let file = folder.path().join("fetched.warc.gz");
        // a list of lines is never taken for the name of a file
        let seeds = Seed::lines(&errand.urls.join("\n"), "added").collect();
        let mut options = self.options.clone();
        let url = errand.urls.into_iter().next().filter(|_| errand.watched);
        if let Some((_, file)) = url.as_ref().and_then(|url| self.earlier.get(url)) {
            options.again = vec![file.clone()];
        }
        let summary = fetch(seeds, &file, &options, &self.halt.0, &|_event| {})
            .map_err(|error| error.to_string())?;
        let reason = |failure: &rashomon_fetch::Failure| match failure.kind {
            // the way out that the reason names is one of the command line
            "refused" => "leads to an address of the own network, which is not asked".to_owned(),
            _ => failure.reason.clone(),
        };
        let failures = summary.failures.iter().map(|failure| Failure {
            path: failure.url.clone(),
            record: None,
            offset: 0,
            skipped: None,
            message: format!("{}: {}", failure.url, reason(failure)),
        });
        let failures = failures.collect();
        if let Some(url) = url.as_ref().filter(|_| summary.lists > 0) {
            self.earlier.insert(url.clone(), (Arc::clone(&folder), file.clone()));
        }
        let watched = url.map(|url| {
            let own =
                summary.failures.iter().find(|failure| failure.via.as_deref() == Some("added"));
            (url, own.map(reason))
        });
        Ok(Fetched { folder, file, failures, watched })
    }
}
