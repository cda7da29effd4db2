//! The steps of a job as functions of the engine.
//!
//! Each is given the job as text: the address of its tables, `#`, and the digest of its plan. An executor opens a job
//! once and keeps it, with the models it reads by.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use arrow_array::builder::{BinaryBuilder, Int64Builder};
use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_array::{
    Array as _, ArrayRef, BinaryArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_schema::{DataType, Field, FieldRef};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::compute::concat_batches;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, Expr, ScalarFunctionArgs,
    ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use rashomon::job::{
    Fault, Job, Slab,
    near::{SLAB, near_schema},
    tell::accounts_schema,
};

use crate::metrics::{METRICS, Step};
use crate::place;
use crate::tasks::Tasks;

/// The scalar functions.
pub fn scalar_functions() -> Vec<Arc<ScalarUDF>> {
    vec![Arc::new(ScalarUDF::from(Read::default())), Arc::new(ScalarUDF::from(Alike::default()))]
}

/// The aggregate functions.
pub fn aggregate_functions() -> Vec<Arc<AggregateUDF>> {
    vec![Arc::new(AggregateUDF::from(Tell::default()))]
}

/// The table functions, by name.
pub fn table_functions() -> Vec<(&'static str, Arc<dyn TableFunctionImpl>)> {
    vec![("rashomon_units", Arc::new(Units)), ("rashomon_slabs", Arc::new(Slabs))]
}

/// Units of a query: its plan, which has a partition for each, goes to every task of it.
pub(crate) const UNITS: usize = 1024;

/// Stack of a thread that tells stories, in bytes: what the main thread has on most systems.
const STACK: usize = 8 << 20;

/// Jobs that this process has opened, by the text that names them.
static OPEN: LazyLock<Mutex<BTreeMap<String, Arc<Job>>>> = LazyLock::new(Mutex::default);

/// The job that a text names.
fn job(name: &str) -> Result<Arc<Job>> {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(job) = open.get(name) {
        return Ok(Arc::clone(job));
    }
    let Some((address, digest)) = name.rsplit_once('#') else {
        return plan_err!("{name} names no job: an address, # and a digest are wanted");
    };
    let job = place(address)
        .map_err(|error| Fault::new(format!("{address}: {error}")))
        .and_then(Job::open)
        .map_err(failed)?;
    if job.digest() != digest {
        return exec_err!("{address} holds another job by now; submit this one anew");
    }
    // of jobs that are over nothing is needed
    open.clear();
    let job = Arc::new(job);
    open.insert(name.to_owned(), Arc::clone(&job));
    Ok(job)
}

/// The text that names a job.
pub(crate) fn name(job: &Job) -> String {
    format!("{}#{}", job.storage.location(), job.digest())
}

fn failed(fault: Fault) -> DataFusionError {
    DataFusionError::Execution(fault.into())
}

/// `rashomon_read(job, unit)`.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Read {
    signature: Signature,
}

impl Default for Read {
    fn default() -> Self {
        let types = vec![DataType::Utf8, DataType::Int64];
        Self { signature: Signature::exact(types, Volatility::Volatile) }
    }
}

impl ScalarUDFImpl for Read {
    fn name(&self) -> &'static str {
        "rashomon_read"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let names = columns[0].as_string::<i32>();
        let units = columns[1].as_primitive::<Int64Type>();
        let mut told = Vec::with_capacity(units.len());
        for (name, unit) in names.iter().zip(units) {
            let (Some(name), Some(unit)) = (name, unit) else { continue };
            let job = job(name)?;
            let done = METRICS.time(Step::Read, || job.read(unit as u32, 1, &|_| {}));
            let done = done.map_err(failed)?;
            METRICS.count(&done.counts);
            told.push(serde_json::to_string(&done.counts).unwrap_or_default());
        }
        Ok(ColumnarValue::Array(Arc::new(StringArray::from(told))))
    }
}

