//! The cabinet as the server runs it: opened by the settings, with its work in the background.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::cabinet::auth::{AuthLimits, Hasher, HasherConfig, HasherError};
use crate::cabinet::service::{Access, Cabinet, ServiceError};
use crate::cabinet::sms::gateway::GatewayError;
use crate::cabinet::sms::queue::{Parts, Settings};
use crate::cabinet::sms::texts::TextError;
use crate::cabinet::sms::{self, Mode, Queue, Texts};
use crate::cabinet::store::{Db, StoreError};
use crate::cabinet::vault::{Keys, Vault, VaultError};
use crate::clock::Clock;
use crate::config::{Auth, Config, Secret};
use crate::http::app::App;
use crate::http::log::Log;
use crate::i18n::Catalogue;
use crate::page::theme::builtin_locales;
use crate::portal::authorization::Limits;
use crate::portal::password::KnownWords;

/// How often what is over is thrown away.
const CLEANING: Duration = Duration::from_mins(1);

/// How long work in the background may take to its end.
const FAREWELL: Duration = Duration::from_secs(12);

/// Why the cabinet cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// No database is named.
    #[error("no database is configured")]
    NoDatabase,
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The keys.
    #[error("OTAU_KEYS: {0}")]
    Keys(#[from] VaultError),
    /// The gateway of messages.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The texts of messages.
    #[error(transparent)]
    Texts(#[from] TextError),
    /// The password hash.
    #[error(transparent)]
    Hasher(#[from] HasherError),
    /// What a demonstration is filled with.
    #[error("demonstration: {0}")]
    Demo(io::Error),
    /// A use case.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// A bound of signing in.
    #[error("{0} is out of its bounds")]
    Limits(&'static str),
}

/// A cabinet that is open, and what works in its background.
pub(super) struct Opened {
    pub(super) cabinet: Arc<Cabinet>,
    pub(super) queue: Arc<Queue>,
}

/// What a cabinet is opened with.
pub(super) struct Opening<'a> {
    pub(super) config: &'a Config,
    pub(super) mode: Mode,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) log: &'a Log,
    /// Words that are too easy for a password here: names of the site and its owner.
    pub(super) words: Vec<String>,
}

impl Opening<'_> {
    /// Opens it. The database must have the schema of this program.
    pub(super) async fn open(self) -> Result<Opened, OpenError> {
        let Config { database, keys, sms, credentials, auth, retention, .. } = self.config;
        let address = database.as_ref().ok_or(OpenError::NoDatabase)?;
        let vault = Arc::new(Vault::new(&Keys::parse(keys.as_ref().map_or("", Secret::expose))?));
        let db = Db::connect(address.address.expose()).await?;
        db.check_schema().await?;
        let limits = limits(auth, sms.daily_limit);
        limits.check().map_err(OpenError::Limits)?;
        let catalogue = Catalogue::load(&builtin_locales()).0;
        let life = Duration::from_secs(u64::from(auth.code_minutes) * 60);
        let texts = Texts::new(&catalogue, life, sms.bound_domain.as_deref())?;
        let hasher = HasherConfig { memory: auth.hash_memory_kib, passes: auth.hash_passes, ..HasherConfig::default() };
        let access =
            Access { hasher: Arc::new(Hasher::new(hasher)?), limits, texts, words: KnownWords::common(self.words) };
        let console: Box<dyn Write + Send> = Box::new(io::stderr());
        let gateway = sms::gateway(sms, credentials.clone(), self.mode, Arc::clone(&self.clock), console)?;
        let parts = Parts {
            db: db.clone(),
            vault: Arc::clone(&vault),
            gateway,
            clock: Arc::clone(&self.clock),
            journal: Arc::new(self.log.clone()),
        };
        let queue = Queue::new(parts, Settings { daily_limit: sms.daily_limit, ..Settings::default() });
        let cabinet = Cabinet::new(db, vault, self.clock, access).with_queue(Arc::clone(&queue));
        let cabinet = Arc::new(cabinet.erasing_former(retention.former_clients_years));
        Ok(Opened { cabinet, queue })
    }
}

/// The bounds of signing in as they are set; those that cannot be set stay as they are.
fn limits(auth: &Auth, codes_a_day: u32) -> AuthLimits {
    AuthLimits {
        flow: Limits {
            tries: auth.code_tries,
            code_life: TimeDelta::minutes(auth.code_minutes.into()),
            password_right: TimeDelta::minutes(auth.password_minutes.into()),
            ..Limits::default()
        },
        tries_a_day: auth.client_tries_a_day.into(),
        codes_a_phone: auth.codes_a_day.into(),
        codes_a_client: auth.codes_a_day.into(),
        codes_a_network: auth.codes_an_hour_of_network.into(),
        codes_a_day: codes_a_day.into(),
        network_failures: auth.failures_of_network.into(),
        device_life: TimeDelta::days(auth.device_days.into()),
        idle: TimeDelta::minutes(auth.idle_minutes.into()),
        session_life: TimeDelta::hours(auth.session_hours.into()),
        sessions: auth.sessions.into(),
        ..AuthLimits::default()
    }
}

/// The work in the background of a server.
#[derive(Default)]
pub(super) struct Work {
    tasks: JoinSet<()>,
    db: Option<Db>,
}

impl Work {
    /// Starts sending messages and cleaning, until the server stops.
    pub(super) fn start(&mut self, opened: Opened, app: &Arc<App>) {
        let stopped = || {
            let mut stopping = app.stopping();
            async move { drop(stopping.wait_for(|stop| *stop).await) }
        };
        self.db = Some(opened.cabinet.db().clone());
        self.tasks.spawn(opened.queue.run(stopped()));
        let log = app.log().clone();
        let cleaning = opened.cabinet.keep_clean(CLEANING, Arc::new(log.clone()), stopped());
        self.tasks.spawn(async move {
            if let Err(error) = cleaning.await {
                log.event("cleaning-failed", &[("cause", &error)]);
            }
        });
    }

    /// Waits for what is under way, then ends all connections to the database.
    pub(super) async fn end(mut self) {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        let _ = timeout(FAREWELL, all).await;
        if let Some(db) = self.db {
            let _ = timeout(FAREWELL, db.close()).await;
        }
    }
}
