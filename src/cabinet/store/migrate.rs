//! Migrations: one numbered list for both engines, each applied once, in one transaction.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use ring::digest::{SHA256, digest};
use sqlx::AssertSqlSafe;

use super::db::{on_db, on_tx};
use super::dialect::Engine;
use super::{Db, StoreError, Tx, millis};

/// A step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; there are no gaps.
    pub number: i64,
    /// Its name.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    /// What it does on an engine.
    pub const fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    /// Tells whether it was changed after it was applied.
    fn digest(&self, engine: Engine) -> String {
        BASE64.encode(digest(&SHA256, self.sql(engine).as_bytes()))
    }
}

/// The same text for both engines, or one for each where they must differ.
macro_rules! migration {
    ($number:literal, $name:literal, $both:literal) => {
        migration!($number, $name, $both, $both)
    };
    ($number:literal, $name:literal, $sqlite:literal, $postgres:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("migrations/", $sqlite)),
            postgres: include_str!(concat!("migrations/", $postgres)),
        }
    };
}

/// All migrations, in order.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "cabinet", "0001_cabinet.sql"),
    migration!(2, "no-forms", "0002_no_forms.sql"),
    migration!(3, "endings", "0003_endings.sql"),
];

const JOURNAL: &str = "CREATE TABLE IF NOT EXISTS migrations (\
     number BIGINT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at BIGINT NOT NULL)";

impl Db {
    /// Applies what is missing and tells the numbers of what it applied. Several nodes may do so at once.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when an applied migration was changed or the database is newer than the program;
    /// [`StoreError::Unavailable`]: then nothing was applied.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        let (tx, done) = self.migrating(now).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// The same, in a transaction that may still take up what belongs to it.
    ///
    /// # Errors
    /// As [`Db::migrate`].
    pub(in crate::cabinet) async fn migrating(&self, now: DateTime<Utc>) -> Result<(Tx, Vec<i64>), StoreError> {
        let mut tx = self.begin().await?;
        let engine = self.engine();
        on_tx!(&mut tx, on => sqlx::query(engine.lock_migrations()).execute(on).await.map(drop))?;
        on_tx!(&mut tx, on => sqlx::query(JOURNAL).execute(on).await.map(drop))?;
        let applied: Vec<(i64, String)> = on_tx!(&mut tx, on => sqlx::query_as(
            "SELECT number, digest FROM migrations ORDER BY number"
        ).fetch_all(on).await)?;
        check(&applied, engine)?;
        let mut done = Vec::new();
        for migration in MIGRATIONS.iter().skip(applied.len()) {
            let sql = migration.sql(engine);
            on_tx!(&mut tx, on => sqlx::raw_sql(AssertSqlSafe(sql)).execute(on).await.map(drop))?;
            on_tx!(&mut tx, on => sqlx::query(
                "INSERT INTO migrations (number, name, digest, applied_at) VALUES ($1, $2, $3, $4)"
            ).bind(migration.number).bind(migration.name).bind(migration.digest(engine)).bind(millis(now))
            .execute(on).await.map(drop))?;
            done.push(migration.number);
        }
        Ok((tx, done))
    }

    /// Whether the schema is the program's.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when it is not, [`StoreError::Unavailable`] when it cannot be told.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        let applied: Vec<(i64, String)> = on_db!(self, on => sqlx::query_as(
            "SELECT number, digest FROM migrations ORDER BY number"
        ).fetch_all(on).await)?;
        check(&applied, self.engine())?;
        match MIGRATIONS.get(applied.len()) {
            None => Ok(()),
            Some(missing) => Err(StoreError::Migration { number: missing.number, problem: "is not applied yet" }),
        }
    }
}

fn check(applied: &[(i64, String)], engine: Engine) -> Result<(), StoreError> {
    for (place, (number, digest)) in applied.iter().enumerate() {
        let known = MIGRATIONS.get(place).filter(|known| known.number == *number);
        let Some(known) = known else {
            return Err(StoreError::Migration { number: *number, problem: "is newer than this program" });
        };
        if known.digest(engine) != *digest {
            return Err(StoreError::Migration { number: *number, problem: "was changed after it was applied" });
        }
    }
    Ok(())
}
