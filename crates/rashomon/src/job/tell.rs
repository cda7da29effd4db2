//! The third step: the accounts of a bundle of stories → dossiers.

use std::io::Write as _;
use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use flate2::{Compression, GzBuilder};
use rashomon_ingest::Failure;
use rashomon_reconcile::dossier::{Explanation, Story};
use rashomon_reconcile::{Dossier, reconcile_story};
use rashomon_text::time::day_number;
use serde::{Deserialize, Serialize};

use super::events::{Events, events_schema};
use super::manifest::{Stories, Written};
use super::tables::{self, Failures, dossiers_schema, failures_schema};
use super::{Fault, Job, bundle_done, group};
use crate::{Files, Kb, guard};

/// Stories that are told by one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// Its number, from 0.
    pub number: u32,
    /// Its rows in the table of stories: the first, and the one after the last.
    pub rows: (u64, u64),
    /// Digest of the table of stories.
    pub digest: String,
}

impl Bundle {
    /// The folder of [`Self::done`].
    pub const DONE: &str = "work/tell";

    /// Name of the file that says that the bundle is told.
    pub fn done(&self) -> String {
        format!("{}/{:05}.json", Self::DONE, self.number)
    }
}

/// What a bundle has written: it is told when this is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Digest of the table of stories.
    pub of: String,
    /// The stories in numbers.
    pub stories: Stories,
    /// The files it wrote.
    pub files: Vec<Written>,
}

/// What the accounts of a bundle come to.
#[derive(Debug)]
pub struct Tables {
    /// The stories ([`dossiers_schema`]), by number.
    pub dossiers: RecordBatch,
    /// Their events ([`events_schema`]).
    pub events: RecordBatch,
    /// Those that met a bug in Rashomon ([`failures_schema`]).
    pub failures: RecordBatch,
    /// The same in numbers.
    pub counts: Stories,
}

/// What [`tell`] is given: the number of the story, that of the account, and the account, packed.
pub fn accounts_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("story", DataType::Int64, false),
        Field::new("doc", DataType::Int64, false),
        Field::new("account", DataType::Binary, false),
    ]))
}

/// Tells the stories of `accounts` ([`accounts_schema`]), whose rows may be in any order.
///
/// Fails where an account cannot be read back. A story that meets a bug in Rashomon costs that story.
pub fn tell(job: &Job, accounts: &RecordBatch) -> Result<Tables, Fault> {
    let (stories, docs) = (tables::numbers(accounts, "story"), tables::numbers(accounts, "doc"));
    let bytes = accounts.column(2).as_binary::<i32>();
    let mut rows: Vec<usize> = (0..accounts.num_rows()).collect();
    rows.sort_unstable_by_key(|&row| (stories[row], docs[row]));
    let none = Kb::default();
    let aliases = job.options.kb.as_deref().unwrap_or(&none).aliases();
    let (mut out, mut events) = (Dossiers::default(), Events::default());
    let mut failures = Failures::default();
    let mut counts = Stories::default();
    for rows in rows.chunk_by(|&a, &b| stories[a] == stories[b]) {
        let story = stories[rows[0]];
        let read = rows
            .iter()
            .map(|&row| tables::unpacked(bytes.value(row)).ok_or_else(|| group::damaged(job)));
        let read = read.collect::<Result<Vec<_>, Fault>>()?;
        counts.stories += 1;
        counts.accounts += rows.len() as u64;
        let told = guard::caught(|| {
            let dossier = reconcile_story(read, aliases);
            let json = json(&dossier, job);
            (dossier, json)
        });
        match told {
            Ok((dossier, json)) => {
                counts.told_by_many += u64::from(out.push(story, &dossier, &json) > 1);
                if let Some(told) = dossier.stories.first() {
                    events.push(story, told, &dossier);
                }
            }
            Err(panic) => {
                counts.failed += 1;
                failures.push(&Failure {
                    path: format!("story {story}"),
                    record: None,
                    offset: 0,
                    skipped: None,
                    message: format!(
                        "met a bug in Rashomon: {panic}; the other stories are not touched by it. Please report \
                         it with the articles"
                    ),
                });
            }
        }
    }
    let (dossiers, events, failures) = (out.finish(), events.finish(), failures.finish());
    Ok(Tables { dossiers, events, failures, counts })
}

/// What `rashomon run` writes into `dossier.json`.
fn json(dossier: &Dossier, job: &Job) -> String {
    let mut json = Vec::new();
    // writing to memory does not fail, and what is written is UTF-8
    let _ = Files::new(dossier, &job.options).write(Files::NAMES[0], &mut json);
    String::from_utf8(json).unwrap_or_default()
}

