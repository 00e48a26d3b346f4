//! Why a file cannot be imported, and why a record is refused.

use std::fmt::Display;
use std::io;

use chrono::{DateTime, Utc};

use crate::cabinet::store::StoreError;
use crate::cabinet::vault::VaultError;

/// Why a file, as a whole, cannot be imported. What was filed before stays filed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file, or one that is written beside it.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The name ends in none of `.jsonl`, `.ndjson`, `.csv`.
    #[error("{0}: a file of the register ends in .jsonl or .csv")]
    Form(String),
    /// The first line does not name the format, a version that is known, and the time.
    #[error("the first line must name the format, version 1 and the time: {0}")]
    Header(String),
    /// The register cannot be known as it will be: everything that is told later would be refused as older.
    #[error("the first line says that this is the register of {as_of}, and it is {now} now")]
    Future {
        /// What the first line says.
        as_of: DateTime<Utc>,
        /// What the clock says.
        now: DateTime<Utc>,
    },
    /// The file is not what it was when it was opened: it is still being written, or another has taken its place.
    #[error("{0} changed while it was being imported")]
    Changed(String),
    /// A record is longer than any real one.
    #[error("line {line}: a record of more than {limit} bytes")]
    TooLong {
        /// Its first line.
        line: u64,
        /// The most bytes.
        limit: usize,
    },
    /// Another import is under way.
    #[error("another import is under way")]
    Busy,
    /// The keys are not those of the database, or no longer: what would be sealed with them nobody could open.
    #[error("no profile that is kept was sealed with one of these keys")]
    Keys,
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Keys or random numbers.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// For which the file is not to blame: it can be imported as it is when that has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// Another import is under way.
    Busy,
    /// Somebody still writes the file.
    Changed,
    /// The database does not answer.
    Database,
    /// The disk of the database fails.
    Disk,
    /// A disk is full.
    Full,
}

impl ImportError {
    /// What will pass, and the file can be imported then; none when the file itself is at fault.
    pub fn passing(&self) -> Option<Passing> {
        match self {
            Self::Busy => Some(Passing::Busy),
            Self::Changed(_) => Some(Passing::Changed),
            Self::Store(StoreError::Unavailable(_)) => Some(Passing::Database),
            Self::Store(StoreError::Disk(_)) => Some(Passing::Disk),
            Self::Store(StoreError::Full(_)) => Some(Passing::Full),
            Self::File { source, .. } if full(source) => Some(Passing::Full),
            _ => None,
        }
    }

    /// Whether it will pass ([`ImportError::passing`]).
    pub fn passes(&self) -> bool {
        self.passing().is_some()
    }
}

/// Whether there is no room for a file.
fn full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which field: `contracts[0].schedule[12].due`; empty when it is the record as a whole.
    pub field: String,
    /// A stable code: that of the domain's rule, or one of this list: `text`, `shape`, `empty`, `too-long`, `code`,
    /// `date`, `time`, `sum`, `duplicate-contract`, `iin-taken`, `stale`.
    pub reason: &'static str,
    /// For `shape`: what the reader of the form says.
    pub detail: Option<String>,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: impl Into<String>, reason: &'static str) -> Self {
        Self { field: field.into(), reason, detail: None }
    }

    /// The record has not the shape of its form.
    pub fn shape(detail: impl Display) -> Self {
        Self { field: String::new(), reason: "shape", detail: Some(detail.to_string()) }
    }
}
