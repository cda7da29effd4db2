//! The program as a whole: what a run gives, what it does with bad input, and the workspace's own
//! rules.
#![allow(clippy::disallowed_methods)] // tests of the program use files as the program does

mod bad_input;
#[cfg(feature = "case")]
mod case;
mod cites;
mod command;
#[path = "../../../rashomon-ingest/tests/it/crawl.rs"]
mod crawl;
mod determinism;
mod example;
#[cfg(feature = "fetch")]
mod fetch;
mod gold;
mod hostile;
mod interrupted;
#[cfg(feature = "job")]
mod job;
mod kb;
mod laws;
mod links;
mod model;
mod page;
mod read;
mod revision;
mod rules;
#[cfg(feature = "serve")]
mod serve;
mod support;
mod verify;
mod versions;
mod workspace;
