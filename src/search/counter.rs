//! Reads the texts of an index: cuts them into words, counts the words and remembers their stems.
//!
//! Of some millions of words in a large site some ten thousands are different: what is to be done about a spelling is
//! found out once, and what fields get of it is kept ready.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::stop::is_stop;
use super::tokens::Words;
use super::words::{Span, fold, spans, stem};
use crate::i18n::Locale;

/// The words of a language.
pub(super) struct Counter {
    locale: Locale,
    /// What spellings say, by [`key`].
    spellings: FxHashMap<u64, Spelling>,
    /// Of each spelling the letters, and what fields get of it: side by side, for they are read together.
    written: String,
    /// By number of the spelling: how often it was met, and the words it says. The last is the word as it stands.
    met: Vec<(u32, Box<[u32]>)>,
    words: Vec<Known>,
    /// Numbers of words.
    known: FxHashMap<String, u32>,
}

/// A spelling says a word; that of a number with points says its parts and itself. These are the places where its parts of
/// `written` begin, and the end of the last.
#[derive(Clone, Copy)]
struct Spelling {
    letters: u32,
    stems: u32,
    exact: u32,
    end: u32,
    number: u32,
}

/// A word that was met.
pub(super) struct Known {
    pub(super) word: String,
    pub(super) stem: String,
    /// Word and stem without Kazakh letters.
    pub(super) folded: String,
    pub(super) folded_stem: String,
    /// It says nothing of what is looked for.
    pub(super) small: bool,
}

impl Counter {
    pub(super) fn new(locale: Locale) -> Self {
        Self {
            locale,
            spellings: FxHashMap::default(),
            written: String::new(),
            met: Vec::new(),
            words: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    /// Adds the words of a composed text to those of fields, their stems and, where they are wanted, themselves, and
    /// counts them.
    pub(super) fn read(&mut self, text: &str, stems: &mut Words, mut exact: Option<&mut Words>) {
        for span in spans(text) {
            let spelling = self.spelling(span);
            self.met[spelling.number as usize].0 += 1;
            stems.add(self.part(spelling.stems, spelling.exact));
            if let Some(exact) = &mut exact {
                exact.add(self.part(spelling.exact, spelling.end));
            }
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

    fn part(&self, begin: u32, end: u32) -> &str {
        &self.written[begin as usize..end as usize]
    }

    fn spelling(&mut self, span: Span<'_>) -> Spelling {
        let key = key(span);
        match self.spellings.get(&key) {
            // Of two spellings with one key, should there ever be any, the last is remembered.
            Some(known) if self.part(known.letters, known.stems) == span.text => *known,
            _ => self.learn(span, key),
        }
    }

    fn learn(&mut self, span: Span<'_>, key: u64) -> Spelling {
        let word = span.read();
        let parts = word.split('.').filter(|_| word.contains('.'));
        let itself = Some(word.as_str()).filter(|word| !word.is_empty());
        let said: Box<[u32]> = parts.chain(itself).map(|word| self.number(word)).collect();
        let (mut stems, mut exact) = (Words::default(), Words::default());
        for (at, number) in said.iter().enumerate() {
            let Known { word, stem, .. } = &self.words[*number as usize];
            if at == 0 {
                stems.next(stem);
            } else {
                stems.same(stem);
            }
            exact.next(word);
        }
        let [letters, stems, exact] = [span.text, stems.written(), exact.written()].map(|part| {
            let begin = short(self.written.len());
            self.written.push_str(part);
            begin
        });
        let spelling =
            Spelling { letters, stems, exact, end: short(self.written.len()), number: short(self.met.len()) };
        self.met.push((0, said));
        self.spellings.insert(key, spelling);
        spelling
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.known.get(word) {
            return *number;
        }
        let number = short(self.words.len());
        self.known.insert(word.to_owned(), number);
        let (word, stem) = (word.to_owned(), stem(self.locale, word));
        let (folded, folded_stem, small) = (fold(&word), fold(&stem), is_stop(&word));
        self.words.push(Known { word, stem, folded, folded_stem, small });
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

/// The key of a spelling; the same letters are another one as a number.
fn key(span: Span<'_>) -> u64 {
    xxh3_64(span.text.as_bytes()) ^ u64::from(span.number)
}

/// No site has so many words.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_counted_as_one() {
        let mut counter = Counter::new(Locale::Ru);
        let (mut stems, mut exact) = (Words::default(), Words::default());
        for text in ["Счёт, счет и СЧЕТ", "18.08 счёт"] {
            counter.read(text, &mut stems, Some(&mut exact));
        }
        let named = counter.cut("Счёт 18.08 новый");
        let named: Vec<&str> = named.iter().map(|number| counter.word(*number).word.as_str()).collect();
        assert_eq!(named, ["счет", "18.08", "новый"]);
        let words = counter.finish();
        let counts: Vec<(&str, u32)> = words.iter().map(|(word, _, count)| (word.as_str(), *count)).collect();
        assert_eq!(counts, [("08", 1), ("18", 1), ("18.08", 1), ("и", 1), ("счет", 4)]);
        assert_eq!(exact.written(), "\nсчет\nсчет\nи\nсчет\n18\n08\n18.08\nсчет");
    }
}
