use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rashomon::{
    Error, Options,
    case::{self, Order, Reader, StoryId, Table},
    write,
};

use super::{File, fault};
use crate::run::count;

/// Write stories of a case file out, each as a file of its own, or the case as tables
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon export s3 --format html --out for-the-desk
  rashomon export --format csv --out tables")]
pub(crate) struct Arguments {
    /// Stories by id; all where none is given
    #[arg(value_name = "STORY", value_parser = id)]
    stories: Vec<StoryId>,

    #[command(flatten)]
    file: File,

    /// json: dossiers; html: pages that need no other file; md: Markdown; csv: stories, articles, statements and entities
    #[arg(long, value_enum)]
    format: Format,

    /// Folder to write to, made where it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Html,
    Md,
    Csv,
}

fn id(text: &str) -> Result<StoryId, String> {
    text.parse().map_err(|()| "a story has an id like s3; `rashomon list` gives them".to_owned())
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let reader = arguments.file.reader()?;
    let out = &arguments.out;
    write::prepare(out).map_err(|error| {
        Error::bad_argument(format!(
            "--out {}: {error}; give a folder that can be written to",
            out.display()
        ))
    })?;
    let failed =
        |error: io::Error| Error::write(format!("cannot write to {}: {error}", out.display()));
    if arguments.format == Format::Csv {
        if !arguments.stories.is_empty() {
            return Err(Error::bad_argument(
                "--format csv writes the whole case; leave out the stories",
            ));
        }
        let names = Table::ALL.map(|table| format!("{}.csv", table.name()));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let table = |name: &str, file: &mut dyn io::Write| {
            let table = Table::ALL.into_iter().find(|table| name.starts_with(table.name()));
            table.map_or(Ok(()), |table| csv(&reader, table, file))
        };
        write::all(out, &names, &table).map_err(failed)?;
        eprintln!("{} tables in {}", names.len(), out.display());
        return Ok(());
    }
    let stories = match arguments.stories.as_slice() {
        [] => all(&reader)?,
        stories => stories.to_vec(),
    };
    for &story in &stories {
        let (name, contents) = file(&reader, story, arguments.format)?;
        write::all(out, &[&name], &|_, file| file.write_all(contents.as_bytes()))
            .map_err(failed)?;
    }
    eprintln!("{} in {}", count(stories.len(), "story", "stories"), out.display());
    Ok(())
}

fn all(reader: &Reader) -> Result<Vec<StoryId>, Error> {
    const PAGE: u64 = 500;
    let mut stories = Vec::new();
    loop {
        let (total, page) =
            reader.stories(Order::Day, stories.len() as u64, PAGE).map_err(fault)?;
        stories.extend(page.iter().map(|story| story.id));
        if page.is_empty() || stories.len() as u64 >= total {
            return Ok(stories);
        }
    }
}

fn file(reader: &Reader, story: StoryId, format: Format) -> Result<(String, String), Error> {
    let none =
        || Error::bad_argument(format!("there is no story {story}; `rashomon list` gives them"));
    if format == Format::Json {
        let json = reader.dossier(story, None).map_err(fault)?.ok_or_else(none)?;
        return Ok((format!("{story}.json"), json));
    }
    let dossier = case::dossier(reader, story).map_err(fault)?.ok_or_else(none)?;
    let [_, page, markdown] = rashomon::files(&dossier, &Options::default());
    Ok(match format {
        Format::Md => (format!("{story}.md"), markdown.contents),
        _ => (format!("{story}.html"), page.contents),
    })
}

fn csv(reader: &Reader, table: Table, file: &mut dyn io::Write) -> io::Result<()> {
    /// Either of the two that can fail.
    struct Fault(io::Error);
    impl From<case::CaseError> for Fault {
        fn from(error: case::CaseError) -> Self {
            Self(io::Error::other(error.to_string()))
        }
    }
    let mut writer = csv::Writer::from_writer(file);
    reader
        .table(table, |row| {
            let row: Vec<String> = row.iter().map(|cell| inert(cell)).collect();
            writer.write_record(&row).map_err(|error| Fault(error.into()))
        })
        .map_err(|fault: Fault| fault.0)?;
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '@' | '\t' | '\r') => format!("'{cell}"),
        Some('-') if cell.parse::<f64>().is_err() => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(inert("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(inert("-1+cmd"), "'-1+cmd");
        assert_eq!(inert("-12.5"), "-12.5");
        assert_eq!(inert("plain, text"), "plain, text");
    }
}
