//! The titles of an index as suggestions need them: every unit with what a suggestion shows, and every word of a title
//! with the units it stands in. One text, written with the index and read whole: only ranges of it are kept, so that
//! opening costs next to nothing.

use std::fmt::Write as _;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::unit::{Side, Unit};
use super::words::{fold, stem, words};
use crate::i18n::{Locale, PerLocale};

/// Where in a unit a word stands, the dearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the title, or the heading of a section.
    Title,
    /// In a keyword.
    Keyword,
    /// In the title of the page of a section.
    Context,
}

/// A unit that a word stands in: its number, the place, and whether its title begins with the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    fn new(unit: usize, place: Place, first: bool) -> Self {
        let unit = u32::try_from(unit).unwrap_or(u32::MAX >> 3);
        Self(unit << 3 | (place as u32) << 1 | u32::from(first))
    }

    pub(super) fn unit(self) -> usize {
        (self.0 >> 3) as usize
    }

    pub(super) fn place(self) -> Place {
        match self.0 >> 1 & 3 {
            0 => Place::Title,
            1 => Place::Keyword,
            _ => Place::Context,
        }
    }

    pub(super) fn is_first(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A range of the text.
#[derive(Clone, Copy, Debug, Default)]
struct Span(u32, u32);

/// A word of titles.
#[derive(Clone, Debug)]
struct WordSpans {
    folded: Span,
    word: Span,
    stem: Span,
    postings: Range<u32>,
}

/// Fields of a unit's line, in their order.
const FIELDS: usize = 9;

/// The titles of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    text: String,
    units: Vec<[Span; FIELDS]>,
    /// Sorted by folded word, then word.
    words: PerLocale<Vec<WordSpans>>,
    /// Numbers of words, sorted by folded stem.
    by_stem: PerLocale<Vec<u32>>,
    postings: Vec<Posting>,
}

/// What a suggestion shows of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct TitleOf<'t> {
    pub(super) key: &'t str,
    pub(super) kind: &'t str,
    pub(super) section: &'t str,
    pub(super) urls: [&'t str; 2],
    /// Title and heading in both languages, kk first; no title where there is no text.
    pub(super) texts: [(&'t str, &'t str); 2],
}

/// A word of titles.
#[derive(Clone, Copy, Debug)]
pub(super) struct TitleWord<'t> {
    pub(super) folded: &'t str,
    pub(super) word: &'t str,
    pub(super) postings: &'t [Posting],
}

