//! Coreference: gold chains, scores, and the training of the ranker.

pub mod gold;
pub mod score;
pub mod train;
