use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;

use rashomon_text::time::day_number;

use super::*;

#[path = "../../../rashomon-ingest/tests/it/crawl.rs"]
mod crawl;

fn job(folder: &Path, inputs: &[&Path]) -> Job {
    let storage = Arc::new(Folder::new(&folder.join("tables")).unwrap());
    let inputs: Vec<String> = inputs.iter().map(|it| it.display().to_string()).collect();
    begin(&inputs, &Options::default(), storage, false).unwrap()
}

/// Records of every kind: pages, one seen before, one that is gone, one that is broken, one that is none.
fn records() -> Vec<Vec<u8>> {
    let mut records: Vec<Vec<u8>> = (0..40).map(crawl::good).collect();
    records.insert(7, crawl::record(70, "WARC-Type: request\r\n", b"GET / HTTP/1.1\r\n\r\n"));
    records.insert(19, crawl::answer(71, 404, "Content-Type: text/html\r\n", b"gone"));
    // the same page from the same address again, far behind the first
    records.push(crawl::good(3));
    records.push(crawl::with_length(72, &crawl::response(72), b"HTTP/1.1 200 OK\r\n\r\n", 700));
    records
}

/// What the units of a job read: where each account comes from, and each failure.
fn read_all(job: &Job) -> (Vec<String>, Vec<String>, Counts) {
    let (mut accounts, mut failures, mut counts) = (Vec::new(), Vec::new(), Counts::default());
    for unit in &job.plan.units {
        let read = read::read(job, unit, 1, &|_| {}).unwrap();
        let text = |batch: &RecordBatch, name: &str| -> Vec<String> {
            tables::text(batch, name).into_iter().map(|it| it.unwrap_or("").to_owned()).collect()
        };
        for batch in read.accounts.values().flatten() {
            let packed = batch.column_by_name("account").unwrap().as_binary::<i32>();
            for (record, bytes) in text(batch, "record").into_iter().zip(packed.iter().flatten()) {
                let account = tables::unpacked(bytes).expect("an account");
                accounts.push(format!("{record} {}", account.article.text));
            }
        }
        let told = text(&read.failures, "record").into_iter().zip(text(&read.failures, "reason"));
        failures.extend(told.map(|(record, reason)| format!("{record} {reason}")));
        assert!(read.counts.balance());
        counts.add(&read.counts);
    }
    (accounts, failures, counts)
}

#[test]
fn a_file_read_in_parts_gives_what_it_gives_in_one() {
    for (name, bytes) in crawl::files(&records()) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, &bytes).unwrap();
        let mut job = job(folder.path(), &[&file]);
        assert_eq!(job.plan.units.len(), 1);
        let whole = read_all(&job);
        assert_eq!(whole.2.accounts, 40, "{name}: {:?}", whole.1);
        assert_eq!(whole.2.records, 44, "{name}");
        for parts in [2u64, 3, 7] {
            let edge = |n: u64| bytes.len() as u64 * n / parts;
            let unit = |n: u64| Unit {
                number: n as u32,
                parts: vec![Part {
                    input: 0,
                    from: edge(n),
                    to: (n + 1 < parts).then(|| edge(n + 1)),
                }],
            };
            job.plan.units = (0..parts).map(unit).collect();
            assert_eq!(read_all(&job), whole, "{name} in {parts} parts");
        }
    }
}

#[test]
fn what_is_told_does_not_depend_on_the_order_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.warc");
    std::fs::write(&file, records().concat()).unwrap();
    let job = job(folder.path(), &[&file]);
    let read = read::read(&job, &job.plan.units[0], 0, &|_| {}).unwrap();
    let batch = &read.accounts.values().next().unwrap()[0];
    let docs = tables::numbers(batch, "doc");
    let packed = batch.column_by_name("account").unwrap().as_binary::<i32>();
    let told = |rows: &[usize]| {
        let columns: Vec<arrow_array::ArrayRef> = vec![
            Arc::new(arrow_array::Int64Array::from_iter_values(rows.iter().map(|n| *n as i64 % 3))),
            Arc::new(arrow_array::Int64Array::from_iter_values(rows.iter().map(|n| docs[*n]))),
            Arc::new(arrow_array::BinaryArray::from_iter_values(
                rows.iter().map(|n| packed.value(*n)),
            )),
        ];
        let accounts = RecordBatch::try_new(tell::accounts_schema(), columns).unwrap();
        tell::tell(&job, &accounts).unwrap().dossiers
    };
    let rows: Vec<usize> = (0..12).collect();
    let backwards: Vec<usize> = (0..12).rev().collect();
    let dossiers = told(&rows);
    assert_eq!(tables::numbers(&dossiers, "story"), [0, 1, 2]);
    assert_eq!(told(&backwards), dossiers);
}

#[test]
fn a_process_opens_the_job_that_another_began() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.warc");
    std::fs::write(&file, crawl::good(1)).unwrap();
    let begun = job(folder.path(), &[&file]);
    let opened = Job::open(Arc::clone(&begun.storage)).unwrap();
    assert_eq!((&opened.plan, &opened.digest), (&begun.plan, &begun.digest));
    let nothing = Arc::new(Folder::new(&folder.path().join("none")).unwrap());
    assert!(Job::open(nothing).unwrap_err().to_string().contains("job.json"));
}

#[test]
fn accounts_that_are_not_all_there_are_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.warc");
    std::fs::write(&file, crawl::good(1)).unwrap();
    let job = job(folder.path(), &[&file]);
    let bundle = Bundle { number: 0, rows: (0, 2), digest: String::new() };
    let none = RecordBatch::new_empty(tell::accounts_schema());
    let fault = job.tell(&bundle, &none).unwrap_err().to_string();
    assert!(fault.contains("bundle 0 has 2 accounts, and 0 were found"), "{fault}");
}

#[test]
fn days_are_counted_from_1970() {
    for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11017)] {
        let date: Date = text.parse().unwrap();
        assert_eq!(day_number(date), number);
        assert_eq!(tables::date(number), Some(date));
    }
}
