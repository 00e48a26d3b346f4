//! A release on disk as a site: a table made once from the manifest, then only looked up by exact key.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use xxhash_rust::xxh3::xxh3_128;

use super::content_type;
use super::desk::{Desk, Ready};
use super::source::{Body, Caching, Found, SiteSource, StaticFile};
use crate::build::manifest::{FORM, FileRecord, Manifest};

/// Larger files stay on the disk.
const IN_MEMORY: u64 = 256 * 1024;

/// Files whose names carry a fingerprint.
const FINGERPRINTED: &str = "assets/";

/// Why a release cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// A file that cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A manifest that is no JSON, or not of this form.
    #[error("{}: {reason}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file that is not what the manifest says.
    #[error("{}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: &'static str,
    },
}

/// A release.
pub struct ReleaseSource {
    id: String,
    table: HashMap<String, Found>,
    special: HashMap<String, Arc<StaticFile>>,
    desk: Option<Arc<Desk>>,
}

impl ReleaseSource {
    /// The release that `out/current` points to.
    ///
    /// # Errors
    /// There is none, or it is not whole.
    pub fn current(out: &Path, memory_budget: u64) -> Result<Self, ReleaseError> {
        let id = current_id(out)?;
        Self::load(&out.join("releases"), &id, memory_budget)
    }

    /// The release `id`: `releases/<id>.json` and `releases/<id>/`. At most `memory_budget` bytes are kept in memory.
    ///
    /// # Errors
    /// It is not whole: every file must be there with its length, and what is read must have its hash.
    pub fn load(releases: &Path, id: &str, memory_budget: u64) -> Result<Self, ReleaseError> {
        let manifest = read_manifest(&releases.join(format!("{id}.json")), id)?;
        let mut loader = Loader { tree: releases.join(id), left: memory_budget };
        let mut source = Self { id: manifest.id, table: HashMap::new(), special: HashMap::new(), desk: None };
        if manifest.search.is_some() {
            let folder = crate::build::search::folder(releases, id);
            let desk = Desk::new(Box::new(move || {
                let kit = crate::build::search::kit(&folder).map_err(|error| error.to_string())?;
                let index = || crate::build::search::open(&folder).map_err(|error| error.to_string());
                let index = kit.has_search().then(index);
                Ready::new(kit, index)
            }));
            // Ready before the first question. A search that is damaged does not keep the site away.
            let _ = desk.ready();
            source.desk = Some(Arc::new(desk));
        }
        source.table.reserve(manifest.files.len() + manifest.redirects.len());
        for record in &manifest.files {
            let file = Arc::new(loader.file(record)?);
            if is_special(&record.path) {
                source.special.insert(record.path.clone(), file);
            } else {
                source.table.insert(address(&record.path), Found::File(file));
            }
        }
        // At the address of a redirect stands a page for hosts without a server; we know better.
        source.table.extend(manifest.redirects.into_iter().map(|(from, to)| (from, Found::Moved(to))));
        Ok(source)
    }
}

impl SiteSource for ReleaseSource {
    fn find(&self, path: &str) -> Found {
        self.table.get(path).cloned().unwrap_or(Found::Nothing)
    }

    fn not_found(&self, path: &str) -> Option<Arc<StaticFile>> {
        self.special.get(not_found_page(path)).cloned()
    }

    fn error_page(&self, code: u16) -> Option<Arc<StaticFile>> {
        self.special.get(&format!("{code}.html")).cloned()
    }

    fn desk(&self) -> Option<Arc<Desk>> {
        self.desk.clone()
    }

    fn id(&self) -> &str {
        &self.id
    }
}

/// The id of the release `out/current` points to.
///
/// # Errors
/// There is no such link, or it points to something else.
pub fn current_id(out: &Path) -> Result<String, ReleaseError> {
    let link = out.join("current");
    let target = fs::read_link(&link).map_err(io_error(&link))?;
    let id = target.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let honest = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if honest { Ok(id.to_owned()) } else { Err(damaged(&link, "does not point to a release")) }
}

/// The address of a file of the tree: `kk/faq/index.html` is `/kk/faq/`.
pub(super) fn address(path: &str) -> String {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{path}"),
    }
}

/// Pages that answer errors and have no address of their own: `kk/404.html`, `500.html`.
pub(super) fn is_special(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let code = name.strip_suffix(".html").unwrap_or_default();
    let folder = path.strip_suffix(name).unwrap_or_default();
    code.len() == 3 && code.parse::<u16>().is_ok_and(|code| code >= 400) && matches!(folder, "" | "kk/" | "ru/")
}

