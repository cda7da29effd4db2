//! The tables of a case file, and how a file of an earlier version becomes one of this.
//!
//! Everything a reader of the file may want stands in plain columns: articles, sentences, statements, entities, stories
//! and what changed. Compressed (zlib, RFC 1950) are only sources, accounts, dossiers and pages. Days are `2022-09-07`,
//! moments RFC 3339 in UTC, places in texts code points.

use rusqlite::{Connection, Transaction};

use crate::Error;

/// What tells a case file from other SQLite files: `PRAGMA application_id`, the letters `Rshm`.
const APPLICATION: i32 = 0x5273_686D;

/// Each version's changes to the one before; `PRAGMA user_version` is how many of them a file has.
const MIGRATIONS: &[&str] = &[include_str!("schema/1.sql")];

/// Brings a file to this version.
///
/// Fails for a file of a later version and for one that is no case file.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(Error::of)?;
    apply(&transaction, MIGRATIONS.len())?;
    transaction.commit().map_err(Error::of)
}

/// Brings a file to a version that is no earlier than its own.
fn apply(transaction: &Transaction<'_>, to: usize) -> Result<(), Error> {
    let version = check(transaction)?;
    for migration in &MIGRATIONS[version..to] {
        transaction.execute_batch(migration).map_err(Error::of)?;
    }
    if version < to {
        set(transaction, "application_id", APPLICATION)?;
        set(transaction, "user_version", to as i32)?;
    }
    Ok(())
}

/// How many versions there are.
#[cfg(test)]
pub(crate) const fn versions() -> usize {
    MIGRATIONS.len()
}

/// Makes a file as a version of the program did that knew so many migrations.
#[cfg(test)]
pub(crate) fn make(connection: &mut Connection, version: usize) -> Result<(), Error> {
    let transaction = connection.transaction().map_err(Error::of)?;
    apply(&transaction, version)?;
    transaction.commit().map_err(Error::of)
}

/// The version of a file that can be read, 0 of an empty one.
pub(crate) fn check(connection: &Connection) -> Result<usize, Error> {
    let number = |name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(Error::of)
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(Error::of)?;
    match usize::try_from(version) {
        Ok(0) if tables == 0 && application == 0 => Ok(0),
        _ if application != APPLICATION => {
            Err(Error::new("it is an SQLite file of another program; give another name"))
        }
        Ok(version) if version <= MIGRATIONS.len() => Ok(version),
        _ => Err(Error::new(format!(
            "it is of version {version}, and this program reads up to {}; use a later rashomon",
            MIGRATIONS.len()
        ))),
    }
}

/// Whether a file that [`check`] takes is of this version.
pub(crate) const fn is_current(version: usize) -> bool {
    version == MIGRATIONS.len()
}

fn set(transaction: &Transaction<'_>, name: &str, value: i32) -> Result<(), Error> {
    transaction.pragma_update(None, name, value).map_err(Error::of)
}
