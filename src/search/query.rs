//! What a person typed, read by ourselves: no character of it is an operator. Every word gets the keys under which the
//! index may know it, each with a weight: as typed, without Kazakh letters, in Latin spelling, on another keyboard, begun,
//! joined, with typing errors. The dearer ways are tried only for words the cheaper ones do not find.

use serde::Serialize;

use super::mend::small_word;
use super::spellings::{to_cyrillic_keys, to_kazakh_keys, to_latin_keys};
use super::stop::{asking, is_helping, is_stop};
use super::synonyms::Synonyms;
use super::topic::{has_kazakh_letters, names_a_thing};
use super::vocabulary::Vocabulary;
use super::words::{compose, fold, is_cyrillic, stem, unfold, words};
use crate::i18n::{Locale, PerLocale};

/// Longest query, in code points.
pub const LONGEST: usize = 200;
/// Most words of a query.
pub const MOST_TERMS: usize = 16;
/// Queries of more words that count are long.
const MANY_WORDS: usize = 10;
/// What another word that asks for the same counts.
const OTHER_ASKING: f32 = 0.8;
/// What another word of its family counts.
pub(super) const FAMILY: f32 = 0.5;
/// Most keys of one word.
pub(super) const MOST_KEYS: usize = 12;

/// Why a query is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// No letter and no digit in it.
    #[error("the query is empty")]
    Empty,
    /// Over [`LONGEST`].
    #[error("the query is longer than {LONGEST} characters")]
    TooLong,
    /// Over [`MOST_TERMS`].
    #[error("the query has more than {MOST_TERMS} words")]
    TooManyTerms,
}

impl QueryError {
    /// A name that never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "query-empty",
            Self::TooLong => "query-too-long",
            Self::TooManyTerms => "query-too-many-words",
        }
    }
}

/// How a key was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The stem of the word as typed.
    Stem,
    /// Kazakh letters were missing.
    Folded,
    /// Two words written as one or one as two.
    Joined,
    /// Another word for it.
    Synonym,
    /// Another word of its family.
    Family,
    /// Latin spelling.
    Latin,
    /// The keys of the other keyboard.
    Keyboard,
    /// The word was only begun.
    Prefix,
    /// Typing errors.
    Fuzzy,
}

/// A key under which the index knows a word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Key {
    /// Language.
    pub lang: Locale,
    /// Stem.
    pub stem: String,
    /// The word itself, where the index has it as it was typed or meant.
    pub word: Option<String>,
    /// How it was come by.
    pub way: Way,
    /// What it counts.
    pub weight: f32,
}

/// A word of the query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// As read.
    pub word: String,
    /// It says nothing by itself.
    pub stop: bool,
    /// It is a small word that asks: «когда».
    pub asks: bool,
    /// It names a thing; other words say something of one.
    pub thing: bool,
    /// Its keys; none when the index does not know it.
    pub keys: Vec<Key>,
}

/// A query as it is understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Query {
    /// Words.
    pub terms: Vec<Term>,
    /// What was probably meant, where that is not what was typed.
    pub meant: Option<String>,
}

/// What a query is read with.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Words of the index.
    pub vocabularies: &'a PerLocale<Vocabulary>,
    /// Synonyms.
    pub synonyms: &'a Synonyms,
}

