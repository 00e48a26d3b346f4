//! What a word may have meant that the index does not know: in Latin letters, on another keyboard, only begun, two words
//! in one, with typing errors. Each way is tried only when the ones before it found nothing.

use super::query::{FAMILY, Key, MOST_KEYS, Reader, Term, Way, push};
use super::stop::{is_passing, is_stop};
use super::topic::is_real;
use super::vocabulary::Near;
use super::words::{fold, from_latin, is_cyrillic, stem, to_cyrillic_keys, to_latin_keys};
use crate::i18n::Locale;

/// Most words, joined ones among them, for which typing errors are tried.
const MOST_FUZZY: usize = 6;
/// What a word of the same core counts.
const KIN: f32 = 0.4;
/// Longest small word between two that are written as one: «остатокнасчёте».
const SMALL: usize = 3;
/// Most words that one may have been joined of.
pub(super) const MOST_PARTS: usize = 3;

/// The small word that a word is, also in Latin letters: «как» for «kak», «қалай» for «qalai».
pub(super) fn small_word(word: &str) -> Option<String> {
    if is_stop(word) {
        return Some(word.to_owned());
    }
    if is_latin(word) { from_latin(word).into_iter().find(|word| is_stop(word)) } else { None }
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() && !is_cyrillic(c))
}

/// What a word was found to mean.
enum Mended {
    /// Another spelling of what texts have.
    Read(Vec<Key>),
    /// Another word; the visitor is told which.
    Corrected(Vec<Key>),
    /// Two letters of a word to come: it cannot be missed yet.
    HardlyBegun(Vec<Key>),
    /// Several words.
    Split(Vec<Term>),
}

/// Where a word stands in its query.
#[derive(Clone, Copy)]
struct Place {
    first: bool,
    last: bool,
}

fn some(keys: Vec<Key>) -> Option<Vec<Key>> {
    (!keys.is_empty()).then_some(keys)
}

