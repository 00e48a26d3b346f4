//! Addresses of links as editors write them.

use percent_encoding::percent_decode_str;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `key:page#anchor`.
    Page(String, Option<String>),
    /// `key:@faq`: the list of a type.
    List(String),
    /// `topic:category`.
    Topic(String),
    /// `#anchor` on the same page.
    Here(String),
    /// A file of the page's folder.
    File(String),
    /// Another site, a mailbox or a phone.
    Outside(String),
    /// Anything else.
    Bad(String),
}

/// Reads an address.
pub fn read(address: &str) -> Target {
    let address = address.trim();
    if let Some(rest) = address.strip_prefix("key:") {
        if let Some(list) = rest.strip_prefix('@') {
            return Target::List(list.to_owned());
        }
        let (key, anchor) = split_anchor(rest);
        return match key {
            "" => Target::Bad(address.to_owned()),
            key => Target::Page(key.to_owned(), anchor),
        };
    }
    if let Some(topic) = address.strip_prefix("topic:") {
        return Target::Topic(topic.to_owned());
    }
    if let Some(anchor) = address.strip_prefix('#') {
        return Target::Here(decode(anchor));
    }
    if is_outside(address) {
        return Target::Outside(address.to_owned());
    }
    let name = decode(address);
    let is_name = !name.is_empty() && !name.contains(['/', '\\', ':', '?', '#']) && !name.starts_with('.');
    if is_name { Target::File(name) } else { Target::Bad(address.to_owned()) }
}

fn is_outside(address: &str) -> bool {
    let rest = |prefix: &str| {
        let (head, tail) = address.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(tail)
    };
    let host = rest("https://").or_else(|| rest("http://"));
    let plain = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    host.is_some_and(|host| plain(host) && !host.starts_with(['/', '?', '#', '.']))
        || rest("mailto:").is_some_and(|mail| plain(mail) && mail.contains('@'))
        || rest("tel:")
            .is_some_and(|phone| phone.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-')) && plain(phone))
}

fn split_anchor(text: &str) -> (&str, Option<String>) {
    text.split_once('#').map_or((text, None), |(key, anchor)| (key, Some(decode(anchor))))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_known_forms_are_links() {
        let bad = |text: &str| Target::Bad(text.to_owned());
        for (address, target) in [
            ("key:home", Target::Page("home".into(), None)),
            ("key:home#a-b", Target::Page("home".into(), Some("a-b".into()))),
            ("key:@faq", Target::List("faq".into())),
            ("topic:password", Target::Topic("password".into())),
            ("#a", Target::Here("a".into())),
            ("form.pdf", Target::File("form.pdf".into())),
            ("%D2%AF%D0%B9.pdf", Target::File("үй.pdf".into())),
            ("https://gov.kz/a?b#c", Target::Outside("https://gov.kz/a?b#c".into())),
            ("tel:+77010000000", Target::Outside("tel:+77010000000".into())),
            ("mailto:a@b.kz", Target::Outside("mailto:a@b.kz".into())),
            ("javascript:alert(1)", bad("javascript:alert(1)")),
            ("data:text/html,x", bad("data:text/html,x")),
            ("//evil.kz", bad("//evil.kz")),
            ("/kk/faq/", bad("/kk/faq/")),
            ("../ru.md", bad("../ru.md")),
            ("https:///x", bad("https:///x")),
            ("key:", bad("key:")),
            ("", bad("")),
        ] {
            assert_eq!(read(address), target, "{address}");
        }
    }
}
