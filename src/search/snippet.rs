//! A short part of a text around the words that were found, with these marked. What comes out is HTML, escaped here.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{Word, stem, words};
use crate::i18n::Locale;

/// Length of a snippet, in letters.
const LENGTH: usize = 220;

/// The words to mark: stems and words as they are.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Stems.
    pub stems: FxHashSet<String>,
    /// Words.
    pub words: FxHashSet<String>,
}

impl Marks {
    fn has(&self, locale: Locale, word: &Word) -> Option<String> {
        if self.words.contains(&word.text) {
            return Some(word.text.clone());
        }
        let stem = stem(locale, &word.text);
        self.stems.contains(&stem).then_some(stem)
    }
}

/// The text with its words marked.
pub fn highlight(locale: Locale, text: &str, marks: &Marks) -> String {
    let hits: Vec<(usize, usize)> =
        words(text).iter().filter_map(|word| marks.has(locale, word).map(|_| (word.start, word.end))).collect();
    marked(text, 0..text.len(), &hits)
}

/// The best part of the text, marked, with an ellipsis where it was cut.
pub fn snippet(locale: Locale, text: &str, marks: &Marks) -> String {
    let all = words(text);
    let hits: Vec<(usize, String)> =
        all.iter().enumerate().filter_map(|(at, word)| marks.has(locale, word).map(|key| (at, key))).collect();
    let range = window(text, &all, &hits);
    let marks: Vec<(usize, usize)> = hits.iter().map(|(at, _)| (all[*at].start, all[*at].end)).collect();
    let mut out = String::with_capacity(range.len() + 64);
    if range.start > 0 {
        out.push_str("… ");
    }
    out.push_str(&marked(text, range.clone(), &marks));
    if range.end < text.len() {
        out.push_str(" …");
    }
    out
}

/// The range with the most different words found, beginning at a word or, where it is near, at a sentence.
fn window(text: &str, all: &[Word], hits: &[(usize, String)]) -> std::ops::Range<usize> {
    let end_of = |start: usize| {
        let limit = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
        if limit == text.len() {
            return limit;
        }
        let whole = all.partition_point(|word| word.end <= limit);
        all[..whole].last().map(|word| word.end).filter(|end| *end > start).unwrap_or(limit)
    };
    // The window goes through the text once: `inside` counts the keys of `hits[index..past]`.
    let mut inside: FxHashMap<&str, usize> = FxHashMap::default();
    let (mut past, mut best) = (0, (0, 0));
    for (index, (at, key)) in hits.iter().enumerate() {
        // A few words before the first hit give it sense.
        let start = all[at.saturating_sub(6)].start;
        let end = end_of(start);
        while let Some((_, key)) = hits.get(past).filter(|(at, _)| all[*at].end <= end) {
            *inside.entry(key).or_default() += 1;
            past += 1;
        }
        if inside.len() > best.0 {
            best = (inside.len(), start);
        }
        if let Some(count) = inside.get_mut(key.as_str()) {
            *count -= 1;
            if *count == 0 {
                inside.remove(key.as_str());
            }
        }
        past = past.max(index + 1);
    }
    let mut start = best.1;
    let from = text[..start].char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    if let Some(sentence) = text[from..start].rfind(['.', '!', '?', '\n']).map(|at| from + at + 1) {
        let skipped = text[sentence..].len() - text[sentence..].trim_start().len();
        start = (sentence + skipped).min(start);
    } else if from == 0 {
        start = 0;
    }
    start..end_of(start)
}

fn marked(text: &str, range: std::ops::Range<usize>, hits: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(range.len() + 64);
    let mut at = range.start;
    let inside = hits.iter().filter(|(start, end)| *start >= range.start && *end <= range.end);
    for (start, end) in inside.copied() {
        escape(&text[at..start], &mut out);
        out.push_str("<mark>");
        escape(&text[start..end], &mut out);
        out.push_str("</mark>");
        at = end;
    }
    escape(&text[at..range.end], &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push(' '),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(stems: &[&str]) -> Marks {
        Marks { stems: stems.iter().map(|word| stem(Locale::Ru, word)).collect(), words: FxHashSet::default() }
    }

    #[test]
    fn markup_of_texts_is_escaped() {
        let text = "Пароль <script>alert('x')</script> & паролем";
        let html = snippet(Locale::Ru, text, &marks(&["пароль"]));
        assert_eq!(
            html,
            "<mark>Пароль</mark> &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; <mark>паролем</mark>"
        );
    }

    #[test]
    fn a_long_text_is_cut_around_its_words() {
        let text = format!("{} Забыли пароль? {}", "слово ".repeat(100), "конец ".repeat(100));
        let html = snippet(Locale::Ru, &text, &marks(&["пароль"]));
        assert!(html.starts_with("… ") && html.ends_with(" …") && html.contains("<mark>пароль</mark>"), "{html}");
        assert!(html.chars().count() < 300);
    }

    #[test]
    fn the_part_with_the_most_different_words_is_shown() {
        let far = "слово ".repeat(100);
        let text = format!("пароль и пароль, а ещё пароль {far} пароль к коду {far} код и код");
        let html = snippet(Locale::Ru, &text, &marks(&["пароль", "код"]));
        assert!(html.contains("<mark>пароль</mark> к <mark>коду</mark>"), "{html}");
    }
}
