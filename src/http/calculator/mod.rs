//! The calculator of compensation: a page that works without scripts, and the same answer as JSON.
//!
//! The form is posted and leads on (303) to an address that holds what was typed. So an answer can be linked, printed,
//! gone back to and read in the other language, and nothing of it is kept here; it asks no personal data. Only what is
//! too long for an address is answered at once.

mod api;
mod form;

use hyper::StatusCode;
use hyper::header::CACHE_CONTROL;

use self::form::{Action, Asked};
use super::desk::{self, Ready};
use super::error::Error;
use super::extract;
use super::respond;
use super::router::{Methods, Request, Response, Route};
use crate::i18n::Locale;
use crate::page::calculator::{Answer, CalculatorPage, DepositView};
use crate::portal::compensation::{Case, DepositForm, InputError, MAX_ITEMS, assess_all};
use crate::routes;

const TEMPLATE: &str = "calculator.html";

/// Where the answer, or what is wrong, stands in the page.
const RESULT: &str = "_result";

/// The endpoints of the calculator.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/kk/calculator", Methods::Both, |request| page(request, Locale::Kk)),
        Route::new("/ru/calculator", Methods::Both, |request| page(request, Locale::Ru)),
        Route::new(api::PATH, Methods::Write, api::answer).described(api::description),
    ]
}

/// What makes pages; an error where the site has no calculator.
async fn open(request: &Request) -> Result<std::sync::Arc<Ready>, Error> {
    let ready = desk::open(request).await?;
    if ready.pages().offers(TEMPLATE) { Ok(ready) } else { Err(Error::NotFound) }
}

async fn page(mut request: Request, locale: Locale) -> Result<Response, Error> {
    let ready = open(&request).await?;
    if Methods::Read.contain(&request.head.method) {
        let asked = Asked::read(request.head.uri.query().unwrap_or_default())?;
        return show(&ready, locale, asked);
    }
    let longest = request.app.config().limits.target_bytes;
    let body = extract::body(&mut request).await?;
    let asked = Asked::read(std::str::from_utf8(&body).map_err(|_| Error::Body)?)?;
    let address = format!("{}?{}", routes::calculator(locale), asked.query());
    if address.len() > longest {
        return show(&ready, locale, asked);
    }
    let fragment = asked.action.as_ref().map_or_else(|| RESULT.to_owned(), Action::fragment);
    let mut response = respond::see_other(&format!("{address}#{fragment}"))?;
    respond::set(&mut response, CACHE_CONTROL, "no-store");
    Ok(response)
}

fn show(ready: &Ready, locale: Locale, mut asked: Asked) -> Result<Response, Error> {
    let pages = ready.pages();
    let query = asked.query();
    let judged = if asked.is_question() { Some(judge(&asked)?) } else { None };
    asked.change();
    let (answer, errors) = match judged {
        Some(Ok(answer)) => (Some(answer), Vec::new()),
        Some(Err(errors)) => (None, errors),
        None => (None, Vec::new()),
    };
    let several = asked.deposits.len() > 1;
    let of = |at: usize| errors.get(at).map(Vec::as_slice).unwrap_or_default();
    let forms = asked.shown();
    let deposits: Vec<DepositView> =
        forms.iter().enumerate().map(|(at, form)| DepositView::new(form, at, of(at))).collect();
    let faults: Vec<_> = deposits.iter().flat_map(|deposit| deposit.faults(several)).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let link = answer.is_some().then(|| format!("{}?{query}", routes::calculator(locale)));
    let view = CalculatorPage { faults, more: deposits.len() < MAX_ITEMS, deposits, answer, link };
    let title = pages.text(locale, "calculator-title");
    let mut head = pages.head(locale, "calculator", title, routes::calculator).with_query(&query);
    head.description = pages.text(locale, "calculator-description");
    // The blank form may be found; what somebody typed into it may not.
    head.noindex = !query.is_empty();
    desk::page(status, pages.render(locale, TEMPLATE, &head, &view))
}

/// The answer, or what is wrong with each deposit.
type Judged = Result<Answer, Vec<Vec<InputError>>>;

fn judge(asked: &Asked) -> Result<Judged, Error> {
    let read: Vec<Result<Case, Vec<InputError>>> = asked.deposits.iter().map(DepositForm::read).collect();
    if read.iter().any(Result::is_err) {
        return Ok(Err(read.into_iter().map(|case| case.err().unwrap_or_default()).collect()));
    }
    let cases: Vec<Case> = read.into_iter().flatten().collect();
    let portfolio = assess_all(&cases).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Ok(Answer::from(&portfolio)))
}
