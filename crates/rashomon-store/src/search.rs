//! Queries as SQL.
//!
//! Whatever a user writes goes into the database as a parameter. A query is a condition on `sentence s` and
//! `article a`; the fields of one conjunction that ask for what is said are one condition on `statement t`.

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    ArticleId, Error, Facet, Facets, Found, Hit, Statement, StoryId,
    query::{Node, Query, Says, Stands, Who},
};

/// Values of a facet that are given.
const FACET: usize = 12;
/// Marks around words found: they stand in no text that is shown.
const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

/// A condition and its parameters.
#[derive(Default)]
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn of(sql: impl Into<String>, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values }
    }

    fn join(parts: Vec<Self>, by: &str, none: &str) -> Self {
        if parts.is_empty() {
            return Self::of(none, Vec::new());
        }
        let mut values = Vec::new();
        let sqls: Vec<String> = parts
            .into_iter()
            .map(|part| {
                values.extend(part.values);
                part.sql
            })
            .collect();
        Self { sql: format!("({})", sqls.join(by)), values }
    }

    fn not(self) -> Self {
        Self { sql: format!("NOT {}", self.sql), values: self.values }
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// The condition on a sentence.
fn sentence(node: &Node) -> Condition {
    match node {
        Node::And(parts) => all(parts),
        Node::Or(parts) => Condition::join(parts.iter().map(sentence).collect(), " OR ", "0"),
        Node::Not(part) => sentence(part).not(),
        Node::Words(words) => matching(words),
        Node::Says(_) => all(std::slice::from_ref(node)),
        Node::Stands(stands) => article(stands),
    }
}

fn matching(words: &str) -> Condition {
    let sql = "s.id IN (SELECT rowid FROM sentence_text WHERE sentence_text MATCH ?)";
    Condition::of(sql, vec![text(words)])
}

fn all(parts: &[Node]) -> Condition {
    let words: Vec<&str> = parts
        .iter()
        .filter_map(|part| if let Node::Words(words) = part { Some(words.as_str()) } else { None })
        .collect();
    let mut conditions = Vec::new();
    if !words.is_empty() {
        conditions.push(matching(&words.join(" AND ")));
    }
    if let Some(statement) = said(parts) {
        let sql = format!(
            "s.id IN (SELECT t.sentence FROM statement t JOIN article b ON b.id = t.article WHERE {})",
            statement.sql
        );
        let told = Condition::of(sql, statement.values);
        let dated = parts.iter().filter_map(|part| match part {
            Node::Says(Says::Days(first, last)) => Some((first.as_deref(), last.as_deref())),
            _ => None,
        });
        let only_dated = parts.iter().all(|it| !matches!(it, Node::Says(says) if !is_days(says)));
        conditions.push(if only_dated {
            // a sentence that tells no day is of the day of its article
            let mut published = vec![Condition::of(
                "s.id NOT IN (SELECT sentence FROM statement WHERE first_day IS NOT NULL)",
                Vec::new(),
            )];
            published.extend(
                dated.map(|(first, last)| between("a.published", "a.published", first, last)),
            );
            let published = Condition::join(published, " AND ", "1");
            Condition::join(vec![told, published], " OR ", "0")
        } else {
            told
        });
    }
    for part in parts {
        match part {
            Node::Words(_) | Node::Says(_) => {}
            part => conditions.push(sentence(part)),
        }
    }
    Condition::join(conditions, " AND ", "1")
}

const fn is_days(says: &Says) -> bool {
    matches!(says, Says::Days(..))
}

/// The condition on a statement that the parts of a conjunction make together; `None` where none of them does.
fn said(parts: &[Node]) -> Option<Condition> {
    let says = parts.iter().filter_map(|part| match part {
        Node::Says(says) => Some(statement(says)),
        _ => None,
    });
    let says: Vec<Condition> = says.collect();
    (!says.is_empty()).then(|| Condition::join(says, " AND ", "1"))
}

fn statement(says: &Says) -> Condition {
    match says {
        Says::Party(role, who) => {
            let (entity, mut values) = match who {
                Who::Id(id) => ("p.entity = ?".to_owned(), vec![Value::Integer(id.0)]),
                Who::Named(name) => (
                    "p.entity IN (SELECT entity FROM name WHERE folded LIKE ?)".to_owned(),
                    vec![text(&format!("% {name} %"))],
                ),
            };
            let role = role.map_or(String::new(), |role| {
                values.push(text(role));
                " AND p.role = ?".to_owned()
            });
            Condition::of(
                format!("t.id IN (SELECT p.statement FROM party p WHERE {entity}{role})"),
                values,
            )
        }
        Says::Type(name) => Condition::of("t.type = ?", vec![text(name)]),
        Says::Stance(stance) => Condition::of("t.stance = ?", vec![text(stance)]),
        Says::Kind(kind) => Condition::of("t.kind = ?", vec![text(kind)]),
        Says::Days(first, last) => between(
            "ifnull(t.first_day, b.published)",
            "ifnull(t.last_day, b.published)",
            first.as_deref(),
            last.as_deref(),
        ),
    }
}

/// That days meet those asked for.
fn between(from: &str, to: &str, first: Option<&str>, last: Option<&str>) -> Condition {
    let mut parts = Vec::new();
    parts.extend(first.map(|first| Condition::of(format!("{to} >= ?"), vec![text(first)])));
    parts.extend(last.map(|last| Condition::of(format!("{from} <= ?"), vec![text(last)])));
    Condition::join(parts, " AND ", "1")
}

fn article(stands: &Stands) -> Condition {
    match stands {
        Stands::Outlet(name) => {
            let like: String = name
                .chars()
                .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
                .collect();
            let like = text(&format!("%{like}%"));
            let host = "substr(a.url, instr(a.url, '//') + 2, \
                        instr(substr(a.url || '/', instr(a.url, '//') + 2), '/') - 1)";
            Condition::of(
                format!("(a.outlet LIKE ? ESCAPE '\\' OR {host} LIKE ? ESCAPE '\\')"),
                vec![like.clone(), like],
            )
        }
        Stands::Language(language) => Condition::of("a.language = ?", vec![text(language)]),
        Stands::Story(id) => Condition::of("a.story = ?", vec![Value::Integer(id.0)]),
        Stands::Article(id) => Condition::of("a.id = ?", vec![Value::Integer(id.0)]),
    }
}

/// The words that are asked for and not excluded, any of which ranks a sentence.
fn wanted(node: &Node, out: &mut Vec<String>) {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| wanted(part, out)),
        Node::Words(words) => out.push(words.clone()),
        Node::Not(_) | Node::Says(_) | Node::Stands(_) => {}
    }
}

