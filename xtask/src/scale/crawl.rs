//! A crawl to measure whole jobs with: WARC files of pages, packed record by record.
//!
//! First the real pages at hand, each once, then the [`made`](super::made) articles, each as a [`page`]. Captures
//! follow each other evenly, [`A_DAY`] a day, and a page is published on the day of its capture: so a file, which holds
//! [`A_FILE`] pages, holds few days, but for the real pages, which keep the days of their own.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use rashomon_text::Date;
use serde_json::Value;

use super::made::{Maker, Written};
use super::page::{address, page};

/// Pages of a file.
const A_FILE: usize = 500;
/// Captures of a day.
const A_DAY: usize = 250;
/// The first day.
const START: Date = Date::constant(2024, 1, 1);
/// Headlines that a page may recommend.
const OTHERS: usize = 40;

/// A page of another's.
#[derive(Debug)]
pub(super) struct Real {
    url: String,
    content: Vec<u8>,
}

/// The pages of the sets for main texts and for dates under a folder.
pub(super) fn real(folder: &Path) -> Vec<Real> {
    let mut pages = Vec::new();
    for (set, index) in [("article-extraction", "ground-truth.json"), ("htmldate", "gold.json")] {
        let set = folder.join(set);
        let Some(Value::Object(records)) = std::fs::read(set.join(index))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        else {
            eprintln!("scale: no pages in {}", set.display());
            continue;
        };
        // one names its pages by digest, the other by address
        for (key, record) in &records {
            let field = |name: &str| record[name].as_str();
            let url = field("url").unwrap_or(key);
            let file = field("file").map_or_else(|| format!("{key}.html.gz"), ToOwned::to_owned);
            match content(&set.join("html").join(file)) {
                Ok(content) => pages.push(Real { url: url.to_owned(), content }),
                Err(error) => eprintln!("scale: {url}: {error}"),
            }
        }
    }
    pages
}

fn content(file: &Path) -> io::Result<Vec<u8>> {
    let bytes = std::fs::read(file)?;
    let mut content = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(&bytes[..]).read_to_end(&mut content)?;
        return Ok(content);
    }
    Ok(bytes)
}

/// Writes `size` pages, those made being of `bytes` each, as files of a folder.
pub(super) fn write(
    real: &[Real],
    maker: &Maker,
    size: usize,
    bytes: usize,
    folder: &Path,
) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut crawl = Crawl { folder, file: None, pages: 0 };
    for page in real.iter().take(size) {
        crawl.add(&page.url, "text/html", &page.content)?;
    }
    let mut others: Vec<String> = Vec::new();
    maker.many(size.saturating_sub(real.len()), &mut |article| {
        let (day, second) = crawl.moment();
        let article = Written { published: Some(day), ..article.clone() };
        // published up to three hours before
        let time = stamp(day, second - second.min(article.number * 7919 % 10_800));
        let page = page(&article, &time, &others, bytes);
        crawl.add(&address(&article), "text/html; charset=utf-8", page.as_bytes())?;
        let title = article.headline().to_owned();
        if others.len() < OTHERS {
            others.push(title);
        } else {
            others[article.number % OTHERS] = title;
        }
        Ok(())
    })?;
    crawl.file.as_mut().map_or(Ok(()), io::Write::flush)
}

/// Files being written.
struct Crawl<'f> {
    folder: &'f Path,
    file: Option<BufWriter<File>>,
    pages: usize,
}

