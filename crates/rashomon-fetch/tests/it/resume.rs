//! After a crash, and when it is stopped.

use std::fs::OpenOptions;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rashomon_fetch::Options;

use crate::support::{Server, options, page, reply, run, run_in, run_to};

fn resume() -> Options {
    Options { resume: true, ..options() }
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/moved" => reply(stream, "301 Moved", &["Location: /to"], b""),
        "/gone" => reply(stream, "404 Not Found", &[], b"<p>no"),
        _ => page(stream, &asked.path),
    });
    let urls = ["/a", "/moved", "/gone"].map(|path| server.url(path));
    let ran = run(&urls.each_ref().map(String::as_str), &options());
    assert_eq!((ran.summary().stored, ran.summary().failures.len()), (2, 1));
    let asked = server.paths().len();
    let ran = run_in(ran.dir, &urls.each_ref().map(String::as_str), &resume());
    assert_eq!((ran.summary().before, ran.summary().stored), (2, 0));
    assert_eq!(ran.failure().status, Some(404), "what failed is told again");
    assert_eq!(server.paths().len(), asked);
    let ran = run_in(ran.dir, &[&server.url("/a"), &server.url("/b")], &resume());
    assert_eq!((ran.summary().before, ran.summary().stored), (1, 1));
    assert_eq!(ran.records().iter().filter(|r| r.kind() == "warcinfo").count(), 3);
}

/// Cut at every byte, the file is mended: nothing that was whole is lost, nothing half stays.
#[test]
fn a_file_cut_anywhere_is_gone_on_with() {
    let server = Server::new(|asked, stream| page(stream, &asked.path));
    let urls = ["/a", "/b"].map(|path| server.url(path));
    let urls = urls.each_ref().map(String::as_str);
    let whole = run(&urls, &options());
    let bytes = std::fs::read(&whole.path).unwrap();
    for cut in (1..bytes.len()).step_by(23).chain([bytes.len() - 1]) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("pages.warc.gz"), &bytes[..cut]).unwrap();
        let ran = run_in(dir, &urls, &resume());
        let summary = ran.summary();
        assert_eq!(summary.before + summary.stored, 2, "{cut}");
        let pages: Vec<_> = ran.responses().iter().map(|r| r.url().to_owned()).collect();
        assert_eq!(pages.len(), 2, "{cut}: each once");
        assert_eq!(
            ran.records().iter().filter(|r| r.kind() == "request").count(),
            2,
            "{cut}: no request without its answer"
        );
    }
}

/// Only what can be the beginning of a record of ours is cut off.
#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let server = Server::new(|asked, stream| page(stream, &asked.path));
    let url = server.url("/a");
    let long = [&b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"[..], &[b'x'; 5000]].concat();
    for bytes in [&b"notes\n"[..], b"\x1f\x8b\x08 something else", b"WARC/2.0\r\n", &long] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pages.warc.gz");
        std::fs::write(&path, bytes).unwrap();
        let ran = run_in(dir, &[&url], &resume());
        let error = ran.result.unwrap_err().to_string();
        assert!(error.contains("is no WARC file"), "{error}");
        assert_eq!(std::fs::read(&ran.path).unwrap(), bytes);
    }
}

#[test]
fn a_torn_end_is_told() {
    let server = Server::new(|asked, stream| page(stream, &asked.path));
    let ran = run(&[&server.url("/a")], &options());
    let length = std::fs::metadata(&ran.path).unwrap().len();
    OpenOptions::new().write(true).open(&ran.path).unwrap().set_len(length - 3).unwrap();
    let ran = run_in(ran.dir, &[&server.url("/a")], &resume());
    assert!(ran.notes[0].contains("bytes are not whole"), "{:?}", ran.notes);
    assert_eq!(ran.summary().stored, 1);
}

#[test]
fn stopping_leaves_a_whole_file_and_says_what_is_left() {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let server = Server::new(move |asked, stream| {
        if asked.path != "/1" {
            // while this answer is on its way, it is stopped
            flag.store(true, Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_secs(2));
        }
        page(stream, "Text");
    });
    let urls = ["/1", "/2", "/3"].map(|path| server.url(path));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pages.warc.gz");
    let (result, _) = run_to(&path, &urls.each_ref().map(String::as_str), &options(), &stop);
    let summary = result.unwrap();
    assert_eq!((summary.stored, summary.left, summary.failures.len()), (1, 2, 0));
    let records = crate::warc::read(&path);
    assert_eq!(records.iter().filter(|r| r.kind() == "response").count(), 1);
}

#[test]
fn a_server_in_trouble_is_tried_again_when_resumed() {
    let down = Arc::new(AtomicBool::new(true));
    let flag = Arc::clone(&down);
    let server = Server::new(move |_, stream| {
        if flag.load(Ordering::SeqCst) {
            reply(stream, "503 Service Unavailable", &[], b"");
        } else {
            page(stream, "Text");
        }
    });
    let ran = run(&[&server.url("/a")], &options());
    assert_eq!(ran.failure().status, Some(503));
    down.store(false, Ordering::SeqCst);
    let ran = run_in(ran.dir, &[&server.url("/a")], &resume());
    assert_eq!(ran.summary().stored, 1);
}

#[test]
fn two_runs_do_not_write_to_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pages.warc.gz");
    let other = path.clone();
    let server = Server::new(move |_, stream| {
        let (result, _) = run_to(&other, &[], &resume(), &AtomicBool::new(false));
        let error = result.unwrap_err().to_string();
        reply(stream, "200 OK", &[], error.as_bytes());
    });
    let ran = run_in(dir, &[&server.url("/")], &options());
    let answers = ran.responses();
    let told = String::from_utf8_lossy(answers[0].body()).into_owned();
    assert!(told.contains("another fetch is writing"), "{told}");
}
