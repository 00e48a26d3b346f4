//! Reading a site's folder: the only place of the content side that touches the disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::fields::Origin;
use crate::i18n::{Locale, PerLocale};
use crate::problem::{Code, Place, Problem, shown_path};

/// Largest text file that is read, in bytes.
pub const TEXT_LIMIT: u64 = 16 * 1024 * 1024;

/// A text file as it was read: UTF-8, without a byte-order mark, with `\n` line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFile {
    /// Path as shown to a person.
    pub path: String,
    /// Content; empty where it could not be read.
    pub text: String,
    /// It is there but could not be read, which has been reported: what follows from that is no news.
    pub broken: bool,
}

impl TextFile {
    /// The file as the place of what its TOML says.
    pub fn origin(&self) -> Origin<'_> {
        Origin { whole: !self.broken, ..Origin::new(&self.path, &self.text) }
    }
}

/// A file beside the texts of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// Name.
    pub name: String,
    /// Where it is on disk.
    pub path: PathBuf,
}

/// A page's folder as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSource {
    /// The folder's name.
    pub key: String,
    /// The folder as shown to a person.
    pub dir: String,
    /// `page.toml`.
    pub meta: TextFile,
    /// `kk.md` and `ru.md`.
    pub texts: PerLocale<Option<TextFile>>,
    /// Everything else, sorted by name.
    pub files: Vec<PageFile>,
}

/// A site's folder as it was read.
#[derive(Clone, Debug, Default)]
pub struct SiteSource {
    /// `content/site.toml`.
    pub site: Option<TextFile>,
    /// `content/categories.toml`.
    pub categories: Option<TextFile>,
    /// `content/tags.toml`.
    pub tags: Option<TextFile>,
    /// `content/search/synonyms.toml`.
    pub synonyms: Option<TextFile>,
    /// `content/search/queries.toml`.
    pub queries: Option<TextFile>,
    /// `content/glossary.toml`.
    pub glossary: Option<TextFile>,
    /// The pages, sorted by folder.
    pub pages: Vec<PageSource>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl SiteSource {
    /// Reads everything under `root/content`.
    pub fn read(root: &Path) -> Self {
        let content = root.join("content");
        if let Err(error) = fs::read_dir(&content) {
            return Self { problems: vec![unreadable(root, &content, &error)], ..Self::default() };
        }
        let mut problems = Vec::new();
        let mut optional = |name: &str| {
            read_text(root, &content.join(name)).unwrap_or_else(|problem| {
                problems.push(problem);
                Some(TextFile { path: format!("content/{name}"), text: String::new(), broken: true })
            })
        };
        let site = optional("site.toml");
        let categories = optional("categories.toml");
        let tags = optional("tags.toml");
        let synonyms = optional("search/synonyms.toml");
        let queries = optional("search/queries.toml");
        let glossary = optional("glossary.toml");
        if site.is_none() {
            let place = Place::file("content/site.toml");
            problems.push(Problem::new(Code::Unreadable, place).with("reason", "No such file or directory"));
        }
        let mut source = Self { site, categories, tags, synonyms, queries, glossary, pages: Vec::new(), problems };
        let found = walk(root, &content);
        source.problems.extend(found.problems);
        source.pages = found.pages;
        source.pages.sort_by(|a, b| a.dir.cmp(&b.dir));
        source
    }
}

#[derive(Default)]
struct Found {
    pages: Vec<PageSource>,
    problems: Vec<Problem>,
}

impl Found {
    fn join(mut self, mut other: Self) -> Self {
        self.pages.append(&mut other.pages);
        self.problems.append(&mut other.problems);
        self
    }
}

struct Listing {
    folders: Vec<PathBuf>,
    files: Vec<PageFile>,
}

fn walk(root: &Path, dir: &Path) -> Found {
    let mut found = Found::default();
    let listing = match list(root, dir, &mut found.problems) {
        Ok(listing) => listing,
        Err(error) => {
            found.problems.push(unreadable(root, dir, &error));
            return found;
        }
    };
    if let Some(page) = page_from(root, dir, listing.files, &mut found.problems) {
        found.pages.push(page);
    }
    let below = listing.folders.par_iter().map(|folder| walk(root, folder)).reduce(Found::default, Found::join);
    found.join(below)
}

/// Reads one page's folder again; none when it is no page (any more).
pub fn read_page(root: &Path, dir: &Path) -> (Option<PageSource>, Vec<Problem>) {
    let mut problems = Vec::new();
    let page = match list(root, dir, &mut problems) {
        Ok(listing) => page_from(root, dir, listing.files, &mut problems),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            problems.push(unreadable(root, dir, &error));
            None
        }
    };
    (page, problems)
}

