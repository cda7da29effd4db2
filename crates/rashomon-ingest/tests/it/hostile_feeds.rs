//! Feeds made to hurt: each is read in time linear in its size, and nothing is expanded or fetched.

use std::fmt::Write as _;

use rashomon_ingest::{Feed, Given, LinkKind, feed, links};
use rashomon_text::{Article, Source};

const SIZE: usize = 100_000;
/// As deep as no reader can go by recursion; also how often what is tried in many ways is repeated.
const DEPTH: usize = 20_000;

fn read(text: &str) -> Feed {
    feed(text.as_bytes(), None).expect("a feed")
}

fn article(feed: &Feed, n: usize) -> Article {
    let article = feed.article(Source::default(), &feed.items[n], &Given::default()).unwrap();
    super::laws::check(&article);
    article
}

fn item(inside: &str) -> String {
    format!("<rss><channel><title>Post</title><item>{inside}</item></channel></rss>")
}

const TEXT: &str = "<title>Ferry sinks</title><description>A ferry sank in the harbour on Tuesday, he said.</description>";

#[test]
fn entities_that_grow_are_not_expanded() {
    let mut text = String::from("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for n in 1..60 {
        let _ = write!(text, "<!ENTITY a{n} '&a{};&a{};'>", n - 1, n - 1);
    }
    let _ = write!(text, "]>{}", item(&TEXT.replace("harbour", "&a59;")));
    let feed = read(&text);
    assert!(article(&feed, 0).text.contains("&a59;"));
    assert_eq!(feed.notes[0].code, "entity-not-expanded");
    // one long entity, used often
    let bait = format!(
        "<!DOCTYPE rss [<!ENTITY a '{}'>]>{}",
        "x".repeat(SIZE),
        item(&format!("<description>{}</description>", "&a;".repeat(SIZE)))
    );
    assert!(article(&read(&bait), 0).text.len() < 4 * SIZE);
}

#[test]
fn what_lies_outside_is_not_fetched() {
    for declared in [
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % x PUBLIC 'a' 'http://127.0.0.1/x.dtd'> %x;",
    ] {
        let text = format!("<!DOCTYPE rss [{declared}]>{}", item(&TEXT.replace("harbour", "&x;")));
        assert!(article(&read(&text), 0).text.contains("&x;"));
    }
    let included = format!(
        "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd' parse='text'/>{}</rss>",
        item(TEXT)
    );
    assert_eq!(read(&included).items.len(), 1);
}

#[test]
fn very_many_references() {
    for reference in ["&amp;", "&#x41;", "&eacute;", "&own;", "&", "&#", "&;"] {
        let feed = read(&item(&format!("<description>{}</description>", reference.repeat(DEPTH))));
        assert!(article(&feed, 0).text.len() <= reference.len() * DEPTH);
    }
}

#[test]
fn very_many_items() {
    let text =
        format!("<rss><channel>{}</channel></rss>", format!("<item>{TEXT}</item>").repeat(SIZE));
    assert_eq!(read(&text).items.len(), SIZE);
    let open = format!("<rss><channel>{}", "<item><title>x".repeat(SIZE));
    assert!(!read(&open).items.is_empty());
    let bare = format!("<rss><channel>{}", "<item>".repeat(SIZE));
    assert_eq!(read(&bare).items.len(), SIZE);
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}{{}}]}}",
        "{\"content_text\":\"A ferry.\"},".repeat(SIZE)
    );
    assert_eq!(read(&json).items.len(), SIZE + 1);
}

#[test]
fn very_deep_feeds() {
    for tag in
        ["a", "outline", "entry", "item", "description", "channel", "x:y", "a xmlns:q='urn:q'"]
    {
        let name = tag.split(' ').next().unwrap();
        let (open, close) = (format!("<{tag}>").repeat(DEPTH), format!("</{name}>").repeat(DEPTH));
        for text in [
            format!("<rss><channel><item>{open}x{close}</item>"),
            format!("<rss>{open}"),
            format!("<rss><channel>{close}<item>{TEXT}</item>"),
            item(&format!("<description>{open}{close}</description>")),
        ] {
            let feed = read(&text);
            for item in feed.items.iter().take(3) {
                feed.article(Source::default(), item, &Given::default());
            }
        }
        links(format!("<opml><body>{open}{close}").as_bytes(), None).unwrap();
        links(format!("<urlset>{open}{close}").as_bytes(), None).unwrap();
    }
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}",
        "[".repeat(DEPTH)
    );
    assert!(feed(json.as_bytes(), None).is_none());
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"content_html\":{}1{}}}]}}",
        "[".repeat(DEPTH),
        "]".repeat(DEPTH)
    );
    feed(json.as_bytes(), None);
}

