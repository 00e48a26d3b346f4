//! The cabinet at a size: import, what pages read, signing in, and private pages over HTTP.
//! `cargo bench --bench cabinet -- 5000 500 60` is 5 000 clients and 500 requests a second for a minute;
//! `benches/README.md` has the method.

#[path = "../support/program.rs"]
mod program;
mod schema;
mod served;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/steady.rs"]
mod steady;
mod store;
#[path = "../support/times.rs"]
mod times;
mod visitors;

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use otau::cabinet::demo::client;
use otau::cabinet::import::{Form, Writer};
use otau::clock::{Clock as _, SystemClock, almaty_date};

use schema::Schema;
use store::Store;

/// What all clients, and all choices among them, are drawn from.
const SEED: u64 = 1;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How much of everything.
#[derive(Clone, Copy)]
struct Size {
    clients: u64,
    /// Requests a second.
    rate: u64,
    /// For how long.
    seconds: u64,
    /// The day on which all of it is.
    today: NaiveDate,
}

fn main() -> Outcome<()> {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let mut number = |default: u64| numbers.next().unwrap_or(default).max(1);
    let (clients, rate, seconds) = (number(5_000), number(500), number(60));
    let size = Size { clients, rate, seconds, today: almaty_date(SystemClock.now()) };
    let place = tempfile::tempdir()?;
    let file = place.path().join("register.jsonl");
    generate(&file, size)?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let schema = match std::env::var("OTAU_BENCH_POSTGRES") {
            Ok(server) => Some(Schema::create(server).await?),
            Err(_) => None,
        };
        let outcome = measure(place.path(), &file, schema.as_ref(), size).await;
        match schema {
            Some(schema) => outcome.and(schema.remove().await),
            None => outcome,
        }
    })
}

fn generate(path: &Path, size: Size) -> Outcome<()> {
    let began = Instant::now();
    let mut writer = Writer::new(BufWriter::new(File::create(path)?), Form::Json, SystemClock.now())?;
    for number in 0..size.clients {
        writer.client(&client(SEED, number, size.today))?;
    }
    writer.end()?;
    let (seconds, length) = (began.elapsed().as_secs_f64(), mebibytes(path)?);
    println!("{} clients made up in {seconds:.1} s, {length} MiB", size.clients);
    Ok(())
}

/// First all stores are filled and read, then each is served: the load keeps to a core of its own from then on.
async fn measure(place: &Path, file: &Path, schema: Option<&Schema>, size: Size) -> Outcome<()> {
    let kept = place.join("data/otau.db");
    let mut stores = vec![Store::new("SQLite", format!("sqlite://{}", kept.display()))?];
    if let Some(schema) = schema {
        stores.push(Store::new("PostgreSQL", schema.address())?);
    }
    for store in &stores {
        store.import(file).await?;
        store.read(size).await?;
    }
    println!("{:<11} file {} MiB", stores[0].engine, mebibytes(&kept)?);
    fs::remove_file(file)?;
    let pinned = served::keep_to_one_core();
    println!("server on core 0, load on core 1: {}", if pinned { "yes" } else { "no" });
    for store in &stores {
        served::measure(store, &place.join("public"), pinned, size).await?;
    }
    Ok(())
}

fn mebibytes(path: &Path) -> Outcome<u64> {
    Ok(fs::metadata(path)?.len() >> 20)
}
