//! The generator.
pub mod compress;
pub mod error;
pub mod manifest;
pub mod minify;
pub mod release;
pub mod sink;
pub mod staging;
