//! Reads the texts of an index: cuts them into words, counts the words and remembers their stems.
//!
//! Of some millions of words in a large site some ten thousands are different: what is to be done about a spelling is
//! found out once.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::tokens::Words;
use super::vocabulary::Vocabulary;
use super::words::{Span, spans, stem};
use crate::i18n::Locale;

/// The words of a language.
pub(super) struct Counter {
    locale: Locale,
    /// What a spelling says, as a part of `said`; those of words and of numbers.
    spellings: [FxHashMap<String, Range<usize>>; 2],
    /// Positions in `words`.
    said: Vec<usize>,
    words: Vec<Counted>,
    /// Positions in `words`.
    known: FxHashMap<String, usize>,
}

struct Counted {
    word: String,
    stem: String,
    count: u32,
}

impl Counter {
    pub(super) fn new(locale: Locale) -> Self {
        Self { locale, spellings: Default::default(), said: Vec::new(), words: Vec::new(), known: FxHashMap::default() }
    }

    /// Adds the words of a composed text to those of fields: their stems, and themselves.
    pub(super) fn read(&mut self, text: &str, stems: &mut Words, exact: &mut Words) {
        for span in spans(text) {
            let said = match self.spellings[usize::from(span.number)].get(span.text) {
                Some(said) => said.clone(),
                None => self.learn(span),
            };
            for (number, at) in self.said[said].iter().enumerate() {
                let word = &mut self.words[*at];
                word.count += 1;
                if number == 0 {
                    stems.next(&word.stem);
                } else {
                    stems.same(&word.stem);
                }
                exact.next(&word.word);
            }
        }
    }

    /// What a spelling says: a word, or of a number with points its parts and itself.
    fn learn(&mut self, span: Span<'_>) -> Range<usize> {
        let word = span.read();
        let begin = self.said.len();
        if word.contains('.') {
            for part in word.split('.') {
                let at = self.word(part);
                self.said.push(at);
            }
        }
        if !word.is_empty() {
            let at = self.word(&word);
            self.said.push(at);
        }
        let said = begin..self.said.len();
        self.spellings[usize::from(span.number)].insert(span.text.to_owned(), said.clone());
        said
    }

    fn word(&mut self, word: &str) -> usize {
        if let Some(at) = self.known.get(word) {
            return *at;
        }
        let at = self.words.len();
        self.known.insert(word.to_owned(), at);
        self.words.push(Counted { word: word.to_owned(), stem: stem(self.locale, word), count: 0 });
        at
    }

    /// All words with their stems.
    pub(super) fn finish(self) -> Vocabulary {
        let words = self.words.into_iter().filter(|word| word.count > 0);
        Vocabulary::new(self.locale, words.map(|word| (word.word, word.stem, word.count)))
    }
}
