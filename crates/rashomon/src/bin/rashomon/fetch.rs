use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use clap::Args;
use rashomon::Error;
use rashomon_fetch::{Event, Options, Seed, Summary, failures_file, fetch, seeds};
use rashomon_text::time::Date;

use crate::progress::Progress;

/// Fetch pages from the web into a WARC file
///
/// Asks for pages, and for the pages that feeds, OPML files and sitemaps lead to, and keeps every
/// answer as it came. Obeys robots.txt, asks a host for one page at a time, and never connects to
/// addresses of the own network. This is the only command that touches the network.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon fetch https://paper.example/feed.xml --since 2022-09-01 --out news.warc.gz
  rashomon fetch --from urls.txt --contact desk@paper.example --out news.warc.gz
  rashomon fetch --from urls.txt --again news.warc.gz --out today.warc.gz

What fails is listed in FILE.failures.jsonl. Ends with 0 when a page is stored, 1 when none is or
the file cannot be written, 2 for bad arguments, 130 when stopped with Ctrl-C: the file is whole,
and --resume goes on.")]
pub(crate) struct Arguments {
    /// URLs of pages, feeds, OPML files and sitemaps; files of the last three kinds, and of URLs
    #[arg(required_unless_present = "from", value_name = "INPUT")]
    inputs: Vec<String>,

    /// File with more URLs, one a line; - reads standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    /// WARC file to write (.warc.gz)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Mail address or URL that tells sites who asks
    #[arg(long, value_name = "TEXT", value_parser = contact)]
    contact: Option<String>,

    /// Of feeds and sitemaps, leave out what is dated before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,

    /// Take at most N pages of each feed or sitemap, the newest first
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Requests a second to one host, at most
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = rate)]
    rate: f64,

    /// Hosts asked at the same time
    #[arg(long, value_name = "HOSTS", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    parallel: u16,

    /// Longest body kept, in bytes; longer ones are cut
    #[arg(long, value_name = "N", default_value_t = 20_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: u64,

    /// Longest time for one answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    timeout: u32,

    /// How often a page is asked for before it is given up
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    attempts: u32,

    /// Earlier WARC file: pages that have not changed since are noted, not stored again
    #[arg(long, value_name = "FILE")]
    again: Vec<PathBuf>,

    /// Go on with a file that is there
    #[arg(long)]
    resume: bool,

    /// Allow addresses of the own network: loopback, private, link-local
    #[arg(long)]
    allow_private: bool,

    /// Proxy, as http://HOST:PORT; it looks names up itself, so private addresses that only it can
    /// see are its to refuse. Proxies of the environment are not used
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,

    /// File of certificates (PEM) to believe, in place of Mozilla's
    #[arg(long, value_name = "FILE")]
    certificates: Option<PathBuf>,

    /// Say nothing but what went wrong
    #[arg(long)]
    quiet: bool,
}

