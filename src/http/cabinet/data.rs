//! The pages of the cabinet for programs: the same views as JSON.

use hyper::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::error::{Error, described};
use super::super::json;
use super::super::respond;
use super::super::router::{Methods, Request, Response, Route};
use super::api::{OpenedView, invalid};
use super::description_examples as told;
use super::room::{Holdings, above, almaty};
use super::visit::{self, Visit};
use super::{asked, caller, consent as of_consent, security};
use crate::cabinet::service::{ChangeRefused, SessionKind};
use crate::page::cabinet::contracts::{ContractView, Contracts};
use crate::page::cabinet::profile::{Profile, Reveal};
use crate::page::cabinet::schedule::SchedulePage;
use crate::page::cabinet::security::Told;
use crate::page::cabinet::statement::StatementPage;
use crate::portal::password::Password;
use crate::routes;

/// The endpoints.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::private("/api/v1/profile", Methods::Read, profile).described(told::profile),
        Route::private("/api/v1/contracts", Methods::Read, contracts).described(told::contracts),
        Route::private("/api/v1/contracts/{reference}", Methods::Read, contract).described(told::one_contract),
        Route::private("/api/v1/contracts/{reference}/schedule", Methods::Read, schedule).described(told::schedule),
        Route::private("/api/v1/contracts/{reference}/statement", Methods::Read, statement).described(told::statement),
        Route::private("/api/v1/sessions", Methods::Read, sessions).described(told::sessions),
        Route::private("/api/v1/sessions/end", Methods::Write, end).described(told::end_session),
        Route::private("/api/v1/password", Methods::Write, password).described(told::change_password),
        Route::private("/api/v1/consent", Methods::Read, consent).described(told::consent),
        Route::private("/api/v1/consent/withdraw", Methods::Write, withdraw).described(told::withdraw_consent),
    ]
}

async fn profile(request: Request, visit: Visit) -> Result<Response, Error> {
    visit.cabinet.revealed(visit.client(), None, &caller(&request, SessionKind::Api, None)).await?;
    let told = visit.cabinet.profile(visit.client()).await?;
    let holdings = Holdings::of(&visit).await?;
    let facts = holdings.facts();
    let now = almaty(visit.cabinet.now());
    let above = above(request.locale(), now, &facts, None, routes::cabinet_contract);
    json::answer(StatusCode::OK, &Profile::of(&told.client, above, Reveal::Everything))
}

/// All contracts.
#[derive(Serialize)]
struct ContractList {
    contracts: Vec<ContractView>,
}

async fn contracts(request: Request, visit: Visit) -> Result<Response, Error> {
    let holdings = Holdings::of(&visit).await?;
    let now = almaty(visit.cabinet.now()).naive_local().into();
    let facts = holdings.facts();
    let contracts = facts.iter().map(|facts| ContractView::of(request.locale(), facts, now)).collect();
    json::answer(StatusCode::OK, &ContractList { contracts })
}

async fn contract(request: Request, visit: Visit) -> Result<Response, Error> {
    let holdings = Holdings::of(&visit).await?;
    let at = holdings.place(&request, &visit, reference(&request)).await?;
    let facts = holdings.facts();
    let now = almaty(visit.cabinet.now());
    let above = above(request.locale(), now, &facts, Some(at), routes::cabinet_contract);
    json::answer(StatusCode::OK, &Contracts::of(above))
}

async fn schedule(request: Request, visit: Visit) -> Result<Response, Error> {
    let asked = asked::of_schedule(&request)?;
    let holdings = Holdings::of(&visit).await?;
    let at = holdings.place(&request, &visit, reference(&request)).await?;
    let facts = holdings.facts();
    let now = almaty(visit.cabinet.now());
    let above = above(request.locale(), now, &facts, Some(at), routes::cabinet_schedule);
    json::answer(StatusCode::OK, &SchedulePage::of(above, asked))
}

async fn statement(request: Request, visit: Visit) -> Result<Response, Error> {
    let now = almaty(visit.cabinet.now());
    let asked = asked::of_statement(&request)?.unwrap_or_else(|| StatementPage::usual(now.date_naive()));
    let holdings = Holdings::of(&visit).await?;
    let at = holdings.place(&request, &visit, reference(&request)).await?;
    let facts = holdings.facts();
    let above = above(request.locale(), now, &facts, Some(at), routes::cabinet_statement);
    let view = StatementPage::of(above, &facts[at], &asked);
    match &view.fault {
        None => json::answer(StatusCode::OK, &view),
        Some(fault) => {
            let more = json!({ "field": fault.field, "from": fault.from, "to": fault.to });
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(described(status, fault.code, request.locale(), &request.id, more))
        }
    }
}

async fn sessions(request: Request, visit: Visit) -> Result<Response, Error> {
    let view = security::view(request.locale(), &visit, Told::default()).await?;
    json::answer(StatusCode::OK, &json!({ "sessions": view.sessions, "history": view.history }))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EndBody {
    session: String,
}

/// One session by its handle, or `others`.
async fn end(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let body: EndBody = json::read(&mut request).await?;
    let caller = caller(&request, SessionKind::Api, None);
    match body.session.as_str() {
        "" => return Err(Error::Parameter("session")),
        "others" => drop(visit.cabinet.end_other_sessions(&visit.session, &caller).await?),
        handle => drop(visit.cabinet.end_session(visit.client(), handle, &caller).await?),
    }
    Ok(respond::text(StatusCode::NO_CONTENT, ""))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PasswordBody {
    present: String,
    password: String,
    repeat: String,
}

async fn password(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let body: PasswordBody = json::read(&mut request).await?;
    let Ok(present) = Password::typed(&body.present) else { return Ok(invalid(&request, &[security::wrong()])) };
    let caller = caller(&request, SessionKind::Api, None);
    let changed = visit.cabinet.change_password(&visit.session, &present, &body.password, &body.repeat, &caller);
    match changed.await? {
        Ok(opened) => json::answer(StatusCode::OK, &OpenedView::from(opened)),
        // Asked for twice, as below.
        Err(ChangeRefused::Present) if visit::of(&request).await?.is_none() => visit::refuse(&request).await,
        Err(ChangeRefused::Present) => Ok(invalid(&request, &[security::wrong()])),
        Err(ChangeRefused::Rules(errors)) => Ok(invalid(&request, &security::broken(&errors))),
    }
}

async fn consent(_: Request, visit: Visit) -> Result<Response, Error> {
    json::answer(StatusCode::OK, &json!({ "given": of_consent::given(&visit).await? }))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WithdrawBody {
    present: String,
}

async fn withdraw(mut request: Request, visit: Visit) -> Result<Response, Error> {
    let body: WithdrawBody = json::read(&mut request).await?;
    let password = match security::present(&body.present) {
        Ok(password) => password,
        Err(fault) => return Ok(invalid(&request, &[fault])),
    };
    let caller = caller(&request, SessionKind::Api, None);
    if visit.cabinet.withdraw_consent(&visit.session, &password, &caller).await? {
        return Ok(respond::text(StatusCode::NO_CONTENT, ""));
    }
    if visit::of(&request).await?.is_none() {
        // Asked for twice, and the first of the two has ended this session: the password was not wrong.
        return visit::refuse(&request).await;
    }
    Ok(invalid(&request, &[security::wrong()]))
}

/// The reference in `/api/v1/contracts/{reference}…`.
fn reference(request: &Request) -> &str {
    request.path.split('/').nth(4).unwrap_or_default()
}
