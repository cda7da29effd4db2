use std::path::PathBuf;

use rashomon_text::Article;

use crate::{Failure, Input, records};

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Table of outlet, address and date by file (`--metadata`): tabs or commas, columns by name.
    pub metadata: Option<PathBuf>,
    /// The largest document that is read, in bytes: a file, or a record of one.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { metadata: None, max_bytes: 256 << 20 }
    }
}

/// What one input gave: its articles, and what could not be read.
#[derive(Debug, Default)]
pub struct Read {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What was not read, and why.
    pub failures: Vec<Failure>,
}

/// Reads one input to its end. For small ones; [`records`] gives them one after another.
pub fn read(input: &Input, options: &Options) -> Read {
    let mut read = Read::default();
    for record in records(input, options) {
        match record.and_then(|record| record.clean()) {
            Ok(article) => read.articles.push(article),
            Err(failure) => read.failures.push(failure),
        }
    }
    read
}
