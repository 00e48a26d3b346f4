//! The password once more, before something that needs it (security, SES-3, SES-7). The session gets a new secret.

use hyper::StatusCode;

use super::super::cookies::{self, Cookie};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Methods, Request, Response};
use super::guest::{Guest, Page};
use super::sign_in::fault;
use super::visit::{self, Visit};
use super::{next, see_other};
use crate::cabinet::service::Proof;
use crate::page::entry::{Fault, FormView, ProvePage};
use crate::portal::password::{Password, PasswordError};
use crate::routes;

/// `/LANG/cabinet/prove?next=…`.
pub(super) async fn page(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    if Methods::Read.contain(&request.head.method) {
        let asked = Form::read(request.head.uri.query().unwrap_or_default(), &["next"]).unwrap_or_default();
        let next = next::checked(&request.app, asked.get("next"), guest.locale);
        return show(&guest, &visit, StatusCode::OK, Told::default(), next.as_deref());
    }
    let form = Form::of(&mut request, &["csrf", "next", "password"]).await?;
    let next = next::checked(&request.app, form.get("next"), guest.locale);
    let next = next.as_deref();
    if !visit.owns(&form) {
        return show(&guest, &visit, StatusCode::FORBIDDEN, Told { stale: true, ..Told::default() }, next);
    }
    let refused = Told { refused: true, ..Told::default() };
    let password = match Password::typed(form.get("password")) {
        Ok(password) => password,
        Err(error @ PasswordError::Empty) => {
            let told = Told { faults: &[fault("password", &error)], ..Told::default() };
            return show(&guest, &visit, StatusCode::UNPROCESSABLE_ENTITY, told, next);
        }
        Err(_) => return show(&guest, &visit, StatusCode::UNAUTHORIZED, refused, next),
    };
    let Proof::Given(renewed) = visit.cabinet.prove(&visit.session, &password).await? else {
        if visit::of(&request).await?.is_none() {
            // The same form came twice, and the first of them has renewed this session.
            return visit::refuse(&request).await;
        }
        return show(&guest, &visit, StatusCode::UNAUTHORIZED, refused, next);
    };
    let profile = guest.address("profile");
    let mut response = see_other(next.unwrap_or(&profile))?;
    cookies::set(&mut response, Cookie::Session, request.is_secure(), renewed.expose(), None);
    Ok(response)
}

/// How it went before.
#[derive(Clone, Copy, Default)]
struct Told<'a> {
    faults: &'a [Fault],
    refused: bool,
    stale: bool,
}

fn show(
    guest: &Guest,
    visit: &Visit,
    status: StatusCode,
    told: Told<'_>,
    next: Option<&str>,
) -> Result<Response, Error> {
    let mut form = FormView::new(guest.address("prove"), &[("password", "")], told.faults);
    form.next = next.map(str::to_owned);
    let (refused, stale) = (told.refused, told.stale);
    let view = ProvePage { form, refused, stale, back_url: guest.address("profile") };
    let query = next.map(|next| format!("next={}", routes::query_value(next))).unwrap_or_default();
    let page = Page { template: "prove", title: "prove-title", address: "prove", query: &query };
    guest.show_as(visit.csrf()?, status, &page, &view)
}
