//! Articles of pages, their metadata, and their way back to the bytes.

use rashomon_ingest::{Given, clean_html};
use rashomon_text::{Article, ParagraphKind, Source, Span};

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Ferry sinks in harbour | Harbour Post</title>
<meta property="og:title" content="Ferry sinks in harbour">
<meta property="og:site_name" content="Harbour Post">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sinks in harbour",
  "datePublished": "2021-09-07T21:25:00+02:00", "author": {"@type": "Person", "name": "Anna Borg"}}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav>
<main><article class="post tag-ferries">
<h1>Ferry sinks in harbour</h1>
<p class="byline">By Anna Borg</p>
<p>A ferry sank in the harbour of Valletta on Tuesday, the port authority&rsquo;s head said.</p>
<figure><img src="x.jpg"><figcaption>The ferry an hour before it sank</figcaption></figure>
<p>Nobody was hurt, he said, and   all <b>forty</b>
passengers were brought ashore before it went down.</p>
<aside class="related"><h3>More</h3><a href="/2">Ferry fares rise again</a></aside>
<h2>An old ship</h2>
<p>The ferry was built in 1974 and had been repaired only last spring, in a yard in Marsa.</p>
<table><tr><th>Built</th><td>1974</td></tr><tr><th>Length</th><td>62 m</td></tr></table>
<div class="share-tools"><a href="\#">Facebook</a> <a href="\#">Twitter</a></div>
</article></main>
<section id="comments"><p>What a pity, it was a fine old ship, and I took it every day to work.</p></section>
<footer><p>&copy; 2021 Harbour Post. All rights reserved, in Malta and in every other country.</p></footer>
</body></html>"#;

fn read(page: &str) -> Article {
    let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
    super::laws::check(&article);
    article
}

fn lines(article: &Article, kind: ParagraphKind) -> Vec<&str> {
    article
        .paragraphs
        .iter()
        .filter(|it| it.kind == kind)
        .map(|it| article.slice(it.span))
        .collect()
}

#[test]
fn the_article_of_a_page() {
    let article = read(PAGE);
    assert_eq!(
        lines(&article, ParagraphKind::Body),
        [
            "A ferry sank in the harbour of Valletta on Tuesday, the port authority’s head said.",
            "Nobody was hurt, he said, and all forty passengers were brought ashore before it went down.",
            "The ferry was built in 1974 and had been repaired only last spring, in a yard in Marsa.",
        ]
    );
    assert_eq!(lines(&article, ParagraphKind::Title), ["Ferry sinks in harbour"]);
    assert_eq!(lines(&article, ParagraphKind::Caption), ["The ferry an hour before it sank"]);
    assert_eq!(
        lines(&article, ParagraphKind::Heading),
        ["An old ship", "Built 1974", "Length 62 m"]
    );
    assert!(!article.text.contains("What a pity") && !article.text.contains("©"));
}

#[test]
fn what_a_page_says_of_itself() {
    let article = read(PAGE);
    assert_eq!(article.outlet.as_ref().unwrap().name, "Harbour Post");
    assert_eq!(article.published.as_ref().unwrap().start.to_string(), "2021-09-07");
    assert!(article.slice(article.byline.unwrap()).ends_with("Anna Borg"));
    assert_eq!(article.language, "en");
}

#[test]
fn when_a_page_was_made_and_changed() {
    let moments = |head: &str, line: &str| {
        let body = "<p>A ferry sank in the harbour of Valletta on Tuesday, the authority said.</p>";
        let article = read(&format!(
            "<head>{head}</head><body><article><h1>Ferry sinks</h1>{line}{body}</article></body>"
        ));
        let modified = article.modified.map(|it| it.at.unwrap_or_else(|| it.day.to_string()));
        (article.published_at, modified)
    };
    let pair = |a: &str, b: &str| (Some(a.to_owned()), Some(b.to_owned()));
    let linked = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
        "datePublished": "2021-09-07T21:25:00+02:00", "dateModified": "2021-09-08T06:00:00Z"}]}</script>"#;
    let both = pair("2021-09-07T21:25:00+02:00", "2021-09-08T06:00:00Z");
    assert_eq!(moments(linked, ""), both);
    let meta = "<meta property='article:published_time' content='2021-09-07T21:25:00+02:00'>\
                <meta property='article:modified_time' content='2021-09-08T06:00:00Z'>";
    assert_eq!(moments(meta, ""), both);
    let times = "<time class=entry-date datetime=2021-09-07T21:25:00+02:00>7 September</time> \
                 <time class=updated datetime=2021-09-08T06:00:00Z>8 September</time>";
    assert_eq!(moments("", times), both);
    // a day alone, and a change before there was anything to change
    let day = "<meta name=dc.date.issued content=2021-09-07><meta name=dcterms.modified content=2021-09-09>";
    assert_eq!(moments(day, ""), (None, Some("2021-09-09".to_owned())));
    let before = "<meta name=dc.date.issued content=2021-09-07><meta name=dcterms.modified content=2020-01-01>";
    assert_eq!(moments(before, ""), (None, None));
}

