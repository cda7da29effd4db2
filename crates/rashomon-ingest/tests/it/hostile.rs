//! Pages and texts made to hurt: each is read in time linear in its size, and nothing is executed.

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

const SUNK: &str = "<p>A ferry sank in the harbour on Tuesday, he said.</p>";

#[test]
fn very_many_attributes() {
    let each = |n: usize, attribute: fn(usize) -> String| (0..n).map(attribute).collect::<String>();
    for attributes in [
        each(DEPTH, |n| format!("a{n}=b ")),
        each(DEPTH, |n| format!("class=c{n} ")),
        each(DEPTH, |_| "id ".to_owned()),
        each(DEPTH, |_| "=".to_owned()),
        format!("class='{}'", "related ".repeat(DEPTH)),
        format!("style='{}'", "display:none;x".repeat(DEPTH)),
    ] {
        for tag in ["div", "time"] {
            page(&format!("<{tag} {attributes}>{SUNK}"));
        }
    }
    let many = "class=a id=b role=c style=d itemprop=e itemtype=f property=g name=h content=i href=j rel=k type=l";
    page(&format!("<p {many}>x").repeat(DEPTH / 10));
}

/// Names as long as they are read, around as much as can ask for them.
#[test]
fn names_that_are_asked_for_again_and_again() {
    let names = "x-y ".repeat(1000);
    let around = format!("<div class='{names}' id='{names}' itemprop='{names}'>").repeat(20);
    for inside in [
        "<i>1 May 2020</i>",
        "<time datetime=x>",
        "<time class=updated>",
        "<b itemprop=dateModified>",
        "<li><a href=/x>Ferries are back</a>",
        "<h2>Ferries</h2>",
        "<p>A ferry sank, he said.",
    ] {
        page(&format!("{around}{SUNK}{}", inside.repeat(SIZE / 10)));
    }
    let title = "Ferry sinks off Malta ".repeat(SIZE);
    let data = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{title}\"}}</script>"
    );
    for head in [
        data,
        format!("<meta property=og:title content='{title}'>"),
        format!("<title>{title}</title>"),
    ] {
        page(&format!("{head}{}{SUNK}", "<h1>Ferry sinks</h1>".repeat(SIZE / 10)));
    }
}

#[test]
fn very_many_references() {
    for reference in [
        "&amp;",
        "&",
        "&#",
        "&#x",
        "&;",
        "&#x41;",
        "&#0;",
        "&#x110000;",
        "&#99999999999999999999;",
        "&#xD800;",
        "&notin;",
        "&notit",
        "&CounterClockwiseContourIntegral;",
        "&aaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        for (before, after) in
            [("<p>", "</p>"), ("<title>", "</title><p>A ferry sank."), ("<p title='", "'>x")]
        {
            let article = page(&format!("{before}{}{after}", reference.repeat(SIZE / 10)));
            // no more than a replacement character for each reference, or the reference as it stands
            assert!(article.text.len() <= reference.len().max(3) * SIZE / 10 + 20);
        }
    }
}

/// Found by fuzzing.
#[test]
fn a_reference_without_end_keeps_the_places_around_it() {
    let source = format!("<title>Ferry &#x{}4` sinks</title>{SUNK}", "8".repeat(70));
    let article = page(&source);
    assert!(article.text.starts_with("Ferry \u{FFFD}` sinks\n"), "{}", article.text);
    let span = rashomon_text::Span::find(&article.text, "sinks").unwrap();
    assert_eq!(article.raw.as_ref().unwrap().to_raw(span).slice(&source), "sinks");
}

#[test]
fn millions_of_references() {
    let article = page(&format!("{SUNK}<p>{}", "&amp;".repeat(1_000_000)));
    assert!(article.text.ends_with("&&&&") && article.text.len() > 1_000_000);
}

/// Far more than is read, and what is read leads back to the page.
#[test]
fn a_page_that_is_too_long() {
    let padding = format!("<!-- {} -->", "x".repeat(33 << 20));
    let article = page(&format!("<h1>Ferry sinks</h1>{SUNK}{padding}<p>Nobody was hurt, he said."));
    assert_eq!(article.text, "Ferry sinks\n\nA ferry sank in the harbour on Tuesday, he said.");
    assert!(article.truncated);
    assert!(article.notes.iter().any(|it| it.code == "truncated" && it.message.contains("32 MiB")));
}

