//! What the engine makes of the texts in `tests/spec/times.md`.

use rashomon_annotate::Annotator;
use rashomon_text::{Article, TimeValue, time::Date};

/// The time expressions of an article with their values in TIMEX3, as `spec/times.md` writes them.
fn times(annotator: &Annotator, text: &str, published: Date) -> String {
    let published = TimeValue::day(published);
    let article = Article::plain(text.replace(" ¶ ", "\n"));
    let analysis = annotator.annotate(&article);
    let written = |time: &rashomon_annotate::TimeMention| {
        let (_, value) = time.expr.timex(published);
        format!("{} = {value}", article.slice(time.span))
    };
    let written: Vec<String> = analysis.times.iter().map(written).collect();
    if written.is_empty() { "nothing".to_owned() } else { written.join("; ") }
}

#[test]
fn times_are_read_as_specified() {
    let annotator = Annotator::new();
    let (mut read, mut wrong) = (0, Vec::new());
    for line in include_str!("../spec/times.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (text, published, expected) = match cells[..] {
            [text, expected] => (text, "2022-09-09", expected),
            [text, published, expected] => (text, published, expected),
            _ => continue,
        };
        if text == "text" || text.starts_with('-') {
            continue;
        }
        let found = times(&annotator, text, published.parse().expect("a date"));
        if found != expected {
            wrong.push(format!("| {text} | {published} | {found} |\n  not {expected}"));
        }
        read += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(read, 91, "every row of the tables is read");
}