/// Runs a query.
pub(crate) fn run(
    connection: &Connection,
    query: &Query,
    offset: u64,
    limit: u64,
) -> Result<Found, Error> {
    let condition = sentence(&query.node);
    let mut words = Vec::new();
    wanted(&query.node, &mut words);
    let words = words.join(" OR ");
    let from = format!(
        "FROM sentence s JOIN article a ON a.id = s.article AND a.left_out = 0 WHERE {}",
        condition.sql
    );
    // ranks are worked out once, and not for each sentence: the planner would look each of them up
    let rank = match words.as_str() {
        "" => "SELECT 0 AS id, 0.0 AS rank WHERE ? = ''",
        _ => {
            "SELECT rowid AS id, bm25(sentence_text) AS rank FROM sentence_text WHERE sentence_text MATCH ?"
        }
    };
    let sql = format!(
        "WITH ranked AS MATERIALIZED ({rank}), \
           found AS MATERIALIZED (SELECT s.id AS id, a.published AS published {from}), \
           best AS MATERIALIZED (SELECT f.id AS id, f.published AS published, ifnull(r.rank, 0.0) AS rank, \
             EXISTS (SELECT 1 FROM statement t WHERE t.sentence = f.id) AS told \
             FROM found f LEFT JOIN ranked r ON r.id = f.id \
             ORDER BY rank, told DESC, published DESC, f.id LIMIT ? OFFSET ?) \
         SELECT s.id, a.id, a.title, a.outlet, a.published, a.story, o.title, s.start, s.stop, s.text \
         FROM best b JOIN sentence s ON s.id = b.id JOIN article a ON a.id = s.article \
         LEFT JOIN story o ON o.id = a.story ORDER BY b.rank, b.told DESC, b.published DESC, s.id"
    );
    let mut paged = vec![text(&words)];
    paged.extend(condition.values.iter().cloned());
    paged.extend([limit, offset].map(|n| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))));
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(paged))?;
    let mut hits: Vec<(i64, Hit)> = Vec::new();
    while let Some(row) = rows.next()? {
        let hit = Hit {
            article: ArticleId(row.get(1)?),
            title: row.get(2)?,
            outlet: row.get(3)?,
            published: row.get(4)?,
            story: row.get::<_, Option<i64>>(5)?.map(StoryId),
            story_title: row.get(6)?,
            start: row.get(7)?,
            end: row.get(8)?,
            text: row.get(9)?,
            marks: Vec::new(),
            statements: Vec::new(),
        };
        hits.push((row.get(0)?, hit));
    }
    let filter = match &query.node {
        Node::And(parts) => said(parts),
        Node::Says(says) => Some(statement(says)),
        _ => None,
    };
    for (sentence, hit) in &mut hits {
        if !words.is_empty() {
            hit.marks = marks(connection, *sentence, &words, &hit.text)?;
        }
        hit.statements = statements(connection, *sentence, filter.as_ref())?;
    }
    let (total, facets) = facets(connection, &from, &condition.values)?;
    Ok(Found { total, hits: hits.into_iter().map(|(_, hit)| hit).collect(), facets })
}

