//! The house keeps its order: who may use whom, what the portal must not know, where things are, how long files are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and leaves with what each may use; `docs/ARCHITECTURE.md` says the same to people.
const ARROWS: [(&str, &[&str]); 15] = [
    ("problem", &[]),
    ("clock", &[]),
    ("turns", &[]),
    ("fields", &["problem"]),
    ("routes", &["i18n"]),
    ("portal", &[]),
    ("config", &["fields", "problem"]),
    ("cabinet", &["clock", "config", "i18n", "portal", "turns"]),
    ("i18n", &["problem"]),
    ("site", &["fields", "i18n", "problem", "routes"]),
    ("search", &["i18n", "problem", "routes", "site"]),
    ("page", &["i18n", "portal", "problem", "routes", "search", "site"]),
    ("build", &["i18n", "page", "problem", "search", "site"]),
    (
        "http",
        &[
            "build", "cabinet", "clock", "config", "i18n", "page", "portal", "problem", "routes", "search", "site",
            "turns",
        ],
    ),
    (
        "cli",
        &[
            "build", "cabinet", "clock", "config", "http", "i18n", "page", "portal", "problem", "routes", "search",
            "site",
        ],
    ),
];

/// What rules without a world around them have no use for.
const NOT_IN_THE_PORTAL: [&str; 12] = [
    "async ",
    "tokio",
    "std::fs",
    "std::env",
    "std::net",
    "std::io",
    "std::process",
    "std::thread",
    "SystemTime",
    "Utc::now",
    "Local::now",
    "Serialize",
];

/// The most lines of a file.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of the program's source, with their texts.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((shown, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file: without comments and without its tests, which stand last.
fn code(text: &str) -> String {
    let before_tests = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = before_tests.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The files of the program itself: those of its tests may look around.
fn program() -> Vec<(String, String)> {
    sources("src").into_iter().filter(|(path, _)| !path.ends_with("tests.rs") && !is_test_module(path)).collect()
}

/// The room a source file belongs to: `site` for `src/site/parse.rs`.
fn room(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap();
    inner.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Rooms that a file names, by `crate::room` or by climbing up to the crate.
fn used<'t>(path: &str, text: &'t str) -> BTreeSet<&'t str> {
    // `super` in `src/site/parse.rs` is `site`, in `src/site/mod.rs` the crate.
    let inner = path.strip_prefix("src/").unwrap().trim_end_matches("/mod.rs");
    let depth = inner.split('/').count();
    let up = "super::".repeat(depth);
    let names = |start: &str| {
        let found: Vec<&'t str> = text
            .match_indices(start)
            .filter(|(at, _)| !text[..*at].ends_with("super::"))
            .flat_map(|(at, _)| {
                let rest = &text[at + start.len()..];
                let group = rest.strip_prefix('{').map(|rest| rest.split_once('}').map_or(rest, |(group, _)| group));
                let list =
                    group.unwrap_or(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default());
                list.split(',').map(|name| name.trim().split("::").next().unwrap_or_default()).collect::<Vec<_>>()
            })
            .collect();
        found
    };
    let mut all: BTreeSet<&str> = names("crate::").into_iter().collect();
    all.extend(names(&up));
    all
}

#[test]
fn every_room_uses_only_what_it_may() {
    let rooms: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    let mut faults = Vec::new();
    for (path, text) in program() {
        let room = room(&path);
        if matches!(room, "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == room) else {
            faults.push(format!("{path}: a room that ARROWS does not know"));
            continue;
        };
        for name in used(&path, &code(&text)) {
            if rooms.contains(name) && name != room && !allowed.contains(&name) {
                faults.push(format!("{path}: {room} may not use {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn arrows_are_seen_however_they_are_written() {
    let text = "use crate::http::Live;\nuse crate::{cli, page::view};\nuse super::super::build::X;\nuse super::own;\n";
    let used = used("src/site/parse.rs", text);
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["build", "cli", "http", "page"]);
    assert!(!code("a // crate::http\n#[cfg(test)]\nmod tests {\n crate::http }").contains("http"));
}

#[test]
fn the_portal_knows_nothing_of_the_world() {
    let mut faults = Vec::new();
    for (path, text) in program().into_iter().filter(|(path, _)| room(path) == "portal") {
        let code = code(&text);
        for word in NOT_IN_THE_PORTAL.iter().filter(|word| code.contains(**word)) {
            faults.push(format!("{path}: {word}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_command_line_prints_or_ends_the_process() {
    let mut faults = Vec::new();
    for (path, text) in program().into_iter().filter(|(path, _)| !matches!(room(path), "cli" | "main")) {
        let code = code(&text);
        for word in ["println!", "eprintln!", "print!(", "dbg!", "process::exit"] {
            if code.contains(word) {
                faults.push(format!("{path}: {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn s_acl_06_operators_commands_are_out_of_reach_of_the_network() {
    for (path, text) in program().into_iter().filter(|(path, _)| room(path) == "http") {
        assert!(!code(&text).contains("office::"), "{path} reaches for the operators' office");
    }
}

/// Whether the module above includes the file only in tests.
fn is_test_module(path: &str) -> bool {
    let path = root().join(path);
    let (folder, name) = (path.parent().unwrap(), path.file_stem().unwrap().to_string_lossy().into_owned());
    let above = [folder.join("mod.rs"), folder.with_extension("rs")];
    above.iter().filter_map(|file| fs::read_to_string(file).ok()).any(|text| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let module = format!("mod {name};");
        lines.windows(2).any(|pair| pair[0].starts_with("#[cfg(test)]") && pair[1].ends_with(&module))
    })
}

#[test]
fn files_stay_short_and_have_names_of_their_own() {
    let mut faults = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests/suite")) {
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{path}: {lines} lines"));
        }
        for part in path.trim_end_matches(".rs").split('/') {
            if ["util", "utils", "helper", "helpers", "common", "manager", "misc"].contains(&part) {
                faults.push(format!("{path}: a name that says nothing"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Paths of this repository that a document names between backquotes, with the folder names they begin with.
fn paths(text: &str) -> Vec<&str> {
    const TOP: [&str; 7] = ["src/", "tests/", "docs/", "locales/", "themes/otau", "benches", "content/"];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|part| TOP.iter().any(|top| part.starts_with(top)))
        .filter(|part| !part.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '{' | '<' | '…')))
        // Words in capitals stand for names.
        .filter(|part| !part.split('/').any(|name| name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase())))
        // Made by a run, or of any site.
        .filter(|part| !part.starts_with("content/") && *part != "tests/browser/shots")
        .collect()
}

#[test]
fn documents_name_only_what_is_there() {
    let mut faults = Vec::new();
    let documents: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain(["README.md", "benches/README.md"].map(|name| root().join(name)))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md") && path.exists())
        .collect();
    assert!(documents.len() > 2);
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for path in paths(&text) {
            let path = path.split_once("::").map_or(path, |(path, _)| path);
            if !root().join(path).exists() {
                faults.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