impl Reader<'_> {
    /// Finds keys for words that have none yet.
    pub(super) fn mend(&self, terms: &mut Vec<Term>, meant: &mut Option<String>) {
        let mut tries = MOST_FUZZY;
        let last = terms.len().saturating_sub(1);
        let mut changed = false;
        let mut split: Vec<(usize, Vec<Term>)> = Vec::new();
        for (at, term) in terms.iter_mut().enumerate() {
            if term.stop {
                continue;
            }
            if is_doubtful(term) && tries > 0 {
                tries -= 1;
                for key in self.near(&term.word) {
                    push(&mut term.keys, key);
                }
            }
            if at == last && at > 0 && is_kin_only(term) {
                // «келісімді қайтары», to be «қайтару».
                for key in self.begun(&term.word, 4) {
                    push(&mut term.keys, key);
                }
            }
            if !term.keys.is_empty() || is_passing(&term.word) {
                continue;
            }
            match self.mended(&term.word, Place { first: at == 0, last: at == last }, &mut tries) {
                Some(Mended::Read(keys)) => term.keys = keys,
                Some(Mended::Corrected(keys)) => {
                    term.keys = keys;
                    changed = true;
                }
                Some(Mended::HardlyBegun(keys)) => {
                    term.keys = keys;
                    term.stop = true;
                }
                Some(Mended::Split(parts)) => split.push((at, parts)),
                None => {}
            }
        }
        for (at, parts) in split.into_iter().rev() {
            changed = true;
            terms.splice(at..=at, parts);
        }
        changed |= self.join_near(terms, tries);
        pass_over(terms);
        if changed {
            let shown = terms.iter().map(|term| match term.keys.first() {
                Some(Key { way: Way::Fuzzy | Way::Keyboard, word: Some(word), .. }) => word.as_str(),
                _ => term.word.as_str(),
            });
            *meant = Some(shown.collect::<Vec<_>>().join(" "));
        }
    }

    /// What a word that nothing was found for may have meant, by the first way that finds anything.
    fn mended(&self, word: &str, place: Place, tries: &mut usize) -> Option<Mended> {
        let length = word.chars().count();
        let latin = || some(self.widened(self.latin(word))).map(Mended::Read);
        let keyboard = || some(self.keyboard(word)).map(Mended::Corrected);
        let hardly_begun =
            || (place.last && !place.first && length <= 2).then(|| Mended::HardlyBegun(self.begun(word, 2)));
        let begun = || {
            let may_go_on = place.last || length >= 5 || !is_real(word);
            may_go_on.then(|| self.begun(word, 3)).and_then(some).map(Mended::Read)
        };
        let fuzzy = || {
            *tries = tries.checked_sub(1)?;
            some(self.widened(self.near(word))).map(Mended::Corrected)
        };
        latin()
            .or_else(keyboard)
            .or_else(hardly_begun)
            .or_else(begun)
            .or_else(|| self.split(word).map(Mended::Split))
            .or_else(fuzzy)
            .or_else(|| self.split_forms(word).map(Mended::Split))
            .or_else(|| self.split_negation(word).map(Mended::Split))
            .or_else(|| some(self.kin(word)).map(Mended::Read))
    }

    /// «гос пошлена» for «госпошлина»: one word written as two, and wrongly. Tells whether there was one.
    fn join_near(&self, terms: &mut [Term], mut tries: usize) -> bool {
        let mut found = false;
        for at in 1..terms.len() {
            let pair = &mut terms[at - 1..=at];
            let doubtful = |term: &Term| !term.stop && term.keys.iter().all(|key| key.way == Way::Fuzzy);
            if tries == 0 || !pair.iter().all(doubtful) || pair.iter().all(|term| !term.keys.is_empty()) {
                continue;
            }
            tries -= 1;
            let keys = self.near(&format!("{}{}", pair[0].word, pair[1].word));
            if keys.is_empty() {
                continue;
            }
            found = true;
            for term in pair {
                term.keys.clone_from(&keys);
            }
        }
        found
    }

    /// The keys of a word in Latin letters.
    pub(super) fn latin(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        if word.chars().count() < 3 || !word.chars().all(|c| c.is_alphanumeric() && !is_cyrillic(c)) || is_number(word)
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

    /// One word of several typed on the other keyboard: «ыьы не приходит»; in Latin spelling too: «зфкщд» for «parol».
    fn keyboard(&self, word: &str) -> Vec<Key> {
        if word.chars().count() < 3 || is_number(word) {
            return Vec::new();
        }
        let variants = if word.chars().any(is_cyrillic) {
            vec![to_latin_keys(word)]
        } else {
            vec![to_cyrillic_keys(word, false), to_cyrillic_keys(word, true)]
        };
        let mut keys = Vec::new();
        for variant in variants.iter().filter(|variant| variant.chars().all(char::is_alphanumeric)) {
            for key in self.direct(variant) {
                let word = key.word.or_else(|| Some(variant.clone()));
                push(&mut keys, Key { word, way: Way::Keyboard, weight: key.weight * 0.9, ..key });
            }
            if keys.is_empty() && is_latin(variant) && !is_real(word) {
                let latin = self.latin(variant).into_iter();
                keys.extend(latin.map(|key| Key { way: Way::Keyboard, weight: key.weight * 0.9, ..key }));
            }
        }
        keys
    }

    fn begun(&self, word: &str, least: usize) -> Vec<Key> {
        let mut keys = Vec::new();
        if word.chars().count() < least || is_number(word) {
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

    /// «личныйкабинет» for «личный кабинет»: words that texts have, two or, with a small one between them, three.
    fn split(&self, word: &str) -> Option<Vec<Term>> {
        let both = |[first, second]: [&str; 2]| {
            let known = |part: &str, locale: Locale| self.vocabularies[locale].count(part) > 0;
            Locale::ALL.iter().any(|at| known(first, *at) && known(second, *at))
        };
        let two = halves(word, 3).find(|parts| both(*parts)).map(|parts| self.parts(&parts));
        let begun_small = || {
            let small = if is_real(word) { 0 } else { SMALL };
            let mut cuts = halves(word, 2).take(small).filter(|[small, last]| is_stop(small) && is_long(last));
            cuts.find(|[_, last]| both([last, last])).map(|parts| self.parts(&parts))
        };
        two.or_else(begun_small).or_else(|| {
            let mut cuts = halves(word, 4).flat_map(|[first, rest]| {
                let small = halves(rest, 1).take(SMALL).filter(|[small, last]| is_stop(small) && is_long(last));
                small.map(move |[small, last]| [first, small, last])
            });
            cuts.find(|[first, _, last]| both([first, last])).map(|parts| self.parts(&parts))
        })
    }

    /// «сменапароля» for «смена пароля»: two words in forms that texts do not have.
    fn split_forms(&self, word: &str) -> Option<Vec<Term>> {
        if is_real(word) {
            return None;
        }
        let parts = halves(word, 4).filter(|parts| parts.iter().all(|part| is_real(part)));
        let known = |term: &Term| term.keys.iter().any(|key| matches!(key.way, Way::Stem | Way::Family));
        parts.map(|parts| self.parts(&parts)).find(|terms| terms.iter().all(known))
    }

    /// «нехватет» for «не хватает»: a verb with an error, joined to its negation.
    fn split_negation(&self, word: &str) -> Option<Vec<Term>> {
        let rest = word.strip_prefix("не").filter(|_| !is_real(word))?;
        let mut terms = self.parts(&["не", rest]);
        if terms[1].keys.is_empty() {
            terms[1].keys = self.near(rest);
        }
        (!terms[1].keys.is_empty()).then_some(terms)
    }

    /// With the synonyms and the family of what a word was most likely meant for.
    fn widened(&self, mut keys: Vec<Key>) -> Vec<Key> {
        let Some(best) = keys.first().cloned() else { return keys };
        let meant = best.word.as_ref().unwrap_or(&best.stem);
        for locale in Locale::ALL {
            let own = if locale == best.lang { best.stem.clone() } else { stem(locale, meant) };
            let synonyms = self.synonyms.of(locale, &own).map(|(other, weight)| (other, weight, Way::Synonym));
            let family = self.vocabularies[locale].family(locale, &own).iter();
            for (other, weight, way) in synonyms.chain(family.map(|other| (other.as_str(), FAMILY, Way::Family))) {
                if self.vocabularies[locale].stem_count(other) > 0 {
                    let (stem, weight) = (other.to_owned(), weight * best.weight);
                    push(&mut keys, Key { lang: locale, stem, word: None, way, weight });
                }
            }
        }
        keys
    }

    fn parts(&self, parts: &[&str]) -> Vec<Term> {
        let term = |part: &&str| Term {
            word: (*part).to_owned(),
            stop: is_stop(part),
            asks: false,
            thing: true,
            keys: self.direct(part),
        };
        parts.iter().map(term).collect()
    }

    /// Words of the same core: «напечатать» where the site says «распечатать».
    fn kin(&self, word: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        for locale in Locale::ALL {
            for other in self.vocabularies[locale].kin(locale, &stem(locale, word)) {
                push(&mut keys, Key { lang: locale, stem: other.clone(), word: None, way: Way::Family, weight: KIN });
            }
        }
        keys
    }

    /// Words with typing errors; where none is near enough, stems.
    fn near(&self, word: &str) -> Vec<Key> {
        let length = word.chars().count();
        if length < 4 || word.chars().any(|c| c.is_ascii_digit()) || is_real(word) {
            return Vec::new();
        }
        let errors = if length >= 7 { 2 } else { 1 };
        let mut typed = vec![word.to_owned()];
        if is_latin(word) {
            typed.extend(from_latin(word));
        }
        let candidates: Vec<String> = typed.iter().map(|word| fold(word)).collect();
        let mut found = Vec::new();
        for candidate in &candidates {
            for locale in Locale::ALL {
                let near = self.vocabularies[locale].near(candidate, errors, MOST_KEYS);
                found.extend(near.into_iter().map(|near| (locale, near)));
            }
        }
        found.retain(|(_, near)| {
            near.length > 3 && (length > 5 || candidates.iter().any(|word| is_likely_slip(word, near.folded)))
        });
        if found.is_empty() {
            found = self.near_stems(&typed, errors);
        }
        // The first letter is seldom wrong.
        let first = |text: &str| text.chars().next();
        let wrong = |folded: &str| candidates.iter().all(|word| first(word) != first(folded));
        found.sort_by_key(|(_, near)| (near.errors, wrong(near.folded), std::cmp::Reverse(near.count)));
        let nearest = found.first().map_or(0, |(_, near)| near.errors);
        let mut keys = Vec::new();
        for (lang, near) in found.into_iter().filter(|(_, near)| near.errors == nearest).take(MOST_KEYS / 2) {
            let weight = if nearest < 2 { 0.5 } else { 0.35 };
            let (stem, word) = (near.stem.to_owned(), near.word.map(str::to_owned));
            push(&mut keys, Key { lang, stem, word, way: Way::Fuzzy, weight });
        }
        keys
    }

    /// A wrong letter in a form that the index does not have.
    fn near_stems(&self, typed: &[String], errors: usize) -> Vec<(Locale, Near<'_>)> {
        let mut found = Vec::new();
        for word in typed {
            for locale in Locale::ALL {
                let stem = fold(&stem(locale, word));
                let errors = match stem.chars().count() {
                    0..5 => continue,
                    5 => 1,
                    _ => errors,
                };
                let near = self.vocabularies[locale].near_stem(&stem, errors, MOST_KEYS);
                found.extend(near.into_iter().map(|near| (locale, near)));
            }
        }
        found.retain(|(_, near)| near.length > 3);
        found
    }
}

/// Words that are not missed where no text has them: of time and manner, and sums that someone has paid. Not all of them.
fn pass_over(terms: &mut [Term]) {
    let passed = |term: &Term| term.stop || term.keys.is_empty() && (is_number(&term.word) || is_passing(&term.word));
    if !terms.iter().all(passed) {
        for term in terms.iter_mut().filter(|term| passed(term)) {
            term.stop = true;
        }
    }
}

/// The ways to cut a word in two, each part of at least so many letters.
fn halves(word: &str, least: usize) -> impl Iterator<Item = [&str; 2]> {
    let places = word.char_indices().map(|(at, _)| at).skip(if is_number(word) { word.len() } else { least });
    let cut = places.map(|at| word.split_at(at)).filter(move |(_, second)| second.chars().count() >= least);
    cut.map(|(first, second)| [first, second])
}

/// Whether a word is known by its stem only, and is no word of the language: it may have the stem of another by chance.
fn is_doubtful(term: &Term) -> bool {
    !term.keys.is_empty() && term.keys.iter().all(|key| key.word.is_none()) && !is_real(&term.word)
}

/// Whether only other words of its family are known.
fn is_kin_only(term: &Term) -> bool {
    !term.keys.is_empty() && term.keys.iter().all(|key| key.way == Way::Family)
}

/// A word that is not small, in a joined one.
fn is_long(part: &str) -> bool {
    part.chars().count() >= 4
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.')
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
