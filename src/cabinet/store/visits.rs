//! When and from where a client signed in, or somebody tried to: what the journal tells the client.

use chrono::{DateTime, Utc};

use super::db::on_db;
use super::{Db, StoreError, instant};
use crate::cabinet::audit::Event;
use crate::cabinet::client_id::ClientId;

/// How a sign-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A session was opened.
    SignedIn,
    /// The password was wrong.
    Failed,
    /// There was a wait, and the password was not looked at.
    Delayed,
}

impl Outcome {
    /// The stable code: that of the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => Event::SignedIn.code(),
            Self::Failed => Event::SignInFailed.code(),
            Self::Delayed => Event::SignInDelayed.code(),
        }
    }
}

/// A sign-in with the client's account number and IIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// From which address.
    pub network: String,
}

/// The client's last sign-ins, the latest first.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn of_client(db: &Db, client: ClientId, most: i64) -> Result<Vec<Visit>, StoreError> {
    let [opened, failed, delayed] = [Outcome::SignedIn, Outcome::Failed, Outcome::Delayed];
    let rows: Vec<(i64, String, Option<String>)> = on_db!(db, on => sqlx::query_as(
        "SELECT at, event, network FROM audit WHERE client_id = $1 AND event IN ($2, $3, $4) \
         ORDER BY at DESC, seq DESC LIMIT $5"
    ).bind(client.get()).bind(opened.code()).bind(failed.code()).bind(delayed.code()).bind(most).fetch_all(on).await)?;
    let visit = |(at, event, network): (i64, String, Option<String>)| {
        let outcome = [opened, failed, delayed].into_iter().find(|it| it.code() == event);
        let outcome = outcome.ok_or(StoreError::Damaged { what: "journal" })?;
        Ok(Visit { at: instant(at)?, outcome, network: network.unwrap_or_default() })
    };
    rows.into_iter().map(visit).collect()
}
