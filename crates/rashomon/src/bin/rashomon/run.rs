use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use rashomon::{Base, Error, Failure, Files, Options, Outcome, Revision, Step, Way, write};

#[cfg(feature = "case")]
use crate::case;
use crate::how::How;
use crate::journal::Journal;
use crate::progress::Progress;
#[cfg(feature = "job")]
use crate::tables;
use crate::terminal::plain;

/// Read many accounts, write one dossier
///
/// Writes three files into the folder given with --out: dossier.json (everything, for programs),
/// index.html (the page to open) and dossier.md. With --case it puts the articles into a case file, to which more
/// can be added (`rashomon add`) and which can be searched. With --tables it reads a crawl of any size into Parquet
/// tables, a dossier for each story, in memory that hardly grows with it.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("to").required(true)))]
#[command(after_help = "Examples:
  rashomon run reports --out out
  rashomon run 'reports/*.txt' page.html --metadata about.tsv --out out
  rashomon run reports late.txt --base out/dossier.json --out out
  rashomon run reports --case harbour.case
  rashomon run 'crawl/*.warc.gz' --tables tables --resume

Ends with 0 when the files are written, 1 when no input was usable or nothing could be
written, 2 for bad arguments.")]
pub(crate) struct Arguments {
    /// Files, folders and patterns ('reports/*.txt'): .txt, .html, .jsonl, .warc, feeds (.xml, .rss, .atom), mail (.eml,
    /// .mht)
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Folder to write to, made where it is missing
    #[arg(long, value_name = "DIR", group = "to")]
    out: Option<PathBuf>,

    /// Put the articles into a case file in place of writing a folder; made where it is missing
    #[cfg(feature = "case")]
    #[arg(long, value_name = "FILE", group = "to", conflicts_with = "no_text")]
    case: Option<PathBuf>,

    /// Write Parquet tables into this folder, made where it is missing, in place of one dossier: for more articles than
    /// the memory holds
    #[cfg(feature = "job")]
    #[arg(long, value_name = "DIR", group = "to")]
    tables: Option<PathBuf>,

    /// Go on where an earlier run with the same arguments broke off
    #[cfg(feature = "job")]
    #[arg(long, requires = "tables")]
    resume: bool,

    /// The dossier.json of an earlier run: say what changed since then
    #[arg(long, value_name = "FILE", requires = "out")]
    base: Option<PathBuf>,

    /// Leave the documents' texts out of the results; cites keep their words
    #[arg(long)]
    no_text: bool,

    #[command(flatten)]
    how: How,
}

