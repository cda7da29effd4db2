//! Feeds of every kind, and where in them the words of an item stand.

use rashomon_ingest::{Feed, FeedFormat, Given, LinkKind, feed, links};
use rashomon_text::{Article, Source, Span};

const FIRST: &str =
    "The ferries between Gozo and Malta stopped at noon on Wednesday, the port\u{2019}s head said.";
const SECOND: &str = "Two piers & a crane were damaged in the storm, and repairs will take \u{201C}a week or more\u{201D}.";

fn article(feed: &Feed, n: usize) -> Article {
    let article = feed.article(Source::default(), &feed.items[n], &Given::default()).unwrap();
    super::laws::check(&article);
    article
}

/// Checks that `words` of the article stand in the feed as `raw`.
fn stands(bytes: &[u8], feed: &Feed, n: usize, words: &str, raw: &str) {
    let article = article(feed, n);
    let span = Span::find(&article.text, words)
        .unwrap_or_else(|| panic!("{words:?} is not in {:?}", article.text));
    let place = article.raw.as_ref().unwrap().to_raw(span);
    let item = &bytes[feed.span(&feed.items[n]).range()];
    assert_eq!(String::from_utf8_lossy(&item[place.range()]), raw);
}

#[test]
fn rss_with_its_text_in_cdata() {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Harbour Post</title><link>https://post.example/</link>\
        <language>en-GB</language><image><title>A logo</title><link>https://post.example/logo</link></image>\n\
        <item><title>Ferries stop &amp;amp; wait</title><link>https://post.example/ferries</link>\
        <guid isPermaLink=\"false\">post-17</guid><dc:creator>Anna Borg</dc:creator><category>Ports</category>\
        <pubDate>Wed, 07 Sep 2022 21:25:00 +0200</pubDate><description>Ferries stop.</description>\
        <content:encoded><![CDATA[<p>{FIRST}</p>\n<p>{}</p>]]></content:encoded></item>\n</channel></rss>",
        SECOND.replace('&', "&amp;"),
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    assert_eq!(feed.format, FeedFormat::Rss);
    assert_eq!(feed.title.as_deref(), Some("Harbour Post"));
    assert_eq!(feed.link.as_deref(), Some("https://post.example/"));
    let item = &feed.items[0];
    assert_eq!(item.id.as_deref(), Some("post-17"));
    assert_eq!(item.title.as_deref(), Some("Ferries stop & wait"));
    assert_eq!(item.author.as_deref(), Some("Anna Borg"));
    assert_eq!(item.categories, ["Ports"]);
    let read = article(&feed, 0);
    assert_eq!(read.text, format!("Ferries stop & wait\n\n{FIRST}\n\n{SECOND}"));
    assert_eq!(read.slice(read.title.unwrap()), "Ferries stop & wait");
    assert_eq!(read.source.url.as_deref(), Some("https://post.example/ferries"));
    assert_eq!(read.outlet.as_ref().unwrap().name, "Harbour Post");
    assert_eq!(read.published.as_ref().unwrap().start.to_string(), "2022-09-07");
    assert!(!read.truncated, "{:?}", read.notes);
    stands(text.as_bytes(), &feed, 0, FIRST, FIRST);
    stands(text.as_bytes(), &feed, 0, "piers & a", "piers &amp; a");
    stands(text.as_bytes(), &feed, 0, "stop & wait", "stop &amp;amp; wait");
}

