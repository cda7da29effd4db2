//! Telling: which stories there are, which of them changed, and what each says now.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rashomon_extract::{Account, wire};
use rashomon_reconcile::{
    Dossier,
    entities::aliases::Aliases,
    reconcile_story,
    stories::{Grouping, Near, Vectors},
    versions,
};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::{
    ArticleId, Case, ChangeRow, EntityId, Error, StoryId,
    case::{NOW, begin, note_failure},
    keys, pack,
    plan::{Before, Group, Plan, plan},
    setting, sketch, told,
    written::{Prepared, Written},
};

/// The setting that says with which of the user's names the stories are told.
const TOLD_WITH: &str = "told with names";

/// Articles that are searched for others like them in one go.
const SLAB: u32 = 512;
/// Stories that are told side by side before they are written.
const BATCH: usize = 32;

impl Case {
    /// Tells every story anew that has an article more or fewer, in one transaction; what changed, in order.
    ///
    /// `watch` is called with the stories done and those to do. A bug met in a story costs that story, which is told
    /// as a failure.
    pub fn tell(&mut self, watch: &dyn Fn(usize, usize)) -> Result<Vec<ChangeRow>, Error> {
        let (path, aliases, digest) = (&self.path, &self.aliases, &self.aliases_digest);
        let transaction = begin(&mut self.connection).map_err(|error| error.at(path))?;
        let mut telling = Telling { transaction, aliases, digest, changes: Vec::new() };
        telling.run(watch).map_err(|error| error.at(path))?;
        let Telling { transaction, changes, .. } = telling;
        transaction.commit().map_err(|error| Error::of(error).at(path))?;
        Ok(changes)
    }
}

struct Telling<'c> {
    transaction: Transaction<'c>,
    aliases: &'c Aliases,
    digest: &'c str,
    changes: Vec<ChangeRow>,
}

