//! Clients who have signed in, and what they ask for.

use std::sync::Arc;

use chrono::{Datelike as _, TimeDelta};
use otau::cabinet::demo::client;
use otau::cabinet::demo::dice::Dice;
use otau::cabinet::demo::personas::Persona;
use otau::cabinet::service::{Caller, SessionKind, SignIn};
use otau::clock::{Clock as _, FixedClock, SystemClock};
use otau::i18n::Locale;
use otau::page::entry::CONSENT_VERSION;
use otau::portal::password::Password;

use super::store::{Store, timed};
use super::times::Times;
use super::{Outcome, SEED, Size};

/// How many sessions there are; of [`PROGRAMS`] one is a program's.
pub(crate) const SESSIONS: usize = 1_000;
const PROGRAMS: usize = 5;

/// The password of all of them.
const PASSWORD: &str = "Қара-Шаңырақ7";

/// A client with a session.
pub(crate) struct Visitor {
    /// The header that carries the session.
    header: String,
    is_program: bool,
    /// Contracts: reference and rows.
    contracts: Vec<(String, usize)>,
}

impl Visitor {
    /// A GET as a browser or a program of this client sends it.
    pub(crate) fn get(&self, host: &str, path: &str) -> String {
        let accept = if self.is_program { "application/json" } else { "text/html" };
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n{}\r\n\r\n", self.header)
    }

    /// Something of one's own that everybody may ask for, and that writes nothing.
    pub(crate) fn first(&self, host: &str) -> String {
        self.get(host, if self.is_program { "/api/v1/contracts" } else { "/ru/cabinet/profile" })
    }
}

/// Something that is asked for: what it is called, its address, and the fewest rows of the contract it is asked of.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    path: &'static str,
    rows: usize,
}

/// What is asked for, in turn.
pub(crate) const KINDS: [Kind; 7] = [
    Kind { name: "profile", path: "/{lang}/cabinet/profile", rows: 0 },
    Kind { name: "contracts", path: "/{lang}/cabinet/contracts", rows: 0 },
    Kind { name: "schedule", path: "/{lang}/cabinet/schedule/{contract}/", rows: 0 },
    Kind { name: "of a year", path: "/{lang}/cabinet/schedule/{contract}/?year={year}", rows: 0 },
    Kind { name: "page 2 of 240 rows", path: "/{lang}/cabinet/schedule/{contract}/?p=2", rows: 240 },
    Kind { name: "all of 240 rows", path: "/{lang}/cabinet/schedule/{contract}/?n=all", rows: 240 },
    Kind { name: "schedule as JSON", path: "/api/v1/contracts/{contract}/schedule", rows: 0 },
];

/// Signs clients in by the use case, one after another, with a hash that costs next to nothing; and how long each took.
///
/// They come as if spread over the last minute. The last use of a session is noted once a minute (SES-4): so these notes
/// come evenly too, as among people, not all at once.
pub(crate) async fn sign_in(store: &Store, size: Size) -> Outcome<(Vec<Visitor>, Times)> {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let (cabinet, office) = store.open(clock.clone()).await?;
    let mut dice = Dice::new(SEED, 1);
    let (mut visitors, mut times) = (Vec::new(), Vec::new());
    while visitors.len() < SESSIONS {
        let told = client(SEED, dice.below(size.clients), size.today);
        let (Some(phone), contract) = (told.client.phone, &told.contracts[0].contract) else { continue };
        let persona = Persona {
            account: told.account,
            iin: told.client.iin,
            phone,
            contract: contract.number.clone(),
            concluded: contract.concluded,
            password: Some(PASSWORD),
        };
        let number = visitors.len();
        cabinet.furnish(std::slice::from_ref(&persona), CONSENT_VERSION).await?;
        let is_program = number % PROGRAMS == 0;
        let caller = Caller {
            network: "192.0.2.1".to_owned(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
            device: None,
            before: None,
            language: Locale::ALL[number % 2],
            kind: if is_program { SessionKind::Api } else { SessionKind::Page },
        };
        clock.set(
            SystemClock.now() - TimeDelta::minutes(1) * i32::try_from(SESSIONS - number)? / i32::try_from(SESSIONS)?,
        );
        let password = Password::typed(PASSWORD)?;
        let (time, opened) = timed(cabinet.sign_in(&persona.account, &persona.iin, &password, &caller)).await?;
        let SignIn::Opened(opened) = opened else { return Err("a sign-in was refused".into()) };
        times.push(time);
        let secret = opened.session.expose();
        let client = office.find(&persona.account).await?.ok_or("a client is gone")?;
        let held = cabinet.contracts(client).await?;
        visitors.push(Visitor {
            header: if is_program {
                format!("Authorization: Bearer {secret}")
            } else {
                format!("Cookie: sid={secret}")
            },
            is_program,
            contracts: held.into_iter().map(|it| (it.reference, it.schedule.rows().len())).collect(),
        });
    }
    cabinet.db().close().await;
    Ok((visitors, times.into_iter().collect()))
}

/// So many requests, of each kind in turn, of clients and contracts at random.
pub(crate) fn requests(visitors: &[Visitor], host: &str, count: u64, size: Size) -> Outcome<Vec<String>> {
    let able: Vec<Vec<(&Visitor, &str)>> = KINDS.iter().map(|kind| able(visitors, kind)).collect();
    if let Some(kind) = KINDS.iter().zip(&able).find(|(_, able)| able.is_empty()).map(|(kind, _)| kind) {
        return Err(format!("too few clients: nobody can ask for {:?}", kind.name).into());
    }
    let mut dice = Dice::new(SEED, 2);
    let year = size.today.year().to_string();
    let request = |(kind, able): (&Kind, &Vec<(&Visitor, &str)>)| {
        let (visitor, contract) = dice.pick(able);
        let lang = dice.pick(&Locale::ALL).code();
        let path = kind.path.replace("{lang}", lang).replace("{contract}", contract).replace("{year}", &year);
        visitor.get(host, &path)
    };
    Ok(KINDS.iter().zip(&able).cycle().take(usize::try_from(count)?).map(request).collect())
}

/// Who can ask for it, and of which contract.
fn able<'v>(visitors: &'v [Visitor], kind: &Kind) -> Vec<(&'v Visitor, &'v str)> {
    let of_kind = visitors.iter().filter(|visitor| visitor.is_program == kind.path.starts_with("/api/"));
    let contracts = of_kind.flat_map(|visitor| visitor.contracts.iter().map(move |contract| (visitor, contract)));
    contracts.filter(|(_, (_, rows))| *rows >= kind.rows).map(|(visitor, (name, _))| (visitor, name.as_str())).collect()
}
