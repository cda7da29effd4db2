//! Time expressions against TempEval-3 (UzZaman et al., SemEval 2013): spans and TIMEX3 values.
//!
//! The measures are those of the task's own scorer. *Strict*: the span is the same. *Relaxed*: it overlaps. *Value*: it
//! overlaps and the `value` attribute is the same string. Each as F1 over all documents; the document's
//! creation time is given and not counted. A range of years such as "1980-88" is two expressions in
//! TIMEX3 and is scored as two.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rashomon_annotate::Annotator;
use rashomon_text::{
    Article, Granularity, Paragraph, ParagraphKind, Span, TimeValue,
    time::{Date, TimeExpr},
};

/// A document of the corpus: the text without markup, and what the annotators marked.
pub(crate) struct Document {
    pub article: Article,
    pub created: TimeValue,
    pub gold: Vec<Timex>,
}

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timex {
    pub span: Span,
    pub value: String,
}

/// Set, metric, value, number of expressions in the gold.
///
/// `data` is the task's folder with its training and evaluation parts, or any folder of `.tml` files.
pub(crate) fn run(data: &Path) -> Vec<super::Row> {
    let parts = [
        ("tempeval3-tbaq-train", "Training/TBAQ-cleaned/AQUAINT"),
        ("tempeval3-tbaq-train", "Training/TBAQ-cleaned/TimeBank"),
        ("tempeval3-platinum-test", "Evaluation/te3-platinum"),
    ];
    let mut sets: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (set, folder) in parts {
        sets.entry(set.to_owned()).or_default().extend(files(&data.join(folder)));
    }
    let name = data.canonicalize().ok().and_then(|d| Some(d.file_name()?.to_owned()));
    let name = name.unwrap_or_default().to_string_lossy().into_owned();
    sets.entry(name).or_default().extend(files(data));

    let annotator = Annotator::new();
    let mut rows = Vec::new();
    for (set, files) in sets {
        let mut counts = Counts::default();
        for file in files {
            let Some(document) = std::fs::read_to_string(&file).ok().and_then(|tml| read(&tml))
            else {
                continue;
            };
            let found = find(&annotator, &document);
            if std::env::var_os("EVAL_DETAILS").is_some_and(|wanted| *wanted == *set) {
                tell(&document, &found);
            }
            counts.add(&document.gold, &found);
        }
        if counts.gold > 0 {
            for (metric, hits) in [
                ("strict_f1", counts.strict),
                ("relaxed_f1", counts.relaxed),
                ("value_f1", counts.value),
            ] {
                rows.push((set.clone(), metric.to_owned(), counts.f1(hits), counts.gold));
            }
        }
    }
    rows
}

/// Prints where the engine and the gold part, for the set that `EVAL_DETAILS` names.
fn tell(document: &Document, found: &[Timex]) {
    let text = document.article.text.as_str();
    let around = |span: Span| {
        let edge = |at: usize| (at..text.len()).find(|&i| text.is_char_boundary(i));
        let from = edge((span.start as usize).saturating_sub(60)).unwrap_or(0);
        let to = edge(span.end as usize + 60).unwrap_or(text.len());
        text[from..to].replace('\n', " ")
    };
    for gold in &document.gold {
        let words = gold.span.slice(text);
        let met = found.iter().find(|f| f.span.overlaps(gold.span));
        let (kind, got, value) = match met {
            None => ("MISSED", "", ""),
            Some(f) if f.value != gold.value => ("VALUE", f.span.slice(text), f.value.as_str()),
            Some(_) => continue,
        };
        let anchor = document.created.start;
        eprintln!(
            "{kind}\t{anchor}\t{words}\t{}\t{got}\t{value}\t{}",
            gold.value,
            around(gold.span)
        );
    }
    for f in found.iter().filter(|f| !document.gold.iter().any(|g| g.span.overlaps(f.span))) {
        eprintln!("EXTRA\t\t{}\t{}\t\t\t{}", f.span.slice(text), f.value, around(f.span));
    }
}

/// The `.tml` files of a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "tml"))
        .collect();
    files.sort();
    files
}

/// What the engine finds in a document.
pub(crate) fn find(annotator: &Annotator, document: &Document) -> Vec<Timex> {
    let analysis = annotator.annotate(&document.article);
    let mut found = Vec::new();
    for time in &analysis.times {
        let (_, value) = time.expr.timex(document.created);
        let words = time.span.slice(&document.article.text);
        match (time.expr, ends(words, time.span)) {
            (TimeExpr::Absolute(range), Some(spans))
                if range.granularity == Granularity::Year && value.contains('/') =>
            {
                found.extend(
                    spans
                        .into_iter()
                        .zip(value.split('/'))
                        .map(|(span, value)| Timex { span, value: value.to_owned() }),
                );
            }
            _ => found.push(Timex { span: time.span, value }),
        }
    }
    found
}

