//! Who repeats whom: copied text, shared passages, shared quotations, credited sources.
//!
//! # What it finds
//! | link | shown by |
//! |---|---|
//! | near duplicate | four fifths of the shorter text stand in the longer one, and more than half of the longer one in the shorter |
//! | shared passage | twelve words or more in the same words, outside quotations |
//! | shared quotation | five quoted words or more in the same words |
//! | credits | "X contributed", "X reported", "told X" |
//!
//! # How
//! Every five words in a row are looked up in an index of the story's documents and followed as far
//! as the words stay the same. What is shared is measured against the shorter text (containment), so
//! that a long article that holds all of a short one shows. Words quoted in both documents count for
//! shared quotations only: two outlets that quote one speech do not copy one another.
//!
//! # Limits
//! A passage that more than 32 documents share is linked to the first 32 of them.

mod credits;
mod passages;
mod quoted;
mod runs;

use rashomon_text::{DocId, Span};

use crate::{Scene, dossier::Link, words::Vocabulary};
use runs::Run;

/// The words of one document of the story, for comparing.
struct Text {
    doc: DocId,
    /// Word numbers, comparable over the story's documents.
    forms: Vec<u32>,
    spans: Vec<Span>,
    content: Vec<bool>,
    /// Whether each word stands between quotation marks.
    quoted: Vec<bool>,
}

impl Text {
    /// The characters from word `at` on, `len` words.
    fn span(&self, at: u32, len: u32) -> Span {
        self.spans[at as usize].cover(self.spans[(at + len) as usize - 1])
    }
}

/// The links of a story, by kind, then by documents.
pub fn find(scene: &Scene<'_>) -> Vec<Link> {
    let mut vocabulary = Vocabulary::default();
    let texts: Vec<Text> = scene
        .accounts()
        .map(|(doc, account)| {
            let whole = Span::new(0, account.article.text.len() as u32);
            let words = vocabulary.words(account, whole);
            let spans: Vec<Span> = words.iter().map(|word| word.span).collect();
            Text {
                doc,
                forms: words.iter().map(|word| word.form).collect(),
                quoted: quoted::marks(account, &spans),
                content: words.iter().map(|word| word.content).collect(),
                spans,
            }
        })
        .collect();
    let forms: Vec<Vec<u32>> = texts.iter().map(|text| text.forms.clone()).collect();
    let runs: Vec<Run> = runs::shared_runs(&forms)
        .chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
        .flat_map(runs::without_overlap)
        .collect();
    let mut links = passages::find(&texts, &runs);
    links.extend(quoted::find(&texts, &runs));
    links.extend(credits::find(scene));
    links.sort_by(|x, y| {
        (x.kind, &x.documents, &x.name, &x.evidence).cmp(&(
            y.kind,
            &y.documents,
            &y.name,
            &y.evidence,
        ))
    });
    links
}

#[cfg(test)]
mod tests;
