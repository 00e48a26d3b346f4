//! What must be absent from the domain: the invariants of `mod.rs`, checked on its own text.

use std::fs;
use std::path::{Path, PathBuf};

/// What a file of the domain must not say, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("async ", "nothing waits"),
    (".await", "nothing waits"),
    ("tokio", "nothing waits"),
    ("std::fs", "no files"),
    ("std::io", "no files"),
    ("std::net", "no network"),
    ("std::env", "no environment"),
    ("std::time", "no clock"),
    ("::now()", "no clock"),
    ("crate::clock", "no clock"),
    ("chrono_tz", "no zone: today is an argument"),
    ("rand", "no randomness"),
    ("hyper", "no protocol"),
    ("sqlx", "no tables"),
    ("tera", "no templates"),
    ("fluent", "no words"),
    ("serde", "what is shown is another type"),
    ("f32", "no floating point"),
    ("f64", "no floating point"),
    ("println!", "no printing"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Whole words where the forbidden text is a word: `rand` is not in `brand`.
fn says(line: &str, forbidden: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(forbidden).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + forbidden.len()..]);
        let open = !forbidden.starts_with(is_word) || !before.ends_with(is_word);
        open && (!forbidden.ends_with(is_word) || !after.starts_with(is_word))
    })
}

#[test]
fn the_domain_is_pure() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/portal");
    for path in sources(&room).into_iter().filter(|path| !path.ends_with("purity_tests.rs")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().count() <= 500, "{} is longer than 500 lines", path.display());
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (forbidden, reason) in FORBIDDEN {
                assert!(!says(line, forbidden), "{}:{}: {reason}: {line}", path.display(), number + 1);
            }
            let elsewhere = line.contains("crate::") && !line.contains("crate::portal");
            assert!(!elsewhere, "{}:{}: the domain uses no other room: {line}", path.display(), number + 1);
        }
    }
}
