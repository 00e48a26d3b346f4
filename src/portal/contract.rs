//! A housing contract (шарт / договор): facts of the register, and the fourteen fields that are shown.

use chrono::NaiveDate;

use super::contract_number::ContractNumber;
use super::error::coded;
use super::money::Money;
use super::schedule::{Moment, Schedule};

/// What kind of contract it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A loan for a home.
    Loan,
    /// Сатып алу құқығымен жалдау / Аренда с выкупом: the debit may come later than the due date.
    LeaseWithPurchase,
}

/// What secures the contract (кепіл түрі / тип залога).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collateral {
    /// A flat.
    Flat,
    /// A house.
    House,
    /// A plot of land.
    Land,
    /// Premises that are no home.
    Premises,
    /// Money on a deposit.
    Deposit,
    /// A guarantee or surety of somebody else.
    Guarantee,
    /// Nothing.
    None,
}

macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),*
                }
            }

            /// The one of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

codes!(Kind { Loan = "loan", LeaseWithPurchase = "lease_with_purchase" });
codes!(Collateral {
    Flat = "flat",
    House = "house",
    Land = "land",
    Premises = "premises",
    Deposit = "deposit",
    Guarantee = "guarantee",
    None = "none",
});

/// The day of the month on which payments are due, 1–31; in shorter months the last day is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentDay(u8);

coded! {
    /// Why facts of the register make no contract.
    pub enum ContractError {
        /// The payment day is not 1–31.
        PaymentDay {
            /// The day given.
            found: u8,
        } = "contract-payment-day",
        /// The contract ends before it begins.
        EndsBeforeStart {
            /// When it was concluded.
            concluded: NaiveDate,
            /// When it ends.
            ends: NaiveDate,
        } = "contract-ends-before-start",
        /// A sum below zero or over [`Money::LIMIT`].
        Amount = "contract-amount",
    }
}

impl PaymentDay {
    /// A day of the month.
    ///
    /// # Errors
    /// [`ContractError::PaymentDay`].
    pub fn new(day: u8) -> Result<Self, ContractError> {
        if (1..=31).contains(&day) { Ok(Self(day)) } else { Err(ContractError::PaymentDay { found: day }) }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A contract as the register tells it. Payments made and left are not facts of it: they follow from its schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Шарттың нөмірі / Номер договора.
    pub number: ContractNumber,
    /// What kind it is.
    pub kind: Kind,
    /// Жасалған күні / Дата заключения.
    pub concluded: NaiveDate,
    /// Аяқталу күні / Дата завершения.
    pub ends: NaiveDate,
    /// The day on which it was closed, if it was.
    pub closed: Option<NaiveDate>,
    /// Кепіл түрі / Тип залога.
    pub collateral: Collateral,
    /// Мекенжайы / Адрес.
    pub address: Address,
    /// Шарт сомасы / Сумма договора.
    pub sum: Money,
    /// Ай сайынғы төлем / Ежемесячный платёж.
    pub monthly_payment: Money,
    /// Ай сайынғы төлем күні / Дата ежемесячного платежа.
    pub payment_day: PaymentDay,
    /// Шоттағы қалдық / Остаток на счёте.
    pub account_balance: Money,
}

/// The address of a home. Prints as nothing but its name; [`Address::expose`] gives the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// An address as the register writes it, without surrounding spaces.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text, for its owner's pages.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// The fourteen fields of a contract at a moment, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    /// Шарттың нөмірі / Номер договора.
    pub number: &'a ContractNumber,
    /// Жасалған күні / Дата заключения.
    pub concluded: NaiveDate,
    /// Аяқталу күні / Дата завершения.
    pub ends: NaiveDate,
    /// Кепіл түрі / Тип залога.
    pub collateral: Collateral,
    /// Мекенжайы / Адрес.
    pub address: &'a Address,
    /// Шарт сомасы / Сумма договора.
    pub sum: Money,
    /// Төлемдер саны / Количество платежей: rows of the schedule.
    pub payments: usize,
    /// Ай сайынғы төлем / Ежемесячный платёж.
    pub monthly_payment: Money,
    /// Ай сайынғы төлем күні / Дата ежемесячного платежа.
    pub payment_day: PaymentDay,
    /// Енгізілген төлемдер сомасы / Сумма внесённых платежей: debited so far, parts of payments too.
    pub paid: Money,
    /// Енгізілген төлемдер саны / Количество внесённых платежей: rows debited in full.
    pub payments_made: usize,
    /// Шарт бойынша борыш қалдығы / Остаток долга по договору: principal not repaid yet.
    pub principal_left: Money,
    /// Қалған төлемдер саны / Количество оставшихся платежей.
    pub payments_left: usize,
    /// Шоттағы қалдық / Остаток на счёте.
    pub account_balance: Money,
}

