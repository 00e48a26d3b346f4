//! Converted pictures on disk, by content.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::xxh3_128;

use super::{Picture, PictureError, Processed, process};

/// Raised when the same picture is to become other files.
const VERSION: u32 = 2;

/// A folder that remembers what pictures became: `FOLDER/pictures/HASH/`. It may be deleted at any time, and builds
/// may share it.
#[derive(Debug)]
pub struct PictureCache {
    folder: PathBuf,
    next: AtomicU64,
}

impl PictureCache {
    /// A cache in `folder`, which is made when something is to be stored.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.join("pictures"), next: AtomicU64::new(0) }
    }

    /// The files of a picture, from the cache or made now. A cache that cannot be read or written costs time only.
    ///
    /// # Errors
    /// When the picture cannot be converted.
    pub fn process(&self, bytes: &[u8]) -> Result<Processed, PictureError> {
        let entry = self.folder.join(format!("{VERSION}-{:032x}", xxh3_128(bytes)));
        if let Some(known) = load(&entry) {
            return Ok(known);
        }
        let made = process(bytes)?;
        let _ = self.store(&entry, &made);
        Ok(made)
    }

    fn store(&self, entry: &Path, made: &Processed) -> io::Result<()> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!(".new-{}-{number}", std::process::id()));
        fs::create_dir_all(&new)?;
        let written = fill(&new, made).and_then(|()| {
            // An entry that could not be read makes way.
            let _ = fs::remove_dir_all(entry);
            fs::rename(&new, entry)
        });
        if written.is_err() {
            let _ = fs::remove_dir_all(&new);
        }
        written
    }
}

fn fill(folder: &Path, made: &Processed) -> io::Result<()> {
    for (path, bytes) in &made.files {
        fs::write(folder.join(file_name(path)), bytes)?;
    }
    let paths: Vec<&str> = made.files.iter().map(|(path, _)| path.as_str()).collect();
    fs::write(folder.join("picture.json"), serde_json::to_vec(&(&made.picture, paths))?)
}

/// `None` for an entry that is absent or damaged: a file's name is the hash of what it holds.
fn load(entry: &Path) -> Option<Processed> {
    let (picture, paths): (Picture, Vec<String>) =
        serde_json::from_slice(&fs::read(entry.join("picture.json")).ok()?).ok()?;
    let mut known = Processed { picture, files: Vec::new() };
    for path in paths {
        let name = file_name(&path);
        let bytes = fs::read(entry.join(name)).ok()?;
        if !format!("{:032x}", xxh3_128(&bytes)).starts_with(name.split('.').next()?) {
            return None;
        }
        known.files.push((path, bytes));
    }
    Some(known)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
