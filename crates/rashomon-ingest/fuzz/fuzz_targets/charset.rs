//! Decoding never fails, and its map covers the text; pages of any bytes are read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::{Given, clean_html, decode};
use rashomon_text::Source;

fuzz_target!(|input: (&str, &[u8])| {
    let (label, bytes) = input;
    let decoded = decode(bytes, Some(label));
    match decoded.map {
        Some(map) => assert_eq!(map.clean_len() as usize, decoded.text.len()),
        None => assert_eq!(decoded.text.as_bytes(), bytes),
    }
    clean_html(Source::default(), bytes, &Given::default());
});
