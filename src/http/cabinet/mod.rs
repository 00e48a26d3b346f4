//! The client cabinet over HTTP: pages that work without scripts, and the same for programs as JSON.
//!
//! A step is a file: `sign_in`, `authorization` (first authorization and recovery), `prove`, `sign_out`; a private page
//! stands in `register`, `questions`, `security` or `consent`, with a `room::Room` round it. Who has no session yet is a
//! `guest::Guest`; behind [`Route::private`] stands a [`visit::Visit`], which only a live session gives. What can be done is
//! asked of `cabinet::service`; nothing is decided here.
//!
//! **To add a private page**: a handler `async fn(Request, Visit) -> Result<Response, Error>` and a [`Route::private`] in
//! `routes`. That it is refused without a session, never stored, and takes forms of our own pages alone is done.

pub mod api;
mod asked;
pub mod authorization;
mod consent;
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
use hyper::header::USER_AGENT;

use super::cookies::{self, Cookie};
use super::error::Error;
use super::network;
use super::respond::see_other;
use super::router::{Methods, Request, Response, Route};
use crate::cabinet::service::{Caller, Opened, ServiceError, SessionKind};
use crate::cabinet::vault::Token;

/// The same endpoint in both languages.
macro_rules! both {
    ($access:ident $name:literal, $methods:ident, $handler:path) => {
        [
            Route::$access(concat!("/kk/cabinet", $name), Methods::$methods, $handler),
            Route::$access(concat!("/ru/cabinet", $name), Methods::$methods, $handler),
        ]
    };
}

/// All endpoints of the cabinet.
pub(super) fn routes() -> Vec<Route> {
    let doors = [
        both!(guest "", Read, door::open),
        both!(guest "/", Read, door::open),
        both!(guest "/sign-in", Both, sign_in::account),
        both!(guest "/sign-in/password", Both, sign_in::password),
        both!(guest "/first", Both, authorization::form),
        both!(guest "/first/code", Both, authorization::code),
        both!(guest "/first/password", Both, authorization::password),
        both!(guest "/recovery", Both, authorization::form),
        both!(guest "/recovery/code", Both, authorization::code),
        both!(guest "/recovery/password", Both, authorization::password),
        both!(guest "/sign-out", Write, sign_out::page),
        both!(guest "/withdrawn", Read, consent::withdrawn),
        both!(private "/prove", Both, prove::page),
        both!(private "/stay", Read, door::stay),
    ];
    let pages = doors.into_iter().chain(rooms()).flatten();
    pages.chain(api::routes()).chain(data::routes()).collect()
}

/// The private pages.
fn rooms() -> Vec<[Route; 2]> {
    vec![
        both!(private "/profile", Read, register::profile),
        both!(private "/faq", Read, questions::page),
        both!(private "/contracts", Read, register::contracts),
        both!(private "/contracts/{reference}/", Read, register::contracts),
        both!(private "/schedule", Read, register::schedule),
        both!(private "/schedule/{reference}/", Read, register::schedule),
        both!(private "/schedule/{reference}/print", Read, register::schedule_print),
        both!(private "/schedule/{reference}/export.csv", Read, register::schedule_file),
        both!(private "/schedule/{reference}/export.xlsx", Read, register::schedule_file),
        both!(private "/schedule/{reference}/payments.ics", Read, register::calendar),
        both!(private "/statement/{reference}/", Read, register::statement),
        both!(private "/statement/{reference}/export.csv", Read, register::statement_file),
        both!(private "/statement/{reference}/export.xlsx", Read, register::statement_file),
        both!(private "/security", Read, security::page),
        both!(private "/security/consent", Both, consent::page),
        both!(private "/security/password", Write, security::password),
        both!(private "/security/sessions/end", Write, security::end),
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
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Caller {
        network: network::name(request.client()),
        agent: agent.to_owned(),
        device,
        before: token(request, Cookie::Session).filter(|_| kind == SessionKind::Page),
        language: request.locale(),
        kind,
    }
}

/// The token in a cookie, if it can be one of ours.
fn token(request: &Request, cookie: Cookie) -> Option<Token> {
    cookies::get(request.headers(), cookie.name(request.is_secure())).and_then(Token::read)
}

/// A session was opened: its cookies are set, those of the way to it are taken away. Nothing that can still fail stands
/// between the opening and its cookies: the sessions from before have ended with it (SES-3).
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
