//! «On this topic»: the pages shown under a text. Those an editor named come first; the rest is filled with pages that have
//! most in common with it, and with nothing where too little is common.
//!
//! What is common is the same in both languages, and so are the lists: both texts of a page say the same. A word is worth
//! the more, the fewer pages have it; one that many have is worth nothing, which also keeps the cost linear.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::markdown::links::Target;
use super::model::{Page, PageId, SiteModel, Slot, State};
use super::parse::Text;
use crate::i18n::{Locale, PerLocale};

/// Pages shown under a text.
pub(super) const LIMIT: usize = 5;

/// A keyword, tag or link shared by more pages than this says nothing about any two of them.
const COMMON: usize = 25;
/// A shared keyword is worth this, divided among the pages that have it; a word of keywords is worth half, a tag, which an
/// editor chose for this, twice as much.
const KEYWORD: u32 = 200;
/// A link in the text of one to the other, in either direction.
const LINK: u32 = 100;
/// The other page names this one as related.
const NAMED: u32 = 150;
/// Less in common is not shown.
const ENOUGH: u32 = 200;
/// Shorter words of keywords say nothing.
const SHORTEST_WORD: usize = 3;

/// What a page has that others may have too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Trait {
    Tag(String),
    Keyword(Locale, String),
    Word(Locale, String),
}

impl Trait {
    /// What is divided among the pages that have it.
    fn worth(&self) -> u32 {
        match self {
            Self::Tag(_) => KEYWORD * 2,
            Self::Keyword(..) => KEYWORD,
            Self::Word(..) => KEYWORD / 2,
        }
    }
}

/// What two pages have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Common {
    /// Keywords and tags.
    words: u32,
    /// Links between the two.
    links: u32,
}

/// Who has what, and who leads to whom.
#[derive(Debug)]
struct Neighbourhood {
    /// Numbers of the traits of each page, with what they are worth.
    traits: Vec<Vec<(usize, u32)>>,
    /// Pages by trait.
    having: Vec<Vec<PageId>>,
    /// Pages that each page leads to.
    leads_to: Vec<Vec<PageId>>,
    /// Pages that lead to each page.
    led_from: Vec<Vec<PageId>>,
    /// Pages that name each page as related.
    named_by: Vec<Vec<PageId>>,
}

/// Related pages of each page, for a reader of each language.
pub(super) fn related(model: &SiteModel) -> PerLocale<Vec<Vec<PageId>>> {
    let neighbourhood = Neighbourhood::new(model);
    let of = |id: PageId| {
        let mut all: Vec<PageId> = named(model, id).collect();
        let shown = |id: &PageId, locale: Locale| {
            model.pages[*id].state != State::Expired && model.pages[*id].slots[locale] != Slot::Absent
        };
        if Locale::ALL.iter().any(|locale| all.iter().filter(|id| shown(id, *locale)).count() < LIMIT) {
            let new = neighbourhood.near(model, id).into_iter().filter(|other| !all.contains(other));
            let new: Vec<PageId> = new.collect();
            all.extend(new);
        }
        let [kk, ru] = Locale::ALL.map(|locale| {
            let shown = all.iter().copied().filter(|id| shown(id, locale));
            shown.take(LIMIT).collect::<Vec<_>>()
        });
        (kk, ru)
    };
    let (kk, ru) = (0..model.pages.len()).into_par_iter().map(of).unzip();
    PerLocale::new(kk, ru)
}

/// Whether both are the same for what is related: everything that [`related`] looks at.
pub(super) fn relates_equally(a: &Page, b: &Page) -> bool {
    let meta = |page: &Page| {
        let meta = &page.parsed.meta;
        (meta.related.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), meta.search)
    };
    (a.state, a.slots, a.category) == (b.state, b.slots, b.category)
        && (Arc::ptr_eq(&a.parsed, &b.parsed)
            || a.key() == b.key()
                && meta(a) == meta(b)
                && traits(a) == traits(b)
                && links(a).collect::<Vec<_>>() == links(b).collect::<Vec<_>>())
}

/// The pages that an editor named.
fn named(model: &SiteModel, id: PageId) -> impl Iterator<Item = PageId> {
    let keys = model.pages[id].parsed.meta.related.iter();
    keys.filter_map(|(key, _)| model.page_id(key)).filter(move |other| *other != id)
}

