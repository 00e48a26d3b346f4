//! Search: what words mean to it.
//!
//! [`analyzer`] turns the forms of a word into one key, for Kazakh and for Russian.

pub mod analyzer;
