//! Scores by the definitions of the official scorers.
//!
//! Sentences, tags and parses: the F1 of the CoNLL 2018 shared task, system words aligned with gold
//! words over the characters of the text, relations without their subtypes. Names: F1 of exact
//! spans of the same kind.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon_annotate::{Analysis, Annotator, NameKind};
use rashomon_text::{Article, Span};

use crate::data::{self, Doc, NameDoc};

/// One line of results.
#[derive(Clone, Debug)]
pub struct Score {
    /// `sentences`, `tags`, `parse` or `names`.
    pub task: &'static str,
    /// What it was measured on.
    pub set: String,
    /// Which measure.
    pub metric: String,
    /// In percent.
    pub value: f64,
    /// Number of gold items.
    pub n: usize,
}

/// Counts behind an F1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Right.
    pub right: usize,
    /// In the gold standard.
    pub gold: usize,
    /// Found.
    pub found: usize,
}

impl Counts {
    /// F1 in percent.
    pub fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }

    /// Precision in percent.
    pub fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    /// Recall in percent.
    pub fn recall(self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }
}

/// The counts of one treebank by measure.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// By name of the measure.
    pub counts: BTreeMap<&'static str, Counts>,
}

impl Parsed {
    fn count(&mut self, metric: &'static str, right: usize, gold: usize, found: usize) {
        let counts = self.counts.entry(metric).or_default();
        counts.right += right;
        counts.gold += gold;
        counts.found += found;
    }

    /// F1 of a measure.
    pub fn f1(&self, metric: &str) -> f64 {
        self.counts.get(metric).map_or(0.0, |counts| counts.f1())
    }

    /// Adds one document: its gold words and what was found in the same text.
    pub fn add(&mut self, doc: &Doc, found: &Analysis) {
        // ends of sentences as CoNLL counts them: spans of sentences must agree
        let gold_sentences: BTreeSet<Span> = doc
            .sentences
            .iter()
            .filter_map(|s| Some(s.words.first()?.token.cover(s.words.last()?.token)))
            .collect();
        let right = found.sentences.iter().filter(|s| gold_sentences.contains(&s.span)).count();
        self.count("sentences", right, doc.sentences.len(), found.sentences.len());

        let mut gold = Vec::new();
        let mut heads = Vec::new();
        for sentence in &doc.sentences {
            let base = gold.len();
            for word in &sentence.words {
                gold.push(word);
                heads.push(word.head.map(|h| base + h));
            }
        }
        let size = found.len();
        let pairs = align(&doc.text, &gold, &found.tokens.span);
        let mut gold_of = vec![None; size];
        for &(g, s) in &pairs {
            gold_of[s] = Some(g);
        }
        let count = |test: &dyn Fn(usize, usize) -> bool| {
            pairs.iter().filter(|&&(g, s)| test(g, s)).count()
        };
        let tokens = &found.tokens;
        let head = |g: usize, s: usize| {
            let system = tokens.head[s].index();
            if system == s {
                heads[g].is_none()
            } else {
                heads[g].is_some() && gold_of[system] == heads[g]
            }
        };
        let base = |label: &'static str| label.split(':').next().unwrap_or(label);
        let label =
            |g: usize, s: usize| base(gold[g].deprel.as_str()) == base(tokens.deprel[s].as_str());
        let rows = [
            ("words", pairs.len()),
            ("upos", count(&|g, s| gold[g].upos == tokens.upos[s])),
            ("xpos", count(&|g, s| gold[g].xpos == tokens.xpos[s])),
            (
                "lemmas",
                count(&|g, s| {
                    let lemma = found.symbols.get(tokens.lemma[s]);
                    gold[g].lemma == "_" || gold[g].lemma == lemma
                }),
            ),
            ("uas", count(&head)),
            ("las", count(&|g, s| head(g, s) && label(g, s))),
        ];
        for (metric, right) in rows {
            self.count(metric, right, gold.len(), size);
        }
    }
}

/// Pairs of gold and system words over the same characters; inside a fused gold token, by the longest
/// common subsequence of their forms.
fn align(text: &str, gold: &[&data::Word], system: &[Span]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        let word = gold[g];
        if !word.multiword {
            if word.span == system[s] {
                pairs.push((g, s));
                g += 1;
                s += 1;
            } else if word.span.start <= system[s].start {
                g += 1;
            } else {
                s += 1;
            }
            continue;
        }
        if system[s].start < word.token.start {
            s += 1;
            continue;
        }
        let mut end = word.token.end;
        let (g0, s0) = (g, s);
        loop {
            if g < gold.len() && gold[g].token.start < end {
                end = end.max(gold[g].token.end);
                g += 1;
            } else if s < system.len() && system[s].start < end {
                end = end.max(system[s].end);
                s += 1;
            } else {
                break;
            }
        }
        pairs.extend(
            common(text, &gold[g0..g], &system[s0..s]).iter().map(|&(a, b)| (g0 + a, s0 + b)),
        );
    }
    pairs
}

