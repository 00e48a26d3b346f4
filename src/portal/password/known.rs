//! Rule 7: passwords that everybody tries first.
//!
//! The lists are data of the caller. Texts are compared after NFKC, case folding and stripping digits and symbols at both
//! ends, so `Password_2024!` is `password`. No service is asked.

use std::collections::HashSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

use super::common;

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
        Self::new(common::words().chain(more))
    }

    /// Is the password one of these words, digits and symbols at its ends aside?
    pub fn contain(&self, password: &str) -> bool {
        self.cores.contains(&core(password))
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

/// The text after NFKC and case folding, without digits and symbols at its ends.
fn core(text: &str) -> String {
    // Upper, then lower, character by character: full case folding but for a few historic letters.
    let folded: String = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect();
    folded.trim_matches(|c: char| !c.is_alphabetic()).to_owned()
}

/// The decimal digits of a text, those of other forms (full-width) as 0–9.
fn digits(text: &str) -> String {
    text.nfkc().filter(char::is_ascii_digit).collect()
}
