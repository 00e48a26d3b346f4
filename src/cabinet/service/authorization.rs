//! First authorization and recovery: the form, and the codes that are sent. [`super::confirmation`] takes a code,
//! [`super::password`] the password.
//!
//! A form that matches nobody begins a process all the same, without a client: a decoy, with a code that is sent to nobody,
//! the same counters, the same answers (security, ENUM-4, ENUM-5). Steps and their bounds are those of
//! [`crate::portal::authorization`]; what must not race is one conditional statement of the store.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use subtle::{Choice, ConstantTimeEq as _};

use super::access::{Caller, Sent};
use super::{Cabinet, ServiceError};
use crate::cabinet::audit::Event;
use crate::cabinet::auth::Otp;
use crate::cabinet::client_id::ClientId;
use crate::cabinet::sms;
use crate::cabinet::store::consents::{self, Consent};
use crate::cabinet::store::counters::{self, Bound, Counted};
use crate::cabinet::store::flows::{self, Kept, New};
use crate::cabinet::store::{StoreError, Tx, clients, contracts};
use crate::cabinet::vault::Token;
use crate::portal::account::AccountNumber;
use crate::portal::authorization::{Authorization, AuthorizationError, Facts, FormMatched, Purpose, Step};
use crate::portal::contract_number::ContractNumber;
use crate::portal::iin::Iin;
use crate::portal::phone::Phone;

/// The form of the first step: five fields that must match one client and one of the client's contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationForm {
    /// Дербес шоттың нөмірі / Номер лицевого счёта.
    pub account: AccountNumber,
    /// Шарттың нөмірі / Номер договора.
    pub contract: ContractNumber,
    /// ЖСН / ИИН.
    pub iin: Iin,
    /// Ұялы телефон нөмірі / Мобильный номер.
    pub phone: Phone,
    /// Шарттың жасалған күні / Дата договора.
    pub date: NaiveDate,
}

/// A process, as its pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowState {
    /// What it is for.
    pub purpose: Purpose,
    /// The step reached.
    pub step: Step,
    /// The typed number, masked.
    pub phone_shown: String,
    /// What was typed.
    pub form: AuthorizationForm,
    /// When a new code may be asked for; none when there are no more.
    pub resend_at: Option<DateTime<Utc>>,
    /// How many wrong codes are borne yet.
    pub tries_left: u32,
    /// When the code dies.
    pub code_ends_at: DateTime<Utc>,
    /// When the right to set a password ends, once the right code came.
    pub right_ends_at: Option<DateTime<Utc>>,
    /// Whether the client has a password already; told only after the right code (ENUM-6).
    pub has_password: bool,
}

impl Cabinet {
    /// The first step: begins a process, whether or not the form matches anybody. The consent given with it is kept.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] (by the address alone), [`ServiceError::Busy`] when the system has sent all codes of the
    /// day, [`ServiceError::Store`], [`ServiceError::Vault`].
    pub async fn begin(
        &self,
        purpose: Purpose,
        form: &AuthorizationForm,
        consent_version: &str,
        caller: &Caller,
    ) -> Result<Token, ServiceError> {
        self.begin_as(Token::draw()?, purpose, form, consent_version, caller).await
    }

    /// The same for a form of a page: however often it is sent, and to whichever nodes, it begins one process. Once the
    /// right code has been entered, that process has another secret, and the form sent again begins a new one.
    ///
    /// # Errors
    /// As [`Cabinet::begin`].
    pub async fn begin_once(
        &self,
        sent: Sent<'_>,
        purpose: Purpose,
        form: &AuthorizationForm,
        consent_version: &str,
        caller: &Caller,
    ) -> Result<Token, ServiceError> {
        let typed = String::from_utf8(form.encode()).unwrap_or_default();
        let token = self.vault.same_token(sent.browser, &[purpose.code(), &typed, sent.page.expose()]);
        match self.begin_as(token.clone(), purpose, form, consent_version, caller).await {
            // The first of the two took the last that a bound allows; this one asks for nothing more.
            Err(ServiceError::TooMany { .. } | ServiceError::Busy { .. }) if self.flow(&token).await?.is_some() => {
                Ok(token)
            }
            outcome => outcome,
        }
    }

