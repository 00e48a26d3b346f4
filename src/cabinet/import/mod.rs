//! Files of the register: what the core banking system tells, read, checked and filed.
//!
//! The format is described in `docs/import.md`; both its forms, JSON Lines and CSV, say the same. A file is read as a
//! stream: [`blocks`] cuts it into records of one client each, [`json`] and [`csv`] read a record into [`raw`], [`check`]
//! makes values of the domain of it or names what is wrong, [`reconcile`] compares the sums, [`run`] files whole clients,
//! many in one transaction, and remembers how far it came. A record that is refused goes to the rejects file whole.

pub mod blocks;
pub mod check;
pub mod csv;
pub mod error;
pub mod json;
pub mod raw;
pub mod reconcile;
pub mod report;
pub mod run;
mod stamp;
pub mod watch;
mod write;

use std::path::Path;

use crate::portal::account::AccountNumber;
use crate::portal::client::Client;
use crate::portal::money::Money;

pub use super::store::contracts::Facts;
pub use error::{ImportError, Passing};
pub use report::Report;
pub use run::{Imported, Options, Progress};
pub use stamp::Stamp;
pub use write::{Writer, client_json};

/// The name of the format, first in every file.
pub const FORMAT: &str = "otau-register";

/// The version of the format.
pub const VERSION: u32 = 1;

/// A form of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Json,
    /// Comma-separated values, the first of a line naming what it is.
    Csv,
}

impl Form {
    /// The form of a file, by the end of its name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "jsonl" | "ndjson" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What the register tells of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The account number.
    pub account: AccountNumber,
    /// The profile.
    pub client: Client,
    /// All contracts.
    pub contracts: Vec<Facts>,
    /// What the register says of each contract that follows from the rest of it, to be compared.
    pub stated: Vec<Stated>,
}

/// What follows from a contract's schedule, as the register counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// How many payments there are.
    pub payments: Option<u64>,
    /// Principal not repaid yet.
    pub principal_left: Option<Money>,
}
