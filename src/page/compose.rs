//! From the model to views: what each page shows, in one language. Pure; nothing is rendered here.

use crate::i18n::{Arg, Catalogue, Locale, alphabet};
use crate::page::fill::PREFIX;
use crate::page::head::Heads;
use crate::page::pager::Slice;
use crate::page::view::{
    Alternate, Article, Crumb, Expired, GlossaryEntry, GlossaryGroup, GlossaryView, Home, LanguageLink, List, NotFound,
    PageHead, PageLink, Question, QuestionList, Tags, TermLink, TocEntry,
};
use crate::routes;
use crate::site::config::Term;
use crate::site::markdown::{Heading, typography};
use crate::site::meta::Kind;
use crate::site::model::{Page, PageId, SiteModel, Slot, State};

/// Lists longer than this show links instead of answers: a page of them stays readable and its cost bounded.
pub const ANSWERS_LIMIT: usize = 200;

/// Headings from which on a table of contents is shown.
const TOC_HEADINGS: usize = 3;

/// Questions on the home page.
const HOME_QUESTIONS: usize = 5;

/// Makes views of one language.
#[derive(Clone, Copy, Debug)]
pub struct Composer<'a> {
    /// The site.
    pub model: &'a SiteModel,
    /// Interface strings.
    pub catalogue: &'a Catalogue,
    /// Language of the reader.
    pub locale: Locale,
}

