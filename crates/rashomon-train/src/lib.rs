//! Trains the models of `rashomon-annotate` and measures them.
//!
//! A tool for the people who build Rashomon: it reads corpora from disk and is no part of the product.
#![allow(clippy::disallowed_methods)]

pub mod attribution;
pub mod brat;
pub mod coref;
pub mod data;
pub mod eval;
pub mod neural;
pub mod param;
pub mod parts;
pub mod perceptron;
pub mod train;
