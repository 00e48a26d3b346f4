//! Rule 7: passwords that everybody tries first.
//!
//! The lists are data of the caller. Texts are compared after NFKC, case folding and stripping digits and symbols at both
//! ends, so `Password_2024!` is `password`; signs that look like letters count as those, so `P@ssw0rd1` is `password` too.
//! No service is asked.

use std::collections::HashSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

use super::commonest;

/// Fewest digits of a number of the client that make a password containing it easy to guess.
const LONG_NUMBER: usize = 6;

/// The common passwords and the words of the portal, ready to compare with. Built once.
#[derive(Clone, Debug, Default)]
pub struct KnownWords {
    cores: HashSet<String>,
}

impl KnownWords {
    /// The words of a list. Those that are nothing but digits and symbols are left out: no password can be, by its other
    /// rules.
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let cores = words.into_iter().map(|word| core(word.as_ref())).filter(|core| !core.is_empty()).collect();
        Self { cores }
    }

    /// The commonest passwords, and more words: names of the company and of the portal.
    pub fn common<W: AsRef<str>>(more: impl IntoIterator<Item = W>) -> Self {
        let more = more.into_iter().map(|word| word.as_ref().to_owned());
        Self::new(commonest::words().chain(more))
    }

    /// Is the password one of these words, digits and symbols at its ends aside?
    pub fn contain(&self, password: &str) -> bool {
        let folded = fold(password);
        // A sign at the beginning may stand for a letter; at the end it is more often just put there.
        let from_start = folded.trim_end_matches(|c: char| !c.is_alphabetic());
        let core = trim(&folded);
        self.cores.contains(core)
            || LOOK_ALIKES
                .iter()
                .any(|table| [from_start, core].into_iter().any(|text| self.cores.contains(&look(text, table))))
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.cores.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.cores.is_empty()
    }
}

/// What is known of one client: names, and numbers that a password must not be built of.
///
/// Has no `Debug`: it holds personal data in the clear.
#[derive(Clone, Default)]
pub struct Context {
    words: KnownWords,
    numbers: Vec<String>,
}

impl Context {
    /// Adds names or other words; several in one text are taken apart and together.
    #[must_use]
    pub fn word(mut self, text: &str) -> Self {
        let parts = text.split_whitespace().chain([text]).map(core).filter(|core| !core.is_empty());
        self.words.cores.extend(parts);
        self
    }

    /// Adds a number: account, IIN, phone, contract. A password is refused that contains its digits; short ones
    /// (under six digits) would refuse too much and are passed over.
    #[must_use]
    pub fn number(mut self, text: &str) -> Self {
        self.numbers.extend(Some(digits(text)).filter(|number| number.len() >= LONG_NUMBER));
        self
    }

    /// Adds a date, in the orders in which people type it.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> Self {
        ["%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d"]
            .into_iter()
            .fold(self, |context, form| context.number(&date.format(form).to_string()))
    }

    /// Is the password one of the words, or does it contain one of the numbers?
    pub fn contains(&self, password: &str) -> bool {
        let typed = digits(password);
        self.words.contain(password) || self.numbers.iter().any(|number| typed.contains(number))
    }
}

/// Signs that people write for letters: in Latin words, once with `1` for `i` and once for `l`, and in Cyrillic ones.
const LOOK_ALIKES: [&[(char, char)]; 3] = [
    &[('@', 'a'), ('4', 'a'), ('0', 'o'), ('3', 'e'), ('1', 'i'), ('!', 'i'), ('$', 's'), ('5', 's'), ('7', 't')],
    &[('@', 'a'), ('4', 'a'), ('0', 'o'), ('3', 'e'), ('1', 'l'), ('$', 's'), ('5', 's'), ('7', 't')],
    &[('@', 'а'), ('0', 'о'), ('3', 'з'), ('4', 'ч'), ('6', 'б'), ('1', 'і')],
];

/// The text with letters for the signs of a table.
fn look(text: &str, table: &[(char, char)]) -> String {
    let letter = |c: char| table.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, letter)| *letter);
    text.chars().map(letter).collect()
}

/// The text after NFKC and case folding, without digits and symbols at its ends.
fn core(text: &str) -> String {
    trim(&fold(text)).to_owned()
}

fn fold(text: &str) -> String {
    // Upper, then lower, character by character: full case folding but for a few historic letters.
    text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect()
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// The decimal digits of a text, those of other forms (full-width) as 0–9.
fn digits(text: &str) -> String {
    text.nfkc().filter(char::is_ascii_digit).collect()
}
