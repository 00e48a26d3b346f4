//! `otau serve`: builds the site and serves it, with the cabinet where one is configured, until it is told to stop.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::net::TcpListener;

use super::cabinet::{Opening, Work};
use super::demo;
use super::office::{self, is_full};
use super::report::Reporter;
use super::{Outcome, SiteArgs, settings};
use crate::build::compress::Compress;
use crate::build::pipeline::{BuildError, BuildRequest, Occasion, build};
use crate::cabinet::sms::Mode;
use crate::clock::{Clock, ShiftedClock, SystemClock, almaty_date, until_tomorrow};
use crate::config::Config;
use crate::http::app::{App, Setup};
use crate::http::config::HttpConfig;
use crate::http::log::Log;
use crate::http::release::ReleaseSource;
use crate::http::searches;
use crate::http::shutdown::{self, Stopped};
use crate::http::source::SiteSource as _;
use crate::http::tls::{self, Tls};
use crate::http::watch;
use crate::i18n::{Arg, Locale};
use crate::site::config::SiteConfig;
use crate::site::model::BuildOptions;
use crate::site::source::read_text;

/// Where to listen when nothing else is said.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that is typed by itself")]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// Settings; `otau.toml` of the site's folder if there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS:PORT", env = "OTAU_LISTEN")]
    listen: Option<SocketAddr>,
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
    /// The cabinet with made-up clients.
    #[arg(long, conflicts_with_all = ["production", "config", "no_build"])]
    demo: bool,
    /// Another day than today, in a demonstration.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "demo")]
    today: Option<NaiveDate>,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let (settings, usual) = match configured(args, reporter) {
        Ok(configured) => configured,
        Err(outcome) => return outcome,
    };
    let out = args.out.clone().unwrap_or(usual);
    match parts(args, settings, &out, reporter) {
        Ok(parts) => parts.serve(args, &out, reporter),
        Err(outcome) => outcome,
    }
}

/// The site of today, as this server builds it.
fn own_build(args: &Args, out: &Path, occasion: Occasion) -> BuildRequest {
    let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false, demonstration: args.demo };
    let (root, out) = (args.site.root.clone(), out.to_owned());
    BuildRequest { root, out, compress: args.compress, options, occasion }
}

/// The settings, and where releases are by themselves: those of the file and the environment, or those of a demonstration,
/// whose pages bear its mark and are nothing to be published.
fn configured(args: &Args, reporter: &Reporter) -> Result<(Config, PathBuf), Outcome> {
    if args.demo {
        return demo::settings(&args.site.root).map_err(|error| failed(reporter, "demo", &error.to_string()));
    }
    let settings = settings::read(&args.site.root, args.config.as_deref()).map_err(|problems| {
        reporter.problems(&problems);
        Outcome::Failed
    })?;
    Ok((settings, args.site.root.join("public")))
}

/// What a server is started with.
struct Parts {
    settings: Config,
    http: HttpConfig,
    setup: Setup,
    /// Words that are too easy for a password here.
    words: Vec<String>,
}

fn parts(args: &Args, settings: Config, out: &Path, reporter: &Reporter) -> Result<Parts, Outcome> {
    let path = args.site.root.join("content").join("site.toml");
    let file = read_text(&args.site.root, &path).ok().flatten().unwrap_or_default();
    let site = SiteConfig::read(&file, &mut Vec::new());
    let http = http_config(args, &settings, &site, reporter)?;
    let source = release(args, out, http.memory_budget, reporter)?;
    let tls = settings.server.tls.as_ref().map(|files| Tls::open(&files.certificate, &files.key)).transpose();
    let tls = tls.map_err(|error| failed(reporter, "certificate", &error.to_string()))?.map(Arc::new);
    if settings.database.is_some() && !http.development && !http.is_https() && tls.is_none() {
        let (message, help) = (reporter.text("cli-plain-http", &[]), reporter.text("cli-plain-http.help", &[]));
        reporter.failure("plain-http", &message, &help);
        return Err(Outcome::Failed);
    }
    let words = Locale::ALL.iter().flat_map(|locale| [site.name[*locale].clone(), site.organization[*locale].clone()]);
    let words = words.collect();
    let (site, log) = (Some(Arc::new(source) as _), Log::to(std::io::stderr()));
    let searches = Some(out.to_owned());
    let setup = Setup { site, log, tls, searches, ..Setup::default() };
    Ok(Parts { settings, http, setup, words })
}

/// The release to serve, built first unless the command line says otherwise. One that cannot be served is made anew, also if
/// a rollback put it back: better the present texts than none.
fn release(args: &Args, out: &Path, memory_budget: u64, reporter: &Reporter) -> Result<ReleaseSource, Outcome> {
    let path = out.display().to_string();
    let current = || ReleaseSource::current(out, memory_budget).map_err(|error| error.to_string());
    let built = |occasion| {
        super::build::publish(&own_build(args, out, occasion), reporter)?;
        Ok(current())
    };
    let mut source = if args.no_build { current() } else { built(Occasion::Unasked)? };
    if !args.no_build
        && let Err(reason) = &source
    {
        let words = [("path", Arg::Text(&path)), ("reason", Arg::Text(reason))];
        reporter.warning("release-broken", &reporter.text("cli-release-broken", &words));
        source = built(Occasion::Broken)?;
    }
    let source = source.map_err(|reason| {
        let words = [("path", Arg::Text(&path)), ("reason", Arg::Text(&reason))];
        let (message, help) = (reporter.text("cli-no-release", &words), reporter.text("cli-no-release.help", &words));
        reporter.failure("no-release", &message, &help);
        Outcome::Failed
    })?;
    // What a rollback put back, or is served as it is, no build has mended.
    if let Some(reason) = source.desk().and_then(|desk| desk.fault()) {
        let words = [("reason", Arg::Text(&reason))];
        reporter.warning("search-damaged", &reporter.text("cli-search-damaged", &words));
    }
    Ok(source)
}

