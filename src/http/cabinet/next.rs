//! Where to go after signing in (security, IN-8): a private page of ours, and nothing else.

use super::super::app::App;
use super::super::path;
use super::super::router::{Access, Methods};
use crate::i18n::Locale;
use crate::routes;

/// The longest address that is remembered, in bytes as it is written into another address: a search for two hundred letters
/// fits, and the address it is written into is not too long for us either.
const LONGEST: usize = 3 * 1024;

/// The page to go on to if `text` is the address of something private that is read; a stranger's link leads nowhere. The
/// page is in the language of who asks: whoever has changed it on the way in goes on in the one that was chosen. Of a file
/// it is the page that offers it: who was saving a file would be left standing before the filled form.
pub(super) fn checked(app: &App, text: &str, locale: Locale) -> Option<String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let ours = text.starts_with('/') && !text.starts_with("//");
    if !plain || !ours || text.contains('#') || routes::query_value(text).len() > LONGEST {
        return None;
    }
    let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
    let decoded = path::decode(path).ok()?;
    let readable = |methods| matches!(methods, Methods::Read | Methods::Both);
    let known = app.routes().iter().any(|route| {
        route.access == Access::Private
            && readable(route.methods)
            && !route.pattern.starts_with("/api/")
            && route.matches(&decoded)
    });
    if !known {
        return None;
    }
    let (above, last) = path.rsplit_once('/').unwrap_or_default();
    let page = if last.contains('.') { format!("{above}/") } else { path.to_owned() };
    // A calendar is asked for without words that its page would not know.
    let query = query.filter(|_| last.rsplit('.').next() != Some("ics"));
    let page = routes::in_language(locale, &page);
    Some(query.map_or_else(|| page.clone(), |query| format!("{page}?{query}")))
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
            assert_eq!(checked(&app, text, Locale::Kk).is_some(), wanted, "{text:?}");
        }
        assert_eq!(checked(&app, &format!("/kk/cabinet/prove?{}", "a".repeat(3072)), Locale::Kk), None, "too long");
        let letters = "%D2%9B".repeat(200);
        assert!(checked(&app, &format!("/kk/cabinet/faq?q={letters}&n=all"), Locale::Kk).is_some());
    }

    #[test]
    fn one_goes_on_in_the_language_of_the_page_and_from_a_file_to_its_page() {
        let app = App::new(HttpConfig::development(([127, 0, 0, 1], 0).into()), Setup::default()).unwrap();
        for (text, locale, wanted) in [
            ("/ru/cabinet/schedule", Locale::Kk, "/kk/cabinet/schedule"),
            ("/kk/cabinet/schedule/ab12/?year=2022", Locale::Ru, "/ru/cabinet/schedule/ab12/?year=2022"),
            ("/kk/cabinet/schedule/ab12/print", Locale::Kk, "/kk/cabinet/schedule/ab12/print"),
            ("/ru/cabinet/schedule/ab12/export.csv?year=2022", Locale::Ru, "/ru/cabinet/schedule/ab12/?year=2022"),
            ("/ru/cabinet/schedule/ab12/export.xlsx", Locale::Kk, "/kk/cabinet/schedule/ab12/"),
            ("/ru/cabinet/schedule/ab12/payments.ics?x=1", Locale::Ru, "/ru/cabinet/schedule/ab12/"),
            (
                "/ru/cabinet/statement/ab12/export.csv?year=2022&part=q3",
                Locale::Ru,
                "/ru/cabinet/statement/ab12/?year=2022&part=q3",
            ),
        ] {
            assert_eq!(checked(&app, text, locale).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn above_every_private_file_stands_a_private_page() {
        let app = App::new(HttpConfig::development(([127, 0, 0, 1], 0).into()), Setup::default()).unwrap();
        let files: Vec<_> = app.routes().iter().filter(|route| route.access == Access::Private).collect();
        let is_page = |pattern: &str| files.iter().any(|route| route.pattern == pattern);
        for route in &files {
            let (above, last) = route.pattern.rsplit_once('/').unwrap();
            assert!(!last.contains('.') || is_page(&format!("{above}/")), "{}", route.pattern);
        }
    }
}
