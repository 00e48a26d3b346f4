//! What every error of the domain has in common: a stable code and arguments, so that the words can come from the
//! reader's language at the last moment.

use chrono::{DateTime, NaiveDate, Utc};

use super::money::Money;
use super::{
    account, authorization, compensation, contract, contract_number, date, iin, money, password, phone, schedule,
    statement,
};

/// An argument of an error, still a value: the reader's language decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A count or a number that is no money.
    Number(i64),
    /// A sum.
    Money(Money),
    /// A civil date.
    Date(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
    /// A stable code of something that has a name in every language.
    Code(&'static str),
}

impl From<usize> for Argument {
    fn from(value: usize) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

macro_rules! argument_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Argument {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

argument_from! {
    i64 => Number, u32 => Number, i32 => Number, u8 => Number,
    Money => Money, NaiveDate => Date, DateTime<Utc> => Instant, &'static str => Code,
}

/// An error of the domain, ready to be put into words by somebody else.
pub trait Coded: std::error::Error {
    /// The code: lower-case words joined by hyphens, the first of them the thing that is wrong. Never changes meaning.
    fn code(&self) -> &'static str;

    /// The arguments by name, in the order of their declaration.
    fn arguments(&self) -> Vec<(&'static str, Argument)>;
}

/// The codes of every error of the domain; each needs its words in every language.
pub fn codes() -> impl Iterator<Item = &'static str> {
    const ALL: [&[&str]; 13] = [
        account::AccountNumberError::CODES,
        authorization::AuthorizationError::CODES,
        compensation::Problem::CODES,
        compensation::table::Bar::CODES,
        contract::ContractError::CODES,
        contract_number::ContractNumberError::CODES,
        date::DateError::CODES,
        iin::IinError::CODES,
        money::MoneyError::CODES,
        password::PasswordError::CODES,
        phone::PhoneError::CODES,
        schedule::ScheduleError::CODES,
        statement::StatementError::CODES,
    ];
    ALL.into_iter().flatten().copied()
}

/// Declares an enum of errors, each variant with its code; `Display` is the code, and nothing but the code.
///
/// One list gives the enum, [`Coded`] and `CODES`, so a code can neither be forgotten nor written twice.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })? = $code:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $($(#[$doc])* #[error($code)] $variant $({ $($(#[$field_doc])* $field: $type),* })?),*
        }

        impl $name {
            /// Every code of this error, in the order of declaration; for the check that each has its words.
            pub const CODES: &[&str] = &[$($code),*];
        }

        impl $crate::portal::error::Coded for $name {
            fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),*
                }
            }

            fn arguments(&self) -> Vec<(&'static str, $crate::portal::error::Argument)> {
                match *self {
                    $(Self::$variant $({ $($field),* })? => vec![$($((stringify!($field), $field.into())),*)?]),*
                }
            }
        }
    };
}
pub(in crate::portal) use coded;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::portal::iin::IinError;
    use crate::portal::schedule::ScheduleError;

    #[test]
    fn codes_are_unique_and_written_alike() {
        let unique: BTreeSet<&str> = codes().collect();
        assert_eq!(unique.len(), codes().count());
        let written = |code: &str| code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(unique.iter().all(|code| written(code) && code.contains('-')), "{unique:?}");
    }

    #[test]
    fn an_error_says_its_code_and_arguments_and_no_words() {
        let due = "2022-07-10".parse().unwrap();
        for (error, code, arguments) in [
            (&ScheduleError::DuplicateDue { due } as &dyn Coded, "schedule-duplicate-due", vec![("due", due.into())]),
            (&IinError::Length { found: 11 }, "iin-length", vec![("found", Argument::Number(11))]),
            (&IinError::CheckDigit, "iin-check-digit", vec![]),
        ] {
            assert_eq!((error.code(), error.to_string(), error.arguments()), (code, code.to_owned(), arguments));
        }
    }
}
