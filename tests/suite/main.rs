//! Black-box tests: what the product does, seen from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "names of our own making")]

mod architecture;
mod build;
mod cabinet;
mod content;
mod faults;
mod fixtures;
mod glossary;
mod http;
mod properties;
mod refresh;
mod security;
mod support;
