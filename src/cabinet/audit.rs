//! What happened, for whom, from where: the events of the journal (LOG-2).
//!
//! The journal only grows, and each entry carries a keyed hash of itself and the entry before it: whoever changes or takes
//! out a row breaks the chain, and cannot mend it without the keys. No entry holds a code, a password, an IIN or a phone.
//! Entries of a use case are written in its own transaction, as its last statement: see `record`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::client_id::ClientId;
use super::store::{Db, StoreError, Tx, audit};
use super::vault::Vault;

/// How long entries are kept (LOG-2).
pub const TERM: TimeDelta = TimeDelta::days(366);

/// Entries taken out at a time, so that nobody who writes waits long.
pub(in crate::cabinet) const PORTION: i64 = 2000;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A client agreed to the processing of personal data.
    Consent {
        /// Version of the text.
        version: String,
    },
    /// A client withdrew the consent in the cabinet (KZ-1).
    ConsentWithdrawn {
        /// How many were in force.
        count: u64,
    },
    /// A one-time code was put into the queue.
    CodeSent,
    /// A code was asked for and not sent: the form matches nobody, or a bound is reached.
    CodeWithheld,
    /// A wrong or dead code was typed.
    CodeFailed,
    /// The right code was typed.
    CodeUsed,
    /// Signed in.
    SignedIn,
    /// A wrong password, or no such client.
    SignInFailed,
    /// A sign-in while its account has to wait.
    SignInDelayed,
    /// A password was set by first authorization or recovery.
    PasswordSet,
    /// A password was changed with the present one.
    PasswordChanged,
    /// A session was ended by its owner.
    SessionEnded {
        /// How many.
        count: u64,
    },
    /// A client looked at a value without its mask.
    Revealed {
        /// Which; `all` for a program, which masks by itself.
        field: &'static str,
    },
    /// A contract was asked for that is not the client's.
    ForeignReference,
    /// A file of the register was imported.
    Import {
        /// Name of the file.
        file: String,
        /// Digest of the file.
        digest: String,
        /// Clients filed.
        clients: u64,
        /// Records refused.
        rejected: u64,
    },
    /// A copy of the database was made.
    Backup,
    /// The database was made anew from a copy.
    Restore {
        /// When the copy was made, in milliseconds.
        made_at: i64,
    },
    /// Migrations were applied.
    Migrate {
        /// Their numbers.
        numbers: Vec<i64>,
    },
    /// An operator looked at a client.
    OperatorShowed,
    /// An operator wrote out all that is kept of a client (KZ-3).
    OperatorExported,
    /// An operator lifted the wait of an account.
    OperatorUnlocked,
    /// An operator ended sessions.
    OperatorEndedSessions {
        /// How many.
        count: u64,
    },
    /// An operator wrote down that a client withdrew the consent (KZ-1).
    OperatorWithdrewConsent {
        /// How many were in force.
        count: u64,
    },
    /// An operator erased a client (KZ-7).
    OperatorErased,
    /// A former client was erased, the term being over (KZ-3).
    TermOver {
        /// How many years it was.
        years: u32,
    },
    /// Values were sealed anew with the first key.
    Resealed {
        /// Of which table.
        table: &'static str,
        /// How many.
        count: u64,
    },
    /// Entries whose term is over were taken out.
    Trimmed {
        /// Number of the last of them.
        through: i64,
        /// Its hash, which the next entry's chain begins from.
        hash: String,
    },
}

impl Event {
    /// The stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Consent { .. } => "consent",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::CodeSent => "code_sent",
            Self::CodeWithheld => "code_withheld",
            Self::CodeFailed => "code_failed",
            Self::CodeUsed => "code_used",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignInDelayed => "sign_in_delayed",
            Self::PasswordSet => "password_set",
            Self::PasswordChanged => "password_changed",
            Self::SessionEnded { .. } => "session_ended",
            Self::Revealed { .. } => "revealed",
            Self::ForeignReference => "foreign_reference",
            Self::Import { .. } => "import",
            Self::Backup => "backup",
            Self::Restore { .. } => "restore",
            Self::Migrate { .. } => "migrate",
            Self::OperatorShowed => "operator_showed",
            Self::OperatorExported => "operator_exported",
            Self::OperatorUnlocked => "operator_unlocked",
            Self::OperatorEndedSessions { .. } => "operator_ended_sessions",
            Self::OperatorWithdrewConsent { .. } => "operator_withdrew_consent",
            Self::OperatorErased => "operator_erased",
            Self::TermOver { .. } => "term_over",
            Self::Resealed { .. } => "resealed",
            Self::Trimmed { .. } => "trimmed",
        }
    }

    /// What else is to be said of it.
    fn detail(&self) -> Value {
        match self {
            Self::Consent { version } => json!({"version": version}),
            Self::Revealed { field } => json!({"field": field}),
            Self::ConsentWithdrawn { count }
            | Self::SessionEnded { count }
            | Self::OperatorEndedSessions { count }
            | Self::OperatorWithdrewConsent { count } => json!({"count": count}),
            Self::Import { file, digest, clients, rejected } => {
                json!({"file": file, "digest": digest, "clients": clients, "rejected": rejected})
            }
            Self::Restore { made_at } => json!({"made_at": made_at}),
            Self::Migrate { numbers } => json!({"numbers": numbers}),
            Self::TermOver { years } => json!({"years": years}),
            Self::Resealed { table, count } => json!({"table": table, "count": count}),
            Self::Trimmed { through, hash } => json!({"through": through, "hash": hash}),
            _ => json!({}),
        }
    }
}

/// Where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Network address, as counted against: IPv4 /32, IPv6 /64; none for a command.
    pub network: Option<String>,
    /// What the browser says of itself; kept as a keyed hash.
    pub agent: Option<String>,
}

impl Origin {
    /// A command on the machine.
    pub const COMMAND: Self = Self { network: None, agent: None };
}

/// Writes an event into the journal, as the last statement of a transaction: entries of several nodes wait for each other
/// until it ends.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn record(
    tx: &mut Tx,
    vault: &Vault,
    now: DateTime<Utc>,
    client: Option<ClientId>,
    origin: &Origin,
    event: &Event,
) -> Result<(), StoreError> {
    let entry = audit::New {
        at: now,
        event: event.code(),
        client,
        network: origin.network.clone(),
        agent: origin.agent.as_ref().map(|agent| vault.index("audit.agent", agent)),
        detail: event.detail().to_string(),
    };
    audit::append(tx, vault, entry).await
}

/// Takes out a portion of the entries whose term is over, so many at the most; whether there were any. The journal says so
/// itself, and from which hash on it goes on.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn trim(
    db: &Db,
    vault: &Vault,
    now: DateTime<Utc>,
    most: i64,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let Some((through, hash)) = audit::last_before(&mut tx, now - TERM, most).await? else { return Ok(false) };
    audit::cut(&mut tx, through).await?;
    record(&mut tx, vault, now, None, &Origin::COMMAND, &Event::Trimmed { through, hash }).await?;
    tx.commit().await?;
    Ok(true)
}
