//! Sites of `tests/sites`, copied so that a test may change them, checked, built in memory or by the program itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use otau::build::pictures::PictureCache;
use otau::build::pipeline::{check, render};
use otau::build::sink::MemorySink;
use otau::build::workspace::Workspace;
use otau::problem::Problem;
use otau::site::model::BuildOptions;
use tempfile::TempDir;

/// The day on which the fixtures are built, unless a test is about days.
pub(crate) const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 15).unwrap();

/// What a build of that day depends on.
pub(crate) fn on(today: NaiveDate) -> BuildOptions {
    BuildOptions { today, drafts: false, demonstration: false }
}

/// All sites of `valid` or `invalid`.
pub(crate) fn sites(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(kind);
    let mut sites: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    sites.sort();
    sites
}

/// A site of the fixtures in a temporary folder.
pub(crate) fn site(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name), folder.path());
    folder
}

/// Copies a folder; links stay links.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(entry.path()).unwrap(), target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Writes a file below a site's folder, with the folders above it.
pub(crate) fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Replaces a part of a file, which must be there.
pub(crate) fn replace(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from:?}");
    fs::write(root.join(path), text.replacen(from, to, 1)).unwrap();
}

/// A page in both languages.
pub(crate) fn write_page(root: &Path, dir: &str, meta: &str, title: &str, text: &str) {
    write(root, &format!("{dir}/page.toml"), meta);
    for language in ["kk", "ru"] {
        let front = format!("title = \"{title} {language}\"\ndescription = \"{}\"", "сипаттама ".repeat(7).trim_end());
        write(root, &format!("{dir}/{language}.md"), format!("+++\n{front}\n+++\n\n{text}\n"));
    }
}

/// Every problem of a site, as `otau check` finds them.
pub(crate) fn problems(site: &Path, options: BuildOptions) -> Vec<Problem> {
    check(&Workspace::read(site), options, &pictures()).problems
}

/// The problems in short, one line each: code and place.
pub(crate) fn short(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{} {}", problem.code.as_str(), problem.place)).collect()
}

/// Files of a built site by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// A site built in memory; it must not have errors.
pub(crate) fn tree(site: &Path, options: BuildOptions) -> Tree {
    tree_of(&Workspace::read(site), options, &pictures())
}

/// Converted pictures, kept from run to run: they are named by what is in them.
fn pictures() -> PictureCache {
    PictureCache::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures"))
}

/// The same from what has been read.
pub(crate) fn tree_of(workspace: &Workspace, options: BuildOptions, cache: &PictureCache) -> Tree {
    let (model, mut problems) = workspace.model(options);
    let prepared = workspace.prepare(model, cache, true, &mut problems);
    let prepared = prepared.unwrap_or_else(|| panic!("{:#?}", short(&problems)));
    let sink = MemorySink::new();
    render(&prepared.renderer, &sink, &|_, _, _| {}).unwrap();
    let rendered = sink.into_files().into_iter().map(|(path, file)| (path, file.bytes.to_vec()));
    rendered.chain(prepared.files.into_iter().map(|file| (file.path, file.bytes.to_vec()))).collect()
}

/// The text of a file of a tree.
pub(crate) fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path} among {:#?}", tree.keys()));
    std::str::from_utf8(bytes).unwrap()
}

/// The files of the live release of an output folder by path.
pub(crate) fn live(out: &Path) -> Tree {
    let (folder, manifest) = otau::build::release::current(out).unwrap();
    let read = |path: &str| fs::read(folder.join(path)).unwrap();
    manifest.files.iter().map(|file| (file.path.clone(), read(&file.path))).collect()
}

/// The program, about to do something to the site at `root`.
pub(crate) fn otau(command: &str, root: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_otau"));
    program.arg(command).arg("--root").arg(root).stdin(Stdio::null()).env("LC_ALL", "C");
    program
}

/// What a run of the program wrote, in order of streams, and its exit code.
pub(crate) fn run(command: &mut Command) -> (i32, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(!text.contains("panicked"), "{text}");
    (status.code().unwrap_or(-1), text)
}

/// Paths whose files differ.
pub(crate) fn differing(a: &Tree, b: &Tree) -> Vec<String> {
    let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}
