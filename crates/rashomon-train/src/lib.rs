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
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    ruzstd::encoding::compress_to_vec(models.write().as_slice(), level)
}

/// The network of attributions as the compressed file that `rashomon-annotate` embeds.
pub fn pack_attribution(net: &rashomon_annotate::attribution::net::AttributionNet) -> Vec<u8> {
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    ruzstd::encoding::compress_to_vec(net.write().as_slice(), level)
}
