//! What a telling puts into the tables.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_reconcile::{
    Dossier,
    dossier::{
        Claim, Event, EventId, Explanation, Form, Polarity, Position, Stance, Story, Voice, When,
    },
};
use rashomon_text::{Cite, CodePoints};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::{ArticleId, EntityId, Error, keys};

/// A story in numbers and what is said in it.
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) days: Option<(String, String)>,
    pub(crate) articles: usize,
    /// Each once, in the order of the page.
    pub(crate) outlets: Vec<String>,
    pub(crate) origins: usize,
    pub(crate) events: usize,
    pub(crate) disputed: usize,
    pub(crate) conflicts: usize,
    pub(crate) disagreements: usize,
    statements: Vec<Statement>,
}

/// What one passage says.
struct Statement {
    kind: &'static str,
    item: String,
    /// The event that it is or is about.
    about: Option<String>,
    r#type: Option<&'static str>,
    label: String,
    stance: &'static str,
    voice: &'static str,
    days: Option<(String, String)>,
    cite: Cite,
    /// Role and number of the entity in the dossier, each once.
    parties: BTreeSet<(&'static str, usize)>,
}

impl Told {
    /// Reads the one story of a dossier.
    pub(crate) fn new(dossier: &Dossier, articles: &[ArticleId]) -> Self {
        let none = Story::default();
        let story = dossier.stories.first().unwrap_or(&none);
        let mut outlets: Vec<String> = Vec::new();
        for doc in &story.documents {
            let number = articles[doc.index()].0 as usize;
            let outlet = rashomon_render::teller(number, &dossier.documents[doc.index()]);
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
        }
        let shown = || story.disagreements.iter().filter(|it| it.shown);
        let answered = |claim: &&Claim| {
            claim.shown
                && claim
                    .positions
                    .iter()
                    .any(|it| matches!(it.stance, Stance::Denies | Stance::Doubts))
        };
        Self {
            title: story.title.clone(),
            days: story.span.map(|(first, last)| (first.to_string(), last.to_string())),
            articles: story.documents.len(),
            outlets,
            origins: story.origins.len(),
            events: story.events.iter().filter(|event| event.shown).count(),
            disputed: story.claims.iter().filter(answered).count(),
            conflicts: shown().filter(|it| it.explanation == Explanation::Conflict).count(),
            disagreements: shown().count(),
            statements: statements(story, dossier),
        }
    }
}

fn statements(story: &Story, dossier: &Dossier) -> Vec<Statement> {
    let mut out = Vec::new();
    for (n, event) in (1..).zip(&story.events).filter(|(_, event)| event.shown) {
        for report in &event.reports {
            let mut parties = parties(event);
            parties.extend(report.source.map(|source| ("speaker", source.index())));
            out.push(Statement {
                kind: "event",
                item: format!("v{n}"),
                about: Some(format!("v{n}")),
                r#type: Some(event.kind.as_str()),
                label: event.label.clone(),
                stance: match report.polarity {
                    Polarity::Negative => "denies",
                    Polarity::Positive => of_voice(report.voice),
                },
                voice: report.voice.as_str(),
                days: days(event.when.as_ref()),
                cite: report.cite,
                parties,
            });
        }
    }
    for (n, claim) in (1..).zip(&story.claims).filter(|(_, claim)| claim.shown) {
        let about: Vec<&Event> =
            claim.about.iter().filter_map(|id: &EventId| story.events.get(id.index())).collect();
        for position in &claim.positions {
            for &cite in &position.evidence {
                let mut parties: BTreeSet<_> =
                    about.iter().flat_map(|event| parties(event)).collect();
                parties.extend(position.holder.map(|holder| ("speaker", holder.index())));
                out.push(Statement {
                    kind: "claim",
                    item: format!("c{n}"),
                    about: claim.about.first().map(|id| format!("v{}", id.index() + 1)),
                    r#type: about.first().map(|event| event.kind.as_str()),
                    label: claim.label.clone(),
                    stance: stance(position),
                    voice: position.voice.as_str(),
                    days: days(about.first().and_then(|event| event.when.as_ref())),
                    cite,
                    parties,
                });
            }
        }
    }
    for (n, quotation) in (1..).zip(&story.quotations).filter(|(_, it)| it.shown) {
        for variant in &quotation.variants {
            let article = &dossier.documents[variant.cite.doc.index()];
            out.push(Statement {
                kind: "quotation",
                item: format!("q{n}"),
                about: None,
                r#type: None,
                label: article
                    .slice(variant.cite.span)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                stance: "quotes",
                voice: quotation.kind.as_str(),
                days: None,
                cite: variant.cite,
                parties: quotation.speaker.map(|it| ("speaker", it.index())).into_iter().collect(),
            });
        }
    }
    out
}

fn parties(event: &Event) -> BTreeSet<(&'static str, usize)> {
    let role =
        |role: &'static str| move |id: &rashomon_reconcile::dossier::EntityId| (role, id.index());
    let actors = event.actors.iter().map(role("actor"));
    let recipients = event.recipients.iter().map(role("recipient"));
    actors.chain(recipients).chain(event.place.iter().map(role("place"))).collect()
}

fn days(when: Option<&When>) -> Option<(String, String)> {
    when.map(|when| (when.start.to_string(), when.end.to_string()))
}

/// What an account does that has it in this voice.
const fn of_voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Own => "says",
        Voice::Attributed => "attributes",
        Voice::Hedged => "hedges",
        Voice::ScareQuoted => "marks",
    }
}

