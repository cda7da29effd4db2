//! WARC files, sound and not: one bad record costs that record.

use std::{fs, path::Path};

use rashomon_ingest::{Failure, Options, Read, Skip, inputs, read, records};

use crate::crawl::{answer, files, good, packed, page, record, response, with_length};

/// Reads a file with these bytes, and checks what holds of every WARC file.
fn read_file(name: &str, bytes: &[u8]) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let options = Options::default();
    let input = inputs(&[path], &options).unwrap().remove(0);
    let mut last = 0;
    for found in records(&input, &options) {
        let offset = found.map_or_else(|failure| failure.offset, |record| record.offset);
        assert!(last <= offset && offset <= bytes.len() as u64, "{name}: {offset} after {last}");
        last = offset;
    }
    let read = read(&input, &options);
    for failure in &read.failures {
        assert!(failure.message.starts_with(&failure.path), "{failure:?}");
        assert!(!failure.message.contains(|c: char| c.is_control()), "{failure:?}");
    }
    read
}

/// The numbers of the pages that came through ([`crate::crawl::page`]).
fn numbers(read: &Read) -> Vec<usize> {
    read.articles
        .iter()
        .map(|article| {
            let title = article.slice(article.title.expect("a title"));
            title.split(' ').nth(1).unwrap().parse().unwrap()
        })
        .collect()
}

fn skips(read: &Read) -> Vec<Skip> {
    read.failures.iter().filter_map(|failure| failure.skipped).collect()
}

fn failed(read: &Read) -> Vec<&Failure> {
    read.failures.iter().filter(|failure| failure.skipped.is_none()).collect()
}

/// In every kind of file: these pages come through, and so many records fail.
fn check(records: &[Vec<u8>], pages: &[usize], failures: usize) {
    for (name, bytes) in files(records) {
        let read = read_file(name, &bytes);
        assert_eq!(numbers(&read), pages, "{name}: {:#?}", read.failures);
        assert_eq!(failed(&read).len(), failures, "{name}: {:#?}", read.failures);
    }
}

#[test]
fn records_come_through_however_they_are_packed() {
    let records = [
        record(
            0,
            "WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n",
            b"software: x\r\n",
        ),
        record(1, "WARC-Type: request\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        good(1),
        record(7, "WARC-Type: revisit\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        record(2, "WARC-Type: resource\r\nContent-Type: text/html\r\n", page(2).as_bytes()),
        answer(3, 404, "Content-Type: text/html\r\n", page(3).as_bytes()),
        answer(4, 200, "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n\0\0"),
        record(
            9,
            "WARC-Type: conversion\r\nContent-Type: text/plain\r\n",
            b"Ferry 5 sinks\n\nA ferry sank on Tuesday, he said.",
        ),
        good(6),
    ];
    for (name, bytes) in files(&records) {
        let read = read_file(name, &bytes);
        assert_eq!(numbers(&read), [1, 2, 5, 6], "{name}");
        let expected = [
            Skip::Administrative,
            Skip::Administrative,
            Skip::Revisit,
            Skip::Status,
            Skip::MediaType,
        ];
        assert_eq!(skips(&read), expected, "{name}: {:#?}", read.failures);
        assert_eq!(read.articles.len() + read.failures.len(), records.len());
        let source = &read.articles[0].source;
        assert_eq!(source.url.as_deref(), Some("https://harbourpost.example/1"));
        assert_eq!(source.record.as_deref(), Some("urn:test:1"));
        assert!(source.path.as_ref().unwrap().ends_with(name));
        // the day of capture is no day of publication
        assert!(read.articles[0].published.is_none());
    }
}

#[test]
fn a_date_after_the_capture_is_not_used() {
    for (day, used) in [("2021-09-08", true), ("2021-09-09", false)] {
        let page = page(1).replace(
            "<head>",
            &format!("<head><meta property=\"article:published_time\" content=\"{day}\">"),
        );
        let read =
            read_file("a.warc", &answer(1, 200, "Content-Type: text/html\r\n", page.as_bytes()));
        let article = &read.articles[0];
        assert_eq!(article.published.is_some(), used, "{day}");
        assert_eq!(article.notes.iter().any(|note| note.code == "date-after-capture"), !used);
    }
}

#[test]
fn raw_offsets_lead_into_the_unpacked_page() {
    let http =
        "Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n";
    let zipped = packed(page(1).as_bytes());
    let mut body = format!("{:x}\r\n", zipped.len()).into_bytes();
    body.extend_from_slice(&zipped);
    body.extend_from_slice(b"\r\n0\r\n\r\n");
    let read = read_file("a.warc.gz", &packed(&answer(1, 200, http, &body)));
    let article = &read.articles[0];
    let raw = article.raw.as_ref().unwrap();
    let span = rashomon_text::Span::find(&article.text, "Valletta").unwrap();
    assert_eq!(&page(1)[raw.to_raw(span).range()], "Valletta");
}

#[test]
fn the_charset_of_the_server_counts() {
    let body =
        b"<h1>Ferry 1 sinks</h1><p>The ferry to Vlor\xEB sank on Tuesday, the port said.</p>";
    let read = read_file(
        "a.warc",
        &answer(1, 200, "Content-Type: text/html; charset=iso-8859-1\r\n", body),
    );
    assert!(read.articles[0].text.contains("Vlorë"));
}

#[test]
fn a_page_seen_again_is_told() {
    let again = answer(2, 200, "Content-Type: text/html\r\n", page(1).as_bytes());
    let read = read_file("a.warc", &[good(1), good(1), again, good(3)].concat());
    assert_eq!(numbers(&read), [1, 1, 3]);
    assert_eq!(skips(&read), [Skip::Duplicate]);
    assert!(read.articles[1].notes.iter().any(|note| note.code == "same-bytes"));
}

#[test]
fn a_length_that_is_too_short() {
    let content =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], page(2).as_bytes()].concat();
    let bad = with_length(2, &response(2), &content, content.len() - 50);
    check(&[good(1), bad, good(3), good(4)], &[1, 3, 4], 1);
}

