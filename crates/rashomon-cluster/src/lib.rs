//! A crawl as tables, on many machines.
//!
//! [`rashomon::job`] is the work: functions from tables to tables that know nothing of machines. Here they are functions
//! of [Apache DataFusion Ballista](https://datafusion.apache.org/ballista/), which hands tasks to executors, moves rows
//! between them and does again what was lost with one:
//!
//! - `rashomon_units(job)`, a table function: the units that are left, each in a partition of its own;
//! - `rashomon_read(job, unit)`, a scalar function: [`Job::read`](rashomon::job::Job::read);
//! - `rashomon_slabs(accounts)`, a table function: the slabs in which accounts are searched for others that are alike;
//! - `rashomon_near(job, pass, first, end)`, a scalar function: [`Job::near`](rashomon::job::Job::near);
//! - `rashomon_tell(job, bundle, story, doc, account)`, an aggregate function:
//!   [`Job::tell`](rashomon::job::Job::tell) of the accounts of a bundle.
//!
//! All roles are one program, so all have the same functions: [`scheduler()`] and [`executor()`] run for good, and a
//! [`Cluster`] is the [`Engine`](rashomon::job::Engine) of a job that is submitted to them. Functions write their tables
//! themselves, whole and under names that depend on the task alone, so that a task done twice does no harm; what comes
//! back over the network is a line a task.
//!
//! ```no_run
//! use rashomon::{Options, Step, job};
//! use rashomon_cluster::{Cluster, place};
//!
//! let tables = place("s3://bucket/tables").expect("a place that can be written to");
//! let job = job::begin(&["s3://bucket/crawl".to_owned()], &Options::default(), tables, false)?;
//! let manifest = job::run(&job, &Cluster::new("scheduler:50050"), &|_: Step| {})?;
//! println!("{} stories", manifest.stories.stories);
//! # Ok::<(), rashomon::Error>(())
//! ```
#![allow(clippy::disallowed_methods)] // what runs on machines meets the outside world

mod bucket;
mod engine;
mod functions;
mod metrics;
mod roles;
mod tasks;

pub use bucket::place;
pub use engine::Cluster;
pub use functions::{aggregate_functions, scalar_functions, table_functions};
pub use roles::{ExecutorOptions, SchedulerOptions, executor, scheduler};
