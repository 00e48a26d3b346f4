//! A database without room: the file may not grow, or the server says that its disk is full. `tests/suite` has a disk that
//! is really full.

use super::super::{ServiceError, SignIn};
use crate::cabinet::service::testing::*;
use crate::cabinet::store::StoreError;
use crate::cabinet::store::audit::Chain;
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{self, close_to_writing, fill_up, mend, on_each_engine};
use crate::cabinet::vault::Token;
use crate::portal::authorization::Purpose;
use crate::portal::password::Password;

/// Asks until there is no room for the answer; the answers until then, which are to be kept.
async fn until_full<T>(mut ask: impl AsyncFnMut() -> Result<T, ServiceError>) -> Vec<T> {
    let mut answers = Vec::new();
    loop {
        match ask().await {
            Ok(answer) => answers.push(answer),
            Err(ServiceError::Store(StoreError::Full(_))) => return answers,
            Err(other) => panic!("{other:?}"),
        }
        assert!(answers.len() < 200, "there is room for everything");
    }
}

async fn sign_in(desk: &Desk) -> Result<Token, ServiceError> {
    // Of several sessions the oldest ends.
    desk.wait(1);
    let password = Password::typed(PASSWORD).unwrap();
    let (account, iin) = (testing::account(), testing::client().iin);
    match desk.cabinet.sign_in(&account, &iin, &password, &caller()).await? {
        SignIn::Opened(opened) => Ok(opened.session),
        refused => panic!("{refused:?}"),
    }
}

on_each_engine! {
    async fn s_db_03_without_room_nothing_is_done_by_halves_and_with_room_everything_goes_on(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        // What holds once might not hold twice: the first failure must leave nothing behind.
        for _ in 0..3 {
            fill_up(&desk.db).await;
            let open = until_full(async || sign_in(&desk).await).await;
            mend(&desk.db).await;
            for token in open.iter().rev().take(5) {
                assert!(desk.is_open(token).await, "who was let in is in");
            }
            let token = sign_in(&desk).await.unwrap();
            assert!(desk.is_open(&token).await);
            let Chain::Whole { .. } = desk.cabinet.office().verify_journal().await.unwrap() else { panic!() };
        }
    }

    async fn s_db_03_without_room_no_message_is_sent_for_what_was_refused(db: Db) {
        let desk = Desk::new(db).await;
        fill_up(&desk.db).await;
        let begun = until_full(async || {
            desk.wait(61);
            desk.cabinet.begin(Purpose::First, &form(), "2026-01", &caller()).await
        });
        let begun = begun.await.len();
        mend(&desk.db).await;
        for table in ["flows", "messages", "consents"] {
            let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            let (count,): (i64,) = on_db!(&desk.db, on => sqlx::query_as(sql).fetch_one(on).await).unwrap();
            assert_eq!(usize::try_from(count).unwrap(), begun, "{table}: one of each process, and of no other");
        }
        desk.wait(86_400);
        desk.begin(Purpose::First, &form()).await;
        desk.code().await;
    }

    async fn s_db_03_a_disk_closed_to_writing_refuses_whatever_writes_and_shows_what_is_read(db: Db) {
        let desk = Desk::new(db).await;
        let Desk { cabinet, client, .. } = &desk;
        let opened = desk.authorized().await;
        let office = cabinet.office();
        close_to_writing(&desk.db).await;
        desk.wait(61);
        let refused = [
            ("signing in", sign_in(&desk).await.map(drop)),
            ("an authorization", cabinet.begin(Purpose::First, &form(), "2026-01", &caller()).await.map(drop)),
            ("signing out", cabinet.sign_out(&opened.session, &caller()).await.map(drop)),
            ("an erasure", office.erase(&testing::account()).await.map(drop).map_err(ServiceError::Store)),
            ("the cleaning", cabinet.clean("one").await.map(drop)),
        ];
        for (what, refused) in refused {
            assert!(matches!(refused, Err(ServiceError::Store(StoreError::Disk(_)))), "{what}: {refused:?}");
        }
        assert!(desk.is_open(&opened.session).await, "what is only read is shown");
        assert_eq!(cabinet.contracts(*client).await.unwrap().len(), 2);
        mend(&desk.db).await;
        assert!(office.find(&testing::account()).await.unwrap().is_some());
        let again = sign_in(&desk).await.unwrap();
        // Its last use could not be written down, so it ends as if there had been none.
        desk.wait(900 - 62);
        assert!(!desk.is_open(&opened.session).await);
        assert!(desk.is_open(&again).await);
    }
}
