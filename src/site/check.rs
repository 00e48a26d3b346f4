//! Problems that only the whole site can show: keys that lead nowhere, dead anchors, clashes of addresses, circles.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::markdown::links::Target;
use super::meta::{Kind, Reference};
use super::model::{Page, SiteModel, Slot};
use super::parse::{ParsedPage, Text};
use crate::i18n::Locale;
use crate::problem::{Code, Place, Problem, nearest};
use crate::routes;

/// Reports folders with the same key (`parsed` is sorted by key).
pub(super) fn duplicate_keys(parsed: &[&Arc<ParsedPage>], problems: &mut Vec<Problem>) {
    for pair in parsed.windows(2) {
        if pair[0].key == pair[1].key {
            let problem = Problem::new(Code::DuplicateKey, Place::file(&pair[1].meta_path));
            problems.push(problem.with("key", &pair[1].key).with("other", &pair[0].dir));
        }
    }
}

/// Finds the problems of the whole and sets the model's redirects.
pub(super) fn check(model: &mut SiteModel, broken: Broken, problems: &mut Vec<Problem>) {
    let site = &*model;
    let keys = || {
        part(site, broken, |checker| {
            checker.home();
            checker.references();
        })
    };
    let texts = || -> Vec<Problem> {
        let pages = site.pages.par_iter();
        pages.flat_map_iter(|page| part(site, broken, |checker| checker.texts(page)).1).collect()
    };
    let addresses = || {
        part(site, broken, |checker| {
            let addresses = checker.addresses();
            checker.redirects(&addresses)
        })
    };
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is not general enough in its lifetimes")]
    let titles = || part(site, broken, |checker| checker.titles()).1;
    let ((keys, titles), (texts, addresses)) = rayon::join(|| (keys(), titles()), || rayon::join(texts, addresses));
    let (redirects, addresses) = addresses;
    for found in [keys.1, texts, addresses, titles] {
        problems.extend(found);
    }
    model.redirects = redirects;
}

/// A part of the check, with the problems it found.
fn part<'m, T>(model: &'m SiteModel, broken: Broken, run: impl FnOnce(&mut Checker<'m, '_>) -> T) -> (T, Vec<Problem>) {
    let mut problems = Vec::new();
    let done = run(&mut Checker { model, broken, problems: &mut problems });
    (done, problems)
}

/// Files that could not be read wholly: what is not in them may well exist.
#[derive(Clone, Copy, Debug)]
pub(super) struct Broken {
    pub(super) site: bool,
    pub(super) categories: bool,
    pub(super) tags: bool,
}

struct Checker<'m, 'p> {
    model: &'m SiteModel,
    broken: Broken,
    problems: &'p mut Vec<Problem>,
}

