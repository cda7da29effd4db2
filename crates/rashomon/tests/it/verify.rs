//! `rashomon verify`: a dossier against its sources, whole, tampered with, and gone.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::{program, run};

const PAGE: &str = "<html><head><meta charset=windows-1252><title>Ferry sinks off Vlor\u{EB}</title></head><body>\
    <nav><a href=/>Home</a></nav><article><h1>Ferry sinks off Vlor\u{EB}</h1><p>A ferry sank off Vlor\u{EB} on \
    Tuesday, the port authority said.</p><p>&ldquo;Nobody was <b>hurt</b>&rdquo;, said Arben Hoxha, the \
    authority&#8217;s head.</p></article></body></html>";
const TEXT: &str = "Ferry sinks\n\nA ferry sank off Vlore on Tuesday, police said.\n";
const LINES: &str = "{\"id\": \"a\", \"title\": \"Sinking\", \"text\": \"A ferry sank off Vlore on Tuesday, two people said.\"}\n\
    {\"id\": \"b\", \"text\": \"A ferry sank near Vlore on Tuesday, the mayor of the town said.\"}\n";

/// A folder with a page in windows-1252, a text and two records, and the dossier of a run on it.
fn prepare(folder: &Path) -> String {
    let page: Vec<u8> = PAGE.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let inputs = folder.join("in");
    fs::create_dir(&inputs).unwrap();
    fs::write(inputs.join("page.html"), page).unwrap();
    fs::write(inputs.join("text.txt"), TEXT).unwrap();
    fs::write(inputs.join("lines.jsonl"), LINES).unwrap();
    let ran = run(&[&inputs]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json = ran.file("dossier.json");
    fs::write(folder.join("dossier.json"), &json).unwrap();
    json
}

fn verify(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, .. } =
        program().arg("verify").arg(folder.join("dossier.json")).args(more).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap())
}

#[test]
fn what_was_written_holds() {
    let folder = tempfile::tempdir().unwrap();
    let json = prepare(folder.path());
    assert!(json.contains("\"raw\""));
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.starts_with("4 of 4 sources are there byte for byte"), "{out}");
    let counts: Vec<&str> =
        out.split("; ").nth(1).unwrap().split(' ').filter(|it| it.parse::<u32>().is_ok()).collect();
    assert!(counts.len() == 2 && counts[0] == counts[1] && counts[0] != "0", "every cite: {out}");
}

#[test]
fn feeds_and_mail_hold_too() {
    const FEED: &str = "<?xml version='1.0' encoding='utf-8'?><rss><channel><title>Post</title><item><guid>1</guid>\
        <title>Ferry &amp;amp; crew lost</title><description>&lt;p&gt;A ferry sank off Vlore on Tuesday, the port&amp;rsquo;s head said.\
        &lt;/p&gt;&lt;p&gt;&amp;ldquo;Nobody was &lt;b&gt;hurt&lt;/b&gt;&amp;rdquo;, said Arben Hoxha.&lt;/p&gt;</description></item>\
        <item><guid>2</guid><title>Ferry sinks</title><description><![CDATA[<p>A ferry sank near Vlore on Tuesday, two people &amp; a \
        guard said.</p>]]></description></item></channel></rss>";
    const JSON: &str = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Gazette\", \"items\": [{\"id\": \"1\", \
        \"title\": \"Ferry sinks\", \"content_html\": \"<p>A ferry sank off Vlore on Tuesday, the port\\u2019s head said.<\\/p>\"}]}";
    // "A ferry sank off Vlore on Tuesday, the mayor of the town said."
    const MAIL: &str = "From: Times <a@times.example>\nSubject: =?utf-8?q?Ferry_sinks_=E2=80=93_mayor?=\nContent-Type: text/plain\n\
        Content-Transfer-Encoding: base64\n\nQSBmZXJyeSBzYW5rIG9mZiBWbG9yZSBvbiBUdWVzZGF5LCB0aGUgbWF5b3Igb2Yg\ndGhlIHRvd24gc2FpZC4=\n";
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    fs::write(inputs.join("feed.xml"), FEED).unwrap();
    fs::write(inputs.join("feed.rss"), JSON).unwrap();
    fs::write(inputs.join("mail.eml"), MAIL).unwrap();
    let ran = run(&[&inputs]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    fs::write(folder.path().join("dossier.json"), ran.file("dossier.json")).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.starts_with("4 of 4 sources are there byte for byte"), "{out}");
    assert!(ran.file("dossier.json").contains("Arben Hoxha"));
}

