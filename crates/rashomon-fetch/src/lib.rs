//! Pages from the web into a WARC file, politely, and never from inside the own network.
//!
//! [`fetch`] asks for pages, and for the pages that feeds, OPML files and sitemaps lead to, and
//! keeps each answer as it came: head and body, byte for byte, in a WARC/1.1 file (ISO 28500) that
//! `rashomon run` and every other tool for web archives reads.
//!
//! - **Polite.** What a robots.txt forbids is not asked for (RFC 9309). One connection a host at a
//!   time, a pause between two requests, longer where the site asks for it; after a failure it waits
//!   longer each time.
//! - **Closed to the inside.** The address that is checked is the address that is connected to, for
//!   every name and after every redirect.
//! - **Bounded.** Each answer has a limit in bytes and one in seconds, whatever the server does.
//! - **Never half.** The file grows by whole records. After a crash, [`Options::resume`] cuts off what
//!   was not written whole, says so, and goes on.
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::atomic::AtomicBool;
//!
//! use rashomon_fetch::{Options, fetch, seeds};
//!
//! let options = Options { contact: Some("desk@paper.example".into()), ..Options::default() };
//! let seeds = seeds(&["https://paper.example/news/feed.xml"], &options)?;
//! let stop = AtomicBool::new(false);
//! let summary = fetch(seeds, Path::new("news.warc.gz"), &options, &stop, &|_event| {})?;
//! println!("{} pages", summary.stored);
//! # Ok::<(), rashomon_fetch::Error>(())
//! ```
#![allow(clippy::disallowed_methods)] // fetching is meeting the outside world

mod address;
mod connect;
mod crawl;
mod error;
mod exchange;
mod links;
mod options;
mod retry;
mod robots;
mod schedule;
mod seeds;
mod store;
mod summary;
mod target;
mod warc;

pub use crawl::fetch;
pub use error::Error;
pub use options::{Lookup, Options};
pub use seeds::{Seed, seeds};
pub use store::{Failure, failures_file};
pub use summary::{Event, Summary};
