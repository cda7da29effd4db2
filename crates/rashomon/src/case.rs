//! Articles into a case file, and what it tells of them.
//!
//! ```no_run
//! use rashomon::{Options, Step, case};
//!
//! let options = Options::default();
//! let mut harbour = case::open("harbour.case".as_ref(), &options)?;
//! let added = case::add(&mut harbour, &["reports"], &options, &|_: Step| {}, &mut |_| {})?;
//! for change in &added.changes {
//!     println!("{} {}", change.story, change.title);
//! }
//! # Ok::<(), rashomon::Error>(())
//! ```

use std::path::Path;
use std::sync::Arc;

use rashomon_ingest::Record;
pub use rashomon_store::{
    ArticleId, ArticleRow, Case, ChangeRow, EntityId, EntityRow, FailureRow, Found, Hit, Item,
    Order, Overview, Query, QueryError, Reader, Reading, Stored, StoryId, StoryRow, Table,
};

/// Why a case could not be read.
pub use rashomon_store::Error as CaseError;

pub use crate::Pipeline;
use crate::{
    Account, Dossier, Error, Failure, Kb, Options, Position, Step, find, read::records, reading,
};

/// Articles that are stored at a time: in one transaction, which ends on the disk.
const BATCH: usize = 32;

impl Reading for Pipeline {
    fn account(&self, record: &Record) -> Result<Account, rashomon_ingest::Failure> {
        self.read(record)
    }
}

/// What became of inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that are new.
    pub new: usize,
    /// Articles that were there before.
    pub known: usize,
    /// What could not be read or coded, sorted by input.
    pub failures: Vec<Failure>,
    /// Records that are no documents, or none worth reading, sorted by input.
    pub skipped: Vec<Failure>,
    /// What changed in the stories.
    pub changes: Vec<ChangeRow>,
}

/// Opens a case file, made where it is missing, with the names that [`Options::kb`] gives; without any, with those that
/// the file keeps. Articles that an earlier version of the program has read are read again where they must be.
///
/// Fails where the file cannot be opened or is none; the message names it.
pub fn open(path: &Path, options: &Options) -> Result<Case, Error> {
    let fault = |error: rashomon_store::Error| Error::bad_argument(format!("--case {error}"));
    let mut case = Case::open(path).map_err(fault)?;
    let kept = case.setting(NAMES).map_err(fault)?;
    let kb = match &options.kb {
        Some(kb) => {
            case.set(NAMES, Some(kb.text())).map_err(fault)?;
            Some(Kb::clone(kb))
        }
        None => kept.as_deref().and_then(Kb::kept),
    };
    if let Some(kb) = kb {
        case.set_aliases(Arc::new(kb.aliases().clone()), kb.digest());
    }
    if case.outdated().map_err(fault)? > 0 {
        case.read_again(&Pipeline::new(options)).map_err(fault)?;
    }
    Ok(case)
}

/// The dossier of a story as it is told now; `None` where there is no such story.
pub fn dossier(reader: &Reader, story: StoryId) -> Result<Option<Dossier>, rashomon_store::Error> {
    let kb = reader.setting(NAMES)?.as_deref().and_then(Kb::kept).unwrap_or_default();
    reader.retold(story, kb.aliases())
}

/// The user's names, as a case keeps them.
const NAMES: &str = "names";

/// Reads inputs, stores what is new and tells the stories anew that it touches.
///
/// `stored` is told each batch when it is on the disk: what it was told is there, whatever happens then.
pub fn add<P: AsRef<Path>>(
    case: &mut Case,
    inputs: &[P],
    options: &Options,
    watch: &(dyn Fn(Step) + Sync),
    stored: &mut dyn FnMut(&[Stored]),
) -> Result<Added, Error> {
    let fault = |error: rashomon_store::Error| Error::write(format!("{error}"));
    let reading = reading(options);
    let inputs = find(inputs, &reading)?;
    let pipeline = Pipeline::new(options);
    let work = |record: Result<Record, rashomon_ingest::Failure>| {
        let record = record?;
        let account = pipeline.read(&record);
        watch(Step::Account);
        account.map(|account| Item { record, account })
    };
    let mut added = Added::default();
    let (mut batch, mut failures) = (Vec::new(), Vec::new());
    let mut store = |case: &mut Case, batch: &mut Vec<Item>, added: &mut Added| {
        let done = case.store(batch)?;
        batch.clear();
        let new = done.iter().filter(|it| matches!(it, Stored::New(_))).count();
        added.new += new;
        added.known += done.len() - new;
        stored(&done);
        Ok(())
    };
    records(&inputs, &reading, options.threads, Position::default(), watch, work, |_, item| {
        match item {
            Ok(item) => batch.push(item),
            Err(failure) => failures.push(failure),
        }
        if batch.len() < BATCH { Ok(()) } else { store(case, &mut batch, &mut added) }
    })
    .and_then(|()| store(case, &mut batch, &mut added))
    .map_err(fault)?;
    let (skipped, failures): (Vec<_>, Vec<_>) =
        failures.into_iter().partition(|failure| failure.skipped.is_some());
    case.fail(&failures).map_err(fault)?;
    watch(Step::Reconcile);
    added.changes = case.tell(&|done, todo| watch(Step::Told { done, todo })).map_err(fault)?;
    added.failures = failures.into_iter().map(Failure::from).collect();
    added.skipped = skipped.into_iter().map(Failure::from).collect();
    added.failures.sort();
    added.skipped.sort();
    Ok(added)
}
