//! `/events`: changes as they happen (server-sent events of the HTML standard).
//!
//! `change` has the number of the change as its id, so that a browser that lost the connection goes on where it was;
//! `job` says that a job changed, and has none.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use prometheus_client::metrics::gauge::Gauge;
use rashomon_store::ChangeRow;
use serde::Deserialize;
use tokio::sync::watch;

use crate::fault::Fault;
use crate::state::App;
use crate::views::Asked;

/// Who may listen at once.
const LISTENERS: i64 = 512;

/// Changes that are read at once.
const CHANGES: u64 = 100;

/// Where a listener stands.
struct Listener {
    app: App,
    news: watch::Receiver<u64>,
    jobs: watch::Receiver<u64>,
    stop: watch::Receiver<bool>,
    /// The number of the last change that was sent.
    sent: u64,
    /// Changes that are still to be sent, the last first.
    waiting: Vec<ChangeRow>,
    _seat: Seat,
}

/// The last change that a page shows: `?after=7`. A browser that comes again says so in a header, which goes before it.
#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<u64>,
}

/// Changes after the last one that the browser has, or from now on.
pub(crate) async fn listen(
    State(app): State<App>,
    Asked(After { after }): Asked<After>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Fault> {
    if app.metrics.listeners.get() >= LISTENERS {
        return Err(Fault::busy(
            "Too many are listening; reload the page to see what changed.",
            60,
        ));
    }
    let seat = Seat::take(&app.metrics.listeners);
    let news = app.news.clone();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok()).or(after);
    let now = *news.borrow();
    let listener = Listener {
        jobs: app.desk.jobs.changes(),
        stop: app.stop.clone(),
        // a number of another case says nothing
        sent: last.filter(|last| *last <= now).unwrap_or(now),
        waiting: Vec::new(),
        news,
        app,
        _seat: seat,
    };
    let events =
        unfold(listener, async |mut listener| Some((Ok(listener.next().await?), listener)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

impl Listener {
    /// The next event; none when the server ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.stop.borrow() {
                return None;
            }
            if let Some(change) = self.waiting.pop() {
                self.sent = change.change;
                let event = Event::default().event("change").id(change.change.to_string());
                return event.json_data(&change).ok();
            }
            if *self.news.borrow_and_update() > self.sent {
                let sent = self.sent;
                let read = self.app.readers.read(move |reader| reader.changes(sent, CHANGES)).await;
                let mut changes = read.ok()?;
                // the browser comes again, and then they are there
                changes.last()?;
                changes.reverse();
                self.waiting = changes;
                continue;
            }
            tokio::select! {
                news = self.news.changed() => news.ok()?,
                jobs = self.jobs.changed() => {
                    jobs.ok()?;
                    let open = self.app.desk.jobs.open();
                    return Some(Event::default().event("job").data(format!("{{\"open\":{open}}}")));
                }
                stop = self.stop.changed() => stop.ok()?,
            }
        }
    }
}

/// A place among those that listen.
struct Seat(Gauge);

impl Seat {
    fn take(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.dec();
    }
}
