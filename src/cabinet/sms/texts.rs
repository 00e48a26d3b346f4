//! What messages say, in the language of the page that asked for them.
//!
//! The words stand in `locales/*/sms.ftl`. A code comes first and no message has a link. Each must fit one part with its
//! longest values: that is measured at start, so no setting can make a message of two parts.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use super::segments::measure;
use crate::i18n::{Arg, Catalogue, FormatError, Locale};

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A code for the first authorization.
    First,
    /// A code for a new password.
    Recovery,
    /// A code beside the password.
    SignIn,
    /// The password was changed in the cabinet.
    PasswordChanged,
    /// The password was set anew by a code.
    PasswordRecovered,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::First, Self::Recovery, Self::SignIn, Self::PasswordChanged, Self::PasswordRecovered];

    /// Its name in the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Recovery => "recovery",
            Self::SignIn => "sign-in",
            Self::PasswordChanged => "password-changed",
            Self::PasswordRecovered => "password-recovered",
        }
    }

    /// The purpose of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// Whether the message carries a code.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::First | Self::Recovery | Self::SignIn)
    }

    const fn key(self) -> &'static str {
        match self {
            Self::First => "sms-code-first",
            Self::Recovery => "sms-code-recovery",
            Self::SignIn => "sms-code-sign-in",
            Self::PasswordChanged => "sms-password-changed",
            Self::PasswordRecovered => "sms-password-recovered",
        }
    }
}

/// The text of a message. Does not print: it may hold a code (security, OTP-10).
#[derive(Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// The text, for the store's seal.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(…)")
    }
}

/// Why there are no texts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// A message is missing or asks for what is not given.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A message is too long.
    #[error("{key} in `{locale}` takes {units} units with its longest values; one message has {most}")]
    TooLong {
        /// Key of the message.
        key: &'static str,
        /// Its language.
        locale: Locale,
        /// How long it is.
        units: usize,
        /// How long it may be.
        most: usize,
    },
    /// The domain of the last line is not one.
    #[error("{0} is not a domain: write example.kz")]
    Domain(String),
}

/// Where the code goes in a text that is ready but for it: no template can hold this character.
const CODE: char = '\u{0}';

/// Stands for any code when texts are measured.
const LONGEST_CODE: &str = "000000";

/// All texts, ready but for the code.
#[derive(Debug)]
pub struct Texts {
    ready: HashMap<(Purpose, Locale), String>,
}

impl Texts {
    /// The texts of codes that live so long, with a line for the browser if there is a domain.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn new(catalogue: &Catalogue, code_life: Duration, bound_domain: Option<&str>) -> Result<Self, TextError> {
        if let Some(domain) = bound_domain.filter(|domain| !is_domain(domain)) {
            return Err(TextError::Domain(domain.to_owned()));
        }
        let minutes = i64::try_from(code_life.as_secs() / 60).unwrap_or(i64::MAX);
        let code = CODE.to_string();
        let args = [("code", Arg::Text(&code)), ("minutes", Arg::Integer(minutes))];
        let mut ready = HashMap::new();
        for purpose in Purpose::ALL {
            for locale in Locale::ALL {
                let text = match bound_domain.filter(|_| purpose.has_code()) {
                    None => catalogue.format(locale.language(), purpose.key(), &args)?,
                    Some(domain) => {
                        let text = catalogue.format(locale.language(), &format!("{}.bound", purpose.key()), &args)?;
                        format!("{text}\n@{domain} #{CODE}")
                    }
                };
                let length = measure(&text.replace(CODE, LONGEST_CODE));
                if length.parts > 1 {
                    let (units, most) = (length.units, length.alphabet.alone());
                    return Err(TextError::TooLong { key: purpose.key(), locale, units, most });
                }
                ready.insert((purpose, locale), text);
            }
        }
        Ok(Self { ready })
    }

    /// A message; `code` counts only where the purpose has one.
    pub fn body(&self, purpose: Purpose, locale: Locale, code: &str) -> Body {
        Body(self.ready.get(&(purpose, locale)).map(|text| text.replace(CODE, code)).unwrap_or_default())
    }
}

