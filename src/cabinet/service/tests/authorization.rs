//! First authorization and recovery, step by step.

use chrono::TimeDelta;

use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Confirmed, PasswordRefused, SessionKind, SignIn};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::on_each_engine;
use crate::cabinet::vault::Token;
use crate::portal::authorization::{AuthorizationError, Purpose, Step};

fn out_of_order(from: Step, to: Step) -> AuthorizationError {
    AuthorizationError::OutOfOrder { from, to }
}

on_each_engine! {
    async fn a_client_comes_from_the_form_to_the_cabinet(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let state = desk.cabinet.flow(&flow).await.unwrap().unwrap();
        assert_eq!((state.purpose, state.step, state.tries_left), (Purpose::First, Step::CodeSent, 5));
        assert_eq!(state.phone_shown, "+7 7•• ••• •• 67");
        assert_eq!(state.form, form());
        let now = desk.cabinet.clock.now();
        assert_eq!(state.resend_at, Some(now + TimeDelta::seconds(60)));
        assert_eq!((state.code_ends_at, state.right_ends_at), (now + TimeDelta::minutes(5), None));
        let code = desk.code().await;
        let confirmed = desk.cabinet.confirm(&flow, &format!(" {} {}", &code[..3], &code[3..]), &caller()).await;
        let Confirmed { flow, has_password } = confirmed.unwrap().unwrap();
        assert!(!has_password);
        let state = desk.cabinet.flow(&flow).await.unwrap().unwrap();
        assert_eq!((state.step, state.right_ends_at), (Step::CodeConfirmed, Some(now + TimeDelta::minutes(10))));
        let opened = desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
        assert_eq!(session.client, desk.client);
        assert!(matches!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Opened(_)));
        assert_eq!(desk.outbox().await, [], "a first password is no news");
    }

    async fn s_otp_09_steps_come_only_in_order(db: Db) {
        let desk = Desk::new(db).await;
        let unknown = Token::draw().unwrap();
        assert_eq!(desk.cabinet.flow(&unknown).await.unwrap(), None);
        let confirmed = desk.cabinet.confirm(&unknown, "123456", &caller()).await.unwrap();
        assert_eq!(confirmed.unwrap_err(), out_of_order(Step::FormMatched, Step::CodeConfirmed));
        let resent = desk.cabinet.resend(&unknown, &caller()).await.unwrap();
        assert_eq!(resent.unwrap_err(), out_of_order(Step::FormMatched, Step::CodeSent));
        let set = desk.cabinet.set_password(&unknown, PASSWORD, PASSWORD, &caller()).await.unwrap();
        assert_eq!(set.unwrap_err(), PasswordRefused::Flow(out_of_order(Step::FormMatched, Step::PasswordSet)));

        let flow = desk.begin(Purpose::First, &form()).await;
        let set = desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap();
        let early = PasswordRefused::Flow(out_of_order(Step::CodeSent, Step::PasswordSet));
        assert_eq!(set.unwrap_err(), early, "no code yet");
        let code = desk.code().await;
        let flow = desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap().flow;
        let again = desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap();
        assert_eq!(again.unwrap_err(), out_of_order(Step::CodeConfirmed, Step::CodeConfirmed), "the code twice");
        let resent = desk.cabinet.resend(&flow, &caller()).await.unwrap();
        assert_eq!(resent.unwrap_err(), out_of_order(Step::CodeConfirmed, Step::CodeSent), "a code after the code");
        desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        let set = desk.cabinet.set_password(&flow, OTHER, OTHER, &caller()).await.unwrap();
        let late = PasswordRefused::Flow(out_of_order(Step::PasswordSet, Step::PasswordSet));
        assert_eq!(set.unwrap_err(), late, "the right is for once");
    }

    async fn s_otp_09_the_right_to_set_a_password_lives_ten_minutes(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.confirmed(Purpose::First).await;
        desk.wait(599);
        let weak = desk.cabinet.set_password(&flow, "short", "short", &caller()).await.unwrap().unwrap_err();
        assert!(matches!(weak, PasswordRefused::Rules(_)), "a password that breaks rules does not use the right up");
        desk.wait(1);
        assert_eq!(desk.cabinet.flow(&flow).await.unwrap(), None);
        let late = desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap();
        assert!(matches!(late.unwrap_err(), PasswordRefused::Flow(_)));
        assert_eq!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Refused);
    }

    async fn s_otp_09_of_many_at_a_time_one_sets_the_password(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.confirmed(Purpose::First).await;
        let caller = caller();
        let all: Vec<_> = (0..10).map(|n| format!("{PASSWORD}{n}")).collect();
        let tries = all.iter().map(|password| desk.cabinet.set_password(&flow, password, password, &caller));
        let done = together(tries).await;
        let won: Vec<_> = done.iter().zip(&all).filter(|(it, _)| it.as_ref().unwrap().is_ok()).collect();
        assert_eq!(won.len(), 1);
        assert!(matches!(desk.sign_in(won[0].1, &caller).await, SignIn::Opened(_)));
        assert_eq!(desk.cabinet.sessions(desk.client).await.unwrap().len(), 2);
    }

    async fn s_enum_06_that_there_is_a_password_is_told_after_the_right_code(db: Db) {
        let desk = Desk::new(db).await;
        let before = desk.begin(Purpose::First, &form()).await;
        let before = desk.cabinet.flow(&before).await.unwrap().unwrap();
        desk.outbox().await;
        desk.authorized().await;
        let flow = desk.begin(Purpose::First, &form()).await;
        assert_eq!(desk.cabinet.flow(&flow).await.unwrap().unwrap(), before, "as for a client without a password");
        let code = desk.code().await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        desk.cabinet.confirm(&flow, wrong, &caller()).await.unwrap().unwrap_err();
        assert!(!desk.cabinet.flow(&flow).await.unwrap().unwrap().has_password);
        let Confirmed { flow, has_password } = desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap();
        assert!(has_password);
        assert!(desk.cabinet.flow(&flow).await.unwrap().unwrap().has_password);
        let set = desk.cabinet.set_password(&flow, OTHER, OTHER, &caller()).await.unwrap();
        assert_eq!(set.unwrap_err(), PasswordRefused::HasPassword);
        assert!(matches!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Opened(_)), "it stays");
    }

    async fn s_pw_08_recovery_is_the_first_authorization_again(db: Db) {
        let desk = Desk::new(db).await;
        let before = desk.authorized().await;
        let flow = desk.confirmed(Purpose::Recovery).await;
        let opened = desk.cabinet.set_password(&flow, OTHER, OTHER, &caller()).await.unwrap().unwrap();
        assert!(desk.is_open(&opened.session).await);
        assert!(!desk.is_open(&before.session).await, "PW-7: all other sessions end");
        assert_eq!(desk.sign_in(PASSWORD, &caller()).await, SignIn::Refused);
        assert!(matches!(desk.sign_in(OTHER, &caller()).await, SignIn::Opened(_)));
        let outbox = desk.outbox().await;
        assert_eq!(outbox.len(), 1, "PW-7: the client is told");
        assert!(!outbox[0].1.contains("://") && outbox[0].1.contains("Құпиясөз"), "{}", outbox[0].1);
    }

    async fn s_kz_01_no_process_without_a_consent(db: Db) {
        let desk = Desk::new(db).await;
        assert_eq!(desk.cabinet.consents(desk.client).await.unwrap(), []);
        for (form, _) in wrong_forms() {
            desk.begin(Purpose::First, &form).await;
        }
        let flow = desk.begin(Purpose::First, &form()).await;
        assert_eq!(desk.cabinet.consents(desk.client).await.unwrap(), [], "nobody knows yet who agreed");
        let (flows, consents): (i64, i64) = on_db!(&desk.db, on => sqlx::query_as(
            "SELECT COUNT(*), (SELECT COUNT(*) FROM consents) FROM flows"
        ).fetch_one(on).await).unwrap();
        assert_eq!((flows, consents), (7, 7));
        let given_at = desk.cabinet.clock.now();
        let code = desk.code().await;
        desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap();
        let consents = desk.cabinet.consents(desk.client).await.unwrap();
        let [consent] = consents.as_slice() else { panic!("{consents:?}") };
        assert_eq!((consent.version.as_str(), consent.language.as_str()), ("2026-01", "kk"));
        assert_eq!((consent.channel.as_str(), consent.given_at), ("page", given_at));
        // An hour of the process, and half an hour in which its form can be filled again.
        desk.wait(3601 + 1800);
        desk.cabinet.clean("node").await.unwrap();
        assert_eq!(desk.cabinet.consents(desk.client).await.unwrap().len(), 1);
        let (left,): (i64,) =
            on_db!(&desk.db, on => sqlx::query_as("SELECT COUNT(*) FROM consents").fetch_one(on).await).unwrap();
        assert_eq!(left, 1, "those of processes that came to nothing are gone");
    }

    async fn a_message_is_in_the_language_of_its_page(db: Db) {
        let desk = Desk::new(db).await;
        for (language, word) in [(crate::i18n::Locale::Kk, "Ешкімге"), (crate::i18n::Locale::Ru, "Никому")] {
            let caller = crate::cabinet::service::Caller { language, ..caller() };
            desk.cabinet.begin(Purpose::First, &form(), "2026-01", &caller).await.unwrap();
            let text = desk.outbox().await.remove(0).1;
            assert!(text.contains(word), "{text}");
        }
    }
}
