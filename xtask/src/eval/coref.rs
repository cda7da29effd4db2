//! Coreference within an article: are pronouns and descriptions tied to the right participant?
//!
//! Measured on GUM (CoNLL-U with entity chains in the MISC column) through the whole chain: raw text,
//! language engine, mentions. A link is right where the mention it points back to is, by the gold
//! chains, the same entity. Recall counts the gold pronouns of the third person (or definite noun
//! phrases) that refer back to people, organizations and places, which is what Rashomon follows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rashomon_annotate::Annotator;
use rashomon_extract::account::{Account, Form, Mention};
use rashomon_text::{Article, Span};

use super::Row;

/// Precision and recall of pronouns and of nominals over all `*.conllu` files of `data`.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(data)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "conllu"))
        .collect();
    files.sort();
    let annotator = Annotator::new();
    let mut total =
        BTreeMap::from([("pronouns", Tally::default()), ("nominals", Tally::default())]);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for gold in documents(&text) {
            let article = Article::plain(gold.text.clone());
            let analysis = annotator.annotate(&article);
            let account = rashomon_extract::extract(article, analysis);
            judge(&account, &gold, &mut total);
        }
    }
    let mut rows = Vec::new();
    for (kind, tally) in total {
        let set = format!("gum-{kind}");
        let share =
            |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        rows.push((
            set.clone(),
            "precision".into(),
            share(tally.right, tally.linked),
            tally.linked,
        ));
        rows.push((set, "recall".into(), share(tally.right, tally.gold), tally.gold));
    }
    rows
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: u64,
    linked: u64,
    gold: u64,
}

/// A gold document: its text, and its mentions with chain and type.
struct Gold {
    text: String,
    mentions: Vec<GoldMention>,
}

#[derive(Clone, Debug)]
struct GoldMention {
    span: Span,
    chain: String,
    kind: String,
    /// Whether an earlier mention of the chain exists.
    given: bool,
}

/// The documents of one CoNLL-U file, one paragraph a line.
fn documents(conllu: &str) -> Vec<Gold> {
    let mut found: Vec<Gold> = Vec::new();
    let mut open: Vec<(String, String, u32)> = Vec::new();
    let mut new_paragraph = true;
    // the last part of the multi-word token being read ("don’t"), and where it stands
    let mut whole: Option<(u32, Span)> = None;
    for line in conllu.lines() {
        if line.starts_with("# newdoc") {
            found.push(Gold { text: String::new(), mentions: Vec::new() });
            open.clear();
            new_paragraph = true;
        } else if line == "# newpar" {
            new_paragraph = true;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let Some(gold) = found.last_mut().filter(|_| columns.len() == 10) else { continue };
        let (id, word, misc) = (columns[0], columns[1], columns[9]);
        if let Some((_, last)) = id.split_once('-') {
            let span = write_word(gold, word, misc, &mut new_paragraph);
            whole = last.parse().ok().map(|last| (last, span));
            continue;
        }
        let Ok(id) = id.parse::<u32>() else { continue };
        let span = match whole {
            Some((last, span)) if id <= last => span,
            _ => write_word(gold, word, misc, &mut new_paragraph),
        };
        whole = whole.filter(|(last, _)| id < *last);
        entities(misc, span, &mut open, gold);
    }
    for gold in &mut found {
        gold.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let mut seen = BTreeSet::new();
        for mention in &mut gold.mentions {
            mention.given = !seen.insert(mention.chain.clone());
        }
    }
    found
}

/// Writes a word with the space before the next one; where it stands.
fn write_word(gold: &mut Gold, word: &str, misc: &str, new_paragraph: &mut bool) -> Span {
    if *new_paragraph && !gold.text.is_empty() {
        gold.text.truncate(gold.text.trim_end().len());
        gold.text.push('\n');
    }
    *new_paragraph = false;
    let start = gold.text.len();
    gold.text.push_str(word);
    let span = Span::from_range(start..gold.text.len());
    if !misc.split('|').any(|m| m == "SpaceAfter=No") {
        gold.text.push(' ');
    }
    span
}

/// Opens and closes the entity brackets of one token.
fn entities(misc: &str, word: Span, open: &mut Vec<(String, String, u32)>, gold: &mut Gold) {
    let Some(field) = misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { return };
    let mut rest = field;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('(') {
            let stop = inside.find(['(', ')']).unwrap_or(inside.len());
            let mut parts = inside[..stop].split('-');
            let chain = parts.next().unwrap_or_default().to_owned();
            let kind = parts.next().unwrap_or_default().to_owned();
            rest = &inside[stop..];
            if let Some(after) = rest.strip_prefix(')') {
                rest = after;
                let span = word;
                gold.mentions.push(GoldMention { span, chain, kind, given: false });
            } else {
                open.push((chain, kind, word.start));
            }
        } else {
            let stop = rest.find(')').map_or(rest.len(), |at| at + 1);
            let chain = rest[..stop].trim_end_matches(')');
            if let Some(at) = open.iter().rposition(|(c, _, _)| c == chain) {
                let (chain, kind, from) = open.remove(at);
                let span = Span::new(from, word.end);
                gold.mentions.push(GoldMention { span, chain, kind, given: false });
            }
            rest = &rest[stop..];
        }
    }
}

