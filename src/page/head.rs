//! Heads of pages that are made rather than written: lists, the search, every page on demand.

use super::view::{Alternate, Crumb, LanguageLink, PageHead};
use crate::i18n::{Catalogue, Locale};
use crate::routes;

/// Makes heads of one language.
#[derive(Clone, Copy, Debug)]
pub struct Heads<'a> {
    /// Interface strings.
    pub catalogue: &'a Catalogue,
    /// The public origin, without a slash at its end.
    pub origin: &'a str,
    /// Language of the reader.
    pub locale: Locale,
}

impl Heads<'_> {
    /// The head of a made page that exists in both languages.
    pub fn made(&self, key: &str, kind: &'static str, title: String, url: impl Fn(Locale) -> String) -> PageHead {
        let own = url(self.locale);
        PageHead {
            key: key.to_owned(),
            kind,
            breadcrumbs: vec![self.home_crumb(), Crumb { title: title.clone(), url: None }],
            title,
            description: String::new(),
            canonical: self.absolute(&own),
            text_lang: self.locale.code(),
            fallback: None,
            noindex: false,
            draft: false,
            section: String::new(),
            languages: self.languages(&url, |_| false),
            alternates: self.alternates(&url),
            updated: None,
            url: own,
        }
    }

    /// The address with its origin.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The first step of the breadcrumbs.
    pub fn home_crumb(&self) -> Crumb {
        let text = self.catalogue.text(self.locale.language(), "nav-home");
        let title = text.map_or_else(|| "nav-home".to_owned(), |text| text.to_string());
        Crumb { title, url: Some(routes::home(self.locale)) }
    }

    /// The language switch; `parent` says where the address is only that of the nearest parent.
    pub fn languages(&self, url: impl Fn(Locale) -> String, parent: impl Fn(Locale) -> bool) -> Vec<LanguageLink> {
        Locale::ALL
            .iter()
            .map(|locale| LanguageLink {
                lang: locale.code(),
                name: locale.own_name(),
                url: url(*locale),
                current: *locale == self.locale,
                parent: parent(*locale),
            })
            .collect()
    }

    /// Both languages for search engines, Kazakh by default.
    pub fn alternates(&self, url: impl Fn(Locale) -> String) -> Vec<Alternate> {
        let mut all: Vec<Alternate> = Locale::ALL
            .iter()
            .map(|locale| Alternate { lang: locale.code(), url: self.absolute(&url(*locale)) })
            .collect();
        all.push(Alternate { lang: "x-default", url: self.absolute(&url(Locale::Kk)) });
        all
    }
}

impl PageHead {
    /// Lets the language switch keep what was asked: `query` is the part of the address after `?`, the same in both
    /// languages.
    #[must_use]
    pub fn with_query(mut self, query: &str) -> Self {
        for link in self.languages.iter_mut().filter(|_| !query.is_empty()) {
            link.url = format!("{}?{query}", link.url);
        }
        self
    }
}
