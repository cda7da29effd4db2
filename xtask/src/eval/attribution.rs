//! Attribution against PolNeAR (Newell, Margolin and Ruths 2018): source, cue and content spans, and who
//! spoke the words between quotation marks.
//!
//! A text read by two annotators counts as two documents. Spans are compared in bytes, as lists of pieces
//! where an annotator left words out of a content. *Exact*: the same pieces. *Overlap*: at least one
//! character in common, each gold span matched with at most one found span and the other way round.
//! Spans that stand in several relations count once.
//!
//! *Direct quotations with a named speaker*: a quotation of the account, of kind `direct`, shown, whose
//! speaker is an entity with a name, is right where the gold has a relation whose content shares
//! more than half of the quoted characters and whose source holds or touches a mention of that entity
//! (precision). Where an annotator marked "said" as the source and the name as the cue, the two are read the other
//! way round. A gold relation counts for recall where its content opens with a quotation mark and holds
//! an utterance of at least four words between marks, and its source holds a name (two words with a
//! capital, or a name the engine finds); it is found where such a right quotation shares its content.

use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::account::{
    Account, EntityId, EntityKind, Form, Mention, Quotation, QuoteKind,
};
use rashomon_text::Span;
use rashomon_train::brat::{self, Document, Relation, Tally, common};

use super::{Row, reliability::Reliability};

/// Set, metric, value, number of things judged. `data` holds the part `dev`, or is itself a folder of
/// `attributions` and `text`.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let part = data.join("dev");
    let (folder, set) = if part.is_dir() {
        (part, "polnear-dev".to_owned())
    } else {
        let name = data.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (data.to_path_buf(), name)
    };
    let documents = match brat::folder(&folder) {
        Ok(documents) => documents,
        Err(e) => {
            eprintln!("attribution: {e}");
            return Vec::new();
        }
    };
    let annotator = Annotator::new();
    let mut tallies = [Tally::default(); 3];
    let mut verbs = Tally::default();
    let mut speakers = Speakers::default();
    for document in &documents {
        let article = Article::plain(document.text.as_str());
        let analysis = annotator.annotate(&article);
        let found = brat::found(&analysis);
        let parts: [fn(&Relation) -> &[Span]; 3] = [|r| &r.source, |r| &r.cue, |r| &r.content];
        for (tally, part) in tallies.iter_mut().zip(parts) {
            let gold: Vec<&[Span]> = document.relations.iter().map(part).collect();
            let found: Vec<&[Span]> = found.iter().map(part).collect();
            tally.add(&gold, &found);
        }
        // cues with a verb, as the published figures count them
        let verbal = |list: &'_ [Relation]| -> Vec<Vec<Span>> {
            let verb = |r: &&Relation| {
                let from = analysis.token_at(r.cue[0].start);
                (from.0..analysis.len() as u32)
                    .map(rashomon_annotate::TokenId)
                    .take_while(|t| analysis.tokens.span[t.index()].start < r.cue[0].end)
                    .any(|t| analysis.upos(t) == rashomon_annotate::Upos::Verb)
            };
            list.iter().filter(verb).map(|r| r.cue.clone()).collect()
        };
        let (gold, verb_found) = (verbal(&document.relations), verbal(&found));
        let gold: Vec<&[Span]> = gold.iter().map(Vec::as_slice).collect();
        let verb_found: Vec<&[Span]> = verb_found.iter().map(Vec::as_slice).collect();
        verbs.add(&gold, &verb_found);
        speakers.add(document, &rashomon_extract::extract(article, analysis));
    }
    let mut rows = Vec::new();
    let mut row = |part: &str, metric: &str, value: f64, n: u64| {
        rows.push((format!("{set}-{part}"), metric.to_owned(), value, n));
    };
    for (part, tally) in ["source", "cue", "content"].into_iter().zip(tallies) {
        row(part, "overlap_f1", tally.f1(tally.overlap), tally.gold);
        row(part, "exact_f1", tally.f1(tally.exact), tally.gold);
    }
    row("verb-cue", "exact_f1", verbs.f1(verbs.exact), verbs.gold);
    row("direct-speakers", "precision", ratio(speakers.right, speakers.found), speakers.found);
    row("direct-speakers", "recall", ratio(speakers.met, speakers.gold), speakers.gold);
    rows.push(speakers.stated.row(&format!("{set}-direct-speakers")));
    rows
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Direct quotations with a named speaker.
#[derive(Default)]
struct Speakers {
    found: u64,
    right: u64,
    gold: u64,
    met: u64,
    stated: Reliability,
}

