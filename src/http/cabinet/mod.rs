//! The client cabinet over HTTP: pages that work without scripts, and the same for programs as JSON.
//!
//! A step is a file: [`sign_in`], [`authorization`] (first authorization and recovery), [`prove`], [`sign_out`]. Who has no
//! session yet is a [`guest::Guest`]; behind [`Route::private`] stands a [`visit::Visit`], which only a live session
//! gives. What can be done is asked of `cabinet::service`; nothing is decided here.
//!
//! **To add a private page**: a handler `async fn(Request, Visit) -> Result<Response, Error>` and a [`Route::private`] in
//! [`routes`]. That it is refused without a session, never stored, and takes forms of our own pages alone is done.

pub mod api;
pub mod authorization;
pub mod door;
pub mod failure;
pub mod guest;
pub mod next;
pub mod prove;
pub mod sign_in;
pub mod sign_out;
pub mod visit;

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use hyper::header::{LOCATION, USER_AGENT};

use super::cookies::{self, Cookie};
use super::error::Error;
use super::network;
use super::respond;
use super::router::{Methods, Request, Response, Route};
use crate::cabinet::service::{Caller, Opened, ServiceError, SessionKind};
use crate::cabinet::vault::Token;

/// The longest part of a browser's description of itself that is kept.
const AGENT: usize = 200;

/// How long a browser that signed in is remembered, in seconds.
const DEVICE_SECONDS: i64 = 180 * 24 * 3600;

/// All endpoints of the cabinet.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::guest("/kk/cabinet", Methods::Read, door::open),
        Route::guest("/ru/cabinet", Methods::Read, door::open),
        Route::guest("/kk/cabinet/", Methods::Read, door::open),
        Route::guest("/ru/cabinet/", Methods::Read, door::open),
        Route::guest("/kk/cabinet/sign-in", Methods::Both, sign_in::account),
        Route::guest("/ru/cabinet/sign-in", Methods::Both, sign_in::account),
        Route::guest("/kk/cabinet/sign-in/password", Methods::Both, sign_in::password),
        Route::guest("/ru/cabinet/sign-in/password", Methods::Both, sign_in::password),
        Route::guest("/kk/cabinet/first", Methods::Both, authorization::form),
        Route::guest("/ru/cabinet/first", Methods::Both, authorization::form),
        Route::guest("/kk/cabinet/first/code", Methods::Both, authorization::code),
        Route::guest("/ru/cabinet/first/code", Methods::Both, authorization::code),
        Route::guest("/kk/cabinet/first/password", Methods::Both, authorization::password),
        Route::guest("/ru/cabinet/first/password", Methods::Both, authorization::password),
        Route::guest("/kk/cabinet/recovery", Methods::Both, authorization::form),
        Route::guest("/ru/cabinet/recovery", Methods::Both, authorization::form),
        Route::guest("/kk/cabinet/recovery/code", Methods::Both, authorization::code),
        Route::guest("/ru/cabinet/recovery/code", Methods::Both, authorization::code),
        Route::guest("/kk/cabinet/recovery/password", Methods::Both, authorization::password),
        Route::guest("/ru/cabinet/recovery/password", Methods::Both, authorization::password),
        Route::guest("/kk/cabinet/sign-out", Methods::Write, sign_out::page),
        Route::guest("/ru/cabinet/sign-out", Methods::Write, sign_out::page),
        Route::private("/kk/cabinet/prove", Methods::Both, prove::page),
        Route::private("/ru/cabinet/prove", Methods::Both, prove::page),
        Route::private("/kk/cabinet/stay", Methods::Read, door::stay),
        Route::private("/ru/cabinet/stay", Methods::Read, door::stay),
    ];
    routes.extend(api::routes());
    routes
}

impl From<ServiceError> for Error {
    fn from(error: ServiceError) -> Self {
        let seconds = |wait: std::time::Duration| wait.as_secs().max(1);
        match error {
            ServiceError::Busy { retry_after } => Self::Busy(seconds(retry_after)),
            ServiceError::TooMany { retry_after } => Self::TooMany(seconds(retry_after)),
            other => Self::Cabinet(other.to_string()),
        }
    }
}

/// Who asks, as far as use cases want to know.
fn caller(request: &Request, kind: SessionKind, device: Option<Token>) -> Caller {
    let address = network::client(request.app.config(), request.peer, request.headers());
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Caller {
        network: network::name(address),
        agent: agent.chars().take(AGENT).collect(),
        device,
        language: request.locale(),
        kind,
    }
}

/// The token in a cookie, if it can be one of ours.
fn token(request: &Request, cookie: Cookie) -> Option<Token> {
    cookies::get(request.headers(), cookie.name(request.is_secure())).and_then(Token::read)
}

/// To another page, by GET.
fn see_other(address: &str) -> Result<Response, Error> {
    let mut response = respond::text(StatusCode::SEE_OTHER, "");
    let value = address.try_into().map_err(|_| Error::Internal(format!("{address:?} is no address")))?;
    response.headers_mut().insert(LOCATION, value);
    Ok(response)
}

/// A session was opened: its cookies are set, those of the way to it are taken away.
fn let_in(request: &Request, opened: &Opened, to: &str) -> Result<Response, Error> {
    let secure = request.is_secure();
    let mut response = see_other(to)?;
    // The session ends on the server; the cookie need not outlive the browser.
    cookies::set(&mut response, Cookie::Session, secure, opened.session.expose(), None);
    cookies::set(&mut response, Cookie::Device, secure, opened.device.expose(), Some(DEVICE_SECONDS));
    cookies::clear(&mut response, Cookie::Flow, secure);
    cookies::clear(&mut response, Cookie::Before, secure);
    Ok(response)
}

/// How many seconds `instant` lies ahead of `now`, none when it has passed.
fn seconds_until(instant: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (instant - now).num_seconds().max(0)
}
