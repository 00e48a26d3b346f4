//! Otau.
fn main() {}
