//! Writing: the file itself, and what is put into it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rashomon_extract::{Account, wire};
use rashomon_ingest::{Failure, Kind, Record};
use rashomon_reconcile::{entities::aliases::Aliases, stories::Sketch, versions};
use rashomon_text::CodePoints;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params,
};

use crate::{ArticleId, Error, Item, Reader, Reading, Stored, pack, schema, setting, sketch};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);
/// The moment, as the file has it.
pub(crate) const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/// A case file opened for writing.
///
/// Several may be open at a time: each of their calls is one transaction, and one waits for the other.
pub struct Case {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) aliases: Arc<Aliases>,
    pub(crate) aliases_digest: String,
}

impl Case {
    /// Opens a case file, made where it is missing, its schema brought up to this version.
    ///
    /// Fails where the file cannot be opened or is none; the message names it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_file(path).map_err(|error| error.at(path))
    }

    fn open_file(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        schema::check(&connection)?;
        // readers do not wait for a writer, nor it for them; a commit is on the disk when it returns
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        schema::migrate(&mut connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            aliases: Arc::default(),
            aliases_digest: String::new(),
        })
    }

    /// Another connection to the file, for reading.
    pub fn reader(&self) -> Result<Reader, Error> {
        Reader::open(&self.path)
    }

    /// Names that are one (`--kb`), and what tells them from other such lists. A telling with others than the one
    /// before it tells every story anew.
    pub fn set_aliases(&mut self, aliases: Arc<Aliases>, digest: String) {
        (self.aliases, self.aliases_digest) = (aliases, digest);
    }

    /// Something that the file keeps for the program that opens it, by name.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        setting::get(&self.connection, name)
    }

    /// Keeps a setting, or drops it.
    pub fn set(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        setting::set(&self.connection, name, value)
    }

    /// Stores items in one transaction; they are on the disk when it returns.
    pub fn store(&mut self, items: &[Item]) -> Result<Vec<Stored>, Error> {
        let path = self.path.clone();
        let mut store = || {
            let transaction = begin(&mut self.connection)?;
            let stored =
                items.iter().map(|item| put(&transaction, item)).collect::<Result<_, _>>()?;
            transaction.commit()?;
            Ok(stored)
        };
        store().map_err(|error: Error| error.at(&path))
    }

    /// Notes what could not be read.
    pub fn fail(&mut self, failures: &[Failure]) -> Result<(), Error> {
        let transaction = begin(&mut self.connection)?;
        for failure in failures {
            note_failure(&transaction, &failure.input(), &failure.message)?;
        }
        Ok(transaction.commit()?)
    }

    /// Adds a feed, OPML file or sitemap to be watched; nothing where it is there.
    pub fn watch(&mut self, url: &str) -> Result<(), Error> {
        let sql = format!("INSERT OR IGNORE INTO watch (url, added) VALUES (?1, {NOW})");
        self.connection.execute(&sql, [url])?;
        Ok(())
    }

    /// Stops watching; whether it was there.
    pub fn unwatch(&mut self, url: &str) -> Result<bool, Error> {
        Ok(self.connection.execute("DELETE FROM watch WHERE url = ?1", [url])? > 0)
    }

    /// Notes that a watched address was read, and what went wrong.
    pub fn watched(&mut self, url: &str, error: Option<&str>) -> Result<(), Error> {
        let sql = format!("UPDATE watch SET read = {NOW}, error = ?2 WHERE url = ?1");
        self.connection.execute(&sql, params![url, error])?;
        Ok(())
    }

    /// How many accounts are of another version of their form, and cannot be told from before
    /// [`Case::read_again`].
    pub fn outdated(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM article WHERE form <> ?1";
        let count: i64 = self.connection.query_row(sql, [wire::VERSION], |row| row.get(0))?;
        Ok(count as u64)
    }

    /// Reads articles again whose accounts are of another version of their form; every story is told anew after it.
    pub fn read_again(&mut self, reading: &dyn Reading) -> Result<u64, Error> {
        let mut done = 0;
        loop {
            let transaction = begin(&mut self.connection)?;
            let next: Option<(i64, String, Vec<u8>)> = transaction
                .query_row(
                    "SELECT id, place, line FROM article WHERE form <> ?1 ORDER BY id LIMIT 1",
                    [wire::VERSION],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()?;
            let Some((id, place, line)) = next else { break };
            let record = Record::new(Kind::Json, &place, pack::unpacked(&line)?);
            let account = reading.account(&record).map_err(|failure| {
                Error::new(format!("a{id} cannot be read again: {failure}")).at(&self.path)
            })?;
            for sql in [
                "DELETE FROM party WHERE statement IN (SELECT id FROM statement WHERE article = ?1)",
                "DELETE FROM statement WHERE article = ?1",
            ] {
                transaction.prepare_cached(sql)?.execute([id])?;
            }
            update_account(&transaction, id, &account)?;
            transaction.execute("UPDATE article SET told = 0 WHERE id = ?1", [id])?;
            transaction.commit()?;
            done += 1;
        }
        Ok(done)
    }
}

