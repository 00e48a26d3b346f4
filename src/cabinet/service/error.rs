//! Why a use case could not be carried out; what a person did wrong is never one of these.

use std::time::Duration;

use crate::cabinet::auth::HasherError;
use crate::cabinet::store::StoreError;
use crate::cabinet::vault::VaultError;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The database: 503.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Keys or random numbers: 503.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A password cannot be hashed: 503.
    #[error(transparent)]
    Hasher(HasherError),
    /// Too much to do at the moment: 503 with a time to come back.
    #[error("too much to do; come back in {} s", retry_after.as_secs())]
    Busy {
        /// When to come back.
        retry_after: Duration,
    },
    /// Too many tries from there: 429 with a time to come back.
    #[error("too many tries; come back in {} s", retry_after.as_secs())]
    TooMany {
        /// When to come back.
        retry_after: Duration,
    },
}
