//! A server of a test, and a client that says exactly what it is told to.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rashomon_annotate::Annotator;
use rashomon_extract::{Account, Extractor};
use rashomon_ingest::{Failure, Record};
use rashomon_server::{Error, Options, Server, Stop};
use rashomon_store::{Case, Reading};
use serde_json::Value;
use tempfile::TempDir;

/// The readings of the product, without its walls against bugs.
struct Reads(Annotator, Extractor);

impl Reading for Reads {
    fn account(&self, record: &Record) -> Result<Account, Failure> {
        let article = record.clean()?;
        let analysis = self.0.annotate(&article);
        Ok(self.1.extract(article, analysis))
    }
}

/// The models are decoded once for all tests.
pub(crate) fn reads() -> Arc<dyn Reading> {
    static READS: OnceLock<Arc<Reads>> = OnceLock::new();
    let reads = READS.get_or_init(|| Arc::new(Reads(Annotator::new(), Extractor::default())));
    Arc::<Reads>::clone(reads)
}

/// A server that runs. It ends with its value.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) folder: TempDir,
    stop: Stop,
    running: Option<JoinHandle<Result<(), Error>>>,
}

impl Served {
    /// A server of an empty case, for this machine.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Self {
        Self::on(tempfile::tempdir().unwrap(), change)
    }

    /// A server of the case in a folder.
    pub(crate) fn on(folder: TempDir, change: impl FnOnce(&mut Options)) -> Self {
        let path = case_in(&folder);
        let mut options = Options::new(path.clone(), reads());
        options.address.set_port(0);
        // tests ask from one address, and fast
        options.limits.rate = 10_000.try_into().unwrap();
        options.limits.burst = 10_000.try_into().unwrap();
        change(&mut options);
        let server = Server::open(Case::open(&path).unwrap(), options).unwrap();
        let (address, stop) = (server.address().unwrap(), server.stop());
        let running = Some(thread::spawn(move || server.run()));
        Self { address, folder, stop, running }
    }

    /// A server of the repository's example.
    pub(crate) fn example() -> Self {
        let served = Self::new();
        served.add_example();
        served
    }

    pub(crate) fn add_example(&self) {
        let jobs: Vec<String> = example().iter().map(|file| self.upload(file)).collect();
        for job in jobs {
            let job = self.done(&job);
            assert_eq!(job["state"], "done", "{job}");
        }
    }

    /// Hands in a file; the job.
    fn upload(&self, file: &Path) -> String {
        let name = file.file_name().unwrap().to_str().unwrap();
        let answer = self.send_file(&format!("name={name}"), &std::fs::read(file).unwrap());
        assert_eq!(answer.status, 202, "{answer:?}");
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn send_file(&self, query: &str, bytes: &[u8]) -> Answer {
        let kind = [("Content-Type", "application/octet-stream")];
        self.ask("POST", &format!("/api/v1/uploads?{query}"), &kind, bytes)
    }

    /// Hands in JSON.
    pub(crate) fn send_json(&self, path: &str, json: &Value) -> Answer {
        self.ask("POST", path, &[("Content-Type", "application/json")], json.to_string().as_bytes())
    }

    /// Waits for a job to be over.
    pub(crate) fn done(&self, job: &str) -> Value {
        let start = Instant::now();
        loop {
            let found = self.get(&format!("/api/v1/jobs/{job}")).json();
            if found["state"] == "done" || found["state"] == "failed" {
                return found;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{found}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Hands in a file and waits until it is told.
    pub(crate) fn add(&self, query: &str, bytes: &[u8]) -> Value {
        let answer = self.send_file(query, bytes);
        assert_eq!(answer.status, 202, "{answer:?}");
        self.done(answer.json()["id"].as_str().unwrap())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// A request with a host, a length and nothing else that is not said.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if method != "GET" {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        head += "\r\n";
        self.say(&[head.as_bytes(), body].concat())
    }

    /// Says bytes and hears the answer to its end.
    pub(crate) fn say(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // the server may answer and hang up before it has heard all
        let _ = stream.write_all(bytes);
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard);
        Answer::parse(&heard)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        // no test hangs for ever
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Ends the server; its folder is left.
    pub(crate) fn end(mut self) -> TempDir {
        self.stop.stop();
        self.running.take().unwrap().join().unwrap().unwrap();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(running) = self.running.take() {
            let ended = running.join();
            assert!(thread::panicking() || matches!(ended, Ok(Ok(()))), "{ended:?}");
        }
    }
}

/// What a server answered.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// 0 where there was no answer.
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(heard: &[u8]) -> Self {
        let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Self::default();
        };
        let head = String::from_utf8_lossy(&heard[..end]);
        let mut lines = head.lines();
        let status =
            lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let body = &heard[end + 4..];
        let chunked = headers.iter().any(|(n, v)| n == "transfer-encoding" && v == "chunked");
        let body = if chunked { unchunked(body) } else { body.to_vec() };
        Self { status, headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16).unwrap_or(0);
        let start = end + 2;
        if size == 0 || body.len() < start + size + 2 {
            break;
        }
        whole.extend_from_slice(&body[start..start + size]);
        body = &body[start + size + 2..];
    }
    whole
}

pub(crate) fn case_in(folder: &TempDir) -> PathBuf {
    folder.path().join("test.case")
}

/// The files of the repository's example.
pub(crate) fn example() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/vessel-register");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 6);
    files
}

/// An invented article, as a page.
pub(crate) fn page(title: &str, more: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title>\
         <meta property=\"og:site_name\" content=\"Lantern Courier\">\
         <meta property=\"article:published_time\" content=\"2031-03-04\"></head><body><article><h1>{title}</h1>\
         <p>Ostrava Bay closed its inner harbour on Tuesday after a barge ran aground, harbour master Ilka Dorn said. \
         The port authority of Ostrava Bay denied that the lights had failed.</p>\
         <p>Two tugs were sent from Port Ellery in the morning, and the barge was towed to the yard in the evening.</p>\
         {more}</article></body></html>"
    )
    .into_bytes()
}
