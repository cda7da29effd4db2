//! The tasks of a job on a cluster.

use std::sync::Arc;
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use ballista::prelude::{SessionConfigExt as _, SessionContextExt as _};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use rashomon::Step;
use rashomon::job::near::{Near, Vectors, near_of};
use rashomon::job::{Bundle, Engine, Fault, Job, Unit};
use tokio::runtime::Runtime;

use crate::functions::{aggregate_functions, name, scalar_functions, table_functions};
use crate::roles::runtime_env;
use crate::tasks::Codec;

/// Partitions of a step: so many are enough for a cluster of hundreds of cores.
const PARTITIONS: usize = 512;

/// How often it is looked up how far a step is.
const EVERY: Duration = Duration::from_secs(1);

/// Executors behind a scheduler: they do the tasks of a job that is submitted.
#[derive(Clone, Debug)]
pub struct Cluster {
    scheduler: String,
}

impl Cluster {
    /// Behind the scheduler at `host:port`.
    pub fn new(scheduler: &str) -> Self {
        Self { scheduler: scheduler.to_owned() }
    }

    /// A session with the scheduler in which steps have so many partitions.
    async fn session(&self, partitions: usize) -> datafusion::error::Result<SessionContext> {
        let config = SessionConfig::new_with_ballista()
            .with_ballista_logical_extension_codec(Arc::new(Codec::default()))
            .with_ballista_job_name("rashomon")
            // accounts are binary columns, not views of them
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false)
            .with_target_partitions(partitions)
            // partitions are made for the tasks, however small they are
            .with_ballista_coalesce_enabled(false)
            .with_ballista_broadcast_join_threshold_bytes(256 << 20)
            .with_ballista_broadcast_join_threshold_rows(16 << 20);
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime_env()?)
            .with_default_features()
            .build();
        let url = format!("df://{}", self.scheduler);
        let context = SessionContext::remote_with_state(&url, state).await?;
        // connecting leaves only the engine's own functions
        for function in scalar_functions() {
            context.register_udf((*function).clone());
        }
        for function in aggregate_functions() {
            context.register_udaf((*function).clone());
        }
        for (name, function) in table_functions() {
            context.register_udtf(name, function);
        }
        Ok(context)
    }

    /// Runs a query of which only the end matters, while `watch` looks how far it is.
    fn run(
        &self,
        query: impl Future<Output = datafusion::error::Result<()>>,
        watch: &mut dyn FnMut(),
    ) -> Result<(), Fault> {
        let runtime = Runtime::new().map_err(|error| Fault::new(error.to_string()))?;
        let done = runtime.block_on(async {
            let mut query = std::pin::pin!(query);
            let mut ticks = tokio::time::interval(EVERY);
            loop {
                tokio::select! {
                    done = &mut query => return done,
                    _ = ticks.tick() => tokio::task::block_in_place(&mut *watch),
                }
            }
        });
        watch();
        done.map_err(|error| {
            Fault::new(format!(
                "the cluster behind {} did not finish: {}. See that its scheduler and executors run, and go on \
                 with --resume",
                self.scheduler,
                innermost(&error)
            ))
        })
    }
}

impl Engine for Cluster {
    fn read(&self, job: &Job, units: &[Unit], watch: &(dyn Fn(Step) + Sync)) -> Result<(), Fault> {
        let name = quoted(&name(job));
        let query = format!("SELECT rashomon_read({name}, unit) FROM rashomon_units({name})");
        let mut left: Vec<&Unit> = units.iter().collect();
        let mut look = || {
            let now = job.storage.list(Unit::DONE).unwrap_or_default();
            left.retain(|unit| {
                let done = now.binary_search(&unit.done()).is_ok();
                if done {
                    watch(Step::Read { bytes: job.bytes(unit) });
                }
                !done
            });
        };
        // a query leaves all units done that it began with, and takes only so many at a time
        for _ in units.chunks(crate::functions::UNITS) {
            self.run(
                async {
                    let context = self.session(PARTITIONS).await?;
                    context.sql(&query).await?.collect().await.map(drop)
                },
                &mut look,
            )?;
        }
        Ok(())
    }

    fn near(&self, job: &Job, vectors: &Vectors, pass: u32) -> Result<Vec<Near>, Fault> {
        job.write_vectors(pass, vectors)?;
        let (name, end) = (quoted(&name(job)), vectors.documents().end);
        let query = format!(
            "SELECT unit, rashomon_near({name}, {pass}, unit, {end}) AS near FROM rashomon_slabs({end})"
        );
        let mut found = Vec::new();
        self.run(
            async {
                let context = self.session(PARTITIONS).await?;
                for batch in context.sql(&query).await?.collect().await? {
                    let units = batch.column(0).as_primitive::<Int64Type>().clone();
                    let lists = batch.column(1).as_list::<i32>().clone();
                    for (row, unit) in units.values().iter().enumerate() {
                        let pairs = RecordBatch::from(lists.value(row).as_struct());
                        found.push((*unit, near_of(&pairs)));
                    }
                }
                Ok(())
            },
            &mut || {},
        )?;
        found.sort_by_key(|(unit, _)| *unit);
        Ok(found.into_iter().flat_map(|(_, near)| near).collect())
    }

    fn tell(
        &self,
        job: &Job,
        bundles: &[Bundle],
        watch: &(dyn Fn(Step) + Sync),
    ) -> Result<(), Fault> {
        if bundles.is_empty() {
            return Ok(());
        }
        let name = quoted(&name(job));
        let place = job.storage.location();
        let numbers: Vec<String> = bundles.iter().map(|bundle| bundle.number.to_string()).collect();
        let query = format!(
            "SELECT rashomon_tell({name}, s.bundle, s.story, s.doc, a.account) \
             FROM accounts a JOIN stories s ON a.doc = s.doc WHERE s.bundle IN ({}) GROUP BY s.bundle",
            numbers.join(", ")
        );
        let paths: Vec<String> = bundles.iter().map(Bundle::done).collect();
        let mut look = || {
            let now = job.storage.list(Bundle::DONE).unwrap_or_default();
            let done = paths.iter().filter(|path| now.binary_search(path).is_ok()).count();
            watch(Step::Told { done, todo: bundles.len() });
        };
        self.run(
            async {
                let context = self.session(bundles.len().clamp(1, PARTITIONS)).await?;
                let options = ParquetReadOptions::default;
                context
                    .register_parquet("accounts", format!("{place}/accounts/"), options())
                    .await?;
                context.register_parquet("stories", format!("{place}/stories/"), options()).await?;
                context.sql(&query).await?.collect().await.map(drop)
            },
            &mut look,
        )
    }
}

/// A text as SQL writes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What the engine says when nobody answers where the scheduler was.
const UNREACHED: [&str; 4] =
    ["h2 protocol error", "transport error", "error trying to connect", "Connection refused"];

/// What an error is at its root, on one line: the engine wraps what a function says in what it did itself.
fn innermost(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    if UNREACHED.iter().any(|words| text.contains(words)) {
        return "the scheduler cannot be reached".to_owned();
    }
    let text = text.rsplit("Execution error: ").next().unwrap_or(&text);
    text.lines().next().unwrap_or_default().trim_end_matches(['"', ')', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_an_error_is_told() {
        let error =
            std::io::Error::other("Job failed: Task failed: Execution error: no space left\nat …");
        assert_eq!(innermost(&error), "no space left");
        let error =
            std::io::Error::other("status: Unknown, message: \"h2 protocol error: broken\"");
        assert_eq!(innermost(&error), "the scheduler cannot be reached");
        assert_eq!(quoted("it's"), "'it''s'");
    }
}
