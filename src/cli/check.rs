//! `otau check`: every problem of the site, all at once, each with what to do.

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::pipeline::{check, picture_cache};
use crate::build::workspace::{Workspace, has_errors};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Arg;
use crate::site::model::BuildOptions;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Warnings count as problems too.
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let workspace = Workspace::read(&args.site.root);
    let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false };
    let problems = check(&workspace, options, &picture_cache(&args.site.root));
    reporter.problems(&problems);
    if has_errors(&problems) || (args.strict && !problems.is_empty()) {
        return Outcome::Problems;
    }
    let texts = Arg::Integer(i64::try_from(workspace.texts()).unwrap_or(i64::MAX));
    reporter.success(&reporter.text("cli-check-clean", &[("texts", texts)]));
    Outcome::Done
}
