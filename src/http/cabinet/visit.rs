//! A client in the cabinet: what stands before every private handler (security, ACL-4, CSRF-1, CSRF-2).

use std::sync::Arc;

use hyper::header::{AUTHORIZATION, HeaderValue};

use super::super::cookies::{self, Cookie};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Methods, Request, Response};
use super::super::same_site;
use super::{see_other, token};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::service::{Cabinet, Ending, Session, SessionKind};
use crate::cabinet::vault::Token;
use crate::routes;

/// A live session, and what can be asked on its strength.
pub struct Visit {
    /// The cabinet.
    pub cabinet: Arc<Cabinet>,
    /// The session.
    pub session: Session,
    /// Its secret.
    pub token: Token,
}

impl Visit {
    /// Whose data may be asked for.
    pub fn client(&self) -> ClientId {
        self.session.client
    }

    /// A token for the forms of a page of this session, for the field `csrf`.
    ///
    /// # Errors
    /// None can be drawn.
    pub fn csrf(&self) -> Result<String, Error> {
        Ok(self.cabinet.form_token(&self.token)?)
    }

    /// Whether a form came from a page of this session. One that did not does nothing: its page comes again with 403, a
    /// token of this session and what was typed, secrets aside.
    pub fn owns(&self, form: &Form) -> bool {
        self.cabinet.page_of(&self.token, form.get("csrf")).is_some()
    }
}

/// Whether the endpoint is one for programs.
fn is_api(request: &Request) -> bool {
    request.path.starts_with("/api/")
}

/// What any endpoint of the cabinet demands: that there is one, and that changes come from our own pages.
pub(in crate::http) fn guard(request: &Request) -> Result<(), Error> {
    if !Methods::Read.contain(&request.head.method) {
        let (config, tls) = (request.app.config(), request.app.tls().is_some());
        if is_api(request) {
            same_site::of_program(config, tls, request.headers())?;
        } else {
            same_site::of_form(config, tls, request.headers())?;
        }
    }
    request.app.cabinet().map(drop).ok_or(Error::CabinetOff)
}

/// The visit of a request; none without a live session. Programs have theirs in `Authorization`, never in a cookie.
pub(in crate::http) async fn of(request: &Request) -> Result<Option<Visit>, Error> {
    let cabinet = Arc::clone(request.app.cabinet().ok_or(Error::CabinetOff)?);
    let (kind, token) = if is_api(request) {
        (SessionKind::Api, bearer(request))
    } else {
        (SessionKind::Page, token(request, Cookie::Session))
    };
    let Some(token) = token else { return Ok(None) };
    let session = cabinet.session(&token, kind).await?;
    Ok(session.map(|session| Visit { cabinet, session, token }))
}

fn bearer(request: &Request) -> Option<Token> {
    let mut lines = request.headers().get_all(AUTHORIZATION).iter();
    let (Some(line), None) = (lines.next().map(HeaderValue::to_str), lines.next()) else { return None };
    let (scheme, token) = line.ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { Token::read(token) } else { None }
}

/// Where to go on after signing in again: a page that was read, with all that its address asks for; of a form that was
/// sent, the page it stands on. Such forms hold passwords or nothing typed, so that there is nothing to keep of them.
fn way_back(request: &Request) -> Option<String> {
    if Methods::Read.contain(&request.head.method) {
        let wanted = request.head.uri.path_and_query()?.as_str();
        return super::next::checked(&request.app, wanted, request.locale());
    }
    let path = request.head.uri.path();
    let above = path.match_indices('/').rev().map(|(end, _)| &path[..end]);
    std::iter::once(path).chain(above).find_map(|page| super::next::checked(&request.app, page, request.locale()))
}

/// The notice for whoever holds the cookie of a session that is over: what ended it, where somebody did. To nobody else is
/// it told that there was one.
async fn how_it_ended(request: &Request) -> Result<&'static str, Error> {
    let (Some(cabinet), Some(token)) = (request.app.cabinet(), token(request, Cookie::Session)) else {
        return Ok("ended");
    };
    Ok(match cabinet.ended_by(&token).await? {
        Some(Ending::Elsewhere) => "ended-elsewhere",
        Some(Ending::Password) => "ended-password",
        Some(Ending::Crowded) => "ended-crowded",
        None => "ended",
    })
}

/// The answer to whom has no session: a program is told so, a person is led to the door and, after it, back.
///
/// # Errors
/// It is a program; the store fails.
pub(in crate::http) async fn refuse(request: &Request) -> Result<Response, Error> {
    if is_api(request) {
        return Err(Error::Unauthorized);
    }
    let had_one = cookies::get(request.headers(), Cookie::Session.name(request.is_secure())).is_some();
    let mut query: Vec<String> = Vec::new();
    if !Methods::Read.contain(&request.head.method) {
        query.push("notice=unsent".to_owned());
    } else if had_one {
        query.push(format!("notice={}", how_it_ended(request).await?));
    }
    if let Some(next) = way_back(request) {
        query.push(format!("next={}", routes::query_value(&next)));
    }
    let door = routes::cabinet(request.locale(), "sign-in");
    let address = if query.is_empty() { door } else { format!("{door}?{}", query.join("&")) };
    let mut response = see_other(&address)?;
    if had_one {
        cookies::clear(&mut response, Cookie::Session, request.is_secure());
    }
    Ok(response)
}
