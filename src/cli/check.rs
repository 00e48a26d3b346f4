//! `otau check`: every problem of the site, all at once, each with what to do.

use serde_json::json;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::pipeline::{Checked, check, picture_cache};
use crate::build::workspace::{Workspace, has_errors};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Arg;
use crate::search::trial::{Tally, Trial};
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
    let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false, demonstration: false };
    let Checked { problems, trial } = check(&workspace, options, &picture_cache(&args.site.root));
    reporter.problems(&problems);
    if let Some(trial) = trial.filter(|trial| trial.all.queries + trial.nonsense.0 > 0) {
        report(&trial, reporter);
    }
    if has_errors(&problems) || (args.strict && !problems.is_empty()) {
        return Outcome::Problems;
    }
    let texts = Arg::Integer(i64::try_from(workspace.texts()).unwrap_or(i64::MAX));
    reporter.success(&reporter.text("cli-check-clean", &[("texts", texts)]));
    Outcome::Done
}

/// How the site's queries went.
fn report(trial: &Trial, reporter: &Reporter) {
    let (nonsense, refused) = trial.nonsense;
    if reporter.json {
        let late = trial.late.iter().map(|late| {
            json!({
                "query": late.query, "at": late.at, "path": late.place.path, "line": late.place.line,
            })
        });
        let line = json!({
            "kind": "queries",
            "queries": trial.all.queries,
            "success_at_1": share(trial.all.first, trial.all.queries),
            "success_at_3": share(trial.all.third, trial.all.queries),
            "nonsense": nonsense,
            "nonsense_refused": share(refused, nonsense),
            "groups": trial.groups,
            "late": late.collect::<Vec<_>>(),
        });
        return reporter.result(&line.to_string());
    }
    for late in &trial.late {
        let at = Arg::Integer(i64::try_from(late.at).unwrap_or(i64::MAX));
        let text = reporter.text("cli-check-query-late", &[("query", Arg::Text(&late.query)), ("at", at)]);
        reporter.note(&format!("{}: {text}", late.place));
    }
    let line = |name: &str, tally: &Tally| {
        let (first, third) = (share(tally.first, tally.queries), share(tally.third, tally.queries));
        reporter.note(&format!("{name:<20} {:>4}   success@1 {first:.3}   success@3 {third:.3}", tally.queries));
    };
    for (name, tally) in &trial.groups {
        line(name, tally);
    }
    line(&reporter.text("cli-check-queries", &[]), &trial.all);
    let name = reporter.text("cli-check-nonsense", &[]);
    reporter.note(&format!("{name:<20} {nonsense:>4}   {:.3}", share(refused, nonsense)));
}

fn share(many: usize, of: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "hundreds of queries")]
    let share = many as f64 / of.max(1) as f64;
    (share * 1000.0).round() / 1000.0
}
