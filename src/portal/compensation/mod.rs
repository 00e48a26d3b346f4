//! The memo on compensation for housing-savings deposits, as a decision table.
//!
//! The memo promises 35.5 % of what lay on a deposit at the end of 18.08.2015 (“B0”), in two shares: 19.2 % in 2016 and
//! 16.3 % in 2017. [`Facts`] are what a person tells of one deposit, [`Case`] the same after [`Facts::check`], and
//! [`assess`] applies the table: [`table::BARS`] say why nothing is due, [`table::BASES`] what the percentages are taken
//! of. Every row has the id by which the memo's page cites it; every reading of an unclear place has the id of its
//! assumption. [`DepositForm`] reads the calculator's fields. It is an estimate: the Bank's own decision prevails.

mod assess;
mod facts;
mod form;
pub mod table;

use chrono::NaiveDate;

use super::money::Percent;

pub use assess::{Account, Assessment, Portfolio, Reason, Share, YearShare, assess, assess_all};
pub use facts::{Case, Event, Facts, Field, InputError, LoanKind, Member, Origin, Part, Pledge, Problem, Request};
pub use form::{DepositForm, MemberForm, PartForm};

/// Most deposits in one calculation, parts of a split and members of a merger.
pub const MAX_ITEMS: usize = 10;

/// Days the rules name. Dates are those of Astana.
pub mod days {
    use super::NaiveDate;

    const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(date) => date,
            None => panic!("no such day"),
        }
    }

    /// B0 is the balance at the end of this operating day; loans of this day or earlier bar compensation (R1, R2).
    pub const RATE_FREED: NaiveDate = day(2015, 8, 18);
    /// The first day of a housing loan that does not (R6).
    pub const LOANS_FROM: NaiveDate = day(2015, 8, 19);
    /// The first day of agreements and applications (K3).
    pub const RECEPTION_FIRST: NaiveDate = day(2016, 2, 8);
    /// Their last day (K3).
    pub const RECEPTION_LAST: NaiveDate = day(2016, 5, 31);
    /// The last day for heirs of someone who neither signed nor applied (K4, A12).
    pub const HEIRS_LAST: NaiveDate = day(2016, 11, 30);
    /// Crediting of 2016 was before this day (K5): a loan from here on comes between the two shares (A10).
    pub const CREDITED_2016_BEFORE: NaiveDate = day(2016, 7, 1);
    /// No date earlier than this is believed: there were no such loans.
    pub const FIRST: NaiveDate = day(1990, 1, 1);
    /// No date later than this is asked.
    pub const LAST: NaiveDate = day(2017, 12, 31);
}

/// A year of crediting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Year {
    /// The first share.
    Y2016,
    /// The second share.
    Y2017,
}

impl Year {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Y2016, Self::Y2017];

    /// The number.
    pub const fn number(self) -> i32 {
        match self {
            Self::Y2016 => 2016,
            Self::Y2017 => 2017,
        }
    }

    /// Its share of the base (K1).
    pub const fn percent(self) -> Percent {
        match self {
            Self::Y2016 => Percent::from_tenths(192),
            Self::Y2017 => Percent::from_tenths(163),
        }
    }
}

/// Something that is told for each year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByYear<T> {
    /// On the day of crediting in 2016.
    pub y2016: T,
    /// On the day of crediting in 2017.
    pub y2017: T,
}

impl<T> ByYear<T> {
    /// What is told of a year.
    pub const fn of(&self, year: Year) -> &T {
        match year {
            Year::Y2016 => &self.y2016,
            Year::Y2017 => &self.y2017,
        }
    }

    /// Something for each year.
    pub fn each(mut make: impl FnMut(Year) -> T) -> Self {
        Self { y2016: make(Year::Y2016), y2017: make(Year::Y2017) }
    }
}

/// Declares an enum of ids whose text is given beside each.
macro_rules! ids {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant),*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The id as pages cite it.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }

            /// The one of an id.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.id() == id)
            }
        }
    };
}

