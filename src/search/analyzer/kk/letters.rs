//! Letters of a word as small numbers, and what they are to an ending: class of sound and harmony.

/// Letters of Kazakh and Russian in their order; the number of a letter is its place here, from one.
const LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// The soft sign.
pub(super) const SOFT_SIGN: u8 = 39;
/// A hyphen.
pub(super) const HYPHEN: u8 = 62;
/// Any other sign: a digit, a Latin letter.
pub(super) const OTHER: u8 = 63;

/// The longest word that is taken apart; longer ones are no words.
pub(super) const LONGEST: usize = 48;

/// Number of a small letter.
pub(super) const fn code(letter: char) -> u8 {
    match letter {
        'а' => 1,
        'ә' => 2,
        'б' => 3,
        'в' => 4,
        'г' => 5,
        'ғ' => 6,
        'д' => 7,
        // ё is written as е as often as not.
        'е' | 'ё' => 8,
        'ж' => 10,
        'з' => 11,
        'и' => 12,
        'й' => 13,
        'к' => 14,
        'қ' => 15,
        'л' => 16,
        'м' => 17,
        'н' => 18,
        'ң' => 19,
        'о' => 20,
        'ө' => 21,
        'п' => 22,
        'р' => 23,
        'с' => 24,
        'т' => 25,
        'у' => 26,
        'ұ' => 27,
        'ү' => 28,
        'ф' => 29,
        'х' => 30,
        'һ' => 31,
        'ц' => 32,
        'ч' => 33,
        'ш' => 34,
        'щ' => 35,
        'ъ' => 36,
        'ы' => 37,
        'і' => 38,
        'ь' => 39,
        'э' => 40,
        'ю' => 41,
        'я' => 42,
        '-' => HYPHEN,
        _ => OTHER,
    }
}

/// The letter of a number.
pub(super) fn letter(code: u8) -> char {
    LETTERS.chars().nth(usize::from(code).wrapping_sub(1)).unwrap_or('-')
}

/// Classes of a sound, as endings tell them apart; a set of them is a mask.
pub(super) mod class {
    /// а ә е ы і о ө ұ ү э я ё
    pub(in super::super) const VOWEL: u8 = 1;
    /// и у ю: a vowel to the ear, a consonant to most endings.
    pub(in super::super) const GLIDE: u8 = 2;
    /// р й
    pub(in super::super) const LIQUID: u8 = 4;
    /// л
    pub(in super::super) const L: u8 = 8;
    /// м н ң
    pub(in super::super) const NASAL: u8 = 16;
    /// з ж
    pub(in super::super) const HUSH: u8 = 32;
    /// Voiceless, and б в г ғ д, which lose their voice at the end of a word.
    pub(in super::super) const VOICELESS: u8 = 64;
    /// Signs that are no letters: every ending may follow.
    pub(in super::super) const SIGN: u8 = 128;
}

/// Class of each letter.
pub(super) const CLASS: [u8; 64] = {
    let mut table = [class::SIGN; 64];
    let mut code = 1;
    while code <= 42 {
        table[code] = match code {
            1 | 2 | 8 | 9 | 20 | 21 | 27 | 28 | 37 | 38 | 40 | 42 => class::VOWEL,
            12 | 26 | 41 => class::GLIDE,
            13 | 23 => class::LIQUID,
            16 => class::L,
            17..=19 => class::NASAL,
            10 | 11 => class::HUSH,
            // ь says nothing of the sound: «медальді», «князьдің».
            39 => class::LIQUID | class::L | class::NASAL | class::HUSH | class::VOICELESS,
            _ => class::VOICELESS,
        };
        code += 1;
    }
    table
};

/// Endings with back vowels may follow.
pub(super) const BACK: u8 = 1;
/// Endings with front vowels may follow.
pub(super) const FRONT: u8 = 2;
/// Either.
pub(super) const ANY: u8 = 3;

/// What a vowel letter asks of the next ending; 0 for a consonant.
pub(super) const fn harmony(code: u8) -> u8 {
    match code {
        // а ё о ұ ы я
        1 | 9 | 20 | 27 | 37 | 42 => BACK,
        // е і ө ү э
        8 | 38 | 21 | 28 | 40 => FRONT,
        // ә at the end: «куәға», «Сәулеге»; и у ю
        2 | 12 | 26 | 41 => ANY,
        _ => 0,
    }
}

/// Is it a vowel to the ear?
pub(super) const fn is_vowel(code: u8) -> bool {
    harmony(code) != 0
}

/// Letters that stand in Kazakh words alone.
pub(super) const fn is_kazakh(code: u8) -> bool {
    matches!(code, 2 | 6 | 15 | 19 | 21 | 27 | 28 | 31 | 38)
}

/// Letters that stand in loans alone.
pub(super) const fn is_foreign(code: u8) -> bool {
    matches!(code, 4 | 9 | 29 | 32 | 33 | 35 | 36 | 39 | 40)
}

/// Voiced and voiceless finals are one sound at the end of a stem.
pub(super) const fn fold(code: u8) -> u8 {
    match code {
        3 => 22,
        5 => 14,
        6 => 15,
        other => other,
    }
}
