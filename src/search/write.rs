//! Makes an index of units, in a folder or in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings};
use xxhash_rust::xxh3::Xxh3;

use super::counter::Counter;
use super::index::SearchIndex;
use super::schema::{KINDS, Layout};
use super::sheet::{Page, Sheet};
use super::synonyms::Synonyms;
use super::titles::{self, Names};
use super::tokens::{self, Cutter};
use super::unit::{Unit, fingerprint};
use super::vocabulary::Vocabulary;
use crate::i18n::{Locale, PerLocale};

/// By this the engine chooses the first size of its table of words; the table, as all of its memory, grows with the site.
/// A small one stays in the processor's cache: one for 64 MiB took a tenth longer for a whole index.
const MEMORY: usize = 3 * 512 * 1024;

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
    let Filled { index, mut words, titles } = fill(&layout, RamDirectory::create(), &source.units)?;
    let vocabularies = PerLocale::from_fn(|locale| Vocabulary::new(locale, std::mem::take(&mut words[locale])));
    SearchIndex::new(&index, layout, vocabularies, Synonyms::read(&source.synonyms), titles)
}

/// Makes an index in a new folder; `fingerprint` is that of the source, which whoever needs an index knows already.
///
/// # Errors
/// What the disk or the engine says.
pub fn in_folder(folder: &Path, source: &Source, fingerprint: u128) -> Result<(), IndexError> {
    fs::create_dir(folder).map_err(io_error(folder))?;
    let directory = MmapDirectory::open(folder).map_err(|error| damaged(folder, &error))?;
    let Filled { index, words, titles } = fill(&Layout::new(), directory, &source.units)?;
    drop(index);
    let mut list = String::new();
    for (locale, words) in words.iter() {
        for (word, stem, count) in words {
            let _ = writeln!(list, "{locale}\t{word}\t{stem}\t{count}");
        }
    }
    for (name, text) in [(WORDS, &list), (TITLES, &titles), (SYNONYMS, &source.synonyms)] {
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

/// An index that was written, and what stands beside it.
struct Filled {
    index: Index,
    /// Words with their stems and counts, in order.
    words: PerLocale<Vec<(String, String, u32)>>,
    titles: String,
}

fn fill(layout: &Layout, directory: impl Into<Box<dyn Directory>>, units: &[Unit]) -> Result<Filled, IndexError> {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(tokens::NAME, Cutter::default());
    let mut writer = Index::builder()
        .schema(layout.schema.clone())
        .settings(IndexSettings::default())
        .tokenizers(tokenizers)
        .single_segment_index_writer::<Page>(directory, MEMORY)?;
    let mut counters = PerLocale::from_fn(Counter::new);
    let mut titles = titles::Writer::default();
    let mut sheet = Arc::new(Sheet::new(layout.clone()));
    let (mut page, mut last) = (0_u64, None);
    for unit in units {
        if last != Some(&unit.key) {
            page += u64::from(last.is_some());
            last = Some(&unit.key);
        }
        // The engine has let go of it: nothing is copied.
        let open = Arc::make_mut(&mut sheet);
        open.begin(unit);
        let kind = KINDS.iter().position(|kind| *kind == unit.kind).unwrap_or(KINDS.len());
        let languages = u64::from(unit.kk.is_some()) + 2 * u64::from(unit.ru.is_some());
        open.number(page, kind as u64 + if unit.section.is_none() { 8 } else { 0 }, languages);
        let names = PerLocale::from_fn(|locale| {
            let counter = &mut counters[locale];
            let Some(side) = unit.side(locale) else { return Names::default() };
            let names = Names::of(side, counter);
            open.add(locale, side, &names, counter);
            names
        });
        titles.add(unit, &names);
        writer.add_document(Page(Arc::clone(&sheet)))?;
    }
    let index = writer.finalize()?;
    let titles = titles.finish(&counters);
    Ok(Filled { index, words: counters.map(Counter::finish), titles })
}
