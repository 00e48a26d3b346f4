//! Signing in, in two steps: account number and IIN, then the password.
//!
//! The first step looks nothing up: every well-formed pair leads to the second (security, ENUM-1), which answers every
//! failure alike (ENUM-2). Between the steps nothing is kept here; the pair goes with the form.

use hyper::StatusCode;

use super::super::cookies::Cookie;
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Methods, Request, Response};
use super::guest::{Guest, Page};
use super::{caller, let_in, next, see_other, token, visit};
use crate::cabinet::service::{SessionKind, SignIn};
use crate::clock::almaty_date;
use crate::page::entry::{Fault, FormView, PasswordPage, SignInPage};
use crate::page::said::Said;
use crate::portal::account::AccountNumber;
use crate::portal::error::Coded;
use crate::portal::iin::Iin;
use crate::portal::password::{Password, PasswordError};
use crate::routes;

/// What may be said before the first step, out of an address.
const NOTICES: [&str; 9] = [
    "ended",
    "ended-elsewhere",
    "ended-password",
    "ended-crowded",
    "unsent",
    "idle",
    "signed-out",
    "flow-ended",
    "has-password",
];

const STEP_1: Page<'static> = Page { template: "sign-in", title: "sign-in-title", address: "sign-in", query: "" };
const STEP_2: Page<'static> = Page { template: "password", title: "sign-in-title", address: "sign-in", query: "" };

/// `/LANG/cabinet/sign-in`.
pub(super) async fn account(mut request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    if Methods::Read.contain(&request.head.method) {
        // What the address says is for us alone; anything else in it is left out.
        let query = request.head.uri.query().unwrap_or_default();
        let asked = Form::read(query, &["notice", "next"]).unwrap_or_default();
        let notice = NOTICES.into_iter().find(|notice| *notice == asked.get("notice"));
        let next = next::checked(&request.app, asked.get("next"), guest.locale);
        // Signed in meanwhile, in another tab: nothing is in the way any more.
        if visit::of(&request).await?.is_some() {
            return see_other(&next.unwrap_or_else(|| guest.address("profile")));
        }
        return first(&guest, StatusCode::OK, &[("account", ""), ("iin", "")], &[], notice, next.as_deref());
    }
    let form = Form::of(&mut request, &["csrf", "next", "account", "iin"]).await?;
    let next = next::checked(&request.app, form.get("next"), guest.locale);
    let next = next.as_deref();
    let typed = [("account", form.get("account")), ("iin", form.get("iin"))];
    if !guest.owns(&form) {
        return first(&guest, StatusCode::FORBIDDEN, &typed, &[], Some("stale"), next);
    }
    match pair(&guest, &form) {
        Ok((account, _)) => second(&guest, StatusCode::OK, &form, &account, &Failed::No, next),
        Err(faults) => first(&guest, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults, None, next),
    }
}

/// `/LANG/cabinet/sign-in/password`.
pub(super) async fn password(mut request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    if Methods::Read.contain(&request.head.method) {
        return see_other(&guest.address("sign-in"));
    }
    let form = Form::of(&mut request, &["csrf", "next", "account", "iin", "password"]).await?;
    let next = next::checked(&request.app, form.get("next"), guest.locale);
    let next = next.as_deref();
    let typed = [("account", form.get("account")), ("iin", form.get("iin"))];
    let (account, iin) = match pair(&guest, &form) {
        Ok(pair) => pair,
        Err(faults) => return first(&guest, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults, None, next),
    };
    let profile = guest.address("profile");
    let Some(page) = guest.page_of(&form) else {
        // Sent twice, slowly: the first of the two has let this browser in, and its page is none of a guest any more. But
        // who shares the browser and typed their own numbers in another tab is not shown somebody else's cabinet.
        if let Some(visit) = visit::of(&request).await?
            && visit.cabinet.profile(visit.client()).await?.client.iin == iin
        {
            return see_other(next.unwrap_or(&profile));
        }
        return second(&guest, StatusCode::FORBIDDEN, &form, &account, &Failed::Stale, next);
    };
    let password = match Password::typed(form.get("password")) {
        Ok(password) => password,
        Err(error @ PasswordError::Empty) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return second(&guest, status, &form, &account, &Failed::Form(error), next);
        }
        // No password can be like this: it is as wrong as any other.
        Err(_) => return second(&guest, StatusCode::UNAUTHORIZED, &form, &account, &Failed::Refused, next),
    };
    let caller = caller(&request, SessionKind::Page, token(&request, Cookie::Device));
    match guest.cabinet.sign_in_once(guest.sent(&page), &account, &iin, &password, &caller).await? {
        SignIn::Opened(opened) => let_in(&request, &opened, next.unwrap_or(&profile)),
        SignIn::Over => second(&guest, StatusCode::FORBIDDEN, &form, &account, &Failed::Stale, next),
        SignIn::Refused => second(&guest, StatusCode::UNAUTHORIZED, &form, &account, &Failed::Refused, next),
    }
}

