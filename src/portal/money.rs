//! Money: exact sums of tenge, counted in tiyn.
//!
//! No floating point goes in or out. Parts of a sum are computed as exact fractions and rounded once, half up.

use super::error::coded;

/// Tiyn in a tenge.
const TIYN: i64 = 100;

/// A sum in tiyn (1/100 ₸). May be negative where a difference is meant; typed sums never are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

coded! {
    /// Why a typed text is no sum, or why sums cannot be added.
    pub enum MoneyError {
        /// Nothing was typed.
        Empty = "money-empty",
        /// A sign of minus: typed sums are zero or more.
        Negative = "money-negative",
        /// Something that is neither a digit, a separator of thousands nor a decimal sign.
        NotANumber = "money-not-a-number",
        /// Thousands are separated, but not in threes.
        Grouping = "money-grouping",
        /// More than two digits after the decimal sign.
        Decimals {
            /// How many were typed.
            found: usize,
        } = "money-decimals",
        /// Over [`Money::LIMIT`].
        TooLarge {
            /// The largest sum there may be.
            limit: Money,
        } = "money-too-large",
        /// The result does not fit in 64 bits of tiyn.
        Overflow = "money-overflow",
    }
}

/// A share as an exact fraction, such as 19.2 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    tenths: u32,
}

impl Percent {
    /// So many tenths of a per cent: `192` is 19.2 %.
    pub const fn from_tenths(tenths: u32) -> Self {
        Self { tenths }
    }

    /// Tenths of a per cent.
    pub const fn tenths(self) -> u32 {
        self.tenths
    }
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The largest sum that may be typed or registered: 10¹² ₸ (rules of the memo, “input errors”).
    pub const LIMIT: Self = Self(1_000_000_000_000 * TIYN);

    /// A sum of so many tiyn.
    pub const fn from_tiyn(tiyn: i64) -> Self {
        Self(tiyn)
    }

    /// A sum of so many whole tenge.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn from_tenge(tenge: i64) -> Result<Self, MoneyError> {
        tenge.checked_mul(TIYN).map(Self).ok_or(MoneyError::Overflow)
    }

    /// Reads what a person typed: digits, thousands separated in threes by (no-break) spaces or not at all, at most two
    /// decimals after a comma or a point, optionally `₸` at the end.
    ///
    /// # Errors
    /// Everything but [`MoneyError::Overflow`]; the first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let text = text.strip_suffix('₸').unwrap_or(text).trim_end();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        if text.starts_with(['-', '−', '–']) {
            return Err(MoneyError::Negative);
        }
        let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, "00"));
        let whole = ungroup(whole)?;
        if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MoneyError::NotANumber);
        }
        let tiyn = match decimals.len() {
            1 => format!("{whole}{decimals}0"),
            2 => format!("{whole}{decimals}"),
            found => return Err(MoneyError::Decimals { found }),
        };
        // Only digits are left, so a failure can only mean too many of them.
        let sum = tiyn.parse().map_or(Self(i64::MAX), Self);
        if sum > Self::LIMIT { Err(MoneyError::TooLarge { limit: Self::LIMIT }) } else { Ok(sum) }
    }

    /// The sum in tiyn.
    pub const fn tiyn(self) -> i64 {
        self.0
    }

    /// Is there nothing?
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Is it below zero?
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum of two.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The difference, negative when `other` is larger.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_sub(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The sum of all.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn sum(sums: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        sums.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// What is missing up to `goal`; zero when nothing is.
    #[must_use]
    pub fn short_of(self, goal: Self) -> Self {
        Self(goal.0.saturating_sub(self.0).max(0))
    }

    /// So many per cent of the sum, to the tiyn, half up.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn percent_of(self, percent: Percent) -> Result<Self, MoneyError> {
        narrow(divide_half_up(i128::from(self.0) * i128::from(percent.tenths), 1000))
    }

    /// The sum × `part` ÷ `whole`, rounded down to the tiyn: what is left over belongs to whoever comes last.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also when `whole` is not positive.
    pub fn share_down(self, part: Self, whole: Self) -> Result<Self, MoneyError> {
        if whole.0 <= 0 {
            return Err(MoneyError::Overflow);
        }
        narrow((i128::from(self.0) * i128::from(part.0)).div_euclid(i128::from(whole.0)))
    }

    /// The sum of two whose bounds were checked before, so that it cannot overflow.
    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference of two whose bounds were checked before, so that it cannot overflow.
    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Takes the separators of thousands out of the part before the decimal sign.
fn ungroup(whole: &str) -> Result<String, MoneyError> {
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    if !groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit())) || whole.is_empty() {
        return Err(MoneyError::NotANumber);
    }
    let in_threes = groups.iter().skip(1).all(|group| group.len() == 3) && matches!(groups[0].len(), 1..=3);
    if groups.len() > 1 && !in_threes { Err(MoneyError::Grouping) } else { Ok(groups.concat()) }
}

/// `numerator` ÷ `denominator` (positive) to the nearest whole, halves towards plus infinity.
fn divide_half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

