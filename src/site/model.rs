//! The site as a whole: immutable, with every page's address, its place in lists, and what it refers to.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::config::{SiteConfig, Term, Terms};
use super::glossary::Glossary;
use super::markdown::Words;
use super::meta::Kind;
use super::parse::{ParsedPage, Text, parse_page};
use super::search::{QuerySet, SynonymGroups};
use super::source::{SiteSource, TextFile};
use super::{check, lists};
use crate::i18n::{Locale, PerLocale};
use crate::problem::Problem;
use crate::routes;

/// Index of a page in [`SiteModel::pages`].
pub type PageId = usize;

/// How a page stands in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// With a text of its own.
    Own,
    /// With the other language's text, and a notice.
    Fallback,
    /// Not at all.
    Absent,
}

/// Whether a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In force.
    Shown,
    /// A draft, or not yet published: in preview only.
    Draft,
    /// No longer in force: its address says so and leads to the successor.
    Expired,
}

/// A page of the site.
#[derive(Debug)]
pub struct Page {
    /// What was read.
    pub parsed: Arc<ParsedPage>,
    /// State on the day of the build.
    pub state: State,
    /// How it stands in each language.
    pub slots: PerLocale<Slot>,
    /// Its address in each language; empty where absent.
    pub urls: PerLocale<String>,
    /// Index of its category.
    pub category: Option<usize>,
    /// Indexes of its tags.
    pub tags: Vec<usize>,
}

impl Page {
    /// Key.
    pub fn key(&self) -> &str {
        &self.parsed.key
    }

    /// Type.
    pub fn kind(&self) -> Kind {
        self.parsed.meta.kind
    }

    /// The text shown to a reader of `locale`, with its language.
    pub fn text(&self, locale: Locale) -> Option<(Locale, &Text)> {
        let shown = match self.slots[locale] {
            Slot::Own => locale,
            Slot::Fallback => locale.other(),
            Slot::Absent => return None,
        };
        self.parsed.texts[shown].as_ref().map(|text| (shown, text))
    }

    /// The text a reader of `locale` can have in any language: that of `locale` or else the other.
    pub fn any_text(&self, locale: Locale) -> Option<(Locale, &Text)> {
        self.text(locale).or_else(|| self.text(locale.other()))
    }

    /// The name of the file that `name` means in `locale`: `form.kk.png` before `form.png`.
    pub fn file(&self, name: &str, locale: Locale) -> Option<&str> {
        let find = |wanted: &str| {
            let files = &self.parsed.files;
            files.binary_search_by(|file| file.name.as_str().cmp(wanted)).ok().map(|at| files[at].name.as_str())
        };
        let (stem, extension) = name.rsplit_once('.')?;
        find(&format!("{stem}.{}.{extension}", locale.code())).or_else(|| find(name))
    }

    /// Whether it stands in lists, feeds and the sitemap.
    pub fn is_listed(&self) -> bool {
        self.state != State::Expired
    }
}

/// What a build depends on beside the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildOptions {
    /// The day, in Asia/Almaty, for publication, expiry and review dates.
    pub today: NaiveDate,
    /// Preview: drafts and pages not yet published are in.
    pub drafts: bool,
    /// Every page says that it belongs to a demonstration with made-up clients.
    pub demonstration: bool,
}

/// The site as a whole.
#[derive(Debug)]
pub struct SiteModel {
    /// `site.toml`.
    pub config: SiteConfig,
    /// Categories, in the order of lists.
    pub categories: Vec<Term>,
    /// Tags, in the order of lists.
    pub tags: Vec<Term>,
    /// Terms of the glossary.
    pub glossary: Arc<Glossary>,
    /// Pages, sorted by key.
    pub pages: Vec<Page>,
    /// Lists of each language.
    pub lists: PerLocale<Arc<lists::Lists>>,
    /// Words that mean the same: `content/search/synonyms.toml`.
    pub synonyms: Arc<SynonymGroups>,
    /// What people type: `content/search/queries.toml`.
    pub queries: Arc<QuerySet>,
    /// Permanent redirects, sorted: from, to.
    pub redirects: Vec<(String, String)>,
    /// What the build depends on beside the files.
    pub options: BuildOptions,
    by_key: FxHashMap<String, PageId>,
    /// Keys of pages that exist but are not shown.
    hidden: FxHashSet<String>,
}

