//! Where a request comes from: the peer, or, past proxies that are trusted, whom they name (security, NET-6).

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use hyper::HeaderMap;
use hyper::header::HeaderName;

use super::config::HttpConfig;
use super::encoding::list;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Whom a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// The address.
    pub address: IpAddr,
    /// A trusted proxy named somebody in words that are no address, so that all who come through it are taken for it.
    pub unreadable: bool,
}

/// The client: the first address from the right that no trusted proxy has. Other forwarding headers, and this one from
/// anyone else, change nothing.
pub fn client(config: &HttpConfig, peer: SocketAddr, headers: &HeaderMap) -> Client {
    let is_proxy = |address: IpAddr| config.trusted_proxies.iter().any(|network| network.contains(address));
    let mut found = peer.ip().to_canonical();
    let named = list(headers, &FORWARDED_FOR);
    for hop in named.rsplit(',').map(str::trim) {
        if !is_proxy(found) {
            break;
        }
        // Whoever wrote what is no address stands behind the last one known.
        let Some(address) = address(hop) else { return Client { address: found, unreadable: !hop.is_empty() } };
        found = address.to_canonical();
    }
    Client { address: found, unreadable: false }
}

/// An address as proxies write it: bare, in brackets, or with a port.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// What counts as one client: an address of IPv4, a /64 of IPv6, for one household has that at least.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX)).into(),
    }
}

/// The same as counters and the audit write it: `203.0.113.5`, `2001:db8:1:2::/64`.
pub fn name(address: IpAddr) -> String {
    match network(address) {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{v6}/64"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_net_06_forwarding_headers_count_only_from_trusted_proxies() {
        let config = HttpConfig {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()],
            ..HttpConfig::default()
        };
        for (peer, lines, wanted, reason) in [
            ("203.0.113.9:1", &["198.51.100.1"][..], "203.0.113.9", "an untrusted peer says what it likes"),
            ("10.0.0.1:1", &[][..], "10.0.0.1", "a proxy speaks for itself"),
            ("10.0.0.1:1", &["198.51.100.1"][..], "198.51.100.1", "one hop"),
            ("10.0.0.1:1", &["1.1.1.1, 198.51.100.1"][..], "198.51.100.1", "what the client wrote stands to the left"),
            ("10.0.0.1:1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"][..], "198.51.100.1", "two proxies"),
            ("10.0.0.1:1", &["1.1.1.1", "198.51.100.1"][..], "198.51.100.1", "two lines are one list"),
            ("10.0.0.1:1", &["1.1.1.1, nonsense"][..], "10.0.0.1", "no address"),
            ("10.0.0.1:1", &["198.51.100.1:50443"][..], "198.51.100.1", "with a port"),
            ("10.0.0.1:1", &["1.1.1.1, 198.51.100.1:50443, 10.0.0.2:80"][..], "198.51.100.1", "two proxies with ports"),
            ("10.0.0.1:1", &["[2001:db8::5]:50443"][..], "2001:db8::5", "IPv6 with a port"),
            ("10.0.0.1:1", &["[2001:db8::5]"][..], "2001:db8::5", "IPv6 in brackets"),
            ("10.0.0.1:1", &["1.1.1.1, 198.51.100.1:"][..], "10.0.0.1", "a port that is none"),
            ("10.0.0.1:1", &["10.0.0.3"][..], "10.0.0.3", "proxies alone"),
            ("[::1]:1", &["2001:db8::5"][..], "2001:db8::5", "IPv6"),
            ("[::ffff:10.0.0.1]:1", &["::ffff:198.51.100.1"][..], "198.51.100.1", "IPv4 written as IPv6"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED_FOR, line.parse().unwrap());
            }
            headers.append("x-real-ip", "9.9.9.9".parse().unwrap());
            headers.append("forwarded", "for=9.9.9.9".parse().unwrap());
            let found = client(&config, peer.parse().unwrap(), &headers);
            assert_eq!(found.address.to_string(), wanted, "{reason}");
            let odd = ["no address", "a port that is none"].contains(&reason);
            assert_eq!(found.unreadable, odd, "{reason}");
        }
    }

    #[test]
    fn s_lock_05_one_household_is_one_network() {
        for (address, wanted) in [
            ("203.0.113.5", "203.0.113.5"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(name(address.parse().unwrap()), wanted);
        }
    }
}
