//! Which units answer a query, and how well.
//!
//! A unit is scored as in BM25F: the places of a word in the fields of a unit are added up, each with the weight of its
//! field and less in a long one, *before* they are made into a score, so that a word is one piece of evidence however
//! many fields have it. Keys of one word are alternatives: the best counts.
//!
//! Beside the score stands how much of the *information* of the query a unit has. Information is what is known from the
//! theory of it: a word that few units have tells more. A word that no unit has counts too, so one chance word of a
//! query about something else is not enough.
//!
//! Lists of places are read whole, one after another, into a table with a place for each unit: the time is bounded by the
//! lengths of the lists, whatever the query looks like.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};

use super::query::{Key, Query, Term};
use super::schema::{EXACT_TEXT, EXACT_TITLE, Layout, PARTS, part};
use crate::i18n::PerLocale;

pub(super) fn tune(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// A field of the index, open.
struct Shelf {
    words: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// What a place is worth in a unit of this length; by the code of the length.
    worth: Vec<f32>,
    /// The field is about the whole unit: a word there is what the unit is about.
    telling: bool,
}

impl Shelf {
    fn open(segment: &SegmentReader, field: Field, weight: f32, part: Option<usize>) -> Result<Self, TantivyError> {
        let words = segment.inverted_index(field)?;
        let lengths = segment.get_fieldnorms_reader(field)?;
        let (mut units, mut places) = (0_u32, 0_u64);
        for doc in 0..segment.max_doc() {
            let length = lengths.fieldnorm(doc);
            units += u32::from(length > 0);
            places += u64::from(length);
        }
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        let average = places as f32 / units.max(1) as f32;
        let slope = match part {
            Some(part::BODY) => tune("B_BODY", 0.6),
            _ => tune("B_TITLE", 0.35),
        };
        let worth = (0..=u8::MAX).map(|code| {
            #[expect(clippy::cast_precision_loss, reason = "lengths are small")]
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            weight / (1.0 - slope + slope * length / average.max(1.0))
        });
        let telling = part != Some(part::BODY);
        Ok(Self { words, lengths, worth: worth.collect(), telling })
    }
}

/// The fields of a language, open.
struct Shelves {
    stems: Vec<(Field, Shelf)>,
    exact: Vec<(Field, Shelf)>,
}

/// The whole index, open for scoring.
pub(super) struct Ranker {
    units: usize,
    shelves: PerLocale<Shelves>,
}

/// A unit that answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) unit: DocId,
    pub(super) score: f32,
    /// Share of the query's information that it has, from 0 to 1.
    pub(super) share: f32,
}

/// A table with a place for each unit, and which of them are in use.
struct Board {
    values: Vec<Cell>,
    touched: Vec<DocId>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// Places of the key being read.
    places: f32,
    telling: bool,
    /// The best key of the word, and all of them.
    best: f32,
    all: f32,
    /// How surely the word is there.
    sure: f32,
}

impl Ranker {
    pub(super) fn new(layout: &Layout, segment: &SegmentReader) -> Result<Self, TantivyError> {
        let shelves = |fields: &super::schema::Fields| -> Result<Shelves, TantivyError> {
            let mut stems = Vec::with_capacity(PARTS.len());
            for (number, (name, weight)) in PARTS.iter().enumerate() {
                let field = fields.stems[number];
                stems.push((field, Shelf::open(segment, field, tune(&format!("W_{name}"), *weight), Some(number))?));
            }
            let title = Shelf::open(segment, fields.exact_title, tune("W_ET", EXACT_TITLE), None)?;
            let text = Shelf::open(segment, fields.exact_text, tune("W_EX", EXACT_TEXT), Some(part::BODY))?;
            Ok(Shelves { stems, exact: vec![(fields.exact_title, title), (fields.exact_text, text)] })
        };
        let mut open = Vec::with_capacity(2);
        for (_, fields) in layout.fields.iter() {
            open.push(shelves(fields)?);
        }
        let (Some(ru), Some(kk)) = (open.pop(), open.pop()) else { unreachable!("two languages") };
        Ok(Self { units: segment.max_doc() as usize, shelves: PerLocale::new(kk, ru) })
    }

