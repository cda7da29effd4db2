//! `rashomon run --tables`: the same dossiers, in parts, and nothing lost on the way.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::crawl::{crawl, picture};
use crate::support::{ARTICLE, EXAMPLE, Folder, list, program, run};

fn tables_into(out: &Path, arguments: &[&str]) -> Output {
    program().arg("run").args(arguments).arg("--tables").arg(out).output().expect("runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All rows of a table.
fn rows(folder: &Path) -> Vec<RecordBatch> {
    let mut files: Vec<PathBuf> = walk(folder);
    files.sort();
    let read = |file: &PathBuf| {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
        builder.build().unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    files.iter().flat_map(read).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn texts(batches: &[RecordBatch], name: &str) -> Vec<String> {
    let column = |batch: &RecordBatch| {
        let column = batch.column_by_name(name).unwrap().as_string::<i32>().clone();
        column.iter().map(|it| it.unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    batches.iter().flat_map(column).collect()
}

fn numbers(batches: &[RecordBatch], name: &str) -> Vec<i64> {
    let column = |batch: &RecordBatch| {
        batch.column_by_name(name).unwrap().as_primitive::<Int64Type>().values().to_vec()
    };
    batches.iter().flat_map(column).collect()
}

/// Texts of three stories, one of them in two versions of a page, and a file that holds no text.
fn stories(folder: &Folder) -> String {
    for name in ["a.txt", "b.txt"] {
        folder.with(&format!("in/{name}"), ARTICLE);
    }
    let page = |n: usize, more: &str| {
        format!(
            "{{\"id\": \"p{n}\", \"url\": \"https://harbourpost.example/fire\", \"date\": \"2031-05-0{n}\", \
             \"title\": \"Fire in the customs house of Tresk\", \"text\": \"Fire in the customs house of \
             Tresk\\n\\nA fire broke out in the customs house of Tresk on Sunday.{more}\"}}\n"
        )
    };
    folder.with("in/c.jsonl", page(4, "") + &page(5, " Two people were hurt, the mayor said."));
    folder.with(
        "in/d.txt",
        "Lemvig bank cuts interest rate\n\nThe central bank of Lemvig cut its interest rate on Friday.\n",
    );
    folder.with("in/e.txt", "");
    folder.path().join("in").display().to_string()
}

#[test]
fn a_story_in_the_tables_is_a_run_on_its_articles() {
    let folder = Folder::new();
    let inputs = stories(&folder);
    let out = folder.path().join("tables");
    let ran = tables_into(&out, &[&inputs, EXAMPLE]);
    assert!(ran.status.success(), "{}", stderr(&ran));

    let accounts = rows(&out.join("accounts"));
    let path_of: BTreeMap<i64, String> =
        numbers(&accounts, "doc").into_iter().zip(texts(&accounts, "path")).collect();
    let members = rows(&out.join("stories"));
    let mut paths: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for (story, doc) in numbers(&members, "story").into_iter().zip(numbers(&members, "doc")) {
        paths.entry(story).or_default().push(&path_of[&doc]);
    }
    let dossiers = rows(&out.join("dossiers"));
    let stories = numbers(&dossiers, "story");
    assert_eq!(stories, paths.keys().copied().collect::<Vec<_>>());
    assert_eq!(stories.len(), 4);
    let texts = texts(&dossiers, "dossier");
    for (story, dossier) in stories.iter().zip(&texts) {
        let mut inputs = paths[story].clone();
        inputs.dedup();
        assert!(run(&inputs).file("dossier.json") == *dossier, "story {story} of {inputs:?}");
    }
    // the events are those that the dossiers show
    let mut expect = Vec::new();
    for (story, dossier) in stories.iter().zip(&texts) {
        let dossier: Value = serde_json::from_str(dossier).unwrap();
        for event in list(&dossier["stories"][0], "events") {
            if event["shown"] != false {
                let text = |name: &str| event[name].as_str().unwrap_or("").to_owned();
                expect.push((*story, text("id"), text("type"), text("label")));
            }
        }
    }
    let events = rows(&out.join("events"));
    let told = self::texts(&events, "event").into_iter().zip(self::texts(&events, "type"));
    let told = numbers(&events, "story").into_iter().zip(told).zip(self::texts(&events, "label"));
    let told: Vec<_> = told.map(|((story, (id, kind)), label)| (story, id, kind, label)).collect();
    assert!(told.len() > 3, "{told:?}");
    assert_eq!(told, expect);
    // both forms hold the same
    let mut packed = Vec::new();
    for file in walk(&out.join("json")) {
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(File::open(file).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        packed.push(text);
    }
    assert!(packed.concat() == texts.concat());
}

/// The manifest, which must add up and list what lies there.
fn manifest(out: &Path) -> Value {
    let text = std::fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let records = &manifest["records"];
    let passed: u64 =
        records["passed_over"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    let number = |name: &str| records[name].as_u64().unwrap();
    assert_eq!(number("records"), number("accounts") + number("failed") + passed);
    let count =
        |table: &str| rows(&out.join(table)).iter().map(RecordBatch::num_rows).sum::<usize>();
    assert_eq!(number("accounts"), count("accounts") as u64);
    assert_eq!(number("failed") + passed, count("failures") as u64);
    assert_eq!(number("accounts"), count("stories") as u64);
    let listed: Vec<PathBuf> =
        list(&manifest, "files").iter().map(|it| out.join(it["path"].as_str().unwrap())).collect();
    let mut there: Vec<PathBuf> =
        ["accounts", "sketches", "failures", "stories", "dossiers", "events", "json"]
            .iter()
            .flat_map(|table| walk(&out.join(table)))
            .collect();
    there.sort();
    let mut sorted = listed;
    sorted.sort();
    assert_eq!(sorted, there);
    manifest
}

#[test]
fn a_killed_job_goes_on_and_loses_nothing() {
    let folder = Folder::new();
    for n in 0..4 {
        folder.with(&format!("in/{n}.warc.gz"), [crawl(0..40), picture(900 + n)].concat());
    }
    let inputs = folder.path().join("in").display().to_string();
    let whole = folder.path().join("whole");
    let start = Instant::now();
    let ran = tables_into(&whole, &[&inputs]);
    let usual = start.elapsed();
    assert!(ran.status.success(), "{}", stderr(&ran));
    let expect = manifest(&whole);
    assert_eq!(expect["records"]["accounts"], 4 * 32);
    let out = folder.path().join("killed");
    let mut kills = 0;
    loop {
        let mut child = program()
            .args(["run", &inputs, "--quiet", "--resume", "--tables"])
            .arg(&out)
            .spawn()
            .expect("starts");
        // each time a little later, until one gets through
        std::thread::sleep(usual.mul_f64(0.35 + 0.1 * f64::from(kills)));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            break;
        }
        child.kill().expect("can be killed");
        child.wait().unwrap();
        kills += 1;
        assert!(kills < 60, "never gets through");
    }
    assert!(kills > 0, "was never killed");
    assert_eq!(manifest(&out), expect, "after {kills} kills");
}

#[test]
fn tables_do_not_depend_on_threads_or_the_order_of_inputs() {
    let folder = Folder::new();
    let (a, b) = (folder.with("a.warc.gz", crawl(0..30)), folder.with("b.warc.gz", crawl(0..25)));
    let (a, b) = (a.display().to_string(), b.display().to_string());
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    assert!(tables_into(&one, &[&a, &b, "--threads", "1"]).status.success());
    assert!(tables_into(&two, &[&b, &a, "--threads", "3"]).status.success());
    assert_eq!(manifest(&one), manifest(&two));
}

#[test]
fn trouble_names_the_way_out() {
    let folder = Folder::new();
    let out = folder.path().join("tables");
    let again = |arguments: &[&str]| {
        let ran = tables_into(&out, arguments);
        (ran.status.code(), stderr(&ran))
    };
    let other = folder.with_article("late.txt").display().to_string();
    assert_eq!(again(&[EXAMPLE]).0, Some(0));
    let (code, message) = again(&[EXAMPLE]);
    assert!(code == Some(2) && message.contains("--resume"), "{message}");
    let (code, message) = again(&[EXAMPLE, &other, "--resume"]);
    assert!(code == Some(2) && message.contains("other inputs"), "{message}");
    assert_eq!(again(&[EXAMPLE, "--resume"]).0, Some(0));

    let empty = folder.with("empty.txt", "").display().to_string();
    let ran = tables_into(&folder.path().join("nothing"), &[&empty]);
    assert!(ran.status.code() == Some(1) && stderr(&ran).contains("no input was usable"));
    assert_eq!(manifest(&folder.path().join("nothing"))["records"]["failed"], 1);

    let file = folder.with("file", "x");
    let ran = tables_into(&file, &[EXAMPLE]);
    assert!(ran.status.code() == Some(2) && stderr(&ran).contains("--tables"), "{}", stderr(&ran));
}
