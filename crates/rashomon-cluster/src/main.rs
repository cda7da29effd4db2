//! The command line of the cluster: one program for all roles.
#![allow(clippy::disallowed_methods)] // the binary is where the outside world is met

use std::io::IsTerminal as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use rashomon::job::{self, Engine, Local};
use rashomon::{Error, Kb, Options, Step};
use rashomon_cluster::{Cluster, ExecutorOptions, SchedulerOptions, executor, place, scheduler};
use tokio::runtime::Runtime;

/// Tasks of the engine run on ever other threads, and what they free is to serve the next one: an executor that tells
/// 50,000 articles holds a quarter of what it holds with the allocators of glibc and mimalloc, which keep heaps of threads.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A crawl as tables, on many machines.
///
/// Reads the same inputs as `rashomon run --tables`, and writes the same tables, byte for byte: with the executors
/// behind a scheduler, or on this machine alone.
#[derive(Debug, Parser)]
#[command(name = "rashomon-cluster", version, propagate_version = true)]
#[command(after_help = "Examples, on one machine:
  rashomon-cluster scheduler
  rashomon-cluster executor
  rashomon-cluster submit 'crawl/*.warc.gz' --out tables

S3-compatible stores are reached as the environment says: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
AWS_ENDPOINT_URL, AWS_ALLOW_HTTP. Nobody is asked who he is: keep the ports on a network of your own.")]
struct Arguments {
    #[command(subcommand)]
    role: Role,

    /// Say more (twice: all that the engine says)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Hand out tasks to executors
    Scheduler {
        /// Address to listen at
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50050")]
        listen: SocketAddr,

        /// Name by which executors and clients reach it; the address listened at where none is given
        #[arg(long, value_name = "HOST")]
        host: Option<String>,

        /// Seconds after which an executor that is not heard of is given up
        #[arg(long, value_name = "SECONDS", default_value_t = 20)]
        lost_after: u64,
    },
    /// Do tasks
    Executor {
        /// The scheduler
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
        scheduler: String,

        /// Address to listen at; the port after it is used, too
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50061")]
        listen: SocketAddr,

        /// Name by which others reach it; the address listened at where none is given
        #[arg(long, value_name = "HOST")]
        host: Option<String>,

        /// Tasks at a time; 0: one a core
        #[arg(long, value_name = "N", default_value_t = 0)]
        slots: usize,

        /// Folder for rows on their way between tasks; a temporary one where none is given
        #[arg(long, value_name = "DIR")]
        work_dir: Option<PathBuf>,

        /// Address to serve /metrics at
        #[arg(long, value_name = "ADDRESS")]
        metrics: Option<SocketAddr>,
    },
    /// Have a job done by the executors behind a scheduler
    Submit {
        /// The scheduler
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
        scheduler: String,

        #[command(flatten)]
        work: Work,
    },
    /// Do a job on this machine alone
    Local {
        /// Number of threads; 0: one a core. Results do not depend on it
        #[arg(long, value_name = "N", default_value_t = 0)]
        threads: usize,

        #[command(flatten)]
        work: Work,
    },
}

#[derive(Debug, Args)]
struct Work {
    /// Files, folders and patterns ('crawl/*.warc.gz') that all executors see at the same path, or s3://bucket/folder
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,

    /// Where to write: a folder that all executors see at the same path, or s3://bucket/folder
    #[arg(long, value_name = "PLACE")]
    out: String,

    /// Go on where an earlier job with the same arguments broke off
    #[arg(long)]
    resume: bool,

    /// Table (TSV or CSV) with the columns file, outlet, url, date
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,

    /// Names that are one: a table (TSV: name, alias, kind, country) or JSON Lines (name, aliases, kind, country)
    #[arg(long, value_name = "FILE")]
    kb: Option<PathBuf>,

    /// Leave the documents' texts out of the dossiers; cites keep their words
    #[arg(long)]
    no_text: bool,

    /// Say nothing but what went wrong
    #[arg(long)]
    quiet: bool,
}

