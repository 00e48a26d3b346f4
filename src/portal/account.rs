//! The number of a client's personal account (дербес шот / лицевой счёт): with the IIN it opens the sign-in.
//!
//! The instructions give no pattern. Ours: 4 to 24 Latin letters and digits, at least one digit; long enough for an IBAN
//! of 20. Spaces and hyphens are ignored, letters are compared as capitals, and a Cyrillic letter that looks like a Latin
//! one is taken for it.

use std::fmt;

use super::error::coded;
use super::number::{canonical, masked, same};

/// A personal account number. Prints masked (last four); [`AccountNumber::expose`] gives it whole.
#[derive(Clone)]
pub struct AccountNumber(String);

coded! {
    /// The first rule that a typed text breaks.
    pub enum AccountNumberError {
        /// Nothing was typed.
        Empty = "account-empty",
        /// A character that is neither a Latin letter nor a digit 0–9.
        Characters = "account-characters",
        /// Too short or too long.
        Length {
            /// How many characters there are, without spaces and hyphens.
            found: usize,
            /// The fewest.
            min: usize,
            /// The most.
            max: usize,
        } = "account-length",
        /// Letters alone.
        NoDigit = "account-no-digit",
    }
}

/// Fewest characters.
const MIN: usize = 4;
/// Most characters.
const MAX: usize = 24;

impl AccountNumber {
    /// Reads a typed account number.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, AccountNumberError> {
        let number = canonical(text);
        let found = number.chars().count();
        if found == 0 {
            return Err(AccountNumberError::Empty);
        }
        if !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(AccountNumberError::Characters);
        }
        if !(MIN..=MAX).contains(&found) {
            return Err(AccountNumberError::Length { found, min: MIN, max: MAX });
        }
        if !number.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(AccountNumberError::NoDigit);
        }
        Ok(Self(number))
    }

    /// The number in its canonical form: capitals, no separators.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Equality takes the same time wherever the first difference is: it decides access.
impl PartialEq for AccountNumber {
    fn eq(&self, other: &Self) -> bool {
        same(self.0.as_bytes(), other.0.as_bytes())
    }
}

impl Eq for AccountNumber {}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.0, 4))
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_account_is_made_canonical_or_refused_with_the_rule() {
        let length = |found| Err(AccountNumberError::Length { found, min: 4, max: 24 });
        for (typed, expected, reason) in [
            ("0012345678", Ok("0012345678"), "digits, leading zeros kept"),
            (" 0012-3456 78 ", Ok("0012345678"), "spaces and hyphens ignored"),
            ("kz86 125k zt50 0410 0100", Ok("KZ86125KZT5004100100"), "an IBAN in groups, small letters"),
            ("КZ12", Ok("KZ12"), "a Cyrillic К"),
            ("", Err(AccountNumberError::Empty), "nothing"),
            (" - ", Err(AccountNumberError::Empty), "separators alone"),
            ("Ж1234", Err(AccountNumberError::Characters), "a Cyrillic letter like no Latin one"),
            ("1234/5", Err(AccountNumberError::Characters), "a slash"),
            ("١٢٣٤٥", Err(AccountNumberError::Characters), "digits of another script"),
            ("123", length(3), "too short"),
            ("1234567890123456789012345", length(25), "too long"),
            ("ABCD", Err(AccountNumberError::NoDigit), "letters alone"),
        ] {
            let read = AccountNumber::parse(typed);
            assert_eq!(read.as_ref().map(AccountNumber::expose), expected.as_ref().copied(), "{typed:?}: {reason}");
        }
    }

    #[test]
    fn an_account_prints_masked() {
        let account = AccountNumber::parse("0012345678").unwrap();
        assert_eq!(account.to_string(), "••••••5678");
        assert_eq!(format!("{account:?}"), "AccountNumber(••••••5678)");
    }
}
