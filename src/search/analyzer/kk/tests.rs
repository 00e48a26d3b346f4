//! Tables of words and their stems, and what holds for any word.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::endings::ROWS;
use super::induce::paradigm;
use super::*;

/// Reason: forms, an arrow, the stem of all of them.
const TABLE: &str = "
    number after a vowel, й, р, у: балалар қалалар үйлер шарлар сулар
        → бала қала үй шар су
    number after л, a nasal, з: жылдар төлемдер қарыздар кеңдер маңыздылар
        → жыл төлем қарыз кең маңызды
    number after a voiceless consonant: шарттар кітаптар мектептер үлестер банктер
        → шарт кітап мектеп үлес банк
    mine, thine, yours, ours: шартым шартың шартыңыз шартымыз төлемім төлемің төлеміңіз төлеміміз
        → шарт шарт шарт шарт төлем төлем төлем төлем
    possession after a vowel: балам балаң балаңыз баламыз баласы сомасы мөлшерлемесі
        → бала бала бала бала бала сома мөлшерлеме
    genitive: шарттың төлемнің қарыздың баланың үйдің жылдың
        → шарт төлем қарыз бала үй жыл
    dative: шартқа төлемге қарызға балаға үйге банкке мерзімге
        → шарт төлем қарыз бала үй банк мерзім
    accusative: шартты төлемді қарызды баланы үйді кестені
        → шарт төлем қарыз бала үй кесте
    locative: шартта төлемде қарызда балада үйде мекенжайда
        → шарт төлем қарыз бала үй мекенжай
    ablative: шарттан төлемнен қарыздан баладан үйден құпиясөзден
        → шарт төлем қарыз бала үй құпиясөз
    instrumental has no back form: шартпен төлеммен қарызбен баламен үймен салыммен
        → шарт төлем қарыз бала үй салым
    case after -ы, -сы takes -н-: шартына шартын шартында шартынан баласына баласын баласында баласынан сомасынан
        → шарт шарт шарт шарт бала бала бала бала сома
    dative after -м, -ң has no consonant: шартыма шартыңа төлеміме балаңа
        → шарт шарт төлем бала
    number, possession and case together: шарттарымыздан төлемдеріңізге қарыздарының кестелерінде салымдарыңызбен мекенжайларына
        → шарт төлем қарыз кесте салым мекенжай
    what is there, what is then: шарттағы төлемдегі үйдегі кестедегі шартындағы
        → шарт төлем үй кесте шарт
    whose: баланікі мемлекеттікі
        → бала мемлекет
    likeness: баладай жыландай шартындай
        → бала жылан шарт
    lack: шартсыз кепілсіз пайызсыз баласыз
        → шарт кепіл пайыз бала
    comparison: тезірек жақынырақ көбірек төменірек
        → тез жақын көп төмен
    persons of nouns: студентпін адаммын дайынмын дайынбыз
        → студент адам дайын дайын
    к, қ before a vowel: сұрағы сұрағым сұрағыңыз құқығы құқығын берешегі берешегім жинағы тұрағы
        → сұрақ сұрақ сұрақ құқық құқық берешек берешек жинақ тұрақ
    п before a vowel: кітабы талабы талабым тәртібі жауабын мектебіміз тарабы
        → кітап талап талап тәртіп жауап мектеп тарап
    a narrow vowel that falls out: орны орнын орнында орнына халқы халқының мүлкі мүлкін мұрны ерні аузы әрпі қарны мойны
        → орын орын орын орын халық халық мүлік мүлік мұрын ерін ауыз әріп қарын мойын
    loans in two consonants: банктің банкке банкі банкіге банктен объектісі клиентке клиентпен
        → банк банк банк банк банк объект клиент клиент
    loans with a soft sign: рубльге рубльден профилі профиліне профильдің вексельге
        → рубл рубл профил профил профил вексел
    loans in -ия: комиссиясы комиссияға лицензиясынан акциялар субсидияны
        → комиссия комиссия лицензия акция субсидия
    compounds: есепшотыма есепшотынан келісімшартты жәрдемақысы зейнетақыдан электронды
        → есепшот есепшот келісімшарт жәрдемақы зейнетақы электронды
    past: төледі төледім төледіңіз аудардым бердік келдіңдер тапты шықтым жаздың
        → төле төле төле аудар бер кел тап шық жаз
    condition: төлесе төлесем төлесеңіз аударса берсек келсеңдер
        → төле төле төле аудар бер кел
    present: төлейді төлеймін төлейсіз аударады береді береміз келеді шығады жазады
        → төле төле төле аудар бер бер кел шық жаз
    -ы with -й is -и: оқиды оқимын таниды дамиды
        → оқы оқы таны дамы
    -й with -а is -я, with -у is -ю: қояды қоятын жояды қою жоюға көбею
        → қой қой жой қой жой көбей
    converbs: төлеп аударып беріп келіп жазып шығып
        → төле аудар бер кел жаз шық
    п between a vowel and -ып is у: тауып теуіп
        → тап теп
    denial: төлемеді төлемесе төлемейді аудармады бермеген келмей шықпады жазбайды
        → төле төле төле аудар бер кел шық жаз
    past participle: төлеген төлегенде төлегендер төлегені аударған берген шыққан жазған жазғанын келгеннен
        → төле төле төле төле аудар бер шық жаз жаз кел
    present participle: төлейтін аударатын беретін беретіні оқитын жазатындар
        → төле аудар бер бер оқы жаз
    the fact that: төлегендігі төлегендігін болатындығын келгендіктен бергендігіне
        → төле төле бол кел бер
    future: төлер келер жазар келмес бермес
        → төле кел жаз кел бер
    intention: төлемек бармақ бермекші бармақшы
        → төле бар бер бар
    name of an action: төлеу төлеуге төлеудің аудару аударуды беруге жазуға оқуға
        → төле төле төле аудар аудар бер жаз оқы
    … denied: төлемеу төлемеуі бермеуге
        → төле төле бер
    commands and requests: төлеңіз төлеңдер беріңіз берсін төлесін барайық барайын келіңіздер берсеңші
        → төле төле бер бер төле бар бар кел бер
    passive voice: төленді төленген төленбеген аударылды аударылған берілген жазылған көрсетілген тіркелген
        → төле төле төле аудар аудар бер жаз көрсет тірке
    a voice that is a word of its own: пайдаланған қуанды көрінді шығарды түсірген жүргізді
        → пайдалан қуан көрін шығар түсір жүргіз
    in order to, until, without: төлегелі келгелі келгенше барғанша
        → төле кел кел бар
    wishes: барғым келгісі барғысы
        → бар кел бар
    it turned out: төлепті келіпті барыпты
        → төле кел бар
    particles after a hyphen: келді-ау бастан-ақ болды-мыс
        → кел бас бол
    endings after signs that are not read: sms-ке бұұ-ның 2022-ге
        → sms бұұ 2022
    the last part of a compound: ата-анасы іс-шарада қарым-қатынасының
        → ата-ана іс-шара қарым-қатынас
    pronouns: маған саған оған менің оның бұған
        → мен сен ол мен ол бұл
    short forms of speech: боп кеп
        → бол кел
    capital letters, marks and look-alikes: ШАРТТЫҢ Төлемге ша\u{AD}ртқа шaртқа төлeм
        → шарт төлем шарт шарт төлем
    words that only look inflected: алматы отбасы қазақстан теңге сома баға кесте пайыз анықтама хабарлама көшірме
        → алматы отбасы қазақстан теңге сома баға кесте пайыз анықтама хабарлама көшірме
    … and their forms: отбасында отбасының теңгені теңгеге анықтамада хабарламаңызды
        → отбасы отбасы теңге теңге анықтама хабарлама
    derived words are words: төлемсіздік сенімсіздік
        → төлемсіздік сенімсіздік
