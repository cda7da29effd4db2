//! The connection: names to addresses, addresses that are checked, and bytes that are kept.
//!
//! Three parts go into the agent of `ureq`. [`Resolve`] looks a name up and refuses addresses of the
//! own network. [`Connect`] checks once more, at the one place where sockets are opened, so that the
//! address that is checked is the address that is connected to, whatever a name says a moment later.
//! [`Keep`] stands above TLS and keeps every byte that is sent and used, as sent.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use ureq::Error;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, TcpConnector,
    Transport,
};

use crate::Lookup;
use crate::options::Judge;

/// A connection that is not made, because of where it would lead.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn refused(message: String) -> Error {
    Error::Other(Box::new(Refused(message)))
}

/// Where connections may lead.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// Whether addresses of the own network are fine.
    pub(crate) allow_private: bool,
    /// Which addresses are of the own network.
    pub(crate) judge: Judge,
    /// Host and port of the proxy the user named, which may be anywhere.
    pub(crate) proxy: Option<(String, u16)>,
}

impl Guard {
    /// Whether `address`, which `host` is at, may be connected to.
    pub(crate) fn check(&self, host: &str, address: IpAddr) -> Result<(), Error> {
        match (self.judge)(address) {
            Some(what) if !self.allow_private => Err(refused(format!(
                "{host} is at {address}, which is {what}; --allow-private allows it"
            ))),
            _ => Ok(()),
        }
    }

    fn is_proxy(&self, uri: &Uri) -> bool {
        let own = (uri.host().unwrap_or_default(), port(uri));
        self.proxy.as_ref().is_some_and(|(host, port)| (host.as_str(), *port) == own)
    }
}

fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
    uri.port_u16().unwrap_or(default)
}

/// Looks names up and leaves out what must not be connected to.
pub(crate) struct Resolve {
    pub(crate) guard: Guard,
    pub(crate) lookup: Lookup,
}

impl fmt::Debug for Resolve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolve").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Resolver for Resolve {
    fn resolve(
        &self,
        uri: &Uri,
        _: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().ok_or(Error::HostNotFound)?;
        let port = port(uri);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found = match bare.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => self.look_up(bare, port, timeout)?,
        };
        let mut addresses = self.empty();
        let mut refusal = None;
        for address in found {
            match self.guard.check(host, address.ip()) {
                Err(error) if !self.guard.is_proxy(uri) => refusal = refusal.or(Some(error)),
                _ if addresses.len() < 16 => addresses.push(address),
                _ => {}
            }
        }
        if addresses.is_empty() {
            return Err(refusal.unwrap_or(Error::HostNotFound));
        }
        Ok(addresses)
    }
}

impl Resolve {
    /// Asks the system, on a thread of its own: the system's lookup knows no time limit.
    fn look_up(
        &self,
        host: &str,
        port: u16,
        timeout: NextTimeout,
    ) -> Result<Vec<SocketAddr>, Error> {
        let (tell, told) = mpsc::sync_channel(1);
        let (lookup, host) = (self.lookup.clone(), host.to_owned());
        thread::Builder::new().name("lookup".to_owned()).spawn(move || {
            let _ = tell.send(lookup.find(&host, port));
        })?;
        match told.recv_timeout(*timeout.after) {
            Ok(addresses) => Ok(addresses?),
            Err(_) => Err(Error::Timeout(timeout.reason)),
        }
    }
}

/// Opens sockets, and only to addresses that pass the guard.
pub(crate) struct Connect {
    pub(crate) guard: Guard,
    pub(crate) tape: Shared,
    tcp: TcpConnector,
}

