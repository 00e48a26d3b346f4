//! What a request must be before anyone looks at its path (security requirements IN-5, IN-9, IN-10, CSRF-4).

use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, HOST, HeaderName, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Uri, Version};
use std::net::{IpAddr, SocketAddr};

use super::config::HttpConfig;
use super::error::Error;
use super::router::Methods;

/// Headers by which proxies speak of the real client.
const FORWARDING: [HeaderName; 4] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("via"),
];

/// Refuses what is malformed, too large or not meant for us.
///
/// # Errors
/// The first rule broken.
pub fn check(config: &HttpConfig, peer: SocketAddr, head: &Parts) -> Result<(), Error> {
    if target_length(&head.uri, head.version) > config.limits.target_bytes {
        return Err(Error::TargetTooLong);
    }
    if head.method == Method::CONNECT || head.method == Method::TRACE {
        return Err(Error::Method(Methods::Read.allow()));
    }
    host(config, peer, head)?;
    if head.headers.contains_key(TRANSFER_ENCODING) {
        return Err(Error::LengthRequired);
    }
    if head.headers.contains_key(CONTENT_ENCODING) {
        return Err(Error::Encoded);
    }
    let length = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > config.limits.body_bytes) {
        return Err(Error::TooLarge);
    }
    Ok(())
}

/// Length of the target as it was sent.
fn target_length(uri: &Uri, version: Version) -> usize {
    match (uri.path_and_query(), uri.authority()) {
        (Some(path), None) => path.as_str().len(),
        // HTTP/2 sends the parts of the target by themselves.
        (Some(path), Some(authority)) if version == Version::HTTP_2 => path.as_str().len() + authority.as_str().len(),
        _ => uri.to_string().len(),
    }
}

fn host(config: &HttpConfig, peer: SocketAddr, head: &Parts) -> Result<(), Error> {
    let mut lines = head.headers.get_all(HOST).iter();
    let authority = head.uri.authority().map(hyper::http::uri::Authority::as_str);
    let line = match (lines.next(), lines.next(), authority) {
        (Some(line), None, _) => Some(line.to_str().map_err(|_| Error::Host)?),
        // HTTP/2 names the host in `:authority`.
        (None, _, Some(_)) if head.version == Version::HTTP_2 => None,
        _ => return Err(Error::Host),
    };
    let local = config.development || is_direct(config, peer, &head.headers);
    // `GET http://host/path` names the host twice; both must be ours.
    for name in [line, authority].into_iter().flatten() {
        if !is_allowed(config, local, name) {
            return Err(Error::Misdirected);
        }
    }
    Ok(())
}

/// Whether the peer is a program on this machine that speaks for itself, not a proxy that speaks for others.
///
/// A proxy on this machine that adds no header of its own cannot be told apart: it must be listed in
/// [`HttpConfig::trusted_proxies`].
pub fn is_direct(config: &HttpConfig, peer: SocketAddr, headers: &HeaderMap) -> bool {
    peer.ip().to_canonical().is_loopback()
        && !config.trusted_proxies.iter().any(|network| network.contains(peer.ip()))
        && !FORWARDING.iter().any(|name| headers.contains_key(name))
}

/// Whether `host` is ours. Health checks and scrapers on this machine (`local`) may call it by its loopback names.
fn is_allowed(config: &HttpConfig, local: bool, host: &str) -> bool {
    let host = host.to_lowercase();
    let bare = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
    let ours = |allowed: &str| allowed == host || allowed == bare;
    config.public_origin.as_ref().is_some_and(|origin| ours(&origin.host))
        || config.allowed_hosts.iter().any(|allowed| ours(&allowed.to_lowercase()))
        || (local && is_loopback_name(&host))
}

/// Whether `host` is a name that every machine has for itself.
pub(super) fn is_loopback_name(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, "0"),
    };
    let name = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
    let loopback = ["127.0.0.1", "::1"].map(str::parse::<IpAddr>);
    port.parse::<u16>().is_ok() && (name == "localhost" || loopback.contains(&name.parse()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_in_09_hosts() {
        let allowed_hosts = vec!["Intern.help.kz:8443".into()];
        let config =
            HttpConfig { public_origin: "https://help.kz".parse().ok(), allowed_hosts, ..HttpConfig::default() };
        for (host, public, local) in [
            ("help.kz", true, true),
            ("HELP.kz:443", true, true),
            ("help.kz:80", true, true),
            ("help.kz:8080", false, false),
            ("help.kz.", false, false),
            ("xhelp.kz", false, false),
            ("a.help.kz", false, false),
            ("intern.help.kz:8443", true, true),
            ("intern.help.kz", false, false),
            ("evil@help.kz", false, false),
            ("", false, false),
            ("localhost", false, true),
            ("localhost:8080", false, true),
            ("localhost:x", false, false),
            ("127.0.0.1:1", false, true),
            ("[::1]", false, true),
            ("[::1]:8080", false, true),
            ("127.0.0.1.nip.io", false, false),
            ("127.0.0.2", false, false),
        ] {
            assert_eq!(is_allowed(&config, false, host), public, "{host}");
            assert_eq!(is_allowed(&config, true, host), local, "{host} locally");
        }
    }
}
