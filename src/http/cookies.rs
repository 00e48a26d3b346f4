//! The cookies of the cabinet (security, SES-2): `__Host-` names that only this host, over TLS, can set.
//!
//! In development over plain HTTP browsers refuse such names, so the same cookies go without prefix and `Secure`; the
//! server then listens on this machine alone.

use hyper::HeaderMap;
use hyper::header::{COOKIE, HeaderValue, SET_COOKIE};

use super::router::Response;

/// A cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session.
    Session,
    /// A first authorization or recovery under way.
    Flow,
    /// What forms are bound to while there is no session (CSRF-2).
    Before,
    /// A browser that signed in before (LOCK-3).
    Device,
}

impl Cookie {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Session, Self::Flow, Self::Before, Self::Device];

    const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Session => ["__Host-sid", "sid"],
            Self::Flow => ["__Host-flow", "flow"],
            Self::Before => ["__Host-pre", "pre"],
            Self::Device => ["__Host-dev", "dev"],
        }
    }

    /// Its name.
    pub const fn name(self, secure: bool) -> &'static str {
        let [strict, plain] = self.names();
        if secure { strict } else { plain }
    }
}

/// The value of the cookie `name`, if it comes exactly once: of two, one is not ours.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    let first = values.next();
    if values.next().is_some() { None } else { first }
}

/// Sets a cookie: for `seconds`, or as long as the browser is open.
pub fn set(response: &mut Response, cookie: Cookie, secure: bool, value: &str, seconds: Option<i64>) {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let guard = if secure { "; Secure" } else { "" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{age}{guard}", cookie.name(secure));
    // Values are our own tokens, of letters, digits, `-` and `_`.
    if let Ok(line) = HeaderValue::try_from(line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
}

/// Takes a cookie away.
pub fn clear(response: &mut Response, cookie: Cookie, secure: bool) {
    set(response, cookie, secure, "", Some(0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::body::Payload;

    fn lines(response: &Response) -> Vec<&str> {
        response.headers().get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
    }

    #[test]
    fn s_ses_02_attributes_of_every_cookie() {
        for cookie in Cookie::ALL {
            let mut response = Response::new(Payload::empty());
            set(&mut response, cookie, true, "v", None);
            clear(&mut response, cookie, false);
            let [strict, plain] = cookie.names();
            assert!(strict.starts_with("__Host-") && strict.ends_with(plain));
            assert_eq!(
                lines(&response),
                [
                    format!("{strict}=v; Path=/; HttpOnly; SameSite=Lax; Secure"),
                    format!("{plain}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
                ]
            );
        }
    }

    #[test]
    fn a_cookie_counts_only_when_it_comes_once() {
        for (given, wanted) in [
            (&["sid=1"][..], Some("1")),
            (&["a=2; sid=1; b=3"][..], Some("1")),
            (&["a=2", "sid=1"][..], Some("1")),
            (&["sid=1; sid=2"][..], None),
            (&["sid=1", "sid=1"][..], None),
            (&["xsid=1; Sid=2"][..], None),
            (&["sid"][..], None),
            (&[][..], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in given {
                headers.append(COOKIE, line.parse().unwrap());
            }
            assert_eq!(get(&headers, "sid"), wanted, "{given:?}");
        }
    }
}
