//! The same cases on SQLite and PostgreSQL: [`on_each_engine!`] runs an `async fn case(db: Db)` on both.
//!
//! SQLite is a file in a temporary folder. PostgreSQL is the server that `OTAU_TEST_POSTGRES` names (`tests/run.sh` starts
//! one and sets it), in a schema that the case has for itself; without the variable the case is passed over there.

use std::env;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use tempfile::TempDir;

use super::contracts::Facts;
use super::{Db, Ledger, clients, contracts};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::office::Office;
use crate::cabinet::vault::{Keys, Vault};
use crate::clock::{Clock as _, FixedClock};
use crate::portal::account::AccountNumber;
use crate::portal::client::Client;
use crate::portal::contract::{Address, Collateral, Contract, Kind, PaymentDay};
use crate::portal::contract_number::ContractNumber;
use crate::portal::debt::Debt;
use crate::portal::iin::{Iin, Sex};
use crate::portal::money::Money;
use crate::portal::phone::Phone;
use crate::portal::schedule::{Debit, Deposit, Row, Schedule};
use crate::portal::statement::{Kind as Charge, Movement};

/// Names the server of the tests.
const SERVER: &str = "OTAU_TEST_POSTGRES";

/// A case a test, each run on both engines: `on_each_engine! { async fn what_holds(db: Db) { … } }`.
macro_rules! on_each_engine {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: Db) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a case may need nothing of its module")]
            use super::*;

            $(#[$meta])*
            async fn case($db: $crate::cabinet::store::Db) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $crate::cabinet::store::testing::on_sqlite(case).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                $crate::cabinet::store::testing::on_postgres(case).await;
            }
        }
    )+};
}
pub(in crate::cabinet) use on_each_engine;

/// Runs a case on a new SQLite file with all migrations.
pub(in crate::cabinet) async fn on_sqlite<F: Future<Output = ()>>(case: impl FnOnce(Db) -> F) {
    let (_folder, db) = sqlite().await;
    db.migrate(clock().now()).await.unwrap();
    case(db.clone()).await;
    db.close().await;
}

/// Runs a case in a new schema of the server with all migrations, if there is a server.
pub(in crate::cabinet) async fn on_postgres<F: Future<Output = ()>>(case: impl FnOnce(Db) -> F) {
    let Some((server, name, address)) = postgres_schema().await else { return };
    let db = Db::connect(&address).await.unwrap();
    db.migrate(clock().now()).await.unwrap();
    case(db.clone()).await;
    db.close().await;
    execute(&server, format!("DROP SCHEMA {name} CASCADE")).await;
    server.close().await;
}

/// An empty SQLite database, without migrations; its folder is gone when the first value is dropped.
pub(in crate::cabinet) async fn sqlite() -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&format!("sqlite://{}", folder.path().join("data/otau.db").display())).await.unwrap();
    (folder, db)
}

/// A new schema, without migrations: a connection to the server, the schema's name, and the address of the schema (for
/// a second node: connect to it again).
pub(in crate::cabinet) async fn postgres_schema() -> Option<(Db, String, String)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let server = env::var(SERVER).ok()?;
    let name = format!("case_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = Db::connect(&server).await.unwrap();
    execute(&admin, format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await;
    execute(&admin, format!("CREATE SCHEMA {name}")).await;
    let joint = if server.contains('?') { '&' } else { '?' };
    Some((admin, name.clone(), format!("{server}{joint}options[search_path]={name}")))
}

/// Another node on the same database.
pub(in crate::cabinet) async fn another_node(db: &Db) -> Db {
    match db {
        Db::Sqlite { read, .. } => {
            let file = read.connect_options().get_filename().display().to_string();
            Db::connect(&format!("sqlite://{file}")).await.unwrap()
        }
        Db::Postgres(pool) => {
            let options = pool.connect_options().as_ref().clone();
            Db::Postgres(sqlx::PgPool::connect_with(options).await.unwrap())
        }
    }
}

/// Runs statements that a test puts together.
pub(in crate::cabinet) async fn execute(db: &Db, sql: String) {
    let sql = sqlx::AssertSqlSafe(sql);
    super::db::write_db!(db, on => sqlx::raw_sql(sql).execute(on).await.map(drop)).unwrap();
}

/// From now on there is no room: what needs some is refused as on a full disk. A SQLite file gets no further pages, and has
/// few to spare; on PostgreSQL every new row of the schema is refused.
pub(in crate::cabinet) async fn fill_up(db: &Db) {
    match db {
        Db::Sqlite { write, .. } => {
            execute(db, "CREATE TABLE IF NOT EXISTS ballast (bytes BLOB); PRAGMA max_page_count = 1".to_owned()).await;
            while sqlx::query("INSERT INTO ballast VALUES (zeroblob(900))").execute(write).await.is_ok() {}
        }
        Db::Postgres(_) => refuse(db, "disk_full", "INSERT").await,
    }
}

/// From now on the disk refuses every write.
pub(in crate::cabinet) async fn close_to_writing(db: &Db) {
    match db {
        Db::Sqlite { .. } => execute(db, "PRAGMA query_only = ON".to_owned()).await,
        Db::Postgres(_) => refuse(db, "io_error", "INSERT OR UPDATE OR DELETE").await,
    }
}

/// Has every table of the schema refuse something, in the name of a condition.
async fn refuse(db: &Db, condition: &str, what: &str) {
    let sql = format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'could not write' USING ERRCODE = '{condition}'; END $$; \
         DO $$ DECLARE it text; BEGIN FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() \
         LOOP EXECUTE format('CREATE TRIGGER refuse BEFORE {what} ON %I FOR EACH ROW EXECUTE FUNCTION refuse()', it); \
         END LOOP; END $$"
    );
    execute(db, sql).await;
}

