//! Conditions of a request: `If-None-Match`, `If-Range` and `Range`, as pure functions.

/// Whether a list of entity tags names `etag` (or everything). Weak tags match too, as RFC 9110 §13.1.2 says for
/// `If-None-Match`.
pub fn names(list: &str, etag: &str) -> bool {
    list.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// What a `Range` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything: no range, several, or nothing we understand.
    All,
    /// From the first byte to before the second.
    Part(u64, u64),
    /// A part that lies outside.
    Nothing,
}

/// Reads `Range` for a body of `length` bytes.
pub fn range(header: &str, length: u64) -> Wanted {
    let Some((unit, spec)) = header.split_once('=') else { return Wanted::All };
    let Some((first, last)) = spec.trim().split_once('-') else { return Wanted::All };
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return Wanted::All;
    }
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => {
            let end = last.map_or(length, |last| last.saturating_add(1).min(length));
            match last {
                Some(last) if last < first => Wanted::All,
                _ if first >= length => Wanted::Nothing,
                _ => Wanted::Part(first, end),
            }
        }
        (Some(None), Some(Some(suffix))) if suffix == 0 || length == 0 => Wanted::Nothing,
        (Some(None), Some(Some(suffix))) => Wanted::Part(length.saturating_sub(suffix), length),
        _ => Wanted::All,
    }
}

/// An absent number, a number (as large as can be when it is larger), or neither.
#[expect(clippy::option_option, reason = "absent and wrong are different here")]
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    text.bytes().all(|b| b.is_ascii_digit()).then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_tags() {
        for (list, matches) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\" , \"a\"", true),
            ("*", true),
            ("\"a-br\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(names(list, "\"a\""), matches, "{list}");
        }
    }

    #[test]
    fn ranges_of_ten_bytes() {
        use Wanted::{All, Nothing, Part};
        for (header, wanted) in [
            ("bytes=0-0", Part(0, 1)),
            ("bytes=2-4", Part(2, 5)),
            ("BYTES= 2-4", Part(2, 5)),
            ("bytes=5-", Part(5, 10)),
            ("bytes=5-99", Part(5, 10)),
            ("bytes=0-18446744073709551615", Part(0, 10)),
            ("bytes=-3", Part(7, 10)),
            ("bytes=-99", Part(0, 10)),
            ("bytes=-0", Nothing),
            ("bytes=10-", Nothing),
            ("bytes=99999999999999999999999-", Nothing),
            ("bytes=4-2", All),
            ("bytes=0-1,3-4", All),
            ("bytes=-", All),
            ("bytes=a-b", All),
            ("bytes=+1-2", All),
            ("lines=1-2", All),
            ("bytes", All),
            ("", All),
        ] {
            assert_eq!(range(header, 10), wanted, "{header}");
        }
        assert_eq!(range("bytes=0-", 0), Nothing);
        assert_eq!(range("bytes=-1", 0), Nothing);
    }
}
