//! What editors give to search: `search/synonyms.toml`, words that mean the same, and `search/queries.toml`, what people
//! type and what should be found.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::TextFile;
use crate::fields::{Fields, Origin, parse};
use crate::i18n::{Locale, PerLocale};
use crate::problem::{Code, Place, Problem};

/// A word of a group with its place.
pub type Placed = (String, Place);

/// Groups of words that mean the same.
#[derive(Clone, Debug, Default)]
pub struct SynonymGroups {
    /// The file as it is.
    pub text: String,
    /// Groups of each language.
    pub groups: PerLocale<Vec<Vec<Placed>>>,
}

/// Queries with what they should find.
#[derive(Clone, Debug, Default)]
pub struct QuerySet {
    /// What has an answer.
    pub answered: Vec<Expected>,
    /// What has none.
    pub nonsense: Vec<Placed>,
}

/// A query that has an answer.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The kind of trouble it has.
    pub group: String,
    /// Language of the reader.
    pub locale: Locale,
    /// What is typed.
    pub query: String,
    /// Where it stands in the file.
    pub place: Place,
    /// Keys of the pages that answer it.
    pub pages: Vec<Placed>,
}

impl SynonymGroups {
    /// Reads `synonyms.toml`. Problems are added; the result is usable in any case.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> Self {
        let mut origin = file.origin();
        let table = parse(&file.text, &mut origin, problems);
        let mut known = PerLocale::<Vec<Vec<Placed>>>::default();
        let mut found = Vec::new();
        for locale in Locale::ALL {
            let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == locale.code()) else { continue };
            for row in list(value, locale.code(), origin, &mut found) {
                known[locale].push(texts(row, locale.code(), origin, &mut found));
            }
            for (row, group) in list(value, locale.code(), origin, &mut Vec::new()).iter().zip(&known[locale]) {
                if group.len() < 2 {
                    found.push(Problem::new(Code::SynonymAlone, origin.place(row.span())));
                }
            }
        }
        let mut fields = Fields::new(&table, origin, "", problems);
        fields.know(&["kk", "ru"]);
        fields.finish();
        problems.extend(found);
        Self { text: file.text.clone(), groups: known }
    }
}

impl QuerySet {
    /// Reads `queries.toml`. Problems are added; the result is usable in any case.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> Self {
        let mut origin = file.origin();
        let table = parse(&file.text, &mut origin, problems);
        let mut set = Self::default();
        let mut found = Vec::new();
        let mut fields = Fields::new(&table, origin, "", &mut found);
        let (answered, nonsense) = (fields.table("answered"), fields.table("nonsense"));
        fields.finish();
        for (name, value) in answered.into_iter().flat_map(DeTable::iter) {
            let name = name.get_ref().as_ref();
            let field = format!("answered.{name}");
            for row in list(value, &field, origin, problems) {
                set.answered.extend(expected(name, &field, row, origin, problems));
            }
        }
        for (name, value) in nonsense.into_iter().flat_map(DeTable::iter) {
            set.nonsense.extend(texts(value, &format!("nonsense.{}", name.get_ref()), origin, problems));
        }
        problems.append(&mut found);
        // In the order of the file.
        set.answered.sort_by(|a, b| a.place.cmp(&b.place));
        set
    }

    /// Whether there is nothing to try.
    pub fn is_empty(&self) -> bool {
        self.answered.is_empty() && self.nonsense.is_empty()
    }
}

