//! Pages and texts made to hurt: each is read in time linear in its size, and nothing is executed.

use std::fmt::Write as _;

use rashomon_ingest::{Given, clean_html, clean_text, decode};
use rashomon_text::{Article, Source};

const SIZE: usize = 20_000;
/// As deep as no reader can go by recursion.
const DEPTH: usize = 100_000;

fn page(page: &str) -> Article {
    let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
    super::laws::check(&article);
    article
}

#[test]
fn a_very_deep_page() {
    for tag in ["div", "b", "a", "table><tr><td", "ul><li", "blockquote", "h1", "x-y"] {
        page(&format!("{}<p>A ferry sank on Tuesday, he said.", format!("<{tag}>").repeat(DEPTH)));
    }
}

#[test]
fn very_many_attributes() {
    let mut tag = String::from("<div ");
    for n in 0..SIZE {
        let _ = write!(tag, "a{n}=b class=c{n} ");
    }
    page(&format!("{tag}><p>A ferry sank on Tuesday, he said.</p>"));
}

#[test]
fn very_many_references() {
    for reference in [
        "&amp;",
        "&",
        "&#x41;",
        "&notin;",
        "&CounterClockwiseContourIntegral;",
        "&aaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        let article = page(&format!("<p>{}</p>", reference.repeat(SIZE / 4)));
        assert!(article.text.len() <= reference.len() * SIZE);
    }
}

#[test]
fn what_never_ends() {
    for start in [
        "<!--",
        "<script>",
        "<title>",
        "<textarea>",
        "<div class=\"",
        "<",
        "</",
        "<![CDATA[",
        "<svg><p>",
    ] {
        page(&format!("{start}{}", "a ".repeat(SIZE)));
        page(&start.repeat(SIZE));
    }
}

#[test]
fn very_many_scraps() {
    for line in [
        "Read more:\n",
        "Advertisement\n",
        "CASINO BETTING ODDS NOW TODAY\n",
        "1/2 x\n",
        "…\n",
        "A b c d e f of\n",
        "\r\n",
        "(AP)\n",
    ] {
        let article = clean_text(Source::default(), line.repeat(SIZE), &Given::default());
        super::laws::check(&article);
    }
    let one = clean_text(Source::default(), "told the Post News ".repeat(SIZE), &Given::default());
    super::laws::check(&one);
}

#[test]
fn odd_characters_stay_what_they_are() {
    let text = "Ferry\u{202E} sinks\u{0}\n\nA\u{200B} ferry \u{1B}[31msank\u{7} on Tuesday\u{2028}he said.\n";
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    assert_eq!(article.text, text);
    super::laws::check(&article);
    page(&format!("<h1>{text}</h1><p>{text}"));
}

#[test]
fn a_script_in_the_title_is_text() {
    let article = page(
        "<title>Ferry <script>alert(1)</script> sinks</title><p>A ferry sank in the harbour on Tuesday, he said.</p>",
    );
    assert_eq!(article.slice(article.title.unwrap()), "Ferry <script>alert(1)</script> sinks");
}

#[test]
fn a_nul_in_a_title_keeps_its_place() {
    let source = "<title>Ferry \0 sinks in harbour</title><p>A ferry sank on Tuesday, he said.</p>";
    let article = page(source);
    let span = rashomon_text::Span::find(&article.text, "sinks").unwrap();
    let raw = article.raw.as_ref().unwrap().to_raw(span);
    assert_eq!(&source[raw.range()], "sinks");
    assert!(article.text.starts_with("Ferry \u{FFFD} sinks"));
}

#[test]
fn an_end_tag_without_a_name_is_nothing() {
    let source = "<p>A ferry </>sank on Tuesday at 3 < 4, he said.</p>";
    let article = page(source);
    assert_eq!(article.text, "A ferry sank on Tuesday at 3 < 4, he said.");
    let span = rashomon_text::Span::find(&article.text, "3 < 4").unwrap();
    assert_eq!(&source[article.raw.as_ref().unwrap().to_raw(span).range()], "3 < 4");
}

#[test]
fn structured_data_that_is_none() {
    for data in [
        "{",
        "[[[[",
        "null",
        "{\"@graph\": 1}",
        "{\"@type\": [1, {}], \"author\": [[[]]]}",
        "\u{0}",
    ] {
        page(&format!(
            "<script type='application/ld+json'>{data}</script><p>A ferry sank on Tuesday, he said.</p>"
        ));
    }
    let nested = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    page(&format!("<script type='application/ld+json'>{nested}</script>"));
}

#[test]
fn lies_about_the_charset() {
    for label in
        ["utf-16", "utf-7", "shift_jis", "iso-2022-jp", "x-user-defined", "none", "\u{FFFD}"]
    {
        let bytes = b"<p>Vlor\xC3\xAB \xFF\xFE \x1B$B \x80</p>";
        let decoded = decode(bytes, Some(label));
        if let Some(map) = decoded.map {
            assert_eq!(map.clean_len() as usize, decoded.text.len());
        }
        super::laws::check(&clean_html(Source::default(), bytes, &Given::default()));
    }
}
