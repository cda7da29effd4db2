//! What all requests share.

use std::sync::Arc;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::watch;

use crate::access::client::Client;
use crate::access::forms::Seals;
use crate::access::sessions::Sessions;
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::work::Desk;
use crate::{Error, Options};

/// What all requests share.
pub(crate) type App = Arc<Shared>;

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) readers: Readers,
    /// What is to be added, and what became of it.
    pub(crate) desk: Desk,
    pub(crate) sessions: Sessions,
    pub(crate) seals: Seals,
    pub(crate) rate: DefaultKeyedRateLimiter<Client>,
    pub(crate) wrong_tokens: DefaultKeyedRateLimiter<Client>,
    pub(crate) metrics: Metrics,
    /// The number of the last change.
    pub(crate) news: watch::Receiver<u64>,
    /// Turns true when the server is to end.
    pub(crate) stop: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        desk: Desk,
        news: watch::Receiver<u64>,
        stop: watch::Receiver<bool>,
    ) -> Result<Self, Error> {
        let limits = options.limits;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            readers: Readers::new(options.case.clone(), 2 * cores + 2),
            desk,
            sessions: Sessions::default(),
            seals: Seals::new()?,
            rate: RateLimiter::keyed(Quota::per_second(limits.rate).allow_burst(limits.burst)),
            wrong_tokens: RateLimiter::keyed(Quota::per_minute(limits.wrong_tokens)),
            metrics: Metrics::new(),
            news,
            stop,
            options,
        })
    }

    /// Whether everybody is let in, because only this machine can ask.
    pub(crate) fn is_open(&self) -> bool {
        self.options.tokens.is_none()
    }

    /// Whether browsers reach the server over TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.options.url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}
