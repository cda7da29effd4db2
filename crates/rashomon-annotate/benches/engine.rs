//! The language engine by stage: `cargo bench --package rashomon-annotate`.
//!
//! Items are words of about 100 kB of invented text. Times and quotations have no stage of their own
//! here: they need all columns, so that `all` is told for texts with few and with many of them.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rashomon_annotate::Annotator;
use rashomon_text::{Article, Span};

fn main() {
    divan::main();
}

const PROSE: &str = "The harbour board of Klaipeda closed a ferry berth after divers found cracks in \
    the quay. Engineers from the Lithuanian transport ministry, who inspected the wall with two \
    colleagues from Riga, advised against any repair before the spring. Passengers were sent to the \
    southern terminal. ";

const DATES: &str = "The berth closed on Monday, 8 March 2021, at 10:30 GMT, three days after the \
    inspection of last Friday. It had been shut from 1998 to 2001 and twice since then. The board \
    meets every Tuesday until the end of June. ";

const QUOTATIONS: &str = "“The wall will hold,” the board's chairman said, “but we ‘do not gamble’ with \
    passengers.” Asked about the cost, he replied: \"That is for the ministry.\" The ministry called \
    the closure “regrettable” and the delay \"a matter of weeks\". ";

/// About 100 kB of paragraphs.
fn article(sentences: &str) -> Article {
    let paragraph = format!("{}\n\n", sentences.repeat(2).trim_end());
    Article::plain(paragraph.repeat(100_000 / paragraph.len()))
}

/// The words of each sentence.
fn sentences(article: &Article) -> Vec<Vec<Span>> {
    let analysis = Annotator::new().annotate(article);
    let words = analysis.sentences.iter().map(|s| analysis.tokens.span[s.tokens.range()].to_vec());
    words.collect()
}

fn count(sentences: &[Vec<Span>]) -> ItemsCount {
    ItemsCount::new(sentences.iter().map(Vec::len).sum::<usize>())
}

#[divan::bench]
fn tokens(bencher: Bencher) {
    let (annotator, article) = (Annotator::new(), article(PROSE));
    bencher.counter(count(&sentences(&article))).bench_local(|| {
        let mut words = Vec::new();
        for paragraph in &article.paragraphs {
            annotator.tokenize_kept(&article.text, paragraph.span, &mut words);
        }
        words
    });
}

#[divan::bench]
fn sentence_ends(bencher: Bencher) {
    let (annotator, article) = (Annotator::new(), article(PROSE));
    let paragraphs: Vec<Vec<Span>> = article
        .paragraphs
        .iter()
        .map(|paragraph| {
            let mut words = Vec::new();
            annotator.tokenize_kept(&article.text, paragraph.span, &mut words);
            words
        })
        .collect();
    bencher.counter(count(&sentences(&article))).bench_local(|| {
        let mut notes = Vec::new();
        for words in &paragraphs {
            black_box(annotator.split(&article.text, words, false, &mut notes));
        }
    });
}

#[divan::bench]
fn tags_parse_names(bencher: Bencher) {
    let (annotator, article) = (Annotator::new(), article(PROSE));
    let sentences = sentences(&article);
    bencher
        .counter(count(&sentences))
        .bench_local(|| annotator.annotate_tokens(&article.text, &sentences));
}

#[divan::bench(args = ["prose", "dates", "quotations"])]
fn all(bencher: Bencher, of: &str) {
    let annotator = Annotator::new();
    let article = article(match of {
        "dates" => DATES,
        "quotations" => QUOTATIONS,
        _ => PROSE,
    });
    bencher.counter(count(&sentences(&article))).bench_local(|| annotator.annotate(&article));
}
