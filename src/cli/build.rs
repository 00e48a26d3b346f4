//! `otau build`: a static tree that any web host can serve.

use std::path::PathBuf;

use serde_json::json;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::compress::Compress;
use crate::build::pipeline::{BuildError, BuildRequest, Occasion, Report, build};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Arg;
use crate::site::model::BuildOptions;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Where releases go.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Compressed copies beside each text file.
    #[arg(long, value_name = "none|fast|best", default_value = "best")]
    compress: Compress,
    /// Times of each phase.
    #[arg(long)]
    timings: bool,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let out = args.out.clone().unwrap_or_else(|| args.site.root.join("public"));
    let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false, demonstration: false };
    let (root, compress) = (args.site.root.clone(), args.compress);
    let request = BuildRequest { root, out: out.clone(), compress, options, occasion: Occasion::Asked };
    let report = match publish(&request, reporter) {
        Ok(Some(report)) => report,
        Ok(None) => return Outcome::Done,
        Err(outcome) => return outcome,
    };
    if args.timings {
        reporter.timings(&report.timings);
    }
    let current = out.join("current").display().to_string();
    if reporter.json {
        let published = &report.published;
        let line = json!({
            "kind": "build", "release": published.id, "unchanged": published.unchanged, "files": published.files,
            "written": published.written, "linked": published.linked, "removed": published.removed,
            "bytes": published.bytes, "path": current,
        });
        reporter.result(&line.to_string());
    } else {
        reporter.result(&current);
    }
    Outcome::Done
}

/// Builds and publishes, and reports whatever comes of it: none when the release that a rollback put back stays.
pub(super) fn publish(request: &BuildRequest, reporter: &Reporter) -> Result<Option<Report>, Outcome> {
    let start = std::time::Instant::now();
    match build(request, &|phase, done, total| reporter.progress(phase, done, total)) {
        Ok(report) => {
            reporter.problems(&report.warnings);
            let files = Arg::Integer(i64::try_from(report.published.files).unwrap_or(i64::MAX));
            let written = Arg::Integer(i64::try_from(report.published.written).unwrap_or(i64::MAX));
            let time = format!("{:.2}", start.elapsed().as_secs_f64());
            let key = if report.published.unchanged { "cli-build-unchanged" } else { "cli-build-done" };
            let args = [
                ("files", files),
                ("written", written),
                ("time", Arg::Text(&time)),
                ("id", Arg::Text(&report.published.id)),
            ];
            reporter.success(&reporter.text(key, &args));
            for error in &report.published.untidy {
                reporter.publish_failure(error);
            }
            Ok(Some(report))
        }
        Err(BuildError::Site(problems)) => {
            reporter.problems(&problems);
            Err(Outcome::Problems)
        }
        Err(BuildError::Held(release)) => {
            reporter.warning("held", &reporter.text("cli-held", &[("id", Arg::Text(&release))]));
            Ok(None)
        }
        Err(BuildError::Publish(error)) => {
            reporter.publish_failure(&error);
            Err(Outcome::Failed)
        }
    }
}
