//! Induces the table of stems from counts of raw words, and tunes the weights against a table of lemmas.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a tool run by hand, over small numbers"
)]

mod sources;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;

use super::super::table::{Stem, encode};
use super::automaton::{EndingWeights, REPAIRS, Reading, Repair, readings};
use super::endings::{ROWS, TAGS, Tag};
use super::exceptions;
use super::letters::{LONGEST, code};
use super::model::{LENGTHS, PROTECTION, UNIT, length};
use super::word::Word;
use sources::{Gold, NOUNS, PROTECTED_NOUNS, VERBS, folded, gold, key, letters_of, raw, unknown_forms, words};

pub(super) use sources::paradigm;

/// How well a stem is known, in steps; how often it stands alone, in steps.
const STEPS: usize = 12;
const BARES: usize = 6;

/// Places of the weights in one row of numbers.
const BASE_REPAIR: usize = TAGS;
const BASE_LENGTH: usize = BASE_REPAIR + 2 * REPAIRS;
const BASE_SUPPORT: usize = BASE_LENGTH + 2 * LENGTHS;
const BASE_BARE: usize = BASE_SUPPORT + 2 * STEPS;
const BASE_LIST: usize = BASE_BARE + 2 * BARES;
const BASE_DIRECT: usize = BASE_LIST + 4;
const BASE_PAIR: usize = BASE_DIRECT + TAGS;
const WEIGHTS: usize = BASE_PAIR + TAGS * TAGS;

/// Nothing weighs anything: to see all readings.
static FLAT: EndingWeights = EndingWeights { tags: [0; TAGS], pairs: [0; TAGS * TAGS], direct: [0; TAGS] };

/// What is known of a stem as a noun and as a verb.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Words it was found in, as probabilities add up.
    support: [f32; 2],
    /// How often it stood alone.
    bare: u32,
    /// Listed by hand.
    listed: [bool; 2],
    /// Wins over another reading.
    protected: bool,
}

fn step(support: f32) -> usize {
    [0.02, 0.15, 0.5, 0.95, 1.8, 3.5, 7.0, 14.0, 28.0, 56.0, 112.0].iter().filter(|bound| support >= **bound).count()
}

/// What the table of stems adds to a reading of this class.
fn known_features(known: &Known, class: usize, mut give: impl FnMut(usize)) {
    give(BASE_SUPPORT + class * STEPS + step(known.support[class]));
    let bare = [1, 2, 4, 10, 30].iter().filter(|bound| known.bare >= **bound).count();
    give(BASE_BARE + class * BARES + bare);
    if known.listed[class] {
        give(BASE_LIST + class);
    } else if known.listed[1 - class] {
        give(BASE_LIST + 2 + class);
    }
}

/// Features of a reading.
fn features(reading: &Reading, lexicon: &Lexicon, mut give: impl FnMut(usize)) {
    let class = usize::from(reading.verb);
    let tag = |at: usize| ROWS[usize::from(reading.endings[at].0)].tag as usize;
    for at in 0..reading.endings.len() {
        give(tag(at));
        if at > 0 {
            give(BASE_PAIR + tag(at) * TAGS + tag(at - 1));
        }
    }
    match reading.endings.len().checked_sub(1) {
        None if reading.verb => give(Tag::Bare as usize),
        Some(first) if !reading.verb => give(BASE_DIRECT + tag(first)),
        _ => {}
    }
    if reading.repair != Repair::None {
        give(BASE_REPAIR + class * REPAIRS + reading.repair as usize);
    }
    give(BASE_LENGTH + class * LENGTHS + length(reading));
    let none = Known::default();
    let known = lexicon.get(&reading.hash).unwrap_or(&none);
    known_features(known, class, give);
}

/// A reading, for the tuner.
struct Candidate {
    verb: bool,
    hash: u32,
    /// Letters of the key.
    stem: Vec<u8>,
    features: Vec<u16>,
}

struct Item {
    candidates: Vec<Candidate>,
    count: u32,
}

type Lexicon = HashMap<u32, Known>;

