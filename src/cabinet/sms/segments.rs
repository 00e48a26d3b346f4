//! How many parts a text takes, by 3GPP TS 23.038 (alphabets) and 23.040 (parts).
//!
//! A part carries 140 bytes; a text of several parts loses 6 of each to the header that joins them. A text is written in
//! the alphabet of 7 bits if it has all its characters, else in UCS-2, as every Cyrillic text is.

/// The alphabet of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// 7 bits: Latin and some Greek letters.
    Gsm7,
    /// 16 bits: anything.
    Ucs2,
}

impl Alphabet {
    /// Units of a text in one part.
    pub const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units of each part, when there are several.
    pub const fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// Units of a character.
    fn units(self, character: char) -> usize {
        match self {
            Self::Gsm7 if EXTENSION.contains(character) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => character.len_utf16(),
        }
    }
}

/// The length of a text as a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Its alphabet.
    pub alphabet: Alphabet,
    /// Septets or UTF-16 code units.
    pub units: usize,
    /// Parts that are sent and paid for.
    pub parts: usize,
}

/// The basic table, without the escape (0x1B).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table: each character is preceded by the escape.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Measures a text. A character of two units is never torn between parts.
pub fn measure(text: &str) -> Length {
    let alphabet =
        if text.chars().all(|c| BASIC.contains(c) || EXTENSION.contains(c)) { Alphabet::Gsm7 } else { Alphabet::Ucs2 };
    let units = text.chars().map(|c| alphabet.units(c)).sum();
    if units <= alphabet.alone() {
        return Length { alphabet, units, parts: 1 };
    }
    let (mut parts, mut filled) = (1, 0);
    for size in text.chars().map(|c| alphabet.units(c)) {
        if filled + size > alphabet.joined() {
            (parts, filled) = (parts + 1, 0);
        }
        filled += size;
    }
    Length { alphabet, units, parts }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Alphabet::{Gsm7, Ucs2};

    #[test]
    fn the_basic_table_has_127_characters_and_the_extension_ten() {
        assert_eq!((BASIC.chars().count(), EXTENSION.chars().count()), (127, 10));
        assert!(EXTENSION.chars().all(|c| !BASIC.contains(c)));
    }

    #[test]
    fn texts_are_measured_by_the_standard() {
        let rows = [
            (String::new(), Gsm7, 0, 1, "nothing"),
            ("a".repeat(160), Gsm7, 160, 1, "one part is full"),
            ("a".repeat(161), Gsm7, 161, 2, "one too many"),
            ("a".repeat(306), Gsm7, 306, 2, "two parts are full"),
            ("a".repeat(307), Gsm7, 307, 3, "three"),
            ("a".repeat(459), Gsm7, 459, 3, "three parts are full"),
            ("#@\n".to_owned(), Gsm7, 3, 1, "hash, at and new line are basic"),
            ("`".to_owned(), Ucs2, 1, 1, "the backtick is not"),
            ("€".repeat(80), Gsm7, 160, 1, "two septets each"),
            (format!("{}€", "a".repeat(152)), Gsm7, 154, 1, "still one part"),
            (format!("{}€{}", "a".repeat(152), "a".repeat(152)), Gsm7, 306, 3, "the escape is not torn off"),
            ("Ұ".repeat(70), Ucs2, 70, 1, "one part of Kazakh"),
            ("Ұ".repeat(71), Ucs2, 71, 2, "one too many"),
            ("Ұ".repeat(134), Ucs2, 134, 2, "two parts"),
            ("Ұ".repeat(135), Ucs2, 135, 3, "three"),
            ("Ұ".repeat(201), Ucs2, 201, 3, "three parts are full"),
            ("ӘҒҚҢӨҰҮҺІ".to_owned(), Ucs2, 9, 1, "each Kazakh letter is one unit"),
            ("😀".repeat(35), Ucs2, 70, 1, "two units each"),
            (format!("{}😀{}", "я".repeat(66), "я".repeat(66)), Ucs2, 134, 3, "a pair is not torn"),
            (format!("{}\u{a0}", "a".repeat(70)), Ucs2, 71, 2, "one no-break space makes all of it wide"),
        ];
        for (text, alphabet, units, parts, reason) in rows {
            assert_eq!(measure(&text), Length { alphabet, units, parts }, "{reason}");
        }
    }

    proptest! {
        #[test]
        fn parts_hold_the_text_and_one_more_character_never_takes_fewer(text in "\\PC{0,300}", more in any::<char>()) {
            let length = measure(&text);
            let room = if length.parts == 1 { length.alphabet.alone() } else { length.parts * length.alphabet.joined() };
            prop_assert!(length.units <= room);
            let longer = measure(&format!("{text}{more}"));
            prop_assert!(longer.parts >= length.parts);
        }
    }
}
