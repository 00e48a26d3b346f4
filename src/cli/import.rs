//! `otau import`: files of the register.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;

use super::Outcome;
use super::office::{self, OfficeArgs, count, done, failed};
use super::report::Reporter;
use crate::cabinet::import::watch::{Arrived, Inbox, PATIENCE, Seen, Waiting};
use crate::cabinet::import::{ImportError, Imported, Options, Progress};
use crate::cabinet::office::Office;
use crate::clock::{Clock as _, SystemClock};
use crate::http::shutdown::Signals;
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
    /// How many days files stay in `done` and `failed`; for ever by itself.
    #[arg(long, value_name = "N", requires = "watch", value_parser = clap::value_parser!(u32).range(1..=3660))]
    keep_days: Option<u32>,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    args.office.run(reporter, async |office| {
        if let Some(folder) = &args.watch {
            let keep = args.keep_days.map(|days| TimeDelta::days(days.into()));
            return watch(office.clone(), folder.clone(), keep, reporter).await;
        }
        let mut worst = Outcome::Done;
        for file in &args.files {
            let options = Options { dry_run: args.dry_run, again: args.again, ..Options::of(file) };
            match tell(&options, office.import(&options, progress(reporter)).await, reporter) {
                Outcome::Failed => return Outcome::Failed,
                Outcome::Problems => worst = Outcome::Problems,
                Outcome::Done => {}
            }
        }
        worst
    })
}

/// Imports what is put into a folder, one file after another. A file that cannot be imported for a reason that passes stays
/// there, and those behind it wait: what is told later must be filed later.
async fn watch(office: Office, folder: PathBuf, keep: Option<TimeDelta>, reporter: &Reporter) -> Outcome {
    let shown = folder.display().to_string();
    reporter.success(&reporter.text("cli-import-watch", &[("path", Arg::Text(&shown))]));
    // From now on: a signal that comes during an import must not be lost.
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return failed(reporter, "watch", &error),
    };
    let mut watch = Watch { office, reporter, inbox: Inbox::new(folder), waiting: Waiting::default(), stalled: None };
    loop {
        let round = tokio::select! {
            round = watch.round() => round,
            // Broken off: it goes on from there when the program is started again.
            () = signals.next() => return Outcome::Done,
        };
        let forgotten = round.and_then(|()| match keep {
            Some(days) => Ok(watch.inbox.forget(SystemTime::from(SystemClock.now() - days)).map(drop)?),
            None => Ok(()),
        });
        match forgotten {
            Ok(()) => {}
            Err(Ended::Keys) => return Outcome::Failed,
            Err(Ended::Folder(error)) => return failed(reporter, "watch", &error),
        }
        tokio::select! {
            () = signals.next() => return Outcome::Done,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Why a watch cannot go on.
enum Ended {
    /// The folder, or one in it.
    Folder(io::Error),
    /// The keys cannot be read, or are not those of the database; it was said. Whoever starts the watch again gives it
    /// those of the day.
    Keys,
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Folder(error)
    }
}

/// A folder that is watched.
struct Watch<'a> {
    office: Office,
    reporter: &'a Reporter,
    inbox: Inbox,
    waiting: Waiting,
    /// The file that was said to be waited for.
    stalled: Option<PathBuf>,
}

impl Watch<'_> {
    /// One look, and what it calls for.
    async fn round(&mut self) -> Result<(), Ended> {
        for arrived in self.inbox.look(SystemClock.now())? {
            match arrived {
                Arrived::Whole(file) => {
                    if !self.import(&file).await? {
                        break;
                    }
                }
                Arrived::Broken(file) => {
                    if self.inbox.put_away(&file, false)?.is_none() {
                        break;
                    }
                    let (code, key) = ("import-broken", "cli-import-broken");
                    let help = self.reporter.text("cli-import-broken.help", &[]);
                    self.reporter.failure(code, &self.of_stalled(key, &file.path), &help);
                }
                Arrived::Stalled(file) => {
                    if self.stalled.as_ref() != Some(&file) {
                        self.reporter.note(&self.of_stalled("cli-import-stalled", &file));
                        self.stalled = Some(file);
                    }
                }
            }
        }
        Ok(())
    }

    fn of_stalled(&self, key: &str, file: &Path) -> String {
        let words =
            [("path", Arg::Text(&file.display().to_string())), ("minutes", Arg::Integer(PATIENCE.num_minutes()))];
        self.reporter.text(key, &words)
    }

    /// Imports a file and puts it away; no when it stays, for it cannot be imported now or is another by now.
    async fn import(&mut self, file: &Seen) -> Result<bool, Ended> {
        let options = Options { seen: Some(file.stamp), ..Options::of(&file.path) };
        // They may have been changed since the last file, and nothing is to be sealed with one that is gone.
        self.office = self.office.with(office::vault(self.reporter).ok_or(Ended::Keys)?);
        let imported = self.office.import(&options, progress(self.reporter)).await;
        let of_others = matches!(imported, Err(ImportError::Keys));
        let passing = imported.as_ref().err().and_then(ImportError::passing);
        let complete = imported.as_ref().is_ok_and(|imported| imported.report.complete);
        let told = self.waiting.is_new(passing);
        let outcome = if told { tell(&options, imported, self.reporter) } else { Outcome::Failed };
        if of_others {
            return Err(Ended::Keys);
        }
        if passing.is_some() {
            return Ok(false);
        }
        Ok(self.inbox.put_away(file, outcome != Outcome::Failed && complete)?.is_some())
    }
}

fn progress(reporter: &Reporter) -> impl FnMut(Progress) {
    let number = |bytes: u64| usize::try_from(bytes >> 20).unwrap_or(usize::MAX);
    move |at| reporter.progress("import", number(at.position), number(at.total))
}

fn tell(options: &Options, imported: Result<Imported, ImportError>, reporter: &Reporter) -> Outcome {
    match imported {
        Ok(imported) => told(options, &imported, reporter),
        Err(ImportError::Busy) => refused("busy", &[], reporter),
        Err(ImportError::Keys) => refused("keys", &[], reporter),
        Err(ImportError::Changed(file)) => refused("changed", &[("file", Arg::Text(&file))], reporter),
        Err(ImportError::Future { as_of, now }) => {
            let (file, [as_of, now]) = (options.file.display().to_string(), [as_of, now].map(time));
            let words = [("file", Arg::Text(&file)), ("as_of", Arg::Text(&as_of)), ("now", Arg::Text(&now))];
            refused("future", &words, reporter)
        }
        Err(error) => failed(reporter, "import", &error),
    }
}

/// Says why nothing is imported, or sealed anew, and what to do.
pub(super) fn refused(what: &str, words: &[(&str, Arg<'_>)], reporter: &Reporter) -> Outcome {
    let key = format!("cli-import-{what}");
    let (message, help) = (reporter.text(&key, words), reporter.text(&format!("{key}.help"), &[]));
    reporter.failure(&format!("import-{what}"), &message, &help);
    Outcome::Failed
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What came of a file.
fn told(options: &Options, imported: &Imported, reporter: &Reporter) -> Outcome {
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
