//! Event coding: PLOVER's gold records, and sentences that hold no event.
//!
//! For each record the first-ranked event of its text (by confidence, then by place) is held against the
//! gold type; older names of types are read as their successors. Participants are judged on that event: a
//! predicted mention is right if it shares a word that is no function word with a gold actor text. Over
//! reviews and e-mails of UD English EWT (the folder `ud-ewt` beside the data) the share of sentences
//! given no event is the accuracy against false alarms. PETRARCH's unit records and CASIE, in folders beside the
//! data, are told in their modules.

mod casie;
mod petrarch;

use std::collections::BTreeSet;
use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::account::{Account, MentionId};
use rashomon_extract::{Extractor, Reading, Rules};
use serde_json::Value;

use super::{Row, reliability::Reliability};

/// Sentences of EWT's reviews and e-mails that are read.
const QUIET: usize = 500;

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let coder = |reading: Reading| {
        let rules = Rules::load(&[], Some(reading)).expect("the built-in rules are without fault");
        let extractor = Extractor::new(rules.into());
        let annotator = &annotator;
        move |text: &str| {
            let article = Article::plain(text);
            let analysis = annotator.annotate(&article);
            extractor.extract(article, analysis)
        }
    };
    let code = coder(Reading::Manual);
    let mut rows = plover(data, &coder(Reading::Conversion));
    let banks = data.canonicalize().ok().and_then(|data| Some(data.parent()?.join("ud-ewt")));
    rows.extend(banks.map_or_else(Vec::new, |banks| false_alarms(&banks, &code)));
    let bench = data.canonicalize().ok().and_then(|data| Some(data.parent()?.to_path_buf()));
    if let Some(bench) = bench {
        rows.extend(petrarch::run(&bench, &annotator));
        rows.extend(casie::run(&bench, &code));
    }
    rows
}

/// The halves of the records, by a hash of the id: errors are read in the first alone.
const HALVES: [&str; 2] = ["dev", "check"];

/// FNV-1a, 32 bits.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Which half an id belongs to: one of the middle bits of its hash.
fn half(id: &str) -> usize {
    ((hash(id) >> 16) & 1) as usize
}

/// What is counted over records.
#[derive(Default)]
struct Score {
    n: u64,
    right: u64,
    coded: u64,
    actors: Tally,
    recipients: Tally,
    stated: Reliability,
}

fn plover(data: &Path, code: &dyn Fn(&str) -> Account) -> Vec<Row> {
    let file = data.join("gold_standard_records/PLOVER_GSR_CAMEO.txt");
    let Ok(text) = std::fs::read_to_string(&file) else { return Vec::new() };
    let Ok(Value::Array(records)) = serde_json::from_str::<Value>(&text) else {
        eprintln!("events: {} is no list of records", file.display());
        return Vec::new();
    };
    let mut scores: [Score; 3] = Default::default();
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
        let half = half(record["id"].as_str().unwrap_or_default());
        let account = code(text);
        let first = account.ranked_events().first().map(|id| &account.events[id.index()]);
        let kind = first.map_or("-", |e| e.kind.as_str());
        let none = Vec::new();
        let (actors, recipients) = first.map_or((&none, &none), |e| (&e.actors, &e.recipients));
        let (sources, targets) = (names(&record["source"]), names(&record["target"]));
        if told && half == 0 {
            let told = |list: &[MentionId]| {
                let word =
                    |m: &MentionId| account.slice(account.mentions[m.index()].span).to_owned();
                list.iter().map(word).collect::<Vec<_>>().join("+")
            };
            eprintln!(
                "{}\t{gold}\t{kind}\t{}\t{} > {}\t{} > {}\t{text}",
                if kind == gold { "ok" } else { "WRONG" },
                first.map_or("", |e| e.lemma.as_str()),
                sources.join("+"),
                targets.join("+"),
                told(actors),
                told(recipients),
            );
        }
        for score in [0, half + 1] {
            let score = &mut scores[score];
            score.n += 1;
            score.coded += u64::from(first.is_some());
            score.right += u64::from(kind == gold);
            if let Some(first) = first {
                score.stated.add(first.confidence, kind == gold);
            }
            score.actors.add(&account, actors, &sources);
            score.recipients.add(&account, recipients, &targets);
        }
    }
    let mut rows = Vec::new();
    for (name, s) in ["", HALVES[0], HALVES[1]].iter().zip(&scores) {
        let dash = if name.is_empty() { String::new() } else { format!("-{name}") };
        let set = format!("plover-gsr{dash}");
        rows.push((set.clone(), "accuracy".into(), ratio(s.right, s.n), s.n));
        rows.push((format!("{set}/coded"), "recall".into(), ratio(s.coded, s.n), s.n));
        rows.push(s.stated.row(&set));
        rows.push((format!("{set}-actors"), "f1".into(), s.actors.f1(), s.actors.gold));
        rows.push((format!("{set}-recipients"), "f1".into(), s.recipients.f1(), s.recipients.gold));
    }
    rows
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
