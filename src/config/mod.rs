//! Leaf: what an operator sets, complete and checked before anything starts. Nothing deeper reads a file of settings or
//! the environment.
//!
//! Settings stand in `otau.toml` ([`Config::read`]), secrets only in the environment or in files of their own
//! ([`environment`]). One struct a concern, each with its `SETTINGS`: the names that `docs/configuration.md` must explain.

pub mod address;
pub mod auth;
pub mod database;
pub mod environment;
pub mod messages;
pub mod retention;
pub mod secret;
pub mod server;
pub mod sms;

use std::path::Path;

use crate::fields::{Fields, Origin, parse};
use crate::problem::{Code, Place, Problem};
use sms::GatewayKind;

pub use auth::Auth;
pub use database::Database;
pub use environment::Environment;
pub use retention::Retention;
pub use secret::Secret;
pub use server::Server;
pub use sms::{Credentials, Sms};

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
    /// What the gateway knows us by.
    pub credentials: Credentials,
    /// Limits of sign-in, codes and sessions.
    pub auth: Auth,
    /// How long what nobody asks to erase is kept.
    pub retention: Retention,
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
            .chain(named("sms", messages::SETTINGS))
            .chain(named("auth", auth::SETTINGS))
            .chain(named("retention", retention::SETTINGS))
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
            sms: fields.nested("sms", messages::read).unwrap_or_default(),
            credentials: Credentials::default(),
            auth: fields.nested("auth", Auth::read).unwrap_or_default(),
            retention: fields.nested("retention", Retention::read).unwrap_or_default(),
        };
        fields.finish();
        config.sms.http = messages::described(origin, &mut problems);
        config.secrets(environment, &mut problems);
        Problem::sort(&mut problems);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// Takes in what comes from the environment, and demands what the settings call for.
    fn secrets(&mut self, environment: &Environment<'_>, problems: &mut Vec<Problem>) {
        let mut take = |name| {
            environment.secret(name).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            })
        };
        if let Some(address) = take(database::ADDRESS) {
            self.database = Some(Database { address });
        }
        self.keys = take(environment::KEYS);
        self.credentials = messages::credentials(environment, problems);
        let mut demand = |name: &str, there: bool| {
            // One fault of a secret is told once.
            if !there && !problems.iter().any(|problem| problem.place.path == name) {
                problems.push(Problem::new(Code::SecretMissing, Place::file(name)).with("name", name));
            }
        };
        demand(environment::KEYS, self.database.is_none() || self.keys.is_some());
        let Credentials { key, password, .. } = &self.credentials;
        let ready = matches!(self.sms.gateway, GatewayKind::Mobizon | GatewayKind::Smsc);
        demand(messages::KEY, !ready || key.is_some() || password.is_some());
    }

    /// Makes relative paths begin at `folder`, the one of the file.
    pub fn resolve(&mut self, folder: &Path) {
        self.server.resolve(folder);
        messages::resolve(&mut self.sms, folder);
        if let Some(database) = &mut self.database {
            database.resolve(folder);
        }
    }
}

/// Reads a number of `range`, or takes the default.
fn number(fields: &mut Fields<'_, '_>, name: &'static str, range: std::ops::RangeInclusive<i64>, default: u32) -> u32 {
    fields.integer(name, range).and_then(|number| u32::try_from(number).ok()).unwrap_or(default)
}

#[cfg(test)]
mod tests;
