//! Sessions, and what is thrown away.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::cabinet::auth::AuthLimits;
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Caller, Ending, Opened, Outcome, Proof, SessionKind, SignIn};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{account, another_node, client, on_each_engine};
use crate::cabinet::vault::Token;
use crate::portal::authorization::Purpose;
use crate::portal::password::Password;

async fn opened(desk: &Desk, caller: &Caller) -> Opened {
    match desk.sign_in(PASSWORD, caller).await {
        SignIn::Opened(opened) => opened,
        other => panic!("{other:?}"),
    }
}

async fn session(desk: &Desk, token: &Token) -> crate::cabinet::service::Session {
    desk.cabinet.session(token, SessionKind::Page).await.unwrap().unwrap()
}

async fn rows(desk: &Desk, sql: &'static str) -> i64 {
    let (count,): (i64,) = on_db!(&desk.db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
    count
}

on_each_engine! {
    async fn s_ses_01_only_a_hash_of_a_session_is_kept_and_no_other_secret_opens_it(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        assert!(desk.is_open(&it.session).await);
        let hash = Token::read(&it.session.hash()).unwrap();
        assert!(!desk.is_open(&hash).await, "a copy of the database opens nothing");
        assert!(!desk.is_open(&Token::draw().unwrap()).await);
        assert!(!desk.is_open(&it.device).await);
        let as_program = desk.cabinet.session(&it.session, SessionKind::Api).await.unwrap();
        assert_eq!(as_program, None, "a cookie is no bearer's token");
    }

    async fn s_ses_03_every_sign_in_and_every_proof_has_a_new_secret(db: Db) {
        let desk = Desk::new(db).await;
        let first = desk.authorized().await;
        let second = opened(&desk, &caller()).await;
        assert_ne!(first.session, second.session);
        let before = session(&desk, &second.session).await;
        desk.wait(120);
        let right = Password::typed(PASSWORD).unwrap();
        let Proof::Given(token) = desk.cabinet.prove(&before, &right).await.unwrap() else { panic!("refused") };
        assert!(!desk.is_open(&second.session).await, "the old one dies at once");
        let after = session(&desk, &token).await;
        assert_eq!((after.handle, after.ends_at), (before.handle.clone(), before.ends_at), "it is the same session");
        assert_eq!(after.proved_at, before.proved_at + TimeDelta::seconds(120));
        let again = desk.cabinet.prove(&before, &right).await.unwrap();
        assert_eq!(again, Proof::Refused, "a session that is no more cannot be renewed");
    }

    async fn s_ses_03_the_session_that_a_browser_held_ends_when_the_next_opens(db: Db) {
        let desk = Desk::new(db).await;
        let first = desk.authorized().await;
        let elsewhere = opened(&desk, &from("192.0.2.9")).await;
        let second = opened(&desk, &Caller { before: Some(first.session.clone()), ..caller() }).await;
        for (token, open, whose) in
            [(&first.session, false, "the one before"), (&elsewhere.session, true, "another browser's"), (&second.session, true, "its own")]
        {
            assert_eq!(desk.is_open(token).await, open, "{whose}");
        }
        let ended = "SELECT COUNT(*) FROM audit WHERE event = 'session_ended'";
        assert_eq!(rows(&desk, ended).await, 1);
        let third = opened(&desk, &Caller { before: Some(first.session), ..caller() }).await;
        assert!(desk.is_open(&third.session).await, "what has ended before is in nobody's way");
        assert_eq!(rows(&desk, ended).await, 1, "and ends once");
        let (own, right) = (session(&desk, &third.session).await, Password::typed(PASSWORD).unwrap());
        let here = Caller { before: Some(third.session), ..caller() };
        let changed = desk.cabinet.change_password(&own, &right, OTHER, OTHER, &here).await.unwrap().unwrap();
        assert!(desk.is_open(&changed.session).await);
        assert_eq!(rows(&desk, "SELECT COUNT(*) FROM sessions").await, 1);
        assert_eq!(rows(&desk, ended).await, 1, "with a new password they all end, and that is told at once");
    }

    async fn s_ses_04_a_session_ends_after_fifteen_minutes_of_rest_and_after_eight_hours(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        desk.wait(14 * 60 + 59);
        assert!(desk.is_open(&it.session).await);
        desk.wait(15 * 60);
        assert!(!desk.is_open(&it.session).await, "idle");
        let it = opened(&desk, &caller()).await;
        for _ in 0..47 {
            desk.wait(600);
            assert!(desk.is_open(&it.session).await);
        }
        desk.wait(599);
        let now = desk.cabinet.clock.now();
        assert_eq!(session(&desk, &it.session).await.idle_ends_at, now + TimeDelta::seconds(1), "the end comes first");
        desk.wait(1);
        assert!(!desk.is_open(&it.session).await, "eight hours");
    }

    async fn s_ses_04_the_last_use_is_written_once_a_minute(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        let start = session(&desk, &it.session).await.created_at;
        for (after, used) in [(59, 0), (1, 60), (59, 60), (1, 120)] {
            desk.wait(after);
            assert!(desk.is_open(&it.session).await);
            let listed = desk.cabinet.sessions(desk.client).await.unwrap();
            assert_eq!(listed[0].used_at, start + TimeDelta::seconds(used));
        }
    }

    async fn s_ses_05_a_session_that_was_ended_stays_ended(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        assert!(desk.cabinet.sign_out(&it.session, &caller()).await.unwrap());
        assert!(!desk.is_open(&it.session).await);
        assert!(!desk.cabinet.sign_out(&it.session, &caller()).await.unwrap());
    }

    async fn s_ses_06_a_client_has_five_sessions_and_the_oldest_ends(db: Db) {
        let desk = Desk::new(db).await;
        let mut all = vec![desk.authorized().await.session];
        for n in 0..5 {
            desk.wait(1);
            all.push(opened(&desk, &from(&format!("192.0.2.{n}"))).await.session);
        }
        assert!(!desk.is_open(&all[0]).await);
        for token in &all[1..] {
            assert!(desk.is_open(token).await);
        }
        let listed = desk.cabinet.sessions(desk.client).await.unwrap();
        let networks: Vec<&str> = listed.iter().map(|it| it.network.as_str()).collect();
        assert_eq!(networks, ["192.0.2.4", "192.0.2.3", "192.0.2.2", "192.0.2.1", "192.0.2.0"]);
        assert!(listed.iter().all(|it| it.agent == "Firefox" && it.kind == SessionKind::Page));
        assert!(desk.cabinet.end_session(desk.client, &listed[0].handle, &caller()).await.unwrap());
        assert!(!desk.cabinet.end_session(desk.client, &listed[0].handle, &caller()).await.unwrap());
        assert!(!desk.is_open(&all[5]).await);
        let own = session(&desk, &all[3]).await;
        assert_eq!(desk.cabinet.end_other_sessions(&own, &caller()).await.unwrap(), 3);
        assert!(desk.is_open(&all[3]).await && !desk.is_open(&all[4]).await);
    }

    async fn s_ses_06_what_ended_a_session_is_told_to_its_secret_alone_until_its_time_is_over(db: Db) {
        let desk = Desk::new(db).await;
        let own = desk.authorized().await.session;
        let (one, other) = (opened(&desk, &caller()).await.session, opened(&desk, &caller()).await.session);
        let why = async |token: &Token| desk.cabinet.ended_by(token).await.unwrap();
        assert_eq!(why(&one).await, None, "it is alive");
        let handle = session(&desk, &one).await.handle;
        desk.cabinet.end_session(desk.client, &handle, &caller()).await.unwrap();
        assert_eq!((why(&one).await, why(&own).await), (Some(Ending::Elsewhere), None));
        desk.cabinet.end_other_sessions(&session(&desk, &own).await, &caller()).await.unwrap();
        assert_eq!(why(&other).await, Some(Ending::Elsewhere));
        let left = opened(&desk, &caller()).await.session;
        desk.cabinet.sign_out(&left, &caller()).await.unwrap();
        assert_eq!(why(&left).await, None, "who signs out knows it");
        assert_eq!(why(&Token::draw().unwrap()).await, None);
        let hash = Token::read(&one.hash()).unwrap();
        assert_eq!(why(&hash).await, None, "a copy of the database asks for nothing");
        for n in 0..5 {
            desk.wait(1);
            opened(&desk, &from(&format!("192.0.2.{n}"))).await;
        }
        assert_eq!(why(&own).await, Some(Ending::Crowded));
        let (present, new) = (Password::typed(PASSWORD).unwrap(), OTHER);
        let last = session(&desk, &opened(&desk, &caller()).await.session).await;
        let rest = desk.cabinet.sessions(desk.client).await.unwrap().len();
        desk.cabinet.change_password(&last, &present, new, new, &caller()).await.unwrap().unwrap();
        assert_eq!(rows(&desk, "SELECT COUNT(*) FROM endings WHERE reason = 'password'").await, i64::try_from(rest).unwrap());
        assert!(desk.cabinet.clean("one").await.is_ok());
        assert_eq!(why(&own).await, Some(Ending::Crowded), "kept by the cleaning while it may be asked for");
        desk.wait(8 * 3600);
        assert_eq!(why(&own).await, None);
        desk.cabinet.clean("one").await.unwrap();
        assert_eq!(rows(&desk, "SELECT COUNT(*) FROM endings").await, 0);
    }

    async fn s_ses_06_nobody_ends_the_sessions_of_others(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        let handle = session(&desk, &it.session).await.handle;
        let stranger = crate::cabinet::store::clients::find(&desk.db, &crate::cabinet::store::testing::other_account())
            .await.unwrap().unwrap().id;
        assert!(!desk.cabinet.end_session(stranger, &handle, &caller()).await.unwrap());
        assert!(desk.is_open(&it.session).await);
        assert_eq!(desk.cabinet.sessions(stranger).await.unwrap(), []);
    }

    async fn s_ses_06_sessions_opened_at_the_same_moment_are_five(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let other = another_node(&desk.db).await;
        let second = cabinet(&other, Arc::clone(&desk.cabinet.clock), AuthLimits { free_failures: 50, ..AuthLimits::default() });
        let first = cabinet(&desk.db, Arc::clone(&desk.cabinet.clock), AuthLimits { free_failures: 50, ..AuthLimits::default() });
        let (account, iin, right) = (account(), client().iin, Password::typed(PASSWORD).unwrap());
        let caller = caller();
        let nodes = [&first, &second];
        let done = together((0..20).map(|n| nodes[n % 2].sign_in(&account, &iin, &right, &caller))).await;
        assert!(done.into_iter().all(|it| matches!(it.unwrap(), SignIn::Opened(_))));
        assert_eq!(rows(&desk, "SELECT COUNT(*) FROM sessions").await, 5);
        other.close().await;
    }

    async fn s_ses_07_a_proof_is_good_for_five_minutes(db: Db) {
        let desk = Desk::new(db).await;
        let it = desk.authorized().await;
        desk.wait(300);
        assert!(desk.cabinet.is_proved(&session(&desk, &it.session).await));
        desk.wait(1);
        let old = session(&desk, &it.session).await;
        assert!(!desk.cabinet.is_proved(&old));
        let right = Password::typed(PASSWORD).unwrap();
        let Proof::Given(token) = desk.cabinet.prove(&old, &right).await.unwrap() else { panic!("refused") };
        assert!(desk.cabinet.is_proved(&session(&desk, &token).await));
    }

    async fn a_client_sees_who_signed_in_or_tried_to(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let from_there = from("203.0.113.9");
        desk.sign_in(OTHER, &from_there).await;
        desk.wait(1);
        opened(&desk, &caller()).await;
        let seen: Vec<(Outcome, String)> = desk.cabinet.history(desk.client, 20).await.unwrap()
            .into_iter().map(|it| (it.outcome, it.network)).collect();
        let [signed_in, failed] = [(Outcome::SignedIn, "192.0.2.1"), (Outcome::Failed, "203.0.113.9")];
        assert_eq!(seen, [signed_in, failed].map(|(outcome, network)| (outcome, network.to_owned())));
        assert_eq!(desk.cabinet.history(desk.client, 1).await.unwrap().len(), 1);
    }

    async fn s_log_02_every_event_is_told_once(db: Db) {
        let desk = Desk::new(db).await;
        desk.begin(Purpose::First, &wrong_forms().remove(0).0).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        desk.cabinet.confirm(&flow, wrong, &caller()).await.unwrap().unwrap_err();
        let flow = desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap().flow;
        let it = desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        desk.cabinet.sign_out(&it.session, &caller()).await.unwrap();
        desk.sign_in(OTHER, &caller()).await;
        let it = opened(&desk, &caller()).await;
        let open = session(&desk, &it.session).await;
        let right = Password::typed(PASSWORD).unwrap();
        desk.cabinet.change_password(&open, &right, OTHER, OTHER, &caller()).await.unwrap().unwrap();
        let told: Vec<(String, bool)> = on_db!(&desk.db, on => sqlx::query_as(
            "SELECT event, client_id IS NOT NULL FROM audit ORDER BY seq"
        ).fetch_all(on).await).unwrap();
        let told: Vec<(&str, bool)> = told.iter().map(|(event, client)| (event.as_str(), *client)).collect();
        let expected = [
            ("code_withheld", false),
            ("code_sent", true),
            ("code_failed", true),
            ("consent", true),
            ("code_used", true),
            ("password_set", true),
            ("session_ended", true),
            ("sign_in_failed", true),
            ("signed_in", true),
            ("password_changed", true),
        ];
        assert_eq!(told, expected);
    }

    async fn everything_at_the_same_time_on_two_nodes_meets_no_deadlock(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let limits = AuthLimits { free_failures: 90, codes_a_client: 90, codes_a_phone: 90, ..AuthLimits::default() };
        let other = another_node(&desk.db).await;
        let nodes = [&desk.db, &other].map(|db| cabinet(db, Arc::clone(&desk.cabinet.clock), limits.clone()));
        let [right, wrong] = [PASSWORD, OTHER].map(|text| Password::typed(text).unwrap());
        let form = form();
        let work = async |n: usize| {
            let (node, caller) = (&nodes[n % 2], from(&format!("192.0.2.{}", n % 7)));
            match n / 2 % 5 {
                0 => drop(node.sign_in(&form.account, &form.iin, &wrong, &caller).await.unwrap()),
                1 => drop(node.begin(Purpose::Recovery, &form, "1", &caller).await.unwrap()),
                2 => {
                    let flow = node.begin(Purpose::First, &form, "1", &caller).await.unwrap();
                    let _ = node.confirm(&flow, "123456", &caller).await.unwrap();
                }
                _ => {
                    let SignIn::Opened(it) = node.sign_in(&form.account, &form.iin, &right, &caller).await.unwrap() else {
                        return;
                    };
                    let Some(open) = node.session(&it.session, SessionKind::Page).await.unwrap() else { return };
                    // Whoever comes later is refused: the password is the same, but its hash is not.
                    let _ = node.change_password(&open, &right, PASSWORD, PASSWORD, &caller).await;
                }
            }
        };
        together((0..40).map(work)).await;
        assert!(matches!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Opened(_)));
        other.close().await;
    }

    async fn what_is_over_is_thrown_away_by_one_node_at_a_time(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        desk.begin(Purpose::Recovery, &form()).await;
        assert_eq!(desk.cabinet.clean("first").await.unwrap(), 0, "nothing is over yet");
        desk.clock.advance(TimeDelta::days(181));
        let second = cabinet(&desk.db, Arc::clone(&desk.cabinet.clock), AuthLimits::default());
        assert!(second.clean("second").await.unwrap() > 0, "the first one's term is over");
        opened(&desk, &caller()).await;
        desk.clock.advance(TimeDelta::minutes(2));
        assert_eq!(desk.cabinet.clean("first").await.unwrap(), 0, "the second has the work");
        for (sql, left) in [
            ("SELECT COUNT(*) FROM sessions", 1),
            ("SELECT COUNT(*) FROM flows", 0),
            ("SELECT COUNT(*) FROM devices", 1),
            ("SELECT COUNT(*) FROM counters", 1),
            ("SELECT COUNT(*) FROM consents", 1),
        ] {
            assert_eq!(rows(&desk, sql).await, left, "{sql}");
        }
    }
}
