//! `cargo xtask scale`: how time and memory of reconciliation grow with the run.
//!
//! A run of any size is made of `giveme5w1h`'s articles: each one as it is, and then again in versions of
//! which every longer word is written with other letters, the same ones for the same word, one version a
//! week. So a run has as many stories, names and wordings as its size asks for, and the texts keep their
//! lengths and all that was found in them. With `--story` one event's articles are repeated under the same
//! names, and of their common words some are written anew in each: one story of that size.
//!
//! Prints a line `articles⇥step⇥seconds⇥MB` for each step: its time on one core and the memory held when
//! it ended. `bench/peers/copies.py` reads what `--copies` prints.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use rashomon_annotate::Annotator;
use rashomon_extract::Account;
use rashomon_reconcile::{dates, entities, links, order, stories, versions};
use rashomon_text::{Date, Symbol, Symbols};

use crate::eval::stories::articles;

/// Show how time and memory of reconciliation grow with the number of articles
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Sizes of the runs, in articles
    #[arg(value_name = "ARTICLES", default_values_t = [1000, 2000, 5000, 10000])]
    sizes: Vec<usize>,

    /// One story of each size
    #[arg(long)]
    story: bool,

    /// Instead, say how many documents a second are searched for copies, on one core
    #[arg(long, conflicts_with = "story")]
    copies: bool,

    /// Folder of giveme5w1h
    #[arg(long, value_name = "DIR", default_value = "../shared/bench/giveme5w1h")]
    data: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = &arguments.data;
    let data = if folder.is_dir() { folder.clone() } else { crate::root().join(folder) };
    let (accounts, events) = accounts(&data);
    if accounts.is_empty() {
        return Err(format!("{}: no articles there; --data names the folder", data.display()));
    }
    if arguments.copies {
        copies(&accounts);
        return Ok(());
    }
    for &size in &arguments.sizes {
        let made = if arguments.story {
            one_story(&accounts, &events, size)
        } else {
            many(&accounts, size)
        };
        measure(made);
    }
    Ok(())
}

fn accounts(data: &Path) -> (Vec<Account>, Vec<i64>) {
    let annotator = Annotator::new();
    let read = |(article, event)| {
        let analysis = annotator.annotate(&article);
        (rashomon_extract::extract(article, analysis), event)
    };
    articles(data).into_iter().map(read).unzip()
}

/// The time of the best of twenty searches, in documents a second.
fn copies(accounts: &[Account]) {
    let mut best = f64::MAX;
    let mut pairs = 0;
    for _ in 0..20 {
        let start = Instant::now();
        pairs = links::overlaps(accounts, 0.5).len();
        best = best.min(start.elapsed().as_secs_f64());
    }
    print(&format!("speed\t{:.0}\tdocuments/s\t{pairs} pairs", accounts.len() as f64 / best));
}

/// Each step of [`rashomon_reconcile::reconcile`] by itself, then the whole.
fn measure(accounts: Vec<Account>) {
    let n = accounts.len();
    let mut start = Instant::now();
    let mut done = |step: &str| {
        print(&format!("{n}\t{step}\t{:.2}\t{}", start.elapsed().as_secs_f64(), held()));
        start = Instant::now();
    };
    let accounts = versions::drop_seen_again(order::canonical(accounts));
    let versions = versions::find(&accounts);
    let superseded = versions::superseded(accounts.len(), &versions);
    done("order, versions");
    let groups = stories::stories_without(&accounts, &superseded);
    let largest = groups.first().map_or(0, Vec::len);
    done(&format!("stories ({}, largest {largest})", groups.len()));
    let published = dates::published(&accounts, &groups);
    let times = dates::values(&accounts, &published, &groups);
    done("dates");
    drop((times, entities::reconcile(&accounts, &groups)));
    done("entities");
    drop(links::reconcile(&accounts, &groups));
    done("links");
    let dossier = rashomon_reconcile::reconcile(accounts);
    done("all, with events, claims and the rest");
    drop(dossier);
}

/// Memory the process holds, in MB; 0 where the system does not say.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .map_or(0, |kb: u64| kb / 1024)
}

/// A run of `size` articles, as many versions of each as that takes.
fn many(accounts: &[Account], size: usize) -> Vec<Account> {
    let version = |at: usize| (at / accounts.len()) as u32;
    (0..size)
        .map(|at| {
            rewritten(&accounts[at % accounts.len()], version(at), at, &|word| word.len() > 3)
        })
        .collect()
}

/// A run of `size` articles on the event that has most of them.
fn one_story(accounts: &[Account], events: &[i64], size: usize) -> Vec<Account> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for event in events {
        *counts.entry(*event).or_default() += 1;
    }
    let event = counts.iter().max_by_key(|(event, n)| (**n, **event)).map(|(event, _)| *event);
    let of: Vec<&Account> =
        accounts.iter().zip(events).filter(|(_, e)| Some(**e) == event).map(|(a, _)| a).collect();
    (0..size)
        .map(|at| {
            let version = (at / of.len()) as u32;
            let anew = |word: &str| {
                let lower = word.bytes().all(|b| b.is_ascii_lowercase());
                lower && word.len() > 3 && sum(word, version).is_multiple_of(5)
            };
            let mut account = rewritten(of[at % of.len()], version, at, &anew);
            account.article.published.clone_from(&of[at % of.len()].article.published);
            account
        })
        .collect()
}

/// The account with all words that `anew` holds of written with the letters of this version; version 0 is the
/// account itself. Every span stays as it is.
fn rewritten(account: &Account, version: u32, at: usize, anew: &dyn Fn(&str) -> bool) -> Account {
    let mut made = account.clone();
    made.article.source.path = Some(format!("{at:07}"));
    if version == 0 {
        return made;
    }
    let text = &account.article.text;
    let mut letters = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        letters.push_str(&if anew(word) { turned(word, version) } else { word.to_owned() });
        letters.push_str(&part[word.len()..]);
    }
    made.article.text = letters;
    let last = account.words.iter().map(|word| word.form.0.max(word.lemma.0)).max();
    let mut symbols = Symbols::new();
    for number in 0..=last.unwrap_or(0) {
        let word = account.symbols.get(Symbol(number));
        let mut new = if anew(word) { turned(word, version) } else { word.to_owned() };
        while symbols.find(&new).is_some() {
            new.push('x'); // every symbol keeps its number
        }
        symbols.intern(&new);
    }
    made.symbols = symbols;
    if let Some(published) = &mut made.article.published {
        let later = |day: Date| day.checked_add(Duration::from_secs(604_800 * u64::from(version)));
        if let (Ok(start), Ok(end)) = (later(published.start), later(published.end)) {
            (published.start, published.end) = (start, end);
        }
    }
    made
}

/// A word with its letters turned on in the alphabet by steps that depend on version and place.
fn turned(word: &str, version: u32) -> String {
    let turn = |(at, c): (usize, char)| {
        let step = (version.wrapping_mul(2654435761) >> (3 * at as u32 % 27)) % 26;
        let from = if c.is_ascii_uppercase() { b'A' } else { b'a' };
        if c.is_ascii_alphabetic() {
            char::from(from + ((c as u8 - from) + step as u8) % 26)
        } else {
            c
        }
    };
    word.chars().enumerate().map(turn).collect()
}

/// A number for a word in a version.
fn sum(word: &str, version: u32) -> u32 {
    word.bytes().fold(version.wrapping_mul(2654435761), |sum, b| {
        (sum ^ u32::from(b)).wrapping_mul(16777619)
    }) >> 8
}

fn print(line: &str) {
    // a closed pipe ends the printing, not the measuring
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