fn main() -> ExitCode {
    rashomon::hush_caught_panics();
    // clap ends bad arguments with 2, --help and --version with 0
    let Arguments { role, verbose } = Arguments::parse();
    let said = match verbose {
        0 => "error",
        1 => "warn,ballista_scheduler=info,ballista_executor=info",
        _ => "debug",
    };
    tracing_subscriber::fmt()
        .with_env_filter(said)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match work(role) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rashomon-cluster: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn work(role: Role) -> Result<(), Error> {
    match role {
        Role::Scheduler { listen, host, lost_after } => {
            let host = host.unwrap_or_else(|| named(listen.ip()));
            let options = SchedulerOptions { listen, host, lost_after };
            eprintln!("scheduler at {listen}");
            serve(scheduler(&options), &format!("--listen {listen}"))
        }
        Role::Executor { scheduler, listen, host, slots, work_dir, metrics } => {
            let (scheduler_host, scheduler_port) = address(&scheduler)?;
            let host = host.unwrap_or_else(|| named(listen.ip()));
            let options = ExecutorOptions {
                scheduler_host,
                scheduler_port,
                listen,
                host,
                slots,
                folder: work_dir,
                metrics,
            };
            eprintln!("executor at {listen} for the scheduler at {scheduler}");
            let place = format!("--scheduler {scheduler} --listen {listen}");
            serve(executor(&options), &place)
        }
        Role::Submit { scheduler, work } => {
            address(&scheduler)?;
            submit(&work, &Cluster::new(&scheduler))
        }
        Role::Local { threads, work } => submit(&work, &Local::new(threads)),
    }
}

fn serve(role: impl Future<Output = std::io::Result<()>>, place: &str) -> Result<(), Error> {
    let runtime = Runtime::new().map_err(|error| Error::write(error.to_string()))?;
    runtime.block_on(role).map_err(|error| Error::write(format!("{place}: {error}")))
}

/// A name for others: who listens everywhere is reached on this machine.
fn named(ip: IpAddr) -> String {
    if ip.is_unspecified() { "localhost".to_owned() } else { ip.to_string() }
}

fn address(text: &str) -> Result<(String, u16), Error> {
    text.rsplit_once(':')
        .and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)))
        .filter(|(host, _)| !host.is_empty())
        .ok_or_else(|| Error::bad_argument(format!("--scheduler {text}: give HOST:PORT")))
}

/// Plans a job, has it done and says what it came to.
fn submit(work: &Work, engine: &dyn Engine) -> Result<(), Error> {
    let start = std::time::Instant::now();
    let kb = work.kb.as_deref().map(Kb::read).transpose()?.map(Arc::new);
    let options =
        Options { metadata: work.metadata.clone(), kb, text: !work.no_text, ..Options::default() };
    let tables = place(&work.out)
        .map_err(|error| Error::bad_argument(format!("--out {}: {error}", work.out)))?;
    let job = job::begin(&work.inputs, &options, tables, work.resume)?;
    let bar = bar(work.quiet);
    let manifest = job::run(&job, engine, &|step| show(&bar, step));
    bar.finish_and_clear();
    let manifest = manifest?;
    if !work.quiet {
        let (seconds, out) = (start.elapsed().as_secs_f64(), work.out.trim_end_matches('/'));
        eprintln!("{manifest}\n{seconds:.1} s\nwritten: {out}/manifest.json");
    }
    Ok(())
}

fn bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(
        "{msg:<12} {bar:30} {binary_bytes}/{binary_total_bytes} {eta}",
    );
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message("reading")
}

fn show(bar: &ProgressBar, step: Step) {
    match step {
        Step::Start { bytes } => bar.set_length(bytes),
        Step::Read { bytes } => bar.set_position(bytes),
        Step::Reconcile => bar.set_message("grouping"),
        Step::Told { done, todo } => {
            let style = ProgressStyle::with_template("{msg:<12} {bar:30} {pos}/{len} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message("telling");
            bar.set_length(todo as u64);
            bar.set_position(done as u64);
        }
        Step::Account | Step::Reconciled(_) => {}
    }
}
