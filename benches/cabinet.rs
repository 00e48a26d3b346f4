//! The cabinet's store at a size: import, and what pages read. `cargo bench --bench cabinet -- 5000`;
//! `benches/README.md` has the method.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use otau::cabinet::auth::{AuthLimits, Hasher, HasherConfig};
use otau::cabinet::client_id::ClientId;
use otau::cabinet::demo::client;
use otau::cabinet::demo::dice::Dice;
use otau::cabinet::import::{Form, Options, Writer};
use otau::cabinet::office::Office;
use otau::cabinet::service::{Access, Cabinet};
use otau::cabinet::sms::Texts;
use otau::cabinet::store::Db;
use otau::cabinet::vault::{Keys, Vault};
use otau::clock::{Clock as _, FixedClock, almaty_date};
use otau::i18n::Catalogue;
use otau::page::theme::builtin_locales;
use otau::portal::account::AccountNumber;
use otau::portal::password::KnownWords;

const SEED: u64 = 1;
const READS: usize = 5_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(5_000);
    let clock = Arc::new(FixedClock::at("2026-07-15T07:00:00Z".parse()?));
    let place = tempfile::tempdir()?;
    let file = place.path().join("register.jsonl");
    let began = Instant::now();
    let accounts = generate(&file, count, &clock)?;
    let size = fs::metadata(&file)?.len() >> 20;
    println!("{count} clients made up in {:.1} s, {size} MiB", began.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let address = format!("sqlite://{}", place.path().join("data/otau.db").display());
        measure("SQLite", &address, &file, &accounts, &clock).await?;
        let size = fs::metadata(place.path().join("data/otau.db"))?.len() >> 20;
        println!("SQLite      file {size} MiB");
        if let Ok(server) = std::env::var("OTAU_BENCH_POSTGRES") {
            measure("PostgreSQL", &server, &file, &accounts, &clock).await?;
        }
        Ok(())
    })
}

fn generate(path: &Path, count: u64, clock: &FixedClock) -> Outcome<Vec<AccountNumber>> {
    let mut writer = Writer::new(BufWriter::new(File::create(path)?), Form::Json, clock.now())?;
    let mut accounts = Vec::new();
    for number in 0..count {
        let told = client(SEED, number, almaty_date(clock.now()));
        writer.client(&told)?;
        accounts.push(told.account);
    }
    writer.end()?;
    Ok(accounts)
}

async fn measure(
    engine: &str,
    address: &str,
    file: &Path,
    accounts: &[AccountNumber],
    clock: &Arc<FixedClock>,
) -> Outcome<()> {
    let db = Db::connect(address).await?;
    let vault = Arc::new(Vault::new(&Keys::parse(&Keys::generate()?)?));
    let office = Office::new(db.clone(), Arc::clone(&vault), clock.clone());
    office.migrate().await?;
    for (name, again) in [("import", false), ("again", true)] {
        let began = Instant::now();
        let imported = office.import(&Options { again, ..Options::of(file) }, |_| ()).await?;
        let (rows, seconds) = (imported.report.sums.rows, began.elapsed().as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "some millions of rows")]
        let rate = rows as f64 / seconds;
        println!("{engine:<11} {name:<8} {rows} rows in {seconds:.1} s: {rate:.0} rows/s");
    }
    let access = Access {
        hasher: Arc::new(Hasher::new(HasherConfig::default())?),
        limits: AuthLimits::default(),
        texts: Texts::new(&Catalogue::load(&builtin_locales()).0, Duration::from_mins(5), None)?,
        words: KnownWords::common(Vec::<String>::new()),
    };
    let cabinet = Cabinet::new(db.clone(), vault, clock.clone(), access);
    let mut dice = Dice::new(SEED, 0);
    let (mut profiles, mut contracts, mut schedules) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..READS {
        let Some(client) = office.find(dice.pick(accounts)).await? else { continue };
        profiles.push(timed(cabinet.profile(client)).await?.0);
        let (time, held) = timed(cabinet.contracts(client)).await?;
        contracts.push(time);
        schedules.push(schedule(&cabinet, client, &held[0].reference, clock).await?);
    }
    for (name, times) in [("profile", profiles), ("contracts", contracts), ("schedule", schedules)] {
        println!("{engine:<11} {name:<10} p50 {:>6.2} ms   p99 {:>6.2} ms", at(&times, 50), at(&times, 99));
    }
    db.close().await;
    Ok(())
}

/// One contract with the state of each payment.
async fn schedule(cabinet: &Cabinet, client: ClientId, reference: &str, clock: &FixedClock) -> Outcome<Duration> {
    let began = Instant::now();
    let held = cabinet.contract(client, reference).await?.ok_or("the contract is gone")?;
    std::hint::black_box(held.schedule.lines(almaty_date(clock.now())));
    Ok(began.elapsed())
}

async fn timed<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<(Duration, T), E> {
    let began = Instant::now();
    let done = work.await?;
    Ok((began.elapsed(), done))
}

/// A percentile in milliseconds.
fn at(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times.get(times.len() * percent / 100).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}
