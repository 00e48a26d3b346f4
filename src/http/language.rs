//! The language of a visitor who asks for `/`.

use hyper::HeaderMap;
use hyper::header::{ACCEPT_LANGUAGE, COOKIE};

use super::encoding::list;
use crate::i18n::Locale;
use crate::i18n::negotiate::preferred;

/// The home to send a visitor to.
pub(super) fn home(headers: &HeaderMap) -> &'static str {
    let accept = list(headers, &ACCEPT_LANGUAGE);
    match preferred(cookie(headers, "lang"), Some(&accept)) {
        Locale::Kk => "/kk/",
        Locale::Ru => "/ru/",
    }
}

/// The value of a cookie, if it comes exactly once.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    let first = values.next();
    if values.next().is_some() { None } else { first }
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
