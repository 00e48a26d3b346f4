//! Which words of a query name things. «Паспорт закончился»: the noun names the thing, the verb says something of it. What a
//! query is about hangs more on its nouns, so a verb or an adjective that no text has is missed less than a noun. And which
//! are words at all: a real word that the site does not have is no misspelling of one it has.

use super::analyzer::{kk, ru};
use crate::i18n::Locale;

/// Whether a word of the query names a thing, in whatever language it is known, or else looks to be written.
pub(super) fn names_a_thing(word: &str, known_in: Option<Locale>, kazakh_query: bool) -> bool {
    let kazakh = match known_in {
        Some(locale) => locale == Locale::Kk,
        None => kazakh_query || has_kazakh_letters(word),
    };
    if kazakh {
        return !kk::analyze(word).first().is_some_and(|reading| reading.verb);
    }
    match ru::analyze(word).first() {
        // What never changes is an adverb when it is a word at all.
        Some(reading) => reading.form.map_or(reading.support < KNOWN, |(class, _)| class == ru::Class::Noun),
        None => true,
    }
}

/// A stem with this support is a word of the language, not a slip of the finger.
const KNOWN: i32 = 32;

/// Whether a word is one of its language, whether or not the site has it.
pub(super) fn is_real(word: &str) -> bool {
    kk::analyze(word).first().is_some_and(|reading| reading.support >= KNOWN)
        || ru::analyze(word).first().is_some_and(|reading| reading.support >= KNOWN)
}

/// Whether a word has letters that only Kazakh has.
pub(super) fn has_kazakh_letters(word: &str) -> bool {
    word.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_no_words() {
        for word in ["слона", "көлік", "жылқы", "борща", "видео"] {
            assert!(is_real(word), "{word}");
        }
        for word in ["пороль", "компенсацыя", "құпясөз", "төлм", "мошеник", "айыпұл"]
        {
            assert!(!is_real(word), "{word}");
        }
    }

    #[test]
    fn nouns_name_things() {
        for (word, kazakh, wanted) in [
            ("паспорт", false, true),
            ("закончился", false, false),
            ("крупные", false, false),
            ("слона", false, true),
            ("быстро", false, false),
            ("жылқы", true, true),
            ("сұрады", false, false),
            ("болжамы", true, true),
            ("35.5", false, true),
        ] {
            assert_eq!(names_a_thing(word, None, kazakh), wanted, "{word}");
        }
    }
}
