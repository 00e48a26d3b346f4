//! Kazakh endings after numbers, abbreviations and words: «10 шілдеге дейін», «2022 жылға», «19,2%-ы», «ҚТК-ның».
//!
//! An ending follows the sounds of what is read aloud before it: its vowel agrees with the last syllable (back or front),
//! its consonant with the last sound. So a number is read by its last spoken word («40» is «қырық», hence «40-қа»), a sign
//! by its name («%» is «пайыз»), an abbreviation by the name of its last letter («ҚТК» ends in «ка», hence «ҚТК-ның»).
//!
//! This is no dictionary: of words it knows the rules alone, which hold for the nouns that pages are made of.

mod reading;

use reading::{LONGEST_ABBREVIATION, READ_OTHERWISE, SIGNS, TWENTY, UNITS, cyrillic, letter_name, number};

/// What to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Ілік: -ның.
    Genitive,
    /// Барыс: -ға.
    Dative,
    /// Табыс: -ды.
    Accusative,
    /// Жатыс: -да.
    Locative,
    /// Шығыс: -дан.
    Ablative,
    /// Көмектес: -мен.
    Instrumental,
    /// Тәуелдік жалғауының үшінші жағы: -ы.
    Possessive,
    /// «…-дағы, …-ғы».
    Relative,
    /// «…-лық».
    Quality,
    /// Реттік: -ыншы.
    Ordinal,
    /// Барыс and «дейін»: «10 шілдеге дейін».
    Until,
}

impl Form {
    /// All forms with the names that templates use.
    pub const NAMES: [(&str, Self); 11] = [
        ("ілік", Self::Genitive),
        ("барыс", Self::Dative),
        ("табыс", Self::Accusative),
        ("жатыс", Self::Locative),
        ("шығыс", Self::Ablative),
        ("көмектес", Self::Instrumental),
        ("тәуелдік", Self::Possessive),
        ("ғы", Self::Relative),
        ("лық", Self::Quality),
        ("реттік", Self::Ordinal),
        ("дейін", Self::Until),
    ];

    /// The form of a name such as `барыс`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, form)| form)
    }
}

/// The ending alone, without a hyphen; empty when `host` holds nothing that can be read aloud.
pub fn suffix(host: &str, form: Form) -> String {
    Spoken::of(host).map(|spoken| spoken.ending(form)).unwrap_or_default()
}

/// `host` with its ending: after a hyphen when it is a number, a sign, an abbreviation or written in Latin letters, else
/// joined. A final «п», «к» or «қ» after a vowel is voiced before the possessive: «тақырып» → «тақырыбы».
pub fn attach(host: &str, form: Form) -> String {
    let Some(spoken) = Spoken::of(host) else { return host.to_owned() };
    let ending = spoken.ending(form);
    if spoken.hyphen {
        return format!("{host}-{ending}");
    }
    let mut letters = host.chars().rev();
    let voiced = match (form, letters.next(), letters.next().and_then(Vowel::of)) {
        (Form::Possessive, Some('п'), Some(_)) => Some('б'),
        (Form::Possessive, Some('к'), Some(_)) => Some('г'),
        (Form::Possessive, Some('қ'), Some(_)) => Some('ғ'),
        _ => None,
    };
    match voiced {
        Some(letter) => {
            let stem: String = host.chars().take(host.chars().count() - 1).collect();
            format!("{stem}{letter}{ending}")
        }
        None => format!("{host}{ending}"),
    }
}

/// How the end of a text is read aloud.
struct Spoken {
    word: String,
    hyphen: bool,
}

