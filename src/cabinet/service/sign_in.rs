//! Signing in.
//!
//! Whatever is wrong, the outcome is one and the same, and so is the work: the same statements, one run of the hash
//! (security, ENUM-2, ENUM-3). A try is counted before the password is looked at, so that tries at the same moment cannot
//! slip past a wait together.
//!
//! A form sent twice, at the same moment or on two nodes, opens one session. Whichever of the two answers the browser keeps
//! must let it in, so both have the same secrets: made of the browser's own and of the number of the page by the vault's
//! key. The first of the two is the one that takes the form's one row of the counters, which is kept for as long as a
//! session can last; when its session has ended, the form opens no other.

use subtle::ConstantTimeEq as _;

use super::access::{Caller, Opened, Secrets, Sent};
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::auth::AuthLimits;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::store::clients::{self, Known};
use crate::cabinet::store::counters::{self, Bound, Counted};
use crate::cabinet::store::{Tx, credentials, devices};
use crate::cabinet::vault::Token;
use crate::portal::account::AccountNumber;
use crate::portal::iin::Iin;
use crate::portal::password::Password;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A session is open.
    Opened(Opened),
    /// It is not, for a reason that is not told.
    Refused,
    /// The form opened a session before, which has ended.
    Over,
}

/// What a try is counted against.
struct Counters {
    network: String,
    account: String,
}

/// A try as it is judged.
struct Try<'a> {
    caller: &'a Caller,
    /// The form it came with, if a page has it.
    sent: Option<Sent<'a>>,
    /// The client of both account number and IIN.
    known: Option<Known>,
    /// The browser's secret, if it is the client's.
    device: Option<&'a Token>,
    counters: Counters,
    /// No wait was running.
    allowed: bool,
}

impl Try<'_> {
    fn client(&self) -> Option<ClientId> {
        self.known.as_ref().map(|known| known.id)
    }

    /// After so many failures of strangers a new browser must recover; a known one has failures of its own.
    fn must_recover(&self) -> bool {
        let failures = self.known.as_ref().map_or(0, |known| known.failures);
        self.device.is_none() && failures >= AuthLimits::MUST_RECOVER
    }
}

impl Cabinet {
    /// Signs in. The password is normalised; its other rules do not matter here.
    ///
    /// # Errors
    /// [`ServiceError::Busy`], [`ServiceError::TooMany`] (by the address alone), [`ServiceError::Store`],
    /// [`ServiceError::Vault`].
    pub async fn sign_in(
        &self,
        account: &AccountNumber,
        iin: &Iin,
        password: &Password,
        caller: &Caller,
    ) -> Result<SignIn, ServiceError> {
        self.try_in(account, iin, password, caller, None).await
    }

    /// The same with a form of a page: however often it is sent, and to whichever nodes, it opens one session.
    ///
    /// # Errors
    /// As [`Cabinet::sign_in`].
    pub async fn sign_in_once(
        &self,
        sent: Sent<'_>,
        account: &AccountNumber,
        iin: &Iin,
        password: &Password,
        caller: &Caller,
    ) -> Result<SignIn, ServiceError> {
        self.try_in(account, iin, password, caller, Some(sent)).await
    }

    async fn try_in(
        &self,
        account: &AccountNumber,
        iin: &Iin,
        password: &Password,
        caller: &Caller,
        sent: Option<Sent<'_>>,
    ) -> Result<SignIn, ServiceError> {
        let turn = self.access.hasher.turn().await?;
        let attempt = Try { sent, ..self.count(account, iin, caller).await? };
        let stored = attempt.known.as_ref().and_then(|known| known.password.as_deref());
        let right = turn.verify(password, stored).await?;
        if right && attempt.allowed && !attempt.must_recover() {
            return self.accept(&attempt, password).await;
        }
        self.refuse(&attempt).await
    }

