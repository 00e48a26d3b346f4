//! The automaton: finds every way to read a word as a stem and endings, from its end to its beginning.
//!
//! All forms of all endings stand in one tree, read backwards. A step walks the tree to the left from where the last
//! ending began; each node that ends a form and fits what must stand before (state, sound, harmony) is followed.

#![expect(clippy::cast_possible_truncation, reason = "words have at most 48 letters, the tree a few hundred nodes")]

use std::sync::LazyLock;

use super::endings::{ROWS, TAGS, Tag, state};
use super::letters::{
    ANY, BACK, BACK_Y, BE, CLASS, EL, EN, ES, FRONT, FRONT_Y, GE, GHE, I, PE, SHORT_I, SOFT_SIGN, TE, U, YA, YU, code,
    fold, is_vowel,
};
use super::word::{Word, hash_end, hash_step};

/// The most endings in a row.
pub(super) const DEEPEST: usize = 10;

/// A form of an ending, ready to be matched.
struct Form {
    row: u16,
    tag: Tag,
    from: u32,
    to: u32,
    after: u8,
    harmony: u8,
    /// The first letter is a vowel.
    vowel: bool,
    /// First letter.
    first: u8,
}

/// A node of the tree: its children by letter.
#[derive(Default)]
struct Node {
    children: Vec<(u8, u16)>,
}

pub(super) struct Automaton {
    /// Child of a node by letter: `next[node * 64 + letter]`, 0 for none.
    next: Vec<u16>,
    /// Forms that end at a node.
    spans: Vec<(u16, u16)>,
    /// States that the forms under a node lead to: nothing below is worth a look if none is wanted.
    reach: Vec<u32>,
    forms: Vec<Form>,
}

pub(super) static AUTOMATON: LazyLock<Automaton> = LazyLock::new(Automaton::new);

impl Automaton {
    fn new() -> Self {
        let mut nodes = vec![Node::default()];
        let mut at_node: Vec<(u16, Form)> = Vec::new();
        for (index, row) in ROWS.iter().enumerate() {
            let pairs =
                if row.back == row.front { [(row.back, ANY), ("", 0)] } else { [(row.back, BACK), (row.front, FRONT)] };
            for (text, harmony) in pairs.into_iter().filter(|(text, _)| !text.is_empty()) {
                let letters: Vec<u8> = text.chars().map(code).collect();
                let mut node = 0;
                for letter in letters.iter().rev() {
                    let known =
                        nodes[node].children.iter().find(|(l, _)| l == letter).map(|(_, child)| usize::from(*child));
                    node = known.unwrap_or_else(|| {
                        nodes.push(Node::default());
                        let child = nodes.len() - 1;
                        nodes[node].children.push((*letter, child as u16));
                        child
                    });
                }
                let first = letters.first().copied().unwrap_or(0);
                let form = Form {
                    row: index as u16,
                    tag: row.tag,
                    from: row.from,
                    to: row.to,
                    after: row.after,
                    harmony,
                    vowel: is_vowel(first),
                    first,
                };
                at_node.push((node as u16, form));
            }
        }
        at_node.sort_by_key(|(node, _)| *node);
        let mut next = vec![0; nodes.len() * 64];
        let mut spans = vec![(0, 0); nodes.len()];
        let mut reach = vec![0; nodes.len()];
        for (index, (node, form)) in at_node.iter().enumerate() {
            let span: &mut (u16, u16) = &mut spans[usize::from(*node)];
            if span.1 == 0 {
                span.0 = index as u16;
            }
            span.1 = index as u16 + 1;
            reach[usize::from(*node)] |= form.to;
        }
        // Children stand after their parents.
        for node in (0..nodes.len()).rev() {
            for (letter, child) in &nodes[node].children {
                next[node * 64 + usize::from(*letter)] = *child;
                reach[node] |= reach[usize::from(*child)];
            }
        }
        Self { next, spans, reach, forms: at_node.into_iter().map(|(_, form)| form).collect() }
    }
}

/// How the stem was mended to the form that stands in a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Repair {
    /// It stands in the word as it is.
    None,
    /// б, г, ғ before a vowel are п, к, қ: кітабы – кітап
    Voiceless,
    /// A narrow vowel fell out: орны – орын
    Vowel,
    /// A verb lost its last vowel before -у: оқу – оқы; or to -и: оқиды – оқы
    Final,
    /// й and the first vowel of the ending are one letter: қояды – қой
    Glide,
    /// у before -ып is п: тауып – тап
    Lip,
    /// A loan took -і: актіге – акт
    Link,
    /// A loan doubled its last letter: процесі – процесс
    Double,
    /// The stem itself ends in a possessive: отбасында – отбасы
    Compound,
}

pub(super) const REPAIRS: usize = 9;

