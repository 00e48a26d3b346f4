//! Leaf: what an operator sets, complete and checked before anything starts. Nothing deeper reads a file of settings or
//! the environment.
//!
//! Settings stand in `otau.toml` ([`Config::read`]), secrets only in the environment or in files of their own
//! ([`secret`]). One struct a concern, each with its `SETTINGS`: the names that `docs/configuration.md` must explain.

pub mod auth;
pub mod database;
pub mod secret;
pub mod server;
pub mod sms;

use std::path::Path;

use crate::fields::{Fields, Origin, parse};
use crate::problem::{Code, Place, Problem};

pub use auth::Auth;
pub use database::Database;
pub use secret::{Environment, Secret};
pub use server::Server;
pub use sms::Sms;

/// Name of the file in the site's folder.
pub const FILE: &str = "otau.toml";

/// All settings.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Addresses, hosts, TLS.
    pub server: Server,
    /// Where the cabinet keeps its data; without it there is no cabinet.
    pub database: Option<Database>,
    /// Keys of the vault, as text; there whenever a database is.
    pub keys: Option<Secret>,
    /// How short messages are sent.
    pub sms: Sms,
    /// Limits of sign-in, codes and sessions.
    pub auth: Auth,
}

/// A file of settings.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Path as shown to a person.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl Config {
    /// Every setting of the file by its full name: `server.listen`.
    pub fn settings() -> impl Iterator<Item = String> {
        let named = |table: &'static str, names: &'static [&'static str]| {
            names.iter().map(move |name| format!("{table}.{name}"))
        };
        named("server", server::SETTINGS)
            .chain(named("database", database::SETTINGS))
            .chain(named("sms", sms::SETTINGS))
            .chain(named("auth", auth::SETTINGS))
    }

    /// Reads the settings and the secrets they call for.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub fn read(file: Option<Text<'_>>, environment: &Environment<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let Text { path, text } = file.unwrap_or(Text { path: FILE, text: "" });
        let mut origin = Origin::new(path, text);
        let table = parse(text, &mut origin, &mut problems);
        let mut fields = Fields::new(&table, origin, "", &mut problems);
        let mut config = Self {
            server: fields.nested("server", Server::read).unwrap_or_default(),
            database: fields.nested("database", Database::read).flatten(),
            keys: None,
            sms: fields.nested("sms", Sms::read).unwrap_or_default(),
            auth: fields.nested("auth", Auth::read).unwrap_or_default(),
        };
        fields.finish();
        config.secrets(environment, &mut problems);
        Problem::sort(&mut problems);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// Takes in what comes from the environment, and demands what the settings call for.
    fn secrets(&mut self, environment: &Environment<'_>, problems: &mut Vec<Problem>) {
        let mut take = |name: &'static str| {
            environment.secret(name).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            })
        };
        if let Some(address) = take(database::ADDRESS) {
            self.database = Some(Database { address });
        }
        self.keys = take(secret::KEYS);
        self.sms.key = take(sms::KEY);
        let missing = |name: &str| Problem::new(Code::SecretMissing, Place::file(name)).with("name", name);
        if self.database.is_some() && self.keys.is_none() && !named(problems, secret::KEYS) {
            problems.push(missing(secret::KEYS));
        }
        if self.sms.gateway.needs_key() && self.sms.key.is_none() && !named(problems, sms::KEY) {
            problems.push(missing(sms::KEY));
        }
    }

    /// Makes relative paths begin at `folder`, the one of the file.
    pub fn resolve(&mut self, folder: &Path) {
        self.server.resolve(folder);
        self.sms.resolve(folder);
        if let Some(database) = &mut self.database {
            database.resolve(folder);
        }
    }
}

/// Whether something is already wrong with this secret.
fn named(problems: &[Problem], name: &str) -> bool {
    problems.iter().any(|problem| problem.args.iter().any(|(_, value)| value == name))
}

/// Reads a number of `range`, or takes the default.
fn number(fields: &mut Fields<'_, '_>, name: &'static str, range: std::ops::RangeInclusive<i64>, default: u32) -> u32 {
    fields.integer(name, range).and_then(|number| u32::try_from(number).ok()).unwrap_or(default)
}

#[cfg(test)]
mod tests;
