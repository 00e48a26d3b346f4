//! What a person in the cabinet sees when something goes wrong: what happened, what to do, the number of the request.

use tokio::task::spawn_blocking;

use super::super::app::App;
use super::super::desk;
use super::super::error::{Error, Reader};
use super::super::router::Response;
use crate::page::entry::{Entry, ErrorPage};
use crate::routes;

/// Statuses with words of their own; all others are told as 400 or 500.
const WORDED: [u16; 10] = [400, 403, 404, 405, 409, 413, 415, 429, 500, 503];

/// The page for an error at an address of the cabinet; none for other addresses, or where no page can be made.
pub(in crate::http) async fn page(app: &App, error: &Error, reader: &Reader, id: &str) -> Option<Response> {
    let locale = reader.locale;
    let door = routes::cabinet(locale, "");
    if !reader.path.starts_with(&door) {
        return None;
    }
    let desk = app.site()?.desk()?;
    let ready = spawn_blocking(move || desk.ready()).await.ok()?.ok()?;
    let status = error.status();
    let code = status.as_u16();
    let worded = match code {
        _ if WORDED.contains(&code) => code,
        500.. => 500,
        _ => 400,
    };
    let retry = match error {
        Error::TooMany(seconds) | Error::Busy(seconds) => Some(*seconds),
        _ => None,
    };
    let view = ErrorPage {
        status: worded,
        off: matches!(error, Error::CabinetOff),
        retry,
        request: id.to_owned(),
        back_url: door,
    };
    let pages = ready.pages();
    let key = if view.off { "cabinet-off-title".to_owned() } else { format!("cabinet-error-{worded}-title") };
    let head = pages.head(locale, "cabinet", pages.text(locale, &key), |locale| routes::cabinet(locale, ""));
    let entry = Entry { csrf: String::new(), view: &view };
    desk::page(status, pages.render(locale, "cabinet/error.html", &head, &entry)).ok()
}
