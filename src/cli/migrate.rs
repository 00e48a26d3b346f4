//! `otau migrate`: brings the tables of the cabinet to what this program needs.

use serde_json::json;

use super::Outcome;
use super::office::{OfficeArgs, done, failed};
use super::report::Reporter;
use crate::i18n::Arg;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    office: OfficeArgs,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    args.office.run_unchecked(reporter, async |office| match office.migrate().await {
        Ok(numbers) => {
            let list = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let key = if numbers.is_empty() { "cli-migrate-none" } else { "cli-migrate-done" };
            done(reporter, key, &[("numbers", Arg::Text(&list))], &json!({"kind": "migrate", "numbers": numbers}))
        }
        Err(error) => failed(reporter, "migrate", &error),
    })
}
