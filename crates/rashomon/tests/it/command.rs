//! The command line itself.

use crate::support::{EXAMPLE, Folder, example, list, program, run};

#[test]
fn a_run_writes_three_files_and_five_lines() {
    let ran = example();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 5, "{}", ran.stderr);
    let dossier = ran.dossier();
    let count =
        |key| list(&dossier, "stories").iter().map(|story| list(story, key).len()).sum::<usize>();
    for expected in [
        format!("{} documents", list(&dossier, "documents").len()),
        format!("{} events", count("events")),
        format!("{} claims", count("claims")),
        format!("{} disagreements", count("disagreements")),
        ran.out.join("index.html").display().to_string(),
    ] {
        assert!(ran.stderr.contains(&expected), "no {expected:?} in\n{}", ran.stderr);
    }
    assert!(ran.file("index.html").starts_with("<!DOCTYPE html>"));
    assert!(ran.file("dossier.md").starts_with("# "));
    assert!(!ran.stderr.contains('\u{1b}'), "no progress bar in a pipe");
}

#[test]
fn quiet_is_quiet() {
    let ran = run(&[EXAMPLE, "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn no_text_leaves_the_texts_out_and_keeps_the_cites() {
    let ran = run(&[EXAMPLE, "--no-text"]);
    let dossier = ran.dossier();
    assert!(list(&dossier, "documents").iter().all(|d| d.get("text").is_none()));
    assert!(list(&dossier, "entities").iter().any(|e| e["mentions"][0]["text"].is_string()));
}

#[test]
fn metadata_gives_outlet_and_date() {
    let folder = Folder::new();
    let article = folder.with_article("one.txt");
    let table = folder.with(
        "about.tsv",
        "file\toutlet\turl\tdate\none.txt\tBaltic Shore Gazette\thttps://gazette.example/1\t2021-03-08\n",
    );
    let ran = run(&[article.as_os_str(), "--metadata".as_ref(), table.as_os_str()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let document = &ran.dossier()["documents"][0];
    assert_eq!(document["outlet"]["name"], "Baltic Shore Gazette");
    assert_eq!(document["outlet"]["basis"], "given");
    assert_eq!(document["published"]["start"], "2021-03-08");
    assert_eq!(document["published"]["end"], "2021-03-08");
}

#[test]
fn log_names_every_step() {
    let folder = Folder::new();
    let log = folder.path().join("run.tsv");
    let ran = run(&[EXAMPLE.as_ref(), "--log".as_ref(), log.as_os_str()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("\tAccount\n").count(), 6, "a line an article:\n{log}");
    assert!(log.lines().all(|line| line.split('\t').count() == 4), "{log}");
    assert!(log.lines().last().unwrap().contains("\tdone\t"), "{log}");
}

#[test]
fn completions_and_manual_name_every_option() {
    for arguments in [&["completions", "bash"][..], &["man", "run"]] {
        let output = program().args(arguments).output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap().replace("\\-", "-");
        for option in ["--out", "--metadata", "--no-text", "--threads", "--quiet", "--log"] {
            assert!(text.contains(option), "{arguments:?} lacks {option}");
        }
    }
    let output = program().args(["man", "walk"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(["run", "completions", "man"].iter().all(|c| stderr.contains(c)), "{stderr}");
}

#[test]
fn arguments_that_cannot_be_read_end_with_2() {
    for arguments in [&["run"][..], &["run", "x"], &["walk"], &["run", "x", "--threads", "few"]] {
        let output = program().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn annotate_writes_every_form() {
    let file = format!("{EXAMPLE}/tarxien-echo.txt");
    for (form, start) in [("conllu", "# newdoc"), ("json", "{"), ("text", "")] {
        let output = program().args(["annotate", &file, "--format", form]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(start) && text.contains("Reykjavik"), "{form}: {text}");
    }
    let output = program().args(["annotate", "no/such/file.txt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}
