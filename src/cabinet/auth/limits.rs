//! The bounds of signing in, of codes and of sessions. A plain table, so that the configuration can hold it.

use chrono::TimeDelta;

use crate::portal::authorization::Limits;

/// All bounds with their defaults (security, §2, §4 and §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthLimits {
    /// Of one first authorization or recovery: tries, life of a code, waits between codes, the right to set a password.
    pub flow: Limits,
    /// How long a first authorization or recovery may take in all, up to the right code.
    pub flow_life: TimeDelta,
    /// Codes tried for one client in 24 hours.
    pub tries_a_day: i64,
    /// Codes sent to one number in 24 hours.
    pub codes_a_phone: i64,
    /// Codes sent for one client in 24 hours.
    pub codes_a_client: i64,
    /// Codes asked for from one network address in an hour, sent or not.
    pub codes_a_network: i64,
    /// Codes sent in 24 hours by the whole system.
    pub codes_a_day: i64,
    /// Wrong passwords for one account that cost no wait.
    pub free_failures: i64,
    /// The wait after the first failure that is not free; each further one doubles it.
    pub first_wait: TimeDelta,
    /// The longest wait.
    pub longest_wait: TimeDelta,
    /// After how long without a failure the waits begin anew.
    pub failures_forgotten: TimeDelta,
    /// Wrong sign-ins from one network address within [`AuthLimits::network_window`].
    pub network_failures: i64,
    /// See [`AuthLimits::network_failures`].
    pub network_window: TimeDelta,
    /// How long a browser is known as one that signed in before.
    pub device_life: TimeDelta,
    /// A session without use ends after this.
    pub idle: TimeDelta,
    /// A session ends after this, used or not.
    pub session_life: TimeDelta,
    /// Sessions of one client; the oldest ends when there are more.
    pub sessions: i64,
    /// How long after the password was asked for something that needs it may be done.
    pub proof: TimeDelta,
    /// How long the five fields of a first authorization or recovery are kept after its end, to fill the form again.
    pub form_life: TimeDelta,
    /// Most rows of counters; beyond it, what a flood makes is thrown out.
    pub counters: i64,
}

impl AuthLimits {
    /// Failures in a row after which a password is good for nothing until the client recovers (LOCK-4). Fixed.
    pub const MUST_RECOVER: i64 = 100;

    /// The longest life of a code, whatever the configuration says (OTP-3). Fixed.
    pub const LONGEST_CODE_LIFE: TimeDelta = TimeDelta::minutes(10);

    /// The last use of a session is written at most so often (SES-4).
    pub(in crate::cabinet) const TOUCH: TimeDelta = TimeDelta::minutes(1);

    /// Bounds within which a configuration must stay; the name of the first that does not.
    ///
    /// # Errors
    /// The name of a bound.
    pub fn check(&self) -> Result<(), &'static str> {
        let counts = [
            ("flow.tries", i64::from(self.flow.tries), 10),
            ("tries_a_day", self.tries_a_day, 100),
            ("codes_a_phone", self.codes_a_phone, 100),
            ("codes_a_client", self.codes_a_client, 100),
            ("codes_a_network", self.codes_a_network, 100_000),
            ("codes_a_day", self.codes_a_day, i64::from(u32::MAX)),
            ("free_failures", self.free_failures, Self::MUST_RECOVER),
            ("network_failures", self.network_failures, 1_000_000),
            ("sessions", self.sessions, 100),
            ("counters", self.counters, i64::from(u32::MAX)),
        ];
        let lives = [
            ("flow.code_life", self.flow.code_life, Self::LONGEST_CODE_LIFE),
            ("flow.password_right", self.flow.password_right, TimeDelta::hours(1)),
            ("flow_life", self.flow_life, TimeDelta::days(1)),
            ("first_wait", self.first_wait, TimeDelta::hours(1)),
            ("longest_wait", self.longest_wait, TimeDelta::days(1)),
            ("failures_forgotten", self.failures_forgotten, TimeDelta::days(30)),
            ("network_window", self.network_window, TimeDelta::days(1)),
            ("device_life", self.device_life, TimeDelta::days(400)),
            ("idle", self.idle, TimeDelta::hours(1)),
            ("session_life", self.session_life, TimeDelta::hours(24)),
            ("proof", self.proof, TimeDelta::hours(1)),
            ("form_life", self.form_life, TimeDelta::days(1)),
        ];
        let count = counts.into_iter().find(|(_, value, most)| !(1..=*most).contains(value)).map(|(name, ..)| name);
        let life = lives.into_iter().find(|(_, value, most)| *value <= TimeDelta::zero() || value > most);
        count.or(life.map(|(name, ..)| name)).map_or(Ok(()), Err)
    }
}

impl Default for AuthLimits {
    fn default() -> Self {
        Self {
            flow: Limits::default(),
            flow_life: TimeDelta::hours(1),
            tries_a_day: 15,
            codes_a_phone: 5,
            codes_a_client: 5,
            codes_a_network: 20,
            codes_a_day: 5_000,
            free_failures: 5,
            first_wait: TimeDelta::seconds(15),
            longest_wait: TimeDelta::minutes(15),
            failures_forgotten: TimeDelta::hours(24),
            network_failures: 60,
            network_window: TimeDelta::minutes(15),
            device_life: TimeDelta::days(180),
            idle: TimeDelta::minutes(15),
            session_life: TimeDelta::hours(8),
            sessions: 5,
            proof: TimeDelta::minutes(5),
            form_life: TimeDelta::minutes(30),
            counters: 200_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_otp_03_no_configuration_gives_a_code_a_long_life() {
        assert_eq!(AuthLimits::default().check(), Ok(()));
        let mut limits = AuthLimits::default();
        limits.flow.code_life = TimeDelta::minutes(10);
        assert_eq!(limits.check(), Ok(()));
        limits.flow.code_life = TimeDelta::seconds(601);
        assert_eq!(limits.check(), Err("flow.code_life"));
    }

    #[test]
    fn bounds_of_nothing_are_refused() {
        for (limits, name) in [
            (AuthLimits { sessions: 0, ..AuthLimits::default() }, "sessions"),
            (AuthLimits { idle: TimeDelta::zero(), ..AuthLimits::default() }, "idle"),
            (AuthLimits { free_failures: 101, ..AuthLimits::default() }, "free_failures"),
            (AuthLimits { session_life: TimeDelta::hours(25), ..AuthLimits::default() }, "session_life"),
        ] {
            assert_eq!(limits.check(), Err(name));
        }
    }
}
