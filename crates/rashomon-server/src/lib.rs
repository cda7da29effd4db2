//! A case file served: pages for people, an API for programs, and a door for what is to be added.
//!
//! One thread owns the [`Case`](rashomon_store::Case) and writes; requests read beside it from a pool of
//! [`Reader`](rashomon_store::Reader)s. What is added (files, addresses to read, feeds to watch) becomes a job: its
//! articles are read on all cores, stored in batches, and told; then everybody who listens hears of it.
//!
//! - **Closed by default.** On a loopback address anybody on the machine may come in, but only under a name of that
//!   machine. On any other address a token is asked for ([`Tokens`]).
//! - **Bounded.** Sizes, rates, times, connections and queues have limits ([`Limits`]).
//! - **Nothing half.** A stop lets the running transaction end ([`Stop`]). What was told as stored is on the disk.
#![allow(clippy::disallowed_methods)] // a server meets the outside world

mod access;
mod api;
mod connections;
mod error;
mod events;
mod fault;
mod feed;
mod forms;
mod layers;
mod metrics;
mod options;
mod pages;
mod readers;
mod routes;
mod server;
mod state;
mod statics;
mod views;
mod work;

pub use access::tokens::{Role, Tokens, TokensError, new_token};
pub use api::openapi;
pub use error::Error;
pub use options::{Limits, Options};
pub use server::{Server, Stop};