impl Crawl<'_> {
    /// Day and second of the next capture.
    fn moment(&self) -> (Date, usize) {
        let day = Duration::from_secs(86_400 * (self.pages / A_DAY) as u64);
        (START.saturating_add(day), self.pages % A_DAY * 86_400 / A_DAY)
    }

    fn add(&mut self, url: &str, kind: &str, content: &[u8]) -> io::Result<()> {
        let (day, second) = self.moment();
        let time = stamp(day, second);
        if self.pages.is_multiple_of(A_FILE) {
            let name = format!("crawl-{:05}.warc.gz", self.pages / A_FILE);
            let mut last =
                self.file.replace(BufWriter::new(File::create(self.folder.join(&name))?));
            last.as_mut().map_or(Ok(()), io::Write::flush)?;
            let about = b"software: cargo xtask scale\r\nformat: WARC File Format 1.1\r\n";
            let fields =
                format!("WARC-Filename: {name}\r\nContent-Type: application/warc-fields\r\n");
            self.record(
                "warcinfo",
                &time,
                (self.pages / A_FILE) as u64 | 1 << 40,
                &fields,
                &[about],
            )?;
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        let fields = format!(
            "WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
        );
        self.record("response", &time, self.pages as u64, &fields, &[head.as_bytes(), content])?;
        self.pages += 1;
        Ok(())
    }

    fn record(
        &mut self,
        kind: &str,
        time: &str,
        id: u64,
        fields: &str,
        content: &[&[u8]],
    ) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut member = GzEncoder::new(Vec::new(), Compression::default());
        write!(
            member,
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{id:012x}>\r\n\
             WARC-Date: {time}\r\n{fields}Content-Length: {}\r\n\r\n",
            content.iter().map(|part| part.len()).sum::<usize>()
        )?;
        for part in content {
            member.write_all(part)?;
        }
        member.write_all(b"\r\n\r\n")?;
        file.write_all(&member.finish()?)
    }
}

/// A moment as WARC files and pages write it.
fn stamp(day: Date, second: usize) -> String {
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use rashomon_ingest::{Options, inputs, records};
    use rashomon_text::Article;

    use super::*;

    #[test]
    fn a_crawl_reads_as_it_was_made() {
        let text = "Wall gives way\nThe harbour wall of Tresk gave way on Monday, and 1,200 people left their houses, said \
                    \"Ilse\" Dahl & Sons.\nThe town had asked for money to mend the wall for years, and got none of it.";
        let maker = Maker::new(&[(Article::plain(text.to_owned()), 0)]);
        let real = Real {
            url: "https://tresk.example/".to_owned(),
            content: b"<html><title>Other</title><p>Nothing much happened on this day in Tresk.</p></html>".to_vec(),
        };
        let folder = tempfile::tempdir().expect("a folder");
        write(&[real], &maker, A_FILE + 3, 9000, folder.path()).expect("written");
        let options = Options::default();
        let inputs = inputs(&[folder.path()], &options).expect("inputs");
        assert_eq!(inputs.len(), 2, "a file for each {A_FILE} pages");
        let (mut pages, mut about) = (Vec::new(), 0);
        for record in inputs.iter().flat_map(|input| records(input, &options)) {
            match record {
                Ok(page) => pages.push(page),
                Err(failure) if failure.skipped.is_some() => about += 1,
                Err(failure) => panic!("{failure:?}"),
            }
        }
        assert_eq!(about, 2, "what a file says of itself");
        assert_eq!(pages.len(), A_FILE + 3);
        let mut expected = Vec::new();
        let keep = |article: &Written| {
            expected.push(article.text.clone());
            Ok(())
        };
        maker.many(A_FILE + 2, &mut { keep }).expect("memory");
        let mut last = None;
        for (page, expected) in pages.into_iter().skip(1).zip(&expected) {
            let size = page.bytes.len();
            // the first has none to recommend
            assert!(
                (if last.is_some() { 8000 } else { 5000 }..10_500).contains(&size),
                "{size} bytes"
            );
            let article = page.clean().expect("an article");
            for line in expected.lines() {
                assert!(article.text.contains(line), "{line}: {}", article.text);
            }
            let day = article.published.expect("a day").start;
            assert!(last.is_none_or(|last| last <= day), "{day}");
            last = Some(day);
            assert!(article.outlet.is_some_and(|outlet| outlet.name.contains(' ')));
        }
    }
}
