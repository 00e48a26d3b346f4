//! Pages made for one request, such as the results of a search. A release carries what they are made of, so that the
//! server needs neither the site's folder nor its theme, and pages on demand always look like the pages beside them.
//!
//! To add such a page: a template in `templates::TEMPLATES`, its view in `view`, and in the handler
//! [`OnDemand::head`], then [`OnDemand::render`]. What a template needs of the site whatever the request is, such as
//! links to pages, is put into [`OneLanguage::shared`] by `Renderer::kit`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tera::Context;

use super::cabinet::faq::Entry;
use super::head::Heads;
use super::pager::page_numbers;
use super::templates::{Library, TemplateFile, TemplateFiles, Templates};
use super::view::{PageHead, Pager, PagerNumber, PagerSize};
use crate::i18n::{Catalogue, Formats, Language, Locale, PerLanguage, PerLocale, Source, Sources};
use crate::problem::Problem;

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
    /// The public origin, without a slash at its end.
    origin: String,
    /// By language, kk first.
    languages: [OneLanguage; 2],
    /// Sizes of a page of results.
    sizes: Vec<usize>,
    /// Whether the site has a search.
    search: bool,
}

/// What of a site pages on demand depend on.
#[derive(Debug)]
pub struct Site {
    /// The public origin, without a slash at its end.
    pub origin: String,
    /// By language, kk first.
    pub languages: [OneLanguage; 2],
    /// Sizes of a page of results, in order.
    pub sizes: Vec<usize>,
    /// Whether the site has a search.
    pub search: bool,
}

/// What a language's pages on demand share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OneLanguage {
    /// The frame.
    pub frame: Value,
    /// Variables that a template gets whatever the request is, by its name.
    pub shared: BTreeMap<String, Value>,
    /// The questions with their answers, where the site has a cabinet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Entry>,
}

impl Kit {
    /// From what a renderer has.
    pub fn new(templates: &Templates, library: &Library, site: Site) -> Self {
        let Site { origin, languages, sizes, search } = site;
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
            origin,
            languages,
            sizes,
            search,
        }
    }

    /// Whether the site has a search.
    pub const fn has_search(&self) -> bool {
        self.search
    }
}

/// Makes pages on demand.
#[derive(Debug)]
pub struct OnDemand {
    templates: Templates,
    catalogue: Arc<Catalogue>,
    formats: Arc<Formats>,
    origin: String,
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
        let formats = Arc::new(formats);
        let library = Library {
            catalogue: Arc::clone(&catalogue),
            formats: Arc::clone(&formats),
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
        Ok(Self { templates, catalogue, formats, origin: kit.origin, languages, sizes: kit.sizes })
    }

    /// Sizes of a page of results, in order.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Whether the site has the page that a template with shared variables makes.
    pub fn offers(&self, template: &str) -> bool {
        Locale::ALL.iter().all(|locale| self.languages[*locale].shared.contains_key(template))
    }

    /// A string of the interface; the key itself when it is missing.
    pub fn text(&self, locale: Locale, key: &str) -> String {
        self.catalogue.text(locale.language(), key).map_or_else(|| key.to_owned(), |text| text.to_string())
    }

    /// A sum in tiyn as the language writes it.
    pub fn money(&self, locale: Locale, tiyn: i64) -> String {
        self.formats.money(locale, tiyn)
    }

    /// An address with the public origin.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The questions with their answers, in the order of their list.
    pub fn questions(&self, locale: Locale) -> &[Entry] {
        &self.languages[locale].questions
    }

    /// The head of a page that exists in both languages, without alternates and kept out of search engines. Whatever
    /// else it needs (`section`, further breadcrumbs, [`PageHead::with_query`]) is set by who asks.
    pub fn head(&self, locale: Locale, kind: &'static str, title: String, url: impl Fn(Locale) -> String) -> PageHead {
        let heads = Heads { catalogue: &self.catalogue, origin: &self.origin, locale };
        let mut head = heads.made(&format!("@{kind}"), kind, title, url);
        head.noindex = true;
        head.alternates.clear();
        head
    }

    /// Renders any template: with the frame, what the site shares with this template, `view`, and `head` as `page`.
    ///
    /// # Errors
    /// A problem of the template.
    pub fn render(
        &self,
        locale: Locale,
        template: &str,
        head: &PageHead,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, Problem> {
        let mut context = Context::from_serialize(view).unwrap_or_default();
        for (name, value) in
            self.languages[locale].shared.get(template).and_then(Value::as_object).into_iter().flatten()
        {
            context.insert(name.clone(), value);
        }
        context.insert("page", head);
        self.templates.render(locale, template, &context)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    /// A kit of one template, as [`Kit::new`] would make it.
    fn kit(template: &str) -> Kit {
        let locale = |code: &str, words: &str| {
            let formats = std::fs::read_to_string(format!("locales/{code}/formats.ftl")).unwrap();
            (code.to_owned(), false, "formats.ftl".to_owned(), format!("{words}\n{formats}"))
        };
        let language = |name: &str| OneLanguage {
            frame: json!({ "lang": name, "site": {}, "nav": [], "footer": [] }),
            shared: BTreeMap::from([("one.html".to_owned(), json!({ "help": format!("help-{name}") }))]),
            questions: Vec::new(),
        };
        Kit {
            templates: vec![("one.html".to_owned(), "one.html".to_owned(), template.to_owned())],
            locales: vec![
                locale("kk", "nav-home = Басты бет\ntitle = Есептеуіш"),
                locale("ru", "nav-home = Главная\ntitle = Калькулятор"),
            ],
            origin: "https://example.kz".to_owned(),
            languages: [language("kk"), language("ru")],
            ..Kit::default()
        }
    }

    #[test]
    fn any_template_is_rendered_with_frame_shared_variables_view_and_head() {
        let template = "{{ lang }} {{ help }} {{ sum }} {{ page.title }} {{ page.canonical }} {{ page.noindex }} \
                        {% for l in page.languages %}{{ l.url }} {% endfor %}{{ page.breadcrumbs[0].title }}";
        let pages = OnDemand::new(kit(template)).unwrap();
        let url = |locale: Locale| format!("/{}/one", locale.code());
        let head = pages.head(Locale::Ru, "one", pages.text(Locale::Ru, "title"), url).with_query("a=1");
        let html = pages.render(Locale::Ru, "one.html", &head, &json!({ "sum": 5 })).unwrap();
        let wanted = "ru help-ru 5 Калькулятор https://example.kz/ru/one true /kk/one?a=1 /ru/one?a=1 Главная";
        assert_eq!(String::from_utf8(html).unwrap(), wanted);
    }

    #[test]
    fn a_kit_survives_the_disk() {
        let kit = kit("{{ lang }}");
        assert_eq!(serde_json::from_slice::<Kit>(&serde_json::to_vec(&kit).unwrap()).unwrap(), kit);
    }

    #[test]
    fn a_damaged_template_is_a_problem() {
        assert!(OnDemand::new(kit("{% if %}")).is_err());
    }
}
