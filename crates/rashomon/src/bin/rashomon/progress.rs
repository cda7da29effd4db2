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

    /// Writes a line to standard error, above the bar. What would steer the terminal, or turn the
    /// direction of the writing, is shown as a sign of its own.
    #[cfg(feature = "fetch")]
    pub(crate) fn line(&self, text: &str) {
        self.0.suspend(|| eprintln!("{}", shown(text)));
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

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(feature = "fetch")]
fn shown(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(all(test, feature = "fetch"))]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_not_steer_the_terminal() {
        assert_eq!(
            shown("a\u{1b}[2Jb\r\nc\u{202e}d \u{e9}"),
            "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}d \u{e9}"
        );
    }
}