fn read(word: &str, count: u32, lexicon: &Lexicon) -> Item {
    let mut candidates = Vec::new();
    let text = exceptions::without_particle(word);
    if let Some(word) = Word::new(text.chars().map(code)) {
        readings(&word, &FLAT, |reading| {
            let mut list: Vec<u16> = Vec::new();
            features(reading, lexicon, |feature| list.push(feature as u16));
            let mut stem: Vec<u8> = word.letters()[word.start().min(reading.kept)..reading.kept].to_vec();
            stem.extend(reading.tail.iter().filter(|letter| **letter != 0));
            candidates.push(Candidate { verb: reading.verb, hash: reading.hash, stem: folded(stem), features: list });
        });
    }
    Item { candidates, count }
}

fn posteriors(item: &Item, weights: &[f32], out: &mut Vec<f32>) {
    out.clear();
    out.extend(item.candidates.iter().map(|c| c.features.iter().map(|f| weights[usize::from(*f)]).sum::<f32>()));
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

/// One round of induction: what the words say of their stems under these weights.
fn induce(raw: &[(String, u32)], listed: &Lexicon, before: &Lexicon, weights: &[f32]) -> Lexicon {
    let mut lexicon: Lexicon = listed.clone();
    let mut chances = Vec::new();
    for (word, count) in raw {
        let item = read(word, *count, before);
        posteriors(&item, weights, &mut chances);
        for (candidate, chance) in item.candidates.iter().zip(&chances) {
            if *chance > 0.002 {
                lexicon.entry(candidate.hash).or_default().support[usize::from(candidate.verb)] += chance;
            }
        }
        lexicon.entry(key(word)).or_default().bare += item.count;
    }
    lexicon
}

/// Tunes weights by the likelihood of the right stems.
fn tune(items: &[(Item, &Gold)], start: &[f32], rounds: usize) -> Vec<f32> {
    let mut weights = start.to_vec();
    let l2: f32 = std::env::var("L2").map_or(0.002, |n| n.parse().unwrap());
    let power: f32 = std::env::var("POWER").map_or(0.5, |n| n.parse().unwrap());
    let mut squares = vec![1e-6_f32; WEIGHTS];
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut seed = 1_u32;
    let (mut chances, mut gradient) = (Vec::new(), vec![0.0_f32; WEIGHTS]);
    // The mean of the later rounds: single steps are noisy.
    let mut mean = vec![0.0_f32; WEIGHTS];
    let late = rounds / 2;
    for round in 0..rounds {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            order.swap(at, (seed >> 8) as usize % (at + 1));
        }
        for batch in order.chunks(32) {
            gradient.fill(0.0);
            for index in batch {
                let (item, gold) = &items[*index];
                posteriors(item, &weights, &mut chances);
                let mass = (gold.size as f32).powf(power);
                let right: f32 = item
                    .candidates
                    .iter()
                    .zip(&chances)
                    .filter(|(c, _)| gold.right.contains(&c.hash))
                    .map(|(_, p)| p)
                    .sum();
                if right < 1e-9 {
                    continue;
                }
                for (candidate, chance) in item.candidates.iter().zip(&chances) {
                    let target = if gold.right.contains(&candidate.hash) { chance / right } else { 0.0 };
                    for feature in &candidate.features {
                        gradient[usize::from(*feature)] += mass * (target - chance);
                    }
                }
            }
            for at in 0..WEIGHTS {
                let slope = gradient[at] - l2 * weights[at] * batch.len() as f32 / 32.0;
                squares[at] += slope * slope;
                weights[at] += 0.3 * slope / squares[at].sqrt();
            }
        }
        if round >= late {
            for (mean, weight) in mean.iter_mut().zip(&weights) {
                *mean += weight / (rounds - late) as f32;
            }
        }
    }
    mean
}

/// Stems written down by hand.
fn listed() -> Lexicon {
    let mut lexicon = Lexicon::new();
    for (class, list) in [NOUNS, VERBS, PROTECTED_NOUNS].into_iter().enumerate() {
        for word in words(list) {
            let known = lexicon.entry(key(word)).or_default();
            known.listed[class % 2] = true;
            known.protected |= class == 2;
        }
    }
    lexicon
}