/// The two ends of "from … to …", "between … and …" and "1980-88".
fn ends(words: &str, span: Span) -> Option<[Span; 2]> {
    let first = ["from ", "between "].iter().find_map(|word| words.strip_prefix(word));
    let first = first.map_or(0, |rest| words.len() - rest.len());
    let mark = |c: char| matches!(c, ' ' | '-' | '–' | '/');
    let gap = words[first..].find(mark)? + first;
    let last = words.rfind(mark)?;
    let last = last + words[last..].chars().next()?.len_utf8();
    Some([
        Span::new(span.start + first as u32, span.start + gap as u32),
        Span::new(span.start + last as u32, span.end),
    ])
}

#[derive(Default)]
struct Counts {
    gold: u64,
    found: u64,
    strict: u64,
    relaxed: u64,
    value: u64,
}

impl Counts {
    fn add(&mut self, gold: &[Timex], found: &[Timex]) {
        self.gold += gold.len() as u64;
        self.found += found.len() as u64;
        let mut used = vec![false; found.len()];
        for timex in gold {
            self.strict += u64::from(found.iter().any(|other| other.span == timex.span));
            let near = (0..found.len()).find(|&i| !used[i] && found[i].span.overlaps(timex.span));
            if let Some(i) = near {
                used[i] = true;
                self.relaxed += 1;
                self.value += u64::from(found[i].value == timex.value);
            }
        }
    }

    fn f1(&self, hits: u64) -> f64 {
        2.0 * hits as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Reads a TimeML file; `None` if it has no text or no creation time.
pub(crate) fn read(tml: &str) -> Option<Document> {
    let created = attribute(between(tml, "<DCT>", "</DCT>")?, "value")?;
    let created: Date = created.get(..10)?.parse().ok()?;
    let mut rest = between(tml, "<TEXT>", "</TEXT>")?;
    let (mut text, mut gold, mut open) = (String::new(), Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        text.push_str(&plain(&rest[..at]));
        let end = rest[at..].find('>')? + at;
        let tag = &rest[at + 1..end];
        if tag.starts_with("TIMEX3") && !tag.ends_with('/') {
            open.push((text.len(), attribute(tag, "value").unwrap_or_default().to_owned()));
        } else if tag == "/TIMEX3"
            && let Some((start, value)) = open.pop()
            && start < text.len()
        {
            gold.push(Timex { span: Span::from_range(start..text.len()), value });
        }
        rest = &rest[end + 1..];
    }
    text.push_str(&plain(rest));
    gold.sort_by_key(|timex| timex.span);
    let mut article = Article::plain(text);
    article.paragraphs = paragraphs(&article.text);
    Some(Document { article, created: TimeValue::day(created), gold })
}

/// Blocks parted by empty lines.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut joins = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::from_range(at..at + line.len()).trim(text);
        at += line.len();
        match paragraphs.last_mut() {
            Some(last) if joins && !span.is_empty() => last.span.end = span.end,
            _ if !span.is_empty() => paragraphs.push(Paragraph { span, kind: ParagraphKind::Body }),
            _ => {}
        }
        joins = !span.is_empty();
    }
    paragraphs
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    Some(&text[start..start + text[start..].find(close)?])
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    between(tag, &format!("{name}=\""), "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TML: &str = "<TimeML><DCT><TIMEX3 tid=\"t0\" value=\"2022-09-09\">x</TIMEX3></DCT><TEXT>\n\n\
        Talks &amp; more <EVENT eid=\"e1\">began</EVENT> <TIMEX3 tid=\"t1\" value=\"2022-09-07\">Wednesday</TIMEX3>,\n\
        <TIMEX3 tid=\"t2\" value=\"P2D\"/>they said.\n\nA second one.</TEXT></TimeML>";

    #[test]
    fn reads_time_ml() {
        let document = read(TML).unwrap();
        assert_eq!(document.gold.len(), 1, "a mark without words is not counted");
        assert_eq!(document.gold[0].span.slice(&document.article.text), "Wednesday");
        assert_eq!(document.article.paragraphs.len(), 2);
        assert!(document.article.text.starts_with("\n\nTalks & more began"));
    }

    #[test]
    fn counts() {
        let timex = |start, end, value: &str| Timex {
            span: Span::new(start, end),
            value: value.to_owned(),
        };
        let mut counts = Counts::default();
        let gold = [timex(0, 4, "2000"), timex(10, 20, "P1D"), timex(30, 40, "P1W")];
        let found =
            [timex(0, 4, "2001"), timex(12, 20, "P1D"), timex(50, 60, "P1W"), timex(70, 71, "")];
        counts.add(&gold, &found);
        assert_eq!((counts.strict, counts.relaxed, counts.value), (1, 2, 1));
        assert!((counts.f1(counts.relaxed) - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn a_range_has_two_ends() {
        let words = "from 1980 to 1988";
        let [first, last] = ends(words, Span::new(0, words.len() as u32)).unwrap();
        assert_eq!((first.slice(words), last.slice(words)), ("1980", "1988"));
        let [first, last] = ends("1980–88", Span::new(0, 9)).unwrap();
        assert_eq!((first.slice("1980–88"), last.slice("1980–88")), ("1980", "88"));
    }
}