impl<'m> Checker<'m, '_> {
    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn home(&mut self) {
        let homes: Vec<&Page> = self.model.pages.iter().filter(|page| page.kind() == Kind::Home).collect();
        match homes.as_slice() {
            // A page whose type could not be read may be the home.
            [] if self.model.pages.iter().any(|page| page.parsed.meta.kind_place.is_none()) => {}
            [] if self.model.pages.is_empty() && self.broken.site => {}
            [] => self.report(Problem::new(Code::NoHome, Place::file("content/site.toml"))),
            [_] => {}
            [first, rest @ ..] => {
                for page in rest {
                    let place = page.parsed.meta.kind_place.clone();
                    let place = place.unwrap_or_else(|| Place::file(&page.parsed.meta_path));
                    let problem = Problem::new(Code::TwoHomes, place);
                    self.problems.push(problem.with("other", &first.parsed.dir));
                }
            }
        }
    }

    /// Keys in `page.toml`, `site.toml`, `categories.toml` and `glossary.toml`.
    fn references(&mut self) {
        let model = self.model;
        for (key, place) in model.config.nav.iter().chain(&model.config.footer) {
            match key.strip_prefix('@') {
                Some(list) => self.list(list, key, place),
                None => self.page(key, place),
            }
        }
        if let Some((key, place)) = &model.config.calculator {
            self.page(key, place);
        }
        for (key, place) in model.categories.iter().filter_map(|term| term.instruction.as_ref()) {
            self.page(key, place);
        }
        for (key, place) in model.glossary.terms.iter().filter_map(|term| term.see.as_ref()) {
            self.page(key, place);
        }
        for page in &model.pages {
            let meta = &page.parsed.meta;
            for (key, place) in meta.related.iter().chain(&meta.expire_to) {
                self.page(key, place);
            }
            let categories = model.categories.iter().map(|term| term.key.as_str());
            self.term(Code::UnknownCategory, meta.category.as_ref(), categories);
            for tag in &meta.tags {
                self.term(Code::UnknownTag, Some(tag), model.tags.iter().map(|term| term.key.as_str()));
            }
            if let Some((date, place)) = &meta.review_by
                && *date < model.options.today
            {
                self.report(Problem::new(Code::ReviewDue, place.clone()).with("date", date));
            }
            self.successors(page);
        }
    }

    fn page(&mut self, key: &str, place: &Place) {
        let model = self.model;
        if model.page_id(key).is_some() {
            return;
        }
        if model.is_hidden(key) {
            self.report(Problem::new(Code::HiddenPage, place.clone()).with("key", key));
            return;
        }
        let near = nearest(key, model.pages.iter().map(Page::key)).unwrap_or_default();
        self.report(Problem::new(Code::UnknownPage, place.clone()).with("key", key).with("nearest", near));
    }

    fn list(&mut self, list: &str, written: &str, place: &Place) {
        let kinds = Kind::NAMES.iter().filter(|(_, kind)| kind.has_list()).map(|(name, _)| *name);
        let calculator = self.model.config.calculator.as_ref().map(|_| routes::CALCULATOR);
        let lists: Vec<&str> = kinds.chain(calculator).collect();
        if !lists.contains(&list) {
            let near = nearest(list, lists).map(|near| format!("@{near}")).unwrap_or_default();
            self.report(Problem::new(Code::UnknownPage, place.clone()).with("key", written).with("nearest", near));
        }
    }

    fn term<'k>(
        &mut self,
        code: Code,
        reference: Option<&Reference>,
        mut known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let broken = match code {
            Code::UnknownTag => self.broken.tags,
            _ => self.broken.categories,
        };
        if let Some((key, place)) = reference.filter(|_| !broken)
            && !known.clone().any(|other| other == key)
        {
            let near = nearest(key, known.by_ref()).unwrap_or_default();
            self.report(Problem::new(code, place.clone()).with("key", key).with("nearest", near));
        }
    }

    /// `expire_to` must not lead in a circle.
    fn successors(&mut self, page: &Page) {
        let mut chain = vec![page.key()];
        let mut next = page.parsed.meta.expire_to.as_ref();
        while let Some((key, place)) = next {
            if key == page.key() {
                chain.push(key);
                let problem = Problem::new(Code::RedirectLoop, place.clone());
                self.report(problem.with("chain", chain.join(" → ")));
                return;
            }
            if chain.contains(&key.as_str()) {
                return;
            }
            chain.push(key);
            next = self.model.page(key).and_then(|page| page.parsed.meta.expire_to.as_ref());
        }
    }

    /// What the texts of a page refer to.
    fn texts(&mut self, page: &Page) {
        let mut used: Vec<&str> = Vec::new();
        for locale in Locale::ALL {
            if page.slots[locale] == Slot::Own
                && let Some(text) = &page.parsed.texts[locale]
            {
                self.links(page, locale, text, &mut used);
                self.pictures(page, locale, text, &mut used);
                self.includes(page, locale, text);
            }
        }
        if !page.parsed.texts.iter().all(|(_, text)| text.as_ref().is_none_or(|text| text.whole)) {
            return;
        }
        for file in &page.parsed.files {
            if !used.contains(&file.name.as_str()) && page.parsed.problems.is_empty() {
                let place = Place::file(format!("{}/{}", page.parsed.dir, file.name));
                self.report(Problem::new(Code::UnusedFile, place).with("file", &file.name));
            }
        }
    }

    fn links<'p>(&mut self, page: &'p Page, locale: Locale, text: &Text, used: &mut Vec<&'p str>) {
        let model = self.model;
        for link in &text.rendered.links {
            match &link.target {
                Target::Page(key, anchor) => {
                    if model.page_id(key).is_none() {
                        self.page(key, &text.place(&link.span));
                    } else if let (Some(anchor), Some(target)) = (anchor, model.page(key)) {
                        let shown = target.any_text(locale).map(|(_, text)| text);
                        self.anchor(anchor, shown, key, text, &link.span);
                    }
                }
                Target::Here(anchor) => self.anchor(anchor, Some(text), page.key(), text, &link.span),
                Target::List(list) => self.list(list, &format!("@{list}"), &text.place(&link.span)),
                Target::Topic(key) => {
                    let reference = (key.clone(), text.place(&link.span));
                    let known = model.categories.iter().map(|term| term.key.as_str());
                    self.term(Code::UnknownCategory, Some(&reference), known);
                }
                Target::File(name) => match page.file(name, locale) {
                    Some(file) => used.push(file),
                    None => self.missing_file(page, name, text, &link.span),
                },
                Target::Outside(_) | Target::Bad(_) => {}
            }
        }
    }

    fn anchor(&mut self, anchor: &str, target: Option<&Text>, page: &str, text: &Text, span: &std::ops::Range<usize>) {
        let Some(target) = target.filter(|target| target.whole) else { return };
        let glossary = &self.model.glossary;
        let term = anchor.strip_prefix("term-").filter(|_| target.rendered.glossary);
        let known = target.ids.iter().any(|id| id == anchor)
            || term.is_some_and(|key| glossary.broken || glossary.term(key).is_some());
        if !known {
            self.dead_anchor(anchor, target, page, text, span);
        }
    }

    fn dead_anchor(&mut self, anchor: &str, target: &Text, page: &str, text: &Text, span: &std::ops::Range<usize>) {
        let near = nearest(anchor, target.ids.iter().map(String::as_str)).unwrap_or_default();
        let problem = Problem::new(Code::DeadAnchor, text.place(span)).with("anchor", anchor);
        self.report(problem.with("page", page).with("nearest", near));
    }

    fn pictures<'p>(&mut self, page: &'p Page, locale: Locale, text: &Text, used: &mut Vec<&'p str>) {
        for picture in text.rendered.pictures.iter().filter(|picture| !picture.file.is_empty()) {
            match page.file(&picture.file, locale) {
                Some(file) => used.push(file),
                None => self.missing_file(page, &picture.file, text, &picture.span),
            }
        }
    }

    fn missing_file(&mut self, page: &Page, name: &str, text: &Text, span: &std::ops::Range<usize>) {
        let near = nearest(name, page.parsed.files.iter().map(|file| file.name.as_str())).unwrap_or_default();
        let problem = Problem::new(Code::MissingFile, text.place(span)).with("file", name);
        self.report(problem.with("nearest", near));
    }

    fn includes(&mut self, page: &Page, locale: Locale, text: &Text) {
        let model = self.model;
        for include in &text.rendered.includes {
            let place = text.place(&include.span);
            let Some(target) = model.page(&include.key) else {
                self.page(&include.key, &place);
                continue;
            };
            if let (Some(section), Some((_, other))) = (&include.section, target.any_text(locale))
                && other.whole
                && other.section_range(section).is_none()
            {
                self.dead_anchor(section, other, &include.key, text, &include.span);
            }
            let mut chain = vec![page.key()];
            if Self::comes_back(model, target, locale, &mut chain) {
                chain.push(page.key());
                self.report(Problem::new(Code::IncludeCycle, place).with("chain", chain.join(" → ")));
            }
        }
    }

    /// Whether the includes of `page` lead back to the first page of `chain`.
    fn comes_back<'c>(model: &'c SiteModel, page: &'c Page, locale: Locale, chain: &mut Vec<&'c str>) -> bool {
        if chain.first() == Some(&page.key()) {
            return true;
        }
        if chain.contains(&page.key()) {
            return false;
        }
        chain.push(page.key());
        if let Some((_, text)) = page.any_text(locale) {
            for include in &text.rendered.includes {
                if let Some(next) = model.page(&include.key)
                    && Self::comes_back(model, next, locale, chain)
                {
                    return true;
                }
            }
        }
        chain.pop();
        false
    }

    /// Every address must belong to one page only.
    fn addresses(&mut self) -> FxHashMap<&'m str, &'m str> {
        let model = self.model;
        let mut owners: FxHashMap<&str, &str> = FxHashMap::default();
        owners.reserve(model.pages.len() * 2);
        for page in &model.pages {
            for locale in Locale::ALL {
                let url = &page.urls[locale];
                // A text without a title has been reported; its address is not what it will be.
                let Some((_, text)) = page.text(locale).filter(|(_, text)| !url.is_empty() && !text.title.is_empty())
                else {
                    continue;
                };
                let taken = owners.insert(url, &page.parsed.dir);
                let listed = page.kind().has_list() && routes::is_list_slug(&text.slug);
                let reserved = page.kind() == Kind::Page && routes::RESERVED.contains(&text.slug.as_str());
                let other = taken.or_else(|| (listed || reserved).then_some(url.as_str()));
                if let Some(other) = other
                    && page.kind() != Kind::Home
                {
                    let problem = Problem::new(Code::DuplicateAddress, text.slug_place());
                    self.report(problem.with("address", url).with("other", other));
                }
            }
        }
        owners
    }

    fn titles(&mut self) {
        let model = self.model;
        for locale in Locale::ALL {
            let mut seen: FxHashMap<&str, &str> = FxHashMap::default();
            for page in &model.pages {
                let Some(text) = page.parsed.texts[locale].as_ref().filter(|_| page.slots[locale] == Slot::Own) else {
                    continue;
                };
                if let Some(other) = seen.insert(&text.title, &page.parsed.dir)
                    && !text.title.is_empty()
                {
                    let problem = Problem::new(Code::DuplicateTitle, text.title_place.clone());
                    self.report(problem.with("other", other));
                }
            }
        }
    }

    fn redirects(&mut self, addresses: &FxHashMap<&str, &str>) -> Vec<(String, String)> {
        let model = self.model;
        let mut all: FxHashMap<&str, &Page> = FxHashMap::default();
        let mut redirects = Vec::new();
        for page in &model.pages {
            for locale in Locale::ALL {
                for (from, place) in &page.parsed.meta.redirects[locale] {
                    if !is_site_path(from) {
                        self.report(Problem::new(Code::BadRedirect, place.clone()).with("address", from));
                    } else if let Some(other) = addresses.get(from.as_str()) {
                        let problem = Problem::new(Code::RedirectClash, place.clone()).with("address", from);
                        self.report(problem.with("other", other));
                    } else if let Some(other) = all.insert(from, page) {
                        let problem = Problem::new(Code::RedirectTwice, place.clone()).with("address", from);
                        self.report(problem.with("other", &other.parsed.dir));
                    } else if page.slots[locale] != Slot::Absent {
                        redirects.push((from.clone(), page.urls[locale].clone()));
                    }
                }
            }
        }
        redirects.sort();
        redirects
    }
}

/// An old address: begins and ends with one slash, plain parts in between.
fn is_site_path(path: &str) -> bool {
    let inner = path.strip_prefix('/').and_then(|rest| rest.strip_suffix('/').or(Some(rest)));
    inner.is_some_and(|inner| {
        !inner.is_empty()
            && inner.split('/').all(|part| {
                !part.is_empty()
                    && !part.starts_with('.')
                    && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
            })
    })
}