fn narrow(tiyn: i128) -> Result<Money, MoneyError> {
    i64::try_from(tiyn).map(Money).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_typed_sum_is_read_exactly_or_refused_with_the_rule() {
        let many = MoneyError::Decimals { found: 3 };
        let large = MoneyError::TooLarge { limit: Money::LIMIT };
        for (typed, expected, reason) in [
            ("0", Ok(0), "nothing is a sum"),
            ("1000000", Ok(100_000_000), "no separators at all"),
            ("1 000 000", Ok(100_000_000), "spaces in threes"),
            (
                "1\u{a0}000\u{202f}000\u{2009}000",
                Ok(100_000_000_000),
                "no-break and thin spaces, as pasted from a page",
            ),
            ("250 000,50", Ok(25_000_050), "comma before tiyn"),
            ("250000.5", Ok(25_000_050), "point before tiyn, one decimal means tens"),
            ("0,02", Ok(2), "tiyn alone"),
            ("  7 ₸ ", Ok(700), "surrounding spaces and the sign of the tenge"),
            ("007", Ok(700), "leading zeros"),
            ("1000000000000,00", Ok(Money::LIMIT.0), "the limit itself"),
            ("1000000000000,01", Err(large), "a tiyn over the limit"),
            ("99999999999999999999999999", Err(large), "more than 64 bits"),
            ("", Err(MoneyError::Empty), "nothing typed"),
            (" ₸", Err(MoneyError::Empty), "nothing but the sign"),
            ("-5", Err(MoneyError::Negative), "hyphen"),
            ("−5", Err(MoneyError::Negative), "sign of minus"),
            ("1,234", Err(many), "three decimals: a comma never separates thousands"),
            ("1.000.000", Err(MoneyError::NotANumber), "two points"),
            ("5,", Err(MoneyError::NotANumber), "a decimal sign and nothing after it"),
            (",50", Err(MoneyError::NotANumber), "a decimal sign and nothing before it"),
            ("12 34", Err(MoneyError::Grouping), "a digit is missing or too many"),
            ("1 000 00", Err(MoneyError::Grouping), "the last group is short"),
            ("1000 000", Err(MoneyError::Grouping), "the first group is long"),
            ("1  000", Err(MoneyError::Grouping), "two spaces"),
            ("١٢٣", Err(MoneyError::NotANumber), "digits of another script"),
            ("1e6", Err(MoneyError::NotANumber), "an exponent"),
            ("1'000", Err(MoneyError::NotANumber), "an apostrophe"),
        ] {
            assert_eq!(Money::parse(typed).map(Money::tiyn), expected, "{typed:?}: {reason}");
        }
    }

    #[test]
    fn a_percentage_is_rounded_half_up_once() {
        for (tiyn, tenths, expected, reason) in [
            (12_345_678, 192, 2_370_370, "123 456,78 × 19.2 % = 23 703,70176"),
            (12_345_678, 163, 2_012_346, "123 456,78 × 16.3 % = 20 123,455: up"),
            (2, 192, 0, "0,384 of a tiyn"),
            (2, 355, 1, "0,71 of a tiyn"),
            (5, 100, 1, "exactly half a tiyn: up"),
            (-5, 100, 0, "exactly half a tiyn below zero: up as well"),
            (-6, 100, -1, "0,6 below zero"),
            (i64::MAX, 1000, i64::MAX, "the whole of the largest"),
        ] {
            assert_eq!(Money(tiyn).percent_of(Percent::from_tenths(tenths)), Ok(Money(expected)), "{reason}");
        }
    }

    #[test]
    fn overflow_is_reported() {
        let most = Money(i64::MAX);
        assert_eq!(most.checked_add(Money(1)), Err(MoneyError::Overflow));
        assert_eq!(Money(i64::MIN).checked_sub(Money(1)), Err(MoneyError::Overflow));
        assert_eq!(Money::sum([most, Money(1), Money(-1)]), Err(MoneyError::Overflow));
        assert_eq!(most.percent_of(Percent::from_tenths(1001)), Err(MoneyError::Overflow));
        assert_eq!(Money::from_tenge(i64::MAX), Err(MoneyError::Overflow));
        assert_eq!(most.share_down(most, Money::ZERO), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(tiyn in 0..=Money::LIMIT.0) {
            let plain = format!("{},{:02}", tiyn / 100, tiyn % 100);
            prop_assert_eq!(Money::parse(&plain), Ok(Money(tiyn)));
        }

        #[test]
        fn any_text_is_read_without_panic_and_within_bounds(text in "\\PC{0,40}") {
            if let Ok(sum) = Money::parse(&text) {
                prop_assert!(sum >= Money::ZERO && sum <= Money::LIMIT);
            }
        }

        #[test]
        fn rounding_is_at_most_half_a_tiyn_off(tiyn in 0..=Money::LIMIT.0, tenths in 0u32..=1000) {
            let rounded = i128::from(Money(tiyn).percent_of(Percent::from_tenths(tenths)).unwrap().0);
            let difference = 1000 * rounded - i128::from(tiyn) * i128::from(tenths);
            prop_assert!(-500 < difference && difference <= 500);
        }
    }
}
