//! A folder into which files of the register are put at night. A file is taken when it has not changed since the last look
//! and its last line has come, and put away into `done` or `failed`: what lies in the folder itself is still to be done.
//!
//! What is told later must be filed later, or the earlier would be refused as stale. So files are taken in the order of
//! their names, and those behind one that is still coming wait for it: as long as it grows, and for [`PATIENCE`] after that.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};

use super::blocks::{Blocks, Place};
use super::raw::Line;
use super::{Form, Passing, Stamp, csv, json};

/// How long a file without its last line may stay as it is until nobody believes any more that the rest will come.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// The most bytes of a last line.
const LAST: u64 = 4096;

/// A file as it was when it was looked at. Another may bear its name a moment later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub path: PathBuf,
    /// What it was.
    pub stamp: Stamp,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// All of it is there.
    Whole(Seen),
    /// Its last line has not come, and it has not changed for [`PATIENCE`]: it goes nowhere but away.
    Broken(Seen),
    /// It does not grow, and its last line has not come. Nothing behind it is looked at.
    Stalled(PathBuf),
}

/// Which reason for waiting was told. As long as it lasts the first try speaks for all; another is told as well.
#[derive(Debug, Default)]
pub struct Waiting(Option<Passing>);

impl Waiting {
    /// Takes in how a try ended, by what will pass or otherwise; whether that is to be told.
    pub fn is_new(&mut self, end: Option<Passing>) -> bool {
        let before = std::mem::replace(&mut self.0, end);
        end.is_none() || end != before
    }
}

/// A watched folder.
#[derive(Debug)]
pub struct Inbox {
    folder: PathBuf,
    /// Each file as it is, and since when it has been so.
    seen: BTreeMap<PathBuf, (Stamp, DateTime<Utc>)>,
}

impl Inbox {
    /// The folder, not looked into yet.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new() }
    }

    /// The files that can be dealt with now, in the order of their names, up to the first that is still coming.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn look(&mut self, now: DateTime<Utc>) -> io::Result<Vec<Arrived>> {
        let before = std::mem::take(&mut self.seen);
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let aside = path.to_string_lossy().ends_with(".rejects.jsonl")
                || path.to_string_lossy().ends_with(".differences.jsonl");
            if Form::of(&path).is_none() || aside {
                continue;
            }
            // A file that is gone again is nobody's.
            let Some(stamp) = Stamp::at(&path) else { continue };
            let since = before.get(&path).filter(|(known, _)| *known == stamp).map_or(now, |(_, since)| *since);
            self.seen.insert(path, (stamp, since));
        }
        let mut arrived = Vec::new();
        for (path, (stamp, since)) in &self.seen {
            if before.get(path).is_none_or(|(known, _)| known != stamp) {
                break;
            }
            let seen = || Seen { path: path.clone(), stamp: *stamp };
            // One that cannot be read is tried: then it is said why.
            if is_whole(path).unwrap_or(true) {
                arrived.push(Arrived::Whole(seen()));
            } else if now - *since >= PATIENCE {
                arrived.push(Arrived::Broken(seen()));
            } else {
                arrived.push(Arrived::Stalled(path.clone()));
                break;
            }
        }
        Ok(arrived)
    }

    /// Puts a file away, with what was written beside it; a name that is taken there gets a number. One that has changed
    /// since it was looked at, or has given its name to another, stays for the next look: nobody has judged it. Where it
    /// went, if it did.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn put_away(&self, seen: &Seen, done: bool) -> io::Result<Option<PathBuf>> {
        let file = &seen.path;
        let folder = self.folder.join(if done { DONE } else { FAILED });
        fs::create_dir_all(&folder)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let named = |number: u32| folder.join(if number == 0 { name.clone() } else { format!("{number}-{name}") });
        let target = (0..10_000).map(named).find(|path| !path.exists()).unwrap_or_else(|| folder.join(&name));
        // Last of all: what comes between this and the move must be shorter than any writing.
        if Stamp::at(file) != Some(seen.stamp) {
            return Ok(None);
        }
        fs::rename(file, &target)?;
        for end in [".rejects.jsonl", ".differences.jsonl"] {
            let beside = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
            if beside(file).exists() {
                fs::rename(beside(file), beside(&target))?;
            }
        }
        Ok(Some(target))
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

