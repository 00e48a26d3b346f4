//! Migrations: both engines end with the same schema, a second run does nothing, a changed step is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::dialect::Engine;
use super::migrate::MIGRATIONS;
use super::testing;
use super::{Db, StoreError};
use crate::clock::Clock as _;

/// Columns by table, each with whether it may be empty.
async fn columns(db: &Db) -> BTreeMap<String, Vec<(String, bool)>> {
    const OF_SQLITE: &str = "SELECT m.name, c.name, c.\"notnull\" = 0 AND c.pk = 0 FROM sqlite_master m, \
         pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.name";
    const OF_POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable = 'YES' \
         FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2";
    let sql = match db.engine() {
        Engine::Sqlite => OF_SQLITE,
        Engine::Postgres => OF_POSTGRES,
    };
    let rows: Vec<(String, String, bool)> =
        super::db::on_db!(db, on => sqlx::query_as(sql).fetch_all(on).await).unwrap();
    let mut tables: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for (table, column, empty) in rows {
        tables.entry(table).or_default().push((column, empty));
    }
    tables
}

fn now() -> DateTime<Utc> {
    testing::clock().now()
}

fn all() -> Vec<i64> {
    MIGRATIONS.iter().map(|migration| migration.number).collect()
}

/// Applies everything to an empty database, and looks at what that gave.
async fn check(db: &Db) -> BTreeMap<String, Vec<(String, bool)>> {
    assert!(db.check_schema().await.is_err(), "an empty database has no schema");
    assert_eq!(db.migrate(now()).await.unwrap(), all());
    db.check_schema().await.unwrap();
    let tables = columns(db).await;
    assert_eq!(db.migrate(now()).await.unwrap(), [0; 0], "a second run does nothing");
    assert_eq!(columns(db).await, tables);

    testing::execute(db, "UPDATE migrations SET digest = 'other' WHERE number = 1".to_owned()).await;
    let changed = [db.check_schema().await, db.migrate(now()).await.map(drop)];
    for refused in changed {
        let Err(StoreError::Migration { number: 1, problem }) = refused else { panic!("{refused:?}") };
        assert_eq!(problem, "was changed after it was applied");
    }
    tables
}

#[tokio::test]
async fn both_engines_end_with_the_same_tables_and_columns() {
    let (_folder, sqlite) = testing::sqlite().await;
    let of_sqlite = check(&sqlite).await;
    assert!(of_sqlite.contains_key("contracts") && of_sqlite.len() > 10, "{:?}", of_sqlite.keys());
    let Some((server, name, address)) = testing::postgres_schema().await else { return };
    let postgres = Db::connect(&address).await.unwrap();
    assert_eq!(check(&postgres).await, of_sqlite);
    postgres.close().await;
    testing::execute(&server, format!("DROP SCHEMA {name} CASCADE")).await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    let (_folder, db) = testing::sqlite().await;
    db.migrate(now()).await.unwrap();
    testing::execute(&db, "INSERT INTO migrations VALUES (9999, 'later', 'x', 0)".to_owned()).await;
    let refused = db.migrate(now()).await;
    assert!(matches!(refused, Err(StoreError::Migration { number: 9999, .. })), "{refused:?}");
}

#[tokio::test]
async fn nodes_that_migrate_at_once_do_it_once() {
    let Some((server, name, address)) = testing::postgres_schema().await else { return };
    let (one, two) = (Db::connect(&address).await.unwrap(), Db::connect(&address).await.unwrap());
    let (first, second) = tokio::join!(one.migrate(now()), two.migrate(now()));
    let done = [first.unwrap(), second.unwrap()];
    assert!(done.contains(&all()) && done.contains(&Vec::new()), "{done:?}");
    one.close().await;
    two.close().await;
    testing::execute(&server, format!("DROP SCHEMA {name} CASCADE")).await;
}

#[test]
fn numbers_have_no_gaps_and_every_file_is_listed() {
    assert_eq!(all(), (1..=i64::try_from(MIGRATIONS.len()).unwrap()).collect::<Vec<_>>());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cabinet/store/migrations");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let listed = |engine| MIGRATIONS.iter().any(|migration| migration.sql(engine) == text);
        assert!([Engine::Sqlite, Engine::Postgres].into_iter().any(listed), "{} is in no list", path.display());
    }
}
