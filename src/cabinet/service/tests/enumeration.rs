//! Nobody learns who is a client: the same outcome, the same work.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::cabinet::auth::AuthLimits;
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{AuthorizationForm, FlowState, SignIn};
use crate::cabinet::store::db::STATEMENTS;
use crate::cabinet::store::testing::{account, bare_client, client, day, execute, on_each_engine, other_account};
use crate::portal::account::AccountNumber;
use crate::portal::authorization::{AuthorizationError, Purpose};
use crate::portal::iin::Iin;
use crate::portal::password::Password;

/// What a use case comes to, how many statements it runs and how many hashes.
async fn work<T>(desk: &Desk, it: impl Future<Output = T>) -> (T, u64, u64) {
    let before = desk.cabinet.access.hasher.runs();
    let counted = async { (it.await, STATEMENTS.with(|count| count.load(Ordering::Relaxed))) };
    let (output, statements) = STATEMENTS.scope(AtomicU64::new(0), counted).await;
    (output, statements, desk.cabinet.access.hasher.runs() - before)
}

async fn try_in(desk: &Desk, account: &AccountNumber, iin: Iin, password: &str, from: &str) -> (SignIn, u64, u64) {
    let (password, caller) = (Password::typed(password).unwrap(), self::from(from));
    let (done, statements, runs) = work(desk, desk.cabinet.sign_in(account, &iin, &password, &caller)).await;
    (done.unwrap(), statements, runs)
}

fn unknown() -> AccountNumber {
    AccountNumber::parse("9999999999").unwrap()
}

/// A process as a stranger sees it: everything but the form that was typed.
fn seen(state: &FlowState) -> String {
    let FlowState {
        form: _,
        phone_shown: _,
        purpose,
        step,
        resend_at,
        tries_left,
        code_ends_at,
        right_ends_at,
        has_password,
    } = state;
    format!("{purpose:?} {step:?} {resend_at:?} {tries_left} {code_ends_at} {right_ends_at:?} {has_password}")
}

/// Seconds of waiting, and what is done then.
const STEPS: [(i64, &str); 11] = [
    (0, "code"),
    (30, "new"),
    (0, "code"),
    (30, "new"),
    (0, "code"),
    (301, "code"),
    (0, "new"),
    (0, "code"),
    (0, "code"),
    (0, "code"),
    (300, "new"),
];

