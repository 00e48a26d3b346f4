//! Sudden death: a process that writes is killed in the middle, again and again. What it had said is done is there
//! afterwards, and nothing is there by halves. And full disks, on which it goes on when there is room.

mod disks;
mod imports;
mod servers;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use otau::cabinet::office::Office;
use otau::cabinet::store::Db;
use otau::cabinet::store::audit::Chain;
use otau::cabinet::vault::{Keys, Vault};
use otau::clock::{FixedClock, almaty_date};
use otau::portal::account::AccountNumber;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::support::portal::{Engine, schema_of};
use crate::support::sites;

/// The time at which everything here happens, unless a case moves the clock.
const NOW: &str = "2026-07-10T07:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn today() -> NaiveDate {
    almaty_date(now())
}

/// A database with nothing in it, and its keys.
pub(super) struct Place {
    pub(super) folder: TempDir,
    address: String,
    keys: String,
    runtime: Runtime,
}

impl Place {
    /// None where there is no PostgreSQL.
    fn on(engine: Engine, keys: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let address = match engine {
            Engine::Sqlite => format!("sqlite://{}", folder.path().join("data/cabinet.db").display()),
            Engine::Postgres => runtime.block_on(schema_of(&std::env::var("OTAU_TEST_POSTGRES").ok()?)),
        };
        Some(Self { folder, address, keys: keys.to_owned(), runtime })
    }

    pub(super) fn new(engine: Engine) -> Option<Self> {
        Self::on(engine, &Keys::generate().unwrap())
    }

    /// The keys of the vault.
    pub(super) fn keys(&self) -> &str {
        &self.keys
    }

    /// A command on this database, about to run.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = sites::otau(name, self.folder.path());
        command.env("OTAU_DATABASE", &self.address).env("OTAU_KEYS", &self.keys);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Opens the database as any command does and looks at it.
    pub(super) fn look<T>(&self, work: impl AsyncFnOnce(&Db) -> T) -> T {
        self.runtime.block_on(async {
            let db = Db::connect(&self.address).await.unwrap();
            let found = work(&db).await;
            db.close().await;
            found
        })
    }

    fn office(&self, db: &Db) -> Office {
        let vault = Vault::new(&Keys::parse(&self.keys).unwrap());
        Office::new(db.clone(), Arc::new(vault), Arc::new(FixedClock::at(now())))
    }

    /// The file itself is sound, the schema whole, and no entry of the journal is missing.
    pub(super) fn assert_sound(&self) {
        self.look(async |db| {
            db.check_schema().await.unwrap();
            // PostgreSQL has no such question: it mends itself from its log before it lets anybody in.
            if matches!(db, Db::Sqlite { .. }) {
                assert_eq!(texts(db, "PRAGMA integrity_check").await, ["ok"]);
                assert_eq!(texts(db, "SELECT \"table\" FROM pragma_foreign_key_check").await, [""; 0]);
            }
            let chain = self.office(db).verify_journal().await.unwrap();
            assert!(matches!(chain, Chain::Whole { .. }), "{chain:?}");
        });
    }

    /// What the register told of each client, by account: digests of the profile and of every contract.
    pub(super) fn clients(&self) -> BTreeMap<String, Vec<String>> {
        let rows = self.look(async |db| {
            let profiles = texts(db, "SELECT account || ' profile ' || digest || ' ' || as_of FROM clients").await;
            let contracts = "SELECT account || ' ' || number_key || ' ' || contracts.digest || ' ' || contracts.as_of \
                             FROM contracts JOIN clients ON clients.id = contracts.client_id ORDER BY 1";
            [profiles, texts(db, contracts).await].concat()
        });
        let mut clients: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let (account, rest) = row.split_once(' ').unwrap();
            clients.entry(account.to_owned()).or_default().push(rest.to_owned());
        }
        clients
    }

    /// Everything that is told of a client, opened.
    fn told(&self, account: &AccountNumber) -> Value {
        let export = self.look(async |db| self.office(db).export(account).await.unwrap().unwrap());
        export["register"].clone()
    }
}

/// A column of texts.
pub(super) async fn texts(db: &Db, sql: &'static str) -> Vec<String> {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_all(read).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
    }
}

pub(super) async fn execute(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite { write, .. } => drop(sqlx::query(sql).execute(write).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}