";

fn rows() -> Vec<(String, Vec<String>, Vec<String>)> {
    let mut rows = Vec::new();
    let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
    while let (Some(first), Some(second)) = (lines.next(), lines.next()) {
        let (reason, forms) = first.rsplit_once(": ").unwrap();
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (forms, stems) = (list(forms), list(second.strip_prefix("→ ").unwrap()));
        assert_eq!(forms.len(), stems.len(), "{first}");
        rows.push((reason.to_owned(), forms, stems));
    }
    rows
}

#[test]
fn words_have_their_stems() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (reason, forms, stems) in rows() {
        for (form, expected) in forms.iter().zip(&stems) {
            count += 1;
            let found = stem(form);
            if found != expected.as_str() {
                wrong.push(format!("{form} → {found}, not {expected}: {reason}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count} rows");
}

#[test]
fn stems_of_a_paradigm_are_one() {
    let nouns = [
        ("шарт", "a т"),
        ("төлем", "a м"),
        ("қарыз", "a з"),
        ("бала", "a vowel"),
        ("кесте", "a front vowel"),
        ("мекенжай", "й"),
        ("салым", "a back nasal"),
        ("берешек", "к that changes"),
        ("жинақ", "қ that changes"),
        ("талап", "п that changes"),
        ("мерзім", "front"),
        ("құпиясөз", "a compound"),
        ("пайыз", "back"),
        ("келісім", "a noun of a verb"),
        ("өсімпұл", "a compound"),
        ("өтемақы", "a compound"),
        ("банк", "a loan"),
        ("жыл", "л"),
        ("пәтер", "р"),
        ("құжат", "т"),
        ("өтініш", "ш"),
        ("мүлік", "к and a vowel that falls out"),
    ];
    for (noun, reason) in nouns {
        let key = stem(noun).into_owned();
        let forms = paradigm(noun);
        assert!(forms.len() > 80, "{noun}: {} forms", forms.len());
        let wrong: Vec<String> = forms
            .iter()
            .filter(|form| stem(form) != key.as_str())
            .map(|form| format!("{form} → {}", stem(form)))
            .collect();
        assert!(wrong.len() * 100 <= forms.len(), "{noun} ({reason}): {wrong:?}");
    }
}

#[test]
fn tables_are_in_order() {
    for row in ROWS {
        for ending in [row.back, row.front] {
            assert!(ending.chars().all(|c| code(c) < HYPHEN), "{:?} {ending}", row.tag);
        }
        let vowels = |text: &str, set: &str| text.chars().any(|c| set.contains(c));
        assert!(row.back == row.front || !vowels(row.back, "әеіөү"), "{:?} {}", row.tag, row.back);
        // «етұғын» is written so.
        assert!(
            row.back == row.front || row.front == "етұғын" || !vowels(row.front, "аоұы"),
            "{:?} {}",
            row.tag,
            row.front
        );
    }
    assert!(exceptions::FORMS.is_sorted_by(|a, b| a.0 < b.0));
    assert!(include_bytes!("stems.bin").len() < 1_000_000);
}

#[test]
fn letters_have_numbers_of_their_own() {
    let codes: BTreeSet<u8> = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя".chars().map(code).collect();
    assert_eq!(codes.len(), 41);
    for c in "аәғеқңөұүіья".chars() {
        assert_eq!(letter(code(c)), c);
    }
}

#[test]
fn the_first_reading_is_the_stem() {
    for (_, forms, _) in rows() {
        for form in forms {
            assert_eq!(stem(&form), analyze(&form)[0].stem.as_str(), "{form}");
        }
    }
}

#[test]
fn anything_may_be_asked() {
    let long = "ба".repeat(5_000);
    let zalgo = format!("а{}", "\u{301}".repeat(500));
    for word in [
        "",
        "-",
        "--",
        "а",
        "-а",
        "а-",
        "ъ",
        "ь",
        "ьь",
        "1",
        "🏠",
        "a\u{306}",
        long.as_str(),
        zalgo.as_str(),
        "ы-ы-ы-ы",
        "лардың",
    ] {
        let _ = (stem(word), analyze(word));
    }
    assert_eq!(stem(""), "");
    assert_eq!(stem("а"), "а");
}

#[test]
fn words_made_of_endings_are_read_in_bounded_time() {
    let endings: BTreeSet<&str> =
        ROWS.iter().flat_map(|row| [row.back, row.front]).filter(|text| text.len() > 2).collect();
    let mut most = 0;
    for first in &endings {
        for second in &endings {
            let word: String = format!("{first}{second}").repeat(12).chars().take(48).collect();
            most = most.max(analyze(&word).len());
        }
    }
    assert!(most < 200, "{most} readings");
}

/// What the property below once fell over.
#[test]
fn a_hyphen_at_the_end_has_a_stem_too() {
    for text in ["a-", "-", "а-", "-а"] {
        assert_eq!(stem(text), analyze(text)[0].stem, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_has_a_stem(text in "\\PC{0,60}") {
        let found = stem(&text).into_owned();
        prop_assert_eq!(&found, &analyze(&text)[0].stem);
    }

    #[test]
    fn a_word_has_a_stem_that_is_not_empty(word in "[а-яәғқңөұүһі]{1,24}") {
        let found = stem(&word).into_owned();
        prop_assert!(!found.is_empty());
        prop_assert!(found.chars().count() <= word.chars().count() + 1, "{} → {}", word, found);
        // Endings are taken off at once: taking again changes little.
        let again = stem(&found).into_owned();
        prop_assert!(!again.is_empty());
    }

    #[test]
    fn case_does_not_count(word in "[а-яәғқңөұүһі]{1,16}") {
        prop_assert_eq!(stem(&word.to_uppercase()).into_owned(), stem(&word).into_owned());
    }
}
