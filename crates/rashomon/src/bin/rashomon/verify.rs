use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use rashomon::{Error, Verified};

use crate::printed;
use crate::terminal::plain;

/// Check every cite of a dossier against the documents it was made of, offline
///
/// A source is looked up by its path and must be the same byte for byte; then every cite must stand in
/// the document's text, and its bytes in the source must read as its words.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon verify out/dossier.json
  rashomon verify dossier.json --sources archive

Ends with 0 when every cite holds, 1 when one does not or a source is missing or changed,
2 for bad arguments.")]
pub(crate) struct Arguments {
    /// A dossier.json
    dossier: PathBuf,

    /// Folder that the sources lie in; without it, their paths are taken as they were given to `run`
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let path = arguments.dossier.display();
    let json = std::fs::read_to_string(&arguments.dossier)
        .map_err(|e| Error::bad_argument(format!("{path}: {e}; name a dossier.json")))?;
    if let Some(folder) = arguments.sources.as_ref().filter(|folder| !folder.is_dir()) {
        let message = format!("--sources {}: no such folder", folder.display());
        return Err(Error::bad_argument(message));
    }
    let verified = rashomon::verify(&json, arguments.sources.as_deref())
        .map_err(|e| Error::bad_argument(format!("{path}: {e}; name a dossier.json")))?;
    let Verified { documents, sources, cites, in_sources, faults } = verified;
    let mut text = String::new();
    for fault in &faults {
        let _ = writeln!(text, "{fault}");
    }
    let _ = writeln!(
        text,
        "{sources} of {documents} sources are there byte for byte; \
         {in_sources} of {cites} cites were found in them"
    );
    printed(std::io::stdout().lock().write_all(plain(&text).as_bytes()))?;
    if faults.is_empty() {
        return Ok(());
    }
    let many = if faults.len() == 1 { "1 thing does not hold" } else { "some things do not hold" };
    Err(Error::unverified(format!("{path}: {many}; see above")))
}
