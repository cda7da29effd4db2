//! Timings of the example run.
fn main() {}