/// Adds one account's links to the tallies.
fn judge(account: &Account, gold: &Gold, total: &mut BTreeMap<&'static str, Tally>) {
    for mention in gold.mentions.iter().filter(|m| m.given && is_followed(&m.kind)) {
        let text = mention.span.slice(&gold.text);
        if let Some(kind) = anaphor(text)
            && let Some(tally) = total.get_mut(kind)
        {
            tally.gold += 1;
        }
    }
    for entity in &account.entities {
        let mentions: Vec<&Mention> =
            entity.mentions.iter().map(|m| &account.mentions[m.index()]).collect();
        for (at, mention) in mentions.iter().enumerate().skip(1) {
            let kind = match mention.form {
                Form::Pronoun => "pronouns",
                Form::Title | Form::Description => "nominals",
                _ => continue,
            };
            // only links back to a name or description that stands before
            let Some(own) = chain_at(gold, mention) else { continue };
            let before = mentions[..at].iter().rev().find_map(|m| chain_at(gold, m));
            let Some(before) = before else { continue };
            let Some(tally) = total.get_mut(kind) else { continue };
            tally.linked += 1;
            tally.right += u64::from(own == before);
        }
    }
}

/// The chain of the smallest gold mention that holds the mention's head and ends with its phrase.
fn chain_at<'g>(gold: &'g Gold, mention: &Mention) -> Option<&'g str> {
    gold.mentions
        .iter()
        .filter(|m| m.span.contains(mention.head) && m.span.start <= mention.head.start)
        .filter(|m| mention.form == Form::Pronoun || m.span.start + 5 >= mention.span.start)
        .min_by_key(|m| {
            // a name inside a longer phrase is not what the phrase refers to
            (m.span.start.abs_diff(mention.span.start) > 4, m.span.len())
        })
        .map(|m| m.chain.as_str())
}

fn is_followed(kind: &str) -> bool {
    matches!(kind, "person" | "organization" | "place")
}

/// What sort of anaphor a gold mention's words are.
fn anaphor(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" | "it" | "its"
        | "itself" | "they" | "them" | "their" | "theirs" | "themselves" => Some("pronouns"),
        _ => {
            let definite = ["the ", "this ", "these ", "that ", "those "];
            let noun = definite.iter().any(|d| lower.starts_with(d))
                && lower.split_whitespace().count() <= 4
                && text.split_whitespace().skip(1).all(|w| w.starts_with(char::is_lowercase));
            noun.then_some("nominals")
        }
    }
}
