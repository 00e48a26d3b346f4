//! `otau import`: files of the register.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::Outcome;
use super::office::{OfficeArgs, count, done, failed};
use super::report::Reporter;
use crate::cabinet::import::watch::Inbox;
use crate::cabinet::import::{ImportError, Imported, Options};
use crate::cabinet::office::Office;
use crate::i18n::Arg;

/// How often a watched folder is looked into.
const LOOK: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    office: OfficeArgs,
    /// Files that end in .jsonl or .csv.
    #[arg(value_name = "FILE", required_unless_present = "watch")]
    files: Vec<PathBuf>,
    /// Does everything but keeps nothing.
    #[arg(long)]
    dry_run: bool,
    /// Imports a file that was imported before.
    #[arg(long)]
    again: bool,
    /// Imports whatever is put into a folder, until it is stopped.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["files", "dry_run", "again"])]
    watch: Option<PathBuf>,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    args.office.run(reporter, async |office| {
        if let Some(folder) = &args.watch {
            return watch(office, folder.clone(), reporter).await;
        }
        let mut worst = Outcome::Done;
        for file in &args.files {
            let options = Options { dry_run: args.dry_run, again: args.again, ..Options::of(file) };
            match import(office, &options, reporter).await {
                Outcome::Failed => return Outcome::Failed,
                Outcome::Problems => worst = Outcome::Problems,
                Outcome::Done => {}
            }
        }
        worst
    })
}

/// Imports what is put into a folder, one file after another.
async fn watch(office: &Office, folder: PathBuf, reporter: &Reporter) -> Outcome {
    let shown = folder.display().to_string();
    reporter.success(&reporter.text("cli-import-watch", &[("path", Arg::Text(&shown))]));
    let mut inbox = Inbox::new(folder);
    loop {
        let ready = match inbox.look() {
            Ok(ready) => ready,
            Err(error) => return failed(reporter, "watch", &error),
        };
        for file in ready {
            let outcome = import(office, &Options::of(&file), reporter).await;
            if let Err(error) = inbox.put_away(&file, outcome != Outcome::Failed) {
                return failed(reporter, "watch", &error);
            }
        }
        tokio::select! {
            stop = tokio::signal::ctrl_c() => return stop.map_or_else(|error| failed(reporter, "watch", &error), |()| Outcome::Done),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn import(office: &Office, options: &Options, reporter: &Reporter) -> Outcome {
    let number = |bytes: u64| usize::try_from(bytes >> 20).unwrap_or(usize::MAX);
    let progress = |at: crate::cabinet::import::Progress| {
        reporter.progress("import", number(at.position), number(at.total));
    };
    match office.import(options, progress).await {
        Ok(imported) => tell(options, &imported, reporter),
        Err(ImportError::Busy) => {
            let (message, help) = (reporter.text("cli-import-busy", &[]), reporter.text("cli-import-busy.help", &[]));
            reporter.failure("import-busy", &message, &help);
            Outcome::Failed
        }
        Err(error) => failed(reporter, "import", &error),
    }
}

fn tell(options: &Options, imported: &Imported, reporter: &Reporter) -> Outcome {
    let Imported { report, before, resumed } = imported;
    let name = options.file.display().to_string();
    let json = json!({
        "kind": "import", "file": name, "before": before, "resumed": resumed, "dry_run": options.dry_run, "report": report,
    });
    if *before {
        return done(reporter, "cli-import-before", &[("file", Arg::Text(&name))], &json);
    }
    let words = [
        ("file", Arg::Text(name.as_str())),
        ("clients", count(report.clients())),
        ("added", count(report.clients_added)),
        ("changed", count(report.clients_changed)),
        ("contracts", count(report.sums.contracts)),
        ("removed", count(report.contracts_removed)),
        ("rows", count(report.sums.rows)),
        ("rejected", count(report.rejected)),
        ("differences", count(report.differences)),
    ];
    let key = if options.dry_run { "cli-import-dry" } else { "cli-import-done" };
    done(reporter, key, &words, &json);
    let look = |key: &str, path: &Path| {
        let path = path.display().to_string();
        reporter.note(&reporter.text(key, &[("path", Arg::Text(&path))]));
    };
    if report.rejected > 0 {
        look("cli-import-rejects", &options.rejects);
    }
    if report.differences > 0 {
        look("cli-import-differences", &options.differences);
    }
    if !report.complete {
        look("cli-import-incomplete", &options.file);
    }
    if report.is_clean() { Outcome::Done } else { Outcome::Problems }
}
