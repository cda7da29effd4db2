//! `cargo xtask scale`: how time and memory of whole runs grow with the number of articles.
//!
//! Each size is a run by itself, in a process of its own: all that `rashomon run` does, from a file of records to the
//! three files of the dossier ([`run()`]), on articles that are [`made`] of `giveme5w1h`'s or, where these are not
//! there, of the example's. With `--story` all of them tell one story; with `--accounts` the runs begin behind the
//! language engine, with accounts [`derived`] from those of the articles at hand.
//!
//! `--write` and `--warc` make inputs instead: the articles as records, or as pages of sites in a [`crawl`].
//!
//! Prints a line `kind⇥articles⇥step⇥seconds⇥MB` for each step of a run: how long it took and the memory held when it
//! ended; for the step `all` the peak. `--rows` keeps the lines in a file, `--plot` draws what that file holds.
//! `bench/peers/copies.py` reads what `--copies` prints.

mod crawl;
mod derived;
mod made;
mod page;
mod plot;
mod run;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::Args;
use rashomon_annotate::Annotator;
use rashomon_reconcile::links;
use rashomon_text::Article;
use serde_json::json;

use crate::eval::stories::articles;

/// Show how time and memory of a run grow with the number of articles
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Sizes of the runs, in articles; 1000, 2000, 5000 and 10000 unless --plot is given
    #[arg(value_name = "ARTICLES")]
    sizes: Vec<usize>,

    /// Runs of one story of each size
    #[arg(long)]
    story: bool,

    /// Runs of accounts: without the language engine, whose time is the same for each article
    #[arg(long, conflicts_with = "story")]
    accounts: bool,

    /// Threads of a run
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,

    /// Add the lines printed to this file
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,

    /// Draw the lines of --rows as a picture (SVG)
    #[arg(long, value_name = "FILE", requires = "rows")]
    plot: Option<PathBuf>,

    /// Instead, say how many documents a second are searched for copies, on one core
    #[arg(long, conflicts_with_all = ["story", "accounts"])]
    copies: bool,

    /// Instead, write the articles of a run of the first size to this file (JSON Lines)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["accounts", "copies", "plot"])]
    write: Option<PathBuf>,

    /// Instead, write a crawl of so many pages to this folder (WARC files): the real ones beside --data first
    #[arg(long, value_name = "DIR", conflicts_with_all = ["story", "accounts", "copies", "plot", "write"])]
    warc: Option<PathBuf>,

    /// Size of the pages made for --warc, in bytes; a longer article takes more
    #[arg(long, value_name = "BYTES", default_value_t = 30_000, requires = "warc")]
    page_bytes: usize,

    /// Folder of giveme5w1h
    #[arg(long, value_name = "DIR", default_value = "../shared/bench/giveme5w1h")]
    data: PathBuf,

    /// Run these records, in this process
    #[arg(long, value_name = "FILE", hide = true)]
    records: Option<PathBuf>,

    /// Run so many accounts, in this process
    #[arg(long, value_name = "ACCOUNTS", hide = true)]
    derived: Option<usize>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    if let Some(records) = &arguments.records {
        return run::measure(records, arguments.threads);
    }
    if let Some(size) = arguments.derived {
        return run::from_accounts(&base(&arguments.data)?, size);
    }
    if arguments.copies {
        copies(&base(&arguments.data)?);
        return Ok(());
    }
    let sizes: &[usize] = match (&arguments.sizes[..], &arguments.plot) {
        ([], None) => &[1000, 2000, 5000, 10000],
        (sizes, _) => sizes,
    };
    if let Some(file) = &arguments.write {
        let maker = made::Maker::new(&base(&arguments.data)?);
        let size = sizes.first().copied().unwrap_or_default();
        return write(&maker, size, arguments.story, file)
            .map_err(|e| format!("{}: {e}", file.display()));
    }
    if let Some(folder) = &arguments.warc {
        let maker = made::Maker::new(&base(&arguments.data)?);
        let size = sizes.first().copied().unwrap_or_default();
        let real = crawl::real(arguments.data.parent().unwrap_or(&arguments.data));
        return crawl::write(&real, &maker, size, arguments.page_bytes, folder)
            .map_err(|e| format!("{}: {e}", folder.display()));
    }
    if arguments.accounts {
        for size in sizes {
            let data = arguments.data.as_os_str();
            measured(
                arguments,
                "accounts",
                *size,
                &["--derived".as_ref(), size.to_string().as_ref(), "--data".as_ref(), data],
            )?;
        }
    } else if !sizes.is_empty() {
        let maker = made::Maker::new(&base(&arguments.data)?);
        for &size in sizes {
            one(arguments, &maker, size)?;
        }
    }
    if let (Some(rows), Some(plot)) = (&arguments.rows, &arguments.plot) {
        let told = |e: std::io::Error| format!("{}: {e}", rows.display());
        let picture = plot::picture(&std::fs::read_to_string(rows).map_err(told)?)?;
        std::fs::write(plot, picture).map_err(|e| format!("{}: {e}", plot.display()))?;
    }
    Ok(())
}

