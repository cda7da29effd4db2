use std::path::Path;

use rashomon_text::{Basis, Outlet, Published, time::Date};

use crate::{Error, meta::dates};

/// What the user says about a document: a row of `--metadata`, or the fields of a JSONL record.
///
/// It goes before anything found in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Headline; put before the text where the text does not begin with it.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
}

impl Given {
    pub(crate) fn outlet(&self) -> Option<Outlet> {
        let name = self.outlet.clone()?;
        Some(Outlet { name, basis: Basis::Given, evidence: Vec::new() })
    }

    pub(crate) fn published(&self) -> Option<Published> {
        let day = self.published?;
        Some(Published { start: day, end: day, basis: Basis::Given, evidence: Vec::new() })
    }

    /// `self` where it says something, else `other`.
    pub fn or(self, other: &Self) -> Self {
        Self {
            title: self.title.or_else(|| other.title.clone()),
            outlet: self.outlet.or_else(|| other.outlet.clone()),
            url: self.url.or_else(|| other.url.clone()),
            published: self.published.or(other.published),
        }
    }
}

/// The user's table of metadata: one row a file.
///
/// Columns are found by the names in the first row, in any order: `file` (needed), `outlet`, `url`,
/// `date`, `title`. Separated by tabs, or by commas where the first row has no tab.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    rows: Vec<(String, Given)>,
}

impl Table {
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
        Self::parse(path, &bytes)
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let head = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
        let delimiter = if head.contains(&b'\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .quoting(delimiter == b',')
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let header = reader
            .headers()
            .map_err(|error| Error::malformed(path, &format!("not a table: {error}")))?
            .clone();
        let column = |names: &[&str]| {
            header.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
        };
        let Some(file) = column(&["file", "path", "filename"]) else {
            return Err(Error::malformed(
                path,
                "the first row must name the columns, and one of them must be `file` (others: outlet, url, date, title)",
            ));
        };
        let (outlet, url) = (column(&["outlet", "source", "publisher"]), column(&["url", "link"]));
        let (date, title) = (column(&["date", "published"]), column(&["title", "headline"]));
        let mut rows = Vec::new();
        for record in reader.records() {
            let record =
                record.map_err(|error| Error::malformed(path, &format!("not a table: {error}")))?;
            let cell = |at: Option<usize>| {
                record.get(at?).filter(|cell| !cell.is_empty()).map(str::to_owned)
            };
            let Some(name) = cell(Some(file)) else { continue };
            let published = match cell(date) {
                None => None,
                Some(text) => Some(dates::day(&text).ok_or_else(|| {
                    let line = record.position().map_or(0, csv::Position::line);
                    let message =
                        format!("line {line}: “{text}” is not a day; write it as 2022-09-07");
                    Error::malformed(path, &message)
                })?),
            };
            let given =
                Given { title: cell(title), outlet: cell(outlet), url: cell(url), published };
            rows.push((name.replace('\\', "/"), given));
        }
        Ok(Self { rows })
    }

    /// The row of the file at `path`: the one whose `file` is its path, its name, or the end of its
    /// path; the longest such where several are.
    pub(crate) fn find(&self, path: &str) -> Option<&Given> {
        self.rows
            .iter()
            .filter(|(name, _)| {
                path.strip_suffix(name.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .max_by_key(|(name, _)| name.len())
            .map(|(_, given)| given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Table, Error> {
        Table::parse(Path::new("table.tsv"), text.as_bytes())
    }

    #[test]
    fn columns_are_found_by_name() {
        for text in [
            "outlet\tfile\tdate\nHarbour Post\ta/one.txt\t2021-03-04\n",
            "file,date,outlet\na/one.txt,4 March 2021,\"Harbour Post\"\n",
        ] {
            let table = parse(text).unwrap();
            let given = table.find("in/a/one.txt").unwrap();
            assert_eq!(given.outlet.as_deref(), Some("Harbour Post"));
            assert_eq!(given.published.unwrap().to_string(), "2021-03-04");
            assert!(table.find("in/ba/one.txt").is_none(), "the end of a path, not of a name");
        }
    }

    #[test]
    fn the_nearest_row_wins() {
        let table = parse("file\toutlet\none.txt\tA\nb/one.txt\tB\n").unwrap();
        assert_eq!(table.find("x/b/one.txt").unwrap().outlet.as_deref(), Some("B"));
        assert_eq!(table.find("x/c/one.txt").unwrap().outlet.as_deref(), Some("A"));
    }

    #[test]
    fn a_bad_table_is_refused_with_the_way_out() {
        let error = parse("name\toutlet\n").unwrap_err();
        assert!(error.is_malformed() && error.to_string().contains("`file`"), "{error}");
        let error = parse("file\tdate\na.txt\tsoon\n").unwrap_err();
        assert!(error.to_string().contains("line 2: “soon”"), "{error}");
    }
}