/// Where the words found stand in a sentence, in code points.
fn marks(
    connection: &Connection,
    sentence: i64,
    words: &str,
    plain: &str,
) -> Result<Vec<(u32, u32)>, Error> {
    let sql = "SELECT highlight(sentence_text, 0, char(2), char(3)) FROM sentence_text \
               WHERE sentence_text MATCH ?1 AND rowid = ?2";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query(rusqlite::params![words, sentence])?;
    let Some(row) = rows.next()? else { return Ok(Vec::new()) };
    let marked: String = row.get(0)?;
    if plain.contains(MARKS) {
        return Ok(Vec::new());
    }
    let (mut at, mut start) = (0, 0);
    let mut out: Vec<(u32, u32)> = Vec::new();
    for c in marked.chars() {
        match c {
            '\u{2}' => start = at,
            '\u{3}' => out.push((start, at)),
            _ => at += 1,
        }
    }
    Ok(out)
}

/// What a sentence says, as far as it fits; each thing once.
fn statements(
    connection: &Connection,
    sentence: i64,
    filter: Option<&Condition>,
) -> Result<Vec<Statement>, Error> {
    let (filter, values) = filter.map_or(("1", &[][..]), |it| (it.sql.as_str(), &it.values[..]));
    let sql = format!(
        "SELECT t.kind, t.type, t.label, t.stance, t.first_day, t.last_day \
         FROM statement t JOIN article b ON b.id = t.article \
         WHERE t.sentence = ? AND {filter} GROUP BY t.label, t.stance ORDER BY min(t.id)"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let values = std::iter::once(Value::Integer(sentence)).chain(values.iter().cloned());
    let rows = select.query_map(params_from_iter(values), |row| {
        Ok(Statement {
            kind: row.get(0)?,
            r#type: row.get(1)?,
            label: row.get(2)?,
            stance: row.get(3)?,
            start: row.get(4)?,
            end: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many sentences fit, and what they can be narrowed by.
fn facets(
    connection: &Connection,
    from: &str,
    values: &[Value],
) -> Result<(u64, Vec<Facets>), Error> {
    const FIELDS: [&str; 5] = ["outlet", "actor", "type", "stance", "year"];
    let sql = format!(
        "WITH found AS MATERIALIZED (SELECT s.id AS id, a.outlet AS outlet, substr(a.published, 1, 4) AS year {from}) \
         SELECT 'total', '', '', count(*) FROM found \
         UNION ALL SELECT 'outlet', outlet, outlet, count(*) FROM found GROUP BY outlet \
         UNION ALL SELECT 'year', year, year, count(*) FROM found WHERE year IS NOT NULL GROUP BY year \
         UNION ALL SELECT 'type', type, type, count(DISTINCT t.sentence) FROM statement t \
           WHERE type IS NOT NULL AND t.sentence IN (SELECT id FROM found) GROUP BY type \
         UNION ALL SELECT 'stance', stance, stance, count(DISTINCT t.sentence) FROM statement t \
           WHERE t.sentence IN (SELECT id FROM found) GROUP BY stance \
         UNION ALL SELECT 'actor', 'e' || e.id, e.name, count(DISTINCT t.sentence) \
           FROM statement t JOIN party p ON p.statement = t.id AND p.role = 'actor' JOIN entity e ON e.id = p.entity \
           WHERE t.sentence IN (SELECT id FROM found) GROUP BY e.id"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(values.iter().cloned()))?;
    let mut total = 0;
    let mut fields: Vec<Facets> =
        FIELDS.map(|field| Facets { field: field.to_owned(), values: Vec::new() }).into();
    while let Some(row) = rows.next()? {
        let (field, value, name): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let count = row.get::<_, i64>(3)? as u64;
        if field == "total" {
            total = count;
            continue;
        }
        let term = match field.as_str() {
            "outlet" => format!("outlet:\"{}\"", value.replace('"', " ")),
            "type" => format!("type:{}", value.to_lowercase()),
            "year" => format!("on:{value}"),
            field => format!("{field}:{value}"),
        };
        if let Some(facets) = fields.iter_mut().find(|facets| facets.field == field) {
            facets.values.push(Facet { term, name, count });
        }
    }
    for facets in &mut fields {
        facets.values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.term.cmp(&b.term)));
        facets.values.truncate(FACET);
    }
    Ok((total, fields))
}
