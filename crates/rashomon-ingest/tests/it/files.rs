//! Files, folders and records, good and bad.

use std::fs;

use rashomon_ingest::{Options, Read, inputs, read};
use rashomon_text::Basis;

/// Writes the files, reads the folder, and gives what came of each in order.
fn folder(files: &[(&str, &[u8])], options: &Options) -> Vec<Read> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let found = inputs(&[folder.path()], options).unwrap();
    found.iter().map(|input| read(input, options)).collect()
}

/// Reads one file and gives the message of its failure.
fn failure(name: &str, bytes: &[u8]) -> String {
    let mut read = folder(&[(name, bytes)], &Options::default());
    assert!(read[0].articles.is_empty());
    let failure = read.remove(0).failures.remove(0);
    assert!(failure.message.contains(name), "names the file: {}", failure.message);
    failure.message
}

#[test]
fn the_text_of_a_file_is_the_file() {
    let text = "\u{FEFF}Ferry sinks\r\n\r\nA ferry sank on Tuesday.\r\n";
    let read = folder(&[("a.txt", text.as_bytes())], &Options::default());
    let article = &read[0].articles[0];
    assert_eq!(article.text, text);
    assert_eq!(article.slice(article.title.unwrap()), "Ferry sinks");
    assert!(article.raw.is_none(), "text and bytes are the same");
    assert_eq!(article.source.sha256.len(), 64);
}

#[test]
fn bad_files_are_told_apart() {
    assert!(failure("a.txt", b"").contains("the file is empty"));
    assert!(failure("a.txt", b"%PDF-1.7\n").contains("pdftotext"));
    assert!(failure("a.txt", b"\x89PNG\r\n\x1a\n\0\0").contains("picture"));
    assert!(failure("a.txt", &[0, 1, 2, 3, 0, 0, 7, 8, 9, 0]).contains("binary"));
    assert!(failure("a.jsonl", b"\n\n").contains("no record"));
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let options = Options { max_bytes: 1 << 20, ..Options::default() };
    let read = folder(&[("a.txt", &vec![b'a'; (1 << 20) + 1])], &options);
    assert!(read[0].failures[0].message.contains("is 2 MiB, and the limit for one file is 1 MiB"));
}

#[test]
fn other_charsets_are_noted() {
    let read = folder(
        &[("a.txt", b"Die F\xE4hre sank im Hafen, sagte die Beh\xF6rde.")],
        &Options::default(),
    );
    let article = &read[0].articles[0];
    assert!(article.text.starts_with("Die Fähre sank"));
    assert_eq!(article.notes[0].code, "charset");
    assert!(article.raw.is_some());
}

#[test]
fn records_stand_for_themselves() {
    let lines = concat!(
        r#"{"id": "r1", "title": "Ferry sinks", "text": "A ferry sank on Tuesday.", "outlet": "Harbour Post", "published": "2021-09-07", "url": "https://harbourpost.example/1"}"#,
        "\n{not json}\n",
        r#"{"id": "r3", "text": ""}"#,
        "\n",
        r#"{"id": 4, "title": "Ferry sinks", "text": "Ferry sinks\n\nA ferry sank on Tuesday."}"#,
        "\n",
    );
    let read = folder(&[("a.jsonl", lines.as_bytes())], &Options::default()).remove(0);
    assert_eq!(read.articles.len(), 2);
    let first = &read.articles[0];
    assert_eq!(first.source.record.as_deref(), Some("r1"));
    assert_eq!(first.text, "Ferry sinks\n\nA ferry sank on Tuesday.", "the title is put before");
    assert_eq!(first.slice(first.title.unwrap()), "Ferry sinks");
    assert_eq!(first.outlet.as_ref().unwrap().basis, Basis::Given);
    assert_eq!(first.published.as_ref().unwrap().basis, Basis::Given);
    let second = &read.articles[1];
    assert_eq!(second.source.record.as_deref(), Some("4"));
    assert_eq!(second.text, first.text, "the title stands there already");
    let failed: Vec<_> = read.failures.iter().map(|it| it.record.as_deref().unwrap()).collect();
    assert_eq!(failed, ["line 2", "r3"]);
}

