//! The way in for programs: the same steps as the pages, as JSON. A session is named in `Authorization: Bearer`, never in a
//! cookie, so that no other site can act on a client's behalf.

use hyper::StatusCode;
use hyper::header::WWW_AUTHENTICATE;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::error::{Error, described};
use super::super::json;
use super::super::respond;
use super::super::router::{Methods, Request, Response, Route};
use super::super::words;
use super::authorization::{code_fault, read, say_when, status_of};
use super::caller;
use super::description_examples as told;
use super::security::broken;
use super::sign_in::fault;
use super::visit::Visit;
use crate::cabinet::auth::Otp;
use crate::cabinet::service::{Cabinet, FlowState, Opened, PasswordRefused, SessionKind, SignIn};
use crate::cabinet::vault::Token;
use crate::clock::almaty_date;
use crate::i18n::Locale;
use crate::page::entry::{CONSENT_VERSION, Fault};
use crate::page::said::Said;
use crate::portal::account::AccountNumber;
use crate::portal::authorization::{AuthorizationError, Purpose};
use crate::portal::error::Coded;
use crate::portal::iin::Iin;
use crate::portal::password::{Password, PasswordError};

/// The endpoints.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::guest("/api/v1/sign-in", Methods::Write, sign_in).described(told::sign_in),
        Route::guest("/api/v1/authorization/first", Methods::Write, begin).described(told::begin_first),
        Route::guest("/api/v1/authorization/first/code", Methods::Write, confirm).described(told::confirm_first),
        Route::guest("/api/v1/authorization/first/resend", Methods::Write, resend).described(told::resend_first),
        Route::guest("/api/v1/authorization/first/password", Methods::Write, set_password)
            .described(told::set_password_first),
        Route::guest("/api/v1/authorization/recovery", Methods::Write, begin).described(told::begin_recovery),
        Route::guest("/api/v1/authorization/recovery/code", Methods::Write, confirm).described(told::confirm_recovery),
        Route::guest("/api/v1/authorization/recovery/resend", Methods::Write, resend).described(told::resend_recovery),
        Route::guest("/api/v1/authorization/recovery/password", Methods::Write, set_password)
            .described(told::set_password_recovery),
        Route::private("/api/v1/sign-out", Methods::Write, sign_out).described(told::sign_out),
    ]
}

/// A session that was opened.
#[derive(Serialize)]
pub(super) struct OpenedView {
    token: String,
    device: String,
    ends_at: String,
}

impl From<Opened> for OpenedView {
    fn from(opened: Opened) -> Self {
        Self {
            token: opened.session.expose().to_owned(),
            device: opened.device.expose().to_owned(),
            ends_at: opened.ends_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        }
    }
}

/// An authorization under way.
#[derive(Serialize)]
struct FlowView {
    flow: String,
    purpose: &'static str,
    step: &'static str,
    phone: String,
    code_ends_at: String,
    resend_at: Option<String>,
    tries_left: u32,
    right_ends_at: Option<String>,
    has_password: bool,
}

