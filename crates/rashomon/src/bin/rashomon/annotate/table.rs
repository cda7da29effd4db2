//! For reading: a sentence, then its words in columns.

use std::fmt::Write as _;

use rashomon::Article;
use rashomon_annotate::Analysis;

pub(super) fn write(name: &str, article: &Article, a: &Analysis) -> String {
    let names = super::names(a);
    let mut out = format!("== {name}\n");
    for sentence in &a.sentences {
        let words: Vec<&str> = sentence.tokens.iter().map(|t| a.word(&article.text, t)).collect();
        let width = words.iter().map(|w| w.chars().count()).max().unwrap_or(0).min(24);
        let _ = writeln!(out, "\n{}", words.join(" "));
        for (t, word) in sentence.tokens.iter().zip(&words) {
            let head = a.head(t).map_or("·", |h| a.word(&article.text, h));
            let name = names[t.index()].as_deref().unwrap_or("");
            let row = format!(
                "  {word:<width$}  {:<5}  {:<5}  {:<12} {head:<width$}  {name}",
                a.upos(t).as_str(),
                a.xpos(t).as_str(),
                a.deprel(t).as_str(),
            );
            let _ = writeln!(out, "{}", row.trim_end());
        }
    }
    for time in &a.times {
        let _ = writeln!(out, "\ntime   {}", article.slice(time.span));
    }
    for quote in &a.quotes {
        let _ = writeln!(
            out,
            "\nquote  {}{}",
            "  ".repeat(quote.depth.into()),
            article.slice(quote.inner)
        );
    }
    out.push('\n');
    out
}
