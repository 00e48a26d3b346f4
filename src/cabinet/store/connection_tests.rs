//! How each engine is opened: settings of a connection, modes of files.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use sqlx::{Connection as _, Row as _};

use super::db::on_db;
use super::testing::{self, on_each_engine};
use super::{Db, StoreError};
use crate::clock::Clock as _;

#[tokio::test]
async fn s_db_01_every_connection_to_sqlite_has_the_settings() {
    let (_folder, db) = testing::sqlite().await;
    let Db::Sqlite { read, write } = &db else { panic!("no SQLite") };
    for (pragma, wanted) in [
        ("foreign_keys", "1"),
        ("synchronous", "2"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
        ("cell_size_check", "1"),
        ("busy_timeout", "5000"),
        ("journal_mode", "wal"),
    ] {
        for pool in [read, write] {
            let sql = sqlx::AssertSqlSafe(format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"));
            let sql = match pragma {
                "busy_timeout" => sqlx::AssertSqlSafe("SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout".into()),
                _ => sql,
            };
            let row = sqlx::query(sql).fetch_one(pool).await.unwrap();
            assert_eq!(row.get::<String, _>(0), wanted, "{pragma}");
        }
    }
    let refused = sqlx::query("CREATE TABLE t (a)").execute(read).await;
    assert!(refused.is_err(), "readers only read");
}

#[tokio::test]
async fn s_db_01_files_are_open_to_nobody_else() {
    let (folder, db) = testing::sqlite().await;
    testing::execute(&db, "CREATE TABLE t (a); INSERT INTO t VALUES (1)".to_owned()).await;
    let data = folder.path().join("data");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let files: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 1, "the database and its journal: {files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    db.close().await;
    let address = format!("sqlite://{}", data.join("otau.db").display());
    for (path, mode, wanted) in [(data.join("otau.db"), 0o640, "0600"), (data.clone(), 0o750, "0700")] {
        let kept = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let opened = Db::connect(&address).await;
        assert!(matches!(opened, Err(StoreError::Open { wanted: it, .. }) if it == wanted), "{opened:?}");
        fs::set_permissions(&path, kept).unwrap();
    }
}

#[tokio::test]
async fn a_closed_database_is_one_file_that_can_be_copied() {
    let (folder, db) = testing::sqlite().await;
    db.migrate(testing::clock().now()).await.unwrap();
    // A statement that asks the planner: what it learns there is written when a connection that may write is closed.
    let sql = "SELECT COUNT(*) FROM contracts JOIN clients ON clients.id = client_id WHERE account = 'none'";
    let Db::Sqlite { read, .. } = &db else { panic!("no SQLite") };
    let mut reader = read.acquire().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *reader).await.unwrap(), 0);
    // A pool keeps to itself that one would not close, and ends it when it comes to it.
    reader.detach().close().await.unwrap();
    db.close().await;
    let files = fs::read_dir(folder.path().join("data")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(files.collect::<Vec<_>>(), ["otau.db"]);
}

#[tokio::test]
async fn an_address_that_is_none_is_not_repeated() {
    let error = Db::connect("mysql://otau:secret@db/otau").await.unwrap_err();
    assert_eq!(error.to_string(), "mysql is not the address of a database: use sqlite://PATH or postgres://…");
    assert!(matches!(Db::connect("postgres://db:port/otau").await, Err(StoreError::Address(_))));
}

on_each_engine! {
    async fn a_transaction_that_is_dropped_leaves_nothing(db: Db) {
        let mut tx = db.begin().await.unwrap();
        super::super::db::on_tx!(&mut tx, on => sqlx::query(
            "INSERT INTO leases (name, holder, ends_at) VALUES ('a', 'b', 1)"
        ).execute(on).await.map(drop)).unwrap();
        drop(tx);
        let kept: Vec<(String,)> =
            on_db!(&db, on => sqlx::query_as("SELECT name FROM leases").fetch_all(on).await).unwrap();
        assert_eq!(kept, []);
        db.ping().await.unwrap();
    }
}