/// Whether the last line of a file is the one that counts what it holds.
fn is_whole(path: &Path) -> io::Result<bool> {
    let Some(form) = Form::of(path) else { return Ok(false) };
    let mut file = File::open(path)?;
    let header = Blocks::new(BufReader::new(&file), form, Place::START).header().unwrap_or_default();
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(LAST)))?;
    let mut tail = Vec::new();
    file.take(LAST).read_to_end(&mut tail)?;
    let text = tail.trim_ascii_end();
    let start = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let Ok(line) = std::str::from_utf8(&text[start..]) else { return Ok(false) };
    Ok(match form {
        Form::Json => matches!(json::line(line), Ok(Line::End(_))),
        Form::Csv => match csv::block(line, csv::separator(&header)) {
            // A line may be cut off in its last field and still look like one.
            Ok(Line::End(end)) => {
                tail.ends_with(b"\n") || end.principal.split_once('.').is_some_and(|(_, tiyn)| tiyn.len() == 2)
            }
            _ => false,
        },
    })
}

/// Where files go that were imported.
const DONE: &str = "done";

/// Where files go that could not be.
const FAILED: &str = "failed";

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "otau-register;1;2026-07-10T02:00:00+05:00\n";
    const END: &str = "end;0;0;0;0.00\n";

    fn now() -> DateTime<Utc> {
        "2026-07-10T07:00:00Z".parse().unwrap()
    }

    /// A file as it is.
    fn seen(path: &Path) -> Seen {
        Seen { path: path.to_owned(), stamp: Stamp::at(path).unwrap() }
    }

    #[test]
    fn a_file_is_taken_when_it_stopped_growing_and_put_away_with_its_rejects() {
        let folder = tempfile::tempdir().unwrap();
        let mut inbox = Inbox::new(folder.path().to_owned());
        let [file, rejects] = ["a.csv", "a.csv.rejects.jsonl"].map(|name| folder.path().join(name));
        fs::write(&file, HEADER).unwrap();
        fs::write(folder.path().join("readme.txt"), "").unwrap();
        assert!(inbox.look(now()).unwrap().is_empty(), "seen for the first time");
        fs::write(&file, format!("{HEADER}{END}")).unwrap();
        assert!(inbox.look(now()).unwrap().is_empty(), "it has grown");
        assert_eq!(inbox.look(now()).unwrap(), [Arrived::Whole(seen(&file))]);
        for expected in ["done/a.csv", "done/1-a.csv"] {
            fs::write(&file, "one, two").unwrap();
            fs::write(&rejects, "").unwrap();
            assert_eq!(inbox.put_away(&seen(&file), true).unwrap(), Some(folder.path().join(expected)));
            assert!(folder.path().join(format!("{expected}.rejects.jsonl")).exists() && !rejects.exists());
        }
        assert!(inbox.look(now()).unwrap().is_empty());
    }

    #[test]
    fn a_file_whose_rest_does_not_come_is_waited_for_and_then_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut inbox = Inbox::new(folder.path().to_owned());
        let [first, torn, last] = ["1.csv", "2.csv", "3.csv"].map(|name| folder.path().join(name));
        for file in [&first, &last] {
            fs::write(file, format!("{HEADER}{END}")).unwrap();
        }
        fs::write(&torn, HEADER).unwrap();
        let whole = |file: &PathBuf| Arrived::Whole(seen(file));
        let minutes = |count| now() + TimeDelta::minutes(count);
        assert!(inbox.look(now()).unwrap().is_empty());
        let waits = [whole(&first), Arrived::Stalled(torn.clone())];
        assert_eq!(inbox.look(minutes(5)).unwrap(), waits, "what is behind it is told later and filed later");

        fs::write(&torn, format!("{HEADER}client;1")).unwrap();
        assert_eq!(inbox.look(minutes(9)).unwrap(), [whole(&first)], "it has grown");
        assert_eq!(inbox.look(minutes(18)).unwrap(), waits, "nine minutes after that");
        let given_up = [whole(&first), Arrived::Broken(seen(&torn)), whole(&last)];
        assert_eq!(inbox.look(minutes(19)).unwrap(), given_up, "and nothing is stuck for good");

        // Another in its place, of the same size and time: the rest came after all, under its old name.
        fs::write(folder.path().join("upload"), format!("{HEADER}{END}")).unwrap();
        fs::rename(folder.path().join("upload"), &torn).unwrap();
        assert_eq!(inbox.look(minutes(20)).unwrap(), [whole(&first)]);
        assert_eq!(inbox.look(minutes(21)).unwrap(), [whole(&first), whole(&torn), whole(&last)]);
    }

    #[test]
    fn a_file_that_is_no_longer_the_one_that_was_looked_at_stays() {
        let folder = tempfile::tempdir().unwrap();
        let mut inbox = Inbox::new(folder.path().to_owned());
        let [file, upload] = ["night.csv", "upload"].map(|name| folder.path().join(name));
        fs::write(&file, HEADER).unwrap();
        inbox.look(now()).unwrap();
        let judged = inbox.look(now() + PATIENCE).unwrap();
        let [Arrived::Broken(judged)] = judged.as_slice() else { panic!("{judged:?}") };

        // The rest comes after all, while files before it are imported.
        fs::write(&file, format!("{HEADER}{END}")).unwrap();
        assert_eq!(inbox.put_away(judged, false).unwrap(), None);
        assert_eq!(inbox.look(now() + PATIENCE).unwrap(), [], "it is looked at anew");
        let whole = inbox.look(now() + PATIENCE).unwrap();
        let [Arrived::Whole(whole)] = whole.as_slice() else { panic!("{whole:?}") };

        // It was imported, and meanwhile another of the same size has taken its name; then nothing bears it.
        fs::write(&upload, format!("{HEADER}{END}")).unwrap();
        fs::rename(&upload, &file).unwrap();
        assert_eq!(inbox.put_away(whole, true).unwrap(), None);
        assert!(file.exists());
        fs::remove_file(&file).unwrap();
        assert_eq!(inbox.put_away(whole, true).unwrap(), None, "somebody took it away, and the watch goes on");
        for put_away in ["done/night.csv", "failed/night.csv"] {
            assert!(!folder.path().join(put_away).exists(), "{put_away}");
        }
    }

    #[test]
    fn each_reason_for_waiting_is_told_once_and_one_does_not_hide_another() {
        use Passing::{Busy, Changed, Database, Full};
        let mut waiting = Waiting::default();
        for (end, told, why) in [
            (Some(Changed), true, "the first"),
            (Some(Database), true, "an outage after a change"),
            (Some(Database), false, "it lasts"),
            (Some(Full), true, "no room either"),
            (Some(Full), false, "it lasts"),
            (None, true, "imported, or refused"),
            (None, true, "each file is told of"),
            (Some(Full), true, "again"),
            (Some(Busy), true, "another import"),
            (Some(Changed), true, "a change"),
        ] {
            assert_eq!(waiting.is_new(end), told, "{why}");
        }
    }

    #[test]
    fn a_file_is_whole_by_its_last_line() {
        let folder = tempfile::tempdir().unwrap();
        let long = "x".repeat(9000);
        for (name, text, whole, reason) in [
            ("a.csv", format!("{HEADER}{END}"), true, "as it is written"),
            ("a.csv", format!("{HEADER}{END}").replace(';', ","), true, "with commas"),
            ("a.csv", format!("{HEADER}client;{long}\n{END}\n\n"), true, "with empty lines at the end"),
            ("a.csv", format!("{HEADER}end;0;0;0;10.00"), true, "without a line break"),
            ("a.csv", format!("{HEADER}end;0;0;0;10"), false, "cut off in the sum"),
            ("a.csv", format!("{HEADER}end;0;0"), false, "cut off in the line"),
            ("a.csv", format!("{HEADER}client;{long}\nrow;{long}\n"), false, "cut off between two lines"),
            ("a.csv", format!("{HEADER}{END}{}", "\0".repeat(9000)), false, "room that was made for more"),
            ("a.csv", String::new(), false, "nothing yet"),
            (
                "a.jsonl",
                "{}\n{\"end\":{\"clients\":0,\"contracts\":0,\"rows\":0,\"principal\":\"0.00\"}}".to_owned(),
                true,
                "JSON",
            ),
            ("a.jsonl", "{}\n{\"end\":{\"clients\":0,\"contracts\":0,\"ro".to_owned(), false, "JSON, cut off"),
            ("a.jsonl", "{}\n{\"account\":\"1\"}\n".to_owned(), false, "JSON, a client at the end"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            assert_eq!(is_whole(&path).unwrap(), whole, "{name}: {reason}");
        }
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
