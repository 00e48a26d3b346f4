//! First authorization and recovery: form matched → code sent → code confirmed → password set.
//!
//! Each step is a type that holds what is true in it, and only the step before can make it: a step cannot be skipped,
//! because its input does not exist yet. [`Authorization`] is the same for a process that is kept between requests; it
//! refuses a step out of order, naming both. Codes themselves, phones and clients are no business of this file: whether a
//! code is right is asked of the caller, after the try is counted.

use chrono::{DateTime, TimeDelta, Utc};

use super::error::{Argument, coded};

/// What the process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Бастапқы авторизация / Первичная авторизация.
    First,
    /// Құпиясөзді қалпына келтіру / Восстановление пароля.
    Recovery,
}

impl Purpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::First, Self::Recovery];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Recovery => "recovery",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// The bounds of the process (security, OTP-3, OTP-4, OTP-8, OTP-9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many wrong codes a process bears, over all its codes.
    pub tries: u32,
    /// How long a code lives.
    pub code_life: TimeDelta,
    /// How long after the last code the first, second, … new one may be asked for; no more new codes than entries.
    pub resend_after: Vec<TimeDelta>,
    /// How long after the right code a password may be set.
    pub password_right: TimeDelta,
}

impl Default for Limits {
    /// Five tries; five minutes; 60, 120, 300 seconds; ten minutes.
    fn default() -> Self {
        Self {
            tries: 5,
            code_life: TimeDelta::minutes(5),
            resend_after: [60, 120, 300].map(TimeDelta::seconds).to_vec(),
            password_right: TimeDelta::minutes(10),
        }
    }
}

/// A step, as a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The five fields match one client and contract, or are taken for it by a decoy.
    FormMatched,
    /// A code was sent.
    CodeSent,
    /// The right code came.
    CodeConfirmed,
    /// The password is set: the end.
    PasswordSet,
}

impl Step {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FormMatched => "form_matched",
            Self::CodeSent => "code_sent",
            Self::CodeConfirmed => "code_confirmed",
            Self::PasswordSet => "password_set",
        }
    }
}

impl From<Step> for Argument {
    fn from(step: Step) -> Self {
        Self::Code(step.code())
    }
}

coded! {
    /// Why a step is refused.
    pub enum AuthorizationError {
        /// The step does not follow the one reached.
        OutOfOrder {
            /// The step reached.
            from: Step,
            /// The step asked for.
            to: Step,
        } = "authorization-out-of-order",
        /// Another code is asked for too early.
        ResendTooSoon {
            /// When it may be.
            available: DateTime<Utc>,
        } = "authorization-resend-too-soon",
        /// All new codes of this process are used up.
        NoMoreCodes = "authorization-no-more-codes",
        /// The code is wrong; the try was counted.
        WrongCode {
            /// How many tries are left.
            left: u32,
        } = "authorization-wrong-code",
        /// No tries are left, whatever the code.
        NoTriesLeft = "authorization-no-tries-left",
        /// The code has died.
        CodeExpired {
            /// When it did.
            since: DateTime<Utc>,
        } = "authorization-code-expired",
        /// The right to set a password has ended.
        RightExpired {
            /// When it did.
            since: DateTime<Utc>,
        } = "authorization-right-expired",
        /// The kept facts contradict each other.
        Inconsistent = "authorization-inconsistent",
    }
}

/// A refusal, with the state as it is now: a wrong code has cost a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused<S> {
    /// The state to keep.
    pub state: S,
    /// Why.
    pub error: AuthorizationError,
}

/// Step 1: the form is matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormMatched {
    purpose: Purpose,
}

impl FormMatched {
    /// A process begins. The caller has compared all five fields (or runs a decoy).
    pub const fn new(purpose: Purpose) -> Self {
        Self { purpose }
    }

    /// The first code is sent.
    pub const fn send(self, now: DateTime<Utc>) -> CodeSent {
        CodeSent { purpose: self.purpose, sent_at: now, codes: 1, tries: 0 }
    }
}

/// Step 2: a code was sent, and is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSent {
    purpose: Purpose,
    sent_at: DateTime<Utc>,
    codes: u32,
    tries: u32,
}

impl CodeSent {
    /// When the code dies.
    pub fn expires_at(&self, limits: &Limits) -> DateTime<Utc> {
        later(self.sent_at, limits.code_life)
    }

