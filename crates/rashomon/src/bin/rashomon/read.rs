mod output;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use rashomon::{Error, Position};
use rashomon_ingest::{Failure, Input};

use crate::progress::Progress;
use crate::terminal::plain;
use output::Output;

/// Read inputs of any size into a file of clean articles
///
/// Finds the articles of pages, texts and crawls, marks what is no part of them, and writes each as a
/// line of JSON, which run and annotate read back as it was. Takes no more memory for a large input
/// than for a small one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon read crawl/*.warc.gz --out articles.jsonl
  rashomon read crawl/*.warc.gz --out articles.jsonl --resume
  rashomon run articles.jsonl --out out

What could not be read, and what was passed over for its content, is listed in
FILE.failures.jsonl. Until FILE is whole it is called FILE.part. Ends with 0 when it is written,
1 when no input was usable or it cannot be written, 2 for bad arguments.")]
pub(crate) struct Arguments {
    /// Files, folders and patterns ('crawl/*.warc.gz'): .txt, .html, .jsonl, .warc, feeds (.xml, .rss, .atom) and mail
    /// (.eml, .mht), each also as .gz
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// File to write (.jsonl)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Table (TSV or CSV) with the columns file, outlet, url, date
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,

    /// Keep for every character where in the page as served it stands
    #[arg(long)]
    raw: bool,

    /// Go on where an earlier read with the same arguments broke off
    #[arg(long)]
    resume: bool,

    /// Seconds between two points from which --resume can go on
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    checkpoint: u32,

    /// Number of threads; 0: one a core. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Say nothing but what went wrong
    #[arg(long)]
    quiet: bool,
}

/// Failures said on the screen; the file has them all.
const SAID: u64 = 20;

/// What one record came to, ready to be written.
pub(crate) enum Line {
    Article(String),
    Failure(Failure),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let start = Instant::now();
    let options = rashomon_ingest::Options {
        metadata: arguments.metadata.clone(),
        ..rashomon_ingest::Options::default()
    };
    let inputs = rashomon_ingest::inputs(&arguments.inputs, &options)
        .map_err(|error| Error::bad_argument(format!("--metadata {error}")))?;
    let every = Duration::from_secs(arguments.checkpoint.into());
    let fingerprint = fingerprint(&inputs, arguments.raw);
    let mut output = Output::open(&arguments.out, arguments.resume, fingerprint, every)?;
    let before = output.counts().clone();

    let progress = Progress::new(arguments.quiet);
    let from = output.position();
    let work = |article: Result<rashomon::Article, Failure>| match article {
        Ok(article) => Line::Article(rashomon_ingest::to_json(&article, arguments.raw)),
        Err(failure) => Line::Failure(failure),
    };
    let mut said = 0;
    let take = |behind: Position, line: Line| {
        if let Line::Failure(failure) = &line
            && failure.skipped.is_none()
        {
            said += 1;
            if said <= SAID {
                progress.line(&format!("left out: {}", failure.message));
            }
        }
        output.add(behind, &line)
    };
    let show = |step| progress.show(step);
    let result = rashomon::articles(&inputs, &options, arguments.threads, from, &show, work, take);
    progress.end();
    result?;
    if said > SAID {
        eprintln!("left out: {} more, see the list", said - SAID);
    }
    let failures = output.failures_file();
    let counts = output.finish()?;
    if counts.accounts == 0 {
        return Err(Error::nothing_usable(format!(
            "no input was usable: {}; see {}. Give .txt, .html, .jsonl, .warc, feed or mail files, folders \
             of them, or patterns in quotation marks",
            counts,
            failures.display()
        )));
    }
    if !arguments.quiet {
        let bytes: u64 = inputs.iter().map(Input::bytes).sum();
        let seconds = start.elapsed().as_secs_f64();
        let now = counts.accounts - before.accounts;
        let mib = bytes as f64 / f64::from(1 << 20);
        let mut text = format!(
            "{} from {} ({mib:.1} MiB)\n{}\n{seconds:.2} s, {:.0} articles a second",
            count(counts.accounts, "article", "articles"),
            count(inputs.len() as u64, "file", "files"),
            counts,
            now as f64 / seconds.max(0.001),
        );
        if from != Position::default() {
            let _ = write!(text, ", after {} of an earlier read", before.accounts);
        }
        let _ = write!(text, "\nfailures: {}\n", failures.display());
        let _ = writeln!(text, "written: {}", arguments.out.display());
        eprint!("{}", plain(&text));
    }
    Ok(())
}

fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What must be the same for one read to go on with another: program, options, inputs with what the user's
/// table says of them, and when they were last written to.
fn fingerprint(inputs: &[Input], raw: bool) -> String {
    let mut text = format!("{} {raw}", env!("CARGO_PKG_VERSION"));
    for input in inputs {
        let changed = std::fs::metadata(input.path()).and_then(|meta| meta.modified());
        let _ = write!(text, "\n{input:?} {:?}", changed.ok());
    }
    rashomon_ingest::Record::new(rashomon_ingest::Kind::Text, "", text.into_bytes()).sha256()
}