    async fn begin_as(
        &self,
        token: Token,
        purpose: Purpose,
        form: &AuthorizationForm,
        consent_version: &str,
        caller: &Caller,
    ) -> Result<Token, ServiceError> {
        let now = self.clock.now();
        self.codes_are_left().await?;
        let matched = self.matched(form).await?;
        let code = Otp::draw()?;
        let hash = token.hash();
        let mut tx = self.db.begin().await?;
        let from = Counted::CodesFrom.name(&self.vault, &caller.network);
        if counters::take(&mut tx, &from, self.an_hour(), now).await?.is_none() {
            drop(tx);
            return Err(self.too_many(&from).await);
        }
        let client = self.may_send(&mut tx, matched, form).await?;
        let kept = Kept {
            facts: Authorization::CodeSent(FormMatched::new(purpose).send(now)).facts(),
            client,
            form: self.vault.seal(&flows::place(&hash), &form.encode())?,
            code_mac: self.vault.code_mac(purpose.code(), &hash, code.expose()),
        };
        let new = New { hash: &hash, kept: &kept, created_at: now, ends_at: now + self.limits().flow_life };
        if !flows::begin(&mut tx, &new).await? {
            // The first of the two has sent a code; nothing of this one is counted.
            return Ok(token);
        }
        let consent = Consent {
            version: consent_version.to_owned(),
            language: caller.language.code().to_owned(),
            channel: caller.kind.code().to_owned(),
            given_at: now,
            withdrawn_at: None,
        };
        consents::give(&mut tx, &hash, &consent).await?;
        self.send(&mut tx, client, form, purpose, &code, caller).await?;
        self.commit_and_send(tx).await?;
        Ok(token)
    }

