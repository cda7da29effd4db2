use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use url::Url;

use crate::exchange::{Client, Exchange, NoAnswer, Truncated};
use crate::links::{self, Link};
use crate::robots::Robots;
use crate::schedule::{Job, Schedule, Site, Turn};
use crate::store::{Kept, Store, now};
use crate::warc::{Scan, Seen, scan};
use crate::{Error, Event, Failure, Options, Seed, Summary, retry, target};

/// More redirects than this are not followed.
const REDIRECTS: usize = 5;

/// Fetches `seeds`, and the pages that feeds, OPML files and sitemaps among them lead to, into the
/// WARC file `out`; what fails is listed in [`failures_file`](crate::failures_file).
///
/// Ends early when `stop` is set: answers that have come in whole are stored, others are broken off.
/// `observe` is told what happens, from several threads.
///
/// # Errors
///
/// Where an option cannot be followed or `out` cannot be written. What goes wrong with a page is
/// part of the [`Summary`].
pub fn fetch(
    seeds: Vec<Seed>,
    out: &Path,
    options: &Options,
    stop: &AtomicBool,
    observe: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Summary, Error> {
    let before = before(out, options, observe)?;
    let mut again = BTreeMap::new();
    for path in &options.again {
        again.extend(earlier(path, observe)?.seen);
    }
    let clients = (0..options.parallel.max(1))
        .map(|_| Client::new(options))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Error::argument)?;
    let store = Store::open(out, before.as_ref(), options)?;
    let crawl = Crawl {
        options,
        observe,
        store,
        before: before.map(|scan| scan.seen).unwrap_or_default(),
        again,
        schedule: Schedule::default(),
        summary: Mutex::default(),
        halt: AtomicBool::new(false),
        broken: Mutex::default(),
    };
    for seed in seeds {
        crawl.add(&seed.given, seed.url, seed.lists, seed.via);
    }
    crawl.wanted();
    thread::scope(|scope| {
        let (working, ended) = mpsc::channel::<()>();
        let agents: Vec<_> = clients.iter().map(Client::agent).collect();
        for client in clients {
            let (crawl, working) = (&crawl, working.clone());
            scope.spawn(move || {
                let _working = working; // dropped when the work is done
                while let Some(turn) = crawl.schedule.next(&crawl.halt) {
                    crawl.take(&client, turn);
                }
            });
        }
        drop(working);
        let mut agents = Some(agents);
        while ended.recv_timeout(LOOK) == Err(mpsc::RecvTimeoutError::Timeout) {
            if stop.load(Ordering::Relaxed) {
                crawl.halt.store(true, Ordering::Relaxed);
                agents.take().into_iter().flatten().for_each(ureq::Agent::shutdown);
            }
        }
    });
    crawl.end()
}

/// How often it is seen to whether the run is to be stopped.
const LOOK: Duration = Duration::from_millis(50);

/// What is in the file that is gone on with.
fn before(
    out: &Path,
    options: &Options,
    observe: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Option<Scan>, Error> {
    if !options.resume || !out.exists() {
        return Ok(None);
    }
    let scan = read(out)?;
    if scan.end == 0 && scan.rest > 0 && !scan.begun {
        return Err(Error::argument(format!(
            "{}: is no WARC file; give another name",
            out.display()
        )));
    }
    if scan.rest > 0 {
        let note = format!("its last {} bytes are not whole and are cut off", scan.rest);
        observe(&Event::Note(&note, &out.display().to_string()));
    }
    Ok(Some(scan))
}

/// What an earlier file says.
fn earlier(path: &Path, observe: &(dyn Fn(&Event<'_>) + Sync)) -> Result<Scan, Error> {
    let scan = read(path)?;
    if scan.broken {
        let note = format!("is read up to byte {}: no whole record of WARC follows", scan.end);
        observe(&Event::Note(&note, &path.display().to_string()));
    }
    Ok(scan)
}

fn read(path: &Path) -> Result<Scan, Error> {
    scan(path)
        .map_err(|error| Error::argument(format!("{}: cannot be read: {error}", path.display())))
}

/// A run.
struct Crawl<'a> {
    options: &'a Options,
    observe: &'a (dyn Fn(&Event<'_>) + Sync),
    store: Store,
    /// What is in the file already.
    before: BTreeMap<String, Seen>,
    /// What is in earlier files.
    again: BTreeMap<String, Seen>,
    schedule: Schedule,
    summary: Mutex<Summary>,
    /// Whether the work ends here.
    halt: AtomicBool,
    /// Why it has to.
    broken: Mutex<Option<Error>>,
}

