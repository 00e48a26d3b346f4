//! `otau serve`: builds the site and serves it until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::compress::Compress;
use crate::build::pipeline::{BuildRequest, build};
use crate::clock::{Clock as _, SystemClock, almaty_date, until_tomorrow};
use crate::http::app::{App, Setup};
use crate::http::config::{HttpConfig, Origin};
use crate::http::log::Log;
use crate::http::release::ReleaseSource;
use crate::http::searches;
use crate::http::shutdown::{self, Stopped};
use crate::http::watch;
use crate::i18n::Arg;
use crate::site::config::SiteConfig;
use crate::site::model::BuildOptions;
use crate::site::source::read_text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", env = "OTAU_LISTEN")]
    listen: SocketAddr,
    /// Where releases are.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Serves the live release as it is.
    #[arg(long)]
    no_build: bool,
    /// Compressed copies.
    #[arg(long, value_name = "none|fast|best", default_value = "fast")]
    compress: Compress,
    /// Answers only for the host of `base_url`, even on a loopback address.
    #[arg(long)]
    production: bool,
    /// One JSON line a request on standard error.
    #[arg(long)]
    access_log: bool,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let out = args.out.clone().unwrap_or_else(|| args.site.root.join("public"));
    if !args.no_build {
        match super::build::publish(&args.site.root, out.clone(), args.compress, reporter) {
            None => return Outcome::Problems,
            Some(Err(())) => return Outcome::Failed,
            Some(Ok(_)) => {}
        }
    }
    let config = match http_config(args, reporter) {
        Ok(config) => config,
        Err(outcome) => return outcome,
    };
    let source = match ReleaseSource::current(&out, config.memory_budget) {
        Ok(source) => source,
        Err(error) => {
            let path = out.display().to_string();
            let reason = error.to_string();
            let words = [("path", Arg::Text(&path)), ("reason", Arg::Text(&reason))];
            reporter.failure(
                "no-release",
                &reporter.text("cli-no-release", &words),
                &reporter.text("cli-no-release.help", &words),
            );
            return Outcome::Failed;
        }
    };
    let setup = Setup {
        site: Some(Arc::new(source)),
        log: Log::to(std::io::stderr()),
        searches: Some(out.clone()),
        ..Setup::default()
    };
    let rebuild = (!args.no_build).then(|| (args.site.root.clone(), args.compress));
    start(config, setup, reporter, |app| {
        tokio::spawn(watch::watch(Arc::clone(app), out.clone(), watch::INTERVAL));
        tokio::spawn(searches::keep(Arc::clone(app), searches::INTERVAL));
        if let Some((root, compress)) = rebuild {
            tokio::spawn(rebuild_daily(root, out.clone(), compress, Arc::clone(app)));
        }
    })
}

/// Binds, prints the address, serves until a signal. Shared with `preview`.
pub(super) fn start(config: HttpConfig, setup: Setup, reporter: &Reporter, ready: impl FnOnce(&Arc<App>)) -> Outcome {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(reporter, "runtime", &error.to_string()),
    };
    let listen = config.listen;
    let outcome = runtime.block_on(async {
        let app = match App::new(config, setup) {
            Ok(app) => Arc::new(app),
            Err(error) => return failed(reporter, "settings", &error.to_string()),
        };
        let listener = match TcpListener::bind(listen).await {
            Ok(listener) => listener,
            Err(error) => {
                let (address, reason) = (listen.to_string(), error.to_string());
                let words = [("address", Arg::Text(&address)), ("reason", Arg::Text(&reason))];
                reporter.failure(
                    "listen",
                    &reporter.text("cli-listen", &words),
                    &reporter.text("cli-listen.help", &words),
                );
                return Outcome::Failed;
            }
        };
        let address = listener.local_addr().unwrap_or(listen);
        ready(&app);
        let url = format!("http://{address}/");
        if reporter.json {
            reporter.result(&serde_json::json!({"kind": "listening", "url": url}).to_string());
        } else {
            reporter.result(&url);
            reporter.note(&reporter.text("cli-serving", &[]));
        }
        let stopped = shutdown::run(listener, Arc::clone(&app)).await;
        if let Err(error) = app.searches().write() {
            app.log().event("searches-not-kept", &[("cause", &error)]);
            app.log().flush();
        }
        match stopped {
            Ok(Stopped::Gracefully | Stopped::AtOnce) => Outcome::Done,
            Err(error) => failed(reporter, "server", &error.to_string()),
        }
    });
    runtime.shutdown_background();
    outcome
}

fn failed(reporter: &Reporter, code: &str, reason: &str) -> Outcome {
    reporter.failure(code, &reporter.text("cli-failed", &[("reason", Arg::Text(reason))]), "");
    Outcome::Failed
}

/// On a loopback address `localhost` and its like are answered too, so that a first run needs no settings; anywhere else
/// only the host of `base_url`.
fn http_config(args: &Args, reporter: &Reporter) -> Result<HttpConfig, Outcome> {
    let path = args.site.root.join("content").join("site.toml");
    let file = read_text(&args.site.root, &path).ok().flatten().unwrap_or_default();
    let origin: Option<Origin> = SiteConfig::read(&file, &mut Vec::new()).base_url.parse().ok();
    let development = args.listen.ip().is_loopback() && !args.production;
    let mut config = HttpConfig::development(args.listen);
    config.development = development;
    config.public_origin = origin;
    config.access_log = args.access_log;
    config.check().map_err(|error| failed(reporter, "settings", &error.to_string()))?;
    Ok(config)
}

/// Pages appear and expire at midnight in Almaty: the site is built again when the day changes.
async fn rebuild_daily(root: PathBuf, out: PathBuf, compress: Compress, app: Arc<App>) {
    loop {
        tokio::time::sleep(until_tomorrow(SystemClock.now()) + Duration::from_secs(1)).await;
        let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false };
        let request = BuildRequest { root: root.clone(), out: out.clone(), compress, options };
        let built =
            tokio::task::spawn_blocking(move || build(&request, &|_, _, _| {}).map_err(|error| error.to_string()));
        let failure = match built.await {
            Ok(Ok(_)) => continue,
            Ok(Err(error)) => error,
            Err(panic) => panic.to_string(),
        };
        app.log().event("rebuild-failed", &[("cause", &failure)]);
    }
}
