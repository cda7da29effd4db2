use std::io::{self, IsTerminal as _, Write};

use clap::Args;
use rashomon::{
    Error,
    case::{Hit, Query},
};

use super::{File, Part, fault, json};
use crate::run::count;
use crate::terminal::plain;

/// Search the sentences of a case file: their words, and who did what to whom in them
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon search 'vessels AND actor:malta after:2024-04-01 outlet:ledger'
  rashomon search 'party:\"harbour board\" stance:denies'
  rashomon search 'type:assault place:valletta -speaker:police'

Words must all be in a sentence, in whatever form; \"words in quotation marks\" next to each
other; harb* any that begin so. AND may be left out; OR, NOT or - and ( ) do what they say.
Fields: actor: recipient: speaker: place: party: (a name, or an id like e7), type: (PLOVER),
stance: (says attributes hedges marks denies doubts declines quotes), in: (event claim
quotation), after: before: on: (2022, 2022-09, 2022-09-07), outlet: lang: story: article:")]
pub(crate) struct Arguments {
    /// What to search for
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,

    #[command(flatten)]
    file: File,

    #[command(flatten)]
    part: Part,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let text = arguments.query.join(" ");
    let query: Query =
        text.parse().map_err(|error| Error::bad_argument(format!("{text}: {error}")))?;
    let reader = arguments.file.reader()?;
    let found =
        reader.search(&query, arguments.part.offset, arguments.part.limit).map_err(fault)?;
    let mut out = io::stdout().lock();
    let bold = out.is_terminal();
    let written = found.hits.iter().try_for_each(|hit| {
        if arguments.part.json { json(&mut out, hit) } else { write(&mut out, hit, bold) }
    });
    crate::printed(written)?;
    if !arguments.part.json {
        let shown = match found.hits.len() {
            n if n as u64 == found.total => String::new(),
            n => format!(", {n} of them shown"),
        };
        eprintln!("{}{shown}", count(found.total as usize, "sentence", "sentences"));
    }
    Ok(())
}

fn write(out: &mut dyn Write, hit: &Hit, bold: bool) -> io::Result<()> {
    let day = hit.published.as_deref().unwrap_or("undated");
    let story = hit.story.map(|story| format!("  {story}")).unwrap_or_default();
    let line = format!("{}, {day}  {}:{}-{}{story}", hit.outlet, hit.article, hit.start, hit.end);
    writeln!(out, "{}", plain(&line))?;
    writeln!(out, "  {}", marked(hit, bold))?;
    for it in &hit.statements {
        let days = match (&it.start, &it.end) {
            (Some(start), Some(end)) if start != end => format!(", {start} to {end}"),
            (Some(start), _) => format!(", {start}"),
            _ => String::new(),
        };
        let kind = it.r#type.as_deref().unwrap_or(&it.kind);
        writeln!(out, "    {}", plain(&format!("{} [{kind}{days}]: {}", it.stance, it.label)))?;
    }
    writeln!(out)
}

/// The sentence, with the words found set off where that can be shown.
fn marked(hit: &Hit, bold: bool) -> String {
    let (on, off) = if bold { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let chars: Vec<char> = hit.text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    let piece = |from: usize, to: usize| {
        let piece: String = chars.get(from..to).unwrap_or_default().iter().collect();
        plain(&piece.replace('\n', " "))
    };
    for &(start, end) in &hit.marks {
        let (start, end) = (start as usize, end as usize);
        out.extend([&piece(at, start), on, &piece(start, end), off]);
        at = end;
    }
    out + &piece(at, chars.len())
}