on_each_engine! {
    async fn s_enum_02_s_enum_03_every_refused_sign_in_is_alike(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let (iin, stranger) = (client().iin, bare_client().iin);
        let mut all = Vec::new();
        for (account, iin, password, case) in [
            (unknown(), iin, PASSWORD, "an unknown account"),
            (account(), stranger, PASSWORD, "another IIN"),
            (other_account(), stranger, PASSWORD, "a client without a password"),
            (account(), iin, OTHER, "a wrong password"),
        ] {
            all.push((try_in(&desk, &account, iin, password, case).await, case));
        }
        for _ in 0..5 {
            try_in(&desk, &account(), iin, OTHER, "203.0.113.1").await;
        }
        all.push((try_in(&desk, &account(), iin, OTHER, "delayed").await, "a wrong password in a wait"));
        all.push((try_in(&desk, &account(), iin, PASSWORD, "delayed too").await, "LOCK-6: the right one in a wait"));
        desk.wait(24 * 3600);
        execute(&desk.db, "UPDATE clients SET failures = 100".to_owned()).await;
        all.push((try_in(&desk, &account(), iin, PASSWORD, "late").await, "a client who must recover"));
        let statements = all[0].0.1;
        assert!(statements > 5, "{statements} statements: this test does not see them");
        for (done, case) in all {
            assert_eq!(done, (SignIn::Refused, statements, 1), "{case}");
        }
    }

    async fn s_enum_04_every_first_step_is_alike(db: Db) {
        let desk = Desk::with(db, AuthLimits { codes_a_client: 3, ..AuthLimits::default() }).await;
        let mut all = Vec::new();
        for (form, field) in wrong_forms() {
            all.push((form, field));
        }
        all.insert(0, (form(), "no field"));
        let mut alike: Option<(String, u64)> = None;
        let mut check = async |form: &AuthorizationForm, case: &str| {
            let caller = from(case);
            let (flow, statements, runs) = work(&desk, desk.cabinet.begin(Purpose::First, form, "1", &caller)).await;
            let state = desk.cabinet.flow(&flow.unwrap()).await.unwrap().unwrap();
            let it = (seen(&state), statements);
            assert_eq!((alike.get_or_insert_with(|| it.clone()), runs), (&mut it.clone(), 0), "wrong: {case}");
        };
        for (form, case) in &all {
            check(form, case).await;
        }
        assert_eq!(desk.outbox().await.len(), 1);
        let now = desk.cabinet.clock.now();
        let stored = desk.cabinet.access.hasher.hash(&Password::typed(PASSWORD).unwrap()).await.unwrap();
        execute(&desk.db, format!("UPDATE clients SET password = '{stored}', password_set_at = 1")).await;
        check(&form(), "already registered").await;
        assert_eq!(desk.outbox().await.len(), 1, "the client is told by the code");
        check(&form(), "the third").await;
        desk.outbox().await;
        check(&form(), "over the limit").await;
        assert_eq!((desk.outbox().await.len(), desk.cabinet.clock.now()), (0, now));
    }

    async fn s_enum_05_a_decoy_goes_the_way_of_a_real_process(db: Db) {
        let desk = Desk::new(db).await;
        let decoy = AuthorizationForm { date: day("2022-06-11"), ..form() };
        let start = desk.cabinet.clock.now();
        let mut traces = Vec::new();
        for (form, network) in [(form(), "192.0.2.1"), (decoy, "192.0.2.2")] {
            desk.clock.set(start);
            let caller = from(network);
            let flow = desk.begin(Purpose::First, &form).await;
            let mut trace = Vec::new();
            for (wait, step) in STEPS {
                desk.wait(wait);
                let sent = desk.outbox().await.pop();
                let wrong = if sent.is_some_and(|(_, text)| text.starts_with("000000")) { "000001" } else { "000000" };
                let (done, statements, _) = if step == "code" {
                    work(&desk, async { desk.cabinet.confirm(&flow, wrong, &caller).await.unwrap().map(drop) }).await
                } else {
                    work(&desk, async { desk.cabinet.resend(&flow, &caller).await.unwrap().map(drop) }).await
                };
                let state = desk.cabinet.flow(&flow).await.unwrap().unwrap();
                trace.push(format!("{done:?} {statements} {}", seen(&state)));
            }
            traces.push(trace);
        }
        assert_eq!(traces[0], traces[1]);
        for told in ["WrongCode", "ResendTooSoon", "CodeExpired", "NoTriesLeft", "Ok"] {
            assert!(traces[0].iter().any(|line| line.contains(told)), "{told}: {:#?}", traces[0]);
        }
    }

    async fn s_enum_05_a_guessed_code_of_a_decoy_is_wrong(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &wrong_forms().remove(0).0).await;
        let mac = desk.cabinet.vault.code_mac("first", &flow.hash(), "123456");
        execute(&desk.db, format!("UPDATE flows SET code_mac = '{mac}'")).await;
        let done = desk.cabinet.confirm(&flow, "123456", &caller()).await.unwrap();
        assert_eq!(done.unwrap_err(), AuthorizationError::WrongCode { left: 4 });
    }

    async fn s_enum_07_known_and_unknown_accounts_wait_from_the_same_try_on(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let mut waits = Vec::new();
        for account in [account(), unknown()] {
            let name = crate::cabinet::store::counters::Counted::Account.name(&desk.cabinet.vault, account.expose());
            let mut of_account = Vec::new();
            for n in 0..8 {
                try_in(&desk, &account, client().iin, OTHER, &format!("{account} {n}")).await;
                of_account.push(crate::cabinet::store::counters::waits_until(&desk.db, &name).await.unwrap());
            }
            waits.push(of_account);
        }
        assert_eq!(waits[0], waits[1]);
        assert!(waits[0][5] > waits[0][4], "a wait began: {waits:?}");
    }
}
