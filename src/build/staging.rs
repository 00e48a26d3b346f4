//! A release in the making: files arrive from many threads, `finish` makes them the live release.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::compress::{Compress, compress};
use super::error::PublishError;
use super::manifest::{FORM, FileRecord, Manifest};
use super::release::{Previous, ReleaseStore};
use super::sink::{Sink, check_path, lock};

/// Files and folders are spread over so many locks, so that threads seldom wait for each other.
const SHARDS: usize = 16;

/// What a finished build did.
#[derive(Debug)]
pub struct Published {
    /// Name of the release that is live now.
    pub id: String,
    /// The release was live already: nothing on disk was touched.
    pub unchanged: bool,
    /// Files of the release, compressed copies not counted.
    pub files: usize,
    /// Files whose content is new.
    pub written: usize,
    /// Files taken over from the release before.
    pub linked: usize,
    /// Files of the release before that are gone.
    pub removed: usize,
    /// Length of all files together, compressed copies not counted.
    pub bytes: u64,
    /// What could not be tidied up after the switch, such as earlier releases; the next build tries again.
    pub untidy: Vec<PublishError>,
}

/// Where a file of the release in the making is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Written into the staging folder, copies as well.
    Written,
    /// In the release before; linked at the end.
    Previous,
    /// As above, but its compressed copies are in the staging folder.
    PreviousNewCopies,
}

#[derive(Default)]
struct Shard {
    files: Vec<(FileRecord, Origin)>,
    folders: HashSet<Box<str>>,
}

/// A release in the making. Dropped before [`Staging::finish`], it leaves nothing behind.
///
/// New content is written at once, by the cheapest sequence there is: one exclusive create, one write, one close, and
/// one `mkdir` for each folder. What the release before has already is only noted: the links are made in `finish`, when
/// it is known that the releases differ, so a build without changes does not touch the disk.
pub struct Staging<'store> {
    store: &'store ReleaseStore,
    folder: PathBuf,
    shards: [Mutex<Shard>; SHARDS],
    search: Mutex<Option<SearchStage>>,
}

/// What goes beside the tree for the server's search.
struct SearchStage {
    fingerprint: String,
    /// Lies in the staging folder; otherwise the release before has it.
    written: bool,
}

impl<'store> Staging<'store> {
    pub(super) fn new(store: &'store ReleaseStore, folder: PathBuf) -> Self {
        Self { store, folder, shards: Default::default(), search: Mutex::default() }
    }

    /// Puts the folder of the search beside the tree: taken over from the release before where that has a sound one made
    /// from equal input, else written by `make`. May run while pages are rendered.
    ///
    /// # Errors
    /// What `make` says.
    pub fn add_search<E>(
        &self,
        fingerprint: String,
        intact: impl Fn(&Path) -> bool,
        make: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        let before = self.store.previous().filter(|previous| previous.manifest.search.as_ref() == Some(&fingerprint));
        let written = !before.is_some_and(|previous| intact(&search_folder(&previous.folder)));
        if written {
            make(&search_folder(&self.folder))?;
        }
        *lock(&self.search) = Some(SearchStage { fingerprint, written });
        Ok(())
    }

    /// The folder of the search to put in place, if it is not there yet.
    fn staged_search(&self, id: &str) -> Result<Option<PathBuf>, PublishError> {
        let staged = search_folder(&self.folder);
        match &*lock(&self.search) {
            None => Ok(None),
            Some(SearchStage { written: true, .. }) => Ok(Some(staged)),
            Some(_) => {
                let Some(previous) = self.store.previous().filter(|previous| previous.manifest.id != id) else {
                    return Ok(None);
                };
                link_tree(&search_folder(&previous.folder), &staged)?;
                Ok(Some(staged))
            }
        }
    }

