//! Passwords: what may be one, how it is kept, how it is changed.

use std::sync::Arc;

use crate::cabinet::auth::{AuthLimits, HasherConfig};
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Caller, ChangeRefused, PasswordRefused, Proof, ServiceError, SessionKind, SignIn};
use crate::cabinet::store::clients;
use crate::cabinet::store::testing::{account, client, on_each_engine};
use crate::portal::authorization::Purpose;
use crate::portal::password::{Password, PasswordError};

fn typed(text: &str) -> Password {
    Password::typed(text).unwrap()
}

on_each_engine! {
    async fn s_pw_02_a_password_is_the_same_however_it_is_composed(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.confirmed(Purpose::First).await;
        let (composed, taken_apart) = ("\u{419}одтың 12-түрі", "\u{418}\u{306}одтың\u{a0}12-түрі");
        desk.cabinet.set_password(&flow, composed, taken_apart, &caller()).await.unwrap().unwrap();
        assert!(matches!(desk.sign_in(taken_apart, &caller()).await, SignIn::Opened(_)));
        assert!(matches!(desk.sign_in(composed, &caller()).await, SignIn::Opened(_)));
        assert_eq!(desk.sign_in("\u{419}одтың 12-түрі ", &caller()).await, SignIn::Refused, "a space at the end matters");
    }

    async fn s_pw_03_no_password_is_made_of_the_clients_own_data(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.confirmed(Purpose::First).await;
        for (password, reason) in [
            ("Серікбай-1985", "surname"),
            ("Айдар_2024!", "given name"),
            ("@йДар-2024", "given name with a look-alike"),
            ("Нұрланұлы-1", "patronymic"),
            ("Кілтім-850312390008", "IIN"),
            ("Кілтім-7001234567", "phone"),
            ("Кілтім-87001234567", "phone with the trunk prefix"),
            ("Кілтім-0012345678", "account"),
            ("Кілтім-2017/001234", "contract"),
            ("Кілтім-12.03.1985", "birth date"),
            ("Кілтім-043210987", "document"),
            ("Aidar-2024", "e-mail"),
            ("Отау Құрылыс-1", "the company"),
            ("Йцукен1!", "a common one"),
        ] {
            let refused = desk.cabinet.set_password(&flow, password, password, &caller()).await.unwrap().unwrap_err();
            assert_eq!(refused, PasswordRefused::Rules(vec![PasswordError::Known]), "{password}: {reason}");
        }
        desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
    }

    async fn s_pw_04_a_hash_of_other_parameters_is_made_anew_at_sign_in(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let newer = HasherConfig { memory: 128, ..cheap() };
        let second = with_hasher(&desk.db, Arc::clone(&desk.cabinet.clock), AuthLimits::default(), newer);
        let stored = async || clients::find(&desk.db, &account()).await.unwrap().unwrap().password.unwrap();
        assert!(stored().await.contains("$m=64,"));
        let wrong = second.sign_in(&account(), &client().iin, &typed(OTHER), &caller()).await.unwrap();
        assert_eq!(wrong, SignIn::Refused);
        assert!(stored().await.contains("$m=64,"), "not by a wrong one");
        second.sign_in(&account(), &client().iin, &typed(PASSWORD), &caller()).await.unwrap();
        assert!(stored().await.contains("$m=128,"));
        assert!(matches!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Opened(_)));
    }

    async fn s_pw_05_who_is_turned_away_has_lost_no_try(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let full = HasherConfig { runs: 1, waiting: 0, ..cheap() };
        let second = with_hasher(&desk.db, Arc::clone(&desk.cabinet.clock), AuthLimits::default(), full);
        let turn = second.access.hasher.turn().await.unwrap();
        for n in 0..10 {
            let busy = second.sign_in(&account(), &client().iin, &typed(PASSWORD), &from(&n.to_string())).await;
            assert!(matches!(busy, Err(ServiceError::Busy { .. })));
        }
        drop(turn);
        let opened = second.sign_in(&account(), &client().iin, &typed(PASSWORD), &caller()).await.unwrap();
        assert!(matches!(opened, SignIn::Opened(_)));
    }

    async fn s_pw_06_bounds_are_checked_before_hashing(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.confirmed(Purpose::First).await;
        let before = desk.cabinet.access.hasher.runs();
        let megabyte = "Aa1-".repeat(262_144);
        for (first, second) in [(megabyte.as_str(), megabyte.as_str()), (PASSWORD, OTHER), (PASSWORD, &megabyte)] {
            let refused = desk.cabinet.set_password(&flow, first, second, &caller()).await.unwrap().unwrap_err();
            assert!(matches!(refused, PasswordRefused::Rules(_)));
        }
        assert_eq!(desk.cabinet.access.hasher.runs(), before);
    }

    async fn s_pw_07_a_change_needs_the_present_password_and_ends_everything_else(db: Db) {
        let desk = Desk::new(db).await;
        let first = desk.authorized().await;
        let SignIn::Opened(second) = desk.sign_in(PASSWORD, &from("192.0.2.2")).await else { panic!("refused") };
        let flow = desk.begin(Purpose::Recovery, &form()).await;
        desk.outbox().await;
        let session = desk.cabinet.session(&first.session, SessionKind::Page).await.unwrap().unwrap();
        let change = async |present: &str, new: &str| {
            desk.cabinet.change_password(&session, &typed(present), new, new, &caller()).await.unwrap()
        };
        assert_eq!(change("Бөгде-Сөзім9", OTHER).await.unwrap_err(), ChangeRefused::Present);
        assert!(matches!(change(PASSWORD, "short").await.unwrap_err(), ChangeRefused::Rules(_)));
        assert_eq!(desk.outbox().await, []);
        let opened = change(PASSWORD, OTHER).await.unwrap();
        assert!(desk.is_open(&opened.session).await);
        for ended in [&first.session, &second.session] {
            assert!(!desk.is_open(ended).await);
        }
        assert_eq!(desk.cabinet.flow(&flow).await.unwrap(), None, "a process under way");
        let outbox = desk.outbox().await;
        assert_eq!((outbox.len(), outbox[0].0), (1, form().phone));
        assert!(!outbox[0].1.contains("://"), "no link: {}", outbox[0].1);
        assert_eq!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Refused);
        let known = Caller { device: Some(second.device), ..caller() };
        for _ in 0..5 {
            desk.sign_in(PASSWORD, &known).await;
        }
        assert_eq!(desk.sign_in(OTHER, &caller()).await, SignIn::Refused, "browsers known before are known no more");
    }

    async fn s_pw_07_a_change_to_the_present_password_changes_nothing(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
        let runs = desk.cabinet.access.hasher.runs();
        for present in [PASSWORD, OTHER] {
            let refused = desk.cabinet.change_password(&session, &typed(present), present, present, &caller()).await.unwrap();
            let same = ChangeRefused::Rules(vec![PasswordError::Same]);
            assert_eq!(refused.unwrap_err(), same, "alike for the right one and another: nothing is told of it");
        }
        assert_eq!(desk.cabinet.access.hasher.runs(), runs, "what was typed is compared");
        assert!(desk.is_open(&opened.session).await);
        assert_eq!(desk.outbox().await, []);
    }

    async fn s_pw_07_the_present_password_cannot_be_guessed_in_a_session(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
        for _ in 0..6 {
            assert_eq!(desk.cabinet.prove(&session, &typed(OTHER)).await.unwrap(), Proof::Refused);
        }
        let ServiceError::TooMany { retry_after } = desk.cabinet.prove(&session, &typed(PASSWORD)).await.unwrap_err() else {
            panic!("not stopped")
        };
        assert_eq!(retry_after.as_secs(), 15);
        let change = desk.cabinet.change_password(&session, &typed(PASSWORD), OTHER, OTHER, &caller()).await;
        assert!(matches!(change, Err(ServiceError::TooMany { .. })));
        desk.wait(15);
        assert!(matches!(desk.cabinet.prove(&session, &typed(PASSWORD)).await.unwrap(), Proof::Given(_)));
    }

    async fn of_two_changes_at_a_time_one_is_made(db: Db) {
        let desk = Desk::new(db).await;
        let opened = desk.authorized().await;
        let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
        let new = ["Бірінші-сөз1", "Екінші-сөз2"];
        let (present, caller) = (typed(PASSWORD), caller());
        let done = together(new.iter().map(|new| desk.cabinet.change_password(&session, &present, new, new, &caller))).await;
        let made: Vec<_> = new.iter().zip(done).filter(|(_, done)| done.as_ref().unwrap().is_ok()).collect();
        assert_eq!(made.len(), 1);
        assert!(matches!(desk.sign_in(made[0].0, &caller).await, SignIn::Opened(_)));
    }
}
