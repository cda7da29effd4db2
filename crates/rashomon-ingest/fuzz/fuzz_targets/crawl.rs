//! A sound record is read, whatever is the matter with those beside it. Each stands in its own gzip member.
#![no_main]

use std::io::{Cursor, Write as _};

use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use rashomon_ingest::warc;

fuzz_target!(|records: Vec<(u8, u16, Vec<u8>)>| {
    let (mut file, mut sound) = (Vec::new(), Vec::new());
    for (n, (what, by, content)) in records.into_iter().take(50).enumerate() {
        match what % 4 {
            0 => {
                let name = format!("sound {n}");
                file.extend(member(&record(&name, &content, content.len())));
                sound.push(name);
            }
            1 => {
                let short = content.len().saturating_sub(1 + usize::from(by) % 99);
                file.extend(member(&record("short", &content, short)));
            }
            2 => {
                let long = content.len() + 5 + usize::from(by);
                file.extend(member(&record("long", &content, long)));
            }
            _ => {
                let mut damaged = member(&record("damaged", &content, content.len()));
                let at = usize::from(by) % damaged.len();
                damaged[at] ^= 1 | what;
                file.extend(damaged);
            }
        }
    }
    let mut found: Vec<String> = warc("a.warc", Cursor::new(&file), true)
        .unwrap()
        .filter_map(|record| record.ok()?.id)
        .filter(|id| id.starts_with("sound"))
        .collect();
    // a page may hold what looks like a record: in a file whose first records are bad, it is taken for one
    found.dedup();
    let mut left = found.iter();
    for name in &sound {
        assert!(left.any(|id| id == name), "{name} is lost: {found:?}");
    }
});

fn record(id: &str, content: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <{id}>\r\nWARC-Target-URI: {id}\r\n\
         Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn member(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
