//! One-time codes: six decimal digits, all million of them as likely (security, OTP-2).
//!
//! What is kept of a code is made by [`crate::cabinet::vault::Vault::code_mac`]; the code itself lives in the message to
//! the client and nowhere else.

use std::fmt;

use crate::cabinet::vault::{VaultError, random};

/// How many digits a code has.
pub const DIGITS: usize = 6;

/// How many codes there are.
const CODES: u32 = 1_000_000;

/// Bits that are enough to count them: 2²⁰ is 1 048 576, so fewer than one draw of twenty is thrown away.
const BITS: u32 = 20;

/// A one-time code, drawn or typed. Prints as nothing but dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Otp(String);

impl Otp {
    /// Draws a code from the system's random numbers. A number over the last code is drawn anew: a remainder would make
    /// small codes likelier.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn draw() -> Result<Self, VaultError> {
        loop {
            let number = u32::from_be_bytes(random::<4>()?) >> (u32::BITS - BITS);
            if number < CODES {
                return Ok(Self(format!("{number:0DIGITS$}")));
            }
        }
    }

    /// Reads a typed code: six digits 0–9, spaces anywhere. None if it cannot be a code; that says nothing about which
    /// code was sent, and costs no try.
    pub fn read(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let code = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        code.then_some(Self(digits))
    }

    /// The digits, for the message and the comparison.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Otp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Otp(••••••)")
    }
}

impl fmt::Display for Otp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of χ² that nine degrees of freedom exceed once in ten million tries. Six digits are tested, so a right
    /// generator fails this test about once in two million runs.
    const CHI_SQUARE_9: f64 = 51.0;

    #[test]
    fn s_otp_02_every_digit_of_a_code_is_as_likely_as_any_other() {
        const DRAWS: u32 = 1_000_000;
        let mut counts = [[0_u32; 10]; DIGITS];
        for _ in 0..DRAWS {
            let code = Otp::draw().unwrap();
            assert_eq!(code.expose().len(), DIGITS, "leading zeros are kept");
            for (place, digit) in code.expose().bytes().enumerate() {
                counts[place][usize::from(digit - b'0')] += 1;
            }
        }
        let expected = f64::from(DRAWS) / 10.0;
        for (place, counts) in counts.iter().enumerate() {
            let chi: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
            assert!(chi < CHI_SQUARE_9, "digit {place}: χ² = {chi}, {counts:?}");
        }
    }

    #[test]
    fn s_otp_11_a_typed_code_is_six_digits_and_spaces() {
        for (typed, expected, reason) in [
            ("012345", Some("012345"), "leading zero"),
            (" 012 345\n", Some("012345"), "spaces"),
            ("012\u{a0}345", Some("012345"), "a no-break space"),
            ("12345", None, "five digits"),
            ("0123456", None, "seven"),
            ("٠١٢٣٤٥", None, "digits of another script"),
            ("０１２３４５", None, "full-width digits"),
            ("01234a", None, "a letter"),
            ("+12345", None, "a sign"),
            ("", None, "nothing"),
        ] {
            assert_eq!(Otp::read(typed).as_ref().map(Otp::expose), expected, "{typed:?}: {reason}");
        }
        assert_eq!(Otp::read(&" ".repeat(100_000)), None, "more spaces than anybody types");
    }

    #[test]
    fn s_otp_10_a_code_does_not_print() {
        let code = Otp::read("012345").unwrap();
        assert_eq!(format!("{code} {code:?}"), "•••••• Otp(••••••)");
    }
}
