//! `[server]`: where to listen, under which name, behind whom, with which certificate.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::address::{Network, Origin};
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
    pub public_origin: Option<Origin>,
    /// For real clients: nothing of development or demonstration is allowed.
    pub production: bool,
    /// Further values of `Host`.
    pub allowed_hosts: Vec<String>,
    /// Networks of proxies before us.
    pub trusted_proxies: Vec<Network>,
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
        let listen = parsed(fields, "listen", "127.0.0.1:8080");
        let public_origin = parsed(fields, "public_origin", "https://cabinet.example.kz");
        let production = fields.flag("production", false);
        let allowed_hosts = fields.texts("allowed_hosts").into_iter().map(|(text, _)| text).collect();
        let networks = fields.texts("trusted_proxies");
        let read: Result<Vec<Network>, &str> =
            networks.iter().map(|(text, _)| text.parse().map_err(|_| text.as_str())).collect();
        let trusted_proxies = read.unwrap_or_else(|wrong| {
            fields.reject("trusted_proxies", wrong, "10.0.0.0/8");
            Vec::new()
        });
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

/// Reads a text that must be of a form, of which `example` is one.
fn parsed<T: FromStr>(fields: &mut Fields<'_, '_>, name: &'static str, example: &str) -> Option<T> {
    let text = fields.text(name)?;
    let parsed = text.parse().ok();
    if parsed.is_none() {
        fields.reject(name, &text, example);
    }
    parsed
}
