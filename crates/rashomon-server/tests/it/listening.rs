//! Who listens hears every change, once, in order, and after a break from where it was.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Served, case_in, example, page, reads};

/// What listens to `/events`.
struct Ear(BufReader<TcpStream>);

/// An event: what it is called, its id, its data.
type Event = (String, Option<u64>, Value);

impl Ear {
    fn open(served: &Served, path: &str, more: &str) -> Self {
        let mut stream = served.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n").unwrap();
        let mut ear = Self(BufReader::new(stream));
        let head: Vec<String> = ear.lines().take_while(|line| !line.is_empty()).collect();
        assert!(head[0].starts_with("HTTP/1.1 200"), "{head:?}");
        assert!(head.iter().any(|line| line == "content-type: text/event-stream"), "{head:?}");
        ear
    }

    fn lines(&mut self) -> impl Iterator<Item = String> {
        (&mut self.0).lines().map_while(Result::ok)
    }

    /// The next event; none when the stream has ended.
    fn next(&mut self) -> Option<Event> {
        let (mut name, mut id) = (String::new(), None);
        for line in self.lines() {
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(text) = line.strip_prefix("id: ") {
                id = text.parse().ok();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, id, serde_json::from_str(data).unwrap()));
            }
        }
        None
    }

    fn next_change(&mut self) -> Option<(u64, Value)> {
        loop {
            let (name, id, data) = self.next()?;
            if name == "change" {
                return Some((id.unwrap(), data));
            }
        }
    }
}

#[test]
fn every_change_is_heard_once_and_in_order() {
    let served = Served::new();
    let mut ear = Ear::open(&served, "/events", "");
    served.add_example();
    served.add("name=late.html", &page("Barge aground", ""));
    let known: Vec<u64> = served
        .json("/api/v1/changes?after=0&limit=500")
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["change"].as_u64().unwrap())
        .collect();
    assert!(known.len() >= 2, "{known:?}");
    let heard: Vec<u64> = known.iter().map(|_| ear.next_change().unwrap().0).collect();
    assert_eq!(heard, known);

    // after a break: from where it was, by the browser's word or the page's
    let last = known[known.len() - 2];
    for (path, header) in [
        ("/events".to_owned(), format!("Last-Event-ID: {last}\r\n")),
        (format!("/events?after={last}"), String::new()),
        ("/events?after=0".to_owned(), format!("Last-Event-ID: {last}\r\n")),
    ] {
        let (change, data) = Ear::open(&served, &path, &header).next_change().unwrap();
        assert_eq!(change, known[known.len() - 1], "{path}");
        assert_eq!(data["change"], change);
        assert!(data["title"].is_string() && data["story"].is_string(), "{data}");
    }
    assert_eq!(Ear::open(&served, "/events?after=0", "").next_change().unwrap().0, known[0]);
}

#[test]
fn jobs_are_heard_of() {
    let served = Served::new();
    let mut ear = Ear::open(&served, "/events", "");
    served.send_file("name=a.html", &page("Barge aground", ""));
    let mut open = Vec::new();
    while open.last() != Some(&0) {
        let (name, id, data) = ear.next().unwrap();
        if name == "job" {
            assert_eq!(id, None);
            open.push(data["open"].as_u64().unwrap());
        }
    }
    assert!(!open.is_empty());
}

/// What another program adds to the file is heard of too.
#[test]
fn the_changes_of_others_are_heard() {
    let served = Served::new();
    let mut ear = Ear::open(&served, "/events", "");
    let mut case = rashomon_store::Case::open(&case_in(&served.folder)).unwrap();
    let items: Vec<rashomon_store::Item> = example()
        .into_iter()
        .flat_map(|file| {
            rashomon_ingest::inputs(&[file], &rashomon_ingest::Options::default()).unwrap()
        })
        .flat_map(|input| rashomon_ingest::records(&input, &rashomon_ingest::Options::default()))
        .map(|record| {
            let record = record.unwrap();
            rashomon_store::Item { account: reads().account(&record).unwrap(), record }
        })
        .collect();
    case.store(&items).unwrap();
    let told = case.tell(&|_, _| {}).unwrap();
    assert_eq!(ear.next_change().unwrap().0, told[0].change);
}

/// Whoever listens does not keep the server from ending.
#[test]
fn a_stop_ends_the_listening() {
    let served = Served::new();
    let mut ear = Ear::open(&served, "/events", "");
    let start = Instant::now();
    let _folder = served.end();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(ear.next().is_none());
}
