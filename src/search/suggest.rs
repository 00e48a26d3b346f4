//! Suggestions while a person types: titles and questions whose words begin like what was typed, or have its stem, or
//! would have without a typing error, on the other keyboard, in Latin letters. Only the words of titles are looked at,
//! never the index, so that an answer is there before the next key is pressed.

use std::cmp::Ordering;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::query::{LONGEST, MOST_TERMS, QueryError};
use super::stop::is_stop;
use super::titles::{Place, TitleOf, Titles};
use super::words::{compose, fold, from_latin, is_cyrillic, stem, to_cyrillic_keys, to_latin_keys, unfold, words};
use crate::i18n::{Locale, PerLocale};

/// Most suggestions of one answer.
pub const MOST: usize = 10;

/// Words of a query that are looked at; who types more wants the search itself.
const MOST_WORDS: usize = 8;
/// Most words of titles that one word typed may stand for, by beginning and by typing error.
const MOST_FORMS: usize = 4000;

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// Key of the page.
    pub key: String,
    /// Type of the page.
    pub kind: String,
    /// Id of the section, if it is one.
    pub section: Option<String>,
    /// Address in the reader's language, with the id of the section.
    pub url: String,
    /// Language of the text, where it is not the reader's.
    pub lang: Option<&'static str>,
    /// Title of the page, or of the section if it is one.
    pub title: String,
    /// The same in pieces: those that fit what was typed are marked.
    pub parts: Vec<Piece>,
    /// Title of the page that a section stands on.
    pub page_title: Option<String>,
}

/// A piece of a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text as it is.
    pub text: String,
    /// Whether it fits what was typed.
    pub mark: bool,
}

/// A word of titles that a word typed may stand for.
#[derive(Clone, Copy, Debug)]
struct Form {
    locale: Locale,
    number: usize,
    weight: f32,
    /// Letters that were typed of it; none when the whole word is meant.
    typed: Option<usize>,
}

/// A word typed.
#[derive(Clone, Debug)]
struct Typed {
    word: String,
    /// It may go on.
    begun: bool,
    /// It says nothing by itself.
    stop: bool,
    forms: Vec<Form>,
}

/// Suggestions for `text`, best first, at most `most`; `kind` keeps to one type of page.
///
/// # Errors
/// The query is empty or over a limit: the same limits as those of a search.
pub(super) fn suggest(
    titles: &Titles,
    text: &str,
    locale: Locale,
    kind: Option<&str>,
    most: usize,
) -> Result<Vec<Suggestion>, QueryError> {
    if text.chars().count() > LONGEST {
        return Err(QueryError::TooLong);
    }
    let text = compose(text);
    let many = words(&text).len();
    if many > MOST_TERMS {
        return Err(QueryError::TooManyTerms);
    }
    if many == 0 {
        return Err(QueryError::Empty);
    }
    let typed = read(titles, &text);
    let shown = |unit: &TitleOf<'_>| kind.is_none_or(|kind| unit.kind == kind);
    let mut found = candidates(titles, &typed, locale, shown);
    let order = |a: &(f32, bool, usize), b: &(f32, bool, usize)| -> Ordering {
        a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)).then(a.2.cmp(&b.2))
    };
    if found.len() > most {
        found.select_nth_unstable_by(most, order);
        found.truncate(most);
    }
    found.sort_unstable_by(order);
    let marks = marks(&typed);
    Ok(found.into_iter().map(|(_, foreign, unit)| suggestion(titles, unit, foreign, locale, &marks)).collect())
}

/// The words of a query with what each may stand for. The dearer ways are tried only for words the cheaper do not find.
fn read(titles: &Titles, text: &str) -> Vec<Typed> {
    let plain = |text: &str| -> Vec<Typed> {
        let begun = text.ends_with(char::is_alphanumeric);
        let all = words(text);
        let last = all.len().saturating_sub(1);
        let mut seen = FxHashSet::default();
        let mut typed: Vec<Typed> = Vec::new();
        for (at, word) in all.into_iter().enumerate().filter(|(_, word)| seen.insert(word.text.clone())) {
            let begun = begun && at == last;
            let forms = forms(titles, &word.text, begun, 1.0);
            typed.push(Typed { stop: is_stop(&word.text), word: word.text, begun, forms });
            if typed.len() == MOST_WORDS {
                break;
            }
        }
        // What is nothing but small words, or ends in the middle of one, is about them.
        let only_small = typed.iter().all(|typed| typed.stop);
        for typed in typed.iter_mut().filter(|typed| only_small || typed.begun && typed.forms.len() > 1) {
            typed.stop = false;
        }
        typed
    };
    let unknown = |typed: &[Typed]| typed.iter().filter(|typed| !typed.stop && typed.forms.is_empty()).count();
    let mut best = plain(text);
    if unknown(&best) == 0 {
        return best;
    }
    for typed in best.iter_mut().filter(|typed| typed.forms.is_empty()) {
        typed.forms = latin(titles, typed);
    }
    for other in other_keyboards(text) {
        if unknown(&best) == 0 {
            break;
        }
        let other = plain(&other);
        if !other.is_empty() && unknown(&other) < unknown(&best) && other.len() <= best.len() {
            best = other;
        }
    }
    for typed in best.iter_mut().filter(|typed| !typed.stop && typed.forms.is_empty()) {
        typed.forms = mistyped(titles, typed);
    }
    best
}