impl Telling<'_> {
    fn run(&mut self, watch: &dyn Fn(usize, usize)) -> Result<(), Error> {
        let anew = self.is_aliased_otherwise()?;
        let before = self.before()?;
        if before.waiting.is_empty() && !anew {
            return Ok(());
        }
        self.leave_out_versions()?;
        let Plan { mut tell, gone } = plan(self.groups()?, &before, anew);
        let todo = tell.len();
        watch(0, todo);
        while !tell.is_empty() {
            let rest = tell.split_off(tell.len().min(BATCH));
            self.tell_batch(tell)?;
            watch(todo - rest.len(), todo);
            tell = rest;
        }
        for story in gone {
            self.let_go(story, &before.stories[&story])?;
        }
        self.transaction.execute("UPDATE article SET told = 1 WHERE told = 0", [])?;
        Ok(())
    }

    /// Whether the user's names are others than those of the last telling; notes those of now.
    fn is_aliased_otherwise(&self) -> Result<bool, Error> {
        let before = setting::get(&self.transaction, TOLD_WITH)?;
        setting::set(&self.transaction, TOLD_WITH, Some(self.digest))?;
        Ok(before.unwrap_or_default() != self.digest)
    }

    /// Marks what is no account by itself among the articles of the pages that have a new one.
    fn leave_out_versions(&self) -> Result<(), Error> {
        let mut pages = self.transaction.prepare(
            "SELECT address FROM article WHERE address IN (SELECT address FROM article WHERE told = 0) \
             GROUP BY address HAVING count(*) > 1 ORDER BY address",
        )?;
        let pages: Vec<String> =
            pages.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for page in pages {
            let mut ids = self.transaction.prepare_cached(
                "SELECT id FROM article WHERE address = ?1 ORDER BY path, record, url, sha256",
            )?;
            let ids: Vec<i64> =
                ids.query_map([page], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let accounts = ids
                .iter()
                .map(|&id| read_account(id, &self.account_bytes(id)?))
                .collect::<Result<Vec<_>, Error>>()?;
            for (id, left_out) in ids.iter().zip(versions::left_out(&accounts)) {
                self.transaction
                    .prepare_cached("UPDATE article SET left_out = ?2 WHERE id = ?1")?
                    .execute(params![id, left_out])?;
            }
        }
        Ok(())
    }

    fn account_bytes(&self, id: i64) -> Result<Vec<u8>, Error> {
        Ok(self
            .transaction
            .prepare_cached("SELECT account FROM article WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?)
    }

    /// The articles of every story, largest first.
    fn groups(&self) -> Result<Vec<Vec<i64>>, Error> {
        let mut rows = self.transaction.prepare(
            "SELECT id, sketch, left_out, address FROM article ORDER BY path, record, url, sha256, id",
        )?;
        let mut rows = rows.query([])?;
        let (mut ids, mut sketches, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let mut addresses: Vec<Option<String>> = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get::<_, i64>(0)?);
            sketches.push(sketch::read(&pack::unpacked(
                row.get_ref(1)?.as_blob().unwrap_or_default(),
            )?));
            left_out.push(row.get::<_, bool>(2)?);
            addresses.push(row.get(3)?);
        }
        let sketches = sketches.into_iter().map(Cow::Owned);
        let groups = Grouping::new(sketches, left_out.clone()).run(near);
        // what an article replaced stays beside it
        let stories = versions::beside(&groups, &addresses, &left_out);
        let articles = |story: Vec<usize>| story.into_iter().map(|n| ids[n]).collect();
        Ok(stories.into_iter().map(articles).collect())
    }

    /// The articles of the stories that are told, and those that are not told.
    fn before(&self) -> Result<Before, Error> {
        let mut before = Before::default();
        let mut rows =
            self.transaction.prepare("SELECT id, story, told FROM article ORDER BY id")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (id, story): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            if let Some(story) = story {
                before.stories.entry(story).or_default().push(id);
            }
            if !row.get::<_, bool>(2)? {
                before.waiting.insert(id);
            }
        }
        Ok(before)
    }

    fn tell_batch(&mut self, groups: Vec<Group>) -> Result<(), Error> {
        let mut batch = Vec::with_capacity(groups.len());
        for group in groups {
            let mut accounts = Vec::with_capacity(group.articles.len());
            for &id in &group.articles {
                accounts.push((id, self.account_bytes(id)?));
            }
            batch.push((group, accounts));
        }
        let aliases = self.aliases;
        let reconciled = batch.into_par_iter().map(|(group, accounts)| {
            let told = std::panic::catch_unwind(|| reconciled(&accounts, aliases));
            (
                group,
                told.unwrap_or_else(|_| Err(Error::new("met a bug in Rashomon; please report it"))),
            )
        });
        let reconciled: Vec<(Group, _)> = reconciled.collect();
        let mut batch = Vec::with_capacity(reconciled.len());
        for (group, reconciled) in reconciled {
            match reconciled {
                Ok((dossier, articles)) => batch.push(self.prepare(&group, dossier, articles)?),
                Err(error) => self.fail(&group, &error)?,
            }
        }
        let digest = self.digest;
        let written = batch.into_par_iter().map(|prepared| prepared.written(digest));
        let written: Vec<_> = written.collect();
        for written in written {
            self.write(written?)?;
        }
        Ok(())
    }

    fn fail(&self, group: &Group, error: &Error) -> Result<(), Error> {
        let input = format!("the story of {}", named(&group.articles));
        note_failure(&self.transaction, &input, &error.to_string())
    }

    /// Gives the story and its entities their ids, and finds the telling before.
    fn prepare(
        &self,
        group: &Group,
        dossier: Dossier,
        articles: Vec<ArticleId>,
    ) -> Result<Prepared, Error> {
        let story = match group.story {
            Some(story) => story,
            None => self.new_story()?,
        };
        let mut entities = Vec::with_capacity(dossier.entities.len());
        for (entity, key) in dossier.entities.iter().zip(keys::keys(&dossier, story)) {
            let id = match key {
                Some(key) => Some(EntityId(self.entity(entity, &key)?)),
                None => None,
            };
            entities.push(id);
        }
        let revision: i64 = self
            .transaction
            .prepare_cached("SELECT revision FROM story WHERE id = ?1")?
            .query_row([story], |row| row.get(0))?;
        let sql = "SELECT dossier FROM change WHERE story = ?1 AND dossier IS NOT NULL \
                   ORDER BY revision DESC LIMIT 1";
        let before: Option<Vec<u8>> = self
            .transaction
            .prepare_cached(sql)?
            .query_row([story], |row| row.get(0))
            .optional()?;
        Ok(Prepared {
            story: StoryId(story),
            revision,
            before,
            members: group.articles.clone(),
            dossier,
            articles,
            entities,
        })
    }

    fn new_story(&self) -> Result<i64, Error> {
        let sql = format!(
            "INSERT INTO story (title, articles, outlets, outlet_count, origins, events, disputed, conflicts, \
             disagreements, revision, change, changed, page) \
             VALUES ('', 0, '[]', 0, 0, 0, 0, 0, 0, 0, 0, {NOW}, x'')"
        );
        self.transaction.prepare_cached(&sql)?.execute([])?;
        Ok(self.transaction.last_insert_rowid())
    }

    fn entity(
        &self,
        entity: &rashomon_reconcile::dossier::Entity,
        key: &str,
    ) -> Result<i64, Error> {
        let known = self
            .transaction
            .prepare_cached("SELECT id FROM entity WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let location = entity.location.as_ref();
        self.transaction
            .prepare_cached(
                "INSERT INTO entity (key, name, kind, country, location, latitude, longitude) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                key,
                entity.name,
                entity.kind.as_str(),
                entity.country.map(|country| country.iso3().to_owned()),
                location.map(|it| it.kind.as_str()),
                location.map(|it| it.point.degrees().0),
                location.map(|it| it.point.degrees().1),
            ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    fn write(&mut self, written: Written) -> Result<(), Error> {
        let Written { prepared, told, json, page, lines } = written;
        let (story, revision) = (prepared.story.0, prepared.revision + 1);
        self.clear(story)?;
        let change = self.note(story, revision, &told.title, &lines, None, Some(&json))?;
        let sql = format!(
            "UPDATE story SET title = ?2, first_day = ?3, last_day = ?4, articles = ?5, outlets = ?6, \
             outlet_count = ?7, origins = ?8, events = ?9, disputed = ?10, conflicts = ?11, disagreements = ?12, \
             revision = ?13, change = ?14, changed = {NOW}, page = ?15 WHERE id = ?1"
        );
        self.transaction.prepare_cached(&sql)?.execute(params![
            story,
            told.title,
            told.days.as_ref().map(|(first, _)| first),
            told.days.as_ref().map(|(_, last)| last),
            told.articles as i64,
            serde_json::to_string(&told.outlets).unwrap_or_default(),
            told.outlets.len() as i64,
            told.origins as i64,
            told.events as i64,
            told.disputed as i64,
            told.conflicts as i64,
            told.disagreements as i64,
            revision,
            change,
            page,
        ])?;
        for id in &prepared.members {
            self.transaction
                .prepare_cached("UPDATE article SET story = ?2, position = NULL WHERE id = ?1")?
                .execute([*id, story])?;
        }
        told::write(
            &self.transaction,
            story,
            &told,
            &prepared.dossier,
            &prepared.articles,
            &prepared.entities,
        )
    }

    /// Takes out what a telling put in, but the story itself.
    fn clear(&self, story: i64) -> Result<(), Error> {
        for sql in [
            "DELETE FROM party WHERE statement IN (SELECT id FROM statement WHERE story = ?1)",
            "DELETE FROM statement WHERE story = ?1",
            "DELETE FROM calling WHERE story = ?1",
            "DELETE FROM name WHERE story = ?1",
            "DELETE FROM appearance WHERE story = ?1",
        ] {
            self.transaction.prepare_cached(sql)?.execute([story])?;
        }
        Ok(())
    }

    /// A story of which no article is left, or whose articles are told elsewhere.
    fn let_go(&mut self, story: i64, articles: &[i64]) -> Result<(), Error> {
        self.clear(story)?;
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for id in articles {
            let now: Option<i64> = self
                .transaction
                .prepare_cached("SELECT story FROM article WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            if let Some(now) = now.filter(|now| *now != story) {
                *counts.entry(now).or_default() += 1;
            }
        }
        let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        let now = most.map(|(story, _)| *story);
        self.transaction.execute(
            "UPDATE story SET gone = 1, joined = ?2, page = x'' WHERE id = ?1",
            params![story, now],
        )?;
        let (revision, title): (i64, String) = self.transaction.query_row(
            "SELECT revision, title FROM story WHERE id = ?1",
            [story],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let line = match now {
            Some(now) => format!("now told as a part of {}", StoryId(now)),
            None => "no article of it is left".to_owned(),
        };
        let change = self.note(story, revision + 1, &title, &[line], now, None)?;
        self.transaction.execute(
            "UPDATE story SET revision = ?2, change = ?3 WHERE id = ?1",
            [story, revision + 1, change],
        )?;
        Ok(())
    }

    fn note(
        &mut self,
        story: i64,
        revision: i64,
        title: &str,
        lines: &[String],
        joined: Option<i64>,
        dossier: Option<&[u8]>,
    ) -> Result<i64, Error> {
        let sql = format!(
            "INSERT INTO change (story, revision, at, title, lines, joined, dossier) \
             VALUES (?1, ?2, {NOW}, ?3, ?4, ?5, ?6)"
        );
        let list = serde_json::to_string(lines).unwrap_or_default();
        self.transaction
            .prepare_cached(&sql)?
            .execute(params![story, revision, title, list, joined, dossier])?;
        let change = self.transaction.last_insert_rowid();
        let at = self
            .transaction
            .prepare_cached("SELECT at FROM change WHERE id = ?1")?
            .query_row([change], |row| row.get(0))?;
        self.changes.push(ChangeRow {
            change: change as u64,
            story: StoryId(story),
            joined: joined.map(StoryId),
            revision: revision as u64,
            title: title.to_owned(),
            at,
            lines: lines.to_vec(),
        });
        Ok(change)
    }
}

/// Articles, for a message.
fn named(articles: &[i64]) -> String {
    articles.iter().map(|id| ArticleId(*id).to_string()).collect::<Vec<_>>().join(", ")
}

fn read_account(id: i64, bytes: &[u8]) -> Result<Account, Error> {
    wire::read(&pack::unpacked(bytes)?).ok_or_else(|| {
        Error::new(format!("the account of a{id} is damaged or of another version; read it again"))
    })
}

/// The dossier of a story's accounts, and which article each of its documents is.
pub(crate) fn reconciled(
    accounts: &[(i64, Vec<u8>)],
    aliases: &Aliases,
) -> Result<(Dossier, Vec<ArticleId>), Error> {
    let mut article_of = BTreeMap::new();
    let mut read = Vec::with_capacity(accounts.len());
    for (id, bytes) in accounts {
        let account = read_account(*id, bytes)?;
        article_of.insert(account.article.source.clone(), ArticleId(*id));
        read.push(account);
    }
    let dossier = reconcile_story(read, aliases);
    let articles = dossier.documents.iter().map(|it| article_of.get(&it.source).copied());
    let articles = articles.collect::<Option<_>>();
    let articles =
        articles.ok_or_else(|| Error::new("met a bug in Rashomon: a document of no article"))?;
    Ok((dossier, articles))
}

/// All pairs of articles that are alike, searched for side by side.
fn near(vectors: &Vectors) -> Vec<Near> {
    let index = vectors.index();
    let slabs: Vec<_> = vectors.slabs(SLAB).collect();
    slabs.into_par_iter().map(|slab| index.near(slab)).collect::<Vec<_>>().concat()
}
