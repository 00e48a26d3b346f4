//! `glossary.toml`: the terms of the site in both languages, and the words that must not stand in their place.

use rustc_hash::FxHashMap;
use toml::de::DeTable;

use super::config::{both, is_key};
use super::source::TextFile;
use crate::fields::{Fields, Origin, parse};
use crate::i18n::{Locale, PerLocale};
use crate::problem::{Code, Place, Problem};

/// The terms of the site.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// Terms, by key.
    pub terms: Vec<GlossaryTerm>,
    /// Words that must not be used, by language.
    pub forbidden: PerLocale<Forbidden>,
    /// A part of the file could not be read, so that there may be more.
    pub broken: bool,
}

/// A term.
#[derive(Clone, Debug)]
pub struct GlossaryTerm {
    /// Key.
    pub key: String,
    /// The term.
    pub name: PerLocale<String>,
    /// One sentence that explains it.
    pub explain: PerLocale<String>,
    /// Key of the page that says more, with its place.
    pub see: Option<(String, Place)>,
}

/// Words of one language that must not be used, found by how they begin.
#[derive(Clone, Debug, Default)]
pub struct Forbidden {
    variants: FxHashMap<Start, Vec<Variant>>,
}

/// The first letters of a word, in lower case; shorter words end with `\0`.
type Start = [char; 3];

/// A wrong word or several, with the right term.
#[derive(Clone, Debug)]
struct Variant {
    /// Its words in lower case, each with whether any ending may follow.
    words: Vec<(String, bool)>,
    /// The right term.
    term: String,
}

/// A forbidden word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Byte range in the text.
    pub span: std::ops::Range<usize>,
    /// The right term.
    pub term: &'a str,
}

impl Glossary {
    /// Reads `glossary.toml`. Problems are added; the result is usable in any case.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> Self {
        let mut origin = file.origin();
        let table = parse(&file.text, &mut origin, problems);
        let mut glossary = Self::default();
        let mut written = Vec::new();
        for (key, value) in &table {
            let name = key.get_ref().as_ref();
            if !is_key(name) {
                problems.push(Problem::new(Code::BadKey, origin.place(key.span())).with("key", name));
            }
            match value.get_ref().as_table() {
                Some(fields) => glossary.add(name, fields, origin, &mut written, problems),
                None => problems.push(
                    Problem::new(Code::WrongType, origin.place(value.span()))
                        .with("field", name)
                        .with("expected", "table")
                        .with("found", value.get_ref().type_str()),
                ),
            }
        }
        glossary.terms.sort_by(|a, b| a.key.cmp(&b.key));
        glossary.check(&written, problems);
        glossary.broken = !origin.whole;
        glossary
    }

    /// The term with this key.
    pub fn term(&self, key: &str) -> Option<&GlossaryTerm> {
        self.terms.binary_search_by(|term| term.key.as_str().cmp(key)).ok().map(|at| &self.terms[at])
    }

    fn add(
        &mut self,
        key: &str,
        table: &DeTable<'_>,
        origin: Origin<'_>,
        written: &mut Vec<Written>,
        problems: &mut Vec<Problem>,
    ) {
        let prefix = format!("{key}.");
        let mut fields = Fields::new(table, origin, &prefix, problems);
        let name = both(&mut fields);
        let explain = fields.nested("explain", both);
        if explain.is_none() {
            fields.missing("explain");
        }
        let lists = fields.nested("forbidden", |fields| PerLocale::new(fields.texts("kk"), fields.texts("ru")));
        let place = fields.place_of("see");
        let see = fields.text("see").zip(place);
        fields.finish();
        for (locale, list) in lists.unwrap_or_default().iter() {
            for (text, place) in list {
                let field = format!("{key}.forbidden.{}", locale.code());
                if !self.forbidden[locale].add(text, &name[locale]) {
                    problems.push(bad_variant(place, &field, text, "заемшы*"));
                }
                written.push(Written { locale, text: text.clone(), field, place: place.clone() });
            }
        }
        self.terms.push(GlossaryTerm { key: key.to_owned(), name, explain: explain.unwrap_or_default(), see });
    }

    /// A word cannot be right and wrong at once.
    fn check(&self, written: &[Written], problems: &mut Vec<Problem>) {
        for variant in written {
            let mut alone = Forbidden::default();
            alone.add(&variant.text, "");
            let clash = self.terms.iter().find(|term| alone.scan(&term.name[variant.locale]).next().is_some());
            if let Some(term) = clash {
                let allowed = format!("≠ {}", term.name[variant.locale]);
                problems.push(bad_variant(&variant.place, &variant.field, &variant.text, &allowed));
            }
        }
    }
}

