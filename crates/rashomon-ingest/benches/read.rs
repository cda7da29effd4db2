//! Reading by step: records out of a crawl, an article out of a page.
#![allow(clippy::disallowed_methods)] // writes the crawl that it reads

#[path = "../examples/crawl/pages.rs"]
mod pages;

use std::io::Write as _;

use divan::{Bencher, counter::BytesCount};
use flate2::{Compression, write::GzEncoder};
use rashomon_ingest::{Kind, Options, Record, inputs, records};

fn main() {
    divan::main();
}

const PAGES: u64 = 200;

/// A crawl, packed record by record or not at all, and its size unpacked.
fn crawl(packed: bool) -> (tempfile::TempDir, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut bytes, mut size) = (Vec::new(), 0);
    for record in (0..PAGES).flat_map(pages::records) {
        size += record.len();
        if packed {
            let mut member = GzEncoder::new(Vec::new(), Compression::default());
            member.write_all(&record).expect("memory");
            bytes.extend(member.finish().expect("memory"));
        } else {
            bytes.extend(record);
        }
    }
    std::fs::write(folder.path().join("crawl.warc"), bytes).expect("space");
    (folder, size)
}

#[divan::bench(args = [true, false])]
fn records_of_a_crawl(bencher: Bencher, packed: bool) {
    let (folder, size) = crawl(packed);
    let options = Options::default();
    let input = inputs(&[folder.path().join("crawl.warc")], &options).expect("no table").remove(0);
    bencher.counter(BytesCount::new(size)).bench(|| records(&input, &options).count());
}

#[divan::bench]
fn article_of_a_page(bencher: Bencher) {
    let page = Record::new(Kind::Page, "page.html", pages::page(7).into_bytes());
    bencher.counter(BytesCount::new(page.bytes.len())).bench(|| page.clean());
}