/// How a turn ends.
enum End {
    /// Done, with a rest for the host where it was asked.
    Done { asked: bool },
    /// To be done again after this time.
    Again(Duration),
}

impl Crawl<'_> {
    fn count(&self, change: impl FnOnce(&mut Summary)) {
        change(&mut self.summary.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn note(&self, what: &str, url: &str) {
        (self.observe)(&Event::Note(what, url));
    }

    /// How many pages are wanted, for whoever looks on.
    fn wanted(&self) {
        let open = self.schedule.open();
        let mut wanted = open;
        self.count(|s| wanted += s.stored + s.unchanged + s.before + s.failures.len());
        (self.observe)(&Event::Wanted(wanted));
    }

    fn add(&self, given: &str, url: Result<Url, String>, lists: u8, via: Option<String>) {
        match url {
            Ok(url) => {
                self.schedule.add(Job { url, lists, via, hops: Vec::new(), attempt: 1 });
            }
            Err(reason) => self.failed(
                Failure {
                    url: given.to_owned(),
                    kind: "url",
                    reason,
                    via,
                    status: None,
                    attempts: 0,
                },
                true,
            ),
        }
    }

    fn failed(&self, failure: Failure, answered: bool) {
        self.stored(self.store.failure(&failure, answered));
        (self.observe)(&Event::Failed(&failure));
        self.count(|s| s.failures.push(failure));
    }

    /// Halts the run where the file cannot be written.
    fn stored<T>(&self, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.halt.store(true, Ordering::Relaxed);
                self.broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                None
            }
        }
    }

    fn end(self) -> Result<Summary, Error> {
        if let Some(error) = self.broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        self.store.sync()?;
        let mut summary = self.summary.into_inner().unwrap_or_else(PoisonError::into_inner);
        summary.left = self.schedule.open();
        summary.bytes = self.store.len();
        // in one order, whoever was first
        summary.failures.sort_by(|a, b| a.url.cmp(&b.url));
        Ok(summary)
    }

    /// Takes a turn.
    fn take(&self, client: &Client, mut turn: Turn) {
        let end = self.job(client, &mut turn);
        // a job that is broken off stays open
        if self.halt.load(Ordering::Relaxed) && matches!(end, End::Again(_)) {
            return;
        }
        match end {
            End::Done { asked } => {
                let rest = if asked { self.rest(&turn) } else { Duration::ZERO };
                self.schedule.done(turn, rest);
            }
            End::Again(wait) => {
                let rest = self.rest(&turn).max(wait);
                self.schedule.again(turn, rest);
            }
        }
        self.wanted();
    }

    /// The pause its host gets: ours, or the one the site asks for.
    fn rest(&self, turn: &Turn) -> Duration {
        let asked = turn
            .sites
            .get(&origin(&turn.job.url))
            .and_then(|site| site.as_ref().ok()?.delay)
            .unwrap_or_default();
        self.options.pause.max(asked.min(self.options.longest_wait))
    }

    fn job(&self, client: &Client, turn: &mut Turn) -> End {
        let job = turn.job.clone();
        if let Some(seen) =
            self.before.get(job.url.as_str()).filter(|s| !retry::is_passing(s.status))
        {
            self.seen_before(&job, seen);
            return End::Done { asked: false };
        }
        if let Err(end) = self.may_be_read(client, turn) {
            return end;
        }
        let again = self.again.get(job.url.as_str()).filter(|seen| seen.truncated.is_none());
        let mut conditions = Vec::new();
        if let Some(seen) = again.filter(|seen| (200..300).contains(&seen.status)) {
            let etag = seen.etag.as_deref().map(|etag| ("If-None-Match", etag));
            let date = seen.last_modified.as_deref().map(|date| ("If-Modified-Since", date));
            conditions.extend([etag, date].into_iter().flatten());
        }
        match client.get(&job.url, &conditions, &self.halt) {
            Ok(exchange) => self.answered(&job, &exchange, again),
            Err(no_answer) => self.unanswered(&job, &no_answer),
        }
    }

    /// Whether the site lets the page be read; asks for its robots.txt where that is not known yet.
    fn may_be_read(&self, client: &Client, turn: &mut Turn) -> Result<(), End> {
        let job = &turn.job;
        let origin = origin(&job.url);
        if !turn.sites.contains_key(&origin) {
            let site = self.site(client, &job.url);
            if self.halt.load(Ordering::Relaxed) {
                return Err(End::Again(Duration::ZERO));
            }
            if let Err(reason) = &site
                && reason.passing
                && job.attempt < self.options.attempts
            {
                return Err(End::Again(self.backoff(job)));
            }
            turn.sites.insert(origin.clone(), site);
        }
        let (kind, reason) = match &turn.sites[&origin] {
            Ok(robots) => match robots.refusal(&job.url) {
                None => return Ok(()),
                Some(line) => ("robots", format!("its robots.txt forbids it ({line})")),
            },
            Err(no_answer) if no_answer.kind == "refused" => ("refused", no_answer.reason.clone()),
            Err(no_answer) => (no_answer.kind, format!("robots.txt: {}", no_answer.reason)),
        };
        self.failed(failure(job, kind, reason, None), false);
        Err(End::Done { asked: false })
    }

    /// The rules of a site. Without a robots.txt all is allowed; with one that cannot be had nothing
    /// is (RFC 9309, 2.3.1).
    fn site(&self, client: &Client, url: &Url) -> Site {
        let mut at = url.join("/robots.txt").map_err(|error| NoAnswer {
            kind: "url",
            reason: error.to_string(),
            passing: false,
        })?;
        for _ in 0..=REDIRECTS {
            let exchange = client.robots(&at, &self.halt)?;
            match exchange.status {
                200..300 => return Ok(Robots::parse(&plain(&exchange))),
                429 => {}
                _ if leads_on(exchange.status) => {
                    let next = exchange.header("location").map(|l| target::parse(l, Some(&at)));
                    let Some(Ok(next)) = next else { return Ok(Robots::default()) };
                    at = next;
                    continue;
                }
                500..=u16::MAX => {}
                _ => return Ok(Robots::default()),
            }
            return Err(NoAnswer {
                kind: "status",
                reason: format!("the answer is {}", exchange.status),
                passing: retry::is_passing(exchange.status),
            });
        }
        Ok(Robots::default())
    }

    fn unanswered(&self, job: &Job, no_answer: &NoAnswer) -> End {
        if self.halt.load(Ordering::Relaxed) {
            return End::Again(Duration::ZERO);
        }
        if no_answer.passing && job.attempt < self.options.attempts {
            return End::Again(self.backoff(job));
        }
        self.failed(failure(job, no_answer.kind, no_answer.reason.clone(), None), false);
        End::Done { asked: true }
    }

    fn answered(&self, job: &Job, exchange: &Exchange, again: Option<&Seen>) -> End {
        let url = job.url.as_str();
        let more = job.attempt < self.options.attempts;
        let asked = exchange.header("retry-after").and_then(|text| retry::asked(text, now()));
        let too_long = asked.is_some_and(|wait| wait > self.options.longest_wait);
        if more && retry::is_passing(exchange.status) && !too_long {
            return End::Again(self.backoff(job).max(asked.unwrap_or_default()));
        }
        if more && exchange.truncated == Some(Truncated::Disconnect) {
            return End::Again(self.backoff(job));
        }
        let fine = (200..300).contains(&exchange.status);
        let links = (fine && job.lists > 0).then(|| self.links(url, exchange)).flatten();
        let kept = self.store.exchange(&job.url, exchange, links.as_deref(), again);
        let Some(kept) = self.stored(kept) else { return End::Again(Duration::ZERO) };
        if let Some(truncated) = exchange.truncated {
            self.count(|s| s.truncated += 1);
            self.note(&cut(truncated, exchange.body.len()), url);
        }
        let unchanged = kept == Kept::Unchanged;
        if fine || unchanged {
            let links = match again {
                Some(seen) if exchange.status == 304 => seen.links.clone(),
                _ => links.map(pairs),
            };
            self.settled(job, links, |s| {
                s.unchanged += usize::from(unchanged);
                s.stored += usize::from(!unchanged);
            });
        } else if let Some(location) =
            exchange.header("location").filter(|_| leads_on(exchange.status))
        {
            self.follow(job, location);
        } else {
            let mut reason = format!("the answer is {}", exchange.status);
            if let Some(wait) = asked.filter(|_| too_long) {
                let _ = write!(reason, ", and to come back in {} seconds", wait.as_secs());
            }
            self.failed(failure(job, "status", reason, Some(exchange.status)), true);
        }
        End::Done { asked: true }
    }

    /// The links of an answer that is a list.
    fn links(&self, url: &str, exchange: &Exchange) -> Option<Vec<Link>> {
        let charset = exchange.header("content-type").and_then(charset);
        let (links, notes) = links::of(&exchange.body, charset.as_deref(), self.options)?;
        for note in &notes {
            self.note(&note.message, url);
        }
        Some(links)
    }

    /// A page that the file holds from an earlier run.
    fn seen_before(&self, job: &Job, seen: &Seen) {
        match &seen.location {
            Some(location) if leads_on(seen.status) => self.follow(job, location),
            _ if (200..300).contains(&seen.status) => {
                self.settled(job, seen.links.clone(), |s| s.before += 1);
            }
            _ => {
                let reason = format!("the answer is {}", seen.status);
                self.failed(failure(job, "status", reason, Some(seen.status)), true);
            }
        }
    }

    /// A page is there: counts it, and adds the links of a list.
    fn settled(
        &self,
        job: &Job,
        links: Option<Vec<(String, bool)>>,
        counted: impl FnOnce(&mut Summary),
    ) {
        self.count(|s| {
            counted(s);
            s.lists += usize::from(links.is_some());
        });
        for (link, list) in links.into_iter().flatten() {
            let lists = if list { job.lists.saturating_sub(1) } else { 0 };
            if list && lists == 0 {
                self.note("a list in a list in a list is not followed", &link);
                continue;
            }
            let via = Some(job.url.as_str().to_owned());
            self.add(&link, target::parse(&link, Some(&job.url)), lists, via);
        }
        (self.observe)(&Event::Done(job.wanted()));
    }

    /// Goes where a redirect leads.
    fn follow(&self, job: &Job, location: &str) {
        let fail = |kind, reason| self.failed(failure(job, kind, reason, None), true);
        let next = match target::parse(location, Some(&job.url)) {
            Ok(next) => next,
            Err(reason) => return fail("redirect", format!("leads to {location}: {reason}")),
        };
        let mut hops = job.hops.clone();
        hops.push(job.url.as_str().to_owned());
        if hops.iter().any(|hop| hop == next.as_str()) {
            return fail("redirect", format!("leads in a circle, by {next}"));
        }
        if hops.len() > REDIRECTS {
            return fail("redirect", format!("leads on more than {REDIRECTS} times"));
        }
        if job.url.scheme() == "https" && next.scheme() == "http" {
            self.note("leads from https to http, where others can change what is sent", &hops[0]);
        }
        let (shown, via) = (next.as_str().to_owned(), job.via.clone());
        let wanted = hops[0].clone();
        let job = Job { url: next, lists: job.lists, via, hops, attempt: 1 };
        if !self.schedule.add(job) {
            self.note(&format!("leads to {shown}, which is fetched once"), &wanted);
        }
    }

    fn backoff(&self, job: &Job) -> Duration {
        retry::backoff(self.options.backoff, job.attempt, job.url.as_str())
    }
}