fn learn(train: &[&Gold], raw: &[(String, u32)], rounds: usize) -> (Vec<f32>, Lexicon) {
    let listed = listed();
    let mut lexicon = listed.clone();
    let mut weights = vec![0.0; WEIGHTS];
    let unknown = unknown_forms();
    let nothing = Lexicon::new();
    let all = |lexicon: &Lexicon| -> Vec<(Item, &Gold)> {
        let known = train.iter().map(|gold| (read(&gold.form, 1, lexicon), *gold));
        known.chain(unknown.iter().map(|gold| (read(&gold.form, 1, &nothing), gold))).collect()
    };
    for round in 0..rounds {
        let items = all(&lexicon);
        weights = tune(&items, &weights, if round == 0 { 8 } else { 12 });
        lexicon = induce(raw, &listed, &lexicon, &weights);
    }
    // The last lexicon is what is used: weights for it.
    weights = tune(&all(&lexicon), &weights, 25);
    (weights, lexicon)
}

fn best(item: &Item, weights: &[f32]) -> Option<u32> {
    let score = |c: &Candidate| c.features.iter().map(|f| weights[usize::from(*f)]).sum::<f32>();
    item.candidates.iter().max_by(|a, b| score(a).total_cmp(&score(b))).map(|c| c.hash)
}

