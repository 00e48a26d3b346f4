//! A database of either engine, and a transaction in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Postgres, Sqlite, Transaction};

use super::StoreError;

/// Connections that read a SQLite file at the same time.
const SQLITE_READERS: u32 = 4;

/// Connections to PostgreSQL of one node.
const POSTGRES_CONNECTIONS: u32 = 16;

/// After so long a rest a connection to a server is asked whether it is still there. Before every statement it would cost
/// as much as the statement itself.
const REST: Duration = Duration::from_millis(100);

/// How long a statement waits for a lock, and a request for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// A database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file: any number of readers, one writer.
    Sqlite {
        /// Connections that only read.
        read: SqlitePool,
        /// The connection that writes.
        write: SqlitePool,
    },
    /// A server, shared by several nodes.
    Postgres(PgPool),
}

/// A transaction that may write. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub enum Tx {
    /// Begun with `BEGIN IMMEDIATE`.
    Sqlite(Transaction<'static, Sqlite>),
    /// Read committed: what must not race is one conditional statement.
    Postgres(Transaction<'static, Postgres>),
}

/// One reading statement on either engine: `on_db!(db, on => query(…).fetch_all(on).await)?`.
macro_rules! on_db {
    ($db:expr, $on:ident => $body:expr) => {{
        $crate::cabinet::store::db::count();
        match $db {
            $crate::cabinet::store::Db::Sqlite { read: $on, .. } => $body,
            $crate::cabinet::store::Db::Postgres($on) => $body,
        }
    }};
}

/// One writing statement on either engine, outside of a transaction.
macro_rules! write_db {
    ($db:expr, $on:ident => $body:expr) => {{
        $crate::cabinet::store::db::count();
        match $db {
            $crate::cabinet::store::Db::Sqlite { write: $on, .. } => $body,
            $crate::cabinet::store::Db::Postgres($on) => $body,
        }
    }};
}

/// One statement of a transaction: `on_tx!(tx, on => query(…).execute(on).await)?`.
macro_rules! on_tx {
    ($tx:expr, $on:ident => $body:expr) => {{
        $crate::cabinet::store::db::count();
        match $tx {
            $crate::cabinet::store::Tx::Sqlite(tx) => {
                let $on = &mut **tx;
                $body
            }
            $crate::cabinet::store::Tx::Postgres(tx) => {
                let $on = &mut **tx;
                $body
            }
        }
    }};
}

pub(in crate::cabinet) use {on_db, on_tx, write_db};

#[cfg(test)]
tokio::task_local! {
    /// How many statements a task ran: the tests of ENUM-3 compare use cases by it.
    pub(in crate::cabinet) static STATEMENTS: std::sync::atomic::AtomicU64;
}

/// Counts a statement, in tests.
pub(in crate::cabinet) fn count() {
    #[cfg(test)]
    let _ = STATEMENTS.try_with(|count| count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
}

impl Db {
    /// Connects to `sqlite://PATH` (made if it does not exist, readable by its owner alone) or `postgres://…`. A server
    /// elsewhere must prove who it is (`sslmode=verify-full` unless the address says more); a local one need not.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Unavailable`], [`StoreError::File`], [`StoreError::Open`].
    pub async fn connect(address: &str) -> Result<Self, StoreError> {
        if let Some(path) = address.strip_prefix("sqlite://") {
            return Self::sqlite(Path::new(path)).await;
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::postgres(address).await;
        }
        // What stands after the scheme may hold a password.
        Err(StoreError::Address(address.split(':').next().unwrap_or_default().to_owned()))
    }

    async fn sqlite(path: &Path) -> Result<Self, StoreError> {
        private_file(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT)
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON")
            .pragma("cell_size_check", "ON");
        // A file does not hang up: a connection need not be asked whether it is there before every statement. But when a
        // disk is full, SQLite itself ends the transaction, and sqlx, whose rollback then finds none, believes for ever
        // that it is in one and begins no other: such a connection is thrown away.
        let pool = |size| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .acquire_timeout(WAIT)
                .test_before_acquire(false)
                .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        };
        // The writer alone: a reader, which may not write what it learnt, would be given up instead of closed, might outlive
        // the writer, and the log would stay beside the file.
        let write = pool(1).connect_with(options.clone().optimize_on_close(true, None)).await?;
        let read = pool(SQLITE_READERS).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn postgres(address: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(address).map_err(|_| StoreError::Address("postgres".to_owned()))?;
        let host = options.get_host().to_owned();
        let local = host.starts_with('/') || matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        let options =
            if local || address.contains("sslmode=") { options } else { options.ssl_mode(PgSslMode::VerifyFull) };
        let options = options.application_name("otau").options([("statement_timeout", "5000")]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(WAIT)
            .test_before_acquire(false)
            .before_acquire(|connection, kept| {
                Box::pin(async move {
                    if kept.idle_for > REST {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            });
        Ok(Self::Postgres(pool.connect_with(options).await?))
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that reads everything as of one instant, and lets others write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        on_db!(self, on => sqlx::query("SELECT 1").execute(on).await.map(drop))?;
        Ok(())
    }

    /// Ends all connections, having written everything out.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it last.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing of it lasts.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// The file exists with mode 0600 in a folder of mode 0700 (made so if missing, refused if others may read it).
#[cfg(unix)]
fn private_file(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| StoreError::File { path, source }
    };
    let folder =
        path.parent().filter(|it| !it.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), PathBuf::from);
    if !folder.exists() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(failed(&folder))?;
    }
    fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map_err(failed(path))?;
    for (path, wanted) in [(folder.as_path(), "0700"), (path, "0600")] {
        let mode = fs::metadata(path).map_err(failed(path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(StoreError::Open { path: path.display().to_string(), wanted });
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn private_file(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}
