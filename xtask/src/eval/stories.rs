//! Stories: documents of many outlets grouped by event.
//!
//! `giveme5w1h`'s clustered articles are read as one run, in five orders: the grouping is that of the
//! product, which puts a run into its canonical order first, so all five must agree. B³ judges each
//! article's group against its gold group; pairwise F1 judges pairs of articles.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::Account;
use rashomon_reconcile::{order, stories};
use rashomon_text::{Basis, Date, ParagraphKind, Published};
use serde_json::Value;

use super::Row;

const ORDERS: u64 = 5;

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let mut gold: BTreeMap<String, i64> = BTreeMap::new();
    let mut accounts: Vec<Account> = Vec::new();
    for (article, event) in articles(data) {
        gold.extend(article.source.path.clone().map(|path| (path, event)));
        let analysis = annotator.annotate(&article);
        accounts.push(rashomon_extract::extract(article, analysis));
    }
    if accounts.is_empty() {
        return Vec::new();
    }
    let n = accounts.len() as u64;
    let mut scores = Vec::new();
    for seed in 1..=ORDERS {
        shuffle(&mut accounts, seed);
        let ordered = order::canonical(accounts.clone());
        let groups: Vec<Vec<i64>> = stories::stories(&ordered)
            .iter()
            .map(|story| {
                let gold_of = |account: &Account| {
                    account.article.source.path.as_ref().and_then(|path| gold.get(path)).copied()
                };
                story.iter().filter_map(|doc| gold_of(&ordered[doc.index()])).collect()
            })
            .collect();
        scores.push(Score::of(&groups));
    }
    let mean = |get: fn(&Score) -> f64| scores.iter().map(get).sum::<f64>() / scores.len() as f64;
    let b3: Vec<f64> = scores.iter().map(|score| f1(score.b3)).collect();
    let spread =
        b3.iter().fold(0.0, |most, x| b3.iter().fold(most, |most, y| f64::max(most, x - y)));
    let row = |metric: &str, value: f64| ("giveme5w1h".to_owned(), metric.to_owned(), value, n);
    vec![
        row("b3_f1", mean(|score| f1(score.b3))),
        row("b3_precision", mean(|score| score.b3.0)),
        row("b3_recall", mean(|score| score.b3.1)),
        row("pairwise_f1", mean(|score| f1(score.pairs))),
        row("order_spread", spread),
    ]
}

/// The set's articles, each with the number of its event.
pub(crate) fn articles(data: &Path) -> Vec<(Article, i64)> {
    let folder = data.join("news_cluster/data");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("stories: no folder {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = |(number, file): (usize, &std::path::PathBuf)| {
        let text = std::fs::read_to_string(file).ok()?;
        let record = serde_json::from_str::<Value>(&text).ok()?;
        let event = record["newsCluster"]["EventId"].as_i64()?;
        Some((article(&record, format!("{number:04}")), event))
    };
    files.iter().enumerate().filter_map(read).collect()
}

/// A record as the pipeline would have read it: the headline first, then the text.
fn article(record: &Value, path: String) -> Article {
    let line = |field: &str| {
        let text = record[field].as_str().unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (title, text) = (line("title"), record["text"].as_str().unwrap_or_default());
    let body = text.trim_start().strip_prefix(title.as_str()).unwrap_or(text);
    let mut article = Article::plain(format!("{title}\n{body}"));
    article.source.path = Some(path);
    if !title.is_empty()
        && let Some(first) = article.paragraphs.first_mut()
    {
        first.kind = ParagraphKind::Title;
        article.title = Some(first.span);
    }
    let day = record["date_publish"].as_str().and_then(|date| date.get(..10));
    article.published = day.and_then(|day| day.parse::<Date>().ok()).map(|day| Published {
        start: day,
        end: day,
        basis: Basis::Given,
        evidence: Vec::new(),
    });
    article
}

/// Precision and recall of one grouping.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Score {
    b3: (f64, f64),
    pairs: (f64, f64),
}

impl Score {
    /// Scores groups of documents, each given by the number of its gold group.
    fn of(groups: &[Vec<i64>]) -> Self {
        let mut sizes: BTreeMap<i64, f64> = BTreeMap::new();
        for event in groups.iter().flatten() {
            *sizes.entry(*event).or_default() += 1.0;
        }
        let n: f64 = sizes.values().sum();
        let pairs = |size: f64| size * (size - 1.0) / 2.0;
        let (mut precision, mut recall, mut both, mut predicted) = (0.0, 0.0, 0.0, 0.0);
        for group in groups {
            let mut counts: BTreeMap<i64, f64> = BTreeMap::new();
            for event in group {
                *counts.entry(*event).or_default() += 1.0;
            }
            let size = group.len() as f64;
            predicted += pairs(size);
            for (event, count) in counts {
                precision += count * count / size;
                recall += count * count / sizes[&event];
                both += pairs(count);
            }
        }
        let wanted: f64 = sizes.values().map(|size| pairs(*size)).sum();
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        Self {
            b3: (precision / n, recall / n),
            pairs: (share(both, predicted), share(both, wanted)),
        }
    }
}

fn f1((precision, recall): (f64, f64)) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// A shuffle that is the same on every run.
pub(crate) fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for at in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        items.swap(at, (state % (at as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_of_a_grouping() {
        let right = Score::of(&[vec![1, 1], vec![2, 2, 2]]);
        assert_eq!((f1(right.b3), f1(right.pairs)), (1.0, 1.0));
        let lumped = Score::of(&[vec![1, 1, 2, 2]]);
        assert_eq!(lumped.b3, (0.5, 1.0));
        let split = Score::of(&[vec![1], vec![1]]);
        assert_eq!((split.b3, split.pairs), ((1.0, 0.5), (0.0, 0.0)));
    }

    #[test]
    fn a_shuffle_keeps_everything() {
        let mut items: Vec<u32> = (0..20).collect();
        shuffle(&mut items, 3);
        assert_ne!(items, (0..20).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..20).collect::<Vec<_>>());
    }
}
