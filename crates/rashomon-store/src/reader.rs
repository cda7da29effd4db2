//! Reading: what a case holds, from the newest state that is on the disk.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Params, Row, params};
use serde::Deserialize;

use crate::{
    ArticleId, ArticleRow, ArticleText, ChangeRow, EntityId, Error, FailureRow, Found, Order,
    Overview, PlaceRow, Query, Range, RevisionRow, StoryId, StoryRow, Watch, pack, schema, search,
};

/// A case file opened for reading.
///
/// It is `Send` and not `Sync`: one a thread, or one a request from a pool. Every call sees the newest state that is
/// committed, whole; nothing is written, not even where the file could be.
pub struct Reader {
    pub(crate) connection: Connection,
    /// The last overview, and the version of the file that it was counted in.
    counted: RefCell<Option<(i64, Overview)>>,
}

/// How many values a list is given at most, whatever is asked for.
const MOST: u64 = 1000;

impl Reader {
    /// Opens a case file that is there.
    ///
    /// Fails where it cannot be opened, is none or is of another version; the message names it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_file(path).map_err(|error| error.at(path))
    }

    fn open_file(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::new("no such file; make a case with `rashomon run … --case FILE`"));
        }
        let (connection, version) = connect(path)?;
        match version {
            version if schema::is_current(version) => {
                Ok(Self { connection, counted: RefCell::default() })
            }
            0 => Err(Error::new("it is empty; make a case with `rashomon run … --case FILE`")),
            _ => {
                Err(Error::new("it is of an earlier version; `rashomon add` brings it to this one"))
            }
        }
    }

    /// What the case holds, in numbers. They are counted anew when the file was written to.
    pub fn overview(&self) -> Result<Overview, Error> {
        let version = self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if let Some((_, overview)) = self.counted.borrow().as_ref().filter(|it| it.0 == version) {
            return Ok(overview.clone());
        }
        let overview = self.count_all()?;
        self.counted.replace(Some((version, overview.clone())));
        Ok(overview)
    }

    fn count_all(&self) -> Result<Overview, Error> {
        let sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM article WHERE told = 0), \
                   (SELECT count(*) FROM story WHERE gone = 0), \
                   (SELECT count(*) FROM story WHERE gone = 0 AND outlet_count > 1), \
                   (SELECT count(DISTINCT outlet) FROM article), (SELECT count(*) FROM failure), \
                   (SELECT ifnull(max(id), 0) FROM change), \
                   (SELECT at FROM change ORDER BY id DESC LIMIT 1)";
        let number = |row: &Row<'_>, n| Ok::<u64, rusqlite::Error>(row.get::<_, i64>(n)? as u64);
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| {
            Ok(Overview {
                articles: number(row, 0)?,
                waiting: number(row, 1)?,
                stories: number(row, 2)?,
                shared: number(row, 3)?,
                outlets: number(row, 4)?,
                failures: number(row, 5)?,
                change: number(row, 6)?,
                changed: row.get(7)?,
            })
        })?)
    }

    /// How many stories there are, and `limit` of them from number `offset`.
    pub fn stories(
        &self,
        order: Order,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<StoryRow>), Error> {
        let order = match order {
            Order::Changed => "change DESC",
            Order::Day => "last_day DESC, outlet_count DESC, id",
            Order::Outlets => "outlet_count DESC, articles DESC, id",
            Order::Disagreements => "conflicts DESC, disputed DESC, disagreements DESC, id",
        };
        let total = self.count("SELECT count(*) FROM story WHERE gone = 0", [])?;
        let sql = format!("{STORY} WHERE gone = 0 ORDER BY {order} LIMIT ?1 OFFSET ?2");
        Ok((total, self.rows(&sql, page(offset, limit), story)?))
    }

    /// One story that is told.
    pub fn story(&self, id: StoryId) -> Result<Option<StoryRow>, Error> {
        self.row(&format!("{STORY} WHERE id = ?1 AND gone = 0"), [id.0], story)
    }

    /// The story that a story was joined to, where it is gone: the one that is told now.
    pub fn joined(&self, id: StoryId) -> Result<Option<StoryId>, Error> {
        let sql = "WITH RECURSIVE way(id, gone, joined) AS ( \
                     SELECT id, gone, joined FROM story WHERE id = ?1 \
                     UNION SELECT s.id, s.gone, s.joined FROM story s JOIN way w ON s.id = w.joined) \
                   SELECT id FROM way WHERE gone = 0 AND id <> ?1";
        self.row(sql, [id.0], |row| Ok(StoryId(row.get(0)?)))
    }

    /// The body of a story's page: what stands in `<main>`, for a server.
    pub fn page(&self, id: StoryId) -> Result<Option<String>, Error> {
        let sql = "SELECT page FROM story WHERE id = ?1 AND gone = 0";
        let page: Option<Vec<u8>> = self.row(sql, [id.0], |row| row.get(0))?;
        page.map(|page| pack::unpacked_text(&page)).transpose()
    }

    /// `dossier.json` of a story, as told last or in an earlier revision.
    pub fn dossier(&self, id: StoryId, revision: Option<u64>) -> Result<Option<String>, Error> {
        let sql = "SELECT dossier FROM change WHERE story = ?1 AND dossier IS NOT NULL \
                   AND (revision = ?2 OR ?2 IS NULL) ORDER BY revision DESC LIMIT 1";
        let revision = revision.map(|it| i64::try_from(it).unwrap_or(i64::MAX));
        let packed: Option<Vec<u8>> = self.row(sql, params![id.0, revision], |row| row.get(0))?;
        packed.map(|packed| pack::unpacked_text(&packed)).transpose()
    }

    /// The tellings of a story, the last first.
    pub fn revisions(&self, id: StoryId) -> Result<Vec<RevisionRow>, Error> {
        let sql = "SELECT revision, id, at, lines, title FROM change WHERE story = ?1 ORDER BY revision DESC";
        self.rows(sql, [id.0], |row| {
            Ok(RevisionRow {
                revision: row.get::<_, i64>(0)? as u64,
                change: row.get::<_, i64>(1)? as u64,
                at: row.get(2)?,
                lines: list(&row.get::<_, String>(3)?),
                title: row.get(4)?,
            })
        })
    }

    /// Changes after number `after`, the first of them first, at most `limit`.
    pub fn changes(&self, after: u64, limit: u64) -> Result<Vec<ChangeRow>, Error> {
        let sql = format!("{CHANGE} WHERE id > ?2 ORDER BY id LIMIT ?1");
        self.rows(&sql, page(after, limit), change)
    }

    /// The last changes, the last first.
    pub fn latest(&self, limit: u64) -> Result<Vec<ChangeRow>, Error> {
        self.rows(&format!("{CHANGE} ORDER BY id DESC LIMIT ?1 OFFSET ?2"), page(0, limit), change)
    }

    /// How many articles there are, and `limit` of them from number `offset`, the last stored first.
    pub fn articles(&self, offset: u64, limit: u64) -> Result<(u64, Vec<ArticleRow>), Error> {
        let total = self.count("SELECT count(*) FROM article", [])?;
        let sql = format!("{ARTICLE} ORDER BY a.id DESC LIMIT ?1 OFFSET ?2");
        Ok((total, self.rows(&sql, page(offset, limit), article)?))
    }

    /// The articles of a story, in the order of its page; earlier versions of pages after them.
    pub fn articles_of(&self, story: StoryId) -> Result<Vec<ArticleRow>, Error> {
        let sql =
            format!("{ARTICLE} WHERE a.story = ?1 ORDER BY a.position IS NULL, a.position, a.id");
        self.rows(&sql, [story.0], article)
    }

    /// One article with its text.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleText>, Error> {
        let Some(row) = self.row(&format!("{ARTICLE} WHERE a.id = ?1"), [id.0], article)? else {
            return Ok(None);
        };
        let line: Vec<u8> =
            self.connection
                .query_row("SELECT line FROM article WHERE id = ?1", [id.0], |row| row.get(0))?;
        let line: Line = serde_json::from_slice(&pack::unpacked(&line)?)
            .map_err(|error| Error::new(format!("the text of {id} is damaged ({error})")))?;
        let sql = "SELECT DISTINCT start, stop, kind FROM statement WHERE article = ?1 \
                   ORDER BY start, stop DESC, kind";
        let cited = self.rows(sql, [id.0], |row| {
            Ok(Range { start: row.get(0)?, end: row.get(1)?, of: row.get(2)? })
        })?;
        let removed = line.removed.into_iter();
        Ok(Some(ArticleText {
            row,
            text: line.text,
            removed: removed
                .map(|it| Range { start: it.start, end: it.end, of: it.reason })
                .collect(),
            cited,
            notes: line.notes.into_iter().map(|note| note.message).collect(),
        }))
    }

    /// The bytes of an article as they came, and their media type.
    pub fn source(&self, id: ArticleId) -> Result<Option<(Vec<u8>, String)>, Error> {
        let sql = "SELECT s.bytes, s.media_type FROM article a JOIN source s ON s.sha256 = a.sha256 WHERE a.id = ?1";
        let found: Option<(Vec<u8>, String)> =
            self.row(sql, [id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.map(|(bytes, kind)| Ok((pack::unpacked(&bytes)?, kind))).transpose()
    }

    /// Sentences that fit a query: the best first where words are asked for, else the latest.
    pub fn search(&self, query: &Query, offset: u64, limit: u64) -> Result<Found, Error> {
        search::run(&self.connection, query, offset, limit.min(MOST))
    }

    /// The places that lie somewhere known, those of most articles first, at most `limit`.
    pub fn places(&self, limit: u64) -> Result<Vec<PlaceRow>, Error> {
        let sql = "SELECT e.id, e.name, e.location, e.latitude, e.longitude, \
                     (SELECT count(DISTINCT t.story || t.item) FROM party p JOIN statement t ON t.id = p.statement \
                      WHERE p.entity = e.id AND p.role = 'place' AND t.kind = 'event'), \
                     count(DISTINCT b.article) AS articles \
                   FROM entity e JOIN appearance b ON b.entity = e.id WHERE e.latitude IS NOT NULL \
                   GROUP BY e.id ORDER BY articles DESC, e.id LIMIT ?1 OFFSET ?2";
        let mut places = self.rows(sql, page(0, limit), |row| {
            Ok(PlaceRow {
                entity: EntityId(row.get(0)?),
                name: row.get(1)?,
                kind: row.get(2)?,
                latitude: row.get(3)?,
                longitude: row.get(4)?,
                events: row.get::<_, i64>(5)? as u64,
                articles: row.get::<_, i64>(6)? as u64,
                stories: Vec::new(),
            })
        })?;
        let sql = "SELECT s.id, s.title FROM appearance b JOIN story s ON s.id = b.story WHERE b.entity = ?1 \
                   GROUP BY s.id ORDER BY count(*) DESC, s.id LIMIT 5";
        for place in &mut places {
            place.stories =
                self.rows(sql, [place.entity.0], |row| Ok((StoryId(row.get(0)?), row.get(1)?)))?;
        }
        Ok(places)
    }

    /// How many records could not be read, and `limit` of them from `offset`, the last first.
    pub fn failures(&self, offset: u64, limit: u64) -> Result<(u64, Vec<FailureRow>), Error> {
        let total = self.count("SELECT count(*) FROM failure", [])?;
        let sql = "SELECT input, reason, at FROM failure ORDER BY id DESC LIMIT ?1 OFFSET ?2";
        let rows = self.rows(sql, page(offset, limit), |row| {
            Ok(FailureRow { input: row.get(0)?, reason: row.get(1)?, at: row.get(2)? })
        })?;
        Ok((total, rows))
    }

    /// What is watched, by address.
    pub fn watches(&self) -> Result<Vec<Watch>, Error> {
        self.rows("SELECT url, read, error FROM watch ORDER BY url", [], |row| {
            Ok(Watch { url: row.get(0)?, read: row.get(1)?, error: row.get(2)? })
        })
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map(values, read)?.collect::<Result<_, _>>()?)
    }

    pub(crate) fn row<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        Ok(self.connection.prepare_cached(sql)?.query_row(values, read).optional()?)
    }

    pub(crate) fn count(&self, sql: &str, values: impl Params) -> Result<u64, Error> {
        let count: i64 =
            self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
        Ok(count as u64)
    }
}