impl Speakers {
    fn add(&mut self, document: &Document, account: &Account) {
        let told = std::env::var_os("EVAL_DETAILS").is_some();
        let mut right: Vec<Span> = Vec::new();
        let direct = |q: &&Quotation| q.kind == QuoteKind::Direct && q.confidence >= 0.5;
        for quotation in account.quotations.iter().filter(direct) {
            let Some(speaker) = quotation.speaker else { continue };
            let entity = account.mentions[speaker.index()].entity;
            let named = |m: &rashomon_extract::account::MentionId| {
                matches!(account.mentions[m.index()].form, Form::Name | Form::Acronym)
            };
            if !account.entities[entity.index()].mentions.iter().any(named) {
                continue;
            }
            self.found += 1;
            let said = |r: &&Relation| {
                let shared: u32 = r.content.iter().map(|c| common(*c, quotation.span)).sum();
                shared * 2 > quotation.span.len()
            };
            let touched = |spans: &[Span], whose: &dyn Fn(EntityId) -> bool| {
                let on = |m: &Mention| spans.iter().any(|s| common(m.span, *s) > 0);
                account.mentions.iter().any(|m| whose(m.entity) && on(m))
            };
            let by_speaker = |r: &Relation| {
                let swapped = !touched(&r.source, &|_| true) && is_cue(&document.text, &r.source);
                touched(if swapped { &r.cue } else { &r.source }, &|e| e == entity)
            };
            let is_right = document.relations.iter().filter(said).any(by_speaker);
            self.stated.add(quotation.confidence, is_right);
            if is_right {
                self.right += 1;
                right.push(quotation.span);
            } else if told {
                let gold: Vec<_> = document.relations.iter().filter(said).collect();
                let words = |spans: &[Span]| {
                    spans.iter().map(|s| s.slice(&document.text)).collect::<Vec<_>>().join(" … ")
                };
                eprintln!(
                    "WRONG\t{}\t{:.2}\tgold {:?}\t{}",
                    account.slice(account.mentions[speaker.index()].span),
                    quotation.confidence,
                    gold.iter().map(|r| words(&r.source)).collect::<Vec<_>>(),
                    around(&document.text, quotation.span),
                );
            }
        }
        for relation in &document.relations {
            if !is_direct(&document.text, relation) || !is_named(account, relation) {
                continue;
            }
            self.gold += 1;
            let content = relation.content[0];
            if right.iter().any(|r| relation.content.iter().any(|c| common(*c, *r) > 0)) {
                self.met += 1;
            } else if told {
                let quotes: Vec<_> = account
                    .quotations
                    .iter()
                    .filter(|q| common(q.span, content) > 0)
                    .map(|q| {
                        let speaker =
                            q.speaker.map(|s| account.slice(account.mentions[s.index()].span));
                        (q.kind.as_str(), speaker)
                    })
                    .collect();
                eprintln!(
                    "MISSED\t{}\t{quotes:?}\t{}",
                    relation.source[0].slice(&document.text),
                    around(&document.text, content),
                );
            }
        }
    }
}

/// Whether the words are those of a cue: "said", "said in a statement".
fn is_cue(text: &str, spans: &[Span]) -> bool {
    let first = spans.first().and_then(|s| s.slice(text).split_whitespace().next());
    first.is_some_and(|word| matches!(word, "said" | "says" | "According" | "according"))
}

/// A few words on both sides.
fn around(text: &str, span: Span) -> String {
    let edge = |at: usize| (at..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    let from = edge((span.start as usize).saturating_sub(100));
    let to = edge((span.end as usize + 100).min(text.len()));
    text[from..to].replace('\n', " ¶ ")
}

/// Whether the content opens with a mark and holds an utterance of four words between marks.
fn is_direct(text: &str, relation: &Relation) -> bool {
    let Some(first) = relation.content.first() else { return false };
    let words = first.slice(text);
    let marks: &[char] = &['"', '“'];
    let Some(inner) = words.strip_prefix(marks).or_else(|| words.strip_prefix("''")) else {
        return false;
    };
    let end = inner.find(&['"', '”'][..]).or_else(|| inner.find("''")).unwrap_or(inner.len());
    inner[..end].split_whitespace().count() >= 4 && inner.starts_with(char::is_uppercase)
}

/// Whether the source holds a name.
fn is_named(account: &Account, relation: &Relation) -> bool {
    relation.source.iter().any(|s| {
        let words = account.slice(*s).split_whitespace();
        words.filter(|w| w.starts_with(char::is_uppercase)).count() >= 2
            || account.mentions.iter().any(|m| {
                let kind = account.entities[m.entity.index()].kind;
                m.form == Form::Name && kind != EntityKind::Other && s.contains(m.span)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direct_means_an_utterance_between_marks() {
        let check = |text: &str, expect: bool| {
            let content = vec![Span::new(0, text.len() as u32)];
            let relation = Relation { content, ..Relation::default() };
            assert_eq!(is_direct(text, &relation), expect, "{text}");
        };
        check("“We will stay here,”", true);
        check("\"We will stay here\"", true);
        check("“a mistake” of theirs to stay", false);
        check("they “will stay” here", false);
    }
}
