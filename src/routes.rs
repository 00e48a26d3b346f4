//! Leaf: every address of the site, made in one place. Views, templates and the server get addresses from here only.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::i18n::Locale;

/// What stays as it is in the value of a query.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text as the value of a query.
pub fn query_value(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// First parts of addresses that pages of type `page` cannot take.
pub const RESERVED: [&str; 10] =
    ["faq", "guide", "memo", "notice", "topic", "tag", "pair", "search", "calculator", "cabinet"];

/// The name of the calculator in links and menus, after `@`.
pub const CALCULATOR: &str = "calculator";

/// Where a page of a type lives below its language: `faq`, `guide` …; empty for the top.
pub const fn section(kind: &str) -> &'static str {
    match kind.as_bytes() {
        b"faq" => "faq",
        b"instruction" => "guide",
        b"memo" => "memo",
        b"notice" => "notice",
        _ => "",
    }
}

/// The same address in a language, where it is one of a language.
pub fn in_language(locale: Locale, address: &str) -> String {
    let of_any = Locale::ALL.iter().find_map(|any| address.strip_prefix(&home(*any)));
    of_any.map_or_else(|| address.to_owned(), |rest| home(locale) + rest)
}

/// Home of a language.
pub fn home(locale: Locale) -> String {
    format!("/{}/", locale.code())
}

/// A page of a type, by its slug.
pub fn page(locale: Locale, kind: &str, slug: &str) -> String {
    match section(kind) {
        "" => format!("/{}/{slug}/", locale.code()),
        section => format!("/{}/{section}/{slug}/", locale.code()),
    }
}

/// What `@name` leads to in links and menus: the list of a type, or the calculator.
pub fn list(locale: Locale, kind: &str) -> String {
    if kind == CALCULATOR {
        return calculator(locale);
    }
    format!("/{}/{}/", locale.code(), section(kind))
}

/// A category.
pub fn category(locale: Locale, slug: &str) -> String {
    format!("/{}/topic/{slug}/", locale.code())
}

/// All tags.
pub fn tags(locale: Locale) -> String {
    format!("/{}/tag/", locale.code())
}

/// A tag.
pub fn tag(locale: Locale, slug: &str) -> String {
    format!("/{}/tag/{slug}/", locale.code())
}

/// The kk/ru reading view of a page.
pub fn side_by_side(locale: Locale, key: &str) -> String {
    format!("/{}/pair/{key}/", locale.code())
}

/// A page of a list at `base`: page `number` (from 1) with `size` entries (0 for all), where `default` is the size that
/// needs no mention.
pub fn list_page(base: &str, size: usize, default: usize, number: usize) -> String {
    let sized = match size {
        0 => format!("{base}all/"),
        size if size == default => base.to_owned(),
        size => format!("{base}n{size}/"),
    };
    if number <= 1 { sized } else { format!("{sized}p{number}/") }
}

/// Whether a slug looks like a page of a list and so cannot be a page's.
pub fn is_list_slug(slug: &str) -> bool {
    let digits = slug.strip_prefix(['p', 'n']);
    slug == "all" || digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The Atom feed of a language.
pub fn feed(locale: Locale) -> String {
    format!("/{}/feed.xml", locale.code())
}

/// The machine-readable list of a language's pages.
pub fn index(locale: Locale) -> String {
    format!("/{}/index.json", locale.code())
}

/// The page that searches.
pub fn search(locale: Locale) -> String {
    format!("/{}/search", locale.code())
}

/// A page of the client cabinet by its name, such as `profile`; the door of the cabinet where it is empty.
pub fn cabinet(locale: Locale, name: &str) -> String {
    format!("/{}/cabinet/{name}", locale.code())
}

/// A contract of the cabinet, by its public reference.
pub fn cabinet_contract(locale: Locale, reference: &str) -> String {
    format!("/{}/cabinet/contracts/{reference}/", locale.code())
}

/// The payment schedule of a contract.
pub fn cabinet_schedule(locale: Locale, reference: &str) -> String {
    format!("/{}/cabinet/schedule/{reference}/", locale.code())
}

/// The same at the payment of the current month, where it has one.
pub fn cabinet_schedule_now(locale: Locale, reference: &str) -> String {
    format!("{}#_now", cabinet_schedule(locale, reference))
}

/// What is made of a payment schedule: `print`, `export.csv`, `export.xlsx`, `payments.ics`.
pub fn cabinet_schedule_file(locale: Locale, reference: &str, name: &str) -> String {
    format!("/{}/cabinet/schedule/{reference}/{name}", locale.code())
}

/// The statement of a contract.
pub fn cabinet_statement(locale: Locale, reference: &str) -> String {
    format!("/{}/cabinet/statement/{reference}/", locale.code())
}

/// The statement of a contract as a file: `export.csv`, `export.xlsx`.
pub fn cabinet_statement_file(locale: Locale, reference: &str, name: &str) -> String {
    format!("/{}/cabinet/statement/{reference}/{name}", locale.code())
}

/// The page that computes the memo's compensation.
pub fn calculator(locale: Locale) -> String {
    format!("/{}/calculator", locale.code())
}

/// The page for addresses that do not exist.
pub fn not_found(locale: Locale) -> String {
    format!("/{}/404.html", locale.code())
}

/// The file that answers an address: `/kk/faq/` → `kk/faq/index.html`.
pub fn file(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_lists_have_addresses_that_any_host_can_serve() {
        for (size, number, address) in [
            (20, 1, "/kk/faq/"),
            (20, 3, "/kk/faq/p3/"),
            (10, 1, "/kk/faq/n10/"),
            (10, 2, "/kk/faq/n10/p2/"),
            (0, 1, "/kk/faq/all/"),
        ] {
            assert_eq!(list_page("/kk/faq/", size, 20, number), address);
        }
        for slug in ["p2", "n10", "all"] {
            assert!(is_list_slug(slug), "{slug}");
        }
        for slug in ["p", "page", "p2x", "password"] {
            assert!(!is_list_slug(slug), "{slug}");
        }
    }
}
