//! `rashomon rules`: event rules, built in and a user's own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use rashomon::{Annotator, Error, Reading, Rules};

use crate::printed;

/// Largest file of rules that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// List and test event rules
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the examples that stand beside the rules and say which come out as expected
    ///
    /// Ends with 0 where all do, 1 where one does not, 2 where a rule file is at fault.
    Test(Folder),
    /// Print every rule: type, mode, CAMEO code, act, words that trigger it
    List(Folder),
}

#[derive(Debug, Args)]
struct Folder {
    /// Folder of .rules and .tsv files or PETRARCH dictionaries; the built-in rules where none is given
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Whose types are given where PLOVER's manual and its conversion table disagree
    #[arg(long, value_name = "READING", value_parser = reading)]
    plover: Option<Reading>,
}

// no description: clap would take it for the command's
#[allow(missing_docs)]
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Folder with your own event rules (.rules) and actors (.tsv), or dictionaries in PETRARCH's form
    /// (actors.txt, agents.txt, verbs.txt), on top of the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Whose types are given where PLOVER's manual and its conversion table disagree: manual or conversion
    #[arg(long, value_name = "READING", value_parser = reading)]
    plover: Option<Reading>,
}

impl Choice {
    /// The rules asked for; `None` for the built-in ones.
    pub(crate) fn rules(&self) -> Result<Option<Arc<Rules>>, Error> {
        if self.rules.is_none() && self.plover.is_none() {
            return Ok(None);
        }
        load(self.rules.as_deref(), self.plover).map(Some)
    }
}

fn reading(word: &str) -> Result<Reading, String> {
    Reading::parse(word).ok_or_else(|| "give manual or conversion".to_owned())
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let out = std::io::stdout().lock();
    match &arguments.command {
        Command::Test(folder) => test(folder, out),
        Command::List(folder) => {
            let rules = load(folder.dir.as_deref(), folder.plover)?;
            let mut text = rules.list().join("\n");
            text.push('\n');
            let mut out = out;
            printed(out.write_all(text.as_bytes()))
        }
    }
}

fn test(folder: &Folder, mut out: impl std::io::Write) -> Result<(), Error> {
    let rules = load(folder.dir.as_deref(), folder.plover)?;
    let checked = rules.check(&Annotator::new(), folder.dir.is_some());
    let passed = checked.iter().filter(|c| c.passed).count();
    for c in &checked {
        let line = if c.passed {
            format!("pass  {}: {}\n", c.place, c.sentence)
        } else {
            let found = if c.found.is_empty() { "no event".to_owned() } else { c.found.join("; ") };
            format!(
                "FAIL  {}: {}\n      expected {}\n      found    {found}\n",
                c.place, c.sentence, c.expected
            )
        };
        printed(out.write_all(line.as_bytes()))?;
    }
    printed(out.write_all(format!("{passed} of {} pass\n", checked.len()).as_bytes()))?;
    if passed < checked.len() {
        return Err(Error::nothing_usable(format!(
            "{} of {} examples did not come out as expected",
            checked.len() - passed,
            checked.len()
        )));
    }
    Ok(())
}

fn load(dir: Option<&Path>, plover: Option<Reading>) -> Result<Arc<Rules>, Error> {
    let files = dir.map_or_else(|| Ok(Vec::new()), read)?;
    let rules = Rules::load(&files, plover).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let dir = dir.map(|d| format!(" {}", d.display())).unwrap_or_default();
        Error::bad_argument(format!("--rules{dir}: {}", faults.join("\n")))
    })?;
    Ok(Arc::new(rules))
}

/// The files of a folder that hold rules, by name.
fn read(dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let fault =
        |path: &Path, why: &str| Error::bad_argument(format!("--rules {}: {why}", path.display()));
    let entries = std::fs::read_dir(dir)
        .map_err(|e| fault(dir, &format!("{e}; give a folder that holds .rules or .tsv files")))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| fault(dir, &e.to_string()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if Rules::reads(&name) && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(fault(
            dir,
            "no .rules or .tsv file and no actors.txt, agents.txt or verbs.txt is in it",
        ));
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let size = std::fs::metadata(&path).map_err(|e| fault(&path, &e.to_string()))?.len();
        if size > LARGEST {
            return Err(fault(&path, "larger than 16 MiB, and rules are not"));
        }
        let bytes = std::fs::read(&path).map_err(|e| fault(&path, &e.to_string()))?;
        let text =
            String::from_utf8(bytes).map_err(|_| fault(&path, "not UTF-8; save it as UTF-8"))?;
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        files.push((name, text));
    }
    Ok(files)
}
