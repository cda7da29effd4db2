//! The case file: sources with their bytes, accounts, stories and every telling of them, in one SQLite file.
//!
//! A [`Case`] writes; any number of [`Reader`]s read beside it. Articles are stored first ([`Case::store`]) and told
//! afterwards ([`Case::tell`]): what `store` has returned is on the disk, whatever happens then, and what was stored
//! and not told is told by the next `tell`. A telling touches the stories that have an article more or fewer, and no
//! other; each is told from its own articles alone.
//!
//! The file opens in any program for SQLite; its tables are described in `schema/1.sql`. [`Query`] is the language of
//! searches.

mod case;
mod entity;
mod error;
mod export;
mod keys;
mod pack;
mod plan;
mod query;
mod reader;
mod rows;
mod schema;
mod search;
mod setting;
mod sketch;
mod tell;
#[cfg(test)]
mod tests;
mod told;
mod written;

pub use case::Case;
pub use error::Error;
pub use export::Table;
pub use query::{Query, QueryError};
pub use reader::Reader;
pub use rows::*;

use rashomon_extract::Account;
use rashomon_ingest::{Failure, Record};

/// What makes an account of a record: cleaning, annotation, extraction; a bug in it is a failure, never a panic.
pub trait Reading: Send + Sync {
    /// The account of one record.
    fn account(&self, record: &Record) -> Result<Account, Failure>;
}

/// A record with its account, to be stored.
pub struct Item {
    /// The record as its file or container holds it.
    pub record: Record,
    /// What it says.
    pub account: Account,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new, and on the disk.
    New(ArticleId),
    /// The same bytes from the same place were there before.
    Known(ArticleId),
}

/// A feed or page list that is read again and again.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Watch {
    /// Its address.
    pub url: String,
    /// When it was last read, RFC 3339 in UTC.
    pub read: Option<String>,
    /// What went wrong the last time.
    pub error: Option<String>,
}
