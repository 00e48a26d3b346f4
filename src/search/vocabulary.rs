//! The words of an index: what a word typed otherwise may have meant is looked up among the words that are there.

use rustc_hash::FxHashMap;

use super::family::{core, root};
use super::words::{LONGEST, fold};
use crate::i18n::Locale;

/// The words of one language.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Sorted by word.
    entries: Vec<Entry>,
    /// Positions of entries by folded word.
    folded: FxHashMap<String, Vec<u32>>,
    /// How often a stem occurs.
    stems: FxHashMap<String, u32>,
    /// Stems by folded stem.
    folded_stems: FxHashMap<String, Vec<String>>,
    /// Stems by the root of their family.
    families: FxHashMap<String, Vec<String>>,
    /// Stems by the core of their family.
    kin: FxHashMap<String, Vec<String>>,
    /// Words for typing errors.
    words: Spellings,
    /// Stems for typing errors; the number is that of an entry with this stem.
    roots: Spellings,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it stands in texts, in lower case.
    pub word: String,
    /// Its stem.
    pub stem: String,
    /// How often it occurs.
    pub count: u32,
}

/// What is near to a word with typing errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near<'a> {
    /// How many errors lie between.
    pub errors: usize,
    /// The stem.
    pub stem: &'a str,
    /// The word, where it was a word and not a stem that is near.
    pub word: Option<&'a str>,
    /// The word or stem without Kazakh letters.
    pub folded: &'a str,
    /// Its length in letters.
    pub length: usize,
    /// How often it occurs.
    pub count: u32,
}

/// Folded spellings in the order of their lengths: only those of about the same length are looked at.
#[derive(Clone, Debug, Default)]
struct Spellings {
    all: Vec<Spelling>,
    /// Where each length begins.
    begins: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Spelling {
    folded: String,
    /// The letters it has, as a set of bits.
    letters: u64,
    entry: u32,
    length: u8,
}

/// Typing errors between two words, transpositions counted once.
fn distance(a: &[char], b: &str, most: usize) -> Option<usize> {
    const WIDTH: usize = LONGEST + 1;
    if a.len() > LONGEST {
        return None;
    }
    let mut rows = [[0_u8; WIDTH]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = u8::try_from(at).unwrap_or(u8::MAX);
    }
    let mut before = '\0';
    let mut length = 0;
    for (i, y) in b.chars().enumerate() {
        length = i + 1;
        let (oldest, last, next) = ((i + 2) % 3, i % 3, (i + 1) % 3);
        rows[next][0] = u8::try_from(length).unwrap_or(u8::MAX);
        let mut lowest = rows[next][0];
        for (j, &x) in a.iter().enumerate() {
            let swap = i > 0 && j > 0 && x == before && a[j - 1] == y;
            let changed = rows[last][j] + u8::from(x != y);
            let mut best = changed.min(rows[last][j + 1] + 1).min(rows[next][j] + 1);
            if swap {
                best = best.min(rows[oldest][j - 1] + 1);
            }
            rows[next][j + 1] = best;
            lowest = lowest.min(best);
        }
        if usize::from(lowest) > most {
            return None;
        }
        before = y;
    }
    Some(usize::from(rows[length % 3][a.len()])).filter(|distance| *distance <= most)
}

fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

impl Spellings {
    fn new(spellings: impl Iterator<Item = (String, u32)>) -> Self {
        let mut all: Vec<Spelling> = spellings
            .filter_map(|(folded, entry)| {
                let length =
                    u8::try_from(folded.chars().count()).ok().filter(|length| usize::from(*length) <= LONGEST)?;
                Some(Spelling { letters: letters(&folded), length, folded, entry })
            })
            .collect();
        all.sort_by_key(|spelling| spelling.length);
        let begins = (0..=LONGEST + 1).map(|length| all.partition_point(|known| usize::from(known.length) < length));
        Self { begins: begins.collect(), all }
    }

    /// At most `errors` typing errors away from a folded word.
    fn near(&self, folded: &str, errors: usize) -> impl Iterator<Item = (usize, &Spelling)> {
        let wanted: Vec<char> = folded.chars().collect();
        let set = letters(folded);
        let changes = u32::try_from(errors * 2).unwrap_or(4);
        let begin = |length: usize| self.begins.get(length).copied().unwrap_or(self.all.len());
        let range = begin(wanted.len().saturating_sub(errors))..begin(wanted.len() + errors + 1);
        self.all[range]
            .iter()
            .filter(move |known| (known.letters ^ set).count_ones() <= changes)
            .filter_map(move |known| distance(&wanted, &known.folded, errors).map(|distance| (distance, known)))
    }
}

impl Vocabulary {
    /// From the words of a language with their stems and counts.
    pub fn new(locale: Locale, words: impl IntoIterator<Item = (String, String, u32)>) -> Self {
        let mut entries: Vec<Entry> =
            words.into_iter().map(|(word, stem, count)| Entry { word, stem, count }).collect();
        entries.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        let mut all = Self::default();
        let mut roots = Vec::new();
        for (at, entry) in (0_u32..).zip(&entries) {
            all.folded.entry(fold(&entry.word)).or_default().push(at);
            if let Some(count) = all.stems.get_mut(&entry.stem) {
                *count += entry.count;
            } else {
                all.stems.insert(entry.stem.clone(), entry.count);
                if let Some(root) = root(locale, &entry.stem) {
                    all.families.entry(root).or_default().push(entry.stem.clone());
                }
                if let Some(core) = core(locale, &entry.stem) {
                    all.kin.entry(core).or_default().push(entry.stem.clone());
                }
                let folded = fold(&entry.stem);
                roots.push((folded.clone(), at));
                all.folded_stems.entry(folded).or_default().push(entry.stem.clone());
            }
        }
        all.words = Spellings::new((0_u32..).zip(&entries).map(|(at, entry)| (fold(&entry.word), at)));
        all.roots = Spellings::new(roots.into_iter());
        all.entries = entries;
        all
    }