fn failure(job: &Job, kind: &'static str, reason: String, status: Option<u16>) -> Failure {
    let wanted = job.wanted().to_owned();
    let reason =
        if job.hops.is_empty() { reason } else { format!("leads to {}: {reason}", job.url) };
    Failure { url: wanted, kind, reason, via: job.via.clone(), status, attempts: job.attempt }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The charset that a Content-Type names.
fn charset(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1);
    let named = |parameter: &str| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    };
    parameters.find_map(named)
}

fn leads_on(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn cut(truncated: Truncated, bytes: usize) -> String {
    let why = match truncated {
        Truncated::Length => "it is longer than the limit",
        Truncated::Time => "it took longer than the limit",
        Truncated::Disconnect => "the server broke off",
    };
    format!("stored up to byte {bytes}: {why}")
}

fn pairs(links: Vec<Link>) -> Vec<(String, bool)> {
    links.into_iter().map(|link| (link.url, link.list)).collect()
}

/// A robots.txt without its content coding.
fn plain(exchange: &Exchange) -> Vec<u8> {
    use std::io::Read as _;

    if exchange.header("content-encoding").is_none_or(|coding| !coding.contains("gzip")) {
        return exchange.body.clone();
    }
    let mut bytes = Vec::new();
    let limit = crate::robots::LIMIT as u64 + 1;
    let _ = flate2::read::MultiGzDecoder::new(exchange.body.as_slice())
        .take(limit)
        .read_to_end(&mut bytes);
    bytes
}
