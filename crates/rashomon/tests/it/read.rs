//! Reading alone: lines that lose nothing, and a read that goes on where it broke off.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};

use rashomon_ingest::{Options, inputs, read, to_json};
use serde_json::Value;

use crate::crawl::{answer, crawl, good, record, with_length};
use crate::support::{EXAMPLE, Folder, program, run};

fn read_into(out: &Path, arguments: &[&std::ffi::OsStr]) -> Output {
    program().arg("read").args(arguments).arg("--out").arg(out).output().expect("runs")
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_run_on_what_was_read_is_a_run_on_the_inputs() {
    let folder = Folder::new();
    let out = folder.path().join("articles.jsonl");
    let ran = read_into(&out, &[EXAMPLE.as_ref(), "--raw".as_ref()]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let (direct, by_lines) = (run(&[EXAMPLE]), run(&[&out]));
    for name in ["dossier.json", "index.html", "dossier.md"] {
        assert!(direct.file(name) == by_lines.file(name), "{name} differs");
    }
}

#[test]
fn lines_hold_the_articles() {
    let folder = Folder::new();
    let file = folder.with("crawl.warc.gz", crawl(0..20));
    let out = folder.path().join("articles.jsonl");
    let ran = read_into(&out, &[file.as_os_str(), "--raw".as_ref()]);
    let stderr = String::from_utf8(ran.stderr).unwrap();
    let options = Options::default();
    let input = inputs(&[&file], &options).unwrap().remove(0);
    let expected: Vec<String> =
        read(&input, &options).articles.iter().map(|article| to_json(article, true)).collect();
    assert_eq!(expected.len(), 16);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected.join("\n") + "\n");
    let first = &lines(&out)[0];
    assert_eq!(first["url"], "https://harbourpost.example/0");
    assert_eq!(first["title"], "Ferry 0 sinks");
    assert!(
        stderr.contains("40 records = 16 articles + 2 that failed + 22 passed over (administrative 20, status 2)"),
        "{stderr}"
    );
    let summary: Vec<&str> = stderr.lines().filter(|l| !l.starts_with("left out: ")).collect();
    assert_eq!(summary.len(), 5, "{stderr}");
    let failures = lines(&folder.path().join("articles.jsonl.failures.jsonl"));
    assert_eq!(failures.len(), 4);
    assert!(failures.iter().all(|it| it["offset"].is_u64() && it["reason"].is_string()));
    assert_eq!(failures[0]["record"], "urn:test:3");
    assert_eq!(failures[1]["skipped"], "status");
    let left: Vec<PathBuf> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 3, "nothing half is left: {left:?}");
}

#[test]
fn threads_change_nothing() {
    let folder = Folder::new();
    let file = folder.with("crawl.warc.gz", crawl(0..100));
    let mut results = ["1", "2", "5"].map(|threads| {
        let out = folder.path().join(threads);
        let ran = read_into(&out, &[file.as_os_str(), "--threads".as_ref(), threads.as_ref()]);
        assert!(ran.status.success());
        let failures = folder.path().join(format!("{threads}.failures.jsonl"));
        [std::fs::read(out).unwrap(), std::fs::read(failures).unwrap()]
    });
    results.as_mut_slice().sort();
    assert!(results[0] == results[2], "other bytes");
}

#[test]
fn a_killed_read_goes_on() {
    let folder = Folder::new();
    let files = [
        folder.with("a.warc.gz", crawl(0..150)),
        folder.with("b.warc.gz", crawl(0..120)),
        folder.with_article("c.txt"),
    ];
    let arguments: Vec<&std::ffi::OsStr> = files.iter().map(AsRef::as_ref).collect();
    let whole = folder.path().join("whole.jsonl");
    let start = Instant::now();
    let ran =
        read_into(&whole, &[&arguments[..], &["--checkpoint".as_ref(), "0".as_ref()]].concat());
    let usual = start.elapsed();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));

    let out = folder.path().join("out.jsonl");
    let mut kills = 0;
    // a fraction of the usual time each, not the same one
    for n in 1u32.. {
        let mut child = program()
            .arg("read")
            .args(&arguments)
            .args(["--resume", "--quiet", "--checkpoint", "0", "--out"])
            .arg(&out)
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("starts");
        let share = f64::from(n * 7919 % 1000) / 1000.0;
        std::thread::sleep(
            usual.mul_f64(0.1 + 0.3 * share) + Duration::from_millis(5 * u64::from(n)),
        );
        child.kill().expect("can be killed");
        if child.wait().unwrap().success() {
            break;
        }
        kills += 1;
        assert!(!out.exists(), "a half file under the whole file's name");
    }
    assert!(kills > 0, "no kill came before the end");
    for suffix in ["", ".failures.jsonl"] {
        let read = |path: &Path| std::fs::read(format!("{}{suffix}", path.display())).unwrap();
        assert!(read(&whole) == read(&out), "other bytes after {kills} kills: {suffix}");
    }
}

#[test]
fn a_read_that_broke_off_is_not_begun_anew_unasked() {
    let folder = Folder::new();
    let file = folder.with_article("a.txt");
    let out = folder.path().join("out.jsonl");
    let checkpoint = folder.with("out.jsonl.checkpoint", "{\"checkpoint\": 1, \"of\": \"others\"}");
    for (arguments, says) in [(&[][..], "--resume"), (&["--resume"], "other inputs")] {
        let arguments: Vec<_> =
            [file.as_os_str()].into_iter().chain(arguments.iter().map(AsRef::as_ref)).collect();
        let ran = read_into(&out, &arguments);
        let stderr = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(says) && stderr.contains("out.jsonl.checkpoint"), "{stderr}");
    }
    std::fs::remove_file(checkpoint).unwrap();
    assert!(read_into(&out, &[file.as_os_str()]).status.success());
}

#[test]
fn nothing_in_a_crawl_acts_on_the_terminal() {
    let folder = Folder::new();
    let fields =
        "WARC-Type: response\r\nWARC-Target-URI: https://a.example/../\u{1b}[2J\u{202e}\0\r\n";
    let bad = with_length(1, fields, b"HTTP/1.1 200 \x1b]0;x\x07\r\n\r\n", 9000);
    let bad = String::from_utf8(bad).unwrap().replace("urn:test:1", "../../\u{1b}[31m");
    let odd = answer(2, 200, "Content-Type: \u{1b}[5mtext\r\n", b"x");
    let file = folder.with("crawl.warc", [bad.as_bytes(), &odd, &good(3)].concat());
    let out = folder.path().join("out.jsonl");
    let ran = read_into(&out, &[file.as_os_str()]);
    assert!(ran.status.success());
    for stderr in [ran.stderr, run(&[&file]).stderr.into_bytes()] {
        let stderr = String::from_utf8(stderr).unwrap();
        assert!(stderr.contains("left out: "), "{stderr}");
        assert!(
            !stderr.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'),
            "{stderr:?}"
        );
    }
    let failures = std::fs::read_to_string(folder.path().join("out.jsonl.failures.jsonl")).unwrap();
    assert_eq!(failures.lines().count(), 2, "{failures}");
    assert!(!failures.contains('\u{1b}'));
    assert_eq!(lines(&out).len(), 1);
}

#[test]
fn nothing_usable_ends_with_1() {
    let folder = Folder::new();
    let file = folder.with("a.warc", record(1, "WARC-Type: request\r\n", b""));
    let ran = read_into(&folder.path().join("out.jsonl"), &[file.as_os_str()]);
    assert_eq!(ran.status.code(), Some(1));
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("1 record = 0 articles + 0 that failed + 1 passed over"), "{stderr}");
}
