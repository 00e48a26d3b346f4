//! What can go wrong while a release is written or switched.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of publishing. Whatever it is, the live release stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Another build holds the lock of this output folder.
    #[error("another build is writing to {}", path.display())]
    Busy {
        /// The output folder.
        path: PathBuf,
    },
    /// A path that is empty, absolute, leaves the tree or is not portable.
    #[error("not a path inside a release: {path:?}")]
    BadPath {
        /// The path as given.
        path: String,
    },
    /// Two files of one release want the same path.
    #[error("two files of the release have the path {path}")]
    DuplicatePath {
        /// The path.
        path: String,
    },
    /// There is no release to go back to.
    #[error("no earlier release in {}", path.display())]
    NoPrevious {
        /// The output folder.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("cannot {operation} {}: {source}", path.display())]
    Io {
        /// What was being done: a verb in English.
        operation: &'static str,
        /// The file or folder it was done to.
        path: PathBuf,
        /// The answer of the operating system.
        source: io::Error,
    },
}

impl PublishError {
    /// A function for `map_err` that says what was being done to which file.
    pub(super) fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { operation, path: path.to_path_buf(), source }
    }

    /// The stable code; its message is `publish-<code>`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy { .. } => "busy",
            Self::BadPath { .. } => "bad-path",
            Self::DuplicatePath { .. } => "duplicate-path",
            Self::NoPrevious { .. } => "no-previous",
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => "disk-full",
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "read-only",
                _ => "io",
            },
        }
    }

    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Busy { path } | Self::NoPrevious { path } | Self::Io { path, .. } => path,
            Self::BadPath { path } | Self::DuplicatePath { path } => Path::new(path),
        }
    }
}
