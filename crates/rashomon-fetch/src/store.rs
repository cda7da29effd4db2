//! What is kept of the run: the WARC file, and the table of what failed.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::json;
use url::Url;

use crate::exchange::Exchange;
use crate::links::Link;
use crate::warc::{Kind, Record, Scan, Seen, Warc, date, sha256};
use crate::{Error, Options};

/// A page that was not stored, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The URL that was wanted.
    pub url: String,
    /// One word for programs: `robots`, `refused`, `status`, `time` …
    pub kind: &'static str,
    /// The reason for people.
    pub reason: String,
    /// The feed, OPML file, sitemap or list that led there.
    pub via: Option<String>,
    /// The status of the last answer, where there was one.
    pub status: Option<u16>,
    /// How often it was asked for.
    pub attempts: u32,
}

/// The table of failures that belongs to a WARC file: one JSON object a line.
pub fn failures_file(warc: &Path) -> PathBuf {
    let mut name = warc.as_os_str().to_owned();
    name.push(".failures.jsonl");
    PathBuf::from(name)
}

/// Whether an answer was stored, or an earlier one found unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Whole,
    Unchanged,
}

/// The files of a run. Whole records only; usable from several threads.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    files: Mutex<Files>,
}

#[derive(Debug)]
struct Files {
    warc: Warc,
    /// The name of the record that describes the run.
    info: String,
    failures: Option<File>,
}

