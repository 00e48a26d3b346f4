//! What each fuzz target does with any text. Nothing may panic, and what is promised must hold.

use std::sync::OnceLock;

use chrono::NaiveDate;
use hyper::HeaderMap;
use hyper::header::{COOKIE, HeaderValue};
use otau::cabinet::import::raw::{Line, RawClient};
use otau::cabinet::import::reconcile::differences;
use otau::cabinet::import::{check::check, client_json, csv, json as lines};
use otau::http::form::Form;
use otau::http::{conditions, cookies, encoding, json as bodies, path as paths};
use otau::i18n::Locale;
use otau::portal::account::AccountNumber;
use otau::portal::contract_number::ContractNumber;
use otau::portal::password::{Context, KnownWords, Password};
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

/// The body of a form, or a query: every field is known, comes once, and is what a browser would have encoded.
pub fn form(text: &str) {
    const KNOWN: [&str; 4] = ["account", "iin", "next", "q"];
    let Ok(form) = Form::read(text, &KNOWN) else { return };
    let value = otau::routes::query_value;
    let encoded = KNOWN.map(|name| format!("{name}={}", value(form.get(name)))).join("&");
    let again = Form::read(&encoded, &KNOWN).expect("what was encoded is read");
    for name in KNOWN {
        assert!(!form.get(name).contains('\0'));
        assert_eq!(form.get(name), again.get(name));
    }
}

/// The header `Cookie`: what is found stands in it, once.
pub fn cookie(text: &str) {
    let mut headers = HeaderMap::new();
    for line in text.lines() {
        headers.extend(HeaderValue::from_str(line).map(|line| (COOKIE, line)));
    }
    if let Some(value) = cookies::get(&headers, "__Host-sid") {
        assert!(!value.contains(';') && text.contains(&format!("__Host-sid={value}")));
        // The same once more, and there are two of them.
        headers.append(COOKIE, HeaderValue::from_static("__Host-sid=x"));
        assert_eq!(cookies::get(&headers, "__Host-sid"), None);
    }
}

/// The other headers that are read by hand, and the path of a request.
pub fn head(text: &str) {
    if let conditions::Wanted::Part(from, to) = conditions::range(text, 1000) {
        assert!(from < to && to <= 1000);
    }
    conditions::names(text, "\"tag\"");
    for (_, weight) in encoding::weighted(text) {
        assert!(weight <= 1000);
    }
    encoding::choose(text, true, true);
    if let Ok(path) = paths::decode(text) {
        assert!(path.starts_with('/') && !path.contains(['\\', '\0']));
        assert!(path.split('/').all(|part| part != "." && part != ".."));
        assert_eq!(paths::decode(&paths::encode(&path)), Ok(path.clone()));
        paths::spellings(&path);
    }
}

/// The body of a request in JSON: never deep, never an array.
pub fn json(text: &str) {
    if let Ok(value) = bodies::parse::<serde_json::Value>(text.as_bytes()) {
        assert!(depth(&value) <= 16 && !value.is_array());
    }
}

fn depth(value: &serde_json::Value) -> usize {
    let parts: Vec<usize> = match value {
        serde_json::Value::Array(parts) => parts.iter().map(depth).collect(),
        serde_json::Value::Object(parts) => parts.values().map(depth).collect(),
        _ => return 0,
    };
    1 + parts.into_iter().max().unwrap_or_default()
}

/// A record of an import, in both forms: what is taken is written and read as the same.
pub fn import(text: &str) {
    if let Ok(Line::Client(raw)) = lines::line(text) {
        record(&raw);
    }
    if let Ok(Line::Client(raw)) = csv::block(text, csv::separator(text)) {
        record(&raw);
    }
}

fn record(raw: &RawClient<'_>) {
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day");
    let Ok(told) = check(raw, today) else { return };
    differences(&told, 1, today);
    let written = client_json(&told).to_string();
    let Ok(Line::Client(again)) = lines::line(&written) else { panic!("{written}") };
    assert_eq!(check(&again, today).as_ref(), Ok(&told));
}

/// The other fields of the way in: account number, contract number, password.
pub fn fields(text: &str) {
    if let Ok(account) = AccountNumber::parse(text) {
        assert_eq!(AccountNumber::parse(account.expose()), Ok(account));
    }
    if let Ok(number) = ContractNumber::parse(text) {
        assert_eq!(ContractNumber::parse(number.shown()).map(|again| again.key() == number.key()), Ok(true));
    }
    if let Ok(password) = Password::typed(text) {
        let again = Password::typed(password.expose()).expect("what is normalised stays");
        assert_eq!(again.expose(), password.expose());
    }
    _ = Password::new(text, text, &KnownWords::new(["Отау"]), &Context::default());
}