impl Spoken {
    fn of(host: &str) -> Option<Self> {
        let host = host.trim_end_matches(|c: char| c.is_whitespace() || "»”“\")]*".contains(c));
        let last = host.chars().next_back()?;
        if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| *sign == last) {
            return Some(Self { word: (*name).to_owned(), hyphen: true });
        }
        if last.is_ascii_digit() {
            return Some(Self { word: number(host).to_owned(), hyphen: true });
        }
        let start = host
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |at| at + host[at..].chars().next().map_or(0, char::len_utf8));
        let (before, token) = host.split_at(start);
        if token.is_empty() {
            return None;
        }
        let counted = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
        if let Some((_, name)) = UNITS.iter().find(|(unit, _)| counted && *unit == token) {
            return Some(Self { word: (*name).to_owned(), hyphen: true });
        }
        if let Some((_, read)) = READ_OTHERWISE.iter().find(|(short, _)| *short == token) {
            return Some(Self { word: (*read).to_owned(), hyphen: true });
        }
        let capitals = token.chars().all(char::is_uppercase);
        if capitals && token.chars().count() <= LONGEST_ABBREVIATION {
            return Some(Self { word: letter_name(last), hyphen: true });
        }
        let hyphen = last.is_ascii_alphabetic();
        Some(Self { word: token.chars().flat_map(char::to_lowercase).map(cyrillic).collect(), hyphen })
    }

    fn ending(&self, form: Form) -> String {
        use Sound::{Glide, Hush, L, Liquid, Nasal, Voiceless, Vowel};
        let sound = Sound::last(&self.word);
        let (back, front) = match (form, sound) {
            (Form::Genitive, Vowel | Nasal) => ("ның", "нің"),
            (Form::Genitive, Voiceless) => ("тың", "тің"),
            (Form::Genitive, _) => ("дың", "дің"),
            (Form::Dative | Form::Until, Voiceless) => ("қа", "ке"),
            (Form::Dative | Form::Until, _) => ("ға", "ге"),
            (Form::Accusative, Vowel) => ("ны", "ні"),
            (Form::Accusative, Voiceless) => ("ты", "ті"),
            (Form::Accusative, _) => ("ды", "ді"),
            (Form::Locative, Voiceless) => ("та", "те"),
            (Form::Locative, _) => ("да", "де"),
            (Form::Ablative, Nasal) => ("нан", "нен"),
            (Form::Ablative, Voiceless) => ("тан", "тен"),
            (Form::Ablative, _) => ("дан", "ден"),
            // The one ending without a back form.
            (Form::Instrumental, Hush) => ("бен", "бен"),
            (Form::Instrumental, Voiceless) => ("пен", "пен"),
            (Form::Instrumental, _) => ("мен", "мен"),
            (Form::Possessive, Vowel) => ("сы", "сі"),
            (Form::Possessive, _) => ("ы", "і"),
            (Form::Relative, Voiceless) => ("қы", "кі"),
            (Form::Relative, _) => ("ғы", "гі"),
            (Form::Quality, Vowel | Glide | Liquid) => ("лық", "лік"),
            (Form::Quality, L | Nasal | Hush) => ("дық", "дік"),
            (Form::Quality, Voiceless) => ("тық", "тік"),
            // «Жиырмасыншы»: the one number that takes the possessive first.
            (Form::Ordinal, Vowel) if self.word == TWENTY => ("сыншы", "сыншы"),
            (Form::Ordinal, Vowel) => ("ншы", "нші"),
            (Form::Ordinal, _) => ("ыншы", "інші"),
        };
        let ending = if is_back(&self.word) { back } else { front };
        if form == Form::Until { format!("{ending} дейін") } else { ending.to_owned() }
    }
}

/// The last sound of a word, as endings tell them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    /// «у», «и», «ю» at the end sound like consonants to an ending.
    Glide,
    /// «р», «й».
    Liquid,
    L,
    Nasal,
    /// «з», «ж».
    Hush,
    /// Voiceless, and the voiced ones that lose their voice at the end of a word: «завод» is read «завот».
    Voiceless,
}

impl Sound {
    fn last(word: &str) -> Self {
        match word.trim_end_matches(['ь', 'ъ']).chars().next_back().unwrap_or('ы') {
            'у' | 'и' | 'ю' => Self::Glide,
            'р' | 'й' => Self::Liquid,
            'л' => Self::L,
            'м' | 'н' | 'ң' => Self::Nasal,
            'з' | 'ж' => Self::Hush,
            c if Vowel::of(c).is_some() => Self::Vowel,
            _ => Self::Voiceless,
        }
    }
}

/// What a vowel letter says about the endings after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vowel {
    Back,
    Front,
    /// «у», «ю»: as the vowel before.
    Neutral,
    /// «и»: front, unless the word is plainly back: «ғылыми».
    I,
}

impl Vowel {
    fn of(c: char) -> Option<Self> {
        match c {
            'а' | 'о' | 'ұ' | 'ы' | 'я' | 'ё' => Some(Self::Back),
            'ә' | 'ө' | 'ү' | 'і' | 'е' | 'э' => Some(Self::Front),
            'у' | 'ю' => Some(Self::Neutral),
            'и' => Some(Self::I),
            _ => None,
        }
    }
}

