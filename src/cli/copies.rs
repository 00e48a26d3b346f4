//! `otau backup` and `otau restore`: copies of the database.

use std::path::PathBuf;

use serde_json::json;

use super::Outcome;
use super::office::{OfficeArgs, count, done, failed};
use super::report::Reporter;
use crate::i18n::Arg;

#[derive(Debug, clap::Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    office: OfficeArgs,
    /// The file of the copy.
    #[arg(value_name = "FILE")]
    copy: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct RestoreArgs {
    #[command(flatten)]
    office: OfficeArgs,
    /// The file of the copy.
    #[arg(value_name = "FILE")]
    copy: PathBuf,
}

pub(super) fn backup(args: &BackupArgs, reporter: &Reporter) -> Outcome {
    let path = args.copy.display().to_string();
    if args.copy.exists() {
        let words = [("path", Arg::Text(&path))];
        reporter.failure("exists", &reporter.text("cli-backup-exists", &words), "");
        return Outcome::Failed;
    }
    args.office.run(reporter, async |office| match office.backup(&args.copy).await {
        Ok(copied) => {
            let words = [("rows", count(copied.rows)), ("path", Arg::Text(&path))];
            let json = json!({"kind": "backup", "rows": copied.rows, "made_at": copied.made_at, "path": path});
            done(reporter, "cli-backup-done", &words, &json)
        }
        Err(error) => failed(reporter, "backup", &error),
    })
}

pub(super) fn restore(args: &RestoreArgs, reporter: &Reporter) -> Outcome {
    args.office.run(reporter, async |office| match office.restore(&args.copy).await {
        Ok(copied) => {
            let made = copied.made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            let words = [("rows", count(copied.rows)), ("time", Arg::Text(&made))];
            let json = json!({"kind": "restore", "rows": copied.rows, "made_at": copied.made_at});
            done(reporter, "cli-restore-done", &words, &json)
        }
        Err(error) => failed(reporter, "restore", &error),
    })
}