impl Reader<'_> {
    /// Reads a query.
    ///
    /// # Errors
    /// It is empty or over a limit.
    pub fn read(&self, text: &str) -> Result<Query, QueryError> {
        if text.chars().count() > LONGEST {
            return Err(QueryError::TooLong);
        }
        let text = compose(text);
        let typed: Vec<String> = words(&text).into_iter().map(|word| word.text).collect();
        if typed.is_empty() && !text.chars().any(|c| !c.is_whitespace()) {
            return Err(QueryError::Empty);
        }
        if typed.len() > MOST_TERMS {
            return Err(QueryError::TooManyTerms);
        }
        let mut terms = self.terms(typed);
        let mut meant = None;
        if known(&terms) < wanted(&terms) {
            let keyboards = self.other_keyboard(&text, &terms);
            if let Some((words, found)) = keyboards {
                meant = Some(words);
                terms = found;
            }
        }
        if terms.is_empty() {
            return Err(QueryError::Empty);
        }
        self.mend(&mut terms, &mut meant);
        spare(&mut terms);
        tell_things(&mut terms);
        Ok(Query { terms, meant })
    }

    fn terms(&self, typed: Vec<String>) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::with_capacity(typed.len());
        for word in typed {
            if terms.iter().any(|term| term.word == word) {
                continue;
            }
            let mut keys = self.direct(&word);
            let small = if keys.is_empty() || is_stop(&word) { small_word(&word) } else { None };
            let helps = |before: &Term| {
                let kazakh = keys.iter().filter(|key| key.lang == Locale::Kk);
                kazakh.take(1).any(|key| is_helping(&before.word, &key.stem))
            };
            let mut asks = false;
            let stop = small.is_some() || terms.last().is_some_and(helps);
            if let Some(small) = small {
                if keys.is_empty() {
                    keys = self.direct(&small);
                }
                // What hardly counts is not worth the reading of more lists.
                keys.retain(|key| matches!(key.way, Way::Stem | Way::Folded));
                asks = self.ask(&small, &mut keys);
            }
            terms.push(Term { stop, asks, thing: true, word, keys });
        }
        self.join(&mut terms);
        // A query of nothing but small words is about them.
        if terms.iter().all(|term| term.stop) {
            for term in &mut terms {
                term.stop = !is_stop(&term.word);
            }
        }
        terms
    }

    /// Adds the words that ask for the same as a small word; whether it asks.
    fn ask(&self, small: &str, keys: &mut Vec<Key>) -> bool {
        let mut asks = false;
        for word in asking(small) {
            asks = true;
            for locale in Locale::ALL {
                let stem = stem(locale, word);
                if self.vocabularies[locale].stem_count(&stem) > 0 {
                    push(keys, Key { lang: locale, stem, word: None, way: Way::Synonym, weight: OTHER_ASKING });
                }
            }
        }
        asks
    }

    /// The keys of a word spelled as it is, but for Kazakh letters.
    pub(super) fn direct(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        for locale in Locale::ALL {
            let vocabulary = &self.vocabularies[locale];
            let own = stem(locale, word);
            // A single letter left of a longer word is a chance.
            let letter = own.len() <= 2 && own.len() < word.len();
            if vocabulary.stem_count(&own) > 0 && !letter {
                let exact = (vocabulary.count(word) > 0).then(|| word.to_owned());
                push(&mut keys, Key { lang: locale, stem: own.clone(), word: exact, way: Way::Stem, weight: 1.0 });
            }
            for (other, weight) in self.synonyms.of(locale, &own) {
                if vocabulary.stem_count(other) > 0 {
                    let stem = other.to_owned();
                    push(&mut keys, Key { lang: locale, stem, word: None, way: Way::Synonym, weight });
                }
            }
            self.folded(locale, word, 0.8, Way::Folded, &mut keys);
        }
        for locale in Locale::ALL {
            let (vocabulary, own) = (&self.vocabularies[locale], stem(locale, word));
            for other in vocabulary.family(locale, &own).iter().filter(|other| **other != own) {
                push(
                    &mut keys,
                    Key { lang: locale, stem: other.clone(), word: None, way: Way::Family, weight: FAMILY },
                );
            }
        }
        keys
    }

    pub(super) fn folded(&self, locale: Locale, word: &str, weight: f32, way: Way, keys: &mut Vec<Key>) {
        let vocabulary = &self.vocabularies[locale];
        let folded = fold(word);
        for entry in vocabulary.same_folded(&folded).filter(|entry| entry.word != word) {
            let (stem, word) = (entry.stem.clone(), Some(entry.word.clone()));
            push(keys, Key { lang: locale, stem, word, way, weight });
        }
        if locale != Locale::Kk || keys.iter().any(|key| key.lang == Locale::Kk) || folded != word {
            return;
        }
        let mut candidates: Vec<String> = Vec::new();
        for variant in unfold(word) {
            let stem = stem(locale, &variant);
            if vocabulary.stem_count(&stem) > 0 {
                candidates.push(stem);
            }
        }
        candidates.extend(vocabulary.same_folded_stem(&fold(&stem(locale, word))).iter().cloned());
        for stem in candidates.into_iter().filter(|stem| stem.chars().count() > 2) {
            push(keys, Key { lang: locale, stem, word: None, way, weight: weight * 0.9 });
        }
    }

    /// «құпия сөз» for «құпиясөз», «от чество» for «отчество», «не верный» for «неверный».
    fn join(&self, terms: &mut [Term]) {
        for at in 1..terms.len() {
            if terms[at].stop {
                continue;
            }
            let joined = format!("{}{}", terms[at - 1].word, terms[at].word);
            for locale in Locale::ALL {
                let vocabulary = &self.vocabularies[locale];
                let stem = stem(locale, &joined);
                // «код коды»: not joined, but said twice.
                let part = |term: &Term| term.keys.iter().any(|key| key.stem == stem && key.way == Way::Stem);
                let pair = &mut terms[at - 1..=at];
                let twice = pair.iter().any(part) && pair.iter().all(|term| !term.keys.is_empty());
                if stem.chars().count() < 4 || vocabulary.stem_count(&stem) == 0 || twice {
                    continue;
                }
                let word = (vocabulary.count(&joined) > 0).then(|| joined.clone());
                for term in pair {
                    let key =
                        Key { lang: locale, stem: stem.clone(), word: word.clone(), way: Way::Joined, weight: 0.8 };
                    term.keys.retain(|known| known.stem != key.stem || known.weight >= key.weight);
                    push(&mut term.keys, key);
                }
            }
        }
    }

    /// The query typed on the other keyboard, if more of it can be read then.
    fn other_keyboard(&self, text: &str, terms: &[Term]) -> Option<(String, Vec<Term>)> {
        let mut variants = Vec::new();
        if text.chars().any(|c| c.is_ascii_alphabetic()) {
            variants.extend([to_cyrillic_keys(text, false), to_cyrillic_keys(text, true)]);
        }
        if text.chars().any(is_cyrillic) {
            variants.push(to_latin_keys(text));
            variants.extend(to_kazakh_keys(text));
        }
        let mut best = (self.read_words(terms), None);
        for variant in variants {
            let typed: Vec<String> = words(&variant).into_iter().map(|word| word.text).take(MOST_TERMS).collect();
            if typed.is_empty() {
                continue;
            }
            let shown = typed.join(" ");
            let found = self.terms(typed);
            // One word in Latin spelling is mended by itself, to what was meant.
            let read = if found.len() > 1 { self.read_words(&found) } else { known(&found) };
            if read > best.0 && read * 2 >= found.len() {
                best = (read, Some((shown, found)));
            }
        }
        best.1
    }

    /// Words that can be read, small ones among them.
    fn read_words(&self, terms: &[Term]) -> usize {
        let read = |term: &&Term| term.stop || !term.keys.is_empty() || !self.latin(&term.word).is_empty();
        terms.iter().filter(read).count()
    }
}

