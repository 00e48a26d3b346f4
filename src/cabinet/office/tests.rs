//! What operators' commands do, and that each is in the journal.

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::cabinet::audit::{self, TERM};
use crate::cabinet::service::testing::{Desk, PASSWORD, caller, form};
use crate::cabinet::service::{Caller, SessionKind, SignIn};
use crate::cabinet::store::audit::Chain;
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{self, account, on_each_engine, other_account, two_clients};
use crate::cabinet::store::{clients as register, contracts};
use crate::cabinet::vault::Token;
use crate::portal::account::AccountNumber;
use crate::portal::authorization::Purpose;

async fn events(office: &Office, of: Option<&AccountNumber>) -> Vec<String> {
    let entries = office.journal(of, DateTime::UNIX_EPOCH, DateTime::<chrono::Utc>::MAX_UTC).await.unwrap().unwrap();
    entries.into_iter().map(|entry| entry.event).collect()
}

async fn session_of(db: &Db, client: ClientId, name: &str) {
    let sql = format!(
        "INSERT INTO sessions VALUES ('{name}', '{name}', {}, 'page', 1, 1, 9999999999999, 1, '10.0.0.1', 'x')",
        client.get()
    );
    testing::execute(db, sql).await;
}

on_each_engine! {
    async fn an_operator_sees_enough_to_help_and_no_more(db: Db) {
        two_clients(&db).await;
        let office = testing::office(&db);
        let shown = office.show(&account()).await.unwrap().unwrap();
        assert_eq!((shown.iin.as_str(), shown.phone.as_deref()), ("8503•••••008", Some("+7 7•• ••• •• 67")));
        assert_eq!((shown.contracts, shown.password_set_at, shown.failures, shown.sessions), (2, None, 0, 0));
        let nobody = AccountNumber::parse("9999999999").unwrap();
        assert_eq!(office.show(&nobody).await.unwrap(), None);
        assert_eq!(events(&office, Some(&account())).await, ["operator_showed"]);
        assert_eq!(office.journal(Some(&nobody), DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH).await.unwrap(), None);
    }

    async fn s_kz_03_everything_that_is_kept_of_a_client_can_be_written_out(db: Db) {
        let (first, _) = two_clients(&db).await;
        session_of(&db, first, "a").await;
        let office = testing::office(&db);
        let document = office.export(&account()).await.unwrap().unwrap();
        assert_eq!(document["register"]["iin"], "850312390008");
        assert_eq!(document["register"]["contracts"][0]["schedule"][0]["debits"][0]["day"], "2022-07-25");
        assert_eq!(document["sessions"][0]["network"], "10.0.0.1");
        assert!(!document.to_string().contains("Иванова"), "nothing of anybody else");
        assert_eq!(events(&office, Some(&account())).await, ["operator_exported"]);
    }

    async fn s_kz_03_what_the_cabinet_keeps_besides_is_written_out_and_no_secret(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let recovery = desk.begin(Purpose::Recovery, &form()).await;
        let again = desk.sign_in(PASSWORD, &caller()).await;
        let SignIn::Opened(again) = again else { panic!("{again:?}") };
        let session = desk.cabinet.session(&again.session, SessionKind::Page).await.unwrap().unwrap();
        desk.cabinet.end_other_sessions(&session, &caller()).await.unwrap();
        let document = desk.cabinet.office().export(&account()).await.unwrap().unwrap();
        let flows = document["flows"].as_array().unwrap();
        assert_eq!(flows.len(), 2, "{flows:#?}");
        let under_way = flows.iter().find(|flow| flow["purpose"] == "recovery").unwrap();
        let form = &under_way["form"];
        let typed = ["account", "contract", "iin", "phone", "date"].map(|field| form[field].as_str().unwrap());
        assert_eq!(typed, ["0012345678", "АР-2017/001234", "850312390008", "+77001234567", "2022-06-10"]);
        assert_eq!(under_way["created_at"], serde_json::json!(desk.clock.now()));
        assert_eq!(document["devices"].as_array().unwrap().len(), 2);
        assert_eq!(document["endings"][0]["reason"], "elsewhere");
        let waits = document["messages"].as_array().unwrap().iter().find(|it| it["state"] == "queued").unwrap();
        assert_eq!((&waits["purpose"], &waits["phone"]), (&"recovery".into(), &"+77001234567".into()));
        let (text, message) = (document.to_string(), desk.outbox().await.remove(0).1);
        let secrets = [&opened.device, &opened.session, &again.device, &again.session, &recovery];
        for secret in secrets.map(Token::hash).into_iter().chain([message, "$argon2".to_owned(), "k1.".to_owned()]) {
            assert!(!text.contains(&secret), "{secret}");
        }
    }

    async fn nobody_sees_what_the_journal_does_not_know_of(db: Db) {
        two_clients(&db).await;
        let office = testing::office(&db);
        testing::execute(&db, "UPDATE clients SET profile = 'k1.x'".to_owned()).await;
        assert!(office.show(&account()).await.is_err());
        assert!(office.export(&account()).await.is_err());
        assert_eq!(events(&office, None).await, ["operator_showed", "operator_exported"], "whatever comes after it");
    }

    async fn a_migration_that_cannot_be_journalled_is_not_applied(db: Db) {
        let last = crate::cabinet::store::migrate::MIGRATIONS.last().unwrap().number;
        let back = "DROP TABLE endings; DELETE FROM migrations WHERE name = 'endings'";
        testing::execute(&db, format!("{back}; ALTER TABLE audit RENAME TO lost")).await;
        let office = testing::office(&db);
        assert!(office.migrate().await.is_err());
        let missing = db.check_schema().await;
        assert!(matches!(missing, Err(StoreError::Migration { number, .. }) if number == last), "{missing:?}");
        testing::execute(&db, "ALTER TABLE lost RENAME TO audit".to_owned()).await;
        assert_eq!(office.migrate().await.unwrap(), [last]);
        assert_eq!(events(&office, None).await, ["migrate"]);
    }

    async fn an_account_is_unlocked(db: Db) {
        let (first, _) = two_clients(&db).await;
        testing::execute(&db, format!("UPDATE clients SET failures = 101 WHERE id = {}", first.get())).await;
        let office = testing::office(&db);
        assert!(office.unlock(&account()).await.unwrap());
        assert_eq!(office.show(&account()).await.unwrap().unwrap().failures, 0);
        assert_eq!(events(&office, None).await, ["operator_unlocked", "operator_showed"]);
    }

    async fn s_ses_06_sessions_of_one_client_or_of_all_are_ended(db: Db) {
        let (first, second) = two_clients(&db).await;
        for (client, name) in [(first, "a"), (first, "b"), (second, "c"), (second, "d")] {
            session_of(&db, client, name).await;
        }
        let office = testing::office(&db);
        assert_eq!(office.end_sessions(&account()).await.unwrap(), Some(2));
        assert_eq!(office.show(&other_account()).await.unwrap().unwrap().sessions, 2);
        assert_eq!(office.end_all_sessions().await.unwrap(), 2);
        assert_eq!(office.end_all_sessions().await.unwrap(), 0);
    }

    async fn s_kz_07_an_erased_client_leaves_nothing_but_the_journal(db: Db) {
        let (first, second) = two_clients(&db).await;
        session_of(&db, first, "a").await;
        let office = testing::office(&db);
        assert!(office.erase(&account()).await.unwrap());
        assert!(!office.erase(&account()).await.unwrap());
        assert_eq!(register::find(&db, &account()).await.unwrap(), None);
        let vault = testing::vault();
        assert!(contracts::of_client(&db, &vault, first).await.unwrap().is_empty());
        assert_eq!(contracts::of_client(&db, &vault, second).await.unwrap().len(), 1);
        assert_eq!(events(&office, None).await, ["operator_erased"]);
    }

    async fn s_kz_07_a_consent_of_a_process_under_way_is_erased_with_its_client(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        desk.begin(Purpose::Recovery, &form()).await;
        let office = desk.cabinet.office();
        assert!(office.erase(&account()).await.unwrap());
        for sql in ["SELECT COUNT(*) FROM consents", "SELECT COUNT(*) FROM flows"] {
            let (left,): (i64,) = on_db!(&desk.db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
            assert_eq!(left, 0, "{sql}");
        }
    }

    async fn s_log_02_a_changed_row_breaks_the_chain(db: Db) {
        two_clients(&db).await;
        let office = testing::office(&db);
        for _ in 0..4 {
            office.show(&account()).await.unwrap();
        }
        let Chain::Whole { entries: 4, last: Some((4, _)) } = office.verify_journal().await.unwrap() else { panic!() };
        for (change, back, breaks) in [
            ("UPDATE audit SET event = 'signed_in' WHERE seq = 2", "UPDATE audit SET event = 'operator_showed' WHERE seq = 2", 2),
            ("UPDATE audit SET at = at + 1 WHERE seq = 3", "UPDATE audit SET at = at - 1 WHERE seq = 3", 3),
            ("UPDATE audit SET network = '' WHERE seq = 4", "UPDATE audit SET network = NULL WHERE seq = 4", 4),
            ("UPDATE audit SET seq = 9 WHERE seq = 4", "UPDATE audit SET seq = 4 WHERE seq = 9", 9),
            ("DELETE FROM audit WHERE seq = 2", "SELECT 1", 3),
            ("DELETE FROM audit WHERE seq = 1", "SELECT 1", 3),
        ] {
            testing::execute(&db, change.to_owned()).await;
            assert_eq!(office.verify_journal().await.unwrap(), Chain::Broken { seq: breaks }, "{change}");
            testing::execute(&db, back.to_owned()).await;
        }
    }

    async fn entries_are_kept_for_their_term_and_the_chain_goes_on(db: Db) {
        two_clients(&db).await;
        let clock = testing::clock();
        let office = Office::new(db.clone(), Arc::new(testing::vault()), clock.clone());
        for _ in 0..3 {
            office.show(&account()).await.unwrap();
        }
        assert!(!office.trim_journal().await.unwrap(), "nothing is old");
        clock.advance(TERM + TimeDelta::seconds(1));
        office.show(&account()).await.unwrap();
        assert!(office.trim_journal().await.unwrap());
        let Chain::Whole { entries: 2, last: Some((5, _)) } = office.verify_journal().await.unwrap() else { panic!() };
        testing::execute(&db, "DELETE FROM audit WHERE seq = 4".to_owned()).await;
        assert_eq!(office.verify_journal().await.unwrap(), Chain::Broken { seq: 5 }, "more is gone than was said");
    }

    async fn s_log_02_old_entries_go_in_portions_and_the_chain_stays_whole(db: Db) {
        two_clients(&db).await;
        let clock = testing::clock();
        let office = Office::new(db.clone(), Arc::new(testing::vault()), clock.clone());
        for _ in 0..7 {
            office.show(&account()).await.unwrap();
        }
        clock.advance(TERM + TimeDelta::seconds(1));
        let mut left = Vec::new();
        while audit::trim(&db, &testing::vault(), clock.now(), 3).await.unwrap() {
            let Chain::Whole { entries, .. } = office.verify_journal().await.unwrap() else { panic!() };
            left.push(entries);
        }
        // Each portion is an entry itself.
        assert_eq!(left, [7 - 3 + 1, 7 - 6 + 2, 3]);
    }

    async fn s_log_02_two_nodes_that_cut_at_once_say_so_in_order(db: Db) {
        two_clients(&db).await;
        let clock = testing::clock();
        let office = Office::new(db.clone(), Arc::new(testing::vault()), clock.clone());
        for _ in 0..20 {
            office.show(&account()).await.unwrap();
        }
        clock.advance(TERM + TimeDelta::seconds(1));
        let other = testing::another_node(&db).await;
        let cut = async |db: &Db| while audit::trim(db, &testing::vault(), clock.now(), 3).await.unwrap() {};
        tokio::join!(cut(&db), cut(&other));
        let Chain::Whole { entries: 7, .. } = office.verify_journal().await.unwrap() else { panic!() };
        other.close().await;
    }

    async fn s_kz_01_a_withdrawn_consent_closes_the_cabinet_until_a_new_first_authorization(db: Db) {
        let desk = Desk::new(db).await;
        let office = desk.cabinet.office();
        let opened = desk.authorized().await;
        let recovery = desk.begin(Purpose::Recovery, &form()).await;
        let code = desk.code().await;
        assert_eq!(office.withdraw_consent(&account()).await.unwrap(), Some(1));
        assert!(!desk.is_open(&opened.session).await, "sessions end");
        let known = Caller { device: Some(opened.device), ..caller() };
        for caller in [caller(), known] {
            assert_eq!(desk.sign_in(PASSWORD, &caller).await, SignIn::Refused, "the password is forgotten");
        }
        assert!(desk.cabinet.confirm(&recovery, &code, &caller()).await.unwrap().is_err(), "a process under way ends");
        let shown = office.show(&account()).await.unwrap().unwrap();
        assert_eq!((shown.password_set_at, shown.sessions), (None, 0));
        assert_eq!(shown.consent.unwrap().withdrawn_at, Some(desk.clock.now()));
        assert_eq!(office.withdraw_consent(&account()).await.unwrap(), Some(0), "there is none any more");

        desk.wait(1);
        let again = desk.authorized().await;
        assert!(desk.is_open(&again.session).await);
        let consents = desk.cabinet.consents(desk.client).await.unwrap();
        let in_force: Vec<bool> = consents.iter().map(|consent| consent.withdrawn_at.is_none()).collect();
        assert_eq!(in_force, [true, false], "a new one, and that there was another stays known");
        assert_eq!(office.withdraw_consent(&AccountNumber::parse("9999999999").unwrap()).await.unwrap(), None);
        let events = events(&office, Some(&account())).await;
        assert_eq!(events.iter().filter(|event| *event == "operator_withdrew_consent").count(), 2);
    }

    async fn entries_of_several_writers_make_one_chain(db: Db) {
        two_clients(&db).await;
        let (one, two) = (testing::office(&db), testing::office(&testing::another_node(&db).await));
        let look = |office: Office| async move {
            for _ in 0..10 {
                office.show(&account()).await.unwrap();
            }
        };
        tokio::join!(look(one.clone()), look(two));
        let Chain::Whole { entries: 20, .. } = one.verify_journal().await.unwrap() else { panic!() };
    }
}
