use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use rashomon::{Error, Kb, Options};

use crate::engine::Engine;
use crate::journal::Journal;
use crate::rules;

/// How inputs are read, by whichever command.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// Table (TSV or CSV) with the columns file, outlet, url, date
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,

    /// Names that are one: a table (TSV: name, alias, kind, country) or JSON Lines (name, aliases, kind, country)
    #[arg(long, value_name = "FILE")]
    kb: Option<PathBuf>,

    /// Number of threads; 0: one a core. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Say nothing but what went wrong
    #[arg(long)]
    pub(crate) quiet: bool,

    /// Write a line for everything met on the way to this file
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    #[command(flatten)]
    engine: Engine,

    #[command(flatten)]
    rules: rules::Choice,
}

impl How {
    /// The log, begun.
    pub(crate) fn journal(&self) -> Result<Journal, Error> {
        Journal::at(self.log.as_deref())
    }

    /// The options of a run that it says.
    pub(crate) fn options(&self) -> Result<Options, Error> {
        Ok(Options {
            metadata: self.metadata.clone(),
            threads: self.threads,
            annotator: self.engine.annotator()?,
            rules: self.rules.rules()?,
            kb: self.kb.as_deref().map(Kb::read).transpose()?.map(Arc::new),
            ..Options::default()
        })
    }
}
