//! Finds every way to read a Russian word: which part is common to all forms, which paradigm, which form.

#![expect(clippy::cast_possible_truncation, reason = "words have at most 48 letters, the tree a few thousand nodes")]

use std::sync::LazyLock;

use super::endings::PREFIXES;
use super::paradigms::{Class, Rule, Slot, rules};

/// The longest word that is taken apart.
pub(super) const LONGEST: usize = 48;
/// A hyphen, and any other sign.
pub(super) const HYPHEN: u8 = 62;
pub(super) const OTHER: u8 = 63;

/// Number of a small letter; ё is е.
pub(super) const fn code(letter: char) -> u8 {
    match letter {
        'а'..='я' => (letter as u32 - 'а' as u32) as u8 + 1,
        'ё' => 6,
        '-' => HYPHEN,
        _ => OTHER,
    }
}

/// The letter of a number.
pub(super) fn letter(code: u8) -> char {
    char::from_u32('а' as u32 + u32::from(code) - 1).unwrap_or('-')
}

const FACTOR: u32 = 0x0100_0193;

/// The number of a word that grows by a letter.
const fn grow(number: u32, letter: u8) -> u32 {
    number.wrapping_mul(FACTOR).wrapping_add(letter as u32)
}

/// Spreads the bits.
const fn finish(number: u32) -> u32 {
    let number = (number ^ (number >> 15)).wrapping_mul(0x2c1b_3c6d);
    let number = (number ^ (number >> 12)).wrapping_mul(0x297a_2d39);
    number ^ (number >> 15)
}

/// The number of a dictionary form by its letters.
pub(super) fn number(letters: &[u8]) -> u32 {
    finish(letters.iter().fold(0, |number, letter| grow(number, *letter)))
}

/// An ending, ready to be matched.
pub(super) struct Ending {
    pub(super) class: Class,
    pub(super) slot: Slot,
    pub(super) paradigm: u8,
    prefixed: bool,
    /// Bit of each letter that may stand before.
    after: u64,
    /// Letters of the ending of the dictionary form.
    pub(super) lemma: Vec<u8>,
    grown: u32,
    power: u32,
    /// The same with -ся.
    grown_self: u32,
    power_self: u32,
}

pub(super) struct Automaton {
    next: Vec<u16>,
    spans: Vec<(u32, u32)>,
    pub(super) endings: Vec<Ending>,
    prefixes: Vec<Vec<u8>>,
}

pub(super) static AUTOMATON: LazyLock<Automaton> = LazyLock::new(Automaton::new);

fn mask(letters: &str) -> u64 {
    if letters.is_empty() { u64::MAX } else { letters.chars().fold(0, |mask, letter| mask | 1 << code(letter)) }
}

fn codes(text: &str) -> Vec<u8> {
    text.chars().map(code).collect()
}

impl Automaton {
    fn new() -> Self {
        let mut rules = rules();
        rules.sort_by(|a, b| {
            let key = |rule: &Rule| (rule.ending.clone(), rule.paradigm, rule.slot, rule.lemma.clone());
            key(a).cmp(&key(b))
        });
        rules.dedup_by(|a, b| a.ending == b.ending && a.paradigm == b.paradigm && a.lemma == b.lemma);
        let mut children: Vec<[u16; 33]> = vec![[0; 33]];
        let mut placed: Vec<(u16, Ending)> = Vec::new();
        for rule in rules {
            let letters = codes(&rule.ending);
            let mut node = 0_usize;
            for letter in letters.iter().rev() {
                let place = usize::from(*letter);
                if children[node][place] == 0 {
                    children.push([0; 33]);
                    children[node][place] = (children.len() - 1) as u16;
                }
                node = usize::from(children[node][place]);
            }
            let lemma = codes(&rule.lemma);
            let power = |len: usize| FACTOR.wrapping_pow(len as u32);
            let grown = lemma.iter().fold(0, |number, letter| grow(number, *letter));
            let grown_self = codes("ся").iter().fold(grown, |number, letter| grow(number, *letter));
            placed.push((
                node as u16,
                Ending {
                    class: rule.class,
                    slot: rule.slot,
                    paradigm: rule.paradigm,
                    prefixed: rule.prefixed,
                    after: mask(rule.after),
                    grown,
                    power: power(lemma.len()),
                    grown_self,
                    power_self: power(lemma.len() + 2),
                    lemma,
                },
            ));
        }
        placed.sort_by_key(|(node, _)| *node);
        let mut spans = vec![(0, 0); children.len()];
        for (index, (node, _)) in placed.iter().enumerate() {
            let span: &mut (u32, u32) = &mut spans[usize::from(*node)];
            if span.1 == 0 {
                span.0 = index as u32;
            }
            span.1 = index as u32 + 1;
        }
        let mut next = vec![0; children.len() * 64];
        for (node, row) in children.iter().enumerate() {
            next[node * 64..node * 64 + 33].copy_from_slice(row);
        }
        Self {
            next,
            spans,
            endings: placed.into_iter().map(|(_, ending)| ending).collect(),
            prefixes: PREFIXES.iter().map(|prefix| codes(prefix)).collect(),
        }
    }
}

