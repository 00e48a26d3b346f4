//! Texts as words: cutting, one spelling for what counts as the same, stems, and the other ways to type a word.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::analyzer;
pub use super::spellings::{from_latin, to_cyrillic_keys, to_latin_keys};
use crate::i18n::Locale;

/// Longer words are cut: nobody types them, and they would only fill the index.
pub(super) const LONGEST: usize = 40;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As search sees it: lower case, «ё» as «е», Latin look-alikes in Cyrillic words as what they look like.
    pub text: String,
    /// Where it stands, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The text in composed form; positions of [`words`] refer to this.
pub fn compose(text: &str) -> Cow<'_, str> {
    if is_composed(text.as_bytes()) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Whether a text has only letters and signs of our texts that nothing before or after them changes: `U+0000` to `U+02FF`,
/// Cyrillic but for its marks, dashes, quotes, «…», «₸» and «№». Told by bytes, all at once and without a branch; some texts
/// that are composed too are not known for it.
fn is_composed(text: &[u8]) -> bool {
    let doubtful = |byte: u8, next: u8, third: u8| {
        let marks = byte == 0xd2 && (0x83..=0x89).contains(&next);
        let dash = next == 0x80 && (0x90..=0xa7).contains(&third);
        let sign = (next == 0x82 && third == 0xb8) || (next == 0x84 && third == 0x96);
        let known = byte < 0xcc || matches!(byte, 0xd0..=0xd3) || (byte == 0xe2 && (dash || sign));
        marks || !known
    };
    let nexts = text.get(1..).unwrap_or_default();
    let thirds = text.get(2..).unwrap_or_default();
    let all = text.iter().zip(nexts).zip(thirds);
    let found = all.fold(false, |found, ((byte, next), third)| found | doubtful(*byte, *next, *third));
    // The last but one may begin a letter of two bytes.
    let end = matches!(text, [.., byte, next] if doubtful(*byte, *next, 0));
    !found && !end
}

/// The words of a composed text. A number is one word however it is written: «35,5», «1 234 567,50».
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 10);
    for span in spans(text) {
        let text = span.read();
        if !text.is_empty() {
            found.push(Word { text, start: span.start, end: span.start + span.text.len() });
        }
    }
    found
}

/// A word as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    /// The letters of the text.
    pub(super) text: &'a str,
    /// Whether it is a number.
    pub(super) number: bool,
    /// Where it stands, in bytes.
    start: usize,
}

impl Span<'_> {
    /// As search sees it; empty when nothing of it counts.
    pub(super) fn read(&self) -> String {
        if self.number { number(self.text) } else { normalize(self.text) }
    }
}

/// Cuts a composed text.
pub(super) fn spans(text: &str) -> impl Iterator<Item = Span<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = letters_begin(text, at)?;
        let number = text.as_bytes()[start].is_ascii_digit().then(|| number_end(text, start)).flatten();
        at = number.unwrap_or_else(|| letters_end(text, start));
        Some(Span { text: &text[start..at], number: number.is_some(), start })
    })
}

/// Where the next letter or digit stands, from `at` on.
fn letters_begin(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let byte = *text.as_bytes().get(at)?;
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if is_letter(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Where a word ends that has letters until `at`. Cyrillic ones, of two bytes, are told by the first of these.
fn letters_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            0xd0 | 0xd1 | 0xd3 => 2,
            _ if byte.is_ascii_alphanumeric() => 1,
            _ if byte.is_ascii() => break,
            _ => match text[at..].chars().next().filter(|c| is_letter(*c) || is_mark(*c)) {
                Some(c) => c.len_utf8(),
                None => break,
            },
        };
    }
    at
}

/// Whether a character is part of a word. What our texts consist of is told without looking it up.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Where the number ends that begins at `start`; none when it is no number, such as «3а».
fn number_end(text: &str, start: usize) -> Option<usize> {
    let digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = start + digits(start);
    let mut first = end - start <= 3;
    loop {
        let rest = &text[end..];
        let Some(gap) = rest.chars().next() else { return Some(end) };
        let after = end + gap.len_utf8();
        let next = digits(after);
        let grouped = first && next == 3 && matches!(gap, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
        let decimals = next > 0 && matches!(gap, '.' | ',');
        if !grouped && !decimals {
            let ends = !gap.is_alphanumeric() && !is_mark(gap);
            return ends.then_some(end);
        }
        // After decimals there are no groups of thousands.
        first &= grouped;
        end = after + next;
        if end - start > LONGEST {
            return None;
        }
    }
}

/// A number as search sees it: without groups, a point before decimals, no zeros at their end.
fn number(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    match plain.split_once('.') {
        Some((whole, decimals)) if !decimals.contains('.') && decimals.len() <= 2 => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
        }
        _ => plain,
    }
}

/// Marks over letters that have no composed form, and soft hyphens, do not end a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}')
}

fn normalize(word: &str) -> String {
    let lower = word.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase);
    let mut text: String = lower.map(|c| if c == 'ё' { 'е' } else { c }).take(LONGEST).collect();
    let cyrillic = text.chars().any(is_cyrillic);
    if cyrillic && !text.chars().all(is_cyrillic) {
        text = text.chars().map(analyzer::cyrillic_twin).collect();
    }
    text
}

