//! Numbers for whoever watches the server, in the text form of Prometheus.

use std::sync::Mutex;
use std::sync::PoisonError;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rashomon_store::Overview;

/// The media type of [`Metrics::text`].
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of times, in seconds.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Routed {
    route: String,
}

/// The numbers of a running server.
pub(crate) struct Metrics {
    registry: Mutex<Registry>,
    answers: Family<Answer, Counter>,
    times: Family<Routed, Histogram>,
    /// Connections open now.
    pub(crate) connections: Gauge,
    /// Connections that listen for changes.
    pub(crate) listeners: Gauge,
    jobs: Gauge,
    articles: Gauge,
    waiting: Gauge,
    stories: Gauge,
    failures: Gauge,
    change: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("rashomon");
        let answers = Family::default();
        let times = Family::<Routed, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        registry.register("requests", "Requests answered", answers.clone());
        registry.register("request_seconds", "Time until an answer began", times.clone());
        let mut gauge = |name, help| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        Self {
            connections: gauge("connections", "Connections open"),
            listeners: gauge("listeners", "Connections that listen for changes"),
            jobs: gauge("jobs_waiting", "Jobs that are not done yet"),
            articles: gauge("articles", "Articles stored"),
            waiting: gauge("articles_waiting", "Articles that are not yet part of a told story"),
            stories: gauge("stories", "Stories told"),
            failures: gauge("failures", "Records that could not be read"),
            change: gauge("change", "Number of the last change"),
            registry: Mutex::new(registry),
            answers,
            times,
        }
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, method: &Method, route: &str, status: StatusCode, seconds: f64) {
        // methods are any word that a client likes; those of the standard are few
        let method = match method.as_str() {
            known @ ("GET" | "HEAD" | "POST" | "DELETE" | "PUT" | "PATCH" | "OPTIONS") => known,
            _ => "other",
        };
        let answer =
            Answer { method: method.to_owned(), route: route.to_owned(), status: status.as_u16() };
        self.answers.get_or_create(&answer).inc();
        self.times.get_or_create(&Routed { route: route.to_owned() }).observe(seconds);
    }

    /// All numbers, those of the case and of the jobs as they are now.
    pub(crate) fn text(&self, case: &Overview, jobs: usize) -> Result<String, std::fmt::Error> {
        self.jobs.set(jobs as i64);
        for (gauge, number) in [
            (&self.articles, case.articles),
            (&self.waiting, case.waiting),
            (&self.stories, case.stories),
            (&self.failures, case.failures),
            (&self.change, case.change),
        ] {
            gauge.set(number as i64);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(text)
    }
}
