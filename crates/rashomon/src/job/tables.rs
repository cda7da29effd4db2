//! The tables of a job: their columns, and how they are written and read.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{
    BinaryBuilder, Date32Builder, Float32Builder, Int32Builder, Int64Builder, ListBuilder,
    StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::properties::WriterProperties;
use rashomon_reconcile::stories::Sketch;
use rashomon_text::{Date, time::day_number};

use super::storage::Stored;

/// Rows of a page: what is unpacked to read one row of them.
const PAGE: usize = 16;
/// Rows that are read at a time.
const BATCH: usize = 1024;

/// Number of an account: that of its unit in the upper half, of its record among the unit's accounts in the lower.
pub type Doc = i64;

/// The unit that an account was read in.
pub(super) fn unit_of(doc: Doc) -> u32 {
    (doc >> 32) as u32
}

/// The number of an account.
pub(super) fn doc(unit: u32, row: u32) -> Doc {
    i64::from(unit) << 32 | i64::from(row)
}

/// The date so many days after 1970-01-01.
pub(super) fn date(days: i32) -> Option<Date> {
    let span = std::time::Duration::from_secs(u64::from(days.unsigned_abs()) * 24 * 3600);
    let epoch = Date::constant(1970, 1, 1);
    let date = if days < 0 { epoch.checked_sub(span) } else { epoch.checked_add(span) };
    date.ok()
}

pub(super) fn field(name: &str, kind: DataType, nullable: bool) -> Field {
    Field::new(name, kind, nullable)
}

pub(super) fn list(name: &str, kind: DataType) -> Field {
    let item = Field::new("item", kind, true);
    Field::new(name, DataType::List(Arc::new(item)), false)
}

/// Columns that say where an account comes from, in every table of accounts.
fn origin() -> Vec<Field> {
    vec![
        field("doc", DataType::Int64, false),
        field("path", DataType::Utf8, true),
        field("record", DataType::Utf8, true),
        field("url", DataType::Utf8, true),
        field("sha256", DataType::Utf8, false),
    ]
}

pub(super) fn schema(fields: impl IntoIterator<Item = Field>) -> SchemaRef {
    Arc::new(Schema::new(fields.into_iter().collect::<Vec<_>>()))
}

/// `accounts`: all that one article says, packed ([`unpacked`]), beside what one asks for it by.
pub fn accounts_schema() -> SchemaRef {
    schema(origin().into_iter().chain([
        field("outlet", DataType::Utf8, true),
        field("title", DataType::Utf8, true),
        field("language", DataType::Utf8, true),
        field("published", DataType::Date32, true),
        field("bytes", DataType::Int32, false),
        field("account", DataType::Binary, false),
    ]))
}

/// `sketches`: what decides which story an account is part of.
pub fn sketches_schema() -> SchemaRef {
    schema(origin().into_iter().chain([
        field("address", DataType::Utf8, true),
        field("day", DataType::Date32, true),
        field("published", DataType::Date32, true),
        list("terms", DataType::Utf8),
        list("weights", DataType::Float32),
    ]))
}

/// `failures`: records that gave no account, and why; `skipped` where they were passed over on purpose.
pub fn failures_schema() -> SchemaRef {
    schema([
        field("path", DataType::Utf8, false),
        field("record", DataType::Utf8, true),
        field("offset", DataType::Int64, false),
        field("skipped", DataType::Utf8, true),
        field("reason", DataType::Utf8, false),
    ])
}

/// `stories`: the accounts of each story, each with its row in the table of accounts of its unit and day;
/// `superseded` where a later version of the page is told. A story too large to be told at once is one for each of its
/// parts (by days, copies of one text together), and `part_of` is the first of these.
pub fn stories_schema() -> SchemaRef {
    schema([
        field("story", DataType::Int64, false),
        field("part_of", DataType::Int64, true),
        field("bundle", DataType::Int64, false),
        field("doc", DataType::Int64, false),
        field("published", DataType::Date32, true),
        field("row", DataType::Int32, false),
        field("superseded", DataType::Boolean, false),
    ])
}

/// `dossiers`: what each story comes to; `dossier` is what `rashomon run` writes into `dossier.json` of its articles.
pub fn dossiers_schema() -> SchemaRef {
    let counts = [
        "documents",
        "outlets",
        "origins",
        "events",
        "claims",
        "quotations",
        "figures",
        "disagreements",
        "conflicts",
    ];
    schema(
        [
            field("story", DataType::Int64, false),
            field("title", DataType::Utf8, false),
            field("first_day", DataType::Date32, true),
            field("last_day", DataType::Date32, true),
        ]
        .into_iter()
        .chain(counts.map(|name| field(name, DataType::Int32, false)))
        .chain([field("dossier", DataType::Utf8, false)]),
    )
}

