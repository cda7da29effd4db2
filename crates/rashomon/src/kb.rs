//! A user's own names: a file that says which spellings and aliases are of one bearer.

use std::collections::BTreeMap;
use std::path::Path;

use rashomon_reconcile::dossier::{Country, EntityKind};
use rashomon_reconcile::entities::aliases::{Aliases, Known, country};
use serde::Deserialize;

use crate::Error;

/// Names that are to be taken for one, as the user knows them.
///
/// In a table (`.tsv`) each line gives a name, a tab and an alias of it, and may give the kind and the
/// state: `person`, `organization`, `geopolitical`, `place`, `group` or `other`, and an ISO 3166-1 code of
/// three letters. A line may repeat a name with another alias; lines that begin with # are passed over. In a
/// `.jsonl` file each line is an object with `name`, `aliases` and, where wanted, `kind` and `country`.
#[derive(Clone, Debug, Default)]
pub struct Kb {
    aliases: Aliases,
    names: usize,
    digest: u64,
    #[cfg_attr(
        not(any(feature = "case", feature = "job")),
        expect(dead_code, reason = "a case file keeps it")
    )]
    text: String,
}

/// One line, of either form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    kind: Option<String>,
    country: Option<String>,
}

impl Kb {
    /// Reads a file; JSON Lines where its name ends so, a table otherwise.
    ///
    /// Fails where the file cannot be read or a line cannot be followed; the message names file and line.
    #[allow(clippy::disallowed_methods)] // a file that the user names
    pub fn read(path: &Path) -> Result<Self, Error> {
        let fault =
            |message: String| Error::bad_argument(format!("--kb {}{message}", path.display()));
        let bytes = std::fs::read(path).map_err(|error| {
            fault(format!(": {error}; give a table (TSV) or JSON Lines of names and aliases"))
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|_| fault(": is not UTF-8; save it as UTF-8 text".to_owned()))?;
        let json = path.extension().is_some_and(|ending| {
            ending.eq_ignore_ascii_case("jsonl") || ending.eq_ignore_ascii_case("ndjson")
        });
        Self::parse(&text, json).map_err(|(line, message)| fault(format!(":{line}: {message}")))
    }

    /// The names that are one.
    pub(crate) fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    /// What tells the file from others: 16 hexadecimal digits.
    pub fn digest(&self) -> String {
        format!("{:016x}", self.digest)
    }

    /// The names as a case file keeps them, or the plan of a job.
    #[cfg(any(feature = "case", feature = "job"))]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The names that a case file keeps, or the plan of a job; `None` where they do not read as such.
    #[cfg(any(feature = "case", feature = "job"))]
    pub(crate) fn kept(text: &str) -> Option<Self> {
        Self::parse(text, text.trim_start().starts_with('{')).ok()
    }

    /// Number of names with aliases.
    pub fn len(&self) -> usize {
        self.names
    }

    /// Whether no name is given.
    pub fn is_empty(&self) -> bool {
        self.names == 0
    }

    /// Reads lines; fails with the number of the first line at fault, from 1, and why.
    fn parse(text: &str, json: bool) -> Result<Self, (usize, String)> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut known: Vec<Known> = Vec::new();
        let mut number_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut line_of: Vec<usize> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || !json && line.starts_with('#') {
                continue;
            }
            let at = |message: String| (number + 1, message);
            let line = if json { object(line) } else { row(line) }.map_err(at)?;
            let one = line.known().map_err(at)?;
            let place = *number_of.entry(one.name.clone()).or_insert(known.len());
            if let Some(before) = known.get_mut(place) {
                merge(before, one).map_err(at)?;
            } else {
                known.push(one);
                line_of.push(number + 1);
            }
        }
        let names = known.len();
        let aliases = Aliases::new(known).map_err(|(number, name)| {
            let message =
                format!("'{name}' is also a name of one above; leave it out of one of the two");
            (line_of[number], message)
        })?;
        // FNV-1a
        let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        Ok(Self { aliases, names, digest, text: text.to_owned() })
    }
}

