//! Search of this program's own site, measured on what people type.

use std::path::Path;

use proptest::prelude::*;

use super::index::{Part, SearchIndex};
use super::query::{MOST_KEYS, MOST_TERMS, QueryError, Way};
use super::trial::{Tally, Trial};
use super::unit::units;
use super::write::{Source, in_folder, in_memory, open, verify};
use crate::i18n::{Locale, PerLocale};
use crate::site::model::{BuildOptions, ParsedSite, SiteModel};
use crate::site::search::QuerySet;
use crate::site::source::{SiteSource, TextFile};

fn model() -> SiteModel {
    model_of("")
}

fn model_of(folder: &str) -> SiteModel {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let parsed = ParsedSite::parse(SiteSource::read(&root), &PerLocale::default());
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    parsed.model(BuildOptions { today, drafts: false, demonstration: false }, None).0
}

fn source() -> Source {
    source_of(&model())
}

fn source_of(model: &SiteModel) -> Source {
    Source { units: units(model), synonyms: model.synonyms.text.clone() }
}

fn index() -> &'static SearchIndex {
    static INDEX: std::sync::OnceLock<SearchIndex> = std::sync::OnceLock::new();
    INDEX.get_or_init(|| in_memory(&source()).unwrap())
}

/// The queries of the site, which the ranking was tuned on, and others that it was not.
fn trials() -> [Trial; 3] {
    let file = |path: &str| {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        TextFile { path: path.to_owned(), text, broken: false }
    };
    ["content/search/queries.toml", "tests/queries/held-out.toml", "tests/queries/people.toml"].map(|path| {
        let mut problems = Vec::new();
        let queries = QuerySet::read(&file(path), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let trial = Trial::run(&model(), &queries, index()).unwrap();
        for late in &trial.late {
            println!("{} {}: {}", late.place, late.query, late.at);
        }
        for problem in &trial.problems {
            println!("{} {:?} {:?}", problem.place, problem.code, problem.args);
        }
        println!("{path}: {:?}, nonsense {:?}", trial.all, trial.nonsense);
        trial
    })
}

#[test]
fn what_people_type_is_found_and_nonsense_is_not() {
    let trials = trials();
    let [tuned, held_out, people] = &trials;
    assert!(tuned.all.queries >= 150 && held_out.all.queries >= 70 && people.all.queries >= 400);
    assert!(tuned.problems.is_empty(), "{:?}", tuned.problems);
    for trial in &trials {
        let Tally { queries, first, third } = trial.all;
        assert!(first * 100 >= queries * 92, "success@1: {first} of {queries}");
        assert!(third * 100 >= queries * 95, "success@3: {third} of {queries}");
    }
    let sum = |of: fn(&Trial) -> usize| trials.iter().map(of).sum::<usize>();
    let (queries, third) = (sum(|trial| trial.all.queries), sum(|trial| trial.all.third));
    assert!(third * 100 >= queries * 98, "success@3: {third} of {queries}");
    let (nonsense, refused) = (sum(|trial| trial.nonsense.0), sum(|trial| trial.nonsense.1));
    assert!(nonsense >= 120 && refused * 100 >= nonsense * 95, "nonsense: {refused} of {nonsense} refused");
}

/// What people type about other things, on a site without keywords and synonyms.
#[test]
fn a_site_that_nobody_tuned_is_searched_well() {
    let model = model_of("tests/sites/library");
    let index = in_memory(&source_of(&model)).unwrap();
    let trial = Trial::run(&model, &model.queries, &index).unwrap();
    println!("{:?}, nonsense {:?}", trial.all, trial.nonsense);
    let Tally { queries, first, third } = trial.all;
    assert!(queries >= 120 && model.synonyms.text.is_empty());
    assert!(first * 100 >= queries * 92, "success@1: {first} of {queries}");
    assert!(third * 100 >= queries * 95, "success@3: {third} of {queries}");
    assert_eq!(trial.nonsense.0, trial.nonsense.1);
}

#[test]
fn every_kind_of_trouble_has_queries_in_both_languages() {
    let queries = model().queries;
    for group in [
        "exact",
        "inflected",
        "plain-letters",
        "keyboard",
        "latin",
        "typos",
        "begun-and-joined",
        "numbers",
        "abbreviations",
        "synonyms",
        "colloquial",
        "mixed",
    ] {
        let many = queries.answered.iter().filter(|expected| expected.group == group).count();
        assert!(many >= 8, "{group}: {many}");
    }
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
        ("зфкщд", Locale::Ru, "пароль", Way::Keyboard),
        ("калькул", Locale::Ru, "калькулятор", Way::Prefix),
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
fn words_run_together_or_torn_apart_are_mended() {
    for (typed, at, stem) in [
        ("личныйкабинет", 0, "личный"),
        ("сменапароля", 1, "пароль"),
        ("от чество", 1, "отчество"),
        ("не верный код", 1, "неверный"),
        ("айып пұл", 0, "айыппұл"),
    ] {
        let query = index().read(typed).unwrap();
        let keys = &query.terms[at].keys;
        let wanted = Locale::ALL.map(|lang| super::words::stem(lang, stem));
        assert!(keys.iter().any(|key| wanted.contains(&key.stem)), "{typed}: {keys:?}");
    }
}

#[test]
fn a_keyword_or_title_as_it_stands_comes_first() {
    for (typed, lang, key) in [
        ("не могу войти", Locale::Ru, "sign-in-failed"),
        ("кире алмай жатырмын", Locale::Kk, "too-many-failures"),
        ("Как сменить пароль?", Locale::Ru, "password-change"),
    ] {
        let answer = index().answer(index().read(typed).unwrap(), lang, Part { from: 0, size: 3 }).unwrap();
        assert_eq!(answer.hits[0].key, key, "{typed}");
    }
}

#[test]
fn a_whole_query_on_another_keyboard_is_read_as_a_whole() {
    for (typed, meant) in [
        // «менің шарттарым», with the row of digits.
        ("vty34 ifhnnfhsv", "менің шарттарым"),
        // Kazakh in Latin spelling, on a Russian keyboard.
        ("щеуьфйн вупут ту", "otemaqy degen ne"),
        // Known as it stands.
        ("пароль көрінбейді", ""),
    ] {
        assert_eq!(index().read(typed).unwrap().meant.unwrap_or_default(), meant, "{typed}");
    }
}

#[test]
fn a_sum_of_the_visitors_own_and_a_last_word_that_is_not_finished_are_not_missed() {
    for (typed, lang, key) in [
        ("вклад 1 000 000 сколько вернут", Locale::Ru, "compensation-base"),
        ("келісімді қайтары", Locale::Kk, "consent"),
    ] {
        let answer = index().answer(index().read(typed).unwrap(), lang, Part { from: 0, size: 3 }).unwrap();
        assert!(answer.hits.iter().any(|hit| hit.key == key), "{typed}: {:?}", answer.hits);
    }
}

#[test]
fn what_finds_nothing_either_is_not_proposed() {
    for (typed, meant) in [("пороль", true), ("когам баскарма", false)] {
        let answer = index().answer(index().read(typed).unwrap(), Locale::Kk, Part { from: 0, size: 3 }).unwrap();
        assert_eq!(
            (answer.total > 0, answer.query.meant.is_some()),
            (meant, meant),
            "{typed}: {:?}",
            answer.query.meant
        );
    }
}

#[test]
fn hard_queries_are_answered_or_refused() {
    let long = "а".repeat(201);
    let many = "слово ".repeat(30);
    let words: Vec<String> = (0..=MOST_TERMS).map(|n| format!("сл{n}")).collect();
    let letters: Vec<char> = "абвгдежзклмнпрстуфхцч".chars().collect();
    // Sixteen words of twelve letters for which typing errors are looked for.
    let sixteen: Vec<String> = (0..MOST_TERMS)
        .map(|word| (0..11).map(|at| letters[(word * 7 + at * (word + 3)) % letters.len()]).collect())
        .collect();
    let slips = ["пороль", "графек", "отчевство", "компинсация", "мошеннек", "увидомление", "подписсь", "дагавор"]
        .repeat(2)
        .iter()
        .enumerate()
        .map(|(number, word)| format!("{word}{}", if number < 8 { "" } else { "а" }))
        .collect::<Vec<_>>()
        .join(" ");
    let marks = format!("па{}роль", "\u{301}".repeat(150));
    let longest = "ү".repeat(200);
    let nonsense = sixteen.join(" ");
    for (query, wanted) in [
        ("", Err(QueryError::Empty)),
        (" \u{a0}\t", Err(QueryError::Empty)),
        ("🙂🙂", Err(QueryError::Empty)),
        ("\u{301}\u{301}", Err(QueryError::Empty)),
        (&long, Err(QueryError::TooLong)),
        (&words.join(" "), Err(QueryError::TooManyTerms)),
        (&many, Err(QueryError::TooManyTerms)),
        ("а", Ok(())),
        ("7", Ok(())),
        (&longest, Ok(())),
        (&marks, Ok(())),
        (&slips, Ok(())),
        ("👩‍👩‍👧‍👦 пароль 🏳️‍🌈", Ok(())),
        ("\"\"\" пароль \"\"\" «» “” ''", Ok(())),
        ("(a+)+$ .* [^\\w]{1,99999} (?:x|y)*", Ok(())),
        ("+пароль -код ~слово^9 title:* kk_body:[* TO *]", Ok(())),
        ("\u{202e}ьлорап\u{202c} \u{feff}\u{200b}", Ok(())),
        ("ﷺ ﷺ ﷺ İİİ ǅ ß ŉ", Ok(())),
        ("a:b AND (c OR NOT d) \"пароль\" ~2 ^3 * ? [a TO b] /regex.*/", Ok(())),
        ("' OR 1=1 --; DROP TABLE", Ok(())),
        ("<script>alert(1)</script>", Ok(())),
        ("П\u{306}А\u{304}роль", Ok(())),
        (&nonsense, Ok(())),
    ] {
        let read = index().read(query);
        assert_eq!(read.as_ref().map(|_| ()).map_err(|error| *error), wanted, "{query:?}");
        if let Ok(read) = read {
            // What bounds the work: so many words, so many keys of each.
            assert!(read.terms.len() <= MOST_TERMS * 2, "{query}");
            assert!(read.terms.iter().all(|term| term.keys.len() <= MOST_KEYS), "{query}");
            let answer = index().answer(read, Locale::Ru, Part { from: 0, size: 50 }).unwrap();
            for hit in answer.hits {
                let plain = hit.snippet.replace("<mark>", "").replace("</mark>", "");
                assert!(!plain.contains(['<', '>', '"']), "{plain}");
            }
        }
    }
}

#[test]
fn pages_kept_out_of_search_are_not_found() {
    let (model, source) = (model(), source());
    let hidden: Vec<&str> =
        model.pages.iter().filter(|page| !page.parsed.meta.search).map(crate::site::model::Page::key).collect();
    assert!(hidden.contains(&"editors-guide"), "{hidden:?}");
    assert!(source.units.iter().all(|unit| !hidden.contains(&unit.key.as_str())));
    for page in &hidden {
        for (_, text) in model.page(page).unwrap().parsed.texts.iter() {
            let Some(text) = text else { continue };
            let Ok(query) = index().read(&text.title) else { continue };
            let answer = index().answer(query, Locale::Ru, Part { from: 0, size: 50 }).unwrap();
            assert!(answer.hits.iter().all(|hit| hit.key != *page), "{page}");
        }
    }
}

#[test]
fn an_index_on_disk_answers_the_same_and_shows_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let source = source();
    in_folder(&path, &source, source.fingerprint()).unwrap();
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
