//! A folder into which files of the register are put at night. A file is taken when it has not grown since the last look,
//! and put away into `done` or `failed` when it was imported: what lies in the folder itself is still to be done.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Form;

/// A watched folder.
#[derive(Debug)]
pub struct Inbox {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

impl Inbox {
    /// The folder, not looked into yet.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new() }
    }

    /// The files that are whole, in the order of their names.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn look(&mut self) -> io::Result<Vec<PathBuf>> {
        let mut now = BTreeMap::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let aside = path.to_string_lossy().ends_with(".rejects.jsonl")
                || path.to_string_lossy().ends_with(".differences.jsonl");
            if Form::of(&path).is_none() || aside {
                continue;
            }
            // A file that is gone again is nobody's.
            let Ok(meta) = fs::metadata(&path) else { continue };
            if meta.is_file() {
                now.insert(path, (meta.len(), meta.modified().ok()));
            }
        }
        let ready = now.iter().filter(|(path, state)| self.seen.get(*path) == Some(state));
        let ready = ready.map(|(path, _)| path.clone()).collect();
        self.seen = now;
        Ok(ready)
    }

    /// Puts a file away, with what was written beside it; a name that is taken there gets a number.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn put_away(&self, file: &Path, done: bool) -> io::Result<PathBuf> {
        let folder = self.folder.join(if done { "done" } else { "failed" });
        fs::create_dir_all(&folder)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let named = |number: u32| folder.join(if number == 0 { name.clone() } else { format!("{number}-{name}") });
        let target = (0..10_000).map(named).find(|path| !path.exists()).unwrap_or_else(|| folder.join(&name));
        fs::rename(file, &target)?;
        for end in [".rejects.jsonl", ".differences.jsonl"] {
            let beside = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
            if beside(file).exists() {
                fs::rename(beside(file), beside(&target))?;
            }
        }
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_when_it_stopped_growing_and_put_away_with_its_rejects() {
        let folder = tempfile::tempdir().unwrap();
        let mut inbox = Inbox::new(folder.path().to_owned());
        let [file, rejects] = ["a.csv", "a.csv.rejects.jsonl"].map(|name| folder.path().join(name));
        fs::write(&file, "one").unwrap();
        fs::write(folder.path().join("readme.txt"), "").unwrap();
        assert!(inbox.look().unwrap().is_empty(), "seen for the first time");
        fs::write(&file, "one, two").unwrap();
        assert!(inbox.look().unwrap().is_empty(), "it has grown");
        assert_eq!(inbox.look().unwrap(), std::slice::from_ref(&file));
        for expected in ["done/a.csv", "done/1-a.csv"] {
            fs::write(&file, "one, two").unwrap();
            fs::write(&rejects, "").unwrap();
            assert_eq!(inbox.put_away(&file, true).unwrap(), folder.path().join(expected));
            assert!(folder.path().join(format!("{expected}.rejects.jsonl")).exists() && !rejects.exists());
        }
        assert!(inbox.look().unwrap().is_empty());
    }
}