/// Builds a table of dossiers.
#[derive(Debug, Default)]
struct Dossiers {
    story: Int64Builder,
    title: StringBuilder,
    first_day: Date32Builder,
    last_day: Date32Builder,
    counts: [Int32Builder; 9],
    dossier: StringBuilder,
}

impl Dossiers {
    /// Adds a story, and says by how many documents it is told.
    fn push(&mut self, number: i64, dossier: &Dossier, json: &str) -> usize {
        let none = Story::default();
        let story = dossier.stories.first().unwrap_or(&none);
        self.story.append_value(number);
        self.title.append_value(&story.title);
        let span = story.span.as_ref();
        self.first_day.append_option(span.map(|(first, _)| day_number(*first)));
        self.last_day.append_option(span.map(|(_, last)| day_number(*last)));
        let outlets: std::collections::BTreeSet<&str> = story
            .documents
            .iter()
            .filter_map(|doc| Some(dossier.documents[doc.index()].outlet.as_ref()?.name.as_str()))
            .collect();
        let shown = || story.disagreements.iter().filter(|it| it.shown);
        let counts = [
            story.documents.len(),
            outlets.len(),
            story.origins.len(),
            story.events.iter().filter(|it| it.shown).count(),
            story.claims.iter().filter(|it| it.shown).count(),
            story.quotations.len(),
            story.figures.len(),
            shown().count(),
            shown().filter(|it| it.explanation == Explanation::Conflict).count(),
        ];
        for (column, count) in self.counts.iter_mut().zip(counts) {
            column.append_value(i32::try_from(count).unwrap_or(i32::MAX));
        }
        self.dossier.append_value(json);
        story.documents.len()
    }

    fn finish(&mut self) -> RecordBatch {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.story.finish()),
            Arc::new(self.title.finish()),
            Arc::new(self.first_day.finish()),
            Arc::new(self.last_day.finish()),
        ];
        for column in &mut self.counts {
            columns.push(Arc::new(column.finish()));
        }
        columns.push(Arc::new(self.dossier.finish()));
        RecordBatch::try_new(dossiers_schema(), columns).expect("columns as the schema has them")
    }
}

impl Job {
    /// Tells a bundle of stories from its accounts ([`accounts_schema`], in any order) and writes its tables; last, that
    /// it is told. What is told is not told again.
    ///
    /// Fails where `accounts` are not those of the bundle.
    pub fn tell(&self, bundle: &Bundle, accounts: &RecordBatch) -> Result<Told, Fault> {
        let expected = bundle.rows.1 - bundle.rows.0;
        if accounts.num_rows() as u64 != expected {
            return Err(Fault::new(format!(
                "{}: bundle {} has {expected} accounts, and {} were found",
                self.storage.address(),
                bundle.number,
                accounts.num_rows()
            )));
        }
        if let Some(told) = bundle_done(self, bundle)? {
            return Ok(told);
        }
        let Tables { dossiers, events, failures, counts } = tell(self, accounts)?;
        let name = format!("bundle-{:05}", bundle.number);
        let mut files = Vec::new();
        let rows = dossiers.num_rows();
        let json = packed(&dossiers);
        let table = tables::written(&[dossiers], dossiers_schema());
        files.push(self.write(format!("dossiers/{name}.parquet"), table, rows)?);
        let events_told = events.num_rows();
        let table_of_events = tables::written(&[events], events_schema());
        files.push(self.write(format!("events/{name}.parquet"), table_of_events, events_told)?);
        files.push(self.write(format!("json/{name}.json.gz"), json, rows)?);
        if failures.num_rows() > 0 {
            let rows = failures.num_rows();
            let table = tables::written(&[failures], failures_schema());
            files.push(self.write(format!("failures/{name}.parquet"), table, rows)?);
        }
        let told = Told { of: bundle.digest.clone(), stories: counts, files };
        self.note(&bundle.done(), &told)?;
        Ok(told)
    }
}

/// The dossiers, one after another, packed with gzip (RFC 1952).
fn packed(dossiers: &RecordBatch) -> Vec<u8> {
    let mut packed = GzBuilder::new().write(Vec::new(), Compression::fast());
    for dossier in tables::text(dossiers, "dossier").into_iter().flatten() {
        // writing to memory does not fail
        let _ = packed.write_all(dossier.as_bytes());
    }
    packed.finish().unwrap_or_default()
}
