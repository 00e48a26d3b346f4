//! What each fuzz target does with any text. Nothing may panic, and what is promised must hold.

use std::sync::OnceLock;

use chrono::NaiveDate;
use otau::i18n::Locale;
use otau::portal::{date, iin::Iin, phone::Phone};
use otau::search::analyzer::{kk, ru};
use otau::search::index::{Part, SearchIndex};
use otau::search::unit::{Side, Unit};
use otau::search::words;
use otau::search::write::{Source, in_memory};
use otau::site::markdown::{self, Words};
use otau::site::search::{QuerySet, SynonymGroups};
use otau::site::source::TextFile;

/// A query on a small index: read, answered, explained.
pub fn query(text: &str) {
    static INDEX: OnceLock<SearchIndex> = OnceLock::new();
    let index = INDEX.get_or_init(|| in_memory(&small()).expect("an index in memory"));
    let Ok(query) = index.read(text) else { return };
    assert!(query.terms.len() <= 2 * otau::search::query::MOST_TERMS);
    for locale in [Locale::Kk, Locale::Ru] {
        let answer = index.answer(query.clone(), locale, Part { from: 0, size: 10 }).expect("an answer");
        for hit in &answer.hits {
            assert!(hit.score.is_finite() && hit.share <= 1.001);
            let plain = hit.snippet.replace("<mark>", "").replace("</mark>", "");
            assert!(!plain.contains(['<', '>', '"']));
            index.evidence(&answer.query, hit).expect("evidence");
        }
    }
}

fn small() -> Source {
    let side = |title: &str, text: &str| Side {
        title: title.to_owned(),
        keywords: vec![title.to_owned()],
        text: text.to_owned(),
        ..Side::default()
    };
    let units = [
        (
            "Төлем кестесі",
            "Кестеде әр айдың төлемі көрсетілген.",
            "График платежей",
            "В графике есть платёж за каждый месяц.",
        ),
        ("Құпиясөзді ұмыттым", "SMS арқылы код келеді.", "Забыл пароль", "По SMS придёт код: 35,5 % и 1 234 567 ₸."),
    ];
    let unit = |(number, (kk, kk_text, ru, ru_text)): (usize, (&str, &str, &str, &str))| Unit {
        key: format!("page-{number}"),
        kind: "faq".to_owned(),
        kk: Some(side(kk, kk_text)),
        ru: Some(side(ru, ru_text)),
        ..Unit::default()
    };
    let synonyms = "ru = [[\"пароль\", \"код\"]]\nkk = [[\"кесте\", \"график\"]]\n".to_owned();
    Source { units: units.into_iter().enumerate().map(unit).collect(), synonyms }
}

/// The Kazakh stemmer: the key is that of the likeliest reading.
pub fn kazakh(text: &str) {
    let stem = kk::stem(text);
    if let Some(first) = kk::analyze(text).first() {
        assert_eq!(first.stem, stem);
    }
}

/// The Russian stemmer: the key is that of the likeliest reading.
pub fn russian(text: &str) {
    let stem = ru::stem(text);
    if let Some(first) = ru::analyze(text).first() {
        assert_eq!(first.stem, stem);
    }
}

/// Cutting a text into words, and their other spellings.
pub fn words(text: &str) {
    let text = words::compose(text);
    let mut end = 0;
    for word in words::words(&text) {
        assert!(word.start >= end && word.end > word.start && text.get(word.start..word.end).is_some());
        end = word.end;
        assert!(words::unfold(&word.text).len() <= 96);
        words::from_latin(&word.text);
        words::to_latin_keys(&words::to_cyrillic_keys(&word.text, true));
    }
}

/// An ИИН: what is read is twelve digits of a date that was.
pub fn iin(text: &str) {
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day");
    _ = Iin::parse(text, today);
}

/// A phone number.
pub fn phone(text: &str) {
    _ = Phone::parse(text);
}

/// A date as people type it.
pub fn date(text: &str) {
    if let Ok(date) = date::parse(text, 1900..=2100) {
        assert!((1900..=2100).contains(&chrono::Datelike::year(&date)));
    }
}

/// A text of a page.
pub fn markdown(text: &str) {
    let rendered = markdown::render(text, Locale::Ru, &Words::default());
    assert!(rendered.end <= rendered.body.len());
    markdown::plain::sections(text);
}

/// The files that editors give to search.
pub fn queries_file(text: &str) {
    let file = TextFile { path: "content/search/x.toml".to_owned(), text: text.to_owned(), broken: false };
    let mut problems = Vec::new();
    QuerySet::read(&file, &mut problems);
    SynonymGroups::read(&file, &mut problems);
}
