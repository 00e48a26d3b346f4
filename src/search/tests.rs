//! Search of this program's own site, measured on what people type.

use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;

use super::index::{Part, SearchIndex};
use super::query::{MOST_TERMS, QueryError, Way};
use super::unit::units;
use super::write::{Source, in_folder, in_memory, open, verify};
use crate::i18n::{Locale, PerLocale};
use crate::site::model::{BuildOptions, ParsedSite};
use crate::site::source::SiteSource;

fn source() -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parsed = ParsedSite::parse(SiteSource::read(root), &PerLocale::default());
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let (model, _) = parsed.model(BuildOptions { today, drafts: false }, None);
    Source { units: units(&model), synonyms: model.synonyms.clone() }
}

fn index() -> &'static SearchIndex {
    static INDEX: std::sync::OnceLock<SearchIndex> = std::sync::OnceLock::new();
    INDEX.get_or_init(|| in_memory(&source()).unwrap())
}

fn keys(locale: Locale, query: &str, most: usize) -> Vec<String> {
    let query = match index().read(query) {
        Ok(query) => query,
        Err(QueryError::Empty) => return Vec::new(),
        Err(error) => panic!("{query}: {error}"),
    };
    let answer = index().answer(query, locale, Part { from: 0, size: most }).unwrap();
    answer.hits.into_iter().map(|hit| hit.key).collect()
}

type Groups<T> = std::collections::BTreeMap<String, Vec<T>>;

#[derive(Deserialize)]
struct Queries {
    answered: Groups<Vec<String>>,
    nonsense: Groups<String>,
}

const TUNED: &str = include_str!("../../content/search/queries.toml");
const HELD_OUT: &str = include_str!("../../tests/queries/held-out.toml");

fn measure(name: &str, text: &str) -> (f32, f32, f32) {
    let queries: Queries = toml::from_str(text).unwrap();
    let (mut first, mut third, mut all) = (0, 0, 0);
    for (group, row) in queries.answered.iter().flat_map(|(group, rows)| rows.iter().map(move |row| (group, row))) {
        let [lang, query, wanted @ ..] = row.as_slice() else { panic!("{row:?}") };
        let found = keys(Locale::from_code(lang).unwrap(), query, 3);
        let place = found.iter().position(|key| wanted.contains(key));
        all += 1;
        first += usize::from(place == Some(0));
        third += usize::from(place.is_some());
        if place != Some(0) {
            let mark = if place.is_none() { "MISS" } else { "    " };
            println!("{mark} {group} {lang} {query:<45} wanted {wanted:?}, found {found:?}");
        }
    }
    let nonsense: Vec<&String> = queries.nonsense.values().flatten().collect();
    let answered: Vec<(&&String, Vec<String>)> =
        nonsense.iter().map(|query| (query, keys(Locale::Ru, query, 1))).filter(|(_, keys)| !keys.is_empty()).collect();
    println!("answered: {answered:?} of {}", nonsense.len());
    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    let share = |many: usize, of: usize| many as f32 / of as f32;
    let result = (share(first, all), share(third, all), share(nonsense.len() - answered.len(), nonsense.len()));
    println!("{name}: success@1 {:.3}, success@3 {:.3}, nonsense refused {:.3}", result.0, result.1, result.2);
    result
}

#[test]
fn what_people_type_is_found_and_nonsense_is_not() {
    measure("tuned", TUNED);
    measure("held out", HELD_OUT);
}

