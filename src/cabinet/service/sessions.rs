//! Sessions: looked up for every request, listed, ended.

use chrono::{DateTime, Utc};

use super::access::{Caller, SessionKind};
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::auth::AuthLimits;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::store::endings::{self, Which};
use crate::cabinet::store::{sessions, visits};
use crate::cabinet::vault::Token;

pub use crate::cabinet::store::endings::Ending;
pub use crate::cabinet::store::visits::{Outcome, Visit};

/// A session that is alive. The only way to a [`ClientId`] for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub client: ClientId,
    /// Names it to its owner.
    pub handle: String,
    /// What holds it.
    pub kind: SessionKind,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it ends without further use.
    pub idle_ends_at: DateTime<Utc>,
    /// When it ends, used or not.
    pub ends_at: DateTime<Utc>,
    /// When its holder last gave the password.
    pub proved_at: DateTime<Utc>,
    pub(super) hash: String,
    /// A use that is to be noted.
    used: Option<DateTime<Utc>>,
}

/// A session in its owner's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names it.
    pub handle: String,
    /// What holds it.
    pub kind: SessionKind,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used, give or take a minute.
    pub used_at: DateTime<Utc>,
    /// Where it was opened.
    pub network: String,
    /// What the browser said of itself.
    pub agent: String,
}

impl Session {
    /// Whether [`Cabinet::note_use`] has anything to do.
    pub fn is_to_be_noted(&self) -> bool {
        self.used.is_some()
    }
}

impl Cabinet {
    /// The session of a secret, if it is alive. Whoever answers on its strength also calls [`Cabinet::note_use`].
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn session(&self, token: &Token, kind: SessionKind) -> Result<Option<Session>, ServiceError> {
        let (now, hash, idle) = (self.clock.now(), token.hash(), self.limits().idle);
        let kept = sessions::find(&self.db, &hash, kind).await?;
        let Some(kept) = kept.filter(|kept| kept.ends_at > now && kept.used_at + idle > now) else { return Ok(None) };
        // As it is once `note_use` has been called.
        let used_at = if kept.used_at <= now - AuthLimits::TOUCH { now } else { kept.used_at };
        Ok(Some(Session {
            client: kept.client,
            handle: kept.handle,
            kind,
            created_at: kept.created_at,
            idle_ends_at: (used_at + idle).min(kept.ends_at),
            used: (used_at > kept.used_at).then_some(used_at),
            ends_at: kept.ends_at,
            proved_at: kept.proved_at,
            hash,
        }))
    }

    /// Notes the last use of a session, at most once a minute (SES-4). Whoever only reads need not wait for it, and it cannot
    /// fail: where the database refuses, the session ends sooner than it should, never later, and what is only read is shown
    /// all the same.
    pub async fn note_use(&self, session: &Session) {
        if let Some(now) = session.used {
            let earlier = now - AuthLimits::TOUCH;
            sessions::touch(&self.db, &session.hash, session.client, earlier, now).await.ok();
        }
    }

    /// Ends the session of a secret; whether there was one.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn sign_out(&self, token: &Token, caller: &Caller) -> Result<bool, ServiceError> {
        let mut tx = self.db.begin().await?;
        let Some(client) = sessions::end_by_hash(&mut tx, &token.hash()).await? else { return Ok(false) };
        self.note(&mut tx, Some(client), caller, &Event::SessionEnded { count: 1 }).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What ended the session of a secret before its time; none when it ended by itself, by signing out, or never was.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn ended_by(&self, token: &Token) -> Result<Option<Ending>, ServiceError> {
        Ok(endings::find(&self.db, &token.hash(), self.clock.now()).await?)
    }

    /// The client's sessions that are alive, the latest first.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn sessions(&self, client: ClientId) -> Result<Vec<Listed>, ServiceError> {
        let kept = sessions::of_client(&self.db, client, self.limits().idle, self.clock.now()).await?;
        let listed = |it: sessions::Kept| Listed {
            handle: it.handle,
            kind: it.kind,
            created_at: it.created_at,
            used_at: it.used_at,
            network: it.network,
            agent: it.agent,
        };
        Ok(kept.into_iter().map(listed).collect())
    }

    /// The last sign-ins with the client's account number and IIN, the latest first.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn history(&self, client: ClientId, most: u16) -> Result<Vec<Visit>, ServiceError> {
        Ok(visits::of_client(&self.db, client, i64::from(most)).await?)
    }

    /// Ends one of the client's sessions; whether there was one.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn end_session(&self, client: ClientId, handle: &str, caller: &Caller) -> Result<bool, ServiceError> {
        let mut tx = self.db.begin().await?;
        endings::note(&mut tx, client, Which::One(handle), Ending::Elsewhere).await?;
        if !sessions::end(&mut tx, client, handle).await? {
            return Ok(false);
        }
        self.note(&mut tx, Some(client), caller, &Event::SessionEnded { count: 1 }).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of the client but this one; how many.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn end_other_sessions(&self, session: &Session, caller: &Caller) -> Result<u64, ServiceError> {
        let mut tx = self.db.begin().await?;
        endings::note(&mut tx, session.client, Which::AllBut(Some(&session.handle)), Ending::Elsewhere).await?;
        let count = sessions::end_all(&mut tx, session.client, Some(&session.handle)).await?;
        if count > 0 {
            self.note(&mut tx, Some(session.client), caller, &Event::SessionEnded { count }).await?;
        }
        tx.commit().await?;
        Ok(count)
    }
}