#[test]
fn a_length_that_is_too_long() {
    let content =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], page(2).as_bytes()].concat();
    // by less it takes in a part of the line ends after it, which hurts nobody
    for more in [5, 300, 1500, 100_000, usize::MAX / 2] {
        let bad = with_length(2, &response(2), &content, content.len() + more);
        check(&[good(1), bad.clone(), good(3), good(4)], &[1, 3, 4], 1);
        check(&[bad, good(3), good(4)], &[3, 4], 1);
    }
}

#[test]
fn a_header_that_is_none() {
    let long = format!("X-Long: {}\r\n", "a".repeat(10 << 20));
    for bad in [
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n".to_vec(),
        record(2, &long, page(2).as_bytes()),
        b"neither a record nor anything else\r\n\r\n".to_vec(),
        b"WARC/1.0\r\nContent-Length: minus one\r\n\r\n".to_vec(),
    ] {
        check(&[good(1), bad.clone(), good(3)], &[1, 3], 1);
        let read = read_file("a.warc", &[bad, good(3)].concat());
        assert_eq!(numbers(&read), [3], "{:#?}", read.failures);
    }
}

#[test]
fn a_file_that_breaks_off() {
    let records = [good(1), good(2), good(3)];
    for (name, bytes) in files(&records) {
        for cut in [1, 9, 40, 200, 300] {
            let read = read_file(name, &bytes[..bytes.len() - cut]);
            if read.articles.len() < 3 {
                let failure = read.failures.last().unwrap();
                assert!(failure.message.contains("no record begins after it"), "{failure}");
            }
            // a gzip member that is cut takes more than the last record along
            if matches!(name, "a.warc" | "each.warc.gz") {
                assert_eq!(read.articles.len() + read.failures.len(), 3, "{name} {cut}");
                assert!(numbers(&read).starts_with(&[1, 2]), "{name} {cut}: {:#?}", read.failures);
            }
        }
    }
}

#[test]
fn a_damaged_member_costs_its_record() {
    let members: Vec<Vec<u8>> = (1..=4).map(|n| packed(&good(n))).collect();
    for at in [0, 3, 12, 60, 200] {
        let mut bad = members.clone();
        bad[1][at] ^= 0x55;
        let read = read_file("a.warc.gz", &bad.concat());
        // a bit of the head that nobody looks at may change
        if read.articles.len() < 4 {
            assert_eq!(numbers(&read), [1, 3, 4], "byte {at}: {:#?}", read.failures);
            let failure = &read.failures[0];
            assert_eq!(failure.offset, members[0].len() as u64, "{failure}");
            let next = members[0].len() + members[1].len();
            assert!(
                failure.message.ends_with(&format!("reading goes on at byte {next}")),
                "{failure}"
            );
        }
        // cut out of the middle
        let mut cut = members.clone();
        let half = cut[1].len() / 2;
        cut[1].truncate(half);
        let read = read_file("a.warc.gz", &cut.concat());
        assert_eq!(numbers(&read), [1, 3, 4], "{:#?}", read.failures);
    }
}