/// A connection that reads, and the version of the file.
fn connect(path: &Path) -> Result<(Connection, usize), Error> {
    let open = |path: &Path, flags: OpenFlags| {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_prepared_statement_cache_capacity(64);
        let version = schema::check(&connection)?;
        Ok((connection, version))
    };
    let found = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    // readers share two files beside it, which are made where they can be; where they cannot, nobody writes
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Path::new(&name).metadata().is_ok_and(|it| it.len() > 0)
    };
    match uri(path) {
        Some(uri) if found.is_err() && !beside("-wal") => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            open(Path::new(&uri), flags).or(found)
        }
        _ => found,
    }
}

/// The address of a file that does not change, for SQLite; `None` where its name is no text.
fn uri(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    let mut uri = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}

/// Of an article's line of JSON, what a reader of its text needs.
#[derive(Deserialize)]
struct Line {
    text: String,
    removed: Vec<Removed>,
    notes: Vec<Remark>,
}

#[derive(Deserialize)]
struct Removed {
    start: u32,
    end: u32,
    reason: String,
}

#[derive(Deserialize)]
struct Remark {
    message: String,
}

/// `LIMIT ?1 OFFSET ?2`, or a limit and the number before the first.
pub(crate) fn page(offset: u64, limit: u64) -> [i64; 2] {
    [limit.min(MOST) as i64, i64::try_from(offset).unwrap_or(i64::MAX)]
}