impl Contract {
    /// Checks what the types do not say.
    ///
    /// # Errors
    /// [`ContractError::EndsBeforeStart`], [`ContractError::Amount`].
    pub fn check(&self) -> Result<(), ContractError> {
        if self.ends < self.concluded {
            return Err(ContractError::EndsBeforeStart { concluded: self.concluded, ends: self.ends });
        }
        let in_bounds = |sum: Money| !sum.is_negative() && sum <= Money::LIMIT;
        let good = [self.sum, self.monthly_payment, self.account_balance].into_iter().all(in_bounds);
        if good { Ok(()) } else { Err(ContractError::Amount) }
    }

    /// The fields that are shown, with those that follow from the schedule.
    pub fn card(&self, schedule: &Schedule, now: impl Into<Moment>) -> Card<'_> {
        let now = now.into();
        let totals = schedule.totals(now);
        Card {
            number: &self.number,
            concluded: self.concluded,
            ends: self.ends,
            collateral: self.collateral,
            address: &self.address,
            sum: self.sum,
            payments: totals.rows,
            monthly_payment: self.monthly_payment,
            payment_day: self.payment_day,
            paid: totals.debited,
            payments_made: totals.paid_rows,
            principal_left: schedule.principal_left(now),
            payments_left: totals.rows - totals.paid_rows,
            account_balance: self.account_balance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::schedule::{Debit, Row};

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    fn tenge(sum: i64) -> Money {
        Money::from_tenge(sum).unwrap()
    }

    fn contract() -> Contract {
        Contract {
            number: ContractNumber::parse("АР-17").unwrap(),
            kind: Kind::LeaseWithPurchase,
            concluded: day("2022-01-10"),
            ends: day("2022-03-10"),
            closed: None,
            collateral: Collateral::None,
            address: Address::new(" Астана, Абай даңғылы, 1 "),
            sum: tenge(210),
            monthly_payment: tenge(100),
            payment_day: PaymentDay::new(10).unwrap(),
            account_balance: tenge(5),
        }
    }

    #[test]
    fn the_card_follows_from_the_schedule() {
        let debits = [("2022-01-10", 100), ("2022-02-10", 50)];
        let row = |due: &str| {
            let of_row = debits.iter().filter(|(on, _)| *on == due);
            let debits = of_row.map(|(on, sum)| Debit { day: day(on), time: None, amount: tenge(*sum) }).collect();
            Row::new(day(due), tenge(70), tenge(30), debits).unwrap()
        };
        let rows = ["2022-01-10", "2022-02-10", "2022-03-10"].map(row).to_vec();
        let schedule = Schedule::new(rows, vec![]).unwrap();
        for (today, paid, made, left, principal, reason) in [
            ("2022-01-10", 0, 0, 3, 210, "the debit's day has not passed"),
            ("2022-01-11", 100, 1, 2, 140, "one payment"),
            ("2022-02-11", 150, 1, 2, 120, "half of the second: interest first, then 20 of the principal"),
        ] {
            let contract = contract();
            let card = contract.card(&schedule, day(today));
            let seen = (card.paid, card.payments_made, card.payments_left, card.principal_left);
            assert_eq!(seen, (tenge(paid), made, left, tenge(principal)), "{reason}");
            assert_eq!(card.payments, card.payments_made + card.payments_left);
        }
    }

    #[test]
    fn facts_that_make_no_contract_are_refused() {
        assert_eq!(contract().check(), Ok(()));
        let (concluded, ends) = (day("2022-01-10"), day("2022-01-09"));
        let error = ContractError::EndsBeforeStart { concluded, ends };
        assert_eq!(Contract { ends, ..contract() }.check(), Err(error));
        assert_eq!(Contract { sum: Money::from_tiyn(-1), ..contract() }.check(), Err(ContractError::Amount));
        for found in [0, 32] {
            assert_eq!(PaymentDay::new(found), Err(ContractError::PaymentDay { found }));
        }
    }

    #[test]
    fn codes_go_both_ways() {
        assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
        assert!(Collateral::ALL.iter().all(|it| Collateral::from_code(it.code()) == Some(*it)));
    }

    #[test]
    fn a_contract_prints_without_address_and_number() {
        let printed = format!("{:?}", contract());
        assert!(!printed.contains("Абай") && !printed.contains("17)"), "{printed}");
    }
}
