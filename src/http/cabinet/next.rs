//! Where to go after signing in (security, IN-8): a private page of ours, and nothing else.

use super::super::app::App;
use super::super::path;
use super::super::router::{Access, Methods};
use crate::routes;

/// The longest address that is remembered, in bytes as it is written into another address: a search for two hundred letters
/// fits, and the address it is written into is not too long for us either.
const LONGEST: usize = 3 * 1024;

/// `text` if it is the address of a private page that is read; a stranger's link leads nowhere.
pub(super) fn checked<'t>(app: &App, text: &'t str) -> Option<&'t str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let ours = text.starts_with('/') && !text.starts_with("//");
    if !plain || !ours || text.contains('#') || routes::query_value(text).len() > LONGEST {
        return None;
    }
    let decoded = path::decode(text.split('?').next().unwrap_or_default()).ok()?;
    let readable = |methods| matches!(methods, Methods::Read | Methods::Both);
    let known = app.routes().iter().any(|route| {
        route.access == Access::Private
            && readable(route.methods)
            && !route.pattern.starts_with("/api/")
            && route.matches(&decoded)
    });
    known.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::app::Setup;
    use crate::http::config::HttpConfig;

    #[test]
    fn s_in_08_only_private_pages_of_ours_are_led_to() {
        let app = App::new(HttpConfig::development(([127, 0, 0, 1], 0).into()), Setup::default()).unwrap();
        for (text, wanted) in [
            ("/kk/cabinet/prove", true),
            ("/ru/cabinet/prove?next=%2Fkk", true),
            ("/kk/cabinet/sign-out", false),
            ("/kk/cabinet/sign-in", false),
            ("/kk/faq/", false),
            ("/api/v1/sign-out", false),
            ("//evil.kz", false),
            ("/\\evil.kz", false),
            ("https://evil.kz/kk/cabinet/prove", false),
            ("https:evil.kz", false),
            ("/%09/evil.kz", false),
            ("/\t/evil.kz", false),
            ("/kk/cabinet/prove\r\nSet-Cookie: a=b", false),
            ("/kk/cabinet/../cabinet/prove", false),
            ("/kk/cabinet/prove#x", false),
            ("kk/cabinet/prove", false),
            ("", false),
        ] {
            assert_eq!(checked(&app, text).is_some(), wanted, "{text:?}");
        }
        assert_eq!(checked(&app, &format!("/kk/cabinet/prove?{}", "a".repeat(3072))), None, "too long");
        let letters = "%D2%9B".repeat(200);
        assert!(checked(&app, &format!("/kk/cabinet/faq?q={letters}&n=all")).is_some());
    }
}
