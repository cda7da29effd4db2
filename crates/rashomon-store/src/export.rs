//! What leaves a case: dossiers to be rendered anew, and tables.

use rashomon_reconcile::{Dossier, entities::aliases::Aliases};
use rusqlite::types::ValueRef;

use crate::{Error, Reader, StoryId, setting, tell::reconciled};

/// A table of a case for spreadsheets and statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// A row for each story.
    Stories,
    /// A row for each article.
    Articles,
    /// A row for each statement in each article, with its parties and the sentence it stands in.
    Statements,
    /// A row for each entity.
    Entities,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Stories, Self::Articles, Self::Statements, Self::Entities];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stories => "stories",
            Self::Articles => "articles",
            Self::Statements => "statements",
            Self::Entities => "entities",
        }
    }

    /// Its rows, by a view of the file; positions in texts are code points.
    const fn sql(self) -> &'static str {
        match self {
            Self::Stories => "SELECT * FROM story_list",
            Self::Articles => "SELECT * FROM article_list",
            Self::Statements => "SELECT * FROM statement_list",
            Self::Entities => "SELECT * FROM entity_list",
        }
    }
}

impl Reader {
    /// The dossier of a story as it is told now, made anew of its accounts with the user's names (`--kb`).
    pub fn retold(&self, id: StoryId, aliases: &Aliases) -> Result<Option<Dossier>, Error> {
        if self.story(id)?.is_none() {
            return Ok(None);
        }
        let sql = "SELECT id, account FROM article WHERE story = ?1 ORDER BY id";
        let accounts = self.rows(sql, [id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(reconciled(&accounts, aliases)?.0))
    }

    /// Something that the file keeps for the program that opens it, by name.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        setting::get(&self.connection, name)
    }

    /// A table, row by row: its header first. What `each` gives back as an error ends it.
    pub fn table<E: From<Error>>(
        &self,
        table: Table,
        mut each: impl FnMut(&[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        let of = |error: rusqlite::Error| E::from(Error::of(error));
        let mut statement = self.connection.prepare_cached(table.sql()).map_err(of)?;
        let header: Vec<String> = statement.column_names().map(str::to_owned).collect();
        each(&header)?;
        let mut rows = statement.query([]).map_err(of)?;
        while let Some(row) = rows.next().map_err(of)? {
            let cell = |n| {
                Ok(match row.get_ref(n)? {
                    ValueRef::Null | ValueRef::Blob(_) => String::new(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                })
            };
            let cells: Result<Vec<String>, _> = (0..header.len()).map(cell).collect();
            each(&cells.map_err(of)?)?;
        }
        Ok(())
    }
}