/// A transaction that nobody else writes beside.
pub(crate) fn begin(connection: &mut Connection) -> Result<Transaction<'_>, Error> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Notes something that could not be read or told.
pub(crate) fn note_failure(
    transaction: &Transaction<'_>,
    input: &str,
    reason: &str,
) -> Result<(), Error> {
    let sql = format!("INSERT INTO failure (input, reason, at) VALUES (?1, ?2, {NOW})");
    transaction.prepare_cached(&sql)?.execute([input, reason])?;
    Ok(())
}

/// Puts an item in, unless it is there.
fn put(transaction: &Transaction<'_>, item: &Item) -> Result<Stored, Error> {
    let Item { record, account } = item;
    let article = &account.article;
    let source = &article.source;
    let place = match (&source.url, &source.path, &source.record) {
        (Some(url), _, _) => url.clone(),
        (None, path, Some(record)) => format!("{}#{record}", path.as_deref().unwrap_or_default()),
        (None, path, None) => path.clone().unwrap_or_default(),
    };
    let text_sha256 = rashomon_ingest::digest(article.text.as_bytes());
    let known = transaction
        .prepare_cached("SELECT id FROM article WHERE place = ?1 AND text_sha256 = ?2")?
        .query_row([&place, &text_sha256], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(Stored::Known(ArticleId(id)));
    }
    let bytes = record.payload(&mut Vec::new()).unwrap_or((&record.bytes).into());
    let sha256 = rashomon_ingest::digest(&bytes);
    transaction
        .prepare_cached("INSERT OR IGNORE INTO source (sha256, media_type, size, bytes) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![sha256, source.media_type, bytes.len() as i64, pack::packed(&bytes)])?;
    let line = pack::packed(rashomon_ingest::to_json(article, true).as_bytes());
    let sql = format!(
        "INSERT INTO article (sha256, path, record, url, place, text_sha256, address, title, outlet, published, \
         language, added, form, line, account, sketch) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, {NOW}, 0, ?12, x'', x'')"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        sha256,
        source.path,
        source.record,
        source.url,
        place,
        text_sha256,
        versions::address(article),
        title(account),
        "",
        article.published.as_ref().map(|it| it.start.to_string()),
        article.language,
        line,
    ])?;
    let id = transaction.last_insert_rowid();
    let outlet = rashomon_render::teller(id as usize, article);
    transaction.execute("UPDATE article SET outlet = ?2 WHERE id = ?1", params![id, outlet])?;
    update_account(transaction, id, account)?;
    Ok(Stored::New(ArticleId(id)))
}

/// Puts an article's account in place of what is there.
fn update_account(transaction: &Transaction<'_>, id: i64, account: &Account) -> Result<(), Error> {
    transaction
        .prepare_cached("UPDATE article SET form = ?2, account = ?3, sketch = ?4 WHERE id = ?1")?
        .execute(params![
            id,
            wire::VERSION,
            pack::packed(&wire::written(account)),
            pack::packed(&sketch::written(&Sketch::new(account))),
        ])?;
    let delete = "INSERT INTO sentence_text (sentence_text, rowid, text) \
                  SELECT 'delete', id, text FROM sentence WHERE article = ?1";
    transaction.prepare_cached(delete)?.execute([id])?;
    transaction.prepare_cached("DELETE FROM sentence WHERE article = ?1")?.execute([id])?;
    let points = CodePoints::new(&account.article.text);
    let mut sentence = transaction.prepare_cached(
        "INSERT OR IGNORE INTO sentence (article, start, stop, text) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut words =
        transaction.prepare_cached("INSERT INTO sentence_text (rowid, text) VALUES (?1, ?2)")?;
    for info in &account.sentences {
        let (start, stop) = points.of_span(info.span);
        let text = account.slice(info.span);
        if sentence.execute(params![id, start, stop, text])? > 0 {
            words.execute(params![transaction.last_insert_rowid(), text])?;
        }
    }
    Ok(())
}

/// The headline, or the first words.
fn title(account: &Account) -> String {
    const LONGEST: usize = 160;
    let first = || account.sentences.first().map(|sentence| sentence.span);
    let span = account.article.title.or_else(first).unwrap_or_default();
    let words = account.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words,
    }
}
