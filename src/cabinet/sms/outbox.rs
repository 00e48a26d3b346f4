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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::portal::phone::Phone;

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> DateTime<Utc> {
            "2026-07-10T12:00:00Z".parse().unwrap()
        }
    }

    #[derive(Clone, Default)]
    struct Console(Arc<Mutex<Vec<u8>>>);

    impl Write for Console {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn open(settings: &config::Outbox, mode: Mode, console: &Console) -> Result<Outbox, GatewayError> {
        Outbox::open(settings, mode, Arc::new(Noon), Box::new(console.clone()))
    }

    async fn send(outbox: &Outbox) {
        let phone = Phone::parse("+77001234567").unwrap();
        let text = "482913 – кіру коды.\n@qtk.kz #482913";
        let sms = Sms { id: 1, phone: &phone, text, time: Duration::from_secs(1) };
        assert_eq!(outbox.send(&sms).await, Outcome::Accepted { id: None });
    }

    const LINE: &str = "SMS 2026-07-10T12:00:00Z +77001234567: 482913 – кіру коды. | @qtk.kz #482913\n";

    #[tokio::test]
    async fn messages_are_written_to_the_console_one_a_line() {
        let console = Console::default();
        let outbox = open(&config::Outbox::default(), Mode::Development, &console).unwrap();
        send(&outbox).await;
        send(&outbox).await;
        assert_eq!(String::from_utf8(console.0.lock().unwrap().clone()).unwrap(), LINE.repeat(2));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_file_is_added_to_and_belongs_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.txt");
        std::fs::write(&path, "before\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let settings = config::Outbox { file: Some(path.clone()), in_production: false };
        send(&open(&settings, Mode::Development, &Console::default()).unwrap()).await;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("before\n{LINE}"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn s_sec_02_an_outbox_starts_in_production_only_when_told_to() {
        let console = Console::default();
        let mut settings = config::Outbox::default();
        let refused = open(&settings, Mode::Production, &console);
        assert!(matches!(refused, Err(GatewayError::OutboxInProduction)));
        settings.in_production = true;
        assert!(open(&settings, Mode::Production, &console).is_ok());
    }
}
