//! From the model to views: what each page shows, in one language. Pure; nothing is rendered here.

use crate::i18n::{Arg, Catalogue, Locale};
use crate::page::view::{
    Alternate, Article, Crumb, Expired, Home, LanguageLink, List, NotFound, PageHead, PageLink, Pager, PagerNumber,
    PagerSize, Question, QuestionList, Tags, TermLink, TocEntry,
};
use crate::routes;
use crate::site::config::Term;
use crate::site::markdown::Heading;
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

/// A page of a list: which entries it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Entries on a page, 0 for all.
    pub size: usize,
    /// Number of the page, from 1.
    pub number: usize,
}

impl Slice {
    /// The range of entries out of `total`.
    pub fn range(self, total: usize) -> std::ops::Range<usize> {
        if self.size == 0 {
            return 0..total;
        }
        let from = (self.number - 1) * self.size;
        from.min(total)..(from + self.size).min(total)
    }

    /// How many pages `total` entries take.
    pub fn pages(size: usize, total: usize) -> usize {
        if size == 0 { 1 } else { total.div_ceil(size).max(1) }
    }
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

    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.model.config.base_url)
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
            canonical: self.absolute(canonical),
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
        self.alternates_of(|locale| page.urls[locale].clone())
    }

    fn alternates_of(&self, url: impl Fn(Locale) -> String) -> Vec<Alternate> {
        let mut all: Vec<Alternate> = Locale::ALL
            .iter()
            .map(|locale| Alternate { lang: locale.code(), url: self.absolute(&url(*locale)) })
            .collect();
        all.push(Alternate { lang: "x-default", url: self.absolute(&url(Locale::Kk)) });
        all
    }

    /// The head of a made page that exists in both languages.
    pub fn made_head(&self, key: &str, kind: &'static str, title: String, url: impl Fn(Locale) -> String) -> PageHead {
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
            alternates: self.alternates_of(&url),
            updated: None,
            url: own,
        }
    }

    fn languages(&self, url: impl Fn(Locale) -> String, parent: impl Fn(Locale) -> bool) -> Vec<LanguageLink> {
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

    /// The language switch of a page: the same page, or else its nearest parent.
    fn languages_of(&self, page: &Page) -> Vec<LanguageLink> {
        let absent = |locale: Locale| page.slots[locale] == Slot::Absent;
        let url = |locale: Locale| match (absent(locale), page.kind().has_list()) {
            (false, _) => page.urls[locale].clone(),
            (true, true) => routes::list(locale, page.kind().name()),
            (true, false) => routes::home(locale),
        };
        self.languages(url, absent)
    }

    fn home_crumb(&self) -> Crumb {
        Crumb { title: self.text("nav-home"), url: Some(routes::home(self.locale)) }
    }

    fn breadcrumbs(&self, page: &Page) -> Vec<Crumb> {
        let mut crumbs = vec![self.home_crumb()];
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

    fn pager(&self, total: usize, base: &str, slice: Slice, choice: bool) -> Pager {
        let config = &self.model.config;
        let default = config.page_size;
        let pages = Slice::pages(slice.size, total);
        let url = |number: usize| routes::list_page(base, slice.size, default, number);
        let range = slice.range(total);
        Pager {
            total,
            from: if total == 0 { 0 } else { range.start + 1 },
            to: range.end,
            page: slice.number,
            pages,
            numbers: page_numbers(slice.number, pages)
                .into_iter()
                .map(|number| PagerNumber {
                    number,
                    url: if number == 0 { String::new() } else { url(number) },
                    current: number == slice.number,
                })
                .collect(),
            prev: (slice.number > 1).then(|| url(slice.number - 1)),
            next: (slice.number < pages).then(|| url(slice.number + 1)),
            sizes: if choice {
                sizes(config.page_sizes.as_slice(), total, slice.size, base, default)
            } else {
                Vec::new()
            },
        }
    }
}

/// Sizes worth choosing for a list of `total` entries: those that make a difference, and “all” (0) while answers fit.
pub fn useful_sizes(sizes: &[usize], total: usize) -> Vec<usize> {
    let mut useful: Vec<usize> = sizes.iter().copied().filter(|size| *size < total).collect();
    if !useful.is_empty() && total <= ANSWERS_LIMIT {
        useful.push(0);
    }
    useful
}

fn sizes(sizes: &[usize], total: usize, current: usize, base: &str, default: usize) -> Vec<PagerSize> {
    let mut useful = useful_sizes(sizes, total);
    // The default stays reachable even where it shows everything.
    if !useful.is_empty() && !useful.contains(&default) {
        useful.retain(|size| *size != 0);
        useful.push(default);
    }
    useful
        .into_iter()
        .map(|size| PagerSize { size, url: routes::list_page(base, size, default, 1), current: size == current })
        .collect()
}

/// First, last, and those around the current one; 0 stands for a gap.
pub(super) fn page_numbers(current: usize, pages: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    for number in 1..=pages {
        let near = number == 1 || number == pages || number.abs_diff(current) <= 2;
        // A gap of a single number is no shorter than the number.
        let lone = (number == 2 && current == 5) || (number + 1 == pages && current + 4 == pages);
        if near || lone {
            numbers.push(number);
        } else if numbers.last() != Some(&0) {
            numbers.push(0);
        }
    }
    numbers
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_keep_the_ends_and_the_neighbours() {
        for (current, pages, expected) in [
            (1, 1, vec![1]),
            (1, 5, vec![1, 2, 3, 4, 5]),
            (1, 6, vec![1, 2, 3, 0, 6]),
            (3, 5, vec![1, 2, 3, 4, 5]),
            (5, 20, vec![1, 2, 3, 4, 5, 6, 7, 0, 20]),
            (10, 20, vec![1, 0, 8, 9, 10, 11, 12, 0, 20]),
            (20, 20, vec![1, 0, 18, 19, 20]),
        ] {
            assert_eq!(page_numbers(current, pages), expected, "{current} of {pages}");
        }
    }

    #[test]
    fn sizes_are_offered_only_where_they_change_something() {
        assert_eq!(useful_sizes(&[10, 20, 50], 8), Vec::<usize>::new());
        assert_eq!(useful_sizes(&[10, 20, 50], 12), [10, 0]);
        assert_eq!(useful_sizes(&[10, 20, 50], 64), [10, 20, 50, 0]);
        assert_eq!(useful_sizes(&[10, 20, 50], 500), [10, 20, 50]);
    }

    #[test]
    fn slices_cover_the_list_once() {
        for total in 0..60 {
            for size in [0, 1, 7, 20] {
                let pages = Slice::pages(size, total);
                let covered: usize = (1..=pages).map(|number| Slice { size, number }.range(total).len()).sum();
                assert_eq!(covered, total, "{total} by {size}");
            }
        }
    }
}
