//! The content side: files in, an immutable model out. Writes nothing.
pub mod config;
pub mod fields;
pub mod markdown;
pub mod meta;
pub mod parse;
pub mod source;