/// `rashomon_near(job, pass, first, end)`: the pairs of the slab that begins with account `first`, where `end` is the
/// number of all accounts.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Alike {
    signature: Signature,
}

impl Default for Alike {
    fn default() -> Self {
        use DataType::{Int64, Utf8};
        let types = vec![Utf8, Int64, Int64, Int64];
        Self { signature: Signature::exact(types, Volatility::Volatile) }
    }
}

impl ScalarUDFImpl for Alike {
    fn name(&self) -> &'static str {
        "rashomon_near"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item(DataType::Struct(near_schema().fields().clone()))))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let names = columns[0].as_string::<i32>();
        let [passes, firsts, ends] =
            [1, 2, 3].map(|n: usize| columns[n].as_primitive::<Int64Type>());
        let mut found = Vec::with_capacity(names.len());
        for row in 0..names.len() {
            let job = job(names.value(row))?;
            let (first, end) = (firsts.value(row) as u32, ends.value(row) as u32);
            let accounts = first..end.min(first.saturating_add(SLAB));
            let slab = Slab { pass: passes.value(row) as u32, accounts };
            found.push(METRICS.time(Step::Near, || job.near(&slab)).map_err(failed)?);
        }
        let lengths = OffsetBuffer::from_lengths(found.iter().map(RecordBatch::num_rows));
        let pairs = StructArray::from(concat_batches(&near_schema(), &found)?);
        let item = item(pairs.data_type().clone());
        let list = ListArray::try_new(item, lengths, Arc::new(pairs), None)?;
        Ok(ColumnarValue::Array(Arc::new(list)))
    }
}

/// `rashomon_tell(job, bundle, story, doc, account)`, the bundle being that of all rows of a group.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Tell {
    signature: Signature,
}

impl Default for Tell {
    fn default() -> Self {
        use DataType::{Binary, Int64, Utf8};
        let types = vec![Utf8, Int64, Int64, Int64, Binary];
        Self { signature: Signature::exact(types, Volatility::Volatile) }
    }
}

impl AggregateUDFImpl for Tell {
    fn name(&self) -> &'static str {
        "rashomon_tell"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn state_fields(&self, _: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, kind| Arc::new(Field::new(name, kind, true));
        let list = |name: &str, kind| field(name, DataType::List(item(kind)));
        Ok(vec![
            field("job", DataType::Utf8),
            field("bundle", DataType::Int64),
            list("story", DataType::Int64),
            list("doc", DataType::Int64),
            list("account", DataType::Binary),
        ])
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Gathered::default()))
    }
}

fn item(kind: DataType) -> FieldRef {
    Arc::new(Field::new("item", kind, false))
}

/// The accounts of a bundle, as they come in.
#[derive(Debug, Default)]
struct Gathered {
    job: Option<String>,
    bundle: i64,
    story: Int64Builder,
    doc: Int64Builder,
    account: BinaryBuilder,
    bytes: usize,
}

impl Gathered {
    fn belongs(&mut self, name: Option<&str>, bundle: i64) -> Result<()> {
        match (&self.job, name) {
            (Some(_), Some(_)) if self.bundle != bundle => {
                return exec_err!(
                    "rashomon_tell: group by bundle; here are {} and {bundle}",
                    self.bundle
                );
            }
            (None, Some(name)) => (self.job, self.bundle) = (Some(name.to_owned()), bundle),
            _ => {}
        }
        Ok(())
    }

    fn gather(&mut self, story: &ArrayRef, doc: &ArrayRef, account: &ArrayRef) {
        let numbers = story.as_primitive::<Int64Type>().iter().zip(doc.as_primitive::<Int64Type>());
        for ((story, doc), account) in numbers.zip(account.as_binary::<i32>()) {
            let (Some(story), Some(doc), Some(account)) = (story, doc, account) else { continue };
            self.story.append_value(story);
            self.doc.append_value(doc);
            self.account.append_value(account);
            self.bytes += account.len() + 2 * size_of::<i64>();
        }
    }

