//! Leaf: what time it is. Only the command line, the server and the cabinet may ask; the content side gets the day as a
//! value, so that its output can be made again.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Asia::Almaty;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
        Utc::now()
    }
}

/// A clock that stands still until it is moved: for tests, and to show a demonstration on any day. Counts milliseconds.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(now.timestamp_millis()))
    }

    /// Shows another time from now on.
    pub fn set(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::SeqCst);
    }

    /// Moves it forward, or back.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// The machine's clock moved by whole days: shows a demonstration on any day, while time goes on.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedClock(TimeDelta);

impl ShiftedClock {
    /// A clock that shows `day` in Asia/Almaty now.
    pub fn to(day: NaiveDate) -> Self {
        Self(day.signed_duration_since(almaty_date(SystemClock.now())))
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.0
    }
}

/// The civil date in Asia/Almaty: what “today” means to a client.
pub fn almaty_date(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&Almaty).date_naive()
}

/// How long until the next day begins in Asia/Almaty.
pub fn until_tomorrow(now: DateTime<Utc>) -> std::time::Duration {
    let tomorrow = almaty_date(now).checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let start = Almaty.from_local_datetime(&tomorrow.and_time(NaiveTime::MIN)).earliest();
    let wait = start.map(|start| start.with_timezone(&Utc) - now);
    wait.and_then(|wait| wait.to_std().ok()).unwrap_or(std::time::Duration::from_hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_almaty() {
        // UTC+6 until the end of February 2024, UTC+5 since.
        for (instant, date) in [
            ("2022-07-10T17:59:59Z", "2022-07-10"),
            ("2022-07-10T18:00:00Z", "2022-07-11"),
            ("2026-07-10T18:59:59Z", "2026-07-10"),
            ("2026-07-10T19:00:00Z", "2026-07-11"),
        ] {
            assert_eq!(almaty_date(instant.parse().unwrap()).to_string(), date, "{instant}");
        }
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = FixedClock::at("2026-07-10T19:00:00Z".parse().unwrap());
        clock.advance(TimeDelta::minutes(-1));
        assert_eq!(clock.now().to_rfc3339(), "2026-07-10T18:59:00+00:00");
        clock.set("2022-07-25T00:00:00.001Z".parse().unwrap());
        assert_eq!(clock.now().timestamp_millis(), 1_658_707_200_001);
    }

    #[test]
    fn a_shifted_clock_shows_the_day_and_goes_on() {
        let day = "2022-07-25".parse().unwrap();
        let clock = ShiftedClock::to(day);
        // Around midnight the two readings may lie on two days.
        let shown = almaty_date(clock.now());
        assert!((0..=1).contains(&shown.signed_duration_since(day).num_days()), "{shown}");
    }

    #[test]
    fn tomorrow_is_never_more_than_a_day_away() {
        let wait = until_tomorrow("2026-07-10T18:59:59Z".parse().unwrap());
        assert_eq!(wait.as_secs(), 1);
    }
}
