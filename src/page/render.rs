//! From the model to files: composes the view of a job, fingerprints it, renders its template.

use std::io;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};
use xxhash_rust::xxh3::Xxh3;

use super::cabinet::faq::Entry;
use super::calculator;
use super::compose::Composer;
use super::feeds;
use super::fill::{Filler, LinkWords, Media, Sources};
use super::frame::{frame, link_words, site_view};
use super::job::{Job, Kindred, address, path};
use super::on_demand::{Kit, OneLanguage, Site};
use super::pager::Slice;
use super::side_by_side::{align, blocks};
use super::templates::{Library, Templates};
use super::view::{Crumb, ErrorPage, LanguageLink, Moved, PageHead, Root, SideBySide, SideBySideRow, SiteView};
use crate::i18n::{Arg, Locale, PerLocale};
use crate::problem::Problem;
use crate::routes;
use crate::site::lists::Lists;
use crate::site::markdown::body::BlockKind;
use crate::site::meta::Kind;
use crate::site::model::{PageId, SiteModel};

/// Renders a site.
#[derive(Debug)]
pub struct Renderer {
    model: Arc<SiteModel>,
    templates: Templates,
    library: Library,
    media: Media,
    words: PerLocale<LinkWords>,
    contacts: PerLocale<String>,
    glossaries: PerLocale<String>,
    sites: PerLocale<SiteView>,
    /// Fingerprint of everything that all pages share.
    base: PerLocale<u128>,
}

/// What a renderer is made of.
#[derive(Debug)]
pub struct Parts {
    /// The site.
    pub model: Arc<SiteModel>,
    /// Compiled templates.
    pub templates: Templates,
    /// Interface strings, formats, assets.
    pub library: Library,
    /// Published files of pages.
    pub media: Media,
    /// Address of the card that social networks show, by language.
    pub cards: PerLocale<String>,
}

/// A file that is ready to be rendered.
#[derive(Debug)]
pub struct Prepared {
    /// Path in the tree.
    pub path: String,
    /// Fingerprint of everything the content is made from.
    pub input: u128,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Template(Locale, &'static str, Context),
    Ready(Vec<u8>),
}

impl Renderer {
    /// Sets up the frames and renders what all pages share.
    ///
    /// # Errors
    /// A problem of the template of the contacts or of the terms.
    pub fn new(parts: Parts) -> Result<Self, Problem> {
        let Parts { model, mut templates, library, media, cards } = parts;
        let sites = PerLocale::from_fn(|locale| site_view(&model, locale, &cards[locale]));
        let mut base = PerLocale::<u128>::default();
        for locale in Locale::ALL {
            let composer = Composer { model: &model, catalogue: &library.catalogue, locale };
            let frame = frame(&composer, sites[locale].clone());
            base[locale] = fingerprint(&[&templates.fingerprint.to_le_bytes(), &json(&frame), &assets(&library)]);
            templates.set_frame(locale, Context::from_serialize(&frame).unwrap_or_default());
        }
        let words = PerLocale::from_fn(|locale| link_words(&library, locale));
        let mut contacts = PerLocale::<String>::default();
        let mut glossaries = PerLocale::<String>::default();
        for locale in Locale::ALL {
            let html = templates.render(locale, "parts/contact.html", &Context::new())?;
            contacts[locale] = String::from_utf8_lossy(&html).into_owned();
            let composer = Composer { model: &model, catalogue: &library.catalogue, locale };
            let terms = Context::from_serialize(&composer.glossary()).unwrap_or_default();
            let html = templates.render(locale, "parts/glossary.html", &terms)?;
            glossaries[locale] = String::from_utf8_lossy(&html).into_owned();
        }
        Ok(Self { model, templates, library, media, words, contacts, glossaries, sites, base })
    }

    /// The site being rendered.
    pub fn model(&self) -> &SiteModel {
        &self.model
    }

