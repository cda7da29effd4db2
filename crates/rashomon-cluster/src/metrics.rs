//! What an executor has done, in the text form of Prometheus.

use std::sync::LazyLock;
use std::time::Instant;

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rashomon::{Counts, job::Stories};

/// The numbers of this process.
pub(crate) static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// The media type of [`Metrics::text`].
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of times of tasks, in seconds.
const SECONDS: [f64; 8] = [0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0];

/// A step of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum Step {
    Read,
    Near,
    Tell,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    step: Step,
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Became {
    what: &'static str,
}

#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    tasks: Family<Of, Histogram>,
    records: Family<Became, Counter>,
    stories: Counter,
}

impl Metrics {
    fn new() -> Self {
        let mut registry = Registry::with_prefix("rashomon_cluster");
        let tasks = Family::<Of, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let (records, stories) = (Family::default(), Counter::default());
        registry.register("task_seconds", "Time that tasks took", tasks.clone());
        registry.register("records", "Records read", Family::clone(&records));
        registry.register("stories", "Stories told", Counter::clone(&stories));
        Self { registry, tasks, records, stories }
    }

    /// Does a task, and notes how long it took.
    pub(crate) fn time<T>(&self, step: Step, task: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = task();
        self.tasks.get_or_create(&Of { step }).observe(start.elapsed().as_secs_f64());
        done
    }

    pub(crate) fn count(&self, counts: &Counts) {
        let passed_over = counts.passed_over.values().sum();
        for (what, n) in
            [("account", counts.accounts), ("failed", counts.failed), ("passed_over", passed_over)]
        {
            self.records.get_or_create(&Became { what }).inc_by(n);
        }
    }

    pub(crate) fn told(&self, stories: &Stories) {
        self.stories.inc_by(stories.stories);
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // writing to memory does not fail
        let _ = encode(&mut text, &self.registry);
        text
    }
}
