//! How fast the engine is, and the stage after it, over a megabyte of news: one thread.

use std::fmt;
use std::path::Path;
use std::time::Instant;

use rashomon_annotate::attribution::net::AttributionNet;
use rashomon_annotate::engine::Models;
use rashomon_annotate::{Analysis, Annotator};
use rashomon_extract::Extractor;
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
    /// Seconds of processor time from raw text to names (and times and passages in quotation marks, which
    /// cost little), the best of [`TIMES`] rounds.
    pub engine: f64,
    /// The same with attributions.
    pub annotate: f64,
    /// Seconds from there to accounts: mentions, quotations, claims, events, figures and labels.
    pub extract: f64,
    /// Most memory the process held while annotating, in kilobytes; 0 where the system does not tell.
    pub memory: u64,
}

/// Rounds over the text.
pub const TIMES: usize = 3;

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "load\t{:.1}\tms", self.load)?;
        writeln!(f, "text\t{}\tbytes", self.bytes)?;
        writeln!(f, "text\t{}\twords", self.words)?;
        let rate = |seconds: f64| self.words as f64 / seconds.max(1e-9);
        writeln!(f, "speed\t{:.0}\twords/s", rate(self.engine))?;
        writeln!(f, "speed with attributions\t{:.0}\twords/s", rate(self.annotate))?;
        writeln!(f, "speed of extraction\t{:.0}\twords/s", rate(self.extract))?;
        let stage = (self.annotate - self.engine + self.extract) / self.engine.max(1e-9);
        writeln!(f, "attributions and extraction to engine\t{stage:.2}\tratio")?;
        writeln!(f, "memory\t{:.1}\tMB", self.memory as f64 / 1024.0)
    }
}

/// Times the models that `load` gives over the first megabyte of `ner-worldwide/train.tsv` under `root`.
///
/// # Errors
/// If the corpus cannot be read, or `load` fails.
pub fn measure(load: impl Fn() -> std::io::Result<Models>, root: &Path) -> std::io::Result<Speed> {
    let start = Instant::now();
    let before = clock(start);
    let models = load()?;
    let loading = (clock(start) - before) * 1e3;
    let mut articles = Vec::new();
    let mut bytes = 0;
    for doc in data::names(&root.join("ner-worldwide/train.tsv"))? {
        if bytes < 1_000_000 {
            bytes += doc.text.len();
            articles.push(Article::plain(doc.text));
        }
    }
    let words = articles.iter().map(|a| a.text.split_whitespace().count()).sum::<usize>();
    let least = |work: &mut dyn FnMut()| {
        let rounds = (0..TIMES).map(|_| {
            let before = clock(start);
            work();
            clock(start) - before
        });
        rounds.fold(f64::INFINITY, f64::min)
    };
    let annotator = Annotator::with_models(models);
    let annotate = least(&mut || {
        for article in &articles {
            std::hint::black_box(annotator.annotate(article));
        }
    });
    let memory = memory();
    let analyses: Vec<Analysis> = articles.iter().map(|a| annotator.annotate(a)).collect();
    let alone = Models { attribution: AttributionNet::default(), ..load()? };
    let annotator = Annotator::with_models(alone);
    let engine = least(&mut || {
        for article in &articles {
            std::hint::black_box(annotator.annotate(article));
        }
    });
    let extractor = Extractor::default();
    let mut extract = f64::INFINITY;
    for _ in 0..TIMES {
        let copies: Vec<_> = articles.iter().cloned().zip(analyses.clone()).collect();
        let before = clock(start);
        for (article, analysis) in copies {
            std::hint::black_box(extractor.extract(article, analysis));
        }
        extract = extract.min(clock(start) - before);
    }
    Ok(Speed { load: loading, bytes, words, engine, annotate, extract, memory })
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
