//! A server that answers as a test says, and runs of the fetcher against it.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rashomon_fetch::{Error, Event, Failure, Options, Seed, Summary, fetch};
use tempfile::TempDir;

use crate::warc::{self, Record};

/// What a server was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) path: String,
    headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }
}

/// A server on loopback. It ends with its value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server whose answers `answer` writes. It says 404 to robots.txt by itself.
    pub(crate) fn new(answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::raw("127.0.0.1", move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => reply(stream, "404 Not Found", &[], b""),
            _ => answer(asked, stream),
        })
    }

    /// A server whose answers, robots.txt too, `answer` writes, on an address of loopback.
    pub(crate) fn raw(
        address: &str,
        answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        Self::listen(address, asked, move |mut stream| {
            if let Some(asked) = read(&stream) {
                log.lock().unwrap().push(asked.clone());
                answer(&asked, &mut stream);
            }
        })
    }

    /// A server that does as it likes with a connection.
    pub(crate) fn wild(wild: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        Self::listen("127.0.0.1", Arc::default(), wild)
    }

    fn listen(
        address: &str,
        asked: Arc<Mutex<Vec<Asked>>>,
        serve: impl Fn(TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let ended = Arc::new(AtomicBool::new(false));
        let (over, serve) = (Arc::clone(&ended), Arc::new(serve));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                // no test hangs for ever
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
                let serve = Arc::clone(&serve);
                thread::spawn(move || serve(stream));
            }
        });
        Self { address, asked, ended, thread: Some(thread) }
    }

    /// The URL of a path here.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line.ok()?;
        match line.split_once(": ") {
            Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
            None => return Some(Asked { path, headers }),
        }
    }
    None
}

/// Writes an answer with a length.
pub(crate) fn reply(stream: &mut TcpStream, status: &str, headers: &[&str], body: &[u8]) {
    let mut head = format!("HTTP/1.1 {status}\r\n");
    for header in headers {
        let _ = write!(head, "{header}\r\n");
    }
    let _ = write!(head, "Content-Length: {}\r\n\r\n", body.len());
    // the fetcher may have gone
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// Writes a page.
pub(crate) fn page(stream: &mut TcpStream, text: &str) {
    let body = format!("<!DOCTYPE html><title>{text}</title><p>{text}</p>\n");
    reply(stream, "200 OK", &["Content-Type: text/html"], body.as_bytes());
}

/// Options for loopback: no pauses worth the name, short limits.
pub(crate) fn options() -> Options {
    Options {
        pause: Duration::ZERO,
        backoff: Duration::from_millis(1),
        timeout: Duration::from_secs(10),
        attempts: 2,
        allow_private: true,
        ..Options::default()
    }
}

/// What a run left.
pub(crate) struct Ran {
    pub(crate) result: Result<Summary, Error>,
    pub(crate) notes: Vec<String>,
    pub(crate) path: PathBuf,
    pub(crate) dir: TempDir,
}

impl Ran {
    pub(crate) fn summary(&self) -> &Summary {
        self.result.as_ref().expect("it ran")
    }

    /// The failure of the run, where there is one and no other.
    pub(crate) fn failure(&self) -> &Failure {
        let [failure] = self.summary().failures.as_slice() else {
            panic!("{:?}", self.summary());
        };
        failure
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        warc::read(&self.path)
    }

    /// The answers in the file.
    pub(crate) fn responses(&self) -> Vec<Record> {
        self.records().into_iter().filter(|r| r.kind() == "response").collect()
    }
}

/// Fetches URLs into a new file.
pub(crate) fn run(urls: &[&str], options: &Options) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    run_in(dir, urls, options)
}

/// Fetches URLs into the file of a folder.
pub(crate) fn run_in(dir: TempDir, urls: &[&str], options: &Options) -> Ran {
    let path = dir.path().join("pages.warc.gz");
    let (result, notes) = run_to(&path, urls, options, &AtomicBool::new(false));
    Ran { result, notes, path, dir }
}

/// Fetches URLs into a file.
pub(crate) fn run_to(
    path: &Path,
    urls: &[&str],
    options: &Options,
    stop: &AtomicBool,
) -> (Result<Summary, Error>, Vec<String>) {
    let notes = Mutex::new(Vec::new());
    let text = urls.join("\n");
    let seeds = Seed::lines(&text, "list").collect();
    let result = fetch(seeds, path, options, stop, &|event| {
        if let Event::Note(what, url) = event {
            notes.lock().unwrap().push(format!("{url}: {what}"));
        }
    });
    (result, notes.into_inner().unwrap())
}
