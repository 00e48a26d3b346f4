//! The pages on the way into the cabinet, as their templates see them: sign-in, first authorization, recovery, proof of
//! the password, faults. Values, not words; a password never stands in a view.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::said::Said;

/// The text of the consent that a first authorization asks for: changed whenever the text is.
pub const CONSENT_VERSION: &str = "2026-11-23";

/// A view with what every page of the way in has.
#[derive(Clone, Debug, Serialize)]
pub struct Entry<'a, V> {
    /// The token of forms.
    pub csrf: String,
    /// The view, at top level.
    #[serde(flatten)]
    pub view: &'a V,
}

/// A form as typed, and what is wrong with it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormView {
    /// Where it leads.
    pub action: String,
    /// The fields, in order.
    pub fields: Vec<FieldView>,
    /// Is anything wrong with them?
    pub wrong: bool,
    /// Where to go afterwards, if not to the profile.
    pub next: Option<String>,
}

/// A field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Name, also the last part of its keys.
    pub name: &'static str,
    /// What was typed; always empty for a password.
    pub value: String,
    /// What is wrong with it.
    pub faults: Vec<Said>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field.
    pub field: &'static str,
    /// What.
    pub said: Said,
}

impl FormView {
    /// A form as it was typed.
    pub fn new(action: String, typed: &[(&'static str, &str)], faults: &[Fault]) -> Self {
        let of =
            |name: &str| faults.iter().filter(|fault| fault.field == name).map(|fault| fault.said.clone()).collect();
        let field =
            |(name, value): &(&'static str, &str)| FieldView { name, value: (*value).to_owned(), faults: of(name) };
        Self { action, fields: typed.iter().map(field).collect(), wrong: !faults.is_empty(), next: None }
    }
}

/// `cabinet/sign-in.html`: account number and IIN.
#[derive(Clone, Debug, Serialize)]
pub struct SignInPage {
    /// The form.
    pub form: FormView,
    /// What is to be said first: the last part of a key `entry-notice-…`.
    pub notice: Option<&'static str>,
    /// First authorization.
    pub first_url: String,
    /// Recovery.
    pub recovery_url: String,
}

/// `cabinet/password.html`: the second step of signing in.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordPage {
    /// The form; account number and IIN go with it.
    pub form: FormView,
    /// The account number, masked.
    pub account: String,
    /// The sign-in was refused, whatever the reason.
    pub refused: bool,
    /// The form was too old.
    pub stale: bool,
    /// Back to the account number.
    pub change_url: String,
    /// Recovery.
    pub recovery_url: String,
}

/// `cabinet/first.html`: the five fields.
#[derive(Clone, Debug, Serialize)]
pub struct FirstPage {
    /// `first` or `recovery`.
    pub purpose: &'static str,
    /// The form.
    pub form: FormView,
    /// What is to be said first: `stale`, `flow-ended`.
    pub notice: Option<&'static str>,
    /// The day of the consent's text.
    pub consent: NaiveDate,
    /// Sign-in.
    pub sign_in_url: String,
}

/// `cabinet/code.html`: the code of the message.
#[derive(Clone, Debug, Serialize)]
pub struct CodePage {
    /// `first` or `recovery`.
    pub purpose: &'static str,
    /// The form.
    pub form: FormView,
    /// The number typed, masked.
    pub phone: String,
    /// Until when the code is good.
    pub ends: Moment,
    /// From when another code may be asked for; none when there are no more.
    pub resend: Option<Moment>,
    /// What is wrong with the step rather than with the code, or what was done: `stale`, `resent`.
    pub notice: Option<&'static str>,
    /// Why no other code was sent.
    pub refused: Option<Said>,
    /// No code can be entered or asked for any more: only the form leads on.
    pub over: bool,
    /// Back to the filled form.
    pub back_url: String,
    /// The other address of this step: asks for another code.
    pub resend_action: String,
}

/// An instant that a page counts down to.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// RFC 3339.
    pub iso: String,
    /// Wall clock of Asia/Almaty, `HH:MM`.
    pub time: String,
    /// Seconds from now; 0 when it has come.
    pub seconds: i64,
}

impl Moment {
    /// An instant `seconds` ahead.
    pub fn new(at: DateTime<FixedOffset>, seconds: i64) -> Self {
        Self {
            iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
            time: at.format("%H:%M").to_string(),
            seconds,
        }
    }
}

/// `cabinet/new-password.html`: the new password, twice.
#[derive(Clone, Debug, Serialize)]
pub struct NewPasswordPage {
    /// `first` or `recovery`.
    pub purpose: &'static str,
    /// The form; what was typed never comes back.
    pub form: FormView,
    /// There is a password already: signing in is possible too.
    pub has_password: bool,
    /// The form was too old.
    pub stale: bool,
    /// Until when a password may be set; none where it is not known.
    pub ends: Option<Moment>,
    /// The six rules by the last part of their keys, in order.
    pub rules: [&'static str; 6],
    /// Sign-in.
    pub sign_in_url: String,
    /// Recovery.
    pub recovery_url: String,
}

/// The six rules, as keys and as the script names them.
pub const RULES: [&str; 6] = ["length", "lower", "upper", "digit", "symbol", "equal"];

/// `cabinet/prove.html`: the password once more.
#[derive(Clone, Debug, Serialize)]
pub struct ProvePage {
    /// The form.
    pub form: FormView,
    /// The password was refused.
    pub refused: bool,
    /// The form was too old.
    pub stale: bool,
    /// Back without it.
    pub back_url: String,
}

/// `cabinet/withdrawn.html`: the consent is withdrawn, and the cabinet closed.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnPage {
    /// The way back: first authorization.
    pub first_url: String,
}

/// `cabinet/error.html`: what went wrong.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The status, as the last part of keys.
    pub status: u16,
    /// The cabinet is not switched on here.
    pub off: bool,
    /// When to try again, in seconds.
    pub retry: Option<u64>,
    /// Number of the request, for the support.
    pub request: String,
    /// Where to go on.
    pub back_url: String,
}