impl Arguments {
    fn options(&self) -> Result<Options, Error> {
        let base = self.base.as_deref().map(Base::read).transpose()?;
        Ok(Options { text: !self.no_text, base, ..self.how.options()? })
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let journal = arguments.how.journal()?;
    let options = arguments.options().inspect_err(|e| journal.line("error", "", &e.to_string()))?;
    #[cfg(feature = "case")]
    if let Some(file) = &arguments.case {
        let Arguments { inputs, how, .. } = arguments;
        return case::add::add(file, inputs, &options, &journal, how.quiet, false);
    }
    #[cfg(feature = "job")]
    if let Some(folder) = &arguments.tables {
        let Arguments { inputs, resume, how, .. } = arguments;
        return tables::run(inputs, folder, &options, *resume, &journal, how.quiet);
    }
    let Some(out) = &arguments.out else {
        return Err(Error::bad_argument("--out: give a folder to write to"));
    };
    write::prepare(out).map_err(|error| {
        Error::bad_argument(format!(
            "--out {}: {error}; give a folder that can be written to",
            out.display()
        ))
    })?;

    let progress = Progress::new(arguments.how.quiet);
    let result = rashomon::run(&arguments.inputs, &options, &|step| {
        progress.show(step);
        if !matches!(step, Step::Read { .. }) {
            journal.line("step", "", &format!("{step:?}"));
        }
    });
    progress.end();
    let outcome = result.inspect_err(|error| journal.line("error", "", &error.to_string()))?;
    record(&outcome, &journal);
    for Failure { input, reason, .. } in &outcome.failures {
        eprintln!("left out: {}", plain(&format!("{input}: {reason}")));
    }
    if outcome.dossier.documents.is_empty() {
        return Err(Error::nothing_usable(
            "no input was usable; nothing was written. Give .txt, .html, .jsonl or .warc files, \
             folders of them, or patterns in quotation marks",
        ));
    }

    let files = Files::new(&outcome.dossier, &options);
    write::all(out, &Files::NAMES, &|name, file| files.write(name, file)).map_err(|error| {
        Error::write(format!(
            "cannot write to {}: {error}; the files there are as they were before, \
             free some space or give another --out",
            out.display()
        ))
    })?;
    journal.line("done", &out.display().to_string(), "");
    if !arguments.how.quiet {
        let changed = files.revision().map(changed_since).unwrap_or_default();
        eprint!("{}", plain(&summary(&outcome, &changed, journal.seconds(), out)));
    }
    Ok(())
}

/// What was odd in the documents, and what was left out, for the log.
fn record(outcome: &Outcome, journal: &Journal) {
    for Failure { input, reason, .. } in &outcome.failures {
        journal.line("left out", input, reason);
    }
    for Failure { input, reason, .. } in &outcome.skipped {
        journal.line("passed over", input, reason);
    }
    for document in &outcome.dossier.documents {
        let path = document.source.path.as_deref().unwrap_or("");
        let record = document.source.record.as_deref().map(|r| format!("#{r}")).unwrap_or_default();
        for note in &document.notes {
            journal.line(note.code, &format!("{path}{record}"), &note.message);
        }
    }
}

/// A line for people: "since the earlier run: 1 account more, 3 things new, 2 told otherwise, 1 no longer".
fn changed_since(revision: &Revision<'_>) -> String {
    let changes = || revision.stories.iter().flat_map(|story| &story.changes);
    let number = |way: Way, account: bool| {
        changes().filter(|it| it.change == way && (it.of == "account") == account).count()
    };
    let parts = [
        (number(Way::Added, true), ["account more", "accounts more"]),
        (number(Way::Dropped, true), ["account less", "accounts less"]),
        (number(Way::Added, false), ["thing new", "things new"]),
        (changes().filter(|it| it.change == Way::Changed).count(), ["told otherwise"; 2]),
        (number(Way::Dropped, false), ["no longer told"; 2]),
        (revision.gone.len(), ["story gone", "stories gone"]),
    ];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, [one, many])| count(*n, one, many));
    let parts: Vec<String> = parts.collect();
    let told = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    format!("since the earlier run: {told}\n")
}

/// Five lines for people, and `changed`.
fn summary(outcome: &Outcome, changed: &str, seconds: f64, out: &Path) -> String {
    let stories = &outcome.dossier.stories;
    let events: usize = stories.iter().map(|s| s.events.len()).sum();
    let claims: usize = stories.iter().map(|s| s.claims.len()).sum();
    let disagreements: usize = stories.iter().map(|s| s.disagreements.len()).sum();
    let left_out = match (outcome.failures.len(), outcome.skipped.len()) {
        (0, 0) => String::new(),
        (0, m) => format!(" ({m} records passed over)"),
        (n, 0) => format!(" ({n} left out, see above)"),
        (n, m) => format!(" ({n} left out, see above; {m} records passed over)"),
    };
    format!(
        "{} from {}{left_out}\n{}, {}, {}\n{}\n{changed}{seconds:.2} s\nopen {}\n",
        count(stories.len(), "story", "stories"),
        count(outcome.dossier.documents.len(), "document", "documents"),
        count(events, "event", "events"),
        count(claims, "claim", "claims"),
        count(disagreements, "disagreement", "disagreements"),
        match stories.as_slice() {
            [] => "no story is told by more than one document",
            [first, ..] => &first.title,
        },
        out.join("index.html").display(),
    )
}

pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
