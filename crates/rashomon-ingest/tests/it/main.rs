//! Reading and cleaning as a user meets them.

// tests write files
#![allow(clippy::disallowed_methods)]

mod cleaning;
mod crawl;
mod feeds;
mod files;
mod hostile;
mod hostile_feeds;
mod laws;
mod mail;
mod pages;
mod shapes;
mod warc;
