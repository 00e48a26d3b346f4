//! What can go wrong with the store.

use crate::cabinet::vault::VaultError;

/// Why the store gave no answer. Holds no values of clients.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer or refuses the statement. The request fails closed with 503 (security, NET-8).
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A rule of a table is broken: the row exists already, or what it refers to does not.
    #[error("a rule of the database is broken")]
    Conflict,
    /// What was read is not what was written.
    #[error("a stored {what} is damaged")]
    Damaged {
        /// What it is, in words for the log.
        what: &'static str,
    },
    /// A value cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The address of the database is not one.
    #[error("{0} is not the address of a database: use sqlite://PATH or postgres://…")]
    Address(String),
    /// A migration was changed after it was applied, or the database is newer than the program.
    #[error("migration {number}: {problem}")]
    Migration {
        /// Its number.
        number: i64,
        /// What is wrong.
        problem: &'static str,
    },
    /// Files of the database are open to others.
    #[error("{path} can be read by others: its mode must be {wanted}")]
    Open {
        /// The file or folder.
        path: String,
        /// The mode it should have.
        wanted: &'static str,
    },
    /// A file of the database cannot be made or read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner)
                if inner.is_unique_violation() || inner.is_foreign_key_violation() || inner.is_check_violation() =>
            {
                Self::Conflict
            }
            _ => Self::Unavailable(error),
        }
    }
}
