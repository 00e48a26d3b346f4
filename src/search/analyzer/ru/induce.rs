//! Induces the table of dictionary forms from counts of raw words, and tunes the weights against a table of lemmas.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a tool run by hand, over small numbers"
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;

use super::super::table::{Stem, encode};
use super::automaton::{AUTOMATON, LONGEST, OTHER, Reading, Word, code, number, readings};
use super::model::{CLASSES, LENGTHS, PROTECTION, SHAPES, UNIT, class, length, shape};
use super::paradigms::SLOTS;

const STEPS: usize = 12;
const BARES: usize = 6;
const PARADIGMS: usize = 256;

const BASE_SLOT: usize = PARADIGMS;
const BASE_WHOLE: usize = BASE_SLOT + SLOTS;
const BASE_ITSELF: usize = BASE_WHOLE + 1;
const BASE_LENGTH: usize = BASE_ITSELF + 1;
const BASE_SUPPORT: usize = BASE_LENGTH + CLASSES * LENGTHS;
const BASE_BARE: usize = BASE_SUPPORT + CLASSES * STEPS;
const BASE_GROWTH: usize = BASE_BARE + CLASSES * BARES;
const BASE_SHAPE: usize = BASE_GROWTH + CLASSES;
const WEIGHTS: usize = BASE_SHAPE + SHAPES;

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    support: [f32; CLASSES],
    bare: u32,
}

fn step(support: f32) -> usize {
    [0.02, 0.15, 0.5, 0.95, 1.8, 2.8, 4.5, 7.0, 11.0, 18.0, 30.0].iter().filter(|bound| support >= **bound).count()
}

fn known_features(known: &Known, class: usize, mut give: impl FnMut(usize, f32)) {
    give(BASE_SUPPORT + class * STEPS + step(known.support[class]), 1.0);
    give(BASE_GROWTH + class, known.support[class].ln_1p());
    let bare = [1, 300, 1000, 5000, 30000].iter().filter(|bound| known.bare >= **bound).count();
    give(BASE_BARE + class * BARES + bare, 1.0);
}

struct Candidate {
    class: u8,
    number: u32,
    letters: Option<Vec<u8>>,
    features: [u16; 5],
}

type Lexicon = HashMap<u32, Known>;

fn each_feature(candidate: &Candidate, lexicon: &Lexicon, none: &Known, mut give: impl FnMut(usize, f32)) {
    for feature in candidate.features.into_iter().filter(|feature| *feature != u16::MAX) {
        give(usize::from(feature), 1.0);
    }
    known_features(lexicon.get(&candidate.number).unwrap_or(none), usize::from(candidate.class), give);
}

fn candidate(reading: &Reading, letters: bool) -> Candidate {
    let class = class(reading);
    let mut features = [u16::MAX; 5];
    match reading.ending {
        None => features[0] = BASE_WHOLE as u16,
        Some(ending) => {
            features[0] = u16::from(ending.paradigm);
            features[1] = (BASE_SLOT + ending.slot as usize) as u16;
        }
    }
    if reading.itself {
        features[2] = BASE_ITSELF as u16;
    }
    features[3] = (BASE_LENGTH + class * LENGTHS + length(reading)) as u16;
    if let Some(shape) = shape(reading) {
        features[4] = (BASE_SHAPE + shape) as u16;
    }
    let letters = letters.then(|| {
        let mut letters = reading.word.letters()[reading.word.start()..reading.kept].to_vec();
        letters.extend(reading.tail());
        letters
    });
    Candidate { class: class as u8, number: reading.number, letters, features }
}

fn read(word: &str, letters: bool) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    if let Some(word) = Word::new(word.chars().map(code)) {
        readings(&word, |reading| candidates.push(candidate(reading, letters)));
    }
    candidates
}

/// Words written down by hand.
fn protected() -> impl Iterator<Item = &'static str> {
    include_str!("lists/protected.txt").lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

