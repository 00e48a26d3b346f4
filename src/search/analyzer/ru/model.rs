//! Which reading of a Russian word is the likeliest, in sixteenths of a nat.

use std::sync::LazyLock;

use super::super::table::Table;
use super::automaton::{Reading, number};
use super::paradigms::{Class, SLOTS};
use super::weights::{ITSELF, LENGTH, PARADIGM, SLOT, WHOLE};

/// Longest base whose length still matters.
pub(super) const LENGTHS: usize = 10;
pub(super) const UNIT: f32 = 16.0;
pub(super) const CLASSES: usize = 3;

/// Dictionary forms: worth as a noun, an adjective, a verb. `stems.bin` is made by `induce.rs`.
pub(super) static STEMS: LazyLock<Table<CLASSES>> = LazyLock::new(|| Table::new(include_bytes!("stems.bin"), number));

/// Class of a reading; what does not change counts as a noun.
pub(super) fn class(reading: &Reading) -> usize {
    reading.ending.map_or(Class::Noun, |ending| ending.class) as usize
}

/// Letters before the ending, as far as they count.
pub(super) fn length(reading: &Reading) -> usize {
    (reading.kept - reading.word.start()).min(LENGTHS - 1)
}

/// Weight of a reading.
pub(super) fn score(reading: &Reading, stems: &Table<CLASSES>) -> i32 {
    let class = class(reading);
    let ending = reading.ending.map_or(WHOLE, |ending| {
        PARADIGM.get(usize::from(ending.paradigm)).copied().unwrap_or(0) + SLOT[ending.slot as usize]
    });
    let itself = if reading.itself { ITSELF } else { 0 };
    i32::from(ending)
        + i32::from(itself)
        + i32::from(LENGTH[class * LENGTHS + length(reading)])
        + i32::from(stems.find(reading.number).worth[class])
}

const _: () = assert!(SLOTS == SLOT.len());
