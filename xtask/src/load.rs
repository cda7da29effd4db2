//! How a served case bears many readers while articles come in.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::Value;

/// Read a served case with many readers while articles are added, and tell times and errors
///
/// Serves the repository's example with the program that is built (cargo build --release), on a free port of loopback,
/// in a folder that goes away. Each reader asks for the next page as soon as it has the last: in turns a story's page
/// and one without content. Fails where an answer is no 200, an article is lost, or the story's slowest hundredth takes
/// more than --most times that of the empty page.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Readers at once
    #[arg(long, default_value_t = 50)]
    readers: usize,

    /// Articles to add, one a file
    #[arg(long, default_value_t = 1000)]
    articles: usize,

    /// How much slower a story's page may be
    #[arg(long, default_value_t = 20.0)]
    most: f64,

    /// The program to measure
    #[arg(long, default_value = "target/release/rashomon")]
    program: PathBuf,
}

/// What is read, in turns.
const PAGES: [(&str, &str); 2] = [("story page", "/stories/s1"), ("empty page", "/sign-in")];

/// Files that are handed in before one of them is waited for.
const AHEAD: usize = 100;

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let case = folder.path().join("load.case");
    let example = crate::root().join("examples/vessel-register");
    let made = Command::new(&arguments.program)
        .args(["run", "--quiet", "--case"])
        .args([case.as_path(), example.as_path()])
        .status()
        .map_err(|error| format!("{}: {error}; build it first", arguments.program.display()))?;
    if !made.success() {
        return Err("the example's case could not be made".to_owned());
    }
    let served = Served::start(&arguments.program, &case)?;
    let over = AtomicBool::new(false);
    let start = Instant::now();
    let (added, read) = thread::scope(|scope| {
        let readers: Vec<_> = (0..arguments.readers)
            .map(|n| {
                let (address, over) = (&served.address, &over);
                scope.spawn(move || read(address, n, over))
            })
            .collect();
        let added = add(&served.address, arguments.articles);
        over.store(true, Ordering::Relaxed);
        let read: Result<Vec<_>, String> =
            readers.into_iter().map(|reader| reader.join().expect("a reader")).collect();
        (added, read)
    });
    let (seconds, read) = (start.elapsed().as_secs_f64(), read?);
    added?;
    let overview = Client::open(&served.address)?.json("GET", "/api/v1/overview", b"")?;
    let expected = 6 + arguments.articles as u64;
    if overview["articles"] != expected || overview["waiting"] != 0 {
        return Err(format!("of {expected} articles there are: {overview}"));
    }
    let mut report = format!(
        "{} readers while {} articles of {} stories were added: {seconds:.1} s, {:.1} articles a second\n",
        arguments.readers,
        arguments.articles,
        overview["stories"],
        arguments.articles as f64 / seconds
    );
    let mut slowest = [0.0; 2];
    for (page, (name, path)) in PAGES.iter().enumerate() {
        let mut times: Vec<f64> =
            read.iter().flat_map(|times| times[page].iter().copied()).collect();
        times.sort_by(f64::total_cmp);
        let at =
            |part: f64| times.get((times.len() as f64 * part) as usize).map_or(0.0, |s| s * 1e3);
        slowest[page] = at(0.99);
        let _ = writeln!(
            report,
            "{name:<11} {path:<12} {:>7} answers, none but 200; ms: p50 {:.1}, p90 {:.1}, p99 {:.1}, most {:.1}",
            times.len(),
            at(0.5),
            at(0.9),
            at(0.99),
            times.last().map_or(0.0, |s| s * 1e3)
        );
    }
    let ratio = slowest[0] / slowest[1];
    let _ = write!(report, "p99 of the story page is {ratio:.1} times that of the empty page");
    eprintln!("{report}");
    if ratio.is_nan() || ratio > arguments.most {
        return Err(format!("more than {} times", arguments.most));
    }
    Ok(())
}

/// Asks for pages until it is over; seconds that each took, by page.
fn read(address: &str, reader: usize, over: &AtomicBool) -> Result<[Vec<f64>; 2], String> {
    let mut client = Client::open(address)?;
    let mut times = [Vec::new(), Vec::new()];
    let mut page = reader % 2;
    while !over.load(Ordering::Relaxed) {
        let (name, path) = PAGES[page];
        let start = Instant::now();
        let (status, body) = client.ask("GET", path, b"")?;
        times[page].push(start.elapsed().as_secs_f64());
        if status != 200 || !body.ends_with(b"</html>") {
            return Err(format!("{name}: {status}, {} bytes", body.len()));
        }
        page = 1 - page;
    }
    Ok(times)
}

/// Hands in articles and waits for the last to be told.
fn add(address: &str, articles: usize) -> Result<(), String> {
    let mut client = Client::open(address)?;
    let mut jobs = Vec::new();
    for n in 0..articles {
        let path = format!("/api/v1/uploads?name=made-{n}.txt&outlet=Outlet%20{}", n % 40);
        let job = client.json("POST", &path, article(n).as_bytes())?;
        jobs.push(job["id"].as_str().ok_or_else(|| job.to_string())?.to_owned());
        if n >= AHEAD {
            done(&mut client, &jobs[n - AHEAD])?;
        }
    }
    jobs.iter().rev().take(AHEAD).try_for_each(|job| done(&mut client, job))
}