    /// What pages made on demand need.
    pub fn kit(&self) -> Kit {
        let languages = Locale::ALL.map(|locale| {
            let composer = self.composer(locale);
            let value = |it: Result<serde_json::Value, serde_json::Error>| it.unwrap_or_default();
            let frame = value(serde_json::to_value(frame(&composer, self.sites[locale].clone())));
            let search = self.model.config.search.then(|| value(serde_json::to_value(composer.not_found())));
            let memo = calculator::memo(&self.model, locale).map(|memo| value(serde_json::to_value(memo)));
            let shared = [("search.html", search), ("calculator.html", memo)].into_iter();
            let shared = shared.filter_map(|(template, variables)| Some((template.to_owned(), variables?))).collect();
            let questions = if self.model.config.cabinet { self.questions_of(locale) } else { Vec::new() };
            OneLanguage { frame, shared, questions }
        });
        let mut sizes = vec![10, 20, 50];
        sizes.extend(self.model.config.page_sizes.iter().filter(|size| **size <= 50));
        sizes.sort_unstable();
        sizes.dedup();
        let config = &self.model.config;
        let site = Site { origin: config.base_url.clone(), languages, sizes, search: config.search };
        Kit::new(&self.templates, &self.library, site)
    }

    /// The questions with their answers, for the cabinet.
    fn questions_of(&self, locale: Locale) -> Vec<Entry> {
        let composer = self.composer(locale);
        let entry = |id: &PageId| {
            let page = &self.model.pages[*id];
            let (link, category) = (composer.link(*id)?, composer.category_link(page.category?));
            let tags = page.tags.iter().map(|index| self.model.tags[*index].key.clone());
            let related = page.parsed.meta.related.iter().map(|(key, _)| key.clone());
            Some(Entry {
                topics: tags.chain(related).collect(),
                category: category.key,
                category_title: category.title,
                answer: self.html(locale, *id, format!("{}-", link.key)).unwrap_or_default(),
                lang: link.lang.map(str::to_owned),
                key: link.key,
                title: link.title,
                url: link.url,
            })
        };
        self.model.lists[locale].of_kind(Kind::Faq).iter().filter_map(entry).collect()
    }

    fn composer(&self, locale: Locale) -> Composer<'_> {
        Composer { model: &self.model, catalogue: &self.library.catalogue, locale }
    }

