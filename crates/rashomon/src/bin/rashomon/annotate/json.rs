//! One JSON object a document, for programs.

use rashomon::Article;
use rashomon_annotate::Analysis;
use rashomon_text::{CodePoints, Span};
use serde_json::{Value, json};

pub(super) fn write(name: &str, article: &Article, a: &Analysis) -> String {
    let points = CodePoints::new(&article.text);
    let place = |span: Span| {
        let (start, end) = points.of_span(span);
        json!({ "start": start, "end": end, "text": article.slice(span) })
    };
    let with = |mut value: Value, more: Value| {
        if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
            value.extend(more);
        }
        value
    };
    let sentences: Vec<Value> = a
        .sentences
        .iter()
        .map(|s| {
            let tokens: Vec<Value> = s
                .tokens
                .iter()
                .map(|t| {
                    let more = json!({
                        "lemma": a.lemma(t),
                        "upos": a.upos(t).as_str(),
                        "xpos": a.xpos(t).as_str(),
                        "head": a.head(t).map(|h| h.0 - s.tokens.start),
                        "deprel": a.deprel(t).as_str(),
                    });
                    with(place(a.tokens.span[t.index()]), more)
                })
                .collect();
            with(place(s.span), json!({ "tokens": tokens }))
        })
        .collect();
    let names: Vec<Value> =
        a.names.iter().map(|n| with(place(n.span), json!({ "kind": n.kind.as_str() }))).collect();
    let times: Vec<Value> = a.times.iter().map(|t| place(t.span)).collect();
    let quotes: Vec<Value> = a
        .quotes
        .iter()
        .map(|q| with(place(q.inner), json!({ "depth": q.depth, "closed": q.closed })))
        .collect();
    let notes: Vec<Value> =
        a.notes.iter().map(|n| json!({ "code": n.code, "message": n.message })).collect();
    let document = json!({
        "document": name,
        "sentences": sentences,
        "names": names,
        "times": times,
        "quotes": quotes,
        "notes": notes,
    });
    format!("{document}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_annotate::Annotator;

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
