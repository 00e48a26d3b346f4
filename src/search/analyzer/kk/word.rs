//! A word as numbers, with what is asked of each place in it worked out once.

use super::letters::{
    AE, ANY, BACK, BACK_Y, FRONT, FRONT_Y, HYPHEN, I, LONGEST, SOFT_SIGN, U, VE, YU, harmony, is_foreign, is_kazakh,
    is_vowel,
};

/// A word as numbers.
pub(super) struct Word {
    letters: [u8; LONGEST],
    len: usize,
    /// Where the part after the last hyphen begins.
    start: usize,
    /// Harmony of the part that ends before each place.
    harmony: [u8; LONGEST + 1],
    /// Hash of the part from `start` that ends before each place.
    pub(super) hashes: [u32; LONGEST + 1],
    /// Place of the first vowel of that part.
    pub(super) first_vowel: usize,
    /// Places of the first letters that only loans, only Kazakh words have.
    foreign: usize,
    pub(super) kazakh: usize,
}

/// A stem is looked up by this number.
pub(super) const fn hash_step(hash: u32, letter: u8) -> u32 {
    (hash ^ letter as u32).wrapping_mul(0x0100_0193)
}

pub(super) const HASH_START: u32 = 0x811c_9dc5;

/// Spreads the bits of a finished hash.
pub(super) const fn hash_end(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    hash ^ (hash >> 13)
}

impl Word {
    /// None when there are too many letters for a word.
    pub(super) fn new(codes: impl Iterator<Item = u8>) -> Option<Self> {
        let mut word = Self {
            letters: [0; LONGEST],
            len: 0,
            start: 0,
            harmony: [ANY; LONGEST + 1],
            hashes: [HASH_START; LONGEST + 1],
            first_vowel: usize::MAX,
            foreign: usize::MAX,
            kazakh: usize::MAX,
        };
        for code in codes {
            if word.len == LONGEST {
                return None;
            }
            word.push(code);
        }
        Some(word)
    }

    fn push(&mut self, letter: u8) {
        let at = self.len;
        self.letters[at] = letter;
        self.len += 1;
        if letter == HYPHEN {
            self.start = self.len;
            self.harmony[self.len] = ANY;
            self.hashes[self.len] = HASH_START;
            self.first_vowel = usize::MAX;
            (self.foreign, self.kazakh) = (usize::MAX, usize::MAX);
            return;
        }
        if is_foreign(letter) {
            self.foreign = self.foreign.min(at);
        }
        if is_kazakh(letter) {
            self.kazakh = self.kazakh.min(at);
        }
        self.hashes[self.len] = hash_step(self.hashes[at], letter);
        let before = self.harmony[at];
        self.harmony[self.len] = match harmony(letter) {
            0 => before,
            // и, у, ю: as before, but never against what is before
            ANY => match letter {
                AE => ANY,
                // «и» after a back vowel is front in loans and back in Kazakh words.
                I if before == BACK => ANY,
                // «у» of a closed syllable is back in a loan: «техникумы».
                U | YU if before == FRONT && self.kazakh == usize::MAX => ANY,
                _ => before,
            },
            one => one,
        };
        if letter == SOFT_SIGN {
            self.harmony[self.len] = ANY;
        }
        if is_vowel(letter) && self.first_vowel == usize::MAX {
            self.first_vowel = at;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn letters(&self) -> &[u8] {
        &self.letters[..self.len]
    }

    /// The narrow vowel that fits what ends before this place.
    pub(super) fn narrow_vowel(&self, place: usize) -> u8 {
        if self.harmony[place] == BACK { BACK_Y } else { FRONT_Y }
    }

    /// Harmony asked of an ending at this place.
    pub(super) fn harmony_at(&self, place: usize) -> u8 {
        let plain = self.harmony[place];
        if place < 2 || is_vowel(self.letters[place - 1]) {
            return plain;
        }
        // Loans that end in two consonants take either: «банкі», «факты»; so do names in -ев.
        let cluster = self.kazakh >= place && !is_vowel(self.letters[place - 2]);
        let name = self.letters[place - 1] == VE;
        if cluster || name || self.foreign < place && plain == BACK { ANY } else { plain }
    }
}
