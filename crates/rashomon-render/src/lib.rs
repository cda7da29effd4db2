//! Dossiers for programs and for people.
//!
//! This crate reads a [`Dossier`](rashomon_reconcile::Dossier) and nothing upstream of it, does no
//! I/O and cannot fail.

mod cites;
pub mod json;

pub use json::{JsonOptions, json};