    /// Looks the client up and counts the try against everything it must be counted against.
    async fn count<'a>(&self, account: &AccountNumber, iin: &Iin, caller: &'a Caller) -> Result<Try<'a>, ServiceError> {
        let now = self.clock.now();
        let typed = self.vault.index(clients::IIN, &iin.expose());
        let found = clients::find(&self.db, account).await?;
        let known = found.filter(|known| bool::from(known.iin_index.as_bytes().ct_eq(typed.as_bytes())));
        let client = known.as_ref().map(|known| known.id);
        let hash = caller.device.as_ref().map(Token::hash);
        let failures = devices::failures(&self.db, hash.as_deref(), client, now).await?;
        let device = failures.filter(|failures| *failures < AuthLimits::MUST_RECOVER).and(caller.device.as_ref());
        let counters = Counters {
            network: Counted::SignInsFrom.name(&self.vault, &caller.network),
            account: match (device, &hash) {
                (Some(_), Some(hash)) => Counted::Device.name(&self.vault, hash),
                _ => Counted::Account.name(&self.vault, account.expose()),
            },
        };
        let limits = self.limits();
        let bound = Self::from_network(limits.network_failures, limits.network_window);
        let mut tx = self.db.begin().await?;
        if counters::take(&mut tx, &counters.network, bound, now).await?.is_none() {
            drop(tx);
            return Err(self.too_many(&counters.network).await);
        }
        let allowed = counters::attempt(&mut tx, &counters.account, self.ladder(), now).await?;
        tx.commit().await?;
        Ok(Try { caller, sent: None, known, device, counters, allowed })
    }

    async fn accept(&self, attempt: &Try<'_>, password: &Password) -> Result<SignIn, ServiceError> {
        let Some(Known { id: client, password: Some(stored), .. }) = &attempt.known else {
            return self.refuse(attempt).await;
        };
        // When all hands are full the old hash does for another time.
        let outdated = self.access.hasher.is_outdated(stored);
        let newer = if outdated { self.access.hasher.hash(password).await.ok() } else { None };
        let secrets = self.secrets(attempt, *client)?;
        let mut tx = self.db.begin().await?;
        if !credentials::hold(&mut tx, *client, stored, attempt.device.is_none()).await? {
            // The password was changed since it was looked up, or the same form was faster and had its hash made anew.
            drop(tx);
            return match self.opened_before(secrets, attempt.caller).await? {
                SignIn::Opened(opened) => Ok(SignIn::Opened(opened)),
                SignIn::Refused | SignIn::Over => self.refuse(attempt).await,
            };
        }
        counters::give_back(&mut tx, &attempt.counters.network).await?;
        counters::clear(&mut tx, &attempt.counters.account).await?;
        if let Some(newer) = newer {
            credentials::rehash(&mut tx, *client, stored, &newer).await?;
        }
        if attempt.sent.is_some() && !self.is_first(&mut tx, &secrets).await? {
            tx.commit().await?;
            return self.opened_before(secrets, attempt.caller).await;
        }
        let opened = self.open(&mut tx, *client, attempt.caller, secrets, &Event::SignedIn).await?;
        tx.commit().await?;
        Ok(SignIn::Opened(opened))
    }

    /// The secrets of the session: those of the form, or new ones. A browser known as the client's stays known by its
    /// secret; one that is not gets a new one, whatever it sent.
    fn secrets(&self, attempt: &Try<'_>, client: ClientId) -> Result<Secrets, ServiceError> {
        let client = format!("{:x}", client.get());
        let of = |sent: Sent<'_>, what| self.vault.same_token(sent.browser, &[what, &client, sent.page.expose()]);
        let new = match attempt.sent {
            Some(sent) => Secrets { session: of(sent, "session"), device: of(sent, "device") },
            None => Secrets::draw()?,
        };
        Ok(Secrets { device: attempt.device.cloned().unwrap_or(new.device), ..new })
    }

    /// Whether no form before this one was the same.
    async fn is_first(&self, tx: &mut Tx, secrets: &Secrets) -> Result<bool, ServiceError> {
        let name = Counted::SignInOf.name(&self.vault, &secrets.session.hash());
        let once = Bound { most: 1, within: self.limits().session_life, from_last: false };
        Ok(counters::take(tx, &name, once, self.clock.now()).await?.is_some())
    }

    /// The session that the same form opened before, if it is alive. One that the browser was given meanwhile loses its
    /// cookie all the same; should that fail, the form can be sent once more.
    async fn opened_before(&self, secrets: Secrets, caller: &Caller) -> Result<SignIn, ServiceError> {
        let Secrets { session, device } = secrets;
        let Some(open) = self.session(&session, caller.kind).await? else { return Ok(SignIn::Over) };
        if let Some(before) = caller.held_before(&session) {
            self.sign_out(before, caller).await?;
        }
        Ok(SignIn::Opened(Opened { session, device, ends_at: open.ends_at }))
    }

    /// The same statements in every case; where nothing is to be counted they change nothing.
    async fn refuse(&self, attempt: &Try<'_>) -> Result<SignIn, ServiceError> {
        let counted = attempt.client().filter(|_| attempt.allowed);
        let (by_device, by_stranger) = match attempt.device {
            Some(_) => (counted, None),
            None => (None, counted),
        };
        let hash = attempt.device.map(Token::hash);
        let mut tx = self.db.begin().await?;
        credentials::failed(&mut tx, by_stranger).await?;
        devices::failed(&mut tx, hash.as_deref(), by_device).await?;
        let event = if attempt.allowed { Event::SignInFailed } else { Event::SignInDelayed };
        self.note(&mut tx, attempt.client(), attempt.caller, &event).await?;
        tx.commit().await?;
        Ok(SignIn::Refused)
    }
}
