//! Whose term is over, and that nobody else is erased.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Days, TimeDelta};

use super::*;
use crate::cabinet::auth::AuthLimits;
use crate::cabinet::demo;
use crate::cabinet::import::Told;
use crate::cabinet::service::testing::cabinet;
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{clock, execute, office, on_each_engine, vault};
use crate::cabinet::store::{clients, contracts};
use crate::clock::{Clock as _, FixedClock};
use crate::portal::account::AccountNumber;
use crate::portal::contract_number::ContractNumber;

const YEARS: u32 = 5;

/// A client of a case.
struct Case {
    /// What it is about.
    what: &'static str,
    /// How many days more than the term ago the register told the client last.
    told: i64,
    /// For each contract, how many days more than the term ago it was closed, if it was.
    closed: &'static [Option<i64>],
    /// For how many days from now on a browser is remembered, if one ever was.
    browser: Option<i64>,
    /// Whether the term is over.
    over: bool,
}

const fn case(what: &'static str, told: i64, closed: &'static [Option<i64>], browser: Option<i64>, over: bool) -> Case {
    Case { what, told, closed, browser, over }
}

const CASES: [Case; 11] = [
    case("gone for longer than the term", 1, &[Some(300)], None, true),
    case("with several contracts", 1, &[Some(300), Some(1)], None, true),
    case("the last contract closed on the day itself", 1, &[Some(0)], None, true),
    case("the last contract closed a day later", 1, &[Some(300), Some(-1)], None, false),
    case("a contract that was never closed, though it should have ended", 1, &[Some(300), None], None, false),
    case("told a day later, though all was closed before", -1, &[Some(300)], None, false),
    case("told last night", -1826, &[Some(300)], None, false),
    case("without any contract at last", 1, &[], None, true),
    case("without any contract, told a day later", -1, &[], None, false),
    case("somebody who still looks at what was", 1, &[Some(300)], Some(10), false),
    case("somebody whose browser is forgotten", 1, &[Some(300)], Some(-10), true),
];

/// Files a client of a case; the account.
async fn file(db: &Db, number: u64, case: &Case, now: DateTime<Utc>) -> AccountNumber {
    let term = since(now, YEARS);
    let day = |back: i64| {
        if back < 0 {
            term.closed + Days::new(back.unsigned_abs())
        } else {
            term.closed - Days::new(back.unsigned_abs())
        }
    };
    let Told { account, client, contracts: told, .. } = demo::client(7, number, almaty_date(now));
    let one = told.into_iter().next().unwrap();
    let facts = case.closed.iter().enumerate().map(|(at, closed)| {
        let mut facts = one.clone();
        facts.contract.number = ContractNumber::parse(&format!("Ж-{at}")).unwrap();
        facts.contract.closed = closed.map(day);
        facts
    });
    let as_of = term.told - TimeDelta::days(case.told);
    let mut tx = db.begin().await.unwrap();
    let filed = clients::file(&mut tx, &vault(), &account, &client, as_of, as_of).await.unwrap();
    let clients::Filed::Added(id) = filed else { panic!("{filed:?}") };
    contracts::file(&mut tx, &vault(), id, &facts.collect::<Vec<_>>(), as_of).await.unwrap();
    tx.commit().await.unwrap();
    if let Some(days) = case.browser {
        let ends = (now + TimeDelta::days(days)).timestamp_millis();
        execute(db, format!("INSERT INTO devices VALUES ('device {number}', {}, 0, {ends})", id.get())).await;
    }
    account
}

/// Files all cases; the accounts with what they are about.
async fn all(db: &Db, clock: &FixedClock) -> Vec<(AccountNumber, &'static Case)> {
    let mut filed = Vec::new();
    for (number, case) in (1..).zip(&CASES) {
        filed.push((file(db, number, case, clock.now()).await, case));
    }
    filed
}

async fn events(db: &Db) -> Vec<String> {
    let all = office(db).journal(None, DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC).await.unwrap().unwrap();
    all.into_iter().map(|entry| entry.event).collect()
}