#[test]
fn a_warc_in_a_warc_is_a_page() {
    let inner = [good(8), good(9)].concat();
    let text = record(
        2,
        "WARC-Type: resource\r\nContent-Type: text/plain\r\n",
        &[b"Ferry 2 sinks\n\n", &inner[..]].concat(),
    );
    check(&[good(1), text, good(3)], &[1, 2, 3], 0);
    let file = record(2, "WARC-Type: resource\r\nContent-Type: application/warc\r\n", &inner);
    check(&[good(1), file, good(3)], &[1, 3], 0);
}

#[test]
fn bombs_are_left() {
    let zeros = vec![b' '; 80 << 20];
    let http = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    // in the page, and in the file
    check(&[good(1), answer(2, 200, http, &packed(&zeros)), good(3)], &[1, 3], 1);
    let bomb = packed(&answer(2, 200, "Content-Type: text/html\r\n", &zeros));
    let read = read_file("a.warc.gz", &[packed(&good(1)), bomb, packed(&good(3))].concat());
    assert_eq!(numbers(&read), [1, 3], "{:#?}", read.failures);
    assert!(read.failures[0].message.contains("far more than any page"), "{}", read.failures[0]);
}

#[test]
fn chunks_without_end() {
    let mut body = Vec::new();
    for _ in 0..200_000 {
        body.extend_from_slice(b"1\r\na\r\n");
    }
    let http = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n";
    let read = read_file("a.warc", &[answer(1, 200, http, &body), good(2)].concat());
    assert_eq!(read.articles.len(), 2, "{:#?}", read.failures);
    assert!(read.articles[0].notes.iter().any(|note| note.code == "truncated"));
}

#[test]
fn odd_characters_in_headers() {
    let fields = "WARC-Type: response\r\nWARC-Target-URI: https://harbourpost.example/../../etc\x1B[2J\0\r\n";
    let content =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], page(2).as_bytes()].concat();
    let bad = String::from_utf8(record(2, fields, &content)).unwrap();
    let bad = bad.replace("<urn:test:2>", "<../../\x1B]0;x\x07>").into_bytes();
    let read = read_file("a.warc", &[bad, good(3)].concat());
    assert_eq!(numbers(&read), [2, 3]);
    let source = &read.articles[0].source;
    let told = [source.url.clone().unwrap(), source.record.clone().unwrap()].concat();
    assert!(!told.contains(|c: char| c.is_control()), "{told:?}");
}

#[test]
fn a_file_of_beginnings_is_read_in_linear_time() {
    let beginnings = [
        b"\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999\r\n\r\n".repeat(20_000),
        b"WARC/1.0\n\n".repeat(100_000),
        b"WARC/1.0\n".repeat(100_000),
    ];
    for bytes in beginnings {
        for (name, bytes) in [("a.warc", bytes.clone()), ("a.warc.gz", packed(&bytes))] {
            let read = read_file(name, &bytes);
            assert!(read.articles.is_empty() && !read.failures.is_empty());
        }
    }
    let mut heads = packed(&good(1));
    // gzip members that begin and hold one stored block reaching over all that follows
    heads.extend(b"\x1F\x8B\x08\0\0\0\0\0\0\0\0\xFF\xFF\0\0WARC/1.0".repeat(40_000));
    let read = read_file("a.warc.gz", &heads);
    assert_eq!(numbers(&read), [1]);
}

#[test]
fn folders_hold_crawls() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.warc.gz"), packed(&good(1))).unwrap();
    fs::write(folder.path().join("no-extension"), packed(&good(2))).unwrap();
    let options = Options::default();
    let found = inputs(&[folder.path(), &folder.path().join("no-extension")] as &[&Path], &options)
        .unwrap();
    let pages: Vec<_> = found.iter().flat_map(|input| numbers(&read(input, &options))).collect();
    assert_eq!(pages, [1, 2]);
    let empty = read_file("b.warc", b"\r\n\r\n");
    assert!(empty.failures[0].message.contains("no record"), "{:?}", empty.failures);
}
