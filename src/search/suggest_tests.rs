use proptest::prelude::*;

use super::*;
use crate::i18n::PerLocale;
use crate::search::counter::Counter;
use crate::search::titles::{Names, Writer};
use crate::search::unit::{Side, Unit};

fn unit(key: &str, kind: &str, kk: Option<(&str, &str)>, ru: Option<(&str, &str)>) -> Unit {
    let side = |texts: Option<(&str, &str)>| {
        texts.map(|(title, keywords)| Side {
            title: title.to_owned(),
            keywords: keywords.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            text: "мәтін текст".to_owned(),
            ..Side::default()
        })
    };
    let url = |lang: &str, there: bool| if there { format!("/{lang}/{key}/") } else { String::new() };
    Unit {
        key: key.to_owned(),
        kind: kind.to_owned(),
        urls: [url("kk", kk.is_some()), url("ru", ru.is_some())],
        kk: side(kk),
        ru: side(ru),
        ..Unit::default()
    }
}

fn units() -> Vec<Unit> {
    let mut units = vec![
        unit("what", "faq", Some(("Өтемақы деген не?", "")), Some(("Что такое компенсация?", ""))),
        unit("forgot", "faq", Some(("Құпиясөзді ұмытып қалдым", "")), Some(("Забыли пароль?", "восстановление"))),
        unit("rules", "faq", Some(("Құпиясөз қандай болуы керек?", "")), Some(("Каким должен быть пароль?", ""))),
        unit("schedule", "faq", Some(("Төлем кестесі қайда?", "")), Some(("Где график платежей?", ""))),
        unit("sign-in", "instruction", Some(("Кабинетке кіру", "")), Some(("Вход в кабинет", ""))),
        unit("only-ru", "page", None, Some(("Пароль доступа подрядчика", ""))),
    ];
    let mut step = unit("sign-in", "instruction", None, None);
    step.section = Some("password".to_owned());
    step.urls = ["/kk/sign-in/#password".to_owned(), "/ru/sign-in/#password".to_owned()];
    let side = |title: &str, heading: &str| Side {
        title: title.to_owned(),
        heading: Some(heading.to_owned()),
        ..Side::default()
    };
    step.kk = Some(side("Кабинетке кіру", "Құпиясөзді енгізіңіз"));
    step.ru = Some(side("Вход в кабинет", "Введите пароль"));
    units.push(step);
    units
}

/// Written and read again.
fn titles_of(units: &[Unit]) -> Titles {
    let (mut counters, mut writer) = (PerLocale::from_fn(Counter::new), Writer::default());
    for unit in units {
        let side = |locale| unit.side(locale).map(|side| Names::of(side, &mut counters[locale]));
        writer.add(unit, &PerLocale::from_fn(side).map(Option::unwrap_or_default));
    }
    Titles::read(writer.finish(&counters))
}

fn titles() -> Titles {
    titles_of(&units())
}

fn suggested(locale: Locale, text: &str, kind: Option<&str>) -> Vec<Suggestion> {
    suggest(&titles(), text, locale, kind, MOST).unwrap()
}

fn first(locale: Locale, text: &str) -> Option<String> {
    suggested(locale, text, None).into_iter().next().map(|suggestion| suggestion.key)
}

