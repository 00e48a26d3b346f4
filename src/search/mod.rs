//! Search: what words mean to it, the index of a site, and how a question becomes a list of answers.
//!
//! [`analyzer`] turns the forms of a word into one key, for Kazakh and for Russian; [`words`] cuts texts into words and
//! knows their other spellings. [`mod@unit`] cuts a site into answerable pieces, [`mod@write`] makes the index of them, [`index`]
//! opens it and finds; [`query`] reads what a person typed, [`suggest`] what a person is typing. [`unanswered`] keeps
//! count of what nothing was found for. `docs/ARCHITECTURE.md` follows a search from end to end.

pub mod analyzer;
mod counter;
mod family;
pub mod index;
mod mend;
mod proximity;
pub mod query;
pub mod rank;
mod schema;
mod sheet;
pub mod snippet;
mod spellings;
mod stop;
pub mod suggest;
pub mod synonyms;
mod titles;
mod tokens;
mod topic;
pub mod trial;
pub mod unanswered;
pub mod unit;
pub mod vocabulary;
mod whole;
pub mod words;
pub mod write;

#[cfg(test)]
mod tests;
