//! Whatever the bytes, a WARC file is read to its end: no offset goes back or lies outside, and no record comes
//! of nothing.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::warc;

fuzz_target!(|input: (bool, &[u8])| {
    let (packed, bytes) = input;
    let (mut last, mut found) = (0, 0);
    for record in warc("a.warc", Cursor::new(bytes), packed).unwrap() {
        let offset = match record {
            Ok(record) => {
                let _ = record.payload(&mut Vec::new());
                record.offset
            }
            Err(failure) => {
                assert!(failure.message.starts_with("a.warc: "));
                failure.offset
            }
        };
        assert!(last <= offset && offset <= bytes.len() as u64, "{offset} after {last}");
        last = offset;
        found += 1;
        // a packed record may take less than a byte, a beginning of one no less than its name
        assert!(packed || found <= 2 + bytes.len() / 5);
    }
});
