//! What is known of stems: how much a reading gains if its stem was met in raw words.
//!
//! `stems.bin` is made by `induce.rs` from word counts alone; how is told in `docs/search-analyzer.md`. It is sorted and
//! front-coded: a byte for the letters shared with the entry before, a byte for the letters that follow (its highest bit:
//! a protected stem), these letters, and two bytes: what the stem is worth as a noun and as
//! a verb, in sixteenths.

use std::sync::LazyLock;

use super::automaton::{HASH_START, hash_end, hash_step};

static BLOB: &[u8] = include_bytes!("stems.bin");

/// Marks a stem that wins over another reading.
pub(super) const PROTECTED: u8 = 128;

/// What is known of a stem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stem {
    /// Worth as a noun and as a verb; a stem that was never met is worth nothing.
    pub(super) worth: [i8; 2],
    /// Wins over another reading of the whole word.
    pub(super) protected: bool,
}

/// All stems.
pub(super) struct Lexicon {
    /// Open addressing: hash and stem; 0 is an empty place.
    slots: Vec<(u32, Stem)>,
    mask: usize,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::decode(BLOB));

/// Entries of the blob, one after another.
pub(super) fn entries(blob: &[u8], mut give: impl FnMut(&[u8], Stem)) {
    let mut stem: Vec<u8> = Vec::new();
    let mut rest = blob;
    while let [shared, more, tail @ ..] = rest {
        let (more, protected) = (*more & !PROTECTED, *more & PROTECTED != 0);
        let (Some(letters), Some(worth)) =
            (tail.get(..usize::from(more)), tail.get(usize::from(more)..usize::from(more) + 2))
        else {
            return;
        };
        stem.truncate(usize::from(*shared));
        stem.extend_from_slice(letters);
        give(&stem, Stem { worth: [worth[0].cast_signed(), worth[1].cast_signed()], protected });
        rest = tail.get(usize::from(more) + 2..).unwrap_or_default();
    }
}

impl Lexicon {
    fn decode(blob: &[u8]) -> Self {
        let mut count = 0;
        entries(blob, |_, _| count += 1);
        let size = (count * 2_usize).next_power_of_two().max(16);
        let mut lexicon = Self { slots: vec![(0, Stem::default()); size], mask: size - 1 };
        entries(blob, |letters, stem| {
            lexicon.insert(hash_end(letters.iter().fold(HASH_START, |hash, letter| hash_step(hash, *letter))), stem);
        });
        lexicon
    }

    fn insert(&mut self, hash: u32, stem: Stem) {
        let mut at = hash as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = (hash, stem);
    }

    /// What is known of a stem.
    pub(super) fn find(&self, hash: u32) -> Stem {
        let mut at = hash as usize & self.mask;
        loop {
            let (known, stem) = self.slots[at];
            if known == hash {
                return stem;
            }
            if known == 0 {
                return Stem::default();
            }
            at = (at + 1) & self.mask;
        }
    }
}
