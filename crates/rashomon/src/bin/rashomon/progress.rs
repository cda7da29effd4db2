//! How far a run is, on a terminal; nothing in a pipe.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};
use rashomon::Step;

use crate::terminal::plain;

/// A bar on standard error.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar where standard error is a terminal and `quiet` is not asked for, else nothing.
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let template = "{msg:<12} {bar:30} {binary_bytes}/{binary_total_bytes} {eta}";
        Self(ProgressBar::new(0).with_style(style(template)).with_message("reading"))
    }

    /// The same for pages that are fetched.
    #[cfg(feature = "fetch")]
    pub(crate) fn pages(quiet: bool) -> Self {
        let bar = Self::new(quiet);
        bar.0.set_style(style("{msg:<12} {bar:30} {pos}/{len} {eta}"));
        bar.0.set_message("fetching");
        bar
    }

    /// Says how long the bar is.
    #[cfg(feature = "fetch")]
    pub(crate) fn length(&self, length: usize) {
        self.0.set_length(length as u64);
    }

    /// Moves the bar by one.
    #[cfg(feature = "fetch")]
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Writes a line to standard error, above the bar.
    pub(crate) fn line(&self, text: &str) {
        self.0.suspend(|| eprintln!("{}", plain(text)));
    }

    /// Moves the bar.
    pub(crate) fn show(&self, step: Step) {
        match step {
            Step::Start { bytes } => self.0.set_length(bytes),
            Step::Read { bytes } => self.0.set_position(bytes),
            Step::Account | Step::Reconciled(_) => {}
            Step::Reconcile => self.0.set_message("reconciling"),
            Step::Told { done, todo } => {
                self.0.set_style(style("{msg:<12} {bar:30} {pos}/{len} {eta}"));
                self.0.set_message("telling");
                self.0.set_length(todo as u64);
                self.0.set_position(done as u64);
            }
        }
    }

    /// Takes the bar off the screen.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
