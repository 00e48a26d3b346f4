//! Languages.
pub mod alphabet;
pub mod locale;
pub mod slug;
pub use locale::{Locale, PerLocale};
