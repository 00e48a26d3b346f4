//! Leaves a failing gateway alone for a while.
//!
//! Each node has a breaker of its own: it is what the node remembers of the gateway, not a fact of the store.

use chrono::{DateTime, TimeDelta, Utc};

/// Failures in a row before a pause.
const FAILURES: u32 = 5;

/// A pause.
const PAUSE: TimeDelta = TimeDelta::seconds(60);

/// What a breaker has to say when something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The gateway fails: sending pauses. Said once, however long it lasts.
    Opened,
    /// The gateway works again.
    Closed,
}

/// The breaker: pure, told what happens and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breaker {
    failures: u32,
    until: Option<DateTime<Utc>>,
    said: bool,
}

impl Breaker {
    /// How many messages may be under way, of `most`: none in a pause, one to try after it.
    pub fn allowed(&self, now: DateTime<Utc>, most: usize) -> usize {
        match self.until {
            Some(until) if now < until => 0,
            Some(_) => most.min(1),
            None => most,
        }
    }

    /// The gateway answered as it should.
    pub fn success(&mut self) -> Option<Change> {
        let said = self.said;
        *self = Self::default();
        said.then_some(Change::Closed)
    }

    /// The gateway failed.
    pub fn failure(&mut self, now: DateTime<Utc>) -> Option<Change> {
        self.failures = self.failures.saturating_add(1);
        if self.failures < FAILURES { None } else { self.pause(now + PAUSE) }
    }

    /// The gateway wants to be left alone.
    pub fn pause(&mut self, until: DateTime<Utc>) -> Option<Change> {
        self.failures = self.failures.max(FAILURES);
        self.until = self.until.max(Some(until));
        let said = std::mem::replace(&mut self.said, true);
        (!said).then_some(Change::Opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn five_failures_in_a_row_pause_for_a_minute_and_are_said_once() {
        let mut breaker = Breaker::default();
        for second in 0..4 {
            assert_eq!(breaker.failure(at(second)), None);
        }
        assert_eq!(breaker.allowed(at(4), 4), 4, "four failures are not five");
        assert_eq!(breaker.failure(at(4)), Some(Change::Opened));
        assert_eq!((breaker.allowed(at(63), 4), breaker.allowed(at(64), 4)), (0, 1), "then one may try");
        assert_eq!(breaker.failure(at(65)), None, "it was said");
        assert_eq!((breaker.allowed(at(124), 4), breaker.allowed(at(125), 4)), (0, 1), "one failure is enough now");
        assert_eq!(breaker.success(), Some(Change::Closed));
        assert_eq!(breaker.allowed(at(126), 4), 4);
    }

    #[test]
    fn a_success_between_begins_the_count_anew() {
        let mut breaker = Breaker::default();
        for second in 0..20 {
            assert_eq!(breaker.failure(at(second)), None);
            if second % 4 == 3 {
                assert_eq!(breaker.success(), None);
            }
        }
        assert_eq!(breaker.allowed(at(20), 4), 4);
    }

    #[test]
    fn a_gateway_may_ask_for_a_longer_pause() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.pause(at(600)), Some(Change::Opened));
        assert_eq!(breaker.failure(at(1)), None);
        assert_eq!((breaker.allowed(at(599), 4), breaker.allowed(at(600), 4)), (0, 1), "the longer one counts");
    }
}
