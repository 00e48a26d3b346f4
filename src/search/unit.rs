//! What search finds: answerable units of a site. A question is one unit; an instruction, a memo or a page is one for its
//! beginning and one for each section and step. A unit has both languages, since both texts say the same.

use std::borrow::Cow;
use std::hash::Hash as _;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::analyzer;
use super::words::compose;
use crate::i18n::Locale;
use crate::site::markdown::plain::{self, Section};
use crate::site::meta::Kind;
use crate::site::model::{Page, SiteModel, Slot, State};

/// Deeper headings do not begin a unit of their own.
const DEEPEST: u8 = 3;

/// A unit as the index keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// Key of the page.
    pub key: String,
    /// Type of the page: `faq`, `instruction` …
    pub kind: String,
    /// Id of the section; none for the beginning or the whole of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The Kazakh text, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kk: Option<Side>,
    /// The Russian text, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<Side>,
    /// Addresses in both languages; empty where the page does not exist. A text may be shown in the other language.
    pub urls: [String; 2],
}

/// A unit in one language. All texts are [composed](compose).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Side {
    /// Title of the page.
    pub title: String,
    /// Title of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Words people use for it; for the beginning of a page only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Description of the page; likewise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// Titles of the sections below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
    /// The text itself.
    pub text: String,
}

impl Unit {
    /// One language of it.
    pub fn side(&self, locale: Locale) -> Option<&Side> {
        match locale {
            Locale::Kk => self.kk.as_ref(),
            Locale::Ru => self.ru.as_ref(),
        }
    }

    /// Its address for a reader of `locale`; where there is none, in the other language.
    pub fn url(&self, locale: Locale) -> &str {
        let [kk, ru] = &self.urls;
        let (own, other) = if locale == Locale::Kk { (kk, ru) } else { (ru, kk) };
        if own.is_empty() { other } else { own }
    }
}

impl Side {
    /// What the unit is called: its heading, or the title of the page.
    pub fn name(&self) -> &str {
        self.heading.as_ref().unwrap_or(&self.title)
    }

    /// The title of the page of a section.
    pub fn context(&self) -> Option<&str> {
        self.heading.as_ref().map(|_| self.title.as_str())
    }
}

/// All units of a site, in the order of its pages. Drafts, expired pages and pages with `search = false` have none.
pub fn units(model: &SiteModel) -> Vec<Unit> {
    let all = model
        .pages
        .par_iter()
        .filter(|page| page.state == State::Shown && page.parsed.meta.search && page.kind() != Kind::Home);
    all.flat_map_iter(page_units).collect()
}

fn page_units(page: &Page) -> Vec<Unit> {
    let whole = matches!(page.kind(), Kind::Faq | Kind::Notice);
    let mut units: Vec<Unit> = Vec::new();
    let mut begin = Unit { key: page.key().to_owned(), kind: page.kind().name().to_owned(), ..Unit::default() };
    begin.urls = Locale::ALL.map(|locale| page.urls[locale].clone());
    units.push(begin);
    for locale in Locale::ALL.iter().copied().filter(|locale| page.slots[*locale] == Slot::Own) {
        let Some(text) = &page.parsed.texts[locale] else { continue };
        let source = text.file.text.get(text.offset..).unwrap_or_default();
        let mut at = 0;
        set_side(
            &mut units[0],
            locale,
            Side {
                title: composed(&*text.title),
                keywords: text.keywords.iter().map(|text| composed(text.as_str())).collect(),
                lead: composed(&*text.description),
                ..Side::default()
            },
        );
        for Section { heading, text: plain } in plain::sections(source) {
            let title = heading.and_then(|index| text.rendered.headings.get(index));
            let id = heading.and_then(|index| text.ids.get(index));
            if let (Some(title), Some(id)) = (title, id) {
                if whole || title.level > DEEPEST {
                    if let Some(side) = side_mut(&mut units[at], locale) {
                        side.headings.push(composed(&*title.title));
                    }
                } else {
                    at = section(&mut units, id);
                    let heading = Some(composed(&*title.title));
                    let own = Side { title: composed(&*text.title), heading, ..Side::default() };
                    set_side(&mut units[at], locale, own);
                }
            }
            if let Some(side) = side_mut(&mut units[at], locale).filter(|_| !plain.is_empty()) {
                let plain = composed(plain);
                if side.text.is_empty() {
                    side.text = plain;
                } else {
                    side.text.push('\n');
                    side.text.push_str(&plain);
                }
            }
        }
    }
    units
}

/// The text in composed form; nothing is copied of one that is.
fn composed(text: impl Into<String>) -> String {
    let text = text.into();
    match compose(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
}

/// The unit of a section, made when it is new.
fn section(units: &mut Vec<Unit>, id: &str) -> usize {
    if let Some(at) = units.iter().position(|unit| unit.section.as_deref() == Some(id)) {
        return at;
    }
    let first = &units[0];
    let urls = first.urls.clone().map(|url| if url.is_empty() { url } else { format!("{url}#{id}") });
    units.push(Unit {
        key: first.key.clone(),
        kind: first.kind.clone(),
        section: Some(id.to_owned()),
        urls,
        ..Unit::default()
    });
    units.len() - 1
}

fn side_mut(unit: &mut Unit, locale: Locale) -> Option<&mut Side> {
    match locale {
        Locale::Kk => unit.kk.as_mut(),
        Locale::Ru => unit.ru.as_mut(),
    }
}

fn set_side(unit: &mut Unit, locale: Locale, side: Side) {
    match locale {
        Locale::Kk => unit.kk = Some(side),
        Locale::Ru => unit.ru = Some(side),
    }
}

/// Version of what an index holds and of how texts are cut into words; another one is made anew.
const FORM: u32 = 9;

/// Fingerprint of an index made from these units by this program: equal fingerprints, equal answers.
pub fn fingerprint(units: &[Unit], synonyms: &str) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&FORM.to_le_bytes());
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    // A stemmer that learned something makes another index of the same texts.
    hasher.update(&analyzer::version().to_le_bytes());
    for unit in units {
        unit.hash(&mut hasher);
    }
    hasher.update(synonyms.as_bytes());
    hasher.digest128()
}
