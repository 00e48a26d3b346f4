//! The language of a visitor who asks for `/`.

use hyper::HeaderMap;
use hyper::header::ACCEPT_LANGUAGE;

use super::cookies;
use super::encoding::list;
use crate::i18n::Locale;
use crate::i18n::negotiate::preferred;

/// The home to send a visitor to.
pub(super) fn home(headers: &HeaderMap) -> &'static str {
    let accept = list(headers, &ACCEPT_LANGUAGE);
    match preferred(cookies::get(headers, "lang"), Some(&accept)) {
        Locale::Kk => "/kk/",
        Locale::Ru => "/ru/",
    }
}

/// The language of an address; where it has none, that of the browser.
pub(super) fn of(path: &str, accept: &str) -> Locale {
    let first = path.split('/').nth(1).unwrap_or_default();
    Locale::from_code(first).unwrap_or_else(|| preferred(None, Some(accept)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookie_then_browser_then_kazakh() {
        use Locale::{Kk, Ru};
        for (cookie, accept, wanted) in [
            (None, "", Kk),
            (None, "ru", Ru),
            (None, "ru-KZ,ru;q=0.9,kk;q=0.8", Ru),
            (None, "en-US,en;q=0.9", Kk),
            (None, "en, ru;q=0.1", Ru),
            (None, "ru;q=0", Kk),
            (None, "ru;q=0.5,kk;q=0.6", Kk),
            (None, "rue, KK-kz", Kk),
            (Some("ru"), "kk", Ru),
            (Some("kk"), "ru", Kk),
            (Some("en"), "ru", Ru),
            (Some("ru-x"), "", Kk),
        ] {
            assert_eq!(preferred(cookie, Some(accept)), wanted, "{cookie:?} {accept}");
        }
    }
}
