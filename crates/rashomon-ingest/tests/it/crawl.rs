//! Makes WARC records and files of them, right and wrong. Tests of the command use it, too.

#![allow(dead_code)] // not all of them use all of it

use std::io::Write as _;
use std::ops::Range;

use flate2::{Compression, write::GzEncoder};

/// A page with words that are found again by their number.
pub(crate) fn page(n: usize) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Ferry {n} sinks</title></head><body><article>\
         <h1>Ferry {n} sinks</h1><p>Ferry number {n} sank in the harbour of Valletta on Tuesday, \
         the head of the port said.</p><p>Two of its piers had been closed since the storm, and \
         divers had found cracks in them.</p></article></body></html>"
    )
}

/// A WARC record: its fields beside length and id, and its content.
pub(crate) fn record(n: usize, fields: &str, content: &[u8]) -> Vec<u8> {
    with_length(n, fields, content, content.len())
}

/// A record that says that its content has `length` bytes.
pub(crate) fn with_length(n: usize, fields: &str, content: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Record-ID: <urn:test:{n}>\r\nWARC-Date: 2021-09-07T10:00:00Z\r\n\
         {fields}Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// What a server answered: `http` is its fields, after the status line.
pub(crate) fn answer(n: usize, status: u16, http: &str, body: &[u8]) -> Vec<u8> {
    let content = [format!("HTTP/1.1 {status} X\r\n{http}\r\n").as_bytes(), body].concat();
    record(n, &response(n), &content)
}

/// The fields of a response.
pub(crate) fn response(n: usize) -> String {
    format!(
        "WARC-Type: response\r\nWARC-Target-URI: https://harbourpost.example/{n}\r\n\
         Content-Type: application/http; msgtype=response\r\n"
    )
}

/// A response that holds [`page`].
pub(crate) fn good(n: usize) -> Vec<u8> {
    answer(n, 200, "Content-Type: text/html\r\n", page(n).as_bytes())
}

/// A gzip member.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A crawl of these pages, a few of them broken or gone, each record in its own gzip member, each page behind its request.
pub(crate) fn crawl(pages: Range<usize>) -> Vec<u8> {
    let records = |n| {
        let request = record(n, "WARC-Type: request\r\n", b"GET / HTTP/1.1\r\n\r\n");
        let page = match n % 10 {
            3 => with_length(n, &response(n), b"HTTP/1.1 200 OK\r\n\r\n", 700),
            5 => answer(n, 404, "Content-Type: text/html\r\n", b"gone"),
            _ => good(n),
        };
        [packed(&request), packed(&page)].concat()
    };
    pages.flat_map(records).collect()
}

/// A picture of 640 kB that does not pack, which makes a file large enough to be a unit of its own.
pub(crate) fn picture(n: usize) -> Vec<u8> {
    // xorshift64
    let mut x = 2 * n as u64 + 1;
    let mut next = || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x.to_le_bytes()
    };
    let noise: Vec<u8> = (0..80_000).flat_map(|_| next()).collect();
    packed(&answer(n, 200, "Content-Type: image/png\r\n", &noise))
}

/// A file of each kind: not packed, packed record by record, packed as a whole, and in blocks that do not
/// care where records end.
pub(crate) fn files(records: &[Vec<u8>]) -> [(&'static str, Vec<u8>); 4] {
    let plain = records.concat();
    [
        ("a.warc", plain.clone()),
        ("each.warc.gz", records.iter().flat_map(|record| packed(record)).collect()),
        ("whole.warc.gz", packed(&plain)),
        ("blocks.warc.gz", plain.chunks(700).flat_map(packed).collect()),
    ]
}
