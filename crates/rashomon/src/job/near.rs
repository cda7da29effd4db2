//! Part of the second step: which accounts are alike, slab by slab.
//!
//! The accounts as weighted terms are a table of their own ([`vectors_schema`]), one for each pass of the grouping. A
//! slab of them is searched with the help of those before it, up to a horizon, so that what a task reads and holds does
//! not grow with the job.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
use arrow_array::{ArrayRef, Float32Array, Int32Array, ListArray, RecordBatch, UInt32Array};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
pub use rashomon_reconcile::stories::{Near, Vectors};

use super::storage::Stored;
use super::tables;
use super::{Fault, Job};

/// Accounts of a slab.
pub const SLAB: u32 = 4096;
/// Rows of a batch of vectors.
const ROWS: u32 = 1024;

/// A slab to search: accounts, by their numbers in canonical order, in a pass of the grouping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slab {
    /// The pass: 0 or 1.
    pub pass: u32,
    /// The accounts.
    pub accounts: Range<u32>,
}

/// `vectors`: a row an account, in canonical order: its day (days since 1970-01-01), and its terms with their weights.
pub fn vectors_schema() -> SchemaRef {
    let list = |name: &str, kind| {
        Field::new(name, DataType::List(Arc::new(Field::new("item", kind, false))), false)
    };
    Arc::new(Schema::new(vec![
        Field::new("day", DataType::Int32, true),
        list("terms", DataType::UInt32),
        list("weights", DataType::Float32),
    ]))
}

/// `near`: pairs of accounts that are alike, by their numbers in canonical order, the later one second.
pub fn near_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("a", DataType::UInt32, false),
        Field::new("b", DataType::UInt32, false),
        Field::new("likeness", DataType::Float32, false),
    ]))
}

/// Vectors as a table.
pub fn table_of(vectors: &Vectors) -> Vec<RecordBatch> {
    let batch = |range: Range<u32>| {
        let part = vectors.part(range);
        let lengths = || part.offsets().windows(2).map(|at| at[1] - at[0]);
        let list = |kind, values: ArrayRef| -> ArrayRef {
            let field = Arc::new(Field::new("item", kind, false));
            let offsets = OffsetBuffer::from_lengths(lengths());
            Arc::new(ListArray::new(field, offsets, values, None))
        };
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from(part.days().to_vec())),
            list(DataType::UInt32, Arc::new(UInt32Array::from(part.terms().to_vec()))),
            list(DataType::Float32, Arc::new(Float32Array::from(part.weights().to_vec()))),
        ];
        RecordBatch::try_new(vectors_schema(), columns).expect("columns as the schema has them")
    };
    vectors.slabs(ROWS).map(batch).collect()
}

/// The vectors of a table, whose first row is that of account `first`.
pub fn vectors_of(batches: &[RecordBatch], first: u32) -> Result<Vectors, Fault> {
    let (mut days, mut offsets) = (Vec::new(), vec![0]);
    let (mut terms, mut weights) = (Vec::new(), Vec::new());
    for batch in batches {
        days.extend(batch.column(0).as_primitive::<Int32Type>());
        let (numbers, shares) =
            (batch.column(1).as_list::<i32>(), batch.column(2).as_list::<i32>());
        for row in 0..batch.num_rows() {
            let (numbers, shares) = (numbers.value(row), shares.value(row));
            terms.extend_from_slice(numbers.as_primitive::<UInt32Type>().values());
            weights.extend_from_slice(shares.as_primitive::<Float32Type>().values());
            offsets.push(terms.len());
        }
    }
    Vectors::new(first, days, offsets, terms, weights)
        .map_err(|error| Fault::new(error.to_string()))
}

/// Searches a slab: vectors ([`vectors_schema`], their first row being account `first`) → pairs ([`near_schema`]).
pub fn near(
    vectors: &[RecordBatch],
    first: u32,
    accounts: Range<u32>,
) -> Result<RecordBatch, Fault> {
    let vectors = vectors_of(vectors, first)?;
    let held = vectors.documents();
    let window = Vectors::window(accounts.clone());
    if held.start > window.start || held.end < window.end {
        return Err(Fault::new("vectors that a slab needs are not there"));
    }
    Ok(pairs(&vectors.index().near(accounts)))
}

/// Pairs as a table.
fn pairs(near: &[Near]) -> RecordBatch {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(near.iter().map(|it| it.a))),
        Arc::new(UInt32Array::from_iter_values(near.iter().map(|it| it.b))),
        Arc::new(Float32Array::from_iter_values(near.iter().map(|it| it.likeness))),
    ];
    RecordBatch::try_new(near_schema(), columns).expect("columns as the schema has them")
}

/// The pairs of a table of them.
pub fn near_of(batch: &RecordBatch) -> Vec<Near> {
    let (a, b) = (
        batch.column(0).as_primitive::<UInt32Type>(),
        batch.column(1).as_primitive::<UInt32Type>(),
    );
    let likeness = batch.column(2).as_primitive::<Float32Type>();
    let pairs = a.values().iter().zip(b.values()).zip(likeness.values());
    pairs.map(|((&a, &b), &likeness)| Near { a, b, likeness }).collect()
}

/// The table of the vectors of a pass.
fn file(pass: u32) -> String {
    format!("work/vectors-{pass}.parquet")
}

impl Job {
    /// Writes the vectors of a pass, for tasks on other machines.
    pub fn write_vectors(&self, pass: u32, vectors: &Vectors) -> Result<(), Fault> {
        let table = tables::written(&table_of(vectors), vectors_schema());
        self.write(file(pass), table, 0).map(drop)
    }

    /// Searches a slab of vectors that were written ([`Job::write_vectors`]).
    pub fn near(&self, slab: &Slab) -> Result<RecordBatch, Fault> {
        let window = Vectors::window(slab.accounts.clone());
        let name = file(slab.pass);
        let mut vectors = Vec::new();
        let rows = (u64::from(window.start), u64::from(window.end));
        Stored::open(&self.storage, &name)
            .and_then(|file| tables::read(&file, Some(rows), |batch| vectors.push(batch.clone())))
            .map_err(|error| self.unread(&name, &error))?;
        near(&vectors, window.start, slab.accounts.clone())
    }
}
