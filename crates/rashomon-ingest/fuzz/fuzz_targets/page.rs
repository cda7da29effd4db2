//! Every character of a page's article stands in the page, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::{Given, clean_html};
use rashomon_text::{Source, Span};

fuzz_target!(|page: &str| {
    let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
    let map = article.raw.as_ref().expect("pages have a way back");
    assert_eq!(map.clean_len() as usize, article.text.len());
    let mut last = 0;
    for (at, c) in article.text.char_indices() {
        let raw = map.to_raw(Span::from_range(at..at + c.len_utf8()));
        let bytes = page.get(raw.range()).expect("at character borders");
        if raw.is_empty() {
            continue;
        }
        assert!(last <= raw.start, "in the order of the page");
        last = raw.start;
        if !c.is_whitespace() && !bytes.starts_with('&') {
            let nul = c == '\u{FFFD}' && bytes == "\0";
            assert!(nul || bytes.chars().eq([c]), "{c:?} from {bytes:?}");
        }
    }
    for removed in &article.removed {
        assert!(article.text.get(removed.span.range()).is_some());
    }
    for paragraph in &article.paragraphs {
        assert!(article.text.get(paragraph.span.range()).is_some());
    }
});
