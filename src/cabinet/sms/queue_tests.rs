//! The queue against a gateway that does as it is told, on either engine.

use std::collections::VecDeque;
use std::fmt::Display;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, Semaphore};

use super::queue::{Parts, Queue, Settings};
use super::tally::Counts;
use super::{Gateway, Outcome, Sending, Sms};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::journal::Journal;
use crate::cabinet::store::Db;
use crate::cabinet::store::db::on_db;
use crate::cabinet::store::messages::{self, Draft};
use crate::cabinet::store::testing::{account, another_node, client, file, on_each_engine, vault};
use crate::cabinet::vault::Vault;
use crate::clock::Clock;
use crate::portal::phone::Phone;

/// One in the afternoon in Almaty: no test but that of the daily limit sees midnight.
const START: i64 = 1_800_000_000_000;
const TEXT: &str = "482913 – кіру коды. 5 мин жарамды. Ешкімге айтпаңыз.";

/// A clock, a gateway and a journal in one: the world around a queue.
#[derive(Debug)]
struct World {
    now: Mutex<DateTime<Utc>>,
    /// Outcomes to come; then everything is accepted.
    script: Mutex<VecDeque<Outcome>>,
    /// What was sent, as `second phone text`.
    sent: Mutex<Vec<String>>,
    said: Mutex<Vec<String>>,
    /// One permit a call.
    gate: Semaphore,
    called: Notify,
}

impl World {
    fn new(script: impl IntoIterator<Item = Outcome>) -> Arc<Self> {
        Arc::new(Self {
            now: Mutex::new(DateTime::from_timestamp_millis(START).unwrap()),
            script: Mutex::new(script.into_iter().collect()),
            sent: Mutex::default(),
            said: Mutex::default(),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
            called: Notify::new(),
        })
    }

    fn wait(&self, seconds: i64) {
        *self.now.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// Seconds from the start at which something was sent.
    fn seconds(&self) -> Vec<i64> {
        self.sent.lock().unwrap().iter().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
    }

    fn said(&self, event: &str) -> usize {
        self.said.lock().unwrap().iter().filter(|line| line.split(' ').next() == Some(event)).count()
    }
}

impl Clock for World {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }
}

impl Gateway for World {
    fn name(&self) -> &'static str {
        "world"
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        Box::pin(async move {
            let second = (self.now().timestamp_millis() - START) / 1000;
            self.sent.lock().unwrap().push(format!("{second} {} {}", message.phone.expose(), message.text));
            self.called.notify_one();
            self.gate.acquire().await.unwrap().forget();
            let next = self.script.lock().unwrap().pop_front();
            next.unwrap_or(Outcome::Accepted { id: Some("77".to_owned()) })
        })
    }
}

impl Journal for World {
    fn event(&self, name: &str, fields: &[(&str, &dyn Display)]) {
        let fields = fields.iter().map(|(name, value)| format!("{name}={value}"));
        self.said.lock().unwrap().push(std::iter::once(name.to_owned()).chain(fields).collect::<Vec<_>>().join(" "));
    }
}

/// A store with one client, and what opens its messages.
struct House {
    db: Db,
    vault: Arc<Vault>,
    client: ClientId,
}

impl House {
    async fn new(db: Db) -> Self {
        let client = file(&db, &account(), &client(), &[]).await;
        Self { db, vault: Arc::new(vault()), client }
    }

    fn queue(&self, world: &Arc<World>, settings: Settings) -> Arc<Queue> {
        self.node(self.db.clone(), world, settings)
    }

    fn node(&self, db: Db, world: &Arc<World>, settings: Settings) -> Arc<Queue> {
        let (gateway, clock, journal) = (Arc::clone(world), Arc::clone(world), Arc::clone(world));
        Queue::new(Parts { db, vault: Arc::clone(&self.vault), gateway, clock, journal }, settings)
    }

    async fn put(&self, world: &World, purpose: &str, life: i64) -> i64 {
        self.put_for(world, Some(self.client), purpose, life).await
    }

