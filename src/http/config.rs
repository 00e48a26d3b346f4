//! Settings of the server, complete and checked before anything listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

pub use crate::config::address::{Network, Origin};

/// Settings of the server. [`HttpConfig::check`] holds the bounds.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where to listen. Default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// The address people use, `https://help.example.kz`. Its host is an allowed one; `https` adds HSTS.
    /// Required outside development unless [`HttpConfig::allowed_hosts`] names a host.
    pub public_origin: Option<Origin>,
    /// Further values of `Host`: `name` (with no port or a default one) or `name:port` (exactly so).
    pub allowed_hosts: Vec<String>,
    /// Reverse proxies before us: they may open any number of connections, and what comes through them is not from
    /// this machine even if they are on it. Default: none.
    pub trusted_proxies: Vec<Network>,
    /// Plain HTTP on this machine alone: `localhost`, `127.0.0.1` and `[::1]` are allowed hosts with any port, and
    /// loopback peers have no limit of connections. Demands a loopback [`HttpConfig::listen`].
    pub development: bool,
    /// One JSON line a request. Default: off.
    pub access_log: bool,
    /// `/metrics` for everyone, not for this machine alone. Default: off.
    pub public_metrics: bool,
    /// How many bytes of a release are kept in memory, 0 to 16 GiB. Default 256 MiB.
    pub memory_budget: u64,
    /// Limits.
    pub limits: Limits,
}

/// Limits of sizes and times. Those who change them should know why the default does not do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Open connections, 1 to 65 535; more wait in the system's queue. Default 1024.
    pub connections: usize,
    /// Open connections of one address (one /64 network of IPv6), 1 to 65 535; more are closed. Default 64.
    pub connections_per_address: usize,
    /// Request line and headers in bytes, 8 KiB to 64 KiB; more is 431. Default 16 KiB.
    pub head_bytes: usize,
    /// Header lines, 16 to 256; more is 431. Default 64.
    pub headers: usize,
    /// Request target in bytes, 256 to 8 KiB; more is 414. Default 4 KiB.
    pub target_bytes: usize,
    /// Body of a request in bytes, 0 to 1 MiB; more is 413. Default 16 KiB.
    pub body_bytes: u64,
    /// Time for request line and headers, and for an idle connection; 50 ms to 60 s. Default 10 s.
    pub head_time: Duration,
    /// Time for a body in all, 50 ms to 60 s; more is 408. Default 15 s.
    pub body_time: Duration,
    /// Time for a handler, 50 ms to 60 s; more is 503. Default 10 s.
    pub handler_time: Duration,
    /// Searches that wait for their turn, 0 to 65 535; more are 503. Default 128.
    pub searches_waiting: usize,
    /// Searches of one client (one /64 network of IPv6) that wait or are made, 1 to 65 535; more are 503. Default 8.
    pub searches_per_address: usize,
    /// How long they wait, 50 ms to 60 s; longer is 503. Default 1 s.
    pub search_wait: Duration,
    /// A write that moves no byte for so long closes the connection, 50 ms to 5 min. Default 30 s.
    pub stall_time: Duration,
    /// How long running requests may go on after the first signal, 50 ms to 5 min. Default 10 s.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            connections_per_address: 64,
            head_bytes: 16 * 1024,
            headers: 64,
            target_bytes: 4 * 1024,
            body_bytes: 16 * 1024,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(15),
            handler_time: Duration::from_secs(10),
            searches_waiting: 128,
            searches_per_address: 8,
            search_wait: Duration::from_secs(1),
            stall_time: Duration::from_secs(30),
            drain_time: Duration::from_secs(10),
        }
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_origin: None,
            allowed_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            development: false,
            access_log: false,
            public_metrics: false,
            memory_budget: 256 * 1024 * 1024,
            limits: Limits::default(),
        }
    }
}

/// What is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A number outside its bounds; times are in milliseconds.
    #[error("{field}: {value} is not between {min} and {max}")]
    OutOfRange {
        /// The setting.
        field: &'static str,
        /// Its value.
        value: u64,
        /// The least one allowed.
        min: u64,
        /// The greatest one allowed.
        max: u64,
    },
    /// Development listens on this machine alone.
    #[error("development listens on a loopback address, not on {0}")]
    DevelopmentListens(SocketAddr),
    /// No host would be answered.
    #[error("neither public_origin nor allowed_hosts names a host")]
    NoHost,
}

impl HttpConfig {
    /// Plain HTTP on this machine, everything else by default.
    pub fn development(listen: SocketAddr) -> Self {
        Self { listen, development: true, ..Self::default() }
    }

    /// For everyone, under `origin`.
    pub fn public(listen: SocketAddr, origin: Origin) -> Self {
        Self { listen, public_origin: Some(origin), ..Self::default() }
    }

    /// Checks every bound.
    ///
    /// # Errors
    /// The first setting that is out of its bounds.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.development && !self.listen.ip().is_loopback() {
            return Err(ConfigError::DevelopmentListens(self.listen));
        }
        if !self.development && self.public_origin.is_none() && self.allowed_hosts.is_empty() {
            return Err(ConfigError::NoHost);
        }
        within("memory_budget", self.memory_budget, 0, 16 << 30)?;
        self.limits.check()
    }

    /// Whether people come over TLS, so that HSTS makes sense.
    pub fn is_https(&self) -> bool {
        self.public_origin.as_ref().is_some_and(|origin| origin.https)
    }

    /// Whether `address` may open any number of connections, and search as often.
    pub fn is_unlimited(&self, address: IpAddr) -> bool {
        (self.development && address.is_loopback())
            || self.trusted_proxies.iter().any(|network| network.contains(address))
    }
}

impl Limits {
    fn check(&self) -> Result<(), ConfigError> {
        within("connections", self.connections as u64, 1, 65_535)?;
        within("connections_per_address", self.connections_per_address as u64, 1, 65_535)?;
        within("head_bytes", self.head_bytes as u64, 8 * 1024, 64 * 1024)?;
        within("headers", self.headers as u64, 16, 256)?;
        within("target_bytes", self.target_bytes as u64, 256, 8 * 1024)?;
        within("body_bytes", self.body_bytes, 0, 1024 * 1024)?;
        time_within("head_time", self.head_time, 60)?;
        time_within("body_time", self.body_time, 60)?;
        time_within("handler_time", self.handler_time, 60)?;
        within("searches_waiting", self.searches_waiting as u64, 0, 65_535)?;
        within("searches_per_address", self.searches_per_address as u64, 1, 65_535)?;
        time_within("search_wait", self.search_wait, 60)?;
        time_within("stall_time", self.stall_time, 300)?;
        time_within("drain_time", self.drain_time, 300)
    }
}

fn within(field: &'static str, value: u64, min: u64, max: u64) -> Result<(), ConfigError> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(ConfigError::OutOfRange { field, value, min, max }) }
}

fn time_within(field: &'static str, value: Duration, seconds: u64) -> Result<(), ConfigError> {
    within(field, u64::try_from(value.as_millis()).unwrap_or(u64::MAX), 50, seconds * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        assert_eq!(HttpConfig::development(local).check(), Ok(()));
        assert_eq!(HttpConfig::default().check(), Err(ConfigError::NoHost));
        let open = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 80));
        assert_eq!(HttpConfig::development(open).check(), Err(ConfigError::DevelopmentListens(open)));
        let mut config = HttpConfig::development(local);
        config.limits.head_bytes = 4096;
        assert!(matches!(config.check(), Err(ConfigError::OutOfRange { field: "head_bytes", .. })));
    }
}
