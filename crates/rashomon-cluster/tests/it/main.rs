//! A cluster on one machine: the tables of a job are those of a run, whatever is killed.
#![allow(clippy::disallowed_methods)] // tests of the program use files as the program does

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

#[path = "../../../rashomon-ingest/tests/it/crawl.rs"]
mod crawl;

/// No step of a test takes longer.
const PATIENCE: Duration = Duration::from_secs(240);

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon-cluster"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that is free, and the one after it.
fn port() -> u16 {
    loop {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if free < u16::MAX && TcpListener::bind(("127.0.0.1", free + 1)).is_ok() {
            return free;
        }
    }
}

/// A scheduler and its executors.
struct Cluster {
    scheduler: Process,
    executors: Vec<Process>,
    address: String,
    metrics: String,
    folder: PathBuf,
}

impl Cluster {
    fn start(folder: &Path, executors: usize) -> Self {
        let address = format!("127.0.0.1:{}", port());
        let scheduler = Self::scheduler(&address);
        let metrics = format!("127.0.0.1:{}", port());
        let mut cluster =
            Self { scheduler, executors: Vec::new(), address, metrics, folder: folder.to_owned() };
        for _ in 0..executors {
            cluster.executor();
        }
        cluster
    }

    fn scheduler(address: &str) -> Process {
        let mut command = program();
        command.args(["scheduler", "--listen", address, "--lost-after", "12"]);
        let process = Process(command.stderr(Stdio::null()).spawn().unwrap());
        wait_for(address);
        process
    }

    fn executor(&mut self) {
        let number = self.executors.len();
        let listen = format!("127.0.0.1:{}", port());
        let mut command = program();
        command.args([
            "executor",
            "--slots",
            "1",
            "--scheduler",
            &self.address,
            "--listen",
            &listen,
        ]);
        command.arg("--work-dir").arg(self.folder.join(format!("rows-{number}")));
        if number == 0 {
            command.args(["--metrics", &self.metrics]);
        }
        self.executors.push(Process(command.stderr(Stdio::null()).spawn().unwrap()));
        wait_for(&listen);
    }

    fn submit(&self, out: &Path, arguments: &[&str]) -> Child {
        let mut command = program();
        command.args(["submit", "--scheduler", &self.address, "--out"]).arg(out).args(arguments);
        command.spawn().unwrap()
    }
}

/// Waits until somebody listens.
fn wait_for(address: &str) {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(start.elapsed() < PATIENCE, "nobody listens at {address}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until a process ends.
fn end_of(mut child: Child) -> Output {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            let mut said = String::new();
            let _ = child.stderr.take().unwrap().read_to_string(&mut said);
            panic!("goes on for more than {PATIENCE:?}: {said}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of crawls, each a unit of its own, with pages that are broken and that are none.
fn crawls(folder: &Path, files: usize, pages: usize) -> String {
    std::fs::create_dir_all(folder.join("crawl")).unwrap();
    for file in 0..files {
        let crawl = crawl::crawl(file * pages..(file + 1) * pages);
        let bytes = [crawl, crawl::picture((1 << 20) + file)].concat();
        std::fs::write(folder.join(format!("crawl/{file:02}.warc.gz")), bytes).unwrap();
    }
    folder.join("crawl").display().to_string()
}

/// What a job left: every file but what its processes tell one another.
fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![out.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(out).unwrap().display().to_string();
            if path.is_dir() {
                open.push(path);
            } else if !name.starts_with("work/") && name != "job.json" {
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    assert!(found.contains_key("manifest.json"), "{:?}", found.keys());
    found
}

/// The tables of the same job, done by one process.
fn local(folder: &Path, inputs: &str) -> BTreeMap<String, Vec<u8>> {
    let out = folder.join("local");
    let output = program().args(["local", inputs, "--out"]).arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    tables(&out)
}

fn same(ours: &BTreeMap<String, Vec<u8>>, theirs: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (name, bytes) in ours {
        assert!(theirs[name] == *bytes, "{name} differs");
    }
}

/// Waits until so many units are done.
fn units_done(out: &Path, units: usize) {
    let start = Instant::now();
    let done = || std::fs::read_dir(out.join("work/read")).map_or(0, Iterator::count);
    while done() < units {
        assert!(start.elapsed() < PATIENCE, "{} units are done", done());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_cluster_writes_what_one_machine_writes() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = crawls(folder.path(), 6, 20);
    let cluster = Cluster::start(folder.path(), 2);
    let out = folder.path().join("out");
    let output = end_of(cluster.submit(&out, &[&inputs]));
    assert!(output.status.success(), "{}", said(&output));
    same(&tables(&out), &local(folder.path(), &inputs));
    let manifest = String::from_utf8(std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert!(manifest.contains("\"accounts\": 96"), "{manifest}");

    let mut metrics = TcpStream::connect(&cluster.metrics).unwrap();
    metrics.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").unwrap();
    let mut text = String::new();
    metrics.read_to_string(&mut text).unwrap();
    assert!(text.contains("rashomon_cluster_records_total{what=\"account\"}"), "{text}");
}

#[test]
fn what_an_executor_had_is_done_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = crawls(folder.path(), 12, 20);
    let mut cluster = Cluster::start(folder.path(), 2);
    let out = folder.path().join("out");
    let job = cluster.submit(&out, &[&inputs]);
    units_done(&out, 3);
    drop(cluster.executors.pop());
    let output = end_of(job);
    assert!(output.status.success(), "{}", said(&output));
    same(&tables(&out), &local(folder.path(), &inputs));
}

#[test]
fn a_job_goes_on_after_its_scheduler_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = crawls(folder.path(), 12, 20);
    let cluster = Cluster::start(folder.path(), 2);
    let out = folder.path().join("out");
    let job = cluster.submit(&out, &[&inputs]);
    units_done(&out, 3);
    let Cluster { scheduler, executors, .. } = cluster;
    drop(scheduler);
    let output = end_of(job);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let message = said(&output);
    assert!(message.contains("scheduler cannot be reached"), "{message}");
    assert!(message.contains("--resume"), "{message}");
    assert!(!out.join("manifest.json").exists());
    drop(executors);

    let cluster = Cluster::start(folder.path(), 2);
    let output = end_of(cluster.submit(&out, &[&inputs]));
    assert!(said(&output).contains("--resume"), "{}", said(&output));
    let output = end_of(cluster.submit(&out, &[&inputs, "--resume"]));
    assert!(output.status.success(), "{}", said(&output));
    same(&tables(&out), &local(folder.path(), &inputs));
}

#[test]
fn a_scheduler_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = crawls(folder.path(), 1, 2);
    let address = format!("127.0.0.1:{}", port());
    let mut command = program();
    command.args(["submit", &inputs, "--scheduler", &address, "--out"]);
    let output = end_of(command.arg(folder.path().join("out")).spawn().unwrap());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains(&address) && said(&output).contains("--resume"),
        "{}",
        said(&output)
    );
}
