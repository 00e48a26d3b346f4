//! `otau keys generate`: keys for the vault, printed once.

use super::Outcome;
use super::office::failed;
use super::report::Reporter;
use crate::cabinet::vault::Keys;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Generate,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let Action::Generate = args.action;
    match Keys::generate() {
        Ok(keys) => {
            reporter.result(keys.trim_end());
            Outcome::Done
        }
        Err(error) => failed(reporter, "random", &error),
    }
}
