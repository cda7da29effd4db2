use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rashomon_text::time::Date;

use crate::address;

/// How to fetch.
#[derive(Clone, Debug)]
pub struct Options {
    /// A mail address or a URL by which a site can reach whoever fetches; sent with every request.
    pub contact: Option<String>,
    /// The least time between two requests to one host.
    pub pause: Duration,
    /// How many hosts are asked at the same time.
    pub parallel: usize,
    /// The longest body that is kept, in bytes; what is longer is cut there.
    pub max_bytes: u64,
    /// The longest time for one answer, from the name's lookup to the last byte.
    pub timeout: Duration,
    /// How often a page is asked for before it is given up, the first time included.
    pub attempts: u32,
    /// The wait after the first failure; it doubles with each one that follows.
    pub backoff: Duration,
    /// The longest wait a site can ask for, by Retry-After or Crawl-delay.
    pub longest_wait: Duration,
    /// Of feeds and sitemaps, leave out what is dated before this day.
    pub since: Option<Date>,
    /// Take no more than so many pages of each feed or sitemap, the newest first.
    pub limit: Option<usize>,
    /// Whether addresses of the own network (loopback, private, link-local …) may be asked.
    pub allow_private: bool,
    /// A proxy, as `http://HOST:PORT`. It looks names up itself, so of the guard against private
    /// addresses only what is said in numbers is left. Proxies of the environment are not used.
    pub proxy: Option<String>,
    /// Certificates (PEM) to believe in place of Mozilla's.
    pub certificates: Option<Vec<u8>>,
    /// Earlier WARC files: what has not changed since is noted and not sent again.
    pub again: Vec<PathBuf>,
    /// Whether to go on with a file that is there.
    pub resume: bool,
    /// Where addresses of names come from.
    pub lookup: Lookup,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            pause: Duration::from_secs(1),
            parallel: 8,
            max_bytes: 20 << 20,
            timeout: Duration::from_secs(60),
            attempts: 3,
            backoff: Duration::from_secs(2),
            longest_wait: Duration::from_secs(60),
            since: None,
            limit: None,
            allow_private: false,
            proxy: None,
            certificates: None,
            again: Vec::new(),
            resume: false,
            lookup: Lookup::system(),
        }
    }
}

impl Options {
    /// What the program calls itself to servers.
    pub fn user_agent(&self) -> String {
        let name = concat!("rashomon/", env!("CARGO_PKG_VERSION"));
        match &self.contact {
            Some(contact) => format!("{name} (+{contact})"),
            None => name.to_owned(),
        }
    }
}

/// Finds the addresses of a host, and says which of them may be connected to.
#[derive(Clone)]
pub struct Lookup {
    find: Arc<Find>,
    judge: Judge,
}

type Find = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// Why an address must not be connected to, or nothing where it may.
pub(crate) type Judge = fn(IpAddr) -> Option<&'static str>;

impl Lookup {
    /// As the operating system does it.
    pub fn system() -> Self {
        Self::new(|host, port| Ok((host, port).to_socket_addrs()?.collect()))
    }

    /// By a function of host and port.
    pub fn new(
        find: impl Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self { find: Arc::new(find), judge: address::refusal }
    }

    /// Refuses addresses by another rule than whether they belong to the public internet: `judge` gives
    /// the reason, or nothing where an address is fine. For tests, and for networks with rules of their
    /// own.
    pub fn judged_by(mut self, judge: fn(IpAddr) -> Option<&'static str>) -> Self {
        self.judge = judge;
        self
    }

    pub(crate) fn find(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        (self.find)(host, port)
    }

    pub(crate) fn judge(&self) -> Judge {
        self.judge
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}
