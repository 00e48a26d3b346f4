//! A query that is a title or a keyword as it stands, small words and all: «не могу войти». An editor who wrote it there
//! meant this page. Kazakh letters may be missing.

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};
use xxhash_rust::xxh3::xxh3_64;

use super::query::Query;
use super::words::fold;

/// What each word of it adds to a score, as a share of it; of long ones only the first words.
const WORD: f32 = 0.3;
const MOST_WORDS: usize = 3;

/// The phrases of an index.
pub(super) struct Phrases {
    field: Field,
    units: Arc<InvertedIndexReader>,
}

/// A title or keyword of these words, folded, as it stands in the index; none without words.
pub(super) fn of_words<'a>(folded: impl Iterator<Item = &'a str>) -> Option<u64> {
    let phrase = joined(folded);
    (!phrase.is_empty()).then(|| number(&phrase))
}

/// The query as a phrase.
pub(super) fn of_query(query: &Query) -> String {
    let folded: Vec<String> = query.terms.iter().map(|term| fold(&term.word)).collect();
    joined(folded.iter().map(String::as_str))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut phrase = String::new();
    for word in words {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    phrase
}

/// The index keeps a number for each phrase: long titles, of which hardly two are alike, would fill its dictionary.
fn number(phrase: &str) -> u64 {
    xxh3_64(phrase.as_bytes())
}

/// What a score is multiplied by where the phrase stands. The longer it is, the less it is a chance.
pub(super) fn worth(phrase: &str) -> f32 {
    phrase.split(' ').take(MOST_WORDS).fold(1.0, |worth, _| worth + WORD)
}

impl Phrases {
    pub(super) fn open(segment: &SegmentReader, field: Field) -> Result<Self, TantivyError> {
        Ok(Self { field, units: segment.inverted_index(field)? })
    }

    /// The units that have a phrase, in order.
    pub(super) fn units(&self, phrase: &str) -> Result<Vec<DocId>, TantivyError> {
        let entry = Entry::from_field_u64(self.field, number(phrase));
        let mut units = Vec::new();
        if let Some(mut postings) = self.units.read_postings(&entry, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                units.push(postings.doc());
                postings.advance();
            }
        }
        Ok(units)
    }
}
