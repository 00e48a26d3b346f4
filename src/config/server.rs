//! `[server]`: where to listen, under which name, behind whom, with which certificate.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::fields::Fields;

/// Names of the settings.
pub const SETTINGS: &[&str] = &[
    "listen",
    "public_origin",
    "production",
    "allowed_hosts",
    "trusted_proxies",
    "tls_certificate",
    "tls_key",
    "access_log",
    "public_metrics",
];

/// Where to listen, under which name, behind whom, with which certificate. What is none is left to the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Address and port.
    pub listen: Option<SocketAddr>,
    /// The address people use.
    pub public_origin: Option<String>,
    /// For real clients: nothing of development or demonstration is allowed.
    pub production: bool,
    /// Further values of `Host`.
    pub allowed_hosts: Vec<String>,
    /// Networks of proxies before us.
    pub trusted_proxies: Vec<String>,
    /// Certificate and its key, both PEM files.
    pub tls: Option<Tls>,
    /// One line a request.
    pub access_log: bool,
    /// `/metrics` for everyone.
    pub public_metrics: bool,
}

/// Files of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The chain, own certificate first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Server {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let listen = fields.text("listen").and_then(|text| {
            let address = text.parse().ok();
            if address.is_none() {
                fields.reject("listen", &text, "127.0.0.1:8080");
            }
            address
        });
        let public_origin = fields.text("public_origin");
        if let Some(origin) = &public_origin
            && !is_origin(origin)
        {
            fields.reject("public_origin", origin, "https://cabinet.example.kz");
        }
        let plain = |texts: Vec<(String, crate::problem::Place)>| texts.into_iter().map(|(text, _)| text).collect();
        let production = fields.flag("production", false);
        let allowed_hosts = plain(fields.texts("allowed_hosts"));
        let trusted_proxies: Vec<String> = plain(fields.texts("trusted_proxies"));
        if let Some(wrong) = trusted_proxies.iter().find(|network| !is_network(network)) {
            fields.reject("trusted_proxies", wrong, "10.0.0.0/8");
        }
        let (certificate, key) = (fields.text("tls_certificate"), fields.text("tls_key"));
        let tls = match (certificate, key) {
            (Some(certificate), Some(key)) => Some(Tls { certificate: certificate.into(), key: key.into() }),
            (None, None) => None,
            (Some(_), None) => {
                fields.missing("tls_key");
                None
            }
            (None, Some(_)) => {
                fields.missing("tls_certificate");
                None
            }
        };
        let (access_log, public_metrics) = (fields.flag("access_log", false), fields.flag("public_metrics", false));
        Self { listen, public_origin, production, allowed_hosts, trusted_proxies, tls, access_log, public_metrics }
    }

    pub(super) fn resolve(&mut self, folder: &Path) {
        if let Some(tls) = &mut self.tls {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
    }
}

/// `http://host` or `https://host`, with a port or without; the server reads it once more when it starts.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    host.is_some_and(|host| !host.is_empty() && host.chars().all(plain))
}

/// An address, or an address and the number of its first bits.
fn is_network(text: &str) -> bool {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let Ok(address) = address.parse::<std::net::IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    prefix.is_none_or(|prefix| prefix.parse::<u8>().is_ok_and(|prefix| prefix <= most))
}
