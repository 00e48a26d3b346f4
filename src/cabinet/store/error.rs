//! What can go wrong with the store.

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;

use crate::cabinet::vault::VaultError;

/// Why the store gave no answer. Holds no values of clients.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer or refuses the statement. The request fails closed with 503 (security, NET-8).
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// There is no room for what is to be written. Nothing of it lasts; the request fails closed with 503 (security, DB-3).
    #[error(
        "there is no room left for the database ({0}); make room on its disk, and everything goes on by itself: \
         nothing that was acknowledged is lost"
    )]
    Full(#[source] sqlx::Error),
    /// The disk fails, or is closed to writing. Nothing of what was to be written lasts; 503 (security, DB-3).
    #[error(
        "the disk of the database cannot be read or written ({0}); see that it has room, is sound and not mounted \
         read-only: then everything goes on by itself"
    )]
    Disk(#[source] sqlx::Error),
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
        let sqlx::Error::Database(inner) = &error else { return Self::Unavailable(error) };
        if inner.is_unique_violation() || inner.is_foreign_key_violation() || inner.is_check_violation() {
            return Self::Conflict;
        }
        match disk(&**inner) {
            Some(Disk::Full) => Self::Full(error),
            Some(Disk::Fails) => Self::Disk(error),
            None => Self::Unavailable(error),
        }
    }
}

/// What is the matter with a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disk {
    Full,
    Fails,
}

/// What an engine says of its disk, if that is what it complains of.
fn disk(error: &dyn DatabaseError) -> Option<Disk> {
    let code = error.code()?;
    if error.try_downcast_ref::<SqliteError>().is_some() { sqlite(code.parse().ok()?) } else { postgres(&code) }
}

/// The result codes of SQLite; the lowest byte of an extended one is the plain one.
fn sqlite(code: i32) -> Option<Disk> {
    /// The file of what connections share does not grow (`SQLITE_IOERR_SHMSIZE`): what a full disk is to one that opens.
    const SHARED: i32 = 0x130a;
    match (code, code & 0xff) {
        // FULL
        (SHARED, _) | (_, 13) => Some(Disk::Full),
        // READONLY, IOERR, CANTOPEN
        (_, 8 | 10 | 14) => Some(Disk::Fails),
        _ => None,
    }
}

/// SQLSTATE: `disk_full`, and the class of errors of the system (`io_error` and others).
fn postgres(code: &str) -> Option<Disk> {
    match code {
        "53100" => Some(Disk::Full),
        _ if code.starts_with("58") => Some(Disk::Fails),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_db_03_a_full_or_failing_disk_is_known_by_its_code() {
        for (code, said) in [
            (13, Some(Disk::Full)),
            (10, Some(Disk::Fails)),
            // Extended: a write, and the memory that connections share, which is a file too.
            (0x030a, Some(Disk::Fails)),
            (0x130a, Some(Disk::Full)),
            (8, Some(Disk::Fails)),
            (14, Some(Disk::Fails)),
            (5, None),
            (1, None),
        ] {
            assert_eq!(sqlite(code), said, "{code}");
        }
        for (code, said) in [
            ("53100", Some(Disk::Full)),
            ("58030", Some(Disk::Fails)),
            ("58P01", Some(Disk::Fails)),
            ("53300", None),
            ("40001", None),
            ("57014", None),
        ] {
            assert_eq!(postgres(code), said, "{code}");
        }
    }
}
