//! Which units answer a query, and how well.
//!
//! A unit is scored as in BM25F: the places of a word in the fields of a unit are added up, each with the weight of its
//! field and less in a long one, *before* they are made into a score, so that a word is one piece of evidence however
//! many fields have it. Keys of one word are alternatives: the best counts.
//!
//! Beside the score stands how much of the *information* of the query a unit has; one that has too little of it is no
//! answer. A word tells more the fewer units have it, and one that no unit has tells the most: a chance word of a query
//! about something else is not enough. Where the index knows every word of a query, less of it is enough.
//!
//! Lists of places are read whole, one after another, into a table with a place for each unit: the time is bounded by the
//! lengths of the lists, whatever the query looks like. `docs/search.md` has the formulas and what was measured.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term as Entry};

use super::proximity::{self, List};
use super::query::{Key, Query, Term};
use super::schema::{EXACT, Fields, Layout, PARTS, part};
use super::stop::is_negation;
use super::whole::Phrases;
use crate::i18n::PerLocale;

/// How many places it takes until more of them hardly count.
const SATURATION: f32 = 5.0;
/// How much less a place counts in a long body, and in other long fields.
const SLOPE_BODY: f32 = 0.6;
const SLOPE: f32 = 0.35;
/// Small words count, but little.
const STOP: f32 = 0.15;
/// Those that ask count in titles and keywords alone: in a text they seldom ask.
const ASKING: f32 = 1.0;
/// What other keys of a word add to the best one.
const TIE: f32 = 0.12;
/// Share of the information of a query that an answer must have, and the least.
const NEED: f32 = 0.5;
const LEAST_NEED: f32 = 0.35;
/// How much less is needed for each word beyond the first that an answer surely has: two of them in one text are seldom a
/// chance. Verbs and adjectives stand in texts about anything.
const WORD: f32 = 0.1;
const SAID_WORD: f32 = 0.4;
/// How much less where the index knows the whole query: it is about this site, then, and people say a thing in more words
/// than a text has. It begins with the first of these shares and is all with the second.
const WHOLE: f32 = 0.2;
const KNOWN: [f32; 2] = [0.89, 0.96];
/// What verbs and adjectives tell of what a query is about, beside nouns; and those that no text has.
const SAID: f32 = 0.7;
const SAID_OTHERWISE: f32 = 0.6;
/// What a noun that no text has tells of it: the thing itself is not here.
const MISSING: f32 = 1.1;
/// What a sum tells of it: people ask of their own sums, and texts of any.
const SUM: f32 = 0.25;
/// How surely a text is about a word that stands in its body only, and about a number there.
const IN_BODY: f32 = 0.8;
const NUMBER: f32 = 0.4;
/// So surely is a word itself there, not another for it.
const SURELY: f32 = 0.7;
/// Texts that have a word so much as surely as another have it alike.
const ALIKE: f32 = 0.77;
/// So many of the best are looked at for words that stand together.
const LOOKED_AT: usize = 48;

/// Name of the field of words as they are in titles and keywords.
const AS_IT_IS: &str = "exact";

/// A field of the index, open.
pub(super) struct Shelf {
    pub(super) field: Field,
    pub(super) words: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// What a place is worth in a unit of this length; by the code of the length.
    worth: Vec<f32>,
    /// Words here are what the unit is about.
    telling: bool,
    /// What stands here says the same thing in many ways: a word that stands in all of them is hardly more than in one.
    variants: bool,
    /// It is known where in the field a word stands.
    placed: bool,
    name: &'static str,
}

/// The fields of a language, open.
struct Shelves {
    stems: Vec<Shelf>,
    exact: Shelf,
}

/// The whole index, open for scoring.
pub(super) struct Ranker {
    units: usize,
    shelves: PerLocale<Shelves>,
    phrases: Phrases,
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
    cells: Vec<Cell>,
    used: Vec<DocId>,
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

/// What a unit has of a whole query.
#[derive(Clone, Copy, Default)]
struct Total {
    score: f32,
    information: f32,
    /// Words that count and that it surely has; doubtful ones by parts.
    words: f32,
}

impl Shelf {
    fn open(
        segment: &SegmentReader,
        field: Field,
        name: &'static str,
        weight: f32,
        (body, placed): (bool, bool),
    ) -> Result<Self, TantivyError> {
        let words = segment.inverted_index(field)?;
        let lengths = segment.get_fieldnorms_reader(field)?;
        let (mut filled, mut sum) = (0_u32, 0_u64);
        for unit in 0..segment.max_doc() {
            let length = lengths.fieldnorm(unit);
            filled += u32::from(length > 0);
            sum += u64::from(length);
        }
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        let average = (sum as f32 / filled.max(1) as f32).max(1.0);
        let slope = if body { SLOPE_BODY } else { SLOPE };
        let worth = (0..=u8::MAX).map(|code| {
            #[expect(clippy::cast_precision_loss, reason = "lengths are small")]
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            weight / (1.0 - slope + slope * length / average)
        });
        Ok(Self {
            field,
            words,
            lengths,
            worth: worth.collect(),
            telling: !body,
            variants: name == PARTS[part::KEYWORDS].0 || name == AS_IT_IS,
            placed,
            name,
        })
    }
}

impl Shelves {
    fn open(segment: &SegmentReader, fields: &Fields) -> Result<Self, TantivyError> {
        let stems = PARTS.iter().enumerate().map(|(number, (name, weight))| {
            Shelf::open(segment, fields.stems[number], name, *weight, (number == part::BODY, true))
        });
        let exact = Shelf::open(segment, fields.exact, AS_IT_IS, EXACT, (false, false))?;
        Ok(Self { stems: stems.collect::<Result<_, _>>()?, exact })
    }

