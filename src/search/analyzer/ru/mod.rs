//! The Russian stemmer.
//!
//! [`stem`] gives all forms of a word its dictionary form, or what looks like one: adjectives in -ой come out in -ый, ё is
//! е. A word is read in every way that the paradigms allow (`endings.rs`, `paradigms.rs`, `automaton.rs`), and the likeliest is chosen
//! (`model.rs`, `weights.rs`) with the help of dictionary forms induced from raw words.

mod automaton;
mod endings;
#[cfg(test)]
mod induce;
mod model;
mod paradigms;
#[cfg(test)]
mod tests;
mod weights;

use std::borrow::Cow;

pub use paradigms::{Class, Slot};

use automaton::{HYPHEN, Reading, Word, code, letter, readings};
use model::STEMS;
pub(super) use model::TABLE;

/// A way to read a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The key of the word, as [`stem`] gives it.
    pub stem: String,
    /// What is inflected; none for a word that does not change.
    pub form: Option<(Class, Slot)>,
    /// The ending as it is written in this word.
    pub ending: String,
    /// How likely: the greatest is chosen. Sixteenths of a natural logarithm, comparable within a word.
    pub score: i32,
    /// How well the stem is known, in the same measure: 0 for one that was never met.
    pub support: i32,
}

/// The stem of a word: the same for all its forms. Any text may be given; what is no word comes back in lower case.
///
/// ```
/// use otau::search::analyzer::ru::stem;
///
/// assert_eq!(stem("договорами"), "договор");
/// assert_eq!(stem("Списанного"), "списать");
/// assert_eq!(stem("платежей"), "платеж");
/// ```
pub fn stem(word: &str) -> Cow<'_, str> {
    let plain = normalize(word);
    let Some(word) = Word::new(plain.chars().map(code)).filter(|word| word.len() >= word.start() + 2) else {
        return plain;
    };
    let (mut score, mut best) = (i32::MIN, (word.len(), [0_u8; 12], 0));
    let stems = &*STEMS;
    readings(&word, |reading| {
        let new = model::score(reading, stems);
        if new > score {
            score = new;
            let mut tail = ([0; 12], 0);
            for letter in reading.tail().take(12) {
                tail.0[tail.1] = letter;
                tail.1 += 1;
            }
            best = (reading.kept, tail.0, tail.1);
        }
    });
    let (kept, tail, count) = best;
    let same = word.len() - kept == count && word.letters()[kept..] == tail[..count];
    if same {
        return plain;
    }
    let end = plain.char_indices().nth(kept).map_or(plain.len(), |(at, _)| at);
    if count == 0 {
        return match plain {
            Cow::Borrowed(plain) => Cow::Borrowed(&plain[..end]),
            Cow::Owned(mut plain) => {
                plain.truncate(end);
                Cow::Owned(plain)
            }
        };
    }
    let mut out = String::with_capacity(end + 2 * count);
    out.push_str(&plain[..end]);
    out.extend(tail[..count].iter().map(|code| letter(*code)));
    Cow::Owned(out)
}

/// Every way to read a word, the likeliest first.
///
/// ```
/// use otau::search::analyzer::ru::{Class, Slot, analyze};
///
/// let first = &analyze("договорами")[0];
/// assert_eq!(first.stem, "договор");
/// assert_eq!(first.form, Some((Class::Noun, Slot::PluralOther)));
/// ```
pub fn analyze(word: &str) -> Vec<Analysis> {
    let plain = normalize(word);
    let Some(word) = Word::new(plain.chars().map(code)).filter(|word| word.len() >= word.start() + 2) else {
        return vec![Analysis { stem: plain.into_owned(), form: None, ending: String::new(), score: 0, support: 0 }];
    };
    let mut found = Vec::new();
    readings(&word, |reading| found.push(analysis(reading, &plain)));
    found.sort_by_key(|analysis| std::cmp::Reverse(analysis.score));
    found
}

fn analysis(reading: &Reading, plain: &str) -> Analysis {
    let mut stem: String = plain.chars().take(reading.kept).collect();
    stem.extend(reading.tail().map(letter));
    Analysis {
        stem,
        form: reading.ending.map(|ending| (ending.class, ending.slot)),
        ending: plain.chars().skip(reading.kept).collect(),
        score: model::score(reading, &STEMS),
        support: model::support(reading, &STEMS),
    }
}

/// Small letters, composed, without marks inside words; ё is е; Latin letters that look Cyrillic are Cyrillic in a
/// Cyrillic word.
fn normalize(word: &str) -> Cow<'_, str> {
    if word.chars().all(|c| code(c) <= HYPHEN && c != 'ё') {
        return Cow::Borrowed(word);
    }
    super::normalize::normalize(word)
}
