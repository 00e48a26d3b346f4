//! What signing in works with, who asks, and what comes of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Cabinet, ServiceError};
use crate::cabinet::audit::{self, Event, Origin};
use crate::cabinet::auth::{AuthLimits, Hasher, HasherError};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::sms::{Purpose, Texts};
use crate::cabinet::store::counters::{self, Bound, Ladder};
use crate::cabinet::store::messages::{self, Draft};
use crate::cabinet::store::{StoreError, Tx, clients, credentials, devices, sessions};
use crate::cabinet::vault::{Token, draw_reference};
use crate::i18n::Locale;
use crate::portal::password::{Context, KnownWords};
use crate::portal::phone::Phone;

pub use crate::cabinet::store::sessions::SessionKind;

/// Most characters that are kept of what a browser says of itself.
const AGENT: usize = 200;

/// How long to stay away when all hands are full.
const SOON: Duration = Duration::from_secs(5);

/// What signing in works with.
pub struct Access {
    /// Hashes passwords.
    pub hasher: Arc<Hasher>,
    /// The bounds.
    pub limits: AuthLimits,
    /// What messages say.
    pub texts: Texts,
    /// Passwords that everybody tries first.
    pub words: KnownWords,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Who asks, as far as a request tells.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The address that is counted against: IPv4 /32, IPv6 /64.
    pub network: String,
    /// What the browser says of itself.
    pub agent: String,
    /// The secret of a browser that signed in before.
    pub device: Option<Token>,
    /// The secret of the session that the browser has held until now: it ends when another one opens (SES-3).
    pub before: Option<Token>,
    /// The language of the page.
    pub language: Locale,
    /// What will hold the session.
    pub kind: SessionKind,
}

impl Caller {
    pub(super) fn origin(&self) -> Origin {
        Origin { network: Some(self.network.clone()), agent: Some(self.agent()) }
    }

    /// The secret of the session that the browser held before the one with this secret takes its cookie.
    pub(super) fn held_before(&self, opened: &Token) -> Option<&Token> {
        self.before.as_ref().filter(|before| *before != opened)
    }

    fn agent(&self) -> String {
        self.agent.chars().take(AGENT).collect()
    }
}

/// What a form has in common with itself, sent twice by an impatient finger: the browser, and the page it stands on.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The browser's secret.
    pub browser: &'a Token,
    /// The number of the page: see [`Cabinet::page_of`].
    pub page: &'a Token,
}

/// The secrets of a session that opens.
pub(super) struct Secrets {
    /// That of the session.
    pub session: Token,
    /// The one by which the browser is known from now on.
    pub device: Token,
}

impl Secrets {
    pub(super) fn draw() -> Result<Self, ServiceError> {
        Ok(Self { session: Token::draw()?, device: Token::draw()? })
    }
}

/// A session that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its secret.
    pub session: Token,
    /// The secret by which the browser is known from now on.
    pub device: Token,
    /// When the session ends, used or not.
    pub ends_at: DateTime<Utc>,
}

impl From<HasherError> for ServiceError {
    fn from(error: HasherError) -> Self {
        match error {
            HasherError::Busy => Self::Busy { retry_after: SOON },
            HasherError::Parameters | HasherError::Failed => Self::Hasher(error),
        }
    }
}

impl Cabinet {
    pub(super) fn limits(&self) -> &AuthLimits {
        &self.access.limits
    }

    pub(super) fn ladder(&self) -> Ladder {
        let AuthLimits { free_failures, first_wait, longest_wait, failures_forgotten, .. } = *self.limits();
        Ladder { free: free_failures, first: first_wait, longest: longest_wait, forgotten: failures_forgotten }
    }

    /// So many from one address, from the first on.
    pub(super) const fn from_network(most: i64, within: TimeDelta) -> Bound {
        Bound { most, within, from_last: false }
    }

    /// So many in 24 hours, from the last on: no 24 hours have more.
    pub(super) const fn a_day(most: i64) -> Bound {
        Bound { most, within: TimeDelta::hours(24), from_last: true }
    }

    /// Writes into the journal, as the last statement of a transaction.
    pub(super) async fn note(
        &self,
        tx: &mut Tx,
        client: Option<ClientId>,
        caller: &Caller,
        event: &Event,
    ) -> Result<(), StoreError> {
        audit::record(tx, &self.vault, self.clock.now(), client, &caller.origin(), event).await
    }

