//! Main text of pages: the article-extraction benchmark, by its own definition.
//!
//! Texts are compared as bags of four-word shingles; precision and recall are means over the pages, and F1 is
//! theirs. Measured too: whether the headline is right to the letter, and whether every character of a page's
//! text is what its raw bytes decode to.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use rashomon_ingest::{Given, Kind, Record, clean_html};
use rashomon_text::{Article, ParagraphKind, Source, Span};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Row;

const SET: &str = "article-extraction";

/// Reads `ground-truth.json` and `html/*.html.gz` under `data`.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let truth = read_json(&data.join("ground-truth.json"));
    let pages: BTreeMap<&str, &str> = truth
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(id, page)| Some((id.as_str(), page.get("articleBody")?.as_str()?)))
        .collect();
    let (mut precision, mut recall) = (Mean::default(), Mean::default());
    let (mut right, mut mapped) = (0u64, 0u64);
    let titles = Titles::new(&truth);
    let (mut title_right, mut title_all) = (0u64, 0u64);
    for (id, body) in &pages {
        let bytes = unpacked(&data.join("html").join(format!("{id}.html.gz")));
        let article = clean_html(Source::default(), &bytes, &Given::default());
        let kept = kept(&article);
        let (found, truth) = (shingles(&kept), shingles(body));
        let both: u32 = truth.iter().map(|(it, n)| found.get(it).map_or(0, |m| *n.min(m))).sum();
        let (all_found, all_true) = (found.values().sum::<u32>(), truth.values().sum::<u32>());
        if all_found > 0 {
            precision.add(f64::from(both) / f64::from(all_found));
        }
        if all_true > 0 {
            recall.add(f64::from(both) / f64::from(all_true));
        }
        if let Some(same) = titles.judge(id, article.title.map_or("", |span| article.slice(span))) {
            title_right += u64::from(same);
            title_all += 1;
        }
        let (good, all) = offsets(&article, &bytes);
        right += good;
        mapped += all;
    }
    let (precision, recall) = (precision.value(), recall.value());
    let n = pages.len() as u64;
    let row = |metric: &str, value: f64, n: u64| (SET.to_owned(), metric.to_owned(), value, n);
    vec![
        row("f1", 2.0 * precision * recall / (precision + recall).max(f64::EPSILON), n),
        row("precision", precision, n),
        row("recall", recall, n),
        (
            "article-extraction-titles".to_owned(),
            "accuracy".to_owned(),
            title_right as f64 / title_all.max(1) as f64,
            title_all,
        ),
        (
            "article-extraction-offsets".to_owned(),
            "accuracy".to_owned(),
            right as f64 / mapped.max(1) as f64,
            mapped,
        ),
    ]
}

/// The headlines of pages: of the ground truth, where it names them, else of our own list.
struct Titles<'t> {
    truth: &'t Value,
    listed: BTreeMap<&'static str, &'static str>,
}

impl<'t> Titles<'t> {
    fn new(truth: &'t Value) -> Self {
        let lines = include_str!("titles.tsv").lines().filter(|line| !line.starts_with('#'));
        Self { truth, listed: lines.filter_map(|line| line.split_once('\t')).collect() }
    }

    /// Whether `found` is the headline of page `id`; `None` where nobody knows it.
    fn judge(&self, id: &str, found: &str) -> Option<bool> {
        let page = &self.truth[id];
        let named = ["headline", "title"].iter().find_map(|key| page[*key].as_str());
        if let Some(named) = named {
            return Some(straight(named) == straight(found));
        }
        let digest = Sha256::digest(straight(found).as_bytes());
        let digest = digest.iter().take(8).fold(0u64, |all, byte| all << 8 | u64::from(*byte));
        self.listed.get(id).map(|listed| u64::from_str_radix(listed, 16) == Ok(digest))
    }
}

/// White space squeezed, quotation marks and dashes straight.
fn straight(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{201C}', '\u{201D}'], "\"")
        .replace(['\u{2013}', '\u{2014}'], "-")
        .replace('\u{2026}', "...")
}

/// The running text and headings that cleaning kept.
fn kept(article: &Article) -> String {
    let mut out = String::new();
    let mut removed = article.removed.iter().peekable();
    let text = |paragraph: &&rashomon_text::Paragraph| {
        matches!(paragraph.kind, ParagraphKind::Body | ParagraphKind::Heading)
    };
    for paragraph in article.paragraphs.iter().filter(text) {
        let mut at = paragraph.span.start;
        while let Some(range) = removed.next_if(|it| it.span.start < paragraph.span.end) {
            if range.span.start >= at {
                out.push_str(Span::new(at, range.span.start).slice(&article.text));
                at = range.span.end.min(paragraph.span.end);
            }
        }
        out.push_str(Span::new(at, paragraph.span.end).slice(&article.text));
        out.push('\n');
    }
    out
}

/// How many characters of the text are what their raw bytes decode to, and how many have raw bytes.
///
/// The bytes are read by [`Served`](rashomon_ingest::Served), which knows nothing of what cleaning chose. A space
/// may stand for any run of white space and markup.
pub(super) fn offsets(article: &Article, bytes: &[u8]) -> (u64, u64) {
    let Some(map) = &article.raw else { return (0, 0) };
    let served = Record::new(Kind::Page, "page.html", bytes.to_vec()).served();
    let (mut right, mut all) = (0, 0);
    for (at, c) in article.text.char_indices() {
        let raw = map.to_raw(Span::from_range(at..at + c.len_utf8()));
        if raw.is_empty() {
            continue;
        }
        all += 1;
        let mut one = [0; 4];
        let one: &str = c.encode_utf8(&mut one);
        let same = bytes[raw.range()] == *one.as_bytes() || served.says(raw, one);
        if !same {
            eprintln!("bytes {raw:?} are not {c:?}, but {:?}", served.reading(raw));
        }
        right += u64::from(same);
    }
    (right, all)
}

/// A JSON file; nothing, said on stderr, where it cannot be read.
pub(super) fn read_json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string());
    let value = text.and_then(|text| serde_json::from_str(&text).map_err(|e| e.to_string()));
    value.unwrap_or_else(|e| {
        eprintln!("{}: {e}", path.display());
        Value::Null
    })
}

/// The bytes of a gzip file; none, said on stderr, where it cannot be read.
fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|it| GzDecoder::new(it).read_to_end(&mut bytes));
    if let Err(e) = read {
        eprintln!("{}: {e}", path.display());
    }
    bytes
}

/// Runs of four words and how often each occurs; a shorter text is one run.
fn shingles(text: &str) -> BTreeMap<Vec<&str>, u32> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c| !word(c)).filter(|it| !it.is_empty()).collect();
    let mut out = BTreeMap::new();
    if words.len() < 4 && !words.is_empty() {
        out.insert(words, 1);
        return out;
    }
    for run in words.windows(4) {
        *out.entry(run.to_vec()).or_insert(0) += 1;
    }
    out
}

#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    count: u32,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn value(&self) -> f64 {
        self.sum / f64::from(self.count.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_are_counted() {
        let found = shingles("a b c d, e a b c d");
        assert_eq!(found[&vec!["a", "b", "c", "d"]], 2);
        assert_eq!(found.values().sum::<u32>(), 6);
        assert_eq!(shingles("two words").len(), 1);
        assert!(shingles("…").is_empty());
    }
}
