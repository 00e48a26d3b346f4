//! What people looked for and did not find: what may be kept of such a query, and the file of counts beside the releases.
//!
//! Nothing of the person is kept: no address, no time finer than a day, no digits; and no query that is long or odd
//! enough to be something else than a search. Several processes may write the same file, and a full disk costs counts
//! but nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::words::compose;
use crate::i18n::Locale;

/// Name of the file in the folder of the releases.
const NAME: &str = "searches.tsv";
/// The one before it.
const BEFORE: &str = "searches.1.tsv";
/// A file this long makes room for a new one; with the one before it, this is all the space that is taken.
const LONGEST_FILE: u64 = 256 * 1024;
/// Longest query that is kept, in letters.
const LONGEST: usize = 60;
/// Most words of a query that is kept.
const MOST_WORDS: usize = 8;

/// A query without an answer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unanswered {
    /// The day in Almaty.
    pub day: NaiveDate,
    /// The language of the page.
    pub locale: Locale,
    /// The query, see [`plain`].
    pub query: String,
}

/// What may be kept of a query: lower case, one space between words, every number as `#`. Nothing of what is longer than
/// a search, or has signs that a search has not (an e-mail address, a link, code).
pub fn plain(query: &str) -> Option<String> {
    let mut text = String::with_capacity(query.len());
    for c in compose(query).chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_numeric() => {
                if !text.ends_with('#') {
                    text.push('#');
                }
            }
            c if c.is_alphabetic() => text.push(c),
            c if c.is_whitespace() => {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            // What stands within a number would tell its form.
            '.' | ',' | '-' | '–' | '/' if text.ends_with('#') => {}
            '.' | ',' | '-' | '–' | '/' | '!' | '?' | '%' | '№' | '«' | '»' | '"' | '\'' | '’' | '(' | ')' | ':' =>
            {
                text.push(c);
            }
            _ => return None,
        }
    }
    let text = text.trim_end().to_owned();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let short = text.chars().count() <= LONGEST && text.split(' ').count() <= MOST_WORDS;
    // A link has no spaces but dots inside.
    let link = text.split(' ').any(|word| word.contains("://") || word.starts_with("www."));
    (letters >= 2 && short && !link).then_some(text)
}

/// Adds counts to the file of a folder.
///
/// # Errors
/// The disk refuses; the file is then as it was before.
pub fn add(folder: &Path, counts: &BTreeMap<Unanswered, u32>) -> io::Result<()> {
    let mut lines = String::new();
    for (entry, count) in counts {
        // Writing to memory cannot fail.
        let _ = writeln!(lines, "{}\t{}\t{count}\t{}", entry.day, entry.locale, entry.query);
    }
    if lines.is_empty() {
        return Ok(());
    }
    let path = folder.join(NAME);
    let mut file = locked(&path)?;
    let length = file.seek(SeekFrom::End(0))?;
    if length > 0 && length + lines.len() as u64 > LONGEST_FILE {
        // Whoever waits for the lock of the old file sees that it is not in its place any more.
        std::fs::rename(&path, folder.join(BEFORE))?;
        file = locked(&path)?;
    }
    let length = file.seek(SeekFrom::End(0))?;
    let written = file.write_all(lines.as_bytes());
    if written.is_err() {
        // Half a line would spoil the next one.
        let _ = file.set_len(length);
    }
    written
}

/// The file, open for this process alone, as it lies at its place.
fn locked(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::MetadataExt as _;
    for _ in 0..100 {
        let file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        file.lock()?;
        let own = file.metadata()?;
        let in_place = std::fs::metadata(path).is_ok_and(|meta| meta.ino() == own.ino() && meta.dev() == own.dev());
        if in_place {
            return Ok(file);
        }
    }
    Err(io::Error::other("the file is replaced again and again"))
}

