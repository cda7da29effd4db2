//! A server on loopback, asked as browsers, programs and those who mean harm ask.
#![allow(clippy::disallowed_methods)] // a test of a server meets the outside world
#![allow(clippy::format_collect, clippy::format_push_string)] // what is said reads best as it is said

mod access;
mod adding;
mod hostile;
mod inside;
mod listening;
mod reading;
mod slow;
mod support;
