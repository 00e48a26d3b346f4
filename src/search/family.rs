//! Words of one family: «погасить», «погашать», «погашение»; «төле», «төлем». Stemmers keep them apart, for they are other
//! words; someone who searches means the same by them. The root made here is for comparing only and is no word.

use crate::i18n::Locale;

/// Shorter roots say too little.
const LEAST: usize = 4;

/// Endings that make words of a family, the longest first.
const RUSSIAN: [&str; 29] = [
    "ывание",
    "ивание",
    "ничество",
    "ывать",
    "ивать",
    "ование",
    "овать",
    "ение",
    "ание",
    "ность",
    "ятие",
    "щик",
    "чик",
    "нуть",
    "ать",
    "ять",
    "ить",
    "еть",
    "ыть",
    "ный",
    "ние",
    "тие",
    "ка",
    "ия",
    "ие",
    "ть",
    "а",
    "я",
    "о",
];
const KAZAKH: [&str; 26] = [
    "шылық",
    "шілік",
    "лық",
    "лік",
    "дық",
    "дік",
    "тық",
    "тік",
    "шы",
    "ші",
    "ым",
    "ім",
    "ыс",
    "іс",
    "ма",
    "ме",
    "ла",
    "ле",
    "да",
    "де",
    "та",
    "те",
    "м",
    "ы",
    "і",
    "у",
];

/// How consonants before an ending change: «погашать – погасить», «оплачивать – оплатить».
const CHANGES: [(&str, &str); 9] =
    [("вл", "в"), ("бл", "б"), ("пл", "п"), ("мл", "м"), ("щ", "т"), ("ч", "т"), ("ш", "с"), ("жд", "д"), ("ж", "д")];

/// The root of a stem; none where it is too short to mean a family.
pub(super) fn root(locale: Locale, stem: &str) -> Option<String> {
    match locale {
        Locale::Ru => {
            let verb = stem.strip_suffix("ся").or_else(|| stem.strip_suffix("сь")).unwrap_or(stem);
            if let Some(root) = going(verb) {
                return Some(root);
            }
            let base = without(verb, &RUSSIAN).unwrap_or(verb);
            let mended = CHANGES.iter().find_map(|(from, to)| Some(format!("{}{to}", base.strip_suffix(from)?)));
            Some(mended.unwrap_or_else(|| base.to_owned())).filter(|root| root.chars().count() >= LEAST)
        }
        Locale::Kk => {
            let base = without(stem, &KAZAKH).unwrap_or(stem);
            Some(base.to_owned()).filter(|root| root.chars().count() >= LEAST)
        }
    }
}

/// «доходить» and «дойти», «входить» and «войти»: two verbs of going that are forms of one.
fn going(verb: &str) -> Option<String> {
    let prefix = match verb.strip_suffix("ходить") {
        Some(prefix) if prefix.ends_with(['в', 'д', 'т', 'з', 'с']) => format!("{prefix}о"),
        Some(prefix) => prefix.to_owned(),
        None => verb.strip_suffix("йти")?.to_owned(),
    };
    (!prefix.is_empty()).then(|| format!("{prefix}йти"))
}

fn without<'a>(word: &'a str, endings: &[&str]) -> Option<&'a str> {
    let bases = endings.iter().filter_map(|ending| word.strip_suffix(ending));
    bases.into_iter().find(|base| base.chars().count() >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        for (locale, words) in [
            (Locale::Ru, vec!["погасить", "погашать", "погашение"]),
            (Locale::Ru, vec!["оплатить", "оплата", "оплачивать", "оплатиться"]),
            (Locale::Ru, vec!["закрыться", "закрывать", "закрыть"]),
            (Locale::Ru, vec!["обман", "обманщик"]),
            (Locale::Ru, vec!["исправить", "исправлять", "исправление"]),
            (Locale::Ru, vec!["доходить", "дойти"]),
            (Locale::Ru, vec!["входить", "войти"]),
            (Locale::Ru, vec!["уходить", "уйти"]),
            (Locale::Kk, vec!["төле", "төлем"]),
            (Locale::Kk, vec!["мұрагер", "мұрагерлік"]),
        ] {
            let roots: Vec<_> = words.iter().map(|word| root(locale, word)).collect();
            assert!(roots[0].is_some() && roots.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} {roots:?}");
        }
        for (locale, a, b) in [(Locale::Ru, "пароль", "портал"), (Locale::Kk, "код", "кодекс")] {
            assert!(root(locale, a).is_none_or(|root_a| Some(root_a) != root(locale, b)), "{a} {b}");
        }
    }
}