/// A way to read a word.
pub(super) struct Reading<'a> {
    /// A verb, not a noun.
    pub(super) verb: bool,
    /// Where the stem ends in the word.
    pub(super) end: usize,
    /// What is put in place of the last letters of the stem.
    pub(super) repair: Repair,
    /// Letters of the stem that are kept before `tail`.
    pub(super) kept: usize,
    /// Letters that follow `kept` in the mended stem, 0 for none.
    pub(super) tail: [u8; 2],
    /// Hash of the mended stem, its last letter folded.
    pub(super) hash: u32,
    /// Endings from the last to the first: row and where it begins.
    pub(super) endings: &'a [(u16, u8)],
    /// Sum of what the endings weigh.
    pub(super) score: i32,
    pub(super) word: &'a Word,
}

/// Weight of each tag.
pub(super) struct EndingWeights {
    pub(super) tags: [i32; TAGS],
    /// Of a tag and the one after it.
    pub(super) pairs: [i32; TAGS * TAGS],
    /// Of a tag right after a noun.
    pub(super) direct: [i32; TAGS],
}

struct Walk<'a, F> {
    word: &'a Word,
    weights: &'a EndingWeights,
    stack: [(u16, u8); DEEPEST],
    visit: F,
}

/// Where a stem ends, how many endings follow, what they weigh.
#[derive(Clone, Copy)]
struct Place {
    end: usize,
    depth: usize,
    score: i32,
}

/// Calls `visit` with every reading of the word.
pub(super) fn readings(word: &Word, weights: &EndingWeights, visit: impl FnMut(&Reading)) {
    let mut walk = Walk { word, weights, stack: [(0, 0); DEEPEST], visit };
    walk.step(word.len(), 0, state::FINAL, 0, None);
}

