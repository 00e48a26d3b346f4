//! `[auth]`: limits of sign-in, codes and sessions. Bounds that security fixes cannot be set at all.

use super::number;
use crate::fields::Fields;

/// Names of the settings.
pub const SETTINGS: &[&str] = &[
    "idle_minutes",
    "session_hours",
    "sessions",
    "device_days",
    "code_minutes",
    "code_tries",
    "client_tries_a_day",
    "codes_a_day",
    "codes_an_hour_of_network",
    "password_minutes",
    "failures_of_network",
    "hash_memory_kib",
    "hash_passes",
];

/// Most memory of a password hash: dearer ones, even those in the database, are not run (PW-4).
pub const MOST_HASH_MEMORY_KIB: u32 = 262_144;
/// Most passes of a password hash.
pub const MOST_HASH_PASSES: u32 = 10;

/// Limits of sign-in, codes and sessions; the defaults are those of the security requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    /// A session ends after so many minutes without a request (SES-4).
    pub idle_minutes: u32,
    /// A session ends after so many hours at the latest (SES-4).
    pub session_hours: u32,
    /// Sessions of one client; the oldest ends (SES-6).
    pub sessions: u32,
    /// How many days a browser that signed in before is known (LOCK-3).
    pub device_days: u32,
    /// How long a code lives, 10 at the most (OTP-3).
    pub code_minutes: u32,
    /// Wrong codes that an authorization bears (OTP-4).
    pub code_tries: u32,
    /// Wrong codes a client and day (OTP-4).
    pub client_tries_a_day: u32,
    /// Codes a phone, and a client, and day (OTP-8).
    pub codes_a_day: u32,
    /// Codes a network and hour (OTP-8).
    pub codes_an_hour_of_network: u32,
    /// How long after the right code a password may be set (OTP-9).
    pub password_minutes: u32,
    /// Failed sign-ins of a network in 15 minutes (LOCK-5).
    pub failures_of_network: u32,
    /// Memory of a password hash in KiB (PW-4).
    pub hash_memory_kib: u32,
    /// Passes of a password hash (PW-4).
    pub hash_passes: u32,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            idle_minutes: 15,
            session_hours: 8,
            sessions: 5,
            device_days: 180,
            code_minutes: 5,
            code_tries: 5,
            client_tries_a_day: 15,
            codes_a_day: 5,
            codes_an_hour_of_network: 20,
            password_minutes: 10,
            failures_of_network: 60,
            hash_memory_kib: 19_456,
            hash_passes: 2,
        }
    }
}

impl Auth {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let d = Self::default();
        Self {
            idle_minutes: number(fields, "idle_minutes", 1..=60, d.idle_minutes),
            session_hours: number(fields, "session_hours", 1..=24, d.session_hours),
            sessions: number(fields, "sessions", 1..=20, d.sessions),
            device_days: number(fields, "device_days", 1..=365, d.device_days),
            code_minutes: number(fields, "code_minutes", 1..=10, d.code_minutes),
            code_tries: number(fields, "code_tries", 1..=10, d.code_tries),
            client_tries_a_day: number(fields, "client_tries_a_day", 1..=100, d.client_tries_a_day),
            codes_a_day: number(fields, "codes_a_day", 1..=20, d.codes_a_day),
            codes_an_hour_of_network: number(
                fields,
                "codes_an_hour_of_network",
                1..=10_000,
                d.codes_an_hour_of_network,
            ),
            password_minutes: number(fields, "password_minutes", 1..=60, d.password_minutes),
            failures_of_network: number(fields, "failures_of_network", 5..=100_000, d.failures_of_network),
            hash_memory_kib: number(
                fields,
                "hash_memory_kib",
                d.hash_memory_kib.into()..=MOST_HASH_MEMORY_KIB.into(),
                d.hash_memory_kib,
            ),
            hash_passes: number(fields, "hash_passes", d.hash_passes.into()..=MOST_HASH_PASSES.into(), d.hash_passes),
        }
    }
}
