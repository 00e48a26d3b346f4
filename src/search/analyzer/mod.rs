//! Stemmers of Kazakh and Russian, and nothing else of this program: the module depends on the standard library alone and
//! could be a crate by itself.
//!
//! A stemmer gives all forms of a word one key. [`kk::stem`] and [`ru::stem`] do it for any text; [`kk::analyze`] and
//! [`ru::analyze`] tell every way in which a word can be read, with its endings and how likely it is.
//!
//! ```
//! use otau::search::analyzer::{kk, ru};
//!
//! // «From our contracts», in both languages.
//! assert_eq!(kk::stem("шарттарымыздан"), "шарт");
//! assert_eq!(ru::stem("договоров"), "договор");
//!
//! // The likeliest reading comes first. A word that was never met has no support.
//! let reading = &kk::analyze("төленбеген")[0];
//! assert!(reading.verb && reading.support > 0);
//! ```
//!
//! Keys are for comparing, not for showing: most are dictionary forms, some are not («клуб» is «клуп»). They change from one
//! version to another: whoever keeps them keeps [`version`] beside them. Words are read one by one, without their
//! neighbours. Nothing is allocated for a word whose key is a part of it; the tables are read when first used, which takes
//! a few milliseconds.
//!
//! `docs/search.md` explains the analyzers to a linguist and says how well they do.

pub mod kk;
pub mod ru;

mod normalize;
mod table;

pub use normalize::cyrillic_twin;

/// Goes up with every change of a key, but for changes of the tables of stems, which are seen without it.
const RULES: u64 = 1;

/// Two programs with the same version give the same keys.
pub fn version() -> u64 {
    let tables = [kk::TABLE, ru::TABLE];
    // FNV-1a over words of eight bytes: the tables are large, and this is no secret.
    tables.iter().flat_map(|table| table.chunks(8)).fold(0xcbf2_9ce4_8422_2325 ^ RULES, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changes with every change of a key: then [`RULES`] must go up, lest an index be searched with other keys than it was
    /// made with.
    const KEYS: u64 = 85_781_815_654_484_542;

    #[test]
    fn other_keys_are_another_version() {
        let lists = [
            include_str!("kk/lists/nouns.txt"),
            include_str!("kk/lists/verbs.txt"),
            include_str!("kk/lists/protected.txt"),
        ];
        let lines = lists.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(str::split_whitespace);
        let kazakh = words.flat_map(|word| {
            ["", "лар", "тарымыздан", "ға", "ді", "деген", "атын", "сыз"].map(|ending| format!("{word}{ending}"))
        });
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |key: &str| {
            for byte in key.bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        };
        kazakh.for_each(|word| add(&kk::stem(&word)));
        for word in include_str!("ru/lists/protected.txt").split_whitespace() {
            for ending in ["", "ом", "ами", "ей", "ого", "ится", "ели", "ающий"] {
                add(&ru::stem(&format!("{word}{ending}")));
            }
        }
        assert_eq!((RULES, hash), (1, KEYS), "keys changed: raise RULES");
    }
}
