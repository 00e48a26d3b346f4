//! `otau keys`: keys for the vault, printed once, and the way from an old one to a new one.

use serde_json::json;

use super::Outcome;
use super::import::refused;
use super::office::{OfficeArgs, count, done, failed};
use super::report::Reporter;
use crate::cabinet::office::Office;
use crate::cabinet::office::reseal::ResealError;
use crate::cabinet::vault::Keys;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Generate(Generate),
    Reseal(Reseal),
}

#[derive(Debug, clap::Args)]
struct Generate {
    /// A sealing key alone.
    #[arg(long)]
    sealing: bool,
}

#[derive(Debug, clap::Args)]
struct Reseal {
    #[command(flatten)]
    office: OfficeArgs,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    match &args.action {
        Action::Generate(args) => generate(args, reporter),
        Action::Reseal(args) => args.office.run(reporter, async |office| reseal(office, reporter).await),
    }
}

fn generate(args: &Generate, reporter: &Reporter) -> Outcome {
    match if args.sealing { Keys::generate_sealing() } else { Keys::generate() } {
        Ok(keys) => {
            reporter.result(keys.trim_end());
            Outcome::Done
        }
        Err(error) => failed(reporter, "random", &error),
    }
}

async fn reseal(office: &Office, reporter: &Reporter) -> Outcome {
    let resealed = match office.reseal().await {
        Ok(resealed) => resealed,
        Err(ResealError::Busy) => return refused("busy", &[], reporter),
        Err(error) => return failed(reporter, "keys", &error),
    };
    let json = json!({"kind": "keys", "resealed": resealed.anew, "unopened": resealed.unopened});
    if resealed.unopened > 0 {
        done(reporter, "cli-keys-resealed", &[("count", count(resealed.anew))], &json);
        let message = reporter.text("cli-keys-unopened", &[("count", count(resealed.unopened))]);
        reporter.failure("keys-unopened", &message, &reporter.text("cli-keys-unopened.help", &[]));
        return Outcome::Problems;
    }
    let key = if resealed.anew > 0 { "cli-keys-resealed" } else { "cli-keys-sealed" };
    done(reporter, key, &[("count", count(resealed.anew))], &json)
}
