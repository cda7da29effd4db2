//! One page seen twice: one account, and what changed in it.

use std::fs;

use serde_json::Value;

use crate::support::{list, run};

fn page(modified: &str, dead: &str, more: &str) -> String {
    format!(
        "<html lang=en><head><title>Ferry sinks off Vlore</title><link rel=canonical href=https://paper.example/ferry>\
         <meta property='article:published_time' content='2031-05-07T08:00:00+02:00'>\
         <meta property='article:modified_time' content='{modified}'></head><body><article><h1>Ferry sinks off Vlore</h1>\
         <p>A ferry sank off Vlore on Tuesday, and {dead} people were killed, the port authority said.</p>\
         <p>The ship had been repaired in March, said Arben Hoxha, the head of the authority.</p>{more}</article></body></html>"
    )
}

const OTHER: &str = "Ferry sinks off Vlore\n\nA ferry sank off Vlore on Tuesday, police said. Four people were killed.\n";

#[test]
fn a_later_version_is_the_account_and_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let late = "<p>Three more are missing, it said.</p>";
    write("a-late.html", &page("2031-05-08T06:00:00Z", "four", late));
    write("b-early.html", &page("2031-05-07T08:30:00Z", "two", ""));
    write(
        "c-again.html",
        &page("2031-05-08T06:00:00Z", "four", late).replace("<html", "<!-- saved --><html"),
    );
    write("other.txt", OTHER);
    let ran = run(&[folder.path()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.documents(),
        ["a-late.html", "b-early.html", "other.txt"],
        "the same words once"
    );
    let dossier = ran.dossier();
    let documents = list(&dossier, "documents");
    assert_eq!(documents[0]["notes"][0]["code"], "seen-again");
    assert_eq!(documents[0]["published"]["at"], "2031-05-07T08:00:00+02:00");
    assert_eq!(documents[0]["modified"]["at"], "2031-05-08T06:00:00Z");
    assert_eq!(documents[0]["version"]["of"], "d2");
    let words = |value: &Value| value["text"].as_str().unwrap_or("").to_owned();
    let changes: Vec<(String, String)> = list(&documents[0]["version"], "changes")
        .iter()
        .map(|it| (words(&it["removed"]), words(&it["added"])))
        .collect();
    let expect = [("two", "four"), ("", "Three more are missing, it said.")];
    assert_eq!(changes, expect.map(|(a, b)| (a.to_owned(), b.to_owned())));
    for story in list(&dossier, "stories") {
        assert!(
            !list(story, "documents").contains(&"d2".into()),
            "told from the last version only"
        );
    }
    assert!(
        ran.file("index.html")
            .contains("<b>was</b> <del>two</del></p><p><b>now</b> <ins>four</ins>")
    );
    assert!(ran.file("dossier.md").contains("## Pages that were changed"));
}
