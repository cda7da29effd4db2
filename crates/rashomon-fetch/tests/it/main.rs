//! Fetching from real servers of the tests' own, on loopback, kind and hostile ones.
#![allow(clippy::disallowed_methods)] // servers, files and clocks are what is tested

mod guard;
mod hostile;
mod kept;
mod lists;
mod polite;
mod resume;
mod support;
mod tls;
mod warc;
