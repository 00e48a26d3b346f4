//! Security: changing the password, the sessions that are open, the last sign-ins.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::Instant;
use crate::i18n::Locale;
use crate::page::entry::{Fault, FormView, RULES};
use crate::routes;

/// The fields of the form that changes the password.
const FIELDS: [&str; 3] = ["present", "password", "repeat"];

/// `cabinet/security.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Security {
    /// The form that changes the password; what was typed never comes back.
    pub form: FormView,
    /// The six rules by the last part of their keys, in order.
    pub rules: [&'static str; 6],
    /// Open sessions, this one first.
    pub sessions: Vec<SessionView>,
    /// Is there another session than this one?
    pub others: bool,
    /// Where the forms lead that end sessions.
    pub end_url: String,
    /// The consent, and its withdrawal.
    pub consent_url: String,
    /// The last sign-ins, newest first.
    pub history: Vec<SignInView>,
    /// What was just done: `password-changed`, `session-ended`, `sessions-ended`; or, `password-kept`, was not: the password
    /// had been set in another tab.
    pub done: Option<&'static str>,
    /// A form of this page had grown old, and did nothing.
    pub stale: bool,
}

/// What the page says of a form that led to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// What is wrong with the fields of the form that changes the password.
    pub faults: &'a [Fault],
    /// What was just done.
    pub done: Option<&'static str>,
    /// The form had grown old.
    pub stale: bool,
}

impl Told<'_> {
    /// The form had grown old.
    pub const STALE: Self = Self { faults: &[], done: None, stale: true };
}

/// Variables of `cabinet/security.html`.
pub(super) const VARIABLES: &[&str] =
    &["cabinet", "form", "rules", "sessions", "others", "end_url", "consent_url", "history", "done", "stale"];

/// What is known of a session.
#[derive(Clone, Debug)]
pub struct SessionFacts {
    /// Names it in the form that ends it; not its secret.
    pub handle: String,
    /// The one that asks.
    pub current: bool,
    /// Is it of a program rather than of a browser?
    pub program: bool,
    /// When it was opened.
    pub opened: DateTime<FixedOffset>,
    /// When it was last used.
    pub used: DateTime<FixedOffset>,
    /// What the browser says of itself.
    pub agent: String,
    /// The network, as far as it is known.
    pub network: String,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Names it in the form that ends it.
    pub handle: String,
    /// The one that asks.
    pub current: bool,
    /// Is it of a program?
    pub program: bool,
    /// On what.
    pub device: Device,
    /// The network.
    pub network: String,
    /// When it was opened.
    pub opened: Instant,
    /// When it was last used.
    pub used: Instant,
}

/// What is known of a sign-in.
#[derive(Clone, Debug)]
pub struct SignInFacts {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// How it ended: the code of the journal.
    pub outcome: &'static str,
    /// The network, as far as it is known.
    pub network: String,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInView {
    /// When.
    pub at: Instant,
    /// How it ended: the code of the journal.
    pub outcome: &'static str,
    /// The network.
    pub network: String,
}

/// Browser and system by their own names; none where they are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Name of the browser.
    pub browser: Option<&'static str>,
    /// Name of the system.
    pub system: Option<&'static str>,
}

impl Device {
    /// Reads what a browser says of itself; only names that are known, so nothing of a stranger's text is shown.
    pub fn of(agent: &str) -> Self {
        // The order matters: most browsers name the ones they descend from.
        const BROWSERS: [(&str, &str); 9] = [
            ("YaBrowser/", "Yandex Browser"),
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser/", "Samsung Internet"),
            ("Firefox/", "Firefox"),
            ("FxiOS/", "Firefox"),
            ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ];
        const SYSTEMS: [(&str, &str); 6] = [
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ];
        let find =
            |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
        Self { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }
}

impl Security {
    /// The page.
    pub fn of(locale: Locale, sessions: Vec<SessionFacts>, history: Vec<SignInFacts>, told: Told<'_>) -> Self {
        let mut sessions: Vec<SessionView> = sessions.into_iter().map(SessionView::from).collect();
        sessions.sort_by(|a, b| (b.current, &b.used.iso).cmp(&(a.current, &a.used.iso)));
        Self {
            form: FormView::new(
                routes::cabinet(locale, "security/password"),
                &FIELDS.map(|name| (name, "")),
                told.faults,
            ),
            rules: RULES,
            others: sessions.iter().any(|session| !session.current),
            sessions,
            end_url: routes::cabinet(locale, "security/sessions/end"),
            consent_url: routes::cabinet(locale, "security/consent"),
            history: history.into_iter().map(SignInView::from).collect(),
            done: told.done,
            stale: told.stale,
        }
    }
}

impl From<SessionFacts> for SessionView {
    fn from(facts: SessionFacts) -> Self {
        let device = Device::of(&facts.agent);
        let SessionFacts { handle, current, program, opened, used, network, .. } = facts;
        Self { handle, current, program, device, network, opened: opened.into(), used: used.into() }
    }
}

impl From<SignInFacts> for SignInView {
    fn from(facts: SignInFacts) -> Self {
        Self { at: facts.at.into(), outcome: facts.outcome, network: facts.network }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_by_names_that_are_known() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
        let yandex = "Mozilla/5.0 (Linux; arm_64; Android 14; SM-A536B) AppleWebKit/537.36 Chrome/126.0.0.0 YaBrowser/24.7 Mobile Safari/537.36";
        for (agent, browser, system) in [
            (chrome, Some("Chrome"), Some("Windows")),
            (phone, Some("Safari"), Some("iPhone")),
            (yandex, Some("Yandex Browser"), Some("Android")),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox"), Some("Linux")),
            ("curl/8.5 <script>", None, None),
            ("", None, None),
        ] {
            assert_eq!(Device::of(agent), Device { browser, system }, "{agent}");
        }
    }
}
