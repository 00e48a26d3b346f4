//! What a client owes on a contract: four amounts (қарыз туралы ақпарат / информация по задолженности).

use super::money::{Money, MoneyError};

/// The four amounts, each zero or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Debt {
    /// Ай сайынғы төлемдер / Ежемесячные платежи.
    pub instalments: Money,
    /// Өсімпұл / Пеня.
    pub late_fees: Money,
    /// Айыппұл / Штраф.
    pub fines: Money,
    /// Мемлекеттік баж салығы / Государственная пошлина.
    pub state_duty: Money,
}

impl Debt {
    /// The amounts, in the order in which they are shown.
    pub const fn parts(&self) -> [Money; 4] {
        [self.instalments, self.late_fees, self.fines, self.state_duty]
    }

    /// Their sum.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] when an amount is below zero, [`MoneyError::Overflow`].
    pub fn total(&self) -> Result<Money, MoneyError> {
        if self.parts().into_iter().any(Money::is_negative) {
            return Err(MoneyError::Negative);
        }
        Money::sum(self.parts())
    }

    /// Is nothing owed?
    pub fn is_none(&self) -> bool {
        self.parts().into_iter().all(Money::is_zero)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_the_sum_of_the_four() {
        let debt = |parts: [i64; 4]| {
            let [instalments, late_fees, fines, state_duty] = parts.map(Money::from_tiyn);
            Debt { instalments, late_fees, fines, state_duty }
        };
        for (parts, total, none, reason) in [
            ([0, 0, 0, 0], Ok(0), true, "nothing is owed"),
            ([10_000_000, 12_345, 500, 1], Ok(10_012_846), false, "all four"),
            ([0, 0, 0, 1], Ok(1), false, "the duty alone"),
            ([-1, 0, 0, 1], Err(MoneyError::Negative), false, "below zero, though they make nothing"),
            ([i64::MAX, 1, 0, 0], Err(MoneyError::Overflow), false, "too much for the type"),
        ] {
            assert_eq!(debt(parts).total(), total.map(Money::from_tiyn), "{reason}");
            assert_eq!(debt(parts).is_none(), none, "{reason}");
        }
    }
}