    fn sources(&self, locale: Locale) -> Sources<'_> {
        Sources {
            model: &self.model,
            media: &self.media,
            words: &self.words[locale],
            contact: &self.contacts[locale],
            glossary: &self.glossaries[locale],
        }
    }

    /// Composes what a job shows and fingerprints it. Cheap beside [`Renderer::render`].
    pub fn prepare(&self, job: Job) -> Prepared {
        let path = path(&self.model, job);
        let model = &*self.model;
        let ready = |text: String| {
            let bytes = text.into_bytes();
            (fingerprint(&[&bytes]), Content::Ready(bytes))
        };
        let (input, content) = match job {
            Job::Page(locale, Kindred::Feed) => ready(feeds::feed(&self.composer(locale))),
            Job::Page(locale, Kindred::Index) => ready(feeds::index(model, locale).unwrap_or_default()),
            Job::Page(locale, kindred) => self.page(locale, kindred, job),
            Job::Root => self.root(),
            Job::Error(code) => self.error(code),
            Job::Moved(index) => self.moved(index),
            Job::Sitemap => ready(feeds::sitemap(model)),
            Job::SitemapPart(number) => ready(feeds::sitemap_part(model, number)),
            Job::Robots => ready(feeds::robots(model)),
        };
        Prepared { path, input, content }
    }

    /// Renders what was prepared.
    ///
    /// # Errors
    /// A problem with the place in the template.
    pub fn render(&self, prepared: Prepared) -> Result<Vec<u8>, Problem> {
        match prepared.content {
            Content::Template(locale, name, context) => self.templates.render(locale, name, &context),
            Content::Ready(bytes) => Ok(bytes),
        }
    }

    fn sheet(&self, locale: Locale, template: &'static str) -> Sheet {
        let mut hasher = Xxh3::new();
        hasher.update(&self.base[locale].to_le_bytes());
        hasher.update(template.as_bytes());
        Sheet { locale, template, hasher, context: Context::new() }
    }

    fn page(&self, locale: Locale, kindred: Kindred, job: Job) -> (u128, Content) {
        let composer = self.composer(locale);
        let lists = &self.model.lists[locale];
        match kindred {
            Kindred::Text(id) if self.model.pages[id].kind() == Kind::Home => self.home(&composer, id),
            Kindred::Text(id) => self.article(&composer, id),
            Kindred::Expired(id) => {
                let page = &self.model.pages[id];
                let mut head = composer.article_head(page);
                head.kind = "expired";
                head.noindex = true;
                self.sheet(locale, "expired.html").head(&head).view(&composer.expired(page)).done()
            }
            Kindred::SideBySide(id) => self.side_by_side(&composer, id),
            Kindred::FaqList(slice) => {
                let head = self.list_head(&composer, "faq", slice, job);
                let base = routes::list(locale, "faq");
                self.questions(&composer, "faq-list.html", lists.of_kind(Kind::Faq), &base, slice, None, &head)
            }
            Kindred::Category(index, slice) => {
                let head = self.category_head(&composer, index, slice, job);
                let base = routes::category(locale, &self.model.categories[index].slug[locale]);
                let ids = &lists.by_category[index];
                self.questions(&composer, "category.html", ids, &base, slice, Some(index), &head)
            }
            Kindred::List(kind, slice) => {
                let head = self.list_head(&composer, kind.name(), slice, job);
                let view = composer.list(lists.of_kind(kind), &routes::list(locale, kind.name()), slice);
                self.sheet(locale, "list.html").head(&head).view(&view).done()
            }
            Kindred::Tags => {
                let mut head = composer.made_head("@tags", "tags", composer.text("list-tags-title"), routes::tags);
                head.description = composer.text("list-tags-description");
                self.sheet(locale, "tags.html").head(&head).view(&composer.tags()).done()
            }
            Kindred::Tag(index, slice) => {
                let term = &self.model.tags[index];
                let name = [("name", Arg::Text(&term.name[locale]))];
                let title = composer.format("list-tag-title", &name);
                let url = |locale: Locale| routes::tag(locale, &term.slug[locale]);
                let mut head = composer.made_head(&format!("@tag/{}", term.key), "tag", title, url);
                head.description = composer.format("list-tag-description", &name);
                let all = Crumb { title: composer.text("list-tags-title"), url: Some(routes::tags(locale)) };
                head.breadcrumbs.insert(1, all);
                self.set_slice(&mut head, slice, job);
                self.set_empty(&mut head, |lists| lists.by_tag[index].is_empty());
                let view = composer.list(&lists.by_tag[index], &url(locale), slice);
                self.sheet(locale, "tag.html").head(&head).view(&view).done()
            }
            Kindred::NotFound => {
                let title = composer.text("error-404-title");
                let mut head = composer.made_head("@404", "not-found", title, routes::home);
                head.noindex = true;
                self.sheet(locale, "not-found.html").head(&head).view(&composer.not_found()).done()
            }
            // Written without a template, in `prepare`.
            Kindred::Feed | Kindred::Index => (0, Content::Ready(Vec::new())),
        }
    }

    fn html(&self, locale: Locale, id: PageId, prefix: String) -> Option<String> {
        let page = &self.model.pages[id];
        Some(Filler::new(self.sources(locale), page, locale)?.with_prefix(prefix).html())
    }

    fn home(&self, composer: &Composer<'_>, id: PageId) -> (u128, Content) {
        let head = composer.article_head(&self.model.pages[id]);
        let body = self.html(composer.locale, id, String::new()).unwrap_or_default();
        self.sheet(composer.locale, "home.html").head(&head).body(&body).view(&composer.home()).done()
    }

    fn article(&self, composer: &Composer<'_>, id: PageId) -> (u128, Content) {
        let page = &self.model.pages[id];
        let template = match page.kind() {
            Kind::Faq => "faq.html",
            Kind::Instruction => "instruction.html",
            Kind::Memo => "memo.html",
            Kind::Notice => "notice.html",
            Kind::Page | Kind::Home => "page.html",
        };
        let body = self.html(composer.locale, id, String::new()).unwrap_or_default();
        let head = composer.article_head(page);
        self.sheet(composer.locale, template).head(&head).body(&body).view(&composer.article(id)).done()
    }

    #[expect(clippy::too_many_arguments, reason = "the two lists of questions differ in exactly these")]
    fn questions(
        &self,
        composer: &Composer<'_>,
        template: &'static str,
        ids: &[PageId],
        base: &str,
        slice: Slice,
        category: Option<usize>,
        head: &PageHead,
    ) -> (u128, Content) {
        let answer = |id: PageId| {
            let prefix = format!("{}-", self.model.pages[id].key());
            self.html(composer.locale, id, prefix)
        };
        let view = composer.questions(ids, base, slice, category, answer);
        self.sheet(composer.locale, template).head(head).view(&view).done()
    }

    fn list_head(&self, composer: &Composer<'_>, name: &str, slice: Slice, job: Job) -> PageHead {
        let title = composer.text(&format!("list-{name}-title"));
        let kind = if name == "faq" { "faq-list" } else { "list" };
        let mut head = composer.made_head(&format!("@{name}"), kind, title, |locale| routes::list(locale, name));
        head.description = composer.text(&format!("list-{name}-description"));
        name.clone_into(&mut head.section);
        self.set_slice(&mut head, slice, job);
        head
    }

    fn category_head(&self, composer: &Composer<'_>, index: usize, slice: Slice, job: Job) -> PageHead {
        let term = &self.model.categories[index];
        let locale = composer.locale;
        let url = |locale: Locale| routes::category(locale, &term.slug[locale]);
        let mut head = composer.made_head(&format!("@topic/{}", term.key), "category", term.name[locale].clone(), url);
        head.description = if term.description[locale].is_empty() {
            composer.format("list-category-description", &[("name", Arg::Text(&term.name[locale]))])
        } else {
            term.description[locale].clone()
        };
        "faq".clone_into(&mut head.section);
        let list = Crumb { title: composer.text("nav-faq"), url: Some(routes::list(locale, "faq")) };
        head.breadcrumbs.insert(1, list);
        self.set_slice(&mut head, slice, job);
        self.set_empty(&mut head, |lists| lists.by_category[index].is_empty());
        head
    }

    /// An empty list is for people alone.
    fn set_empty(&self, head: &mut PageHead, empty: impl Fn(&Lists) -> bool) {
        head.noindex |= Locale::from_code(head.text_lang).is_some_and(|locale| empty(&self.model.lists[locale]));
        if Locale::ALL.iter().any(|locale| empty(&self.model.lists[*locale])) {
            head.alternates.clear();
        }
    }

    /// Further pages and other sizes of a list: their own address; search engines see the default size only.
    fn set_slice(&self, head: &mut PageHead, slice: Slice, job: Job) {
        let own = address(&self.model, job);
        if own == head.url {
            return;
        }
        head.noindex = slice.size != self.model.config.page_size;
        // The other language may have fewer pages: its first one always exists.
        head.alternates.clear();
        head.canonical = format!("{}{own}", self.model.config.base_url);
        for link in head.languages.iter_mut().filter(|link| link.current) {
            link.url.clone_from(&own);
        }
        head.url = own;
    }

    fn side_by_side(&self, composer: &Composer<'_>, id: PageId) -> (u128, Content) {
        let page = &self.model.pages[id];
        let locale = composer.locale;
        let mut head = composer.article_head(page);
        let title = composer.format("side-by-side-title", &[("title", Arg::Text(&head.title))]);
        let url = |locale: Locale| routes::side_by_side(locale, page.key());
        let made = composer.made_head(page.key(), "side-by-side", title, url);
        head.kind = made.kind;
        if let Some(last) = head.breadcrumbs.last_mut() {
            last.url = Some(head.url.clone());
        }
        head.breadcrumbs.extend(made.breadcrumbs.into_iter().last());
        // The reading view repeats two pages that stand on their own.
        head.noindex = true;
        (head.title, head.url, head.canonical, head.languages) = (made.title, made.url, made.canonical, made.languages);
        head.alternates.clear();
        let title_of = |locale: Locale| page.text(locale).map(|(_, text)| text.title.clone()).unwrap_or_default();
        let view = SideBySide {
            title_kk: title_of(Locale::Kk),
            title_ru: title_of(Locale::Ru),
            page_url: page.urls[locale].clone(),
            rows: self.rows(id),
        };
        self.sheet(locale, "side-by-side.html").head(&head).view(&view).done()
    }

    fn rows(&self, id: PageId) -> Vec<SideBySideRow> {
        let page = &self.model.pages[id];
        let side = |locale: Locale| -> Vec<(BlockKind, String)> {
            let (Some((_, text)), Some(filler)) = (page.text(locale), Filler::new(self.sources(locale), page, locale))
            else {
                return Vec::new();
            };
            blocks(text, filler.with_prefix(format!("{}-", locale.code())))
        };
        align(side(Locale::Kk), side(Locale::Ru))
    }

    fn root(&self) -> (u128, Content) {
        let languages = Locale::ALL
            .iter()
            .map(|locale| LanguageLink {
                lang: locale.code(),
                name: locale.own_name(),
                url: routes::home(*locale),
                current: false,
                parent: false,
            })
            .collect();
        let view = Root { languages, sites: self.sites.iter().map(|(_, site)| site.clone()).collect() };
        self.sheet(Locale::Kk, "root.html").view(&view).done()
    }

    fn error(&self, code: u16) -> (u128, Content) {
        let view = ErrorPage { code, frames: self.sites.iter().map(|(_, site)| site.clone()).collect() };
        self.sheet(Locale::Kk, "error.html").view(&view).done()
    }

    fn moved(&self, index: usize) -> (u128, Content) {
        let (_, to) = &self.model.redirects[index];
        let locale = if to.starts_with("/ru/") { Locale::Ru } else { Locale::Kk };
        let view = Moved { lang: locale.code(), to: format!("{}{to}", self.model.config.base_url) };
        self.sheet(locale, "moved.html").view(&view).done()
    }
}

