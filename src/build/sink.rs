//! Where the files of a build go: a release on disk or, for preview and tests, memory.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::error::PublishError;

/// Takes the files of one build, from any thread and in any order.
pub trait Sink: Sync {
    /// Takes `path` over from the build before, if it was made there from equal `input`.
    /// On `true` the file is in place and needs no rendering.
    ///
    /// # Errors
    /// When the path is not allowed.
    fn reuse(&self, path: &str, input: u128) -> Result<bool, PublishError>;

    /// Adds a file. `input` is the fingerprint of everything it was made from, for a later [`Sink::reuse`].
    ///
    /// # Errors
    /// When the path is not allowed or already taken, or the disk refuses.
    fn write(&self, path: &str, bytes: &[u8], input: Option<u128>) -> Result<(), PublishError>;
}

/// Accepts relative paths with `/` between non-empty parts, none of them `.` or `..`, without control characters,
/// `\` and `:`.
///
/// # Errors
/// [`PublishError::BadPath`].
pub fn check_path(path: &str) -> Result<(), PublishError> {
    let part = |part: &str| !matches!(part, "" | "." | "..");
    let byte = |byte: u8| byte >= 0x20 && !matches!(byte, b'\\' | b':' | 0x7f);
    if path.bytes().all(byte) && path.split('/').all(part) {
        Ok(())
    } else {
        Err(PublishError::BadPath { path: path.to_owned() })
    }
}

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryFile {
    /// Content; clones share it.
    pub bytes: Bytes,
    /// Fingerprint of what it was made from.
    pub input: Option<u128>,
}

/// Files by path.
pub type MemoryTree = BTreeMap<String, MemoryFile>;

/// A build in memory.
#[derive(Debug, Default)]
pub struct MemorySink {
    previous: MemoryTree,
    files: Mutex<MemoryTree>,
}

impl MemorySink {
    /// A build with nothing before it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A build that may take files over from `previous`.
    pub fn after(previous: MemoryTree) -> Self {
        Self { previous, files: Mutex::default() }
    }

    /// The finished tree.
    pub fn into_files(self) -> MemoryTree {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn insert(&self, path: &str, file: MemoryFile) -> Result<(), PublishError> {
        match lock(&self.files).entry(path.to_owned()) {
            Entry::Occupied(_) => Err(PublishError::DuplicatePath { path: path.to_owned() }),
            Entry::Vacant(entry) => {
                entry.insert(file);
                Ok(())
            }
        }
    }
}

impl Sink for MemorySink {
    fn reuse(&self, path: &str, input: u128) -> Result<bool, PublishError> {
        check_path(path)?;
        let Some(file) = self.previous.get(path).filter(|file| file.input == Some(input)) else { return Ok(false) };
        self.insert(path, file.clone())?;
        Ok(true)
    }

    fn write(&self, path: &str, bytes: &[u8], input: Option<u128>) -> Result<(), PublishError> {
        check_path(path)?;
        self.insert(path, MemoryFile { bytes: Bytes::copy_from_slice(bytes), input })
    }
}

/// Locks; a panic elsewhere leaves nothing half done in the maps and sets used here.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::{Component, Path};

    #[test]
    fn memory_takes_over_equal_input_only() {
        let first = MemorySink::new();
        first.write("kk/index.html", b"1", Some(7)).unwrap();
        let second = MemorySink::after(first.into_files());
        assert!(!second.reuse("kk/index.html", 8).unwrap());
        assert!(!second.reuse("ru/index.html", 7).unwrap());
        assert!(second.reuse("kk/index.html", 7).unwrap());
        let twice = second.write("kk/index.html", b"2", None).unwrap_err();
        assert_eq!(twice.code(), "duplicate-path");
        assert_eq!(&second.into_files()["kk/index.html"].bytes[..], b"1");
    }

    proptest! {
        #[test]
        fn an_accepted_path_never_leaves_the_tree(path in r"[a-z./\\:%\x00 ]{0,12}|\PC{0,8}") {
            if check_path(&path).is_ok() {
                prop_assert!(!path.is_empty());
                prop_assert!(Path::new(&path).components().all(|part| matches!(part, Component::Normal(_))));
                let joined = Path::new("/out").join(&path);
                prop_assert_eq!(joined.to_string_lossy(), format!("/out/{path}"));
            }
        }
    }

    #[test]
    fn paths_out_of_the_tree_are_refused() {
        for path in ["", "/", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b", "c:a", "a\0", "a\n"]
        {
            assert_eq!(check_path(path).unwrap_err().code(), "bad-path", "{path:?}");
        }
        for path in ["index.html", "kk/faq/index.html", "assets/a.0123456789.css", ".well-known/x", "a..b"] {
            check_path(path).unwrap();
        }
    }
}