fn other_keyboards(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    if text.chars().any(|c| c.is_ascii_alphabetic()) {
        all.extend([to_cyrillic_keys(text, false), to_cyrillic_keys(text, true)]);
    }
    if text.chars().any(is_cyrillic) {
        all.push(to_latin_keys(text));
    }
    all
}

/// Words that are the word typed, begin with it, or have its stem.
fn forms(titles: &Titles, word: &str, begun: bool, factor: f32) -> Vec<Form> {
    let folded = fold(word);
    let letters = folded.chars().count();
    let mut found: Vec<Form> = Vec::new();
    for locale in Locale::ALL {
        let from = found.len();
        for number in titles.starting(locale, &folded).take(MOST_FORMS) {
            let entry = titles.word(locale, number);
            let whole = entry.folded.len() == folded.len();
            // A word in the middle of a query is whole, or long enough to be recognised.
            let fit = match (whole, begun) {
                (true, _) => 1.0,
                (false, true) => 0.9,
                (false, false) if letters >= 4 => 0.55,
                _ => continue,
            };
            // Kazakh letters that were typed count.
            let exact = if entry.word.starts_with(word) { 1.0 } else { 0.92 };
            let typed = (!whole).then_some(letters);
            found.push(Form { locale, number, weight: factor * fit * exact, typed });
        }
        let mut stems = vec![fold(&stem(locale, word))];
        if found.len() == from && locale == Locale::Kk && folded == word && letters >= 4 {
            stems.extend(unfold(word).iter().map(|variant| fold(&stem(locale, variant))));
            stems.sort_unstable();
            stems.dedup();
        }
        let known: FxHashSet<usize> = found[from..].iter().map(|form| form.number).collect();
        for stem in stems.iter().filter(|stem| stem.chars().count() >= 3) {
            for number in titles.with_stem(locale, stem).filter(|number| !known.contains(number)) {
                found.push(Form { locale, number, weight: factor * 0.75, typed: None });
            }
        }
        if found.len() == from {
            let longer = extended(titles, locale, &folded);
            found.extend(longer.map(|number| Form { locale, number, weight: factor * 0.5, typed: None }));
        }
    }
    found
}

/// Words that the word typed begins with: endings that the stemmer does not know, or without their Kazakh letters.
fn extended<'t>(titles: &'t Titles, locale: Locale, folded: &str) -> impl Iterator<Item = usize> + use<'t> {
    let ends = folded.char_indices().map(|(at, _)| at).skip(4).collect::<Vec<_>>();
    let shorter = ends.into_iter().rev().take(5).map(|end| folded[..end].to_owned()).collect::<Vec<_>>();
    let same = move |word: &String| {
        let all = titles.starting(locale, word);
        let whole = all.clone().take_while(|number| titles.word(locale, *number).folded.len() == word.len());
        whole.collect::<Vec<_>>()
    };
    shorter.into_iter().map(move |word| same(&word)).find(|words| !words.is_empty()).into_iter().flatten()
}

/// The word in Latin letters as it may be spelled in Cyrillic.
fn latin(titles: &Titles, typed: &Typed) -> Vec<Form> {
    if !typed.word.chars().all(char::is_alphanumeric) || typed.word.chars().any(|c| c.is_numeric() || is_cyrillic(c)) {
        return Vec::new();
    }
    let mut found: Vec<Form> = Vec::new();
    for spelling in from_latin(&typed.word) {
        let whole = forms(titles, &spelling, typed.begun, 0.85);
        // How many letters are Latin says nothing of how many are Cyrillic.
        found.extend(whole.into_iter().map(|form| Form { typed: None, ..form }));
    }
    found
}

