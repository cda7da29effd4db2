use std::io::{self, Write};

use clap::{Args, ValueEnum};
use rashomon::{
    Error,
    case::{Order, Reader},
};

use super::{File, Part, columns, fault, json};
use crate::run::count;

/// List what a case file holds
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon list
  rashomon list articles --limit 100
  rashomon list entities --json --case harbour.case")]
pub(crate) struct Arguments {
    /// What to list
    #[arg(value_enum, default_value_t = What::Stories)]
    what: What,

    #[command(flatten)]
    file: File,

    /// In which order stories come
    #[arg(long, value_enum, default_value_t = By::Changed)]
    by: By,

    #[command(flatten)]
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Stories,
    Articles,
    Entities,
    /// The last first
    Changes,
    /// Records that could not be read
    Failures,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Last changed first
    Changed,
    /// Latest day first
    Day,
    /// Most outlets first
    Outlets,
    /// Most disagreements first
    Disagreements,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let reader = arguments.file.reader()?;
    let list = arguments.list(&reader).map_err(fault)?;
    let mut out = io::stdout().lock();
    crate::printed(list.write(&mut out))?;
    if !arguments.part.json && list.total > list.rows.len() as u64 + arguments.part.offset {
        eprintln!("{} of {}; --limit and --offset give more", list.rows.len(), list.total);
    }
    Ok(())
}

/// Lines of JSON, or rows of cells.
struct List {
    total: u64,
    rows: Vec<Vec<String>>,
    lines: Option<Vec<u8>>,
}

impl List {
    fn of<T: serde::Serialize>(
        (total, rows): (u64, Vec<T>),
        lines: bool,
        cells: impl Fn(&T) -> Vec<String>,
    ) -> Self {
        let mut out = Vec::new();
        if lines {
            // writing to memory does not fail
            let _ = rows.iter().try_for_each(|row| json(&mut out, row));
        }
        Self { total, rows: rows.iter().map(cells).collect(), lines: lines.then_some(out) }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.lines {
            Some(lines) => out.write_all(lines),
            None => columns(out, &self.rows),
        }
    }
}

impl Arguments {
    fn list(&self, reader: &Reader) -> Result<List, impl std::fmt::Display + use<>> {
        let Part { offset, limit, json } = self.part;
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "undated".to_owned());
        let n = |n: u64, one: &str, many: &str| count(n as usize, one, many);
        Ok::<_, rashomon::case::CaseError>(match self.what {
            What::Stories => {
                let order = match self.by {
                    By::Changed => Order::Changed,
                    By::Day => Order::Day,
                    By::Outlets => Order::Outlets,
                    By::Disagreements => Order::Disagreements,
                };
                List::of(reader.stories(order, offset, limit)?, json, |it| {
                    vec![
                        it.id.to_string(),
                        day(&it.end),
                        n(it.outlets.len() as u64, "outlet", "outlets"),
                        n(it.origins, "origin", "origins"),
                        match (it.conflicts, it.disputed) {
                            (0, 0) => String::new(),
                            (0, disputed) => format!("{disputed} disputed"),
                            (conflicts, 0) => n(conflicts, "conflict", "conflicts"),
                            (conflicts, disputed) => {
                                format!(
                                    "{}, {disputed} disputed",
                                    n(conflicts, "conflict", "conflicts")
                                )
                            }
                        },
                        it.title.clone(),
                    ]
                })
            }
            What::Articles => List::of(reader.articles(offset, limit)?, json, |it| {
                vec![
                    it.id.to_string(),
                    it.story.map(|story| story.to_string()).unwrap_or_default(),
                    day(&it.published),
                    it.outlet.clone(),
                    it.title.clone(),
                ]
            }),
            What::Entities => List::of(reader.entities(None, None, offset, limit)?, json, |it| {
                vec![
                    it.id.to_string(),
                    it.kind.clone(),
                    n(it.stories, "story", "stories"),
                    n(it.articles, "article", "articles"),
                    it.name.clone(),
                ]
            }),
            What::Changes => {
                let mut rows = reader.latest(offset.saturating_add(limit))?;
                rows.drain(..rows.len().min(offset as usize));
                List::of((reader.overview()?.change, rows), json, |it| {
                    let what = match (it.revision, it.joined, it.lines.as_slice()) {
                        (1, _, _) => "new".to_owned(),
                        (_, Some(joined), _) => format!("joined to {joined}"),
                        (_, None, [line]) => line.clone(),
                        (_, None, lines) => n(lines.len() as u64, "change", "changes"),
                    };
                    vec![it.at.clone(), it.story.to_string(), it.title.clone(), what]
                })
            }
            What::Failures => List::of(reader.failures(offset, limit)?, json, |it| {
                vec![it.at.clone(), it.input.clone(), it.reason.clone()]
            }),
        })
    }
}