    /// Makes the collected files the live release; see [`ReleaseStore`] for what is on disk at which moment.
    ///
    /// # Errors
    /// When a path was given twice or the disk refuses; the live release is then as before.
    pub fn finish(self, mut redirects: Vec<(String, String)>) -> Result<Published, PublishError> {
        let mut files: Vec<_> = self.shards.iter().flat_map(|shard| std::mem::take(&mut lock(shard).files)).collect();
        files.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        if let Some(pair) = files.windows(2).find(|pair| pair[0].0.path == pair[1].0.path) {
            return Err(PublishError::DuplicatePath { path: pair[0].0.path.clone() });
        }
        redirects.sort_unstable();

        let (records, origins): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        let linked = origins.iter().filter(|&&origin| origin != Origin::Written).count();
        let mut manifest = Manifest {
            form: FORM,
            id: String::new(),
            compress: self.store.compress().as_str().to_owned(),
            files: records,
            redirects,
            search: lock(&self.search).as_ref().map(|stage| stage.fingerprint.clone()),
        };
        manifest.id = identify(&manifest);

        let known = self.store.intact(&manifest);
        if !known {
            self.link(&manifest.files, &origins)?;
        }
        let mut published = Published {
            unchanged: false,
            files: origins.len(),
            written: origins.len() - linked,
            linked,
            removed: self.store.previous().map_or(0, |previous| missing(&previous.manifest.files, &manifest.files)),
            bytes: manifest.files.iter().map(|file| file.size).sum(),
            untidy: Vec::new(),
            id: manifest.id.clone(),
        };
        let search = self.staged_search(&manifest.id)?;
        let switched = self.store.publish(&manifest, (!known).then_some(self.folder.as_path()), search.as_deref())?;
        published.unchanged = !switched.changed;
        published.untidy = switched.untidy;
        Ok(published)
    }

    /// Links what the release before has. In order of the paths, so that one thread works in one folder.
    fn link(&self, records: &[FileRecord], origins: &[Origin]) -> Result<(), PublishError> {
        let Some(previous) = self.store.previous() else { return Ok(()) };
        records.par_iter().zip(origins.par_iter()).with_min_len(64).try_for_each(|(record, &origin)| {
            if origin == Origin::Written {
                return Ok(());
            }
            self.make_folder(parent(&record.path))?;
            self.link_one(previous, &record.path)?;
            if origin == Origin::Previous {
                for (copy, extension) in [(record.br, "br"), (record.gz, "gz")] {
                    if copy.is_some() {
                        self.link_one(previous, &format!("{}.{extension}", record.path))?;
                    }
                }
            }
            Ok(())
        })
    }

    fn link_one(&self, previous: &Previous, path: &str) -> Result<(), PublishError> {
        let (from, to) = (previous.folder.join(path), self.folder.join(path));
        link_or_copy(&from, &to).map_err(|error| taken_or_io(error, "link", path, &to))
    }

    /// Writes a new file of the staging folder.
    fn create(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let target = self.folder.join(path);
        let written = File::create_new(&target).and_then(|mut file| {
            file.write_all(bytes)?;
            if self.store.syncs_each_file() { file.sync_data() } else { Ok(()) }
        });
        written.map_err(|error| taken_or_io(error, "write", path, &target))
    }

    fn make_folder(&self, path: &str) -> Result<(), PublishError> {
        if path.is_empty() || lock(self.shard(path)).folders.contains(path) {
            return Ok(());
        }
        let folder = self.folder.join(path);
        let mut made = fs::create_dir(&folder);
        if made.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            self.make_folder(parent(path))?;
            made = fs::create_dir(&folder);
        }
        match made {
            // Another thread was faster; should it be a file, writing into it says so.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(PublishError::io("create the folder", &folder)(error))
            }
            _ => {
                lock(self.shard(path)).folders.insert(path.into());
                Ok(())
            }
        }
    }

    fn note(&self, record: FileRecord, origin: Origin) {
        lock(self.shard(&record.path)).files.push((record, origin));
    }

    fn shard(&self, path: &str) -> &Mutex<Shard> {
        // The remainder fits whatever usize is.
        #[expect(clippy::cast_possible_truncation, reason = "the remainder is below SHARDS")]
        &self.shards[(xxh3_64(path.as_bytes()) % SHARDS as u64) as usize]
    }
}

