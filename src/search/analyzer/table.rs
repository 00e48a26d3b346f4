//! A table of stems: what each is worth to a reading, in sixteenths of a nat.
//!
//! The bytes are sorted and front-coded: a byte for the letters shared with the entry before, a byte for the letters that
//! follow (its highest bit: a protected stem), these letters, and a byte of worth for each class of words.

/// Marks a stem that wins over another reading.
pub(super) const PROTECTED: u8 = 128;

/// What is known of a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stem<const CLASSES: usize> {
    /// Worth in each class; a stem that was never met is worth nothing.
    pub(super) worth: [i8; CLASSES],
    /// Wins over another reading of the whole word.
    pub(super) protected: bool,
}

impl<const CLASSES: usize> Stem<CLASSES> {
    const UNKNOWN: Self = Self { worth: [0; CLASSES], protected: false };
}

/// All stems, by a number made of their letters.
pub(super) struct Table<const CLASSES: usize> {
    /// Open addressing: number and stem; 0 is an empty place.
    slots: Vec<(u32, Stem<CLASSES>)>,
    mask: usize,
}

/// Entries of the bytes, one after another.
pub(super) fn entries<const CLASSES: usize>(bytes: &[u8], mut give: impl FnMut(&[u8], Stem<CLASSES>)) {
    let mut letters: Vec<u8> = Vec::new();
    let mut rest = bytes;
    while let [shared, more, tail @ ..] = rest {
        let (more, protected) = (usize::from(*more & !PROTECTED), *more & PROTECTED != 0);
        let (Some(new), Some(worth)) = (tail.get(..more), tail.get(more..more + CLASSES)) else { return };
        letters.truncate(usize::from(*shared));
        letters.extend_from_slice(new);
        let mut stem = Stem { worth: [0; CLASSES], protected };
        for (to, from) in stem.worth.iter_mut().zip(worth) {
            *to = from.cast_signed();
        }
        give(&letters, stem);
        rest = &tail[more + CLASSES..];
    }
}

impl<const CLASSES: usize> Table<CLASSES> {
    /// Reads the bytes; `number` is the same that [`Table::find`] is asked with.
    pub(super) fn new(bytes: &[u8], number: impl Fn(&[u8]) -> u32) -> Self {
        let mut count = 0_usize;
        entries::<CLASSES>(bytes, |_, _| count += 1);
        let size = (count * 2).next_power_of_two().max(16);
        let mut table = Self { slots: vec![(0, Stem::UNKNOWN); size], mask: size - 1 };
        entries(bytes, |letters, stem| table.insert(number(letters), stem));
        table
    }

    fn insert(&mut self, number: u32, stem: Stem<CLASSES>) {
        let mut at = number as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != number {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = (number, stem);
    }

    /// What is known of a stem.
    pub(super) fn find(&self, number: u32) -> Stem<CLASSES> {
        let mut at = number as usize & self.mask;
        loop {
            let (known, stem) = self.slots[at];
            if known == number {
                return stem;
            }
            if known == 0 {
                return Stem::UNKNOWN;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// Writes the bytes of a table from sorted stems.
#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "a stem has at most 48 letters")]
pub(super) fn encode<const CLASSES: usize>(stems: impl Iterator<Item = (Vec<u8>, Stem<CLASSES>)>) -> Vec<u8> {
    let (mut out, mut before): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    for (letters, stem) in stems {
        let shared = letters.iter().zip(&before).take_while(|(a, b)| a == b).count();
        out.push(shared as u8);
        out.push((letters.len() - shared) as u8 | if stem.protected { PROTECTED } else { 0 });
        out.extend_from_slice(&letters[shared..]);
        out.extend(stem.worth.map(i8::cast_unsigned));
        before = letters;
    }
    out
}
