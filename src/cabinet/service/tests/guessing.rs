//! Guessing passwords: waits, known browsers, addresses.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::cabinet::auth::AuthLimits;
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{AuthorizationForm, Caller, ServiceError, SignIn};
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{account, another_node, client, execute, on_each_engine};
use crate::portal::account::AccountNumber;
use crate::portal::authorization::Purpose;
use crate::portal::password::Password;

/// A stranger, each time from another address.
fn stranger(n: usize) -> Caller {
    from(&format!("198.51.100.{n}"))
}

async fn fail(desk: &Desk, times: usize) {
    for n in 0..times {
        assert_eq!(desk.sign_in(OTHER, &stranger(n)).await, SignIn::Refused);
    }
}

async fn opens(desk: &Desk, caller: &Caller) -> bool {
    matches!(desk.sign_in(PASSWORD, caller).await, SignIn::Opened(_))
}

async fn events(desk: &Desk, event: &str) -> i64 {
    let (count,): (i64,) = on_db!(&desk.db, on => sqlx::query_as("SELECT COUNT(*) FROM audit WHERE event = $1")
        .bind(event).fetch_one(on).await)
    .unwrap();
    count
}

on_each_engine! {
    async fn s_lock_01_nodes_share_counters_and_a_new_start_forgets_none(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        fail(&desk, 3).await;
        let other = another_node(&desk.db).await;
        let second = cabinet(&other, Arc::clone(&desk.cabinet.clock), AuthLimits::default());
        let wrong = Password::typed(OTHER).unwrap();
        for n in 0..3 {
            second.sign_in(&account(), &client().iin, &wrong, &stranger(10 + n)).await.unwrap();
        }
        assert!(!opens(&desk, &stranger(20)).await, "six failures on two nodes");
        let names: Vec<(String,)> =
            on_db!(&desk.db, on => sqlx::query_as("SELECT name FROM counters").fetch_all(on).await).unwrap();
        assert!(names.iter().all(|(name,)| !name.contains("0012345678") && !name.contains("198.51")), "{names:?}");
        other.close().await;
    }

    async fn s_lock_02_waits_grow_and_fall_back(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        fail(&desk, 5).await;
        let mut n = 100;
        for wait in [15, 30, 60, 120, 240, 480, 900, 900] {
            assert_eq!(desk.sign_in(OTHER, &stranger(n)).await, SignIn::Refused);
            desk.wait(wait - 1);
            assert!(!opens(&desk, &stranger(n + 1)).await, "a second before {wait} s are over");
            desk.wait(1);
            n += 2;
        }
        desk.wait(24 * 3600 - 900);
        fail(&desk, 5).await;
        assert!(opens(&desk, &stranger(500)).await, "after a day five failures are free again");
        fail(&desk, 5).await;
        assert!(opens(&desk, &stranger(501)).await, "and after the right password");
    }

    async fn s_lock_02_tries_at_the_same_moment_do_not_slip_past_a_wait(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let wrong = Password::typed(OTHER).unwrap();
        let (account, iin) = (account(), client().iin);
        let callers: Vec<Caller> = (0..60).map(stranger).collect();
        together(callers.iter().map(|caller| desk.cabinet.sign_in(&account, &iin, &wrong, caller))).await;
        assert_eq!(events(&desk, "sign_in_failed").await, 6, "five free ones and the one that began a wait");
        assert_eq!(events(&desk, "sign_in_delayed").await, 54);
    }

    async fn s_lock_03_strangers_do_not_delay_a_known_browser(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let owner = Caller { device: Some(opened.device.clone()), ..caller() };
        for n in 0..150 {
            desk.sign_in(OTHER, &stranger(n)).await;
            desk.wait(900);
        }
        assert!(!opens(&desk, &stranger(999)).await, "a stranger must wait, or recover");
        let SignIn::Opened(again) = desk.sign_in(PASSWORD, &owner).await else { panic!("the owner waits") };
        assert_eq!(again.device, opened.device, "it stays known");
    }

    async fn s_lock_03_a_known_browser_has_waits_of_its_own(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let owner = Caller { device: Some(opened.device), ..caller() };
        for _ in 0..6 {
            desk.sign_in(OTHER, &owner).await;
        }
        assert!(!opens(&desk, &owner).await, "six failures there");
        assert!(opens(&desk, &stranger(1)).await, "none elsewhere");
        let other = Caller { device: Some(crate::cabinet::vault::Token::draw().unwrap()), ..caller() };
        let SignIn::Opened(fresh) = desk.sign_in(PASSWORD, &other).await else { panic!("refused") };
        assert_ne!(Some(fresh.device), other.device, "a secret that is not ours is never adopted");
    }

    async fn s_lock_03_a_browser_is_known_for_half_a_year_and_to_one_client(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let owner = Caller { device: Some(opened.device.clone()), ..caller() };
        fail(&desk, 6).await;
        desk.clock.advance(TimeDelta::days(180));
        fail(&desk, 6).await;
        assert!(!opens(&desk, &owner).await, "180 days later");
        let unknown = AccountNumber::parse("9999999999").unwrap();
        let right = Password::typed(PASSWORD).unwrap();
        for _ in 0..7 {
            desk.cabinet.sign_in(&unknown, &client().iin, &right, &owner).await.unwrap();
        }
        let name = Counted::Account.name(&desk.cabinet.vault, "9999999999");
        assert!(counters::waits_until(&desk.db, &name).await.unwrap() > Some(desk.cabinet.clock.now()));
    }

    async fn s_lock_04_recovery_is_open_during_a_wait_and_ends_it(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        fail(&desk, 12).await;
        assert!(!opens(&desk, &stranger(50)).await);
        let flow = desk.confirmed(Purpose::Recovery).await;
        desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        assert!(opens(&desk, &stranger(51)).await);
    }

    async fn s_lock_04_after_a_hundred_failures_in_a_row_only_recovery_helps(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        for n in 0..99 {
            desk.sign_in(OTHER, &stranger(n)).await;
            desk.wait(900);
        }
        desk.wait(24 * 3600);
        assert!(opens(&desk, &stranger(200)).await, "99 in a row");
        for n in 0..100 {
            desk.sign_in(OTHER, &stranger(n)).await;
            desk.wait(900);
        }
        desk.wait(24 * 3600);
        assert!(!opens(&desk, &stranger(201)).await, "100 in a row");
        let flow = desk.confirmed(Purpose::Recovery).await;
        desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        assert!(opens(&desk, &stranger(202)).await);
    }

    async fn s_lock_04_a_known_browser_with_a_hundred_failures_is_known_no_more(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let owner = Caller { device: Some(opened.device), ..caller() };
        execute(&desk.db, "UPDATE devices SET failures = 99; UPDATE clients SET failures = 100".to_owned()).await;
        desk.sign_in(OTHER, &owner).await;
        assert!(!opens(&desk, &owner).await);
    }

    async fn s_lock_05_sixty_failures_from_one_address_and_successes_do_not_count(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        for _ in 0..30 {
            assert!(opens(&desk, &caller()).await);
        }
        let wrong = Password::typed(OTHER).unwrap();
        let attempt = async |n: usize, from: &Caller| {
            let account = AccountNumber::parse(&format!("77{n:06}")).unwrap();
            desk.cabinet.sign_in(&account, &client().iin, &wrong, from).await
        };
        for n in 0..60 {
            assert_eq!(attempt(n, &caller()).await.unwrap(), SignIn::Refused);
        }
        let ServiceError::TooMany { retry_after } = attempt(60, &caller()).await.unwrap_err() else { panic!() };
        assert_eq!(retry_after.as_secs(), 900);
        attempt(61, &stranger(1)).await.unwrap();
        desk.wait(900);
        attempt(62, &caller()).await.unwrap();
    }

    async fn s_lock_06_a_try_in_a_wait_adds_nothing(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        fail(&desk, 6).await;
        let rows = async || -> Vec<(i64, i64, i64)> {
            let name = Counted::Account.name(&desk.cabinet.vault, account().expose());
            on_db!(&desk.db, on => sqlx::query_as(
                "SELECT count, wait_until, (SELECT failures FROM clients WHERE account = $2) FROM counters WHERE name = $1"
            ).bind(&name).bind(account().expose()).fetch_all(on).await)
            .unwrap()
        };
        let before = rows().await;
        for (n, password) in [(50, PASSWORD), (51, OTHER), (52, PASSWORD)] {
            assert_eq!(desk.sign_in(password, &stranger(n)).await, SignIn::Refused);
        }
        assert_eq!(rows().await, before);
        desk.wait(15);
        assert!(opens(&desk, &stranger(53)).await);
    }

    async fn s_lock_07_random_accounts_do_not_fill_the_disk(db: Db) {
        let desk = Desk::with(db, AuthLimits { counters: 40, ..AuthLimits::default() }).await;
        let wrong = Password::typed(OTHER).unwrap();
        for n in 0..100 {
            let account = AccountNumber::parse(&format!("77{n:06}")).unwrap();
            desk.cabinet.sign_in(&account, &client().iin, &wrong, &stranger(n)).await.unwrap();
            desk.clock.advance(TimeDelta::milliseconds(1));
        }
        desk.cabinet.clean("node").await.unwrap();
        let (left,): (i64,) =
            on_db!(&desk.db, on => sqlx::query_as("SELECT COUNT(*) FROM counters").fetch_one(on).await).unwrap();
        assert_eq!(left, 40);
        desk.wait(24 * 3600);
        desk.cabinet.clean("node").await.unwrap();
        let (left,): (i64,) =
            on_db!(&desk.db, on => sqlx::query_as("SELECT COUNT(*) FROM counters").fetch_one(on).await).unwrap();
        assert_eq!(left, 0, "and what is over goes");
    }

    async fn s_lock_07_a_flood_pushes_out_itself_and_no_counter_that_protects(db: Db) {
        let desk = Desk::with(db, AuthLimits { counters: 40, ..AuthLimits::default() }).await;
        desk.authorized().await;
        fail(&desk, 3).await;
        // A wait that is over, and one under way.
        let (over, under_way) = (AccountNumber::parse("88000001").unwrap(), AccountNumber::parse("88000002").unwrap());
        let wrong = Password::typed(OTHER).unwrap();
        let fails = async |account: &AccountNumber, n| {
            desk.cabinet.sign_in(account, &client().iin, &wrong, &stranger(n)).await.unwrap();
        };
        for n in 0..6 {
            fails(&over, n).await;
        }
        desk.wait(60);
        for n in 0..6 {
            fails(&under_way, n).await;
        }
        let names = async || -> BTreeSet<String> {
            let rows: Vec<(String,)> =
                on_db!(&desk.db, on => sqlx::query_as("SELECT name FROM counters").fetch_all(on).await).unwrap();
            rows.into_iter().map(|(name,)| name).collect()
        };
        let before = names().await;
        for kind in ["tries-of:", "codes:", "codes-to:", "codes-of:", "codes-from:", "sign-ins-from:", "account:"] {
            assert!(before.iter().any(|name| name.starts_with(kind)), "{kind} {before:?}");
        }
        for n in 0..100 {
            desk.clock.advance(TimeDelta::milliseconds(1));
            fails(&AccountNumber::parse(&format!("77{n:06}")).unwrap(), n % 6).await;
            let form = AuthorizationForm { account: AccountNumber::parse(&format!("66{n:06}")).unwrap(), ..form() };
            desk.cabinet.begin(Purpose::First, &form, "1", &stranger(n % 6)).await.unwrap();
        }
        desk.cabinet.clean("node").await.unwrap();
        let after = names().await;
        assert_eq!(after.len(), 40);
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "{lost:?}");

        // With nothing else left, accounts whose wait is over and the latest addresses go too: there is a bound.
        let desk = Desk { cabinet: cabinet(&desk.db, Arc::clone(&desk.cabinet.clock), AuthLimits { counters: 14, ..AuthLimits::default() }), ..desk };
        desk.cabinet.clean("node").await.unwrap();
        let rows: Vec<(String,)> =
            on_db!(&desk.db, on => sqlx::query_as("SELECT name FROM counters").fetch_all(on).await).unwrap();
        let left: BTreeSet<String> = rows.into_iter().map(|(name,)| name).collect();
        assert_eq!(left.len(), 14, "{left:?}");
        let kept = |counted: Counted, value: &str| left.contains(&counted.name(&desk.cabinet.vault, value));
        assert!(kept(Counted::Account, under_way.expose()) && !kept(Counted::Account, over.expose()));
        assert!(kept(Counted::Codes, "") && kept(Counted::TriesOf, account().expose()));
    }

    async fn s_lock_07_in_a_table_that_a_flood_filled_waits_begin_all_the_same(db: Db) {
        let limits = AuthLimits { counters: 40, codes_a_network: 1000, ..AuthLimits::default() };
        let desk = Desk::with(db, limits).await;
        desk.authorized().await;
        let (before, after) = (|n| AccountNumber::parse(&format!("77{n:06}")), |n| AccountNumber::parse(&format!("66{n:06}")));
        let wrong = Password::typed(OTHER).unwrap();
        let flood = async |account: AccountNumber, n: usize| {
            desk.clock.advance(TimeDelta::milliseconds(1));
            desk.cabinet.sign_in(&account, &client().iin, &wrong, &stranger(n % 6)).await.unwrap();
            let form = AuthorizationForm { account, ..form() };
            desk.cabinet.begin(Purpose::First, &form, "1", &stranger(n % 6)).await.unwrap();
        };
        for n in 0..100 {
            flood(before(n).unwrap(), n).await;
        }
        desk.cabinet.clean("node").await.unwrap();
        // One guess a minute, the cleaning and the flood between each and the next.
        for n in 0..6 {
            assert!(desk.sign_in(OTHER, &stranger(10 + n)).await == SignIn::Refused);
            for more in 0..5 {
                flood(after(10 * n + more).unwrap(), more).await;
            }
            desk.cabinet.clean("node").await.unwrap();
            desk.clock.advance(TimeDelta::seconds(1));
        }
        assert!(!opens(&desk, &stranger(20)).await, "six failures are known");
        desk.wait(15);
        assert!(opens(&desk, &stranger(21)).await, "and nobody is locked for good");
    }
}
