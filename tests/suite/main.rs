//! Black-box tests: what the product does, seen from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod build;
mod content;
mod faults;
mod fixtures;
mod glossary;
mod http;
mod support;
