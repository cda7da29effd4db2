//! What one article says: entities, events, quotations, claims, figures and labels.

pub mod account;
mod figures;
mod labels;
mod mentions;
pub mod plover;
mod words;

pub use account::Account;
