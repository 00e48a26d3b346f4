//! Endpoints for those who run the server.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};

use super::error::Error;
use super::guard;
use super::respond;
use super::router::{Request, Response};

/// `/healthz`: the process answers.
pub(super) async fn alive(_: Request) -> Result<Response, Error> {
    Ok(respond::text(StatusCode::OK, "ok\n"))
}

/// `/readyz`: a site is loaded (the answer is its id) and the server is not stopping.
pub(super) async fn ready(request: Request) -> Result<Response, Error> {
    if let Some(site) = request.app.site()
        && !*request.app.stopping().borrow()
    {
        return Ok(respond::text(StatusCode::OK, format!("ready {}\n", site.id())));
    }
    let mut response = respond::text(StatusCode::SERVICE_UNAVAILABLE, "not ready\n");
    respond::set(&mut response, RETRY_AFTER, "1");
    Ok(response)
}

/// `/metrics`, in Prometheus's text form.
pub(super) async fn metrics(request: Request) -> Result<Response, Error> {
    let app = &request.app;
    let site = app.site();
    let text = app.metrics().print(site.as_ref().map(|site| site.id()), app.uptime(), app.log().lost());
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
