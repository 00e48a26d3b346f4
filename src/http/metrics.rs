//! Counters, printed for Prometheus by `/metrics`.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::cabinet::sms::tally::Counts;

/// Upper bounds of the latency histogram, in microseconds.
const BOUNDS: [u64; 12] =
    [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000];

/// The label of pages of the site.
pub const SITE: &str = "{site}";
/// The label of requests refused before a route was sought.
pub const REFUSED: &str = "{refused}";

/// All counters of one server.
pub struct Metrics {
    requests: Vec<(&'static str, [AtomicU64; 5])>,
    latency: [AtomicU64; BOUNDS.len() + 1],
    latency_micros: AtomicU64,
    bytes: AtomicU64,
    open: AtomicI64,
    accepted: AtomicU64,
    refused: AtomicU64,
    accept_errors: AtomicU64,
    panics: AtomicU64,
    handshakes: AtomicU64,
}

impl Metrics {
    /// Counters for these routes, [`SITE`] and [`REFUSED`].
    pub(super) fn new(routes: impl Iterator<Item = &'static str>) -> Self {
        Self {
            requests: routes.chain([SITE, REFUSED]).map(|route| (route, Default::default())).collect(),
            latency: Default::default(),
            latency_micros: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            open: AtomicI64::new(0),
            accepted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            accept_errors: AtomicU64::new(0),
            panics: AtomicU64::new(0),
            handshakes: AtomicU64::new(0),
        }
    }