/// Reads the pair, or says what is wrong with its form alone (ENUM-8).
fn pair(guest: &Guest, form: &Form) -> Result<(AccountNumber, Iin), Vec<Fault>> {
    let today = almaty_date(guest.cabinet.now());
    match (AccountNumber::parse(form.get("account")), Iin::parse(form.get("iin"), today)) {
        (Ok(account), Ok(iin)) => Ok((account, iin)),
        (account, iin) => {
            let account = account.err().map(|error| fault("account", &error));
            Err(account.into_iter().chain(iin.err().map(|error| fault("iin", &error))).collect())
        }
    }
}

pub(super) fn fault(field: &'static str, error: &dyn Coded) -> Fault {
    Fault { field, said: Said::from(error) }
}

fn first(
    guest: &Guest,
    status: StatusCode,
    typed: &[(&'static str, &str)],
    faults: &[Fault],
    notice: Option<&'static str>,
    next: Option<&str>,
) -> Result<Response, Error> {
    let mut form = FormView::new(guest.address("sign-in"), typed, faults);
    form.next = next.map(str::to_owned);
    let (first_url, recovery_url) = (guest.address("first"), guest.address("recovery"));
    // What the other language is to say as well; that a form had grown old is over by then.
    let said = notice.filter(|notice| NOTICES.contains(notice)).map(|notice| format!("notice={notice}"));
    let query: Vec<String> = said.into_iter().chain(next.map(to_go_on)).collect();
    let page = Page { query: &query.join("&"), ..STEP_1 };
    guest.show(status, &page, &SignInPage { form, notice, first_url, recovery_url })
}

/// The part of an address of the way in that says where to go on.
fn to_go_on(next: &str) -> String {
    format!("next={}", routes::query_value(next))
}

/// How the second step went before.
enum Failed {
    No,
    Stale,
    Refused,
    Form(PasswordError),
}

fn second(
    guest: &Guest,
    status: StatusCode,
    form: &Form,
    account: &AccountNumber,
    failed: &Failed,
    next: Option<&str>,
) -> Result<Response, Error> {
    let (refused, stale) = (matches!(failed, Failed::Refused), matches!(failed, Failed::Stale));
    let faults = match failed {
        Failed::Form(error) => vec![fault("password", error)],
        _ => Vec::new(),
    };
    let typed = [("account", form.get("account")), ("iin", form.get("iin")), ("password", "")];
    let mut view = FormView::new(guest.address("sign-in/password"), &typed, &faults);
    view.next = next.map(str::to_owned);
    let query = next.map(to_go_on).unwrap_or_default();
    let mut change_url = guest.address("sign-in");
    if next.is_some() {
        change_url = format!("{change_url}?{query}");
    }
    let (account, recovery_url) = (account.to_string(), guest.address("recovery"));
    let page = Page { query: &query, ..STEP_2 };
    guest.show(status, &page, &PasswordPage { form: view, account, refused, stale, change_url, recovery_url })
}