impl Store {
    /// Begins a WARC file, or goes on with the one that `earlier` was read from.
    pub(crate) fn open(
        path: &Path,
        earlier: Option<&Scan>,
        options: &Options,
    ) -> Result<Self, Error> {
        let cannot = |error: &io::Error| {
            Error::argument(match error.kind() {
                io::ErrorKind::AlreadyExists => format!(
                    "{}: is there already; give --resume to go on with it, or another name",
                    path.display()
                ),
                _ => format!(
                    "{}: {error}; give a file in a folder that can be written to",
                    path.display()
                ),
            })
        };
        let mut warc = match earlier {
            Some(scan) => Warc::reopen(path, scan.end),
            None => Warc::create(path),
        }
        .map_err(|error| cannot(&error))?;
        let about = about(options);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let info =
            Record::new(Kind::Info, now(), warc.len(), "application/warc-fields", about.as_bytes())
                .with("WARC-Filename", name);
        let id = info.id();
        warc.append(&[info]).map_err(|error| cannot(&error))?;
        // failures are those of this run
        match std::fs::remove_file(failures_file(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(&error)),
            _ => {}
        }
        let files = Mutex::new(Files { warc, info: id, failures: None });
        Ok(Self { path: path.to_path_buf(), files })
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many bytes the WARC file has.
    pub(crate) fn len(&self) -> u64 {
        self.files().warc.len()
    }

    /// Sees that all of it is on the disk.
    pub(crate) fn sync(&self) -> Result<(), Error> {
        self.files().warc.sync().map_err(|error| Error::write(&self.path, &error))
    }

    /// Stores an exchange: the request, the links of a list, and the answer, last, as the answer
    /// is what says that the page is done.
    ///
    /// Where an `earlier` answer is at hand and the new one is the same, a `revisit` points to it.
    pub(crate) fn exchange(
        &self,
        url: &Url,
        exchange: &Exchange,
        links: Option<&[Link]>,
        earlier: Option<&Seen>,
    ) -> Result<Kept, Error> {
        let mut files = self.files();
        let (time, at) = (now(), files.warc.len());
        let body = &exchange.response[exchange.body_at..];
        let digest = sha256(body);
        let profile = earlier.and_then(|seen| {
            let same = exchange.truncated.is_none()
                && seen.truncated.is_none()
                && !body.is_empty()
                && (200..300).contains(&exchange.status)
                && seen.payload_digest.as_deref() == Some(&digest);
            match exchange.status {
                304 => Some("server-not-modified"),
                _ if same => Some("identical-payload-digest"),
                _ => None,
            }
        });
        let address = exchange.address.map(|address| address.to_string());
        let common = |kind, content_type, block| {
            Record::new(kind, time, at, content_type, block)
                .with("WARC-Target-URI", url.as_str())
                .with("WARC-Warcinfo-ID", files.info.clone())
                .with_some("WARC-IP-Address", address.clone())
        };
        const RESPONSE: &str = "application/http;msgtype=response";
        let answer = match (earlier, profile) {
            (Some(seen), Some(profile)) => {
                let head = &exchange.response[..exchange.body_at];
                common(Kind::Revisit, RESPONSE, head)
                    .with_some("WARC-Payload-Digest", seen.payload_digest.clone())
                    .with(
                        "WARC-Profile",
                        format!("http://netpreserve.org/warc/1.1/revisit/{profile}"),
                    )
                    .with("WARC-Refers-To", seen.id.clone())
                    .with("WARC-Refers-To-Target-URI", url.as_str())
                    .with("WARC-Refers-To-Date", seen.date.clone())
            }
            _ => common(Kind::Response, RESPONSE, &exchange.response)
                .with("WARC-Payload-Digest", digest)
                .with_some(
                    "WARC-Truncated",
                    exchange.truncated.map(crate::exchange::Truncated::as_str),
                ),
        };
        let id = answer.id();
        let request = common(Kind::Request, "application/http;msgtype=request", &exchange.request)
            .with("WARC-Concurrent-To", id.clone());
        let outlinks = links.map(outlinks);
        let outlinks = outlinks.as_ref().map(|text| {
            common(Kind::Metadata, "application/warc-fields", text.as_bytes())
                .with("WARC-Concurrent-To", id)
        });
        let records: Vec<Record<'_>> =
            [Some(request), outlinks, Some(answer)].into_iter().flatten().collect();
        files.warc.append(&records).map_err(|error| Error::write(&self.path, &error))?;
        Ok(if profile.is_some() { Kept::Unchanged } else { Kept::Whole })
    }

    /// Stores that a page failed, and adds it to the table. Where the answer itself is stored, no
    /// more is said in the WARC file.
    pub(crate) fn failure(&self, failure: &Failure, answered: bool) -> Result<(), Error> {
        let mut files = self.files();
        let files = &mut *files;
        if !answered && let Ok(url) = Url::parse(&failure.url) {
            let mut text = format!("failure: {}\r\nreason: {}\r\n", failure.kind, failure.reason);
            let _ = write!(text, "attempts: {}\r\n", failure.attempts);
            if let Some(via) = &failure.via {
                let _ = write!(text, "via: {via}\r\n");
            }
            let record = Record::new(
                Kind::Metadata,
                now(),
                files.warc.len(),
                "application/warc-fields",
                text.as_bytes(),
            )
            .with("WARC-Target-URI", url.as_str())
            .with("WARC-Warcinfo-ID", files.info.clone());
            files.warc.append(&[record]).map_err(|error| Error::write(&self.path, &error))?;
        }
        let table = failures_file(&self.path);
        let cannot = |error| Error::write(&table, &error);
        if files.failures.is_none() {
            files.failures = Some(File::create(&table).map_err(cannot)?);
        }
        let Failure { url, kind, reason, via, status, attempts } = failure;
        let line = json!({
            "url": url, "kind": kind, "reason": reason, "via": via, "status": status,
            "attempts": attempts,
        });
        match &mut files.failures {
            Some(file) => writeln!(file, "{line}").map_err(cannot),
            None => Ok(()),
        }
    }
}

/// The time, to the second.
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    i64::try_from(seconds).ok().and_then(|s| Timestamp::from_second(s).ok()).unwrap_or_default()
}

/// What the first record says of the run.
fn about(options: &Options) -> String {
    let agent = options.user_agent();
    let about = [
        ("software", concat!("rashomon-fetch/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("format", "WARC File Format 1.1".to_owned()),
        (
            "conformsTo",
            "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
                .to_owned(),
        ),
        ("robots", "obey".to_owned()),
        ("http-header-user-agent", agent),
        ("created", date(now())),
    ];
    about.map(|(name, value)| format!("{name}: {value}\r\n")).concat()
}

/// The links of a list, as they are read again after a crash.
fn outlinks(links: &[Link]) -> String {
    let mut text = format!("list: {} links\r\n", links.len());
    for link in links {
        let url: String = link.url.split_whitespace().collect();
        let what = if link.list { "list" } else { "page" };
        let _ = write!(text, "outlink: {url} {what}\r\n");
    }
    text
}
