//! What a search was asked for: the parameters of its address, read strictly, and the addresses made of them.

use std::fmt::Write as _;

use crate::http::encoded;
use crate::i18n::Locale;
use crate::routes;
use crate::search::index::KINDS;
use crate::search::suggest;

/// Results on a page, unless asked otherwise.
pub(super) const SIZE: usize = 10;
/// Suggestions, unless asked otherwise.
pub(super) const SUGGESTIONS: usize = 8;
/// Most pages that can be asked for.
pub(super) const MOST_PAGES: usize = 10_000;

/// What a search was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) query: String,
    /// Only pages of this type.
    pub(super) kind: Option<&'static str>,
    pub(super) number: Option<usize>,
    pub(super) size: Option<usize>,
    pub(super) lang: Option<Locale>,
}

/// Who asks: which parameters there are, and which numbers `n` may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'s> {
    /// The page of results, with its sizes.
    Page(&'s [usize]),
    /// The same as JSON.
    Search(&'s [usize]),
    /// The suggestions.
    Suggest,
}

impl By<'_> {
    fn knows(self, name: &str) -> bool {
        match name {
            "q" | "kind" | "n" => true,
            "p" => !matches!(self, Self::Suggest),
            "lang" => !matches!(self, Self::Page(_)),
            _ => false,
        }
    }

    fn offers(self, size: usize) -> bool {
        match self {
            Self::Page(sizes) | Self::Search(sizes) => sizes.contains(&size),
            Self::Suggest => (1..=suggest::MOST).contains(&size),
        }
    }
}

impl Asked {
    /// Reads the parameters; a fault is the last part of the key of its message. What was asked is kept for the form.
    pub(super) fn read(query: Option<&str>, by: By<'_>) -> (Self, Option<&'static str>) {
        let mut asked = Self::default();
        let mut fault = None;
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in encoded::pairs(query.unwrap_or_default()) {
            // What others put into our addresses, in whatever encoding, is passed over.
            let Some(name) = encoded::decoded(name).filter(|name| by.knows(name)) else { continue };
            if seen.contains(&name) {
                fault = fault.or(Some("parameter-twice"));
                continue;
            }
            let set = encoded::decoded(value).ok_or("query-encoding").and_then(|value| asked.set(&name, &value, by));
            fault = fault.or(set.err());
            seen.push(name);
        }
        (asked, fault)
    }

    fn set(&mut self, name: &str, value: &str, by: By<'_>) -> Result<(), &'static str> {
        let digits = !value.is_empty() && value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value.parse::<usize>().ok().filter(|_| digits);
        match name {
            "q" => self.query = encoded::plain(value),
            "p" => {
                self.number = Some(number.filter(|number| (1..=MOST_PAGES).contains(number)).ok_or("page-number")?);
            }
            "n" => self.size = Some(number.filter(|size| by.offers(*size)).ok_or("page-size")?),
            "kind" => self.kind = Some(KINDS.into_iter().find(|kind| *kind == value).ok_or("kind")?),
            _ => self.lang = Some(Locale::from_code(value).ok_or("language")?),
        }
        Ok(())
    }

    /// The part of the address after `?`, for a page of results of some size; what is usual is left out.
    pub(super) fn parameters(&self, query: &str, size: usize, number: usize) -> String {
        let mut all = format!("q={}", routes::query_value(query));
        if let Some(kind) = self.kind {
            let _ = write!(all, "&kind={kind}");
        }
        if size != SIZE {
            let _ = write!(all, "&n={size}");
        }
        if number > 1 {
            let _ = write!(all, "&p={number}");
        }
        all
    }

    /// The address of a page of results.
    pub(super) fn address(&self, locale: Locale, query: &str, size: usize, number: usize) -> String {
        format!("{}?{}", routes::search(locale), self.parameters(query, size, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_strictly() {
        for (query, wanted) in [
            ("q=a", None),
            ("q=%D0%BF+%D0%B0&p=2&n=20", None),
            ("q=a&utm=1", None),
            ("q=a&utm=%CF%F0", None),
            ("q=a&%71=b", Some("parameter-twice")),
            ("q=a&kind=faq", None),
            ("q=a&q=b", Some("parameter-twice")),
            ("q=%FF", Some("query-encoding")),
            ("q=a&p=0", Some("page-number")),
            ("q=a&p=-1", Some("page-number")),
            ("q=a&p=1e3", Some("page-number")),
            ("q=a&p=%D9%A3", Some("page-number")),
            ("q=a&p=NaN", Some("page-number")),
            ("q=a&p=1000000000000000000", Some("page-number")),
            ("q=a&p=", Some("page-number")),
            ("q=a&n=11", Some("page-size")),
            ("q=a&kind=", Some("kind")),
            ("q=a&kind=FAQ", Some("kind")),
            ("lang=en&q=a", Some("language")),
        ] {
            assert_eq!(Asked::read(Some(query), By::Search(&[10, 20, 50])).1, wanted, "{query}");
        }
        for (query, wanted) in [("n=1", None), ("n=10", None), ("n=11", Some("page-size")), ("n=0", Some("page-size"))]
        {
            assert_eq!(Asked::read(Some(query), By::Suggest).1, wanted, "{query}");
        }
        let (asked, _) = Asked::read(Some("q=%00%D0%BF+%0A%D0%B0%00"), By::Page(&[10]));
        assert_eq!(asked.query, "п  а");
    }

    #[test]
    fn what_is_usual_is_left_out_of_an_address() {
        let asked = Asked { kind: Some("faq"), ..Asked::default() };
        assert_eq!(asked.parameters("a&b", 10, 1), "q=a%26b&kind=faq");
        assert_eq!(Asked::default().parameters("ү", 20, 3), "q=%D2%AF&n=20&p=3");
    }
}