/// Words at a typing error's distance, or two for long ones.
fn mistyped(titles: &Titles, typed: &Typed) -> Vec<Form> {
    let letters = typed.word.chars().count();
    if letters < 4 || typed.word.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let errors: u8 = if letters >= 8 { 2 } else { 1 };
    let mut spellings = vec![fold(&typed.word)];
    if !typed.word.chars().any(is_cyrillic) {
        spellings.extend(from_latin(&typed.word).iter().map(|spelling| fold(spelling)));
    }
    let mut found: Vec<(u8, Form)> = Vec::new();
    for spelling in &spellings {
        let wanted: Vec<char> = spelling.chars().collect();
        for locale in Locale::ALL {
            near(titles, locale, &wanted, errors, typed.begun, &mut |errors, number| {
                let weight = 0.7 - 0.2 * f32::from(errors);
                found.push((errors, Form { locale, number, weight, typed: None }));
            });
        }
    }
    let least = found.iter().map(|(errors, _)| *errors).min().unwrap_or(0);
    found.retain(|(errors, _)| *errors == least);
    found.into_iter().take(MOST_FORMS).map(|(_, form)| form).collect()
}

/// Finds the words at most `most` errors away; with `begun`, words whose beginning is. The words are sorted, so that the
/// rows of the table for the letters a word shares with the one before it are there already.
fn near(titles: &Titles, locale: Locale, wanted: &[char], most: u8, begun: bool, found: &mut impl FnMut(u8, usize)) {
    let width = wanted.len() + 1;
    let mut rows: Vec<u8> = (0..=u8::try_from(wanted.len()).unwrap_or(u8::MAX)).collect();
    let mut letters: Vec<char> = Vec::new();
    // So many first letters are hopeless already.
    let mut dead = usize::MAX;
    for number in 0..titles.count(locale) {
        let word = titles.word(locale, number).folded;
        let shared = word.chars().zip(&letters).take_while(|(a, b)| a == *b).count();
        if shared < dead {
            dead = usize::MAX;
            letters.truncate(shared);
            rows.truncate((shared + 1) * width);
            for c in word.chars().skip(shared) {
                letters.push(c);
                extend(&mut rows, &letters, wanted);
                let row = &rows[rows.len() - width..];
                if row.iter().all(|errors| *errors > most) {
                    dead = letters.len();
                    break;
                }
            }
        }
        if begun {
            // The best of all its beginnings: what follows is not typed yet.
            let best = rows.chunks_exact(width).filter_map(|row| row.last()).min().copied();
            // The first letter is seldom wrong; with it wrong, every beginning fits something.
            let first = letters.first() == wanted.first();
            if let Some(best) = best.filter(|best| *best <= most && first) {
                found(best, number);
            }
        } else if dead == usize::MAX
            && let Some(errors) = rows.last().copied().filter(|errors| *errors <= most)
        {
            found(errors, number);
        }
    }
}

/// Adds the row of the last letter: errors between the letters so far and every beginning of `wanted`.
fn extend(rows: &mut Vec<u8>, letters: &[char], wanted: &[char]) {
    let width = wanted.len() + 1;
    let at = letters.len();
    let last = rows.len() - width;
    let letter = letters[at - 1];
    rows.push(rows[last].saturating_add(1));
    for (column, expected) in wanted.iter().enumerate() {
        let above = rows[last + column + 1];
        let left = rows[rows.len() - 1];
        let mut best = rows[last + column].saturating_add(u8::from(letter != *expected));
        best = best.min(above.saturating_add(1)).min(left.saturating_add(1));
        if at > 1 && column > 0 && letter == wanted[column - 1] && letters[at - 2] == *expected {
            best = best.min(rows[last - width + column - 1].saturating_add(1));
        }
        rows.push(best);
    }
}

