//! Feeds, OPML files and sitemaps lead to pages.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rashomon_fetch::{Options, fetch, seeds};

use crate::support::{Asked, Server, options, page, reply, run, run_in};

/// Answers by path; `{}` in a text becomes the server's own address.
fn site(texts: &'static [(&str, &str)]) -> Server {
    Server::new(move |asked: &Asked, stream: &mut TcpStream| {
        let host = format!("http://{}", asked.header("host").unwrap());
        match texts.iter().find(|(path, _)| *path == asked.path) {
            Some((_, text)) => reply(stream, "200 OK", &[], text.replace("{}", &host).as_bytes()),
            None => page(stream, &asked.path),
        }
    })
}

const FEED: (&str, &str) = (
    "/feed",
    "<rss><channel><title>Harbour Post</title>\
     <item><link>{}/1</link><pubDate>Wed, 07 Sep 2022 10:00:00 GMT</pubDate></item>\
     <item><link>{}/2</link><pubDate>Thu, 01 Sep 2022 10:00:00 GMT</pubDate></item>\
     <item><link>{}/1</link></item></channel></rss>",
);

#[test]
fn a_feed_leads_to_its_pages_and_no_further() {
    // the page is a feed, too: what a feed leads to is not taken apart
    let server = site(&[FEED, ("/1", FEED.1)]);
    let ran = run(&[&server.url("/feed")], &options());
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/1", "/2"]);
    assert_eq!((ran.summary().stored, ran.summary().lists), (3, 1));
    let records = ran.records();
    let told = records.iter().find(|r| r.kind() == "metadata").unwrap();
    let feed = records.iter().find(|r| r.kind() == "response").unwrap();
    assert_eq!(told.field("WARC-Concurrent-To"), feed.field("WARC-Record-ID"));
    assert!(told.text().contains(&format!("outlink: {} page\r\n", server.url("/1"))), "{told:?}");
}

#[test]
fn of_a_feed_only_what_is_new() {
    let server = site(&[FEED]);
    let since = Some("2022-09-05".parse().unwrap());
    let ran = run(&[&server.url("/feed")], &Options { since, ..options() });
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/1"]);
    assert_eq!(ran.summary().stored, 2);
}

#[test]
fn lists_of_lists() {
    let server = site(&[
        ("/opml", "<opml><body><outline xmlUrl='{}/feed'/></body></opml>"),
        FEED,
        ("/index", "<sitemapindex><sitemap><loc>{}/map</loc></sitemap></sitemapindex>"),
        ("/map", "<urlset><url><loc>{}/3</loc></url></urlset>"),
        // an index of itself, and of one that never ends
        (
            "/loop",
            "<sitemapindex><sitemap><loc>{}/loop</loc></sitemap><sitemap><loc>{}/a</loc></sitemap></sitemapindex>",
        ),
        ("/a", "<sitemapindex><sitemap><loc>{}/b</loc></sitemap></sitemapindex>"),
        ("/b", "<sitemapindex><sitemap><loc>{}/c</loc></sitemap></sitemapindex>"),
    ]);
    let ran = run(
        &["/opml", "/index", "/loop"].map(|p| server.url(p)).each_ref().map(String::as_str),
        &options(),
    );
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(
        paths,
        ["/1", "/2", "/3", "/a", "/b", "/feed", "/index", "/loop", "/map", "/opml", "/robots.txt"]
    );
    assert!(ran.notes.iter().any(|note| note.contains("is not followed")), "{:?}", ran.notes);
    assert!(ran.summary().failures.is_empty());
}

#[test]
fn a_packed_sitemap_is_kept_packed_and_read() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/map.xml.gz" => {
            let host = asked.header("host").unwrap();
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            write!(gzip, "<urlset><url><loc>http://{host}/1</loc></url></urlset>").unwrap();
            reply(stream, "200 OK", &[], &gzip.finish().unwrap());
        }
        path => page(stream, path),
    });
    let ran = run(&[&server.url("/map.xml.gz")], &options());
    assert_eq!(ran.summary().stored, 2);
    assert!(ran.responses()[0].body().starts_with(&[0x1f, 0x8b]));
}

#[test]
fn a_file_of_links() {
    let server = site(&[]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("feed.xml");
    // one link of it leads inside, and one to nothing of the web
    let feed = FEED.1.replace("{}/2", "http://[::1]:8080/secret").replace("{}", &server.url(""));
    std::fs::write(&path, feed).unwrap();
    let lookup = rashomon_fetch::Lookup::system()
        .judged_by(|address| address.is_ipv6().then_some("private"));
    let options = Options { allow_private: false, lookup, ..options() };
    let seeds = seeds(&[path.to_str().unwrap()], &options).unwrap();
    let out = dir.path().join("pages.warc.gz");
    let summary = fetch(seeds, &out, &options, &AtomicBool::new(false), &|_| {}).unwrap();
    assert_eq!(server.paths(), ["/robots.txt", "/1"]);
    assert_eq!((summary.stored, summary.failures.len()), (1, 1));
    assert_eq!(summary.failures[0].kind, "refused");
    assert_eq!(summary.failures[0].via.as_deref(), path.to_str());
}

#[test]
fn resuming_goes_on_with_the_links_of_the_list_as_it_was() {
    let changed = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&changed);
    let server = Server::new(move |asked, stream| {
        let host = format!("http://{}", asked.header("host").unwrap());
        match asked.path.as_str() {
            "/feed" if flag.load(Ordering::SeqCst) => reply(stream, "404 Not Found", &[], b""),
            "/feed" => reply(stream, "200 OK", &[], FEED.1.replace("{}", &host).as_bytes()),
            "/2" if !flag.load(Ordering::SeqCst) => reply(stream, "503 Busy", &[], b""),
            path => page(stream, path),
        }
    });
    let ran = run(&[&server.url("/feed")], &options());
    assert_eq!((ran.summary().stored, ran.failure().status), (2, Some(503)));
    changed.store(true, Ordering::SeqCst);
    let ran = run_in(ran.dir, &[&server.url("/feed")], &Options { resume: true, ..options() });
    assert_eq!((ran.summary().before, ran.summary().stored), (2, 1), "{:?}", ran.summary());
}

#[test]
fn an_unchanged_list_leads_on_all_the_same() {
    let server = Server::new(|asked, stream| {
        let host = format!("http://{}", asked.header("host").unwrap());
        match (asked.path.as_str(), asked.header("if-none-match")) {
            ("/feed", Some("\"1\"")) => reply(stream, "304 Not Modified", &[], b""),
            ("/feed", _) => {
                let feed = FEED.1.replace("{}", &host);
                reply(stream, "200 OK", &["ETag: \"1\""], feed.as_bytes());
            }
            (path, _) => page(stream, path),
        }
    });
    let first = run(&[&server.url("/feed")], &options());
    let options = Options { again: vec![first.path.clone()], ..options() };
    let second = run(&[&server.url("/feed")], &options);
    assert_eq!((second.summary().stored, second.summary().unchanged), (0, 3));
}
