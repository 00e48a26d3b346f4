//! Passwords: set at the end of a first authorization or recovery, changed, and asked for again.

use chrono::TimeDelta;

use super::access::{Caller, Opened, Secrets};
use super::authorization::{no_flow, restore};
use super::sessions::Session;
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::sms;
use crate::cabinet::store::clients::{self, Known};
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::endings::{self, Ending, Which};
use crate::cabinet::store::{StoreError, Tx, credentials, devices, flows, sessions};
use crate::cabinet::vault::Token;
use crate::portal::authorization::{AuthorizationError, Purpose, Step};
use crate::portal::password::{Password, PasswordError};
use crate::portal::phone::Phone;

/// Why no password was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordRefused {
    /// The rules that it breaks.
    Rules(Vec<PasswordError>),
    /// The process does not allow it.
    Flow(AuthorizationError),
    /// There is one already, and this is not a recovery.
    HasPassword,
}

/// Why a password was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeRefused {
    /// The rules that the new one breaks.
    Rules(Vec<PasswordError>),
    /// The present one is wrong.
    Present,
}

/// What became of a password that was asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is right: the session's new secret.
    Given(Token),
    /// It is wrong.
    Refused,
}

impl Cabinet {
    /// The third step: sets the password and signs in. All other sessions and processes of the client end, browsers are
    /// forgotten, waits are over; after a recovery the client is told (PW-7, LOCK-4).
    ///
    /// # Errors
    /// [`ServiceError`]; inside, why it was not set.
    pub async fn set_password(
        &self,
        token: &Token,
        first: &str,
        second: &str,
        caller: &Caller,
    ) -> Result<Result<Opened, PasswordRefused>, ServiceError> {
        let (now, hash, limits) = (self.clock.now(), token.hash(), &self.limits().flow);
        let refused = |error| Ok(Err(PasswordRefused::Flow(error)));
        let Some(kept) = flows::find(&self.db, &hash, now).await? else { return refused(no_flow(Step::PasswordSet)) };
        if let Err(it) = restore(&kept.facts)?.set_password(now, limits) {
            return refused(it.error);
        }
        let Some(client) = kept.client else { return refused(no_flow(Step::PasswordSet)) };
        let is_first = kept.facts.purpose == Purpose::First;
        if is_first && self.has_password(client).await? {
            return Ok(Err(PasswordRefused::HasPassword));
        }
        let (password, phone) = match self.new_password(client, first, second).await? {
            Ok(new) => new,
            Err(errors) => return Ok(Err(PasswordRefused::Rules(errors))),
        };
        let stored = self.access.hasher.hash(&password).await?;
        let mut tx = self.db.begin().await?;
        if !credentials::set(&mut tx, client, &stored, is_first, now).await? {
            return Ok(Err(PasswordRefused::HasPassword));
        }
        if !flows::finish(&mut tx, &hash, client, limits.password_right, now).await? {
            drop(tx);
            let step = Step::PasswordSet;
            return refused(AuthorizationError::OutOfOrder { from: step, to: step });
        }
        self.begin_anew(&mut tx, client, Some(&hash)).await?;
        if let Some(phone) = phone.filter(|_| !is_first) {
            let message = (sms::Purpose::PasswordRecovered, "");
            self.tell(&mut tx, Some(client), &phone, message, caller.language).await?;
        }
        let opened = self.open(&mut tx, client, caller, Secrets::draw()?, &Event::PasswordSet).await?;
        self.commit_and_send(tx).await?;
        Ok(Ok(opened))
    }

