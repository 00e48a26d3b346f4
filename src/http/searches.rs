//! Counts in memory what people did not find, and now and then writes the counts beside the releases, so that a flood of
//! queries costs neither disk nor time.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

use super::app::App;
use crate::i18n::Locale;
use crate::search::unanswered::{self, Unanswered};

/// How often counts are written.
pub const INTERVAL: Duration = Duration::from_secs(30);

/// Most different queries between two writings; what comes on top is not counted.
const MOST: usize = 500;

/// Counts that wait to be written.
#[derive(Debug, Default)]
pub struct Searches {
    /// Where they are written; without it nothing is counted.
    folder: Option<PathBuf>,
    waiting: Mutex<BTreeMap<Unanswered, u32>>,
}

impl Searches {
    /// Counts that are written to `folder`.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, waiting: Mutex::default() }
    }

    /// Counts a query, or as much of it as may be kept.
    pub fn note(&self, day: NaiveDate, locale: Locale, query: &str) {
        if self.folder.is_none() {
            return;
        }
        let Some(query) = unanswered::plain(query) else { return };
        self.add(Unanswered { day, locale, query }, 1);
    }

    fn add(&self, entry: Unanswered, count: u32) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let many = waiting.len();
        if let Some(sum) = waiting.get_mut(&entry) {
            *sum = sum.saturating_add(count);
        } else if many < MOST {
            waiting.insert(entry, count);
        }
    }

    /// Writes what waits. What cannot be written waits on.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let counts = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let written = unanswered::add(folder, &counts);
        if written.is_err() {
            for (entry, count) in counts {
                self.add(entry, count);
            }
        }
        written
    }
}

/// Writes the counts of `app` every `every`, for ever. A disk that refuses is said once, until it takes them again.
pub async fn keep(app: Arc<App>, every: Duration) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut refused = false;
    loop {
        ticks.tick().await;
        let writer = Arc::clone(&app);
        let outcome = spawn_blocking(move || writer.searches().write()).await;
        match outcome.unwrap_or_else(|panic| Err(io::Error::other(panic.to_string()))) {
            Ok(()) => refused = false,
            Err(error) if !refused => {
                refused = true;
                app.log().event("searches-not-kept", &[("cause", &error)]);
            }
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_wait_until_the_disk_takes_them() {
        let folder = tempfile::tempdir().unwrap();
        let releases = folder.path().join("public");
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let searches = Searches::new(Some(releases.clone()));
        for query in ["Ипотека", "ипотека ", "a@b.kz"] {
            searches.note(day, Locale::Ru, query);
        }
        assert!(searches.write().is_err(), "there is no folder");
        std::fs::create_dir(&releases).unwrap();
        searches.write().unwrap();
        searches.write().unwrap();
        let counts = unanswered::read(&releases, day).unwrap();
        assert_eq!(counts.into_values().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn memory_is_bounded() {
        let searches = Searches::new(Some(PathBuf::new()));
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for a in 'а'..='я' {
            for b in 'а'..='я' {
                searches.note(day, Locale::Ru, &format!("{a}{b}"));
            }
        }
        assert_eq!(searches.waiting.lock().unwrap().len(), MOST);
    }
}
