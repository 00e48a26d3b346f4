//! The individual identification number (ЖСН / ИИН): twelve digits with a birth date, a digit of century and sex and a
//! check digit.
//!
//! Source of the rules: formation rules of the national identification numbers (resolution 565 of 11.06.2003).

use std::fmt;

use chrono::NaiveDate;

use super::error::coded;
use super::number::same;

/// An IIN that obeys every rule. Prints masked; [`Iin::expose`] gives the digits.
#[derive(Clone, Copy)]
pub struct Iin([u8; 12]);

/// Sex as digit 7 encodes it, and as the register tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Odd digit 7.
    Male,
    /// Even digit 7.
    Female,
}

coded! {
    /// The first rule that a typed text breaks, in the order of checking.
    pub enum IinError {
        /// Not twelve characters.
        Length {
            /// How many there are.
            found: usize,
        } = "iin-length",
        /// A character that is none of the digits 0–9.
        NotAsciiDigits = "iin-not-ascii-digits",
        /// Digit 7 is 7, 8 or 9, which are not used.
        CenturySexDigit = "iin-century-sex-digit",
        /// Digits 1–6 are no date of the century that digit 7 tells.
        BirthDate = "iin-birth-date",
        /// The birth date has not come yet.
        BirthDateInFuture = "iin-birth-date-in-future",
        /// Both passes give 10: such a number is never issued.
        NeverIssued = "iin-never-issued",
        /// Digit 12 is not the one the others demand.
        CheckDigit = "iin-check-digit",
    }
}

/// Weights of the first pass.
const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// Weights of the second pass, used when the first gives 10.
const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

impl Iin {
    /// Reads a typed IIN. Only surrounding white space is ignored; `today` is the date in Asia/Almaty.
    ///
    /// # Errors
    /// The first broken rule, in the order of [`IinError`].
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IinError> {
        let digits = digits(text.trim())?;
        let iin = Self(digits);
        let dates = iin.candidate_dates()?;
        if dates.is_empty() {
            return Err(IinError::BirthDate);
        }
        if dates.iter().all(|date| *date > today) {
            return Err(IinError::BirthDateInFuture);
        }
        match check_digit(&digits) {
            None => Err(IinError::NeverIssued),
            Some(expected) if expected == u32::from(digits[11]) => Ok(iin),
            Some(_) => Err(IinError::CheckDigit),
        }
    }

    /// The birth date; none when digit 7 is 0 (numbers of foreign residents tell no century).
    pub fn birth_date(&self) -> Option<NaiveDate> {
        self.century().and_then(|century| self.date_in(century))
    }

    /// The sex; none when digit 7 is 0.
    pub fn sex(&self) -> Option<Sex> {
        match self.0[6] {
            0 => None,
            odd if odd % 2 == 1 => Some(Sex::Male),
            _ => Some(Sex::Female),
        }
    }

    /// The twelve digits. Only for the register, the look-up key and the owner's profile.
    pub fn expose(&self) -> String {
        self.0.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// First year of the century; none when digit 7 is 0.
    fn century(&self) -> Option<i32> {
        match self.0[6] {
            1 | 2 => Some(1800),
            3 | 4 => Some(1900),
            5 | 6 => Some(2000),
            _ => None,
        }
    }

    /// Every date that digits 1–7 may mean.
    fn candidate_dates(&self) -> Result<Vec<NaiveDate>, IinError> {
        match (self.0[6], self.century()) {
            (0, _) => Ok([1900, 2000].into_iter().filter_map(|century| self.date_in(century)).collect()),
            (_, Some(century)) => Ok(self.date_in(century).into_iter().collect()),
            (_, None) => Err(IinError::CenturySexDigit),
        }
    }

    fn date_in(&self, century: i32) -> Option<NaiveDate> {
        let pair = |at: usize| u32::from(self.0[at] * 10 + self.0[at + 1]);
        let year = century + i32::from(self.0[0] * 10 + self.0[1]);
        NaiveDate::from_ymd_opt(year, pair(2), pair(4))
    }
}

/// Equality takes the same time wherever the first difference is: it decides access.
impl PartialEq for Iin {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Iin {}

impl fmt::Display for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.expose();
        write!(f, "{}•••••{}", &digits[..4], &digits[9..])
    }
}

impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iin({self})")
    }
}

/// Twelve digits as numbers.
fn digits(text: &str) -> Result<[u8; 12], IinError> {
    let found = text.chars().count();
    if found != 12 {
        return Err(IinError::Length { found });
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IinError::NotAsciiDigits);
    }
    let values: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
    values.try_into().map_err(|_| IinError::Length { found })
}

/// The check digit of the first eleven, or none where no number is ever issued.
fn check_digit(digits: &[u8; 12]) -> Option<u32> {
    let remainder = |weights: [u32; 11]| {
        weights.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum::<u32>() % 11
    };
    [FIRST, SECOND].into_iter().map(remainder).find(|remainder| *remainder < 10)
}

#[cfg(test)]
#[path = "iin_tests.rs"]
mod tests;
