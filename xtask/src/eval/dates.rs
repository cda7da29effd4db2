//! Day of publication of pages: the htmldate set, day exact.
//!
//! As its authors count: a right day is a true positive, a wrong one a false positive, none a false negative;
//! accuracy is the share of pages with the right day. Measured too, as these are other pages than those of
//! [`super::main_text`]: whether every character is what its raw bytes decode to.

use std::path::Path;

use rashomon_ingest::{Given, clean_html};
use rashomon_text::Source;

use super::Row;

/// Reads `gold.json` (address → file, date) and `html/` under `data`.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let gold = super::main_text::read_json(&data.join("gold.json"));
    let (mut right, mut wrong, mut none) = (0u64, 0u64, 0u64);
    let (mut same, mut mapped) = (0u64, 0u64);
    for (url, page) in gold.as_object().into_iter().flatten() {
        let field =
            |name: &str| page.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let path = data.join("html").join(field("file"));
        let bytes = std::fs::read(&path).unwrap_or_else(|e| {
            eprintln!("{}: {e}", path.display());
            Vec::new()
        });
        let given = Given { url: Some(url.clone()), ..Given::default() };
        let article = clean_html(Source::default(), &bytes, &given);
        let (good, all) = super::main_text::offsets(&article, &bytes);
        same += good;
        mapped += all;
        match article.published {
            Some(found) if found.start.to_string() == field("date") => right += 1,
            Some(_) => wrong += 1,
            None => none += 1,
        }
    }
    let n = right + wrong + none;
    let share = |of: u64, all: u64| of as f64 / all.max(1) as f64;
    let (precision, recall) = (share(right, right + wrong), share(right, right + none));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::EPSILON);
    let row = |metric: &str, value: f64| ("htmldate".to_owned(), metric.to_owned(), value, n);
    vec![
        row("f1", f1),
        row("precision", precision),
        row("recall", recall),
        row("accuracy", share(right, n)),
        ("htmldate-offsets".to_owned(), "accuracy".to_owned(), share(same, mapped), mapped),
    ]
}
