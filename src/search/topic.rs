//! Which words of a query name things. «Паспорт закончился»: the noun names the thing, the verb says something of it. What a
//! query is about hangs more on its nouns, so a verb or an adjective that no text has is missed less than a noun.

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
    match ru::analyze(word).first().and_then(|reading| reading.form) {
        Some((class, _)) => class == ru::Class::Noun,
        None => true,
    }
}

/// Whether a word has letters that only Kazakh has.
pub(super) fn has_kazakh_letters(word: &str) -> bool {
    word.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_name_things() {
        for (word, kazakh, wanted) in [
            ("паспорт", false, true),
            ("закончился", false, false),
            ("крупные", false, false),
            ("слона", false, true),
            ("жылқы", true, true),
            ("сұрады", false, false),
            ("болжамы", true, true),
            ("35.5", false, true),
        ] {
            assert_eq!(names_a_thing(word, None, kazakh), wanted, "{word}");
        }
    }
}
