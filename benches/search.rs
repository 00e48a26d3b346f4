//! Search on a large index: `cargo bench --bench search`, or `-- 20000` for another number of units.
//! `benches/README.md` has the method.

#[path = "support/cost.rs"]
mod cost;
mod support;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use otau::i18n::{Locale, PerLocale};
use otau::search::index::{Part, SearchIndex};
use otau::search::unit::{Unit, units};
use otau::search::words::{compose, fold, to_latin_keys, words};
use otau::search::write::{Source, in_folder, open};
use otau::site::model::{BuildOptions, ParsedSite};
use otau::site::source::SiteSource;

use cost::{Cost, middle, run};
use support::Dice;
use support::corpus;
use support::program::otau;
use support::watch::{Place, median};

/// Queries of each kind.
const QUERIES: usize = 250;
/// Builds with and without an index.
const BUILDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let wanted: usize = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(20_000);
    let place = Place::new("search")?;
    // A pair of pages makes about three units.
    let corpus = corpus::write(&place.0, wanted.div_ceil(3))?;
    let source = Source { units: read(&corpus.otau), synonyms: String::new() };
    println!("{} texts, {} units", corpus.pages, source.units.len());

    let folder = place.0.join("index");
    let start = Instant::now();
    in_folder(&folder, &source, source.fingerprint())?;
    println!("index written in {:.2} s on one core, {:.1} MiB", start.elapsed().as_secs_f64(), mebibytes(&folder)?);
    let mut opened = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        let index = open(&folder)?;
        opened.push(start.elapsed().as_secs_f64() * 1000.0);
        drop(index);
    }
    println!("index opens in {:.1} ms", median(opened));

    let index = open(&folder)?;
    println!("{:<12} {:>8} {:>8} {:>8} {:>8}", "queries", "p50 ms", "p99 ms", "max ms", "answered");
    let mut all = Vec::new();
    for (name, queries) in queries(&source.units) {
        let (times, answered) = answer(&index, &queries)?;
        report(name, &times, answered);
        all.extend(times);
    }
    report("all", &all, 0);
    drop(index);
    builds(&corpus.otau, &place.0)
}

fn read(root: &Path) -> Vec<Unit> {
    let parsed = ParsedSite::parse(SiteSource::read(root), &PerLocale::default());
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default();
    units(&parsed.model(BuildOptions { today, drafts: false, demonstration: false }, None).0)
}

fn mebibytes(folder: &Path) -> Result<f64, Box<dyn Error>> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    Ok(bytes as f64 / (1024.0 * 1024.0))
}

/// Milliseconds of each query, all of it: reading, finding, snippets.
fn answer(index: &SearchIndex, queries: &[String]) -> Result<(Vec<f64>, usize), Box<dyn Error>> {
    let mut times = Vec::with_capacity(queries.len());
    let mut answered = 0;
    for (number, text) in queries.iter().enumerate() {
        let locale = Locale::ALL[number % 2];
        let start = Instant::now();
        if let Ok(query) = index.read(text) {
            let answer = index.answer(query, locale, Part { from: 0, size: 10 })?;
            answered += usize::from(answer.total > 0);
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((times, answered))
}

fn report(name: &str, times: &[f64], answered: usize) {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let (half, most, max) = (at(50), at(99), times.last());
    let number = |time: Option<&f64>| time.copied().unwrap_or(f64::NAN);
    println!("{name:<12} {:>8.2} {:>8.2} {:>8.2} {answered:>8}", number(half), number(most), number(max));
}

/// Queries of every kind of trouble, made of the titles of the index.
fn queries(units: &[Unit]) -> Vec<(&'static str, Vec<String>)> {
    let mut dice = Dice::new(7);
    let d = &mut dice;
    let title = |d: &mut Dice| -> Vec<String> {
        let unit = &units[d.below(units.len())];
        let side = unit.side(Locale::ALL[d.below(2)]).or(unit.side(Locale::Kk)).or(unit.side(Locale::Ru));
        let text = side.map(|side| format!("{} {}", side.title, side.text)).unwrap_or_default();
        let all: Vec<String> = words(&compose(&text)).into_iter().map(|word| word.text).collect();
        let from = d.below(all.len().saturating_sub(5).max(1));
        all.into_iter().skip(from).take(2 + d.below(4)).collect()
    };
    let swapped = |d: &mut Dice, word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 3 {
            let at = 1 + d.below(letters.len() - 2);
            letters.swap(at, at + 1);
            if d.below(2) == 0 {
                letters[0] = 'й';
            }
        }
        letters.into_iter().collect::<String>()
    };
    let cut = |word: &str| word.chars().take(4).collect::<String>();
    let random = |d: &mut Dice, length: usize| -> String {
        let letters: Vec<char> = "абвгдежзийклмнопрстуфхцчшыіңғүұқөһ".chars().collect();
        (0..length).map(|_| letters[d.below(letters.len())]).collect()
    };
    let mut make = |of: &dyn Fn(&mut Dice) -> String| (0..QUERIES).map(|_| of(d)).collect::<Vec<_>>();
    vec![
        ("as written", make(&|d| title(d).join(" "))),
        ("one word", make(&|d| title(d).into_iter().last().unwrap_or_default())),
        ("no letters", make(&|d| fold(&title(d).join(" ")))),
        ("keyboard", make(&|d| to_latin_keys(&title(d).join(" ")))),
        ("typos", make(&|d| title(d).iter().map(|word| swapped(d, word)).collect::<Vec<_>>().join(" "))),
        ("begun", make(&|d| title(d).iter().map(|word| cut(word)).collect::<Vec<_>>().join(" "))),
        ("joined", make(&|d| title(d).concat())),
        ("long", make(&|d| (0..4).flat_map(|_| title(d)).take(16).collect::<Vec<_>>().join(" "))),
        ("nonsense", make(&|d| (0..=d.below(3)).map(|_| random(d, 7)).collect::<Vec<_>>().join(" "))),
        ("16 slips", make(&|d| (0..16).map(|_| random(d, 11)).collect::<Vec<_>>().join(" "))),
    ]
}

/// What an index adds to a build: processor time without and with it.
fn builds(site: &Path, place: &Path) -> Result<(), Box<dyn Error>> {
    let settings = site.join("content/site.toml");
    let text = fs::read_to_string(&settings)?;
    let mut costs = Vec::new();
    for search in [false, true] {
        fs::write(&settings, text.replace("search = false", &format!("search = {search}")))?;
        let mut runs: Vec<Cost> = Vec::new();
        for number in 0..BUILDS {
            let out = place.join(format!("out-{search}-{number}"));
            let mut command = Command::new(otau());
            command.args(["build", "--compress", "none", "--root"]).arg(site).arg("--out").arg(&out);
            runs.push(run(command.stdout(Stdio::null()).stderr(Stdio::inherit()))?);
            fs::remove_dir_all(&out)?;
            _ = fs::remove_dir_all(site.join(".otau"));
        }
        costs.push(middle(&runs));
    }
    fs::write(&settings, text)?;
    if let [without, with] = costs.as_slice() {
        println!(
            "build: {:.2} s CPU without an index, {:.2} s with it: the index takes {:.2} of the pages",
            without.cpu,
            with.cpu,
            (with.cpu - without.cpu) / without.cpu
        );
    }
    Ok(())
}
