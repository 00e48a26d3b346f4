//! A form sent twice, at the same moment and to two nodes.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::cabinet::auth::{AuthLimits, HasherConfig};
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Cabinet, PasswordRefused, Sent, ServiceError, SessionKind, SignIn};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{account, another_node, bare_client, client, on_each_engine, other_account};
use crate::cabinet::store::{Db, clients, credentials};
use crate::cabinet::vault::Token;
use crate::portal::authorization::{AuthorizationError, Purpose, Step};
use crate::portal::iin::Iin;
use crate::portal::password::Password;

async fn rows(db: &Db, sql: &'static str) -> i64 {
    let (count,): (i64,) = on_db!(db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
    count
}

fn second_node(desk: &Desk, db: &Db, limits: AuthLimits) -> Cabinet {
    cabinet(db, Arc::clone(&desk.cabinet.clock), limits)
}

async fn sign_in(node: &Cabinet, sent: Sent<'_>, password: &str) -> SignIn {
    let password = Password::typed(password).unwrap();
    node.sign_in_once(sent, &account(), &client().iin, &password, &caller()).await.unwrap()
}

async fn begin(node: &Cabinet, sent: Sent<'_>, purpose: Purpose) -> Result<Token, ServiceError> {
    node.begin_once(sent, purpose, &form(), "2026-01", &caller()).await
}

on_each_engine! {
    async fn s_otp_05_a_form_begins_one_process_however_often_and_when_it_is_sent(db: Db) {
        let desk = Desk::new(db).await;
        let other = another_node(&desk.db).await;
        let second = second_node(&desk, &other, AuthLimits::default());
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let nodes = [&desk.cabinet, &second];
        let flows = together((0..6).map(|n| begin(nodes[n % 2], sent, Purpose::First))).await;
        let first = flows[0].as_ref().unwrap().clone();
        assert!(flows.iter().all(|flow| *flow.as_ref().unwrap() == first), "one process");
        for seconds in [1, 9, 10, 59] {
            desk.wait(seconds);
            assert_eq!(begin(&second, sent, Purpose::First).await.unwrap(), first, "{seconds} s later");
        }
        assert_eq!(desk.outbox().await.len(), 1, "one message");
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM consents").await, 1);
        for (sent, purpose, reason) in [
            (Sent { page: &next, ..sent }, Purpose::First, "another page"),
            (Sent { browser: &next, ..sent }, Purpose::First, "another browser"),
            (sent, Purpose::Recovery, "another purpose"),
        ] {
            assert_ne!(begin(&desk.cabinet, sent, purpose).await.unwrap(), first, "{reason}");
        }
        other.close().await;
    }

    async fn s_otp_08_who_took_the_last_of_a_bound_is_not_refused_by_sending_twice(db: Db) {
        let limits = AuthLimits { codes_a_network: 1, codes_a_day: 1, ..AuthLimits::default() };
        let desk = Desk::with(db, limits.clone()).await;
        let other = another_node(&desk.db).await;
        let second = second_node(&desk, &other, limits);
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let nodes = [&desk.cabinet, &second];
        let flows = together((0..4).map(|n| begin(nodes[n % 2], sent, Purpose::First))).await;
        assert!(flows.iter().all(|flow| flow.as_ref().ok() == flows[0].as_ref().ok() && flow.is_ok()), "{flows:?}");
        assert_eq!(desk.outbox().await.len(), 1);
        let refused = begin(&desk.cabinet, Sent { page: &next, ..sent }, Purpose::First).await;
        assert!(matches!(refused, Err(ServiceError::Busy { .. } | ServiceError::TooMany { .. })), "{refused:?}");
        other.close().await;
    }

    async fn s_ses_03_the_right_code_gives_the_process_a_new_secret_and_the_first_form_does_not_lead_to_it(db: Db) {
        let desk = Desk::new(db).await;
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let old = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        let code = desk.code().await;
        let entered = Sent { page: &next, ..sent };
        let new = desk.cabinet.confirm_once(entered, &old, &code, &caller()).await.unwrap().unwrap().flow;
        assert_ne!(new, old);
        assert_eq!(desk.cabinet.flow(&old).await.unwrap(), None, "the old one dies at once");
        assert_eq!(desk.cabinet.typed(&old, Purpose::First).await.unwrap(), None);
        assert_eq!(desk.cabinet.typed(&new, Purpose::First).await.unwrap(), Some(form()), "the form opens under the new one");
        assert_eq!(desk.cabinet.consents(desk.client).await.unwrap().len(), 1, "the consent is the client's");
        let left: Vec<(String,)> =
            on_db!(&desk.db, on => sqlx::query_as("SELECT flow_hash FROM consents").fetch_all(on).await).unwrap();
        assert_eq!(left, [(new.hash(),)]);

        // Who used the browser before and knows the five fields sends the same form: it begins as if new.
        let again = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        assert_ne!(again, new);
        assert_eq!(desk.cabinet.flow(&again).await.unwrap().unwrap().step, Step::CodeSent);
        assert_eq!(desk.outbox().await.len(), 1, "with a code of its own");
        let refused = desk.cabinet.set_password(&again, OTHER, OTHER, &caller()).await.unwrap().unwrap_err();
        let early = AuthorizationError::OutOfOrder { from: Step::CodeSent, to: Step::PasswordSet };
        assert_eq!(refused, PasswordRefused::Flow(early));
        desk.cabinet.set_password(&new, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        assert_eq!(desk.cabinet.flow(&again).await.unwrap(), None, "a password ends the others");
    }

    async fn s_otp_08_the_first_form_sent_again_after_the_code_keeps_the_bounds(db: Db) {
        let desk = Desk::with(db, AuthLimits { codes_a_network: 1, ..AuthLimits::default() }).await;
        let [browser, page] = [(); 2].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let flow = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        let code = desk.code().await;
        desk.cabinet.confirm_once(sent, &flow, &code, &caller()).await.unwrap().unwrap();
        let refused = begin(&desk.cabinet, sent, Purpose::First).await;
        assert!(matches!(refused, Err(ServiceError::TooMany { .. })), "{refused:?}");
    }

    async fn s_otp_05_a_code_sent_twice_to_two_nodes_gives_one_new_secret(db: Db) {
        let desk = Desk::new(db).await;
        let other = another_node(&desk.db).await;
        let second = second_node(&desk, &other, AuthLimits::default());
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let flow = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        let code = desk.code().await;
        let (nodes, caller) = ([&desk.cabinet, &second], caller());
        let done = together((0..4).map(|n| nodes[n % 2].confirm_once(sent, &flow, &code, &caller))).await;
        let done: Vec<_> = done.into_iter().map(|it| it.unwrap().unwrap()).collect();
        assert!(done.iter().all(|it| it == &done[0]), "whichever answer the browser keeps: {done:?}");
        assert_eq!(desk.cabinet.flow(&done[0].flow).await.unwrap().unwrap().step, Step::CodeConfirmed);
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM audit WHERE event = 'code_used'").await, 1, "told once");
        assert_eq!(second.confirm_once(sent, &flow, &code, &caller).await.unwrap().as_ref(), Ok(&done[0]), "and later");

        let wrong = if code == "000000" { "000001" } else { "000000" };
        let elsewhere = Sent { browser: &next, ..sent };
        for (sent, token, code, reason) in [
            (Sent { page: &next, ..sent }, &flow, code.as_str(), "another page"),
            (elsewhere, &flow, &code, "another browser"),
            (sent, &next, &code, "another process"),
            (sent, &flow, wrong, "another code"),
        ] {
            let it = desk.cabinet.confirm_once(sent, token, code, &caller).await.unwrap();
            let ended = AuthorizationError::OutOfOrder { from: Step::FormMatched, to: Step::CodeConfirmed };
            assert_eq!(it, Err(ended), "{reason}");
        }
        other.close().await;
    }

    async fn s_otp_04_who_saw_the_page_of_a_code_cannot_guess_the_code_after_it_was_entered(db: Db) {
        let desk = Desk::new(db).await;
        let [browser, page] = [(); 2].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let flow = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        let code = desk.code().await;
        let confirmed = desk.cabinet.confirm_once(sent, &flow, &code, &caller()).await.unwrap().unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..9 {
            assert_eq!(desk.cabinet.confirmed_before(sent, &flow, wrong).await.unwrap(), None);
        }
        assert_eq!(desk.cabinet.confirmed_before(sent, &flow, &code).await.unwrap(), None, "too many tries");
        desk.cabinet.set_password(&confirmed.flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
    }

    async fn s_otp_05_a_page_that_has_given_its_secret_gives_it_to_no_second_process(db: Db) {
        let desk = Desk::new(db).await;
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let flow = begin(&desk.cabinet, sent, Purpose::First).await.unwrap();
        let code = desk.code().await;
        let first = desk.cabinet.confirm_once(sent, &flow, &code, &caller()).await.unwrap().unwrap().flow;
        assert_eq!(begin(&desk.cabinet, sent, Purpose::First).await.unwrap(), flow);
        let again = desk.code().await;
        if again == code {
            return;
        }
        let refused = desk.cabinet.confirm_once(sent, &flow, &again, &caller()).await.unwrap();
        assert_eq!(refused, Err(AuthorizationError::WrongCode { left: 4 }), "the code is not used up");
        let anew = Sent { page: &next, ..sent };
        let second = desk.cabinet.confirm_once(anew, &flow, &again, &caller()).await.unwrap().unwrap().flow;
        assert_ne!(first, second);
    }

    async fn s_ses_03_a_sign_in_sent_twice_to_two_nodes_opens_one_session(db: Db) {
        let desk = Desk::new(db).await;
        let by_code = desk.authorized().await;
        let limits = AuthLimits { free_failures: 50, ..AuthLimits::default() };
        let other = another_node(&desk.db).await;
        let nodes = [second_node(&desk, &desk.db, limits.clone()), second_node(&desk, &other, limits)];
        let [browser, page, next] = [(); 3].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        assert_eq!(sign_in(&nodes[0], sent, OTHER).await, SignIn::Refused, "a wrong password uses nothing up");
        let done = together((0..6).map(|n| sign_in(&nodes[n % 2], sent, PASSWORD))).await;
        let SignIn::Opened(opened) = &done[0] else { panic!("{done:?}") };
        assert!(done.iter().all(|it| it == &done[0]), "whichever answer the browser keeps: {done:?}");
        assert!(desk.is_open(&opened.session).await);
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM sessions").await, 2, "one, beside that of the first authorization");
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM devices").await, 2);
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM audit WHERE event = 'signed_in'").await, 1, "told once");
        assert_eq!(sign_in(&nodes[1], sent, OTHER).await, SignIn::Refused, "the password is asked for all the same");

        for (sent, reason) in
            [(Sent { page: &next, ..sent }, "another page"), (Sent { browser: &next, ..sent }, "another browser")]
        {
            let SignIn::Opened(it) = sign_in(&nodes[0], sent, PASSWORD).await else { panic!("{reason}") };
            assert_ne!(it.session, opened.session, "{reason}");
        }
        assert!(desk.is_open(&by_code.session).await);
        other.close().await;
    }

    async fn s_ses_03_a_form_filled_in_by_another_client_is_another_form(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let [browser, page] = [(); 2].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let SignIn::Opened(first) = sign_in(&desk.cabinet, sent, PASSWORD).await else { panic!("refused") };

        let password = Password::typed(PASSWORD).unwrap();
        let other = clients::find(&desk.db, &other_account()).await.unwrap().unwrap().id;
        let hash = desk.cabinet.access.hasher.hash(&password).await.unwrap();
        let mut tx = desk.db.begin().await.unwrap();
        assert!(credentials::set(&mut tx, other, &hash, true, desk.cabinet.now()).await.unwrap());
        tx.commit().await.unwrap();
        let try_in = async |iin: Iin| {
            desk.cabinet.sign_in_once(sent, &other_account(), &iin, &password, &caller()).await.unwrap()
        };
        assert_eq!(try_in(client().iin).await, SignIn::Refused, "the numbers of two clients");
        let SignIn::Opened(second) = try_in(bare_client().iin).await else { panic!("refused") };

        assert!(second.session != first.session && second.device != first.device);
        for (opened, client) in [(first, desk.client), (second, other)] {
            let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
            assert_eq!(session.client, client, "everybody has their own");
        }
    }

    async fn s_ses_03_a_sign_in_sent_twice_opens_one_session_also_when_its_hash_is_made_anew(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let clock = Arc::clone(&desk.cabinet.clock);
        let stronger = HasherConfig { memory: 128, ..cheap() };
        let node = with_hasher(&desk.db, clock, AuthLimits { free_failures: 50, ..AuthLimits::default() }, stronger);
        let [browser, page] = [(); 2].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let done = together((0..4).map(|_| sign_in(&node, sent, PASSWORD))).await;
        assert!(matches!(done[0], SignIn::Opened(_)) && done.iter().all(|it| it == &done[0]), "{done:?}");
        assert_eq!(rows(&desk.db, "SELECT COUNT(*) FROM sessions").await, 2);
    }

    async fn s_ses_05_a_form_opens_no_session_again_that_has_ended(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let [browser, page] = [(); 2].map(|()| Token::draw().unwrap());
        let sent = Sent { browser: &browser, page: &page };
        let SignIn::Opened(opened) = sign_in(&desk.cabinet, sent, PASSWORD).await else { panic!("refused") };
        assert!(desk.cabinet.sign_out(&opened.session, &caller()).await.unwrap());
        assert_eq!(sign_in(&desk.cabinet, sent, PASSWORD).await, SignIn::Over);
        desk.clock.advance(TimeDelta::hours(7));
        assert_eq!(sign_in(&desk.cabinet, sent, PASSWORD).await, SignIn::Over);
        assert!(!desk.is_open(&opened.session).await);
    }
}
