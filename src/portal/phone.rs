//! Kazakh mobile numbers, kept in the form of E.164 (`+77001234567`).

use std::fmt;

use super::error::coded;
use super::number::{is_separator, same};

/// A Kazakh mobile number. Prints masked; [`Phone::expose`] gives E.164.
#[derive(Clone, Copy)]
pub struct Phone([u8; 10]);

coded! {
    /// The first rule that a typed text breaks.
    pub enum PhoneError {
        /// Nothing was typed.
        Empty = "phone-empty",
        /// Something that is neither a digit 0–9, a space, a dash, a bracket nor a leading plus.
        Characters = "phone-characters",
        /// Not ten digits after `+7`, `8`, `7` or nothing.
        Length {
            /// How many digits were typed.
            found: usize,
        } = "phone-length",
        /// The country is not that of `+7`.
        Country = "phone-country",
        /// In zone `+7`, but no mobile number of Kazakhstan: a fixed line, or another country.
        NotMobile = "phone-not-mobile",
    }
}

/// Mobile prefixes in use (metadata of libphonenumber). New ones appear: [`Phone::parse_with`] takes another list.
pub const MOBILE_PREFIXES: &[&str] = &[
    "700", "701", "702", "705", "706", "707", "708", "747", "760", "761", "762", "763", "764", "771", "775", "776",
    "777", "778", "785",
];

impl Phone {
    /// Reads a typed number, with the prefixes known to us. Spaces, dashes and brackets are ignored; `+7`, `8`, `7` or
    /// nothing may stand before the ten digits.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        Self::parse_with(text, MOBILE_PREFIXES)
    }

    /// As [`Phone::parse`], with a list of three-digit mobile prefixes.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse_with<P: AsRef<str>>(text: &str, prefixes: &[P]) -> Result<Self, PhoneError> {
        let phone = Self::national(text)?;
        let known = prefixes.iter().any(|prefix| phone.0.starts_with(prefix.as_ref().as_bytes()));
        if known { Ok(phone) } else { Err(PhoneError::NotMobile) }
    }

    /// Reads a number that the register already holds: any of `+77…`, whether or not its prefix is known to us.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn from_register(text: &str) -> Result<Self, PhoneError> {
        let phone = Self::national(text)?;
        if phone.0[0] == b'7' { Ok(phone) } else { Err(PhoneError::NotMobile) }
    }

    /// E.164: `+77001234567`. Only for the register, the look-up key, the message and the owner's profile.
    pub fn expose(&self) -> String {
        format!("+7{}", self.digits())
    }

    /// The ten digits after the country code.
    fn national(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let (plus, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        let digits: String = rest.chars().filter(|c| !is_separator(*c) && !matches!(c, '(' | ')')).collect();
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::Characters);
        }
        if plus && !digits.starts_with('7') {
            return Err(PhoneError::Country);
        }
        let national = match digits.len() {
            11 => digits.strip_prefix(['7', '8']).ok_or(PhoneError::Country)?,
            10 if !plus => &digits,
            found => return Err(PhoneError::Length { found }),
        };
        let bytes = national.as_bytes().try_into().map_err(|_| PhoneError::Length { found: digits.len() })?;
        Ok(Self(bytes))
    }

    fn digits(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

/// Equality takes the same time wherever the first difference is: it decides access.
impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Phone {}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "+7 {}•• ••• •• {}", &digits[..1], &digits[8..])
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_becomes_e164_or_is_refused_with_the_rule() {
        let is = |digits: &str| Ok(digits.to_owned());
        for (typed, expected, reason) in [
            ("+77001234567", is("+77001234567"), "E.164"),
            ("+7 700 123-45-67", is("+77001234567"), "as people write it"),
            ("8 (700) 123 45 67", is("+77001234567"), "the trunk prefix"),
            ("77001234567", is("+77001234567"), "without the plus"),
            ("7001234567", is("+77001234567"), "ten digits"),
            ("7 701 123 45 67", is("+77011234567"), "eleven digits that begin with 77"),
            ("+7\u{a0}747\u{2009}123\u{2012}45\u{2013}67", is("+77471234567"), "no-break and thin spaces, dashes"),
            ("", Err(PhoneError::Empty), "nothing"),
            ("  ", Err(PhoneError::Empty), "nothing but spaces"),
            ("+7 495 123 45 67", Err(PhoneError::NotMobile), "Russia"),
            ("+7 717 123 45 67", Err(PhoneError::NotMobile), "a fixed line of Astana"),
            ("+7 727 123 45 67", Err(PhoneError::NotMobile), "a fixed line of Almaty"),
            ("+7 800 123 45 67", Err(PhoneError::NotMobile), "a toll-free number"),
            ("+8 700 123 45 67", Err(PhoneError::Country), "a plus before the trunk prefix"),
            ("+996 700 123 456", Err(PhoneError::Country), "Kyrgyzstan"),
            ("97001234567", Err(PhoneError::Country), "eleven digits of nowhere"),
            ("+7700123456", Err(PhoneError::Length { found: 10 }), "a digit is missing after the plus"),
            ("870012345678", Err(PhoneError::Length { found: 12 }), "a digit too many"),
            ("700123456", Err(PhoneError::Length { found: 9 }), "nine digits"),
            ("8700123456a", Err(PhoneError::Characters), "a letter"),
            ("87001234567 доб. 5", Err(PhoneError::Characters), "an extension"),
            ("٧٧٠٠١٢٣٤٥٦٧", Err(PhoneError::Characters), "digits of another script"),
            ("8+7001234567", Err(PhoneError::Characters), "a plus in the middle"),
        ] {
            assert_eq!(Phone::parse(typed).map(|phone| phone.expose()), expected, "{typed:?}: {reason}");
        }
    }

    #[test]
    fn prefixes_are_a_list_that_can_be_replaced() {
        assert_eq!(Phone::parse("+7 790 123 45 67"), Err(PhoneError::NotMobile));
        assert!(Phone::parse_with("+7 790 123 45 67", &["790"]).is_ok());
        assert!(Phone::from_register("+77901234567").is_ok(), "a number on file is checked loosely");
        assert_eq!(Phone::from_register("+74951234567"), Err(PhoneError::NotMobile));
    }

    #[test]
    fn a_number_prints_masked() {
        let phone = Phone::parse("+7 700 123-45-67").unwrap();
        assert_eq!(phone.to_string(), "+7 7•• ••• •• 67");
        assert_eq!(format!("{phone:?}"), "Phone(+7 7•• ••• •• 67)");
    }
}
