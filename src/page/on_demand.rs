//! Pages made for one request, such as the results of a search. A release carries what they are made of, so that the
//! server needs neither the site's folder nor its theme, and pages on demand always look like the pages beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tera::Context;

use super::pager::page_numbers;
use super::templates::{Library, TemplateFile, TemplateFiles, Templates};
use super::view::{Pager, PagerNumber, PagerSize};
use crate::i18n::{Catalogue, Formats, Language, Locale, PerLanguage, PerLocale, Source, Sources};
use crate::problem::Problem;
use crate::routes;

/// Locale files that no page needs.
const NOT_FOR_PAGES: [&str; 3] = ["cli.ftl", "problems.ftl", "sms.ftl"];

/// What pages on demand are made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kit {
    /// Templates: name, path as shown to a person, text.
    templates: Vec<(String, String, String)>,
    /// Locale files: language, whether it is the site's own, path, text.
    locales: Vec<(String, bool, String, String)>,
    /// Addresses of assets.
    assets: BTreeMap<String, String>,
    /// By language, kk first.
    languages: [OneLanguage; 2],
    /// Sizes of a page of results.
    pub sizes: Vec<usize>,
}

/// What a language's pages on demand share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OneLanguage {
    /// The frame.
    pub frame: Value,
    /// The head of the search page without a query.
    pub head: Value,
    /// Categories.
    pub categories: Value,
    /// Instructions.
    pub instructions: Value,
}

impl Kit {
    /// From what a renderer has.
    pub fn new(templates: &Templates, library: &Library, languages: [OneLanguage; 2], sizes: Vec<usize>) -> Self {
        let files = templates.files().iter();
        let mut locales = Vec::new();
        for (own, layer) in [(false, &library.sources.builtin), (true, &library.sources.overrides)] {
            for locale in Locale::ALL {
                for source in &layer[locale.language()] {
                    if !NOT_FOR_PAGES.iter().any(|name| source.path.ends_with(name)) {
                        locales.push((locale.code().to_owned(), own, source.path.clone(), source.text.clone()));
                    }
                }
            }
        }
        Self {
            templates: files.map(|(name, file)| (name.clone(), file.path.clone(), file.text.clone())).collect(),
            locales,
            assets: (*library.assets).clone(),
            languages,
            sizes,
        }
    }
}

/// Makes pages on demand.
#[derive(Debug)]
pub struct OnDemand {
    templates: Templates,
    languages: PerLocale<OneLanguage>,
    sizes: Vec<usize>,
}

impl OnDemand {
    /// Compiles the templates.
    ///
    /// # Errors
    /// The problems, where they cannot be compiled: a kit that was damaged.
    pub fn new(kit: Kit) -> Result<Self, Vec<Problem>> {
        let mut sources = Sources { builtin: PerLanguage::default(), overrides: PerLanguage::default() };
        for (language, own, path, text) in kit.locales {
            let Some(language) = Language::ALL.into_iter().find(|known| known.code() == language) else { continue };
            let layer = if own { &mut sources.overrides } else { &mut sources.builtin };
            layer[language].push(Source { path, text });
        }
        let catalogue = Arc::new(Catalogue::load(&sources).0);
        let formats = Formats::new(&catalogue).map_err(|error| {
            let place = crate::problem::Place::file("locales");
            vec![Problem::new(crate::problem::Code::BadFluent, place).with("reason", error)]
        })?;
        let library = Library {
            catalogue,
            formats: Arc::new(formats),
            assets: Arc::new(kit.assets),
            locales_fingerprint: 0,
            sources: Arc::new(sources),
        };
        let files: TemplateFiles =
            kit.templates.into_iter().map(|(name, path, text)| (name, TemplateFile { path, text })).collect();
        let (mut templates, _) = Templates::compile(files, &library)?;
        let [kk, ru] = kit.languages;
        let languages = PerLocale::new(kk, ru);
        for (locale, language) in languages.iter() {
            templates.set_frame(locale, Context::from_serialize(&language.frame).unwrap_or_default());
        }
        Ok(Self { templates, languages, sizes: kit.sizes })
    }

    /// What the pages of a language share.
    pub fn language(&self, locale: Locale) -> &OneLanguage {
        &self.languages[locale]
    }

    /// Sizes of a page of results, the default first.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Renders the page of a search; `query` is its part of the address after `?`, the same in both languages.
    ///
    /// # Errors
    /// A problem of the template.
    pub fn search(&self, locale: Locale, view: &impl Serialize, query: &str) -> Result<Vec<u8>, Problem> {
        let mut head = self.languages[locale].head.clone();
        if let Some(links) = head.get_mut("languages").and_then(Value::as_array_mut).filter(|_| !query.is_empty()) {
            for link in links {
                let url = link.get("url").and_then(Value::as_str).map(|url| format!("{url}?{query}"));
                if let (Some(url), Some(fields)) = (url, link.as_object_mut()) {
                    fields.insert("url".to_owned(), Value::String(url));
                }
            }
        }
        let mut context = Context::from_serialize(view).unwrap_or_default();
        for name in ["categories", "instructions"] {
            let language = &self.languages[locale];
            context.insert(name, if name == "categories" { &language.categories } else { &language.instructions });
        }
        context.insert("faq_url", &routes::list(locale, "faq"));
        context.insert("page", &head);
        self.templates.render(locale, "search.html", &context)
    }
}

/// Pages of a list whose addresses `url(size, number)` makes.
pub fn pager(total: usize, size: usize, number: usize, sizes: &[usize], url: impl Fn(usize, usize) -> String) -> Pager {
    let pages = total.div_ceil(size.max(1)).max(1);
    let from = (number.saturating_sub(1)).saturating_mul(size);
    let least = sizes.iter().copied().min().unwrap_or(size);
    Pager {
        total,
        from: if total == 0 { 0 } else { from + 1 },
        to: total.min(from + size),
        page: number,
        pages,
        numbers: page_numbers(number, pages)
            .into_iter()
            .map(|n| PagerNumber {
                number: n,
                url: if n == 0 { String::new() } else { url(size, n) },
                current: n == number,
            })
            .collect(),
        prev: (number > 1).then(|| url(size, (number - 1).min(pages))),
        next: (number < pages).then(|| url(size, number + 1)),
        sizes: if total > least {
            sizes.iter().map(|n| PagerSize { size: *n, url: url(*n, 1), current: *n == size }).collect()
        } else {
            Vec::new()
        },
    }
}