    /// When a new code may be asked for; none when there are no more, or no tries to enter one.
    pub fn resend_at(&self, limits: &Limits) -> Option<DateTime<Utc>> {
        if self.tries_left(limits) == 0 {
            return None;
        }
        let resent = usize::try_from(self.codes.saturating_sub(1)).ok()?;
        limits.resend_after.get(resent).map(|wait| later(self.sent_at, *wait))
    }

    /// How many wrong codes are borne yet.
    pub const fn tries_left(&self, limits: &Limits) -> u32 {
        limits.tries.saturating_sub(self.tries)
    }

    /// A new code is sent; the old one ends, the tries stay counted.
    ///
    /// # Errors
    /// [`AuthorizationError::ResendTooSoon`], [`AuthorizationError::NoMoreCodes`], and
    /// [`AuthorizationError::NoTriesLeft`]: a code that cannot be tried is not sent.
    pub fn resend(self, now: DateTime<Utc>, limits: &Limits) -> Result<Self, Refused<Self>> {
        let error = match self.resend_at(limits) {
            _ if self.tries_left(limits) == 0 => AuthorizationError::NoTriesLeft,
            None => AuthorizationError::NoMoreCodes,
            Some(available) if now < available => AuthorizationError::ResendTooSoon { available },
            Some(_) => return Ok(Self { sent_at: now, codes: self.codes + 1, ..self }),
        };
        Err(Refused { state: self, error })
    }

    /// A code came. The try is counted, then `matches` is asked.
    ///
    /// # Errors
    /// [`AuthorizationError::NoTriesLeft`] and [`AuthorizationError::CodeExpired`], for which nothing is asked or
    /// counted; [`AuthorizationError::WrongCode`].
    pub fn confirm(
        mut self,
        now: DateTime<Utc>,
        limits: &Limits,
        matches: impl FnOnce() -> bool,
    ) -> Result<CodeConfirmed, Refused<Self>> {
        let since = self.expires_at(limits);
        if self.tries_left(limits) == 0 {
            return Err(Refused { state: self, error: AuthorizationError::NoTriesLeft });
        }
        if now >= since {
            return Err(Refused { state: self, error: AuthorizationError::CodeExpired { since } });
        }
        self.tries += 1;
        if matches() {
            return Ok(CodeConfirmed { sent: self, confirmed_at: now });
        }
        let left = self.tries_left(limits);
        Err(Refused { state: self, error: AuthorizationError::WrongCode { left } })
    }
}

/// Step 3: the right code came; a password may be set, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeConfirmed {
    sent: CodeSent,
    confirmed_at: DateTime<Utc>,
}

impl CodeConfirmed {
    /// When the right to set a password ends.
    pub fn right_ends_at(&self, limits: &Limits) -> DateTime<Utc> {
        later(self.confirmed_at, limits.password_right)
    }

    /// The password is set; the caller has checked it by the rules.
    ///
    /// # Errors
    /// [`AuthorizationError::RightExpired`].
    pub fn set_password(self, now: DateTime<Utc>, limits: &Limits) -> Result<PasswordSet, Refused<Self>> {
        let since = self.right_ends_at(limits);
        if now >= since {
            return Err(Refused { state: self, error: AuthorizationError::RightExpired { since } });
        }
        Ok(PasswordSet { confirmed: self, set_at: now })
    }
}

/// Step 4: the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordSet {
    confirmed: CodeConfirmed,
    set_at: DateTime<Utc>,
}

/// A process at any step, as it is kept between requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// Step 1.
    FormMatched(FormMatched),
    /// Step 2.
    CodeSent(CodeSent),
    /// Step 3.
    CodeConfirmed(CodeConfirmed),
    /// Step 4.
    PasswordSet(PasswordSet),
}

/// What is kept of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it is for.
    pub purpose: Purpose,
    /// When the last code was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// How many codes were sent.
    pub codes: u32,
    /// How many codes were tried.
    pub tries: u32,
    /// When the right code came.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When the password was set.
    pub set_at: Option<DateTime<Utc>>,
}

impl Authorization {
    /// The step that the kept facts tell.
    ///
    /// # Errors
    /// [`AuthorizationError::Inconsistent`] when a later step is told without an earlier one.
    pub fn restore(facts: &Facts) -> Result<Self, AuthorizationError> {
        let Facts { purpose, sent_at, codes, tries, confirmed_at, set_at } = *facts;
        let sent = sent_at.map(|sent_at| CodeSent { purpose, sent_at, codes, tries });
        match (sent, confirmed_at, set_at) {
            (None, None, None) if codes == 0 && tries == 0 => Ok(Self::FormMatched(FormMatched { purpose })),
            (Some(sent), None, None) if codes > 0 => Ok(Self::CodeSent(sent)),
            (Some(sent), Some(confirmed_at), set_at) if codes > 0 && tries > 0 => {
                let confirmed = CodeConfirmed { sent, confirmed_at };
                Ok(match set_at {
                    None => Self::CodeConfirmed(confirmed),
                    Some(set_at) => Self::PasswordSet(PasswordSet { confirmed, set_at }),
                })
            }
            _ => Err(AuthorizationError::Inconsistent),
        }
    }

