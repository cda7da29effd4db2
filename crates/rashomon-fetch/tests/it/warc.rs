//! A reader of WARC files that shares no code with the one that is tested: it takes a file apart by
//! the text of the standard, and checks what can be checked.

use std::io::Read as _;
use std::path::Path;

use flate2::bufread::GzDecoder;
use sha2::{Digest as _, Sha256};

#[derive(Clone, Debug)]
pub(crate) struct Record {
    fields: Vec<(String, String)>,
    pub(crate) block: Vec<u8>,
}

impl Record {
    pub(crate) fn field(&self, name: &str) -> &str {
        let found: Vec<_> = self.fields.iter().filter(|(n, _)| n == name).collect();
        assert!(found.len() < 2, "{name} twice");
        found.first().map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn kind(&self) -> &str {
        self.field("WARC-Type")
    }

    pub(crate) fn url(&self) -> &str {
        self.field("WARC-Target-URI")
    }

    /// What follows the head of an HTTP message.
    pub(crate) fn body(&self) -> &[u8] {
        let at = self.block.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        &self.block[at + 4..]
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.block.clone()).unwrap()
    }
}

/// All records, each in a gzip member of its own; checked.
pub(crate) fn read(path: &Path) -> Vec<Record> {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = bytes.as_slice();
    let mut records = Vec::new();
    while !rest.is_empty() {
        let mut member = GzDecoder::new(rest);
        let mut record = Vec::new();
        member.read_to_end(&mut record).expect("a whole member");
        rest = member.into_inner();
        records.push(parse(&record));
    }
    check(&records);
    records
}

fn parse(bytes: &[u8]) -> Record {
    let head = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head") + 4;
    let text = std::str::from_utf8(&bytes[..head]).expect("UTF-8");
    let mut lines = text.trim_end().split("\r\n");
    assert_eq!(lines.next(), Some("WARC/1.1"));
    let fields: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").expect("name: value"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut record = Record { fields, block: Vec::new() };
    let length: usize = record.field("Content-Length").parse().unwrap();
    record.block = bytes[head..head + length].to_vec();
    assert_eq!(&bytes[head + length..], b"\r\n\r\n", "nothing but the end follows the block");
    record
}

fn check(records: &[Record]) {
    assert_eq!(records[0].kind(), "warcinfo");
    let mut names: Vec<&str> = records.iter().map(|r| r.field("WARC-Record-ID")).collect();
    for record in records {
        assert!(record.field("WARC-Record-ID").starts_with("<urn:uuid:"));
        let date = record.field("WARC-Date");
        assert!(date.len() == 20 && date.ends_with('Z'), "{date}");
        assert_eq!(record.field("WARC-Block-Digest"), digest(&record.block));
        if record.kind() == "response" {
            assert_eq!(record.field("WARC-Payload-Digest"), digest(record.body()));
        }
        for pointer in ["WARC-Concurrent-To", "WARC-Warcinfo-ID"] {
            let to = record.field(pointer);
            assert!(to.is_empty() || names.contains(&to), "{pointer} leads nowhere");
        }
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), records.len(), "every record has a name of its own");
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold("sha256:".to_owned(), |s, b| format!("{s}{b:02x}"))
}
