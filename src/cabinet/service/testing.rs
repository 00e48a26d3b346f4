//! A cabinet for cases: two clients of the register, a clock that is moved by hand, cheap hashes, and the messages that
//! were put into the queue.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::{Access, AuthorizationForm, Cabinet, Caller, Opened, SessionKind, SignIn};
use crate::cabinet::auth::{AuthLimits, Hasher, HasherConfig};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::sms::Texts;
use crate::cabinet::store::{Db, messages, testing};
use crate::cabinet::vault::Token;
use crate::clock::{Clock, FixedClock};
use crate::i18n::{Catalogue, Locale, PerLanguage, Source, Sources};
use crate::portal::account::AccountNumber;
use crate::portal::authorization::Purpose;
use crate::portal::contract_number::ContractNumber;
use crate::portal::password::{KnownWords, Password};
use crate::portal::phone::Phone;

/// A password that keeps all rules.
pub(in crate::cabinet) const PASSWORD: &str = "Қара-Шаңырақ7";
/// Another.
pub(in crate::cabinet) const OTHER: &str = "Көк-Төбеде3жыл";

/// Hashes that cost next to nothing, any number at a time.
pub(in crate::cabinet) fn cheap() -> HasherConfig {
    HasherConfig { memory: 64, passes: 1, runs: 4, waiting: 1000, patience: Duration::from_mins(1) }
}

fn texts() -> Texts {
    let file = |text: &str| vec![Source { path: "sms.ftl".to_owned(), text: text.to_owned() }];
    let kk = file(include_str!("../../../locales/kk/sms.ftl"));
    let ru = file(include_str!("../../../locales/ru/sms.ftl"));
    let (catalogue, _) = Catalogue::load(&Sources { builtin: PerLanguage::new(kk, ru, vec![]), ..Sources::default() });
    Texts::new(&catalogue, Duration::from_mins(5), None).unwrap()
}

/// A cabinet with cheap hashes.
pub(in crate::cabinet) fn cabinet(db: &Db, clock: Arc<dyn Clock>, limits: AuthLimits) -> Cabinet {
    with_hasher(db, clock, limits, cheap())
}

/// A cabinet with hashes of some kind.
pub(in crate::cabinet) fn with_hasher(
    db: &Db,
    clock: Arc<dyn Clock>,
    limits: AuthLimits,
    hasher: HasherConfig,
) -> Cabinet {
    let access = Access {
        hasher: Arc::new(Hasher::new(hasher).unwrap()),
        limits,
        texts: texts(),
        words: KnownWords::common(["Отау Құрылыс"]),
    };
    Cabinet::new(db.clone(), Arc::new(testing::vault()), clock, access)
}

/// A cabinet with two clients in its register; the first has a phone, the second has none.
pub(in crate::cabinet) struct Desk {
    pub cabinet: Cabinet,
    pub clock: Arc<FixedClock>,
    pub db: Db,
    pub client: ClientId,
}

impl Desk {
    pub(in crate::cabinet) async fn new(db: Db) -> Self {
        Self::with(db, AuthLimits::default()).await
    }

    pub(in crate::cabinet) async fn with(db: Db, limits: AuthLimits) -> Self {
        let (client, _) = testing::two_clients(&db).await;
        let clock = testing::clock();
        Self { cabinet: cabinet(&db, Arc::clone(&clock) as Arc<dyn Clock>, limits), clock, db, client }
    }

