//! What all requests share.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use tokio::sync::watch;

use super::config::{ConfigError, HttpConfig};
use super::log::Log;
use super::metrics::Metrics;
use super::places::Places;
use super::preview::Preview;
use super::router::{self, Route};
use super::searches::Searches;
use super::source::SiteSource;
use super::tls::Tls;
use super::uses::Uses;
use crate::cabinet::service::Cabinet;
use crate::cabinet::sms::Queue;
use crate::turns::Turns;

/// What an [`App`] is made of besides its settings. Everything may be left out.
#[derive(Default)]
pub struct Setup {
    /// The site; without one every page is 503 until [`App::swap`].
    pub site: Option<Arc<dyn SiteSource>>,
    /// Where log lines go.
    pub log: Log,
    /// The channel of `otau preview`; its endpoints exist only with it.
    pub preview: Option<Arc<Preview>>,
    /// Endpoints of other rooms.
    pub routes: Vec<Route>,
    /// The cabinet; without one its addresses say that it is not switched on.
    pub cabinet: Option<Arc<Cabinet>>,
    /// What sends the cabinet's messages; its counts are shown.
    pub messages: Option<Arc<Queue>>,
    /// The certificate, where TLS is not a proxy's affair.
    pub tls: Option<Arc<Tls>>,
    /// Where queries without an answer are counted; without it they are not.
    pub searches: Option<PathBuf>,
}

/// The running application.
pub struct App {
    config: HttpConfig,
    site: ArcSwapOption<Arc<dyn SiteSource>>,
    routes: Vec<Route>,
    preview: Option<Arc<Preview>>,
    cabinet: Option<Arc<Cabinet>>,
    messages: Option<Arc<Queue>>,
    tls: Option<Arc<Tls>>,
    metrics: Metrics,
    log: Log,
    searches: Searches,
    searching: Turns,
    searchers: Arc<Places>,
    uses: Uses,
    proxy_unread: AtomicBool,
    start: Instant,
    stopping: watch::Sender<bool>,
}

impl App {
    /// Checks the settings and puts the parts together.
    ///
    /// # Errors
    /// A setting out of its bounds.
    pub fn new(config: HttpConfig, setup: Setup) -> Result<Self, ConfigError> {
        config.check()?;
        let routes = router::table(setup.preview.is_some(), setup.routes);
        let cores = available_parallelism().map_or(1, NonZero::get);
        let searching = Turns::new(cores, config.limits.searches_waiting, config.limits.search_wait);
        let searchers = Places::new(config.limits.searches_per_address);
        Ok(Self {
            metrics: Metrics::new(routes.iter().map(|route| route.pattern)),
            config,
            site: ArcSwapOption::new(setup.site.map(Arc::new)),
            routes,
            preview: setup.preview,
            cabinet: setup.cabinet,
            messages: setup.messages,
            tls: setup.tls,
            log: setup.log,
            searches: Searches::new(setup.searches),
            searching,
            searchers,
            uses: Uses::default(),
            proxy_unread: AtomicBool::new(false),
            start: Instant::now(),
            stopping: watch::Sender::new(false),
        })
    }

    /// The site as it is now; a request holds on to it to its end.
    pub fn site(&self) -> Option<Arc<dyn SiteSource>> {
        self.site.load().as_deref().map(Arc::clone)
    }

    /// Puts another site in place. Requests that run keep the old one.
    pub fn swap(&self, site: Arc<dyn SiteSource>) {
        self.site.store(Some(Arc::new(site)));
    }

    /// Settings.
    pub fn config(&self) -> &HttpConfig {
        &self.config
    }

    /// All endpoints that are not pages of the site.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The channel of `otau preview`.
    pub fn preview(&self) -> Option<&Arc<Preview>> {
        self.preview.as_ref()
    }

    /// The cabinet, where it is switched on.
    pub fn cabinet(&self) -> Option<&Arc<Cabinet>> {
        self.cabinet.as_ref()
    }

    /// What sends the cabinet's messages.
    pub fn messages(&self) -> Option<&Arc<Queue>> {
        self.messages.as_ref()
    }

    /// The certificate, where TLS is not a proxy's affair.
    pub fn tls(&self) -> Option<&Arc<Tls>> {
        self.tls.as_ref()
    }

    /// Whether browsers see TLS, ours or a proxy's, so that cookies can be bound to it (SES-2).
    pub fn is_secure(&self) -> bool {
        self.tls.is_some() || !self.config.development
    }

    /// Counters.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Counts of queries without an answer.
    pub fn searches(&self) -> &Searches {
        &self.searches
    }

    /// Turns at searching, of which there are as many at once as there are cores: what is dear for everyone must not keep
    /// passwords and files waiting.
    pub fn searching(&self) -> &Turns {
        &self.searching
    }

    /// Places of networks among those who search or wait to, so that none takes all turns.
    pub(super) fn searchers(&self) -> &Arc<Places> {
        &self.searchers
    }

    /// A trusted proxy names its clients so that they cannot be told apart: the log knows from the first time on.
    pub(super) fn proxy_unread(&self, proxy: SocketAddr) {
        if !self.proxy_unread.swap(true, Relaxed) {
            self.log.event("forwarded-for-unreadable", &[("proxy", &proxy.ip())]);
        }
    }

    /// Uses of sessions that are being noted.
    pub fn uses(&self) -> &Uses {
        &self.uses
    }

    /// Time since the start.
    pub fn uptime(&self) -> Duration {
        self.start.elapsed()
    }

    /// Tells every connection to finish; called by [`super::accept::serve`].
    pub(super) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Becomes true when the server stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }
}