/// Whether a letter is Cyrillic.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

/// The stem of a word of [`words`].
pub fn stem(locale: Locale, word: &str) -> String {
    match locale {
        Locale::Kk => analyzer::kk::stem(word).into_owned(),
        Locale::Ru => analyzer::ru::stem(word).into_owned(),
    }
}

/// Kazakh letters as people without them on the keyboard type them.
pub fn fold(word: &str) -> String {
    word.chars().map(fold_letter).collect()
}

fn fold_letter(c: char) -> char {
    match c {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        'ё' => 'е',
        other => other,
    }
}

/// At most this many ways to write Kazakh letters back into a word.
const UNFOLDINGS: usize = 96;

/// The words that may have been meant by one typed without Kazakh letters, itself first. Bounded: long words with many
/// such letters are not tried out to the end.
pub fn unfold(word: &str) -> Vec<String> {
    let mut all = vec![String::with_capacity(word.len())];
    for c in word.chars() {
        let others: &[char] = match c {
            'а' => &['ә'],
            'г' => &['ғ'],
            'к' => &['қ'],
            'н' => &['ң'],
            'о' => &['ө'],
            'у' => &['ү', 'ұ'],
            'х' => &['һ'],
            'и' | 'ы' => &['і'],
            _ => &[],
        };
        let many = all.len();
        if many * (others.len() + 1) <= UNFOLDINGS {
            for other in others {
                for at in 0..many {
                    let mut next = all[at].clone();
                    next.push(*other);
                    all.push(next);
                }
            }
        }
        all[..many].iter_mut().for_each(|word| word.push(c));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(&compose(text)).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn cutting() {
        for (text, wanted) in [
            ("«Өтелді» мәртебесі", vec!["өтелді", "мәртебесі"]),
            ("35,5 % и 19.2%", vec!["35.5", "и", "19.2"]),
            ("18.08.2015 г.", vec!["18.08.2015", "г"]),
            ("1 234 567,50 ₸, 100\u{a0}000", vec!["1234567.5", "100000"]),
            ("2022 100, код 5 123", vec!["2022", "100", "код", "5123"]),
            ("3а, 25-й, 1.", vec!["3а", "25", "й", "1"]),
            ("ϑəрзім", vec!["ϑәрзім"]),
            ("СМС-код, счёт.", vec!["смс", "код", "счет"]),
            ("cчет", vec!["счет"]),
            ("и\u{306}од", vec!["йод"]),
            ("a:b C++ * AND", vec!["a", "b", "c", "and"]),
            ("🙂 \u{301}\u{301}", vec![]),
        ] {
            assert_eq!(texts(text), wanted, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_letter_is_in_a_word_and_words_are_of_letters(text in "[a-zA-Zа-яәіңғүұқөһ0-9ԥҁ\u{482}\u{483}\u{301} ,.%«»—ºß٣中🙂]{0,40}") {
            let mut rest = 0;
            for span in spans(&text) {
                assert!(!text[rest..span.start].contains(char::is_alphanumeric), "{text}");
                assert!(span.number || span.text.chars().all(|c| c.is_alphanumeric() || is_mark(c)), "{text}");
                assert!(span.text.starts_with(char::is_alphanumeric), "{text}");
                rest = span.start + span.text.len();
            }
            assert!(!text[rest..].contains(char::is_alphanumeric), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn composed_texts_are_told_by_their_bytes(text in r"[a-zё№₸–…«»á\u{301}\u{2126}\u{483}\u{489}ғқһұўй\u{400}-\u{530}\u{2000}-\u{2040}\u{2cf}-\u{310}\u{10d}\u{1100}]{0,12}|\PC{0,12}") {
            assert_eq!(compose(&text), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn keyboards() {
        for (typed, kazakh, wanted) in [
            ("gfhjkm", false, "пароль"),
            ("-ntvf0s", true, "өтемақы"),
            ("RJVGTYCFWBZ", false, "компенсация"),
            ("0fhsp", true, "қарыз"),
        ] {
            assert_eq!(to_cyrillic_keys(typed, kazakh), wanted);
        }
        assert_eq!(to_latin_keys("ыьы"), "sms");
    }

    #[test]
    fn latin_spellings() {
        for (typed, wanted) in [
            ("otemaqy", "отемаки"),
            ("parol", "парол"),
            ("zhilishchnyy", "жилищный"),
            ("qarız", "кариз"),
            ("kompensaciya", "компенсация"),
            ("qupiasoz", "купиасоз"),
        ] {
            let found: Vec<String> = from_latin(typed).iter().map(|word| fold(word).replace('ы', "и")).collect();
            let wanted = wanted.replace('ы', "и");
            assert!(found.contains(&wanted), "{typed}: {found:?}");
        }
    }

    #[test]
    fn unfolding_is_bounded() {
        assert!(unfold("отемакы").contains(&"өтемақы".to_owned()));
        assert!(unfold(&"ауиокгн".repeat(6)).len() <= UNFOLDINGS);
    }
}
