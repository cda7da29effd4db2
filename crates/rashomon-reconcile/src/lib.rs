//! Many accounts, one dossier.

pub mod dossier;

pub use dossier::Dossier;