    async fn put_for(&self, world: &World, client: Option<ClientId>, purpose: &str, life: i64) -> i64 {
        let phone = Phone::parse("+77001234567").unwrap();
        let now = world.now();
        let ends_at = now + TimeDelta::seconds(life);
        let draft = Draft { client, purpose, phone: &phone, text: TEXT, now, ends_at };
        let mut tx = self.db.begin().await.unwrap();
        let id = messages::put(&mut tx, &self.vault, &draft).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// State, outcome, gateway's id, and whether number or text are still there.
    async fn row(&self, id: i64) -> (String, Option<String>, Option<String>, bool) {
        on_db!(&self.db, on => sqlx::query_as(
            "SELECT state, outcome, gateway_id, phone IS NOT NULL OR body IS NOT NULL FROM messages WHERE id = $1"
        ).bind(id).fetch_one(on).await)
        .unwrap()
    }

    async fn ended(&self, id: i64, state: &str, outcome: &str) {
        let (found, why, _, kept) = self.row(id).await;
        assert_eq!((found.as_str(), why.as_deref(), kept), (state, Some(outcome), false));
    }
}

fn retry() -> Outcome {
    Outcome::Retry { code: "30".to_owned(), after: Duration::ZERO, once: false }
}

/// Drains the queue each second.
async fn seconds(queue: &Arc<Queue>, world: &World, count: i64) {
    for _ in 0..count {
        queue.drain().await.unwrap();
        world.wait(1);
    }
}

on_each_engine! {
    async fn s_otp_08_a_message_is_sent_once_and_wiped(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let id = house.put(&world, "first", 300).await;
        assert!(house.row(id).await.3);
        seconds(&house.queue(&world, Settings::default()), &world, 120).await;
        assert_eq!(*world.sent.lock().unwrap(), [format!("0 +77001234567 {TEXT}")]);
        assert_eq!(house.row(id).await, ("sent".to_owned(), Some("accepted".to_owned()), Some("77".to_owned()), false));
    }

    async fn tries_are_three_within_a_minute_and_fewer_where_the_gateway_says_so(db: Db) {
    let long = || Outcome::Retry { code: "30".to_owned(), after: Duration::from_secs(50), once: false };
    let once = || Outcome::Retry { code: "15".to_owned(), after: Duration::ZERO, once: true };
    let unknown = || Outcome::Unknown { reason: "timeout" };
    let no = |alert| Outcome::Permanent { code: "7".to_owned(), alert };
    let rows: [(Vec<Outcome>, &[i64], &str, &str); 11] = [
        (vec![retry(), retry(), retry(), retry()], &[0, 5, 20], "failed", "three tries"),
        (vec![retry(), retry()], &[0, 5, 20], "sent", "the third succeeds"),
        (vec![long(), retry()], &[0, 50], "failed", "the third would come after a minute"),
        (vec![once(), once()], &[0, 5], "failed", "one more time"),
        (vec![unknown(), unknown(), unknown()], &[0, 5], "failed", "a time-out is repeated once"),
        (vec![unknown(), retry()], &[0, 5, 20], "sent", "a refusal is certain, and may be tried again"),
        (vec![unknown(), retry(), unknown()], &[0, 5, 20], "failed", "but not a second time-out"),
        (vec![retry(), unknown()], &[0, 5, 20], "sent", "the first time-out may come later"),
        (vec![no(false)], &[0], "failed", "refused for good"),
        (vec![no(true)], &[0], "failed", "refused for good, and somebody must act"),
        (vec![Outcome::Held { id: None }], &[0], "sent", "held for approval is taken"),
    ];
        let house = House::new(db).await;
        for (script, sent, state, reason) in &rows {
            let world = World::new(script.clone());
            let id = house.put(&world, "first", 300).await;
            seconds(&house.queue(&world, Settings::default()), &world, 310).await;
            assert_eq!(world.seconds(), *sent, "{reason}");
            let (found, _, _, kept) = house.row(id).await;
            assert_eq!((found.as_str(), kept), (*state, false), "{reason}");
        }
    }

    async fn s_otp_03_a_code_is_never_sent_after_its_end(db: Db) {
        let house = House::new(db).await;
        let world = World::new([retry()]);
        let queue = house.queue(&world, Settings::default());
        let retried = house.put(&world, "first", 5).await;
        seconds(&queue, &world, 30).await;
        assert_eq!(world.seconds(), [0], "the next try would come at its end");
        house.ended(retried, "failed", "30").await;

        let late = house.put(&world, "first", 300).await;
        world.wait(300);
        queue.drain().await.unwrap();
        assert_eq!(world.seconds(), [0], "nobody looked in time");
        house.ended(late, "expired", "late").await;
    }

    async fn s_otp_08_a_new_code_ends_the_old_one_wherever_it_is(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let waiting = house.put(&world, "first", 300).await;
        let other = house.put(&world, "recovery", 300).await;
        let new = house.put(&world, "first", 300).await;
        house.ended(waiting, "expired", "withdrawn").await;
        assert_eq!((house.row(other).await.0, house.row(new).await.0), ("queued".to_owned(), "queued".to_owned()));
        house.queue(&world, Settings::default()).drain().await.unwrap();
        assert_eq!(world.seconds(), [0, 0]);

        // One under way is not tried again.
        let world = World::new([retry()]);
        world.gate.forget_permits(Semaphore::MAX_PERMITS);
        let queue = house.queue(&world, Settings::default());
        let old = house.put(&world, "first", 300).await;
        let draining = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.drain().await.unwrap() }
        });
        world.called.notified().await;
        world.wait(1);
        let new = house.put(&world, "first", 300).await;
        world.gate.add_permits(9);
        draining.await.unwrap();
        seconds(&queue, &world, 60).await;
        assert_eq!(world.seconds(), [0, 1], "the old one once, the new one once");
        assert_eq!((house.row(old).await.0, house.row(new).await.0), ("expired".to_owned(), "sent".to_owned()));
    }

    async fn s_enum_05_a_decoy_is_written_and_never_sent(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let id = house.put_for(&world, None, "first", 300).await;
        seconds(&house.queue(&world, Settings::default()), &world, 310).await;
        assert_eq!(world.seconds(), [0; 0]);
        assert_eq!(house.row(id).await, ("decoy".to_owned(), None, None, false));
    }

    async fn a_message_of_a_lost_node_is_sent_once_more_and_no_oftener(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let (now, lease) = (world.now(), TimeDelta::seconds(30));
        let [first, second] = [house.put(&world, "first", 300).await, house.put(&world, "recovery", 300).await];
        for id in [first, second] {
            assert!(messages::take(&house.db, id, now, now + lease).await.unwrap().is_some());
            assert!(messages::take(&house.db, id, now, now + lease).await.unwrap().is_none(), "it is taken");
        }
        // A second node takes one of them after the lease, and is lost as well.
        let late = now + lease;
        let taken = messages::take(&house.db, second, late, late + lease).await.unwrap().unwrap();
        assert_eq!((taken.tries, taken.unclear), (2, 1));
        seconds(&house.queue(&world, Settings::default()), &world, 120).await;
        assert_eq!(world.seconds(), [30], "the first, when the lease is over");
        assert_eq!(house.row(first).await.0, "sent");
        house.ended(second, "failed", "lost").await;
    }

    async fn a_lost_node_that_comes_back_changes_nothing(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let (now, lease) = (world.now(), TimeDelta::seconds(30));
        let id = house.put(&world, "first", 300).await;
        let lost = messages::take(&house.db, id, now, now + lease).await.unwrap().unwrap();
        world.wait(30);
        house.queue(&world, Settings::default()).drain().await.unwrap();
        let back = messages::Back { due_at: now, unclear: false, untried: false, gateway: "g", outcome: "o" };
        assert!(!messages::put_back(&house.db, &lost, &back).await.unwrap());
        assert!(!messages::finish(&house.db, &lost, messages::End::Failed, "g", "o").await.unwrap());
        assert_eq!(house.row(id).await.0, "sent");
    }

    async fn nodes_on_one_store_send_each_message_once(db: Db) {
        const COUNT: i64 = 60;
        let house = House::new(db).await;
        let world = World::new([]);
        for n in 0..COUNT {
            house.put(&world, &format!("notice-{n}"), 300).await;
        }
        let dbs = [house.db.clone(), another_node(&house.db).await, another_node(&house.db).await];
        let nodes = dbs.map(|db| house.node(db, &world, Settings { at_once: 8, ..Settings::default() }));
        let nodes = nodes.map(|queue| tokio::spawn(async move { queue.drain().await.unwrap() }));
        for node in nodes {
            node.await.unwrap();
        }
        assert_eq!(world.seconds().len(), usize::try_from(COUNT).unwrap());
        let sent: i64 = on_db!(&house.db, on => sqlx::query_scalar(
            "SELECT COUNT(*) FROM messages WHERE state = 'sent' AND tries = 1"
        ).fetch_one(on).await)
        .unwrap();
        assert_eq!(sent, COUNT);
    }

    async fn five_failures_pause_the_gateway_and_are_said_once(db: Db) {
        let house = House::new(db).await;
        let failure = || Outcome::Permanent { code: "8".to_owned(), alert: true };
        let world = World::new((0..6).map(|_| failure()));
        let queue = house.queue(&world, Settings { at_once: 1, ..Settings::default() });
        for n in 0..10 {
            house.put(&world, &format!("code-{n}"), 300).await;
        }
        seconds(&queue, &world, 200).await;
        assert_eq!(world.seconds(), [0, 0, 0, 0, 0, 60, 120, 120, 120, 120], "one tries after each pause");
        assert_eq!((world.said("sms-gateway-paused"), world.said("sms-gateway-back")), (1, 1));
        let counts = Counts { accepted: 4, refused: 6, ..Counts::default() };
        assert_eq!(queue.counts(), counts, "and it is not paused any more");
    }

    async fn a_gateway_that_wants_to_be_left_alone_is(db: Db) {
        let house = House::new(db).await;
        let pause = Outcome::Pause { code: "4".to_owned(), time: Duration::from_mins(10) };
        let world = World::new([pause]);
        let queue = house.queue(&world, Settings { at_once: 1, ..Settings::default() });
        let code = house.put(&world, "first", 300).await;
        let notice = house.put(&world, "password-changed", 86_400).await;
        seconds(&queue, &world, 700).await;
        assert_eq!(world.seconds(), [0, 600], "the notice lives long enough");
        house.ended(code, "failed", "4").await;
        assert_eq!((house.row(notice).await.0.as_str(), world.said("sms-alert")), ("sent", 1));
    }

    async fn s_otp_08_a_day_has_so_many_messages_and_says_so_at_four_fifths(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        let nodes = [0; 2].map(|_| house.queue(&world, Settings { daily_limit: 10, ..Settings::default() }));
        for n in 0..12 {
            house.put(&world, &format!("code-{n}"), 300).await;
            nodes[n % 2].drain().await.unwrap();
            let said = (world.said("sms-daily-80-percent"), world.said("sms-daily-limit"));
            assert_eq!(said, (usize::from(n >= 7), usize::from(n >= 9)), "after {} messages", n + 1);
        }
        assert_eq!(world.seconds().len(), 10);
        let notice = house.put(&world, "password-changed", 86_400).await;
        nodes[0].drain().await.unwrap();
        assert_eq!(house.row(notice).await.0, "queued", "a notice waits for the next day");
        world.wait(23 * 3600);
        nodes[0].drain().await.unwrap();
        assert_eq!((house.row(notice).await.0.as_str(), world.seconds().len()), ("sent", 11));
    }

    async fn s_log_03_the_journal_holds_no_number_text_or_code(db: Db) {
        let house = House::new(db).await;
        let unknown = Outcome::Unknown { reason: "timeout" };
        let refused = Outcome::Permanent { code: "7".to_owned(), alert: true };
        let world = World::new([Outcome::Accepted { id: None }, retry(), unknown, refused]);
        let queue = house.queue(&world, Settings { daily_limit: 5, ..Settings::default() });
        for n in 0..6 {
            house.put(&world, &format!("code-{n}"), 300).await;
        }
        seconds(&queue, &world, 60).await;
        let said = world.said.lock().unwrap().join("\n");
        for event in ["sms-sent", "sms-retry", "sms-failed", "sms-alert", "sms-daily-limit"] {
            assert!(said.contains(event), "{event}: {said}");
        }
        assert!(said.contains("phone=+7 7•• ••• •• 67"), "{said}");
        for secret in ["7001234567", "482913", "кіру", "айтпаңыз"] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        assert!(!format!("{queue:?}").contains("Vault"));
    }

    async fn s_net_05_a_stopping_queue_ends_what_is_under_way(db: Db) {
        let house = House::new(db).await;
        let world = World::new([]);
        world.gate.forget_permits(Semaphore::MAX_PERMITS);
        let queue = house.queue(&world, Settings { at_once: 1, look: Duration::from_hours(1), ..Settings::default() });
        let stop = Arc::new(Notify::new());
        let running = tokio::spawn({
            let (queue, stop) = (Arc::clone(&queue), Arc::clone(&stop));
            async move { queue.run(stop.notified()).await }
        });
        // The queue looks when it is told, not after its hour.
        let [sent, left] = [house.put(&world, "first", 300).await, house.put(&world, "recovery", 300).await];
        queue.wake();
        tokio::time::timeout(Duration::from_secs(10), world.called.notified()).await.unwrap();
        stop.notify_one();
        tokio::task::yield_now().await;
        assert!(!running.is_finished());
        world.gate.add_permits(9);
        running.await.unwrap();
        assert_eq!((house.row(sent).await.0.as_str(), house.row(left).await.0.as_str()), ("sent", "queued"));
    }
}