    /// Changes the password of a client who knows the present one. Every other session and process ends, browsers are
    /// forgotten, the session gets a new secret, and the client is told.
    ///
    /// # Errors
    /// [`ServiceError`], [`ServiceError::TooMany`] after many wrong ones; inside, why it was not changed.
    pub async fn change_password(
        &self,
        session: &Session,
        present: &Password,
        first: &str,
        second: &str,
        caller: &Caller,
    ) -> Result<Result<Opened, ChangeRefused>, ServiceError> {
        let client = session.client;
        let (password, phone) = match self.new_password(client, first, second).await? {
            Ok(new) => new,
            Err(errors) => return Ok(Err(ChangeRefused::Rules(errors))),
        };
        // Both were typed just now: nothing is told of the one that is kept.
        if password == *present {
            return Ok(Err(ChangeRefused::Rules(vec![PasswordError::Same])));
        }
        let Some(old) = self.prove_by(client, present).await? else { return Ok(Err(ChangeRefused::Present)) };
        let stored = self.access.hasher.hash(&password).await?;
        let mut tx = self.db.begin().await?;
        if !credentials::hold(&mut tx, client, &old, true).await? {
            return Ok(Err(ChangeRefused::Present));
        }
        credentials::set(&mut tx, client, &stored, false, self.clock.now()).await?;
        self.begin_anew(&mut tx, client, None).await?;
        if let Some(phone) = phone {
            let message = (sms::Purpose::PasswordChanged, "");
            self.tell(&mut tx, Some(client), &phone, message, caller.language).await?;
        }
        let opened = self.open(&mut tx, client, caller, Secrets::draw()?, &Event::PasswordChanged).await?;
        self.commit_and_send(tx).await?;
        Ok(Ok(opened))
    }

    /// Asks for the password again; the session gets a new secret, and the old one dies (SES-3).
    ///
    /// # Errors
    /// [`ServiceError`], [`ServiceError::TooMany`] after many wrong ones.
    pub async fn prove(&self, session: &Session, password: &Password) -> Result<Proof, ServiceError> {
        let Some(stored) = self.prove_by(session.client, password).await? else { return Ok(Proof::Refused) };
        let token = Token::draw()?;
        let mut tx = self.db.begin().await?;
        let same = credentials::hold(&mut tx, session.client, &stored, false).await?;
        let now = self.clock.now();
        if !same || !sessions::rotate(&mut tx, &session.hash, &token.hash(), session.client, now).await? {
            return Ok(Proof::Refused);
        }
        tx.commit().await?;
        Ok(Proof::Given(token))
    }

    /// Whether the password was asked for so lately that contact data may be changed (SES-7).
    pub fn is_proved(&self, session: &Session) -> bool {
        self.clock.now() - session.proved_at <= self.limits().proof
    }

    /// The stored hash that the password belongs to; none if it is wrong. Wrong ones are counted, with waits of their own.
    pub(super) async fn prove_by(&self, client: ClientId, password: &Password) -> Result<Option<String>, ServiceError> {
        let turn = self.access.hasher.turn().await?;
        let name = self.proofs(client);
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        if !counters::attempt(&mut tx, &name, self.ladder(), now).await? {
            drop(tx);
            let until = counters::waits_until(&self.db, &name).await?;
            let left = (until.unwrap_or(now) - now).max(TimeDelta::seconds(1));
            return Err(ServiceError::TooMany { retry_after: left.to_std().unwrap_or_default() });
        }
        tx.commit().await?;
        let known = clients::get(&self.db, client).await?;
        let Some(stored) = known.and_then(|known: Known| known.password) else { return Ok(None) };
        if !turn.verify(password, Some(&stored)).await? {
            return Ok(None);
        }
        let mut tx = self.db.begin().await?;
        counters::clear(&mut tx, &name).await?;
        tx.commit().await?;
        Ok(Some(stored))
    }

    fn proofs(&self, client: ClientId) -> String {
        Counted::Proof.name(&self.vault, &format!("{:x}", client.get()))
    }

    /// A new password that keeps all rules, and the client's number; or the rules it breaks. Nothing is hashed yet (PW-6).
    async fn new_password(
        &self,
        client: ClientId,
        first: &str,
        second: &str,
    ) -> Result<Result<(Password, Option<Phone>), Vec<PasswordError>>, ServiceError> {
        let (context, phone) = self.context(client).await?;
        Ok(Password::new(first, second, &self.access.words, &context).map(|password| (password, phone)))
    }

    /// With a new password everything begins anew: sessions, processes, known browsers, waits.
    async fn begin_anew(&self, tx: &mut Tx, client: ClientId, flow: Option<&str>) -> Result<(), StoreError> {
        endings::note(tx, client, Which::AllBut(None), Ending::Password).await?;
        sessions::end_all(tx, client, None).await?;
        flows::end_of_client(tx, client, flow).await?;
        devices::forget(tx, client).await?;
        counters::clear(tx, &self.proofs(client)).await?;
        if let Some(account) = credentials::account(tx, client).await? {
            counters::clear(tx, &Counted::Account.name(&self.vault, &account)).await?;
        }
        Ok(())
    }
}
