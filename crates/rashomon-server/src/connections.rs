//! Taking connections: so many at once, none that is silent for ever, and a good end for those that are open.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use crate::access::client::Client;
use crate::options::Limits;
use crate::state::App;

/// The address on the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Longest header of a request, in bytes.
const HEADER: usize = 32 << 10;

/// Answers connections until it is told to stop, then lets those that are open end.
pub(crate) async fn answer(
    listener: TcpListener,
    router: Router,
    app: &App,
    mut stop: watch::Receiver<bool>,
) {
    let limits = app.options.limits;
    let seats = Arc::new(Semaphore::new(limits.connections));
    let guests = Guests::default();
    let open = GracefulShutdown::new();
    while !*stop.borrow_and_update() {
        let accepted = tokio::select! {
            accepted = async {
                let seat = Arc::clone(&seats).acquire_owned().await;
                (seat, listener.accept().await)
            } => accepted,
            _ = stop.changed() => break,
        };
        let (Ok(seat), Ok((stream, peer))) = accepted else {
            // no file descriptor to be had: it is no use to try again at once
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // behind a proxy all connections are of one client
        let most = if app.options.proxied { usize::MAX } else { limits.connections_of_one };
        let Some(guest) = guests.enter(Client::at(peer.ip()), most) else { continue };
        let service = service(router.clone(), peer);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.silence)
            .max_buf_size(HEADER)
            .serve_connection(TokioIo::new(patient(stream, &limits)), service);
        let connection = open.watch(connection);
        let app = Arc::clone(app);
        tokio::spawn(async move {
            let _held = (seat, guest);
            app.metrics.connections.inc();
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            app.metrics.connections.dec();
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.grace, open.shutdown()).await.is_err() {
        tracing::warn!("connections that did not end in time are broken off");
    }
}

/// A stream that does not wait for ever for somebody who does not take what they asked for.
///
/// Reading has no such bound here, since who listens to `/events` says nothing for hours; each request has its own.
fn patient(stream: TcpStream, limits: &Limits) -> Pin<Box<TimeoutStream<TcpStream>>> {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.silence));
    Box::pin(stream)
}

/// The router, told who is on the other end.
fn service(
    router: Router,
    peer: SocketAddr,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(Peer(peer)));
        router.clone().oneshot(request)
    })
}

/// How many connections each client has.
#[derive(Clone, Default)]
struct Guests {
    inside: Arc<Mutex<HashMap<Client, usize>>>,
}

struct Guest {
    client: Client,
    guests: Guests,
}

impl Guests {
    fn enter(&self, client: Client, most: usize) -> Option<Guest> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(client).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Guest { client, guests: self.clone() })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut inside = self.guests.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_leaves_makes_room() {
        let guests = Guests::default();
        let client = Client::at([192, 0, 2, 1].into());
        let one = guests.enter(client, 2).unwrap();
        let two = guests.enter(client, 2).unwrap();
        assert!(guests.enter(client, 2).is_none());
        assert!(guests.enter(Client::at([192, 0, 2, 2].into()), 2).is_some());
        drop(one);
        assert!(guests.enter(client, 2).is_some());
        drop(two);
        assert!(guests.inside.lock().unwrap().is_empty());
    }
}