    /// A process, unless it has ended.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn flow(&self, token: &Token) -> Result<Option<FlowState>, ServiceError> {
        let hash = token.hash();
        match flows::find(&self.db, &hash, self.clock.now()).await? {
            Some(kept) => self.state(&hash, &kept).await.map(Some),
            None => Ok(None),
        }
    }

    /// What was typed into a process of this purpose that runs or has ended a while ago, for the form to be filled again:
    /// nobody types five fields twice because the time was up. Only the browser that typed them holds the secret.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn typed(&self, token: &Token, purpose: Purpose) -> Result<Option<AuthorizationForm>, ServiceError> {
        let hash = token.hash();
        let kept = flows::find(&self.db, &hash, self.clock.now() - self.limits().form_life).await?;
        let unfinished = |kept: &Kept| kept.facts.purpose == purpose && kept.facts.set_at.is_none();
        kept.filter(unfinished).map(|kept| self.form(&hash, &kept)).transpose()
    }

    /// Sends a new code; the old one ends.
    ///
    /// # Errors
    /// As [`Cabinet::begin`]; inside, what the process does not allow.
    pub async fn resend(
        &self,
        token: &Token,
        caller: &Caller,
    ) -> Result<Result<FlowState, AuthorizationError>, ServiceError> {
        let (now, hash) = (self.clock.now(), token.hash());
        let Some(kept) = flows::find(&self.db, &hash, now).await? else { return Ok(Err(no_flow(Step::CodeSent))) };
        let sent = match restore(&kept.facts)?.send_code(now, &self.limits().flow) {
            Ok(state) => state.facts(),
            Err(refused) => return Ok(Err(refused.error)),
        };
        self.codes_are_left().await?;
        let form = self.form(&hash, &kept)?;
        // The number may have changed in the register since: a code goes nowhere else.
        let matched = self.matched(&form).await?.filter(|client| Some(*client) == kept.client);
        let code = Otp::draw()?;
        let code_mac = self.vault.code_mac(kept.facts.purpose.code(), &hash, code.expose());
        let mut tx = self.db.begin().await?;
        let from = Counted::CodesFrom.name(&self.vault, &caller.network);
        if counters::take(&mut tx, &from, self.an_hour(), now).await?.is_none() {
            drop(tx);
            return Err(self.too_many(&from).await);
        }
        if !flows::send_again(&mut tx, &hash, &kept.facts, &sent, &code_mac).await? {
            // Another request was faster; what it left does not allow one more.
            drop(tx);
            let available = now + self.limits().flow.resend_after.first().copied().unwrap_or_default();
            return Ok(Err(AuthorizationError::ResendTooSoon { available }));
        }
        let client = self.may_send(&mut tx, matched, &form).await?;
        self.send(&mut tx, client, &form, kept.facts.purpose, &code, caller).await?;
        self.commit_and_send(tx).await?;
        self.state(&hash, &Kept { facts: sent, ..kept }).await.map(Ok)
    }

    /// All five fields are compared, whatever the first of them says (ENUM-4).
    async fn matched(&self, form: &AuthorizationForm) -> Result<Option<ClientId>, ServiceError> {
        let known = clients::find(&self.db, &form.account).await?;
        let client = known.as_ref().map(|known| known.id);
        let concluded = contracts::concluded(&self.db, client, &form.contract).await?;
        let (iin, phone) = known.map(|known| (known.iin_index, known.phone_index)).unwrap_or_default();
        let same = |kept: Option<&str>, typed: &str| kept.unwrap_or_default().as_bytes().ct_eq(typed.as_bytes());
        let all: Choice = same(Some(&iin), &self.vault.index(clients::IIN, &form.iin.expose()))
            & same(phone.as_deref(), &self.vault.index(clients::PHONE, &form.phone.expose()))
            & same(concluded.map(|date| date.to_string()).as_deref(), &form.date.to_string());
        Ok(client.filter(|_| bool::from(all)))
    }

    /// Whether the system may send codes today: the answer is the same for everybody.
    async fn codes_are_left(&self) -> Result<(), ServiceError> {
        let now = self.clock.now();
        let (sent, ends) = counters::taken(&self.db, &Counted::Codes.name(&self.vault, ""), now).await?;
        if sent < self.limits().codes_a_day {
            return Ok(());
        }
        Err(ServiceError::Busy { retry_after: (ends - now).to_std().unwrap_or_default() })
    }

    fn an_hour(&self) -> Bound {
        Self::from_network(self.limits().codes_a_network, TimeDelta::hours(1))
    }

    /// The client, if a code may be sent; the same statements for a decoy, counted where they are in nobody's way. A client
    /// over a bound is a decoy from here on: the answer is the same, and nothing is sent.
    async fn may_send(
        &self,
        tx: &mut Tx,
        client: Option<ClientId>,
        form: &AuthorizationForm,
    ) -> Result<Option<ClientId>, ServiceError> {
        let (to, of) = match client {
            Some(_) => (Counted::CodesTo, Counted::CodesOf),
            None => (Counted::DecoyTo, Counted::DecoyOf),
        };
        let (now, limits) = (self.clock.now(), self.limits());
        let to = to.name(&self.vault, &form.phone.expose());
        let of = of.name(&self.vault, form.account.expose());
        let to = counters::take(tx, &to, Self::a_day(limits.codes_a_phone), now).await?;
        let of = counters::take(tx, &of, Self::a_day(limits.codes_a_client), now).await?;
        let client = client.filter(|_| to.is_some() && of.is_some());
        // What is sent to nobody takes nothing from what there is for all.
        let all = if client.is_some() { Counted::Codes } else { Counted::Decoys };
        let day = Self::from_network(limits.codes_a_day, TimeDelta::hours(24));
        let all = counters::take(tx, &all.name(&self.vault, ""), day, now).await?;
        Ok(client.filter(|_| all.is_some()))
    }

    async fn send(
        &self,
        tx: &mut Tx,
        client: Option<ClientId>,
        form: &AuthorizationForm,
        purpose: Purpose,
        code: &Otp,
        caller: &Caller,
    ) -> Result<(), ServiceError> {
        let message = match purpose {
            Purpose::First => sms::Purpose::First,
            Purpose::Recovery => sms::Purpose::Recovery,
        };
        self.tell(tx, client, &form.phone, (message, code.expose()), caller.language).await?;
        let event = if client.is_some() { Event::CodeSent } else { Event::CodeWithheld };
        Ok(self.note(tx, client, caller, &event).await?)
    }

    /// Whether the client has a password; a withdrawal of the consent takes it away.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn has_password(&self, client: ClientId) -> Result<bool, ServiceError> {
        Ok(clients::get(&self.db, client).await?.is_some_and(|known| known.password.is_some()))
    }

    pub(super) fn form(&self, hash: &str, kept: &Kept) -> Result<AuthorizationForm, ServiceError> {
        let plain = self.vault.open(&flows::place(hash), &kept.form)?;
        Ok(AuthorizationForm::decode(&plain).ok_or(StoreError::Damaged { what: "authorization" })?)
    }

    async fn state(&self, hash: &str, kept: &Kept) -> Result<FlowState, ServiceError> {
        let limits = &self.limits().flow;
        let state = restore(&kept.facts)?;
        let form = self.form(hash, kept)?;
        let confirmed = kept.client.filter(|_| kept.facts.confirmed_at.is_some());
        let has_password = match confirmed {
            Some(client) => self.has_password(client).await?,
            None => false,
        };
        let sent = match &state {
            Authorization::CodeSent(sent) => Some(sent),
            _ => None,
        };
        let sent_at = kept.facts.sent_at.ok_or(StoreError::Damaged { what: "authorization" })?;
        Ok(FlowState {
            purpose: state.purpose(),
            step: state.step(),
            phone_shown: form.phone.to_string(),
            form,
            resend_at: sent.and_then(|sent| sent.resend_at(limits)),
            tries_left: sent.map_or(0, |sent| sent.tries_left(limits)),
            code_ends_at: sent_at + limits.code_life,
            right_ends_at: match &state {
                Authorization::CodeConfirmed(confirmed) => Some(confirmed.right_ends_at(limits)),
                _ => None,
            },
            has_password,
        })
    }
}