/// All that is kept in a folder from `since` on; lines that cannot be read are left out.
///
/// # Errors
/// A file that is there cannot be read.
pub fn read(folder: &Path, since: NaiveDate) -> io::Result<BTreeMap<Unanswered, u32>> {
    let mut counts = BTreeMap::new();
    for name in [BEFORE, NAME] {
        let mut bytes = Vec::new();
        match File::open(folder.join(name)) {
            Ok(file) => file.take(2 * LONGEST_FILE).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for (entry, count) in String::from_utf8_lossy(&bytes).lines().filter_map(entry) {
            if entry.day >= since {
                let sum: &mut u32 = counts.entry(entry).or_default();
                *sum = sum.saturating_add(count);
            }
        }
    }
    Ok(counts)
}

fn entry(line: &str) -> Option<(Unanswered, u32)> {
    let mut fields = line.split('\t');
    let day = fields.next()?.parse().ok()?;
    let locale = Locale::from_code(fields.next()?)?;
    let count = fields.next()?.parse().ok()?;
    let query = fields.next()?;
    // The file may have been edited by hand: what comes out of it goes to a terminal.
    let query = plain(&query.replace('#', "0")).filter(|plain| plain == query)?;
    fields.next().is_none().then_some((Unanswered { day, locale, query }, count))
}

/// The files of a folder, for messages.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn one(number: u32, query: &str, count: u32) -> BTreeMap<Unanswered, u32> {
        let query = plain(query).unwrap();
        BTreeMap::from([(Unanswered { day: day(number), locale: Locale::Kk, query }, count)])
    }

    #[test]
    fn nothing_personal_is_kept_of_a_query() {
        for (query, kept) in [
            ("  Ипотека   қалай? ", Some("ипотека қалай?")),
            ("шарт 00123-45/6789", Some("шарт #")),
            ("ИИН 900101300123", Some("иин #")),
            ("+7 701 123 45 67", None),
            ("8 (701) 123-45-67", None),
            ("карта 4400 4301 1234 5678", Some("карта # # # #")),
            ("٣٤٥ шарт", Some("# шарт")),
            ("aidar@example.kz", None),
            ("https://example.kz/kk", None),
            ("www.example.kz", None),
            ("<script>alert(1)</script>", None),
            ("' OR 1=1 --", None),
            ("🙂🙂🙂", None),
            ("я", None),
            ("12345", None),
            ("бір екі үш төрт бес алты жеті сегіз тоғыз", None),
        ] {
            assert_eq!(plain(query).as_deref(), kept, "{query}");
        }
        assert_eq!(plain(&"я".repeat(61)), None);
        let kept = plain("35,5 % жеңілдік").unwrap();
        assert_eq!(plain(&kept.replace('#', "1")), Some(kept), "what is kept stays as it is");
    }

    #[test]
    fn counts_of_several_writers_add_up() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..25).for_each(|_| add(folder.path(), &one(5, "ипотека", 2)).unwrap()));
            }
        });
        add(folder.path(), &one(6, "үй", 1)).unwrap();
        let counts: Vec<(String, u32)> =
            read(folder.path(), day(1)).unwrap().into_iter().map(|(entry, count)| (entry.query, count)).collect();
        assert_eq!(counts, [("ипотека".to_owned(), 400), ("үй".to_owned(), 1)]);
        assert_eq!(read(folder.path(), day(6)).unwrap().len(), 1, "by day");
    }

    #[test]
    fn the_space_is_bounded_and_the_newest_counts_stay() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..2 {
                let folder = folder.path();
                scope.spawn(move || {
                    for number in 0..400 {
                        let mut counts = BTreeMap::new();
                        for letter in ('а'..='я').flat_map(|a| ('а'..='б').map(move |b| format!("{a}{b}"))) {
                            let query = format!("сөз {letter} {}", "ұзын".repeat(5 + writer));
                            counts.insert(Unanswered { day: day(7), locale: Locale::Ru, query }, number + 1);
                        }
                        add(folder, &counts).unwrap();
                    }
                });
            }
        });
        add(folder.path(), &one(8, "соңғы", 1)).unwrap();
        let all = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
        assert!(all.sum::<u64>() <= 2 * LONGEST_FILE);
        assert!(read(folder.path(), day(8)).unwrap().keys().any(|entry| entry.query == "соңғы"));
    }

    #[test]
    fn lines_that_are_none_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let lines = "2026-11-05\tkk\t3\tүй\nabc\n2026-11-05\tkk\tx\tүй\n2026-11-05\tkk\t1\tүй\u{1b}[2J\n2026-11-05\tkk\t1\tшарт #\n2026";
        std::fs::write(folder.path().join(NAME), lines).unwrap();
        let read = read(folder.path(), day(1)).unwrap();
        assert_eq!(read.keys().map(|entry| entry.query.as_str()).collect::<Vec<_>>(), ["шарт #", "үй"]);
        assert!(super::read(&folder.path().join("none"), day(1)).unwrap().is_empty());
    }

    #[test]
    fn a_folder_that_refuses_is_said_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        assert!(add(&folder.path().join("none"), &one(5, "үй", 1)).is_err());
        add(folder.path(), &one(5, "үй", 1)).unwrap();
        assert_eq!(read(folder.path(), day(1)).unwrap().len(), 1);
    }
}
