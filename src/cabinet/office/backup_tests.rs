//! Copies: what is restored is what was copied, and nothing else can be.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::backup::BackupError;
use super::*;
use crate::cabinet::store::audit::Chain;
use crate::cabinet::store::dump::{LEFT_OUT, TABLES};
use crate::cabinet::store::testing::{self, account, client, on_each_engine, two_clients};
use crate::cabinet::store::{clients as register, contracts};

on_each_engine! {
    async fn s_db_05_a_copy_is_restored_as_it_was(db: Db) {
        let (first, second) = two_clients(&db).await;
        let office = testing::office(&db);
        office.show(&account()).await.unwrap();
        let session = format!("INSERT INTO sessions VALUES ('a', 'a', {}, 'page', 1, 1, 1, 1, '', '')", first.get());
        testing::execute(&db, session).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("night.backup");
        let copied = office.backup(&path).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        // What changes afterwards is not in it.
        office.erase(&account()).await.unwrap();

        let (_folder, empty) = testing::sqlite().await;
        let new = testing::office(&empty);
        new.migrate().await.unwrap();
        assert_eq!(new.restore(&path).await.unwrap(), copied);
        let (profile, _) = register::profile(&empty, &testing::vault(), first).await.unwrap().unwrap();
        assert!(profile == client());
        let vault = testing::vault();
        let of = |db: Db, who| async move { contracts::of_client(&db, &testing::vault(), who).await.unwrap() };
        assert_eq!(of(empty.clone(), second).await, of(db.clone(), second).await);
        assert_eq!(contracts::of_client(&empty, &vault, first).await.unwrap().len(), 2);
        assert_eq!(new.show(&account()).await.unwrap().unwrap().sessions, 0, "sessions are not restored");
        let Chain::Whole { entries: 4, .. } = new.verify_journal().await.unwrap() else { panic!("shown, copied, restored, shown") };
        let Err(BackupError::NotEmpty) = new.restore(&path).await else { panic!("a database in use") };
    }
}

#[tokio::test]
async fn s_db_05_a_copy_that_was_changed_or_is_not_whole_is_refused() {
    let (_data, db) = testing::sqlite().await;
    let office = testing::office(&db);
    office.migrate().await.unwrap();
    two_clients(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.backup");
    office.backup(&path).await.unwrap();
    let text = fs::read_to_string(&path).unwrap();
    for secret in ["850312390008", "0012345678", "2022-07-10"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let lines: Vec<&str> = text.lines().collect();
    let (last, swapped) = (lines.len() - 1, [lines[0], lines[2], lines[1]].join("\n"));
    let other = text.replacen("otau-backup 1 ", "otau-backup 1 x", 1);
    let (_empty, into) = testing::sqlite().await;
    let new = testing::office(&into);
    new.migrate().await.unwrap();
    for (bad, reason) in [
        (lines[..last].join("\n"), "cut off"),
        (lines[..1].join("\n"), "nothing in it"),
        (swapped, "pieces in another order"),
        (other, "pieces of another copy"),
        (format!("x{text}"), "no copy"),
        (text.replacen(&lines[1][20..24], "AAAA", 1), "changed"),
    ] {
        fs::write(&path, bad).unwrap();
        assert!(matches!(new.restore(&path).await, Err(BackupError::Damaged { .. })), "{reason}");
    }
    fs::write(&path, &text).unwrap();
    new.restore(&path).await.unwrap();
}

#[tokio::test]
async fn every_table_and_column_is_in_copies_or_left_out_on_purpose() {
    let (_data, db) = testing::sqlite().await;
    db.migrate(testing::clock().now()).await.unwrap();
    let rows: Vec<(String, String)> = crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    ).fetch_all(on).await)
    .unwrap();
    let kept: BTreeSet<(String, String)> =
        rows.into_iter().filter(|(table, _)| !LEFT_OUT.contains(&table.as_str())).collect();
    let copied = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(|(column, _)| (table.name.to_owned(), (*column).to_owned())));
    assert_eq!(copied.collect::<BTreeSet<_>>(), kept);
}