#[test]
fn rss_with_its_text_escaped() {
    let text = format!(
        "<rss><channel><title>Post</title><item><title>Ferries stop</title><description>&lt;p&gt;{}&lt;/p&gt;&lt;p&gt;{}&lt;/p&gt;</description></item></channel></rss>",
        FIRST.replace('\u{2019}', "&amp;rsquo;"),
        SECOND.replace('&', "&amp;amp;"),
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    let read = article(&feed, 0);
    assert_eq!(read.text, format!("Ferries stop\n\n{FIRST}\n\n{SECOND}"));
    assert!(read.truncated, "a summary");
    assert!(read.notes.iter().any(|note| note.code == "excerpt"));
    stands(text.as_bytes(), &feed, 0, "port’s", "port&amp;rsquo;s");
    stands(text.as_bytes(), &feed, 0, "piers & a", "piers &amp;amp; a");
}

#[test]
fn a_long_description_is_the_text() {
    let long = format!("&lt;p&gt;{}&lt;/p&gt;", FIRST.repeat(12));
    let item = |text: &str| {
        format!(
            "<rss><channel><item><title>Ferries stop</title><description>{text}</description></item></channel></rss>"
        )
    };
    let whole = feed(item(&long).as_bytes(), None).unwrap();
    assert!(!article(&whole, 0).truncated);
    let cut = feed(item(&format!("{long} [&amp;hellip;]")).as_bytes(), None).unwrap();
    assert!(article(&cut, 0).truncated);
}

#[test]
fn rdf() {
    let text = format!(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <channel rdf:about='https://post.example/'><title>Post</title><link>https://post.example/</link></channel>\
        <item rdf:about='https://post.example/1'><title>Ferries stop</title><link>https://post.example/1</link>\
        <dc:date>2022-09-07T21:25+02:00</dc:date><description>{FIRST}</description></item></rdf:RDF>"
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    assert_eq!(feed.format, FeedFormat::Rdf);
    assert_eq!(feed.title.as_deref(), Some("Post"));
    assert_eq!(feed.items[0].published.unwrap().to_string(), "2022-09-07T21:25:00+02:00");
    stands(text.as_bytes(), &feed, 0, FIRST, FIRST);
}

#[test]
fn atom_in_all_three_forms() {
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://post.example/'><title type='html'>The &lt;b&gt;Post&lt;/b&gt;</title>\
        <link rel='self' href='https://post.example/feed'/><link href='https://post.example/'/><link rel='next' href='https://post.example/feed?2'/>\
        <entry><title type='html'>Ferries &lt;i&gt;stop&lt;/i&gt;</title><id>tag:1</id><link href='/1'/><link rel='enclosure' href='/x.mp3'/>\
        <author><name>Anna Borg</name><email>a@post.example</email></author><author><name>Ben Vella</name></author>\
        <published>2022-09-07T21:25:00Z</published><updated>2022-09-08T06:00:00Z</updated><category term='ports'/>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{FIRST}</p><p>{}</p></div></content></entry>\
        <entry><title>2 &lt; 3</title><content type='text'>{FIRST}\n\n{}</content></entry>\
        <entry><title type='xhtml'><div>Ferries <b>stop</b></div></title><content type='html'>&lt;p>{FIRST}&lt;/p></content></entry>\
        <entry><title>Video</title><content type='video/mp4' src='https://post.example/v'/></entry></feed>",
        SECOND.replace('&', "&amp;"),
        SECOND.replace('&', "&amp;"),
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    assert_eq!(feed.format, FeedFormat::Atom);
    assert_eq!(feed.title.as_deref(), Some("The Post"));
    assert_eq!(feed.next.as_deref(), Some("https://post.example/feed?2"));
    let item = &feed.items[0];
    assert_eq!(item.link.as_deref(), Some("https://post.example/1"));
    assert_eq!(item.author.as_deref(), Some("Anna Borg, Ben Vella"));
    assert_eq!(item.updated.unwrap().to_string(), "2022-09-08T06:00:00Z");
    assert_eq!(item.title.as_deref(), Some("Ferries stop"));
    for n in 0..2 {
        stands(text.as_bytes(), &feed, n, FIRST, FIRST);
        stands(text.as_bytes(), &feed, n, "piers & a", "piers &amp; a");
    }
    assert_eq!(article(&feed, 1).slice(article(&feed, 1).title.unwrap()), "2 < 3");
    stands(text.as_bytes(), &feed, 1, "2 < 3", "2 &lt; 3");
    assert!(article(&feed, 2).text.starts_with("Ferries stop\n\n"));
    assert!(feed.article(Source::default(), &feed.items[3], &Given::default()).is_none());
    let found = links(text.as_bytes(), None).unwrap();
    assert_eq!(found.links.last().unwrap().kind, LinkKind::Feed);
}

#[test]
fn json_feed() {
    let text = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "home_page_url": "https://post.example/",
        "items": [{{"id": 7, "url": "https://post.example/1", "title": "Ferries \u0026 cranes", "date_published": "2022-09-07T21:25:00+02:00",
        "authors": [{{"name": "Anna Borg"}}], "tags": ["ports"], "content_html": "<p>{}<\/p>\n<p>{}<\/p>"}}, 3,
        {{"id": "8", "content_text": "{FIRST}\n\nMore & more <b>, he said."}}]}}"#,
        FIRST.replace('\u{2019}', r"\u2019"),
        SECOND.replace('&', "&amp;"),
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    assert_eq!(feed.format, FeedFormat::Json);
    assert_eq!(feed.items[0].id.as_deref(), Some("7"));
    assert_eq!(feed.items[0].author.as_deref(), Some("Anna Borg"));
    assert_eq!(feed.notes[0].code, "feed-broken", "an item that is none");
    stands(text.as_bytes(), &feed, 0, "Ferries & cranes", r"Ferries \u0026 cranes");
    stands(text.as_bytes(), &feed, 0, "port’s", r"port\u2019s");
    stands(text.as_bytes(), &feed, 0, "piers & a", "piers &amp; a");
    stands(text.as_bytes(), &feed, 1, "More & more <b>", "More & more <b>");
    for none in [
        "{}",
        "{\"items\": []}",
        "{\"items\": 3, \"version\": \"https://jsonfeed.org/version/1\"}",
        "[1]",
        "{",
    ] {
        assert!(rashomon_ingest::feed(none.as_bytes(), None).is_none(), "{none}");
    }
}

