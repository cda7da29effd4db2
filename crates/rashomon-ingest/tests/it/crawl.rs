//! Makes WARC records and files of them, right and wrong. Tests of the command use it, too.

#![allow(dead_code)] // not all of them use all of it

use std::io::Write as _;

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
