//! A client's own room: what every private page has round it, and how the figures of the register become a page.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Offset as _, TimeZone as _, Utc};
use chrono_tz::Asia::Almaty;
use hyper::StatusCode;
use serde::Serialize;

use super::super::cookies;
use super::super::desk::{self, Ready};
use super::super::error::Error;
use super::super::router::{Request, Response};
use super::visit::Visit;
use super::{caller, seconds_until};
use crate::cabinet::service::register::Holding;
use crate::i18n::Locale;
use crate::page::cabinet::frame::{Around, Fault, KIND, private};
use crate::page::cabinet::strip::Above;
use crate::page::cabinet::{Facts, Page, Shell};
use crate::page::on_demand::OnDemand;
use crate::routes;

/// A client's room.
pub(super) struct Room {
    pub(super) visit: Visit,
    pub(super) locale: Locale,
    /// Now, on the wall clock of Asia/Almaty.
    pub(super) now: DateTime<FixedOffset>,
    ready: Arc<Ready>,
    menu_open: bool,
    id: String,
}

/// A private page.
pub(super) struct Sheet<'a> {
    /// Template below `cabinet/`, without its ending.
    pub(super) template: &'static str,
    /// Key of the title.
    pub(super) title: &'static str,
    /// Section of the menu.
    pub(super) section: &'static str,
    /// The address in a language.
    pub(super) address: &'a dyn Fn(Locale) -> String,
    /// The part of the address after `?`.
    pub(super) query: &'a str,
}

impl Room {
    /// The room of a visit.
    ///
    /// # Errors
    /// There are no pages to show.
    pub(super) async fn of(request: &Request, visit: Visit) -> Result<Self, Error> {
        Ok(Self {
            locale: request.locale(),
            now: almaty(visit.cabinet.now()),
            ready: desk::open(request).await?,
            menu_open: cookies::get(request.headers(), "menu") == Some("open"),
            id: request.id.clone(),
            visit,
        })
    }

    /// Pages and their words.
    pub(super) fn pages(&self) -> &OnDemand {
        self.ready.pages()
    }

    /// What answers searches, if there is such a thing.
    pub(super) fn ready(&self) -> &Arc<Ready> {
        &self.ready
    }

    /// The answer with a page.
    ///
    /// # Errors
    /// The page cannot be rendered.
    pub(super) fn show(&self, status: StatusCode, sheet: &Sheet<'_>, view: &impl Serialize) -> Result<Response, Error> {
        let pages = self.pages();
        let around = Around {
            section: sheet.section,
            menu_open: self.menu_open,
            csrf: &self.visit.csrf()?,
            idle_seconds: u32::try_from(seconds_until(self.visit.session.idle_ends_at, self.now.to_utc())).unwrap_or(0),
        };
        let shell = Shell::new(self.locale, around);
        let head = pages.head(self.locale, KIND, pages.text(self.locale, sheet.title), sheet.address);
        let head = private(head, self.locale, pages.text(self.locale, "cabinet-crumb")).with_query(sheet.query);
        let template = format!("cabinet/{}.html", sheet.template);
        desk::page(status, pages.render(self.locale, &template, &head, &Page { cabinet: &shell, view }))
    }

    /// What the client did wrong, told in the room; what is our fault is left to whoever logs it.
    ///
    /// # Errors
    /// Our own faults.
    pub(super) fn told(&self, outcome: Result<Response, Error>) -> Result<Response, Error> {
        let error = match outcome {
            Err(error) if error.status().is_client_error() => error,
            other => return other,
        };
        let status = error.status();
        let (code, title) = match status.as_u16() {
            404 => (404, "cabinet-error-404-title"),
            409 => (409, "cabinet-error-409-title"),
            400 => (400, "cabinet-error-400-title"),
            // Those that carry headers of their own.
            _ => return Err(error),
        };
        self.fault(status, title, Some(code))
    }

    /// The form that signs out had grown old and did nothing: it is there again.
    ///
    /// # Errors
    /// The page cannot be rendered.
    pub(super) fn sign_out_again(&self) -> Result<Response, Error> {
        self.fault(StatusCode::FORBIDDEN, "sign-out-again-title", None)
    }

    fn fault(&self, status: StatusCode, title: &'static str, code: Option<u16>) -> Result<Response, Error> {
        let view = Fault { code, request: self.id.clone(), back_url: routes::cabinet(self.locale, "") };
        let address = |locale| routes::cabinet(locale, "profile");
        self.show(status, &Sheet { template: "fault", title, section: "", address: &address, query: "" }, &view)
    }
}

/// The wall clock of Asia/Almaty.
pub(super) fn almaty(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let local = Almaty.from_utc_datetime(&at.naive_utc());
    local.with_timezone(&local.offset().fix())
}

/// The contracts of a client with the one that is shown.
pub(super) struct Holdings {
    all: Vec<Holding>,
}

impl Holdings {
    /// All contracts of a client: those in force first, oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub(super) async fn of(visit: &Visit) -> Result<Self, Error> {
        let mut all = visit.cabinet.contracts(visit.client()).await?;
        all.sort_by_key(|holding| holding.contract.closed.is_some());
        Ok(Self { all })
    }

    /// What pages need of them.
    pub(super) fn facts(&self) -> Vec<Facts<'_>> {
        self.all.iter().map(facts).collect()
    }

    /// The place of a reference out of an address. One that is not the client's is as unknown as none (ACL-2); that of
    /// another client is told to the journal.
    ///
    /// # Errors
    /// 404; the store fails.
    pub(super) async fn place(&self, request: &Request, visit: &Visit, reference: &str) -> Result<usize, Error> {
        if let Some(place) = self.all.iter().position(|holding| holding.reference == reference) {
            return Ok(place);
        }
        let caller = caller(request, visit.session.kind, None);
        visit.cabinet.missed(visit.client(), reference, &caller).await?;
        Err(Error::NotFound)
    }

    /// The first, where there is one.
    pub(super) fn first(&self) -> Option<usize> {
        (!self.all.is_empty()).then_some(0)
    }
}

fn facts(holding: &Holding) -> Facts<'_> {
    Facts {
        reference: &holding.reference,
        contract: &holding.contract,
        debt: &holding.debt,
        schedule: &holding.schedule,
        charges: &holding.charges,
        as_of: almaty(holding.as_of),
    }
}

/// What stands above a page about `all`, or about the one at `shown`.
pub(super) fn above<'a>(
    locale: Locale,
    now: DateTime<FixedOffset>,
    all: &'a [Facts<'a>],
    shown: Option<usize>,
    address: fn(Locale, &str) -> String,
) -> Above<'a> {
    Above { locale, all, shown, address, now }
}
