//! The second step of a first authorization or recovery: the code is entered.
//!
//! The right code proves who it is, so the process gets a new secret and the old one dies at once (security, SES-3): who
//! knows the old one, or makes it again by sending the same first form from the same browser, has no part in what the
//! code gives. A code form sent twice, at the same moment or to two nodes, counts once; whichever of the two answers the
//! browser keeps must lead on, so both have the same new secret: made of the browser's, of the process's old one and of
//! the number of the page by the vault's key. It is told to nobody without the code, and asking for it is a try as well:
//! who has seen the page, but not the code, cannot guess on.

use super::access::{Caller, Sent};
use super::authorization::{no_flow, restore};
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::auth::Otp;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::store::Tx;
use crate::cabinet::store::consents;
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::flows::{self, Kept, Renewed};
use crate::cabinet::vault::Token;
use crate::portal::authorization::{AuthorizationError, Facts, Step};

/// The right code came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The secret of the process from now on.
    pub flow: Token,
    /// The client has a password already: a first authorization ends here, with the way to sign-in and recovery.
    pub has_password: bool,
}

impl Cabinet {
    /// A code came. The try is counted before the code is compared, and lasts. What cannot be a code (see [`Otp::read`])
    /// costs none.
    ///
    /// # Errors
    /// [`ServiceError::Store`], [`ServiceError::Vault`]; inside, why the code does not do.
    pub async fn confirm(
        &self,
        token: &Token,
        code: &str,
        caller: &Caller,
    ) -> Result<Result<Confirmed, AuthorizationError>, ServiceError> {
        let Some(code) = Otp::read(code) else { return self.why_not(&token.hash()).await.map(Err) };
        self.confirm_as(Token::draw()?, token, &code, caller).await
    }

    /// The same for a form of a page: however often it is sent, and to whichever nodes, the right code counts once, and
    /// every answer has the same new secret.
    ///
    /// # Errors
    /// As [`Cabinet::confirm`].
    pub async fn confirm_once(
        &self,
        sent: Sent<'_>,
        token: &Token,
        code: &str,
        caller: &Caller,
    ) -> Result<Result<Confirmed, AuthorizationError>, ServiceError> {
        let Some(read) = Otp::read(code) else { return self.why_not(&token.hash()).await.map(Err) };
        match self.confirm_as(self.renewed(sent, token), token, &read, caller).await? {
            Err(error) => Ok(self.confirmed_before(sent, token, code).await?.ok_or(error)),
            confirmed => Ok(confirmed),
        }
    }

    /// What the same form has done already: the process that its code confirmed, by its new secret, unless it has ended.
    /// The code is compared again, and that is counted.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn confirmed_before(
        &self,
        sent: Sent<'_>,
        token: &Token,
        code: &str,
    ) -> Result<Option<Confirmed>, ServiceError> {
        let Some(code) = Otp::read(code) else { return Ok(None) };
        let flow = self.renewed(sent, token);
        let most = self.limits().flow.tries.saturating_mul(2);
        let kept = flows::count_again(&self.db, &flow.hash(), most, self.clock.now()).await?;
        let same = |kept: &Kept| {
            let purpose = kept.facts.purpose.code();
            self.vault.code_matches(&kept.code_mac, purpose, &token.hash(), code.expose())
        };
        match kept.filter(same).and_then(|kept| kept.client) {
            Some(client) => Ok(Some(Confirmed { flow, has_password: self.has_password(client).await? })),
            None => Ok(None),
        }
    }

    /// The secret that a process gets by the code of this form.
    fn renewed(&self, sent: Sent<'_>, token: &Token) -> Token {
        self.vault.same_token(sent.browser, &["confirmed", token.expose(), sent.page.expose()])
    }

    async fn confirm_as(
        &self,
        renewed: Token,
        token: &Token,
        code: &Otp,
        caller: &Caller,
    ) -> Result<Result<Confirmed, AuthorizationError>, ServiceError> {
        let (now, hash, limits) = (self.clock.now(), token.hash(), &self.limits().flow);
        let Some(kept) = flows::count_try(&self.db, &hash, limits.tries, limits.code_life, now).await? else {
            return self.why_not(&hash).await.map(Err);
        };
        let form = self.form(&hash, &kept)?;
        let before = restore(&Facts { tries: kept.facts.tries.saturating_sub(1), ..kept.facts })?;
        let mut tx = self.db.begin().await?;
        let of = if kept.client.is_some() { Counted::TriesOf } else { Counted::DecoyTriesOf };
        let name = of.name(&self.vault, form.account.expose());
        let bound = Self::a_day(self.limits().tries_a_day);
        let allowed = counters::take(&mut tx, &name, bound, now).await?.is_some();
        let matches = self.vault.code_matches(&kept.code_mac, kept.facts.purpose.code(), &hash, code.expose());
        let error = match before.confirm(now, limits, || matches & allowed) {
            Err(_) if !allowed => AuthorizationError::NoTriesLeft,
            Err(refused) => refused.error,
            Ok(_) => match kept.client {
                Some(client) => {
                    let sealed = self.vault.seal(&flows::place(&renewed.hash()), &form.encode())?;
                    let new = (renewed, sealed);
                    return self.accept_code(tx, client, (&hash, &kept), new, caller).await;
                }
                // Somebody guessed the code of a decoy: it is as wrong as any other.
                None => AuthorizationError::WrongCode { left: limits.tries.saturating_sub(kept.facts.tries) },
            },
        };
        self.note(&mut tx, kept.client, caller, &Event::CodeFailed).await?;
        tx.commit().await?;
        Ok(Err(error))
    }

    /// The process, by its hash, is the client's from here on, with a new secret and the form sealed for it.
    async fn accept_code(
        &self,
        mut tx: Tx,
        client: ClientId,
        (hash, kept): (&str, &Kept),
        (flow, form): (Token, String),
        caller: &Caller,
    ) -> Result<Result<Confirmed, AuthorizationError>, ServiceError> {
        let now = self.clock.now();
        let new = flow.hash();
        let renewed = Renewed { hash: &new, form: &form, ends_at: now + self.limits().flow.password_right };
        if !flows::confirm(&mut tx, hash, &kept.code_mac, &renewed, now).await? {
            tx.commit().await?;
            return self.why_not(hash).await.map(Err);
        }
        for version in consents::belongs_to(&mut tx, hash, &new, client).await? {
            self.note(&mut tx, Some(client), caller, &Event::Consent { version }).await?;
        }
        self.note(&mut tx, Some(client), caller, &Event::CodeUsed).await?;
        tx.commit().await?;
        Ok(Ok(Confirmed { flow, has_password: self.has_password(client).await? }))
    }

    /// Why a code does not do that was not even compared: the domain's own words for it.
    async fn why_not(&self, hash: &str) -> Result<AuthorizationError, ServiceError> {
        let now = self.clock.now();
        let Some(kept) = flows::find(&self.db, hash, now).await? else { return Ok(no_flow(Step::CodeConfirmed)) };
        let limits = &self.limits().flow;
        Ok(match restore(&kept.facts)?.confirm(now, limits, || false) {
            // No try was counted, so as many are left as there were.
            Err(it) if matches!(it.error, AuthorizationError::WrongCode { .. }) => {
                AuthorizationError::WrongCode { left: limits.tries.saturating_sub(kept.facts.tries) }
            }
            Err(it) => it.error,
            Ok(_) => AuthorizationError::Inconsistent,
        })
    }
}
