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
        let folder = self.folder.join(if done { DONE } else { FAILED });
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

    /// Deletes files that were put away and were last written before an instant, with what lies beside them: they hold
    /// personal data in clear (KZ-3). How many went.
    ///
    /// # Errors
    /// A folder cannot be read, or a file not be deleted.
    pub fn forget(&self, before: SystemTime) -> io::Result<usize> {
        let mut gone = 0;
        for folder in [DONE, FAILED].map(|name| self.folder.join(name)) {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let path = entry?.path();
                // What is not of the register's kind was put there by somebody else.
                let Ok(meta) = fs::symlink_metadata(&path) else { continue };
                if meta.is_file() && Form::of(&path).is_some() && meta.modified()? < before {
                    fs::remove_file(&path)?;
                    gone += 1;
                }
            }
        }
        Ok(gone)
    }
}

/// Where files go that were imported.
const DONE: &str = "done";

/// Where files go that could not be.
const FAILED: &str = "failed";

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

    #[test]
    fn s_kz_03_files_that_were_put_away_go_when_their_days_are_over() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::new(folder.path().to_owned());
        let day = std::time::Duration::from_hours(24);
        let now = SystemTime::now();
        assert_eq!(inbox.forget(now).unwrap(), 0, "there is nothing yet");
        for (name, age) in [("done/old.csv", 40), ("failed/old.jsonl", 40), ("done/new.csv", 20), ("waits.csv", 40)] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            for end in ["", ".rejects.jsonl"] {
                let file = fs::File::create(folder.path().join(format!("{name}{end}"))).unwrap();
                file.set_modified(now - day * age).unwrap();
            }
        }
        let note = fs::File::create(folder.path().join("done/note.txt")).unwrap();
        note.set_modified(now - day * 40).unwrap();
        assert_eq!(inbox.forget(now - day * 30).unwrap(), 4);
        for (name, stays) in [
            ("done/old.csv", false),
            ("done/old.csv.rejects.jsonl", false),
            ("failed/old.jsonl", false),
            ("done/new.csv", true),
            ("done/new.csv.rejects.jsonl", true),
            ("waits.csv", true),
            ("done/note.txt", true),
        ] {
            assert_eq!(folder.path().join(name).exists(), stays, "{name}");
        }
    }
}
