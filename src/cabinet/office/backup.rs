//! Copies of the database: made while it is in use, sealed with the vault's keys, restored into an empty database of
//! either engine (DB-5).
//!
//! The first line of a copy names the format and the copy; every other line is a piece, packed and sealed for its place in
//! this copy, so that none can be left out, moved or taken from another. The last piece counts the rows.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Office;
use crate::cabinet::audit::Event;
use crate::cabinet::store::dump::TABLES;
use crate::cabinet::store::{StoreError, Tx, instant, millis};
use crate::cabinet::vault::{Vault, VaultError, draw_reference};

/// What the first line begins with.
const FORMAT: &str = "otau-backup 1 ";

/// A piece holds about so many bytes before it is packed.
const PIECE: usize = 1 << 20;

/// The most bytes that a piece may unpack to.
const LARGEST: u64 = 64 << 20;

/// Why there is no copy, or why it cannot be restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file of the copy.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The file is no copy, was changed, is not whole, or was sealed with other keys.
    #[error("line {line} of the copy cannot be read: it was changed, cut off, or sealed with other keys")]
    Damaged {
        /// Which line, from 1.
        line: usize,
    },
    /// Only an empty database is restored into.
    #[error("the database is not empty: restore into a new one")]
    NotEmpty,
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Keys or random numbers.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// What is in a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Rows of all tables.
    pub rows: u64,
    /// When the copy was made.
    pub made_at: DateTime<Utc>,
}

/// What a piece holds.
#[derive(Serialize, Deserialize)]
enum Piece {
    /// Rows of a table.
    Rows(String, Vec<Vec<Value>>),
    /// The last piece: rows in all, and when the copy was made.
    End { rows: u64, made_at: i64 },
}

impl Office {
    /// Makes a copy as of one instant; clients go on working.
    ///
    /// # Errors
    /// [`BackupError`]: then there is no file.
    pub async fn backup(&self, path: &Path) -> Result<Copied, BackupError> {
        let mut tx = self.db.begin().await?;
        self.note(&mut tx, None, &Event::Backup).await?;
        tx.commit().await?;
        let temporary = path.with_extension("partial");
        let copied = self.copy_into(&temporary).await;
        let copied = copied.and_then(|copied| fs::rename(&temporary, path).map_err(failed(path)).map(|()| copied));
        if copied.is_err() {
            // What is not whole is worse than nothing.
            let _ = fs::remove_file(&temporary);
        }
        copied
    }

    async fn copy_into(&self, path: &Path) -> Result<Copied, BackupError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let id = draw_reference()?;
        let mut out = BufWriter::new(options.open(path).map_err(failed(path))?);
        writeln!(out, "{FORMAT}{id}").map_err(failed(path))?;
        let mut pieces = Pieces { vault: &self.vault, id, next: 0 };
        let mut copied = Copied { rows: 0, made_at: self.clock.now() };
        let mut tx = self.db.snapshot().await?;
        for table in TABLES {
            let mut after = None;
            loop {
                let mut rows = table.page(&mut tx, after.as_ref()).await?;
                let mut size = length(&rows);
                while let Some(last) = rows.last().filter(|_| size < PIECE) {
                    let more = table.page(&mut tx, last.first()).await?;
                    if more.is_empty() {
                        break;
                    }
                    size += length(&more);
                    rows.extend(more);
                }
                let Some(last) = rows.last() else { break };
                after = last.first().cloned();
                copied.rows += rows.len() as u64;
                let line = pieces.seal(&Piece::Rows(table.name.to_owned(), rows))?;
                writeln!(out, "{line}").map_err(failed(path))?;
            }
        }
        let line = pieces.seal(&Piece::End { rows: copied.rows, made_at: millis(copied.made_at) })?;
        writeln!(out, "{line}").and_then(|()| out.flush()).map_err(failed(path))?;
        out.get_ref().sync_all().map_err(failed(path))?;
        Ok(copied)
    }

    /// Restores a copy into an empty database whose schema is the program's: all of it, or nothing.
    ///
    /// # Errors
    /// [`BackupError`]: then the database is as empty as before.
    pub async fn restore(&self, path: &Path) -> Result<Copied, BackupError> {
        let mut lines = BufReader::new(File::open(path).map_err(failed(path))?).lines();
        let damaged = |line| BackupError::Damaged { line };
        let first = lines.next().transpose().map_err(failed(path))?.unwrap_or_default();
        let id = first.strip_prefix(FORMAT).ok_or(damaged(1))?.to_owned();
        let mut pieces = Pieces { vault: &self.vault, id, next: 0 };
        let mut tx = self.db.begin().await?;
        for table in TABLES {
            // A new database already says that it was made.
            if table.name != "audit" && !table.is_empty(&mut tx).await? {
                return Err(BackupError::NotEmpty);
            }
        }
        crate::cabinet::store::audit::cut(&mut tx, i64::MAX).await?;
        let mut rows = 0;
        for (at, line) in lines.enumerate() {
            let (line, number) = (line.map_err(failed(path))?, at + 2);
            match pieces.open(&line).ok_or(damaged(number))? {
                Piece::Rows(name, content) => {
                    rows += content.len() as u64;
                    self.put_back(&mut tx, &name, &content).await?.ok_or(damaged(number))?;
                }
                Piece::End { rows: counted, made_at } if counted == rows => {
                    let made_at = instant(made_at)?;
                    self.note(&mut tx, None, &Event::Restore { made_at: millis(made_at) }).await?;
                    tx.commit().await?;
                    return Ok(Copied { rows, made_at });
                }
                Piece::End { .. } => return Err(damaged(number)),
            }
        }
        Err(damaged(usize::try_from(pieces.next).unwrap_or(0) + 2))
    }

    async fn put_back(&self, tx: &mut Tx, name: &str, rows: &[Vec<Value>]) -> Result<Option<()>, StoreError> {
        let Some(table) = TABLES.iter().find(|table| table.name == name) else { return Ok(None) };
        for row in rows {
            table.insert(tx, row).await?;
        }
        Ok(Some(()))
    }
}

/// The pieces of a copy, one after another.
struct Pieces<'v> {
    vault: &'v Vault,
    id: String,
    next: u64,
}

impl Pieces<'_> {
    fn place(&mut self) -> String {
        self.next += 1;
        format!("backup {} {}", self.id, self.next)
    }

    fn seal(&mut self, piece: &Piece) -> Result<String, VaultError> {
        let plain = serde_json::to_vec(piece).unwrap_or_default();
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        // A vector takes whatever is written.
        let bytes = packer.write_all(&plain).and_then(|()| packer.finish()).unwrap_or_default();
        let place = self.place();
        self.vault.seal(&place, &bytes)
    }

    fn open(&mut self, line: &str) -> Option<Piece> {
        let packed = self.vault.open(&self.place(), line).ok()?;
        let mut plain = Vec::new();
        ZlibDecoder::new(packed.as_slice()).take(LARGEST).read_to_end(&mut plain).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// About how many bytes rows are.
fn length(rows: &[Vec<Value>]) -> usize {
    rows.iter().flatten().map(|value| value.as_str().map_or(8, str::len)).sum()
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.display().to_string();
    move |source| BackupError::File { path, source }
}