/// Templates with the variables of their views beside those of the frame and of [`Entry`].
pub const TEMPLATES: [(&str, &[&str]); 8] = [
    ("cabinet/sign-in.html", &["csrf", "form", "notice", "first_url", "recovery_url"]),
    ("cabinet/password.html", &["csrf", "form", "account", "refused", "stale", "change_url", "recovery_url"]),
    ("cabinet/first.html", &["csrf", "purpose", "form", "notice", "consent", "sign_in_url"]),
    (
        "cabinet/code.html",
        &[
            "csrf",
            "purpose",
            "form",
            "phone",
            "ends",
            "resend",
            "notice",
            "refused",
            "over",
            "back_url",
            "resend_action",
        ],
    ),
    (
        "cabinet/new-password.html",
        &["csrf", "purpose", "form", "has_password", "stale", "ends", "rules", "sign_in_url", "recovery_url"],
    ),
    ("cabinet/prove.html", &["csrf", "form", "refused", "stale", "back_url"]),
    ("cabinet/withdrawn.html", &["csrf", "first_url"]),
    ("cabinet/error.html", &["csrf", "status", "off", "retry", "request", "back_url"]),
];

/// Keys of messages that views carry or templates put together from parts, beside the codes of the domain.
pub const MESSAGES: &[&str] = &[
    "sign-in-title",
    "first-title",
    "recovery-title",
    "prove-title",
    "withdrawn-title",
    "entry-notice-ended",
    "entry-notice-ended-elsewhere",
    "entry-notice-ended-password",
    "entry-notice-ended-crowded",
    "entry-notice-unsent",
    "entry-notice-idle",
    "entry-notice-signed-out",
    "entry-notice-stale",
    "entry-notice-flow-ended",
    "entry-notice-flow-again",
    "entry-notice-has-password",
    "entry-notice-resent",
    "first-lead",
    "recovery-lead",
    "first-finish",
    "recovery-finish",
    "field-account",
    "field-account-hint",
    "field-contract",
    "field-contract-hint",
    "field-iin",
    "field-iin-hint",
    "field-phone",
    "field-phone-hint",
    "field-date",
    "field-date-hint",
    "field-code",
    "field-code-hint",
    "field-password",
    "field-repeat",
    "rule-length",
    "rule-lower",
    "rule-upper",
    "rule-digit",
    "rule-symbol",
    "rule-equal",
    "code-shape",
    "consent-missing",
    "cabinet-off-title",
    "cabinet-error-400-title",
    "cabinet-error-400-text",
    "cabinet-error-403-title",
    "cabinet-error-403-text",
    "cabinet-error-404-title",
    "cabinet-error-404-text",
    "cabinet-error-405-title",
    "cabinet-error-405-text",
    "cabinet-error-409-title",
    "cabinet-error-409-text",
    "cabinet-error-413-title",
    "cabinet-error-413-text",
    "cabinet-error-415-title",
    "cabinet-error-415-text",
    "cabinet-error-429-title",
    "cabinet-error-429-text",
    "cabinet-error-500-title",
    "cabinet-error-500-text",
    "cabinet-error-503-title",
    "cabinet-error-503-text",
];
