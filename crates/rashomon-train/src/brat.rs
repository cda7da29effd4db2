//! Attributions in brat's stand-off format, as PolNeAR has them (Newell, Margolin and Ruths 2018).
//!
//! A line `T1⇥Source 10 14;20 25⇥words` is a span in code points, of one or more pieces; a line
//! `E1⇥Attribution:T4 Source:T1 Cue:T2 Content:T3` joins spans to a relation, in which a role may stand more
//! than once (`Content2`). Everything else (notes, lines broken in two) is passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rashomon_text::Span;

/// One relation; each part is a list of pieces in bytes, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Whose word it is; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that tell it.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// One annotator's reading of one text.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name of the file of annotations.
    pub name: String,
    /// The text.
    pub text: String,
    /// Its relations, by their first cue.
    pub relations: Vec<Relation>,
}

/// All documents of a folder that holds `attributions` and `text`, by name. A text read by two annotators is
/// two documents.
///
/// # Errors
/// If the folder or a file cannot be read, or an annotation has no text.
pub fn folder(folder: &Path) -> std::io::Result<Vec<Document>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("attributions"))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == "ann"));
    files.sort();
    files.iter().map(|path| document(folder, path)).collect()
}

fn document(folder: &Path, path: &Path) -> std::io::Result<Document> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // the annotator's name stands after the last underscore
    let text = name.rsplit_once('_').map_or(name.as_str(), |(text, _)| text);
    let text = folder.join("text").join(format!("{text}.txt"));
    let named = |path: &Path| {
        let path = path.display().to_string();
        move |e: std::io::Error| std::io::Error::new(e.kind(), format!("{path}: {e}"))
    };
    let text = std::fs::read_to_string(&text).map_err(named(&text))?;
    let annotations = std::fs::read_to_string(path).map_err(named(path))?;
    let relations = relations(&text, &annotations);
    Ok(Document { name, text, relations })
}

/// The relations that `annotations` mark in `text`.
pub fn relations(text: &str, annotations: &str) -> Vec<Relation> {
    let bytes: Vec<u32> =
        text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
    let span = |piece: &str| {
        let (start, end) = piece.split_once(' ')?;
        let at = |number: &str| bytes.get(number.trim().parse::<usize>().ok()?).copied();
        let (start, end) = (at(start)?, at(end)?);
        (start < end).then(|| Span::new(start, end))
    };
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for line in annotations.lines().filter(|line| line.starts_with('T')) {
        let mut cells = line.split('\t');
        if let (Some(id), Some(cell)) = (cells.next(), cells.next())
            && let Some((_, pieces)) = cell.split_once(' ')
        {
            spans.insert(id, pieces.split(';').filter_map(span).collect());
        }
    }
    let mut out = Vec::new();
    for line in annotations.lines().filter(|line| line.starts_with('E')) {
        let Some((_, cell)) = line.split_once('\t') else { continue };
        let mut relation = Relation::default();
        for (role, id) in cell.split_whitespace().filter_map(|part| part.split_once(':')) {
            let list = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Source" => &mut relation.source,
                "Cue" => &mut relation.cue,
                "Content" => &mut relation.content,
                _ => continue,
            };
            list.extend(spans.get(id).into_iter().flatten().copied());
            list.sort_unstable();
        }
        if !relation.cue.is_empty() {
            out.push(relation);
        }
    }
    out.sort_by_key(|r| r.cue[0]);
    out
}

/// Spans of one role held against the gold's, over documents.
///
/// *Exact*: the same pieces. *Overlap*: at least one character in common; each gold span is matched with
/// at most one found span and the other way round, those with most in common first. (A found span that
/// holds three gold spans is right once.)
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Spans in the gold.
    pub gold: u64,
    /// Spans found.
    pub found: u64,
    /// Pairs of the same pieces.
    pub exact: u64,
    /// Pairs with something in common.
    pub overlap: u64,
}