impl SiteModel {
    /// The page with this key, if it is part of the site.
    pub fn page_id(&self, key: &str) -> Option<PageId> {
        self.by_key.get(key).copied()
    }

    /// The page with this key, if it is part of the site.
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.page_id(key).map(|id| &self.pages[id])
    }

    /// Whether the key names a page that exists but is not shown (a draft, or not yet published).
    pub fn is_hidden(&self, key: &str) -> bool {
        self.hidden.contains(key)
    }

    /// The home page, if there is one.
    pub fn home(&self) -> Option<&Page> {
        self.pages.iter().find(|page| page.kind() == Kind::Home)
    }
}

/// The parsed parts of a site, from which a model is made. `preview` keeps it and replaces single pages.
#[derive(Clone, Debug, Default)]
pub struct ParsedSite {
    /// `site.toml`.
    pub config: SiteConfig,
    /// Categories.
    pub categories: Terms,
    /// Tags.
    pub tags: Terms,
    /// `content/search/synonyms.toml`.
    pub synonyms: Arc<SynonymGroups>,
    /// `content/search/queries.toml`.
    pub queries: Arc<QuerySet>,
    /// Terms of the glossary.
    pub glossary: Arc<Glossary>,
    /// Pages, sorted by folder.
    pub pages: Vec<Arc<ParsedPage>>,
    /// Problems of reading and of the site-wide files.
    pub problems: Vec<Problem>,
    /// There is no `site.toml`: most likely no site either.
    pub broken: bool,
}

impl ParsedSite {
    /// Parses everything that was read, in parallel.
    pub fn parse(source: SiteSource, words: &PerLocale<Words>) -> Self {
        let mut problems = source.problems;
        // A missing one has been reported.
        let broken = source.site.is_none();
        let missing = || TextFile { path: "content/site.toml".to_owned(), text: String::new(), broken: true };
        let site = source.site.unwrap_or_else(missing);
        let config = SiteConfig::read(&site, &mut problems);
        let mut terms = |file: Option<TextFile>, with_instruction| {
            file.map(|file| super::config::read_terms(&file, with_instruction, &mut problems)).unwrap_or_default()
        };
        let categories = terms(source.categories, true);
        let tags = terms(source.tags, false);
        let glossary = source.glossary.map(|file| Glossary::read(&file, &mut problems)).unwrap_or_default();
        let glossary = Arc::new(glossary);
        let pages = source.pages.into_par_iter().map(|page| Arc::new(parse_page(page, words, &glossary))).collect();
        let synonyms = source.synonyms.map(|file| SynonymGroups::read(&file, &mut problems)).unwrap_or_default();
        let queries = source.queries.map(|file| QuerySet::read(&file, &mut problems)).unwrap_or_default();
        let (synonyms, queries) = (Arc::new(synonyms), Arc::new(queries));
        Self { config, categories, tags, synonyms, queries, glossary, pages, problems, broken }
    }

    /// Makes the model and finds every problem of the site. The model is usable only when no problem is an error.
    ///
    /// What was made from equal input is taken over from the model `before`; the result is the same without it.
    pub fn model(&self, options: BuildOptions, before: Option<&SiteModel>) -> (SiteModel, Vec<Problem>) {
        let mut problems = self.problems.clone();
        for page in &self.pages {
            problems.extend(page.problems.iter().cloned());
        }
        let mut model = self.assemble(options, &mut problems);
        model.lists = lists::Lists::new(&model, before);
        let broken = check::Broken { site: self.broken, categories: self.categories.broken, tags: self.tags.broken };
        check::check(&mut model, broken, &mut problems);
        Problem::sort(&mut problems);
        (model, problems)
    }

