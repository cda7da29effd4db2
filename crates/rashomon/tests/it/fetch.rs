//! `rashomon fetch`, against a server of the test's own on loopback.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::process::Output;
use std::time::Duration;

use crate::support::{Folder, program};

const PAGE: &str = "<!DOCTYPE html><title>Harbour reopens</title><h1>Harbour reopens</h1>\
    <p>The harbour of Valletta reopened on Monday after three weeks, the port authority said.</p>\
    <p>Two ferries left before noon, and a third is expected on Tuesday morning.</p>";

/// A server that gives every path a page, and `/slow` one only after a while. It ends with the tests.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let read = stream.read(&mut request).unwrap_or(0);
                if request[..read].starts_with(b"GET /slow") {
                    std::thread::sleep(Duration::from_secs(20));
                }
                let asked = String::from_utf8_lossy(&request[..read]).into_owned();
                let gone = ["/robots.txt ", "/gone "].iter().any(|path| asked.contains(path));
                let status = if gone { "404 Not Found" } else { "200 OK" };
                let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Type: text/html\r\n");
                if asked.contains("/two ") {
                    let head = "Transfer-Encoding: chunked\r\n\r\n";
                    let _ = write!(stream, "{head}{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
                } else {
                    let _ = write!(stream, "Content-Length: {}\r\n\r\n{PAGE}", PAGE.len());
                }
            });
        }
    });
    address
}

fn fetch(folder: &Folder, arguments: &[&str]) -> Output {
    program()
        .arg("fetch")
        .args(arguments)
        .arg("--out")
        .arg(folder.path().join("pages.warc.gz"))
        // proxies of the environment are not used: nobody listens there
        .envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9")))
        .output()
        .expect("runs")
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_page_is_fetched() {
    let (folder, server) = (Folder::new(), server());
    let url = format!("http://{server}/page");
    let output = fetch(&folder, &[&url, "--allow-private"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(told(&output).starts_with("1 page stored\n"), "{}", told(&output));
    assert!(output.stdout.is_empty());
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "no table without failures");
    // again: it is there already
    let output = fetch(&folder, &[&url, "--allow-private"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("--resume"), "{}", told(&output));
    let output = fetch(&folder, &[&url, "--allow-private", "--resume"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(told(&output).starts_with("0 pages stored, 1 there before\n"), "{}", told(&output));
}

#[test]
fn without_a_page_it_says_why() {
    let (folder, server) = (Folder::new(), server());
    let output = fetch(&folder, &[&format!("http://{server}/page")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output).contains("which is loopback; --allow-private allows it"),
        "{}",
        told(&output)
    );
    let table = folder.path().join("pages.warc.gz.failures.jsonl");
    assert!(std::fs::read_to_string(table).unwrap().contains("\"kind\":\"refused\""));
}

#[test]
fn bad_arguments_are_told() {
    let folder = Folder::new();
    for (arguments, message) in [
        (&["paper.example"][..], "neither a URL nor a file"),
        (&["ftp://paper.example/"], "ftp: is not followed"),
        (&["--from", "no/such/file"], "--from no/such/file"),
        (&["http://paper.example/", "--proxy", "socks5://127.0.0.1:9"], "http://HOST:PORT"),
        (&["http://paper.example/", "--again", "no/such/file"], "no/such/file: cannot be read"),
        (&["http://paper.example/", "--since", "yesterday"], "2022-09-07"),
        (&["http://paper.example/", "--rate", "0"], "between 0.001 and 1000"),
        (&[], "required"),
    ] {
        let output = fetch(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(message), "{arguments:?}: {}", told(&output));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

/// Ctrl-C leaves a whole file, which can be gone on with.
#[cfg(unix)]
#[test]
fn a_stopped_fetch_is_gone_on_with() {
    let (folder, server) = (Folder::new(), server());
    let list = folder.path().join("urls.txt");
    std::fs::write(&list, format!("http://{server}/1\nhttp://{server}/slow\n")).unwrap();
    let out = folder.path().join("pages.warc.gz");
    let mut command = program();
    command.args(["fetch", "--allow-private", "--rate", "100", "--from"]).arg(&list);
    command.arg("--out").arg(&out).stderr(std::process::Stdio::piped());
    let child = command.spawn().expect("starts");
    // the first page is there once the file no longer grows: the second one takes its time
    let mut length = 0;
    loop {
        std::thread::sleep(Duration::from_millis(200));
        let now = std::fs::metadata(&out).map_or(0, |file| file.len());
        if now > 700 && now == length {
            break;
        }
        length = now;
    }
    let pid = child.id().to_string();
    let kill = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(kill.expect("runs").success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    assert!(told(&output).contains("stopped with 1 page to go"), "{}", told(&output));
    let output = fetch(&folder, &[&format!("http://{server}/1"), "--allow-private", "--resume"]);
    assert!(told(&output).starts_with("0 pages stored, 1 there before\n"), "{}", told(&output));
}

/// What is fetched can be read: two pages, one of them in chunks, and not the one that is not there.
#[test]
fn what_is_fetched_can_be_run() {
    let server = server();
    let folder = Folder::new();
    let urls = ["one", "two", "gone"].map(|path| format!("http://{server}/{path}"));
    let urls = urls.each_ref().map(String::as_str);
    let output = fetch(&folder, &[&urls[..], &["--allow-private", "--rate", "100"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let ran = crate::support::run(&[folder.path().join("pages.warc.gz")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let dossier = ran.dossier();
    let documents = crate::support::list(&dossier, "documents");
    let mut found: Vec<&str> =
        documents.iter().map(|d| d["source"]["url"].as_str().unwrap()).collect();
    // documents of one day stand in the order of their records' ids
    found.sort_unstable();
    assert_eq!(found, urls[..2], "{}", ran.stderr);
    for document in documents {
        assert!(document["text"].as_str().unwrap().contains("harbour of Valletta"), "{document}");
    }
}