    /// Time goes by.
    pub(in crate::cabinet) fn wait(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// Takes what is in the queue: numbers and texts.
    pub(in crate::cabinet) async fn outbox(&self) -> Vec<(Phone, String)> {
        let now = self.clock.now();
        let mut taken = Vec::new();
        for id in messages::due(&self.db, now, 100).await.unwrap() {
            let message = messages::take(&self.db, id, now, now + TimeDelta::hours(1)).await.unwrap().unwrap();
            taken.push(message.open(&testing::vault()).unwrap());
        }
        taken
    }

    /// The code of the one message in the queue.
    pub(in crate::cabinet) async fn code(&self) -> String {
        let mut outbox = self.outbox().await;
        assert_eq!(outbox.len(), 1, "one message");
        outbox.remove(0).1[..6].to_owned()
    }

    pub(in crate::cabinet) async fn begin(&self, purpose: Purpose, form: &AuthorizationForm) -> Token {
        self.cabinet.begin(purpose, form, "2026-01", &caller()).await.unwrap()
    }

    /// A process up to the right code, by its new secret.
    pub(in crate::cabinet) async fn confirmed(&self, purpose: Purpose) -> Token {
        let flow = self.begin(purpose, &form()).await;
        let code = self.code().await;
        self.cabinet.confirm(&flow, &code, &caller()).await.unwrap().unwrap().flow
    }

    /// The client's first authorization, with [`PASSWORD`].
    pub(in crate::cabinet) async fn authorized(&self) -> Opened {
        let flow = self.confirmed(Purpose::First).await;
        self.cabinet.set_password(&flow, PASSWORD, PASSWORD, &caller()).await.unwrap().unwrap()
    }

    pub(in crate::cabinet) async fn sign_in(&self, password: &str, caller: &Caller) -> SignIn {
        let password = Password::typed(password).unwrap();
        let (account, iin) = (testing::account(), testing::client().iin);
        self.cabinet.sign_in(&account, &iin, &password, caller).await.unwrap()
    }

    /// Whether a secret opens the cabinet.
    pub(in crate::cabinet) async fn is_open(&self, token: &Token) -> bool {
        let session = self.cabinet.session(token, SessionKind::Page).await.unwrap();
        if let Some(session) = &session {
            self.cabinet.note_use(session).await;
        }
        session.is_some()
    }
}

/// A browser that never came before.
pub(in crate::cabinet) fn caller() -> Caller {
    from("192.0.2.1")
}

/// A browser somewhere else.
pub(in crate::cabinet) fn from(network: &str) -> Caller {
    let (network, agent) = (network.to_owned(), "Firefox".to_owned());
    Caller { network, agent, device: None, before: None, language: Locale::Kk, kind: SessionKind::Page }
}

/// The first client's form, every field right.
pub(in crate::cabinet) fn form() -> AuthorizationForm {
    AuthorizationForm {
        account: testing::account(),
        contract: ContractNumber::parse("АР-2017/001234").unwrap(),
        iin: testing::client().iin,
        phone: testing::client().phone.unwrap(),
        date: testing::day("2022-06-10"),
    }
}

/// A form with one field wrong each, and which.
pub(in crate::cabinet) fn wrong_forms() -> Vec<(AuthorizationForm, &'static str)> {
    let right = form();
    vec![
        (AuthorizationForm { account: testing::other_account(), ..right.clone() }, "another client's account"),
        (
            AuthorizationForm { account: AccountNumber::parse("9999999999").unwrap(), ..right.clone() },
            "an unknown account",
        ),
        (AuthorizationForm { contract: ContractNumber::parse("АР-2018/000007").unwrap(), ..right.clone() }, "contract"),
        (AuthorizationForm { iin: testing::bare_client().iin, ..right.clone() }, "IIN"),
        (AuthorizationForm { phone: Phone::parse("+77001234568").unwrap(), ..right.clone() }, "phone"),
        (AuthorizationForm { date: testing::day("2022-06-11"), ..right }, "date"),
    ]
}

/// Runs all of these at the same time.
pub(in crate::cabinet) async fn together<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = all.map(|it| Some(Box::pin(it))).collect();
    let mut done: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (it, done) in running.iter_mut().zip(&mut done) {
            let Some(future) = it else { continue };
            if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
                *done = Some(output);
                *it = None;
            }
        }
        if running.iter().all(Option::is_none) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
