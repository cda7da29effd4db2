//! Rashomon's own tools.
fn main() {}
