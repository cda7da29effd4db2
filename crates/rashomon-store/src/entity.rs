//! Reading entities over all stories.

use rusqlite::{Row, params};

use crate::{
    ArticleId, Calling, Deed, Entity, EntityId, EntityRow, Error, Reader, Saying, StoryId, keys,
    reader::{STORY, page, story},
};

/// Deeds, sayings and callings that are given of an entity.
const MOST: i64 = 500;

impl Reader {
    /// How many entities there are of a kind, or with words in one of their names, and `limit` of them from `offset`;
    /// those of most articles first. Without words, what stays in its story for want of a name is left out.
    pub fn entities(
        &self,
        kind: Option<&str>,
        name: Option<&str>,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<EntityRow>), Error> {
        let like = name.map(|name| format!("% {}%", keys::folded(name)));
        let filter = "WHERE (e.kind = ?1 OR ?1 IS NULL) AND EXISTS (SELECT 1 FROM appearance b WHERE b.entity = e.id) \
                      AND (e.id IN (SELECT entity FROM name WHERE folded LIKE ?2) OR ?2 IS NULL) \
                      AND (?2 IS NOT NULL OR e.key NOT LIKE 'story:%')";
        let total =
            self.count(&format!("SELECT count(*) FROM entity e {filter}"), params![kind, like])?;
        let [limit, offset] = page(offset, limit);
        let sql = format!(
            "{ENTITY} {filter} ORDER BY articles DESC, mentions DESC, e.id LIMIT ?3 OFFSET ?4"
        );
        Ok((total, self.rows(&sql, params![kind, like, limit, offset], entity)?))
    }

    /// One entity over all stories; `None` where no story has it any more.
    pub fn entity(&self, id: EntityId) -> Result<Option<Entity>, Error> {
        let row = self.row(&format!("{ENTITY} WHERE e.id = ?1"), [id.0], entity)?;
        let Some(row) = row.filter(|row| row.articles > 0) else { return Ok(None) };
        let country =
            self.row("SELECT country FROM entity WHERE id = ?1", [id.0], |row| row.get(0))?;
        let names = self.rows(
            "SELECT name, sum(uses) AS uses FROM name WHERE entity = ?1 GROUP BY name \
             ORDER BY uses DESC, name",
            [id.0],
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)),
        )?;
        let stories = self.rows(
            &format!(
                "{STORY} WHERE gone = 0 AND id IN (SELECT story FROM appearance WHERE entity = ?1) ORDER BY change DESC"
            ),
            [id.0],
            story,
        )?;
        Ok(Some(Entity {
            row,
            country: country.flatten(),
            names,
            stories,
            deeds: self.deeds(id)?,
            sayings: self.sayings(id)?,
            callings: self.callings(id)?,
        }))
    }

    fn deeds(&self, id: EntityId) -> Result<Vec<Deed>, Error> {
        let sql = "SELECT t.story, t.item, t.label, t.type, p.role, t.first_day, t.last_day, count(DISTINCT a.outlet), \
                   count(DISTINCT CASE t.stance WHEN 'says' THEN a.outlet END), \
                   max(t.stance <> 'denies') AND EXISTS (SELECT 1 FROM statement d WHERE d.story = t.story \
                     AND d.about = t.item AND d.stance IN ('denies', 'doubts')) \
                   FROM party p JOIN statement t ON t.id = p.statement JOIN article a ON a.id = t.article \
                   WHERE p.entity = ?1 AND p.role IN ('actor', 'recipient') AND t.kind = 'event' \
                   GROUP BY t.story, t.item, p.role \
                   ORDER BY t.first_day IS NULL, t.first_day, t.story, min(t.id) LIMIT ?2";
        self.rows(sql, [id.0, MOST], |row| {
            let item: String = row.get(1)?;
            Ok(Deed {
                story: StoryId(row.get(0)?),
                anchor: format!("f{}", item.trim_start_matches('v')),
                label: row.get(2)?,
                r#type: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                role: row.get(4)?,
                start: row.get(5)?,
                end: row.get(6)?,
                outlets: row.get::<_, i64>(7)? as u64,
                said: row.get::<_, i64>(8)? as u64,
                disputed: row.get(9)?,
            })
        })
    }

    fn sayings(&self, id: EntityId) -> Result<Vec<Saying>, Error> {
        // of rows that are grouped, those of the least id
        let sql = "SELECT t.story, t.label, CASE WHEN t.kind = 'quotation' THEN t.voice \
                     WHEN t.stance IN ('attributes', 'hedges', 'marks') THEN 'says' ELSE t.stance END, \
                     count(DISTINCT a.outlet), t.article, t.start, t.stop, min(t.id) \
                   FROM party p JOIN statement t ON t.id = p.statement JOIN article a ON a.id = t.article \
                   WHERE p.entity = ?1 AND p.role = 'speaker' AND t.kind IN ('claim', 'quotation') \
                   GROUP BY t.story, t.item, 3 ORDER BY t.story DESC, min(t.id) LIMIT ?2";
        self.rows(sql, [id.0, MOST], |row| {
            Ok(Saying {
                story: StoryId(row.get(0)?),
                words: row.get(1)?,
                kind: row.get(2)?,
                outlets: row.get::<_, i64>(3)? as u64,
                article: ArticleId(row.get(4)?),
                start: row.get(5)?,
                end: row.get(6)?,
            })
        })
    }

    fn callings(&self, id: EntityId) -> Result<Vec<Calling>, Error> {
        let sql = "SELECT a.outlet, c.words, c.voice, s.name, count(*), c.article, c.start, c.stop, min(c.rowid) \
                   FROM calling c JOIN article a ON a.id = c.article LEFT JOIN entity s ON s.id = c.speaker \
                   WHERE c.entity = ?1 GROUP BY a.outlet, lower(c.words), c.voice, c.speaker \
                   ORDER BY count(*) DESC, a.outlet, c.words LIMIT ?2";
        self.rows(sql, [id.0, MOST], |row| {
            Ok(Calling {
                outlet: row.get(0)?,
                words: row.get(1)?,
                voice: row.get(2)?,
                speaker: row.get(3)?,
                count: row.get::<_, i64>(4)? as u64,
                article: ArticleId(row.get(5)?),
                start: row.get(6)?,
                end: row.get(7)?,
            })
        })
    }
}

const ENTITY: &str = "SELECT e.id, e.name, e.kind, \
     (SELECT count(DISTINCT story) FROM appearance b WHERE b.entity = e.id), \
     (SELECT count(DISTINCT article) FROM appearance b WHERE b.entity = e.id) AS articles, \
     (SELECT ifnull(sum(mentions), 0) FROM appearance b WHERE b.entity = e.id) AS mentions FROM entity e";

fn entity(row: &Row<'_>) -> rusqlite::Result<EntityRow> {
    Ok(EntityRow {
        id: EntityId(row.get(0)?),
        name: row.get(1)?,
        kind: row.get(2)?,
        stories: row.get::<_, i64>(3)? as u64,
        articles: row.get::<_, i64>(4)? as u64,
        mentions: row.get::<_, i64>(5)? as u64,
    })
}
