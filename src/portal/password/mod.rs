//! The rules of a new password, and the password itself, masked.
//!
//! A typed text is first brought into one form ([`prepare`]), alike when a password is set and when it is checked. Then
//! the six rules are judged in order ([`check`]), and the seventh, [`KnownWords`], refuses passwords that everybody tries
//! first. [`VECTORS`] is the table by which the rule in the browser is tested against this one.

mod commonest;
mod known;
mod vectors;

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::error::coded;

pub use known::{Context, KnownWords};
pub use vectors::{VECTORS, Vector};

/// Fewest code points after normalisation.
pub const MIN_LENGTH: usize = 8;
/// Most code points after normalisation.
pub const MAX_LENGTH: usize = 128;
/// Most bytes of UTF-8, as typed and after normalisation.
pub const MAX_BYTES: usize = 512;

/// The six rules of the form, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// 8 to 128 code points, at most 512 bytes.
    Length,
    /// At least one lower-case letter of any script.
    Lower,
    /// At least one capital letter of any script.
    Upper,
    /// At least one decimal digit.
    Digit,
    /// At least one punctuation mark or symbol; a space is allowed, but is none.
    Symbol,
    /// Both entries are the same.
    Equal,
}

impl Rule {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Length, Self::Lower, Self::Upper, Self::Digit, Self::Symbol, Self::Equal];

    /// The error of the broken rule.
    pub const fn error(self) -> PasswordError {
        match self {
            Self::Length => PasswordError::Length { min: MIN_LENGTH, max: MAX_LENGTH },
            Self::Lower => PasswordError::Lower,
            Self::Upper => PasswordError::Upper,
            Self::Digit => PasswordError::Digit,
            Self::Symbol => PasswordError::Symbol,
            Self::Equal => PasswordError::Equal,
        }
    }
}

coded! {
    /// Why a password is refused.
    pub enum PasswordError {
        /// Nothing was typed.
        Empty = "password-empty",
        /// A control, invisible or unassigned character.
        Characters = "password-characters",
        /// Rule 1.
        Length {
            /// Fewest characters.
            min: usize,
            /// Most characters.
            max: usize,
        } = "password-length",
        /// Rule 2.
        Lower = "password-lower",
        /// Rule 3.
        Upper = "password-upper",
        /// Rule 4.
        Digit = "password-digit",
        /// Rule 5.
        Symbol = "password-symbol",
        /// Rule 6.
        Equal = "password-equal",
        /// Rule 7: among the commonest, or made of the client's own data or the portal's name.
        Known = "password-known",
        /// The new password is the present one. A change asks for both; a recovery knows none to compare with.
        Same = "password-same",
    }
}

/// A password in its normalised form. Prints as nothing but dots; [`Password::expose`] is for the hash function alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A new password, typed twice, that obeys all seven rules. `words` are those that rule 7 refuses.
    ///
    /// # Errors
    /// All broken rules, in order.
    pub fn new(first: &str, second: &str, words: &KnownWords, context: &Context) -> Result<Self, Vec<PasswordError>> {
        let prepared = match prepare(first) {
            Ok(prepared) => prepared,
            Err(error @ PasswordError::Length { .. }) => return Err(vec![error]),
            Err(error) if first.is_empty() => return Err(vec![error]),
            Err(error) => return Err([vec![error], broken(first, second)].concat()),
        };
        let mut errors = broken(first, second);
        if words.contain(&prepared) || context.contains(&prepared) {
            errors.push(PasswordError::Known);
        }
        if errors.is_empty() { Ok(Self(prepared)) } else { Err(errors) }
    }

    /// A password typed at sign-in: normalised, its length limited, no other rule applied, so that rules may change.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], [`PasswordError::Characters`], or [`PasswordError::Length`] when too long.
    pub fn typed(text: &str) -> Result<Self, PasswordError> {
        prepare(text).map(Self)
    }

    /// The normalised text, for the hash function.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(••••••••)")
    }
}

impl fmt::Display for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••••")
    }
}

/// The results of the six rules, in the order of [`Rule::ALL`]. An entry that is too long to read breaks the first five.
pub fn check(first: &str, second: &str) -> [bool; 6] {
    let too_long = first.len() > MAX_BYTES;
    let text = if too_long { String::new() } else { normalise(first) };
    let has = |wanted: fn(GeneralCategory) -> bool| text.chars().any(|c| wanted(c.general_category()));
    [
        (MIN_LENGTH..=MAX_LENGTH).contains(&text.chars().count()) && text.len() <= MAX_BYTES,
        has(|category| category == GeneralCategory::LowercaseLetter),
        has(|category| category == GeneralCategory::UppercaseLetter),
        has(|category| category == GeneralCategory::DecimalNumber),
        has(is_symbol),
        !too_long && !text.is_empty() && text == normalise_short(second),
    ]
}

/// Brings a typed text into the form in which it is hashed (RFC 8265, `OpaqueString`): other spaces become U+0020, then
/// NFC; nothing is trimmed, cut or folded.
///
/// # Errors
/// [`PasswordError::Empty`], [`PasswordError::Characters`], or [`PasswordError::Length`] when it is over the upper
/// bounds, found before any other work.
pub fn prepare(text: &str) -> Result<String, PasswordError> {
    let too_long = PasswordError::Length { min: MIN_LENGTH, max: MAX_LENGTH };
    if text.is_empty() {
        return Err(PasswordError::Empty);
    }
    if text.len() > MAX_BYTES {
        return Err(too_long);
    }
    let normal = normalise(text);
    if normal.len() > MAX_BYTES || normal.chars().count() > MAX_LENGTH {
        return Err(too_long);
    }
    if normal.chars().any(is_refused) { Err(PasswordError::Characters) } else { Ok(normal) }
}

fn broken(first: &str, second: &str) -> Vec<PasswordError> {
    let results = check(first, second);
    Rule::ALL.into_iter().zip(results).filter(|(_, good)| !good).map(|(rule, _)| rule.error()).collect()
}

fn normalise(text: &str) -> String {
    let spaced = text.chars().map(|c| match c.general_category() {
        GeneralCategory::SpaceSeparator => ' ',
        _ => c,
    });
    spaced.nfc().collect()
}

/// As [`normalise`]; nothing for a text that is too long to equal any password.
fn normalise_short(text: &str) -> String {
    if text.len() > MAX_BYTES { String::new() } else { normalise(text) }
}

fn is_symbol(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::ConnectorPunctuation
            | G::DashPunctuation
            | G::OpenPunctuation
            | G::ClosePunctuation
            | G::InitialPunctuation
            | G::FinalPunctuation
            | G::OtherPunctuation
            | G::MathSymbol
            | G::CurrencySymbol
            | G::ModifierSymbol
            | G::OtherSymbol
    )
}

/// Controls, invisible format characters, line separators, private and unassigned code points, variation selectors,
/// conjoining jamo: what `FreeformClass` of RFC 8264 does not allow.
fn is_refused(c: char) -> bool {
    use GeneralCategory as G;
    let by_category = matches!(
        c.general_category(),
        G::Control | G::Format | G::LineSeparator | G::ParagraphSeparator | G::PrivateUse | G::Unassigned
    );
    by_category
        || matches!(c,
            '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{3164}'
            | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
            | '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97c}' | '\u{d7b0}'..='\u{d7fb}')
}

#[cfg(test)]
mod tests;