impl FlowView {
    fn new(flow: &Token, state: FlowState) -> Self {
        let text = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        Self {
            flow: flow.expose().to_owned(),
            purpose: state.purpose.code(),
            step: state.step.code(),
            phone: state.phone_shown,
            code_ends_at: text(state.code_ends_at),
            resend_at: state.resend_at.map(text),
            tries_left: state.tries_left,
            right_ends_at: state.right_ends_at.map(text),
            has_password: state.has_password,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct SignInBody {
    account: String,
    iin: String,
    password: String,
    device: Option<String>,
}

async fn sign_in(mut request: Request) -> Result<Response, Error> {
    let body: SignInBody = json::read(&mut request).await?;
    let cabinet = cabinet(&request)?;
    let today = almaty_date(cabinet.now());
    let account = AccountNumber::parse(&body.account).map_err(|error| fault("account", &error));
    let iin = Iin::parse(&body.iin, today).map_err(|error| fault("iin", &error));
    let empty = body.password.is_empty().then(|| fault("password", &PasswordError::Empty));
    let (account, iin) = match (account, iin, empty) {
        (Ok(account), Ok(iin), None) => (account, iin),
        (account, iin, empty) => {
            let faults = [account.err(), iin.err(), empty].into_iter().flatten().collect::<Vec<_>>();
            return Ok(invalid(&request, &faults));
        }
    };
    let Ok(password) = Password::typed(&body.password) else { return Ok(wrong(&request)) };
    let caller = caller(&request, SessionKind::Api, body.device.as_deref().and_then(Token::read));
    match cabinet.sign_in(&account, &iin, &password, &caller).await? {
        SignIn::Opened(opened) => json::answer(StatusCode::OK, &OpenedView::from(opened)),
        SignIn::Refused | SignIn::Over => Ok(wrong(&request)),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BeginBody {
    account: String,
    contract: String,
    iin: String,
    phone: String,
    date: String,
    consent: String,
}

async fn begin(mut request: Request) -> Result<Response, Error> {
    let body: BeginBody = json::read(&mut request).await?;
    let cabinet = cabinet(&request)?;
    let get = |name: &'static str| match name {
        "account" => body.account.as_str(),
        "contract" => &body.contract,
        "iin" => &body.iin,
        "phone" => &body.phone,
        "date" => &body.date,
        _ => &body.consent,
    };
    let form = match read(get, almaty_date(cabinet.now())) {
        Ok(form) => form,
        Err(faults) => return Ok(invalid(&request, &faults)),
    };
    let caller = caller(&request, SessionKind::Api, None);
    let flow = cabinet.begin(purpose(&request), &form, CONSENT_VERSION, &caller).await?;
    state(&request, cabinet, &flow, StatusCode::ACCEPTED).await
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CodeBody {
    flow: String,
    code: String,
}

async fn confirm(mut request: Request) -> Result<Response, Error> {
    let body: CodeBody = json::read(&mut request).await?;
    let cabinet = cabinet(&request)?;
    let Some(flow) = own(&request, cabinet, &body.flow).await? else { return Ok(ended(&request)) };
    if Otp::read(&body.code).is_none() {
        return Ok(invalid(&request, &[code_fault()]));
    }
    match cabinet.confirm(&flow, &body.code, &caller(&request, SessionKind::Api, None)).await? {
        Ok(confirmed) => state(&request, cabinet, &confirmed.flow, StatusCode::OK).await,
        Err(error) => Ok(refusal(&request, cabinet, &error)),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FlowBody {
    flow: String,
}

async fn resend(mut request: Request) -> Result<Response, Error> {
    let body: FlowBody = json::read(&mut request).await?;
    let cabinet = cabinet(&request)?;
    let Some(flow) = own(&request, cabinet, &body.flow).await? else { return Ok(ended(&request)) };
    match cabinet.resend(&flow, &caller(&request, SessionKind::Api, None)).await? {
        Ok(state) => json::answer(StatusCode::OK, &FlowView::new(&flow, state)),
        Err(error) => Ok(refusal(&request, cabinet, &error)),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PasswordBody {
    flow: String,
    password: String,
    repeat: String,
}

async fn set_password(mut request: Request) -> Result<Response, Error> {
    let body: PasswordBody = json::read(&mut request).await?;
    let cabinet = cabinet(&request)?;
    let Some(flow) = own(&request, cabinet, &body.flow).await? else { return Ok(ended(&request)) };
    let caller = caller(&request, SessionKind::Api, None);
    match cabinet.set_password(&flow, &body.password, &body.repeat, &caller).await? {
        Ok(opened) => json::answer(StatusCode::OK, &OpenedView::from(opened)),
        Err(PasswordRefused::Rules(errors)) => Ok(invalid(&request, &broken(&errors))),
        Err(PasswordRefused::Flow(error)) => Ok(refusal(&request, cabinet, &error)),
        Err(PasswordRefused::HasPassword) => Ok(plain(&request, StatusCode::CONFLICT, "has-password")),
    }
}

async fn sign_out(request: Request, visit: Visit) -> Result<Response, Error> {
    visit.cabinet.sign_out(&visit.token, &caller(&request, SessionKind::Api, None)).await?;
    Ok(respond::text(StatusCode::NO_CONTENT, ""))
}

fn cabinet(request: &Request) -> Result<&Cabinet, Error> {
    request.app.cabinet().map(AsRef::as_ref).ok_or(Error::CabinetOff)
}

/// First authorization or recovery, by the address.
fn purpose(request: &Request) -> Purpose {
    let name = request.path.split('/').nth(4).unwrap_or_default();
    Purpose::from_code(name).unwrap_or(Purpose::First)
}

/// The authorization of a body, if it is alive and of the address's purpose.
async fn own(request: &Request, cabinet: &Cabinet, text: &str) -> Result<Option<Token>, Error> {
    let Some(flow) = Token::read(text) else { return Ok(None) };
    let state = cabinet.flow(&flow).await?;
    Ok(state.filter(|state| state.purpose == purpose(request)).map(|_| flow))
}

async fn state(request: &Request, cabinet: &Cabinet, flow: &Token, status: StatusCode) -> Result<Response, Error> {
    match cabinet.flow(flow).await? {
        Some(state) => json::answer(status, &FlowView::new(flow, state)),
        None => Ok(ended(request)),
    }
}

// ---- Problems --------------------------------------------------------------------------------------------------------

fn plain(request: &Request, status: StatusCode, code: &str) -> Response {
    described(status, code, request.locale(), &request.id, json!({}))
}

/// Account number, IIN or password is wrong: the same whichever, and whether or not there is such a client (ENUM-2).
fn wrong(request: &Request) -> Response {
    let mut response = plain(request, StatusCode::UNAUTHORIZED, "invalid_credentials");
    respond::set(&mut response, WWW_AUTHENTICATE, "Bearer");
    response
}

/// There is no such authorization, or not any more.
fn ended(request: &Request) -> Response {
    plain(request, StatusCode::CONFLICT, "authorization-ended")
}

fn refusal(request: &Request, cabinet: &Cabinet, error: &AuthorizationError) -> Response {
    let said = Said::from(error as &dyn Coded);
    let detail = words::said(request.locale(), &said);
    let more = json!({ "detail": detail, "args": said.args });
    let mut response = described(status_of(error), said.code, request.locale(), &request.id, more);
    say_when(&mut response, error, cabinet.now());
    response
}

/// Fields that cannot be: each with its code, arguments and words.
pub(super) fn invalid(request: &Request, faults: &[Fault]) -> Response {
    let locale = request.locale();
    let errors: Vec<_> = faults.iter().map(|fault| described_fault(locale, fault)).collect();
    let more = json!({ "errors": errors });
    described(StatusCode::UNPROCESSABLE_ENTITY, "fields-invalid", locale, &request.id, more)
}

fn described_fault(locale: Locale, fault: &Fault) -> serde_json::Value {
    json!({
        "field": fault.field,
        "code": fault.said.code,
        "args": fault.said.args,
        "message": words::said(locale, &fault.said),
    })
}
