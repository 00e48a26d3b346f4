//! What operators' commands have in common: the office, opened by the settings.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::report::Reporter;
use super::{Outcome, SiteArgs, settings};
use crate::cabinet::office::Office;
use crate::cabinet::store::{Db, StoreError};
use crate::cabinet::vault::{Keys, Vault, VaultError};
use crate::clock::SystemClock;
use crate::config::{Config, Secret, environment};
use crate::i18n::Arg;
use crate::portal::account::AccountNumber;

/// Which database.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct OfficeArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database, in the place of the one that is set.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// Why the office cannot be opened.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error("[database] address, OTAU_DATABASE, --database")]
    NoDatabase,
    #[error("OTAU_KEYS, OTAU_KEYS_FILE")]
    NoKeys,
    #[error("OTAU_KEYS: {0}")]
    Keys(#[from] VaultError),
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl OfficeArgs {
    /// Runs `work` in an office on a database whose schema is the program's.
    pub(super) fn run(&self, reporter: &Reporter, work: impl AsyncFnOnce(&Office) -> Outcome) -> Outcome {
        self.open(reporter, true, work)
    }

    /// As [`OfficeArgs::run`], whatever the schema is.
    pub(super) fn run_unchecked(&self, reporter: &Reporter, work: impl AsyncFnOnce(&Office) -> Outcome) -> Outcome {
        self.open(reporter, false, work)
    }

    fn open(&self, reporter: &Reporter, check: bool, work: impl AsyncFnOnce(&Office) -> Outcome) -> Outcome {
        let config = match settings::read(&self.site.root, self.config.as_deref()) {
            Ok(config) => config,
            Err(problems) => {
                reporter.problems(&problems);
                return Outcome::Failed;
            }
        };
        let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return failed(reporter, "runtime", &error),
        };
        runtime.block_on(async {
            match self.office(&config, check).await {
                Ok(office) => {
                    let outcome = work(&office).await;
                    office.db().close().await;
                    outcome
                }
                // Address and keys are well then.
                Err(error) if is_full(&error) || matches!(error, OpenError::Store(StoreError::Disk(_))) => {
                    failed(reporter, "office", &error)
                }
                Err(error) => unopened(reporter, &error),
            }
        })
    }

    async fn office(&self, config: &Config, check: bool) -> Result<Office, OpenError> {
        let set = config.database.as_ref().map(|database| database.address.expose());
        let address = self.database.as_deref().or(set).ok_or(OpenError::NoDatabase)?;
        let vault = vault_of(config.keys.as_ref())?;
        let db = Db::connect(address).await?;
        if check {
            db.check_schema().await?;
        }
        Ok(Office::new(db, vault, Arc::new(SystemClock)))
    }
}

/// The vault of the keys as they are now, for whoever runs for long: their file may have been changed since the start. None
/// when they cannot be read; it is said why.
pub(super) fn vault(reporter: &Reporter) -> Option<Arc<Vault>> {
    match settings::secret(environment::KEYS) {
        Ok(keys) => vault_of(keys.as_ref()).map_err(|error| unopened(reporter, &error)).ok(),
        Err(problem) => {
            reporter.problems(&[problem]);
            None
        }
    }
}

fn vault_of(keys: Option<&Secret>) -> Result<Arc<Vault>, OpenError> {
    let keys = keys.ok_or(OpenError::NoKeys)?;
    Ok(Arc::new(Vault::new(&Keys::parse(keys.expose())?)))
}

fn unopened(reporter: &Reporter, error: &OpenError) -> Outcome {
    let words = [("reason", Arg::Text(&error.to_string()))];
    let (message, help) = (reporter.text("cli-office", &words), reporter.text("cli-office.help", &[]));
    reporter.failure("office", &message, &help);
    Outcome::Failed
}

/// An account number as it is typed.
pub(super) fn account(typed: &str) -> Result<AccountNumber, String> {
    AccountNumber::parse(typed).map_err(|error| error.to_string())
}

/// Reports that something could not be done; of a full disk, what to do.
pub(super) fn failed(reporter: &Reporter, code: &str, error: &(dyn Error + 'static)) -> Outcome {
    let (code, key) = if is_full(error) { ("disk-full", "cli-disk-full") } else { (code, "cli-failed") };
    let words = [("reason", Arg::Text(&error.to_string()))];
    let help = if is_full(error) { reporter.text("cli-disk-full.help", &[]) } else { String::new() };
    reporter.failure(code, &reporter.text(key, &words), &help);
    Outcome::Failed
}

/// Whether there was no room, for the database or for a file.
pub(super) fn is_full(error: &(dyn Error + 'static)) -> bool {
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
    let mut cause = Some(error);
    while let Some(error) = cause {
        let database = matches!(error.downcast_ref(), Some(StoreError::Full(_)));
        let file = error.downcast_ref().is_some_and(|error: &io::Error| kinds.contains(&error.kind()));
        if database || file {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Reports that no client has the account.
pub(super) fn nobody(reporter: &Reporter, account: &AccountNumber) -> Outcome {
    let words = [("account", Arg::Text(account.expose()))];
    reporter.failure("no-client", &reporter.text("cli-client-none", &words), "");
    Outcome::Problems
}

/// Says that something was done: words for people, `json` for programs.
pub(super) fn done(reporter: &Reporter, key: &str, words: &[(&str, Arg<'_>)], json: &serde_json::Value) -> Outcome {
    reporter.success(&reporter.text(key, words));
    if reporter.json {
        reporter.result(&json.to_string());
    }
    Outcome::Done
}

/// A count, for words.
pub(super) fn count<'a>(number: u64) -> Arg<'a> {
    Arg::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
