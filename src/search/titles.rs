//! The titles of an index as suggestions need them: every unit with what a suggestion shows, and every word of a title
//! with the units it stands in. One text, written with the index and read whole: only ranges of it are kept, so that
//! opening costs next to nothing.

use std::fmt::Write as _;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::counter::{Counter, Known};
use super::unit::{Side, Unit};
use super::words::fold;
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

/// The words by which one language of a unit is called.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Of the title, or the heading of a section.
    pub(super) title: Vec<u32>,
    /// Of each keyword.
    pub(super) keywords: Vec<Vec<u32>>,
    /// Of the title of the page of a section.
    context: Vec<u32>,
}

impl Names {
    /// Cuts them; words are told by the numbers that the counter gives them.
    pub(super) fn of(side: &Side, counter: &mut Counter) -> Self {
        Self {
            title: counter.cut(side.name()),
            keywords: side.keywords.iter().map(|keyword| counter.cut(keyword)).collect(),
            context: side.context().map_or_else(Vec::new, |title| counter.cut(title)),
        }
    }

    /// Each word with its place and whether the title begins with it; of a word that stands in several places the
    /// dearest comes first.
    fn all(&self) -> impl Iterator<Item = (u32, Place, bool)> {
        let title = self.title.iter().enumerate().map(|(at, word)| (*word, Place::Title, at == 0));
        let keywords = self.keywords.iter().flatten().map(|word| (*word, Place::Keyword, false));
        title.chain(keywords).chain(self.context.iter().map(|word| (*word, Place::Context, false)))
    }
}

/// Writes titles as a text for [`Titles::read`].
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: String,
    units: usize,
    /// Where words stand, by their numbers.
    postings: PerLocale<FxHashMap<u32, Vec<Posting>>>,
}

impl Writer {
    /// Adds a unit that is called so.
    pub(super) fn add(&mut self, unit: &Unit, names: &PerLocale<Names>) {
        let side = |locale: Locale| unit.side(locale).map_or(("", ""), shown);
        let [kk, ru] = Locale::ALL.map(side);
        let section = unit.section.as_deref().unwrap_or_default();
        let [url_kk, url_ru] = &unit.urls;
        self.out.push('t');
        for field in [&unit.key, &unit.kind, section, url_kk, url_ru, kk.0, kk.1, ru.0, ru.1] {
            self.out.push('\t');
            if field.contains(|c: char| c.is_ascii_control()) {
                self.out.extend(field.chars().map(|c| if c.is_control() { ' ' } else { c }));
            } else {
                self.out.push_str(field);
            }
        }
        self.out.push('\n');
        for (locale, names) in names.iter() {
            for (word, place, first) in names.all() {
                let postings = self.postings[locale].entry(word).or_default();
                if postings.last().is_none_or(|last| last.unit() != self.units) {
                    postings.push(Posting::new(self.units, place, first));
                }
            }
        }
        self.units += 1;
    }

    /// The text; the counters are those that gave the words their numbers.
    pub(super) fn finish(mut self, counters: &PerLocale<Counter>) -> String {
        for (locale, counter) in counters.iter() {
            let words = self.postings[locale].drain().map(|(number, postings)| (counter.word(number), postings));
            let mut words: Vec<_> = words.collect();
            words.sort_unstable_by(|(a, _), (b, _)| (&a.folded, &a.word).cmp(&(&b.folded, &b.word)));
            for (Known { word, folded, folded_stem, .. }, postings) in words {
                let _ = write!(self.out, "{locale}\t{folded}\t{word}\t{folded_stem}\t");
                for posting in postings {
                    let _ = write!(self.out, "{} ", posting.0);
                }
                self.out.push('\n');
            }
        }
        self.out
    }
}

fn shown(side: &Side) -> (&str, &str) {
    (&side.title, side.heading.as_deref().unwrap_or_default())
}

impl Titles {
    /// Reads what [`Writer`] made.
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
