//! `otau demo generate`: a file of made-up clients, of any size.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;

use super::Outcome;
use super::office::{count, done, failed};
use super::report::Reporter;
use crate::cabinet::demo::client;
use crate::cabinet::import::{Form, Writer};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Arg;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Generate(Generate),
}

#[derive(Debug, clap::Args)]
struct Generate {
    /// How many clients.
    #[arg(long, value_name = "N", default_value_t = 100)]
    clients: u64,
    /// The same seed makes the same clients.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The day as of which they are made.
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// The file; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: Args, reporter: &Reporter) -> Outcome {
    let Action::Generate(args) = args.action;
    let written = match &args.out {
        None => write(&args, Form::Json, io::stdout().lock(), reporter),
        Some(path) => File::create(path)
            .and_then(|file| write(&args, Form::of(path).unwrap_or(Form::Json), BufWriter::new(file), reporter)),
    };
    match written {
        // A reader that went away wants nothing more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => failed(reporter, "write", &error),
        Ok(()) => match &args.out {
            None => Outcome::Done,
            Some(path) => {
                let path = path.display().to_string();
                let words = [("count", count(args.clients)), ("path", Arg::Text(&path))];
                done(
                    reporter,
                    "cli-generate-done",
                    &words,
                    &json!({"kind": "demo", "clients": args.clients, "path": path}),
                )
            }
        },
    }
}

fn write(args: &Generate, form: Form, out: impl Write, reporter: &Reporter) -> io::Result<()> {
    let now = SystemClock.now();
    let today = args.today.unwrap_or_else(|| almaty_date(now));
    // The same day gives the same bytes.
    let as_of = today.and_time(chrono::NaiveTime::MIN).and_utc();
    let mut writer = Writer::new(out, form, as_of)?;
    let total = usize::try_from(args.clients).unwrap_or(usize::MAX);
    for number in 0..args.clients {
        writer.client(&client(args.seed, number, today))?;
        if args.out.is_some() {
            reporter.progress("generate", usize::try_from(number).unwrap_or(total), total);
        }
    }
    writer.end().map(drop)
}