/// Units with their scores, and whether their text is in the other language only.
fn candidates(
    titles: &Titles,
    typed: &[Typed],
    locale: Locale,
    shown: impl Fn(&TitleOf<'_>) -> bool,
) -> Vec<(f32, bool, usize)> {
    let required = typed.iter().filter(|typed| !typed.stop).count();
    let known = typed.iter().filter(|typed| !typed.stop && !typed.forms.is_empty()).count();
    // As in a search: of many words three in five are enough.
    let need = if required <= 2 { required } else { (required * 3).div_ceil(5) };
    if known < need {
        return Vec::new();
    }
    let mut sums = vec![(0.0_f32, 0_u8, false); titles.len()];
    let mut best = vec![(0.0_f32, false); titles.len()];
    for typed in typed {
        let mut touched: Vec<usize> = Vec::new();
        for form in &typed.forms {
            // The reader's own language comes first.
            let own = if form.locale == locale { 1.0 } else { 0.7 };
            for posting in titles.word(form.locale, form.number).postings {
                let place = match posting.place() {
                    Place::Title => 1.0,
                    Place::Keyword => 0.6,
                    Place::Context => 0.4,
                };
                let first = if posting.is_first() { 1.15 } else { 1.0 };
                let weight = form.weight * own * place * first;
                let slot = &mut best[posting.unit()];
                if slot.0 <= 0.0 {
                    touched.push(posting.unit());
                }
                slot.0 = slot.0.max(weight);
                slot.1 |= posting.place() != Place::Context;
            }
        }
        for unit in touched {
            let (weight, own) = std::mem::take(&mut best[unit]);
            let (sum, count, fits) = &mut sums[unit];
            *sum += if typed.stop { 0.15 * weight } else { weight };
            *count += u8::from(!typed.stop);
            *fits |= own && !typed.stop;
        }
    }
    let own = usize::from(locale == Locale::Ru);
    let all = sums.into_iter().enumerate().filter(|(_, (_, count, fits))| *fits && usize::from(*count) >= need);
    all.filter_map(|(number, (sum, ..))| {
        let unit = titles.unit(number);
        let foreign = unit.texts[own].0.is_empty();
        shown(&unit).then(|| (sum * prior(&unit), foreign, number))
    })
    .collect()
}

/// Questions are what people look for; a page comes before its sections, a short title before a long one.
fn prior(unit: &TitleOf<'_>) -> f32 {
    let (title, heading) = unit.texts.iter().find(|(title, _)| !title.is_empty()).copied().unwrap_or_default();
    let length = u16::try_from(if heading.is_empty() { title } else { heading }.len()).unwrap_or(u16::MAX);
    let kind = if unit.kind == "faq" { 1.1 } else { 1.0 };
    let section = if unit.section.is_empty() { 1.0 } else { 0.8 };
    kind * section * (1.0 - 0.0005 * f32::from(length.min(400)))
}

/// Letters to mark of every word found; none where the whole word is meant.
type Marks = PerLocale<FxHashMap<usize, Option<usize>>>;

fn marks(typed: &[Typed]) -> Marks {
    let mut marks = Marks::default();
    for form in typed.iter().flat_map(|typed| &typed.forms) {
        let mark = marks[form.locale].entry(form.number).or_insert(form.typed);
        *mark = mark.zip(form.typed).map(|(a, b)| a.max(b));
    }
    marks
}

fn suggestion(titles: &Titles, number: usize, foreign: bool, locale: Locale, marks: &Marks) -> Suggestion {
    let unit = titles.unit(number);
    let shown = if foreign { locale.other() } else { locale };
    let at = |locale: Locale| usize::from(locale == Locale::Ru);
    let (page_title, heading) = unit.texts[at(shown)];
    let title = if heading.is_empty() { page_title } else { heading };
    let own = unit.urls[at(locale)];
    let url = if own.is_empty() { unit.urls[at(locale.other())] } else { own };
    Suggestion {
        key: unit.key.to_owned(),
        kind: unit.kind.to_owned(),
        section: (!unit.section.is_empty()).then(|| unit.section.to_owned()),
        url: url.to_owned(),
        lang: foreign.then(|| shown.code()),
        title: title.to_owned(),
        parts: pieces(titles, shown, title, &marks[shown]),
        page_title: (!heading.is_empty()).then(|| page_title.to_owned()),
    }
}

fn pieces(titles: &Titles, locale: Locale, title: &str, marks: &FxHashMap<usize, Option<usize>>) -> Vec<Piece> {
    let mut parts: Vec<Piece> = Vec::new();
    let mut push = |range: Range<usize>, mark: bool| {
        if !range.is_empty() {
            parts.push(Piece { text: title[range].to_owned(), mark });
        }
    };
    let mut at = 0;
    for word in words(title) {
        let Some(typed) = titles.number(locale, &word.text).and_then(|number| marks.get(&number)) else { continue };
        let own = &title[word.start..word.end];
        // Letters can be counted only where none was left out on the way.
        let countable = own.chars().count() == word.text.chars().count();
        let end = typed.filter(|_| countable).and_then(|letters| own.char_indices().nth(letters));
        let end = end.map_or(word.end, |(letters, _)| word.start + letters);
        push(at..word.start, false);
        push(word.start..end, true);
        at = end;
    }
    push(at..title.len(), false);
    parts
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
