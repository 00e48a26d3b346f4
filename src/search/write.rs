//! Makes an index of units, in a folder or in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::schema::TantivyDocument;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings};
use xxhash_rust::xxh3::Xxh3;

use super::counter::Counter;
use super::index::SearchIndex;
use super::schema::{Fields, KINDS, Layout, part};
use super::synonyms::Synonyms;
use super::titles;
use super::tokens::{self, Cutter, Words};
use super::unit::{Side, Unit, fingerprint};
use super::vocabulary::Vocabulary;
use super::whole::Phrase;
use crate::i18n::{Locale, PerLocale};

/// Memory of the writer. One segment is written, so it grows with the site.
const MEMORY: usize = 64 * 1024 * 1024;

/// The list of an index's files.
const SEAL: &str = "otau.json";
/// The words of an index.
const WORDS: &str = "words.tsv";
/// The titles of an index, for suggestions.
const TITLES: &str = "titles.tsv";
/// The synonyms of an index.
const SYNONYMS: &str = "synonyms.toml";
/// The list of units of tantivy.
const META: &str = "meta.json";

/// Why an index cannot be written or opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not what it was when the index was made.
    #[error("{}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The index itself.
    #[error("{0}")]
    Engine(#[from] tantivy::TantivyError),
}

pub(super) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> IndexError {
    let path = path.to_owned();
    move |source| IndexError::Io { path, source }
}

/// What an index was made of and what it consists of.
#[derive(Debug, Serialize, Deserialize)]
struct Seal {
    fingerprint: String,
    files: BTreeMap<String, (u64, String)>,
}

/// Everything an index is made of.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Units.
    pub units: Vec<Unit>,
    /// `content/search/synonyms.toml`.
    pub synonyms: String,
}

impl Source {
    /// Equal fingerprints, equal answers.
    pub fn fingerprint(&self) -> u128 {
        fingerprint(&self.units, &self.synonyms)
    }
}

/// A fingerprint as it is written down.
pub fn hex(fingerprint: u128) -> String {
    format!("{fingerprint:032x}")
}

/// Makes an index in memory.
///
/// # Errors
/// What the engine says.
pub fn in_memory(source: &Source) -> Result<SearchIndex, IndexError> {
    let layout = Layout::new();
    let (index, words) = fill(&layout, RamDirectory::create(), source)?;
    SearchIndex::new(&index, layout, words, Synonyms::read(&source.synonyms), titles::write(&source.units))
}

/// Makes an index in a new folder; `fingerprint` is that of the source, which whoever needs an index knows already.
///
/// # Errors
/// What the disk or the engine says.
pub fn in_folder(folder: &Path, source: &Source, fingerprint: u128) -> Result<(), IndexError> {
    fs::create_dir(folder).map_err(io_error(folder))?;
    let directory = MmapDirectory::open(folder).map_err(|error| damaged(folder, &error))?;
    let (index, vocabularies) = fill(&Layout::new(), directory, source)?;
    drop(index);
    let mut list = String::new();
    for (locale, vocabulary) in vocabularies.iter() {
        for entry in vocabulary.entries() {
            let _ = writeln!(list, "{locale}\t{}\t{}\t{}", entry.word, entry.stem, entry.count);
        }
    }
    for (name, text) in [(WORDS, &list), (TITLES, &titles::write(&source.units)), (SYNONYMS, &source.synonyms)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(io_error(&path))?;
    }
    let mut seal = Seal { fingerprint: hex(fingerprint), files: BTreeMap::new() };
    for name in file_names(folder)? {
        let path = folder.join(&name);
        seal.files.insert(name, size_and_hash(&path)?);
    }
    let path = folder.join(SEAL);
    let json = serde_json::to_vec(&seal).unwrap_or_default();
    fs::write(&path, json).map_err(io_error(&path))
}

fn file_names(folder: &Path) -> Result<Vec<String>, IndexError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let name = entry.map_err(io_error(folder))?.file_name().to_string_lossy().into_owned();
        // Locks and the list of the engine's own are made anew by whoever opens the folder.
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names)
}

/// Through a small buffer: the files of a large site would fill as much memory as they have.
fn size_and_hash(path: &Path) -> Result<(u64, String), IndexError> {
    let mut file = File::open(path).map_err(io_error(path))?;
    let mut buffer = vec![0; 128 * 1024];
    let (mut size, mut hasher) = (0, Xxh3::new());
    loop {
        let read = file.read(&mut buffer).map_err(io_error(path))?;
        if read == 0 {
            return Ok((size, hex(hasher.digest128())));
        }
        size += read as u64;
        hasher.update(&buffer[..read]);
    }
}

fn damaged(path: &Path, reason: &dyn std::fmt::Display) -> IndexError {
    IndexError::Damaged { path: path.to_owned(), reason: reason.to_string() }
}

/// Checks every file of an index and says what it was made of.
///
/// # Errors
/// A file is missing or not what it was.
pub fn verify(folder: &Path) -> Result<String, IndexError> {
    let path = folder.join(SEAL);
    let json = fs::read(&path).map_err(io_error(&path))?;
    let seal: Seal = serde_json::from_slice(&json).map_err(|error| damaged(&path, &error))?;
    seal.files.par_iter().try_for_each(|(name, sealed)| {
        let path = folder.join(name);
        let as_it_was = size_and_hash(&path)? == *sealed;
        if as_it_was { Ok(()) } else { Err(damaged(&path, &"is not what it was when the index was made")) }
    })?;
    if !seal.files.contains_key(META) || !seal.files.contains_key(WORDS) {
        return Err(damaged(&path, &"names no index"));
    }
    Ok(seal.fingerprint)
}

