//! The settings of a site's server and cabinet: `otau.toml` and the environment.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::config::{self, Config, Environment, Secret};
use crate::problem::{Code, Place, Problem, shown_path};

/// Reads `file`, or `otau.toml` of the site at `root` if there is one, and the secrets.
///
/// # Errors
/// Everything that is wrong.
pub(super) fn read(root: &Path, file: Option<&Path>) -> Result<Config, Vec<Problem>> {
    let path = file.map_or_else(|| root.join(config::FILE), Path::to_path_buf);
    let shown = shown_path(root, &path);
    let text = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound && file.is_none() => None,
        Err(error) => return Err(vec![Problem::new(Code::Unreadable, Place::file(shown)).with("reason", error)]),
    };
    let text = text.as_deref().map(|text| config::Text { path: &shown, text });
    let mut config = Config::read(text, &Environment::new(&variable))?;
    config.resolve(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    Ok(config)
}

/// The secret `name` as it is now.
///
/// # Errors
/// Its file cannot be read, or is not one for a secret.
pub(super) fn secret(name: &str) -> Result<Option<Secret>, Problem> {
    Environment::new(&variable).secret(name)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
