//! The outbox: messages are written to the console or to a file instead of being sent. For development and demonstrations:
//! it holds codes in clear.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::SecondsFormat;

use super::gateway::GatewayError;
use super::{Gateway, Mode, Outcome, Sending, Sms};
use crate::clock::Clock;
use crate::config::sms as config;

/// An outbox.
pub struct Outbox {
    out: Mutex<Box<dyn Write + Send>>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbox")
    }
}

impl Outbox {
    /// An outbox that adds to the file of the settings (readable by its owner alone), or writes to `console`.
    ///
    /// # Errors
    /// [`GatewayError::OutboxInProduction`], [`GatewayError::File`].
    pub fn open(
        settings: &config::Outbox,
        mode: Mode,
        clock: Arc<dyn Clock>,
        console: Box<dyn Write + Send>,
    ) -> Result<Self, GatewayError> {
        if mode == Mode::Production && !settings.in_production {
            return Err(GatewayError::OutboxInProduction);
        }
        let out: Box<dyn Write + Send> = match &settings.file {
            None => console,
            Some(path) => {
                let failed = |source| GatewayError::File { path: path.display().to_string(), source };
                Box::new(private_file(path).map_err(failed)?)
            }
        };
        Ok(Self { out: Mutex::new(out), clock })
    }

    /// One line a message; a line break of its text becomes a bar, so that nothing can look like another message.
    fn write(&self, message: &Sms<'_>) -> io::Result<()> {
        let time = self.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let text = message.text.replace(char::is_control, " | ");
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(out, "SMS {time} {}: {text}", message.phone.expose())?;
        out.flush()
    }
}

impl Gateway for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        Box::pin(async {
            match self.write(message) {
                Ok(()) => Outcome::Accepted { id: None },
                Err(_) => Outcome::Permanent { code: "file".to_owned(), alert: true },
            }
        })
    }
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    // The mode above is only for a file that is made.
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}