fn key(lemma: &str) -> u32 {
    let part = lemma.rsplit('-').find(|part| !part.is_empty()).unwrap_or(lemma);
    number(&part.chars().map(code).collect::<Vec<_>>())
}

fn posteriors(items: &[Candidate], lexicon: &Lexicon, weights: &[f32], out: &mut Vec<f32>) {
    out.clear();
    let none = Known::default();
    out.extend(items.iter().map(|c| {
        let mut sum = 0.0;
        each_feature(c, lexicon, &none, |feature, value| sum += weights[feature] * value);
        sum
    }));
    let top = out.iter().copied().fold(f32::MIN, f32::max);
    let mut total = 0.0;
    for score in out.iter_mut() {
        *score = (*score - top).exp();
        total += *score;
    }
    for score in out.iter_mut() {
        *score /= total;
    }
}

fn induce(raw: &[(String, u32)], before: &Lexicon, weights: &[f32]) -> Lexicon {
    let mut lexicon = Lexicon::new();
    let mut chances = Vec::new();
    for (word, count) in raw {
        let candidates = read(word, false);
        posteriors(&candidates, before, weights, &mut chances);
        for (candidate, chance) in candidates.iter().zip(&chances) {
            if *chance > 0.003 {
                lexicon.entry(candidate.number).or_default().support[usize::from(candidate.class)] += chance;
            }
        }
        lexicon.entry(key(word)).or_default().bare += count;
    }
    lexicon
}

struct Gold {
    form: String,
    lemma: String,
    right: Vec<u32>,
    fold: usize,
    size: u32,
}

/// The key of a lemma: ё is е, adjectives in -ой are in -ый.
fn keys(lemma: &str, pos: &str) -> u32 {
    let lemma = lemma.replace('ё', "е");
    match lemma.strip_suffix("ой") {
        Some(stem) if pos == "ADJ" => {
            let soft = stem.ends_with(['к', 'г', 'х', 'ж', 'ш', 'ч', 'щ']);
            key(&format!("{stem}{}", if soft { "ий" } else { "ый" }))
        }
        _ => key(&lemma),
    }
}

fn gold(folds: usize) -> Vec<Gold> {
    let path = std::env::var("RU_GOLD").unwrap();
    let mut rows: BTreeMap<String, Vec<(u32, String, String)>> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let row = (cells[3].parse().unwrap_or(1), cells[1].to_owned(), cells[2].to_owned());
        rows.entry(cells[0].to_owned()).or_default().push(row);
    }
    let mut all: Vec<Gold> = rows
        .into_iter()
        .map(|(form, mut lemmas)| {
            lemmas.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let right = lemmas.iter().map(|(_, lemma, pos)| keys(lemma, pos)).collect();
            let lemma = lemmas[0].1.clone();
            let fold = key(&lemma) as usize % folds;
            Gold { form, lemma, right, fold, size: 1 }
        })
        .collect();
    let mut sizes: HashMap<String, u32> = HashMap::new();
    for gold in &all {
        *sizes.entry(gold.lemma.clone()).or_default() += 1;
    }
    for gold in &mut all {
        gold.size = sizes[&gold.lemma];
    }
    all
}

fn number_from(name: &str, default: f32) -> f32 {
    std::env::var(name).map_or(default, |n| n.parse().unwrap())
}

