//! What shows that a file is still the same, without reading it.

use std::fs::Metadata;
use std::time::SystemTime;

/// Size, time of the last writing, and which file it is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub(super) size: u64,
    modified: Option<SystemTime>,
    /// Another file under the same name has another number.
    number: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        Self { size: metadata.len(), modified: metadata.modified().ok(), number }
    }
}