    fn assemble(&self, options: BuildOptions, problems: &mut Vec<Problem>) -> SiteModel {
        let mut parsed: Vec<&Arc<ParsedPage>> = self.pages.iter().collect();
        parsed.sort_by(|a, b| (&a.key, &a.dir).cmp(&(&b.key, &b.dir)));
        check::duplicate_keys(&parsed, problems);
        parsed.dedup_by(|a, b| a.key == b.key);
        let categories = index_terms(&self.categories.terms);
        let tags = index_terms(&self.tags.terms);
        let place = |page: &Arc<ParsedPage>| {
            let (state, slots) = standing(page, options)?;
            let category = page.meta.category.as_ref().and_then(|(key, _)| categories.get(key.as_str()).copied());
            let tags = page.meta.tags.iter().filter_map(|(key, _)| tags.get(key.as_str()).copied()).collect();
            let urls = PerLocale::from_fn(|locale| address(page, locale, slots[locale]));
            Some(Page { parsed: Arc::clone(page), state, slots, urls, category, tags })
        };
        let placed: Vec<Option<Page>> = parsed.par_iter().map(|page| place(page)).collect();
        let hidden = parsed.iter().zip(&placed).filter(|(_, placed)| placed.is_none());
        let hidden = hidden.map(|(page, _)| page.key.clone()).collect::<FxHashSet<_>>();
        let pages: Vec<Page> = placed.into_iter().flatten().collect();
        let by_key = pages.iter().enumerate().map(|(id, page)| (page.key().to_owned(), id)).collect();
        SiteModel {
            config: self.config.clone(),
            categories: self.categories.terms.clone(),
            tags: self.tags.terms.clone(),
            glossary: Arc::clone(&self.glossary),
            pages,
            lists: PerLocale::default(),
            synonyms: Arc::clone(&self.synonyms),
            queries: Arc::clone(&self.queries),
            redirects: Vec::new(),
            options,
            by_key,
            hidden,
        }
    }
}

fn index_terms(terms: &[Term]) -> FxHashMap<&str, usize> {
    terms.iter().enumerate().map(|(index, term)| (term.key.as_str(), index)).collect()
}

/// How a page stands on the day of the build; none when it is not shown at all.
fn standing(page: &ParsedPage, options: BuildOptions) -> Option<(State, PerLocale<Slot>)> {
    let meta = &page.meta;
    let early = meta.publish_at.is_some_and(|date| options.today < date);
    let expired = meta.expire_at.is_some_and(|date| options.today >= date);
    let usable = |locale: Locale| page.texts[locale].as_ref().is_some_and(|text| options.drafts || !text.draft);
    let slots = PerLocale::from_fn(|locale| match meta.only {
        Some(only) if only != locale => Slot::Absent,
        _ if usable(locale) => Slot::Own,
        None if usable(locale.other()) => Slot::Fallback,
        _ => Slot::Absent,
    });
    if Locale::ALL.iter().all(|locale| slots[*locale] == Slot::Absent) {
        return None;
    }
    let drafted = page.texts.iter().any(|(_, text)| text.as_ref().is_some_and(|text| text.draft));
    let state = match (meta.draft || early, expired) {
        (true, _) => State::Draft,
        (false, true) => State::Expired,
        (false, false) if options.drafts && drafted => State::Draft,
        (false, false) => State::Shown,
    };
    (state != State::Draft || options.drafts).then_some((state, slots))
}

fn address(page: &ParsedPage, locale: Locale, slot: Slot) -> String {
    let text = match slot {
        Slot::Own => page.texts[locale].as_ref(),
        Slot::Fallback => page.texts[locale.other()].as_ref(),
        Slot::Absent => None,
    };
    match (text, page.meta.kind) {
        (None, _) => String::new(),
        (Some(_), Kind::Home) => routes::home(locale),
        (Some(text), kind) => {
            // A title without a single letter or digit makes no slug; the key always does.
            let slug = if text.slug.is_empty() { &page.key } else { &text.slug };
            routes::page(locale, kind.name(), slug)
        }
    }
}