    fn finish(&mut self) -> (Int64Array, Int64Array, BinaryArray) {
        (self.story.finish(), self.doc.finish(), self.account.finish())
    }
}

impl Accumulator for Gathered {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let (names, bundles) =
            (columns[0].as_string::<i32>(), columns[1].as_primitive::<Int64Type>());
        for (name, bundle) in names.iter().zip(bundles) {
            self.belongs(name, bundle.unwrap_or_default())?;
        }
        self.gather(&columns[2], &columns[3], &columns[4]);
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let (story, doc, account) = self.finish();
        let list = |values: ArrayRef| -> Result<ScalarValue> {
            let all = OffsetBuffer::from_lengths([values.len()]);
            let list = ListArray::try_new(item(values.data_type().clone()), all, values, None)?;
            Ok(ScalarValue::List(Arc::new(list)))
        };
        Ok(vec![
            ScalarValue::Utf8(self.job.take()),
            ScalarValue::Int64(Some(self.bundle)),
            list(Arc::new(story))?,
            list(Arc::new(doc))?,
            list(Arc::new(account))?,
        ])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let (names, bundles) =
            (states[0].as_string::<i32>(), states[1].as_primitive::<Int64Type>());
        let lists = [2, 3, 4].map(|n: usize| states[n].as_list::<i32>());
        for (row, (name, bundle)) in names.iter().zip(bundles).enumerate() {
            self.belongs(name, bundle.unwrap_or_default())?;
            let [story, doc, account] = lists.map(|list| list.value(row));
            self.gather(&story, &doc, &account);
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let (story, doc, account) = self.finish();
        let Some(name) = self.job.take() else { return Ok(ScalarValue::Utf8(None)) };
        let job = job(&name)?;
        let columns: Vec<ArrayRef> = vec![Arc::new(story), Arc::new(doc), Arc::new(account)];
        let accounts = RecordBatch::try_new(accounts_schema(), columns)?;
        let bundle = job.bundle(self.bundle as u32).map_err(failed)?;
        let told = METRICS.time(Step::Tell, || {
            // reconciling goes deep
            thread::scope(|scope| {
                let work = || job.tell(&bundle, &accounts);
                let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
                let told = thread.map(thread::ScopedJoinHandle::join);
                told.unwrap_or(Ok(Err(Fault::new("no thread to be had"))))
                    .unwrap_or_else(|_| Err(Fault::new("met a bug in Rashomon; please report it")))
            })
        });
        let told = told.map_err(failed)?;
        METRICS.told(&told.stories);
        Ok(ScalarValue::Utf8(Some(serde_json::to_string(&told.stories).unwrap_or_default())))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes
    }
}

/// `rashomon_units(job)`: at most [`UNITS`] of those that are left.
#[derive(Debug)]
struct Units;

impl TableFunctionImpl for Units {
    fn call_with_args(&self, arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let [Expr::Literal(ScalarValue::Utf8(Some(name)), _)] = arguments.exprs() else {
            return plan_err!("rashomon_units takes the name of a job");
        };
        let units = job(name)?.units_left().map_err(failed)?;
        let units = units.iter().take(UNITS).map(|unit| i64::from(unit.number));
        Ok(Arc::new(Tasks(units.collect())))
    }
}

/// `rashomon_slabs(accounts)`: the first account of each slab.
#[derive(Debug)]
struct Slabs;

impl TableFunctionImpl for Slabs {
    fn call_with_args(&self, arguments: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let [Expr::Literal(ScalarValue::Int64(Some(accounts)), _)] = arguments.exprs() else {
            return plan_err!("rashomon_slabs takes the number of accounts");
        };
        Ok(Arc::new(Tasks((0..*accounts).step_by(SLAB as usize).collect())))
    }
}
