//! Tokens cover the kept text and nothing else, in order and on character borders; sentences are
//! trees; names, times and quotations keep within the text; what was annotated before leaves no trace.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rashomon_annotate::{Analysis, Annotator, tokens::is_space};
use rashomon_text::{Article, Reason, Removed, Span};

/// One for all runs, so that a trace left in it by a text shows in a later one.
static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);

fuzz_target!(|input: (&str, Vec<(u16, u16)>)| {
    let (text, cuts) = input;
    let mut article = Article::plain(text);
    // stretches that cleaning took out, in order, none overlapping
    let mut free = 0;
    for (skip, length) in cuts {
        let start = border(text, free + skip as usize);
        let end = border(text, start + 1 + length as usize);
        if start == end {
            break;
        }
        article.removed.push(Removed { span: Span::from_range(start..end), reason: Reason::Promo });
        free = end;
    }
    let analysis = ANNOTATOR.annotate(&article);
    tokens(&article, &analysis);
    trees(&analysis);
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    analysis.names.iter().for_each(|name| inside(name.span));
    analysis.times.iter().for_each(|time| inside(time.span));
    for quote in &analysis.quotes {
        inside(quote.outer);
        assert!(quote.outer.contains(quote.inner));
    }
    for pair in analysis.names.windows(2) {
        assert!(pair[0].tokens.end <= pair[1].tokens.start, "names overlap");
    }
    for pair in analysis.times.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "times overlap");
    }
    assert_eq!(told(&analysis), told(&ANNOTATOR.annotate(&article)));
});

/// The first character border from `at` on.
fn border(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn tokens(article: &Article, analysis: &Analysis) {
    let text = article.text.as_str();
    let mut kept = vec![false; text.len()];
    for paragraph in &article.paragraphs {
        kept[paragraph.span.range()].fill(true);
    }
    for removed in &article.removed {
        kept[removed.span.range()].fill(false);
    }
    let mut end = 0;
    for span in &analysis.tokens.span {
        assert!(end <= span.start && !span.is_empty(), "{span:?} after {end}");
        assert!(text.get(span.range()).is_some(), "{span:?} splits a character");
        assert!(kept[span.range()].iter().all(|&kept| kept), "{span:?} was taken out");
        kept[span.range()].fill(false);
        end = span.end;
    }
    for (at, c) in text.char_indices() {
        assert!(is_space(c) || !kept[at], "{c:?} at {at} is in no token");
    }
}

fn trees(analysis: &Analysis) {
    let mut next = 0;
    for sentence in &analysis.sentences {
        assert!(sentence.tokens.start == next && !sentence.tokens.is_empty());
        next = sentence.tokens.end;
        assert_eq!(sentence.tokens.iter().filter(|&t| analysis.head(t).is_none()).count(), 1);
        for token in sentence.tokens.iter() {
            let mut steps = 0;
            let mut at = token;
            while let Some(head) = analysis.head(at) {
                assert!(sentence.tokens.holds(head) && steps < sentence.tokens.len());
                at = head;
                steps += 1;
            }
        }
    }
    assert_eq!(next as usize, analysis.len());
}

/// All that was found, as text.
fn told(analysis: &Analysis) -> String {
    let Analysis { tokens, sentences, names, times, quotes, symbols, notes, attributions } = analysis;
    let lemmas: Vec<&str> = tokens.lemma.iter().map(|&lemma| symbols.get(lemma)).collect();
    format!(
        "{tokens:?} {lemmas:?} {sentences:?} {names:?} {times:?} {quotes:?} {notes:?} {attributions:?}"
    )
}