#[test]
#[ignore = "takes files that are not here"]
fn cross_validate() {
    let folds = 5;
    let gold = gold(&std::env::var("GOLD").unwrap(), folds);
    let raw = raw();
    let rounds = std::env::var("ROUNDS").map_or(3, |n| n.parse().unwrap());
    let mut out = String::new();
    let only = std::env::var("FOLD").ok().map(|n| n.parse::<usize>().unwrap());
    let threads: Vec<usize> = (0..folds).filter(|f| only.is_none_or(|only| only == *f)).collect();
    let results: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> = threads
            .into_iter()
            .map(|fold| {
                let (gold, raw) = (&gold, &raw);
                scope.spawn(move || {
                    let train: Vec<&Gold> = gold.iter().filter(|g| g.fold != fold).collect();
                    let (weights, lexicon) = learn(&train, raw, rounds);
                    let mut out = String::new();
                    let (mut all, mut right, mut reach) = (0, 0, 0);
                    for g in gold.iter().filter(|g| g.fold == fold) {
                        let item = read(&g.form, 1, &lexicon);
                        let chosen = best(&item, &weights);
                        let head = g.form.rfind('-').map_or("", |at| &g.form[..at]);
                        writeln!(out, "{}\t{head}{:08x}\t{}", g.form, chosen.unwrap_or(0), g.lemmas[0]).unwrap();
                        all += 1;
                        right += usize::from(chosen.is_some_and(|c| g.right.contains(&c)));
                        reach += usize::from(item.candidates.iter().any(|c| g.right.contains(&c.hash)));
                        if std::env::var("MISSES").is_ok() && !item.candidates.iter().any(|c| g.right.contains(&c.hash))
                        {
                            println!("unreachable {} {:?}", g.form, g.lemmas);
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
    for part in results {
        out.push_str(&part);
    }
    fs::write(std::env::var("OUT").unwrap_or("/tmp/cv.tsv".into()), out).unwrap();
}

/// Letters of every stem in the words.
fn stems(raw: &[(String, u32)]) -> BTreeMap<Vec<u8>, u32> {
    let nothing = Lexicon::new();
    let mut stems = BTreeMap::new();
    for word in [NOUNS, VERBS, PROTECTED_NOUNS].into_iter().flat_map(words) {
        stems.insert(letters_of(word), key(word));
    }
    for (word, _) in raw {
        stems.insert(letters_of(word), key(word));
        for candidate in read(word, 1, &nothing).candidates {
            stems.insert(candidate.stem, candidate.hash);
        }
    }
    stems
}

/// The stems that are worth something.
fn worthy(stems: &BTreeMap<Vec<u8>, u32>, lexicon: &Lexicon, weights: &[f32]) -> Vec<(Vec<u8>, Stem<2>)> {
    let worth = |known: &Known, class: usize| {
        let mut sum = 0.0;
        known_features(known, class, |feature| sum += weights[feature]);
        sum
    };
    // A stem that is not in the table is worth nothing, so the rest is told against such a one.
    let zero = [0, 1].map(|class| worth(&Known::default(), class));
    let mut out = Vec::new();
    for (letters, hash) in stems {
        let Some(known) = lexicon.get(hash) else { continue };
        let mut worth =
            [0, 1].map(|class| ((worth(known, class) - zero[class]) * UNIT).round().clamp(-127.0, 127.0) as i8);
        if known.protected {
            worth[0] = worth[0].saturating_add(PROTECTION);
        }
        if worth != [0, 0] && letters.len() <= LONGEST {
            out.push((letters.clone(), Stem { worth, protected: known.protected }));
        }
    }
    out
}

fn numbers(name: &str, kind: &str, weights: &[f32]) -> String {
    let mut out = format!("pub(super) const {name}: {kind} = [\n");
    for row in weights.chunks(16) {
        let cells: Vec<String> = row.iter().map(|weight| format!("{}", (weight * UNIT).round() as i32)).collect();
        writeln!(out, "    {},", cells.join(", ")).unwrap();
    }
    out + "];\n\n"
}

/// Makes `weights.rs` and `stems.bin` in the folder `OUT`.
#[test]
#[ignore = "takes files that are not here"]
fn make_tables() {
    let gold = gold(&std::env::var("GOLD").unwrap(), 1);
    let raw = raw();
    let (weights, lexicon) = learn(&gold.iter().collect::<Vec<_>>(), &raw, 3);
    let stems = worthy(&stems(&raw), &lexicon, &weights);
    let count = stems.len();
    let blob = encode(stems.into_iter());
    // What every stem that is not in the table weighs belongs to the length.
    let mut lengths = weights[BASE_LENGTH..BASE_SUPPORT].to_vec();
    for (at, weight) in lengths.iter_mut().enumerate() {
        let class = at / LENGTHS;
        known_features(&Known::default(), class, |feature| *weight += weights[feature]);
    }
    let mut text = String::from(
        "//! Weights, in sixteenths of a nat. Made by `induce.rs`; see `docs/search.md`.\n\n\
         use super::automaton::REPAIRS;\nuse super::endings::TAGS;\nuse super::model::LENGTHS;\n\n",
    );
    text += "/// Of a tag, wherever it stands.\n";
    text += &numbers("TAG_ALONE", "[i16; TAGS]", &weights[..TAGS]);
    text += "/// Of a tag right after a noun.\n";
    text += &numbers("TAG_AFTER_NOUN", "[i16; TAGS]", &weights[BASE_DIRECT..BASE_PAIR]);
    text += "/// Of a repair: of nouns, then of verbs.\n";
    text += &numbers("REPAIR", "[i16; 2 * REPAIRS]", &weights[BASE_REPAIR..BASE_LENGTH]);
    text += "/// Of a stem by its letters: of nouns, then of verbs.\n";
    text += &numbers("LENGTH", "[i16; 2 * LENGTHS]", &lengths);
    text += "/// Of a tag and the one after it.\npub(super) const TAG_PAIRS: &[(u8, u8, i16)] = &[\n";
    let pairs: Vec<String> = (0..TAGS * TAGS)
        .map(|at| (at, (weights[BASE_PAIR + at] * UNIT).round() as i32))
        .filter(|(_, weight)| *weight != 0)
        .map(|(at, weight)| format!("({}, {}, {weight}),", at / TAGS, at % TAGS))
        .collect();
    for row in pairs.chunks(8) {
        writeln!(text, "    {}", row.join(" ")).unwrap();
    }
    text += "];\n";
    let out = std::env::var("OUT").unwrap();
    fs::write(format!("{out}/weights.rs"), text).unwrap();
    println!("{count} stems in {} bytes, {} pairs", blob.len(), pairs.len());
    fs::write(format!("{out}/stems.bin"), blob).unwrap();
}
