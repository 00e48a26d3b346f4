//! Words of one family: «погасить», «погашать», «погашение»; «библиотека», «библиотечный»; «төле», «төлем». Stemmers keep
//! them apart, for they are other words; someone who searches means the same by them. The roots made here are for comparing
//! only and are no words.
//!
//! [`root`] keeps what stands before it: «заплатить» and «выплатить» are two things. [`core`] takes that off too, for words
//! that are found in no nearer way.

use crate::i18n::Locale;

/// Shorter roots say too little.
const LEAST: usize = 4;

/// Endings that make words of a family, the longest first.
const RUSSIAN: &str = "
    ирование ительный ательный ационный ничество енческий ировать ывание ивание ический тельный ование ывать ивать овать
    ятель итель атель онный енный анный ческий ность ение ание ация ятие нуть ский овый евый щик чик ель ать ять
    ить еть ыть ный ной ние тие ник ача ица ка ок ия ие ый а я о ь";
/// The same, taken off one after another: «жаңар», «жаңарт», «жаңала».
const KAZAKH: &str = "
    шылық шілік герлік керлік хана лық лік дық дік тық тік гер кер ғыш гіш қыш кіш тыр тір дыр дір лан лен дан ден тан тен
    лас лес дас дес тас тес шы ші ым ім ыс іс ыл іл ын ін ма ме ла ле да де та те лы лі рт м ы і у р";
const VOWELS: [char; 10] = ['а', 'ә', 'е', 'и', 'о', 'у', 'ы', 'і', 'ю', 'я'];
/// What makes verbs of verbs, after an open vowel: «тіркел», «төлен», «есептет».
const VOICES: [char; 4] = ['л', 'н', 'т', 'с'];

/// What looks to be of a family and is not: tabs («вкладки») are no deposits («вклады»).
const STRANGERS: [&str; 2] = ["вкладка", "вкладок"];

/// What stands before a root, the longest first.
const PREFIXES: &str = "пере пред подо обо ото изо рас раз воз вос без под при про над на за по до вы от об из ис о у";

/// How consonants before an ending change: «погашать – погасить», «оплачивать – оплатить», «книга – книжка».
const CHANGES: [(&str, &str); 14] = [
    ("вл", "в"),
    ("бл", "б"),
    ("пл", "п"),
    ("мл", "м"),
    ("щ", "т"),
    ("ч", "т"),
    ("к", "т"),
    ("ц", "т"),
    ("ш", "с"),
    ("х", "с"),
    ("жд", "д"),
    ("ж", "д"),
    ("з", "д"),
    ("г", "д"),
];

/// The root of a stem; none where it is too short to mean a family.
pub(super) fn root(locale: Locale, stem: &str) -> Option<String> {
    match locale {
        Locale::Ru if STRANGERS.contains(&stem) => None,
        Locale::Ru => {
            let verb = active(stem);
            if let Some(root) = going(verb) {
                return Some(root);
            }
            let base = without(verb, RUSSIAN).unwrap_or(verb);
            let mended = CHANGES.iter().find_map(|(from, to)| Some(format!("{}{to}", base.strip_suffix(from)?)));
            Some(mended.unwrap_or_else(|| base.to_owned())).filter(|root| is_long(root))
        }
        Locale::Kk => {
            let mut base = stem;
            while let Some(shorter) = without(base, KAZAKH).or_else(|| without_voice(base)) {
                base = shorter;
            }
            Some(base.to_owned()).filter(|root| is_long(root))
        }
    }
}

/// The root without what stands before it: «заплатить», «оплата», «выплачивать». Kazakh has nothing before its roots.
pub(super) fn core(locale: Locale, stem: &str) -> Option<String> {
    let root = root(locale, stem)?;
    if locale == Locale::Kk {
        return None;
    }
    let mut bare = PREFIXES.split(' ').filter_map(|prefix| root.strip_prefix(prefix));
    let bare = bare.find(|bare| is_long(bare) && !bare.starts_with(['ь', 'ъ', 'ы'])).map(str::to_owned);
    Some(bare.unwrap_or(root))
}

fn active(verb: &str) -> &str {
    verb.strip_suffix("ся").or_else(|| verb.strip_suffix("сь")).unwrap_or(verb)
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

fn is_long(root: &str) -> bool {
    root.chars().count() >= LEAST
}

fn without<'a>(word: &'a str, endings: &'static str) -> Option<&'a str> {
    let mut bases = endings.split_ascii_whitespace().filter_map(|ending| Some((word.strip_suffix(ending)?, ending)));
    // «книж-ка», but «библиотек-а».
    let fits = |(base, ending): &(&str, &str)| is_long(base) && !(*ending == "ка" && base.ends_with(VOWELS));
    bases.find(fits).map(|(base, _)| base)
}

fn without_voice(verb: &str) -> Option<&str> {
    let base = verb.strip_suffix(VOICES)?;
    (base.ends_with(['а', 'ә', 'е']) && is_long(base)).then_some(base)
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
            (Locale::Ru, vec!["отопление", "отопительный"]),
            (Locale::Ru, vec!["библиотека", "библиотечный"]),
            (Locale::Ru, vec!["книга", "книжка", "книжный"]),
            (Locale::Ru, vec!["просрочить", "просрочка", "просроченный"]),
            (Locale::Ru, vec!["регистрация", "регистрировать"]),
            (Locale::Ru, vec!["компенсация", "компенсировать", "компенсационный"]),
            (Locale::Kk, vec!["төле", "төлем", "төлен", "төлет"]),
            (Locale::Kk, vec!["мұрагер", "мұрагерлік"]),
            (Locale::Kk, vec!["жаңала", "жаңар", "жаңарт", "жаңа"]),
            (Locale::Kk, vec!["кітап", "кітапхана", "кітапханашы"]),
            (Locale::Kk, vec!["тірке", "тіркел"]),
        ] {
            let roots: Vec<_> = words.iter().map(|word| root(locale, word)).collect();
            assert!(roots[0].is_some() && roots.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} {roots:?}");
        }
        for (locale, a, b) in
            [(Locale::Ru, "пароль", "портал"), (Locale::Ru, "вкладка", "вклад"), (Locale::Kk, "код", "кодекс")]
        {
            assert!(root(locale, a).is_none_or(|root_a| Some(root_a) != root(locale, b)), "{a} {b}");
        }
    }

    #[test]
    fn what_stands_before_a_root_can_be_left_out() {
        let words = ["заплатить", "оплата", "выплачивать", "платить", "переплата"];
        let cores: Vec<_> = words.iter().map(|word| core(Locale::Ru, word)).collect();
        assert!(cores.windows(2).all(|pair| pair[0] == pair[1]), "{cores:?}");
        assert_ne!(root(Locale::Ru, "заплатить"), root(Locale::Ru, "выплатить"));
        assert_eq!(core(Locale::Ru, "печать"), core(Locale::Ru, "распечатать"));
        assert_eq!(core(Locale::Kk, "төлем"), None);
    }
}
