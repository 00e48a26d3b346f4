//! A sealing key is retired: everything moves to the first, and opens without the old one.

use serde_json::Value;

use super::reseal::{ResealError, Resealed};
use super::*;
use crate::cabinet::demo;
use crate::cabinet::import::run::TERM;
use crate::cabinet::import::{Form, ImportError, Options, Writer};
use crate::cabinet::service::testing::{Desk, form};
use crate::cabinet::store::audit::Chain;
use crate::cabinet::store::testing::{self, KEYS, account, client, on_each_engine};
use crate::cabinet::store::{clients as register, contracts, flows, messages};
use crate::cabinet::vault::Keys;
use crate::clock::almaty_date;
use crate::portal::authorization::Purpose;

fn office(db: &Db, keys: &str) -> Office {
    Office::new(db.clone(), Arc::new(Vault::new(&Keys::parse(keys).unwrap())), testing::clock())
}

on_each_engine! {
    async fn s_sec_01_after_all_is_sealed_anew_the_old_key_can_go(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await.hash();
        let new = Keys::generate_sealing().unwrap();
        let (both, index) = (format!("{new}{KEYS}"), KEYS.lines().nth(1).unwrap());
        let office = office(&desk.db, &both);

        assert!(office.hold("an import", TERM).await.unwrap());
        assert!(matches!(office.reseal().await, Err(ResealError::Busy)));
        assert!(office.hold("an import", chrono::TimeDelta::zero()).await.unwrap());

        // Two profiles, three addresses, the form of a process, number and text of a message.
        assert_eq!(office.reseal().await.unwrap(), Resealed { anew: 8, unopened: 0 });
        assert_eq!(office.reseal().await.unwrap(), Resealed::default(), "there is nothing more");

        let alone = self::office(&desk.db, &format!("{new}{index}"));
        let vault = &alone.vault;
        let (profile, _) = register::profile(&desk.db, vault, desk.client).await.unwrap().unwrap();
        assert!(profile == client());
        assert_eq!(contracts::of_client(&desk.db, vault, desk.client).await.unwrap().len(), 2);
        let now = desk.clock.now();
        let kept = flows::find(&desk.db, &flow, now).await.unwrap().unwrap();
        vault.open(&flows::place(&flow), &kept.form).unwrap();
        let id = messages::due(&desk.db, now, 1).await.unwrap()[0];
        let taken = messages::take(&desk.db, id, now, now).await.unwrap().unwrap();
        assert_eq!(Some(taken.open(vault).unwrap().0), client().phone);

        let entries = alone.journal(None, chrono::DateTime::UNIX_EPOCH, chrono::DateTime::<chrono::Utc>::MAX_UTC);
        let entries = entries.await.unwrap().unwrap();
        let said = entries.iter().filter(|entry| entry.event == "resealed");
        let said = said.map(|entry| serde_json::from_str::<Value>(&entry.detail).unwrap()["count"].as_i64().unwrap());
        assert_eq!(said.collect::<Vec<_>>(), [2, 3, 1, 2]);
        assert!(matches!(alone.verify_journal().await.unwrap(), Chain::Whole { .. }));
    }

    async fn s_sec_01_what_was_broken_off_goes_on_and_what_no_key_opens_is_told(db: Db) {
        let (first, _) = testing::two_clients(&db).await;
        let both = format!("{}{KEYS}", Keys::generate_sealing().unwrap());
        let office = office(&db, &both);
        office.reseal().await.unwrap();
        // As after a kill: one of the values was not reached.
        let old = testing::vault().seal(&format!("clients.profile {:x}", first.get()), b"x").unwrap();
        testing::execute(&db, format!("UPDATE clients SET profile = '{old}' WHERE id = {}", first.get())).await;
        testing::execute(&db, format!("UPDATE contracts SET address = '{old}' WHERE client_id <> {}", first.get())).await;
        assert_eq!(office.reseal().await.unwrap(), Resealed { anew: 1, unopened: 1 }, "an address that is none");
        assert!(office.show(&account()).await.is_err(), "it was no profile, but it opened");
    }

    async fn s_sec_01_an_import_with_a_key_that_was_retired_is_refused(db: Db) {
        testing::two_clients(&db).await;
        let new = Keys::generate_sealing().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("night.jsonl");
        let now = testing::clock().now();
        let mut writer = Writer::new(Vec::new(), Form::Json, now).unwrap();
        for told in demo::clients(5, 3, almaty_date(now)) {
            writer.client(&told).unwrap();
        }
        std::fs::write(&path, writer.end().unwrap()).unwrap();
        let options = Options::of(&path);
        let import = async |keys: &str, options: &Options| office(&db, keys).import(options, |_| ()).await;

        office(&db, &format!("{new}{KEYS}")).reseal().await.unwrap();
        let refused = import(KEYS, &options).await;
        assert!(matches!(refused, Err(ImportError::Keys)), "{refused:?}");
        let both = import(&format!("{KEYS}{new}"), &options).await.unwrap();
        assert_eq!(both.report.clients_added, 3, "at once: the refused one holds nobody up, and nothing of it is kept");
        // Who has lost all keys files everything anew.
        let lost = import(&Keys::generate().unwrap(), &Options { again: true, ..options }).await.unwrap();
        assert_eq!(lost.report.clients(), 3);
    }
}

/// Every text of every table, after a client went through everything that seals: what bears the name of a key is known to
/// the walk.
#[tokio::test]
async fn s_sec_01_no_sealed_column_is_forgotten() {
    let (_folder, db) = testing::sqlite().await;
    db.migrate(testing::clock().now()).await.unwrap();
    let desk = Desk::new(db.clone()).await;
    desk.begin(Purpose::First, &form()).await;
    office(&db, &format!("{}{KEYS}", Keys::generate_sealing().unwrap())).reseal().await.unwrap();
    let Db::Sqlite { read, .. } = &db else { panic!("SQLite") };
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    assert!(columns.len() > 40, "{}", columns.len());
    for (table, column) in columns {
        let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE 'k1.%'"));
        let (left,): (i64,) = sqlx::query_as(sql).fetch_one(read).await.unwrap();
        assert_eq!(left, 0, "{table}.{column}");
    }
}
