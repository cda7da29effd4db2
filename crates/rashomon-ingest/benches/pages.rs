//! Cleaning by kind of document: the same article as a page in three charsets, in a feed and in a message; and pages
//! that are nothing but one thing.

#[path = "../examples/crawl/pages.rs"]
#[allow(dead_code)] // the records of a crawl
mod pages;

use std::fmt::Write as _;

use divan::{Bencher, counter::BytesCount};
use rashomon_ingest::{Given, clean_html, clean_mail, decode, feed};
use rashomon_text::Source;

fn main() {
    divan::main();
}

/// Page number 7 in a charset.
fn page(charset: &str) -> Vec<u8> {
    // something beyond ASCII in every sentence
    let page = pages::page(7).replace(". ", "… “é” ");
    match charset {
        "utf-8" => page.into_bytes(),
        "utf-16" => {
            [0xFEFF].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        "windows-1252" => {
            let page = page.replace("charset=\"utf-8\"", "charset=\"windows-1252\"");
            let byte = |c: char| match c {
                '…' => 0x85,
                '“' => 0x93,
                '”' => 0x94,
                c => c as u8,
            };
            page.chars().map(byte).collect()
        }
        _ => unreachable!("a charset of the bench"),
    }
}

const CHARSETS: [&str; 3] = ["utf-8", "windows-1252", "utf-16"];

#[divan::bench(args = CHARSETS)]
fn decode_page(bencher: Bencher, charset: &str) {
    let page = page(charset);
    bencher.counter(BytesCount::of_slice(&page)).bench(|| decode(&page, None));
}

#[divan::bench(args = CHARSETS)]
fn clean_page(bencher: Bencher, charset: &str) {
    let page = page(charset);
    bencher
        .counter(BytesCount::of_slice(&page))
        .bench(|| clean_html(Source::default(), &page, &Given::default()));
}

/// The body of page number 7, for what holds pages.
fn body() -> String {
    let page = pages::page(7);
    let start = page.find("<article").expect("an article");
    let end = page.find("</article>").expect("its end");
    page[start..end].to_owned()
}

#[divan::bench]
fn read_feed(bencher: Bencher) {
    let mut bytes = String::from("<rss><channel><title>Harbour Post</title>");
    for n in 0..20 {
        let _ = write!(
            bytes,
            "<item><title>Ferry {n} sinks</title><link>https://harbourpost.example/{n}</link><description><![CDATA[{}]]></description></item>",
            body()
        );
    }
    bytes.push_str("</channel></rss>");
    bencher.counter(BytesCount::of_str(&bytes)).bench(|| {
        let feed = feed(bytes.as_bytes(), None).expect("a feed");
        let articles =
            feed.items.iter().map(|it| feed.article(Source::default(), it, &Given::default()));
        articles.flatten().count()
    });
}

#[divan::bench]
fn read_mail(bencher: Bencher) {
    let body = body().replace('=', "=3D").replace(". ", ".=20\r\n=E2=80=9C");
    let bytes = format!(
        "From: desk@harbourpost.example\r\nSubject: Ferry sinks\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
    );
    bencher
        .counter(BytesCount::of_str(&bytes))
        .bench(|| clean_mail(Source::default(), bytes.as_bytes(), &Given::default()));
}

/// Nothing but text, elements, attributes, references, or dates.
#[divan::bench(args = ["<p>A ferry sank on Tuesday, he said.", "<b>", "<p id=a class=\"b c-d\">x", "&eacute;", "&#233;", "<i>1 May 2020</i>"])]
fn clean_repeated(bencher: Bencher, piece: &str) {
    let page = piece.repeat(100_000 / piece.len());
    bencher
        .counter(BytesCount::of_str(&page))
        .bench(|| clean_html(Source::default(), page.as_bytes(), &Given::default()));
}
