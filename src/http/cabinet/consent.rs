//! The consent to the processing of personal data: what was given, and its withdrawal (law, KZ-1).

use hyper::StatusCode;

use super::super::cookies::Cookie;
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Methods, Request, Response};
use super::guest::{Guest, Page};
use super::room::{Room, Sheet, almaty};
use super::security::{present, wrong};
use super::sign_out::leave;
use super::visit::{self, Visit};
use super::{caller, see_other};
use crate::cabinet::service::SessionKind;
use crate::page::cabinet::consent::{ConsentPage, Given};
use crate::page::entry::{Fault, WithdrawnPage};
use crate::routes;

/// `/LANG/cabinet/security/consent`.
pub(super) async fn page(mut request: Request, visit: Visit) -> Result<Response, Error> {
    if Methods::Read.contain(&request.head.method) {
        let room = Room::of(&request, visit).await?;
        let outcome = show(&room, StatusCode::OK, &[], false).await;
        return room.told(outcome);
    }
    let form = Form::of(&mut request, &["csrf", "present"]).await;
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let form = form?;
        if !room.visit.owns(&form) {
            return show(&room, StatusCode::FORBIDDEN, &[], true).await;
        }
        let password = match present(form.get("present")) {
            Ok(password) => password,
            Err(fault) => return show(&room, StatusCode::UNPROCESSABLE_ENTITY, &[fault], false).await,
        };
        let (visit, caller) = (&room.visit, caller(&request, SessionKind::Page, None));
        if visit.cabinet.withdraw_consent(&visit.session, &password, &caller).await? {
            return closed(&request);
        }
        if visit::of(&request).await?.is_none() {
            // The same form came twice, and the first of them has closed the cabinet; or the session ended by itself.
            let is_closed = !visit.cabinet.has_password(visit.client()).await?;
            return if is_closed { closed(&request) } else { visit::refuse(&request).await };
        }
        show(&room, StatusCode::UNPROCESSABLE_ENTITY, &[wrong()], false).await
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/withdrawn`: it is done. Of whoever is inside it is not true.
pub(super) async fn withdrawn(request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    if visit::of(&request).await?.is_some() {
        return see_other(&guest.address("profile"));
    }
    let view = WithdrawnPage { first_url: guest.address("first") };
    let page = Page { template: "withdrawn", title: "withdrawn-title", address: "withdrawn", query: "" };
    guest.show(StatusCode::OK, &page, &view)
}

/// The consent in force.
pub(super) async fn given(visit: &Visit) -> Result<Option<Given>, Error> {
    let consents = visit.cabinet.consents(visit.client()).await?;
    let in_force = consents.into_iter().find(|consent| consent.withdrawn_at.is_none());
    Ok(in_force.map(|it| Given::of(it.version, it.language, it.channel, almaty(it.given_at))))
}

/// The browser is known no more, and is told that it is done.
fn closed(request: &Request) -> Result<Response, Error> {
    leave(request, "withdrawn", &Cookie::ALL)
}

async fn show(room: &Room, status: StatusCode, faults: &[Fault], stale: bool) -> Result<Response, Error> {
    let view = ConsentPage::of(room.locale, given(&room.visit).await?, faults, stale);
    let address = |locale| routes::cabinet(locale, "security/consent");
    let sheet =
        Sheet { template: "consent", title: "consent-title", section: "security", address: &address, query: "" };
    room.show(status, &sheet, &view)
}
