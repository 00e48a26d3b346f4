//! What the analyzer learns from: lists by hand, counts of raw words, a table of lemmas, and forms made by rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use super::super::endings::{ROWS, Row, Tag, state};
use super::super::letters::{CLASS, SOFT_SIGN, code, fold};
use super::super::model::number;

pub(super) fn folded(mut letters: Vec<u8>) -> Vec<u8> {
    if letters.len() > 1 && letters.last() == Some(&SOFT_SIGN) {
        letters.pop();
    }
    if let Some(last) = letters.last_mut() {
        *last = fold(*last);
    }
    letters
}

pub(super) fn letters_of(word: &str) -> Vec<u8> {
    let part = word.rsplit('-').find(|part| !part.is_empty()).unwrap_or(word);
    folded(part.chars().map(code).collect())
}

pub(super) fn key(word: &str) -> u32 {
    number(&letters_of(word))
}

pub(super) struct Gold {
    pub(super) form: String,
    pub(super) lemmas: Vec<String>,
    pub(super) right: Vec<u32>,
    pub(super) fold: usize,
    pub(super) size: u32,
}

fn verbal(lemma: &str) -> Vec<String> {
    let mut out = vec![lemma.to_owned()];
    if let Some(stem) = lemma.strip_suffix('у').filter(|stem| stem.chars().count() > 1) {
        out.extend([stem.to_owned(), format!("{stem}ы"), format!("{stem}і")]);
    }
    if let Some(stem) = lemma.strip_suffix('ю') {
        out.push(format!("{stem}й"));
    }
    out
}

pub(super) fn gold(path: &str, folds: usize) -> Vec<Gold> {
    let mut rows: BTreeMap<String, Vec<(u32, String, bool)>> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        rows.entry(cells[0].to_owned()).or_default().push((
            cells[3].parse().unwrap_or(1),
            cells[1].to_owned(),
            cells[2] == "VERB",
        ));
    }
    let mut all: Vec<Gold> = rows
        .into_iter()
        .map(|(form, mut lemmas)| {
            lemmas.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let right = lemmas
                .iter()
                .flat_map(|(_, lemma, verb)| if *verb { vec![lemma.clone()] } else { verbal(lemma) })
                .map(|lemma| key(&lemma))
                .collect();
            let lemmas: Vec<String> = lemmas.into_iter().map(|(_, lemma, _)| lemma).collect();
            let fold = key(lemmas[0].trim_end_matches(['у', 'ы', 'і'])) as usize % folds;
            Gold { form, lemmas, right, fold, size: 1 }
        })
        .collect();
    let mut sizes: HashMap<String, u32> = HashMap::new();
    for gold in &all {
        *sizes.entry(gold.lemmas[0].clone()).or_default() += 1;
    }
    for gold in &mut all {
        gold.size = sizes[&gold.lemmas[0]];
    }
    all
}

/// Words of a list.
pub(super) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

pub(super) const NOUNS: &str = include_str!("../lists/nouns.txt");
pub(super) const VERBS: &str = include_str!("../lists/verbs.txt");
pub(super) const PROTECTED_NOUNS: &str = include_str!("../lists/protected.txt");

/// Number, possession and case of a noun, made by the rules that the analyzer undoes.
pub(in super::super) fn paradigm(noun: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([noun.to_owned()]);
    let mut layer: Vec<(String, u32)> = vec![(noun.to_owned(), state::NOUN)];
    for _ in 0..3 {
        let mut next = Vec::new();
        for (form, from) in &layer {
            for row in ROWS.iter().filter(|row| row.tag <= Tag::Instrumental && row.from & from != 0) {
                for ending in [row.back, row.front] {
                    if let Some(form) = attach(form, ending, row).filter(|form| forms.insert(form.clone())) {
                        next.push((form, row.to));
                    }
                }
            }
        }
        layer = next;
    }
    forms
}

/// The form with an ending, if it may stand there.
fn attach(form: &str, ending: &str, row: &Row) -> Option<String> {
    const BACK: &str = "аоұы";
    let vowel = |c: &char| "аәеыіоөұү".contains(*c);
    let back = |text: &str| text.chars().rev().find(vowel).map(|c| BACK.contains(c));
    let harmonic = row.back == row.front || back(ending).is_none() || back(form) == back(ending);
    let last = form.chars().next_back()?;
    if !harmonic || CLASS[usize::from(code(last))] & row.after == 0 {
        return None;
    }
    let mut stem = form.to_owned();
    if ending.starts_with(|c| vowel(&c)) {
        let soft = match last {
            'п' => Some('б'),
            'к' if !stem.ends_with("нк") => Some('г'),
            'қ' => Some('ғ'),
            _ => None,
        };
        if let Some(soft) = soft {
            stem.pop();
            stem.push(soft);
        }
        if let Some(short) = stem.strip_suffix("ліг") {
            stem = if form == "мүлік" { format!("{short}лк") } else { stem };
        }
    }
    Some(stem + ending)
}

pub(super) fn raw() -> Vec<(String, u32)> {
    let path = std::env::var("RAW_WORDS").unwrap();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let (word, count) = line.split_once('\t').unwrap();
        *counts.entry(word.to_owned()).or_default() += count.parse::<u32>().unwrap();
    }
    if let Ok(path) = std::env::var("OWN_TEXT") {
        for word in fs::read_to_string(path).unwrap().to_lowercase().split(|c: char| !c.is_alphabetic() && c != '-') {
            let word = word.trim_matches('-');
            if word.chars().count() >= 2 && word.chars().all(|c| code(c) < 63) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    counts.into_iter().collect()
}

/// Forms of nouns as if the nouns were not known: news has few of the forms that people need when they write of their own
/// flat and their own contract.
pub(super) fn unknown_forms() -> Vec<Gold> {
    let every = std::env::var("EVERY").map_or(12, |n| n.parse().unwrap());
    let mut out = Vec::new();
    for (at, noun) in words(NOUNS).enumerate().filter(|(at, noun)| at % every == 0 && noun.chars().count() > 3) {
        let forms = paradigm(noun);
        for form in forms.into_iter().skip(at % 5).step_by(5) {
            out.push(Gold { form, lemmas: vec![noun.to_owned()], right: vec![key(noun)], fold: 0, size: 1 });
        }
    }
    out
}
