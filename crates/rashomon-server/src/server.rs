use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use rashomon_store::Case;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::state::Shared;
use crate::work::{Desk, Workers};
use crate::{Error, Options, connections, routes};

/// A server that has its case and its address, and does not answer yet.
pub struct Server {
    app: Arc<Shared>,
    listener: TcpListener,
    workers: Workers,
    stop: Stop,
}

/// Ends a server, from any thread.
#[derive(Clone, Debug)]
pub struct Stop {
    sender: Arc<watch::Sender<bool>>,
}

impl Stop {
    /// Takes no more requests; those that run, and the transaction that runs, come to their end. What waits to be
    /// read is left.
    pub fn stop(&self) {
        self.sender.send_replace(true);
    }
}

impl Server {
    /// Takes a case that is open for writing, the one of [`Options::case`], and listens at the address.
    pub fn open(case: Case, options: Options) -> Result<Self, Error> {
        if options.tokens.is_none() && !options.address.ip().is_loopback() {
            return Err(Error::argument(format!(
                "{}: is no loopback address, so whoever reaches it could read and write; name a file of tokens",
                options.address
            )));
        }
        let cannot = |error| Error::other(format!("{}: cannot listen: {error}", options.address));
        let listener = TcpListener::bind(options.address).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let stop = Stop { sender: Arc::new(watch::Sender::new(false)) };
        let (desk, ends) = Desk::new(options.limits)?;
        let stopping = stop.sender.subscribe();
        let (workers, news) = Workers::start(case, &options, &desk, ends, stopping.clone())?;
        let app = Arc::new(Shared::new(options, desk, news, stopping)?);
        Ok(Self { app, listener, workers, stop })
    }

    /// Where it listens, with the port that was free.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        self.listener.local_addr().map_err(|error| Error::other(error.to_string()))
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Answers requests until it is stopped, on threads of its own.
    pub fn run(self) -> Result<(), Error> {
        let Self { app, listener, workers, stop } = self;
        let runtime = runtime()?;
        let router = routes::router(&app);
        let answered = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(forget_clients(Arc::clone(&app)));
            connections::answer(listener, router, &app, stop.sender.subscribe()).await;
            Ok::<(), std::io::Error>(())
        });
        stop.stop();
        let worked = workers.join();
        runtime.shutdown_timeout(app.options.limits.grace);
        answered.map_err(|error| Error::other(format!("cannot listen: {error}")))?;
        worked
    }
}

/// Forgets now and then who asked long ago, or there would be no end to those that limits are kept for.
async fn forget_clients(app: Arc<Shared>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        minute.tick().await;
        for limit in [&app.rate, &app.wrong_tokens] {
            limit.retain_recent();
            limit.shrink_to_fit();
        }
    }
}

fn runtime() -> Result<Runtime, Error> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    Builder::new_multi_thread()
        .worker_threads(threads)
        .thread_name("rashomon-serve")
        .enable_all()
        .build()
        .map_err(|error| Error::other(format!("no threads to be had: {error}")))
}
