//! Every site of `tests/sites` gives exactly the report its `expect.txt` says.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use otau::build::pictures::PictureCache;
use otau::build::pipeline::check;
use otau::build::workspace::Workspace;
use otau::problem::Problem;
use otau::site::model::BuildOptions;

fn sites(kind: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(kind);
    let mut sites = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    sites.sort();
    Ok(sites)
}

fn problems(site: &Path) -> Result<Vec<Problem>, Box<dyn Error>> {
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).ok_or("no such day")?;
    let cache = tempfile::tempdir()?;
    let options = BuildOptions { today, drafts: false };
    Ok(check(&Workspace::read(site), options, &PictureCache::new(cache.path())))
}

/// The sites whose report is not what it should be, with both.
fn differences(kind: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut differences = Vec::new();
    for site in sites(kind)? {
        let path = site.join("expect.txt");
        let expected = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let mut expected: Vec<&str> = expected.lines().collect();
        let found: Vec<String> =
            problems(&site)?.iter().map(|problem| format!("{} {}", problem.code.as_str(), problem.place)).collect();
        let mut sorted: Vec<&str> = found.iter().map(String::as_str).collect();
        expected.sort_unstable();
        sorted.sort_unstable();
        if expected != sorted {
            let name = site.file_name().unwrap_or_default().to_string_lossy().into_owned();
            differences.push(format!(
                "{name}\n    expected: {}\n    found:    {}",
                expected.join(", "),
                found.join(", ")
            ));
        }
    }
    Ok(differences)
}

#[test]
fn each_faulty_site_reports_its_fault_and_nothing_else() -> Result<(), Box<dyn Error>> {
    let differences = differences("invalid")?;
    assert!(differences.is_empty(), "{} sites differ:\n{}", differences.len(), differences.join("\n"));
    Ok(())
}

#[test]
fn each_valid_site_reports_no_more_than_its_warnings() -> Result<(), Box<dyn Error>> {
    let differences = differences("valid")?;
    assert!(differences.is_empty(), "{} sites differ:\n{}", differences.len(), differences.join("\n"));
    Ok(())
}
