//! One question and its answer.

use std::io::Read as _;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ureq::http::Request;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, RustlsConnector};
use ureq::{Agent, Error, Proxy, ProxyProtocol};
use url::{Host, Url};

use crate::connect::{Connect, Guard, Keep, Refused, Resolve, Shared, Tape};
use crate::{Options, robots};

/// No head of an answer is longer, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// What was asked and what came back.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// The request as sent.
    pub(crate) request: Vec<u8>,
    /// The answer as it came: head and body.
    pub(crate) response: Vec<u8>,
    /// Where the body begins in `response`.
    pub(crate) body_at: usize,
    /// Status of the answer.
    pub(crate) status: u16,
    /// The address it came from; none where a proxy was between.
    pub(crate) address: Option<IpAddr>,
    /// Why the body is not whole, where it is not.
    pub(crate) truncated: Option<Truncated>,
    /// The body without its transfer coding, still in its content coding.
    pub(crate) body: Vec<u8>,
    headers: ureq::http::HeaderMap,
}

impl Exchange {
    /// The first header field of the name, as far as it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Why a body is not whole, by the words of WARC-Truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truncated {
    /// Longer than the limit.
    Length,
    /// Slower than the limit.
    Time,
    /// The server broke off, or its answer turned into something else.
    Disconnect,
}

impl Truncated {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Disconnect => "disconnect",
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct NoAnswer {
    pub(crate) kind: &'static str,
    pub(crate) reason: String,
    /// Whether asking again may help.
    pub(crate) passing: bool,
}

/// Asks for pages, one at a time, each over a connection of its own.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    guard: Guard,
    tape: Shared,
    limit: usize,
    accept: &'static str,
}

impl Client {
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let proxy = options.proxy.as_deref().map(proxy).transpose()?;
        let guard = Guard {
            allow_private: options.allow_private,
            judge: options.lookup.judge(),
            proxy: proxy.as_ref().map(|proxy| (proxy.host().to_owned(), proxy.port())),
        };
        let tape = Shared::default();
        let resolve = Resolve { guard: guard.clone(), lookup: options.lookup.clone() };
        let proxied = proxy.is_some();
        let connector =
            ().chain(ConnectProxyConnector::default())
                .chain(Connect::new(guard.clone(), tape.clone()))
                .chain(RustlsConnector::default())
                .chain(Keep { tape: tape.clone(), proxied });
        let config = Agent::config_builder()
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots(options)?).build())
            .timeout_global(Some(options.timeout.max(Duration::from_millis(1))))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(LONGEST_HEAD)
            .max_idle_connections(0)
            .user_agent(options.user_agent())
            .accept_encoding("gzip") // feeds have to be read here, too
            .build();
        Ok(Self {
            agent: Agent::with_parts(config, connector, resolve),
            guard,
            tape,
            limit: usize::try_from(options.max_bytes).unwrap_or(usize::MAX),
            accept: "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        })
    }

    /// A handle that breaks off what this client is at.
    pub(crate) fn agent(&self) -> Agent {
        self.agent.clone()
    }

    /// Asks for a page.
    pub(crate) fn get(
        &self,
        url: &Url,
        conditions: &[(&str, &str)],
        stop: &AtomicBool,
    ) -> Result<Exchange, NoAnswer> {
        self.ask(url, self.accept, conditions, self.limit, stop)
    }

    /// Asks for a robots.txt.
    pub(crate) fn robots(&self, url: &Url, stop: &AtomicBool) -> Result<Exchange, NoAnswer> {
        // one byte more than is read: what fills it is known to be cut
        self.ask(url, "text/plain, */*;q=0.8", &[], robots::LIMIT + 1, stop)
    }

    fn ask(
        &self,
        url: &Url,
        accept: &str,
        conditions: &[(&str, &str)],
        limit: usize,
        stop: &AtomicBool,
    ) -> Result<Exchange, NoAnswer> {
        // a proxy connects to whatever it is told: what is an address already is checked here
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            _ => None,
        };
        if let Some(address) = address {
            let host = url.host_str().unwrap_or_default();
            self.guard.check(host, address).map_err(|error| no_answer(&error))?;
        }
        *self.tape.lock() = Tape { limit: limit.saturating_add(LONGEST_HEAD), ..Tape::default() };
        let mut request =
            Request::get(url.as_str()).header("Accept", accept).header("Connection", "close");
        for (name, value) in conditions {
            request = request.header(*name, *value);
        }
        let request = request.body(()).map_err(|error| NoAnswer {
            kind: "url",
            reason: format!("cannot be asked for: {error}"),
            passing: false,
        })?;
        let mut response = self.agent.run(request).map_err(|error| no_answer(&error))?;
        let mut body = Vec::new();
        let truncated = read(response.body_mut(), limit, &mut body, stop)?;
        let tape = std::mem::take(&mut *self.tape.lock());
        let body_at = body_at(&tape.received);
        Ok(Exchange {
            request: tape.sent,
            response: tape.received,
            body_at,
            status: response.status().as_u16(),
            address: tape.address,
            truncated,
            body,
            headers: std::mem::take(response.headers_mut()),
        })
    }
}

