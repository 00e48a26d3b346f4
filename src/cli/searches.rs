//! `otau report searches`: what readers looked for and did not find, for those who write the texts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::{Arg, Locale};
use crate::search::unanswered::{file, read};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    about: About,
}

/// What a report is about.
#[derive(Debug, clap::Subcommand)]
enum About {
    Searches(SearchesArgs),
}

#[derive(Debug, clap::Args)]
struct SearchesArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where releases are.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many days back.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3660))]
    days: u64,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let About::Searches(args) = &args.about;
    let out = args.out.clone().unwrap_or_else(|| args.site.root.join("public"));
    let today = almaty_date(SystemClock.now());
    let since = today.checked_sub_days(Days::new(args.days - 1)).unwrap_or(today);
    let counts = match read(&out, since) {
        Ok(counts) => counts,
        Err(error) => {
            let reason = format!("{}: {error}", file(&out).display());
            reporter.failure("searches", &reporter.text("cli-failed", &[("reason", Arg::Text(&reason))]), "");
            return Outcome::Failed;
        }
    };
    let mut rows: BTreeMap<(Locale, String), Row> = BTreeMap::new();
    for (entry, count) in counts {
        let row = rows.entry((entry.locale, entry.query)).or_default();
        row.count += u64::from(count);
        row.last = row.last.max(Some(entry.day));
    }
    let mut rows: Vec<((Locale, String), Row)> = rows.into_iter().collect();
    rows.sort_by_key(|(_, row)| Reverse((row.count, row.last)));
    print(&rows, args.days, reporter);
    Outcome::Done
}

/// A query of the report.
#[derive(Debug, Default)]
struct Row {
    count: u64,
    /// The last day it was asked on.
    last: Option<NaiveDate>,
}

fn print(rows: &[((Locale, String), Row)], days: u64, reporter: &Reporter) {
    for ((locale, query), Row { count, last }) in rows {
        if reporter.json {
            reporter.result(
                &json!({"kind": "search", "lang": locale, "query": query, "count": count, "last": last}).to_string(),
            );
        } else {
            let last = last.map(|day| day.to_string()).unwrap_or_default();
            reporter.result(&format!("{count:>6}  {locale}  {last}  {query}"));
        }
    }
    if !reporter.json {
        let number = |number: u64| Arg::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let total = number(rows.iter().map(|(_, row)| row.count).sum());
        let (queries, days) = (number(rows.len() as u64), number(days));
        let key = if rows.is_empty() { "cli-searches-none" } else { "cli-searches-total" };
        reporter.note(&reporter.text(key, &[("total", total), ("queries", queries), ("days", days)]));
    }
}
