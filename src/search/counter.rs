//! Reads the texts of an index: cuts them into words, counts the words and remembers their stems.
//!
//! Of some millions of words in a large site some ten thousands are different: what is to be done about a spelling is
//! found out once, and what fields get of it is kept ready.

use rustc_hash::FxHashMap;

use super::tokens::{Piece, Words};
use super::words::{Span, fold, spans, stem};
use crate::i18n::Locale;

/// The words of a language.
pub(super) struct Counter {
    locale: Locale,
    /// What spellings say; those of words and of numbers.
    spellings: [FxHashMap<Box<str>, Spelling>; 2],
    /// What fields get of spellings.
    written: Words,
    /// By number of the spelling: how often it was met, and the words it says. The last is the word as it stands.
    met: Vec<(u32, Box<[u32]>)>,
    words: Vec<Known>,
    /// Numbers of words.
    known: FxHashMap<String, u32>,
}

/// What a spelling says: a word, or of a number with points its parts and itself.
#[derive(Clone, Copy)]
struct Spelling {
    stems: Piece,
    exact: Piece,
    number: u32,
}

/// A word that was met.
pub(super) struct Known {
    pub(super) word: String,
    pub(super) stem: String,
    /// The word without Kazakh letters.
    pub(super) folded: String,
}

impl Counter {
    pub(super) fn new(locale: Locale) -> Self {
        Self {
            locale,
            spellings: Default::default(),
            written: Words::default(),
            met: Vec::new(),
            words: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    /// Adds the words of a composed text to those of fields, their stems and themselves, and counts them.
    pub(super) fn read(&mut self, text: &str, stems: &mut Words, exact: &mut Words) {
        for span in spans(text) {
            let spelling = self.spelling(span);
            self.met[spelling.number as usize].0 += 1;
            stems.add(&self.written, spelling.stems);
            exact.add(&self.written, spelling.exact);
        }
    }

    /// The words of a composed text as they stand, by their numbers; they are not counted.
    pub(super) fn cut(&mut self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for span in spans(text) {
            let spelling = self.spelling(span);
            found.extend(self.met[spelling.number as usize].1.last());
        }
        found
    }

    /// The word with this number.
    pub(super) fn word(&self, number: u32) -> &Known {
        &self.words[number as usize]
    }

    fn spelling(&mut self, span: Span<'_>) -> Spelling {
        match self.spellings[usize::from(span.number)].get(span.text) {
            Some(spelling) => *spelling,
            None => self.learn(span),
        }
    }

    fn learn(&mut self, span: Span<'_>) -> Spelling {
        let word = span.read();
        let parts = word.split('.').filter(|_| word.contains('.'));
        let itself = Some(word.as_str()).filter(|word| !word.is_empty());
        let said: Box<[u32]> = parts.chain(itself).map(|word| self.number(word)).collect();
        let stems = self.written.piece(|written| {
            for (at, number) in said.iter().enumerate() {
                let stem = &self.words[*number as usize].stem;
                if at == 0 { written.next(stem) } else { written.same(stem) }
            }
        });
        let exact = self.written.piece(|written| {
            said.iter().for_each(|number| written.next(&self.words[*number as usize].word));
        });
        let spelling = Spelling { stems, exact, number: short(self.met.len()) };
        self.met.push((0, said));
        self.spellings[usize::from(span.number)].insert(span.text.into(), spelling);
        spelling
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.known.get(word) {
            return *number;
        }
        let number = short(self.words.len());
        self.known.insert(word.to_owned(), number);
        self.words.push(Known { word: word.to_owned(), stem: stem(self.locale, word), folded: fold(word) });
        number
    }

    /// All words in order, with their stems and how often they were met.
    pub(super) fn finish(self) -> Vec<(String, String, u32)> {
        let mut counts = vec![0; self.words.len()];
        for (count, said) in &self.met {
            said.iter().for_each(|number| counts[*number as usize] += count);
        }
        let words = self.words.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        let mut all: Vec<_> = words.map(|(known, count)| (known.word, known.stem, count)).collect();
        all.sort_unstable();
        all
    }
}

/// No site has so many words.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