/// Reads a body up to `limit` bytes; says why there is no more where it is not whole.
fn read(
    from: &mut ureq::Body,
    limit: usize,
    body: &mut Vec<u8>,
    stop: &AtomicBool,
) -> Result<Option<Truncated>, NoAnswer> {
    let mut reader = from.as_reader();
    let mut buffer = [0; 16 << 10];
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(NoAnswer { kind: "stopped", reason: "stopped".to_owned(), passing: false });
        }
        if body.len() >= limit {
            // whole after all, where nothing follows
            let more = reader.read(&mut buffer[..1]);
            return Ok((!matches!(more, Ok(0))).then_some(Truncated::Length));
        }
        let room = buffer.len().min(limit - body.len());
        match reader.read(&mut buffer[..room]) {
            Ok(0) => return Ok(None),
            Ok(read) => body.extend_from_slice(&buffer[..read]),
            Err(error) => {
                return Ok(Some(match Error::from(error) {
                    Error::Timeout(_) => Truncated::Time,
                    Error::Io(error) if error.kind() == std::io::ErrorKind::Other => {
                        Truncated::Length
                    }
                    _ => Truncated::Disconnect,
                }));
            }
        }
    }
}

/// Where the body begins: behind the head of the last answer (those with status 1xx come before it).
fn body_at(received: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let head = &received[at..];
        let interim = head.get(9..10) == Some(b"1");
        let end = head
            .windows(2)
            .enumerate()
            .find_map(|(i, pair)| match (pair, head.get(i + 2)) {
                (b"\n\n", _) => Some(i + 2),
                (b"\n\r", Some(b'\n')) => Some(i + 3),
                _ => None,
            })
            .unwrap_or(head.len());
        at += end;
        if !interim || end == 0 {
            return at;
        }
    }
}

fn no_answer(error: &Error) -> NoAnswer {
    let (kind, reason, passing) = match error {
        Error::Other(other) if other.is::<Refused>() => ("refused", other.to_string(), false),
        Error::HostNotFound => ("name", "no address for this name".to_owned(), true),
        Error::Timeout(_) => ("time", "no answer in the time that is given".to_owned(), true),
        Error::LargeResponseHeader(..) => {
            ("head", format!("the head of the answer is longer than {LONGEST_HEAD} bytes"), false)
        }
        Error::Rustls(error) => ("tls", format!("no safe connection: {error}"), false),
        Error::Tls(error) => ("tls", format!("no safe connection: {error}"), false),
        Error::Protocol(error) => ("http", format!("no answer of HTTP: {error}"), false),
        Error::Http(error) => ("url", format!("cannot be asked for: {error}"), false),
        Error::BadUri(error) => ("url", format!("cannot be asked for: {error}"), false),
        // what is wrong with a certificate comes up while the first bytes are read
        Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            ("tls", format!("no safe connection: {error}"), false)
        }
        Error::Io(error) => ("connection", format!("no connection: {error}"), true),
        other => ("connection", format!("no connection: {other}"), true),
    };
    NoAnswer { kind, reason, passing }
}

fn proxy(url: &str) -> Result<Proxy, String> {
    Proxy::new(url)
        .ok()
        .filter(|proxy| matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https))
        .ok_or_else(|| "a proxy is given as http://HOST:PORT".to_owned())
}

/// The certificates that are believed: Mozilla's, or those of the file that is named.
fn roots(options: &Options) -> Result<RootCerts, String> {
    let Some(pem) = &options.certificates else { return Ok(RootCerts::WebPki) };
    let certificates: Vec<Certificate<'static>> = ureq::tls::parse_pem(pem)
        .filter_map(|item| match item {
            Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(Ok(certificate)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .collect::<Result<_, _>>()
        .map_err(|error| format!("the certificates cannot be read: {error}"))?;
    if certificates.is_empty() {
        return Err("no certificate (PEM) in the file of certificates".to_owned());
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_begins_behind_the_last_head() {
        for (received, body) in [
            (&b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody"[..], &b"body"[..]),
            (b"HTTP/1.1 200 OK\nA: b\n\nbody\n\n", b"body\n\n"),
            (b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\nx", b"\r\nx"),
            (b"HTTP/1.1 204 No\r\n\r\n", b""),
            (b"HTTP/1.1 100 Go", b""),
            (b"", b""),
        ] {
            assert_eq!(&received[body_at(received)..], body, "{received:?}");
        }
    }
}