    /// Each field with what is looked up in it.
    fn with<'a, 'k>(&'a self, key: &'k Key) -> impl Iterator<Item = (&'a Shelf, &'k str)> {
        let exact = key.word.iter().map(|word| (&self.exact, word.as_str()));
        self.stems.iter().map(|shelf| (shelf, key.stem.as_str())).chain(exact)
    }
}

/// Where a word of a query was found in a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The word as typed.
    pub word: String,
    /// The key that was found.
    pub key: String,
    /// The field.
    pub field: &'static str,
    /// How often.
    pub times: u32,
}

impl Ranker {
    pub(super) fn new(layout: &Layout, segment: &SegmentReader) -> Result<Self, TantivyError> {
        let kk = Shelves::open(segment, &layout.fields[crate::i18n::Locale::Kk])?;
        let ru = Shelves::open(segment, &layout.fields[crate::i18n::Locale::Ru])?;
        let phrases = Phrases::open(segment, layout.whole)?;
        Ok(Self { units: segment.max_doc() as usize, shelves: PerLocale::new(kk, ru), phrases })
    }

    /// The units that have enough of the query, in no order.
    pub(super) fn rank(&self, query: &Query) -> Result<Vec<Scored>, TantivyError> {
        let mut board = Board { cells: vec![Cell::default(); self.units], used: Vec::new() };
        let mut totals = vec![Total::default(); self.units];
        let mut lists = Vec::new();
        let (mut asked, mut known, mut counted) = (0.0, 0.0, 0_u8);
        for term in &query.terms {
            self.find(term, counted, &mut board, &mut lists)?;
            let surest = board.surest();
            let information = self.information(board.alike(surest));
            // The root, so that one rare word does not outweigh two common ones.
            let (boost, told, weighed) = match (term.stop, term.thing) {
                (true, _) => (if term.asks { ASKING } else { STOP }, 0.0, 0.0),
                (false, true) if term.is_sum() => (1.0, information.sqrt() * SUM, SAID_WORD),
                (false, true) if term.keys.is_empty() => (1.0, information.sqrt() * MISSING, 1.0),
                (false, true) => (1.0, information.sqrt(), 1.0),
                (false, false) if term.keys.is_empty() => (1.0, information.sqrt() * SAID_OTHERWISE, SAID_WORD),
                (false, false) => (1.0, information.sqrt() * SAID, SAID_WORD),
            };
            counted += u8::from(placed(term));
            asked += told;
            known += told * surest;
            for unit in board.used.drain(..) {
                let cell = std::mem::take(&mut board.cells[unit as usize]);
                let total = &mut totals[unit as usize];
                total.score += boost * information * (cell.best + TIE * (cell.all - cell.best));
                total.information += told * cell.sure;
                total.words += if cell.sure >= SURELY { weighed * cell.sure } else { 0.0 };
            }
        }
        let enough =
            |total: &Total| total.information > 0.0 && total.information >= asked * needed(known / asked, total.words);
        let found = (0..).zip(totals).filter(|(_, total)| enough(total));
        let mut found: Vec<Scored> =
            found.map(|(unit, total)| Scored { unit, score: total.score, share: total.information / asked }).collect();
        let whole = self.phrases.units(query)?;
        for scored in &mut found {
            if let Ok(at) = whole.binary_search_by_key(&scored.unit, |(unit, _)| *unit) {
                scored.score *= whole[at].1;
            }
        }
        if counted > 1 {
            if found.len() > LOOKED_AT {
                found.select_nth_unstable_by(LOOKED_AT, |a, b| b.score.total_cmp(&a.score).then(a.unit.cmp(&b.unit)));
            }
            let best = found.len().min(LOOKED_AT);
            proximity::add(&lists, &mut found[..best])?;
        }
        Ok(found)
    }