/// Gives a new folder the files of an index that is there already.
///
/// # Errors
/// What the disk says.
pub fn link(from: &Path, to: &Path) -> Result<(), IndexError> {
    fs::create_dir(to).map_err(io_error(to))?;
    for name in file_names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if fs::hard_link(&source, &target).is_err() {
            fs::copy(&source, &target).map_err(io_error(&target))?;
        }
    }
    Ok(())
}

/// Opens an index of a folder after checking every file of it.
///
/// # Errors
/// It is not whole.
pub fn open(folder: &Path) -> Result<SearchIndex, IndexError> {
    verify(folder)?;
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(io_error(&path))
    };
    let list = read(WORDS)?;
    let (kk, ru) = rayon::join(|| vocabulary(&list, Locale::Kk), || vocabulary(&list, Locale::Ru));
    let directory = MmapDirectory::open(folder).map_err(|error| damaged(folder, &error))?;
    let index = Index::open(directory)?;
    SearchIndex::new(&index, Layout::new(), PerLocale::new(kk, ru), Synonyms::read(&read(SYNONYMS)?), read(TITLES)?)
}

/// The words of a language from the list of all.
fn vocabulary(list: &str, locale: Locale) -> Vocabulary {
    let words = list.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        let of_it = parts.next() == Some(locale.code());
        let (word, stem, count) = (parts.next()?, parts.next()?, parts.next()?);
        of_it.then(|| (word.to_owned(), stem.to_owned(), count.parse().unwrap_or(1)))
    });
    Vocabulary::new(locale, words)
}

fn fill(
    layout: &Layout,
    directory: impl Into<Box<dyn Directory>>,
    source: &Source,
) -> Result<(Index, PerLocale<Vocabulary>), IndexError> {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(tokens::NAME, Cutter::default());
    let mut writer = Index::builder()
        .schema(layout.schema.clone())
        .settings(IndexSettings::default())
        .tokenizers(tokenizers)
        .single_segment_index_writer::<TantivyDocument>(directory, MEMORY)?;
    let mut vocabularies = PerLocale::from_fn(Counter::new);
    let mut written = Written::default();
    let (mut page, mut last) = (0_u64, None);
    for unit in &source.units {
        if last != Some(&unit.key) {
            page += u64::from(last.is_some());
            last = Some(&unit.key);
        }
        // A unit has nothing that JSON cannot say.
        let json = serde_json::to_string(unit).unwrap_or_default();
        // Each word is written as it stands and as its stem.
        let mut document = TantivyDocument::with_capacity(3 * json.len());
        let kind = KINDS.iter().position(|kind| *kind == unit.kind).unwrap_or(KINDS.len());
        document.add_u64(layout.page, page);
        document.add_u64(layout.kind, kind as u64 + if unit.section.is_none() { 8 } else { 0 });
        let languages = u64::from(unit.kk.is_some()) + 2 * u64::from(unit.ru.is_some());
        document.add_u64(layout.languages, languages);
        for locale in Locale::ALL {
            if let Some(side) = unit.side(locale) {
                written.add(&mut document, &layout.fields[locale], side, &mut vocabularies[locale]);
                let title = side.heading.as_ref().unwrap_or(&side.title);
                for phrase in side.keywords.iter().chain([title]) {
                    let phrase = Phrase::of_text(locale, phrase);
                    document.add_text(layout.whole, phrase.full);
                    document.add_text(layout.whole, phrase.telling);
                }
            }
        }
        document.add_text(layout.unit, json);
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    Ok((index, vocabularies.map(Counter::finish)))
}

/// The words of the fields of one unit after another: places in memory that are used again.
#[derive(Default)]
struct Written {
    stems: Words,
    exact_title: Words,
    exact_text: Words,
}

impl Written {
    fn add(&mut self, document: &mut TantivyDocument, fields: &Fields, side: &Side, counter: &mut Counter) {
        let title = side.heading.as_ref().unwrap_or(&side.title);
        let context = side.heading.as_ref().map(|_| &side.title);
        let parts: [(usize, &[&String]); 6] = [
            (part::TITLE, &[title]),
            (part::KEYWORDS, &side.keywords.iter().collect::<Vec<_>>()),
            (part::LEAD, &[&side.lead]),
            (part::HEADINGS, &side.headings.iter().collect::<Vec<_>>()),
            (part::CONTEXT, context.as_slice()),
            (part::BODY, &[&side.text]),
        ];
        self.exact_title.clear();
        self.exact_text.clear();
        for (number, texts) in parts {
            let exact = if number <= part::KEYWORDS { &mut self.exact_title } else { &mut self.exact_text };
            self.stems.clear();
            for text in texts {
                counter.read(text, &mut self.stems, exact);
                self.stems.end();
            }
            if let Some(words) = self.stems.text() {
                document.add_text(fields.stems[number], words);
            }
        }
        for (field, words) in [(fields.exact_title, &self.exact_title), (fields.exact_text, &self.exact_text)] {
            if let Some(words) = words.text() {
                document.add_text(field, words);
            }
        }
    }
}