/// Failures said on the screen; the table has them all.
const SAID: usize = 20;

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let options = arguments.options()?;
    let mut wanted = seeds(&arguments.inputs, &options).map_err(|error| told(&error))?;
    if let Some(path) = &arguments.from {
        let name = path.display().to_string();
        let text = lines(path).map_err(|error| {
            Error::bad_argument(format!("--from {name}: {error}; give a text file of URLs"))
        })?;
        wanted.extend(Seed::lines(&text, &name));
    }
    if wanted.is_empty() {
        return Err(Error::nothing_usable("no URL in the inputs; nothing was fetched"));
    }

    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // the second time it is not waited for
    let handler = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    if let Err(error) = handler {
        eprintln!("note: Ctrl-C will end the run at once: {error}");
    }

    let progress = Progress::pages(arguments.quiet);
    let said = AtomicUsize::new(0);
    let out = &arguments.out;
    let result = fetch(wanted, out, &options, &stop, &|event| match event {
        Event::Wanted(pages) => progress.length(*pages),
        Event::Done(_) => progress.step(),
        Event::Failed(failure) => {
            progress.step();
            if said.fetch_add(1, Ordering::Relaxed) < SAID {
                progress.line(&format!("left out: {}: {}", failure.url, failure.reason));
            }
        }
        Event::Note(what, place) => {
            if !arguments.quiet {
                progress.line(&format!("note: {place}: {what}"));
            }
        }
    });
    progress.end();
    let summary = result.map_err(|error| told(&error))?;
    if summary.failures.len() > SAID {
        eprintln!("left out: {} more", summary.failures.len() - SAID);
    }
    if !arguments.quiet {
        eprint!("{}", report(&summary, out));
    }
    if stop.load(Ordering::SeqCst) {
        eprintln!("stopped with {} to go; --resume goes on", pages(summary.left));
        return Ok(ExitCode::from(130));
    }
    if !summary.is_usable() {
        return Err(Error::nothing_usable(format!(
            "no page was stored; {} says why",
            failures_file(out).display()
        )));
    }
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn options(&self) -> Result<Options, Error> {
        let certificates = match &self.certificates {
            None => None,
            Some(path) => Some(std::fs::read(path).map_err(|error| {
                Error::bad_argument(format!("--certificates {}: {error}", path.display()))
            })?),
        };
        Ok(Options {
            contact: self.contact.clone(),
            pause: Duration::from_secs_f64(1.0 / self.rate),
            parallel: self.parallel.into(),
            max_bytes: self.max_bytes,
            timeout: Duration::from_secs(self.timeout.into()),
            attempts: self.attempts,
            since: self.since,
            limit: self.limit,
            allow_private: self.allow_private,
            proxy: self.proxy.clone(),
            certificates,
            again: self.again.clone(),
            resume: self.resume,
            ..Options::default()
        })
    }
}

/// An error of the fetcher as one of the program.
fn told(error: &rashomon_fetch::Error) -> Error {
    let told = if error.is_bad_argument() { Error::bad_argument } else { Error::write };
    told(error.to_string())
}

fn lines(path: &Path) -> std::io::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
}

pub(crate) fn contact(text: &str) -> Result<String, &'static str> {
    // it becomes part of a header field
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\');
    if !text.is_empty() && text.len() <= 200 && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("a mail address or a URL, without spaces")
    }
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a day, as 2022-09-07")
}

fn rate(text: &str) -> Result<f64, &'static str> {
    match text.parse() {
        Ok(rate) if (0.001..=1000.0).contains(&rate) => Ok(rate),
        _ => Err("a number between 0.001 and 1000"),
    }
}

/// A few lines for people.
fn report(summary: &Summary, out: &Path) -> String {
    let mut text = format!("{} stored", pages(summary.stored));
    let parts = [
        (summary.unchanged, "unchanged"),
        (summary.before, "there before"),
        (summary.truncated, "cut short"),
        (summary.failures.len(), "left out"),
    ];
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(text, ", {count} {what}");
    }
    let _ = match summary.lists {
        0 => Ok(()),
        1 => write!(text, " (1 of them a list of pages)"),
        lists => write!(text, " ({lists} of them lists of pages)"),
    };
    let _ = writeln!(text, "\n{} ({})", out.display(), size(summary.bytes));
    if !summary.failures.is_empty() {
        let _ = writeln!(text, "{}", failures_file(out).display());
    }
    text
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn pages(count: usize) -> String {
    format!("{count} {}", if count == 1 { "page" } else { "pages" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_one_word_of_a_header() {
        assert!(contact("desk@paper.example").is_ok());
        assert!(contact("https://paper.example/bot?a=1").is_ok());
        for odd in ["", "a b", "a\r\nX: y", "a)", "caf\u{e9}"] {
            assert!(contact(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_rate_is_a_number_that_can_be_kept() {
        assert_eq!(rate("0.5"), Ok(0.5));
        for odd in ["0", "-1", "NaN", "inf", "1e9", ""] {
            assert!(rate(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_report_says_what_became_of_the_pages() {
        let summary = Summary {
            stored: 3,
            before: 1,
            truncated: 1,
            lists: 1,
            bytes: 1_250_000,
            ..Summary::default()
        };
        assert_eq!(
            report(&summary, Path::new("a.warc.gz")),
            "3 pages stored, 1 there before, 1 cut short (1 of them a list of pages)\na.warc.gz (1.2 MB)\n"
        );
    }
}
