//! What a person typed, read by ourselves: no character of it is an operator. Every word gets the keys under which the
//! index may know it, each with a weight: as typed, without Kazakh letters, in Latin spelling, on another keyboard, begun,
//! joined, with typing errors. The dearer ways are tried only for words the cheaper ones do not find.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::stop::is_stop;
use super::vocabulary::Vocabulary;
use super::words::{
    compose, fold, from_latin, is_cyrillic, stem, to_cyrillic_keys, to_latin_keys, unfold, words,
};
use crate::i18n::{Locale, PerLocale};

/// Longest query, in code points.
pub const LONGEST: usize = 200;
/// Most words of a query.
pub const MOST_TERMS: usize = 16;
/// Most keys of one word.
const MOST_KEYS: usize = 12;
/// Most words for which typing errors are tried.
const MOST_FUZZY: usize = 6;

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
    /// Latin spelling.
    Latin,
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

/// `synonyms.toml`: groups of words that mean the same, by language.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// Other stems of the group by stem.
    groups: PerLocale<FxHashMap<String, Vec<String>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SynonymFile {
    kk: Vec<Vec<String>>,
    ru: Vec<Vec<String>>,
}

impl Synonyms {
    /// Reads the file; what cannot be read gives no synonyms (a check reports it).
    pub fn read(text: &str) -> Self {
        let file: SynonymFile = toml::from_str(text).unwrap_or_default();
        let groups = PerLocale::new(file.kk, file.ru);
        let groups = PerLocale::from_fn(|locale| {
            let mut all: FxHashMap<String, Vec<String>> = FxHashMap::default();
            for group in &groups[locale] {
                let stems: Vec<String> = group
                    .iter()
                    .filter_map(|word| match words(&compose(word)).as_slice() {
                        [word] => Some(stem(locale, &word.text)),
                        _ => None,
                    })
                    .collect();
                for own in &stems {
                    let others = stems.iter().filter(|other| *other != own).cloned();
                    all.entry(own.clone()).or_default().extend(others);
                }
            }
            all
        });
        Self { groups }
    }
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
        Ok(Query { terms, meant })
    }

    fn terms(&self, typed: Vec<String>) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::with_capacity(typed.len());
        for word in typed {
            if terms.iter().any(|term| term.word == word) {
                continue;
            }
            let keys = self.direct(&word);
            terms.push(Term { stop: is_stop(&word), word, keys });
        }
        self.join(&mut terms);
        // A query of nothing but small words is about them.
        if terms.iter().all(|term| term.stop) {
            for term in &mut terms {
                term.stop = false;
            }
        }
        terms
    }

    /// The keys of a word spelled as it is, but for Kazakh letters.
    fn direct(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        for locale in Locale::ALL {
            let vocabulary = &self.vocabularies[locale];
            let own = stem(locale, word);
            if vocabulary.stem_count(&own) > 0 {
                let exact = (vocabulary.count(word) > 0).then(|| word.to_owned());
                push(&mut keys, Key { lang: locale, stem: own.clone(), word: exact, way: Way::Stem, weight: 1.0 });
            }
            for other in self.synonyms.groups[locale].get(&own).into_iter().flatten() {
                if vocabulary.stem_count(other) > 0 {
                    push(
                        &mut keys,
                        Key { lang: locale, stem: other.clone(), word: None, way: Way::Synonym, weight: 0.6 },
                    );
                }
            }
            self.folded(locale, word, 0.8, Way::Folded, &mut keys);
        }
        keys
    }

    fn folded(&self, locale: Locale, word: &str, weight: f32, way: Way, keys: &mut Vec<Key>) {
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

    /// «құпия сөз» for «құпиясөз».
    fn join(&self, terms: &mut [Term]) {
        for at in 1..terms.len() {
            if terms[at - 1..=at].iter().any(|term| term.stop) {
                continue;
            }
            let joined = format!("{}{}", terms[at - 1].word, terms[at].word);
            for locale in Locale::ALL {
                let vocabulary = &self.vocabularies[locale];
                let stem = stem(locale, &joined);
                let part = |term: &Term| term.keys.iter().any(|key| key.stem == stem);
                if stem.chars().count() < 4 || vocabulary.stem_count(&stem) == 0 || terms[at - 1..=at].iter().any(part)
                {
                    continue;
                }
                let word = (vocabulary.count(&joined) > 0).then(|| joined.clone());
                for term in &mut terms[at - 1..=at] {
                    let key =
                        Key { lang: locale, stem: stem.clone(), word: word.clone(), way: Way::Joined, weight: 0.8 };
                    push(&mut term.keys, key);
                }
            }
        }
    }

    /// The query typed on the other keyboard, if more of it is known then.
    fn other_keyboard(&self, text: &str, terms: &[Term]) -> Option<(String, Vec<Term>)> {
        let mut variants = Vec::new();
        if text.chars().any(|c| c.is_ascii_alphabetic()) {
            variants.extend([to_cyrillic_keys(text, false), to_cyrillic_keys(text, true)]);
        }
        if text.chars().any(is_cyrillic) {
            variants.push(to_latin_keys(text));
        }
        let mut best = (known(terms).max(self.known_in_latin(terms)), None);
        for variant in variants {
            let typed: Vec<String> = words(&variant).into_iter().map(|word| word.text).take(MOST_TERMS).collect();
            if typed.is_empty() {
                continue;
            }
            let shown = typed.join(" ");
            let found = self.terms(typed);
            let many = known(&found);
            if many > best.0 && many * 2 >= wanted(&found) {
                best = (many, Some((shown, found)));
            }
        }
        best.1
    }

    fn known_in_latin(&self, terms: &[Term]) -> usize {
        let counted = terms.iter().filter(|term| !term.stop);
        counted.filter(|term| !term.keys.is_empty() || !self.latin(&term.word).is_empty()).count()
    }

    /// The keys of a word in Latin letters.
    fn latin(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        if word.len() < 3
            || !word.chars().all(|c| c.is_alphanumeric() && !is_cyrillic(c))
            || word.parse::<f64>().is_ok()
        {
            return keys;
        }
        for cyrillic in from_latin(word) {
            for locale in Locale::ALL {
                let vocabulary = &self.vocabularies[locale];
                let own = stem(locale, &cyrillic);
                if vocabulary.stem_count(&own) > 0 {
                    let exact = (vocabulary.count(&cyrillic) > 0).then(|| cyrillic.clone());
                    push(&mut keys, Key { lang: locale, stem: own, word: exact, way: Way::Latin, weight: 0.85 });
                }
                self.folded(locale, &cyrillic, 0.7, Way::Latin, &mut keys);
            }
        }
        keys
    }

    /// Finds keys for words that have none yet.
    fn mend(&self, terms: &mut Vec<Term>, meant: &mut Option<String>) {
        let mut fuzzy = 0;
        let last = terms.len().saturating_sub(1);
        let mut changed = false;
        let mut split: Vec<(usize, [Term; 2])> = Vec::new();
        for (at, term) in terms.iter_mut().enumerate() {
            if !term.keys.is_empty() || term.stop {
                continue;
            }
            term.keys = self.latin(&term.word);
            if term.keys.is_empty() && (at == last || term.word.chars().count() >= 5) {
                term.keys = self.begun(&term.word);
            }
            if term.keys.is_empty()
                && let Some(parts) = self.split(&term.word)
            {
                split.push((at, parts));
                continue;
            }
            if term.keys.is_empty() && fuzzy < MOST_FUZZY {
                fuzzy += 1;
                term.keys = self.near(&term.word);
                changed |= !term.keys.is_empty();
            }
        }
        for (at, parts) in split.into_iter().rev() {
            changed = true;
            terms.splice(at..=at, parts);
        }
        if changed {
            let shown = terms.iter().map(|term| match term.keys.first() {
                Some(Key { way: Way::Fuzzy, word: Some(word), .. }) => word.as_str(),
                _ => term.word.as_str(),
            });
            *meant = Some(shown.collect::<Vec<_>>().join(" "));
        }
    }

    fn begun(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        if word.chars().count() < 3 {
            return keys;
        }
        for locale in Locale::ALL {
            for entry in self.vocabularies[locale].starting(word, MOST_KEYS / 2) {
                let (stem, word) = (entry.stem.clone(), Some(entry.word.clone()));
                push(&mut keys, Key { lang: locale, stem, word, way: Way::Prefix, weight: 0.6 });
            }
        }
        keys
    }

    /// «личныйкабинет» for «личный кабинет».
    fn split(&self, word: &str) -> Option<[Term; 2]> {
        let places = word.char_indices().map(|(at, _)| at).skip(3);
        places.filter(|at| word[*at..].chars().count() >= 3).find_map(|at| {
            let (first, second) = word.split_at(at);
            let both = Locale::ALL.iter().any(|locale| {
                let vocabulary = &self.vocabularies[*locale];
                vocabulary.count(first) > 0 && vocabulary.count(second) > 0
            });
            both.then(|| {
                [first, second].map(|part| Term { word: part.to_owned(), stop: false, keys: self.direct(part) })
            })
        })
    }

    fn near(&self, word: &str) -> Vec<Key> {
        let length = word.chars().count();
        if length < 4 || word.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        let errors = if length >= 8 { 2 } else { 1 };
        let mut candidates = vec![fold(word)];
        if !word.chars().any(is_cyrillic) {
            candidates.extend(from_latin(word).iter().map(|word| fold(word)));
        }
        let mut found = Vec::new();
        for candidate in &candidates {
            for locale in Locale::ALL {
                found.extend(
                    self.vocabularies[locale].near(candidate, errors, MOST_KEYS).into_iter().map(|near| (locale, near)),
                );
            }
        }
        // The first letter is seldom wrong.
        let first = |text: &str| text.chars().next();
        let wrong = |entry: &str| candidates.iter().all(|word| first(word) != first(&fold(entry)));
        found.retain(|(_, (_, entry))| {
            entry.word.chars().count() > 3
                && (length > 5 || candidates.iter().any(|word| is_likely_slip(word, &fold(&entry.word))))
        });
        found.sort_by_key(|(_, (distance, entry))| (*distance, wrong(&entry.word), std::cmp::Reverse(entry.count)));
        let nearest = found.first().map_or(0, |(_, (distance, _))| *distance);
        let mut keys = Vec::new();
        for (lang, (_, entry)) in
            found.into_iter().filter(|(_, (distance, _))| *distance == nearest).take(MOST_KEYS / 2)
        {
            let weight = if nearest < 2 { 0.5 } else { 0.35 };
            let (stem, word) = (entry.stem.clone(), Some(entry.word.clone()));
            push(&mut keys, Key { lang, stem, word, way: Way::Fuzzy, weight });
        }
        keys
    }
}