ids! {
    /// A rule of the memo.
    pub enum Rule {
        /// No contract at the end of 18.08.2015, or nothing on it: nothing.
        R1 = "R1",
        /// Security for a loan of 18.08.2015 or earlier: nothing.
        R2 = "R2",
        /// A programme's sale or lease on the day of crediting: nothing.
        R3 = "R3",
        /// A depositor without a loan signs an agreement in time.
        R4a = "R4a",
        /// A borrower applies at a branch in time.
        R4b = "R4b",
        /// An heir applies at a branch in time.
        R4c = "R4c",
        /// An heir of someone who neither signed nor applied meets three conditions.
        R4d = "R4d",
        /// Ordinary deposit: at most B0, at most the balance.
        R5 = "R5",
        /// Housing loan of 19.08.2015 or later: at most B0, at most the deposit of that day.
        R6 = "R6",
        /// Split: each part by itself.
        R7 = "R7",
        /// Merged: the B0 are added.
        R8 = "R8",
        /// Assigned: the new depositor's.
        R9 = "R9",
        /// Money withdrawn by order: at most B0, at most what was left.
        R10 = "R10",
        /// Each deposit by itself.
        R11 = "R11",
        /// 19.2 % and 16.3 %, each rounded to the tiyn, added.
        R12 = "R12",
    }
}

ids! {
    /// A reading of a place where the memo is unclear.
    pub enum Assumption {
        /// The balance limits each year on its own day of crediting.
        A1 = "A1",
        /// The share of 2016, once credited, counts in the balance of 2017.
        A2 = "A2",
        /// B0 is the balance of the Bank's statement, whatever it is made of.
        A3 = "A3",
        /// One base a year, that of the first day of crediting.
        A4 = "A4",
        /// Fixed percentages rather than rates.
        A5 = "A5",
        /// Split: B0 limits all parts together, in proportion.
        A6 = "A6",
        /// Merged: the balance limits too.
        A7 = "A7",
        /// Merged: the B0 of excluded deposits are left out.
        A8 = "A8",
        /// Assigned: the agreement follows the contract.
        A9 = "A9",
        /// A housing loan between the creditings: the first share as ordinary, the second as borrower.
        A10 = "A10",
        /// A preliminary or bridge loan after 18.08.2015 leaves the deposit ordinary.
        A11 = "A11",
        /// Heirs: the last day is 30.11.2016.
        A12 = "A12",
        /// Exceptions of the Bank for those who were late are not known: ask the Bank.
        A13 = "A13",
        /// Any claim of the heirs bars.
        A14 = "A14",
        /// Nothing on the account in 2016 leaves the share of 2017.
        A15 = "A15",
        /// Programmes are judged on each day of crediting.
        A16 = "A16",
        /// Heirs after 01.07.2016: a sum without a date.
        A17 = "A17",
        /// Heirs within the reception are judged by R4c, later ones by R4d.
        A18 = "A18",
        /// Money placed later counts in the balance.
        A19 = "A19",
        /// Rounding to the tiyn, half up, by deposit and year.
        A20 = "A20",
        /// Days of crediting are told as facts, no date is computed.
        A21 = "A21",
    }
}

ids! {
    /// A programme of R3.
    pub enum Programme {
        /// The State housing programme 2008–2010 (Decree 383 of 20.08.2007).
        State2008 = "state_2008_2010",
        /// The Regions' development programme to 2020 (Government resolution 728 of 28.06.2014).
        Regions2020 = "regions_2020",
        /// A regional housing programme.
        Regional = "regional",
    }
}

/// What set the base of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// B0.
    Balance2015,
    /// The sum of the B0 of merged deposits.
    MergedBalances2015,
    /// A part's share of B0 (A6).
    PartOfBalance2015,
    /// The balance formed by the split.
    FormedBySplit,
    /// The actual balance on the day of crediting.
    Balance,
    /// The deposit on the day of the loan.
    LoanDay,
}

impl Limit {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Balance2015 => "balance_2015",
            Self::MergedBalances2015 => "merged_balances_2015",
            Self::PartOfBalance2015 => "part_of_balance_2015",
            Self::FormedBySplit => "formed_by_split",
            Self::Balance => "balance",
            Self::LoanDay => "loan_day",
        }
    }
}

#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
