//! The corpora: CoNLL-U treebanks and token-per-line name corpora, laid out as text again.

use std::path::Path;

use rashomon_annotate::{Deprel, NameKind, Upos, Xpos};
use rashomon_text::Span;

/// A word of a treebank.
#[derive(Clone, Debug)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Its lemma.
    pub lemma: String,
    /// Universal tag.
    pub upos: Upos,
    /// Penn tag.
    pub xpos: Xpos,
    /// Index of its head in the sentence, `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub deprel: Deprel,
    /// Bytes of [`Doc::text`]; words fused in one surface token that cannot be told apart share it.
    pub span: Span,
    /// Bytes of the surface token it is part of.
    pub token: Span,
    /// Whether that token has more than one word.
    pub multiword: bool,
    /// Features column.
    pub feats: String,
    /// Last column.
    pub misc: String,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its words.
    pub words: Vec<Word>,
    /// Whether a paragraph begins with it.
    pub paragraph: bool,
}

/// A document: its sentences and the text they are laid out in, paragraphs apart by empty lines.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// Name of the document.
    pub id: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its text.
    pub text: String,
}

/// Reads a CoNLL-U file.
pub fn conllu(path: &Path) -> std::io::Result<Vec<Doc>> {
    Ok(documents(&std::fs::read_to_string(path)?))
}

/// Reads the documents of a CoNLL-U text.
pub fn documents(file: &str) -> Vec<Doc> {
    let mut docs: Vec<Doc> = Vec::new();
    let mut fresh = true;
    let mut sentence = Sentence::default();
    let mut surface: Option<(usize, usize, String, bool)> = None;
    // surface tokens of the sentence: form, first word, one past the last, space after
    let mut tokens: Vec<(String, usize, usize, bool)> = Vec::new();
    let mut id = String::new();
    let mut new_doc = true;
    for line in file.lines().chain([""]) {
        if let Some(name) = line.strip_prefix("# newdoc") {
            new_doc = true;
            name.split('=').nth(1).unwrap_or("").trim().clone_into(&mut id);
        } else if line.starts_with("# newpar") && !line.starts_with("# newpar_") {
            fresh = true;
        } else if line.is_empty() {
            if sentence.words.is_empty() {
                continue;
            }
            if new_doc {
                docs.push(Doc { id: id.clone(), ..Doc::default() });
                fresh = true;
            }
            sentence.paragraph = fresh;
            if let Some(doc) = docs.last_mut() {
                lay_out(doc, std::mem::take(&mut sentence), &std::mem::take(&mut tokens));
            }
            (fresh, new_doc) = (false, false);
        } else if !line.starts_with('#') {
            let cols: Vec<&str> = line.split('\t').collect();
            if cols.len() != 10 || cols[0].contains('.') {
                continue;
            }
            let space = !cols[9].split('|').any(|m| m == "SpaceAfter=No");
            if let Some((from, to)) = cols[0].split_once('-') {
                let (from, to) = (from.parse::<usize>().unwrap_or(1), to.parse().unwrap_or(1));
                surface = Some((from - 1, to, cols[1].to_owned(), space));
                continue;
            }
            let number = sentence.words.len();
            let multiword = surface.is_some();
            match &surface {
                Some((from, to, form, space)) => {
                    if number + 1 == *to {
                        tokens.push((form.clone(), *from, *to, *space));
                        surface = None;
                    }
                }
                None => tokens.push((cols[1].to_owned(), number, number + 1, space)),
            }
            sentence.words.push(Word {
                form: cols[1].to_owned(),
                lemma: cols[2].to_owned(),
                upos: Upos::parse(cols[3]),
                xpos: Xpos::parse(cols[4]),
                head: cols[6].parse::<usize>().ok().and_then(|h| h.checked_sub(1)),
                deprel: Deprel::parse(cols[7]),
                span: Span::default(),
                token: Span::default(),
                multiword,
                feats: cols[5].to_owned(),
                misc: cols[9].to_owned(),
            });
        }
    }
    docs
}

fn lay_out(doc: &mut Doc, mut sentence: Sentence, tokens: &[(String, usize, usize, bool)]) {
    if sentence.paragraph && !doc.text.is_empty() {
        doc.text.truncate(doc.text.trim_end().len());
        doc.text.push_str("\n\n");
    }
    for (form, from, to, space) in tokens {
        let start = doc.text.len();
        doc.text.push_str(form);
        let words = &mut sentence.words[*from..*to];
        let joined: usize = words.iter().map(|w| w.form.len()).sum();
        let mut at = start;
        for word in words {
            word.token = Span::from_range(start..start + form.len());
            word.span = if joined == form.len() {
                let span = Span::from_range(at..at + word.form.len());
                at += word.form.len();
                span
            } else {
                Span::from_range(start..start + form.len())
            };
            if !doc.text.is_char_boundary(word.span.end as usize)
                || !doc.text.is_char_boundary(word.span.start as usize)
            {
                word.span = Span::from_range(start..start + form.len());
            }
        }
        if *space {
            doc.text.push(' ');
        }
    }
    doc.sentences.push(sentence);
}

