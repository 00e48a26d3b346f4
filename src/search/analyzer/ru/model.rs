//! Which reading of a Russian word is the likeliest, in sixteenths of a nat.

use std::sync::LazyLock;

use super::super::table::Table;
use super::automaton::{Reading, code, number};
use super::paradigms::{Class, SLOTS, Slot};
use super::weights::{ITSELF, LENGTH, PARADIGM, SHAPE, SLOT, WHOLE};

/// Longest base whose length still matters.
pub(super) const LENGTHS: usize = 10;
/// The table as bytes.
pub(in super::super) static TABLE: &[u8] = include_bytes!("stems.bin");

/// One unit of a weight.
#[cfg(test)]
pub(super) const UNIT: f32 = 16.0;
/// What a protected word gains as a noun.
#[cfg(test)]
pub(super) const PROTECTION: i8 = 56;
pub(super) const CLASSES: usize = 3;

/// Dictionary forms: worth as a noun, an adjective, a verb. `stems.bin` is made by `induce.rs`.
pub(super) static STEMS: LazyLock<Table<CLASSES>> = LazyLock::new(|| Table::new(TABLE, number));

/// Class of a reading; what does not change counts as a noun.
pub(super) fn class(reading: &Reading) -> usize {
    reading.ending.map_or(Class::Noun, |ending| ending.class) as usize
}

/// Letters before the ending, as far as they count.
pub(super) fn length(reading: &Reading) -> usize {
    (reading.kept - reading.word.start()).min(LENGTHS - 1)
}

/// Adjectives that are told apart by what they look like.
pub(super) const SHAPES: usize = 8;

/// What an adjective looks like: most that look like participles are.
pub(super) fn shape(reading: &Reading) -> Option<usize> {
    let ending = reading.ending.filter(|ending| ending.class == Class::Adjective)?;
    let mut letters = [0; 3];
    let base = &reading.word.letters()[reading.word.start()..reading.kept];
    for (to, from) in letters.iter_mut().rev().zip(base.iter().rev()) {
        *to = *from;
    }
    let letters =
        if ending.slot == Slot::Short && ending.lemma.len() > 2 { [letters[1], letters[2], N] } else { letters };
    match letters {
        [E, N, N] => Some(0),
        [A | YA, N, N] => Some(1),
        [_, U | YU, SHCH] => Some(2),
        [_, A | YA, SHCH] => Some(3),
        [_, V, SH] => Some(4),
        [_, E | I, M] => Some(5),
        [_, E | A | YA | I | U | Y, T] => Some(6),
        [_, E | A | YA, N] => Some(7),
        _ => None,
    }
}

const A: u8 = code('а');
const V: u8 = code('в');
const E: u8 = code('е');
const I: u8 = code('и');
const M: u8 = code('м');
const N: u8 = code('н');
const T: u8 = code('т');
const U: u8 = code('у');
const SH: u8 = code('ш');
const SHCH: u8 = code('щ');
const Y: u8 = code('ы');
const YU: u8 = code('ю');
const YA: u8 = code('я');

/// Weight of a reading.
pub(super) fn score(reading: &Reading, stems: &Table<CLASSES>) -> i32 {
    let class = class(reading);
    let ending = reading.ending.map_or(WHOLE, |ending| {
        PARADIGM.get(usize::from(ending.paradigm)).copied().unwrap_or(0) + SLOT[ending.slot as usize]
    });
    let itself = if reading.itself { ITSELF } else { 0 };
    let shape = shape(reading).map_or(0, |shape| SHAPE[shape]);
    i32::from(ending)
        + i32::from(shape)
        + i32::from(itself)
        + i32::from(LENGTH[class * LENGTHS + length(reading)])
        + i32::from(stems.find(reading.number).worth[class])
}

/// What is known of the dictionary form of a reading.
pub(super) fn support(reading: &Reading, stems: &Table<CLASSES>) -> i32 {
    i32::from(stems.find(reading.number).worth[class(reading)])
}

const _: () = assert!(SLOTS == SLOT.len());