#[test]
fn sources_may_lie_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    fs::rename(folder.path().join("in"), folder.path().join("moved")).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("no such file") && out.contains("0 of 4 sources"), "{out}");
    let moved = folder.path().join("moved");
    let (code, out) = verify(folder.path(), &["--sources", moved.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{out}");
}

#[test]
fn a_changed_page_is_told() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let path = folder.path().join("in/page.html");
    let mut page = fs::read(&path).unwrap();
    let at = page.windows(5).position(|it| it == b"Nobod").unwrap();
    page[at..at + 6].copy_from_slice(b"Sombdy");
    fs::write(&path, page).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("page.html: its bytes are not those that were read"), "{out}");
    assert!(out.contains("3 of 4 sources"), "{out}");
}

#[test]
fn a_changed_cite_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let json = prepare(folder.path());
    let changed = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        fs::write(folder.path().join("dossier.json"), json.replacen(from, to, 1)).unwrap();
        let (code, out) = verify(folder.path(), &[]);
        assert_eq!(code, Some(1), "{out}");
        out
    };
    // words of a cite
    let out = changed("\"text\": \"Tuesday\"", "\"text\": \"Monday\"");
    assert!(out.contains("the cite \"Monday\""), "{out}");
    // words of a cite and of the text of the document: the page says otherwise
    let both = json.replace("Nobody was hurt", "Many were hurts");
    fs::write(folder.path().join("dossier.json"), both).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("of the source read") && out.contains("Nobody was hurt"), "{out}");
    // the same of a plain text, which has no bytes to name
    let both = json.replace("police", "mayors");
    fs::write(folder.path().join("dossier.json"), both).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("the source has") && out.contains("documents[3].text (d4)"), "{out}");
}

#[test]
fn a_record_that_is_gone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    fs::write(folder.path().join("in/lines.jsonl"), LINES.lines().next().unwrap()).unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("there is no record b in it") && out.contains("3 of 4 sources"), "{out}");
}

#[test]
fn what_is_no_dossier_is_a_bad_argument() {
    let folder = tempfile::tempdir().unwrap();
    for contents in ["", "[]", "{\"schema\": \"another/1\"}"] {
        fs::write(folder.path().join("dossier.json"), contents).unwrap();
        assert_eq!(verify(folder.path(), &[]).0, Some(2), "{contents}");
    }
    // a hostile one: paths that lead out, places that are none
    let hostile = r#"{"schema": "rashomon.dossier/1", "documents": [{"id": "d1", "text": "é", "source":
        {"path": "../../../etc/passwd", "sha256": "\u001b[31m"}}, {"id": 7}, {"id": "d3", "source": {"path": "/"}}],
        "times": [{"doc": "d1", "start": 0, "end": 9, "text": "\u001b[31m"}, {"doc": "d9", "start": -1, "end": 0, "text": ""},
        {"doc": "d1", "start": 0, "end": 1, "text": "é", "raw": {"start": 4294967296, "end": 1}}]}"#;
    fs::write(folder.path().join("dossier.json"), hostile).unwrap();
    let sources = folder.path().to_str().unwrap().to_owned();
    for more in [&[][..], &["--sources", &sources]] {
        let (code, out) = verify(folder.path(), more);
        assert_eq!(code, Some(1), "{out}");
        assert!(!out.contains('\u{1B}'), "{out}");
    }
}
