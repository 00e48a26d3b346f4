//! First authorization and recovery, in three pages: the five fields, the code, the new password.
//!
//! Which of the two it is, the address says; which step has been reached, the store. A page asked out of order leads to
//! the one that is due (security, OTP-9). Whether the data agree with the register is never told here: without a match
//! the service runs a decoy that looks the same (ENUM-4, ENUM-5).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Almaty;
use hyper::StatusCode;
use hyper::header::RETRY_AFTER;

use super::super::cookies::{self, Cookie};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Methods, Request, Response};
use super::guest::{Guest, Page};
use super::security::broken;
use super::sign_in::fault;
use super::{caller, let_in, seconds_until, see_other, token, visit};
use crate::cabinet::auth::Otp;
use crate::cabinet::service::{AuthorizationForm, FlowState, PasswordRefused, SessionKind};
use crate::cabinet::vault::Token;
use crate::clock::almaty_date;
use crate::page::entry::{CONSENT_VERSION, CodePage, Fault, FirstPage, FormView, Moment, NewPasswordPage, RULES};
use crate::page::said::Said;
use crate::portal::account::AccountNumber;
use crate::portal::authorization::{AuthorizationError, Purpose, Step};
use crate::portal::contract_number::ContractNumber;
use crate::portal::date::parse_contract_date;
use crate::portal::error::Coded;
use crate::portal::iin::Iin;
use crate::portal::phone::Phone;

/// The consent, then the five fields in the portal's order.
const FORM: [&str; 6] = ["consent", "account", "contract", "iin", "phone", "date"];