#[test]
fn a_text_that_is_too_long() {
    let long = "x".repeat(9 << 20);
    for begin in ["", "fish &amp; chips "] {
        let article = page(&format!("<h1>Ferry sinks</h1>{SUNK}<nav>{begin}{long}"));
        assert!(article.truncated, "{begin}");
        assert!(article.notes.iter().any(|it| it.message.contains("8 MiB of text")), "{begin}");
    }
}

/// At full size: `cargo test --release -- --ignored` (some seconds, 1 GB).
#[test]
#[ignore = "200 MB a page"]
fn pages_of_200_megabytes() {
    const LENGTH: usize = 200_000_000;
    for (piece, notes) in [
        ("<p>A ferry sank in the harbour on Tuesday, he said.", 2),
        ("A ferry sank in the harbour on Tuesday, he said. ", 2),
        ("<b>", 2),
        ("<p id class role name>", 2),
        ("&amp;", 2),
        ("x", 2),
        ("<!-- x", 1),
        ("\u{E9}", 2),
        ("<script type='application/ld+json'>[[[[[[[[", 1),
    ] {
        let source = piece.repeat(LENGTH / piece.len());
        let article = page(&source);
        let found = article.notes.iter().filter(|it| it.code == "truncated").count();
        assert!(article.truncated && found >= notes, "{piece}: {:?}", article.notes);
        assert!(article.text.len() <= 10 << 20);
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
    let text = "Ferry\u{202E} sinks\u{0}\n\nA fer\u{200B}ry \u{1B}[31msank\u{7} on Tuesday\u{2028}he said.\n";
    let article = clean_text(Source::default(), text.to_owned(), &Given::default());
    assert_eq!(article.text, text);
    super::laws::check(&article);
    page(&format!("<h1>{text}</h1><p>{text}"));
}

#[test]
fn what_is_not_seen_is_told_and_keeps_its_place() {
    let source = "<h1>Ferry \u{202E}sknis\u{202C} in harbour</h1><p>A fer&#x200B;ry sank in the harbour\u{2066} on Tuesday\u{2069}, he said.</p>";
    let article = page(source);
    assert!(article.text.contains("A fer\u{200B}ry sank"), "{:?}", article.text);
    let note = article.notes.iter().find(|it| it.code == "unseen-characters").unwrap();
    assert_eq!(note.span.unwrap().slice(&article.text), "\u{202E}");
    assert!(
        note.message.contains("4 that turn the direction") && note.message.contains("1 hidden")
    );
    let map = article.raw.as_ref().unwrap();
    for (words, raw) in [
        ("\u{202E}sknis\u{202C}", "\u{202E}sknis\u{202C}"),
        ("fer\u{200B}ry", "fer&#x200B;ry"),
        ("Tuesday", "Tuesday"),
    ] {
        let span = rashomon_text::Span::find(&article.text, words).unwrap();
        assert_eq!(map.to_raw(span).slice(source), raw);
    }
}

#[test]
fn a_script_in_the_title_is_text() {
    let title = "Ferry <script>alert(1)</script> sinks";
    let escaped = "Ferry &lt;script&gt;alert(1)&lt;/script&gt; sinks";
    for head in [format!("<title>{title}</title>"), format!("<h1>{escaped}</h1>")] {
        assert_eq!(
            page(&format!("{head}{SUNK}")).title.map(|it| it.len() as usize),
            Some(title.len())
        );
        let article = page(&format!("{head}{SUNK}"));
        assert_eq!(article.slice(article.title.unwrap()), title);
    }
    // a script is none of the words of the headline it stands in, and of structured data only words count
    let article = page(&format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry sinks <script>alert(2)<\\/script>\"}}</script><h1>Ferry <script>alert(1)</script>sinks</h1>{SUNK}"
    ));
    assert_eq!(article.slice(article.title.unwrap()), "Ferry sinks");
    assert!(!article.text.contains("alert"));
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
