//! The case file: sources with their bytes, accounts, stories and every telling of them, in one SQLite file.
//!
//! A [`Case`] writes, and there is one at a time; any number of [`Reader`]s read beside it, each from one consistent
//! state. Articles are stored first ([`Case::store`]) and told afterwards ([`Case::tell`]): what `store` has
//! returned is on the disk, whatever happens then, and what was stored and not told is told by the next `tell`.
//! A telling touches the stories that have an article more or fewer, and no other.

mod error;
mod query;
mod rows;

use std::path::Path;
use std::sync::Arc;

pub use error::Error;
pub use query::{Query, QueryError};
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
pub struct Watch {
    /// Its address.
    pub url: String,
    /// When it was last read, RFC 3339 in UTC.
    pub read: Option<String>,
    /// What went wrong the last time.
    pub error: Option<String>,
}

/// A case file opened for writing. One at a time holds a file.
pub struct Case {}

/// A case file opened for reading. `Send`, not `Sync`: one a thread, or one a request from a pool.
pub struct Reader {}

impl Case {
    /// Opens a case file, made where it is missing, its schema brought up to this version.
    pub fn open(_path: &Path) -> Result<Self, Error> {
        todo!()
    }

    /// Names that are one (`--kb`), for every telling from now on; kept in the file.
    pub fn set_aliases(&mut self, _aliases: Option<Arc<str>>) -> Result<(), Error> {
        todo!()
    }

    /// Stores items in one transaction; they are on the disk when it returns.
    pub fn store(&mut self, _items: Vec<Item>) -> Result<Vec<Stored>, Error> {
        todo!()
    }

    /// Notes what could not be read.
    pub fn fail(&mut self, _failures: &[Failure]) -> Result<(), Error> {
        todo!()
    }

    /// Tells every story anew that has an article more or fewer, in one transaction; what changed, in order.
    ///
    /// `watch` is called with the stories done and those to do.
    pub fn tell(&mut self, _watch: &dyn Fn(usize, usize)) -> Result<Vec<ChangeRow>, Error> {
        todo!()
    }

    /// Adds a feed, OPML file or sitemap to be watched; nothing where it is there.
    pub fn watch(&mut self, _url: &str) -> Result<(), Error> {
        todo!()
    }

    /// Stops watching; whether it was there.
    pub fn unwatch(&mut self, _url: &str) -> Result<bool, Error> {
        todo!()
    }

    /// Notes that a watched address was read, and what went wrong.
    pub fn watched(&mut self, _url: &str, _error: Option<&str>) -> Result<(), Error> {
        todo!()
    }
}

impl Reader {
    /// Opens a case file that is there, for reading only.
    pub fn open(_path: &Path) -> Result<Self, Error> {
        todo!()
    }

    /// What the case holds, in numbers.
    pub fn overview(&self) -> Result<Overview, Error> {
        todo!()
    }

    /// How many stories there are, and `limit` of them from number `offset`.
    pub fn stories(
        &self,
        _order: Order,
        _offset: u64,
        _limit: u64,
    ) -> Result<(u64, Vec<StoryRow>), Error> {
        todo!()
    }

    /// One story.
    pub fn story(&self, _id: StoryId) -> Result<Option<StoryRow>, Error> {
        todo!()
    }

    /// The story that a story was joined to, where it is gone.
    pub fn joined(&self, _id: StoryId) -> Result<Option<StoryId>, Error> {
        todo!()
    }

    /// The body of a story's page: what stands in `<main>`, for a server.
    pub fn page(&self, _id: StoryId) -> Result<Option<String>, Error> {
        todo!()
    }

    /// `dossier.json` of a story, as told last or in an earlier revision.
    pub fn dossier(&self, _id: StoryId, _revision: Option<u64>) -> Result<Option<String>, Error> {
        todo!()
    }

    /// The tellings of a story, the last first.
    pub fn revisions(&self, _id: StoryId) -> Result<Vec<RevisionRow>, Error> {
        todo!()
    }

    /// Changes after number `after`, the first of them first, at most `limit`.
    pub fn changes(&self, _after: u64, _limit: u64) -> Result<Vec<ChangeRow>, Error> {
        todo!()
    }

    /// The last changes, the last first.
    pub fn latest(&self, _limit: u64) -> Result<Vec<ChangeRow>, Error> {
        todo!()
    }

    /// How many articles there are, and `limit` of them from number `offset`, the last stored first.
    pub fn articles(&self, _offset: u64, _limit: u64) -> Result<(u64, Vec<ArticleRow>), Error> {
        todo!()
    }

    /// The articles of a story, in the order of its page.
    pub fn articles_of(&self, _story: StoryId) -> Result<Vec<ArticleRow>, Error> {
        todo!()
    }

    /// One article with its text.
    pub fn article(&self, _id: ArticleId) -> Result<Option<ArticleText>, Error> {
        todo!()
    }

    /// The bytes of an article as they came, and their media type.
    pub fn source(&self, _id: ArticleId) -> Result<Option<(Vec<u8>, String)>, Error> {
        todo!()
    }

    /// Sentences that fit a query.
    pub fn search(&self, _query: &Query, _offset: u64, _limit: u64) -> Result<Found, Error> {
        todo!()
    }

    /// How many entities there are of a kind, or with a word in one of their names, and `limit` of them from `offset`;
    /// those of most articles first.
    pub fn entities(
        &self,
        _kind: Option<&str>,
        _name: Option<&str>,
        _offset: u64,
        _limit: u64,
    ) -> Result<(u64, Vec<EntityRow>), Error> {
        todo!()
    }

    /// One entity over all stories.
    pub fn entity(&self, _id: EntityId) -> Result<Option<Entity>, Error> {
        todo!()
    }

    /// The places that lie somewhere known, those of most articles first, at most `limit`.
    pub fn places(&self, _limit: u64) -> Result<Vec<PlaceRow>, Error> {
        todo!()
    }

    /// How many records could not be read, and `limit` of them from `offset`, the last first.
    pub fn failures(&self, _offset: u64, _limit: u64) -> Result<(u64, Vec<FailureRow>), Error> {
        todo!()
    }

    /// What is watched, by address.
    pub fn watches(&self) -> Result<Vec<Watch>, Error> {
        todo!()
    }
}
