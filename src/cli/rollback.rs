//! `otau rollback`: the release before goes live again.

use std::path::PathBuf;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::release::rollback;
use crate::i18n::Arg;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Where releases are.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let out = args.out.clone().unwrap_or_else(|| args.site.root.join("public"));
    match rollback(&out) {
        Ok(done) => {
            let args = [("from", Arg::Text(&done.from)), ("to", Arg::Text(&done.to))];
            reporter.success(&reporter.text("cli-rollback-done", &args));
            if reporter.json {
                reporter.result(&serde_json::json!({"kind": "rollback", "from": done.from, "to": done.to}).to_string());
            }
            Outcome::Done
        }
        Err(error) => {
            reporter.publish_failure(&error);
            Outcome::Failed
        }
    }
}
