//! What is asked before any use case: what time it is here, and whether a form comes from a page of ours (CSRF-2).

use chrono::{DateTime, TimeDelta, Utc};

use super::{Cabinet, ServiceError};
use crate::cabinet::vault::Token;

impl Cabinet {
    /// The cabinet's now: the day of a demonstration may be another than today.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// How long a browser that signed in is remembered.
    pub fn device_life(&self) -> TimeDelta {
        self.limits().device_life
    }

    /// The token that a page's forms carry, bound to a secret of the browser.
    ///
    /// # Errors
    /// [`ServiceError::Vault`].
    pub fn form_token(&self, secret: &Token) -> Result<String, ServiceError> {
        Ok(self.vault.form_token(secret)?)
    }

    /// The number of the page that a form stands on, if its token belongs to the browser's secret.
    pub fn page_of(&self, secret: &Token, typed: &str) -> Option<Token> {
        self.vault.page_of(secret, typed)
    }
}
