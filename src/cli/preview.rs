//! `otau preview`: the site as it is being written. Drafts are shown, a saved page is visible at once, problems appear
//! over the last good page.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher as _};
use serde_json::{Value, json};

use super::report::Reporter;
use super::{Outcome, SiteArgs, serve};
use crate::build::pipeline::picture_cache;
use crate::build::workspace::{Workspace, has_errors};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::http::app::{App, Setup};
use crate::http::config::HttpConfig;
use crate::http::live::{BrokenSource, LiveSource};
use crate::http::log::Log;
use crate::http::preview::{Preview, PreviewEvent};
use crate::i18n::{Arg, Catalogue, Language, Locale, explain};
use crate::problem::{Problem, Severity};
use crate::site::model::BuildOptions;

/// Editors save in several steps; a pause this long ends a save.
const QUIET: Duration = Duration::from_millis(8);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
}

pub(super) fn run(args: Args, reporter: &Reporter) -> Outcome {
    if !args.listen.ip().is_loopback() {
        let address = args.listen.to_string();
        let words = [("address", Arg::Text(&address))];
        let key = "cli-preview-loopback";
        reporter.failure("loopback", &reporter.text(key, &words), &reporter.text(&format!("{key}.help"), &words));
        return Outcome::Failed;
    }
    let root = std::fs::canonicalize(&args.site.root).unwrap_or(args.site.root);
    let (tell, changes) = channel::<PathBuf>();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // Reading is reported too; reacting to it would never end.
        if matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)) {
            for path in event.paths {
                // The receiver ends with the process.
                let _ = tell.send(path);
            }
        }
    });
    let mut watcher = match watcher {
        Ok(watcher) => watcher,
        Err(error) => return cannot_watch(reporter, &root, &error),
    };
    for folder in ["content", "themes", "locales"].map(|name| root.join(name)) {
        if folder.is_dir()
            && let Err(error) = watcher.watch(&folder, RecursiveMode::Recursive)
        {
            return cannot_watch(reporter, &folder, &error);
        }
    }
    let preview = Arc::new(Preview::default());
    let setup = Setup { log: Log::to(std::io::stderr()), preview: Some(Arc::clone(&preview)), ..Setup::default() };
    serve::start(HttpConfig::development(args.listen), setup, reporter, |app| {
        let mut desk = Desk::new(&root, Arc::clone(app), preview);
        desk.show();
        std::thread::spawn(move || {
            // The watcher lives as long as its thread.
            let _watcher = watcher;
            desk.follow(&changes);
        });
    })
}

fn cannot_watch(reporter: &Reporter, folder: &Path, error: &notify::Error) -> Outcome {
    let (path, reason) = (folder.display().to_string(), error.to_string());
    let words = [("path", Arg::Text(&path)), ("reason", Arg::Text(&reason))];
    reporter.failure("watch", &reporter.text("cli-watch", &words), &reporter.text("cli-watch.help", &words));
    Outcome::Failed
}

/// Keeps the site being written and shows it.
struct Desk {
    root: PathBuf,
    workspace: Workspace,
    app: Arc<App>,
    preview: Arc<Preview>,
    revision: u64,
    /// Whether problems are being shown, and by which pages of templates; shared with the source that renders.
    shown: Arc<Mutex<bool>>,
}

impl Desk {
    fn new(root: &Path, app: Arc<App>, preview: Arc<Preview>) -> Self {
        let workspace = Workspace::read(root);
        Self { root: root.to_owned(), workspace, app, preview, revision: 0, shown: Arc::default() }
    }

    fn follow(&mut self, changes: &Receiver<PathBuf>) {
        while let Ok(first) = changes.recv() {
            let mut batch = BTreeSet::from([first]);
            loop {
                match changes.recv_timeout(QUIET) {
                    Ok(path) => batch.insert(path),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            }
            batch.retain(|path| !is_leaving(path));
            if !batch.is_empty() {
                self.workspace.refresh(&batch);
                self.show();
            }
        }
    }

    /// Puts the site in place, or its problems over the last good one.
    fn show(&mut self) {
        self.revision += 1;
        let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: true, demonstration: false };
        let (model, mut problems) = self.workspace.model(options);
        let cache = picture_cache(&self.root);
        let prepared = self.workspace.prepare(model, &cache, false, &mut problems);
        let id = format!("preview-{}", self.revision);
        if let Some(prepared) = prepared.filter(|_| !has_errors(&problems)) {
            let (preview, catalogue) = (Arc::clone(&self.preview), Arc::clone(self.workspace.catalogue()));
            let shown = Arc::clone(&self.shown);
            let on_problem = move |problem: Problem| {
                *shown.lock().unwrap_or_else(PoisonError::into_inner) = true;
                preview.send(problems_event(&[problem], &catalogue));
            };
            let source = LiveSource::new(id.clone(), prepared, Box::new(on_problem));
            // The site before is large; it goes when the new one is seen.
            let _before = self.app.site();
            self.app.swap(Arc::new(source));
            if std::mem::take(&mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner)) {
                self.preview.send(PreviewEvent { name: "clean", data: "{}".to_owned() });
            }
            self.preview.send(PreviewEvent { name: "reload", data: json!({"site": id}).to_string() });
        } else {
            if self.app.site().is_none() {
                self.app.swap(Arc::new(BrokenSource::new(id, Locale::Kk)));
            }
            Problem::sort(&mut problems);
            problems.retain(|problem| problem.severity() == Severity::Error);
            *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = true;
            self.preview.send(problems_event(&problems, self.workspace.catalogue()));
        }
    }
}

/// Backups and lock files of editors.
fn is_leaving(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with(['.', '#']) || name.ends_with('~') || name.ends_with(".swp") || name == "4913"
}

/// The problems worded in both languages: a page shows those of its own.
fn problems_event(problems: &[Problem], catalogue: &Catalogue) -> PreviewEvent {
    let mut data = serde_json::Map::new();
    for locale in Locale::ALL {
        data.insert(locale.code().to_owned(), worded(problems, catalogue, locale.language()));
    }
    PreviewEvent { name: "problems", data: Value::Object(data).to_string() }
}

fn worded(problems: &[Problem], catalogue: &Catalogue, language: Language) -> Value {
    let text = |key: &str, args: &[(&str, Arg<'_>)]| catalogue.format(language, key, args).unwrap_or_default();
    let count = Arg::Integer(i64::try_from(problems.len()).unwrap_or(i64::MAX));
    let list: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let explained = explain(problem, language, catalogue);
            json!({
                "path": problem.place.path, "line": problem.place.line, "column": problem.place.column,
                "length": problem.place.length, "excerpt": problem.place.excerpt,
                "message": explained.message, "help": explained.help,
            })
        })
        .collect();
    json!({"title": text("cli-errors", &[("count", count)]), "close": text("cli-close", &[]), "problems": list})
}
