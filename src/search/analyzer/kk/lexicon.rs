//! What is known of stems: how much a reading gains if its stem was met in raw words.
//!
//! `stems.bin` is made by `induce.rs` from word counts alone; how is told in `docs/search-analyzer.md`. It is sorted and
//! front-coded: a byte for the letters shared with the entry before, a byte for the letters that follow, these letters,
//! and two bytes: what the stem is worth as a noun and as a verb, in sixteenths.

use std::sync::LazyLock;

use super::automaton::{HASH_START, hash_end, hash_step};

static BLOB: &[u8] = include_bytes!("stems.bin");

/// Worth of a stem that was never met, as a noun and as a verb: the zero of the table.
pub(super) struct Lexicon {
    /// Open addressing: hash and worth; 0 is an empty place.
    slots: Vec<(u32, [i8; 2])>,
    mask: usize,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::decode(BLOB));

/// Entries of the blob, one after another.
pub(super) fn entries(blob: &[u8], mut give: impl FnMut(&[u8], [i8; 2])) {
    let mut stem: Vec<u8> = Vec::new();
    let mut rest = blob;
    while let [shared, more, tail @ ..] = rest {
        let (Some(letters), Some(worth)) =
            (tail.get(..usize::from(*more)), tail.get(usize::from(*more)..usize::from(*more) + 2))
        else {
            return;
        };
        stem.truncate(usize::from(*shared));
        stem.extend_from_slice(letters);
        give(&stem, [worth[0].cast_signed(), worth[1].cast_signed()]);
        rest = tail.get(usize::from(*more) + 2..).unwrap_or_default();
    }
}

impl Lexicon {
    fn decode(blob: &[u8]) -> Self {
        let mut count = 0;
        entries(blob, |_, _| count += 1);
        let size = (count * 2_usize).next_power_of_two().max(16);
        let mut lexicon = Self { slots: vec![(0, [0, 0]); size], mask: size - 1 };
        entries(blob, |stem, worth| {
            lexicon.insert(hash_end(stem.iter().fold(HASH_START, |hash, letter| hash_step(hash, *letter))), worth);
        });
        lexicon
    }

    fn insert(&mut self, hash: u32, worth: [i8; 2]) {
        let mut at = hash as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = (hash, worth);
    }

    /// Worth of a stem as a noun and as a verb.
    pub(super) fn worth(&self, hash: u32) -> [i8; 2] {
        let mut at = hash as usize & self.mask;
        loop {
            let (known, worth) = self.slots[at];
            if known == hash {
                return worth;
            }
            if known == 0 {
                return [0, 0];
            }
            at = (at + 1) & self.mask;
        }
    }
}
