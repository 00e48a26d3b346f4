//! Everything that can go wrong with a request, and the one place where it becomes an answer.
//!
//! People get a page of the site, programs that ask for JSON a problem (RFC 9457) with a stable code. What happened
//! inside is for the log alone.

use std::io;

use hyper::StatusCode;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, ALLOW, CONNECTION, CONTENT_LANGUAGE, CONTENT_RANGE, CONTENT_TYPE,
    HeaderMap, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use serde_json::json;

use super::app::App;
use super::body::Payload;
use super::cabinet::failure;
use super::encoding::{list, weighted};
use super::language;
use super::respond;
use super::router::Response;
use super::words;
use crate::i18n::Locale;

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No `Host`, several, or one that is no text.
    #[error("not exactly one Host")]
    Host,
    /// A path no honest link has.
    #[error("the path is malformed")]
    Path,
    /// A body that cannot be read.
    #[error("the body is broken")]
    Body,
    /// A parameter of the query that cannot be; the code says which.
    #[error("parameter: {0}")]
    Parameter(&'static str),
    /// The body is of another type than the endpoint reads.
    #[error("another type of body")]
    MediaType,
    /// Who asks is not known, or not any more.
    #[error("no session")]
    Unauthorized,
    /// It may not be done from there; the code says why.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// It does not fit what happened before; the code says how.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Too many tries from there; when to come back.
    #[error("too many tries, come back in {0} s")]
    TooMany(u64),
    /// Too much to do at the moment; when to come back.
    #[error("too much to do, come back in {0} s")]
    Busy(u64),
    /// The store or the vault of the cabinet fails.
    #[error("cabinet: {0}")]
    Cabinet(String),
    /// The cabinet is not switched on here.
    #[error("the cabinet is not switched on")]
    CabinetOff,
    /// Nothing stands there.
    #[error("nothing stands there")]
    NotFound,
    /// The method is not one of these.
    #[error("only {0}")]
    Method(&'static str),
    /// The body took too long.
    #[error("the body took too long")]
    BodyTimeout,
    /// `Transfer-Encoding` instead of a length.
    #[error("a request body needs Content-Length")]
    LengthRequired,
    /// The body is over the limit.
    #[error("the body is too large")]
    TooLarge,
    /// The target is over the limit.
    #[error("the target is too long")]
    TargetTooLong,
    /// The body is encoded.
    #[error("encoded bodies are not read")]
    Encoded,
    /// The range lies outside of a body of this length.
    #[error("the range is outside of {0} bytes")]
    Range(u64),
    /// The host is not ours.
    #[error("this host is not ours")]
    Misdirected,
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
    /// A handler panicked.
    #[error("panic: {0}")]
    Panic(String),
    /// The search cannot be opened: which file, and why.
    #[error("search: {0}")]
    Search(String),
    /// Pages on demand cannot be made: which file, and why.
    #[error("pages on demand: {0}")]
    Desk(String),
    /// There is no site yet, or something a handler needs is away.
    #[error("not available now")]
    Unavailable,
    /// The handler took too long.
    #[error("the handler took too long")]
    Timeout,
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Error {
    /// Status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Host | Self::Path | Self::Body | Self::Parameter(_) => StatusCode::BAD_REQUEST,
            Self::MediaType | Self::Encoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::LengthRequired => StatusCode::LENGTH_REQUIRED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::Range(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Internal(_) | Self::Panic(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable
            | Self::Timeout
            | Self::Search(_)
            | Self::Desk(_)
            | Self::Busy(_)
            | Self::Cabinet(_)
            | Self::CabinetOff => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// A name that never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Host => "host-not-one",
            Self::Path => "path-malformed",
            Self::Body => "body-broken",
            Self::MediaType => "media-type",
            Self::Unauthorized => "session-required",
            Self::Parameter(code) | Self::Forbidden(code) | Self::Conflict(code) => code,
            Self::TooMany(_) => "too-many-tries",
            Self::Busy(_) => "busy",
            Self::Cabinet(_) => "cabinet-unavailable",
            Self::CabinetOff => "cabinet-off",
            Self::NotFound => "not-found",
            Self::Method(_) => "method-not-allowed",
            Self::BodyTimeout => "body-timeout",
            Self::LengthRequired => "length-required",
            Self::TooLarge => "body-too-large",
            Self::TargetTooLong => "target-too-long",
            Self::Encoded => "body-encoded",
            Self::Range(_) => "range-outside",
            Self::Misdirected => "host-unknown",
            Self::Internal(_) | Self::Panic(_) => "internal",
            Self::Search(_) => "search-unavailable",
            Self::Unavailable | Self::Desk(_) => "unavailable",
            Self::Timeout => "handler-timeout",
        }
    }

    /// What the log says about it, if it is ours to look at.
    pub fn cause(&self) -> Option<String> {
        self.status().is_server_error().then(|| self.to_string())
    }

    /// Whether the connection has bytes on it that nobody will read as they were meant.
    fn closes(&self) -> bool {
        matches!(
            self,
            Self::Host | Self::Body | Self::BodyTimeout | Self::LengthRequired | Self::TooLarge | Self::TargetTooLong
        )
    }
}

/// What of the request decides how an error looks.
pub(super) struct Reader {
    pub(super) path: String,
    pub(super) encodings: String,
    pub(super) json: bool,
    /// That of the address, else that of the browser.
    pub(super) locale: Locale,
}

impl Reader {
    pub(super) fn new(path: &str, headers: &HeaderMap) -> Self {
        Self {
            path: path.to_owned(),
            encodings: list(headers, &ACCEPT_ENCODING),
            json: path.starts_with("/api/") || prefers_json(&list(headers, &ACCEPT)),
            locale: language::of(path, &list(headers, &ACCEPT_LANGUAGE)),
        }
    }
}

/// JSON is named, and weighs more than HTML (which a wildcard does not name).
fn prefers_json(accept: &str) -> bool {
    let weight = |types: &[&str]| weighted(accept).filter(|(name, _)| types.contains(name)).map(|(_, w)| w).max();
    let json = weight(&["application/json", "application/problem+json"]).unwrap_or(0);
    json > weight(&["text/html"]).unwrap_or(0)
}

/// The answer to an error.
pub(super) async fn answer(app: &App, error: &Error, reader: &Reader, id: &str) -> Response {
    let status = error.status();
    let mut response = if reader.json { problem(error, reader.locale, id) } else { page(app, error, reader, id).await };
    let headers = response.headers_mut();
    match error {
        Error::TooMany(seconds) | Error::Busy(seconds) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        Error::Cabinet(_) => drop(headers.insert(RETRY_AFTER, HeaderValue::from_static("10"))),
        Error::Unauthorized => drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        Error::Method(allow) => drop(headers.insert(ALLOW, HeaderValue::from_static(allow))),
        Error::Range(length) => {
            if let Ok(value) = format!("bytes */{length}").try_into() {
                headers.insert(CONTENT_RANGE, value);
            }
        }
        _ => {}
    }
    if error.closes() {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    *response.status_mut() = status;
    response
}

pub(super) fn problem(error: &Error, locale: Locale, id: &str) -> Response {
    described(error.status(), error.code(), locale, id, json!({}))
}

/// A problem (RFC 9457) with its title in words, and what else is to be said about it.
pub(super) fn described(status: StatusCode, code: &str, locale: Locale, id: &str, more: serde_json::Value) -> Response {
    let mut body = json!({
        "type": "about:blank",
        "title": words::title(locale, status, code),
        "status": status.as_u16(),
        "code": code,
        "request_id": id,
    });
    if let (Some(body), serde_json::Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    let mut response = Response::new(Payload::bytes(body.to_string()));
    *response.status_mut() = status;
    respond::set(&mut response, CONTENT_TYPE, "application/problem+json; charset=utf-8");
    respond::set(&mut response, CONTENT_LANGUAGE, locale.code());
    response
}

/// The site's own page, or else the plain name of the status.
async fn page(app: &App, error: &Error, reader: &Reader, id: &str) -> Response {
    let status = error.status();
    if let Some(response) = failure::page(app, error, reader, id).await {
        return response;
    }
    let page = app.site().and_then(|site| match error {
        Error::NotFound => site.not_found(&reader.path),
        _ => site.error_page(status.as_u16()),
    });
    if let Some(page) = page
        && let Ok(response) = respond::page(&page, &reader.encodings).await
    {
        return response;
    }
    plain(status)
}

/// Needs nothing that could fail.
pub(super) fn plain(status: StatusCode) -> Response {
    respond::text(status, status.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gets_json() {
        for (accept, json) in [
            ("application/json", true),
            ("application/problem+json", true),
            ("application/json, text/html;q=0.9", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
            ("text/html, application/json;q=0.9", false),
            ("application/json;q=0", false),
            ("*/*", false),
            ("", false),
        ] {
            assert_eq!(prefers_json(accept), json, "{accept}");
        }
    }
}