fn done(client: &mut Client, job: &str) -> Result<(), String> {
    loop {
        let found = client.json("GET", &format!("/api/v1/jobs/{job}"), b"")?;
        match found["state"].as_str() {
            Some("done") if found["new"] == 1 => return Ok(()),
            Some("done" | "failed") | None => return Err(found.to_string()),
            Some(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// An invented article: one of ten about an event that has places, persons, a day and an act of its own.
fn article(n: usize) -> String {
    const ACTS: [[&str; 2]; 8] = [
        ["closed its harbour", "ran aground off"],
        ["expelled trawlers", "fished without leave in"],
        ["seized timber", "was loaded in"],
        ["signed an accord", "takes pilots to"],
        ["accused brokers of fraud", "was insured twice in"],
        ["investigates a fire", "burned down in"],
        ["cancelled a regatta", "was warned of by"],
        ["arrested divers", "was cut beneath"],
    ];
    const STATES: [&str; 12] = [
        "Malta", "Norway", "Iceland", "Portugal", "Cyprus", "Latvia", "Uruguay", "Ghana", "Fiji",
        "Jamaica", "Oman", "Chile",
    ];
    let event = n / 10;
    let [act, what] = ACTS[event % 8];
    let (state, other) = (STATES[event * 5 % 12], STATES[(event * 5 + 1 + event / 12 % 10) % 12]);
    let [port, person, witness, ship, bay, pier] =
        [0, 1, 2, 3, 4, 5].map(|part| name(6 * event + part));
    let (day, month) =
        (1 + event * 11 % 28, ["January", "March", "May", "July", "October"][event % 5]);
    let year = 2019 + event % 13;
    format!(
        "{port} {act}\n\n{port} {act} on {day} {month} {year}, mayor Ilka {person} told {bay} Radio. The {ship} {what} {pier}, \
         {state} said. Tomas {witness} denied it.\n\n\"{pier} is no place for the {ship},\" {person} said. {} sailors of {bay} were \
         on board. {other} condemned {port} and asked {state} to mediate between {port} and {bay}.\n",
        3 + n % 7
    )
}

/// A name that nobody has, another for every number.
fn name(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "bra", "dol", "fen", "gos", "hul", "kir", "lum", "mar", "nev", "pol", "rud", "sel", "tor",
        "vas", "wem", "zan",
    ];
    let mut name = String::new();
    number += 16;
    while number > 0 {
        name.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    name[..1].to_uppercase() + &name[1..]
}

/// A program that serves; it ends with its value.
struct Served {
    process: Child,
    address: String,
}

impl Served {
    fn start(program: &Path, case: &Path) -> Result<Self, String> {
        let mut process = Command::new(program)
            .args([
                "serve",
                "--quiet",
                "--listen",
                "127.0.0.1:0",
                "--rate",
                "1000000",
                "--queue",
                "1000",
            ])
            .arg("--case")
            .arg(case)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let said = BufReader::new(process.stderr.take().ok_or("nothing is heard of the server")?);
        let mut lines = said.lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
        let address = address.ok_or("the server does not say where it is")?;
        // what it says later is of interest
        thread::spawn(move || lines.for_each(|line| eprintln!("server: {line}")));
        Ok(Self { process, address })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that is kept.
struct Client(BufReader<TcpStream>);

impl Client {
    fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
        let _ = stream.set_nodelay(true);
        let _ = stream.set_read_timeout(Some(Duration::from_secs(120)));
        Ok(Self(BufReader::new(stream)))
    }

    fn json(&mut self, method: &str, path: &str, body: &[u8]) -> Result<Value, String> {
        let (status, body) = self.ask(method, path, body)?;
        match serde_json::from_slice(&body) {
            Ok(json) if status < 300 => Ok(json),
            _ => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&body))),
        }
    }

    /// The status and the body of an answer.
    fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> Result<(u16, Vec<u8>), String> {
        let length = if method == "GET" {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n{length}\r\n"
        );
        let mut answer = || {
            self.0.get_mut().write_all(&[head.as_bytes(), body].concat())?;
            let (mut status, mut length, mut line) = (0, 0, String::new());
            while self.0.read_line(&mut line)? > 2 {
                let lower = line.to_ascii_lowercase();
                if let Some(rest) = lower.strip_prefix("http/1.1 ") {
                    status = rest.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
                } else if let Some(rest) = lower.strip_prefix("content-length: ") {
                    length = rest.trim().parse().unwrap_or(0);
                }
                line.clear();
            }
            let mut body = vec![0; length];
            self.0.read_exact(&mut body)?;
            Ok::<_, std::io::Error>((status, body))
        };
        answer().map_err(|error| format!("{path}: {error}"))
    }
}
