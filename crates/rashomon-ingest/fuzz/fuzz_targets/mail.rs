//! Messages of any bytes are read, and their map covers the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::{Given, clean_mail};
use rashomon_text::{Source, Span};

fuzz_target!(|bytes: &[u8]| {
    let Some(article) = clean_mail(Source::default(), bytes, &Given::default()) else { return };
    let map = article.raw.as_ref().expect("messages have a way back");
    assert_eq!(map.clean_len() as usize, article.text.len());
    assert!(map.to_raw(Span::new(0, map.clean_len())).end as usize <= bytes.len());
    for paragraph in &article.paragraphs {
        assert!(article.text.get(paragraph.span.range()).is_some());
    }
});