fn is_back(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    match letters.as_slice() {
        // «рубль», «июль»
        [.., 'ь'] => return false,
        // «тарих», «цех»
        [.., 'х' | 'қ' | 'ғ' | 'һ'] => return true,
        // «банк», «киоск»: loan words that end in two consonants
        [.., before, 'к'] if Vowel::of(*before).is_none() => return false,
        _ => {}
    }
    let plainly_back = letters.iter().any(|c| matches!(c, 'қ' | 'ғ' | 'ұ' | 'ы'));
    let mut fallback = true;
    for (at, letter) in letters.iter().enumerate().rev() {
        match Vowel::of(*letter) {
            Some(Vowel::Back) => return true,
            Some(Vowel::Front) => return false,
            Some(Vowel::I) if !plainly_back => return false,
            // «институт»: inside a closed syllable it is a vowel of its own
            Some(Vowel::Neutral) if at + 1 < letters.len() => return true,
            Some(Vowel::I) => fallback = false,
            Some(Vowel::Neutral) | None => {}
        }
    }
    fallback
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows: what stands before, the form, the whole, the reason.
    const TABLE: &str = "
        0           | барыс    | 0-ге                 | нөл
        1           | барыс    | 1-ге                 | бір
        2           | барыс    | 2-ге                 | екі
        3           | барыс    | 3-ке                 | үш
        4           | барыс    | 4-ке                 | төрт
        5           | барыс    | 5-ке                 | бес
        6           | барыс    | 6-ға                 | алты
        7           | барыс    | 7-ге                 | жеті
        8           | барыс    | 8-ге                 | сегіз
        9           | барыс    | 9-ға                 | тоғыз
        10          | барыс    | 10-ға                | он
        20          | барыс    | 20-ға                | жиырма
        30          | барыс    | 30-ға                | отыз
        40          | барыс    | 40-қа                | қырық
        50          | барыс    | 50-ге                | елу
        60          | барыс    | 60-қа                | алпыс
        70          | барыс    | 70-ке                | жетпіс
        80          | барыс    | 80-ге                | сексен
        90          | барыс    | 90-ға                | тоқсан
        100         | барыс    | 100-ге               | жүз
        1000        | барыс    | 1000-ға              | мың
        1 000       | барыс    | 1 000-ға             | a group of three is part of the number
        10 000      | барыс    | 10 000-ға            | он мың
        1 000 000   | барыс    | 1 000 000-ға         | миллион
        1000000000  | барыс    | 1000000000-қа        | миллиард, read «миллиарт»
        2022        | барыс    | 2022-ге              | екі
        1990        | барыс    | 1990-ға              | тоқсан
        3           | шығыс    | 3-тен                | үш
        9           | шығыс    | 9-дан                | тоғыз
        10          | шығыс    | 10-нан               | он: after a nasal
        1000        | шығыс    | 1000-нан             | мың: after a nasal
        6           | шығыс    | 6-дан                | алты
        40          | шығыс    | 40-тан               | қырық
        2           | ілік     | 2-нің                | екі
        5           | ілік     | 5-тің                | бес
        8           | ілік     | 8-дің                | сегіз
        9           | ілік     | 9-дың                | тоғыз
        10          | ілік     | 10-ның               | он
        1           | ілік     | 1-дің                | бір
        2           | табыс    | 2-ні                 | екі
        3           | табыс    | 3-ті                 | үш
        10          | табыс    | 10-ды                | он
        50          | табыс    | 50-ді                | елу
        2           | жатыс    | 2-де                 | екі
        5           | жатыс    | 5-те                 | бес
        20          | жатыс    | 20-да                | жиырма
        40          | жатыс    | 40-та                | қырық
        2           | көмектес | 2-мен                | екі
        5           | көмектес | 5-пен                | бес
        9           | көмектес | 9-бен                | тоғыз: after «з»
        1000        | көмектес | 1000-мен             | мың
        20          | тәуелдік | 20-сы                | жиырма
        5           | тәуелдік | 5-і                  | бес
        10          | тәуелдік | 10-ы                 | он
        50          | тәуелдік | 50-і                 | елу
        2           | реттік   | 2-нші                | екінші
        3           | реттік   | 3-інші               | үшінші
        6           | реттік   | 6-ншы                | алтыншы
        9           | реттік   | 9-ыншы               | тоғызыншы
        20          | реттік   | 20-сыншы             | жиырмасыншы
        50          | реттік   | 50-інші              | елуінші
        100         | лық      | 100-дік              | жүздік
        1000        | лық      | 1000-дық             | мыңдық
        5           | лық      | 5-тік                | бестік
        19,2%       | тәуелдік | 19,2%-ы              | пайызы
        5 %         | көмектес | 5 %-бен              | пайызбен
        10%         | барыс    | 10%-ға               | пайызға
        10%         | лық      | 10%-дық              | пайыздық
        0,5         | барыс    | 0,5-ке               | оннан бес
        19,25       | шығыс    | 19,25-тен            | жүзден жиырма бес
        1.50        | барыс    | 1.50-ге              | жүзден елу
        500 ₸       | барыс    | 500 ₸-ге             | теңге
        500 ₸       | ілік     | 500 ₸-нің            | теңге
        5 км        | ілік     | 5 км-дің             | километр
        60 м²       | шығыс    | 60 м²-ден            | метр
        10 шілде    | дейін    | 10 шілдеге дейін     | a date ends in its month
        25 қаңтар   | дейін    | 25 қаңтарға дейін    | back
        1 қыркүйек  | дейін    | 1 қыркүйекке дейін   | voiceless
        10 шілде    | шығыс    | 10 шілдеден          | a vowel
        10 маусым   | шығыс    | 10 маусымнан         | a nasal
        10 наурыз   | жатыс    | 10 наурызда          | back
        10 сәуір    | жатыс    | 10 сәуірде           | front
        30 қараша   | ілік     | 30 қарашаның         | a vowel
        10.07.2022  | шығыс    | 10.07.2022-ден       | a date in digits ends in its year
        2022 жыл    | барыс    | 2022 жылға           | back
        2022 жыл    | ғы       | 2022 жылғы           | relative
        жыл         | лық      | жылдық               | after «л»
        ай          | лық      | айлық                | after «й»
        күн         | лық      | күндік               | a nasal
        кеш         | ғы       | кешкі                | voiceless
        ҚТК         | ілік     | ҚТК-ның              | ка
        ҚТК         | барыс    | ҚТК-ға               | ка
        «ҚТК» АҚ    | ілік     | «ҚТК» АҚ-ның         | қа
        ҚР          | жатыс    | ҚР-да                | read in full
        АҚШ         | барыс    | АҚШ-қа               | read as a word
        ЖСН         | табыс    | ЖСН-ді               | эн
        БҰҰ         | ілік     | БҰҰ-ның              | the letter itself
        SMS         | барыс    | SMS-ке               | эс
        PDF         | шығыс    | PDF-тен              | эф
        ID          | табыс    | ID-ді                | ди
        Excel       | барыс    | Excel-ге             | a Latin word takes a hyphen
        шарт        | барыс    | шартқа               | voiceless
        төлем       | ілік     | төлемнің             | a nasal
        төлем       | шығыс    | төлемнен             | a nasal
        құпиясөз    | көмектес | құпиясөзбен          | after «з»
        оқу         | ілік     | оқудың               | «у» is like a consonant
        келу        | барыс    | келуге               | «у» follows the vowel before
        сұрақ       | тәуелдік | сұрағы               | voiced before a vowel
        тақырып     | тәуелдік | тақырыбы             | voiced before a vowel
        мерзім      | тәуелдік | мерзімі              | nothing to voice
        банк        | ілік     | банктің              | a loan word in two consonants
        завод       | барыс    | заводқа              | «д» loses its voice
        такси       | барыс    | таксиге              | «и» is front
        компания    | ілік     | компанияның          | «я» is back
        институт    | барыс    | институтқа           | closed «у» is back
        тарих       | барыс    | тарихқа              | «х» is back
        рубль       | барыс    | рубльге              | the soft sign is front
        Алматы      | жатыс    | Алматыда             | a name
        Шымкент     | шығыс    | Шымкенттен           | a name
        Астана      | барыс    | Астанаға             | a name
    ";

    #[test]
    fn endings_follow_what_is_read_aloud() {
        let mut rows = 0;
        for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [host, form, expected, reason] = cells[..] else { panic!("{line}") };
            let form = Form::from_name(form).unwrap();
            assert_eq!(attach(host, form), expected, "{host} {form:?}: {reason}");
            rows += 1;
        }
        assert!(rows >= 80, "{rows} rows");
    }

    #[test]
    fn no_break_spaces_are_spaces() {
        assert_eq!(attach("1\u{A0}000", Form::Dative), "1\u{A0}000-ға");
        assert_eq!(attach("2022\u{A0}ж.\u{A0}10\u{A0}шілде", Form::Until), "2022\u{A0}ж.\u{A0}10\u{A0}шілдеге дейін");
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        for host in ["", " ", "—", "?!"] {
            assert_eq!(attach(host, Form::Dative), host);
            assert_eq!(suffix(host, Form::Dative), "");
        }
        assert_eq!(suffix("5", Form::Dative), "ке");
        assert_eq!(Form::from_name("nominative"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(host in "\\PC*") {
            for (_, form) in Form::NAMES {
                attach(&host, form);
            }
        }
    }
}
