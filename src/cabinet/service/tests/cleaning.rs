//! The regular cleaning: what it takes out of the journal. Counters, sessions and consents stand with what they are for.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;

use crate::cabinet::audit::TERM;
use crate::cabinet::auth::AuthLimits;
use crate::cabinet::journal::Silent;
use crate::cabinet::service::testing::*;
use crate::cabinet::store::audit::Chain;
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::testing::{another_node, on_each_engine};

/// How many entries the journal has; it must be whole.
async fn entries(desk: &Desk) -> u64 {
    match desk.cabinet.office().verify_journal().await.unwrap() {
        Chain::Whole { entries, .. } => entries,
        Chain::Broken { seq } => panic!("broken at {seq}"),
    }
}

on_each_engine! {
    async fn s_log_02_entries_whose_term_is_over_go_with_the_cleaning_of_any_node(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        let before = entries(&desk).await;
        assert!(before > 2);
        desk.clock.advance(TERM + TimeDelta::seconds(1));
        desk.sign_in(PASSWORD, &caller()).await;
        desk.cabinet.clean("one").await.unwrap();
        assert_eq!(entries(&desk).await, before + 1, "so that not each round cuts, they may stay for a day");
        desk.clock.advance(TimeDelta::days(1));
        let other = another_node(&desk.db).await;
        let second = cabinet(&other, Arc::clone(&desk.cabinet.clock), AuthLimits::default());
        second.clean("two").await.unwrap();
        assert_eq!(entries(&desk).await, 2, "the last sign-in, and that the rest was taken out");
        second.clean("two").await.unwrap();
        assert_eq!(entries(&desk).await, 2, "nothing to do, nothing to say");
        other.close().await;
    }

    async fn s_log_02_the_cleaning_of_a_server_comes_to_it_by_itself(db: Db) {
        let desk = Desk::new(db).await;
        desk.authorized().await;
        desk.clock.advance(TERM + TimeDelta::days(1) + TimeDelta::seconds(1));
        let stop = Arc::new(Notify::new());
        let Desk { cabinet, db, .. } = desk;
        let (cabinet, stopped) = (Arc::new(cabinet), Arc::clone(&stop));
        let keeping = Arc::clone(&cabinet).keep_clean(Duration::from_millis(5), Arc::new(Silent), async move {
            stopped.notified().await;
        });
        let keeping = tokio::spawn(keeping);
        let events = async || -> Vec<(String,)> {
            on_db!(&db, on => sqlx::query_as("SELECT event FROM audit").fetch_all(on).await).unwrap()
        };
        while events().await != [("trimmed".to_owned(),)] {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.notify_one();
        keeping.await.unwrap().unwrap();
    }
}
