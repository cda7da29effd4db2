//! Whose turn it is: one request a host at a time, with a pause between two of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::exchange::NoAnswer;
use crate::robots::Robots;
use crate::target;

/// A page to ask for.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) url: Url,
    /// How many lists may still follow one from another, this one included; a page has 0.
    pub(crate) lists: u8,
    /// The list it was found in.
    pub(crate) via: Option<String>,
    /// The URLs that led here by redirects, the one that was wanted first.
    pub(crate) hops: Vec<String>,
    /// From 1.
    pub(crate) attempt: u32,
}

impl Job {
    /// The URL that was wanted: the first of the redirects.
    pub(crate) fn wanted(&self) -> &str {
        self.hops.first().map_or(self.url.as_str(), String::as_str)
    }
}

/// The rules of a site, or why they cannot be read.
pub(crate) type Site = Result<Robots, NoAnswer>;

/// A job whose turn it is, with what is known of its host. Nobody else asks the host meanwhile.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) job: Job,
    /// By origin: scheme, host and port.
    pub(crate) sites: BTreeMap<String, Site>,
    host: String,
}

/// All that is to be done.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct State {
    hosts: BTreeMap<String, Host>,
    seen: BTreeSet<String>,
    /// Jobs that wait or are at work.
    open: usize,
}

#[derive(Debug, Default)]
struct Host {
    jobs: VecDeque<Job>,
    busy: bool,
    /// Not asked before.
    ready: Option<Instant>,
    sites: BTreeMap<String, Site>,
}

impl Schedule {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job, unless its URL has been seen before.
    pub(crate) fn add(&self, job: Job) -> bool {
        let mut state = self.state();
        if !state.seen.insert(job.url.as_str().to_owned()) {
            return false;
        }
        state.open += 1;
        let host = state.hosts.entry(target::host(&job.url)).or_default();
        if job.hops.is_empty() {
            host.jobs.push_back(job);
        } else {
            host.jobs.push_front(job); // what was begun comes first
        }
        drop(state);
        self.wake.notify_one();
        true
    }

    /// How many jobs are open.
    pub(crate) fn open(&self) -> usize {
        self.state().open
    }

    /// Waits for the next turn; nothing where all is done or `halt` is set.
    pub(crate) fn next(&self, halt: &AtomicBool) -> Option<Turn> {
        let mut state = self.state();
        loop {
            if state.open == 0 || halt.load(Ordering::Relaxed) {
                self.wake.notify_all();
                return None;
            }
            let first = state
                .hosts
                .iter_mut()
                .filter(|(_, host)| !host.busy && !host.jobs.is_empty())
                .min_by_key(|(_, host)| host.ready);
            let now = Instant::now();
            let wait = match first {
                Some((name, host)) if host.ready.is_none_or(|ready| ready <= now) => {
                    let Some(job) = host.jobs.pop_front() else { continue };
                    host.busy = true;
                    let sites = std::mem::take(&mut host.sites);
                    return Some(Turn { job, sites, host: name.clone() });
                }
                Some((_, host)) => host.ready.map_or(LONG, |ready| ready - now),
                None => LONG,
            };
            // `halt` is looked at now and then
            let wait = wait.min(LONG);
            state = self.wake.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Ends a turn: its job is done, and its host has a rest.
    pub(crate) fn done(&self, turn: Turn, rest: Duration) {
        self.end(turn, rest, false);
    }

    /// Ends a turn whose job is to be done again, after a rest for the host.
    pub(crate) fn again(&self, mut turn: Turn, rest: Duration) {
        turn.job.attempt += 1;
        self.end(turn, rest, true);
    }

    fn end(&self, turn: Turn, rest: Duration, again: bool) {
        let mut state = self.state();
        let host = state.hosts.entry(turn.host).or_default();
        host.busy = false;
        host.sites = turn.sites;
        host.ready = Instant::now().checked_add(rest);
        if again {
            host.jobs.push_front(turn.job);
        } else {
            state.open -= 1;
        }
        drop(state);
        self.wake.notify_all();
    }
}

/// The longest wait without a look around.
const LONG: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    fn job(url: &str) -> Job {
        let url = Url::parse(url).unwrap();
        Job { url, lists: 0, via: None, hops: Vec::new(), attempt: 1 }
    }

    #[test]
    fn a_host_has_one_turn_at_a_time() {
        let schedule = Schedule::default();
        let halt = AtomicBool::new(false);
        assert!(schedule.add(job("http://a.example/1")));
        assert!(schedule.add(job("https://a.example:8443/2")));
        assert!(schedule.add(job("http://b.example/1")));
        assert!(!schedule.add(job("http://b.example/1")), "asked for once");
        let a = schedule.next(&halt).unwrap();
        let b = schedule.next(&halt).unwrap();
        assert_eq!((a.job.url.path(), b.job.url.host_str()), ("/1", Some("b.example")));
        schedule.done(b, Duration::ZERO);
        schedule.again(a, Duration::ZERO);
        let again = schedule.next(&halt).unwrap();
        assert_eq!((again.job.url.path(), again.job.attempt), ("/1", 2));
        schedule.done(again, Duration::ZERO);
        let last = schedule.next(&halt).unwrap();
        assert_eq!(last.job.url.path(), "/2");
        schedule.done(last, Duration::from_secs(3600));
        assert!(schedule.next(&halt).is_none());
    }

    #[test]
    fn a_halt_ends_the_wait() {
        let schedule = Schedule::default();
        schedule.add(job("http://a.example/1"));
        schedule.add(job("http://a.example/2"));
        let turn = schedule.next(&AtomicBool::new(false)).unwrap();
        schedule.done(turn, Duration::from_secs(3600));
        assert!(schedule.next(&AtomicBool::new(true)).is_none());
        assert_eq!(schedule.open(), 1);
    }
}
