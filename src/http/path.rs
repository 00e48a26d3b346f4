//! Paths of requests: decoded once, anything suspicious refused, and the one canonical spelling found.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Why a path is not looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be an honest link: 400.
    Malformed,
    /// It asks for a dot-file: 404.
    Hidden,
}

/// What may stand in a path as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The only name that may begin with a dot, and only at the start.
const WELL_KNOWN: &str = ".well-known";

/// Decodes `%XX` exactly once.
///
/// # Errors
/// Escaped or bare `\`, escaped `/` and NUL, controls, dot segments, broken escapes, bytes that are not UTF-8, or no
/// slash at the start are malformed; names that begin with a dot are hidden.
pub fn decode(raw: &str) -> Result<String, Refused> {
    if !raw.starts_with('/') || !escapes_are_whole(raw) {
        return Err(Refused::Malformed);
    }
    for (index, segment) in raw.split('/').enumerate() {
        let decoded = percent_decode_str(segment).decode_utf8().map_err(|_| Refused::Malformed)?;
        if decoded.contains(|c: char| c == '/' || c == '\\' || c.is_control()) || decoded == "." || decoded == ".." {
            return Err(Refused::Malformed);
        }
        if decoded.starts_with('.') && !(index == 1 && decoded == WELL_KNOWN) {
            return Err(Refused::Hidden);
        }
    }
    percent_decode_str(raw).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| Refused::Malformed)
}

fn escapes_are_whole(raw: &str) -> bool {
    let hex = |b: Option<&u8>| b.is_some_and(u8::is_ascii_hexdigit);
    let bytes = raw.as_bytes();
    bytes.iter().enumerate().all(|(i, b)| *b != b'%' || (hex(bytes.get(i + 1)) && hex(bytes.get(i + 2))))
}

/// A decoded path as it is written in a `Location`.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Spellings of `path` (decoded, and unknown as it stands) that may be the one meant, likeliest first: single slashes,
/// a slash at the end or none, no `index.html`, lower case.
pub fn spellings(path: &str) -> Vec<String> {
    let mut single = String::with_capacity(path.len() + 1);
    for c in path.chars() {
        if c != '/' || !single.ends_with('/') {
            single.push(c);
        }
    }
    let single = single.strip_suffix("/index.html").map_or(single.clone(), |folder| format!("{folder}/"));
    let lower = single.to_lowercase();
    let mut found = Vec::with_capacity(4);
    for base in [single, lower] {
        let other = base.strip_suffix('/').map_or_else(|| format!("{base}/"), str::to_owned);
        for spelling in [base, other] {
            if spelling != path && spelling.len() > 1 && !found.contains(&spelling) {
                found.push(spelling);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_in_04_paths_are_decoded_once_and_refused() {
        use Refused::{Hidden, Malformed};
        let cases = [
            ("/kk/faq/", Ok("/kk/faq/")),
            ("/kk/%D1%81%D2%B1%D1%80%D0%B0%D2%9B/", Ok("/kk/сұрақ/")),
            ("/kk/a%20b", Ok("/kk/a b")),
            ("/%252e%252e/", Ok("/%2e%2e/")),
            ("/.well-known/security.txt", Ok("/.well-known/security.txt")),
            ("//kk//faq", Ok("//kk//faq")),
            ("/...", Err(Hidden)),
            ("/.git/config", Err(Hidden)),
            ("/%2egit/config", Err(Hidden)),
            ("/kk/.well-known/", Err(Hidden)),
            ("/.well-known/.x", Err(Hidden)),
            ("/kk/../x", Err(Malformed)),
            ("/kk/%2e%2E/x", Err(Malformed)),
            ("/kk/.%2e", Err(Malformed)),
            ("/./x", Err(Malformed)),
            ("/kk%2ffaq", Err(Malformed)),
            ("/kk%5Cfaq", Err(Malformed)),
            ("/kk\\faq", Err(Malformed)),
            ("/kk%00", Err(Malformed)),
            ("/kk%0d%0aSet-Cookie:x", Err(Malformed)),
            ("/kk%7f", Err(Malformed)),
            ("/kk%c2%85", Err(Malformed)),
            ("/kk%ff", Err(Malformed)),
            ("/kk%c0%ae", Err(Malformed)),
            ("/kk%", Err(Malformed)),
            ("/kk%2", Err(Malformed)),
            ("/kk%zz", Err(Malformed)),
            ("kk", Err(Malformed)),
            ("*", Err(Malformed)),
            ("", Err(Malformed)),
        ];
        for (raw, wanted) in cases {
            assert_eq!(decode(raw).as_deref(), wanted.as_ref().map(|s| *s), "{raw}");
        }
    }

    #[test]
    fn spellings_by_likelihood() {
        let cases: [(&str, &[&str]); 6] = [
            ("/kk/faq", &["/kk/faq/"]),
            ("/kk//faq/", &["/kk/faq/", "/kk/faq"]),
            ("/KK/Faq", &["/KK/Faq/", "/kk/faq", "/kk/faq/"]),
            ("/kk/index.html", &["/kk/", "/kk"]),
            ("/robots.txt/", &["/robots.txt"]),
            ("//", &[]),
        ];
        for (path, wanted) in cases {
            assert_eq!(spellings(path), wanted, "{path}");
        }
    }

    #[test]
    fn a_location_is_plain_ascii_on_this_site() {
        assert_eq!(encode("/kk/сұрақ/a b?#%\"/"), "/kk/%D1%81%D2%B1%D1%80%D0%B0%D2%9B/a%20b%3F%23%25%22/");
    }
}