#[test]
fn charsets_lead_back_too() {
    let text = format!(
        "<?xml version='1.0' encoding='{{}}'?><rss><channel><title>Pošta</title><item><title>Vlorë</title><description>{FIRST}</description></item></channel></rss>"
    );
    let latin = text.replace("{}", "windows-1252");
    let bytes = windows_1252(&latin);
    let feed_read = feed(&bytes, None).unwrap();
    assert_eq!(feed_read.title.as_deref(), Some("Pošta"));
    let item = feed_read.span(&feed_read.items[0]);
    assert!(
        bytes[item.range()].starts_with(b"<item>") && bytes[item.range()].ends_with(b"</item>")
    );
    let read = article(&feed_read, 0);
    let span = Span::find(&read.text, "port’s").unwrap();
    assert_eq!(&bytes[item.range()][read.raw.as_ref().unwrap().to_raw(span).range()], b"port\x92s");

    let wide: Vec<u8> = [0xFFu8, 0xFE]
        .into_iter()
        .chain(text.replace("{}", "utf-16").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let feed_read = feed(&wide, None).unwrap();
    let item = feed_read.span(&feed_read.items[0]);
    let read = article(&feed_read, 0);
    let span = Span::find(&read.text, "port’s").unwrap();
    let raw = &wide[item.range()][read.raw.as_ref().unwrap().to_raw(span).range()];
    let units: Vec<u16> =
        raw.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(String::from_utf16(&units).unwrap(), "port’s");
}

/// A text of Latin letters as windows-1252.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '’' => 0x92,
            'š' => 0x9A,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect()
}

#[test]
fn feeds_as_they_should_not_be() {
    // markup left unescaped, a tag left open, a lone ampersand, an entity nobody declared
    let text = format!(
        "<rss><channel><title>Post & more</title><item><title>Ferries &nbsp;stop</title><description><p>{FIRST}<br>{}</p></description></item>\
        <item><title>Second<description>{FIRST}</item><item><title>Third</title><description><![CDATA[{FIRST}",
        SECOND.replace('&', "&amp;"),
    );
    let feed = feed(text.as_bytes(), None).unwrap();
    assert_eq!(feed.title.as_deref(), Some("Post & more"));
    assert_eq!(feed.items.len(), 3);
    assert_eq!(feed.items[0].title.as_deref(), Some("Ferries stop"));
    stands(text.as_bytes(), &feed, 0, FIRST, FIRST);
    stands(text.as_bytes(), &feed, 0, "piers & a", "piers &amp; a");
    let last = article(&feed, 2);
    assert!(last.truncated);
    assert!(
        last.notes.iter().any(|note| note.code == "excerpt" && note.message.contains("breaks off"))
    );
    assert!(last.notes.iter().any(|note| note.code == "feed-broken"));
}

#[test]
fn what_is_no_feed() {
    for text in [
        "",
        "<html><body><item><title>x</title></item></body></html>",
        "A text.",
        "<?xml?>",
        "<opml/>",
        "<",
        "\0",
        "<!DOCTYPE",
    ] {
        assert!(feed(text.as_bytes(), None).is_none(), "{text:?}");
    }
}