fn object(line: &str) -> Result<Line, String> {
    serde_json::from_str(line).map_err(|error| {
        format!("{error}; a line is like {{\"name\": \"…\", \"aliases\": [\"…\"], \"kind\": \"person\", \"country\": \"ALB\"}}")
    })
}

fn row(line: &str) -> Result<Line, String> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let (name, alias, more) = match columns[..] {
        [name, alias, ref more @ ..] if more.len() <= 2 => (name, alias, more),
        _ => {
            return Err(format!(
                "{} columns; a line is a name, an alias and, where wanted, kind and country, with tabs between",
                columns.len()
            ));
        }
    };
    let column = |n: usize| more.get(n).filter(|c| !c.is_empty()).map(|c| (*c).to_owned());
    let (kind, country) = (column(0), column(1));
    Ok(Line { name: name.to_owned(), aliases: vec![alias.to_owned()], kind, country })
}

impl Line {
    fn known(self) -> Result<Known, String> {
        let letters = |name: &String| name.chars().any(char::is_alphanumeric);
        if let Some(empty) =
            std::iter::once(&self.name).chain(&self.aliases).find(|name| !letters(name))
        {
            return Err(format!("'{empty}' is no name: it has no letter"));
        }
        let kind = self.kind.as_deref().map(kind).transpose()?;
        let country = self.country.as_deref().map(state).transpose()?;
        Ok(Known { name: self.name, aliases: self.aliases, kind, country })
    }
}

fn kind(word: &str) -> Result<EntityKind, String> {
    EntityKind::ALL.iter().find(|kind| kind.as_str() == word).copied().ok_or_else(|| {
        let kinds: Vec<&str> = EntityKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("there is no kind '{word}'; there are: {}", kinds.join(", "))
    })
}

fn state(code: &str) -> Result<Country, String> {
    country(code).ok_or_else(|| {
        format!("there is no state '{code}'; give its ISO 3166-1 code of three letters, like ALB")
    })
}

/// Adds another line about the same name.
fn merge(before: &mut Known, one: Known) -> Result<(), String> {
    let differ = before.kind.zip(one.kind).is_some_and(|(a, b)| a != b)
        || before.country.zip(one.country).is_some_and(|(a, b)| a != b);
    if differ {
        return Err(format!(
            "'{}' has another kind or country above; two bearers of one name cannot be told apart by it",
            one.name
        ));
    }
    before.aliases.extend(one.aliases);
    before.kind = before.kind.or(one.kind);
    before.country = before.country.or(one.country);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, json: bool, expect: Result<usize, (usize, &str)>) {
        match (Kb::parse(text, json), expect) {
            (Ok(kb), Ok(names)) => assert_eq!(kb.len(), names),
            (Err((line, message)), Err((at, part))) => {
                assert_eq!(line, at, "{message}");
                assert!(message.contains(part), "{message}");
            }
            (found, expect) => panic!("{found:?}, expected {expect:?}"),
        }
    }

    #[test]
    fn tables() {
        check("# mine\nAda Berg\tThe Heron\tperson\tALB\n\nAda Berg\tA. B.\n", false, Ok(1));
        check("\u{feff}Ada Berg\tThe Heron\r\nIvo Lund\tThe Crane\r\n", false, Ok(2));
        check("Ada Berg\n", false, Err((1, "1 columns")));
        check("a\tb\tperson\tALB\tmore\n", false, Err((1, "5 columns")));
        check("a\tb\n\na\tc\tbird\n", false, Err((3, "no kind 'bird'")));
        check("a\tb\tperson\tAlbania\n", false, Err((1, "no state 'Albania'")));
        check("Ada\t \n", false, Err((1, "no letter")));
        check("Ada\tHeron\nIvo\theron\n", false, Err((2, "also a name")));
        check("Ada\tA\tperson\nAda\tB\tplace\n", false, Err((2, "another kind")));
    }

    #[test]
    fn json_lines() {
        check(r#"{"name": "Ada Berg", "aliases": ["The Heron", "A. Berg"]}"#, true, Ok(1));
        check("{\"name\": \"Ada\"}\n{\"name\": 3}", true, Err((2, "invalid type")));
        check(r#"{"name": "Ada", "alias": "x"}"#, true, Err((1, "unknown field")));
    }
}
