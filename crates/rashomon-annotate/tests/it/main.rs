//! The engine as others see it: an article in, an analysis out.

mod laws;
mod pictures;
mod times;
mod words;