impl Connect {
    pub(crate) fn new(guard: Guard, tape: Shared) -> Self {
        Self { guard, tape, tcp: TcpConnector::default() }
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl<In: Transport> Connector<In> for Connect {
    type Out = <TcpConnector as Connector<In>>::Out;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if chained.is_some() {
            return self.tcp.connect(details, chained); // the proxy's connection
        }
        let to_proxy = self.guard.is_proxy(details.uri);
        let host = details.uri.host().unwrap_or_default();
        let begun = Instant::now();
        let mut error = Error::HostNotFound;
        for (place, &address) in details.addrs.iter().enumerate() {
            if !to_proxy {
                self.guard.check(host, address.ip())?;
            }
            let mut one = details.resolver.empty();
            one.push(address);
            // each address gets half of the time that is left, the last one all of it
            let mut timeout = details.timeout;
            let mut left = timeout.after.saturating_sub(begun.elapsed());
            if place + 1 < details.addrs.len() {
                left /= 2;
            }
            timeout.after = left.into();
            let details = ConnectionDetails {
                uri: details.uri,
                addrs: one,
                config: details.config,
                request_level: details.request_level,
                resolver: details.resolver,
                now: details.now,
                timeout,
                current_time: Arc::clone(&details.current_time),
                run_connector: Arc::clone(&details.run_connector),
                register_shutdown: Arc::clone(&details.register_shutdown),
            };
            match self.tcp.connect(&details, None) {
                Ok(transport) => {
                    self.tape.lock().address = (!to_proxy).then_some(address.ip());
                    return Ok(transport);
                }
                Err(other) => error = other,
            }
        }
        Err(error)
    }
}

/// What went over one connection.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    /// The address connected to; none where a proxy connects.
    pub(crate) address: Option<IpAddr>,
    /// What was sent.
    pub(crate) sent: Vec<u8>,
    /// What was sent back, as far as it belongs to the answer.
    pub(crate) received: Vec<u8>,
    /// No more than so many bytes are kept; then the connection fails.
    pub(crate) limit: usize,
}

impl Tape {
    pub(crate) fn is_full(&self) -> bool {
        self.received.len() >= self.limit
    }
}

/// A tape, and everybody who writes on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Arc<Mutex<Tape>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Tape> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts every byte of the connection on a tape.
#[derive(Debug)]
pub(crate) struct Keep {
    pub(crate) tape: Shared,
    /// Whether what is connected to is a proxy, whose own words are not kept.
    pub(crate) proxied: bool,
}

impl<In: Transport> Connector<In> for Keep {
    type Out = Either<In, Kept<In>>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let to_proxy = self.proxied && details.config.proxy().is_none();
        Ok(chained.map(|inner| {
            if to_proxy {
                return Either::A(inner);
            }
            let config = details.config;
            let buffers = LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size());
            Either::B(Kept { inner, buffers: Reel { buffers, tape: self.tape.clone() } })
        }))
    }
}

/// A connection with a tape.
#[derive(Debug)]
pub(crate) struct Kept<In> {
    inner: In,
    buffers: Reel,
}

impl<In: Transport> Transport for Kept<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let sent = &self.buffers.buffers.output()[..amount];
        self.buffers.tape.lock().sent.extend_from_slice(sent);
        self.inner.buffers().output()[..amount].copy_from_slice(sent);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.buffers.tape.lock().is_full() {
            return Err(Error::Io(io::Error::other("longer than the limit")));
        }
        self.inner.maybe_await_input(timeout)?;
        let from = self.inner.buffers();
        let to = self.buffers.buffers.input_append_buf();
        let amount = from.input().len().min(to.len());
        to[..amount].copy_from_slice(&from.input()[..amount]);
        from.input_consume(amount);
        self.buffers.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// Buffers that put on the tape what is taken out of them: what belongs to the answer, and no byte
/// that a server sends after it.
#[derive(Debug)]
struct Reel {
    buffers: LazyBuffers,
    tape: Shared,
}

impl Buffers for Reel {
    fn output(&mut self) -> &mut [u8] {
        self.buffers.output()
    }

    fn input(&self) -> &[u8] {
        self.buffers.input()
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        self.buffers.input_append_buf()
    }

    fn input_appended(&mut self, amount: usize) {
        self.buffers.input_appended(amount);
    }

    fn input_consume(&mut self, amount: usize) {
        self.tape.lock().received.extend_from_slice(&self.buffers.input()[..amount]);
        self.buffers.input_consume(amount);
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        self.buffers.tmp_and_output()
    }

    fn can_use_input(&self) -> bool {
        self.buffers.can_use_input()
    }
}
