//! What the benches share: the corpus, and a watch over a child process.

pub(crate) mod corpus;
pub(crate) mod program;
pub(crate) mod watch;
mod words;

/// Deterministic randomness (splitmix64): the same corpus on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 up to, without, `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let wide = u128::from(z ^ (z >> 31)) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }
}