/// What `rashomon read` writes of an article is the article, places in its source and all.
fn written_and_read_back(article: &rashomon_text::Article) {
    let line = rashomon_ingest::to_json(article, true).into_bytes();
    let record = rashomon_ingest::Record::new(rashomon_ingest::Kind::Json, "lines.jsonl", line);
    assert_eq!(&record.clean().unwrap(), article);
}

#[test]
fn items_of_a_feed_are_articles() {
    let long = "The port closed at noon on Tuesday, its head said. ".repeat(20);
    let text = format!(
        "<?xml version='1.0'?><rss><channel><title>Harbour Post</title><item><guid isPermaLink='false'>a</guid>\
        <link>https://post.example/a</link><title>Port closes</title><description>{long}</description>\
        <pubDate>Tue, 07 Sep 2021 12:00:00 GMT</pubDate></item><item><title>Only a headline</title></item>\
        <item><title>Ferry sinks</title><description>A ferry sank on Tuesday, he said.</description></item></channel></rss>"
    );
    let read = folder(&[("feed.xml", text.as_bytes())], &Options::default()).remove(0);
    assert_eq!(read.articles.len(), 2);
    let first = &read.articles[0];
    assert_eq!(first.source.record.as_deref(), Some("a"));
    assert_eq!(first.source.url.as_deref(), Some("https://post.example/a"));
    assert_eq!(first.source.media_type, "application/rss+xml");
    for article in &read.articles {
        written_and_read_back(article);
    }
    assert_eq!(first.published.as_ref().unwrap().basis, Basis::Metadata);
    assert!(!first.truncated && read.articles[1].truncated);
    assert_eq!(read.articles[1].source.record.as_deref(), Some("item 3"));
    let headline = &read.failures[0];
    assert_eq!(headline.skipped, Some(rashomon_ingest::Skip::Headline));
    assert_eq!(headline.offset as usize, text.find("<item><title>Only").unwrap());
}

#[test]
fn what_holds_links_only_says_so() {
    let opml = b"<opml><body><outline xmlUrl='https://post.example/feed'/></body></opml>";
    assert!(failure("feeds.opml", opml).contains("rashomon fetch"));
    let map = b"<urlset><url><loc>https://post.example/1</loc></url></urlset>";
    assert!(failure("sitemap.xml", map).contains("rashomon fetch"));
    assert!(failure("a.xml", b"<note>x</note>").contains("no feed"));
    assert!(failure("a.rss", b"<rss><channel/></rss>").contains("no item"));
}

#[test]
fn a_message_is_an_article() {
    let mail = b"From: Harbour Post <a@post.example>\nSubject: Ferry sinks\n\nA ferry sank on Tuesday, he said.\n";
    let read = folder(&[("a.eml", mail)], &Options::default()).remove(0);
    assert_eq!(read.articles[0].text, "Ferry sinks\n\nA ferry sank on Tuesday, he said.");
    assert_eq!(read.articles[0].source.media_type, "message/rfc822");
    written_and_read_back(&read.articles[0]);
    assert!(failure("b.eml", b"Content-Type: image/png\n\nx").contains("without a text"));
}

#[test]
fn two_files_of_one_name_are_two() {
    let read = folder(
        &[("a/x.txt", b"A ferry sank."), ("b/x.txt", b"A ferry sank.")],
        &Options::default(),
    );
    let paths: Vec<_> = read.iter().map(|it| it.articles[0].source.path.clone().unwrap()).collect();
    assert_eq!(paths.len(), 2);
    assert_ne!(paths[0], paths[1]);
}

#[test]
fn the_users_table_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let text = "harbourpost.example\n\nFerry sinks\n\nA ferry sank in the harbour on Tuesday.\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let table = folder.path().join("table.csv");
    fs::write(&table, "file,outlet,date\na.txt,Gozo Times,2021-09-08\n").unwrap();
    let options = Options { metadata: Some(table), ..Options::default() };
    let found = inputs(&[folder.path().join("a.txt")], &options).unwrap();
    let article = read(&found[0], &options).articles.remove(0);
    assert_eq!(article.outlet.unwrap().name, "Gozo Times");
    assert_eq!(article.published.unwrap().start.to_string(), "2021-09-08");
}

#[test]
fn a_missing_table_is_an_error() {
    let options = Options { metadata: Some("no/table.tsv".into()), ..Options::default() };
    let error = inputs::<&str>(&[], &options).unwrap_err();
    assert!(error.is_missing() && error.to_string().contains("no/table.tsv"));
}