/// `/LANG/cabinet/{first|recovery}`.
pub(super) async fn form(mut request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    let purpose = purpose(&request);
    if Methods::Read.contain(&request.head.method) {
        let asked = Form::read(request.head.uri.query().unwrap_or_default(), &["notice"]).unwrap_or_default();
        // Back from the code, or when the time was up: the form is filled as it was.
        let before = match token(&request, Cookie::Flow) {
            Some(flow) => guest.cabinet.typed(&flow, purpose).await?,
            None => None,
        };
        let ended = asked.get("notice") == "flow-ended";
        let notice = ended.then_some(if before.is_some() { "flow-again" } else { "flow-ended" });
        let blank = || FORM.iter().map(|name| (*name, String::new())).collect();
        let typed = before.as_ref().map_or_else(blank, typed_before);
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        return fields(&guest, purpose, StatusCode::OK, &typed, &[], notice);
    }
    let form = Form::of(&mut request, &["csrf", "consent", "account", "contract", "iin", "phone", "date"]).await?;
    let typed: Vec<(&'static str, &str)> = FORM.iter().map(|name| (*name, form.get(name))).collect();
    let Some(page) = guest.page_of(&form) else {
        return fields(&guest, purpose, StatusCode::FORBIDDEN, &typed, &[], Some("stale"));
    };
    let read = match read(|name| form.get(name), almaty_date(guest.cabinet.now())) {
        Ok(read) => read,
        Err(faults) => return fields(&guest, purpose, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults, None),
    };
    let caller = caller(&request, SessionKind::Page, token(&request, Cookie::Device));
    let flow = guest.cabinet.begin_once(guest.sent(&page), purpose, &read, CONSENT_VERSION, &caller).await?;
    let mut response = see_other(&guest.address(&format!("{}/code", purpose.code())))?;
    cookies::set(&mut response, Cookie::Flow, request.is_secure(), flow.expose(), None);
    Ok(response)
}

/// `/LANG/cabinet/{first|recovery}/code`: a code is entered, or another one asked for.
pub(super) async fn code(mut request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    let purpose = purpose(&request);
    let (flow, state) = match due(&guest, &request, purpose, Step::CodeSent).await? {
        Due::Here(flow, state) => (flow, state),
        Due::Elsewhere(response) => return entered_before(&guest, &mut request, purpose, response).await,
        Due::Inside => {
            let profile = see_other(&guest.address("profile"))?;
            return entered_before(&guest, &mut request, purpose, profile).await;
        }
    };
    if Methods::Read.contain(&request.head.method) {
        let resent = request.head.uri.query() == Some("notice=resent");
        return enter(&guest, &state, StatusCode::OK, Told { notice: resent.then_some("resent"), ..Told::default() });
    }
    let form = Form::of(&mut request, &["csrf", "code", "resend"]).await?;
    let Some(page) = guest.page_of(&form) else {
        return enter(&guest, &state, StatusCode::FORBIDDEN, Told { notice: Some("stale"), ..Told::default() });
    };
    let caller = caller(&request, SessionKind::Page, token(&request, Cookie::Device));
    if !form.get("resend").is_empty() {
        return match guest.cabinet.resend(&flow, &caller).await? {
            Ok(_) => see_other(&guest.address(&format!("{}/code?notice=resent", purpose.code()))),
            Err(error) => {
                let over = matches!(error, AuthorizationError::NoTriesLeft);
                let told = Told { refused: Some(Said::from(&error as &dyn Coded)), over, ..Told::default() };
                let mut response = again(&guest, &flow, purpose, status_of(&error), told).await?;
                say_when(&mut response, &error, guest.cabinet.now());
                Ok(response)
            }
        };
    }
    let code = form.get("code");
    if Otp::read(code).is_none() {
        let told = Told { faults: vec![code_fault()], ..Told::default() };
        return enter(&guest, &state, StatusCode::UNPROCESSABLE_ENTITY, told);
    }
    match guest.cabinet.confirm_once(guest.sent(&page), &flow, code, &caller).await? {
        Ok(confirmed) => on_to_password(&guest, &request, purpose, &confirmed.flow),
        Err(error) => {
            let over = matches!(error, AuthorizationError::NoTriesLeft);
            let told = Told { faults: vec![fault("code", &error)], over, ..Told::default() };
            again(&guest, &flow, purpose, status_of(&error), told).await
        }
    }
}

/// The code is not what is due: `elsewhere` leads on. But a form sent twice may come with the process's old secret when
/// the first of the two has been answered; whichever answer the browser keeps, it has the new one (SES-3).
async fn entered_before(
    guest: &Guest,
    request: &mut Request,
    purpose: Purpose,
    elsewhere: Response,
) -> Result<Response, Error> {
    let Some(flow) = token(request, Cookie::Flow).filter(|_| !Methods::Read.contain(&request.head.method)) else {
        return Ok(elsewhere);
    };
    let form = Form::of(request, &["csrf", "code", "resend"]).await?;
    let Some(page) = guest.page_of(&form) else { return Ok(elsewhere) };
    match guest.cabinet.confirmed_before(guest.sent(&page), &flow, form.get("code")).await? {
        Some(confirmed) => on_to_password(guest, request, purpose, &confirmed.flow),
        None => Ok(elsewhere),
    }
}

/// The code was right: the browser gets the process's new secret.
fn on_to_password(guest: &Guest, request: &Request, purpose: Purpose, flow: &Token) -> Result<Response, Error> {
    let mut response = see_other(&guest.address(&format!("{}/password", purpose.code())))?;
    cookies::set(&mut response, Cookie::Flow, request.is_secure(), flow.expose(), None);
    Ok(response)
}

/// `/LANG/cabinet/{first|recovery}/password`.
pub(super) async fn password(mut request: Request) -> Result<Response, Error> {
    let guest = Guest::of(&request).await?;
    let purpose = purpose(&request);
    let (flow, state) = match due(&guest, &request, purpose, Step::CodeConfirmed).await? {
        Due::Here(flow, state) => (flow, state),
        Due::Elsewhere(response) => return Ok(response),
        // The page of another tab, sent after this one's: what was typed into it did not count, and that is told.
        Due::Inside if !Methods::Read.contain(&request.head.method) => {
            return see_other(&guest.address("security?done=password-kept"));
        }
        Due::Inside => return see_other(&guest.address("profile")),
    };
    if Methods::Read.contain(&request.head.method) {
        return choose(&guest, &state, StatusCode::OK, &[], false);
    }
    let form = Form::of(&mut request, &["csrf", "password", "repeat"]).await?;
    if !guest.owns(&form) {
        return choose(&guest, &state, StatusCode::FORBIDDEN, &[], true);
    }
    let caller = caller(&request, SessionKind::Page, token(&request, Cookie::Device));
    match guest.cabinet.set_password(&flow, form.get("password"), form.get("repeat"), &caller).await? {
        Ok(opened) => let_in(&request, &opened, &guest.address("profile")),
        Err(PasswordRefused::Rules(errors)) => {
            choose(&guest, &state, StatusCode::UNPROCESSABLE_ENTITY, &broken(&errors), false)
        }
        Err(PasswordRefused::HasPassword) => see_other(&guest.address("sign-in?notice=has-password")),
        // Too late, or sent twice: which of the two, the step that is due says.
        Err(PasswordRefused::Flow(_)) => match due(&guest, &request, purpose, Step::CodeConfirmed).await? {
            Due::Elsewhere(response) => Ok(response),
            Due::Inside => see_other(&guest.address("security?done=password-kept")),
            Due::Here(..) => see_other(&guest.address(&format!("{}?notice=flow-ended", purpose.code()))),
        },
    }
}

/// What was typed is no code of ours; no try is counted for it.
pub(super) fn code_fault() -> Fault {
    Fault { field: "code", said: Said { code: "code-shape", args: BTreeMap::new() } }
}

/// First authorization or recovery, by the address.
fn purpose(request: &Request) -> Purpose {
    let name = request.path.split('/').nth(3).unwrap_or_default();
    Purpose::from_code(name).unwrap_or(Purpose::First)
}

/// Reads the five fields and the consent, or says what is wrong with their form alone (ENUM-8).
pub(super) fn read<'f>(
    get: impl Fn(&'static str) -> &'f str,
    today: NaiveDate,
) -> Result<AuthorizationForm, Vec<Fault>> {
    let account = AccountNumber::parse(get("account")).map_err(|error| fault("account", &error));
    let contract = ContractNumber::parse(get("contract")).map_err(|error| fault("contract", &error));
    let iin = Iin::parse(get("iin"), today).map_err(|error| fault("iin", &error));
    let phone = Phone::parse(get("phone")).map_err(|error| fault("phone", &error));
    let date = parse_contract_date(get("date"), today).map_err(|error| fault("date", &error));
    let consent = get("consent") == CONSENT_VERSION;
    match (account, contract, iin, phone, date, consent) {
        (Ok(account), Ok(contract), Ok(iin), Ok(phone), Ok(date), true) => {
            Ok(AuthorizationForm { account, contract, iin, phone, date })
        }
        (account, contract, iin, phone, date, consent) => {
            let consent = (!consent)
                .then(|| Fault { field: "consent", said: Said { code: "consent-missing", args: BTreeMap::new() } });
            let of_fields = [account.err(), contract.err(), iin.err(), phone.err(), date.err()];
            Err(consent.into_iter().chain(of_fields.into_iter().flatten()).collect())
        }
    }
}

/// The authorization under way in this browser, if it is of this purpose.
async fn state(guest: &Guest, request: &Request, purpose: Purpose) -> Result<Option<(Token, FlowState)>, Error> {
    let Some(flow) = token(request, Cookie::Flow) else { return Ok(None) };
    let state = guest.cabinet.flow(&flow).await?.filter(|state| state.purpose == purpose);
    Ok(state.map(|state| (flow, state)))
}

enum Due {
    Here(Token, FlowState),
    Elsewhere(Response),
    /// The steps are done, and their end has let this browser in.
    Inside,
}

/// Whether `step` is the one that is due; else the way to it.
async fn due(guest: &Guest, request: &Request, purpose: Purpose, step: Step) -> Result<Due, Error> {
    let to = |name: &str| Ok(Due::Elsewhere(see_other(&guest.address(name))?));
    match state(guest, request, purpose).await? {
        Some((flow, state)) if state.step == step => Ok(Due::Here(flow, state)),
        Some((_, FlowState { step: Step::CodeSent, .. })) => to(&format!("{}/code", purpose.code())),
        Some((_, FlowState { step: Step::CodeConfirmed, .. })) => to(&format!("{}/password", purpose.code())),
        // Back from the profile: the steps are done, not late.
        Some(_) | None if visit::of(request).await?.is_some() => Ok(Due::Inside),
        Some((_, FlowState { step: Step::PasswordSet, .. })) => to("sign-in?notice=has-password"),
        Some(_) | None => to(&format!("{}?notice=flow-ended", purpose.code())),
    }
}

/// What was typed into the five fields, for the form to be filled again.
fn typed_before(form: &AuthorizationForm) -> Vec<(&'static str, String)> {
    vec![
        ("consent", CONSENT_VERSION.to_owned()),
        ("account", form.account.expose().to_owned()),
        ("contract", form.contract.shown().to_owned()),
        ("iin", form.iin.expose()),
        ("phone", form.phone.expose()),
        ("date", form.date.format("%d.%m.%Y").to_string()),
    ]
}

fn fields(
    guest: &Guest,
    purpose: Purpose,
    status: StatusCode,
    typed: &[(&'static str, &str)],
    faults: &[Fault],
    notice: Option<&'static str>,
) -> Result<Response, Error> {
    let form = FormView::new(guest.address(purpose.code()), typed, faults);
    let consent = CONSENT_VERSION.parse().map_err(|_| Error::Internal("the version of the consent".to_owned()))?;
    let view = FirstPage { purpose: purpose.code(), form, notice, consent, sign_in_url: guest.address("sign-in") };
    guest.show(status, &page(purpose, "first", purpose.code()), &view)
}

/// What the page of the code says besides.
#[derive(Default)]
struct Told {
    faults: Vec<Fault>,
    notice: Option<&'static str>,
    refused: Option<Said>,
    /// No code helps any more, however many tries of this process are left: the client's of the day are used up.
    over: bool,
}

/// The page of the code after a try: the state has changed by it.
async fn again(
    guest: &Guest,
    flow: &Token,
    purpose: Purpose,
    status: StatusCode,
    told: Told,
) -> Result<Response, Error> {
    match guest.cabinet.flow(flow).await? {
        Some(state) => enter(guest, &state, status, told),
        // Another page of this browser was faster and has the process's new secret, or the time was up: the step that is
        // due says which.
        None => see_other(&guest.address(&format!("{}/password", purpose.code()))),
    }
}

fn enter(guest: &Guest, state: &FlowState, status: StatusCode, told: Told) -> Result<Response, Error> {
    let purpose = state.purpose;
    let action = guest.address(&format!("{}/code", purpose.code()));
    let moment = |at| moment(at, guest.cabinet.now());
    let view = CodePage {
        purpose: purpose.code(),
        form: FormView::new(action.clone(), &[("code", "")], &told.faults),
        phone: state.phone_shown.clone(),
        ends: moment(state.code_ends_at),
        resend: state.resend_at.map(moment),
        notice: told.notice,
        refused: told.refused,
        over: told.over || state.tries_left == 0,
        back_url: guest.address(purpose.code()),
        resend_action: action,
    };
    guest.show(status, &page(purpose, "code", &format!("{}/code", purpose.code())), &view)
}

fn choose(
    guest: &Guest,
    reached: &FlowState,
    status: StatusCode,
    faults: &[Fault],
    stale: bool,
) -> Result<Response, Error> {
    let purpose = reached.purpose;
    let address = format!("{}/password", purpose.code());
    let view = NewPasswordPage {
        purpose: purpose.code(),
        form: FormView::new(guest.address(&address), &[("password", ""), ("repeat", "")], faults),
        has_password: purpose == Purpose::First && reached.has_password,
        stale,
        ends: reached.right_ends_at.map(|at| moment(at, guest.cabinet.now())),
        rules: RULES,
        sign_in_url: guest.address("sign-in"),
        recovery_url: guest.address("recovery"),
    };
    guest.show(status, &page(purpose, "new-password", &address), &view)
}

fn page<'a>(purpose: Purpose, template: &'static str, address: &'a str) -> Page<'a> {
    let title = match purpose {
        Purpose::First => "first-title",
        Purpose::Recovery => "recovery-title",
    };
    Page { template, title, address, query: "" }
}

fn moment(at: DateTime<Utc>, now: DateTime<Utc>) -> Moment {
    Moment::new(at.with_timezone(&Almaty).fixed_offset(), seconds_until(at, now))
}

/// When another code may be asked for, where it is too soon.
pub(super) fn say_when(response: &mut Response, error: &AuthorizationError, now: DateTime<Utc>) {
    if let AuthorizationError::ResendTooSoon { available } = error
        && response.status() == StatusCode::TOO_MANY_REQUESTS
    {
        response.headers_mut().insert(RETRY_AFTER, seconds_until(*available, now).max(1).into());
    }
}

/// The status of a refusal, for programs.
pub(super) fn status_of(error: &AuthorizationError) -> StatusCode {
    debug_assert!(error.code().starts_with("authorization-"));
    match error {
        AuthorizationError::WrongCode { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        AuthorizationError::ResendTooSoon { .. } | AuthorizationError::NoMoreCodes => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::CONFLICT,
    }
}
