//! Signing out (security, SES-5).

use hyper::header::{HeaderName, HeaderValue};

use super::super::cookies::{self, Cookie};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Request, Response};
use super::room::Room;
use super::{caller, see_other, visit};
use crate::cabinet::service::SessionKind;
use crate::routes;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// `POST /LANG/cabinet/sign-out`. Who has no session any more is out already.
pub(super) async fn page(mut request: Request) -> Result<Response, Error> {
    let form = Form::of(&mut request, &["csrf"]).await?;
    if let Some(visit) = visit::of(&request).await? {
        if !visit.owns(&form) {
            return Room::of(&request, visit).await?.sign_out_again();
        }
        let caller = caller(&request, SessionKind::Page, None);
        visit.cabinet.sign_out(&visit.token, &caller).await?;
    }
    leave(&request, "sign-in?notice=signed-out", &[Cookie::Session, Cookie::Flow, Cookie::Before])
}

/// To a page for guests, without these cookies and without anything else that the browser keeps of us.
pub(super) fn leave(request: &Request, name: &str, gone: &[Cookie]) -> Result<Response, Error> {
    let mut response = see_other(&routes::cabinet(request.locale(), name))?;
    for cookie in gone {
        cookies::clear(&mut response, *cookie, request.is_secure());
    }
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
