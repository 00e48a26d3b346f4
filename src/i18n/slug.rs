//! Readable ASCII for addresses and anchors.
//!
//! The letters are transcribed by our own table, because general ones give `k-azak` for «қазақ» or merge too much.
//! Nothing here makes names unique: whoever owns the set of addresses does.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::locale::Locale;

/// Longest slug, in characters.
const LONGEST: usize = 80;

/// The last part of an address, made from a title: lower-case ASCII words joined by hyphens, at most 80 characters, cut
/// at a word. Never empty for a title with a letter or a digit.
pub fn slug(locale: Locale, title: &str) -> String {
    shorten(transcribe(locale, title))
}

/// An anchor as a person wrote it (any case, Cyrillic or not), in the form that heading ids have; not cut. Anchors that
/// differ in spelling alone fold to the same text.
pub fn fold_anchor(locale: Locale, anchor: &str) -> String {
    transcribe(locale, anchor.trim_start_matches('#'))
}

fn transcribe(locale: Locale, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase).nfc() {
        let before = out.len();
        if gap && before > 0 {
            out.push('-');
        }
        let start = out.len();
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(letters) = letter(locale, c) {
            out.push_str(letters);
        } else if c.is_alphanumeric() || c == '№' {
            out.push_str(&foreign(c));
        } else if !matches!(c, '\'' | '’' | 'ʼ' | '\u{AD}') && !is_combining_mark(c) {
            // Apostrophes, soft hyphens and stray accents belong to their word; anything else parts words.
            gap = true;
        }
        if out.len() == start {
            out.truncate(before);
        } else {
            gap = false;
        }
    }
    if out.is_empty() {
        // Only hard and soft signs: still a name.
        out = text.chars().filter(|c| c.is_alphanumeric()).map(code).collect();
    }
    out
}

/// Letters of other alphabets: the base letter of an accented Latin one, else the code point.
fn foreign(c: char) -> String {
    let plain: String = c.nfkd().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if plain.is_empty() { code(c) } else { plain }
}

fn code(c: char) -> String {
    format!("u{:x}", u32::from(c))
}

/// Cyrillic letters as Kazakh and Russian use them; both languages need the letters of both, for names.
fn letter(locale: Locale, c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'қ' => "q",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'ң' => "ng",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' => match locale {
            Locale::Kk => "h",
            Locale::Ru => "kh",
        },
        'һ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ї' => "yi",
        'є' => "ye",
        'ў' => "w",
        _ => return None,
    })
}

fn shorten(mut slug: String) -> String {
    if slug.len() > LONGEST {
        // The character after the limit may be the hyphen itself: then the last word fits whole.
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_readable_addresses() {
        use Locale::{Kk, Ru};
        let rows = [
            (Kk, "Құпиясөз", "qupiyasoz", "the letters of Kazakh"),
            (Kk, "Жиі қойылатын сұрақтар", "zhii-qoyylatyn-suraqtar", "words are joined by hyphens"),
            (Kk, "Мәңгілік ел", "manggilik-el", "ң is two letters"),
            (Kk, "Төлем кестесі: қалай оқу керек?", "tolem-kestesi-qalay-oqu-kerek", "marks part words once"),
            (Kk, "Үй, ғимарат, һ", "uy-gimarat-h", "rare letters"),
            (Kk, "2022 ж. 10 шілде", "2022-zh-10-shilde", "digits stay"),
            (Ru, "График платежей", "grafik-platezhey", "plain Russian"),
            (Ru, "Что такое пеня?", "chto-takoe-penya", "the mark at the end leaves nothing"),
            (Ru, "Объявление", "obyavlenie", "hard sign dropped"),
            (Ru, "Ёлка, щётка, эхо, юг, цех", "yolka-shchyotka-ekho-yug-tsekh", "letters of several"),
            (Ru, "Съезд «Нұр Отан»", "sezd-nur-otan", "Kazakh names in a Russian title"),
            (Ru, "E-mail и SMS", "e-mail-i-sms", "Latin stays"),
            (Ru, "café № 5", "cafe-no-5", "accents fall off, № is read"),
            (Ru, "д’Артаньян", "dartanyan", "an apostrophe does not part a word"),
            (Ru, "35,5 %", "35-5", "signs part words"),
            (Ru, "  —  ", "", "no letter, no digit: nothing to name it by"),
            (Ru, "ъ", "u44a", "a lone sign is still a letter"),
            (Ru, "中文", "u4e2du6587", "an alphabet we have no table for"),
            (Kk, "И\u{306}од", "yod", "a letter in two parts is composed first"),
        ];
        for (locale, title, expected, reason) in rows {
            assert_eq!(slug(locale, title), expected, "{title:?}: {reason}");
        }
    }

    #[test]
    fn long_titles_are_cut_at_a_word() {
        let title = "сөз ".repeat(40);
        let made = slug(Locale::Kk, &title);
        assert!(made.len() <= LONGEST && made.ends_with("soz"), "{made}");
        assert_eq!(slug(Locale::Ru, &"а".repeat(200)).len(), LONGEST, "one endless word is cut inside");
        assert_eq!(slug(Locale::Ru, &format!("{} б", "а".repeat(80))).len(), LONGEST, "the last word fits exactly");
    }

    #[test]
    fn anchors_fold_to_the_form_of_ids() {
        for (anchor, folded) in [("Symbols", "symbols"), ("#Таңбалар", "tangbalar"), ("step_1", "step-1")] {
            assert_eq!(fold_anchor(Locale::Kk, anchor), folded);
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_always_a_legal_part_of_an_address(title in "\\PC*|[а-яәғқңөұүһі ъь-]*") {
            for locale in Locale::ALL {
                let made = slug(locale, &title);
                prop_assert!(made.len() <= LONGEST);
                prop_assert!(!made.starts_with('-') && !made.ends_with('-') && !made.contains("--"), "{made}");
                prop_assert!(made.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'-'), "{made}");
                prop_assert_eq!(made.is_empty(), !title.chars().any(char::is_alphanumeric));
                prop_assert_eq!(slug(locale, &made), made);
            }
        }
    }
}