fn tune(items: &[(Vec<Candidate>, &Gold)], lexicon: &Lexicon, start: &[f32], rounds: usize) -> Vec<f32> {
    let (l2, power) = (number_from("L2", 0.005), number_from("POWER", 0.3));
    let mut weights = start.to_vec();
    let mut squares = vec![1e-6_f32; WEIGHTS];
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut seed = 1_u32;
    let none = Known::default();
    let (mut chances, mut gradient) = (Vec::new(), vec![0.0_f32; WEIGHTS]);
    for _ in 0..rounds {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            order.swap(at, (seed >> 8) as usize % (at + 1));
        }
        for batch in order.chunks(32) {
            gradient.fill(0.0);
            for index in batch {
                let (item, gold) = &items[*index];
                posteriors(item, lexicon, &weights, &mut chances);
                let mass = (gold.size as f32).powf(power);
                let right: f32 =
                    item.iter().zip(&chances).filter(|(c, _)| gold.right.contains(&c.number)).map(|(_, p)| p).sum();
                if right < 1e-9 {
                    continue;
                }
                for (candidate, chance) in item.iter().zip(&chances) {
                    let target = if gold.right.contains(&candidate.number) { chance / right } else { 0.0 };
                    if (target - chance).abs() < 1e-5 {
                        continue;
                    }
                    each_feature(candidate, lexicon, &none, |feature, value| {
                        gradient[feature] += mass * value * (target - chance);
                    });
                }
            }
            for at in 0..WEIGHTS {
                let slope = gradient[at] - l2 * weights[at] * batch.len() as f32 / 32.0;
                squares[at] += slope * slope;
                weights[at] += 0.3 * slope / squares[at].sqrt();
            }
        }
    }
    weights
}

fn raw() -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for line in fs::read_to_string(std::env::var("RU_RAW_WORDS").unwrap()).unwrap().lines() {
        let (word, count) = line.split_once('\t').unwrap();
        let word = word.replace('ё', "е");
        if word.chars().all(|c| code(c) < OTHER) && !word.contains('-') {
            *counts.entry(word).or_default() += count.parse::<u32>().unwrap();
        }
    }
    counts.into_iter().collect()
}

fn learn(train: &[&Gold], raw: &[(String, u32)], rounds: usize) -> (Vec<f32>, Lexicon) {
    let mut lexicon = Lexicon::new();
    let mut weights = vec![0.0; WEIGHTS];
    let items: Vec<(Vec<Candidate>, &Gold)> = train.iter().map(|gold| (read(&gold.form, false), *gold)).collect();
    for round in 0..rounds {
        weights = tune(&items, &lexicon, &weights, if round == 0 { 5 } else { 8 });
        lexicon = induce(raw, &lexicon, &weights);
    }
    weights = tune(&items, &lexicon, &weights, 15);
    (weights, lexicon)
}