on_each_engine! {
    async fn s_kz_03_who_has_been_gone_for_the_whole_term_is_erased_and_nobody_else(db: Db) {
        let filed = all(&db, &clock()).await;
        let office = office(&db);
        let listed = office.former(YEARS).await.unwrap();
        for (account, case) in &filed {
            let found = listed.iter().find(|former| former.account == *account);
            assert_eq!(found.is_some(), case.over, "{}", case.what);
            let closed = case.closed.iter().flatten().min();
            let day = closed.map(|back| since(clock().now(), YEARS).closed - Days::new(back.unsigned_abs()));
            assert!(found.is_none_or(|former| former.closed == day), "{}: {found:?}", case.what);
        }
        assert_eq!(office.former(YEARS + 1).await.unwrap(), [], "who has been gone for {YEARS} years has not for more");
        assert_eq!(office.former(4_000_000_000).await.unwrap(), [], "a term behind all time");
        assert_eq!(events(&db).await, [""; 0], "looking erases nobody");

        let over = filed.iter().filter(|(_, case)| case.over).count();
        assert_eq!(office.erase_former(YEARS).await.unwrap(), over as u64);
        for (account, case) in &filed {
            assert_eq!(office.find(account).await.unwrap().is_none(), case.over, "{}", case.what);
        }
        assert_eq!(events(&db).await, vec!["term_over"; over]);
        assert_eq!(office.erase_former(YEARS).await.unwrap(), 0);
    }

    async fn s_kz_03_a_consent_of_a_process_under_way_is_erased_with_a_former_client(db: Db) {
        let now = clock().now();
        let account = file(&db, 1, &CASES[0], now).await;
        let office = office(&db);
        let id = office.former(YEARS).await.unwrap()[0].id.get();
        execute(&db, format!(
            "INSERT INTO flows (id_hash, purpose, client_id, form, created_at, ends_at, sent_at, codes, tries, code_mac) \
             VALUES ('flow', 'recovery', {id}, '', 0, 0, 0, 1, 0, ''); \
             INSERT INTO consents (id, flow_hash, version, language, channel, given_at) \
             VALUES (1, 'flow', '', 'kk', 'page', 0)"
        )).await;
        assert_eq!(office.erase_former(YEARS).await.unwrap(), 1);
        assert!(office.find(&account).await.unwrap().is_none());
        for sql in ["SELECT COUNT(*) FROM consents", "SELECT COUNT(*) FROM flows"] {
            let (left,): (i64,) = on_db!(&db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
            assert_eq!(left, 0, "{sql}");
        }
    }

    async fn s_kz_03_an_import_or_a_sign_in_in_between_keeps_a_client(db: Db) {
        let now = clock().now();
        let told_again = file(&db, 1, &CASES[0], now).await;
        let came_back = file(&db, 2, &CASES[0], now).await;
        let mut walk = Walk::begin(now, YEARS);
        let found = walk.next(&db).await.unwrap().unwrap();
        assert_eq!(found.len(), 2);
        let Told { client, .. } = demo::client(7, 1, almaty_date(now));
        let mut tx = db.begin().await.unwrap();
        clients::file(&mut tx, &vault(), &told_again, &client, now, now).await.unwrap();
        tx.commit().await.unwrap();
        let back = found.iter().find(|former| former.account == came_back).unwrap().id;
        let ends = now.timestamp_millis() + 1;
        execute(&db, format!("INSERT INTO devices VALUES ('device', {}, 0, {ends})", back.get())).await;
        for former in found {
            let mut tx = db.begin().await.unwrap();
            assert!(!erase(&mut tx, &walk.since, former.id).await.unwrap(), "{:?}", former.account);
            tx.commit().await.unwrap();
        }
        assert!(walk.next(&db).await.unwrap().is_none(), "there is nobody else");
    }

    async fn s_kz_03_the_regular_cleaning_erases_former_clients_once_a_day_if_it_is_told_to(db: Db) {
        let clock = clock();
        let filed = file(&db, 1, &CASES[0], clock.now()).await;
        let office = office(&db);
        let kept = cabinet(&db, Arc::clone(&clock) as _, AuthLimits::default());
        kept.clean("one").await.unwrap();
        assert!(office.find(&filed).await.unwrap().is_some(), "nobody is erased unless it is set");

        let cabinet = cabinet(&db, Arc::clone(&clock) as _, AuthLimits::default()).erasing_former(Some(YEARS));
        cabinet.clean("one").await.unwrap();
        assert!(office.find(&filed).await.unwrap().is_none());
        let later = file(&db, 2, &CASES[0], clock.now()).await;
        clock.advance(TimeDelta::hours(23));
        for node in ["one", "two"] {
            cabinet.clean(node).await.unwrap();
            assert!(office.find(&later).await.unwrap().is_some(), "{node}: not again on the same day");
        }
        clock.advance(TimeDelta::hours(1));
        cabinet.clean("two").await.unwrap();
        assert!(office.find(&later).await.unwrap().is_none());
    }

    async fn s_kz_03_a_cleaning_that_failed_or_was_stopped_is_made_up_for_on_the_same_day(db: Db) {
        let clock = clock();
        for number in 1..=2 {
            file(&db, number, &CASES[0], clock.now()).await;
        }
        let left = async || office(&db).former(YEARS).await.unwrap().len();
        let cabinet = cabinet(&db, Arc::clone(&clock) as _, AuthLimits::default()).erasing_former(Some(YEARS));
        let spoil = "UPDATE clients SET account = '?' || account";
        execute(&db, spoil.to_owned()).await;
        assert!(cabinet.clean("one").await.is_err(), "no account numbers");
        for node in ["one", "two"] {
            assert_eq!(cabinet.clean(node).await.unwrap(), 0, "{node}: what is wrong may last, and is not tried each minute");
        }
        clock.advance(TimeDelta::hours(1));
        assert!(cabinet.clean("two").await.is_err(), "but it is tried again");
        execute(&db, "UPDATE clients SET account = SUBSTR(account, 2)".to_owned()).await;

        // Asked before the walk begins, before its first portion, and before each client.
        let asked = AtomicUsize::new(0);
        let after_one = || asked.fetch_add(1, Ordering::Relaxed) > 1;
        assert_eq!(erase_all(&db, &vault(), clock.now(), YEARS, &after_one).await.unwrap(), 1);
        assert_eq!(left().await, 1, "one client is erased whole, the next is not begun");
        clock.advance(TimeDelta::hours(1));
        asked.store(0, Ordering::Relaxed);
        cabinet.clean_unless("one", &after_one).await.unwrap();
        assert_eq!(left().await, 1, "a server that stops begins nothing");
        cabinet.clean("two").await.unwrap();
        assert_eq!(left().await, 0, "of a walk that was stopped the lease is given back at once");
    }

    async fn s_kz_03_a_server_that_stops_reads_no_further_clients(db: Db) {
        let clock = clock();
        for number in 1..=600 {
            let Told { account, client, .. } = demo::client(7, number, almaty_date(clock.now()));
            let mut tx = db.begin().await.unwrap();
            clients::file(&mut tx, &vault(), &account, &client, clock.now(), clock.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        // None is to be erased, and the last cannot be read.
        execute(&db, "UPDATE clients SET account = '?', as_of = 0 WHERE id = (SELECT MAX(id) FROM clients)".to_owned()).await;
        let asked = AtomicUsize::new(0);
        let after = |times| { asked.store(0, Ordering::Relaxed); let asked = &asked; move || asked.fetch_add(1, Ordering::Relaxed) >= times };
        assert!(erase_all(&db, &vault(), clock.now(), YEARS, &after(2)).await.is_err(), "the second portion");
        assert_eq!(erase_all(&db, &vault(), clock.now(), YEARS, &after(1)).await.unwrap(), 0, "the stop came before it");

        execute(&db, "DELETE FROM clients WHERE account <> '?'".to_owned()).await;
        let cabinet = cabinet(&db, Arc::clone(&clock) as _, AuthLimits::default()).erasing_former(Some(YEARS));
        assert_eq!(cabinet.clean_unless("one", &|| true).await.unwrap(), 0, "nothing is read at all");
        assert!(cabinet.clean("two").await.is_err(), "and the work was not taken from anybody");
    }
}
