//! `otau audit`: the journal.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Asia::Almaty;
use serde_json::json;

use super::Outcome;
use super::office::{OfficeArgs, account, count, done, failed, nobody};
use super::report::Reporter;
use crate::cabinet::office::Office;
use crate::cabinet::store::audit::Chain;
use crate::i18n::Arg;
use crate::portal::account::AccountNumber;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Verify(Verify),
    Export(Export),
    Trim(Trim),
}

#[derive(Debug, clap::Args)]
struct Verify {
    #[command(flatten)]
    office: OfficeArgs,
}

#[derive(Debug, clap::Args)]
struct Trim {
    #[command(flatten)]
    office: OfficeArgs,
}

#[derive(Debug, clap::Args)]
struct Export {
    #[command(flatten)]
    office: OfficeArgs,
    /// Of this client alone.
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    client: Option<AccountNumber>,
    /// First day, in Asia/Almaty.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last day, in Asia/Almaty.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
}

pub(super) fn run(args: Args, reporter: &Reporter) -> Outcome {
    match args.action {
        Action::Verify(args) => args.office.run(reporter, async |office| verify(office, reporter).await),
        Action::Export(args) => args.office.run(reporter, async |office| export(office, &args, reporter).await),
        Action::Trim(args) => args.office.run(reporter, async |office| match office.trim_journal().await {
            Ok(trimmed) => {
                let key = if trimmed { "cli-audit-trimmed" } else { "cli-audit-kept" };
                done(reporter, key, &[], &json!({"kind": "audit", "trimmed": trimmed}))
            }
            Err(error) => failed(reporter, "audit", &error),
        }),
    }
}

async fn verify(office: &Office, reporter: &Reporter) -> Outcome {
    match office.verify_journal().await {
        Ok(Chain::Whole { entries, last }) => {
            let (seq, hash) = last.unwrap_or_default();
            let words = [("count", count(entries)), ("seq", Arg::Integer(seq)), ("hash", Arg::Text(&hash))];
            done(
                reporter,
                "cli-audit-whole",
                &words,
                &json!({"kind": "audit", "entries": entries, "seq": seq, "hash": hash}),
            )
        }
        Ok(Chain::Broken { seq }) => {
            reporter.failure("audit-broken", &reporter.text("cli-audit-broken", &[("seq", Arg::Integer(seq))]), "");
            Outcome::Problems
        }
        Err(error) => failed(reporter, "audit", &error),
    }
}

async fn export(office: &Office, args: &Export, reporter: &Reporter) -> Outcome {
    let start = |day: NaiveDate| {
        let start = Almaty.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest();
        start.map(|start| start.with_timezone(&Utc))
    };
    let from = args.from.and_then(start).unwrap_or(DateTime::UNIX_EPOCH);
    let to = args.to.and_then(|day| start(day.succ_opt()?)).unwrap_or(DateTime::<Utc>::MAX_UTC);
    match (office.journal(args.client.as_ref(), from, to).await, &args.client) {
        (Ok(Some(entries)), _) => {
            for entry in entries {
                reporter.result(&serde_json::to_string(&entry).unwrap_or_default());
            }
            Outcome::Done
        }
        (Ok(None), Some(account)) => nobody(reporter, account),
        (Ok(None), None) => Outcome::Done,
        (Err(error), _) => failed(reporter, "audit", &error),
    }
}
