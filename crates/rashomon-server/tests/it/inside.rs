//! Nobody has the server ask inside of its own network: not by an address, a redirect, a name, or an item of a feed.

use std::io;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rashomon_fetch::{Lookup, Options as Fetch};
use serde_json::{Value, json};

use crate::support::{Served, page};

/// A site of the tests: it answers a path with what it holds, and notes what it was asked.
struct Site {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    pages: Arc<Mutex<Vec<(String, String)>>>,
}

impl Site {
    /// A site on an address of loopback. It ends with the process.
    fn on(address: &str) -> Self {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, pages) =
            (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<Vec<(String, String)>>>::default());
        let (log, held) = (Arc::clone(&asked), Arc::clone(&pages));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &log, &held);
            }
        });
        Self { address, asked, pages }
    }

    /// Has a path answer with headers and a body.
    fn hold(&self, path: &str, head: &str, body: &str) {
        let answer = format!(
            "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut pages = self.pages.lock().unwrap();
        pages.retain(|(known, _)| known != path);
        pages.push((path.to_owned(), answer));
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<String>>, held: &Mutex<Vec<(String, String)>>) {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    for line in lines {
        if line.is_ok_and(|line| line.is_empty()) {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let pages = held.lock().unwrap();
    let found = pages.iter().find(|(known, _)| *known == path);
    let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let _ = stream.write_all(found.map_or(missing, |(_, answer)| answer).as_bytes());
    drop(pages);
    log.lock().unwrap().push(path);
}

const HTML: &str = "200 OK\r\nContent-Type: text/html";
const RSS: &str = "200 OK\r\nContent-Type: application/rss+xml";

fn quick(fetch: Fetch) -> Fetch {
    Fetch {
        pause: Duration::ZERO,
        backoff: Duration::from_millis(1),
        timeout: Duration::from_secs(10),
        attempts: 1,
        ..fetch
    }
}

/// As in the world outside: every name leads to 127.0.0.1, which is public here, but `inside.example`; all other
/// addresses are private.
fn world(public: SocketAddr, inside: SocketAddr) -> Fetch {
    let lookup = Lookup::new(move |host, _| match host {
        "inside.example" => Ok(vec![inside]),
        "gone.example" => Err(io::Error::other("no such name")),
        _ => Ok(vec![public]),
    });
    let judge = |address: IpAddr| (address != IpAddr::from([127, 0, 0, 1])).then_some("private");
    quick(Fetch { lookup: lookup.judged_by(judge), ..Fetch::default() })
}

fn fetched(served: &Served, url: &str) -> Value {
    let answer = served.send_json("/api/v1/pages", &json!({ "urls": [url] }));
    assert_eq!(answer.status, 202, "{url}: {answer:?}");
    served.done(answer.json()["id"].as_str().unwrap())
}

fn refused(job: &Value) {
    let reasons = job["failures"].to_string();
    assert!(job["new"] == 0 && reasons.contains("own network"), "{job}");
    assert!(!reasons.contains("--"), "no way out is offered that a request has not: {job}");
}

#[test]
fn no_spelling_of_an_address_leads_inside() {
    let inside = Site::on("127.0.0.1");
    inside.hold("/", HTML, "secret");
    let port = inside.address.port();
    let served = Served::with(|options| options.fetch = quick(Fetch::default()));
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "user:secret@127.0.0.1",
    ] {
        refused(&fetched(&served, &format!("http://{host}:{port}/")));
    }
    refused(&fetched(&served, "http://169.254.169.254/latest/meta-data/"));
    assert!(inside.asked().is_empty(), "{:?}", inside.asked());
    assert_eq!(served.json("/api/v1/overview")["articles"], 0);
}

/// What a request says beside an address changes nothing; what is no address of the web is not taken.
#[test]
fn no_request_opens_the_way() {
    let inside = Site::on("127.0.0.1");
    inside.hold("/", HTML, "secret");
    let url = format!("http://{}/", inside.address);
    let served = Served::with(|options| options.fetch = quick(Fetch::default()));
    for more in ["allow_private", "proxy", "again", "lookup", "resume"] {
        let mut body = json!({ "urls": [&url] });
        body[more] = json!(true);
        assert_eq!(served.send_json("/api/v1/pages", &body).status, 422, "{more}");
        let asked = format!("/api/v1/pages?{more}=true");
        let answer = served.send_json(&asked, &json!({ "urls": [&url] }));
        refused(&served.done(answer.json()["id"].as_str().unwrap()));
    }
    for odd in [
        "/etc/passwd",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "Cargo.toml",
        "-",
        "",
        "http://",
    ] {
        assert_eq!(
            served.send_json("/api/v1/pages", &json!({ "urls": [odd] })).status,
            400,
            "{odd}"
        );
        assert_eq!(
            served.send_json("/api/v1/watches", &json!({ "url": odd })).status,
            400,
            "{odd}"
        );
    }
    assert!(inside.asked().is_empty(), "{:?}", inside.asked());
}

#[test]
fn no_redirect_name_or_item_leads_inside() {
    let (inside, outside) = (Site::on("127.0.0.2"), Site::on("127.0.0.1"));
    inside.hold("/secret", HTML, "secret");
    let secret = format!("http://{}/secret", inside.address);
    let served = Served::with(|options| options.fetch = world(outside.address, inside.address));
    let base = "http://paper.example";

    outside.hold("/moved", &format!("302 Found\r\nLocation: {secret}"), "");
    refused(&fetched(&served, &format!("{base}/moved")));
    refused(&fetched(&served, "http://inside.example/secret"));

    let item = |link: &str| format!("<item><title>Barge</title><link>{link}</link></item>");
    let links = [
        secret.as_str(),
        "http://inside.example/secret",
        "file:///etc/passwd",
        &format!("{base}/barge"),
    ];
    let items: String = links.map(item).concat();
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title>{items}</channel></rss>"
    );
    outside.hold("/feed", RSS, &feed);
    outside.hold("/barge", HTML, &String::from_utf8(page("Barge aground", "")).unwrap());
    let job = fetched(&served, &format!("{base}/feed"));
    assert_eq!(job["new"], 1, "what is outside is read: {job}");
    assert_eq!(job["failed"], 2, "no link that is not of the web is followed: {job}");
    assert!(inside.asked().is_empty(), "{:?}", inside.asked());
    let article = served.json("/api/v1/articles/a1");
    assert_eq!(
        (&article["url"], &article["title"]),
        (&json!(format!("{base}/barge")), &json!("Barge aground"))
    );
}

/// A watched feed is read again; what is new in it comes in, what goes wrong is told.
#[test]
fn a_watched_feed_brings_what_is_new() {
    let outside = Site::on("127.0.0.1");
    let feed = |items: &str| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title>{items}</channel></rss>"
        )
    };
    let item = |n: u32| {
        format!("<item><title>Barge {n}</title><link>http://paper.example/{n}</link></item>")
    };
    for n in 1..=2 {
        let body = String::from_utf8(page(&format!("Barge {n} aground"), "")).unwrap();
        outside.hold(&format!("/{n}"), HTML, &body);
    }
    outside.hold("/feed", RSS, &feed(&item(1)));
    let served = Served::with(|options| {
        options.fetch = world(outside.address, outside.address);
        options.watch_every = Duration::from_secs(1);
    });
    let url = "http://paper.example/feed";
    let answer = served.send_json("/api/v1/watches", &json!({ "url": url }));
    assert_eq!(served.done(answer.json()["id"].as_str().unwrap())["state"], "done");
    let until = |articles: u64| {
        for _ in 0..600 {
            if served.json("/api/v1/overview")["articles"] == articles {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("{}", served.json("/api/v1/jobs"));
    };
    until(1);
    outside.hold("/feed", RSS, &feed(&(item(2) + &item(1))));
    until(2);
    let watch = served.json("/api/v1/watches")[0].clone();
    assert!(
        watch["url"] == url && watch["read"].is_string() && watch["error"].is_null(),
        "{watch}"
    );

    outside.hold("/feed", "500 Internal Server Error", "");
    for n in 0.. {
        let watch = served.json("/api/v1/watches")[0].clone();
        if watch["error"].is_string() {
            break;
        }
        assert!(n < 600, "{watch}");
        thread::sleep(Duration::from_millis(50));
    }
    let gone = served.ask("DELETE", &format!("/api/v1/watches?url={url}"), &[], b"");
    assert_eq!(served.done(gone.json()["id"].as_str().unwrap())["state"], "done");
    assert_eq!(served.json("/api/v1/watches"), json!([]));
    let again = served.ask("DELETE", &format!("/api/v1/watches?url={url}"), &[], b"");
    assert_eq!(served.done(again.json()["id"].as_str().unwrap())["state"], "failed");
    assert_eq!(served.json("/api/v1/overview")["articles"], 2, "what was read stays");
}
