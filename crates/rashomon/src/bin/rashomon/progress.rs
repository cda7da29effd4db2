//! How far a run is, on a terminal; nothing in a pipe.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};
use rashomon::Step;

/// A bar on standard error.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar where standard error is a terminal and `quiet` is not asked for, else nothing.
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template(
            "{msg:<12} {bar:30} {binary_bytes}/{binary_total_bytes} {eta}",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::new(0).with_style(style).with_message("reading"))
    }

    /// Moves the bar.
    pub(crate) fn show(&self, step: Step) {
        match step {
            Step::Start { bytes } => self.0.set_length(bytes),
            Step::Read { bytes } => self.0.set_position(bytes),
            Step::Account => {}
            Step::Reconcile => self.0.set_message("reconciling"),
        }
    }

    /// Takes the bar off the screen.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