    /// Where the words of a query stand in a unit.
    pub(super) fn evidence(&self, query: &Query, unit: DocId) -> Result<Vec<Evidence>, TantivyError> {
        let mut all = Vec::new();
        if self.phrases.units(query)?.iter().any(|(known, _)| *known == unit) {
            let words: Vec<&str> = query.terms.iter().map(|term| term.word.as_str()).collect();
            let word = words.first().copied().unwrap_or_default().to_owned();
            all.push(Evidence { word, key: words.join(" "), field: "whole", times: 1 });
        }
        for term in &query.terms {
            for key in &term.keys {
                for (shelf, word) in self.shelves[key.lang].with(key) {
                    let entry = Entry::from_field_text(shelf.field, word);
                    let Some(mut postings) = shelf.words.read_postings(&entry, IndexRecordOption::WithFreqs)? else {
                        continue;
                    };
                    if postings.doc() < unit {
                        postings.seek(unit);
                    }
                    if postings.doc() == unit {
                        let (word, key, times) = (term.word.clone(), word.to_owned(), postings.term_freq());
                        all.push(Evidence { word, key, field: shelf.name, times });
                    }
                }
            }
        }
        Ok(all)
    }

    /// How much a word tells that so many units have.
    fn information(&self, units: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a logarithm of it")]
        let (all, some) = (self.units as f32, units as f32);
        (1.0 + (all - some + 0.5) / (some + 0.5)).ln()
    }

    /// Reads all places of a word; `number` is its number among the words that count.
    fn find<'a>(
        &'a self,
        term: &Term,
        number: u8,
        board: &mut Board,
        lists: &mut Vec<List<'a>>,
    ) -> Result<(), TantivyError> {
        let mut read: Vec<DocId> = Vec::new();
        for key in &term.keys {
            let shelves = self.shelves[key.lang].with(key).filter(|(shelf, _)| shelf.telling || !term.asks);
            for (shelf, word) in shelves {
                let Some(entry) = shelf.words.get_term_info(&Entry::from_field_text(shelf.field, word))? else {
                    continue;
                };
                board.read(shelf, &entry, &mut read)?;
                if placed(term) && shelf.placed {
                    lists.push(List { term: number, shelf, entry });
                }
            }
            for unit in read.drain(..) {
                board.close(unit, key, &term.word);
            }
        }
        Ok(())
    }
}

/// Whether it matters where a word stands: «код не пришёл» is not «код пришёл».
fn placed(term: &Term) -> bool {
    !term.stop || term.keys.iter().any(|key| key.word.as_deref().is_some_and(is_negation))
}

/// Share of the information of a query that an answer must have, by the share of it that the index knows and the words
/// that the answer has.
fn needed(known: f32, words: f32) -> f32 {
    let [from, to] = KNOWN;
    let whole = ((known - from) / (to - from)).clamp(0.0, 1.0);
    (NEED - WORD * (words - 1.0).max(0.0) - WHOLE * whole).max(LEAST_NEED)
}

impl Board {
    /// How many units have the word about as surely as the surest. Those that have another word for it make it no commoner.
    fn alike(&self, surest: f32) -> usize {
        self.used.iter().filter(|unit| self.cells[**unit as usize].sure >= ALIKE * surest).count()
    }

    /// How surely the word just read is in the unit that has it most surely.
    fn surest(&self) -> f32 {
        self.used.iter().map(|unit| self.cells[*unit as usize].sure).fold(0.0, f32::max)
    }

    fn read(&mut self, from: &Shelf, term: &TermInfo, found: &mut Vec<DocId>) -> Result<(), TantivyError> {
        let mut postings = from.words.read_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?;
        let mut unit = postings.doc();
        while unit != TERMINATED {
            let cell = &mut self.cells[unit as usize];
            if cell.places == 0.0 {
                found.push(unit);
            }
            #[expect(clippy::cast_precision_loss, reason = "places in one unit")]
            let many = postings.term_freq() as f32;
            let many = if from.variants { many.sqrt() } else { many };
            cell.places += many * from.worth[usize::from(from.lengths.fieldnorm_id(unit))];
            cell.telling |= from.telling;
            unit = postings.advance();
        }
        Ok(())
    }

    /// All fields of a key have been read.
    fn close(&mut self, unit: DocId, key: &Key, typed: &str) {
        let cell = &mut self.cells[unit as usize];
        let score = key.weight * cell.places / (cell.places + SATURATION);
        if cell.all == 0.0 {
            self.used.push(unit);
        }
        cell.all += score;
        cell.best = cell.best.max(score);
        // «2» is found as «два» too, and says no more by that.
        let number = typed.bytes().all(|byte| byte.is_ascii_digit());
        let place = match (number, cell.telling) {
            // Short numbers stand everywhere, others in tables and dates.
            (true, telling) if !telling || typed.len() < 3 => NUMBER,
            (_, true) => 1.0,
            (_, false) => IN_BODY,
        };
        // Half of the doubt about a key is doubt about its rank only.
        cell.sure = cell.sure.max(key.weight.sqrt() * place);
        (cell.places, cell.telling) = (0.0, false);
    }
}
