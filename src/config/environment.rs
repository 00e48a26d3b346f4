//! Secrets: from an environment variable `NAME`, or from the file that `NAME_FILE` names. Never from the file of settings,
//! never printed (security, SEC-1).

use std::fmt;
use std::fs;
use std::path::Path;

use super::secret::Secret;
use crate::problem::{Code, Place, Problem};

/// Keys of the vault.
pub const KEYS: &str = "OTAU_KEYS";

/// The folder of what systemd hands over to a service (`LoadCredential=`).
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// Largest file of a secret in bytes.
const LARGEST: u64 = 64 * 1024;

/// Values that stand in examples.
const SAMPLES: [&str; 5] = ["change-me", "changeme", "secret", "example", "your-key"];

/// Where variables come from.
pub struct Environment<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Environment<'a> {
    /// An environment that `variable` tells.
    pub fn new(variable: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { variable }
    }

    /// The secret `name`: from the variable, else from the file that `name_FILE` names.
    ///
    /// # Errors
    /// The file cannot be read, others may read it, or the value is that of an example.
    pub fn secret(&self, name: &str) -> Result<Option<Secret>, Problem> {
        let given = |name: &str| (self.variable)(name).filter(|value| !value.trim().is_empty());
        if let Some(value) = given(name) {
            return checked(name, &value).map(Some);
        }
        match given(&format!("{name}_FILE")) {
            Some(path) => self.checked_file(name, Path::new(&path)).map(Some),
            None => Ok(None),
        }
    }

    fn checked_file(&self, name: &str, path: &Path) -> Result<Secret, Problem> {
        let credentials = (self.variable)(CREDENTIALS).filter(|folder| !folder.is_empty());
        let handed_over = credentials.is_some_and(|folder| path.parent() == Some(Path::new(&folder)));
        checked(name, &from_file(path, handed_over)?)
    }
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

fn checked(name: &str, value: &str) -> Result<Secret, Problem> {
    let value = value.trim();
    if SAMPLES.iter().any(|sample| value.eq_ignore_ascii_case(sample)) {
        return Err(Problem::new(Code::SecretSample, Place::file(name)).with("name", name));
    }
    Ok(Secret::new(value))
}

fn from_file(path: &Path, handed_over: bool) -> Result<String, Problem> {
    let place = || Place::file(path.display().to_string());
    let unreadable = |reason: String| Problem::new(Code::Unreadable, place()).with("reason", reason);
    let meta = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if is_open(&meta, handed_over) {
        return Err(Problem::new(Code::SecretOpen, place()).with("file", path.display()));
    }
    if meta.len() > LARGEST {
        return Err(unreadable(format!("> {LARGEST} B")));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| Problem::new(Code::NotUtf8, place()))
}

/// Whether anyone but the owner may read or write the file. What systemd hands over may be root's, and the service's by an
/// access list; the mode then shows the list's bounds as those of the group. Nobody else gets into that folder.
#[cfg(unix)]
fn is_open(meta: &fs::Metadata, handed_over: bool) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let others = if handed_over { 0o037 } else { 0o077 };
    meta.permissions().mode() & others != 0
}

#[cfg(not(unix))]
fn is_open(_meta: &fs::Metadata, _handed_over: bool) -> bool {
    false
}
