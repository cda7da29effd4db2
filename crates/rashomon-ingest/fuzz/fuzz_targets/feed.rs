//! Feeds, outlines and sitemaps of any bytes are read, and every word of an item stands in the item.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::{Given, feed, links};
use rashomon_text::{Source, Span};

fuzz_target!(|bytes: &[u8]| {
    if let Some(found) = links(bytes, None) {
        for link in &found.links {
            assert!(!link.url.contains(char::is_whitespace));
        }
    }
    let Some(feed) = feed(bytes, None) else { return };
    let utf8 = std::str::from_utf8(bytes).is_ok();
    for item in feed.items.iter().take(8) {
        let place = feed.span(item);
        let raw = &bytes[place.range()];
        let Some(article) = feed.article(Source::default(), item, &Given::default()) else {
            continue;
        };
        let map = article.raw.as_ref().expect("items have a way back");
        assert_eq!(map.clean_len() as usize, article.text.len());
        let repaired = feed.notes.iter().any(|note| note.code == "mojibake-repaired");
        for (at, c) in article.text.char_indices() {
            let span = map.to_raw(Span::from_range(at..at + c.len_utf8()));
            let bytes = &raw[span.range()];
            if bytes.is_empty() || c.is_whitespace() || !utf8 || repaired {
                continue;
            }
            let escaped = matches!(bytes[0], b'&' | b'\\' | b'<' | 0);
            assert!(escaped || bytes == c.to_string().as_bytes(), "{c:?} from {bytes:?}");
        }
    }
});