impl Parts {
    fn serve(self, args: &Args, out: &Path, reporter: &Reporter) -> Outcome {
        let Self { settings, http, mut setup, words } = self;
        let clock: Arc<dyn Clock> = match args.today {
            Some(day) => Arc::new(ShiftedClock::to(day)),
            None => Arc::new(SystemClock),
        };
        let rebuild = (!args.no_build).then(|| own_build(args, out, Occasion::Unasked));
        in_runtime(reporter, async {
            let mut work = Work::default();
            let mut opened = None;
            if settings.database.is_some() {
                let mode = if http.development { Mode::Development } else { Mode::Production };
                let opening = Opening { config: &settings, mode, clock, log: &setup.log, words };
                let outcome = if args.demo { demo::open(opening, reporter).await } else { opening.open().await };
                match outcome {
                    Ok(it) => {
                        setup.cabinet = Some(Arc::clone(&it.cabinet));
                        setup.messages = Some(Arc::clone(&it.queue));
                        opened = Some(it);
                    }
                    Err(error) if is_full(&error) => return office::failed(reporter, "cabinet", &error),
                    Err(error) => return cabinet_failed(reporter, &error.to_string()),
                }
            }
            let outcome = until_signal(http, setup, reporter, |app| {
                tokio::spawn(watch::watch(Arc::clone(app), out.to_owned(), watch::INTERVAL));
                tokio::spawn(searches::keep(Arc::clone(app), searches::INTERVAL));
                if let Some(request) = rebuild {
                    tokio::spawn(rebuild_daily(request, Arc::clone(app)));
                }
                if let Some(tls) = app.tls() {
                    tokio::spawn(tls::watch(Arc::clone(app), Arc::clone(tls), tls::INTERVAL));
                }
                if let Some(opened) = opened {
                    work.start(opened, app);
                }
            })
            .await;
            work.end().await;
            outcome
        })
    }
}

/// Runs `work` to its end in a runtime of its own.
fn in_runtime(reporter: &Reporter, work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(reporter, "runtime", &error.to_string()),
    };
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    outcome
}

/// Binds, prints the address, serves until a signal. Shared with `preview`.
pub(super) fn start(config: HttpConfig, setup: Setup, reporter: &Reporter, ready: impl FnOnce(&Arc<App>)) -> Outcome {
    in_runtime(reporter, until_signal(config, setup, reporter, ready))
}

async fn until_signal(config: HttpConfig, setup: Setup, reporter: &Reporter, ready: impl FnOnce(&Arc<App>)) -> Outcome {
    let listen = config.listen;
    let app = match App::new(config, setup) {
        Ok(app) => Arc::new(app),
        Err(error) => return failed(reporter, "settings", &error.to_string()),
    };
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => {
            let (address, reason) = (listen.to_string(), error.to_string());
            let words = [("address", Arg::Text(&address)), ("reason", Arg::Text(&reason))];
            reporter.failure("listen", &reporter.text("cli-listen", &words), &reporter.text("cli-listen.help", &words));
            return Outcome::Failed;
        }
    };
    let address = listener.local_addr().unwrap_or(listen);
    ready(&app);
    let url = format!("{}://{address}/", if app.tls().is_some() { "https" } else { "http" });
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
}

fn cabinet_failed(reporter: &Reporter, reason: &str) -> Outcome {
    let words = [("reason", Arg::Text(reason))];
    reporter.failure("cabinet", &reporter.text("cli-cabinet", &words), &reporter.text("cli-cabinet.help", &words));
    Outcome::Failed
}

fn failed(reporter: &Reporter, code: &str, reason: &str) -> Outcome {
    reporter.failure(code, &reporter.text("cli-failed", &[("reason", Arg::Text(reason))]), "");
    Outcome::Failed
}

/// On a loopback address `localhost` and its like are answered too, so that a first run needs no settings; anywhere else
/// only the public origin. What the command line says stands above the file.
fn http_config(args: &Args, settings: &Config, site: &SiteConfig, reporter: &Reporter) -> Result<HttpConfig, Outcome> {
    let server = &settings.server;
    let listen = args.listen.or(server.listen).unwrap_or(LISTEN);
    let production = args.production || server.production;
    let mut config = HttpConfig::development(listen);
    config.development = listen.ip().is_loopback() && !production;
    config.public_origin = server.public_origin.clone().or_else(|| site.base_url.parse().ok());
    config.trusted_proxies.clone_from(&server.trusted_proxies);
    config.allowed_hosts.clone_from(&server.allowed_hosts);
    config.access_log = args.access_log || server.access_log;
    config.public_metrics = server.public_metrics;
    config.check().map_err(|error| failed(reporter, "settings", &error.to_string()))?;
    Ok(config)
}

/// Pages appear and expire at midnight in Almaty: the site is built again when the day changes, unless a rollback holds the
/// release that is live.
async fn rebuild_daily(mut request: BuildRequest, app: Arc<App>) {
    loop {
        tokio::time::sleep(until_tomorrow(SystemClock.now()) + Duration::from_secs(1)).await;
        request.options.today = almaty_date(SystemClock.now());
        let today = request.clone();
        match tokio::task::spawn_blocking(move || build(&today, &|_, _, _| {})).await {
            Ok(Ok(_)) => {}
            Ok(Err(BuildError::Held(release))) => app.log().event("rebuild-held", &[("release", &release)]),
            Ok(Err(error)) => app.log().event("rebuild-failed", &[("cause", &error)]),
            Err(panic) => app.log().event("rebuild-failed", &[("cause", &panic)]),
        }
    }
}