#[test]
fn very_large_tags() {
    let many = (0..DEPTH).fold(String::new(), |all, n| all + &format!(" a{n}='x'"));
    let spaces = (0..DEPTH).fold(String::new(), |all, n| all + &format!(" xmlns:a{n}='urn:{n}'"));
    let long = format!(" href='{}'", "&amp;".repeat(SIZE));
    for attributes in [many, spaces, long] {
        let feed = read(&format!(
            "<rss><channel{attributes}><item{attributes}><link{attributes}/>{TEXT}</item></channel></rss>"
        ));
        article(&feed, 0);
        links(format!("<opml><body><outline{attributes}/></body></opml>").as_bytes(), None)
            .unwrap();
    }
}

#[test]
fn what_never_ends() {
    for start in
        ["<!--", "<![CDATA[", "<?x ", "<!DOCTYPE x [", "<a b='", "<", "</", "&", "<item", "< "]
    {
        for inside in [
            format!("{start}{}", "a ".repeat(DEPTH)),
            start.repeat(DEPTH),
            format!("{}>", start.repeat(DEPTH)),
        ] {
            let feed = read(&format!("<rss><channel><item>{TEXT}</item>{inside}"));
            assert!(article(&feed, 0).title.is_some(), "{start}");
            links(
                format!("<urlset><url><loc>https://a.example/</loc></url>{inside}").as_bytes(),
                None,
            )
            .unwrap();
            feed_of(&inside);
        }
    }
}

fn feed_of(bytes: &str) {
    feed(bytes.as_bytes(), None);
    links(bytes.as_bytes(), None);
}

#[test]
fn odd_characters_stay_what_they_are() {
    let text = item(
        "<title>Ferry\u{202E} \u{0}sinks &lt;script&gt;alert(1)&lt;/script&gt; \u{1B}[31m</title><description>A\u{200B} ferry \u{7}sank\u{2028} on Tuesday, he said.</description>",
    );
    let feed = read(&text);
    let read = article(&feed, 0);
    assert_eq!(
        read.slice(read.title.unwrap()),
        "Ferry\u{202E} \u{0}sinks <script>alert(1)</script> \u{1B}[31m"
    );
    assert!(read.text.ends_with("A\u{200B} ferry \u{7}sank on Tuesday, he said."));
}

#[test]
fn lies_about_the_charset() {
    for label in ["utf-16", "utf-7", "shift_jis", "x-user-defined", "none"] {
        let text = format!("<?xml version='1.0' encoding='{label}'?>{}", item(TEXT));
        for tail in [&b"\xFF\xFE"[..], b"\xC3", b"\xED\xA0\x80", b"Vlor\xC3\xAB"] {
            let bytes = [text.as_bytes(), tail].concat();
            let feed = feed(&bytes, Some(label)).expect(label);
            article(&feed, 0);
            assert!(feed.span(&feed.items[0]).end as usize <= bytes.len());
        }
    }
    // UTF-16 that ends in the middle of a character
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(item(TEXT).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let feed = feed(&wide[..wide.len() - 1], None).unwrap();
    article(&feed, 0);
}

#[test]
fn sitemaps_that_lead_astray() {
    let text = "<sitemapindex><sitemap><loc>file:///etc/passwd</loc></sitemap><sitemap><loc>https://a.example/\n\u{1B}x</loc></sitemap><sitemap><loc>https://a.example/s</loc></sitemap></sitemapindex>";
    let found = links(text.as_bytes(), None).unwrap();
    assert_eq!(found.links.len(), 1);
    assert_eq!(found.links[0].kind, LinkKind::Sitemap);
    assert_eq!(found.notes[0].code, "link-unusable");
}