/// In a short word one wrong letter makes another word: it must be one that ears or fingers confuse.
fn is_likely_slip(typed: &str, meant: &str) -> bool {
    const VOWELS: &str = "аеиоуыэюяi";
    const ROWS: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
    const TWINS: [&str; 8] = ["бп", "вф", "гк", "дт", "жш", "зс", "шщ", "ьъ"];
    let wrong: Vec<(char, char)> = typed.chars().zip(meant.chars()).filter(|(a, b)| a != b).collect();
    let [(a, b)] = wrong.as_slice() else { return true };
    if typed.chars().count() != meant.chars().count() {
        return true;
    }
    let neighbours = |row: &&str| {
        let place = |c: char| row.chars().position(|key| key == c);
        place(*a).zip(place(*b)).is_some_and(|(a, b)| a.abs_diff(b) == 1)
    };
    (VOWELS.contains(*a) && VOWELS.contains(*b))
        || TWINS.iter().any(|pair| pair.contains(*a) && pair.contains(*b))
        || ROWS.iter().any(neighbours)
}

fn push(keys: &mut Vec<Key>, key: Key) {
    let known = keys.iter().position(|known| known.lang == key.lang && known.stem == key.stem);
    match known {
        Some(at) if keys[at].word.is_none() && keys[at].way == key.way => keys[at].word = key.word,
        None if keys.len() < MOST_KEYS => keys.push(key),
        _ => {}
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

impl Query {
    /// Words that count, and how many of these a unit must have at least.
    pub fn need(&self) -> (usize, usize) {
        let wanted = wanted(&self.terms);
        let need = match wanted {
            0..=2 => wanted,
            // Three of five: people add words that no text has.
            many => (many * 3).div_ceil(5),
        };
        (wanted, need)
    }

    /// How many words the index knows.
    pub fn known(&self) -> usize {
        known(&self.terms)
    }
}