/// The titles of `units` as a text for [`Titles::read`].
pub(super) fn write(units: &[Unit]) -> String {
    let mut out = String::new();
    let mut all: PerLocale<FxHashMap<String, Vec<Posting>>> = PerLocale::default();
    for (number, unit) in units.iter().enumerate() {
        let side = |locale: Locale| unit.side(locale).map_or(("", ""), shown);
        let [kk, ru] = Locale::ALL.map(side);
        let fields = [
            &unit.key,
            &unit.kind,
            unit.section.as_deref().unwrap_or_default(),
            &unit.urls[0],
            &unit.urls[1],
            kk.0,
            kk.1,
            ru.0,
            ru.1,
        ];
        out.push('t');
        for field in fields {
            out.push('\t');
            out.extend(field.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        out.push('\n');
        for locale in Locale::ALL {
            for (word, posting) in unit.side(locale).map_or_else(Vec::new, |side| words_of(number, side)) {
                let postings = all[locale].entry(word).or_default();
                if postings.last().is_none_or(|last| last.unit() != number) {
                    postings.push(posting);
                }
            }
        }
    }
    for locale in Locale::ALL {
        let mut words: Vec<_> = all[locale].drain().map(|(word, postings)| (fold(&word), word, postings)).collect();
        words.sort_unstable_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        for (folded, word, postings) in words {
            let _ = write!(out, "{locale}\t{folded}\t{word}\t{}\t", fold(&stem(locale, &word)));
            for posting in postings {
                let _ = write!(out, "{} ", posting.0);
            }
            out.push('\n');
        }
    }
    out
}

fn shown(side: &Side) -> (&str, &str) {
    (&side.title, side.heading.as_deref().unwrap_or_default())
}

/// The words by which a unit is suggested; of a word that stands in several places the dearest comes first.
fn words_of(number: usize, side: &Side) -> Vec<(String, Posting)> {
    let (title, context) = match &side.heading {
        Some(heading) => (heading, side.title.as_str()),
        None => (&side.title, ""),
    };
    let keywords = side.keywords.join(" · ");
    let mut found = Vec::new();
    for (place, text) in [(Place::Title, title.as_str()), (Place::Keyword, &keywords), (Place::Context, context)] {
        for (at, word) in words(text).into_iter().enumerate() {
            found.push((word.text, Posting::new(number, place, at == 0 && place == Place::Title)));
        }
    }
    found
}

impl Titles {
    /// Reads what [`write`] made.
    pub(super) fn read(text: String) -> Self {
        let mut all = Self::default();
        let base = text.as_ptr() as usize;
        let span = |part: &str| {
            let start = part.as_ptr() as usize - base;
            Span(u32::try_from(start).unwrap_or(0), u32::try_from(start + part.len()).unwrap_or(0))
        };
        for line in text.lines() {
            let mut fields = line.split('\t');
            let kind = fields.next().unwrap_or_default();
            if kind == "t" {
                let mut unit = [Span::default(); FIELDS];
                for (slot, field) in unit.iter_mut().zip(fields) {
                    *slot = span(field);
                }
                all.units.push(unit);
            } else if let Some(locale) = Locale::from_code(kind)
                && let (Some(folded), Some(word), Some(stem), Some(list)) =
                    (fields.next(), fields.next(), fields.next(), fields.next())
            {
                let start = u32::try_from(all.postings.len()).unwrap_or(u32::MAX);
                let known = list.split_ascii_whitespace().filter_map(|number| number.parse().ok().map(Posting));
                all.postings.extend(known.filter(|posting| posting.unit() < all.units.len()));
                let end = u32::try_from(all.postings.len()).unwrap_or(u32::MAX);
                let (folded, word, stem) = (span(folded), span(word), span(stem));
                all.words[locale].push(WordSpans { folded, word, stem, postings: start..end });
            }
        }
        all.text = text;
        for locale in Locale::ALL {
            let mut order: Vec<u32> = (0..u32::try_from(all.words[locale].len()).unwrap_or(u32::MAX)).collect();
            order.sort_by_key(|word| all.str(all.words[locale][*word as usize].stem));
            all.by_stem[locale] = order;
        }
        all
    }

    fn str(&self, span: Span) -> &str {
        self.text.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }

    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// A unit.
    pub(super) fn unit(&self, number: usize) -> TitleOf<'_> {
        let [key, kind, section, kk, ru, title_kk, heading_kk, title_ru, heading_ru] =
            self.units[number].map(|span| self.str(span));
        let texts = [(title_kk, heading_kk), (title_ru, heading_ru)];
        TitleOf { key, kind, section, urls: [kk, ru], texts }
    }

    /// How many words a language has.
    pub(super) fn count(&self, locale: Locale) -> usize {
        self.words[locale].len()
    }

    /// A word by its number.
    pub(super) fn word(&self, locale: Locale, number: usize) -> TitleWord<'_> {
        let spans = &self.words[locale][number];
        let postings = self.postings.get(spans.postings.start as usize..spans.postings.end as usize);
        TitleWord { folded: self.str(spans.folded), word: self.str(spans.word), postings: postings.unwrap_or_default() }
    }

    /// Numbers of the words that begin so, in folded letters.
    pub(super) fn starting(&self, locale: Locale, folded: &str) -> Range<usize> {
        let all = &self.words[locale];
        let from = all.partition_point(|spans| self.str(spans.folded) < folded);
        let many = all[from..].partition_point(|spans| self.str(spans.folded).starts_with(folded));
        from..from + many
    }

    /// Numbers of the words with this folded stem.
    pub(super) fn with_stem(&self, locale: Locale, stem: &str) -> impl Iterator<Item = usize> {
        let (words, order) = (&self.words[locale], &self.by_stem[locale]);
        let stem_of = |number: &u32| self.str(words[*number as usize].stem);
        let from = order.partition_point(|number| stem_of(number) < stem);
        let many = order[from..].partition_point(|number| stem_of(number) == stem);
        order[from..from + many].iter().map(|number| *number as usize)
    }

    /// The number of a word.
    pub(super) fn number(&self, locale: Locale, word: &str) -> Option<usize> {
        let folded = fold(word);
        let key = |spans: &WordSpans| (self.str(spans.folded), self.str(spans.word));
        self.words[locale].binary_search_by(|spans| key(spans).cmp(&(folded.as_str(), word))).ok()
    }
}
