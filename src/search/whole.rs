//! A query that is a title or a keyword: «не могу войти». An editor who wrote it there meant this page. The order of the
//! words does not matter, nor their forms; small words are part of it, and where they are not the same it is less.

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};
use xxhash_rust::xxh3::xxh3_64;

use super::counter::Known;
use super::mend::small_word;
use super::query::{Query, Term};
use super::words::fold;
use crate::i18n::Locale;

/// What each word of it adds to a score, as a share of it; of long ones only the first words.
const WORD: f32 = 0.3;
const MOST_WORDS: usize = 3;
/// How much of that is left where small words differ.
const WITHOUT_SMALL: f32 = 0.5;

/// The phrases of an index.
pub(super) struct Phrases {
    field: Field,
    units: Arc<InvertedIndexReader>,
}

/// The words of a phrase in the order of their letters, without repetitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// All of them.
    pub(super) full: String,
    /// Those that are not small; nothing where there are none.
    pub(super) telling: String,
    /// How many words there are, and how many that are not small.
    counts: [usize; 2],
}

impl Phrase {
    /// From the keys of words, each told whether it is small.
    fn new(mut keys: Vec<(&str, bool)>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let telling: Vec<&str> = keys.iter().filter(|(_, small)| !small).map(|(key, _)| *key).collect();
        let counts = [keys.len(), telling.len()];
        let marked = if telling.is_empty() { String::new() } else { format!("{TELLING}{}", telling.join(" ")) };
        let full: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
        Self { full: full.join(" "), telling: marked, counts }
    }

    /// A title or keyword of these words.
    pub(super) fn of_words<'a>(words: impl Iterator<Item = &'a Known>) -> Self {
        let key = |known: &'a Known| (if known.small { &*known.folded } else { &*known.folded_stem }, known.small);
        Self::new(words.map(key).collect())
    }

    /// As it stands in the index: a number for each of its forms. Phrases of long titles, of which hardly two are alike, would
    /// fill the dictionary.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        [&self.full, &self.telling].into_iter().filter_map(|text| number(text))
    }

    /// The query as it would stand there in a text of `locale`; none where a word of it has nothing in this language.
    pub(super) fn of_query(locale: Locale, query: &Query) -> Option<Self> {
        let key = |term: &Term| {
            if let Some(small) = small_word(&term.word) {
                return Some((fold(&small), true));
            }
            let own = term.keys.iter().filter(|key| key.lang == locale);
            let best = own.max_by(|a, b| a.weight.total_cmp(&b.weight))?;
            Some((fold(&best.stem), false))
        };
        let keys: Vec<(String, bool)> = query.terms.iter().map(key).collect::<Option<_>>()?;
        Some(Self::new(keys.iter().map(|(key, small)| (key.as_str(), *small)).collect()))
    }
}

/// The number of a phrase; none of one without words.
fn number(phrase: &str) -> Option<u64> {
    (!phrase.is_empty()).then(|| xxh3_64(phrase.as_bytes()))
}

/// Marks a phrase without small words in the index; no word has this sign.
const TELLING: char = '·';

impl Phrases {
    pub(super) fn open(segment: &SegmentReader, field: Field) -> Result<Self, TantivyError> {
        Ok(Self { field, units: segment.inverted_index(field)? })
    }

    /// The units that have the query as a phrase, with what a score is multiplied by. The longer it is, the less it is a
    /// chance.
    pub(super) fn units(&self, query: &Query) -> Result<Vec<(DocId, f32)>, TantivyError> {
        let mut units = Vec::new();
        for locale in Locale::ALL {
            let Some(phrase) = Phrase::of_query(locale, query) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "at most three")]
            let [full, telling] = phrase.counts.map(|words| WORD * words.min(MOST_WORDS) as f32);
            for (text, worth) in [(&phrase.full, full), (&phrase.telling, telling * WITHOUT_SMALL)] {
                let Some(number) = number(text) else { continue };
                let entry = Entry::from_field_u64(self.field, number);
                let Some(mut postings) = self.units.read_postings(&entry, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    let unit = postings.doc();
                    if !units.iter().any(|(known, _)| *known == unit) {
                        units.push((unit, 1.0 + worth));
                    }
                    postings.advance();
                }
            }
        }
        units.sort_unstable_by_key(|(unit, _)| *unit);
        Ok(units)
    }
}
