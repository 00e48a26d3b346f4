//! The terms of a site as readers see them, and words that must not be used.

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use otau::build::compress::Compress;
use otau::build::pipeline::{BuildRequest, Occasion, build};
use otau::build::workspace::Workspace;
use otau::site::model::BuildOptions;

type Outcome = Result<(), Box<dyn Error>>;

const SITE: &str = "tests/sites/valid/glossary";

fn options() -> Result<BuildOptions, Box<dyn Error>> {
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).ok_or("no such day")?;
    Ok(BuildOptions { today, drafts: false, demonstration: false })
}

/// A copy of the site in a folder of its own.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn workspace() -> Result<(tempfile::TempDir, std::path::PathBuf), Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let root = dir.path().join("site");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(SITE), &root)?;
    Ok((dir, root))
}

#[test]
fn terms_stand_in_the_order_of_the_alphabet_with_the_other_language() -> Outcome {
    let (dir, root) = workspace()?;
    let out = dir.path().join("out");
    let request = BuildRequest {
        root,
        out: out.clone(),
        compress: Compress::None,
        options: options()?,
        occasion: Occasion::Asked,
    };
    build(&request, &|_, _, _| {})?;
    let read = |path: &str| fs::read_to_string(out.join("current").join(path).join("index.html"));
    let (kk, ru) = (read("kk/erezheler")?, read("ru/pravila")?);
    let at = |text: &str, part: &str| text.find(part).ok_or_else(|| format!("no {part} in {text}"));
    // Ә comes before Қ, although its code is greater than that of any letter of the Russian alphabet.
    assert!(at(&kk, "id=\"term-arrears\"")? < at(&kk, "id=\"term-password\"")?);
    assert!(at(&ru, "id=\"term-arrears\"")? < at(&ru, "id=\"term-password\"")?);
    at(&kk, "<span lang=\"ru\">пароль</span>")?;
    at(&ru, "<span lang=\"kk\">құпиясөз</span>")?;
    at(&ru, "&lt;долг&gt;")?;
    at(&kk, "href=\"#_letter-1\"")?;
    // Both texts stand on one page there: their ids must differ.
    let pair = read("kk/pair/rules")?;
    at(&pair, "id=\"kk-term-password\"")?;
    at(&pair, "id=\"ru-term-password\"")?;
    at(&pair, "href=\"#ru-_letter-1\"")?;
    Ok(())
}

#[test]
fn strings_of_the_site_are_searched_for_forbidden_words_too() -> Outcome {
    let (_dir, root) = workspace()?;
    fs::create_dir_all(root.join("locales/kk"))?;
    let strings = "# Пароль\npassword-x = Пароль\nskip-link = Жаңа\n    құпия сөзге өту\n";
    fs::write(root.join("locales/kk/site.ftl"), strings)?;
    let (_, problems) = Workspace::read(&root).model(options()?);
    let found = problems.iter().filter(|problem| problem.code.as_str() == "forbidden-term");
    let found: Vec<String> = found.map(|problem| problem.place.to_string()).collect();
    assert_eq!(found, ["locales/kk/site.ftl:2:14", "locales/kk/site.ftl:4:5"]);
    Ok(())
}

#[test]
fn an_edited_page_is_searched_again() -> Outcome {
    let (_dir, root) = workspace()?;
    let mut workspace = Workspace::read(&root);
    assert_eq!(workspace.model(options()?).1, []);
    let path = root.join("content/rules/kk.md");
    let text = fs::read_to_string(&path)?;
    fs::write(&path, format!("{text}\nПарольді енгізіңіз.\n"))?;
    workspace.refresh(&std::iter::once(path.clone()).collect());
    let codes: Vec<_> = workspace.model(options()?).1.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["forbidden-term"]);
    fs::write(&path, text)?;
    workspace.refresh(&std::iter::once(path).collect());
    assert_eq!(workspace.model(options()?).1, []);
    Ok(())
}
