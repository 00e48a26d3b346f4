//! Typed civil dates: ДД.ММ.ГГГГ with points, slashes, hyphens or spaces, or the ISO form of a calendar field.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};

use super::error::coded;

/// Years a contract may be dated with.
pub const CONTRACT_YEARS: RangeInclusive<i32> = 1990..=2100;

coded! {
    /// Which part of a typed date is wrong; the first of shape, year, month, day.
    pub enum DateError {
        /// Nothing was typed.
        Empty = "date-empty",
        /// Neither two, two and four digits with one kind of separator, nor `YYYY-MM-DD`.
        Shape = "date-shape",
        /// The year is out of bounds.
        Year {
            /// The first admissible year.
            min: i32,
            /// The last admissible year.
            max: i32,
        } = "date-year",
        /// The month is not 1–12.
        Month = "date-month",
        /// The month has no such day.
        Day {
            /// The last day of that month in that year.
            last: u32,
        } = "date-day",
        /// A contract cannot be dated with a day that has not come.
        InFuture = "date-in-future",
    }
}

/// Reads the date of a contract: [`parse`] with [`CONTRACT_YEARS`], and not after `today`.
///
/// # Errors
/// The wrong part, or that the day has not come.
pub fn parse_contract_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let date = parse(text, CONTRACT_YEARS)?;
    if date > today { Err(DateError::InFuture) } else { Ok(date) }
}

/// Reads a typed date whose year lies in `years`.
///
/// # Errors
/// The wrong part.
pub fn parse(text: &str, years: RangeInclusive<i32>) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let (year, month, day) = parts(text).ok_or(DateError::Shape)?;
    let year = i32::try_from(year).map_err(|_| DateError::Shape)?;
    if !years.contains(&year) {
        return Err(DateError::Year { min: *years.start(), max: *years.end() });
    }
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(DateError::Month)?;
    first.with_day(day).ok_or(DateError::Day { last: u32::from(first.num_days_in_month()) })
}

/// Year, month and day as typed, whatever their values.
fn parts(text: &str) -> Option<(u32, u32, u32)> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let fields: Vec<&str> = text.split(separator).collect();
    let digits_only = fields.iter().all(|field| field.bytes().all(|byte| byte.is_ascii_digit()));
    let number = |at: usize| fields[at].parse().ok();
    let lengths: Vec<usize> = fields.iter().map(|field| field.len()).collect();
    match lengths[..] {
        [2, 2, 4] if digits_only && matches!(separator, '.' | '/' | '-' | ' ' | '\u{a0}' | '\u{202f}') => {
            Some((number(2)?, number(1)?, number(0)?))
        }
        [4, 2, 2] if digits_only && separator == '-' => Some((number(0)?, number(1)?, number(2)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_date_is_read_strictly_or_the_wrong_part_is_named() {
        let read = |iso: &str| Ok(iso.parse().unwrap());
        let today = "2026-07-10".parse().unwrap();
        let year = Err(DateError::Year { min: 1990, max: 2100 });
        for (typed, expected, reason) in [
            ("10.07.2022", read("2022-07-10"), "points"),
            ("10/07/2022", read("2022-07-10"), "slashes"),
            ("10-07-2022", read("2022-07-10"), "hyphens"),
            ("10 07 2022", read("2022-07-10"), "spaces"),
            ("2022-07-10", read("2022-07-10"), "a calendar field"),
            (" 29.02.2024\u{a0}", read("2024-02-29"), "a leap day, spaces around"),
            ("01.01.1990", read("1990-01-01"), "the first admissible day"),
            ("10.07.2026", read("2026-07-10"), "today"),
            ("11.07.2026", Err(DateError::InFuture), "tomorrow"),
            ("31.12.2100", Err(DateError::InFuture), "the last day that is understood"),
            ("", Err(DateError::Empty), "nothing"),
            ("10.07.22", Err(DateError::Shape), "a year of two digits"),
            ("1.7.2022", Err(DateError::Shape), "no leading zeros"),
            ("10.07/2022", Err(DateError::Shape), "two kinds of separators"),
            ("2022/07/10", Err(DateError::Shape), "ISO has hyphens"),
            ("10072022", Err(DateError::Shape), "no separators"),
            ("10. 07. 2022", Err(DateError::Shape), "a point and a space"),
            ("10.07.2022 ж.", Err(DateError::Shape), "a word after it"),
            ("10,07,2022", Err(DateError::Shape), "commas"),
            ("1٠.07.2022", Err(DateError::Shape), "a digit of another script"),
            ("31.12.1989", year, "too early"),
            ("2101-01-01", year, "too late"),
            ("00.13.0000", year, "everything wrong: the year is named first"),
            ("10.13.2022", Err(DateError::Month), "month 13"),
            ("10.00.2022", Err(DateError::Month), "month 0"),
            ("31.04.2022", Err(DateError::Day { last: 30 }), "April has 30 days"),
            ("29.02.2022", Err(DateError::Day { last: 28 }), "no leap year"),
            ("29.02.2100", Err(DateError::Day { last: 28 }), "2100 is no leap year"),
            ("00.02.2024", Err(DateError::Day { last: 29 }), "day 0"),
        ] {
            assert_eq!(parse_contract_date(typed, today), expected, "{typed:?}: {reason}");
        }
    }
}
