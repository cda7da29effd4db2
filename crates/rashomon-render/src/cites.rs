//! Cites of a dossier, sliced without a way to fail.

use rashomon_reconcile::Dossier;
use rashomon_text::{Cite, DocId, Span};

use crate::json::wire;

/// The span moved inward onto character borders of `text`, and into it where it runs past the end.
pub(crate) fn clamp(text: &str, span: Span) -> Span {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span::from_range(start..end.max(start))
}

/// The cite's words, and the cite itself where it holds; `None` for a document that is not there.
pub(crate) fn resolve(dossier: &Dossier, cite: Cite) -> Option<(Cite, &str)> {
    let article = dossier.documents.get(cite.doc.index())?;
    let span = clamp(&article.text, cite.span);
    Some((Cite::new(cite.doc, span), span.slice(&article.text)))
}

/// The cite's words; empty for a document that is not there.
pub(crate) fn words(dossier: &Dossier, cite: Cite) -> &str {
    resolve(dossier, cite).map_or("", |(_, words)| words)
}

/// The cite that `cite` of the file is; `None` where the document is not there or other words stand at it.
pub(crate) fn from_points(dossier: &Dossier, cite: &wire::Cite<'_>) -> Option<Cite> {
    let text = &dossier.documents.get(cite.doc.index())?.text;
    let start = text.char_indices().map(|(at, _)| at).nth(cite.start as usize)?;
    let end = start + cite.text.len();
    let stands = text.get(start..end)? == cite.text;
    stands.then(|| Cite::new(DocId(cite.doc.index() as u32), Span::from_range(start..end)))
}

/// Whether the cited words begin with a quotation mark or stand right after one.
pub(crate) fn opened(dossier: &Dossier, cite: Cite) -> bool {
    let mark = |c: char| matches!(c, '“' | '"' | '„' | '«' | '‘');
    resolve(dossier, cite).is_some_and(|(cite, words)| {
        let before = &dossier.documents[cite.doc.index()].text[..cite.span.start as usize];
        words.starts_with(mark) || before.ends_with(mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spans_are_moved_inward() {
        let text = "a“b”";
        let check = |start, end, expect| {
            let raw = Span { start, end };
            assert_eq!(clamp(text, raw).slice(text), expect, "{raw:?}");
        };
        check(0, 1, "a");
        check(1, 4, "“");
        check(2, 5, "b");
        check(2, 3, "");
        check(0, 99, text);
        check(50, 99, "");
        check(5, 2, "");
    }
}