/// There is no such process: what it is asked for comes before its first step.
pub(super) const fn no_flow(to: Step) -> AuthorizationError {
    AuthorizationError::OutOfOrder { from: Step::FormMatched, to }
}

pub(super) fn restore(facts: &Facts) -> Result<Authorization, StoreError> {
    Authorization::restore(facts).map_err(|_| StoreError::Damaged { what: "authorization" })
}

/// The form as it is sealed.
#[derive(Serialize, Deserialize)]
struct Document {
    account: String,
    contract: String,
    iin: String,
    phone: String,
    date: NaiveDate,
}

impl AuthorizationForm {
    pub(super) fn encode(&self) -> Vec<u8> {
        let document = Document {
            account: self.account.expose().to_owned(),
            contract: self.contract.shown().to_owned(),
            iin: self.iin.expose(),
            phone: self.phone.expose(),
            date: self.date,
        };
        // Texts and a date: there is nothing in it that JSON cannot say.
        serde_json::to_vec(&document).unwrap_or_default()
    }

    fn decode(plain: &[u8]) -> Option<Self> {
        let document: Document = serde_json::from_slice(plain).ok()?;
        Some(Self {
            account: AccountNumber::parse(&document.account).ok()?,
            contract: ContractNumber::parse(&document.contract).ok()?,
            // What was in the future when it was typed was refused then.
            iin: Iin::parse(&document.iin, NaiveDate::MAX).ok()?,
            phone: Phone::from_register(&document.phone).ok()?,
            date: document.date,
        })
    }
}
