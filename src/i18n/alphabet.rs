//! Alphabetical order of Kazakh and of Russian.
//!
//! A name is compared in four steps, each only when the one before sees no difference: letters, numbers and gaps between
//! words; accents (for Russian, ё against е); case, small letters first; and at last the text itself, so that two
//! different names are never equal. Punctuation counts in the last step alone. Numbers come before letters and by their
//! value, Cyrillic before Latin, Latin before everything else.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::locale::Locale;

/// The Kazakh alphabet. Russian letters stand in it in their own order.
const LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// End of a step; less than any weight.
const END: u8 = 0;
const SPACE: u8 = 1;
const NUMBER: u8 = 2;
const CYRILLIC: u8 = 3;
const OTHER_CYRILLIC: u8 = 4;
const LATIN: u8 = 5;
const OTHER: u8 = 6;

/// Order of two names. To sort many, sort by [`sort_key`]: it does the work once for each name.
pub fn compare(locale: Locale, a: &str, b: &str) -> Ordering {
    sort_key(locale, a).cmp(&sort_key(locale, b))
}

/// Bytes whose order is the order of the names.
pub fn sort_key(locale: Locale, text: &str) -> Vec<u8> {
    let mut key = Key::default();
    for c in text.nfc() {
        key.add(locale, c);
    }
    key.finish(text)
}

#[derive(Default)]
struct Key {
    letters: Vec<u8>,
    accents: Vec<u8>,
    cases: Vec<u8>,
    digits: String,
    space: bool,
}

impl Key {
    fn add(&mut self, locale: Locale, c: char) {
        if let Some(digit) = c.to_digit(10) {
            self.separate();
            self.digits.extend(char::from_digit(digit, 10));
            return;
        }
        if c.is_whitespace() {
            self.space = true;
            return;
        }
        if !c.is_alphanumeric() && !is_combining_mark(c) {
            return;
        }
        self.number();
        self.separate();
        let upper = c.is_uppercase();
        // A capital may be several small letters, and an accented Latin letter is its base and a mark.
        for small in c.to_lowercase().nfc() {
            if LETTERS.contains(small) {
                self.cyrillic(locale, small, upper);
            } else {
                for part in std::iter::once(small).nfd() {
                    self.other(part, upper);
                }
            }
        }
    }

    fn cyrillic(&mut self, locale: Locale, c: char, upper: bool) {
        let (base, accent) = match (locale, c) {
            (Locale::Ru, 'ё') => ('е', 2),
            _ => (c, 1),
        };
        let place = LETTERS.chars().position(|letter| letter == base).unwrap_or_default();
        self.letters.extend([CYRILLIC, u8::try_from(place).unwrap_or(u8::MAX)]);
        self.accents.push(accent);
        self.cases.push(if upper { 2 } else { 1 });
    }

    fn other(&mut self, c: char, upper: bool) {
        let point = u32::from(c).to_be_bytes();
        if is_combining_mark(c) {
            self.accents.push(3);
            self.accents.extend(point);
            return;
        }
        let class = match c {
            '\u{400}'..='\u{52F}' => OTHER_CYRILLIC,
            'a'..='z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => LATIN,
            _ => OTHER,
        };
        self.letters.push(class);
        self.letters.extend(point);
        self.accents.push(1);
        self.cases.push(if upper { 2 } else { 1 });
    }

    /// Ends a number: its length, then its digits, so that a longer number is greater.
    fn number(&mut self) {
        if self.digits.is_empty() {
            return;
        }
        let digits = self.digits.trim_start_matches('0');
        self.letters.push(NUMBER);
        self.letters.extend(u32::try_from(digits.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.letters.extend(digits.bytes());
        self.digits.clear();
    }

    /// Ends a gap between words; gaps at the ends do not count.
    fn separate(&mut self) {
        if !self.space {
            return;
        }
        self.number();
        self.space = false;
        if !self.letters.is_empty() {
            self.letters.push(SPACE);
        }
    }

    fn finish(mut self, text: &str) -> Vec<u8> {
        self.number();
        let mut key = self.letters;
        key.push(END);
        key.extend(self.accents);
        key.push(END);
        key.extend(self.cases);
        key.push(END);
        key.extend(text.bytes());
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{Kk, Ru};
    use proptest::prelude::*;

    fn sorted(locale: Locale, names: &str) -> String {
        let mut names: Vec<&str> = names.split('|').collect();
        names.sort_by(|a, b| compare(locale, a, b));
        names.join("|")
    }

    #[test]
    fn the_alphabet_is_in_order() {
        let alphabet = "А Ә Б В Г Ғ Д Е Ё Ж З И Й К Қ Л М Н Ң О Ө П Р С Т У Ұ Ү Ф Х Һ Ц Ч Ш Щ Ъ Ы І Ь Э Ю Я";
        let letters: Vec<&str> = alphabet.split(' ').collect();
        assert_eq!(letters.len(), 42);
        for pair in letters.windows(2) {
            assert_eq!(compare(Kk, pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(Kk, &pair[0].to_lowercase(), pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn names_stand_in_dictionary_order() {
        let rows = [
            (Kk, "аз|ай|ән|бар", "ә after а"),
            (Kk, "көше|кілт|қала|лас", "қ after к, whatever follows"),
            (Kk, "уақыт|ұл|үй", "у, ұ, ү"),
            (Kk, "егер|елу|ёлка|жер", "ё is a letter of its own in Kazakh"),
            (Kk, "ыдыс|із|эхо", "і after ы, before э"),
            (Ru, "ежик|ёжик|езда|ёлка|ель", "ё goes with е and only then after it"),
            (Ru, "дом|Дом|дома", "case counts after letters, small first"),
            (Ru, "пункт 2|пункт 10|пункт 100", "numbers by value"),
            (Ru, "5 шагов|адрес", "numbers before letters"),
            (Ru, "02|2|3", "zeros in front change nothing but the last step"),
            (Ru, "адрес|«Башня»|вид", "quotation marks do not count"),
            (Ru, "до свидания|дом|дома", "a gap comes before letters"),
            (Ru, "яма|email|SMS", "Latin after Cyrillic, in its own order"),
            (Ru, "cafe|café|cafeteria", "an accent counts after letters"),
            (Ru, "ток|тоқ|том", "a Kazakh letter in a Russian list"),
            (Ru, "|а|я", "the empty name first"),
        ];
        for (locale, expected, reason) in rows {
            let mut turned: Vec<&str> = expected.split('|').collect();
            turned.reverse();
            assert_eq!(sorted(locale, &turned.join("|")), expected, "{reason}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_differ_in_the_last_step_only() {
        assert_eq!(sorted(Ru, "йод б|и\u{306}од а"), "и\u{306}од а|йод б");
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in NAME, b in NAME, c in NAME) {
            for locale in Locale::ALL {
                prop_assert_eq!(compare(locale, &a, &b), compare(locale, &b, &a).reverse());
                prop_assert_eq!(compare(locale, &a, &b) == Ordering::Equal, a == b);
                let mut names = [&a, &b, &c];
                names.sort_by(|x, y| compare(locale, x, y));
                prop_assert!(compare(locale, names[0], names[2]) != Ordering::Greater);
                prop_assert_eq!(sort_key(locale, &a).cmp(&sort_key(locale, &b)), compare(locale, &a, &b));
            }
        }
    }

    const NAME: &str = "[а-яА-ЯёЁәіІқҚa-zA-Zé0-3 «»\\-\u{306}]{0,8}|\\PC{0,6}";
}