pub(crate) const STORY: &str = "SELECT id, title, first_day, last_day, articles, outlets, origins, events, disputed, \
                                conflicts, disagreements, revision, changed FROM story";

pub(crate) fn story(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    let number = |n| Ok::<u64, rusqlite::Error>(row.get::<_, i64>(n)? as u64);
    Ok(StoryRow {
        id: StoryId(row.get(0)?),
        title: row.get(1)?,
        start: row.get(2)?,
        end: row.get(3)?,
        articles: number(4)?,
        outlets: list(&row.get::<_, String>(5)?),
        origins: number(6)?,
        events: number(7)?,
        disputed: number(8)?,
        conflicts: number(9)?,
        disagreements: number(10)?,
        revision: number(11)?,
        changed: row.get(12)?,
    })
}

const CHANGE: &str = "SELECT id, story, joined, revision, title, at, lines FROM change";

fn change(row: &Row<'_>) -> rusqlite::Result<ChangeRow> {
    Ok(ChangeRow {
        change: row.get::<_, i64>(0)? as u64,
        story: StoryId(row.get(1)?),
        joined: row.get::<_, Option<i64>>(2)?.map(StoryId),
        revision: row.get::<_, i64>(3)? as u64,
        title: row.get(4)?,
        at: row.get(5)?,
        lines: list(&row.get::<_, String>(6)?),
    })
}

const ARTICLE: &str = "SELECT a.id, a.title, a.outlet, a.url, a.path, a.published, a.language, a.sha256, s.size, \
                       a.added, a.story FROM article a JOIN source s ON s.sha256 = a.sha256";

fn article(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        id: ArticleId(row.get(0)?),
        title: row.get(1)?,
        outlet: row.get(2)?,
        url: row.get(3)?,
        path: row.get(4)?,
        published: row.get(5)?,
        language: row.get(6)?,
        sha256: row.get(7)?,
        bytes: row.get::<_, i64>(8)? as u64,
        added: row.get(9)?,
        story: row.get::<_, Option<i64>>(10)?.map(StoryId),
    })
}

fn list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn a_name_stays_a_name() {
        let uri = super::uri(Path::new("a b/é?c=1#.case")).unwrap();
        assert_eq!(uri, "file:a%20b/%C3%A9%3Fc%3D1%23.case?immutable=1");
    }
}
