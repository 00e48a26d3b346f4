//! The consent, and its withdrawal by the client.

use std::sync::Arc;

use crate::cabinet::auth::AuthLimits;
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Caller, Opened, ServiceError, Session, SessionKind, SignIn};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{account, another_node, on_each_engine};
use crate::portal::authorization::Purpose;
use crate::portal::password::Password;

async fn session(desk: &Desk, opened: &Opened) -> Session {
    desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap()
}

async fn withdraw(desk: &Desk, session: &Session, password: &str) -> bool {
    let present = Password::typed(password).unwrap();
    desk.cabinet.withdraw_consent(session, &present, &caller()).await.unwrap()
}

/// What is left of a client: password, failures, the rows that open something, the consents that are in force or not.
async fn left(desk: &Desk) -> Vec<(String, i64)> {
    let mut left = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM clients WHERE password IS NOT NULL OR password_set_at IS NOT NULL OR failures <> 0",
        "SELECT COUNT(*) FROM sessions",
        "SELECT COUNT(*) FROM flows",
        "SELECT COUNT(*) FROM devices",
        "SELECT COUNT(*) FROM counters WHERE name LIKE 'account:%' OR name LIKE 'proof:%'",
        "SELECT COUNT(*) FROM consents WHERE withdrawn_at IS NULL",
    ] {
        let (count,): (i64,) = on_db!(&desk.db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
        left.push((sql.to_owned(), count));
    }
    left
}

async fn events(desk: &Desk, event: &str) -> Vec<(String, Option<String>)> {
    on_db!(&desk.db, on => sqlx::query_as(
        "SELECT detail, network FROM audit WHERE event = $1 AND client_id = $2 ORDER BY seq"
    ).bind(event).bind(desk.client.get()).fetch_all(on).await)
    .unwrap()
}

on_each_engine! {
    async fn s_kz_01_a_client_withdraws_the_consent_and_all_is_as_if_an_operator_had(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let known = Caller { device: Some(opened.device.clone()), ..caller() };
        let SignIn::Opened(other) = desk.sign_in(PASSWORD, &from("203.0.113.9")).await else { panic!("refused") };
        let recovery = desk.begin(Purpose::Recovery, &form()).await;
        let code = desk.code().await;
        desk.sign_in(OTHER, &caller()).await;
        let open = session(&desk, &opened).await;

        assert!(!withdraw(&desk, &open, OTHER).await, "the present password is asked for");
        assert!(desk.is_open(&opened.session).await && desk.is_open(&other.session).await, "nothing was done");
        assert_eq!(events(&desk, "consent_withdrawn").await, []);
        assert!(withdraw(&desk, &open, PASSWORD).await);

        assert!(!desk.is_open(&opened.session).await && !desk.is_open(&other.session).await, "all sessions end");
        for caller in [caller(), known] {
            assert_eq!(desk.sign_in(PASSWORD, &caller).await, SignIn::Refused, "the password is forgotten");
        }
        assert!(desk.cabinet.confirm(&recovery, &code, &caller()).await.unwrap().is_err(), "a process under way ends");
        let consents = desk.cabinet.consents(desk.client).await.unwrap();
        assert_eq!(consents[0].withdrawn_at, Some(desk.cabinet.now()), "that there was one stays known");
        assert_eq!(events(&desk, "consent_withdrawn").await, [(r#"{"count":1}"#.to_owned(), Some("192.0.2.1".to_owned()))]);

        // Sign-ins were counted since; both withdrawals are compared right after.
        desk.wait(86_400);
        desk.authorized().await;
        assert_eq!(desk.cabinet.consents(desk.client).await.unwrap().len(), 2, "a new one was asked for");
        let SignIn::Opened(again) = desk.sign_in(PASSWORD, &caller()).await else { panic!("refused") };
        desk.sign_in(OTHER, &caller()).await;
        assert!(withdraw(&desk, &session(&desk, &again).await, PASSWORD).await);
        let by_client = left(&desk).await;
        assert!(by_client.iter().all(|(_, count)| *count == 0), "{by_client:?}");
        desk.wait(86_400);
        desk.authorized().await;
        desk.sign_in(OTHER, &caller()).await;
        assert_eq!(desk.cabinet.office().withdraw_consent(&account()).await.unwrap(), Some(1));
        assert_eq!(left(&desk).await, by_client);
    }

    async fn s_kz_01_a_withdrawal_sent_twice_to_two_nodes_is_one(db: Db) {
        let desk = Desk::new(db).await;
        let open = session(&desk, &desk.authorized().await).await;
        let other = another_node(&desk.db).await;
        let second = cabinet(&other, Arc::clone(&desk.cabinet.clock), AuthLimits::default());
        let (present, caller, nodes) = (Password::typed(PASSWORD).unwrap(), caller(), [&desk.cabinet, &second]);
        let done = together(nodes.iter().map(|node| node.withdraw_consent(&open, &present, &caller))).await;
        assert_eq!(done.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
        assert_eq!(events(&desk, "consent_withdrawn").await.len(), 1);
        other.close().await;
    }

    async fn s_lock_02_wrong_passwords_at_a_withdrawal_have_their_waits(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let open = session(&desk, &opened).await;
        for _ in 0..6 {
            assert!(!withdraw(&desk, &open, OTHER).await);
        }
        let right = Password::typed(PASSWORD).unwrap();
        let waits = desk.cabinet.withdraw_consent(&open, &right, &caller()).await;
        assert!(matches!(waits, Err(ServiceError::TooMany { .. })), "{waits:?}");
        assert!(desk.is_open(&opened.session).await);
    }
}