    /// The units that have enough of the query, in the order of the index.
    pub(super) fn rank(&self, query: &Query) -> Result<Vec<Scored>, TantivyError> {
        let mut board = Board { values: vec![Cell::default(); self.units], touched: Vec::new() };
        let mut totals = vec![(0.0_f32, 0.0_f32); self.units];
        let mut asked = 0.0;
        for term in &query.terms {
            if term.keys.is_empty() {
                if !term.stop {
                    asked += self.information(0).powf(tune("POW", 0.5)) * tune("UNKNOWN", 1.0) * said(term);
                }
                continue;
            }
            self.find(term, &mut board)?;
            let information = self.information(board.touched.len());
            if !term.stop {
                asked += said(term) * information.powf(tune("POW", 0.5));
            }
            let boost = if term.stop { tune("STOP", 0.15) } else { 1.0 };
            for unit in board.touched.drain(..) {
                let cell = std::mem::take(&mut board.values[unit as usize]);
                let total = &mut totals[unit as usize];
                total.0 += boost * information * (cell.best + tune("TIE", 0.12) * (cell.all - cell.best));
                if !term.stop {
                    total.1 += said(term) * information.powf(tune("POW", 0.5)) * cell.sure;
                }
            }
        }
        let need = tune("NEED", 0.5);
        let found = (0..).zip(totals).filter(|(_, (_, sure))| *sure > 0.0 && *sure >= need * asked);
        Ok(found.map(|(unit, (score, sure))| Scored { unit, score, share: sure / asked }).collect())
    }

    /// How much a word tells that so many units have.
    fn information(&self, units: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a logarithm of it")]
        let (all, some) = (self.units as f32, units as f32);
        (1.0 + (all - some + 0.5) / (some + 0.5)).ln()
    }

    /// Reads all places of a word.
    fn find(&self, term: &Term, board: &mut Board) -> Result<(), TantivyError> {
        let mut read: Vec<DocId> = Vec::new();
        for key in &term.keys {
            let shelves = &self.shelves[key.lang];
            for (field, shelf) in &shelves.stems {
                board.read(*field, shelf, &key.stem, &mut read)?;
            }
            if let Some(word) = &key.word {
                for (field, shelf) in &shelves.exact {
                    board.read(*field, shelf, word, &mut read)?;
                }
            }
            for unit in read.drain(..) {
                board.close(unit, key);
            }
        }
        Ok(())
    }
}

impl Board {
    fn read(&mut self, field: Field, shelf: &Shelf, word: &str, read: &mut Vec<DocId>) -> Result<(), TantivyError> {
        let entry = Entry::from_field_text(field, word);
        let Some(mut postings) = shelf.words.read_postings(&entry, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        let mut unit = postings.doc();
        while unit != TERMINATED {
            let cell = &mut self.values[unit as usize];
            if cell.places == 0.0 {
                read.push(unit);
            }
            #[expect(clippy::cast_precision_loss, reason = "places in one unit")]
            let many = postings.term_freq() as f32;
            cell.places += many * shelf.worth[usize::from(shelf.lengths.fieldnorm_id(unit))];
            cell.telling |= shelf.telling;
            unit = postings.advance();
        }
        Ok(())
    }

    /// All fields of a key have been read.
    fn close(&mut self, unit: DocId, key: &Key) {
        let cell = &mut self.values[unit as usize];
        let score = key.weight * cell.places / (cell.places + tune("K1", 5.0));
        if cell.all == 0.0 {
            self.touched.push(unit);
        }
        cell.all += score;
        cell.best = cell.best.max(score);
        let place = if cell.telling { 1.0 } else { tune("BODY", 0.8) };
        cell.sure = cell.sure.max(key.weight.powf(tune("SURE", 0.5)) * place);
        (cell.places, cell.telling) = (0.0, false);
    }
}

fn said(term: &Term) -> f32 { if term.thing { 1.0 } else { tune("SAID", 0.6) } }
