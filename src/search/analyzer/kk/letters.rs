//! Letters of a word as small numbers, and what they are to an ending: class of sound and harmony.

/// Letters of Kazakh and Russian in their order; the number of a letter is its place here, from one.
const LETTERS: [char; 42] = [
    'а', 'ә', 'б', 'в', 'г', 'ғ', 'д', 'е', 'ё', 'ж', 'з', 'и', 'й', 'к', 'қ', 'л', 'м', 'н', 'ң', 'о', 'ө', 'п', 'р',
    'с', 'т', 'у', 'ұ', 'ү', 'ф', 'х', 'һ', 'ц', 'ч', 'ш', 'щ', 'ъ', 'ы', 'і', 'ь', 'э', 'ю', 'я',
];

/// ә
pub(super) const AE: u8 = code('ә');
/// б
pub(super) const BE: u8 = code('б');
/// в
pub(super) const VE: u8 = code('в');
/// г
pub(super) const GE: u8 = code('г');
/// ғ
pub(super) const GHE: u8 = code('ғ');
/// и
pub(super) const I: u8 = code('и');
/// й
pub(super) const SHORT_I: u8 = code('й');
/// к
pub(super) const KA: u8 = code('к');
/// қ
pub(super) const QA: u8 = code('қ');
/// л
pub(super) const EL: u8 = code('л');
/// н
pub(super) const EN: u8 = code('н');
/// п
pub(super) const PE: u8 = code('п');
/// с
pub(super) const ES: u8 = code('с');
/// т
pub(super) const TE: u8 = code('т');
/// у
pub(super) const U: u8 = code('у');
/// ы
pub(super) const BACK_Y: u8 = code('ы');
/// і
pub(super) const FRONT_Y: u8 = code('і');
/// ю
pub(super) const YU: u8 = code('ю');
/// я
pub(super) const YA: u8 = code('я');
/// The soft sign.
pub(super) const SOFT_SIGN: u8 = code('ь');
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

/// The letter of a number; a hyphen for what is none.
pub(super) const fn letter(code: u8) -> char {
    if code == 0 || code as usize > LETTERS.len() { '-' } else { LETTERS[code as usize - 1] }
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

/// One byte for each number, by its letter.
macro_rules! by_letter {
    ($letter:ident => $value:expr) => {{
        let mut table = [0; 64];
        let mut number: u8 = 0;
        while number < 64 {
            let $letter = letter(number);
            table[number as usize] = $value;
            number += 1;
        }
        table
    }};
}

/// Class of each letter.
pub(super) const CLASS: [u8; 64] = by_letter!(letter => match letter {
    'а' | 'ә' | 'е' | 'ё' | 'о' | 'ө' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'я' => class::VOWEL,
    'и' | 'у' | 'ю' => class::GLIDE,
    'й' | 'р' => class::LIQUID,
    'л' => class::L,
    'м' | 'н' | 'ң' => class::NASAL,
    'ж' | 'з' => class::HUSH,
    // It says nothing of the sound: «медальді», «князьдің».
    'ь' => class::LIQUID | class::L | class::NASAL | class::HUSH | class::VOICELESS,
    '-' => class::SIGN,
    _ => class::VOICELESS,
});

/// Endings with back vowels may follow.
pub(super) const BACK: u8 = 1;
/// Endings with front vowels may follow.
pub(super) const FRONT: u8 = 2;
/// Either.
pub(super) const ANY: u8 = 3;

const HARMONY: [u8; 64] = by_letter!(letter => match letter {
    'а' | 'ё' | 'о' | 'ұ' | 'ы' | 'я' => BACK,
    'е' | 'і' | 'ө' | 'ү' | 'э' => FRONT,
    // ә at the end: «куәға», «Сәулеге».
    'ә' | 'и' | 'у' | 'ю' => ANY,
    _ => 0,
});

/// Letters that stand in Kazakh words alone, and in loans alone.
const KAZAKH: u8 = 1;
const FOREIGN: u8 = 2;

const ORIGIN: [u8; 64] = by_letter!(letter => match letter {
    'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і' => KAZAKH,
    'в' | 'ё' | 'ф' | 'ц' | 'ч' | 'щ' | 'ъ' | 'ь' | 'э' => FOREIGN,
    _ => 0,
});

/// What a vowel letter asks of the next ending; 0 for a consonant.
pub(super) const fn harmony(code: u8) -> u8 {
    HARMONY[code as usize]
}

/// Is it a vowel to the ear?
pub(super) const fn is_vowel(code: u8) -> bool {
    harmony(code) != 0
}

/// Does it stand in Kazakh words alone?
pub(super) const fn is_kazakh(code: u8) -> bool {
    ORIGIN[code as usize] == KAZAKH
}

/// Does it stand in loans alone?
pub(super) const fn is_foreign(code: u8) -> bool {
    ORIGIN[code as usize] == FOREIGN
}

/// Voiced and voiceless finals are one sound at the end of a stem.
pub(super) const fn fold(code: u8) -> u8 {
    match code {
        BE => PE,
        GE => KA,
        GHE => QA,
        other => other,
    }
}
