//! What holds for every article, however odd.

use proptest::prelude::*;
use rashomon_annotate::{Analysis, Annotator, TokenId};
use rashomon_text::{Article, Reason, Removed, Span};

/// Everything that must hold between an article and its analysis.
fn lawful(article: &Article, analysis: &Analysis) {
    let text = article.text.as_str();
    let tokens = &analysis.tokens;
    let n = analysis.len();
    for column in [tokens.upos.len(), tokens.xpos.len(), tokens.lemma.len(), tokens.head.len()] {
        assert_eq!(column, n);
    }
    // tokens stand in order, on character borders, and hold every kept character but white space
    let mut kept = vec![false; text.len()];
    for paragraph in &article.paragraphs {
        kept[paragraph.span.range()].fill(true);
    }
    for removed in &article.removed {
        kept[removed.span.range()].fill(false);
    }
    for pair in tokens.span.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{pair:?} overlap");
    }
    for span in &tokens.span {
        assert!(!span.is_empty());
        assert!(
            text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
        );
        assert!(kept[span.range()].iter().all(|&k| k), "{span:?} was removed");
        kept[span.range()].fill(false);
    }
    for (at, c) in text.char_indices() {
        let space = rashomon_annotate::tokens::is_space(c);
        assert!(space || !kept[at], "{c:?} at {at} is in no token");
    }
    // sentences hold every token once; each is one tree
    let mut next = 0;
    for sentence in &analysis.sentences {
        assert_eq!(sentence.tokens.start, next);
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
        let paragraph = article.paragraphs[sentence.paragraph as usize];
        assert!(paragraph.span.contains(sentence.span), "a sentence crosses a paragraph");
        let roots = sentence.tokens.iter().filter(|&t| analysis.head(t).is_none()).count();
        assert_eq!(roots, 1);
        for token in sentence.tokens.iter() {
            let (mut at, mut steps) = (token, 0);
            while let Some(head) = analysis.head(at) {
                assert!(sentence.tokens.holds(head));
                at = head;
                steps += 1;
                assert!(steps <= sentence.tokens.len(), "a circle");
            }
        }
    }
    assert_eq!(next as usize, n);
    for pair in analysis.names.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "names overlap");
    }
    for name in &analysis.names {
        assert_eq!(name.span, analysis.span(name.tokens));
        assert!((0.0..=1.0).contains(&name.confidence));
    }
    let mut end = 0;
    for found in &analysis.attributions {
        assert!(found.cue.start >= end, "cues overlap");
        end = found.cue.end;
        assert!((0.0..=1.0).contains(&found.confidence));
        let paragraph = |t| analysis.sentences[analysis.sentence_of(TokenId(t))].paragraph;
        for range in found.source.iter().chain(&found.content).chain([&found.cue]) {
            assert!(!range.is_empty() && range.end as usize <= n);
            assert_eq!(paragraph(range.start), paragraph(found.cue.start));
            assert_eq!(paragraph(range.end - 1), paragraph(found.cue.start));
        }
        assert!(found.content.is_sorted_by_key(|piece| piece.start));
    }
}

/// All that was found, as text. The table of symbols is told by the lemmas.
fn told(analysis: &Analysis) -> String {
    let Analysis { tokens, sentences, names, times, quotes, attributions, symbols, notes } =
        analysis;
    let lemmas: Vec<&str> = tokens.lemma.iter().map(|&lemma| symbols.get(lemma)).collect();
    format!(
        "{tokens:?} {lemmas:?} {sentences:?} {names:?} {times:?} {quotes:?} {attributions:?} {notes:?}"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        let article = Article::plain(text);
        lawful(&article, &Annotator::new().annotate(&article));
    }

    #[test]
    fn text_like_news(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "The", "minister", "Orne", "said", ",", "“no", "way,”", "U.S.", "(AP)", "--", "don't",
                "\n", "\u{A0}", "…", "$5m", "مرحبا", "👩‍👩‍👧", "co-operate", "e\u{301}", ".", "Mr.",
            ]),
            0..80,
        ),
        cut in 0usize..60,
    ) {
        let mut article = Article::plain(words.join(" "));
        let start = (0..=cut.min(article.text.len()))
            .rev()
            .find(|&at| article.text.is_char_boundary(at))
            .unwrap_or(0);
        let end = (start..=article.text.len())
            .find(|&at| at >= start + 7 && article.text.is_char_boundary(at));
        if let Some(end) = end {
            let span = Span::from_range(start..end);
            article.removed.push(Removed { span, reason: Reason::Promo });
        }
        let annotator = Annotator::new();
        let first = annotator.annotate(&article);
        lawful(&article, &first);
        // what was annotated before leaves no trace
        let again = annotator.annotate(&article);
        prop_assert_eq!(told(&first), told(&again));
    }
}

#[test]
fn the_same_on_many_threads() {
    let article = Article::plain("Mr. Orne met the council in Oslo. It “regretted” the delay.");
    let annotator = Annotator::new();
    let want = told(&annotator.annotate(&article));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(told(&annotator.annotate(&article)), want);
                }
            });
        }
    });
}

/// Odd and long input takes time in proportion to its length: each of these is done in seconds.
fn hostile(text: String) -> Analysis {
    let article = Article::plain(text);
    let analysis = Annotator::new().annotate(&article);
    lawful(&article, &analysis);
    analysis
}

#[test]
fn a_long_line_without_spaces_is_cut_with_a_note() {
    let analysis = hostile("x".repeat(1_000_000));
    assert!(analysis.notes.iter().any(|note| note.code == "long-token"));
}

#[test]
fn a_text_of_nothing_but_cues_is_read() {
    assert!(!hostile("She said he said. ".repeat(10_000)).attributions.is_empty());
}

#[test]
fn a_long_sentence_is_cut_with_a_note() {
    let analysis = hostile("and the wind ".repeat(20_000));
    assert_eq!(analysis.notes.iter().filter(|note| note.code == "sentence-cut").count(), 1);
}

#[test]
fn marks_and_emoji_without_end() {
    hostile("“".repeat(10_000));
    hostile("\"'".repeat(10_000));
    hostile("👩‍👩‍👧‍👦🇦🇱".repeat(3_000));
    hostile("(".repeat(20_000) + &")".repeat(20_000));
    hostile("a.b-".repeat(20_000));
}

#[test]
fn text_from_right_to_left() {
    let analysis = hostile("قال الوزير «لا» أمس. \u{202B}Orne\u{202C} left.".to_owned());
    assert!(analysis.len() > 6);
}