pub(super) fn push(keys: &mut Vec<Key>, key: Key) {
    let known = keys.iter().position(|known| known.lang == key.lang && known.stem == key.stem);
    match known {
        Some(at) if keys[at].word.is_none() && keys[at].way == key.way => keys[at].word = key.word,
        None if keys.len() < MOST_KEYS => keys.push(key),
        _ => {}
    }
}

/// A long query says enough by the words themselves: others for them are not worth the reading of more lists.
fn spare(terms: &mut [Term]) {
    if wanted(terms) <= MANY_WORDS {
        return;
    }
    for term in terms.iter_mut().filter(|term| term.keys.iter().any(|key| key.way == Way::Stem)) {
        term.keys.retain(|key| key.weight > 0.5);
    }
}

/// Tells the words that name things. What a word was mended to is read in its place.
fn tell_things(terms: &mut [Term]) {
    let kazakh = terms.iter().any(|term| has_kazakh_letters(&term.word));
    for term in terms.iter_mut() {
        let known = term.keys.first();
        let meant = known.filter(|key| key.way != Way::Stem).and_then(|key| key.word.as_ref()).unwrap_or(&term.word);
        term.thing = names_a_thing(meant, known.map(|key| key.lang), kazakh);
    }
}

/// Words that count.
fn wanted(terms: &[Term]) -> usize {
    terms.iter().filter(|term| !term.stop).count()
}

/// Words that count and are known.
fn known(terms: &[Term]) -> usize {
    terms.iter().filter(|term| !term.stop && !term.keys.is_empty()).count()
}

impl Term {
    /// Whether it is a sum of the visitor's own: five digits and more are no day, no year and no term.
    pub(super) fn is_sum(&self) -> bool {
        self.word.len() >= 5 && self.word.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl Query {
    /// How many words the index knows.
    pub fn known(&self) -> usize {
        known(&self.terms)
    }
}