fn common(text: &str, gold: &[&data::Word], system: &[Span]) -> Vec<(usize, usize)> {
    let same =
        |i: usize, j: usize| gold[i].form.to_lowercase() == system[j].slice(text).to_lowercase();
    let mut lengths = vec![vec![0; system.len() + 1]; gold.len() + 1];
    for i in (0..gold.len()).rev() {
        for j in (0..system.len()).rev() {
            lengths[i][j] = if same(i, j) {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < gold.len() && j < system.len() {
        if same(i, j) {
            out.push((i, j));
            i += 1;
            j += 1;
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Scores of the engine on raw text.
pub fn raw(annotator: &Annotator, docs: &[Doc]) -> Parsed {
    let mut out = Parsed::default();
    for doc in docs {
        out.add(doc, &annotator.annotate(&Article::plain(doc.text.as_str())));
    }
    out
}

/// Scores of the engine given gold words and gold sentences.
pub fn gold_tokens(annotator: &Annotator, docs: &[Doc]) -> Parsed {
    let mut out = Parsed::default();
    for doc in docs {
        let mut plain = Doc::default();
        for sentence in &doc.sentences {
            let mut sentence = sentence.clone();
            for word in &mut sentence.words {
                let start = plain.text.len();
                plain.text.push_str(&word.form);
                word.span = Span::from_range(start..plain.text.len());
                word.token = word.span;
                word.multiword = false;
                plain.text.push(' ');
            }
            plain.sentences.push(sentence);
        }
        let sentences: Vec<Vec<Span>> =
            plain.sentences.iter().map(|s| s.words.iter().map(|w| w.span).collect()).collect();
        out.add(&plain, &annotator.annotate_tokens(&plain.text, &sentences));
    }
    out
}

/// Counts of names by kind; key `None` is all kinds together.
pub fn names(annotator: &Annotator, docs: &[NameDoc]) -> BTreeMap<Option<NameKind>, Counts> {
    let mut out: BTreeMap<Option<NameKind>, Counts> = BTreeMap::new();
    for doc in docs {
        let gold: BTreeSet<(Span, NameKind)> = doc.names().into_iter().collect();
        let found = annotator.annotate(&Article::plain(doc.text.as_str()));
        for name in &found.names {
            for key in [None, Some(name.kind)] {
                let counts = out.entry(key).or_default();
                counts.found += 1;
                counts.right += usize::from(gold.contains(&(name.span, name.kind)));
            }
        }
        for &(_, kind) in &gold {
            for key in [None, Some(kind)] {
                out.entry(key).or_default().gold += 1;
            }
        }
    }
    out
}

/// Persons, organisations and places together, out of what [`names`] counted.
pub fn core(names: &BTreeMap<Option<NameKind>, Counts>) -> Counts {
    let mut sum = Counts::default();
    for kind in [NameKind::Person, NameKind::Organization, NameKind::Location] {
        let counts = names.get(&Some(kind)).copied().unwrap_or_default();
        sum.right += counts.right;
        sum.gold += counts.gold;
        sum.found += counts.found;
    }
    sum
}

/// Measures one task on the corpora under `root` (the folder that holds `ud-ewt` and
/// `ner-worldwide`), on the part called `part`: `test`, or `dev` while tuning.
///
/// # Errors
/// If a corpus cannot be read, or `task` is none of `sentences`, `tags`, `parse` and `names`.
pub fn run(
    annotator: &Annotator,
    task: &str,
    root: &Path,
    part: &str,
) -> std::io::Result<Vec<Score>> {
    let ewt = || data::conllu(&root.join(format!("ud-ewt/en_ewt-ud-{part}.conllu")));
    let gum = || Ok::<_, std::io::Error>(data::gum(&root.join("gum"))?.1);
    let mut out = Vec::new();
    let mut push = |task, set: &str, metric: &str, counts: Counts| {
        let (set, metric) = (set.to_owned(), metric.to_owned());
        out.push(Score { task, set, metric, value: counts.f1(), n: counts.gold });
    };
    let wanted: (&'static str, &[&str], &[&str]) = match task {
        "sentences" => ("sentences", &["sentences", "words"], &[]),
        "tags" => ("tags", &["upos", "xpos", "lemmas"], &["upos", "xpos", "lemmas"]),
        "parse" => ("parse", &["uas", "las"], &["uas", "las"]),
        "names" => {
            let docs = data::names(&root.join(format!("ner-worldwide/{part}.tsv")))?;
            let counts = names(annotator, &docs);
            let set = format!("ner-worldwide-{part} raw");
            for (kind, &counts) in &counts {
                push("names", &set, kind.map_or("all", NameKind::as_str), counts);
            }
            push("names", &set, "person+organization+location", core(&counts));
            return Ok(out);
        }
        other => {
            let message = format!("no task {other}: use sentences, tags, parse or names");
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, message));
        }
    };
    for (name, docs) in [(format!("ewt-{part}"), ewt()?), ("gum-held".to_owned(), gum()?)] {
        let scores = raw(annotator, &docs);
        for metric in wanted.1 {
            push(wanted.0, &format!("{name} raw"), metric, scores.counts[metric]);
        }
        if wanted.2.is_empty() {
            continue;
        }
        let scores = gold_tokens(annotator, &docs);
        for metric in wanted.2 {
            push(wanted.0, &format!("{name} gold tokens"), metric, scores.counts[metric]);
        }
    }
    Ok(out)
}
