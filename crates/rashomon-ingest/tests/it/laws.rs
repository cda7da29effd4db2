//! What holds of every text and page.

use proptest::prelude::*;
use rashomon_ingest::{Given, clean_html, clean_text};
use rashomon_text::{Article, Source, Span};

/// Checks that every span is in bounds and at character borders, that lists are sorted and disjoint, and
/// that nothing a reader sees is lost.
pub(crate) fn check(article: &Article) {
    let text = &article.text;
    let sound = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} of {} bytes", text.len());
    };
    for pair in article.removed.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    for pair in article.paragraphs.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    let paragraphs = article.paragraphs.iter().map(|it| it.span);
    let removed = article.removed.iter().map(|it| it.span);
    let single = article.title.into_iter().chain(article.byline).chain(article.dateline);
    let credits = article.credits.iter().map(|it| it.span);
    for span in paragraphs.chain(removed).chain(single).chain(credits) {
        sound(span);
    }
    let mut seen = vec![false; text.len()];
    let kept = article.paragraphs.iter().map(|it| it.span);
    let all = kept.chain(article.removed.iter().map(|it| it.span)).chain(article.dateline);
    for span in all {
        seen[span.range()].fill(true);
    }
    for (at, c) in text.char_indices() {
        let invisible =
            c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\0');
        assert!(invisible || seen[at], "{c:?} at {at} of {text:?}");
    }
    if let Some(map) = &article.raw {
        assert_eq!(map.clean_len() as usize, text.len());
    }
}

/// Lines as pages have them: running text, furniture, scraps.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{2,8}( [a-z]{1,9}){3,14}[.…]?",
        "\\PC{0,40}",
        prop::sample::select(vec![
            "Read more:",
            "Advertisement",
            "© 2021 Harbour Post",
            "Leave a comment",
            "1/3 A boat Getty",
            "2/3 A ship Getty",
            "Published: 7 September 2021",
            "By Anna Borg",
            "VALLETTA (AP) -- The port was closed on Monday.",
            "(Reuters)",
            "Image copyright EPA Image caption The port at night",
            "FERRY FARES TO RISE AGAIN SOON",
            "\u{FEFF}",
            "",
            "The best betting sites",
            "he told Reuters.",
            "harbourpost.example",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn of_texts(lines in prop::collection::vec(line(), 0..24), end in prop::sample::select(vec!["\n", "\r\n", "\n\n"])) {
        let text = lines.join(end);
        let article = clean_text(Source::default(), text.clone(), &Given::default());
        prop_assert_eq!(&article.text, &text);
        check(&article);
        // marking again what was marked changes nothing
        prop_assert_eq!(clean_text(Source::default(), text, &Given::default()), article);
    }

    #[test]
    fn of_pages(parts in prop::collection::vec(prop_oneof![
        line(),
        "</?(p|div|li|ul|h1|h2|b|a|td|tr|table|br|script|title|article|aside|blockquote)( class=\"[a-z -]{0,12}\")?>",
        "&(#[0-9]{1,6}|#x[0-9a-f]{1,5}|[a-zA-Z]{1,8});?",
    ], 0..60)) {
        let page = parts.concat();
        let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
        check(&article);
        let map = article.raw.as_ref().unwrap();
        for (at, c) in article.text.char_indices() {
            let raw = map.to_raw(Span::from_range(at..at + c.len_utf8()));
            let bytes = page.get(raw.range()).expect("at a character border of the page");
            if !raw.is_empty() && !c.is_whitespace() && !bytes.starts_with('&') {
                prop_assert_eq!(bytes, c.to_string());
            }
        }
    }

    #[test]
    fn of_bytes(bytes: Vec<u8>) {
        check(&clean_html(Source::default(), &bytes, &Given::default()));
    }
}
