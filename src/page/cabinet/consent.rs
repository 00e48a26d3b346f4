//! The consent to the processing of personal data: what was given, what follows from withdrawing it, and the form for that.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::Instant;
use crate::i18n::Locale;
use crate::page::entry::{CONSENT_VERSION, Fault, FormView};
use crate::routes;

/// `cabinet/consent.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentPage {
    /// The consent in force; none where it is not known.
    pub given: Option<Given>,
    /// The form that withdraws it; what was typed never comes back.
    pub form: FormView,
    /// The form had grown old, and did nothing.
    pub stale: bool,
    /// Back without it.
    pub back_url: String,
}

/// Variables of `cabinet/consent.html`.
pub(super) const VARIABLES: &[&str] = &["cabinet", "given", "form", "stale", "back_url"];

/// A consent in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The day that its text dates from.
    pub version: String,
    /// Is it the text that is asked for today? No other can be shown.
    pub current: bool,
    /// The code of the language it was read in.
    pub language: String,
    /// Where it was given: `page` or `api`.
    pub channel: String,
    /// When.
    pub at: Instant,
}

impl Given {
    /// A consent as it is kept.
    pub fn of(version: String, language: String, channel: String, at: DateTime<FixedOffset>) -> Self {
        Self { current: version == CONSENT_VERSION, version, language, channel, at: at.into() }
    }
}

impl ConsentPage {
    /// The page.
    pub fn of(locale: Locale, given: Option<Given>, faults: &[Fault], stale: bool) -> Self {
        let action = routes::cabinet(locale, "security/consent");
        Self {
            given,
            form: FormView::new(action, &[("present", "")], faults),
            stale,
            back_url: routes::cabinet(locale, "security"),
        }
    }
}
