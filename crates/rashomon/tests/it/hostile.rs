//! Words that try to act: on a terminal, on a page, in Markdown. They stay in the dossier, which is data, and act nowhere.

use std::fs;

use crate::support::{program, run};

/// An escape sequence, a bell, an override of direction, a script, a link and a picture, in a headline.
const HEADLINE: &str = "Ferry \u{1B}[31msinks\u{7} \u{202E}off <script>alert(1)</script> [x](javascript:y) ![z](//host/p.png)";

/// Whether a character acts on a terminal or on the text around it.
fn acts(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{202A}'..='\u{202E}')
}

#[test]
fn words_of_documents_act_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let headline = HEADLINE.replace('<', "&lt;");
    let page = format!(
        "<html lang=en><head><title>{headline}</title></head><body><article><h1>{headline}</h1><p>By Anna \u{1B}]0;Borg</p>\
         <p>A ferry sank off Vlore on Tuesday, and two people \u{1B}[2Jwere killed, the port authority said.</p></article>"
    );
    let input = folder.path().join("page.html");
    fs::write(&input, page).unwrap();
    let record = "{\"id\": \"\u{5c}u001b[31m../../x\", \"text\": \"\"}\n{\"id\": \"=cmd()\", \"title\": \"=1+1\", \"text\": \"A ferry sank.\"}";
    let lines = folder.path().join("lines.jsonl");
    fs::write(&lines, record).unwrap();
    let log = folder.path().join("log.tsv");
    let ran = run(&[&input, &lines, std::path::Path::new("--log"), &log]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(!ran.stderr.contains(acts), "{:?}", ran.stderr);
    assert!(!fs::read_to_string(&log).unwrap().contains(acts));
    let (html, markdown) = (ran.file("index.html"), ran.file("dossier.md"));
    assert!(!html.contains(acts) && !html.contains("<script>alert") && !html.contains("p.png\""));
    assert!(!markdown.contains(acts) && !markdown.contains("<script>"));
    // in the file for programs the words are what they were
    assert_eq!(ran.dossier()["documents"][1]["title"]["text"], HEADLINE);
    let shown = program().arg("annotate").args(["--format", "text"]).arg(&input).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(!shown.contains(acts) && shown.contains("\\u{202e}"), "{shown}");
}
