//! Short messages: what they say ([`texts`], [`segments`]), how they wait ([`queue`]), who takes them ([`Gateway`]).
//!
//! A message is put into the store in the transaction that needs it and sent by the [`queue`] later: no answer to a browser
//! ever waits for a gateway (security, ENUM-4). **To add a gateway**: describe it in the settings
//! ([`crate::config::sms::HttpGateway`]); one that comes ready is such a description in [`presets`].

pub mod breaker;
pub mod gateway;
pub mod outbox;
pub mod outgoing;
pub mod presets;
pub mod queue;
#[cfg(test)]
mod queue_tests;
pub mod segments;
pub mod tally;
mod template;
pub mod texts;

use std::fmt;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::config::sms as config;
use crate::portal::phone::Phone;

pub use gateway::{GatewayError, HttpGateway};
pub use outbox::Outbox;
pub use queue::Queue;
pub use texts::{Purpose, Texts};

/// A message on its way.
pub struct Sms<'a> {
    /// Its id, the same when it is sent again.
    pub id: i64,
    /// To whom.
    pub phone: &'a Phone,
    /// What.
    pub text: &'a str,
    /// How long sending may take: afterwards the message is worth nothing.
    pub time: Duration,
}

/// It may hold a code.
impl fmt::Debug for Sms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms").field("id", &self.id).field("phone", self.phone).finish_non_exhaustive()
    }
}

/// How sending ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway took it.
    Accepted {
        /// The gateway's id of it.
        id: Option<String>,
    },
    /// The gateway took it, but a person there must approve it first.
    Held {
        /// The gateway's id of it.
        id: Option<String>,
    },
    /// It will not be sent, however often it is tried.
    Permanent {
        /// The gateway's code, or ours.
        code: String,
        /// All messages will end like this until somebody does something.
        alert: bool,
    },
    /// It was certainly not taken and may be later.
    Retry {
        /// The gateway's code, or ours.
        code: String,
        /// Not before.
        after: Duration,
        /// One more time and no more.
        once: bool,
    },
    /// It was not taken, and the gateway wants to be left alone.
    Pause {
        /// The gateway's code.
        code: String,
        /// How long.
        time: Duration,
    },
    /// Nobody knows whether it was taken: it may be sent once more, at most.
    Unknown {
        /// What happened.
        reason: &'static str,
    },
}

/// Sending, under way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Takes messages.
pub trait Gateway: fmt::Debug + Send + Sync {
    /// Its name in the store and the log.
    fn name(&self) -> &'static str;

    /// Sends one. Must be over after [`Sms::time`].
    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a>;
}

/// Where the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For clients: nothing in clear, nothing unchecked.
    Production,
    /// On a developer's machine, or as a demonstration.
    Development,
}

/// The gateway of the settings. `console` is where an outbox without a file writes.
///
/// # Errors
/// [`GatewayError`]: the settings are not complete, or not for production.
pub fn gateway(
    settings: &config::Sms,
    credentials: config::Credentials,
    mode: Mode,
    clock: Arc<dyn Clock>,
    console: Box<dyn Write + Send>,
) -> Result<Arc<dyn Gateway>, GatewayError> {
    let (name, mut description) = match settings.gateway {
        config::GatewayKind::Outbox => {
            return Ok(Arc::new(Outbox::open(&settings.outbox, mode, clock, console)?));
        }
        config::GatewayKind::Mobizon => ("mobizon", presets::mobizon()),
        config::GatewayKind::Smsc => ("smsc", presets::smsc(&credentials)),
        config::GatewayKind::Http => {
            ("http", settings.http.clone().ok_or(GatewayError::Missing("the table [sms.http]"))?)
        }
    };
    if let Some(url) = &settings.url {
        description.url.clone_from(url);
    }
    let trust = outgoing::Trust { ca_file: settings.ca_file.clone(), plain_loopback: mode == Mode::Development };
    let limits = outgoing::Limits::default();
    Ok(Arc::new(HttpGateway::new(name, description, &settings.sender, credentials, &trust, limits)?))
}