fn expected(
    group: &str,
    field: &str,
    row: &Spanned<DeValue<'_>>,
    origin: Origin<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Expected> {
    let mut all = texts(row, field, origin, problems).into_iter();
    let (Some((lang, at)), Some((query, place))) = (all.next(), all.next()) else {
        problems.push(Problem::new(Code::QueryIncomplete, origin.place(row.span())));
        return None;
    };
    let pages: Vec<Placed> = all.collect();
    if pages.is_empty() {
        problems.push(Problem::new(Code::QueryIncomplete, origin.place(row.span())));
    }
    let Some(locale) = Locale::from_code(&lang) else {
        let problem = Problem::new(Code::BadValue, at).with("field", field).with("value", lang);
        problems.push(problem.with("nearest", "").with("allowed", "kk, ru"));
        return None;
    };
    Some(Expected { group: group.to_owned(), locale, query, place, pages })
}

fn list<'t, 'a>(
    value: &'t Spanned<DeValue<'a>>,
    field: &str,
    origin: Origin<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<&'t Spanned<DeValue<'a>>> {
    if let Some(items) = value.get_ref().as_array() {
        return items.iter().collect();
    }
    let problem = Problem::new(Code::WrongType, origin.place(value.span())).with("field", field);
    problems.push(problem.with("expected", "list").with("found", value.get_ref().type_str()));
    Vec::new()
}

fn texts(value: &Spanned<DeValue<'_>>, field: &str, origin: Origin<'_>, problems: &mut Vec<Problem>) -> Vec<Placed> {
    let mut found = Vec::new();
    for item in list(value, field, origin, problems) {
        match item.get_ref().as_str() {
            Some(text) => found.push((text.to_owned(), origin.place(item.span()))),
            None => problems.push(
                Problem::new(Code::WrongType, origin.place(item.span()))
                    .with("field", field)
                    .with("expected", "text")
                    .with("found", item.get_ref().type_str()),
            ),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TextFile {
        TextFile { path: "content/search/x.toml".to_owned(), text: text.to_owned(), broken: false }
    }

    fn short(problems: &[Problem]) -> Vec<(Code, u32, u32)> {
        problems.iter().map(|problem| (problem.code, problem.place.line, problem.place.column)).collect()
    }

    #[test]
    fn queries_are_read_with_their_places() {
        let text = "[answered]\na = [\n  [\"ru\", \"пароль\", \"x\", \"y\"],\n]\n[nonsense]\nb = [\"ыы\"]\n";
        let mut problems = Vec::new();
        let set = QuerySet::read(&file(text), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let [row] = set.answered.as_slice() else { panic!("{set:?}") };
        assert_eq!((row.group.as_str(), row.locale, row.query.as_str()), ("a", Locale::Ru, "пароль"));
        assert_eq!((row.place.line, row.place.column, row.pages.len()), (3, 10, 2));
        assert_eq!(set.nonsense[0].0, "ыы");
    }

    #[test]
    fn faults_of_queries_have_places() {
        for (text, wanted) in [
            ("[answer]\n", vec![(Code::UnknownField, 1, 2)]),
            ("[answered]\na = 1\n", vec![(Code::WrongType, 2, 5)]),
            ("[answered]\na = [[\"ru\"]]\n", vec![(Code::QueryIncomplete, 2, 6)]),
            ("[answered]\na = [[\"ru\", \"x\"]]\n", vec![(Code::QueryIncomplete, 2, 6)]),
            ("[answered]\na = [[\"en\", \"x\", \"y\"]]\n", vec![(Code::BadValue, 2, 7)]),
            ("[nonsense]\na = [1]\n", vec![(Code::WrongType, 2, 6)]),
        ] {
            let mut problems = Vec::new();
            QuerySet::read(&file(text), &mut problems);
            assert_eq!(short(&problems), wanted, "{text}");
        }
    }

    #[test]
    fn faults_of_synonyms_have_places() {
        for (text, wanted) in [
            ("kk = [[\"а\", \"б\"]]\nru = []\n", vec![]),
            ("kz = []\n", vec![(Code::UnknownField, 1, 1)]),
            ("ru = [[\"а\"], []]\n", vec![(Code::SynonymAlone, 1, 7), (Code::SynonymAlone, 1, 14)]),
            ("ru = [\"а\"]\n", vec![(Code::SynonymAlone, 1, 7), (Code::WrongType, 1, 7)]),
        ] {
            let mut problems = Vec::new();
            SynonymGroups::read(&file(text), &mut problems);
            let mut found = short(&problems);
            found.sort_unstable();
            let mut wanted = wanted;
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
