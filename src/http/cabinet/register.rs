//! What the register tells a client: profile, contracts, payment schedule, statement, and files made of them.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::task::spawn_blocking;

use super::super::body::Payload;
use super::super::error::Error;
use super::super::respond;
use super::super::router::{Request, Response};
use super::room::{Holdings, Room, Sheet, above};
use super::visit::Visit;
use super::{asked, caller};
use crate::cabinet::service::SessionKind;
use crate::page::cabinet::contracts::Contracts;
use crate::page::cabinet::export::{self, FileName, csv, ics, xlsx};
use crate::page::cabinet::profile::{Profile, Reveal};
use crate::page::cabinet::schedule::{ALL, Asked, SchedulePage};
use crate::page::cabinet::statement::StatementPage;
use crate::portal::schedule::Status;
use crate::routes;

/// What stands for itself in a name in another alphabet (RFC 8187).
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// `/LANG/cabinet/profile`.
pub(super) async fn profile(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let reveal = asked::of_profile(&request)?;
        if let Reveal::One(secret) = reveal {
            let caller = caller(&request, SessionKind::Page, None);
            room.visit.cabinet.revealed(room.visit.client(), Some(secret.code()), &caller).await?;
        }
        let told = room.visit.cabinet.profile(room.visit.client()).await?;
        let holdings = Holdings::of(&room.visit).await?;
        let facts = holdings.facts();
        let above = above(room.locale, room.now, &facts, None, routes::cabinet_contract);
        let view = Profile::of(&told.client, above, reveal);
        let address = |locale| routes::cabinet(locale, "profile");
        let sheet = Sheet {
            template: "profile",
            title: "cabinet-menu-profile",
            section: "profile",
            address: &address,
            query: "",
        };
        room.show(StatusCode::OK, &sheet, &view)
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/contracts` and `/LANG/cabinet/contracts/{reference}/`.
pub(super) async fn contracts(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let holdings = Holdings::of(&room.visit).await?;
        let named = reference(&request);
        let shown = shown(&room, &request, &holdings).await?;
        let facts = holdings.facts();
        let view = Contracts::of(above(room.locale, room.now, &facts, shown, routes::cabinet_contract));
        let address = |locale| match named {
            Some(reference) => routes::cabinet_contract(locale, reference),
            None => routes::cabinet(locale, "contracts"),
        };
        let sheet = Sheet {
            template: "contracts",
            title: "cabinet-menu-contracts",
            section: "contracts",
            address: &address,
            query: "",
        };
        room.show(StatusCode::OK, &sheet, &view)
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/schedule` and `/LANG/cabinet/schedule/{reference}/`.
pub(super) async fn schedule(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let asked = asked::of_schedule(&request)?;
        let named = reference(&request);
        let holdings = Holdings::of(&room.visit).await?;
        let view = schedule_view(&room, &request, &holdings, asked).await?;
        let address = |locale| match named {
            Some(reference) => routes::cabinet_schedule(locale, reference),
            None => routes::cabinet(locale, "schedule"),
        };
        let query = asked.query();
        let sheet = Sheet {
            template: "schedule",
            title: "cabinet-menu-schedule",
            section: "schedule",
            address: &address,
            query: &query,
        };
        room.show(StatusCode::OK, &sheet, &view)
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/schedule/{reference}/print`: every row, for paper.
pub(super) async fn schedule_print(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let holdings = Holdings::of(&room.visit).await?;
        let named = reference(&request);
        let view = schedule_view(&room, &request, &holdings, Asked::EVERYTHING).await?;
        let address = |locale| routes::cabinet_schedule_file(locale, named.unwrap_or_default(), "print");
        let sheet = Sheet {
            template: "schedule-print",
            title: "cabinet-menu-schedule",
            section: "schedule",
            address: &address,
            query: "",
        };
        room.show(StatusCode::OK, &sheet, &view)
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/schedule/{reference}/export.csv`, `….xlsx`: the filtered rows, whatever page they stand on.
pub(super) async fn schedule_file(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let asked = Asked { size: ALL, page: None, ..asked::of_schedule(&request)? };
        let holdings = Holdings::of(&room.visit).await?;
        let view = schedule_view(&room, &request, &holdings, asked).await?;
        let table = export::Sheet::of_schedule(&view, &|key| room.pages().text(room.locale, key));
        written(&request, table).await
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/schedule/{reference}/payments.ics`: the payments whose money is still to come.
pub(super) async fn calendar(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let holdings = Holdings::of(&room.visit).await?;
        let at = holdings.place(&request, &room.visit, reference(&request).unwrap_or_default()).await?;
        let facts = holdings.facts()[at];
        let lines = facts.schedule.lines(room.now.naive_local());
        let coming = lines.iter().filter(|line| line.status == Status::AwaitingDebit && line.awaits_money());
        let payments: Vec<_> =
            coming.map(|line| (line.row.due(), room.pages().money(room.locale, line.row.accrued().tiyn()))).collect();
        let schedule = routes::cabinet_schedule(room.locale, facts.reference);
        let url = match request.origin_tried_out() {
            Some(origin) => origin + &schedule,
            None => room.pages().absolute(&schedule),
        };
        let calendar = ics::Calendar { reference: facts.reference, url: &url, as_of: facts.as_of, payments: &payments };
        let bytes = ics::write(&calendar, &|key| room.pages().text(room.locale, key));
        let name = format!("payments-{}", facts.reference);
        file(bytes, "text/calendar; charset=utf-8", &FileName { plain: name.clone(), shown: name }, "ics")
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/statement/{reference}/`.
pub(super) async fn statement(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let named = reference(&request).unwrap_or_default();
        let view = statement_view(&room, &request, named).await?;
        let status = if view.fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let address = |locale| routes::cabinet_statement(locale, named);
        let sheet = Sheet {
            template: "statement",
            title: "statement-title",
            section: "contracts",
            address: &address,
            query: request.head.uri.query().unwrap_or_default(),
        };
        room.show(status, &sheet, &view)
    };
    room.told(outcome.await)
}

/// `/LANG/cabinet/statement/{reference}/export.csv`, `….xlsx`.
pub(super) async fn statement_file(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let named = reference(&request).unwrap_or_default();
        let view = statement_view(&room, &request, named).await?;
        let table = export::Sheet::of_statement(&view, &|key| room.pages().text(room.locale, key));
        written(&request, table.ok_or(Error::Parameter("period"))?).await
    };
    room.told(outcome.await)
}

/// The view of a schedule: of the contract named, or of the first.
async fn schedule_view(
    room: &Room,
    request: &Request,
    holdings: &Holdings,
    asked: Asked,
) -> Result<SchedulePage, Error> {
    let shown = shown(room, request, holdings).await?;
    let facts = holdings.facts();
    Ok(SchedulePage::of(above(room.locale, room.now, &facts, shown, routes::cabinet_schedule_now), asked))
}

async fn statement_view(room: &Room, request: &Request, named: &str) -> Result<StatementPage, Error> {
    let asked = asked::of_statement(request)?.unwrap_or_else(|| StatementPage::usual(room.now.date_naive()));
    let holdings = Holdings::of(&room.visit).await?;
    let at = holdings.place(request, &room.visit, named).await?;
    let facts = holdings.facts();
    let above = above(room.locale, room.now, &facts, Some(at), routes::cabinet_statement);
    Ok(StatementPage::of(above, &facts[at], &asked))
}

/// The place of the contract that the address names, or of the first.
async fn shown(room: &Room, request: &Request, holdings: &Holdings) -> Result<Option<usize>, Error> {
    match reference(request) {
        Some(reference) => holdings.place(request, &room.visit, reference).await.map(Some),
        None => Ok(holdings.first()),
    }
}

/// The reference in an address: `/LANG/cabinet/schedule/{reference}/…`.
fn reference(request: &Request) -> Option<&str> {
    request.path.split('/').nth(4).filter(|part| !part.is_empty())
}

/// A table as the file that the address names.
async fn written(request: &Request, table: export::Sheet) -> Result<Response, Error> {
    let name = table.file.clone();
    let is_csv = request.path.rsplit('.').next() == Some("csv");
    let write = move || if is_csv { csv::write(&table) } else { xlsx::write(&table) };
    let made = spawn_blocking(write).await.map_err(|panic| Error::Internal(panic.to_string()))?;
    let bytes = made.map_err(|error| Error::Internal(error.to_string()))?;
    let (kind, ending) = if is_csv {
        ("text/csv; charset=utf-8", "csv")
    } else {
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    };
    file(bytes, kind, &name, ending)
}

/// A file to be saved under its name: in ASCII, and for programs that know RFC 6266 in the reader's language.
fn file(bytes: impl Into<Bytes>, kind: &'static str, name: &FileName, ending: &str) -> Result<Response, Error> {
    let mut response = Response::new(Payload::bytes(bytes));
    respond::set(&mut response, CONTENT_TYPE, kind);
    let shown = utf8_percent_encode(&name.shown, ATTRIBUTE);
    let disposition = format!("attachment; filename=\"{}.{ending}\"; filename*=UTF-8''{shown}.{ending}", name.plain);
    let value = HeaderValue::try_from(disposition).map_err(|error| Error::Internal(error.to_string()))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, value);
    Ok(response)
}