/// An account, packed for a table: its wire form ([`rashomon_extract::wire`]), compressed with zstd.
pub fn packed(account: &rashomon_extract::Account) -> Vec<u8> {
    let bytes = rashomon_extract::wire::written(account);
    // compressing into memory does not fail
    zstd::bulk::compress(&bytes, 3).unwrap_or_default()
}

/// The account that [`packed`] was given; `None` for what another version of the program wrote, or damage.
pub fn unpacked(bytes: &[u8]) -> Option<rashomon_extract::Account> {
    rashomon_extract::wire::read(&zstd::bulk::decompress(bytes, LONGEST).ok()?)
}

/// No account is unpacked to more, in bytes.
const LONGEST: usize = 1 << 30;

/// A table as a Parquet file: the same rows, the same bytes.
pub fn written(batches: &[RecordBatch], schema: SchemaRef) -> Vec<u8> {
    let level = ZstdLevel::try_new(3).unwrap_or_default();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(concat!("rashomon ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_data_page_row_count_limit(PAGE)
        .set_write_batch_size(PAGE)
        .set_column_compression("account".into(), Compression::UNCOMPRESSED)
        .set_column_dictionary_enabled("account".into(), false)
        .build();
    let mut bytes = Vec::new();
    let write = || -> parquet::errors::Result<()> {
        let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties))?;
        for batch in batches {
            writer.write(batch)?;
        }
        writer.close().map(drop)
    };
    write().expect("batches of this schema, written to memory");
    bytes
}

/// Rows of a stored table (the first, and the one after the last; all where none are named), handed over batch by batch.
pub(super) fn read(
    file: &Stored,
    rows: Option<(u64, u64)>,
    mut take: impl FnMut(&RecordBatch),
) -> io::Result<()> {
    let metadata = opened(file)?;
    let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata)
        .with_batch_size(BATCH);
    if let Some((from, to)) = rows {
        builder = builder.with_offset(from as usize).with_limit((to - from) as usize);
    }
    for batch in builder.build()? {
        take(&batch.map_err(io::Error::other)?);
    }
    Ok(())
}

/// What is known of a stored table, to read rows of it one by one.
pub(super) fn opened(file: &Stored) -> io::Result<ArrowReaderMetadata> {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    Ok(ArrowReaderMetadata::load(file, options)?)
}

/// The packed accounts in these rows, ascending, of a stored table of accounts.
pub(super) fn accounts_at(
    file: &Stored,
    metadata: &ArrowReaderMetadata,
    rows: &[usize],
) -> io::Result<Vec<Vec<u8>>> {
    let mut selectors = Vec::with_capacity(rows.len() * 2);
    let mut at = 0;
    for &row in rows {
        if row > at {
            selectors.push(RowSelector::skip(row - at));
        }
        selectors.push(RowSelector::select(1));
        at = row + 1;
    }
    let builder =
        ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata.clone());
    let mask = ProjectionMask::columns(builder.parquet_schema(), ["account"]);
    let reader = builder
        .with_projection(mask)
        .with_row_selection(RowSelection::from(selectors))
        .with_batch_size(64)
        .build()?;
    let mut accounts = Vec::with_capacity(rows.len());
    for batch in reader {
        let batch = batch.map_err(io::Error::other)?;
        accounts.extend(batch.column(0).as_binary::<i32>().iter().flatten().map(<[u8]>::to_vec));
    }
    Ok(accounts)
}

/// Builds the columns of a table of accounts or of sketches that they share.
#[derive(Debug, Default)]
pub(super) struct Origins {
    doc: Int64Builder,
    path: StringBuilder,
    record: StringBuilder,
    url: StringBuilder,
    sha256: StringBuilder,
}

impl Origins {
    pub(super) fn push(&mut self, doc: Doc, source: &rashomon_text::Source) {
        self.doc.append_value(doc);
        self.path.append_option(source.path.as_deref());
        self.record.append_option(source.record.as_deref());
        self.url.append_option(source.url.as_deref());
        self.sha256.append_value(&source.sha256);
    }

    fn columns(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.doc.finish()),
            Arc::new(self.path.finish()),
            Arc::new(self.record.finish()),
            Arc::new(self.url.finish()),
            Arc::new(self.sha256.finish()),
        ]
    }
}

/// Builds a table of accounts.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    origins: Origins,
    outlet: StringBuilder,
    title: StringBuilder,
    language: StringBuilder,
    published: Date32Builder,
    bytes: Int32Builder,
    account: BinaryBuilder,
}

impl Accounts {
    pub(super) fn push(&mut self, doc: Doc, row: &super::read::Row) {
        self.origins.push(doc, &row.source);
        self.outlet.append_option(row.outlet.as_deref());
        self.title.append_option(row.title.as_deref());
        self.language.append_option(row.language.as_deref());
        self.published.append_option(row.published.map(day_number));
        self.bytes.append_value(i32::try_from(row.bytes).unwrap_or(i32::MAX));
        self.account.append_value(&row.account);
    }

