//! Event coding: PLOVER's gold records, and sentences that hold no event.
//!
//! For each record the first-ranked event of its text (by confidence, then by place) is held against the
//! gold type; older names of types are read as their successors. Participants are judged on that event: a
//! predicted mention is right if it shares a word that is no function word with a gold actor text. Over
//! reviews and e-mails of UD English EWT (the folder `ud-ewt` beside the data) the share of sentences
//! given no event is the accuracy against false alarms.

use std::collections::BTreeSet;
use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::account::{Account, Event, MentionId};
use serde_json::Value;

use super::Row;

/// Sentences of EWT's reviews and e-mails that are read.
const QUIET: usize = 500;

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let code = |text: &str| {
        let article = Article::plain(text);
        let analysis = annotator.annotate(&article);
        rashomon_extract::extract(article, analysis)
    };
    let mut rows = plover(data, &code);
    let banks = data.canonicalize().ok().and_then(|data| Some(data.parent()?.join("ud-ewt")));
    rows.extend(banks.map_or_else(Vec::new, |banks| false_alarms(&banks, &code)));
    rows
}

fn plover(data: &Path, code: &dyn Fn(&str) -> Account) -> Vec<Row> {
    let file = data.join("gold_standard_records/PLOVER_GSR_CAMEO.txt");
    let Ok(text) = std::fs::read_to_string(&file) else { return Vec::new() };
    let Ok(Value::Array(records)) = serde_json::from_str::<Value>(&text) else {
        eprintln!("events: {} is no list of records", file.display());
        return Vec::new();
    };
    let set = "plover-gsr".to_owned();
    let (mut n, mut right) = (0, 0);
    let mut coded = 0;
    let mut actors = Tally::default();
    let mut recipients = Tally::default();
    let told = std::env::var_os("EVAL_DETAILS").is_some();
    for record in &records {
        let (Some(gold), Some(text)) = (record["event"].as_str(), record["text"].as_str()) else {
            continue;
        };
        let gold = match gold {
            "DEMAND" => "REQUEST",
            "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
            "FIGHT" => "ASSAULT",
            other => other,
        };
        n += 1;
        let account = code(text);
        let first = first_ranked(&account);
        let kind = first.map_or("-", |e| e.kind.as_str());
        coded += u64::from(first.is_some());
        right += u64::from(kind == gold);
        if told && kind != gold {
            eprintln!("{gold}\t{kind}\t{}\t{text}", first.map_or("", |e| e.lemma.as_str()));
        }
        let none = Vec::new();
        let (predicted_actors, predicted_recipients) =
            first.map_or((&none, &none), |e| (&e.actors, &e.recipients));
        actors.add(&account, predicted_actors, &names(&record["source"]));
        recipients.add(&account, predicted_recipients, &names(&record["target"]));
    }
    vec![
        (set.clone(), "accuracy".into(), ratio(right, n), n),
        (format!("{set}/coded"), "recall".into(), ratio(coded, n), n),
        (format!("{set}-actors"), "f1".into(), actors.f1(), actors.gold),
        (format!("{set}-recipients"), "f1".into(), recipients.f1(), recipients.gold),
    ]
}

fn first_ranked(account: &Account) -> Option<&Event> {
    account.events.iter().reduce(|best, e| if e.confidence > best.confidence { e } else { best })
}

fn names(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|a| a["actorText"].as_str()).map(str::to_lowercase).collect()
}

/// Matches of predicted mentions with gold actor texts.
#[derive(Default)]
struct Tally {
    right: u64,
    predicted: u64,
    gold: u64,
}

impl Tally {
    fn add(&mut self, account: &Account, predicted: &[MentionId], gold: &[String]) {
        let mut open: BTreeSet<usize> = (0..gold.len()).collect();
        for &m in predicted {
            let words = content(account.slice(account.mentions[m.index()].span));
            let hit = open.iter().copied().find(|&g| {
                let gold = content(&gold[g]);
                words.iter().any(|w| gold.contains(w))
            });
            if let Some(g) = hit {
                open.remove(&g);
                self.right += 1;
            }
        }
        self.predicted += predicted.len() as u64;
        self.gold += gold.len() as u64;
    }

    fn f1(&self) -> f64 {
        ratio(2 * self.right, self.predicted + self.gold)
    }
}

fn content(text: &str) -> BTreeSet<String> {
    const SMALL: [&str; 8] = ["the", "of", "and", "a", "an", "in", "for", "s"];
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !SMALL.contains(w))
        .map(str::to_owned)
        .collect()
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn false_alarms(banks: &Path, code: &dyn Fn(&str) -> Account) -> Vec<Row> {
    let file = banks.join("en_ewt-ud-test.conllu");
    let Ok(text) = std::fs::read_to_string(file) else { return Vec::new() };
    let mut quiet = Vec::new();
    let mut id = "";
    for line in text.lines() {
        if let Some(found) = line.strip_prefix("# sent_id = ") {
            id = found;
        } else if let Some(sentence) = line.strip_prefix("# text = ")
            && (id.starts_with("reviews") || id.starts_with("email"))
        {
            quiet.push(sentence);
        }
    }
    quiet.truncate(QUIET);
    let told = std::env::var_os("EVAL_DETAILS").is_some();
    let alarms = quiet
        .iter()
        .filter(|sentence| {
            let account = code(sentence);
            let alarm = account.events.iter().find(|e| e.confidence >= 0.5);
            if let (true, Some(e)) = (told, alarm) {
                eprintln!("ALARM\t{}\t{}\t{sentence}", e.act, e.lemma);
            }
            alarm.is_some()
        })
        .count() as u64;
    let n = quiet.len() as u64;
    vec![("ud-ewt-test-quiet".into(), "accuracy".into(), ratio(n - alarms, n), n)]
}
