//! What a job came to: its inputs, its tables, and where every record went.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Counts;

/// A file that a job wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Written {
    /// Its name in the place the job writes to.
    pub path: String,
    /// Rows of the table; dossiers, of a file of JSON.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4), lower-case hexadecimal.
    pub sha256: String,
}

impl Written {
    pub(super) fn new(path: String, bytes: &[u8], rows: usize) -> Self {
        let (rows, size) = (rows as u64, bytes.len() as u64);
        Self { path, rows, bytes: size, sha256: rashomon_ingest::digest(bytes) }
    }
}

/// `manifest.json`: written last, so that a place with one holds a whole job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version of this form.
    pub schema: String,
    /// The program and its options, as dossiers tell them.
    pub generator: Generator,
    /// Where every record went.
    pub records: Counts,
    /// The stories.
    pub stories: Stories,
    /// The inputs, by path.
    pub inputs: Vec<ReadInput>,
    /// The files, by path.
    pub files: Vec<Written>,
}

/// The program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The options that decide what it writes.
    pub options: BTreeMap<String, serde_json::Value>,
}

/// Stories in numbers: `accounts` of them are those of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stories {
    /// Stories found.
    pub stories: u64,
    /// Those told by more than one account.
    pub told_by_many: u64,
    /// Accounts in them, with earlier versions of a page.
    pub accounts: u64,
    /// Stories that met a bug in Rashomon and are in the table of failures.
    pub failed: u64,
}

/// An input that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadInput {
    /// Path or address as the user gave it.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256; `None` where it could not be read.
    pub sha256: Option<String>,
}

impl Manifest {
    /// Name and version of the form.
    pub const SCHEMA: &str = "rashomon.manifest/1";

    /// Whether every record became an account or a failure, and every account was in a story.
    pub fn balances(&self) -> bool {
        self.records.balance() && self.records.accounts == self.stories.accounts
    }
}

/// Two lines for people.
impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stories { stories, told_by_many, .. } = self.stories;
        let accounts = self.records.accounts;
        write!(
            f,
            "{stories} {} ({told_by_many} told by more than one document) from {accounts} article{}\n{}",
            if stories == 1 { "story" } else { "stories" },
            if accounts == 1 { "" } else { "s" },
            self.records
        )
    }
}

impl Stories {
    /// Adds others.
    pub(super) fn add(&mut self, other: &Self) {
        self.stories += other.stories;
        self.told_by_many += other.told_by_many;
        self.accounts += other.accounts;
        self.failed += other.failed;
    }
}
