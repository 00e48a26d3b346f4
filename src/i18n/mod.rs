//! Languages: which there are, their words, and how they write dates, numbers, names and addresses.
//!
//! Everything here is pure: it reads no file and no clock. Locale files come in as text ([`catalogue::Source`]), problems
//! go out as data. Start at [`locale`] (the languages) and [`catalogue`] (their words); a new language begins with a
//! variant in `locale` and a folder in `locales/`, and the compiler and `check` point at the rest.

pub mod alphabet;
pub mod catalogue;
pub mod check;
pub mod format;
pub mod keys;
pub mod locale;
pub mod negotiate;
pub mod slug;
pub mod suffix;
pub mod words;

pub use catalogue::{Arg, Catalogue, FormatError, Source, Sources};
pub use format::Formats;
pub use locale::{Language, Locale, PerLanguage, PerLocale};
pub use words::{Explained, explain};

#[cfg(test)]
mod shipped;