    /// All words.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How often a stem occurs.
    pub fn stem_count(&self, stem: &str) -> u32 {
        self.stems.get(stem).copied().unwrap_or(0)
    }

    /// How often the word itself occurs.
    pub fn count(&self, word: &str) -> u32 {
        let at = self.entries.binary_search_by(|entry| entry.word.as_str().cmp(word));
        at.map_or(0, |at| self.entries[at].count)
    }

    /// The words that are spelled the same without Kazakh letters.
    pub fn same_folded(&self, folded: &str) -> impl Iterator<Item = &Entry> {
        self.folded.get(folded).into_iter().flatten().filter_map(|at| self.entries.get(*at as usize))
    }

    /// The stems that are spelled the same without Kazakh letters.
    pub fn same_folded_stem(&self, folded: &str) -> &[String] {
        self.folded_stems.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The stems of the family of a stem, itself too.
    pub fn family(&self, locale: Locale, stem: &str) -> &[String] {
        root(locale, stem).and_then(|root| self.families.get(&root)).map_or(&[], Vec::as_slice)
    }

    /// The stems of families that have only something else before the root.
    pub fn kin(&self, locale: Locale, stem: &str) -> &[String] {
        core(locale, stem).and_then(|core| self.kin.get(&core)).map_or(&[], Vec::as_slice)
    }

    /// The words that begin so, the commonest first, at most `most`.
    pub fn starting(&self, prefix: &str, most: usize) -> Vec<&Entry> {
        let from = self.entries.partition_point(|entry| entry.word.as_str() < prefix);
        let mut found: Vec<&Entry> =
            self.entries[from..].iter().take_while(|entry| entry.word.starts_with(prefix)).take(500).collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        found.truncate(most);
        found
    }

    /// The words at most `errors` typing errors away from a folded word, the nearest and commonest first.
    pub fn near(&self, folded: &str, errors: usize, most: usize) -> Vec<Near<'_>> {
        self.nearest(&self.words, folded, errors, most)
    }

    /// The same among stems.
    pub fn near_stem(&self, folded: &str, errors: usize, most: usize) -> Vec<Near<'_>> {
        let mut found = self.nearest(&self.roots, folded, errors, most);
        for near in &mut found {
            near.word = None;
            near.count = self.stem_count(near.stem);
        }
        found
    }

    fn nearest<'a>(&'a self, spellings: &'a Spellings, folded: &str, errors: usize, most: usize) -> Vec<Near<'a>> {
        let near = spellings.near(folded, errors).filter_map(|(errors, known)| {
            let entry = self.entries.get(known.entry as usize)?;
            Some(Near {
                errors,
                stem: &entry.stem,
                word: Some(&entry.word),
                folded: &known.folded,
                length: usize::from(known.length),
                count: entry.count,
            })
        });
        let mut found: Vec<Near<'_>> = near.collect();
        found.sort_by(|a, b| (a.errors, b.count, a.folded, a.stem).cmp(&(b.errors, a.count, b.folded, b.stem)));
        found.truncate(most);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors() {
        for (a, b, wanted) in [
            ("пароль", "пароль", Some(0)),
            ("пароль", "паоль", Some(1)),
            ("пароль", "праоль", Some(1)),
            ("пароль", "параоль", Some(1)),
            ("пароль", "король", Some(2)),
            ("пароль", "график", None),
            ("", "аб", Some(2)),
            ("аб", "", Some(2)),
        ] {
            let a: Vec<char> = a.chars().collect();
            assert_eq!(distance(&a, b, 2), wanted, "{a:?} {b:?}");
        }
    }

    #[test]
    fn near_words_and_stems() {
        let vocabulary = Vocabulary::new(
            Locale::Ru,
            [("пароль", "пароль", 5), ("паролем", "пароль", 2), ("график", "график", 3)]
                .map(|(word, stem, count)| (word.to_owned(), stem.to_owned(), count)),
        );
        let near = vocabulary.near("пороль", 1, 8);
        assert_eq!(near.iter().map(|near| (near.word, near.errors)).collect::<Vec<_>>(), [(Some("пароль"), 1)]);
        let near = vocabulary.near_stem("графек", 1, 8);
        assert_eq!(near.iter().map(|near| (near.word, near.stem)).collect::<Vec<_>>(), [(None, "график")]);
        assert!(vocabulary.near("слон", 2, 8).is_empty());
    }
}