    /// What is to be kept.
    pub fn facts(&self) -> Facts {
        let of_sent = |sent: &CodeSent| Facts {
            purpose: sent.purpose,
            sent_at: Some(sent.sent_at),
            codes: sent.codes,
            tries: sent.tries,
            confirmed_at: None,
            set_at: None,
        };
        let of_confirmed = |it: &CodeConfirmed| Facts { confirmed_at: Some(it.confirmed_at), ..of_sent(&it.sent) };
        match self {
            Self::FormMatched(form) => {
                Facts { purpose: form.purpose, sent_at: None, codes: 0, tries: 0, confirmed_at: None, set_at: None }
            }
            Self::CodeSent(sent) => of_sent(sent),
            Self::CodeConfirmed(confirmed) => of_confirmed(confirmed),
            Self::PasswordSet(set) => Facts { set_at: Some(set.set_at), ..of_confirmed(&set.confirmed) },
        }
    }

    /// What it is for.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::FormMatched(form) => form.purpose,
            Self::CodeSent(sent) => sent.purpose,
            Self::CodeConfirmed(confirmed) => confirmed.sent.purpose,
            Self::PasswordSet(set) => set.confirmed.sent.purpose,
        }
    }

    /// The step reached.
    pub const fn step(&self) -> Step {
        match self {
            Self::FormMatched(_) => Step::FormMatched,
            Self::CodeSent(_) => Step::CodeSent,
            Self::CodeConfirmed(_) => Step::CodeConfirmed,
            Self::PasswordSet(_) => Step::PasswordSet,
        }
    }

    /// The first code is sent, or a new one.
    ///
    /// # Errors
    /// [`AuthorizationError::OutOfOrder`] after the right code; those of [`CodeSent::resend`].
    pub fn send_code(self, now: DateTime<Utc>, limits: &Limits) -> Result<Self, Refused<Self>> {
        match self {
            Self::FormMatched(form) => Ok(Self::CodeSent(form.send(now))),
            Self::CodeSent(sent) => sent.resend(now, limits).map(Self::CodeSent).map_err(|it| it.kept(Self::CodeSent)),
            other => Err(other.out_of_order(Step::CodeSent)),
        }
    }

    /// A code came.
    ///
    /// # Errors
    /// [`AuthorizationError::OutOfOrder`] unless a code is awaited; those of [`CodeSent::confirm`].
    pub fn confirm(
        self,
        now: DateTime<Utc>,
        limits: &Limits,
        matches: impl FnOnce() -> bool,
    ) -> Result<Self, Refused<Self>> {
        match self {
            Self::CodeSent(sent) => {
                let confirmed = sent.confirm(now, limits, matches);
                confirmed.map(Self::CodeConfirmed).map_err(|refused| refused.kept(Self::CodeSent))
            }
            other => Err(other.out_of_order(Step::CodeConfirmed)),
        }
    }

    /// The password is set.
    ///
    /// # Errors
    /// [`AuthorizationError::OutOfOrder`] unless the right code came and no password was set; those of
    /// [`CodeConfirmed::set_password`].
    pub fn set_password(self, now: DateTime<Utc>, limits: &Limits) -> Result<Self, Refused<Self>> {
        match self {
            Self::CodeConfirmed(confirmed) => {
                let set = confirmed.set_password(now, limits);
                set.map(Self::PasswordSet).map_err(|refused| refused.kept(Self::CodeConfirmed))
            }
            other => Err(other.out_of_order(Step::PasswordSet)),
        }
    }

    const fn out_of_order(self, to: Step) -> Refused<Self> {
        let error = AuthorizationError::OutOfOrder { from: self.step(), to };
        Refused { state: self, error }
    }
}

impl<S> Refused<S> {
    fn kept<T>(self, wrap: impl FnOnce(S) -> T) -> Refused<T> {
        Refused { state: wrap(self.state), error: self.error }
    }
}

/// An instant so much later; the last there is when the calendar ends.
fn later(instant: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    instant.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
#[path = "authorization_tests.rs"]
mod tests;
