//! Somebody without a session, on the way to one: what their pages and forms have in common.

use std::sync::Arc;

use hyper::StatusCode;
use serde::Serialize;

use super::super::cookies::{self, Cookie};
use super::super::desk::{self, Ready};
use super::super::error::Error;
use super::super::form::Form;
use super::super::router::{Request, Response};
use super::token;
use crate::cabinet::service::{Cabinet, Sent};
use crate::cabinet::vault::Token;
use crate::i18n::Locale;
use crate::page::entry::Entry;
use crate::routes;

/// A guest.
pub(super) struct Guest {
    pub(super) cabinet: Arc<Cabinet>,
    pub(super) locale: Locale,
    ready: Arc<Ready>,
    /// What forms are bound to (CSRF-2).
    before: Token,
    /// The browser does not have it yet.
    fresh: bool,
    secure: bool,
}

/// A page for a guest.
pub(super) struct Page<'a> {
    /// Template below `cabinet/`, without its ending.
    pub(super) template: &'static str,
    /// Key of the title.
    pub(super) title: &'static str,
    /// Address below the cabinet.
    pub(super) address: &'a str,
    /// The part of the address after `?`.
    pub(super) query: &'a str,
}

impl Guest {
    /// The guest of a request.
    ///
    /// # Errors
    /// There is no cabinet, or no pages for it.
    pub(super) async fn of(request: &Request) -> Result<Self, Error> {
        let cabinet = Arc::clone(request.app.cabinet().ok_or(Error::CabinetOff)?);
        let ready = desk::open(request).await?;
        let known = token(request, Cookie::Before);
        let fresh = known.is_none();
        let drawn = || Token::draw().map_err(|error| Error::Cabinet(error.to_string()));
        let before = known.map_or_else(drawn, Ok)?;
        let secure = request.is_secure();
        Ok(Self { cabinet, locale: request.locale(), ready, before, fresh, secure })
    }

    /// Whether a form came from a page of this browser.
    pub(super) fn owns(&self, form: &Form) -> bool {
        self.page_of(form).is_some()
    }

    /// The number of the page of this browser that a form stands on.
    pub(super) fn page_of(&self, form: &Form) -> Option<Token> {
        if self.fresh { None } else { self.cabinet.page_of(&self.before, form.get("csrf")) }
    }

    /// A form of the page of this number.
    pub(super) const fn sent<'a>(&'a self, page: &'a Token) -> Sent<'a> {
        Sent { browser: &self.before, page }
    }

    /// The address of a page of the cabinet.
    pub(super) fn address(&self, name: &str) -> String {
        routes::cabinet(self.locale, name)
    }

    /// The answer with a page.
    ///
    /// # Errors
    /// The page cannot be rendered.
    pub(super) fn show(&self, status: StatusCode, page: &Page<'_>, view: &impl Serialize) -> Result<Response, Error> {
        self.show_as(self.cabinet.form_token(&self.before)?, status, page, view)
    }

    /// The same with a token of forms that belongs to something else, such as a session.
    ///
    /// # Errors
    /// The page cannot be rendered.
    pub(super) fn show_as(
        &self,
        csrf: String,
        status: StatusCode,
        page: &Page<'_>,
        view: &impl Serialize,
    ) -> Result<Response, Error> {
        let pages = self.ready.pages();
        let title = pages.text(self.locale, page.title);
        let address = |locale| routes::cabinet(locale, page.address);
        let head = pages.head(self.locale, "cabinet", title, address).with_query(page.query);
        let entry = Entry { csrf, view };
        let template = format!("cabinet/{}.html", page.template);
        let mut response = desk::page(status, pages.render(self.locale, &template, &head, &entry))?;
        if self.fresh {
            cookies::set(&mut response, Cookie::Before, self.secure, self.before.expose(), None);
        }
        Ok(response)
    }
}
