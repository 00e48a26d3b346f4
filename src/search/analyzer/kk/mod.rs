//! The Kazakh stemmer.
//!
//! [`stem`] gives one key to all forms of a word; [`analyze`] tells how a word was read. A word is split in every way that
//! the grammar allows (`endings.rs`, `automaton.rs`), and the likeliest way is chosen (`model.rs`, `weights.rs`) with the
//! help of stems induced from raw words (`table.rs`). `docs/search.md` explains it to a linguist.
//!
//! The key is no dictionary form: its last letter is voiceless («кітап», but also «клуп»), a soft sign at its end is gone.

mod automaton;
mod endings;
mod exceptions;
#[cfg(test)]
mod induce;
mod letters;
mod model;
#[cfg(test)]
mod tests;
mod weights;
mod word;

use std::borrow::Cow;

pub use automaton::Repair;
pub use endings::Tag;

use automaton::{DEEPEST, Reading, readings};
use endings::ROWS;
use letters::{HYPHEN, code, fold, letter};
pub(super) use model::TABLE;
use model::{ENDINGS, STEMS};
use word::Word;

/// An ending of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What it means.
    pub tag: Tag,
    /// How it is written in this word.
    pub text: String,
}

/// A way to read a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The key of the stem, as [`stem`] gives it.
    pub stem: String,
    /// The stem is a verb; otherwise it is declined.
    pub verb: bool,
    /// How the stem was mended.
    pub repair: Repair,
    /// Endings in their order.
    pub endings: Vec<Ending>,
    /// How likely: the greatest is chosen. Sixteenths of a natural logarithm, comparable within a word.
    pub score: i32,
    /// How well the stem is known, in the same measure: 0 for one that was never met.
    pub support: i32,
}

/// The best reading, kept without allocation.
#[derive(Clone, Copy)]
struct Best {
    score: i32,
    kept: usize,
    tail: [u8; 2],
}

/// The stem of a word: the same for all its forms. Any text may be given; what is no word comes back in lower case.
///
/// ```
/// use otau::search::analyzer::kk::stem;
///
/// assert_eq!(stem("шарттарымыздан"), "шарт");
/// assert_eq!(stem("Қарызыңызды"), "қарыз");
/// assert_eq!(stem("мекенжайға"), "мекенжай");
/// ```
pub fn stem(word: &str) -> Cow<'_, str> {
    let plain = normalize(word);
    if let Some(stem) = exceptions::find(&plain) {
        return Cow::Borrowed(stem);
    }
    let text: &str = exceptions::without_particle(&plain);
    let Some(word) = Word::new(text.chars().map(code)) else { return plain };
    if word.len() < 2 {
        return plain;
    }
    let mut best = Best { score: i32::MIN, kept: word.len(), tail: [0, 0] };
    let stems = &*STEMS;
    readings(&word, &ENDINGS, |reading| {
        let score = model::score(reading, stems);
        if score > best.score || score == best.score && reading.kept > best.kept {
            best = Best { score, kept: reading.kept, tail: reading.tail };
        }
    });
    let key = Key::new(&word, best.kept, best.tail);
    if key.tail[0] == 0 {
        let end = text.char_indices().nth(key.kept).map_or(text.len(), |(at, _)| at);
        return match plain {
            Cow::Borrowed(plain) => Cow::Borrowed(&plain[..end]),
            Cow::Owned(mut plain) => {
                plain.truncate(end);
                Cow::Owned(plain)
            }
        };
    }
    Cow::Owned(key.write(text))
}

/// The letters of a key: some of the word, and some after them.
struct Key {
    kept: usize,
    tail: [u8; 2],
}

impl Key {
    fn new(word: &Word, kept: usize, tail: [u8; 2]) -> Self {
        let letters = word.letters();
        if tail[1] != 0 {
            return Self { kept, tail: [tail[0], fold(tail[1])] };
        }
        if tail[0] != 0 {
            return Self { kept, tail: [fold(tail[0]), 0] };
        }
        let soft = kept > word.start() + 1 && letters[kept - 1] == letters::SOFT_SIGN;
        let kept = if soft { kept - 1 } else { kept };
        let last = kept.checked_sub(1).map_or(0, |at| letters[at]);
        if last < HYPHEN && fold(last) != last {
            Self { kept: kept - 1, tail: [fold(last), 0] }
        } else {
            Self { kept, tail: [0, 0] }
        }
    }

    fn write(&self, text: &str) -> String {
        let mut out: String = text.chars().take(self.kept).collect();
        out.extend(self.tail.iter().filter(|code| **code != 0).map(|code| letter(*code)));
        out
    }
}

/// Every way to read a word, the likeliest first.
///
/// ```
/// use otau::search::analyzer::kk::{Tag, analyze};
///
/// let first = &analyze("кітабымызда")[0];
/// assert_eq!(first.stem, "кітап");
/// let endings: Vec<&str> = first.endings.iter().map(|ending| ending.text.as_str()).collect();
/// assert_eq!(endings, ["ымыз", "да"]);
/// assert_eq!(first.endings[1].tag, Tag::Locative);
/// ```
pub fn analyze(word: &str) -> Vec<Analysis> {
    let plain = normalize(word);
    let alone = |stem: &str| {
        vec![Analysis {
            stem: stem.to_owned(),
            verb: false,
            repair: Repair::None,
            endings: Vec::new(),
            score: 0,
            support: 0,
        }]
    };
    if let Some(stem) = exceptions::find(&plain) {
        return alone(stem);
    }
    let text = exceptions::without_particle(&plain);
    let Some(word) = Word::new(text.chars().map(code)).filter(|word| word.len() >= 2) else { return alone(&plain) };
    let mut found: Vec<(usize, Analysis)> = Vec::new();
    readings(&word, &ENDINGS, |reading| found.push((reading.kept, analysis(reading, text))));
    if found.is_empty() {
        return alone(text);
    }
    found.sort_by(|(a_kept, a), (b_kept, b)| b.score.cmp(&a.score).then(b_kept.cmp(a_kept)));
    found.into_iter().map(|(_, analysis)| analysis).collect()
}

fn analysis(reading: &Reading, text: &str) -> Analysis {
    let letters: Vec<char> = text.chars().collect();
    let mut until = letters.len();
    let mut endings = Vec::with_capacity(DEEPEST);
    for (row, from) in reading.endings {
        let from = usize::from(*from);
        endings.push(Ending { tag: ROWS[usize::from(*row)].tag, text: letters[from..until].iter().collect() });
        until = from;
    }
    endings.reverse();
    Analysis {
        stem: Key::new(reading.word, reading.kept, reading.tail).write(text),
        verb: reading.verb,
        repair: reading.repair,
        endings,
        score: model::score(reading, &STEMS),
        support: model::support(reading, &STEMS),
    }
}

/// Small letters, composed, without marks inside words; Latin letters that look Cyrillic are Cyrillic in a Cyrillic word.
fn normalize(word: &str) -> Cow<'_, str> {
    if word.chars().all(|c| code(c) <= HYPHEN && c != 'ё') {
        return Cow::Borrowed(word);
    }
    super::normalize::normalize(word)
}
