//! `[sms]`: how short messages are sent.

use std::path::{Path, PathBuf};

use super::number;
use super::secret::Secret;
use crate::fields::Fields;

/// Names of the settings.
pub const SETTINGS: &[&str] = &["gateway", "sender", "file", "url", "daily_limit"];

/// The variable of the gateway's key.
pub const KEY: &str = "OTAU_SMS_KEY";

/// Who carries the messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gateway {
    /// The terminal: for development and demonstration alone (SEC-2).
    #[default]
    Console,
    /// A file: likewise.
    File,
    /// mobizon.kz.
    Mobizon,
    /// smsc.kz.
    Smsc,
}

impl Gateway {
    /// By their names in the file.
    pub const ALL: [(&'static str, Self); 4] =
        [("console", Self::Console), ("file", Self::File), ("mobizon", Self::Mobizon), ("smsc", Self::Smsc)];

    /// Whether it is a real one, which wants a key.
    pub const fn needs_key(self) -> bool {
        matches!(self, Self::Mobizon | Self::Smsc)
    }
}

/// How short messages are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    /// Who carries them.
    pub gateway: Gateway,
    /// The registered sender name; the account's own where there is none.
    pub sender: Option<String>,
    /// The file of [`Gateway::File`].
    pub file: Option<PathBuf>,
    /// Another address of the gateway than its own, `https:`.
    pub url: Option<String>,
    /// Most messages a day of the whole system.
    pub daily_limit: u32,
    /// The gateway's key.
    pub key: Option<Secret>,
}

impl Default for Sms {
    fn default() -> Self {
        Self { gateway: Gateway::default(), sender: None, file: None, url: None, daily_limit: 2000, key: None }
    }
}

impl Sms {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let gateway = fields.choice("gateway", &Gateway::ALL).unwrap_or_default();
        let file = fields.text("file").map(PathBuf::from);
        if gateway == Gateway::File && file.is_none() {
            fields.missing("file");
        }
        let url = fields.text("url");
        if let Some(wrong) = url.as_deref().filter(|url| !url.starts_with("https://")) {
            fields.reject("url", wrong, "https://…");
        }
        let sender = fields.text("sender");
        let daily_limit = number(fields, "daily_limit", 1..=1_000_000, Self::default().daily_limit);
        Self { gateway, sender, file, url, daily_limit, key: None }
    }

    pub(super) fn resolve(&mut self, folder: &Path) {
        if let Some(file) = &mut self.file {
            *file = folder.join(&*file);
        }
    }
}
