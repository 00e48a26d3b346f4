//! The number of a housing contract (шарттың нөмірі / номер договора).
//!
//! The instructions give no pattern. Ours: 1 to 32 Latin or Cyrillic letters, digits, slashes and points, at least one
//! digit; `№` before it, spaces and hyphens anywhere are ignored. Contracts are shown as the register writes them and
//! compared in the canonical form: capitals, and letters that look alike taken as one.

use std::fmt;

use super::error::coded;
use super::number::{canonical, masked, same};

/// A contract number. `Debug` is masked; [`ContractNumber::shown`] is for the owner's pages, [`ContractNumber::key`] for
/// comparing and looking up.
#[derive(Clone)]
pub struct ContractNumber {
    shown: String,
    key: String,
}

coded! {
    /// The first rule that a typed text breaks.
    pub enum ContractNumberError {
        /// Nothing was typed.
        Empty = "contract-number-empty",
        /// A character that is neither a letter (Latin or Cyrillic), a digit 0–9, a slash nor a point.
        Characters = "contract-number-characters",
        /// Too long.
        Length {
            /// How many characters there are, without spaces and hyphens.
            found: usize,
            /// The most.
            max: usize,
        } = "contract-number-length",
        /// Not one digit.
        NoDigit = "contract-number-no-digit",
    }
}

/// Most characters.
const MAX: usize = 32;

impl ContractNumber {
    /// Reads a typed contract number, or one from the register.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, ContractNumberError> {
        let shown = text.trim().trim_start_matches('№').split_whitespace().collect::<Vec<_>>().join(" ");
        let key = canonical(&shown);
        let found = key.chars().count();
        if found == 0 {
            return Err(ContractNumberError::Empty);
        }
        if !key.chars().all(is_allowed) {
            return Err(ContractNumberError::Characters);
        }
        if found > MAX {
            return Err(ContractNumberError::Length { found, max: MAX });
        }
        if !key.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(ContractNumberError::NoDigit);
        }
        Ok(Self { shown, key })
    }

    /// As it was written, without surrounding and doubled spaces.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The canonical form.
    pub fn key(&self) -> &str {
        &self.key
    }
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '.') || (('\u{400}'..='\u{4ff}').contains(&c) && c.is_alphabetic())
}

/// Numbers are the same when their canonical forms are; takes the same time wherever the first difference is.
impl PartialEq for ContractNumber {
    fn eq(&self, other: &Self) -> bool {
        same(self.key.as_bytes(), other.key.as_bytes())
    }
}

impl Eq for ContractNumber {}

impl fmt::Debug for ContractNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContractNumber({})", masked(&self.key, 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_contract_number_is_made_canonical_or_refused_with_the_rule() {
        for (typed, expected, reason) in [
            ("АР-2017/001234", Ok("AP2017/001234"), "hyphen ignored, Cyrillic letters that look Latin folded"),
            ("№ 12-34 ж.7", Ok("1234Ж.7"), "the sign of number, spaces, a small letter"),
            ("17", Ok("17"), "short"),
            ("Қ-5", Ok("Қ5"), "a Kazakh letter"),
            ("", Err(ContractNumberError::Empty), "nothing"),
            ("№ -", Err(ContractNumberError::Empty), "signs alone"),
            ("12;34", Err(ContractNumberError::Characters), "a semicolon"),
            ("１２", Err(ContractNumberError::Characters), "full-width digits"),
            ("АБВ", Err(ContractNumberError::NoDigit), "letters alone"),
            (
                "123456789012345678901234567890123",
                Err(ContractNumberError::Length { found: 33, max: 32 }),
                "one character too many",
            ),
        ] {
            let read = ContractNumber::parse(typed);
            assert_eq!(read.as_ref().map(ContractNumber::key), expected.as_ref().copied(), "{typed:?}: {reason}");
        }
    }

    #[test]
    fn it_is_shown_as_written_and_compared_without_separators() {
        let register = ContractNumber::parse("АР-2017/001234").unwrap();
        assert_eq!(register.shown(), "АР-2017/001234");
        assert_eq!(register, ContractNumber::parse("ap 2017/001234").unwrap());
        assert_ne!(register, ContractNumber::parse("ap 2017/001235").unwrap());
        assert_eq!(format!("{register:?}"), "ContractNumber(••••••••••234)");
    }
}
