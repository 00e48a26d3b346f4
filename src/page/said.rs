//! What the domain has to say, as templates and programs get it: a code and arguments that are still values. A template
//! says it in words by `t(key=said.code, args=said.args)`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::portal::error::{self, Coded};

/// A code with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The code, also the key of its words.
    pub code: &'static str,
    /// Arguments by name.
    pub args: BTreeMap<&'static str, Argument>,
}

/// An argument that says what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// A count.
    Number(i64),
    /// Tiyn.
    Money(i64),
    /// ISO date.
    Date(NaiveDate),
    /// A stable code.
    Code(String),
}

impl From<&dyn Coded> for Said {
    fn from(coded: &dyn Coded) -> Self {
        let args = coded.arguments().into_iter().map(|(name, argument)| {
            let argument = match argument {
                error::Argument::Number(number) => Argument::Number(number),
                error::Argument::Money(sum) => Argument::Money(sum.tiyn()),
                error::Argument::Date(day) => Argument::Date(day),
                error::Argument::Instant(at) => Argument::Code(at.to_rfc3339()),
                error::Argument::Code(code) => Argument::Code(code.to_owned()),
            };
            (name, argument)
        });
        Self { code: coded.code(), args: args.collect() }
    }
}
