//! Puts a new release in place as soon as `current` points to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

use super::app::App;
use super::release::{self, ReleaseError, ReleaseSource};
use super::source::SiteSource;

/// How often to look by default.
pub const INTERVAL: Duration = Duration::from_millis(500);

/// How long a release that could not be loaded is left alone.
const RETRY: Duration = Duration::from_secs(10);

/// Looks at `out/current` every `every` and on SIGHUP, for ever. A release that cannot be loaded is logged once and the
/// one in place stays; it is tried again now and then, and on SIGHUP.
pub async fn watch(app: Arc<App>, out: PathBuf, every: Duration) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut hangup = signal(SignalKind::hangup()).ok();
    let mut refused: Option<Refused> = None;
    loop {
        let asked = tokio::select! {
            _ = ticks.tick() => false,
            Some(()) = async { hangup.as_mut()?.recv().await }, if hangup.is_some() => true,
        };
        let again = asked || refused.as_ref().is_some_and(|refused| refused.at.elapsed() >= RETRY);
        refused = look(&app, &out, refused, again).await;
    }
}

/// A release that could not be loaded, and when.
struct Refused {
    id: String,
    at: Instant,
}

/// One look. `again` tries even the release that was refused before.
async fn look(app: &Arc<App>, out: &Path, refused: Option<Refused>, again: bool) -> Option<Refused> {
    let here = app.site().map(|site| site.id().to_owned());
    let budget = app.config().memory_budget;
    let known = refused.as_ref().filter(|_| !again).map(|refused| refused.id.clone());
    let out = out.to_owned();
    let loaded = spawn_blocking(move || load(&out, here.as_deref(), known.as_deref(), budget)).await;
    match loaded {
        Ok(Look::Same) => None,
        Ok(Look::Refused) => refused,
        Ok(Look::New(source)) => {
            app.log().event("release-in-place", &[("release", &source.id())]);
            app.swap(Arc::new(source));
            None
        }
        Ok(Look::Broken(id, error)) => {
            if refused.is_none_or(|refused| refused.id != id) {
                app.log().event("release-refused", &[("release", &id), ("cause", &error)]);
            }
            Some(Refused { id, at: Instant::now() })
        }
        Err(panic) => {
            app.log().event("release-refused", &[("cause", &panic)]);
            refused
        }
    }
}

enum Look {
    Same,
    /// The one that was refused before.
    Refused,
    New(ReleaseSource),
    Broken(String, ReleaseError),
}

fn load(out: &Path, here: Option<&str>, refused: Option<&str>, budget: u64) -> Look {
    let id = match release::current_id(out) {
        Ok(id) => id,
        Err(error) => return Look::Broken(String::new(), error),
    };
    if here == Some(&id) {
        return Look::Same;
    }
    if refused == Some(&id) {
        return Look::Refused;
    }
    match ReleaseSource::load(&out.join("releases"), &id, budget) {
        Ok(source) => Look::New(source),
        Err(error) => Look::Broken(id, error),
    }
}
