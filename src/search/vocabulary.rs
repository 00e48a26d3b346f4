//! The words of an index: what a word typed otherwise may have meant is looked up among the words that are there.

use rustc_hash::FxHashMap;

use super::words::fold;

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
    folded: String,
    /// The letters it has, as a set of bits.
    letters: u64,
    length: usize,
}

/// Typing errors between two words, transpositions counted once.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

impl Vocabulary {
    /// From words with their stems and counts.
    pub fn new(words: impl IntoIterator<Item = (String, String, u32)>) -> Self {
        let mut entries: Vec<Entry> = words
            .into_iter()
            .map(|(word, stem, count)| {
                let folded = fold(&word);
                Entry { letters: letters(&folded), length: folded.chars().count(), word, stem, count, folded }
            })
            .collect();
        entries.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        let mut all = Self::default();
        for (at, entry) in entries.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            all.folded.entry(entry.folded.clone()).or_default().push(at);
            if let Some(count) = all.stems.get_mut(&entry.stem) {
                *count += entry.count;
            } else {
                all.stems.insert(entry.stem.clone(), entry.count);
                all.folded_stems.entry(fold(&entry.stem)).or_default().push(entry.stem.clone());
            }
        }
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
    pub fn near(&self, folded: &str, errors: usize, most: usize) -> Vec<(usize, &Entry)> {
        let wanted: Vec<char> = folded.chars().collect();
        let set = letters(folded);
        let changes = u32::try_from(errors * 2).unwrap_or(4);
        let mut buffer = Vec::with_capacity(40);
        let mut found: Vec<(usize, &Entry)> = self
            .entries
            .iter()
            .filter(|entry| {
                entry.length.abs_diff(wanted.len()) <= errors && (entry.letters ^ set).count_ones() <= changes
            })
            .filter_map(|entry| {
                buffer.clear();
                buffer.extend(entry.folded.chars());
                distance(&wanted, &buffer, errors).map(|distance| (distance, entry))
            })
            .collect();
        found.sort_by(|(d, a), (e, b)| d.cmp(e).then_with(|| b.count.cmp(&a.count)).then_with(|| a.word.cmp(&b.word)));
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
        ] {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(distance(&a, &b, 2), wanted, "{a:?} {b:?}");
        }
    }
}
