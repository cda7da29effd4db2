//! How fast the engine is: everything from raw text to names, one thread, over a megabyte of news.

use std::fmt;
use std::path::Path;
use std::time::Instant;

use rashomon_annotate::Annotator;
use rashomon_text::Article;

use crate::data;

/// What was measured; [`fmt::Display`] gives it as lines of `what⇥value⇥unit`.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// Milliseconds to decode the models.
    pub load: f64,
    /// Bytes of the text.
    pub bytes: usize,
    /// Words between white space.
    pub words: usize,
    /// Words a second of processor time, the best of [`TIMES`] rounds.
    pub rate: f64,
    /// Most memory the process ever held, in kilobytes; 0 where the system does not tell.
    pub memory: u64,
}

/// Rounds over the text.
pub const TIMES: usize = 3;

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "load\t{:.1}\tms", self.load)?;
        writeln!(f, "text\t{}\tbytes", self.bytes)?;
        writeln!(f, "text\t{}\twords", self.words)?;
        writeln!(f, "speed\t{:.0}\twords/s", self.rate)?;
        writeln!(f, "memory\t{:.1}\tMB", self.memory as f64 / 1024.0)
    }
}

/// Times the engine that `load` gives over the first megabyte of `ner-worldwide/train.tsv` under `root`.
///
/// # Errors
/// If the corpus cannot be read, or `load` fails.
pub fn measure(
    load: impl FnOnce() -> std::io::Result<Annotator>,
    root: &Path,
) -> std::io::Result<Speed> {
    let start = Instant::now();
    let before = clock(start);
    let annotator = load()?;
    let load = (clock(start) - before) * 1e3;
    let mut articles = Vec::new();
    let mut bytes = 0;
    for doc in data::names(&root.join("ner-worldwide/train.tsv"))? {
        if bytes < 1_000_000 {
            bytes += doc.text.len();
            articles.push(Article::plain(doc.text));
        }
    }
    let words = articles.iter().map(|a| a.text.split_whitespace().count()).sum::<usize>();
    let mut rate = 0.0f64;
    for _ in 0..TIMES {
        let before = clock(start);
        let tokens: usize = articles.iter().map(|a| annotator.annotate(a).len()).sum();
        if tokens > 0 {
            rate = rate.max(words as f64 / (clock(start) - before));
        }
    }
    Ok(Speed { load, bytes, words, rate, memory: memory() })
}

/// Seconds this process has spent on a processor, where the system tells; else since `start`.
fn clock(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let told = told.and_then(|s| s.split(' ').next()?.parse::<f64>().ok());
    told.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Most memory held so far, in kilobytes.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
