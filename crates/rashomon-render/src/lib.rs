//! Dossiers for programs and for people.
//!
//! This crate reads a [`Dossier`](rashomon_reconcile::Dossier) and nothing upstream of it, does no
//! I/O and cannot fail: a cite that does not hold is left out.

mod cites;
mod html;
pub mod json;
pub mod map;
mod markdown;
pub mod revision;
mod view;

pub use html::{HtmlOptions, Links, SCRIPT, STYLE, html, html_body};
pub use json::{JsonOptions, json};
pub use markdown::markdown;
pub use revision::{Base, Revision, revision};
pub use view::dates::days;
pub use view::teller;
