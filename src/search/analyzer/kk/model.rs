//! Which reading of a word is the likeliest: what endings, stems and repairs weigh, in sixteenths of a nat.

use std::sync::LazyLock;

use super::super::table::Table;
use super::automaton::{EndingWeights, REPAIRS, Reading, Repair};
use super::endings::TAGS;
use super::weights::{LENGTH, REPAIR, TAG_AFTER_NOUN, TAG_ALONE, TAG_PAIRS};
use super::word::{HASH_START, hash_end, hash_step};

/// Longest stem whose length still matters.
pub(super) const LENGTHS: usize = 12;

/// What a protected stem gains, and once more when it is the whole word, lost a vowel or is a compound.
pub(super) const PROTECTION: i8 = 56;

/// The table as bytes.
pub(in super::super) static TABLE: &[u8] = include_bytes!("stems.bin");

/// One unit of a weight.
#[cfg(test)]
pub(super) const UNIT: f32 = 16.0;

pub(super) static ENDINGS: LazyLock<EndingWeights> = LazyLock::new(|| {
    let mut pairs = [0; TAGS * TAGS];
    for (tag, next, weight) in TAG_PAIRS {
        pairs[usize::from(*tag) * TAGS + usize::from(*next)] = i32::from(*weight);
    }
    EndingWeights { tags: TAG_ALONE.map(i32::from), pairs, direct: TAG_AFTER_NOUN.map(i32::from) }
});

/// Stems: worth as a noun and as a verb. `stems.bin` is made by `induce.rs`; how is told in `docs/search.md`.
pub(super) static STEMS: LazyLock<Table<2>> = LazyLock::new(|| Table::new(TABLE, number));

/// The number of a stem by its letters.
pub(super) fn number(letters: &[u8]) -> u32 {
    hash_end(letters.iter().fold(HASH_START, |hash, letter| hash_step(hash, *letter)))
}

/// Letters of the stem, as far as they count.
pub(super) fn length(reading: &Reading) -> usize {
    reading.end.saturating_sub(reading.word.start() + 1).min(LENGTHS - 1)
}

/// Weight of a reading.
pub(super) fn score(reading: &Reading, stems: &Table<2>) -> i32 {
    let class = usize::from(reading.verb);
    let repair = if reading.repair == Repair::None { 0 } else { REPAIR[class * REPAIRS + reading.repair as usize] };
    let stem = stems.find(reading.hash);
    let alone = reading.endings.is_empty() || matches!(reading.repair, Repair::Vowel | Repair::Compound);
    let whole = if stem.protected && !reading.verb && alone { PROTECTION } else { 0 };
    reading.score
        + i32::from(whole)
        + i32::from(repair)
        + i32::from(LENGTH[class * LENGTHS + length(reading)])
        + i32::from(stem.worth[class])
}

/// What is known of the stem of a reading.
pub(super) fn support(reading: &Reading, stems: &Table<2>) -> i32 {
    i32::from(stems.find(reading.hash).worth[usize::from(reading.verb)])
}
