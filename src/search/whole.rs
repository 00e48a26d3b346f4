//! A query that is a title or a keyword as it stands, small words and all: «не могу войти». An editor who wrote it there
//! meant this page. Kazakh letters may be missing.

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};

use super::query::Query;
use super::words::{fold, words};

/// What each word of it adds to a score, as a share of it; of long ones only the first words.
const WORD: f32 = 0.3;
const MOST_WORDS: usize = 3;

/// The phrases of an index.
pub(super) struct Phrases {
    field: Field,
    units: Arc<InvertedIndexReader>,
}

/// A composed title or keyword as it stands in the index.
pub(super) fn of_text(text: &str) -> String {
    of(words(text).iter().map(|word| word.text.as_str()))
}

/// The query as it would stand there.
pub(super) fn of_query(query: &Query) -> String {
    of(query.terms.iter().map(|term| term.word.as_str()))
}

fn of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(fold).collect::<Vec<_>>().join(" ")
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
        let entry = Entry::from_field_text(self.field, phrase);
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
