//! Every site of `tests/sites` gives exactly the report its `expect.txt` says, through the library and through the
//! program; every code of a problem has its fixture.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use otau::problem::{Code, Severity};
use rayon::prelude::*;

use crate::support::sites::{TODAY, copy, on, otau, problems, run, short, site, sites, write};

/// Codes whose fixture is made by its test below.
const MADE_AT_RUN_TIME: [Code; 3] = [Code::Unreadable, Code::FileTooLarge, Code::HeavyPicture];

/// Of settings rather than of a site: `config` has their cases.
const OF_SETTINGS: [Code; 4] = [Code::SecretMissing, Code::SecretSample, Code::SecretOpen, Code::SecretInside];

fn expected(site: &Path) -> Vec<String> {
    let text = fs::read_to_string(site.join("expect.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn name(site: &Path) -> String {
    site.file_name().unwrap().to_string_lossy().into_owned()
}

/// The sites whose report is not what it should be, with both.
fn differences(kind: &str) -> Vec<String> {
    let differences = sites(kind).into_par_iter().filter_map(|site| {
        let mut expected = expected(&site);
        let mut found = short(&problems(&site, on(TODAY)));
        expected.sort_unstable();
        found.sort_unstable();
        let lines = || [expected.join(", "), found.join(", ")];
        let [wanted, got] = lines();
        (expected != found).then(|| format!("{}\n    expected: {wanted}\n    found:    {got}", name(&site)))
    });
    differences.collect()
}

#[test]
fn each_faulty_site_reports_its_fault_and_nothing_else() {
    let differences = differences("invalid");
    assert!(differences.is_empty(), "{} sites differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn each_valid_site_reports_no_more_than_its_warnings() {
    let differences = differences("valid");
    assert!(differences.is_empty(), "{} sites differ:\n{}", differences.len(), differences.join("\n"));
}

/// The first fixture of each code, with the line of its report.
fn representatives() -> BTreeMap<String, (PathBuf, String)> {
    let mut found = BTreeMap::new();
    for site in sites("invalid") {
        for line in expected(&site) {
            let code = line.split(' ').next().unwrap().to_owned();
            found.entry(code).or_insert_with(|| (site.clone(), line));
        }
    }
    found
}

#[test]
fn every_code_has_a_fixture() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let made: BTreeSet<&str> = MADE_AT_RUN_TIME.iter().chain(&OF_SETTINGS).map(|code| code.as_str()).collect();
    let representatives = representatives();
    let shown: BTreeSet<&str> = representatives.keys().map(String::as_str).collect();
    let missing: Vec<_> = known.iter().filter(|code| !shown.contains(*code) && !made.contains(*code)).collect();
    let unknown: Vec<_> = shown.iter().filter(|code| !known.contains(*code)).collect();
    let twice: Vec<_> = made.intersection(&shown).collect();
    assert!(missing.is_empty() && unknown.is_empty() && twice.is_empty(), "{missing:?} {unknown:?} {twice:?}");
}

/// One fixture of each code through the program: exit code 1, code and place in the output, no release.
fn through_the_program(language: &str) {
    let severity = |code: &str| Code::ALL.iter().find(|known| known.as_str() == code).map(|code| code.severity());
    let faults: Vec<String> = representatives()
        .into_par_iter()
        .filter_map(|(code, (fixture, line))| {
            let root = tempfile::tempdir().unwrap();
            // Beside a valid site, where a link of one of the fixtures leads.
            copy(&fixture, &root.path().join("invalid/site"));
            let (site, out) = (root.path().join("invalid/site"), root.path().join("out"));
            let (status, text) = if severity(&code) == Some(Severity::Error) {
                run(otau("build", &site).args(["--compress", "none", "--lang", language, "--out"]).arg(&out))
            } else {
                run(otau("check", &site).args(["--strict", "--lang", language]))
            };
            let place = line.split_once(' ').unwrap().1;
            let told = text.contains(&format!("[{code}]")) && text.contains(place);
            let clean = !out.join("current").exists() && !out.join("releases").exists();
            (status != 1 || !told || !clean).then(|| format!("{}: {line}: exit {status}\n{text}", name(&fixture)))
        })
        .collect();
    assert!(faults.is_empty(), "{} of the fixtures:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_program_reports_each_code_in_kazakh() {
    through_the_program("kk");
}

#[test]
fn the_program_reports_each_code_in_russian() {
    through_the_program("ru");
}

#[test]
fn the_program_reports_each_code_in_english() {
    through_the_program("en");
}

fn reported(root: &Path) -> Vec<String> {
    short(&problems(root, on(TODAY)))
}

#[test]
fn a_file_that_cannot_be_read() {
    let site = site("valid/minimal");
    fs::remove_file(site.path().join("content/site.toml")).unwrap();
    assert_eq!(reported(site.path()), ["unreadable content/site.toml"]);
    fs::create_dir(site.path().join("content/site.toml")).unwrap();
    assert_eq!(reported(site.path()), ["unreadable content/site.toml"]);
}

#[test]
fn a_folder_without_a_site() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(reported(root.path()), ["unreadable content"]);
    fs::create_dir(root.path().join("content")).unwrap();
    assert_eq!(reported(root.path()), ["unreadable content/site.toml"]);
}

#[test]
fn a_text_that_is_too_large() {
    let site = site("valid/minimal");
    let text = fs::read_to_string(site.path().join("content/home/kk.md")).unwrap();
    write(site.path(), "content/home/kk.md", text + &"Мәтін. ".repeat(17 * 1024 * 1024 / 12));
    assert_eq!(reported(site.path()), ["file-too-large content/home/kk.md"]);
}

#[test]
fn a_picture_that_stays_heavy() {
    let site = site("valid/minimal");
    let lines: String = (0..40_000)
        .flat_map(|i| ["M".to_owned(), (i % 640).to_string(), " ".to_owned(), (i % 480).to_string()])
        .collect();
    let drawing =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 480\"><path d=\"{lines}\"/></svg>");
    write(site.path(), "content/home/lines.svg", drawing);
    for language in ["kk", "ru"] {
        let path = site.path().join(format!("content/home/{language}.md"));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + "\n![Сызықтар](lines.svg)\n").unwrap();
    }
    let found = reported(site.path());
    assert!(found.len() == 1 && found[0].starts_with("heavy-picture content/home/kk.md:"), "{found:?}");
}

#[test]
fn links_and_special_files_are_not_followed() {
    let site = site("valid/minimal");
    let content = site.path().join("content");
    std::os::unix::fs::symlink(&content, content.join("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", content.join("dangling")).unwrap();
    let status = std::process::Command::new("mkfifo").arg(content.join("home/pipe.png")).status().unwrap();
    assert!(status.success());
    let expected = ["bad-symlink content/dangling", "bad-symlink content/home/pipe.png", "bad-symlink content/loop"];
    assert_eq!(reported(site.path()), expected);
}