#[test]
fn a_word_is_known_however_it_is_typed() {
    use Locale::{Kk, Ru};
    let mut faults = Vec::new();
    for (locale, text, wanted) in [
        (Kk, "өтем", "what"),
        (Kk, "отемак", "what"),
        (Kk, "отемакынын", "what"),
        (Kk, "өтемақыны", "what"),
        (Kk, "otemaqy", "what"),
        (Kk, "-ntvf0s", "what"),
        (Kk, "өтемақв", "what"),
        (Kk, "компенсация", "what"),
        (Kk, "құпиясөз ұмы", "forgot"),
        (Kk, "төлем ке", "schedule"),
        (Ru, "парол", "only-ru"),
        (Ru, "забыли", "forgot"),
        (Ru, "восст", "forgot"),
        (Ru, "платеж", "schedule"),
        (Ru, "gkfnt;tq", "schedule"),
        (Ru, "grafik", "schedule"),
        (Ru, "графк плат", "schedule"),
        (Ru, "компенсаций", "what"),
        (Ru, "каким паролем", "rules"),
        (Ru, "КАБИНЕТ", "sign-in"),
    ] {
        let found = first(locale, text);
        if found.as_deref() != Some(wanted) {
            faults.push(format!("{text}: {found:?} instead of {wanted}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    for (locale, text) in [(Kk, "ыыыыы"), (Ru, "xyzzy"), (Ru, "погода завтра"), (Ru, "777")] {
        assert_eq!(first(locale, text), None, "{text}");
    }
}

#[test]
fn a_section_leads_to_itself_and_what_is_foreign_comes_last() {
    let found = suggested(Locale::Ru, "введ", None);
    assert_eq!(found[0].url, "/ru/sign-in/#password");
    assert_eq!((found[0].title.as_str(), found[0].page_title.as_deref()), ("Введите пароль", Some("Вход в кабинет")));
    assert_eq!(found[0].section.as_deref(), Some("password"));

    let found = suggested(Locale::Kk, "пароль", None);
    let last = found.last().unwrap();
    assert_eq!((last.key.as_str(), last.lang), ("only-ru", Some("ru")), "{found:#?}");
    assert_eq!((last.url.as_str(), found.len()), ("/ru/only-ru/", 4));
    assert!(found[..3].iter().all(|suggestion| suggestion.lang.is_none()));
}

#[test]
fn one_type_of_page_can_be_asked_for() {
    let found = suggested(Locale::Ru, "пароль", Some("faq"));
    assert_eq!(found.iter().map(|found| found.key.as_str()).collect::<Vec<_>>(), ["forgot", "rules"]);
}

#[test]
fn what_was_typed_is_marked() {
    let marked = |locale: Locale, text: &str| -> String {
        let found = suggested(locale, text, None);
        let all: String = found[0].parts.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(all, found[0].title, "the pieces are the whole title");
        let show = |piece: &Piece| if piece.mark { format!("[{}]", piece.text) } else { piece.text.clone() };
        found[0].parts.iter().map(show).collect()
    };
    assert_eq!(marked(Locale::Kk, "өтем"), "[Өтем]ақы деген не?");
    assert_eq!(marked(Locale::Kk, "отемак"), "[Өтемақ]ы деген не?");
    assert_eq!(marked(Locale::Ru, "графк плат"), "Где [график] [плат]ежей?");
    assert_eq!(marked(Locale::Ru, "otemaqy"), "Что такое компенсация?", "found by its Kazakh text");
}

#[test]
fn limits_are_those_of_a_search() {
    for (text, wanted) in [
        ("", QueryError::Empty),
        (" \u{301} ?!", QueryError::Empty),
        (&*"а".repeat(201), QueryError::TooLong),
        (&*"а б в г ".repeat(5), QueryError::TooManyTerms),
    ] {
        assert_eq!(suggest(&titles(), text, Locale::Kk, None, MOST), Err(wanted), "{text}");
    }
    let found = suggest(&titles(), "п", Locale::Ru, None, 2).unwrap();
    assert_eq!(found.len(), 2, "one letter is enough, and no more than asked for come");
}

#[test]
fn typing_errors_of_a_beginning_are_found_whatever_follows() {
    let many = ["паролятище", "паролятищев", "паролятищевский", "пароход"];
    let units: Vec<Unit> = many.iter().map(|word| unit(word, "faq", None, Some((word, "")))).collect();
    let titles = titles_of(&units);
    let found = suggest(&titles, "паорл", Locale::Ru, None, MOST).unwrap();
    assert_eq!(found.len(), 3, "{found:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn s_in_07_anything_may_be_typed(text in "[\\PCпаролөтемқы ]{0,60}", kk in any::<bool>()) {
        let locale = if kk { Locale::Kk } else { Locale::Ru };
        if let Ok(found) = suggest(&titles(), &text, locale, None, MOST) {
            prop_assert!(found.len() <= MOST);
            for suggestion in found {
                let all: String = suggestion.parts.iter().map(|piece| piece.text.as_str()).collect();
                prop_assert_eq!(all, suggestion.title);
            }
        }
    }
}