impl Composer<'_> {
    /// A string of the interface; the key itself when it is missing (the check of the locales reports that).
    pub fn text(&self, key: &str) -> String {
        self.catalogue.text(self.locale.language(), key).map_or_else(|| key.to_owned(), |text| text.to_string())
    }

    /// A string with arguments.
    pub fn format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.format(self.locale.language(), key, args).unwrap_or_else(|_| key.to_owned())
    }

    fn heads(&self) -> Heads<'_> {
        Heads { catalogue: self.catalogue, origin: &self.model.config.base_url, locale: self.locale }
    }

    // ---- Heads -----------------------------------------------------------------------------------------------------

    /// The head of a text page.
    pub fn article_head(&self, page: &Page) -> PageHead {
        let (text_locale, text) = page.any_text(self.locale).unzip();
        let text_locale = text_locale.unwrap_or(self.locale);
        let url = page.urls[self.locale].clone();
        let fallback = (text_locale != self.locale).then_some("untranslated");
        let canonical = if fallback.is_some() { &page.urls[text_locale] } else { &url };
        let alternates = self.alternates(page);
        PageHead {
            key: page.key().to_owned(),
            kind: page.kind().name(),
            title: text.map(|text| text.title.clone()).unwrap_or_default(),
            description: text.map(|text| text.description.clone()).unwrap_or_default(),
            canonical: self.heads().absolute(canonical),
            text_lang: text_locale.code(),
            fallback,
            noindex: fallback.is_some(),
            draft: page.state == State::Draft,
            section: section(page),
            breadcrumbs: self.breadcrumbs(page),
            languages: self.languages_of(page),
            alternates,
            updated: text.and_then(|text| text.updated).map(|date| date.to_string()),
            url,
        }
    }

    fn alternates(&self, page: &Page) -> Vec<Alternate> {
        let both = Locale::ALL.iter().all(|locale| page.slots[*locale] == Slot::Own);
        if !both || page.state != State::Shown {
            return Vec::new();
        }
        let mut all = self.heads().alternates(|locale| page.urls[locale].clone());
        // The door leads every visitor into a language of theirs.
        if let Some(last) = all.last_mut().filter(|_| page.kind() == Kind::Home) {
            last.url = self.heads().absolute("/");
        }
        all
    }

    /// The head of a made page that exists in both languages.
    pub fn made_head(&self, key: &str, kind: &'static str, title: String, url: impl Fn(Locale) -> String) -> PageHead {
        self.heads().made(key, kind, title, url)
    }

    /// The language switch of a page: the same page, or else its nearest parent.
    fn languages_of(&self, page: &Page) -> Vec<LanguageLink> {
        let absent = |locale: Locale| page.slots[locale] == Slot::Absent;
        let url = |locale: Locale| match (absent(locale), page.kind().has_list()) {
            (false, _) => page.urls[locale].clone(),
            (true, true) => routes::list(locale, page.kind().name()),
            (true, false) => routes::home(locale),
        };
        self.heads().languages(url, absent)
    }

    fn breadcrumbs(&self, page: &Page) -> Vec<Crumb> {
        let mut crumbs = vec![self.heads().home_crumb()];
        if page.kind() == Kind::Home {
            return Vec::new();
        }
        if page.kind().has_list() {
            let name = page.kind().name();
            crumbs.push(Crumb { title: self.text(&format!("nav-{name}")), url: Some(routes::list(self.locale, name)) });
        }
        if let Some(term) = page.category.filter(|_| page.kind() == Kind::Faq) {
            let term = &self.model.categories[term];
            let url = routes::category(self.locale, &term.slug[self.locale]);
            crumbs.push(Crumb { title: term.name[self.locale].clone(), url: Some(url) });
        }
        let title = page.any_text(self.locale).map(|(_, text)| text.title.clone()).unwrap_or_default();
        crumbs.push(Crumb { title, url: None });
        crumbs
    }

    // ---- Links -----------------------------------------------------------------------------------------------------

    /// A link to a page for lists; none when the reader's language has no address for it.
    pub fn link(&self, id: PageId) -> Option<PageLink> {
        let page = &self.model.pages[id];
        let (text_locale, text) = page.text(self.locale)?;
        Some(PageLink {
            key: page.key().to_owned(),
            title: text.title.clone(),
            description: text.description.clone(),
            url: page.urls[self.locale].clone(),
            lang: (text_locale != self.locale).then(|| text_locale.code()),
            updated: text.updated.map(|date| date.to_string()),
            draft: page.state == State::Draft,
        })
    }

    fn links(&self, ids: &[PageId]) -> Vec<PageLink> {
        ids.iter().filter_map(|id| self.link(*id)).collect()
    }

    /// The terms of the site by their first letter, in the order of the alphabet.
    pub fn glossary(&self) -> GlossaryView {
        let locale = self.locale;
        let mut terms: Vec<_> = self.model.glossary.terms.iter().collect();
        terms.sort_by_cached_key(|term| alphabet::sort_key(locale, &term.name[locale]));
        let mut groups: Vec<GlossaryGroup> = Vec::new();
        for term in terms {
            let letter = first_letter(&term.name[locale]);
            if groups.last().is_none_or(|group| group.letter != letter) {
                groups.push(GlossaryGroup { letter, number: groups.len() + 1, terms: Vec::new() });
            }
            let see = term.see.as_ref().and_then(|(key, _)| self.link(self.model.page_id(key)?));
            let entry = GlossaryEntry {
                key: term.key.clone(),
                name: typography::title(locale, &term.name[locale]),
                other: typography::title(locale.other(), &term.name[locale.other()]),
                other_lang: locale.other().code(),
                explain: typography::title(locale, &term.explain[locale]),
                see,
            };
            if let Some(group) = groups.last_mut() {
                group.terms.push(entry);
            }
        }
        GlossaryView { groups, prefix: PREFIX }
    }

    /// A category as a link.
    pub fn category_link(&self, index: usize) -> TermLink {
        let term = &self.model.categories[index];
        let count = self.model.lists[self.locale].by_category[index].len();
        self.term_link(term, routes::category(self.locale, &term.slug[self.locale]), count)
    }

    /// A tag as a link.
    pub fn tag_link(&self, index: usize) -> TermLink {
        let term = &self.model.tags[index];
        let count = self.model.lists[self.locale].by_tag[index].len();
        self.term_link(term, routes::tag(self.locale, &term.slug[self.locale]), count)
    }

    fn term_link(&self, term: &Term, url: String, count: usize) -> TermLink {
        TermLink {
            key: term.key.clone(),
            title: term.name[self.locale].clone(),
            description: term.description[self.locale].clone(),
            url,
            count,
        }
    }

    /// Categories that have questions.
    pub fn categories(&self) -> Vec<TermLink> {
        (0..self.model.categories.len()).map(|index| self.category_link(index)).filter(|term| term.count > 0).collect()
    }

    // ---- Views -----------------------------------------------------------------------------------------------------

    /// A text page.
    pub fn article(&self, id: PageId) -> Article {
        let page = &self.model.pages[id];
        let lists = &self.model.lists[self.locale];
        let (before, after) = lists.neighbours(id);
        let both = Locale::ALL.iter().all(|locale| page.slots[*locale] == Slot::Own);
        Article {
            toc: self.toc(page),
            category: page.category.map(|index| self.category_link(index)),
            tags: page.tags.iter().map(|index| self.tag_link(*index)).collect(),
            related: self.links(lists.related(id)),
            prev: before.and_then(|id| self.link(id)),
            next: after.and_then(|id| self.link(id)),
            side_by_side_url: (both && self.model.config.side_by_side)
                .then(|| routes::side_by_side(self.locale, page.key())),
            binding: page.parsed.meta.binding.then(|| {
                let shown = page.any_text(self.locale).map(|(locale, _)| locale);
                if shown == Some(page.parsed.meta.source) { "original" } else { "translation" }
            }),
        }
    }

    fn toc(&self, page: &Page) -> Vec<TocEntry> {
        let Some((_, text)) = page.any_text(self.locale) else { return Vec::new() };
        let headings = &text.rendered.headings;
        let shown = page.parsed.meta.toc.unwrap_or(headings.iter().filter(|h| h.level <= 3).count() >= TOC_HEADINGS);
        if shown { toc(headings, &text.ids) } else { Vec::new() }
    }

    /// The home page.
    pub fn home(&self) -> Home {
        let lists = &self.model.lists[self.locale];
        let questions = lists.of_kind(Kind::Faq);
        Home {
            categories: self.categories(),
            instructions: self.links(lists.of_kind(Kind::Instruction)),
            memos: self.links(lists.of_kind(Kind::Memo)),
            questions: self.links(&self.first_of_categories(questions)),
            notices: self.links(lists.of_kind(Kind::Notice)),
            faq_url: routes::list(self.locale, "faq"),
        }
    }

    /// The first question of each category, then the following ones, until there are enough.
    fn first_of_categories(&self, questions: &[PageId]) -> Vec<PageId> {
        let lists = &self.model.lists[self.locale].by_category;
        let mut first: Vec<PageId> = lists.iter().filter_map(|ids| ids.first().copied()).collect();
        let more = questions.iter().copied().filter(|id| !first.contains(id)).collect::<Vec<_>>();
        first.extend(more);
        first.truncate(HOME_QUESTIONS);
        first
    }

    /// A list of questions at `base`; `answer` writes an answer.
    pub fn questions(
        &self,
        ids: &[PageId],
        base: &str,
        slice: Slice,
        category: Option<usize>,
        answer: impl Fn(PageId) -> Option<String>,
    ) -> QuestionList {
        let shown = &ids[slice.range(ids.len())];
        let with_answers = ids.len() <= ANSWERS_LIMIT;
        let instruction = category.and_then(|index| self.model.categories[index].instruction.as_ref());
        QuestionList {
            questions: shown
                .iter()
                .filter_map(|id| {
                    let category = self.model.pages[*id].category?;
                    Some(Question {
                        link: self.link(*id)?,
                        category: self.category_link(category),
                        answer: if with_answers { answer(*id) } else { None },
                    })
                })
                .collect(),
            categories: self.categories(),
            category: category.map(|index| self.category_link(index)),
            instruction: instruction.and_then(|(key, _)| self.link(self.model.page_id(key)?)),
            pager: self.pager(ids.len(), base, slice, true),
        }
    }

    /// A plain list of pages.
    pub fn list(&self, ids: &[PageId], base: &str, slice: Slice) -> List {
        List { pages: self.links(&ids[slice.range(ids.len())]), pager: self.pager(ids.len(), base, slice, false) }
    }

    /// All tags.
    pub fn tags(&self) -> Tags {
        let mut tags: Vec<TermLink> =
            (0..self.model.tags.len()).map(|index| self.tag_link(index)).filter(|term| term.count > 0).collect();
        tags.sort_by_cached_key(|term| crate::i18n::alphabet::sort_key(self.locale, &term.title));
        Tags { tags }
    }

    /// What an address shows after its page has expired.
    pub fn expired(&self, page: &Page) -> Expired {
        let successor = page.parsed.meta.expire_to.as_ref().and_then(|(key, _)| self.link(self.model.page_id(key)?));
        Expired { expired: page.parsed.meta.expire_at.map(|date| date.to_string()).unwrap_or_default(), successor }
    }

    /// The page for addresses that do not exist.
    pub fn not_found(&self) -> NotFound {
        NotFound {
            faq_url: routes::list(self.locale, "faq"),
            categories: self.categories(),
            instructions: self.links(self.model.lists[self.locale].of_kind(Kind::Instruction)),
        }
    }
}

/// The capital under which a term stands.
fn first_letter(name: &str) -> String {
    match name.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "0–9".to_owned(),
    }
}

fn section(page: &Page) -> String {
    if page.kind().has_list() { page.kind().name().to_owned() } else { page.key().to_owned() }
}

fn toc(headings: &[Heading], ids: &[String]) -> Vec<TocEntry> {
    let mut entries: Vec<TocEntry> = Vec::new();
    for (heading, id) in headings.iter().zip(ids) {
        let entry = TocEntry { id: id.clone(), title: heading.title.clone(), children: Vec::new() };
        match (heading.level, entries.last_mut()) {
            (3, Some(parent)) => parent.children.push(entry),
            (2 | 3, _) => entries.push(entry),
            _ => {}
        }
    }
    entries
}
