//! The program serves, says where, and ends when it is told to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::support::{EXAMPLE, program};

#[test]
fn a_new_token_is_a_line_of_the_file() {
    let lines: Vec<String> = ["reader", "editor", "reader"]
        .iter()
        .map(|role| {
            let output = program().args(["serve", "--new-token", role]).output().unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    for (line, role) in lines.iter().zip(["reader ", "editor ", "reader "]) {
        assert!(line.starts_with(role) && line.len() == role.len() + 64 + 1, "{line}");
    }
    assert_ne!(lines[0], lines[2]);
}

#[test]
fn arguments_that_open_the_door_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("a.case");
    let weak = dir.path().join("tokens");
    std::fs::write(&weak, "editor secret\n").unwrap();
    let weak = weak.to_str().unwrap();
    for (more, word) in [
        (vec!["--listen", "0.0.0.0:0"], "tokens"),
        (vec!["--listen", "0.0.0.0:0", "--tokens", weak], "line 1"),
        (vec!["--tokens", "no/such/file"], "no/such/file"),
        (vec!["--url", "javascript:x"], "--url"),
    ] {
        let output = program().args(["serve", "--case"]).arg(&case).args(&more).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains(word) && !said.contains("secret"), "{more:?}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn the_example_is_served_until_it_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("example.case");
    let made = program().args(["run", "--quiet", EXAMPLE, "--case"]).arg(&case).status().unwrap();
    assert!(made.success());
    let mut server = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--log-json", "--case"])
        .arg(&case)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    let first = said.next().expect("it says where it is");
    let address = first.split_once("http://").unwrap().1;

    let mut stream = TcpStream::connect(address).unwrap();
    let ask = "GET /search?q=secret-name HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-token\r\nConnection: close\r\n\r\n";
    stream.write_all(ask.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");

    let ended = Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(ended.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    let log: Vec<serde_json::Value> =
        said.map(|line| serde_json::from_str(&line).expect("JSON")).collect();
    let line = log.iter().find(|line| line["path"] == "/search").expect("the request");
    assert_eq!((&line["status"], &line["method"]), (&200.into(), &"GET".into()), "{line}");
    assert!(log.iter().all(|line| !line.to_string().contains("secret")), "{log:?}");
}
