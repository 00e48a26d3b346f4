//! Every file that rendering yields, as a list of independent jobs: the plan of a build, and what preview looks
//! addresses up in.

use super::pager::{Slice, useful_sizes};
use crate::i18n::Locale;
use crate::routes;
use crate::site::meta::Kind;
use crate::site::model::{PageId, SiteModel, Slot, State};

/// Addresses of one sitemap file; the protocol's limit.
pub const SITEMAP_LIMIT: usize = 50_000;

/// A file to render.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// A file of one language.
    Page(Locale, Kindred),
    /// `/index.html`: both languages to choose from.
    Root,
    /// `500.html` or `503.html`.
    Error(u16),
    /// The stub of a redirect, by its index.
    Moved(usize),
    /// `sitemap.xml`, or the index of sitemaps.
    Sitemap,
    /// One of several sitemaps, from 1.
    SitemapPart(usize),
    /// `robots.txt`.
    Robots,
}

/// What a file of one language shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kindred {
    /// A page's text (or, for the home page, the home).
    Text(PageId),
    /// The notice that a page has expired.
    Expired(PageId),
    /// Both languages of a page in two columns.
    SideBySide(PageId),
    /// Questions.
    FaqList(Slice),
    /// Questions of a category.
    Category(usize, Slice),
    /// Instructions, memos or notices.
    List(Kind, Slice),
    /// All tags.
    Tags,
    /// Pages of a tag.
    Tag(usize, Slice),
    /// The page for addresses that do not exist.
    NotFound,
    /// The Atom feed.
    Feed,
    /// `index.json`.
    Index,
}

/// All jobs of a site, in a fixed order.
pub fn plan(model: &SiteModel) -> Vec<Job> {
    let mut jobs = vec![Job::Root, Job::Error(500), Job::Error(503), Job::Robots, Job::Sitemap];
    for locale in Locale::ALL {
        language(model, locale, &mut jobs);
    }
    jobs.extend((0..model.redirects.len()).map(Job::Moved));
    let parts = sitemap_entries(model).count().div_ceil(SITEMAP_LIMIT);
    if parts > 1 {
        jobs.extend((1..=parts).map(Job::SitemapPart));
    }
    jobs
}

fn language(model: &SiteModel, locale: Locale, jobs: &mut Vec<Job>) {
    let mut add = |kindred| jobs.push(Job::Page(locale, kindred));
    for (id, page) in model.pages.iter().enumerate() {
        match (page.slots[locale], page.state) {
            (Slot::Absent, _) => {}
            (_, State::Expired) => add(Kindred::Expired(id)),
            _ => add(Kindred::Text(id)),
        }
        let both = Locale::ALL.iter().all(|locale| page.slots[*locale] == Slot::Own);
        if both && page.state != State::Expired && page.kind() != Kind::Home && model.config.side_by_side {
            add(Kindred::SideBySide(id));
        }
    }
    let lists = &model.lists[locale];
    for slice in slices(model, lists.of_kind(Kind::Faq).len(), true) {
        add(Kindred::FaqList(slice));
    }
    // Links and the switch of languages lead to a category even where no question is in it yet.
    for (index, ids) in lists.by_category.iter().enumerate() {
        for slice in slices(model, ids.len(), true) {
            add(Kindred::Category(index, slice));
        }
    }
    for kind in [Kind::Instruction, Kind::Memo, Kind::Notice] {
        for slice in slices(model, lists.of_kind(kind).len(), false) {
            add(Kindred::List(kind, slice));
        }
    }
    // A tag of either language has its page in both: so the switch of languages leads somewhere.
    let tagged = |index: usize| Locale::ALL.iter().any(|locale| !model.lists[*locale].by_tag[index].is_empty());
    if (0..lists.by_tag.len()).any(tagged) {
        add(Kindred::Tags);
        for (index, ids) in lists.by_tag.iter().enumerate().filter(|(index, _)| tagged(*index)) {
            for slice in slices(model, ids.len(), false) {
                add(Kindred::Tag(index, slice));
            }
        }
    }
    [Kindred::NotFound, Kindred::Feed, Kindred::Index].into_iter().for_each(add);
}

/// The pages of a list: those of the default size and, where readers may choose, of every other useful size.
fn slices(model: &SiteModel, total: usize, choice: bool) -> Vec<Slice> {
    let default = model.config.page_size;
    let mut sizes = vec![default];
    if choice {
        sizes.extend(useful_sizes(&model.config.page_sizes, total).into_iter().filter(|size| *size != default));
    }
    let pages = |size| (1..=Slice::pages(size, total)).map(move |number| Slice { size, number });
    sizes.into_iter().flat_map(pages).collect()
}

/// Address of a job's file.
pub fn address(model: &SiteModel, job: Job) -> String {
    let (locale, kindred) = match job {
        Job::Page(locale, kindred) => (locale, kindred),
        Job::Root => return "/".to_owned(),
        Job::Error(code) => return format!("/{code}.html"),
        Job::Moved(index) => return model.redirects[index].0.clone(),
        Job::Sitemap => return "/sitemap.xml".to_owned(),
        Job::SitemapPart(number) => return format!("/sitemap-{number}.xml"),
        Job::Robots => return "/robots.txt".to_owned(),
    };
    let page = |base: &str, slice: Slice| routes::list_page(base, slice.size, model.config.page_size, slice.number);
    match kindred {
        Kindred::Text(id) | Kindred::Expired(id) => model.pages[id].urls[locale].clone(),
        Kindred::SideBySide(id) => routes::side_by_side(locale, model.pages[id].key()),
        Kindred::FaqList(slice) => page(&routes::list(locale, "faq"), slice),
        Kindred::Category(index, slice) => {
            page(&routes::category(locale, &model.categories[index].slug[locale]), slice)
        }
        Kindred::List(kind, slice) => page(&routes::list(locale, kind.name()), slice),
        Kindred::Tags => routes::tags(locale),
        Kindred::Tag(index, slice) => page(&routes::tag(locale, &model.tags[index].slug[locale]), slice),
        Kindred::NotFound => routes::not_found(locale),
        Kindred::Feed => routes::feed(locale),
        Kindred::Index => routes::index(locale),
    }
}

/// Path of a job's file in the tree.
pub fn path(model: &SiteModel, job: Job) -> String {
    let file = routes::file(&address(model, job));
    // The stub of an old address without a slash at its end.
    if matches!(job, Job::Moved(_)) && !file.ends_with("index.html") && !file.contains('.') {
        return format!("{file}/index.html");
    }
    file
}

/// Addresses for search engines, each with its alternates' page: own texts in force, and the lists' first pages.
pub fn sitemap_entries(model: &SiteModel) -> impl Iterator<Item = (Locale, Option<PageId>, String)> + '_ {
    Locale::ALL.into_iter().flat_map(move |locale| {
        let texts = model
            .pages
            .iter()
            .enumerate()
            .filter(move |(_, page)| page.slots[locale] == Slot::Own && page.state == State::Shown);
        let texts = texts.map(move |(id, page)| (locale, Some(id), page.urls[locale].clone()));
        let lists = &model.lists[locale];
        let made = [Kind::Faq, Kind::Instruction, Kind::Memo, Kind::Notice]
            .into_iter()
            .filter(|kind| !lists.of_kind(*kind).is_empty())
            .map(move |kind| (locale, None, routes::list(locale, kind.name())));
        let categories = lists.by_category.iter().enumerate().filter(|(_, ids)| !ids.is_empty());
        let categories = categories
            .map(move |(index, _)| (locale, None, routes::category(locale, &model.categories[index].slug[locale])));
        texts.chain(made).chain(categories)
    })
}
