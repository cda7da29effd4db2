//! What a file keeps by name.

use rusqlite::{Connection, OptionalExtension as _};

use crate::Error;

/// A setting; `None` where the file has none of this name.
pub(crate) fn get(connection: &Connection, name: &str) -> Result<Option<String>, Error> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
}

/// Keeps a setting, or drops it.
pub(crate) fn set(connection: &Connection, name: &str, value: Option<&str>) -> Result<(), Error> {
    match value {
        Some(value) => connection.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            [name, value],
        )?,
        None => connection.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}
