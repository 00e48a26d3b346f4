//! The client cabinet over HTTP: pages that work without scripts, and the same for programs as JSON.
//!
//! A step is a file: [`sign_in`], [`authorization`] (first authorization and recovery), [`prove`], [`sign_out`]; a private page stands in [`register`], [`questions`] or [`security`],
//! with a [`room::Room`] round it. Who has no
//! session yet is a [`guest::Guest`]; behind [`Route::private`] stands a [`visit::Visit`], which only a live session
//! gives. What can be done is asked of `cabinet::service`; nothing is decided here.
//!
//! **To add a private page**: a handler `async fn(Request, Visit) -> Result<Response, Error>` and a [`Route::private`] in
//! [`routes`]. That it is refused without a session, never stored, and takes forms of our own pages alone is done.

pub mod api;
mod asked;
pub mod authorization;
mod data;
mod description;
mod description_examples;
pub mod door;
pub mod failure;
pub mod guest;
pub mod next;
pub mod prove;
mod questions;
mod register;
mod room;
mod security;
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
    routes.extend(rooms());
    routes.extend(api::routes());
    routes.extend(data::routes());
    routes
}

/// The private pages.
fn rooms() -> Vec<Route> {
    vec![
        Route::private("/kk/cabinet/profile", Methods::Read, register::profile),
        Route::private("/ru/cabinet/profile", Methods::Read, register::profile),
        Route::private("/kk/cabinet/faq", Methods::Read, questions::page),
        Route::private("/ru/cabinet/faq", Methods::Read, questions::page),
        Route::private("/kk/cabinet/contracts", Methods::Read, register::contracts),
        Route::private("/ru/cabinet/contracts", Methods::Read, register::contracts),
        Route::private("/kk/cabinet/contracts/{reference}/", Methods::Read, register::contracts),
        Route::private("/ru/cabinet/contracts/{reference}/", Methods::Read, register::contracts),
        Route::private("/kk/cabinet/schedule", Methods::Read, register::schedule),
        Route::private("/ru/cabinet/schedule", Methods::Read, register::schedule),
        Route::private("/kk/cabinet/schedule/{reference}/", Methods::Read, register::schedule),
        Route::private("/ru/cabinet/schedule/{reference}/", Methods::Read, register::schedule),
        Route::private("/kk/cabinet/schedule/{reference}/print", Methods::Read, register::schedule_print),
        Route::private("/ru/cabinet/schedule/{reference}/print", Methods::Read, register::schedule_print),
        Route::private("/kk/cabinet/schedule/{reference}/export.csv", Methods::Read, register::schedule_file),
        Route::private("/ru/cabinet/schedule/{reference}/export.csv", Methods::Read, register::schedule_file),
        Route::private("/kk/cabinet/schedule/{reference}/export.xlsx", Methods::Read, register::schedule_file),
        Route::private("/ru/cabinet/schedule/{reference}/export.xlsx", Methods::Read, register::schedule_file),
        Route::private("/kk/cabinet/schedule/{reference}/payments.ics", Methods::Read, register::calendar),
        Route::private("/ru/cabinet/schedule/{reference}/payments.ics", Methods::Read, register::calendar),
        Route::private("/kk/cabinet/statement/{reference}/", Methods::Read, register::statement),
        Route::private("/ru/cabinet/statement/{reference}/", Methods::Read, register::statement),
        Route::private("/kk/cabinet/statement/{reference}/export.csv", Methods::Read, register::statement_file),
        Route::private("/ru/cabinet/statement/{reference}/export.csv", Methods::Read, register::statement_file),
        Route::private("/kk/cabinet/statement/{reference}/export.xlsx", Methods::Read, register::statement_file),
        Route::private("/ru/cabinet/statement/{reference}/export.xlsx", Methods::Read, register::statement_file),
        Route::private("/kk/cabinet/security", Methods::Read, security::page),
        Route::private("/ru/cabinet/security", Methods::Read, security::page),
        Route::private("/kk/cabinet/security/password", Methods::Write, security::password),
        Route::private("/ru/cabinet/security/password", Methods::Write, security::password),
        Route::private("/kk/cabinet/security/sessions/end", Methods::Write, security::end),
        Route::private("/ru/cabinet/security/sessions/end", Methods::Write, security::end),
    ]
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
    let remembered = request.app.cabinet().map(|cabinet| cabinet.device_life().num_seconds());
    let mut response = see_other(to)?;
    // The session ends on the server; the cookie need not outlive the browser.
    cookies::set(&mut response, Cookie::Session, secure, opened.session.expose(), None);
    cookies::set(&mut response, Cookie::Device, secure, opened.device.expose(), remembered);
    cookies::clear(&mut response, Cookie::Flow, secure);
    cookies::clear(&mut response, Cookie::Before, secure);
    Ok(response)
}

/// How many seconds `instant` lies ahead of `now`, none when it has passed.
fn seconds_until(instant: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (instant - now).num_seconds().max(0)
}