impl Tally {
    /// Adds the spans of one document; each span is a list of pieces. Doubles count once.
    pub fn add(&mut self, gold: &[&[Span]], found: &[&[Span]]) {
        let set = |list: &[&[Span]]| {
            let mut list: Vec<Vec<Span>> =
                list.iter().filter(|s| !s.is_empty()).map(|s| s.to_vec()).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let (gold, found) = (set(gold), set(found));
        self.gold += gold.len() as u64;
        self.found += found.len() as u64;
        self.exact += gold.iter().filter(|g| found.binary_search(g).is_ok()).count() as u64;
        self.overlap += matched(&gold, &found);
    }

    /// F1 of `hits`.
    pub fn f1(&self, hits: u64) -> f64 {
        if self.gold + self.found == 0 {
            return 0.0;
        }
        2.0 * hits as f64 / (self.gold + self.found) as f64
    }
}

/// Pairs of spans with something in common, greedily from the greatest share in common (Dice).
fn matched(gold: &[Vec<Span>], found: &[Vec<Span>]) -> u64 {
    let size = |pieces: &[Span]| pieces.iter().map(|p| p.len()).sum::<u32>();
    let mut pairs = Vec::new();
    for (g, gold) in gold.iter().enumerate() {
        for (f, found) in found.iter().enumerate() {
            let common: u32 =
                gold.iter().flat_map(|a| found.iter().map(move |b| common(*a, *b))).sum();
            if common > 0 {
                let dice = u64::from(common) * 2_000_000 / u64::from(size(gold) + size(found));
                pairs.push((std::cmp::Reverse(dice), g, f));
            }
        }
    }
    pairs.sort_unstable();
    let (mut gold, mut found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut hits = 0;
    for (_, g, f) in pairs {
        if !gold[g] && !found[f] {
            (gold[g], found[f]) = (true, true);
            hits += 1;
        }
    }
    hits
}

/// Bytes in common.
pub fn common(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Attributions found by the engine as relations of the corpus.
pub fn found(analysis: &rashomon_annotate::Analysis) -> Vec<Relation> {
    let span = |range: rashomon_annotate::TokenRange| analysis.span(range);
    analysis
        .attributions
        .iter()
        .map(|a| Relation {
            source: a.source.into_iter().map(span).collect(),
            cue: vec![span(a.cue)],
            content: a.content.iter().copied().map(span).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_bytes_and_roles_may_repeat() {
        let text = "“Né,” said Ana, “ici.”";
        let annotations = "T1\tSource 11 14\tAna\n\
            T2\tCue 6 10\tsaid\n\
            T3\tContent 0 5;16 22\t“Né,” “ici.”\n\
            T4\tAttribution 6 10\tsaid\n\
            #1\tAnnotatorNotes T4\ta note\n\
            half a line\n\
            E1\tAttribution:T4 Content2:T3 Cue:T2 Source:T1\n\
            E2\tAttribution:T4 Source:T1\n";
        let found = relations(text, annotations);
        assert_eq!(found.len(), 1, "a relation without a cue is none");
        let words = |spans: &[Span]| spans.iter().map(|s| s.slice(text)).collect::<Vec<_>>();
        assert_eq!(words(&found[0].source), ["Ana"]);
        assert_eq!(words(&found[0].cue), ["said"]);
        assert_eq!(words(&found[0].content), ["“Né,”", "“ici.”"]);
    }

    #[test]
    fn a_span_is_matched_once() {
        let span = |start, end| vec![Span::new(start, end)];
        let gold = [span(0, 5), span(6, 9), span(20, 30)];
        let found = [span(0, 9), span(20, 30)];
        let gold: Vec<&[Span]> = gold.iter().map(Vec::as_slice).collect();
        let found: Vec<&[Span]> = found.iter().map(Vec::as_slice).collect();
        let mut tally = Tally::default();
        tally.add(&gold, &found);
        assert_eq!((tally.gold, tally.found, tally.exact, tally.overlap), (3, 2, 1, 2));
        assert!((tally.f1(tally.overlap) - 0.8).abs() < 1e-9);
    }
}