    /// A bound is reached: when to come back.
    pub(super) async fn too_many(&self, counter: &str) -> ServiceError {
        let now = self.clock.now();
        match counters::taken(&self.db, counter, now).await {
            Ok((_, ends)) => {
                let left = (ends - now).max(TimeDelta::seconds(1));
                ServiceError::TooMany { retry_after: left.to_std().unwrap_or(SOON) }
            }
            Err(error) => error.into(),
        }
    }

    /// Opens a session for a client whose row the transaction holds, and tells the journal why: the last statements of the
    /// transaction. The session that the browser held until now ends with it, or neither happens.
    pub(super) async fn open(
        &self,
        tx: &mut Tx,
        client: ClientId,
        caller: &Caller,
        secrets: Secrets,
        event: &Event,
    ) -> Result<Opened, ServiceError> {
        let now = self.clock.now();
        let limits = self.limits();
        let Secrets { session, device } = secrets;
        let ended = match caller.held_before(&session) {
            Some(before) => sessions::end_by_hash(tx, &before.hash()).await?,
            None => None,
        };
        let kept = sessions::Kept {
            handle: draw_reference()?,
            client,
            kind: caller.kind,
            created_at: now,
            used_at: now,
            ends_at: now + limits.session_life,
            proved_at: now,
            network: caller.network.clone(),
            agent: caller.agent(),
        };
        sessions::open(tx, &session.hash(), &kept, limits.idle, limits.sessions).await?;
        devices::keep(tx, &device.hash(), client, now + limits.device_life).await?;
        if ended.is_some() {
            self.note(tx, ended, caller, &Event::SessionEnded { count: 1 }).await?;
        }
        self.note(tx, Some(client), caller, event).await?;
        Ok(Opened { session, device, ends_at: kept.ends_at })
    }

    /// Puts a message into the queue; without a client, the likeness of one.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        client: Option<ClientId>,
        phone: &Phone,
        message: (Purpose, &str),
        language: Locale,
    ) -> Result<(), StoreError> {
        let (purpose, code) = message;
        let text = self.access.texts.body(purpose, language, code);
        let now = self.clock.now();
        let life = if purpose.has_code() { self.limits().flow.code_life } else { TimeDelta::days(1) };
        let draft = Draft { client, purpose: purpose.code(), phone, text: text.expose(), now, ends_at: now + life };
        messages::put(tx, &self.vault, &draft).await.map(drop)
    }

    /// Makes a transaction last that may have put a message into the queue, and wakes the queue: also for the likeness of
    /// one, so that both take the same way.
    pub(super) async fn commit_and_send(&self, tx: Tx) -> Result<(), StoreError> {
        tx.commit().await?;
        if let Some(queue) = &self.queue {
            queue.wake();
        }
        Ok(())
    }

    /// What a password of this client must not be made of (PW-3).
    pub(super) async fn context(&self, client: ClientId) -> Result<(Context, Option<Phone>), StoreError> {
        let damaged = StoreError::Damaged { what: "client" };
        let (profile, _) = clients::profile(&self.db, &self.vault, client).await?.ok_or(damaged)?;
        let mut context = Context::default()
            .word(&profile.surname)
            .word(&profile.given_name)
            .date(profile.birth_date)
            .number(&profile.iin.expose());
        for word in [&profile.patronymic, &profile.email].into_iter().flatten() {
            context = context.word(word.split('@').next().unwrap_or_default());
        }
        let phone = profile.phone.map(|phone| phone.expose());
        // People leave the country code out.
        let national = phone.as_ref().and_then(|phone| phone.strip_prefix("+7")).map(ToOwned::to_owned);
        for number in [profile.document_number, phone, national].into_iter().flatten() {
            context = context.number(&number);
        }
        if let Some(account) = clients::account(&self.db, client).await? {
            context = context.number(account.expose());
        }
        for number in credentials::contract_numbers(&self.db, client).await? {
            context = context.number(&number);
        }
        Ok((context, profile.phone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hashes_passwords_is_named_when_it_fails() {
        assert!(matches!(ServiceError::from(HasherError::Busy), ServiceError::Busy { .. }));
        for error in [HasherError::Failed, HasherError::Parameters] {
            assert_eq!(ServiceError::from(error).to_string(), error.to_string(), "no row is damaged");
        }
    }
}
