//! What came of an import, and what it writes beside the file: refused records, differences.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::blocks::Block;
use super::error::{Fault, ImportError};
use super::raw::Totals;
use super::reconcile::{Difference, Sums};
use crate::cabinet::store::StoreError;

/// Counts of an import. Kept in the store, so that one which goes on after a break counts on; what an older version did not
/// count begins at nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Clients not known before.
    pub clients_added: u64,
    /// Clients of whom something is different now.
    pub clients_changed: u64,
    /// Clients of whom nothing is different.
    pub clients_unchanged: u64,
    /// Records refused.
    pub rejected: u64,
    /// Contracts not known before.
    pub contracts_added: u64,
    /// Contracts of which something is different now.
    pub contracts_changed: u64,
    /// Contracts of which nothing is different.
    pub contracts_unchanged: u64,
    /// Contracts that their client does not have any more.
    pub contracts_removed: u64,
    /// Differences between sums.
    pub differences: u64,
    /// Did the last line of the file come?
    pub complete: bool,
    /// What the file holds so far.
    pub sums: Sums,
    /// The line at which it would go on.
    pub line: u64,
}

impl Report {
    /// Clients filed.
    pub const fn clients(&self) -> u64 {
        self.clients_added + self.clients_changed + self.clients_unchanged
    }

    /// Is there nothing that somebody must look at?
    pub const fn is_clean(&self) -> bool {
        self.rejected == 0 && self.differences == 0 && self.complete
    }
}

/// What the store keeps of an import under way, besides the place in the file: all that the next run needs to go on as if
/// there had been no break.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Standing {
    #[serde(flatten)]
    pub(super) report: Report,
    /// The last line of the file, once it came.
    #[serde(default)]
    pub(super) end: Option<Totals>,
    /// Bytes of refused records written aside.
    #[serde(default)]
    pub(super) rejects_written: u64,
    /// Bytes of differences written aside.
    #[serde(default)]
    pub(super) differences_written: u64,
}

impl Standing {
    /// # Errors
    /// [`StoreError::Damaged`]: without the counts, refused records that lie beside the file would be lost.
    pub(super) fn read(kept: &str) -> Result<Self, StoreError> {
        serde_json::from_str(kept).map_err(|_| StoreError::Damaged { what: "report of an import" })
    }

    pub(super) fn kept(&self) -> String {
        // Numbers and a short text: there is nothing in it that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A file of JSON Lines that is made when there is something to write, readable by its owner alone.
#[derive(Debug)]
pub(super) struct Aside {
    path: PathBuf,
    length: u64,
    file: Option<BufWriter<File>>,
}

impl Aside {
    /// Nothing is written yet. Of a file of an earlier run the first `length` bytes stay; what a run wrote behind them was
    /// not filed before it broke off, and will come again.
    pub(super) fn new(path: &Path, length: u64) -> Result<Self, ImportError> {
        match std::fs::metadata(path) {
            Ok(_) if length == 0 => std::fs::remove_file(path).map_err(failed(path))?,
            Ok(found) if found.len() > length => {
                let file = OpenOptions::new().write(true).open(path);
                file.and_then(|file| file.set_len(length)).map_err(failed(path))?;
            }
            _ => {}
        }
        Ok(Self { path: path.to_owned(), length, file: None })
    }

    fn write(&mut self, value: &impl Serialize) -> Result<(), ImportError> {
        if self.file.is_none() {
            let mut options = OpenOptions::new();
            options.create(true).append(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            self.file = Some(BufWriter::new(options.open(&self.path).map_err(failed(&self.path))?));
        }
        let line = serde_json::to_string(value).unwrap_or_default();
        self.length += line.len() as u64 + 1;
        let file = self.file.as_mut();
        file.map_or(Ok(()), |file| writeln!(file, "{line}")).map_err(failed(&self.path))
    }

    /// A refused record, whole.
    pub(super) fn refused(&mut self, block: &Block, faults: &[Fault]) -> Result<(), ImportError> {
        let record = match std::str::from_utf8(&block.bytes) {
            Ok(text) => json!(text),
            // Bytes that are no text are kept all the same.
            Err(_) => json!({"base64": STANDARD.encode(&block.bytes)}),
        };
        let faults: Vec<_> =
            faults.iter().map(|it| json!({"field": it.field, "reason": it.reason, "detail": it.detail})).collect();
        self.write(&json!({"line": block.line, "faults": faults, "record": record}))
    }

    pub(super) fn difference(&mut self, difference: &Difference) -> Result<(), ImportError> {
        self.write(difference)
    }

    /// Everything is on the disk when it returns; how many bytes that is.
    pub(super) fn flush(&mut self) -> Result<u64, ImportError> {
        if let Some(file) = &mut self.file {
            file.flush().and_then(|()| file.get_ref().sync_data()).map_err(failed(&self.path))?;
        }
        Ok(self.length)
    }
}

/// Names the file in an error.
pub(super) fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> ImportError {
    let path = path.display().to_string();
    move |source| ImportError::File { path, source }
}
