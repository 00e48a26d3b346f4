//! Words that mean the same to someone who searches.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::words::{compose, fold, stem, words};
use crate::i18n::PerLocale;

/// `synonyms.toml`: groups of words that mean the same, by language.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// Other stems of the group by stem, and by stem without Kazakh letters.
    pub(super) groups: PerLocale<FxHashMap<String, Vec<String>>>,
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
                    let others = stems.iter().filter(|other| *other != own);
                    // Also as it is typed without Kazakh letters.
                    for spelled in FxHashSet::from_iter([own.clone(), fold(own)]) {
                        all.entry(spelled).or_default().extend(others.clone().cloned());
                    }
                }
            }
            all
        });
        Self { groups }
    }
}
