//! Names and values as forms and addresses write them (`application/x-www-form-urlencoded`), decoded in one way everywhere.
//! What is known, what may come twice and what is too long, whoever reads them says.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The names of a text with their values, as they are written.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A name or a value, unless it is no text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

/// A text with spaces in place of control characters, and none at its ends.
pub(super) fn plain(text: &str) -> String {
    text.trim().replace(char::is_control, " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_as_forms_write_them() {
        let read = |text| pairs(text).map(|(name, value)| (decoded(name), decoded(value))).collect::<Vec<_>>();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(read(""), []);
        assert_eq!(read("&&a&=b"), [(text("a"), text("")), (text(""), text("b"))]);
        assert_eq!(read("%61+b=%D2%9B+%2B=c"), [(text("a b"), text("қ +=c"))]);
        assert_eq!(read("a=%FF&b=%D2&c=%"), [(text("a"), None), (text("b"), None), (text("c"), text("%"))]);
        assert_eq!(plain(" \u{0}a\r\nb\u{85}\t"), "a  b");
    }
}
