//! `[database]`: where the cabinet keeps its data.

use std::path::Path;

use super::secret::Secret;
use crate::fields::Fields;
use crate::problem::{Code, Place, Problem};

/// Names of the settings.
pub const SETTINGS: &[&str] = &["address"];

/// The variable that stands above the file: the place of an address with a password.
pub const ADDRESS: &str = "OTAU_DATABASE";

/// Where the cabinet keeps its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `sqlite://PATH` or `postgres://…`; may hold a password.
    pub address: Secret,
}

impl Database {
    /// The address of a SQLite file, or of a PostgreSQL server without a password in it.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let address = fields.required_text("address");
        if address.is_empty() {
            return None;
        }
        let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| address.starts_with(scheme));
        // The line may hold a password, so it is not shown.
        let place = || Place { excerpt: String::new(), ..fields.place_of("address").unwrap_or(Place::file("")) };
        let problem = if !known {
            let scheme = address.split(':').next().unwrap_or_default();
            Problem::new(Code::BadValue, place())
                .with("field", "database.address")
                .with("value", scheme)
                .with("nearest", "")
                .with("allowed", "sqlite://PATH, postgres://…")
        } else if has_password(&address) {
            Problem::new(Code::SecretInside, place()).with("field", "database.address").with("name", ADDRESS)
        } else {
            return Some(Self { address: Secret::new(address) });
        };
        fields.report(problem);
        None
    }

    pub(super) fn resolve(&mut self, folder: &Path) {
        if let Some(path) = self.address.expose().strip_prefix("sqlite://") {
            self.address = Secret::new(format!("sqlite://{}", folder.join(path).display()));
        }
    }
}

/// `postgres://user:password@host/…`, or `?password=` at its end.
fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) || rest.contains("password=")
}