/// A word as numbers.
pub(super) struct Word {
    letters: [u8; LONGEST],
    len: usize,
    /// Where the part after the last hyphen begins.
    start: usize,
    grown: [u32; LONGEST + 1],
}

impl Word {
    /// None when there are too many letters for a word.
    pub(super) fn new(codes: impl Iterator<Item = u8>) -> Option<Self> {
        let mut word = Self { letters: [0; LONGEST], len: 0, start: 0, grown: [0; LONGEST + 1] };
        for code in codes {
            if word.len == LONGEST {
                return None;
            }
            word.letters[word.len] = code;
            word.len += 1;
            word.grown[word.len] = if code == HYPHEN { 0 } else { grow(word.grown[word.len - 1], code) };
            if code == HYPHEN {
                word.start = word.len;
            }
        }
        Some(word)
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
}

/// A way to read a word.
pub(super) struct Reading<'a> {
    /// None: the word does not change.
    pub(super) ending: Option<&'a Ending>,
    /// Letters of the word that are kept.
    pub(super) kept: usize,
    /// With -ся.
    pub(super) itself: bool,
    /// Number of the dictionary form.
    pub(super) number: u32,
    pub(super) word: &'a Word,
}

impl Reading<'_> {
    /// Letters after the kept ones.
    pub(super) fn tail(&self) -> impl Iterator<Item = u8> {
        let lemma = self.ending.map(|ending| ending.lemma.as_slice()).unwrap_or_default();
        let itself: &[u8] = if self.itself { &[18, 32] } else { &[] };
        lemma.iter().chain(itself).copied()
    }
}

/// Calls `visit` with every reading of the word.
pub(super) fn readings(word: &Word, mut visit: impl FnMut(&Reading)) {
    let whole = Reading { ending: None, kept: word.len, itself: false, number: finish(word.grown[word.len]), word };
    visit(&whole);
    let letters = word.letters();
    walk(word, word.len, false, &mut visit);
    // -ся, -сь
    if word.len >= word.start + 4 && matches!(letters[word.len - 2..], [18, 32 | 29]) {
        walk(word, word.len - 2, true, &mut visit);
    }
}

fn walk(word: &Word, end: usize, itself: bool, visit: &mut impl FnMut(&Reading)) {
    let automaton = &*AUTOMATON;
    let (mut node, mut at) = (0, end);
    loop {
        let before = if at > word.start { word.letters[at - 1] } else { 0 };
        let (from, to) = automaton.spans[node];
        for ending in &automaton.endings[from as usize..to as usize] {
            if itself && ending.class != Class::Verb {
                continue;
            }
            if ending.prefixed {
                let base = &word.letters[word.start..at];
                if base.len() > 7 || !automaton.prefixes.iter().any(|prefix| prefix == base) {
                    continue;
                }
            } else if before == 0 || ending.after >> before & 1 == 0 || before > 32 {
                continue;
            }
            let (grown, power) =
                if itself { (ending.grown_self, ending.power_self) } else { (ending.grown, ending.power) };
            let number = finish(word.grown[at].wrapping_mul(power).wrapping_add(grown));
            visit(&Reading { ending: Some(ending), kept: at, itself, number, word });
        }
        if at == word.start {
            return;
        }
        at -= 1;
        node = usize::from(automaton.next[node * 64 + usize::from(word.letters[at])]);
        if node == 0 {
            return;
        }
    }
}
