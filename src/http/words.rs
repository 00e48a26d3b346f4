//! The few words that the server says itself, to programs: titles of problems and what is wrong with a field. Pages get
//! theirs through templates.

use std::sync::LazyLock;

use hyper::StatusCode;

use crate::i18n::{Arg, Catalogue, Formats, Locale};
use crate::page::said::{Argument, Said};
use crate::page::theme::builtin_locales;

static WORDS: LazyLock<(Catalogue, Option<Formats>)> = LazyLock::new(|| {
    let catalogue = Catalogue::load(&builtin_locales()).0;
    let formats = Formats::new(&catalogue).ok();
    (catalogue, formats)
});

/// Statuses that have a title of their own, as the last part of the key `http-…`.
const TITLED: [u16; 15] = [400, 401, 403, 404, 405, 408, 409, 411, 413, 414, 415, 422, 429, 500, 503];

/// Codes whose title says more than that of their status, each with its key.
const NAMED: [(&str, &str); 1] = [("invalid_credentials", "http-401-credentials")];

/// What a problem of this status and code is called.
pub fn title(locale: Locale, status: StatusCode, code: &str) -> String {
    let named = NAMED.iter().find(|(named, _)| *named == code).map(|(_, key)| (*key).to_owned());
    let text = WORDS.0.text(locale.language(), &named.unwrap_or_else(|| key(status)));
    text.map_or_else(|| status.canonical_reason().unwrap_or_default().to_owned(), |text| text.to_string())
}

/// The key of a status.
fn key(status: StatusCode) -> String {
    let code = if TITLED.contains(&status.as_u16()) {
        status.as_u16()
    } else if status.is_server_error() {
        500
    } else {
        400
    };
    format!("http-{code}")
}

/// What the domain has to say, in words; its code where there are none.
pub fn said(locale: Locale, said: &Said) -> String {
    let (catalogue, formats) = &*WORDS;
    let Some(formats) = formats else { return said.code.to_owned() };
    let written: Vec<(&str, String)> = said
        .args
        .iter()
        .filter_map(|(name, argument)| match argument {
            Argument::Number(_) => None,
            Argument::Money(tiyn) => Some((*name, formats.money(locale, *tiyn))),
            Argument::Date(day) => Some((*name, formats.date_long(locale, *day))),
            Argument::Code(code) => Some((*name, code.clone())),
        })
        .collect();
    let mut args: Vec<(&str, Arg<'_>)> = written.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
    args.extend(said.args.iter().filter_map(|(name, argument)| match argument {
        Argument::Number(number) => Some((*name, Arg::Integer(*number))),
        _ => None,
    }));
    let plain = catalogue.text(locale.language(), said.code).map(|text| text.to_string());
    plain.or_else(|| catalogue.format(locale.language(), said.code, &args).ok()).unwrap_or_else(|| said.code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::account::AccountNumberError;
    use crate::portal::authorization::AuthorizationError;
    use crate::portal::contract_number::ContractNumberError;
    use crate::portal::date::DateError;
    use crate::portal::iin::IinError;
    use crate::portal::password::PasswordError;
    use crate::portal::phone::PhoneError;

    #[test]
    fn every_title_and_everything_wrong_with_a_form_has_its_words() {
        let all = [
            AccountNumberError::CODES,
            AuthorizationError::CODES,
            ContractNumberError::CODES,
            DateError::CODES,
            IinError::CODES,
            PasswordError::CODES,
            PhoneError::CODES,
        ];
        for locale in Locale::ALL {
            for code in all.into_iter().flatten() {
                let args = ["found", "min", "max", "last", "left"].map(|name| (name, Argument::Number(5)));
                let text = said(locale, &Said { code, args: args.into_iter().collect() });
                assert!(text != *code && text.ends_with(['.', '?']), "{locale} {code}: {text}");
            }
            let named = NAMED.iter().map(|(_, key)| (*key).to_owned());
            for key in TITLED.iter().map(|status| format!("http-{status}")).chain(named) {
                assert!(WORDS.0.has(locale.language(), &key), "{locale} {key}");
            }
        }
    }
}
