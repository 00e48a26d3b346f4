//! Times of many tries, and what can be said of them.

use std::time::Duration;

/// Times, shortest first.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// The shortest time that so many per cent do not exceed, in milliseconds.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:>6.2} ms   p99 {:>6.2} ms   max {:>7.2} ms", self.at(50), self.at(99), self.at(100))
    }
}
