//! Words that mean the same to someone who searches: those of the site, and the everyday ones of `thesaurus/`, which any
//! site of a company or an office needs.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::words::{compose, fold, stem, words};
use crate::i18n::{Locale, PerLocale};

/// What a synonym of the site counts, and an everyday one.
const OF_SITE: f32 = 0.7;
const EVERYDAY: f32 = 0.4;

/// One group a line, words in their dictionary form.
const THESAURUS: PerLocale<&str> = PerLocale::new(include_str!("thesaurus/kk.txt"), include_str!("thesaurus/ru.txt"));

static EVERYDAY_GROUPS: LazyLock<PerLocale<Groups>> = LazyLock::new(|| {
    PerLocale::from_fn(|locale| {
        let lines = THESAURUS[locale].lines().filter(|line| !line.starts_with('#'));
        groups(locale, lines.map(str::split_whitespace))
    })
});

/// Other stems of the group by stem, and by stem without Kazakh letters.
type Groups = FxHashMap<String, Vec<String>>;

/// `synonyms.toml`: groups of words that mean the same, by language.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: PerLocale<Groups>,
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
        let of_site = PerLocale::new(file.kk, file.ru);
        Self {
            groups: PerLocale::from_fn(|locale| {
                groups(locale, of_site[locale].iter().map(|group| group.iter().map(String::as_str)))
            }),
        }
    }

    /// The stems that mean the same as a stem, and what each counts.
    pub(super) fn of<'a>(&'a self, locale: Locale, stem: &'a str) -> impl Iterator<Item = (&'a str, f32)> {
        [(&self.groups, OF_SITE), (&EVERYDAY_GROUPS, EVERYDAY)].into_iter().flat_map(move |(groups, weight)| {
            groups[locale].get(stem).into_iter().flatten().map(move |other| (other.as_str(), weight))
        })
    }
}

fn groups<'a>(locale: Locale, all: impl Iterator<Item = impl Iterator<Item = &'a str>>) -> Groups {
    let mut groups = Groups::default();
    for group in all {
        let stems: Vec<String> = group
            .filter_map(|word| match words(&compose(word)).as_slice() {
                [word] => Some(stem(locale, &word.text)),
                _ => None,
            })
            .collect();
        for own in &stems {
            let others = stems.iter().filter(|other| *other != own);
            // Also as it is typed without Kazakh letters.
            for spelled in FxHashSet::from_iter([own.clone(), fold(own)]) {
                groups.entry(spelled).or_default().extend(others.clone().cloned());
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thesaurus_has_plain_words_in_small_groups() {
        for (locale, text) in THESAURUS.iter() {
            let lines: Vec<&str> =
                text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
            assert!(lines.len() > 250, "{locale:?}: {}", lines.len());
            let mut groups: FxHashMap<&str, usize> = FxHashMap::default();
            for line in lines {
                let group: Vec<&str> = line.split(' ').collect();
                assert!((2..=6).contains(&group.len()), "{line}");
                for word in group {
                    assert!(word.chars().all(|c| ('а'..='я').contains(&c) || "әғқңөұүһі".contains(c)), "{word}");
                    *groups.entry(word).or_default() += 1;
                }
            }
            assert!(groups.iter().all(|(_, many)| *many <= 2), "{groups:?}");
        }
    }

    #[test]
    fn what_the_site_says_counts_more() {
        let synonyms = Synonyms::read("ru = [['пеня', 'надбавка']]");
        let found: Vec<_> = synonyms.of(Locale::Ru, "пеня").collect();
        assert_eq!(found[0], ("надбавка", OF_SITE));
        assert!(found.contains(&("штраф", EVERYDAY)), "{found:?}");
        assert!(synonyms.of(Locale::Ru, "слон").next().is_none());
    }
}