/// The articles at hand, each with the number of its event: the set's, or else the example's.
fn base(data: &Path) -> Result<Vec<(Article, i64)>, String> {
    let folder = if data.is_dir() { data.to_path_buf() } else { crate::root().join(data) };
    if folder.is_dir() {
        let found = articles(&folder);
        if found.is_empty() {
            return Err(format!(
                "{}: no articles there; --data names the folder",
                folder.display()
            ));
        }
        return Ok(found);
    }
    eprintln!("scale: no folder {}; made of the example's articles alone", folder.display());
    let example = crate::root().join("examples/vessel-register");
    let outcome = rashomon::run(&[example], &rashomon::Options::default(), &|_| {})
        .map_err(|error| error.to_string())?;
    Ok(outcome.dossier.documents.into_iter().map(|article| (article, 0)).collect())
}

/// Writes the articles of a run, or of one story, as JSON Lines.
fn write(maker: &made::Maker, size: usize, story: bool, file: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    let mut sink = |article: &made::Written| {
        let made::Written { number, title, text, outlet, host, published } = article;
        let mut record = json!({
            "id": format!("{number:07}"), "text": text, "outlet": outlet, "url": format!("https://{host}/{number}"),
        });
        if let Some(title) = title {
            record["title"] = title.as_str().into();
        }
        if let Some(day) = published {
            record["published"] = day.to_string().into();
        }
        writeln!(out, "{record}")
    };
    if story {
        maker.one(size, &mut sink)?;
    } else {
        maker.many(size, &mut sink)?;
    }
    out.flush()
}

/// Makes a run of this size, and runs it in a process of its own.
fn one(arguments: &Arguments, maker: &made::Maker, size: usize) -> Result<(), String> {
    let told = |e: std::io::Error| format!("a run of {size}: {e}");
    let folder = tempfile::tempdir().map_err(told)?;
    let records = folder.path().join("made.jsonl");
    write(maker, size, arguments.story, &records).map_err(told)?;
    let kind = if arguments.story { "story" } else { "run" };
    let threads = arguments.threads.to_string();
    let records = records.as_os_str();
    measured(
        arguments,
        kind,
        size,
        &["--threads".as_ref(), threads.as_ref(), "--records".as_ref(), records],
    )
}

/// Runs this program with these arguments, and keeps the lines it prints.
fn measured(arguments: &Arguments, kind: &str, size: usize, run: &[&OsStr]) -> Result<(), String> {
    let told = |e: std::io::Error| format!("a run of {size}: {e}");
    let output = Command::new(std::env::current_exe().map_err(told)?)
        .arg("scale")
        .args(run)
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(told)?;
    if !output.status.success() {
        return Err(format!("a run of {size} ended with {}", output.status));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let lines = lines.lines().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{kind}\t{size}\t{line}");
        all
    });
    print(&lines);
    if let Some(rows) = &arguments.rows {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(rows);
        file.and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(|e| format!("{}: {e}", rows.display()))?;
    }
    Ok(())
}

/// The time of the best of twenty searches, in documents a second.
fn copies(articles: &[(Article, i64)]) {
    let annotator = Annotator::new();
    let read = |(article, _): &(Article, i64)| {
        rashomon_extract::extract(article.clone(), annotator.annotate(article))
    };
    let accounts: Vec<_> = articles.iter().map(read).collect();
    let mut best = f64::MAX;
    let mut pairs = 0;
    for _ in 0..20 {
        let start = Instant::now();
        pairs = links::overlaps(&accounts, 0.5).len();
        best = best.min(start.elapsed().as_secs_f64());
    }
    let speed = accounts.len() as f64 / best;
    print(&format!("speed\t{speed:.0}\tdocuments/s\t{pairs} pairs\n"));
}

fn print(lines: &str) {
    // a closed pipe ends the printing, not the measuring
    let _ = write!(std::io::stdout().lock(), "{lines}");
}
