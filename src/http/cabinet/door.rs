//! The door of the cabinet, and the sign of life of a page that is being read.

use hyper::StatusCode;

use super::super::error::Error;
use super::super::respond;
use super::super::router::{Request, Response};
use super::see_other;
use super::visit::{self, Visit};
use crate::routes;

/// `/LANG/cabinet/`: to the profile, or to the sign-in.
pub(super) async fn open(request: Request) -> Result<Response, Error> {
    let name = if visit::of(&request).await?.is_some() { "profile" } else { "sign-in" };
    see_other(&routes::cabinet(request.locale(), name))
}

/// `/LANG/cabinet/stay`: the look-up of the session has prolonged it; there is nothing more to do.
pub(super) async fn stay(_: Request, _: Visit) -> Result<Response, Error> {
    Ok(respond::text(StatusCode::NO_CONTENT, ""))
}
