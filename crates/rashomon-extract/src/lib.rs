//! What one article says: entities, events, quotations, claims, figures and labels.

pub mod account;
pub mod plover;

pub use account::Account;