#[test]
#[ignore = "takes files that are not here"]
fn cross_validate() {
    let folds = 5;
    let gold = gold(folds);
    let raw = raw();
    let rounds = number_from("ROUNDS", 6.0) as usize;
    let results: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..folds)
            .map(|fold| {
                let (gold, raw) = (&gold, &raw);
                scope.spawn(move || {
                    let train: Vec<&Gold> = gold.iter().filter(|g| g.fold != fold).collect();
                    let (weights, lexicon) = learn(&train, raw, rounds);
                    let mut out = String::new();
                    let (mut all, mut right, mut reach) = (0, 0, 0);
                    let mut chances = Vec::new();
                    for g in gold.iter().filter(|g| g.fold == fold) {
                        let item = read(&g.form, true);
                        posteriors(&item, &lexicon, &weights, &mut chances);
                        let best = item.iter().zip(&chances).max_by(|a, b| a.1.total_cmp(b.1)).map(|(c, _)| c).unwrap();
                        let head = g.form.rfind('-').map_or("", |at| &g.form[..=at]);
                        let stem: String =
                            best.letters.iter().flatten().map(|code| super::automaton::letter(*code)).collect();
                        writeln!(out, "{}\t{head}{stem}\t{}", g.form, g.lemma).unwrap();
                        all += 1;
                        right += usize::from(g.right.contains(&best.number));
                        let can = item.iter().any(|c| g.right.contains(&c.number));
                        reach += usize::from(can);
                        if std::env::var("MISSES").is_ok() && !can {
                            println!("unreachable {} {}", g.form, g.lemma);
                        }
                    }
                    println!(
                        "fold {fold}: {all} forms, reach {:.4}, right {:.4}, stems {}",
                        reach as f32 / all as f32,
                        right as f32 / all as f32,
                        lexicon.len()
                    );
                    out
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    fs::write(std::env::var("OUT").unwrap_or("/tmp/rucv.tsv".into()), results.concat()).unwrap();
}

/// Makes `weights.rs` and `stems.bin` in the folder `OUT`.
#[test]
#[ignore = "takes files that are not here"]
fn make_tables() {
    let gold = gold(1);
    let raw = raw();
    let (weights, lexicon) = learn(&gold.iter().collect::<Vec<_>>(), &raw, 6);
    let worth = |known: &Known, class: usize| {
        let mut sum = 0.0;
        known_features(known, class, |feature, value| sum += weights[feature] * value);
        sum
    };
    let zero = [0, 1, 2].map(|class| worth(&Known::default(), class));
    let mut stems: BTreeMap<Vec<u8>, Stem<CLASSES>> = BTreeMap::new();
    let floor = number_from("FLOOR", 48.0);
    for (word, _) in &raw {
        for candidate in read(word, true) {
            let (Some(letters), Some(known)) = (candidate.letters, lexicon.get(&candidate.number)) else { continue };
            let worth =
                [0, 1, 2].map(|class| ((worth(known, class) - zero[class]) * UNIT).round().clamp(-127.0, 127.0) as i8);
            if letters.len() <= LONGEST && worth.iter().any(|worth| f32::from(worth.unsigned_abs()) >= floor) {
                stems.insert(letters, Stem { worth, protected: false });
            }
        }
    }
    for word in protected() {
        let mut worth = [0, 1, 2].map(|class| {
            let known = lexicon.get(&key(word)).copied().unwrap_or_default();
            ((worth(&known, class) - zero[class]) * UNIT).round().clamp(-127.0, 127.0) as i8
        });
        worth[0] = worth[0].saturating_add(PROTECTION);
        stems.insert(word.chars().map(code).collect(), Stem { worth, protected: true });
    }
    let count = stems.len();
    let blob = encode(stems.into_iter());
    let unit = |weight: f32| (weight * UNIT).round() as i32;
    let paradigms = AUTOMATON.endings.iter().map(|ending| usize::from(ending.paradigm) + 1).max().unwrap();
    let list = |weights: &[f32]| {
        let mut out = String::new();
        for row in weights.chunks(16) {
            let cells: Vec<String> = row.iter().map(|weight| unit(*weight).to_string()).collect();
            writeln!(out, "    {},", cells.join(", ")).unwrap();
        }
        out
    };
    let mut lengths = weights[BASE_LENGTH..BASE_SUPPORT].to_vec();
    for (at, weight) in lengths.iter_mut().enumerate() {
        *weight += zero[at / LENGTHS];
    }
    let text = format!(
        "//! Weights, in sixteenths of a nat. Made by `induce.rs`; see `docs/search.md`.\n\n\
         use super::model::{{CLASSES, LENGTHS, SHAPES}};\nuse super::paradigms::SLOTS;\n\n\
         /// Of a word that does not change.\npub(super) const WHOLE: i16 = {};\n\
         /// Of -ся.\npub(super) const ITSELF: i16 = {};\n\n\
         /// Of a paradigm.\npub(super) const PARADIGM: &[i16] = &[\n{}];\n\n\
         /// Of a form.\npub(super) const SLOT: [i16; SLOTS] = [\n{}];\n\n\
         /// Of an adjective that looks like a participle.\npub(super) const SHAPE: [i16; SHAPES] = [\n{}];\n\n\
         /// Of a base by its letters: of nouns, adjectives, verbs.\n\
         pub(super) const LENGTH: [i16; CLASSES * LENGTHS] = [\n{}];\n",
        unit(weights[BASE_WHOLE]),
        unit(weights[BASE_ITSELF]),
        list(&weights[..paradigms]),
        list(&weights[BASE_SLOT..BASE_WHOLE]),
        list(&weights[BASE_SHAPE..WEIGHTS]),
        list(&lengths),
    );
    let out = std::env::var("OUT").unwrap();
    fs::write(format!("{out}/weights.rs"), text).unwrap();
    println!("{count} stems in {} bytes", blob.len());
    fs::write(format!("{out}/stems.bin"), blob).unwrap();
}
