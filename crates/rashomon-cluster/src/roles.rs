//! The roles that run for good: the scheduler, which hands out tasks, and executors, which do them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::{Router, http::header::CONTENT_TYPE, routing::get};
use ballista_core::error::BallistaError;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::default_session_builder;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::{FunctionRegistry as _, SessionStateBuilder};
use datafusion::prelude::SessionConfig;

use crate::bucket::Stores;
use crate::functions::{aggregate_functions, scalar_functions};
use crate::metrics::{MEDIA_TYPE, METRICS};
use crate::tasks::Codec;

/// How often executors say that they are there, in seconds.
const HEARTBEAT: u64 = 3;

/// What a scheduler is told.
#[derive(Clone, Debug)]
pub struct SchedulerOptions {
    /// Address to listen at.
    pub listen: SocketAddr,
    /// Host that executors and clients reach it by.
    pub host: String,
    /// Seconds after which an executor that is not heard of is given up, and its tasks are given to others.
    pub lost_after: u64,
}

/// What an executor is told.
#[derive(Clone, Debug)]
pub struct ExecutorOptions {
    /// Host of the scheduler.
    pub scheduler_host: String,
    /// Port of the scheduler.
    pub scheduler_port: u16,
    /// Address to listen at: other executors fetch rows at this port, the scheduler hands out tasks at the next.
    pub listen: SocketAddr,
    /// Host that others reach it by.
    pub host: String,
    /// Tasks at a time.
    pub slots: usize,
    /// Folder for rows on their way between tasks; a temporary one where there is none.
    pub folder: Option<PathBuf>,
    /// Address to serve `/metrics` at.
    pub metrics: Option<SocketAddr>,
}

/// A runtime that finds buckets as it meets them.
pub(crate) fn runtime_env() -> datafusion::error::Result<Arc<RuntimeEnv>> {
    RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(Stores::default())).build_arc()
}

/// Runs a scheduler until it fails.
pub async fn scheduler(options: &SchedulerOptions) -> io::Result<()> {
    let session = |config: SessionConfig| {
        let state = default_session_builder(config)?;
        let builder = SessionStateBuilder::new_from_existing(state);
        let mut state = builder.with_runtime_env(runtime_env()?).build();
        for function in scalar_functions() {
            state.register_udf(function)?;
        }
        for function in aggregate_functions() {
            state.register_udaf(function)?;
        }
        Ok(state)
    };
    let config = SchedulerConfig {
        bind_host: options.listen.ip().to_string(),
        bind_port: options.listen.port(),
        external_host: options.host.clone(),
        executor_timeout_seconds: options.lost_after,
        expire_dead_executor_interval_seconds: HEARTBEAT,
        no_executors_grace_period_seconds: 2 * options.lost_after,
        // what a job left is taken away soon after it
        finished_job_state_clean_up_interval_seconds: 600,
        override_session_builder: Some(Arc::new(session)),
        override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
        override_logical_codec: Some(Arc::new(Codec::default())),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(failed)?;
    start_server(cluster, options.listen, Arc::new(config)).await.map_err(failed)
}

/// Runs an executor until it is told to stop (SIGTERM) or fails.
pub async fn executor(options: &ExecutorOptions) -> io::Result<()> {
    if let Some(address) = options.metrics {
        let listener = tokio::net::TcpListener::bind(address).await?;
        let answer = || async { ([(CONTENT_TYPE, MEDIA_TYPE)], METRICS.text()) };
        let routes = Router::new().route("/metrics", get(answer));
        tokio::spawn(async { axum::serve(listener, routes).await });
    }
    let mut registry = BallistaFunctionRegistry::default();
    for function in scalar_functions() {
        registry.scalar_functions.insert(function.name().to_owned(), function);
    }
    for function in aggregate_functions() {
        registry.aggregate_functions.insert(function.name().to_owned(), function);
    }
    if let Some(folder) = &options.folder {
        std::fs::create_dir_all(folder)?;
    }
    let folder = options.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned());
    let config = ExecutorProcessConfig {
        bind_host: options.listen.ip().to_string(),
        external_host: Some(options.host.clone()),
        port: options.listen.port(),
        grpc_port: options.listen.port() + 1,
        scheduler_host: options.scheduler_host.clone(),
        scheduler_port: options.scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: options.slots,
        work_dir: folder,
        job_data_clean_up_interval_seconds: 600,
        job_data_ttl_seconds: 24 * 3600,
        executor_heartbeat_interval_seconds: HEARTBEAT,
        // tasks hold what their partitions hold, and cannot spill it
        memory_pool_size: Some(0),
        override_function_registry: Some(Arc::new(registry)),
        override_runtime_producer: Some(Arc::new(|_| runtime_env())),
        override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
        override_logical_codec: Some(Arc::new(Codec::default())),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await.map_err(failed)
}

fn failed(error: BallistaError) -> io::Error {
    io::Error::other(error)
}
