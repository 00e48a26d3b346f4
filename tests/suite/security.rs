//! Every rule of `docs/security.md` is held by a test that carries its id.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut String) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_rule_of_the_document_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("tests/suite"), &mut code);
    let tests: Vec<&str> =
        code.split("fn s_").skip(1).filter_map(|rest| rest.split_once('(').map(|(name, _)| name)).collect();
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let ids: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |").map(|(id, _)| id))
        .filter(|id| id.split_once('-').is_some_and(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())))
        .collect();
    assert!(ids.len() > 70, "the table is read: {}", ids.len());
    let untested: Vec<&&str> = ids
        .iter()
        .filter(|id| {
            let (group, number) = id.split_once('-').unwrap();
            let name = format!("{}_{:02}", group.to_lowercase(), number.parse::<u32>().unwrap());
            // A test may hold two rules: `s_otp_11_and_pw_09_…`.
            !tests.iter().any(|test| test.starts_with(&name) || test.contains(&format!("_and_{name}")))
        })
        .collect();
    assert!(untested.is_empty(), "no test carries the id of {untested:?}");
}
