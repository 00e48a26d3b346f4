//! Hashes of passwords: argon2id on a pool of its own (security, PW-4, PW-5).
//!
//! A hash costs 19 MiB and some tens of milliseconds, so only as many run at once as there are spare cores, only so many
//! wait, and not for long; who comes later is told to come again. The pool is also what keeps a refused sign-in as dear as
//! an accepted one: when there is no hash to compare with, the password is compared with a dummy (ENUM-3).

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::cabinet::vault::random;
use crate::config::auth::{MOST_HASH_MEMORY_KIB, MOST_HASH_PASSES};
use crate::portal::password::Password;
use crate::turns::{self, Busy, Turns};

/// Length of a salt in bytes.
const SALT: usize = 16;
/// Length of a hash in bytes.
const TAG: usize = 32;

/// How passwords are hashed, and how many at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HasherConfig {
    /// KiB of memory of one run.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Runs at a time.
    pub runs: usize,
    /// How many may wait for their run.
    pub waiting: usize,
    /// How long they wait.
    pub patience: Duration,
}

impl Default for HasherConfig {
    /// 19 456 KiB, two passes; all cores but one; 32 wait for two seconds.
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self { memory: 19_456, passes: 2, runs: (cores - 1).max(1), waiting: 32, patience: Duration::from_secs(2) }
    }
}

impl HasherConfig {
    /// Most memory that a stored hash may ask for: one put into the database by a stranger must not exhaust the node.
    const MOST_MEMORY: u32 = MOST_HASH_MEMORY_KIB;
    /// Most passes that a stored hash may ask for.
    const MOST_PASSES: u32 = MOST_HASH_PASSES;

    fn algorithm(&self) -> Result<Argon2<'static>, HasherError> {
        let in_bounds = self.memory <= Self::MOST_MEMORY && self.passes <= Self::MOST_PASSES;
        let params = Params::new(self.memory, self.passes, 1, Some(TAG)).ok().filter(|_| in_bounds && self.runs > 0);
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params.ok_or(HasherError::Parameters)?))
    }
}

/// Why there is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HasherError {
    /// Too many wait, or the wait was too long. Come again.
    #[error("too many passwords are being checked")]
    Busy,
    /// The configured parameters are no parameters of argon2id, or over the cap.
    #[error("the parameters of the password hash are out of bounds")]
    Parameters,
    /// The system gives no random numbers or no memory.
    #[error("a password cannot be hashed")]
    Failed,
}

impl From<Busy> for HasherError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// The pool.
pub struct Hasher {
    algorithm: Argon2<'static>,
    dummy: Arc<str>,
    turns: Turns,
    runs: Arc<AtomicU64>,
}

impl Hasher {
    /// A pool; makes the dummy, so it takes as long as one hash.
    ///
    /// # Errors
    /// [`HasherError::Parameters`], [`HasherError::Failed`].
    pub fn new(config: HasherConfig) -> Result<Self, HasherError> {
        let algorithm = config.algorithm()?;
        // Nobody knows this password, so nobody can match the dummy.
        let unknown = random::<32>().map_err(|_| HasherError::Failed)?;
        let dummy = hash(&algorithm, &unknown)?.into();
        let turns = Turns::new(config.runs, config.waiting, config.patience);
        Ok(Self { algorithm, dummy, turns, runs: Arc::default() })
    }

    /// The hash of a new password, as a PHC string.
    ///
    /// # Errors
    /// [`HasherError::Busy`], [`HasherError::Failed`].
    pub async fn hash(&self, password: &Password) -> Result<String, HasherError> {
        let (algorithm, password) = (self.algorithm.clone(), password.clone());
        self.turn().await?.run(move || hash(&algorithm, password.expose().as_bytes())).await?
    }

    /// Whether a password is the one of a stored hash: see [`Turn::verify`].
    ///
    /// # Errors
    /// [`HasherError::Busy`], [`HasherError::Failed`].
    pub async fn verify(&self, password: &Password, stored: Option<&str>) -> Result<bool, HasherError> {
        self.turn().await?.verify(password, stored).await
    }

    /// A turn on the pool, taken before anything is asked or counted: who must come again has not lost a try.
    ///
    /// # Errors
    /// [`HasherError::Busy`].
    pub async fn turn(&self) -> Result<Turn<'_>, HasherError> {
        Ok(Turn { hasher: self, turn: self.turns.turn().await? })
    }

    /// Whether a stored hash was made with other parameters than are now in use.
    pub fn is_outdated(&self, stored: &str) -> bool {
        let dummy = PasswordHash::new(&self.dummy);
        let stored = PasswordHash::new(stored);
        match (dummy, stored) {
            (Ok(now), Ok(then)) => {
                (now.algorithm, now.version, now.params.as_str())
                    != (then.algorithm, then.version, then.params.as_str())
            }
            _ => true,
        }
    }

    /// How many runs there were since the start. For the metrics, and for the tests that count them.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }
}

/// A turn on the pool: good for one run.
pub struct Turn<'a> {
    hasher: &'a Hasher,
    turn: turns::Turn,
}

impl Turn<'_> {
    /// Whether a password is the one of a stored hash. Without a hash, or with one that cannot be trusted, the password is
    /// compared with the dummy: one run in every case.
    ///
    /// # Errors
    /// [`HasherError::Failed`].
    pub async fn verify(self, password: &Password, stored: Option<&str>) -> Result<bool, HasherError> {
        let stored = stored.filter(|stored| is_trusted(stored));
        let real = stored.is_some();
        let text: Arc<str> = stored.map_or_else(|| Arc::clone(&self.hasher.dummy), Arc::from);
        let password = password.clone();
        let matches = self.run(move || matches(&text, password.expose().as_bytes())).await?;
        Ok(matches && real)
    }

    async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, HasherError> {
        let Self { hasher, turn } = self;
        let runs = Arc::clone(&hasher.runs);
        let done = turn.run(move || {
            let result = work();
            runs.fetch_add(1, Ordering::Relaxed);
            result
        });
        done.await.map_err(|_| HasherError::Failed)
    }
}

fn hash(algorithm: &Argon2<'_>, password: &[u8]) -> Result<String, HasherError> {
    let salt = random::<SALT>().map_err(|_| HasherError::Failed)?;
    let hash: PasswordHash = algorithm.hash_password_with_salt(password, &salt).map_err(|_| HasherError::Failed)?;
    Ok(hash.to_string())
}

/// The parameters are those of the stored text.
fn matches(stored: &str, password: &[u8]) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password, &hash).is_ok())
}

/// Is it a hash of argon2id whose parameters are under the cap?
fn is_trusted(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return false };
    let bounded = Params::try_from(&hash).is_ok_and(|params| {
        params.m_cost() <= HasherConfig::MOST_MEMORY
            && params.t_cost() <= HasherConfig::MOST_PASSES
            && params.p_cost() <= 4
    });
    hash.algorithm.as_str() == "argon2id" && bounded && hash.hash.is_some_and(|tag| tag.len() == TAG)
}

#[cfg(test)]
#[path = "hasher_tests.rs"]
mod tests;