/// Letters, digits and hyphens between dots, as browsers compare them.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{PerLanguage, Source, Sources};

    const FIVE: Duration = Duration::from_mins(5);
    /// The longest life of a code that the settings allow (security, OTP-3).
    const TEN: Duration = Duration::from_mins(10);

    fn catalogue() -> Catalogue {
        let file = |text: &str| vec![Source { path: "sms.ftl".to_owned(), text: text.to_owned() }];
        let builtin = PerLanguage::new(
            file(include_str!("../../../locales/kk/sms.ftl")),
            file(include_str!("../../../locales/ru/sms.ftl")),
            vec![],
        );
        let (catalogue, problems) = Catalogue::load(&Sources { builtin, ..Sources::default() });
        assert_eq!(problems, []);
        catalogue
    }

    #[test]
    fn every_text_begins_with_its_code_fits_one_part_and_has_no_link() {
        let catalogue = catalogue();
        for domain in [None, Some("portal.qtk.kz")] {
            let texts = Texts::new(&catalogue, TEN, domain).unwrap();
            for purpose in Purpose::ALL {
                for locale in Locale::ALL {
                    let body = texts.body(purpose, locale, "482913");
                    let text = body.expose();
                    assert_eq!(measure(text).parts, 1, "{text}");
                    assert_eq!(text.starts_with("482913 "), purpose.has_code(), "{text}");
                    assert_eq!(text.contains("10 мин"), purpose.has_code(), "how long it lives: {text}");
                    assert!(!text.contains("://") && !text.contains("www") && !text.contains(CODE), "{text}");
                    let line = domain.filter(|_| purpose.has_code()).map(|domain| format!("\n@{domain} #482913"));
                    assert_eq!(text.contains('@'), line.is_some(), "{text}");
                    assert!(line.is_none_or(|line| text.ends_with(&line)), "{text}");
                }
            }
        }
    }

    #[test]
    fn texts_are_those_that_were_agreed() {
        let texts = Texts::new(&catalogue(), FIVE, None).unwrap();
        let text = |purpose, locale| texts.body(purpose, locale, "048291").expose().to_owned();
        assert_eq!(
            text(Purpose::SignIn, Locale::Kk),
            "048291 — кіру коды. 5 мин жарамды. Ешкімге айтпаңыз.",
            "the zero is kept"
        );
        assert_eq!(text(Purpose::SignIn, Locale::Ru), "048291 — код входа. Действует 5 мин. Никому не сообщайте.");
    }

    #[test]
    fn a_domain_that_leaves_no_room_or_is_none_is_refused_at_start() {
        let catalogue = catalogue();
        for (domain, expected, reason) in [
            ("a-very-long-name-of-a-portal.example.kz", "takes", "too long"),
            ("https://qtk.kz", "is not a domain", "an address"),
            ("QTK.kz", "is not a domain", "browsers compare lower case"),
            ("localhost", "is not a domain", "no dot"),
            ("qtk.kz\n@evil.kz #1", "is not a domain", "more than one line"),
            ("-qtk.kz", "is not a domain", "a hyphen at an end"),
            ("", "is not a domain", "nothing"),
        ] {
            let error = Texts::new(&catalogue, TEN, Some(domain)).unwrap_err().to_string();
            assert!(error.contains(expected), "{reason}: {error}");
        }
    }

    #[test]
    fn s_otp_10_a_body_does_not_print() {
        let body = Texts::new(&catalogue(), FIVE, None).unwrap().body(Purpose::First, Locale::Kk, "482913");
        assert_eq!(format!("{body:?}"), "Body(…)");
    }

    #[test]
    fn names_lead_back_to_their_purposes() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
        assert_eq!(Purpose::from_code("other"), None);
    }
}