/// A variant as `glossary.toml` has it.
struct Written {
    locale: Locale,
    text: String,
    field: String,
    place: Place,
}

fn bad_variant(place: &Place, field: &str, value: &str, allowed: &str) -> Problem {
    Problem::new(Code::BadValue, place.clone())
        .with("field", field)
        .with("value", value)
        .with("nearest", "")
        .with("allowed", allowed)
}

impl Forbidden {
    /// Whether nothing is forbidden.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// Adds a variant: words, each of which may end with `*` for any ending. False when it is no such thing: empty, or
    /// with an asterisk after fewer than three letters.
    fn add(&mut self, variant: &str, term: &str) -> bool {
        let mut words = Vec::new();
        for part in variant.split_whitespace() {
            let (word, open) = part.strip_suffix('*').map_or((part, false), |word| (word, true));
            let short = open && word.chars().count() < 3;
            if short || word_end(word, 0) != word.len() || word.is_empty() {
                return false;
            }
            words.push((word.to_lowercase(), open));
        }
        let Some((first, _)) = words.first() else { return false };
        let start = start_of(first);
        let list = self.variants.entry(start).or_default();
        list.push(Variant { words, term: term.to_owned() });
        // The longest is tried first.
        list.sort_by_key(|variant| std::cmp::Reverse(variant.words.len()));
        true
    }

    /// The forbidden words of `text`, one after the other.
    pub fn scan<'f, 't>(&'f self, text: &'t str) -> impl Iterator<Item = Hit<'f>> + use<'f, 't> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(start) = next_word(text, at) {
                let candidates = self.variants.get(&start_of(&text[start..]));
                let found = candidates.into_iter().flatten().find_map(|variant| {
                    let end = variant.end(text, start)?;
                    Some(Hit { span: start..end, term: &variant.term })
                });
                if let Some(hit) = found {
                    at = hit.span.end;
                    return Some(hit);
                }
                at = word_end(text, start);
            }
            None
        })
    }
}

impl Variant {
    /// Where it ends, when it stands at `start`.
    fn end(&self, text: &str, start: usize) -> Option<usize> {
        let mut at = start;
        for (index, (word, open)) in self.words.iter().enumerate() {
            if index > 0 {
                let rest = &text[at..];
                let gap = rest.len() - rest.trim_start().len();
                if gap == 0 {
                    return None;
                }
                at += gap;
            }
            let end = word_end(text, at);
            let mut letters = text[at..end].chars().flat_map(char::to_lowercase);
            let same = word.chars().all(|c| letters.next() == Some(c)) && (*open || letters.next().is_none());
            if !same {
                return None;
            }
            at = end;
        }
        Some(at)
    }
}

fn start_of(text: &str) -> Start {
    let mut start = ['\0'; 3];
    let letters = text.chars().take_while(|c| is_letter(*c) || *c == '-').flat_map(char::to_lowercase);
    for (place, c) in start.iter_mut().zip(letters) {
        *place = c;
    }
    start
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    text[from..].find(is_letter).map(|at| from + at)
}

