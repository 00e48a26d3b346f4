//! How numbers, signs, units, abbreviations and Latin letters are read aloud in Kazakh: their last word is enough.

pub(super) const TWENTY: &str = "жиырма";
const DIGITS: [&str; 10] = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"];
const TENS: [&str; 10] = ["", "он", TWENTY, "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"];
const THOUSANDS: [&str; 5] = ["мың", "миллион", "миллиард", "триллион", "квадриллион"];

/// The last word of the number at the end of `host`. A fraction is read as its own number («оннан екі»), and so is the
/// year of a date in digits.
pub(super) fn number(host: &str) -> &'static str {
    let mut digits = String::new();
    let mut rest = host;
    loop {
        let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let group = &rest[head.len()..];
        digits.insert_str(0, group);
        // Groups of three are one number: «1 000 000».
        let before = head.strip_suffix([' ', '\u{A0}', '\u{202F}']);
        match before {
            Some(before) if group.len() == 3 && before.ends_with(|c: char| c.is_ascii_digit()) => rest = before,
            _ => break,
        }
    }
    let Some((zeros, digit)) = digits.bytes().rev().enumerate().find(|(_, digit)| *digit != b'0') else {
        return DIGITS[0];
    };
    let digit = usize::from(digit - b'0');
    match zeros {
        0 => DIGITS[digit],
        1 => TENS[digit],
        2 => "жүз",
        _ => THOUSANDS[(zeros / 3 - 1).min(THOUSANDS.len() - 1)],
    }
}

pub(super) const SIGNS: [(char, &str); 8] = [
    ('%', "пайыз"),
    ('₸', "теңге"),
    ('$', "доллар"),
    ('€', "еуро"),
    ('₽', "рубль"),
    ('°', "градус"),
    ('№', "нөмір"),
    ('²', "метр"),
];

/// Units after a number.
pub(super) const UNITS: [(&str, &str); 9] = [
    ("м", "метр"),
    ("км", "километр"),
    ("см", "сантиметр"),
    ("мм", "миллиметр"),
    ("г", "грамм"),
    ("кг", "килограмм"),
    ("га", "гектар"),
    ("тг", "теңге"),
    ("млн", "миллион"),
];

/// Abbreviations that are read as words or in full.
pub(super) const READ_OTHERWISE: [(&str, &str); 3] = [("ҚР", "республикасы"), ("АҚШ", "ақш"), ("БАҚ", "бақ")];

/// A longer word in capitals is a word.
pub(super) const LONGEST_ABBREVIATION: usize = 5;

/// The name of a letter at the end of an abbreviation.
pub(super) fn letter_name(letter: char) -> String {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    let name = match letter {
        'б' | 'д' | 'ж' | 'з' | 'п' | 'т' => return format!("{letter}ы"),
        'в' | 'г' | 'ц' | 'ч' => return format!("{letter}е"),
        'ғ' | 'к' | 'қ' | 'х' | 'һ' | 'ш' | 'щ' => return format!("{letter}а"),
        'л' | 'м' | 'н' | 'ң' | 'р' | 'с' | 'ф' => return format!("э{letter}"),
        'a' => "эй",
        'b' => "би",
        'c' => "си",
        'd' => "ди",
        'й' | 'e' => "и",
        'f' => "эф",
        'g' => "джи",
        'h' => "эйч",
        'i' => "ай",
        'j' => "джей",
        'k' => "кей",
        'l' => "эл",
        'm' => "эм",
        'n' => "эн",
        'o' => "оу",
        'p' => "пи",
        'q' => "кью",
        'r' => "ар",
        's' => "эс",
        't' => "ти",
        'u' => "ю",
        'v' => "ви",
        'w' => "даблю",
        'x' => "икс",
        'y' => "уай",
        'z' => "зет",
        other => return other.to_string(),
    };
    name.to_owned()
}

/// A Latin letter inside a word, by its sound.
pub(super) fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'б',
        'c' | 'k' | 'x' => 'к',
        'd' => 'д',
        'e' => 'е',
        'f' => 'ф',
        'g' => 'г',
        'h' => 'х',
        'i' => 'и',
        'j' => 'ж',
        'l' => 'л',
        'm' => 'м',
        'n' => 'н',
        'o' => 'о',
        'p' => 'п',
        'q' => 'қ',
        'r' => 'р',
        's' => 'с',
        't' => 'т',
        'u' | 'w' => 'у',
        'v' => 'в',
        'y' => 'й',
        'z' => 'з',
        other => other,
    }
}