/// Every GUM document in the order of the names, those held out for measuring apart: `(train, held)`.
///
/// Held out is every tenth document of each genre.
pub fn gum(folder: &Path) -> std::io::Result<(Vec<Doc>, Vec<Doc>)> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "conllu"))
        .collect();
    paths.sort();
    let (mut train, mut held) = (Vec::new(), Vec::new());
    for (i, path) in paths.iter().enumerate() {
        let docs = conllu(path)?;
        if i % 10 == 7 { held.extend(docs) } else { train.extend(docs) }
    }
    Ok((train, held))
}

/// A document of a name corpus, its tokens joined by single spaces.
#[derive(Clone, Debug, Default)]
pub struct NameDoc {
    /// Paragraphs (blocks between empty lines) of tokens: bytes of `text` and class (0 outside, then
    /// begin and inside of each kind).
    pub blocks: Vec<Vec<(Span, u16)>>,
    /// Its text, a block a line.
    pub text: String,
}

impl NameDoc {
    /// Names as (bytes, kind).
    pub fn names(&self) -> Vec<(Span, NameKind)> {
        let mut out: Vec<(Span, NameKind)> = Vec::new();
        for block in &self.blocks {
            let mut last = 0;
            for &(span, class) in block {
                if class != 0 {
                    let kind = NameKind::ALL[(class as usize - 1) / 2];
                    let goes_on = class.is_multiple_of(2) && (last == class || last + 1 == class);
                    match out.last_mut() {
                        Some(name) if goes_on => name.0.end = span.end,
                        _ => out.push((span, kind)),
                    }
                }
                last = class;
            }
        }
        out
    }
}

/// Reads a file of `token TAB label` lines with `# doc` lines between documents.
pub fn names(path: &Path) -> std::io::Result<Vec<NameDoc>> {
    let file = std::fs::read_to_string(path)?;
    let mut docs: Vec<NameDoc> = Vec::new();
    let mut block: Vec<(Span, u16)> = Vec::new();
    for line in file.lines().chain([""]) {
        let doc_line = line.starts_with("# doc");
        if line.trim().is_empty() || doc_line {
            if let Some(doc) = docs.last_mut()
                && !block.is_empty()
            {
                doc.blocks.push(std::mem::take(&mut block));
                doc.text.truncate(doc.text.trim_end().len());
                doc.text.push('\n');
            }
            if doc_line {
                docs.push(NameDoc::default());
            }
            continue;
        }
        let (token, label) = line.rsplit_once(['\t', ' ']).unwrap_or((line, "O"));
        let (token, label) = (token.trim(), label.trim());
        if docs.is_empty() {
            docs.push(NameDoc::default());
        }
        if let Some(doc) = docs.last_mut()
            && !token.is_empty()
        {
            let start = doc.text.len();
            doc.text.push_str(token);
            block.push((Span::from_range(start..doc.text.len()), class(label)));
            doc.text.push(' ');
        }
    }
    Ok(docs)
}

fn class(label: &str) -> u16 {
    let Some((place, name)) = label.split_once('-') else { return 0 };
    let kind = match name {
        "Person" | "PER" => 0,
        "Organization" | "ORG" => 1,
        "Location" | "LOC" => 2,
        "Facility" => 3,
        "NORP" => 4,
        "Product" => 5,
        "Misc" => 6,
        "Date" => 7,
        "Money" => 8,
        _ => return 0,
    };
    1 + 2 * kind + u16::from(matches!(place, "I" | "E"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_one_kind() {
        let mut text = String::new();
        let mut block = Vec::new();
        for (word, label) in [
            ("Kari", "B-Person"),
            ("Holm", "I-Person"),
            ("in", "O"),
            ("Oslo", "B-Location"),
            ("Bergen", "B-Location"),
        ] {
            let start = text.len();
            text.push_str(word);
            block.push((Span::from_range(start..text.len()), class(label)));
            text.push(' ');
        }
        let doc = NameDoc { blocks: vec![block], text };
        let names: Vec<_> =
            doc.names().into_iter().map(|(span, kind)| (span.slice(&doc.text), kind)).collect();
        assert_eq!(
            names,
            [
                ("Kari Holm", NameKind::Person),
                ("Oslo", NameKind::Location),
                ("Bergen", NameKind::Location)
            ]
        );
    }

    #[test]
    fn a_sentence_is_laid_out_with_exact_spans() {
        let word = |form: &str| Word {
            form: form.to_owned(),
            lemma: String::new(),
            upos: Upos::X,
            xpos: Xpos::Fw,
            head: None,
            deprel: Deprel::Root,
            span: Span::default(),
            token: Span::default(),
            multiword: false,
            feats: String::new(),
            misc: String::new(),
        };
        let sentence =
            Sentence { words: ["They", "do", "n't"].map(word).to_vec(), paragraph: true };
        let mut doc = Doc::default();
        let tokens = [("They".to_owned(), 0, 1, true), ("don't".to_owned(), 1, 3, true)];
        lay_out(&mut doc, sentence, &tokens);
        let words: Vec<_> =
            doc.sentences[0].words.iter().map(|w| w.span.slice(&doc.text)).collect();
        assert_eq!(words, ["They", "do", "n't"]);
        assert_eq!(doc.text, "They don't ");
    }
}
