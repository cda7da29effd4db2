//! Reading and cleaning as a user meets them.

// tests write files
#![allow(clippy::disallowed_methods)]

mod cleaning;
mod files;
mod hostile;
mod laws;
mod pages;
mod shapes;
