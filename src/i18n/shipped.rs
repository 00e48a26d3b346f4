//! Tests of the shipped locale files: they load, agree with each other and hold the words of every problem.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::catalogue::{Catalogue, Source, Sources};
use super::check::check;
use super::format::Formats;
use super::keys;
use super::locale::{Language, Locale, PerLanguage};
use super::words::explain;
use crate::problem::{Code, Place, Problem};

/// The files of a language, as they lie in `locales/`.
fn files(language: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let source = |path: PathBuf| {
        let shown = format!("locales/{language}/{}", path.file_name().unwrap().display());
        Source { path: shown, text: fs::read_to_string(path).unwrap() }
    };
    names.into_iter().map(source).collect()
}

fn sources() -> Sources {
    Sources { builtin: PerLanguage::new(files("kk"), files("ru"), files("en")), ..Sources::default() }
}

pub(super) fn catalogue() -> Catalogue {
    Catalogue::load(&sources()).0
}

#[test]
fn the_files_load_without_a_problem() {
    let (catalogue, problems) = Catalogue::load(&sources());
    assert_eq!(problems, []);
    assert!(Formats::new(&catalogue).is_ok());
}

#[test]
fn the_languages_agree() {
    // What templates use is known to the theme's own tests.
    let all: BTreeSet<String> = catalogue().keys(Language::Kk).map(str::to_owned).collect();
    assert_eq!(check(&sources(), &all), []);
}

#[test]
fn code_asks_for_messages_that_exist() {
    let catalogue = catalogue();
    for key in keys::USED_BY_CODE {
        for locale in Locale::ALL {
            assert!(catalogue.has(locale.language(), key), "{key} in {locale}");
        }
    }
}

/// The arguments that the documentation of each code promises: names in backquotes after “Args:”.
fn documented() -> BTreeMap<Code, Vec<&'static str>> {
    let source = include_str!("../problem.rs");
    let (_, source) = source.split_once("\ncodes! {").unwrap();
    let mut found = BTreeMap::new();
    let mut args = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            if let Some((_, list)) = doc.split_once("Args:") {
                args = list.split('`').skip(1).step_by(2).collect();
            }
        } else if let Some((_, rest)) = line.split_once(" = \"") {
            let text = rest.split('"').next().unwrap();
            if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == text) {
                found.insert(*code, std::mem::take(&mut args));
            }
        }
    }
    found
}

#[test]
fn every_problem_has_its_words_in_every_language() {
    let catalogue = catalogue();
    let documented = documented();
    assert_eq!(documented.len(), Code::ALL.len());
    for (code, names) in &documented {
        for value in ["7", "abc", ""] {
            let mut problem = Problem::new(*code, Place::file("a"));
            // Only the nearest word and the parent of a directive may be empty.
            let given = |name: &str| {
                if value.is_empty() && !["nearest", "parent"].contains(&name) { "abc" } else { value }
            };
            problem.args = names.iter().map(|name| (*name, given(name).to_owned())).collect();
            for language in Language::ALL {
                let explained = explain(&problem, language, &catalogue);
                for text in [&explained.message, &explained.help] {
                    assert!(text.chars().count() > 5, "{language} {code:?} {value:?}: {text:?}");
                    assert!(text.ends_with(['.', ')']), "{language} {code:?}: {text:?}");
                    assert!(!text.contains("{$") && !text.contains("  "), "{language} {code:?}: {text:?}");
                }
                assert!(!explained.message.starts_with(code.as_str()), "{language} {code:?}: no words");
            }
        }
    }
}

#[test]
fn every_argument_is_shown_to_the_reader() {
    let catalogue = catalogue();
    for (code, names) in documented() {
        for language in Language::ALL {
            let mut problem = Problem::new(code, Place::file("a"));
            problem.args = names.iter().map(|name| (*name, format!("<{name}>"))).collect();
            let explained = explain(&problem, language, &catalogue);
            let text = format!("{} {}", explained.message, explained.help);
            for name in &names {
                // A language is named in words.
                assert!(
                    *name == "language" || text.contains(&format!("<{name}>")),
                    "{language} {code:?} {name}: {text}"
                );
            }
        }
    }
}

#[test]
fn no_words_of_problems_that_do_not_exist() {
    const PARTS: [&str; 4] = ["problem-nearest", "problem-in-language", "problem-expected", "problem-found"];
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("problem-{}", code.as_str())).collect();
    let catalogue = catalogue();
    let keys = catalogue.keys(Language::En).map(|key| key.split('.').next().unwrap());
    for key in keys.filter(|key| key.starts_with("problem-")) {
        assert!(codes.contains(key) || PARTS.contains(&key), "{key}");
    }
}

#[test]
fn no_latin_letter_hides_in_a_cyrillic_word() {
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52F}');
    for (language, files) in sources().builtin.iter() {
        for source in files {
            for (n, line) in source.text.lines().enumerate() {
                let letters: Vec<char> = line.chars().collect();
                let mixed = letters.windows(2).any(|pair| {
                    let latin = |c: char| c.is_ascii_alphabetic();
                    (cyrillic(pair[0]) && latin(pair[1])) || (latin(pair[0]) && cyrillic(pair[1]))
                });
                assert!(!mixed, "{language} {}:{}: {line}", source.path, n + 1);
            }
        }
    }
}
