//! Cleaning marks and changes nothing; marks do not overlap.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_ingest::{Given, clean_text};
use rashomon_text::Source;

fuzz_target!(|text: &str| {
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    assert_eq!(article.text, text);
    for pair in article.removed.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    for pair in article.paragraphs.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    for span in
        article.removed.iter().map(|it| it.span).chain(article.paragraphs.iter().map(|it| it.span))
    {
        assert!(text.get(span.range()).is_some());
    }
});
