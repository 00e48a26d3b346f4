//! What addresses of a server are written as: the origin people use, and networks.

use std::net::IpAddr;
use std::str::FromStr;

/// A text that is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such address")]
pub struct Wrong;

/// Scheme, host and port of the address people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Over TLS.
    pub https: bool,
    /// Host in lower case, with the port if it is not the scheme's own.
    pub host: String,
}

impl FromStr for Origin {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let (https, host) = match text.split_once("://") {
            Some(("https", host)) => (true, host),
            Some(("http", host)) => (false, host),
            _ => return Err(Wrong),
        };
        let host = host.strip_suffix(if https { ":443" } else { ":80" }).unwrap_or(host).to_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(plain) { Err(Wrong) } else { Ok(Self { https, host }) }
    }
}

/// A network: an address and how many of its first bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether `address` lies in it. An IPv4 address written as IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                let differing = u32::from(a) ^ u32::from(b);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let differing = u128::from(a) ^ u128::from(b);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().map_err(|_| Wrong)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), |p| p.parse().map_err(|_| Wrong))?;
        if prefix > most { Err(Wrong) } else { Ok(Self { address, prefix }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        let good = [
            ("https://Help.Example.kz", true, "help.example.kz"),
            ("https://help.kz:443", true, "help.kz"),
            ("http://127.0.0.1:8080", false, "127.0.0.1:8080"),
        ];
        for (text, https, host) in good {
            assert_eq!(text.parse(), Ok(Origin { https, host: host.to_owned() }), "{text}");
        }
        for text in ["help.kz", "ftp://help.kz", "https://", "https://help.kz/", "https://a@help.kz", "https://құқық"]
        {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }

    #[test]
    fn networks() {
        let cases = [
            ("10.0.0.0/8", "10.200.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "10.0.0.1", false),
        ];
        for (network, address, inside) in cases {
            let parsed = network.parse::<Network>().ok().zip(address.parse().ok());
            let contains = parsed.map(|(network, address)| network.contains(address));
            assert_eq!(contains, Some(inside), "{network} {address}");
        }
        for text in ["10.0.0.0/33", "10.0.0.0/", "host", ""] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