fn list(root: &Path, dir: &Path, problems: &mut Vec<Problem>) -> std::io::Result<Listing> {
    let mut listing = Listing { folders: Vec::new(), files: Vec::new() };
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            problems.push(Problem::new(Code::NotUtf8, Place::file(shown_path(root, &entry.path()))));
            continue;
        };
        // Hidden files and the leavings of editors.
        if name.starts_with(['.', '#']) || name.ends_with('~') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            listing.folders.push(entry.path());
        } else if kind.is_file() {
            listing.files.push(PageFile { name, path: entry.path() });
        } else {
            // Links could lead out of the site's folder or in circles; special files could hang the build.
            problems.push(Problem::new(Code::BadSymlink, Place::file(shown_path(root, &entry.path()))));
        }
    }
    listing.folders.sort_unstable();
    listing.files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(listing)
}

fn page_from(root: &Path, dir: &Path, files: Vec<PageFile>, problems: &mut Vec<Problem>) -> Option<PageSource> {
    let mut meta = None;
    let mut texts = PerLocale::<Option<TextFile>>::default();
    let mut others = Vec::new();
    let mut read = |file: &PageFile| {
        read_text(root, &file.path).unwrap_or_else(|problem| {
            problems.push(problem);
            // The page goes on with an empty text, so that the rest is checked too.
            Some(TextFile { path: shown_path(root, &file.path), text: String::new(), broken: true })
        })
    };
    for file in files {
        let locale = file.name.strip_suffix(".md").and_then(Locale::from_code);
        match locale {
            Some(locale) => texts[locale] = read(&file),
            None if file.name == "page.toml" => {
                // Gone since its folder was listed: the page goes with it.
                meta = read(&file);
            }
            None => others.push(file),
        }
    }
    let Some(meta) = meta else {
        for (_, text) in texts.iter() {
            if let Some(text) = text {
                problems.push(Problem::new(Code::StrayText, Place::file(&text.path)));
            }
        }
        return None;
    };
    let key = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Some(PageSource { key, dir: shown_path(root, dir), meta, texts, files: others })
}

/// Reads a text file; `Ok(None)` when there is none.
///
/// # Errors
/// A problem with the place when it cannot be read or is not the text it should be.
pub fn read_text(root: &Path, path: &Path) -> Result<Option<TextFile>, Problem> {
    let shown = shown_path(root, path);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(root, path, &error)),
    };
    decode(&shown, bytes).map(|text| Some(TextFile { path: shown, text, broken: false }))
}

/// The first control character. Nearly all texts have none: pieces are looked through without branches, so that the
/// compiler can use wide registers.
fn control_character(bytes: &[u8]) -> Option<usize> {
    const PIECE: usize = 256;
    let control = |byte: &u8| (*byte < 0x20 && *byte != b'\n' && *byte != b'\t') || *byte == 0x7F;
    let has_one = |piece: &[u8]| piece.iter().fold(0, |found, byte| found | u8::from(control(byte))) != 0;
    let from = bytes.chunks(PIECE).position(has_one)? * PIECE;
    bytes[from..].iter().position(control).map(|at| from + at)
}

fn unreadable(root: &Path, path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::Unreadable, Place::file(shown_path(root, path))).with("reason", error)
}

/// Turns a file's bytes into text: UTF-8 without a byte-order mark, without control characters, with `\n` line ends.
///
/// # Errors
/// A problem with the place of the first fault.
pub fn decode(shown: &str, mut bytes: Vec<u8>) -> Result<String, Problem> {
    const MEGABYTE: u64 = 1024 * 1024;
    let size = bytes.len() as u64;
    if size > TEXT_LIMIT {
        let problem = Problem::new(Code::FileTooLarge, Place::file(shown));
        return Err(problem.with("size", size.div_ceil(MEGABYTE)).with("limit", TEXT_LIMIT / MEGABYTE));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        // The replacement character stands exactly where the first bad byte was.
        Problem::new(Code::NotUtf8, Place::span(shown, &text, at..at + 1))
    })?;
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if let Some(at) = control_character(text.as_bytes()) {
        return Err(Problem::new(Code::ControlCharacter, Place::span(shown, &text, at..at + 1)));
    }
    Ok(text)
}
