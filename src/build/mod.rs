//! The generator.
pub mod manifest;
