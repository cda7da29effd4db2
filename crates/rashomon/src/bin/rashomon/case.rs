//! Commands on a case file.

pub(crate) mod add;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod search;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use rashomon::{Error, case::Reader};
use serde::Serialize;

use crate::terminal::plain;

/// Which case file.
#[derive(Debug, Args)]
pub(crate) struct File {
    /// The case file
    #[arg(long, value_name = "FILE", env = "RASHOMON_CASE", default_value = "rashomon.case")]
    case: PathBuf,
}

/// Which part of a list, and in which form.
#[derive(Debug, Args)]
pub(crate) struct Part {
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u64,

    /// How many to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u64,

    /// A line of JSON each
    #[arg(long)]
    json: bool,
}

impl File {
    /// Where it is.
    #[cfg(feature = "serve")]
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.case
    }

    /// Opens it for reading.
    fn reader(&self) -> Result<Reader, Error> {
        Reader::open(&self.case).map_err(|error| Error::bad_argument(format!("--case {error}")))
    }
}

/// What a case file that is there cannot give.
fn fault(error: impl std::fmt::Display) -> Error {
    Error::write(error.to_string())
}

/// Writes a line of JSON.
fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// Columns of text, each as wide as its widest cell, the last as it is; nothing in them acts on a terminal.
fn columns(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| plain(cell).replace(['\n', '\t'], " ")).collect())
        .collect();
    let wide = |n: usize| {
        rows.iter().filter_map(|row| row.get(n)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or(0)).map(wide).collect();
    for row in &rows {
        let last = row.len().saturating_sub(1);
        let mut line = String::new();
        for (n, cell) in row.iter().enumerate() {
            line.push_str(cell);
            if n < last {
                line.extend(std::iter::repeat_n(' ', widths[n] - cell.chars().count() + 2));
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_line_up() {
        let rows = [["a", "bé", "c"], ["aaa", "b", "c\u{1b}"]];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let mut out = Vec::new();
        super::columns(&mut out, &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a    bé  c\naaa  b   c\\u{1b}\n");
    }
}