/// The disk is well again.
pub(in crate::cabinet) async fn mend(db: &Db) {
    let sql = match db {
        // As many as there can be.
        Db::Sqlite { .. } => "PRAGMA max_page_count = 4294967294; PRAGMA query_only = OFF",
        Db::Postgres(_) => "DROP FUNCTION refuse CASCADE",
    };
    execute(db, sql.to_owned()).await;
}

/// Keys that are the same in every test.
pub(in crate::cabinet) const KEYS: &str =
    "k1:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\nindex:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\n";

/// A vault of [`KEYS`].
pub(in crate::cabinet) fn vault() -> Vault {
    Vault::new(&Keys::parse(KEYS).unwrap())
}

/// An office on a database.
pub(in crate::cabinet) fn office(db: &Db) -> Office {
    Office::new(db.clone(), Arc::new(vault()), clock())
}

/// A clock that shows noon of 10 July 2026 in Almaty.
pub(in crate::cabinet) fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at("2026-07-10T07:00:00Z".parse().unwrap()))
}

/// A date in ISO form.
pub(in crate::cabinet) fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

/// A client of whom the register tells everything.
pub(in crate::cabinet) fn client() -> Client {
    Client {
        surname: "Серікбай".to_owned(),
        given_name: "Айдар".to_owned(),
        patronymic: Some("Нұрланұлы".to_owned()),
        sex: Sex::Male,
        birth_date: day("1985-03-12"),
        iin: Iin::parse("850312390008", day("2026-01-01")).unwrap(),
        document_number: Some("043210987".to_owned()),
        document_issued: Some(day("2019-05-20")),
        document_expires: Some(day("2029-05-19")),
        document_issuer: Some("ҚР ІІМ".to_owned()),
        email: Some("aidar@example.kz".to_owned()),
        phone: Some(Phone::parse("+77001234567").unwrap()),
    }
}

/// Another client, of whom the register tells only what there must be.
pub(in crate::cabinet) fn bare_client() -> Client {
    Client {
        surname: "Иванова".to_owned(),
        given_name: "Мария".to_owned(),
        patronymic: None,
        sex: Sex::Female,
        birth_date: day("1990-01-01"),
        iin: Iin::parse("900101400003", day("2026-01-01")).unwrap(),
        document_number: None,
        document_issued: None,
        document_expires: None,
        document_issuer: None,
        email: None,
        phone: None,
    }
}

/// The account number of [`client`].
pub(in crate::cabinet) fn account() -> AccountNumber {
    AccountNumber::parse("0012345678").unwrap()
}

/// The account number of [`bare_client`].
pub(in crate::cabinet) fn other_account() -> AccountNumber {
    AccountNumber::parse("0087654321").unwrap()
}

/// A lease of three payments with the instruction's example: due the 10th, deposited the 8th, debited the 25th.
pub(in crate::cabinet) fn contract(number: &str) -> Facts {
    let tenge = |sum| Money::from_tenge(sum).unwrap();
    let debit = Debit { day: day("2022-07-25"), time: None, amount: tenge(100) };
    let row = |due, debits| Row::new(day(due), tenge(70), tenge(30), debits).unwrap();
    let rows = vec![row("2022-07-10", vec![debit]), row("2022-08-10", vec![]), row("2022-09-10", vec![])];
    let deposits = vec![Deposit { day: day("2022-07-08"), amount: tenge(100) }];
    let charges = vec![Movement { day: day("2022-08-11"), kind: Charge::LateFee, amount: tenge(1) }];
    Facts {
        contract: Contract {
            number: ContractNumber::parse(number).unwrap(),
            kind: Kind::LeaseWithPurchase,
            concluded: day("2022-06-10"),
            ends: day("2022-09-10"),
            closed: None,
            collateral: Collateral::Flat,
            address: Address::new("Астана, Абай даңғылы, 1"),
            sum: tenge(210),
            monthly_payment: tenge(100),
            payment_day: PaymentDay::new(10).unwrap(),
            account_balance: tenge(5),
        },
        debt: Debt { instalments: tenge(100), late_fees: tenge(1), ..Debt::default() },
        ledger: Ledger { schedule: Schedule::new(rows, deposits).unwrap(), charges },
    }
}

/// Files a client with contracts, as an import would.
pub(in crate::cabinet) async fn file(db: &Db, account: &AccountNumber, client: &Client, numbers: &[&str]) -> ClientId {
    let (vault, now) = (vault(), clock().now());
    let facts: Vec<Facts> = numbers.iter().map(|number| contract(number)).collect();
    let mut tx = db.begin().await.unwrap();
    let filed = clients::file(&mut tx, &vault, account, client, now, now).await.unwrap();
    let clients::Filed::Added(id) = filed else { panic!("{filed:?}") };
    contracts::file(&mut tx, &vault, id, &facts, now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A database with two clients: [`client`] with two contracts, [`bare_client`] with one.
pub(in crate::cabinet) async fn two_clients(db: &Db) -> (ClientId, ClientId) {
    let first = file(db, &account(), &client(), &["АР-2017/001234", "Ж-15"]).await;
    (first, file(db, &other_account(), &bare_client(), &["АР-2018/000007"]).await)
}
