//! Endpoints and pages: who answers a request.
//!
//! **To add an endpoint**, write a handler `async fn(Request) -> Result<Response, Error>` and add one [`Route`]: to
//! `table` when it belongs to this room, or to `Setup::routes` when it brings a state of its own (search, cabinet).
//! One below `/api/` also says what it takes and gives: see [`Route::described`].
//! Everything around it (hosts, sizes, times, methods, panics, headers, HEAD, metrics, log) is done already.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{ACCEPT_LANGUAGE, HOST, LOCATION, VARY};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Method, StatusCode};

use super::app::App;
use super::body::Payload;
use super::cabinet;
use super::cabinet::visit::{self, Visit};
use super::calculator;
use super::encoding::list;
use super::error::Error;
use super::guard;
use super::language;
use super::network::{self, Client};
use super::openapi::{self, Description};
use super::ops;
use super::path;
use super::preview;
use super::respond;
use super::search;
use super::source::{Found, SiteSource};
use crate::i18n::Locale;

/// An answer.
pub type Response = hyper::Response<Payload>;

/// What a handler is given.
pub struct Request {
    /// The application.
    pub app: Arc<App>,
    /// Method, target, headers.
    pub head: Parts,
    /// The body, until it is read: see [`super::extract`].
    pub body: Option<Incoming>,
    /// Who is connected (a proxy, if there is one).
    pub peer: SocketAddr,
    /// The path, decoded.
    pub path: String,
    /// Id of this request.
    pub id: String,
}

impl Request {
    /// Headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The language of the address; where it has none, that of the browser.
    pub fn locale(&self) -> Locale {
        language::of(&self.path, &list(self.headers(), &ACCEPT_LANGUAGE))
    }

    /// Whether the client sees TLS, so that cookies may be strict.
    pub fn is_secure(&self) -> bool {
        self.app.is_secure()
    }

    /// The origin that was asked, where the server is tried out on this machine by one of its own names: the public
    /// origin, which may be that of another port or of none yet, leads elsewhere.
    pub fn origin_tried_out(&self) -> Option<String> {
        let line = || self.headers().get(HOST)?.to_str().ok();
        let host = self.head.uri.authority().map(Authority::as_str).or_else(line)?.to_lowercase();
        let scheme = if self.app.tls().is_some() { "https" } else { "http" };
        let tried_out = self.app.config().development && guard::is_loopback_name(&host);
        tried_out.then(|| format!("{scheme}://{host}"))
    }

    /// The address of whoever asks, past proxies that are trusted.
    pub(super) fn client(&self) -> IpAddr {
        let Client { address, unreadable } = network::client(self.app.config(), self.peer, self.headers());
        if unreadable {
            self.app.proxy_unread(self.peer);
        }
        address
    }

    /// Whether only the head of the answer is wanted.
    pub fn is_head(&self) -> bool {
        self.head.method == Method::HEAD
    }
}

/// Which methods an endpoint knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// GET and HEAD.
    Read,
    /// POST.
    Write,
    /// GET, HEAD and POST.
    Both,
}

impl Methods {
    /// The value of `Allow`.
    pub fn allow(self) -> &'static str {
        match self {
            Self::Read => "GET, HEAD",
            Self::Write => "POST",
            Self::Both => "GET, HEAD, POST",
        }
    }

    /// Whether `method` is one of them.
    pub fn contain(self, method: &Method) -> bool {
        self.allow().split(", ").any(|allowed| allowed == method.as_str())
    }
}

/// Who may ask an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Public,
    /// Everyone, but what they see is theirs alone: the steps before a session. Nothing of it is kept by anyone
    /// (security, HDR-3), and what changes something must come from our own pages (CSRF-1).
    Guest,
    /// Clients: the handler is only reached with a session (ACL-4). Otherwise as [`Access::Guest`].
    Private,
    /// Programs on this machine, or everyone if the configuration says so. Others see a page that does not exist.
    Local,
}

