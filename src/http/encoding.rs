//! Which of the prepared forms of a file suits a client (`Accept-Encoding`).

use hyper::HeaderMap;
use hyper::header::HeaderName;

/// A form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// Gzip.
    Gz,
    /// As it is.
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Br => Some("br"),
            Self::Gz => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// What its entity tag ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Br => "-br",
            Self::Gz => "-gz",
            Self::Plain => "",
        }
    }
}

/// All lines of a list header as one.
pub fn list(headers: &HeaderMap, name: &HeaderName) -> String {
    let lines: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    lines.join(",")
}

/// Items of a list header with their weights in thousandths.
pub fn weighted(list: &str) -> impl Iterator<Item = (&str, u16)> {
    list.split(',').filter_map(|item| {
        let mut parts = item.split(';');
        let name = parts.next()?.trim();
        let weight = parts.find_map(|p| p.trim().strip_prefix("q=").or_else(|| p.trim().strip_prefix("Q=")));
        (!name.is_empty()).then(|| (name, weight.map_or(1000, thousandths)))
    })
}

/// `0.5` as 500; what is not a weight is 0, the careful reading.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    match whole {
        "1" if digits => 1000,
        "0" if digits => format!("{part:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

/// The best form among those there are. Without a wish, and when everything is refused, it is the plain one.
pub fn choose(accept: &str, br: bool, gz: bool) -> Encoding {
    let mut weights = [None; 3];
    let mut rest = None;
    for (name, weight) in weighted(accept) {
        match name {
            _ if name.eq_ignore_ascii_case("br") => weights[0] = Some(weight),
            _ if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => weights[1] = Some(weight),
            _ if name.eq_ignore_ascii_case("identity") => weights[2] = Some(weight),
            "*" => rest = Some(weight),
            _ => {}
        }
    }
    // A plain answer nobody spoke of is acceptable, but any other that was asked for is better.
    let plain = weights[2].unwrap_or(0);
    let weight = |index: usize, exists: bool| if exists { weights[index].or(rest).unwrap_or(0) } else { 0 };
    let (br, gz) = (weight(0, br), weight(1, gz));
    if br > 0 && br >= gz && br >= plain {
        Encoding::Br
    } else if gz > 0 && gz >= plain {
        Encoding::Gz
    } else {
        Encoding::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choice_by_weight() {
        use Encoding::{Br, Gz, Plain};
        let cases = [
            ("", Plain),
            ("gzip, deflate, br, zstd", Br),
            ("gzip", Gz),
            ("x-gzip", Gz),
            ("BR", Br),
            ("br;q=0.5, gzip", Gz),
            ("br;q=0.5, gzip;q=0.5", Br),
            ("br;q=0, gzip;q=0.001", Gz),
            ("br; q=0 , *", Gz),
            ("*", Br),
            ("*;q=0", Plain),
            ("identity", Plain),
            ("identity, br;q=0.9", Plain),
            ("identity;q=0.5, br;q=0.9", Br),
            ("identity;q=0, *;q=0", Plain),
            ("zstd", Plain),
            ("br;q=2", Plain),
            ("br;q=0.0001", Plain),
            ("br;q=-1", Plain),
            ("br;q=nan, gzip;q=1.000", Gz),
            (",,;q=1,", Plain),
        ];
        for (accept, wanted) in cases {
            assert_eq!(choose(accept, true, true), wanted, "{accept:?}");
        }
        assert_eq!(choose("br, gzip", false, true), Gz);
        assert_eq!(choose("br, gzip", false, false), Plain);
    }
}
