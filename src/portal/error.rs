//! What every error of the domain has in common: a stable code and arguments, so that the words can come from the
//! reader's language at the last moment.

use chrono::{DateTime, NaiveDate, Utc};

use super::money::Money;

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
