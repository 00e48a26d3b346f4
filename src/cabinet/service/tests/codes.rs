//! One-time codes.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc::UnboundedSender;

use crate::cabinet::auth::AuthLimits;
use crate::cabinet::journal::Silent;
use crate::cabinet::service::testing::*;
use crate::cabinet::service::{Caller, ServiceError, SessionKind};
use crate::cabinet::sms::queue::{Parts, Settings};
use crate::cabinet::sms::{Gateway, Outcome, Queue, Sending, Sms};
use crate::cabinet::store::Db;
use crate::cabinet::store::counters::{self, Counted};
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{another_node, on_each_engine};
use crate::cabinet::vault::Token;
use crate::portal::authorization::{AuthorizationError, Purpose};
use crate::portal::password::Password;

/// A gateway that hands on what messages say.
#[derive(Debug)]
struct Wire(UnboundedSender<String>);

impl Gateway for Wire {
    fn name(&self) -> &'static str {
        "wire"
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        self.0.send(message.text.to_owned()).unwrap();
        Box::pin(async { Outcome::Accepted { id: None } })
    }
}

/// A code that is not `code`.
fn not(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn confirm(desk: &Desk, flow: &Token, code: &str) -> Result<(), AuthorizationError> {
    desk.cabinet.confirm(flow, code, &caller()).await.unwrap().map(drop)
}

async fn resend(desk: &Desk, flow: &Token) -> Result<(), AuthorizationError> {
    desk.cabinet.resend(flow, &caller()).await.unwrap().map(drop)
}

/// All that the database holds, as one text.
async fn dump(db: &Db) -> String {
    let mut all = String::new();
    for sql in [
        "SELECT id_hash || purpose || form || code_mac FROM flows",
        "SELECT purpose || COALESCE(phone, '') || COALESCE(body, '') || COALESCE(outcome, '') FROM messages",
        "SELECT event || detail || COALESCE(network, '') || COALESCE(agent, '') FROM audit",
        "SELECT name FROM counters",
        "SELECT id_hash || handle || agent FROM sessions",
        "SELECT id_hash FROM devices",
        "SELECT flow_hash || version FROM consents",
        "SELECT COALESCE(password, '') FROM clients",
    ] {
        let rows: Vec<(String,)> = on_db!(db, on => sqlx::query_as(sql).fetch_all(on).await).unwrap();
        all.extend(rows.into_iter().map(|(row,)| row + "\n"));
    }
    all
}

on_each_engine! {
    async fn s_otp_01_a_code_goes_only_to_the_number_of_the_register(db: Db) {
        let desk = Desk::new(db).await;
        for (form, field) in wrong_forms() {
            desk.begin(Purpose::First, &form).await;
            desk.begin(Purpose::Recovery, &form).await;
            assert_eq!(desk.outbox().await, [], "wrong {field}");
        }
        desk.begin(Purpose::First, &form()).await;
        let outbox = desk.outbox().await;
        assert_eq!((outbox.len(), outbox[0].0), (1, form().phone));
    }

    async fn a_code_is_sent_when_it_is_asked_for_and_not_when_the_queue_looks(db: Db) {
        let Desk { cabinet, clock, db, client } = Desk::new(db).await;
        let (sent, mut texts) = tokio::sync::mpsc::unbounded_channel();
        let parts = Parts {
            db: db.clone(),
            vault: Arc::clone(&cabinet.vault),
            gateway: Arc::new(Wire(sent)),
            clock: Arc::clone(&cabinet.clock),
            journal: Arc::new(Silent),
        };
        let queue = Queue::new(parts, Settings { look: Duration::from_hours(1), ..Settings::default() });
        let running = tokio::spawn(Arc::clone(&queue).run(std::future::pending()));
        let desk = Desk { cabinet: cabinet.with_queue(queue), clock, db, client };
        let mut next = async || tokio::time::timeout(Duration::from_secs(20), texts.recv()).await.unwrap().unwrap();

        let flow = desk.begin(Purpose::First, &form()).await;
        next().await;
        desk.wait(60);
        resend(&desk, &flow).await.unwrap();
        let code = next().await;
        let flow = desk.cabinet.confirm(&flow, &code[..6], &caller()).await.unwrap().unwrap().flow;
        let opened = desk.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        let session = desk.cabinet.session(&opened.session, SessionKind::Page).await.unwrap().unwrap();
        let present = Password::typed(PASSWORD).unwrap();
        desk.cabinet.change_password(&session, &present, OTHER, OTHER, &caller()).await.unwrap().unwrap();
        assert!(next().await.contains("Құпиясөз ауыстырылды"), "and so is the notice of a new password");
        running.abort();
    }

    async fn s_otp_01_a_number_that_changed_in_the_register_gets_no_further_code(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        desk.outbox().await;
        crate::cabinet::store::testing::execute(&desk.db, "UPDATE clients SET phone_index = 'another'".to_owned()).await;
        desk.wait(60);
        assert_eq!(resend(&desk, &flow).await, Ok(()), "the answer is the same");
        assert_eq!(desk.outbox().await, []);
    }

    async fn s_otp_03_a_code_lives_five_minutes(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        let dies = desk.cabinet.clock.now() + TimeDelta::minutes(5);
        desk.wait(300);
        assert_eq!(confirm(&desk, &flow, &code).await, Err(AuthorizationError::CodeExpired { since: dies }));
        desk.wait(-1);
        assert_eq!(confirm(&desk, &flow, &code).await, Ok(()), "at 4:59");
    }

    async fn s_otp_04_after_five_wrong_codes_the_right_one_is_wrong(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        for left in (0..5).rev() {
            assert_eq!(confirm(&desk, &flow, not(&code)).await, Err(AuthorizationError::WrongCode { left }));
        }
        assert_eq!(confirm(&desk, &flow, &code).await, Err(AuthorizationError::NoTriesLeft));
        desk.wait(120);
        assert_eq!(resend(&desk, &flow).await, Err(AuthorizationError::NoTriesLeft), "nor does a new one help");
    }

    async fn s_otp_04_what_cannot_be_a_code_costs_no_try(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        for typed in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert_eq!(confirm(&desk, &flow, typed).await, Err(AuthorizationError::WrongCode { left: 5 }), "{typed}");
        }
        assert_eq!(confirm(&desk, &flow, &code).await, Ok(()));
    }

    async fn s_otp_04_a_hundred_wrong_codes_at_a_time_count_as_five(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        let caller = caller();
        let wrong = not(&code);
        let done = together((0..100).map(|_| desk.cabinet.confirm(&flow, wrong, &caller))).await;
        let mut left: Vec<u32> = done
            .into_iter()
            .filter_map(|it| match it.unwrap().unwrap_err() {
                AuthorizationError::WrongCode { left } => Some(left),
                AuthorizationError::NoTriesLeft => None,
                other => panic!("{other:?}"),
            })
            .collect();
        left.sort_unstable();
        assert_eq!(left, [0, 1, 2, 3, 4], "five were compared, each with a count of its own");
        assert_eq!(confirm(&desk, &flow, &code).await, Err(AuthorizationError::NoTriesLeft));
    }

    async fn s_otp_04_a_client_has_fifteen_tries_a_day(db: Db) {
        let limits = AuthLimits { codes_a_client: 100, codes_a_phone: 100, ..AuthLimits::default() };
        let desk = Desk::with(db, limits).await;
        for _ in 0..3 {
            let flow = desk.begin(Purpose::First, &form()).await;
            let code = desk.code().await;
            for _ in 0..5 {
                confirm(&desk, &flow, not(&code)).await.unwrap_err();
            }
        }
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        assert_eq!(confirm(&desk, &flow, &code).await, Err(AuthorizationError::NoTriesLeft), "the sixteenth");
        desk.wait(24 * 3600);
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        assert_eq!(confirm(&desk, &flow, &code).await, Ok(()), "a day later");
    }

    async fn s_otp_04_tries_of_a_decoy_are_not_the_clients(db: Db) {
        let desk = Desk::new(db).await;
        let decoy = crate::cabinet::service::AuthorizationForm { date: crate::cabinet::store::testing::day("2000-01-01"), ..form() };
        for _ in 0..4 {
            let flow = desk.begin(Purpose::First, &decoy).await;
            for _ in 0..5 {
                confirm(&desk, &flow, "000000").await.unwrap_err();
            }
        }
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        assert_eq!(confirm(&desk, &flow, &code).await, Ok(()));
    }

    async fn s_otp_05_of_fifty_right_codes_at_a_time_one_succeeds(db: Db) {
        let limits = AuthLimits { tries_a_day: 100, ..AuthLimits::default() };
        let desk = Desk::with(db, limits.clone()).await;
        let other = another_node(&desk.db).await;
        let second = cabinet(&other, std::sync::Arc::clone(&desk.cabinet.clock), limits);
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        let caller = caller();
        let nodes = [&desk.cabinet, &second];
        let done = together((0..50).map(|n| nodes[n % 2].confirm(&flow, &code, &caller))).await;
        let right = done.into_iter().filter(|it| it.as_ref().unwrap().is_ok()).count();
        assert_eq!(right, 1);
        other.close().await;
    }

    async fn s_otp_06_s_ses_01_s_db_04_a_copy_of_the_database_tells_no_secret(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        // Before it is sent the message holds the code, sealed.
        let sealed = dump(&desk.db).await;
        let code = desk.code().await;
        let renewed = desk.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap().flow;
        let opened = desk.cabinet.set_password(&renewed, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap();
        let dump = sealed + &dump(&desk.db).await;
        let form = form();
        let secrets = [
            code.as_str(),
            flow.expose(),
            renewed.expose(),
            opened.session.expose(),
            opened.device.expose(),
            PASSWORD,
            &form.iin.expose(),
            &form.phone.expose()[2..],
            form.account.expose(),
        ];
        for secret in secrets {
            assert!(!dump.contains(secret), "{secret}");
        }
        assert!(dump.contains(&opened.session.hash()), "the dump is a dump");
    }

    async fn s_otp_07_a_code_is_good_for_its_own_process_alone(db: Db) {
        let desk = Desk::new(db).await;
        let first = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        let other = desk.begin(Purpose::Recovery, &form()).await;
        let of_other = desk.code().await;
        if code == of_other {
            return;
        }
        assert_eq!(confirm(&desk, &other, &code).await, Err(AuthorizationError::WrongCode { left: 4 }));
        assert_eq!(confirm(&desk, &first, &of_other).await, Err(AuthorizationError::WrongCode { left: 4 }));
        assert_eq!(confirm(&desk, &other, &of_other).await, Ok(()));
    }

    async fn s_otp_08_new_codes_come_after_one_two_and_five_minutes_and_then_no_more(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let mut codes = vec![desk.code().await];
        for wait in [60, 120, 300] {
            let available = desk.cabinet.clock.now() + TimeDelta::seconds(wait);
            desk.wait(wait - 1);
            assert_eq!(resend(&desk, &flow).await, Err(AuthorizationError::ResendTooSoon { available }), "{wait}");
            desk.wait(1);
            assert_eq!(resend(&desk, &flow).await, Ok(()), "{wait}");
            codes.push(desk.code().await);
        }
        desk.wait(200);
        assert_eq!(resend(&desk, &flow).await, Err(AuthorizationError::NoMoreCodes));
        let last = codes.pop().unwrap();
        if !codes.contains(&last) {
            assert_eq!(confirm(&desk, &flow, &codes[2]).await, Err(AuthorizationError::WrongCode { left: 4 }), "an old code");
        }
        assert_eq!(confirm(&desk, &flow, &last).await, Ok(()));
    }

    async fn s_otp_08_tries_do_not_begin_anew_with_a_new_code(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        let code = desk.code().await;
        for _ in 0..4 {
            confirm(&desk, &flow, not(&code)).await.unwrap_err();
        }
        desk.wait(60);
        resend(&desk, &flow).await.unwrap();
        let code = desk.code().await;
        assert_eq!(confirm(&desk, &flow, not(&code)).await, Err(AuthorizationError::WrongCode { left: 0 }));
        assert_eq!(confirm(&desk, &flow, &code).await, Err(AuthorizationError::NoTriesLeft));
    }

    async fn s_otp_08_of_many_requests_at_a_time_one_sends_a_new_code(db: Db) {
        let desk = Desk::new(db).await;
        let flow = desk.begin(Purpose::First, &form()).await;
        desk.outbox().await;
        desk.wait(60);
        let callers: Vec<Caller> = (0..10).map(|n| from(&format!("192.0.2.{n}"))).collect();
        let done = together(callers.iter().map(|caller| desk.cabinet.resend(&flow, caller))).await;
        assert_eq!(done.into_iter().filter(|it| it.as_ref().unwrap().is_ok()).count(), 1);
        let code = desk.code().await;
        assert_eq!(confirm(&desk, &flow, &code).await, Ok(()));
    }

    async fn s_otp_08_five_codes_a_number_and_a_client_in_any_24_hours(db: Db) {
        let desk = Desk::new(db).await;
        for _ in 0..5 {
            desk.begin(Purpose::Recovery, &form()).await;
            desk.code().await;
            desk.wait(3600);
        }
        let silent = desk.begin(Purpose::Recovery, &form()).await;
        assert_eq!(desk.outbox().await, [], "the sixth is not sent, and nothing tells");
        assert!(desk.cabinet.flow(&silent).await.unwrap().is_some());
        desk.wait(22 * 3600);
        desk.begin(Purpose::Recovery, &form()).await;
        assert_eq!(desk.outbox().await, [], "23 hours after the fifth");
        desk.wait(3600);
        desk.begin(Purpose::Recovery, &form()).await;
        desk.code().await;
    }

    async fn s_otp_08_twenty_codes_an_hour_from_one_address(db: Db) {
        let desk = Desk::new(db).await;
        let form = wrong_forms().remove(0).0;
        for _ in 0..20 {
            desk.begin(Purpose::First, &form).await;
        }
        let many = desk.cabinet.begin(Purpose::First, &form, "2026-01", &caller()).await.unwrap_err();
        let ServiceError::TooMany { retry_after } = many else { panic!("{many}") };
        assert_eq!(retry_after.as_secs(), 3600);
        desk.cabinet.begin(Purpose::First, &form, "2026-01", &from("192.0.2.2")).await.unwrap();
        desk.wait(3600);
        desk.begin(Purpose::First, &form).await;
    }

    async fn s_otp_08_one_client_does_not_use_up_the_codes_of_all(db: Db) {
        let desk = Desk::with(db, AuthLimits { codes_a_day: 6, ..AuthLimits::default() }).await;
        for n in 0..20 {
            desk.cabinet.begin(Purpose::First, &form(), "2026-01", &from(&format!("192.0.2.{n}"))).await.unwrap();
        }
        let all = Counted::Codes.name(&desk.cabinet.vault, "");
        let (sent, _) = counters::taken(&desk.db, &all, desk.cabinet.clock.now()).await.unwrap();
        assert_eq!(sent, 5, "what was withheld is not counted as sent");
    }

    async fn s_otp_08_the_system_sends_so_many_codes_a_day(db: Db) {
        let desk = Desk::with(db, AuthLimits { codes_a_day: 2, ..AuthLimits::default() }).await;
        desk.begin(Purpose::First, &wrong_forms().remove(0).0).await;
        for _ in 0..2 {
            desk.begin(Purpose::First, &form()).await;
            desk.code().await;
        }
        for form in [form(), wrong_forms().remove(0).0] {
            let full = desk.cabinet.begin(Purpose::First, &form, "2026-01", &caller()).await.unwrap_err();
            assert!(matches!(full, ServiceError::Busy { .. }), "the same for everybody: {full}");
        }
        desk.wait(24 * 3600);
        desk.begin(Purpose::First, &form()).await;
        desk.code().await;
    }
}