const fn stance(position: &Position) -> &'static str {
    match position.stance {
        Stance::Asserts => of_voice(position.voice),
        Stance::Denies => "denies",
        Stance::Doubts => "doubts",
        Stance::Declines => "declines",
    }
}

/// Writes what a telling says, in place of nothing.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    story: i64,
    told: &Told,
    dossier: &Dossier,
    articles: &[ArticleId],
    entities: &[Option<EntityId>],
) -> Result<(), Error> {
    let points: Vec<CodePoints<'_>> =
        dossier.documents.iter().map(|article| CodePoints::new(&article.text)).collect();
    let place = |cite: Cite| {
        let doc = cite.doc.index();
        let (start, stop) = points[doc].of_span(cite.span);
        (articles[doc].0, start, stop)
    };
    let documents =
        dossier.stories.first().map(|story| story.documents.as_slice()).unwrap_or_default();
    for (position, doc) in (0i64..).zip(documents) {
        let published = dossier.documents[doc.index()].published.as_ref();
        transaction
            .prepare_cached(
                "UPDATE article SET position = ?2, published = ifnull(?3, published) WHERE id = ?1",
            )?
            .execute(params![
                articles[doc.index()].0,
                position,
                published.map(|it| it.start.to_string())
            ])?;
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO statement (story, article, sentence, kind, item, about, type, label, stance, voice, first_day, \
         last_day, start, stop) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let mut party = transaction.prepare_cached(
        "INSERT OR IGNORE INTO party (statement, entity, role) VALUES (?1, ?2, ?3)",
    )?;
    let mut sentence = transaction.prepare_cached(
        "SELECT id FROM sentence WHERE article = ?1 AND start <= ?2 ORDER BY start DESC LIMIT 1",
    )?;
    for it in &told.statements {
        let (article, start, stop) = place(it.cite);
        let sentence: Option<i64> =
            sentence.query_row(params![article, start], |row| row.get(0)).optional()?;
        // a passage before the first sentence is none of the account
        let Some(sentence) = sentence else { continue };
        insert.execute(params![
            story,
            article,
            sentence,
            it.kind,
            it.item,
            it.about,
            it.r#type,
            it.label,
            it.stance,
            it.voice,
            it.days.as_ref().map(|(first, _)| first),
            it.days.as_ref().map(|(_, last)| last),
            start,
            stop
        ])?;
        let statement = transaction.last_insert_rowid();
        for (role, entity) in &it.parties {
            if let Some(id) = entities[*entity] {
                party.execute(params![statement, id.0, role])?;
            }
        }
    }
    write_entities(transaction, story, dossier, articles, entities)?;
    let mut calling = transaction.prepare_cached(
        "INSERT INTO calling (entity, story, article, words, voice, speaker, start, stop) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for label in dossier.stories.iter().flat_map(|story| &story.labels) {
        let Some(entity) = entities[label.entity.index()] else { continue };
        let (article, start, stop) = place(label.cite);
        let words = dossier.documents[label.cite.doc.index()].slice(label.cite.span);
        let speaker = label.source.and_then(|source| entities[source.index()]);
        let speaker = speaker.map(|id| id.0);
        calling.execute(params![
            entity.0,
            story,
            article,
            words,
            label.voice.as_str(),
            speaker,
            start,
            stop
        ])?;
    }
    Ok(())
}

/// Where entities are mentioned and by which names.
fn write_entities(
    transaction: &Transaction<'_>,
    story: i64,
    dossier: &Dossier,
    articles: &[ArticleId],
    entities: &[Option<EntityId>],
) -> Result<(), Error> {
    let mut appearance = transaction.prepare_cached(
        "INSERT INTO appearance (entity, story, article, mentions) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut name = transaction.prepare_cached(
        "INSERT INTO name (entity, story, name, folded, uses) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (entity, id) in dossier.entities.iter().zip(entities) {
        let Some(id) = id else { continue };
        let mut mentions: BTreeMap<i64, i64> = BTreeMap::new();
        let mut names: BTreeMap<String, i64> = BTreeMap::new();
        names.insert(entity.name.clone(), 0);
        for mention in &entity.mentions {
            let doc = mention.cite.doc.index();
            *mentions.entry(articles[doc].0).or_default() += 1;
            if matches!(mention.form, Form::Name | Form::Acronym | Form::Metonym) {
                let words = dossier.documents[doc].slice(mention.cite.span);
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                *names.entry(words).or_default() += 1;
            }
        }
        for (article, mentions) in mentions {
            appearance.execute(params![id.0, story, article, mentions])?;
        }
        for (words, uses) in names {
            let folded = format!(" {} ", keys::folded(&words));
            name.execute(params![id.0, story, words, folded, uses])?;
        }
    }
    Ok(())
}