/// Where the word at `start` ends: at the first character that is neither a letter nor a digit, hyphens between them
/// apart.
fn word_end(text: &str, start: usize) -> usize {
    let mut letters = text[start..].char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let inside = is_letter(c) || (c == '-' && at > 0 && letters.peek().is_some_and(|(_, next)| is_letter(*next)));
        if !inside {
            return start + at;
        }
    }
    text.len()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Glossary, Vec<(Code, String)>) {
        let mut problems = Vec::new();
        let file = TextFile { path: "content/glossary.toml".to_owned(), text: text.to_owned(), broken: false };
        let glossary = Glossary::read(&file, &mut problems);
        (glossary, problems.into_iter().map(|problem| (problem.code, problem.place.to_string())).collect())
    }

    #[test]
    fn words_are_found_whole_and_with_endings() {
        for (variant, text, found) in [
            ("заемшы", "Бұл Заемшы бар", "Заемшы"),
            ("заемшы", "Бұл заемшының үйі", ""),
            ("заемшы*", "Бұл ЗАЕМШЫНЫҢ үйі", "ЗАЕМШЫНЫҢ"),
            ("заемшы*", "Бұл қарызаемшы", ""),
            ("құпия сөз*", "Жаңа құпия\nсөзді жазыңыз", "құпия\nсөзді"),
            ("құпия сөз*", "құпия\u{a0}сөз", "құпия\u{a0}сөз"),
            ("құпия сөз*", "құпия, сөз", ""),
            ("құпия сөз*", "құпиясөз", ""),
            ("мекен-жай*", "мекен-жайы", "мекен-жайы"),
            ("мекен-жай*", "мекен - жай", ""),
            ("лицев* счет*", "о лицевом счете.", "лицевом счете"),
            ("смс*", "смс-код", "смс-код"),
            ("смс", "смс-код", ""),
            ("счет", "насчет", ""),
            ("не", "не (нет)", "не"),
            ("не", "нет", ""),
            ("платеж", "платёж, платежей, платеж", "платеж"),
        ] {
            let mut forbidden = Forbidden::default();
            assert!(forbidden.add(variant, "дұрыс"), "{variant}");
            let hits: Vec<&str> = forbidden.scan(text).map(|hit| &text[hit.span]).collect();
            assert_eq!(hits.join("|"), found, "{variant}: {text}");
        }
    }

    #[test]
    fn the_longest_variant_counts_and_each_place_once() {
        let mut forbidden = Forbidden::default();
        forbidden.add("жилищный", "а");
        forbidden.add("жилищный кредит*", "б");
        let found: Vec<_> = forbidden.scan("жилищный кредит, жилищный").map(|hit| (hit.span.len(), hit.term)).collect();
        assert_eq!(found, [("жилищный кредит".len(), "б"), ("жилищный".len(), "а")]);
    }

    #[test]
    fn terms_are_read_with_their_places() {
        let (glossary, problems) = read(
            "[iin]\nkk = \"ЖСН\"\nru = \"ИИН\"\nexplain = { kk = \"А.\", ru = \"Б.\" }\nsee = \"iin\"\n\
             forbidden.ru = [\"инн*\"]\n",
        );
        assert_eq!(problems, []);
        assert_eq!(glossary.term("iin").unwrap().see.as_ref().unwrap().1.to_string(), "content/glossary.toml:5:7");
        assert_eq!(glossary.forbidden[Locale::Ru].scan("ваш ИНН").next().unwrap().term, "ИИН");
        assert!(glossary.forbidden[Locale::Kk].is_empty());
    }

    #[test]
    fn faults_of_a_glossary() {
        let whole = "kk = \"ә\"\nru = \"б\"\nexplain = { kk = \"А.\", ru = \"Б.\" }\n";
        for (text, code, place) in [
            ("iin = 5\n".to_owned(), Code::WrongType, "content/glossary.toml:1:7"),
            (format!("[IIN]\n{whole}"), Code::BadKey, "content/glossary.toml:1:2"),
            (format!("[iin]\n{whole}sea = \"x\"\n"), Code::UnknownField, "content/glossary.toml:5:1"),
            ("[iin]\nkk = \"ә\"\nru = \"б\"\n".to_owned(), Code::MissingField, "content/glossary.toml"),
            (format!("[iin]\n{whole}forbidden.kk = [\"әә*\"]\n"), Code::BadValue, "content/glossary.toml:5:17"),
            (format!("[iin]\n{whole}forbidden.kk = [\"\"]\n"), Code::BadValue, "content/glossary.toml:5:17"),
            (format!("[iin]\n{whole}forbidden.kk = [\"Ә\"]\n"), Code::BadValue, "content/glossary.toml:5:17"),
            (format!("[iin]\n{whole}forbidden.kk = \"ә\"\n"), Code::WrongType, "content/glossary.toml:5:16"),
            (format!("[iin]\n{whole}forbidden.en = [\"ә\"]\n"), Code::UnknownField, "content/glossary.toml:5:11"),
        ] {
            assert_eq!(read(&text).1, [(code, place.to_owned())], "{text}");
        }
    }
}