/// The 404 page for an address.
pub(super) fn not_found_page(path: &str) -> &'static str {
    if path == "/ru" || path.starts_with("/ru/") { "ru/404.html" } else { "kk/404.html" }
}

/// Hash of a content as manifests write it.
pub(super) fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

fn read_manifest(path: &Path, id: &str) -> Result<Manifest, ReleaseError> {
    let wrong = |reason: String| ReleaseError::Manifest { path: path.to_owned(), reason };
    let bytes = fs::read(path).map_err(io_error(path))?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    if manifest.form != FORM {
        return Err(wrong(format!("form {} instead of {FORM}", manifest.form)));
    }
    if manifest.id != id {
        return Err(wrong(format!("names the release {}", manifest.id)));
    }
    let inside = |to: &str| to.starts_with('/') && !to[1..].starts_with(['/', '\\']);
    match manifest.redirects.iter().find(|(from, to)| !inside(from) || !inside(to)) {
        Some((from, to)) => Err(wrong(format!("redirect from {from:?} to {to:?} leaves the site"))),
        None => Ok(manifest),
    }
}

struct Loader {
    tree: PathBuf,
    left: u64,
}

impl Loader {
    fn file(&mut self, record: &FileRecord) -> Result<StaticFile, ReleaseError> {
        let path = self.path(&record.path)?;
        let plain = self.body(path.clone(), record.size)?;
        if let Body::Memory(bytes) = &plain
            && hash(bytes) != record.hash
        {
            return Err(damaged(&path, "has another content than the manifest says"));
        }
        let mut beside = |extension: &str, size: Option<u64>| -> Result<Option<Body>, ReleaseError> {
            let mut name = path.clone().into_os_string();
            name.push(extension);
            size.map(|size| self.body(name.into(), size)).transpose()
        };
        let (br, gz) = (beside(".br", record.br)?, beside(".gz", record.gz)?);
        let fingerprinted = record.path.starts_with(FINGERPRINTED);
        Ok(StaticFile {
            content_type: content_type::of(&record.path),
            caching: if fingerprinted { Caching::Immutable } else { Caching::Revalidate },
            hash: record.hash.clone(),
            plain,
            br,
            gz,
        })
    }

    /// Where a file of the manifest lies. A manifest cannot lead out of its tree.
    fn path(&self, relative: &str) -> Result<PathBuf, ReleaseError> {
        let path = Path::new(relative);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if inside && !relative.is_empty() && !relative.contains('\\') {
            Ok(self.tree.join(path))
        } else {
            Err(damaged(path, "is not a path inside the release"))
        }
    }

    fn body(&mut self, path: PathBuf, size: u64) -> Result<Body, ReleaseError> {
        let meta = fs::symlink_metadata(&path).map_err(io_error(&path))?;
        if !meta.is_file() {
            return Err(damaged(&path, "is not a file"));
        }
        if meta.len() != size {
            return Err(damaged(&path, "has another length than the manifest says"));
        }
        if size > IN_MEMORY || size > self.left {
            return Ok(Body::Disk(path, size));
        }
        let bytes = fs::read(&path).map_err(io_error(&path))?;
        if bytes.len() as u64 != size {
            return Err(damaged(&path, "changes while it is read"));
        }
        self.left -= size;
        Ok(Body::Memory(Bytes::from(bytes)))
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> ReleaseError {
    let path = path.to_owned();
    move |source| ReleaseError::Io { path, source }
}

fn damaged(path: &Path, reason: &'static str) -> ReleaseError {
    ReleaseError::Damaged { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (path, wanted) in [
            ("index.html", "/"),
            ("kk/index.html", "/kk/"),
            ("kk/faq/index.html", "/kk/faq/"),
            ("kk/xindex.html", "/kk/xindex.html"),
            ("robots.txt", "/robots.txt"),
        ] {
            assert_eq!(address(path), wanted);
        }
    }

    #[test]
    fn special_pages() {
        for (path, special) in [
            ("kk/404.html", true),
            ("500.html", true),
            ("kk/faq/404.html", false),
            ("kk/404/index.html", false),
            ("200.html", false),
            ("kk/+40.html", false),
        ] {
            assert_eq!(is_special(path), special, "{path}");
        }
    }
}