/// What a handler gives back.
pub type Answer = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

/// An endpoint.
pub struct Route {
    /// The exact path, or one with `{name}` for single segments: `/kk/contracts/{id}/`. Labels metrics and log.
    pub pattern: &'static str,
    /// Methods.
    pub methods: Methods,
    /// Who may ask.
    pub access: Access,
    handler: Handler,
    description: Option<fn() -> Description>,
}

/// Whoever answers. One for clients cannot be called without a session.
enum Handler {
    Open(Box<dyn Fn(Request) -> Answer + Send + Sync>),
    Private(Box<dyn Fn(Request, Visit) -> Answer + Send + Sync>),
}

impl Route {
    /// An endpoint for everyone.
    pub fn new<F>(
        pattern: &'static str,
        methods: Methods,
        handler: impl Fn(Request) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Response, Error>> + Send + 'static,
    {
        let handler = Box::new(move |request| Box::pin(handler(request)) as Answer);
        Self { pattern, methods, access: Access::Public, handler: Handler::Open(handler), description: None }
    }

    /// A step before a session, such as signing in.
    pub fn guest<F>(
        pattern: &'static str,
        methods: Methods,
        handler: impl Fn(Request) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Response, Error>> + Send + 'static,
    {
        Self { access: Access::Guest, ..Self::new(pattern, methods, handler) }
    }

    /// An endpoint for clients: whose it is, the handler is told.
    pub fn private<F>(
        pattern: &'static str,
        methods: Methods,
        handler: impl Fn(Request, Visit) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Response, Error>> + Send + 'static,
    {
        let handler = Box::new(move |request, visit| Box::pin(handler(request, visit)) as Answer);
        let handler = Handler::Private(handler);
        Self { pattern, methods, access: Access::Private, handler, description: None }
    }

    /// Whether what it answers is for one person alone.
    pub fn is_personal(&self) -> bool {
        matches!(self.access, Access::Guest | Access::Private)
    }

    /// The same for this machine alone.
    #[must_use]
    pub fn local(mut self) -> Self {
        self.access = Access::Local;
        self
    }

    /// The same, described to programs in `/openapi.json`. Every endpoint below `/api/` is.
    #[must_use]
    pub fn described(mut self, description: fn() -> Description) -> Self {
        self.description = Some(description);
        self
    }

    /// What it says about itself.
    pub fn description(&self) -> Option<Description> {
        self.description.map(|describe| describe())
    }

    /// Whether `path` is one of this endpoint's.
    pub fn matches(&self, path: &str) -> bool {
        let Some((fixed, _)) = self.pattern.split_once('{') else { return self.pattern == path };
        // Asked for every page of the site too: nearly all patterns end here.
        if !path.starts_with(fixed) {
            return false;
        }
        let mut segments = path.split('/');
        let fits =
            |(wanted, segment): (&str, &str)| wanted == segment || (wanted.starts_with('{') && !segment.is_empty());
        self.pattern.split('/').all(|wanted| segments.next().is_some_and(|s| fits((wanted, s))))
            && segments.next().is_none()
    }
}

/// All endpoints: one line each, then those of other rooms.
pub(super) fn table(with_preview: bool, others: Vec<Route>) -> Vec<Route> {
    let mut routes = vec![
        Route::new("/", Methods::Read, home),
        Route::new("/healthz", Methods::Read, ops::alive),
        Route::new("/readyz", Methods::Read, ops::ready),
        Route::new("/metrics", Methods::Read, ops::numbers).local(),
        Route::new("/openapi.json", Methods::Read, openapi::answer),
    ];
    if with_preview {
        routes.push(Route::new(preview::EVENTS, Methods::Read, preview::events));
        routes.push(Route::new(preview::CLIENT_JS, Methods::Read, preview::script));
        routes.push(Route::new(preview::CLIENT_CSS, Methods::Read, preview::style));
    }
    routes.extend(search::routes());
    routes.extend(calculator::routes());
    routes.extend(cabinet::routes());
    routes.extend(others);
    routes
}

/// Answers with the endpoint of the path, or else with a page of the site.
pub(super) async fn dispatch(request: Request) -> Result<Response, Error> {
    let app = Arc::clone(&request.app);
    let Some(route) = app.routes().iter().find(|route| route.matches(&request.path)) else {
        return page(request).await;
    };
    if route.access == Access::Local && !ops::is_local(&request) {
        return Err(Error::NotFound);
    }
    if !route.methods.contain(&request.head.method) {
        return Err(Error::Method(route.methods.allow()));
    }
    if route.is_personal() {
        visit::guard(&request)?;
    }
    match &route.handler {
        Handler::Open(handler) => handler(request).await,
        Handler::Private(handler) => match visit::of(&request).await? {
            Some(visit) => {
                app.uses().note(&visit);
                handler(request, visit).await
            }
            None => visit::refuse(&request).await,
        },
    }
}

/// `/`: to the language of the cookie, then of the browser, then Kazakh.
async fn home(request: Request) -> Result<Response, Error> {
    let path = language::home(request.headers());
    let mut response = redirect(&request, StatusCode::FOUND, path)?;
    respond::set(&mut response, VARY, "Cookie, Accept-Language");
    Ok(response)
}

async fn page(request: Request) -> Result<Response, Error> {
    let site = request.app.site().ok_or(Error::Unavailable)?;
    if !Methods::Read.contain(&request.head.method) {
        return Err(Error::Method(Methods::Read.allow()));
    }
    match site.find(&request.path) {
        Found::File(file) => respond::file(&file, request.headers(), request.is_head()).await,
        Found::Moved(to) => redirect(&request, StatusCode::MOVED_PERMANENTLY, &to),
        Found::Nothing => match canonical(site.as_ref(), &request.path) {
            Some(to) => redirect(&request, StatusCode::MOVED_PERMANENTLY, &to),
            None => Err(Error::NotFound),
        },
    }
}

/// The spelling of `path` under which the site has something.
fn canonical(site: &dyn SiteSource, path: &str) -> Option<String> {
    path::spellings(path).into_iter().find_map(|spelling| match site.find(&spelling) {
        Found::File(_) => Some(spelling),
        Found::Moved(to) => Some(to),
        Found::Nothing => None,
    })
}

/// To `path` of this site, with the query of the request.
fn redirect(request: &Request, status: StatusCode, path: &str) -> Result<Response, Error> {
    if !path.starts_with('/') || path[1..].starts_with(['/', '\\']) {
        return Err(Error::Internal(format!("{path:?} is not a path of this site")));
    }
    let plain = path::encode(path);
    let target = request.head.uri.query().map_or_else(|| plain.clone(), |query| format!("{plain}?{query}"));
    let mut response = respond::text(status, plain.clone());
    // A query with bytes no header may hold is left out.
    let value = target.try_into().or_else(|_| plain.try_into()).map_err(|_| Error::NotFound)?;
    response.headers_mut().insert(LOCATION, value);
    respond::set(&mut response, hyper::header::CACHE_CONTROL, "no-cache");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(pattern: &'static str) -> Route {
        Route::new(pattern, Methods::Read, |_| async { Err(Error::NotFound) })
    }

    #[test]
    fn patterns() {
        for (pattern, path, wanted) in [
            ("/search", "/search", true),
            ("/search", "/search/", false),
            ("/c/{id}/", "/c/12/", true),
            ("/c/{id}/", "/c//", false),
            ("/c/{id}/", "/c/12", false),
            ("/c/{id}/", "/c/12/x/", false),
            ("/c/{id}", "/c/12", true),
        ] {
            assert_eq!(route(pattern).matches(path), wanted, "{pattern} {path}");
        }
    }
}