/// The page with its author line in other places, and its metadata naming `author`.
fn byline(author: &str, head: &str, foot: &str) -> Option<String> {
    let page = PAGE
        .replace("<p class=\"byline\">By Anna Borg</p>", "")
        .replace("<h1>Ferry sinks in harbour</h1>", "")
        .replace("\"name\": \"Anna Borg\"", &format!("\"name\": \"{author}\""))
        .replace("<main>", &format!("<header><h1>Ferry sinks in harbour</h1>{head}</header><main>"))
        .replace("</main>", &format!("</main><div>{foot}</div>"));
    let article = read(&page);
    assert_eq!(lines(&article, ParagraphKind::Body).len(), 3);
    let span = article.byline?;
    let raw = article.raw.as_ref().unwrap().to_raw(span);
    assert!(page[raw.range()].contains(article.slice(span).split(' ').next().unwrap()));
    Some(article.slice(span).to_owned())
}

#[test]
fn authors_that_stand_outside_of_the_article() {
    let check = |author, head, foot, expect: Option<&str>| {
        assert_eq!(byline(author, head, foot).as_deref(), expect, "{author} {head} {foot}");
    };
    // named by metadata
    check("Anna Borg", "<p>Anna Borg, 7 September 2021</p>", "", Some("Anna Borg"));
    check("ANNA BORG", "<p>Anna Borg</p>", "", Some("Anna Borg"));
    check(
        "Anna Borg, Carl Vella",
        "<p>Words: Anna Borg and Carl Vella</p>",
        "",
        Some("Anna Borg and Carl Vella"),
    );
    check("Anna Borg", "", "<p>Anna Borg writes about harbours.</p>", Some("Anna Borg"));
    check("Anna Borg, Reuters", "<p>Anna Borg, Reuters</p>", "", Some("Anna Borg"));
    // by their element, or by what they say
    check("", "<div class=article-author><a href=/a>Anna Borg</a></div>", "", Some("Anna Borg"));
    check(
        "",
        "<p><a rel=author href=/a>Anna Borg</a> <span>Follow</span></p>",
        "",
        Some("Anna Borg"),
    );
    check("", "<p>By Anna Borg<br>Tuesday, 7 September 2021</p>", "", Some("By Anna Borg"));
    // none
    check("Harbour Post", "<p>Harbour Post</p>", "", None);
    check("admin", "<div class=author>More stories</div>", "<p>By Carl Vella</p>", None);
}

#[test]
fn an_agency_in_the_author_line_is_credited() {
    let page = PAGE.replace("By Anna Borg", "By Reuters");
    let article = read(&page);
    let credits: Vec<_> = article.credits.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(credits, ["Reuters"]);
}

#[test]
fn the_beginning_of_an_article_for_subscribers_is_noted() {
    let asks =
        "<div class=offer><p>To read the full story, subscribe or sign in.</p></div></article>";
    let stub = PAGE.replace("</article>", asks);
    let article = read(&stub);
    assert_eq!(article.notes[0].code, "paywall");
    assert!(article.truncated && !read(PAGE).truncated);
    // the whole text is there, whatever the page asks
    let long =
        "<p>The ferry was built in 1974 and had been repaired only last spring.</p>".repeat(30);
    assert!(read(&stub.replace("<h2>", &format!("{long}<h2>"))).notes.is_empty());
}

#[test]
fn a_page_for_subscribers_is_noted() {
    let page = PAGE.replace(
        "\"@type\": \"NewsArticle\",",
        "\"@type\": \"NewsArticle\", \"isAccessibleForFree\": \"False\",",
    );
    assert_eq!(read(&page).notes[0].code, "paywall");
    assert!(read(PAGE).notes.is_empty());
}

#[test]
fn every_cite_leads_back_to_the_page() {
    let article = read(PAGE);
    let map = article.raw.as_ref().unwrap();
    let raw = |needle: &str| {
        let span = Span::find(&article.text, needle).unwrap();
        &PAGE[map.to_raw(span).range()]
    };
    assert_eq!(raw("authority’s head"), "authority&rsquo;s head");
    assert_eq!(raw("and all forty"), "and   all <b>forty");
    assert_eq!(raw("forty passengers"), "forty</b>\npassengers");
}

#[test]
fn through_another_charset_too() {
    let page = "<meta charset=\"windows-1252\"><h1>Die F\u{E4}hre</h1><p>Die F\u{E4}hre sank am Montag im Hafen, \
                sagte ein Sprecher der Beh\u{F6}rde, und niemand wurde verletzt.</p>";
    let bytes: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let article = clean_html(Source::default(), &bytes, &Given::default());
    let span = Span::find(&article.text, "Behörde").unwrap();
    let raw = article.raw.as_ref().unwrap().to_raw(span);
    assert_eq!(&bytes[raw.range()], b"Beh\xF6rde");
}

#[test]
fn dates_that_only_the_text_shows() {
    let day = |head: &str, line: &str| {
        let page = format!(
            "<html lang=de><head>{head}</head><body><h1>Die Fähre</h1>{line}<p>Die Fähre sank am Montag im \
             Hafen, sagte ein Sprecher der Behörde.</p><div class=sidebar>01.02.2003</div></body></html>"
        );
        read(&page).published.map(|it| it.start.to_string())
    };
    assert_eq!(day("", "<div class=date>07.09.2021</div>").as_deref(), Some("2021-09-07"));
    assert_eq!(
        day("", "<p>Veröffentlicht am 7. September 2021</p>").as_deref(),
        Some("2021-09-07")
    );
    assert_eq!(day("", "").as_deref(), None, "a day in the side bar is not the article's");
    let meta = "<meta property='article:published_time' content='2021-09-06T10:00:00Z'>";
    assert_eq!(day(meta, "<div class=date>07.09.2021</div>").as_deref(), Some("2021-09-06"));
}