    pub(super) fn finish(&mut self) -> RecordBatch {
        let mut columns = self.origins.columns();
        columns.extend::<[ArrayRef; 6]>([
            Arc::new(self.outlet.finish()),
            Arc::new(self.title.finish()),
            Arc::new(self.language.finish()),
            Arc::new(self.published.finish()),
            Arc::new(self.bytes.finish()),
            Arc::new(self.account.finish()),
        ]);
        RecordBatch::try_new(accounts_schema(), columns).expect("columns as the schema has them")
    }
}

/// Builds a table of sketches.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    origins: Origins,
    address: StringBuilder,
    day: Date32Builder,
    published: Date32Builder,
    terms: ListBuilder<StringBuilder>,
    weights: ListBuilder<Float32Builder>,
}

impl Sketches {
    pub(super) fn push(&mut self, doc: Doc, row: &super::read::Row) {
        self.origins.push(doc, &row.source);
        self.address.append_option(row.address.as_deref());
        self.day.append_option(row.sketch.day.map(day_number));
        self.published.append_option(row.published.map(day_number));
        for (term, weight) in &row.sketch.terms {
            self.terms.values().append_value(term);
            self.weights.values().append_value(*weight);
        }
        self.terms.append(true);
        self.weights.append(true);
    }

    pub(super) fn finish(&mut self) -> RecordBatch {
        let mut columns = self.origins.columns();
        columns.extend::<[ArrayRef; 5]>([
            Arc::new(self.address.finish()),
            Arc::new(self.day.finish()),
            Arc::new(self.published.finish()),
            Arc::new(self.terms.finish()),
            Arc::new(self.weights.finish()),
        ]);
        RecordBatch::try_new(sketches_schema(), columns).expect("columns as the schema has them")
    }
}

/// Builds a table of failures.
#[derive(Debug, Default)]
pub(super) struct Failures {
    path: StringBuilder,
    record: StringBuilder,
    offset: Int64Builder,
    skipped: StringBuilder,
    reason: StringBuilder,
}

impl Failures {
    pub(super) fn push(&mut self, failure: &rashomon_ingest::Failure) {
        let rashomon_ingest::Failure { path, record, offset, skipped, message } = failure;
        self.path.append_value(path);
        self.record.append_option(record.as_deref());
        self.offset.append_value(*offset as i64);
        self.skipped.append_option(skipped.map(rashomon_ingest::Skip::as_str));
        self.reason.append_value(message.strip_prefix(&format!("{path}: ")).unwrap_or(message));
    }

    pub(super) fn finish(&mut self) -> RecordBatch {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.path.finish()),
            Arc::new(self.record.finish()),
            Arc::new(self.offset.finish()),
            Arc::new(self.skipped.finish()),
            Arc::new(self.reason.finish()),
        ];
        RecordBatch::try_new(failures_schema(), columns).expect("columns as the schema has them")
    }
}

/// A column of text, by row; `None` where there is nothing.
pub(super) fn text<'b>(batch: &'b RecordBatch, name: &str) -> Vec<Option<&'b str>> {
    batch.column_by_name(name).map(|it| it.as_string::<i32>().iter().collect()).unwrap_or_default()
}

/// A column of numbers.
pub(super) fn numbers<'b>(batch: &'b RecordBatch, name: &str) -> &'b [i64] {
    batch.column_by_name(name).map_or(&[], |it| &it.as_primitive::<Int64Type>().values()[..])
}

/// A column of small numbers.
pub(super) fn small<'b>(batch: &'b RecordBatch, name: &str) -> &'b [i32] {
    batch.column_by_name(name).map_or(&[], |it| &it.as_primitive::<Int32Type>().values()[..])
}

/// A column of days.
pub(super) fn dates(batch: &RecordBatch, name: &str) -> Vec<Option<Date>> {
    let column = batch.column_by_name(name).map(AsArray::as_primitive::<Date32Type>);
    column.map(|it| it.iter().map(|day| day.and_then(date)).collect()).unwrap_or_default()
}

/// The sketches of a batch of them.
pub(super) fn sketches(batch: &RecordBatch) -> Vec<Sketch> {
    let days = dates(batch, "day");
    let lists = |name: &str| batch.column_by_name(name).map(AsArray::as_list::<i32>);
    let (Some(terms), Some(weights)) = (lists("terms"), lists("weights")) else {
        return Vec::new();
    };
    let of = |(day, n): (Option<Date>, usize)| {
        let (terms, weights) = (terms.value(n), weights.value(n));
        let terms = terms.as_string::<i32>().iter().flatten().map(str::to_owned);
        let weights = weights.as_primitive::<Float32Type>().values().iter().copied();
        Sketch { day, terms: terms.zip(weights).collect() }
    };
    days.into_iter().zip(0..).map(of).collect()
}