/// The texts that a page has of its own.
fn texts(page: &Page) -> impl Iterator<Item = (Locale, &Text)> {
    let own = Locale::ALL.into_iter().filter(|locale| page.slots[*locale] == Slot::Own);
    own.filter_map(|locale| page.parsed.texts[locale].as_ref().map(|text| (locale, text)))
}

/// Keys of the pages that the texts of a page lead to.
fn links(page: &Page) -> impl Iterator<Item = &str> {
    texts(page).flat_map(|(_, text)| &text.rendered.links).filter_map(|link| match &link.target {
        Target::Page(key, _) => Some(key.as_str()),
        _ => None,
    })
}

/// What a page has, each once, in order.
fn traits(page: &Page) -> Vec<Trait> {
    let mut all: Vec<Trait> = page.parsed.meta.tags.iter().map(|(tag, _)| Trait::Tag(tag.clone())).collect();
    for (locale, text) in texts(page) {
        for keyword in text.keywords.iter().map(|keyword| keyword.to_lowercase()) {
            let words = keyword.split(|c: char| !c.is_alphanumeric()).filter(|word| *word != keyword);
            let long = words.filter(|word| word.chars().count() >= SHORTEST_WORD);
            all.extend(long.map(|word| Trait::Word(locale, word.to_owned())));
            all.push(Trait::Keyword(locale, keyword));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Neighbourhood {
    fn new(model: &SiteModel) -> Self {
        let pages = &model.pages;
        let mut numbers: FxHashMap<Trait, usize> = FxHashMap::default();
        let mut having: Vec<Vec<PageId>> = Vec::new();
        let own: Vec<Vec<Trait>> = pages.par_iter().map(traits).collect();
        let mut number = |id: PageId, own: Trait| {
            let worth = own.worth();
            let number = *numbers.entry(own).or_insert(having.len());
            if number == having.len() {
                having.push(Vec::new());
            }
            having[number].push(id);
            (number, worth)
        };
        let traits = own.into_iter().enumerate();
        let traits = traits.map(|(id, own)| own.into_iter().map(|own| number(id, own)).collect()).collect();
        let leads_to: Vec<Vec<PageId>> = pages
            .par_iter()
            .enumerate()
            .map(|(id, page)| {
                let mut to: Vec<PageId> = links(page).filter_map(|key| model.page_id(key)).collect();
                to.sort_unstable();
                to.dedup();
                to.retain(|other| *other != id);
                to
            })
            .collect();
        let (mut led_from, mut named_by) = (vec![Vec::new(); pages.len()], vec![Vec::new(); pages.len()]);
        for (id, to) in leads_to.iter().enumerate() {
            for other in to {
                led_from[*other].push(id);
            }
            for other in named(model, id) {
                named_by[other].push(id);
            }
        }
        Self { traits, having, leads_to, led_from, named_by }
    }

    /// The pages that have enough in common with one, the nearest first. A page kept out of search comes only where an
    /// editor names it.
    fn near(&self, model: &SiteModel, id: PageId) -> Vec<PageId> {
        let mut found: FxHashMap<PageId, Common> = FxHashMap::default();
        for (number, worth) in &self.traits[id] {
            let having = few(&self.having[*number]);
            let share = worth / u32::try_from(having.len().max(1)).unwrap_or(u32::MAX);
            for other in having {
                found.entry(*other).or_default().words += share;
            }
        }
        let leads_to = self.leads_to[id].iter().filter(|other| self.led_from[**other].len() <= COMMON);
        for other in leads_to.chain(few(&self.led_from[id])) {
            found.entry(*other).or_default().links += LINK;
        }
        for other in few(&self.named_by[id]) {
            found.entry(*other).or_default().links += NAMED;
        }
        let own = &model.pages[id];
        let mut scores: Vec<(Reverse<u32>, PageId)> = found
            .into_iter()
            .filter(|(other, _)| *other != id && (model.pages[*other].parsed.meta.search || !own.parsed.meta.search))
            .map(|(other, common)| (Reverse(score(own, &model.pages[other], common)), other))
            .filter(|(score, _)| score.0 >= ENOUGH)
            .collect();
        scores.sort_unstable();
        scores.into_iter().map(|(_, other)| other).collect()
    }
}

/// The pages themselves, unless they are too many to say anything.
fn few(pages: &[PageId]) -> &[PageId] {
    if pages.len() <= COMMON { pages } else { &[] }
}

/// Words count more between questions of one category, and less between two categories.
fn score(a: &Page, b: &Page, common: Common) -> u32 {
    let words = match (a.category, b.category) {
        (Some(a), Some(b)) if a == b => common.words * 3 / 2,
        (Some(_), Some(_)) => common.words / 2,
        _ => common.words,
    };
    words + common.links
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::i18n::PerLocale;
    use crate::site::model::{BuildOptions, ParsedSite};
    use crate::site::source::SiteSource;

    fn model(root: &Path) -> SiteModel {
        let parsed = ParsedSite::parse(SiteSource::read(root), &PerLocale::default());
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        parsed.model(BuildOptions { today, drafts: false, demonstration: false }, None).0
    }

    /// Question by question: key, category, lines of `page.toml`, keywords in Kazakh and in Russian, text.
    fn site(pages: &[[&str; 6]]) -> SiteModel {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for [key, category, lines, kk, ru, text] in pages {
            let kind = if category.is_empty() { "page" } else { "faq" };
            let category = if category.is_empty() { String::new() } else { format!("category = \"{category}\"\n") };
            write(&format!("content/pages/{key}/page.toml"), &format!("type = \"{kind}\"\n{category}{lines}\n"));
            for (lang, words) in [("kk", kk), ("ru", ru)] {
                let matter = format!("+++\ntitle = \"{key}\"\nkeywords = [{words}]\n+++\n\n{text}\n");
                write(&format!("content/pages/{key}/{lang}.md"), &matter);
            }
        }
        let categories = ["a", "b"].map(|key| {
            format!(
                "[{key}]\nname = {{ kk = \"{key}\", ru = \"{key}\" }}\nslug = {{ kk = \"{key}\", ru = \"{key}\" }}\n"
            )
        });
        write("content/categories.toml", &categories.concat());
        model(folder.path())
    }

    fn keys(model: &SiteModel, key: &str, locale: Locale) -> Vec<String> {
        let all = related(model);
        all[locale][model.page_id(key).unwrap()].iter().map(|id| model.pages[*id].key().to_owned()).collect()
    }

    #[test]
    fn what_is_rare_and_shared_relates_pages() {
        let model = site(&[
            ["one", "a", "", "\"сирек\"", "\"редкое\"", ""],
            ["rare", "a", "", "\"сирек\"", "\"редкое\"", ""],
            ["apart", "b", "", "\"сирек\"", "", ""],
            ["linked", "b", "", "", "", "[x](key:one) [y](key:two)"],
            ["two", "b", "related = [\"linked\"]", "", "", ""],
        ]);
        for locale in Locale::ALL {
            assert_eq!(keys(&model, "one", locale), ["rare"], "an only link or word is too little");
            assert_eq!(keys(&model, "two", locale), ["linked"], "what an editor named");
            assert_eq!(keys(&model, "linked", locale), ["two"], "a link there, named back");
            assert!(keys(&model, "apart", locale).is_empty());
        }
    }

    #[test]
    fn what_all_have_relates_nothing() {
        let names: Vec<String> = (0..=COMMON).map(|number| format!("p{number}")).collect();
        let many = |count: usize| {
            let pages: Vec<[&str; 6]> =
                names[..count].iter().map(|name| [name, "a", "", "\"сөз\", \"тағы\"", "\"слово\"", ""]).collect();
            keys(&site(&pages), "p0", Locale::Kk)
        };
        assert_eq!(many(3), ["p1", "p2"]);
        assert!(many(COMMON + 1).is_empty());
    }

    #[test]
    fn both_languages_of_our_own_site_have_the_same_lists() {
        let model = model(Path::new(env!("CARGO_MANIFEST_DIR")));
        let related = related(&model);
        let (kk, ru) = (&related[Locale::Kk], &related[Locale::Ru]);
        for (id, page) in model.pages.iter().enumerate() {
            assert_eq!(kk[id], ru[id], "{}", page.key());
            assert!(kk[id].len() <= LIMIT && !kk[id].contains(&id), "{}", page.key());
        }
        assert!(kk.iter().any(|list| !list.is_empty()));
    }
}
