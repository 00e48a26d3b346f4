//! Whether a request that changes something comes from our own pages (security, CSRF-1).

use hyper::HeaderMap;
use hyper::header::{HOST, HeaderName, HeaderValue, ORIGIN};

use super::config::HttpConfig;
use super::error::Error;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// For forms: the browser says `same-origin`, or, where it says nothing, names our origin.
///
/// # Errors
/// 403 for everything else.
pub(super) fn of_form(config: &HttpConfig, tls: bool, headers: &HeaderMap) -> Result<(), Error> {
    let allowed = match one(headers, &FETCH_SITE) {
        Told::Once(site) => site == "same-origin",
        Told::Often => false,
        Told::Never => matches!(one(headers, &ORIGIN), Told::Once(origin) if is_ours(config, tls, headers, origin)),
    };
    if allowed { Ok(()) } else { Err(Error::Forbidden("cross-site")) }
}

/// For programs, which have no cookies to be abused: only a browser that speaks for another site is refused.
///
/// # Errors
/// 403.
pub(super) fn of_program(config: &HttpConfig, tls: bool, headers: &HeaderMap) -> Result<(), Error> {
    let site = match one(headers, &FETCH_SITE) {
        Told::Once(site) => site == "same-origin" || site == "none",
        Told::Often => false,
        Told::Never => true,
    };
    let origin = match one(headers, &ORIGIN) {
        Told::Once(origin) => is_ours(config, tls, headers, origin),
        Told::Often => false,
        Told::Never => true,
    };
    if site && origin { Ok(()) } else { Err(Error::Forbidden("cross-site")) }
}

enum Told<'a> {
    Never,
    Once(&'a str),
    Often,
}

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Told<'a> {
    let mut lines = headers.get_all(name).iter();
    match (lines.next().map(HeaderValue::to_str), lines.next()) {
        (None, _) => Told::Never,
        (Some(Ok(value)), None) => Told::Once(value),
        _ => Told::Often,
    }
}

/// The configured origin; in development, where there may be none, that of the host asked, which `guard` has found to be
/// this machine's.
fn is_ours(config: &HttpConfig, tls: bool, headers: &HeaderMap, origin: &str) -> bool {
    let written = |https: bool, host: &str| format!("{}://{host}", if https { "https" } else { "http" });
    if config.public_origin.as_ref().is_some_and(|ours| origin == written(ours.https, &ours.host)) {
        return true;
    }
    config.development
        && matches!(one(headers, &HOST), Told::Once(host) if origin == written(tls, &host.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn s_csrf_01_only_our_own_pages_may_change_anything() {
        let config = HttpConfig { public_origin: "https://help.kz".parse().ok(), ..HttpConfig::default() };
        let (site, origin) = ("sec-fetch-site", "origin");
        for (lines, form, program) in [
            (&[(site, "same-origin")][..], true, true),
            (&[(site, "same-origin"), (origin, "https://help.kz")][..], true, true),
            (&[(site, "same-site")][..], false, false),
            (&[(site, "cross-site")][..], false, false),
            (&[(site, "none")][..], false, true),
            (&[(site, "Same-Origin")][..], false, false),
            (&[(site, "")][..], false, false),
            (&[(site, "same-origin"), (site, "same-origin")][..], false, false),
            (&[(site, "cross-site"), (origin, "https://help.kz")][..], false, false),
            (&[(origin, "https://help.kz")][..], true, true),
            (&[(origin, "null")][..], false, false),
            (&[(origin, "http://help.kz")][..], false, false),
            (&[(origin, "https://help.kz:8443")][..], false, false),
            (&[(origin, "https://a.help.kz")][..], false, false),
            (&[(origin, "https://help.kz.evil.kz")][..], false, false),
            (&[(origin, "https://HELP.kz")][..], false, false),
            (&[(origin, "https://help.kz"), (origin, "https://help.kz")][..], false, false),
            (&[("referer", "https://help.kz/")][..], false, true),
            (&[][..], false, true),
        ] {
            let headers = headers(lines);
            assert_eq!(of_form(&config, true, &headers).is_ok(), form, "form: {lines:?}");
            assert_eq!(of_program(&config, true, &headers).is_ok(), program, "program: {lines:?}");
        }
    }

    #[test]
    fn s_csrf_01_in_development_the_origin_is_that_of_the_host_asked() {
        let development = HttpConfig { development: true, ..HttpConfig::default() };
        for (origin, host, wanted) in [
            ("http://localhost:8080", "localhost:8080", true),
            ("http://localhost:8081", "localhost:8080", false),
            ("https://localhost:8080", "localhost:8080", false),
            ("http://127.0.0.1:8080", "localhost:8080", false),
        ] {
            let headers = headers(&[("origin", origin), ("host", host)]);
            assert_eq!(of_form(&development, false, &headers).is_ok(), wanted, "{origin} {host}");
            assert!(of_form(&HttpConfig::default(), false, &headers).is_err(), "outside of development");
        }
    }
}