#[test]
fn words_are_understood_in_many_spellings() {
    for (typed, lang, stem, way) in [
        ("паролем", Locale::Ru, "пароль", Way::Stem),
        ("отемакыны", Locale::Kk, "өтемақы", Way::Folded),
        ("otemaqy", Locale::Kk, "өтемақы", Way::Latin),
        ("parol", Locale::Ru, "пароль", Way::Latin),
        ("gfhjkm", Locale::Ru, "пароль", Way::Stem),
        ("-ntvf0s", Locale::Kk, "өтемақы", Way::Stem),
        ("пороль", Locale::Ru, "пароль", Way::Fuzzy),
        ("праоль", Locale::Ru, "пароль", Way::Fuzzy),
        ("наследн", Locale::Ru, "наследник", Way::Prefix),
    ] {
        let query = index().read(typed).unwrap();
        let keys = &query.terms[0].keys;
        let stem = super::words::stem(lang, stem);
        let known: Vec<&str> = keys.iter().map(|key| key.stem.as_str()).collect();
        assert!(
            keys.iter().any(|key| key.lang == lang && key.stem == stem && key.way == way),
            "{typed}: {stem} {known:?} {keys:?}"
        );
    }
}

#[test]
fn hard_queries_are_answered_or_refused() {
    let long = "а".repeat(201);
    let many = "слово ".repeat(30);
    let words: Vec<String> = (0..=MOST_TERMS).map(|n| format!("сл{n}")).collect();
    let nonsense = ["ққққөөөөңңңң", "шшшшшшшшшщщщщ"].join(" ").repeat(3);
    for (query, wanted) in [
        ("", Err(QueryError::Empty)),
        (" \u{a0}\t", Err(QueryError::Empty)),
        ("🙂🙂", Err(QueryError::Empty)),
        ("\u{301}\u{301}", Err(QueryError::Empty)),
        (&long, Err(QueryError::TooLong)),
        (&words.join(" "), Err(QueryError::TooManyTerms)),
        (&many, Err(QueryError::TooManyTerms)),
        ("а", Ok(())),
        ("a:b AND (c OR NOT d) \"пароль\" ~2 ^3 * ? [a TO b] /regex.*/", Ok(())),
        ("' OR 1=1 --; DROP TABLE", Ok(())),
        ("<script>alert(1)</script>", Ok(())),
        ("П\u{306}А\u{304}роль", Ok(())),
        (&nonsense, Ok(())),
    ] {
        let read = index().read(query);
        assert_eq!(read.as_ref().map(|_| ()).map_err(|error| *error), wanted, "{query:?}");
        if let Ok(read) = read {
            let answer = index().answer(read, Locale::Ru, Part { from: 0, size: 50 }).unwrap();
            for hit in answer.hits {
                let plain = hit.snippet.replace("<mark>", "").replace("</mark>", "");
                assert!(!plain.contains(['<', '>', '"']), "{plain}");
            }
        }
    }
}

#[test]
fn an_index_on_disk_answers_the_same_and_shows_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let source = source();
    in_folder(&path, &source).unwrap();
    assert_eq!(verify(&path).unwrap(), format!("{:032x}", source.fingerprint()));
    let opened = open(&path).unwrap();
    for query in ["пароль", "төлем кестесі", "пороль"] {
        let part = Part { from: 0, size: 10 };
        let disk = opened.answer(opened.read(query).unwrap(), Locale::Kk, part).unwrap();
        let memory = index().answer(index().read(query).unwrap(), Locale::Kk, part).unwrap();
        assert_eq!(disk.hits, memory.hits, "{query}");
    }
    drop(opened);
    let meta = path.join("words.tsv");
    std::fs::write(&meta, "x").unwrap();
    assert!(open(&path).unwrap_err().to_string().contains("words.tsv"));
    std::fs::remove_file(&meta).unwrap();
    assert!(verify(&path).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_query_breaks_it(query in r"\PC{0,210}|[a-zа-яәіңғүұқөһ0-9 .,'-]{0,120}") {
        if let Ok(read) = index().read(&query) {
            prop_assert!(read.terms.len() <= MOST_TERMS * 2);
            prop_assert!(read.terms.iter().all(|term| term.keys.len() <= 12));
            let answer = index().answer(read, Locale::Kk, Part { from: 0, size: 5 }).unwrap();
            prop_assert!(answer.hits.len() <= 5);
        }
    }
}
