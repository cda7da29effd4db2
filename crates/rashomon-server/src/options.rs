use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rashomon_store::Reading;

use crate::Tokens;

/// What is served, where, and to whom.
#[derive(Clone)]
pub struct Options {
    /// The case file, for whoever reads.
    pub case: PathBuf,
    /// Where to listen. Port 0 takes a free one.
    pub address: SocketAddr,
    /// Who may come in. Needed on any address that is not loopback.
    pub tokens: Option<Tokens>,
    /// Where readers find the server, as `https://case.desk.example`, where a proxy stands before it. Links of the feed
    /// begin with it, and where it is `https` cookies are only sent over TLS.
    pub url: Option<String>,
    /// Whether a proxy stands before it, which says in `X-Forwarded-For` who asks.
    pub proxied: bool,
    /// How pages and feeds are fetched. A request cannot change it.
    pub fetch: rashomon_fetch::Options,
    /// Time between two readings of a watched feed.
    pub watch_every: Duration,
    /// What makes accounts of records.
    pub reading: Arc<dyn Reading>,
    /// Number of threads that read articles; 0 for one a core.
    pub threads: usize,
    /// What is too much.
    pub limits: Limits,
}

impl Options {
    /// A case file on port 7878 of this machine, for this machine.
    pub fn new(case: PathBuf, reading: Arc<dyn Reading>) -> Self {
        Self {
            case,
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7878),
            tokens: None,
            url: None,
            proxied: false,
            fetch: rashomon_fetch::Options::default(),
            watch_every: Duration::from_secs(15 * 60),
            reading,
            threads: 0,
            limits: Limits::default(),
        }
    }
}

/// What is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file that is taken, in bytes.
    pub upload: u64,
    /// Bytes of files that may wait to be read, all together.
    pub waiting: u64,
    /// Jobs that may wait.
    pub jobs: usize,
    /// Requests a second of one client, on average.
    pub rate: NonZeroU32,
    /// Requests of one client at once, above the average.
    pub burst: NonZeroU32,
    /// Wrong tokens a minute from one client.
    pub wrong_tokens: NonZeroU32,
    /// Connections at once.
    pub connections: usize,
    /// Connections of one client at once.
    pub connections_of_one: usize,
    /// Time within which a request must have come in, its body too, and within which its answer begins.
    pub request: Duration,
    /// Longest silence in the middle of a request or of an answer.
    pub silence: Duration,
    /// Time that running requests are given when the server stops.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload: 64 << 20,
            waiting: 1 << 30,
            jobs: 256,
            rate: const { NonZeroU32::new(50).unwrap() },
            burst: const { NonZeroU32::new(200).unwrap() },
            wrong_tokens: const { NonZeroU32::new(10).unwrap() },
            connections: 1024,
            connections_of_one: 128,
            request: Duration::from_secs(5 * 60),
            silence: Duration::from_secs(30),
            grace: Duration::from_secs(10),
        }
    }
}
