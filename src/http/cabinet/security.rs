//! Security: changing the password, ending sessions, the last sign-ins.

use hyper::StatusCode;

use super::super::cookies::{self, Cookie};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Request, Response};
use super::room::{Room, Sheet, almaty};
use super::sign_in::fault;
use super::visit::{self, Visit};
use super::{asked, caller, let_in, see_other};
use crate::cabinet::service::{ChangeRefused, Listed, SessionKind};
use crate::page::cabinet::security::{Security, SessionFacts, SignInFacts, Told};
use crate::page::entry::Fault;
use crate::page::said::Said;
use crate::portal::password::{Password, PasswordError};
use crate::routes;

/// Sign-ins that are shown.
const HISTORY: u16 = 20;

/// `/LANG/cabinet/security`.
pub(super) async fn page(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let done = asked::of_security(&request)?;
        show(&room, StatusCode::OK, Told { done, ..Told::default() }).await
    };
    room.told(outcome.await)
}

/// `POST /LANG/cabinet/security/sessions/end`: one session by its handle, or `others`.
pub(super) async fn end(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let form = Form::of(&mut request, &["csrf", "session"]).await;
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let form = form?;
        if !room.visit.owns(&form) {
            return show(&room, StatusCode::FORBIDDEN, Told::STALE).await;
        }
        let (visit, caller) = (&room.visit, caller(&request, SessionKind::Page, None));
        let done = match form.get("session") {
            "" => return Err(Error::Parameter("session")),
            "others" => {
                visit.cabinet.end_other_sessions(&visit.session, &caller).await?;
                "sessions-ended"
            }
            handle => {
                // One that has ended meanwhile is as good as ended.
                visit.cabinet.end_session(visit.client(), handle, &caller).await?;
                "session-ended"
            }
        };
        if form.get("session") == visit.session.handle {
            let mut response = see_other(&routes::cabinet(room.locale, "sign-in?notice=signed-out"))?;
            cookies::clear(&mut response, Cookie::Session, request.is_secure());
            return Ok(response);
        }
        see_other(&routes::cabinet(room.locale, &format!("security?done={done}")))
    };
    room.told(outcome.await)
}

/// `POST /LANG/cabinet/security/password`. The session gets a new secret, all others end.
pub(super) async fn password(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let form = Form::of(&mut request, &["csrf", "present", "password", "repeat"]).await;
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let form = form?;
        if !room.visit.owns(&form) {
            return show(&room, StatusCode::FORBIDDEN, Told::STALE).await;
        }
        let faults = match change(&request, &room.visit, &form).await? {
            Ok(changed) => return Ok(changed),
            Err(faults) => faults,
        };
        if visit::of(&request).await?.is_none() {
            // The same form came twice, and the first of them has ended this session.
            return visit::refuse(&request).await;
        }
        show(&room, StatusCode::UNPROCESSABLE_ENTITY, Told { faults: &faults, ..Told::default() }).await
    };
    room.told(outcome.await)
}

/// Changes the password, or says what is wrong beside the fields.
async fn change(request: &Request, visit: &Visit, form: &Form) -> Result<Result<Response, Vec<Fault>>, Error> {
    let present = match present(form.get("present")) {
        Ok(present) => present,
        Err(fault) => return Ok(Err(vec![fault])),
    };
    let caller = caller(request, SessionKind::Page, None);
    let (first, second) = (form.get("password"), form.get("repeat"));
    match visit.cabinet.change_password(&visit.session, &present, first, second, &caller).await? {
        Ok(opened) => {
            let back = routes::cabinet(request.locale(), "security?done=password-changed");
            let_in(request, &opened, &back).map(Ok)
        }
        Err(ChangeRefused::Present) => Ok(Err(vec![wrong()])),
        Err(ChangeRefused::Rules(errors)) => Ok(Err(broken(&errors))),
    }
}

/// The present password as it was typed, or what is wrong with it.
pub(super) fn present(typed: &str) -> Result<Password, Fault> {
    Password::typed(typed).map_err(|error| match error {
        PasswordError::Empty => fault("present", &error),
        // No password can be like this: it is as wrong as any other.
        _ => wrong(),
    })
}

/// The rules that a new password breaks, beside the fields they are about.
pub(super) fn broken(errors: &[PasswordError]) -> Vec<Fault> {
    let field = |error: &PasswordError| if *error == PasswordError::Equal { "repeat" } else { "password" };
    errors.iter().map(|error| fault(field(error), error)).collect()
}

/// The present password is wrong.
pub(super) fn wrong() -> Fault {
    Fault {
        field: "present",
        said: Said { code: "password-present-wrong", args: std::collections::BTreeMap::default() },
    }
}

async fn show(room: &Room, status: StatusCode, told: Told<'_>) -> Result<Response, Error> {
    let view = view(room.locale, &room.visit, told).await?;
    let address = |locale| routes::cabinet(locale, "security");
    let sheet = Sheet {
        template: "security",
        title: "cabinet-menu-security",
        section: "security",
        address: &address,
        query: "",
    };
    room.show(status, &sheet, &view)
}

/// The view: open sessions and the last sign-ins.
pub(super) async fn view(locale: crate::i18n::Locale, visit: &Visit, told: Told<'_>) -> Result<Security, Error> {
    let sessions = visit.cabinet.sessions(visit.client()).await?;
    let history = visit.cabinet.history(visit.client(), HISTORY).await?;
    let session = |listed: Listed| SessionFacts {
        current: listed.handle == visit.session.handle,
        handle: listed.handle,
        program: listed.kind == SessionKind::Api,
        opened: almaty(listed.created_at),
        used: almaty(listed.used_at),
        agent: listed.agent,
        network: listed.network,
    };
    let history = history.into_iter().map(|visit| SignInFacts {
        at: almaty(visit.at),
        outcome: visit.outcome.code(),
        network: visit.network,
    });
    Ok(Security::of(locale, sessions.into_iter().map(session).collect(), history.collect(), told))
}