impl Sink for Staging<'_> {
    fn reuse(&self, path: &str, input: u128) -> Result<bool, PublishError> {
        check_path(path)?;
        let Some(previous) = self.store.previous() else { return Ok(false) };
        let Some(record) = previous.record(path) else { return Ok(false) };
        if previous.manifest.compress != self.store.compress().as_str()
            || record.input.as_deref() != Some(hex(input).as_str())
            || !previous.holds(record, true)
        {
            return Ok(false);
        }
        self.note(record.clone(), Origin::Previous);
        Ok(true)
    }

    fn write(&self, path: &str, bytes: &[u8], input: Option<u128>) -> Result<(), PublishError> {
        check_path(path)?;
        let mut record = FileRecord {
            path: path.to_owned(),
            hash: hex(xxh3_128(bytes)),
            size: bytes.len() as u64,
            br: None,
            gz: None,
            input: input.map(hex),
        };
        let same_compress =
            self.store.previous().is_some_and(|previous| previous.manifest.compress == self.store.compress().as_str());
        let before = self.store.previous().and_then(|previous| {
            let before = previous.record(path)?;
            (before.hash == record.hash && before.size == record.size && previous.holds(before, same_compress))
                .then_some(before)
        });
        if let Some(before) = before.filter(|_| same_compress) {
            (record.br, record.gz) = (before.br, before.gz);
            self.note(record, Origin::Previous);
            return Ok(());
        }

        let origin = if before.is_some() { Origin::PreviousNewCopies } else { Origin::Written };
        self.make_folder(parent(path))?;
        if before.is_none() {
            self.create(path, bytes)?;
        }
        if self.store.compress() != Compress::None {
            let copies = compress(path, bytes, self.store.compress())
                .map_err(|error| PublishError::io("compress", Path::new(path))(error))?;
            for (copy, extension, length) in [(copies.br, "br", &mut record.br), (copies.gz, "gz", &mut record.gz)] {
                if let Some(copy) = copy {
                    self.create(&format!("{path}.{extension}"), &copy)?;
                    *length = Some(copy.len() as u64);
                }
            }
        }
        self.note(record, origin);
        Ok(())
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // Gone already after a switch. What cannot be removed now, the next build removes.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_dir_all(search_folder(&self.folder));
    }
}

/// The name of a release: a hash of what a visitor can see of it. Fingerprints of inputs are not part of it: another
/// version of the generator that makes the same files makes the same release.
fn identify(manifest: &Manifest) -> String {
    let mut hash = Xxh3::new();
    let mut add = |text: &str| {
        hash.update(text.as_bytes());
        hash.update(b"\0");
    };
    add(&manifest.form.to_string());
    add(&manifest.compress);
    for file in &manifest.files {
        add(&file.path);
        add(&file.hash);
    }
    add("");
    for (from, to) in &manifest.redirects {
        add(from);
        add(to);
    }
    if let Some(search) = &manifest.search {
        add("");
        add(search);
    }
    format!("{:016x}", hash.digest())
}

/// How many of the sorted files `old` are not in the sorted files `new`.
fn missing(old: &[FileRecord], new: &[FileRecord]) -> usize {
    let mut new = new.iter().map(|file| file.path.as_str()).peekable();
    old.iter()
        .filter(|file| {
            while new.next_if(|path| *path < file.path.as_str()).is_some() {}
            new.next_if_eq(&file.path.as_str()).is_none()
        })
        .count()
}

/// The folder of the search of a release, or of one in the making, beside its tree.
fn search_folder(tree: &Path) -> PathBuf {
    let mut name = tree.as_os_str().to_owned();
    name.push(".search");
    name.into()
}

/// Gives a new folder all files of another.
fn link_tree(from: &Path, to: &Path) -> Result<(), PublishError> {
    fs::create_dir(to).map_err(PublishError::io("create the folder", to))?;
    for entry in fs::read_dir(from).map_err(PublishError::io("read", from))? {
        let entry = entry.map_err(PublishError::io("read", from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            link_tree(&source, &target)?;
        } else {
            link_or_copy(&source, &target).map_err(PublishError::io("link", &target))?;
        }
    }
    Ok(())
}

/// A hard link, or a copy where the file system has none to give (another device, too many links).
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
            let mut target = File::create_new(to)?;
            io::copy(&mut File::open(from)?, &mut target)?;
            Ok(())
        }
        done => done,
    }
}

fn taken_or_io(error: io::Error, operation: &'static str, path: &str, target: &Path) -> PublishError {
    if error.kind() == io::ErrorKind::AlreadyExists {
        PublishError::DuplicatePath { path: path.to_owned() }
    } else {
        PublishError::io(operation, target)(error)
    }
}

fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

fn hex(number: u128) -> String {
    format!("{number:032x}")
}
