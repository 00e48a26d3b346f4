//! Endpoints for those who run the server.

use std::time::Duration;

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use tokio::time::timeout;

use super::app::App;
use super::error::Error;
use super::guard;
use super::metrics;
use super::respond;
use super::router::{Request, Response};

/// `/healthz`: the process answers.
pub(super) async fn alive(_: Request) -> Result<Response, Error> {
    Ok(respond::text(StatusCode::OK, "ok\n"))
}

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/readyz`: a site is loaded (the answer is its id), the cabinet's database answers where there is one, and the server
/// is not stopping.
pub(super) async fn ready(request: Request) -> Result<Response, Error> {
    if let Some(site) = request.app.site()
        && !*request.app.stopping().borrow()
        && has_database(&request.app).await
    {
        return Ok(respond::text(StatusCode::OK, format!("ready {}\n", site.id())));
    }
    let mut response = respond::text(StatusCode::SERVICE_UNAVAILABLE, "not ready\n");
    respond::set(&mut response, RETRY_AFTER, "1");
    Ok(response)
}

async fn has_database(app: &App) -> bool {
    let Some(cabinet) = app.cabinet() else { return true };
    matches!(timeout(PATIENCE, cabinet.db().ping()).await, Ok(Ok(())))
}

/// `/metrics`, in Prometheus's text form.
pub(super) async fn numbers(request: Request) -> Result<Response, Error> {
    let app = &request.app;
    let site = app.site();
    let mut text = app.metrics().print(site.as_ref().map(|site| site.id()), app.uptime(), app.log().lost());
    if let Some(messages) = app.messages() {
        metrics::print_messages(&mut text, &messages.counts());
    }
    let mut response = respond::text(StatusCode::OK, text);
    respond::set(&mut response, CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Ok(response)
}

/// Whether the request may see what is for this machine alone. One that came through a proxy may not, even though the
/// proxy runs here.
pub(super) fn is_local(request: &Request) -> bool {
    let config = request.app.config();
    config.public_metrics || guard::is_direct(config, request.peer, request.headers())
}
