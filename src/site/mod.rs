//! The content side: files in, an immutable model out. Writes nothing.
//!
//! `source` reads the folder; `parse` turns each page's folder into a [`parse::ParsedPage`] (schemas in `meta`,
//! `config`, `glossary` and `search`, texts in [`markdown`]); `model` makes the [`model::SiteModel`] with its
//! `lists` and what is `related`, and `check` finds what only the whole can show. Every fault becomes a [`crate::problem::Problem`]; nothing stops at the first.

mod check;
pub mod config;
pub mod glossary;
pub mod lists;
pub mod markdown;
pub mod meta;
pub mod model;
pub mod parse;
mod related;
pub mod search;
pub mod source;
