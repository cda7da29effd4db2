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
pub mod speed;
pub mod train;

/// The models as the compressed file that `rashomon-annotate` embeds.
pub fn pack(models: &rashomon_annotate::engine::Models) -> Vec<u8> {
    compress(&models.write())
}

/// The network of attributions, as [`attribution::train`] gives it, as the compressed file that
/// `rashomon-annotate` embeds.
pub fn pack_attribution(net: &[u8]) -> Vec<u8> {
    compress(net)
}

/// One Zstandard frame at the level that costs the reader nothing more.
fn compress(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 19).expect("memory to compress in")
}
