//! Times in odd input; what expressions say is told in `tests/spec/times.md`.

use rashomon_text::Article;

use crate::Annotator;

/// Whatever the text, the mentions are in order, apart from one another, and cut between characters.
#[test]
fn odd_input_gives_sound_spans() {
    let long = "1 and a half or two to three hundred and ".repeat(300);
    let texts = [
        "",
        "'",
        "'s '90s 's",
        "1/2/3/4 31/12/9999 99/99/2000 0000-00-00 2022-13-45",
        "the 999th century of the 32768th century",
        "from 2000 to from 2000 to between 1999 and",
        "٣ يوليو ٢٠٢٢ — «في يوليو»",
        "on\u{a0}Wednesday\u{200b}, Sept.\u{2009}30 – 9 a.m. Tuesday’s",
        "9 p.m.\nTuesday\n9 p.m. 10 a.m. 11 p.m.",
        "a a a an an the the early late mid - the end of the end of",
        "99999999999999999999 years ago in 4294967296 days",
        long.as_str(),
    ];
    for text in texts {
        let article = Article::plain(text);
        let analysis = Annotator::new().annotate(&article);
        let mut end = 0;
        for time in &analysis.times {
            assert!(time.span.start >= end, "{text:?}: {time:?} comes before {end}");
            assert!(!time.span.slice(text).is_empty(), "{text:?}: {time:?}");
            assert!(!time.tokens.is_empty(), "{text:?}: {time:?}");
            end = time.span.end;
        }
    }
}