    /// Counts a request, at the time its answer begins.
    pub(super) fn request(&self, route: &str, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        if let Some((_, classes)) = self.requests.iter().find(|(known, _)| *known == route) {
            classes[class].fetch_add(1, Relaxed);
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.latency[BOUNDS.partition_point(|bound| *bound < micros)].fetch_add(1, Relaxed);
        self.latency_micros.fetch_add(micros, Relaxed);
    }

    pub(super) fn bytes(&self, sent: u64) {
        self.bytes.fetch_add(sent, Relaxed);
    }

    pub(super) fn connection_opened(&self) {
        self.open.fetch_add(1, Relaxed);
        self.accepted.fetch_add(1, Relaxed);
    }

    pub(super) fn connection_closed(&self) {
        self.open.fetch_sub(1, Relaxed);
    }

    pub(super) fn connection_refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(super) fn accept_failed(&self) {
        self.accept_errors.fetch_add(1, Relaxed);
    }

    pub(super) fn handshake_failed(&self) {
        self.handshakes.fetch_add(1, Relaxed);
    }

    pub(super) fn panicked(&self) {
        self.panics.fetch_add(1, Relaxed);
    }

    /// The text form of Prometheus. `release` is the id of the site being served.
    pub fn print(&self, release: Option<&str>, uptime: Duration, log_lines_lost: u64) -> String {
        let mut out = String::with_capacity(4096);
        self.print_requests(&mut out);
        self.print_latency(&mut out);
        counter(&mut out, "otau_http_response_bytes_total", "Bytes of answers' bodies.", self.bytes.load(Relaxed));
        counter(&mut out, "otau_http_connections_total", "Connections taken.", self.accepted.load(Relaxed));
        let refused = self.refused.load(Relaxed);
        counter(&mut out, "otau_http_connections_refused_total", "Connections over an address's limit.", refused);
        let failed = self.accept_errors.load(Relaxed);
        counter(&mut out, "otau_http_accept_errors_total", "Connections the system could not give.", failed);
        let handshakes = self.handshakes.load(Relaxed);
        counter(
            &mut out,
            "otau_tls_handshakes_failed_total",
            "Clients that did not finish their greeting.",
            handshakes,
        );
        counter(&mut out, "otau_http_panics_total", "Handlers that panicked.", self.panics.load(Relaxed));
        counter(&mut out, "otau_log_lines_lost_total", "Log lines nobody took in time.", log_lines_lost);
        gauge(&mut out, "otau_http_connections_open", "Connections open now.", "", self.open.load(Relaxed));
        let version = format!("{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
        gauge(&mut out, "otau_build_info", "Version of the program.", &version, 1);
        let id = format!("{{id=\"{}\"}}", label(release.unwrap_or_default()));
        gauge(&mut out, "otau_release_info", "Release being served.", &id, i64::from(release.is_some()));
        let uptime = i64::try_from(uptime.as_secs()).unwrap_or(i64::MAX);
        gauge(&mut out, "otau_uptime_seconds", "Seconds since the start.", "", uptime);
        out
    }

    fn print_requests(&self, out: &mut String) {
        head(out, "otau_http_requests_total", "Requests by route and class of status.", "counter");
        for (route, classes) in &self.requests {
            for (class, count) in classes.iter().enumerate() {
                let count = count.load(Relaxed);
                if count > 0 {
                    let (route, class) = (label(route), class + 1);
                    let _ = writeln!(out, "otau_http_requests_total{{route=\"{route}\",class=\"{class}xx\"}} {count}");
                }
            }
        }
    }

    fn print_latency(&self, out: &mut String) {
        let name = "otau_http_request_duration_seconds";
        head(out, name, "Time from request to the start of its answer.", "histogram");
        let mut total = 0;
        for (index, count) in self.latency.iter().enumerate() {
            total += count.load(Relaxed);
            let bound = BOUNDS.get(index).map_or_else(|| "+Inf".to_owned(), |micros| seconds(*micros));
            let _ = writeln!(out, "{name}_bucket{{le=\"{bound}\"}} {total}");
        }
        let _ = writeln!(out, "{name}_sum {}", seconds(self.latency_micros.load(Relaxed)));
        let _ = writeln!(out, "{name}_count {total}");
    }
}

/// What this node's queue of messages has done.
pub(super) fn print_messages(out: &mut String, counts: &Counts) {
    let name = "otau_sms_calls_total";
    head(out, name, "Calls to the gateway by what came of them.", "counter");
    for (outcome, count) in [
        ("accepted", counts.accepted),
        ("held", counts.held),
        ("refused", counts.refused),
        ("retried", counts.retried),
        ("unknown", counts.unknown),
    ] {
        let _ = writeln!(out, "{name}{{outcome=\"{outcome}\"}} {count}");
    }
    let over = counts.over_limit;
    counter(out, "otau_sms_over_limit_total", "Messages put off because the day's limit was reached.", over);
    gauge(out, "otau_sms_gateway_paused", "Whether the gateway is left alone.", "", i64::from(counts.paused));
}

/// Microseconds as decimal seconds, exactly.
fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn head(out: &mut String, name: &str, help: &str, kind: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn counter(out: &mut String, name: &str, help: &str, value: u64) {
    head(out, name, help, "counter");
    let _ = writeln!(out, "{name} {value}");
}

fn gauge(out: &mut String, name: &str, help: &str, labels: &str, value: i64) {
    head(out, name, help, "gauge");
    let _ = writeln!(out, "{name}{labels} {value}");
}

fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latency_falls_into_its_bucket() {
        let metrics = Metrics::new(["/healthz"].into_iter());
        for micros in [250, 251, 20_000_000] {
            metrics.request("/healthz", 200, Duration::from_micros(micros));
        }
        let text = metrics.print(Some("a\"b"), Duration::from_secs(7), 0);
        for line in [
            "otau_http_request_duration_seconds_bucket{le=\"0.00025\"} 1",
            "otau_http_request_duration_seconds_bucket{le=\"0.0005\"} 2",
            "otau_http_request_duration_seconds_bucket{le=\"10\"} 2",
            "otau_http_request_duration_seconds_bucket{le=\"+Inf\"} 3",
            "otau_http_request_duration_seconds_sum 20.000501",
            "otau_http_requests_total{route=\"/healthz\",class=\"2xx\"} 3",
            "otau_release_info{id=\"a\\\"b\"} 1",
            "otau_uptime_seconds 7",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} in\n{text}");
        }
    }

    #[test]
    fn messages_are_counted_by_what_came_of_them() {
        let mut text = String::new();
        let counts = Counts { accepted: 3, unknown: 1, over_limit: 2, paused: true, ..Counts::default() };
        print_messages(&mut text, &counts);
        let numbers: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            numbers,
            [
                "otau_sms_calls_total{outcome=\"accepted\"} 3",
                "otau_sms_calls_total{outcome=\"held\"} 0",
                "otau_sms_calls_total{outcome=\"refused\"} 0",
                "otau_sms_calls_total{outcome=\"retried\"} 0",
                "otau_sms_calls_total{outcome=\"unknown\"} 1",
                "otau_sms_over_limit_total 2",
                "otau_sms_gateway_paused 1",
            ]
        );
    }
}
