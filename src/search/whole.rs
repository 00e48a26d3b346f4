//! A query that is a title or a keyword: «не могу войти». An editor who wrote it there meant this page. The order of the
//! words does not matter, nor their forms; small words are part of it, and where they are not the same it is less.

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};

use super::mend::small_word;
use super::query::{Query, Term};
use super::stop::is_stop;
use super::words::{fold, stem, words};
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
    fn new(mut keys: Vec<(String, bool)>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let join = |all: &mut dyn Iterator<Item = &str>| all.collect::<Vec<_>>().join(" ");
        let telling: Vec<&str> = keys.iter().filter(|(_, small)| !small).map(|(key, _)| key.as_str()).collect();
        let counts = [keys.len(), telling.len()];
        let marked = if telling.is_empty() { String::new() } else { format!("{TELLING}{}", telling.join(" ")) };
        Self { full: join(&mut keys.iter().map(|(key, _)| key.as_str())), telling: marked, counts }
    }

    /// A composed title or keyword.
    pub(super) fn of_text(locale: Locale, text: &str) -> Self {
        let key = |word: &str| if is_stop(word) { (fold(word), true) } else { (fold(&stem(locale, word)), false) };
        Self::new(words(text).iter().map(|word| key(&word.text)).collect())
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
        query.terms.iter().map(key).collect::<Option<_>>().map(Self::new)
    }
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
                let entry = Entry::from_field_text(self.field, text);
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
