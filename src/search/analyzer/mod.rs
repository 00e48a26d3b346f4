//! Stemmers of Kazakh and Russian. They depend on nothing in this program and could be a crate by themselves.

pub mod kk;
pub mod ru;

mod normalize;
mod table;
