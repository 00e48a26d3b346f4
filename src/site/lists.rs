//! Lists of one language: which pages stand where, in which order, and which are neighbours.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::meta::Kind;
use super::model::{Page, PageId, SiteModel, Slot};
use super::related::{related, relates_equally};
use crate::i18n::{Locale, PerLocale};

/// Lists of one language.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Pages by type, in order.
    kinds: FxHashMap<Kind, Vec<PageId>>,
    /// Questions by category, in order.
    pub by_category: Vec<Vec<PageId>>,
    /// Pages by tag, in order.
    pub by_tag: Vec<Vec<PageId>>,
    /// Neighbours of each page.
    neighbours: Vec<(Option<PageId>, Option<PageId>)>,
    /// Related pages of each page.
    related: Arc<Vec<Vec<PageId>>>,
}

impl Lists {
    /// Makes the lists of both languages; what `before` made from equal input is taken over from it. Comparing is cheap:
    /// most pages are the very same as before.
    pub fn new(model: &SiteModel, before: Option<&SiteModel>) -> PerLocale<Arc<Self>> {
        let all = |before: &SiteModel, same: fn(&Page, &Page) -> bool| {
            before.pages.len() == model.pages.len()
                && before.pages.iter().zip(&model.pages).all(|(before, now)| same(before, now))
        };
        let before = before.filter(|before| has_equal_terms(before, model) && all(before, relates_equally));
        if let Some(before) = before.filter(|before| all(before, stands_equally)) {
            return before.lists.clone();
        }
        let related = match before {
            Some(before) => PerLocale::from_fn(|locale| Arc::clone(&before.lists[locale].related)),
            None => related(model).map(Arc::new),
        };
        let make = |locale| Arc::new(Self::make(model, locale, Arc::clone(&related[locale])));
        let (kk, ru) = rayon::join(|| make(Locale::Kk), || make(Locale::Ru));
        PerLocale::new(kk, ru)
    }

    fn make(model: &SiteModel, locale: Locale, related: Arc<Vec<Vec<PageId>>>) -> Self {
        let order = order(model, locale);
        let mut lists = Self {
            by_category: vec![Vec::new(); model.categories.len()],
            by_tag: vec![Vec::new(); model.tags.len()],
            neighbours: vec![(None, None); model.pages.len()],
            related,
            kinds: FxHashMap::default(),
        };
        for id in order {
            let page = &model.pages[id];
            lists.kinds.entry(page.kind()).or_default().push(id);
            if let Some(category) = page.category
                && page.kind() == Kind::Faq
            {
                lists.by_category[category].push(id);
            }
            for tag in &page.tags {
                lists.by_tag[*tag].push(id);
            }
        }
        lists.link_neighbours();
        lists
    }

    /// Pages of a type, in order.
    pub fn of_kind(&self, kind: Kind) -> &[PageId] {
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The pages before and after in the same category (questions) or list.
    pub fn neighbours(&self, id: PageId) -> (Option<PageId>, Option<PageId>) {
        self.neighbours[id]
    }

    /// Related pages, five at most.
    pub fn related(&self, id: PageId) -> &[PageId] {
        &self.related[id]
    }

    fn link_neighbours(&mut self) {
        let mut chains: Vec<&[PageId]> = self.by_category.iter().map(Vec::as_slice).collect();
        chains.extend(
            [Kind::Instruction, Kind::Memo, Kind::Notice]
                .iter()
                .filter_map(|kind| self.kinds.get(kind).map(Vec::as_slice)),
        );
        for chain in chains {
            for (index, id) in chain.iter().enumerate() {
                let before = index.checked_sub(1).map(|index| chain[index]);
                self.neighbours[*id] = (before, chain.get(index + 1).copied());
            }
        }
    }
}

fn has_equal_terms(a: &SiteModel, b: &SiteModel) -> bool {
    (a.categories.len(), a.tags.len()) == (b.categories.len(), b.tags.len())
}

/// Whether both are the same for the order of lists: everything that [`Lists::make`] and [`order`] look at.
fn stands_equally(a: &Page, b: &Page) -> bool {
    let key = |page: &Page, locale: Locale| {
        page.parsed.texts[locale].as_ref().map(|text| (text.updated, text.sort_key.clone()))
    };
    let meta = |page: &Page| (page.kind(), page.parsed.meta.order, page.parsed.meta.publish_at);
    (a.state, a.slots, a.category) == (b.state, b.slots, b.category)
        && a.tags == b.tags
        && (Arc::ptr_eq(&a.parsed, &b.parsed)
            || meta(a) == meta(b) && Locale::ALL.iter().all(|locale| key(a, *locale) == key(b, *locale)))
}

/// All listed pages of a language: questions by category, notices newest first, then by `order`, then by title.
fn order(model: &SiteModel, locale: Locale) -> Vec<PageId> {
    let mut keyed: Vec<_> = model
        .pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.is_listed() && page.slots[locale] != Slot::Absent)
        .filter_map(|(id, page)| {
            let (_, text) = page.text(locale)?;
            let meta = &page.parsed.meta;
            let category = page.category.unwrap_or(usize::MAX);
            let newest = (page.kind() == Kind::Notice).then(|| {
                let date = meta.publish_at.or(text.updated);
                std::cmp::Reverse(date)
            });
            Some(((category, newest, meta.order.unwrap_or(i64::MAX), &text.sort_key), id))
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, id)| id).collect()
}
