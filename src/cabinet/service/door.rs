//! What is asked before any use case: what time it is here, and whether a form comes from a page of ours (CSRF-2).

use chrono::{DateTime, TimeDelta, Utc};

use super::Cabinet;
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

    /// The token that forms carry, bound to a secret of the browser.
    pub fn form_token(&self, secret: &Token) -> String {
        self.vault.form_token(secret)
    }

    /// Whether a form's token belongs to the browser's secret; takes the same time either way.
    pub fn form_token_matches(&self, secret: &Token, typed: &str) -> bool {
        self.vault.form_token_matches(secret, typed)
    }
}
