//! Bad input costs the input it is in: it is named with the way out, and the rest comes through.

use std::fs::File;
use std::path::Path;

use crate::support::{Folder, Ran, list, run};

/// Runs on a good article and `bad`; the good one must come through.
fn beside_a_good_one(folder: &Folder, bad: &Path) -> Ran {
    let good = folder.with_article("good.txt");
    let ran = run(&[good.as_path(), bad]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.documents().contains(&"good.txt".to_owned()));
    ran
}

/// Asserts that standard error has a line that names `file` and says `what`.
fn tells(ran: &Ran, file: &str, what: &[&str]) {
    let told = ran.stderr.lines().any(|l| l.contains(file) && what.iter().all(|w| l.contains(w)));
    assert!(told, "no line with {file} and {what:?} in:\n{}", ran.stderr);
}

/// The codes of the notes on the document from `file`.
fn notes(ran: &Ran, file: &str) -> Vec<String> {
    let dossier = ran.dossier();
    list(&dossier, "documents")
        .iter()
        .filter(|d| d["source"]["path"].as_str().is_some_and(|path| path.ends_with(file)))
        .flat_map(|d| list(d, "notes").iter().map(|n| n["code"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn a_missing_path() {
    let folder = Folder::new();
    let ran = beside_a_good_one(&folder, &folder.path().join("gone.txt"));
    tells(&ran, "gone.txt", &["left out"]);
}

#[test]
fn only_missing_paths_end_with_1_and_write_nothing() {
    let ran = run(&["no/such/file.txt"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    tells(&ran, "no/such/file.txt", &["left out"]);
    assert!(!ran.wrote());
}

#[test]
fn an_empty_file() {
    let folder = Folder::new();
    let ran = beside_a_good_one(&folder, &folder.with("empty.txt", ""));
    tells(&ran, "empty.txt", &["left out", "empty"]);
}

#[test]
fn a_binary_file() {
    let folder = Folder::new();
    let bytes: Vec<u8> = (0..4096u32).map(|n| (n * 131 % 256) as u8).collect();
    let ran = beside_a_good_one(&folder, &folder.with("picture.txt", bytes));
    tells(&ran, "picture.txt", &["left out"]);
    assert_eq!(ran.documents(), ["good.txt"]);
}

#[test]
fn invalid_utf8_is_read_with_a_note() {
    let folder = Folder::new();
    let mut bytes =
        b"The harbour board of Klaipeda reopened its ferry berth on Friday.\n\n".to_vec();
    bytes.extend_from_slice(b"The work cost 2 million euros, the board said \xff\xfe on Friday.\n");
    let ran = beside_a_good_one(&folder, &folder.with("broken.txt", bytes));
    assert!(!notes(&ran, "broken.txt").is_empty(), "{}", ran.file("dossier.json"));
}

#[test]
fn a_file_of_300_megabytes_is_refused_without_being_read_whole() {
    let folder = Folder::new();
    let path = folder.path().join("huge.txt");
    File::create(&path).unwrap().set_len(300 << 20).unwrap();
    let ran = beside_a_good_one(&folder, &path);
    tells(&ran, "huge.txt", &["left out"]);
    assert_eq!(ran.documents(), ["good.txt"]);
}

#[test]
fn a_folder_without_readable_files() {
    let folder = Folder::new();
    folder.with("empty/picture.jpg", [0xff, 0xd8, 0xff, 0xe0]);
    let ran = beside_a_good_one(&folder, &folder.path().join("empty"));
    tells(&ran, "empty", &["left out"]);

    let ran = run(&[folder.path().join("empty")]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(!ran.wrote());
}

#[test]
fn a_line_of_jsonl_that_is_not_json() {
    let folder = Folder::new();
    let line = |id: &str, place: &str| {
        format!(
            "{{\"id\": \"{id}\", \"title\": \"Berth closed\", \"text\": \"The harbour board of \
             {place} closed its northern berth on Monday, the board said.\"}}\n"
        )
    };
    let lines =
        format!("{}{{\"id\": \"r2\", \"text\": \n{}", line("r1", "Liepaja"), line("r3", "Gdynia"));
    let ran = beside_a_good_one(&folder, &folder.with("records.jsonl", lines));
    assert_eq!(ran.documents().len(), 3, "the other records come through: {}", ran.stderr);
    tells(&ran, "records.jsonl", &["2"]);
}

#[test]
fn two_files_of_one_name() {
    let folder = Folder::new();
    folder.with_article("a/report.txt");
    folder.with("b/report.txt", "Divers found cracks in the ferry berth of Klaipeda on Sunday.\n");
    let ran = run(&[folder.path()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let dossier = ran.dossier();
    let mut paths: Vec<_> =
        list(&dossier, "documents").iter().map(|d| d["source"]["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    assert_eq!(paths.len(), 2);
    assert!(paths[0].ends_with("a/report.txt") && paths[1].ends_with("b/report.txt"), "{paths:?}");
}

#[test]
fn one_file_given_twice_is_one_document() {
    let folder = Folder::new();
    let article = folder.with_article("report.txt");
    let ran = run(&[article.as_path(), folder.path(), &article]);
    assert_eq!(ran.documents(), ["report.txt"], "{}", ran.stderr);
}

#[test]
fn an_out_that_cannot_be_written_ends_with_2_before_any_work() {
    let folder = Folder::new();
    let article = folder.with_article("report.txt");
    // below a file no folder can be made, not even by the superuser
    let output = crate::support::program()
        .arg("run")
        .arg(&article)
        .arg("--out")
        .arg(article.join("out"))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("report.txt/out") && stderr.contains("give a folder"), "{stderr}");
}

#[test]
fn metadata_that_cannot_be_read_ends_with_2() {
    let folder = Folder::new();
    let article = folder.with_article("report.txt");
    let missing = folder.path().join("about.tsv");
    let ran = run(&[article.as_os_str(), "--metadata".as_ref(), missing.as_os_str()]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("about.tsv"), "{}", ran.stderr);
    assert!(!ran.wrote());
}

#[test]
fn words_without_a_sentence_give_a_dossier() {
    let folder = Folder::new();
    let ran =
        beside_a_good_one(&folder, &folder.with("odd.txt", "))) 12 ””” «\u{200b}\u{fe0f} — …\n"));
    assert!(ran.wrote());
}