/// A context being filled, with its fingerprint.
struct Sheet {
    locale: Locale,
    template: &'static str,
    hasher: Xxh3,
    context: Context,
}

impl Sheet {
    fn view(mut self, view: &impl Serialize) -> Self {
        // Writing to a hasher cannot fail, and views have nothing that JSON cannot say.
        let _ = serde_json::to_writer(Hash(&mut self.hasher), view);
        self.context.extend(Context::from_serialize(view).unwrap_or_default());
        self
    }

    fn head(mut self, head: &PageHead) -> Self {
        let _ = serde_json::to_writer(Hash(&mut self.hasher), head);
        self.context.insert("page", head);
        self
    }

    fn body(mut self, html: &str) -> Self {
        self.hasher.update(html.as_bytes());
        self.context.insert_value("body", Value::safe_string(html));
        self
    }

    fn done(self) -> (u128, Content) {
        (self.hasher.digest128(), Content::Template(self.locale, self.template, self.context))
    }
}

struct Hash<'a>(&'a mut Xxh3);

impl io::Write for Hash<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn fingerprint(parts: &[&[u8]]) -> u128 {
    let mut hasher = Xxh3::new();
    for part in parts {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.digest128()
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Everything templates can call upon, as bytes: a changed string or asset changes every page that may use it.
fn assets(library: &Library) -> Vec<u8> {
    let mut all = json(&*library.assets);
    all.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
    all.extend_from_slice(&library.locales_fingerprint.to_le_bytes());
    all
}
