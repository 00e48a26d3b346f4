//! A store with its keys: filled, read as pages do, opened to sign in.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use otau::cabinet::auth::{AuthLimits, Hasher, HasherConfig};
use otau::cabinet::client_id::ClientId;
use otau::cabinet::demo::client;
use otau::cabinet::demo::dice::Dice;
use otau::cabinet::import::Options;
use otau::cabinet::office::Office;
use otau::cabinet::service::{Access, Cabinet};
use otau::cabinet::sms::Texts;
use otau::cabinet::store::Db;
use otau::cabinet::vault::{Keys, Vault};
use otau::clock::{Clock, SystemClock};
use otau::i18n::Catalogue;
use otau::page::theme::builtin_locales;
use otau::portal::password::KnownWords;

use super::times::Times;
use super::{Outcome, SEED, Size};

/// Clients whose profile, contracts and schedule are read.
const READS: usize = 5_000;

/// A store.
pub(crate) struct Store {
    /// What is behind it.
    pub(crate) engine: &'static str,
    /// Where it is.
    pub(crate) address: String,
    /// The keys, as they are given to a server.
    pub(crate) keys: String,
    vault: Arc<Vault>,
}

impl Store {
    /// A store with new keys.
    pub(crate) fn new(engine: &'static str, address: String) -> Outcome<Self> {
        let keys = Keys::generate()?;
        let vault = Arc::new(Vault::new(&Keys::parse(&keys)?));
        Ok(Self { engine, address, keys, vault })
    }

    /// Imports a file, and once more when there is nothing new in it.
    pub(crate) async fn import(&self, file: &Path) -> Outcome<()> {
        let db = Db::connect(&self.address).await?;
        let office = Office::new(db.clone(), Arc::clone(&self.vault), Arc::new(SystemClock));
        office.migrate().await?;
        for (name, again) in [("import", false), ("again", true)] {
            let began = Instant::now();
            let imported = office.import(&Options { again, ..Options::of(file) }, |_| ()).await?;
            let (rows, seconds) = (imported.report.sums.rows, began.elapsed().as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "some millions of rows")]
            let rate = rows as f64 / seconds;
            println!("{:<11} {name:<8} {rows} rows in {seconds:.1} s: {rate:.0} rows/s", self.engine);
        }
        db.close().await;
        Ok(())
    }

    /// Use cases without HTTP, one after another, for clients in random order.
    pub(crate) async fn read(&self, size: Size) -> Outcome<()> {
        let (cabinet, office) = self.open(Arc::new(SystemClock)).await?;
        let mut dice = Dice::new(SEED, 0);
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..READS {
            let account = client(SEED, dice.below(size.clients), size.today).account;
            let client = office.find(&account).await?.ok_or("a client is gone")?;
            times[0].push(timed(cabinet.profile(client)).await?.0);
            let (time, held) = timed(cabinet.contracts(client)).await?;
            times[1].push(time);
            times[2].push(schedule(&cabinet, client, &held[0].reference, size).await?);
        }
        for (name, times) in ["profile", "contracts", "schedule"].iter().zip(times) {
            println!("{:<11} {name:<18} {}", self.engine, times.into_iter().collect::<Times>());
        }
        cabinet.db().close().await;
        Ok(())
    }

    /// The cabinet and its office by a clock, with a password hash that costs next to nothing.
    pub(crate) async fn open(&self, clock: Arc<dyn Clock>) -> Outcome<(Cabinet, Office)> {
        let db = Db::connect(&self.address).await?;
        let cheap = HasherConfig { memory: 64, passes: 1, ..HasherConfig::default() };
        let access = Access {
            hasher: Arc::new(Hasher::new(cheap)?),
            limits: AuthLimits::default(),
            texts: Texts::new(&Catalogue::load(&builtin_locales()).0, Duration::from_mins(5), None)?,
            words: KnownWords::common(Vec::<String>::new()),
        };
        let office = Office::new(db.clone(), Arc::clone(&self.vault), Arc::clone(&clock));
        Ok((Cabinet::new(db, Arc::clone(&self.vault), clock, access), office))
    }
}

/// One contract with the state of each payment.
async fn schedule(cabinet: &Cabinet, client: ClientId, reference: &str, size: Size) -> Outcome<Duration> {
    let began = Instant::now();
    let held = cabinet.contract(client, reference).await?.ok_or("the contract is gone")?;
    std::hint::black_box(held.schedule.lines(size.today));
    Ok(began.elapsed())
}

/// How long it takes, and what comes of it.
pub(crate) async fn timed<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<(Duration, T), E> {
    let began = Instant::now();
    let done = work.await?;
    Ok((began.elapsed(), done))
}
