//! Words a second of the stemmers, on one core, each word met once: `cargo bench --bench stem`.
//!
//! The words are those of the site's own pages; a file with one word a line may be given instead:
//! `cargo bench --bench stem -- kk words.txt`.

#![expect(clippy::cast_precision_loss, reason = "a few thousand words")]

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use otau::search::analyzer::{kk, ru};

/// Times each list is gone through; the best counts, since other load only slows.
const ROUNDS: usize = 40;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    if let [language, path] = args.as_slice() {
        let text = fs::read_to_string(path).unwrap_or_default();
        report(language, &text.lines().map(str::to_owned).collect());
        return;
    }
    for language in ["kk", "ru"] {
        let mut words = BTreeSet::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &format!("{language}.md"), &mut words);
        report(language, &words);
    }
}

/// Words of all files of this name.
fn collect(dir: &Path, name: &str, words: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, name, words);
        } else if path.file_name().is_some_and(|file| file == name) {
            let text = fs::read_to_string(&path).unwrap_or_default().to_lowercase();
            let cyrillic = |c: char| ('\u{400}'..='\u{52F}').contains(&c);
            words.extend(text.split(|c| !cyrillic(c)).filter(|word| word.chars().count() > 1).map(str::to_owned));
        }
    }
}

fn report(language: &str, words: &BTreeSet<String>) {
    let stem = |word: &str| if language == "ru" { ru::stem(word).len() } else { kk::stem(word).len() };
    // The tables are read at the first word.
    let start = Instant::now();
    black_box(stem("сөз"));
    let first = start.elapsed();
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for word in words {
            black_box(stem(word));
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    let rate = words.len() as f64 / best / 1e6;
    println!(
        "{language}: {} words, {rate:.2} million words/s; the first word took {:.1} ms",
        words.len(),
        first.as_secs_f64() * 1e3
    );
}
