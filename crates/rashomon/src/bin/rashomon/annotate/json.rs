//! One JSON object a document, for programs.

use rashomon::Article;
use rashomon_annotate::{Analysis, Sentence, TokenId};
use rashomon_text::{CodePoints, Span};
use serde::{Serialize, Serializer};

/// Words and where they stand, in code points of the document's text.
#[derive(Serialize)]
struct Place<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Document<'a, S: Serialize> {
    document: &'a str,
    sentences: S,
    names: Vec<Name<'a>>,
    times: Vec<Place<'a>>,
    quotes: Vec<Quote<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Token<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    lemma: &'a str,
    upos: &'a str,
    xpos: &'a str,
    /// Number of the head in the sentence, from 0; none for the root.
    head: Option<u32>,
    deprel: &'a str,
}

#[derive(Serialize)]
struct Name<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    kind: &'a str,
}

#[derive(Serialize)]
struct Quote<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    depth: u8,
    closed: bool,
}

#[derive(Serialize)]
struct Note<'a> {
    code: &'a str,
    message: &'a str,
}

/// A sequence that is made while it is written, so that a long document needs no copy of its words.
struct Sequence<F>(F);

impl<F, I> Serialize for Sequence<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

pub(super) fn write(name: &str, article: &Article, a: &Analysis) -> String {
    #[derive(Serialize)]
    struct Told<'a, S: Serialize> {
        #[serde(flatten)]
        place: Place<'a>,
        tokens: S,
    }
    let points = CodePoints::new(&article.text);
    let place = |span: Span| {
        let (start, end) = points.of_span(span);
        Place { start, end, text: article.slice(span) }
    };
    let token = |t: TokenId, s: &Sentence| Token {
        place: place(a.tokens.span[t.index()]),
        lemma: a.lemma(t),
        upos: a.upos(t).as_str(),
        xpos: a.xpos(t).as_str(),
        head: a.head(t).map(|h| h.0 - s.tokens.start),
        deprel: a.deprel(t).as_str(),
    };
    let sentence = |s: &Sentence| Told {
        place: place(s.span),
        tokens: s.tokens.iter().map(|t| token(t, s)).collect::<Vec<_>>(),
    };
    let quote = |q: &rashomon_annotate::QuoteSpan| Quote {
        place: place(q.inner),
        depth: q.depth,
        closed: q.closed,
    };
    let document = Document {
        document: name,
        sentences: Sequence(|| a.sentences.iter().map(sentence)),
        names: a
            .names
            .iter()
            .map(|n| Name { place: place(n.span), kind: n.kind.as_str() })
            .collect(),
        times: a.times.iter().map(|t| place(t.span)).collect(),
        quotes: a.quotes.iter().map(quote).collect(),
        notes: a.notes.iter().map(|n| Note { code: n.code, message: &n.message }).collect(),
    };
    let mut line = serde_json::to_string(&document).expect("text and numbers only");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_annotate::Annotator;
    use serde_json::Value;

    #[test]
    fn one_line_that_reads_back() {
        let article = Article::plain("“We stay,” said Ana Reyes on Friday.\nThey left.");
        let analysis = Annotator::new().annotate(&article);
        let line = write("a", &article, &analysis);
        assert_eq!(line.lines().count(), 1);
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["quotes"][0]["text"], "We stay,");
        assert_eq!(value["quotes"][0]["start"], 1, "code points, not bytes");
        assert_eq!(value["sentences"].as_array().map(Vec::len), Some(analysis.sentences.len()));
    }
}
