//! `--kb`: names that the user says are one.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(folder: &Path, kb: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rashomon"))
        .arg("run")
        .args(["a.txt", "b.txt"].map(|name| folder.join(name)))
        .arg("--out")
        .arg(folder.join("out"))
        .arg("--kb")
        .arg(kb)
        .arg("--quiet")
        .output()
        .expect("it starts")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let texts = [
        (
            "a.txt",
            "Port blast\nMarten Holmqvist was hurt in the blast in Tirana on Monday, police said.",
        ),
        (
            "b.txt",
            "Port blast\nIlse Vanderloo was hurt in the blast in Tirana on Monday, police said.",
        ),
    ];
    for (name, text) in texts.iter().chain(files) {
        std::fs::write(dir.path().join(name), text).expect("a file");
    }
    dir
}

#[test]
fn names_of_one_bearer_are_one_entity() {
    let table = "# stage names\nMarten Holmqvist\tIlse Vanderloo\tperson\tSWE\n";
    let json = r#"{"name": "Marten Holmqvist", "aliases": ["Ilse Vanderloo"], "kind": "person"}"#;
    for (name, text) in [("kb.tsv", table), ("kb.jsonl", json)] {
        let folder = folder(&[(name, text)]);
        let output = run(folder.path(), &folder.path().join(name));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let dossier = std::fs::read(folder.path().join("out/dossier.json")).expect("a dossier");
        let dossier: Value = serde_json::from_slice(&dossier).expect("JSON");
        let entity = dossier["entities"]
            .as_array()
            .and_then(|all| all.iter().find(|e| e["name"] == "Marten Holmqvist"))
            .expect("the entity");
        let named: Vec<&str> = entity["mentions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|m| m["text"].as_str())
            .collect();
        assert!(
            named.contains(&"Marten Holmqvist") && named.contains(&"Ilse Vanderloo"),
            "{named:?}"
        );
        assert!(dossier["generator"]["options"]["kb"].is_string(), "that it was used is told");
    }
}

#[test]
fn a_line_at_fault_is_told_with_its_file() {
    let cases = [
        ("kb.tsv", "Ada Berg\tHeron\nAda Berg\n", "kb.tsv:2: 1 columns"),
        ("kb.jsonl", "{\"name\": 1}\n", "kb.jsonl:1: invalid type"),
    ];
    for (name, text, expect) in cases {
        let folder = folder(&[(name, text)]);
        let output = run(folder.path(), &folder.path().join(name));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expect), "{said}");
    }
    let folder = folder(&[]);
    let output = run(folder.path(), &folder.path().join("none.tsv"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("none.tsv"));
}