impl<F: FnMut(&Reading)> Walk<'_, F> {
    /// `wanted`: states that may end here.
    fn step(&mut self, end: usize, depth: usize, wanted: u32, score: i32, next: Option<&'static Form>) {
        if wanted & state::NOUN != 0 {
            let direct = next.map_or(0, |next| self.weights.direct[next.tag as usize]);
            self.noun(end, depth, score + direct, next);
        }
        // «отбасында»: -н- after a stem that is itself somebody's.
        if wanted & (state::NOUN | state::HIS) == state::HIS
            && depth > 0
            && end >= self.word.start() + 4
            && matches!(self.word.letters()[end - 1], BACK_Y | FRONT_Y)
        {
            let direct = next.map_or(0, |next| self.weights.direct[next.tag as usize]);
            self.give(false, Place { end, depth, score: score + direct }, Repair::Compound, end, [0, 0]);
        }
        if wanted & state::VERB != 0 {
            let bare = if depth == 0 { self.weights.tags[Tag::Bare as usize] } else { 0 };
            self.verb(end, depth, score + bare, next);
        }
        if depth == DEEPEST {
            return;
        }
        let automaton = &*AUTOMATON;
        let mut node = 0;
        let mut at = end;
        while at > self.word.start() {
            at -= 1;
            node = usize::from(automaton.next[node * 64 + usize::from(self.word.letters()[at])]);
            if node == 0 || automaton.reach[node] & wanted == 0 {
                return;
            }
            let (from, to) = automaton.spans[node];
            for form in &automaton.forms[usize::from(from)..usize::from(to)] {
                if form.to & wanted == 0 || at == 0 {
                    continue;
                }
                if CLASS[usize::from(self.word.letters()[at - 1])] & form.after == 0
                    || self.word.harmony_at(at) & form.harmony == 0
                {
                    continue;
                }
                if form.tag == Tag::Passive && !self.passive_fits(at, end) {
                    continue;
                }
                self.stack[depth] = (form.row, at as u8);
                let tag = form.tag as usize;
                let pair = next.map_or(0, |next| self.weights.pairs[tag * TAGS + next.tag as usize]);
                let score = score + self.weights.tags[tag] + pair;
                self.step(at, depth + 1, form.from, score, Some(form));
            }
        }
    }

    /// A stem whose last syllable has л is made passive by -н, any other that ends in a vowel by -л: «белгіле-н»,
    /// «қабылда-н», but «жібер-іл», «тарқа-л».
    fn passive_fits(&self, at: usize, end: usize) -> bool {
        let stem = &self.word.letters()[self.word.start()..at];
        if end - at > 1 {
            return true;
        }
        let near = stem.len().saturating_sub(3);
        let liquid = stem[near..].contains(&EL);
        let by_n = self.word.letters()[at] == EN;
        if by_n { liquid } else { stem.len() < 2 || stem[stem.len() - 2] != EL }
    }

    fn give(&mut self, verb: bool, place: Place, repair: Repair, kept: usize, tail: [u8; 2]) {
        let Place { end, depth, score } = place;
        let mut hash = self.word.hashes[kept];
        if tail[0] == 0 {
            // A soft sign at the end does not count.
            let (mut last, mut len) = (self.word.letters()[kept - 1], kept);
            if last == SOFT_SIGN && kept > self.word.start() + 1 {
                len -= 1;
                last = self.word.letters()[len - 1];
            }
            hash = hash_step(self.word.hashes[len - 1], fold(last));
        } else {
            hash = hash_step(hash, if tail[1] == 0 { fold(tail[0]) } else { tail[0] });
            if tail[1] != 0 {
                hash = hash_step(hash, fold(tail[1]));
            }
        }
        let reading = Reading {
            verb,
            end,
            repair,
            kept,
            tail,
            hash: hash_end(hash),
            endings: &self.stack[..depth],
            score,
            word: self.word,
        };
        (self.visit)(&reading);
    }

    fn noun(&mut self, end: usize, depth: usize, score: i32, next: Option<&Form>) {
        let word = self.word;
        // «SMS-ке», «2022-ге»: the whole tail is an ending.
        if end == word.start() {
            if end >= 2 && depth > 0 {
                self.give(false, Place { end, depth, score }, Repair::None, end - 1, [0, 0]);
            }
            return;
        }
        let len = end - word.start();
        if depth > 0 && (len < 2 || word.first_vowel >= end) {
            return;
        }
        let last = word.letters()[end - 1];
        let voiced = matches!(last, BE | GE | GHE);
        self.give(false, Place { end, depth, score }, Repair::None, end, [0, 0]);
        let Some(next) = next else { return };
        // «процесі», «процестер»
        if last == ES && len >= 4 && word.kazakh >= end && is_vowel(word.letters()[end - 2]) {
            self.give(false, Place { end, depth, score }, Repair::Double, end, [last, 0]);
        }
        if !next.vowel {
            // «актіге»: а loan with a linking vowel.
            if last == FRONT_Y
                && len >= 4
                && word.kazakh >= end - 1
                && !is_vowel(word.letters()[end - 2])
                && !is_vowel(word.letters()[end - 3])
            {
                self.give(false, Place { end, depth, score }, Repair::Link, end - 1, [0, 0]);
            }
            return;
        }
        if voiced && len >= 2 {
            self.give(false, Place { end, depth, score }, Repair::Voiceless, end - 1, [fold(last), 0]);
        }
        // «орны»: two consonants, the second of which is sonorant or could be.
        if len >= 3 && !is_vowel(last) && !is_vowel(word.letters()[end - 2]) && is_vowel(word.letters()[end - 3])
            || len >= 3 && last != U && !is_vowel(last) && word.letters()[end - 2] == U
        {
            let narrow = word.narrow_vowel(end);
            self.give(false, Place { end, depth, score }, Repair::Vowel, end - 1, [narrow, fold(last)]);
        }
    }

    fn verb(&mut self, end: usize, depth: usize, score: i32, next: Option<&Form>) {
        let word = self.word;
        let len = end - word.start();
        if len < 1 || depth == 0 && len < 2 {
            return;
        }
        let vowel = word.first_vowel < end;
        let last = word.letters()[end - 1];
        let first = next.map_or(0, |next| next.first);
        match first {
            // я, ю: the glide is restored, or the stem ends in и itself.
            YA | YU => {
                if is_vowel(last) && len >= 1 {
                    if last == I {
                        self.give(true, Place { end, depth, score }, Repair::None, end, [0, 0]);
                    } else {
                        self.give(true, Place { end, depth, score }, Repair::Glide, end, [SHORT_I, 0]);
                    }
                }
                return;
            }
            // и: ы, і and the glide
            I => {
                let narrow = word.narrow_vowel(end);
                if len >= 1 {
                    self.give(true, Place { end, depth, score }, Repair::Final, end, [narrow, 0]);
                }
                return;
            }
            _ => {}
        }
        if vowel && len >= 2 {
            self.give(true, Place { end, depth, score }, Repair::None, end, [0, 0]);
        }
        let Some(next) = next else { return };
        if !next.vowel && next.tag != Tag::Passive && next.tag != Tag::Together {
            return;
        }
        if !vowel {
            return;
        }
        // «таусыл»: тауыс
        if next.tag == Tag::Passive
            && len >= 3
            && !is_vowel(last)
            && (last == ES || last == TE)
            && (!is_vowel(word.letters()[end - 2]) || word.letters()[end - 2] == U)
        {
            let narrow = word.narrow_vowel(end);
            self.give(true, Place { end, depth, score }, Repair::Vowel, end - 1, [narrow, last]);
        }
        if matches!(last, BE | GE | GHE) && len >= 2 {
            self.give(true, Place { end, depth, score }, Repair::Voiceless, end - 1, [fold(last), 0]);
        }
        if first == U && !is_vowel(last) && len >= 2 {
            let narrow = word.narrow_vowel(end);
            self.give(true, Place { end, depth, score }, Repair::Final, end, [narrow, 0]);
        }
        if last == U && next.tag == Tag::Having && len >= 2 {
            self.give(true, Place { end, depth, score }, Repair::Lip, end - 1, [PE, 0]);
        }
    }
}
