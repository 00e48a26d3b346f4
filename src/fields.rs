//! Leaf: reading TOML by a schema: every unknown, missing or ill-typed field becomes a problem with its place, and reading
//! goes on, so that an editor sees all of them at once.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Code, Place, Problem, nearest};

/// The text a table was read from: for the places of problems.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Path as shown to a person.
    pub path: &'a str,
    /// The whole text of the file.
    pub text: &'a str,
    /// Where the TOML begins in `text`, in bytes.
    pub offset: usize,
    /// All of it could be read; otherwise what is not there may be what could not be read.
    pub whole: bool,
}

impl<'a> Origin<'a> {
    /// A whole file of TOML.
    pub fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, offset: 0, whole: true }
    }

    /// The place of a byte range of the TOML.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::span(self.path, self.text, span.start + self.offset..span.end + self.offset)
    }

    /// The file as a whole.
    pub fn file(&self) -> Place {
        Place::file(self.path)
    }
}

/// Parses `toml` (the part of `origin.text` that starts at `origin.offset`). Errors of syntax become problems, one a line;
/// what could be read is returned.
pub fn parse<'a>(toml: &'a str, origin: &mut Origin<'_>, problems: &mut Vec<Problem>) -> DeTable<'a> {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut last = None;
    for error in errors.iter().take(8) {
        let place = error.span().map_or_else(|| origin.file(), |span| origin.place(span));
        // The rest of a line that went wrong is not understood either.
        if last.replace(place.line) != Some(place.line) {
            problems.push(Problem::new(Code::BadToml, place).with("reason", error.message()));
        }
    }
    origin.whole &= errors.is_empty();
    table.into_inner()
}

/// A table being read field by field.
pub struct Fields<'a, 't> {
    table: &'t DeTable<'a>,
    origin: Origin<'t>,
    prefix: &'t str,
    known: Vec<&'static str>,
    problems: &'t mut Vec<Problem>,
}

impl<'a, 't> Fields<'a, 't> {
    /// Reads `table`; `prefix` (such as `contact.`) stands before field names in messages.
    pub fn new(table: &'t DeTable<'a>, origin: Origin<'t>, prefix: &'t str, problems: &'t mut Vec<Problem>) -> Self {
        Self { table, origin, prefix, known: Vec::new(), problems }
    }

    fn get(&mut self, name: &'static str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.known.push(name);
        self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    /// The place of a field's value, for checks that come later.
    pub fn place_of(&self, name: &str) -> Option<Place> {
        let (_, value) = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(self.origin.place(value.span()))
    }

    /// The byte range of a field's value in the whole text.
    pub fn span_of(&self, name: &str) -> Option<std::ops::Range<usize>> {
        let (_, value) = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(value.span().start + self.origin.offset..value.span().end + self.origin.offset)
    }

    fn wrong_type(&mut self, name: &str, expected: &str, value: &Spanned<DeValue<'_>>) {
        let field = format!("{}{name}", self.prefix);
        self.problems.push(
            Problem::new(Code::WrongType, self.origin.place(value.span()))
                .with("field", field)
                .with("expected", expected)
                .with("found", value.get_ref().type_str()),
        );
    }

    /// Reports a required field that is not there.
    pub fn missing(&mut self, name: &str) {
        if !self.origin.whole {
            return;
        }
        let problem = Problem::new(Code::MissingField, self.origin.file());
        self.problems.push(problem.with("field", format!("{}{name}", self.prefix)));
    }

    /// A text.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.get(name)?;
        if let Some(text) = value.get_ref().as_str() {
            return Some(text.to_owned());
        }
        self.wrong_type(name, "text", value);
        None
    }

    /// A text that must be there and must not be blank.
    pub fn required_text(&mut self, name: &'static str) -> String {
        match self.get(name).map(|value| (value, value.get_ref().as_str())) {
            Some((_, Some(text))) if !text.trim().is_empty() => return text.to_owned(),
            Some((value, None)) => self.wrong_type(name, "text", value),
            _ => self.missing(name),
        }
        String::new()
    }

    /// A text out of a fixed list.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.get(name)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(name, "text", value);
            return None;
        };
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.bad_value(name, text, value.span(), &words);
        }
        found
    }

    /// Adds a problem that the caller found.
    pub fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reports a field's value as outside the allowed ones.
    pub fn reject(&mut self, name: &'static str, value: &str, allowed: &str) {
        let span = self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.span());
        self.bad_value(name, value, span.unwrap_or_default(), &[allowed]);
    }

    fn bad_value(&mut self, name: &str, text: &str, span: std::ops::Range<usize>, allowed: &[&str]) {
        self.problems.push(
            Problem::new(Code::BadValue, self.origin.place(span))
                .with("field", format!("{}{name}", self.prefix))
                .with("value", text)
                .with("nearest", nearest(text, allowed.iter().copied()).unwrap_or_default())
                .with("allowed", allowed.join(", ")),
        );
    }

    /// A yes or no; `default` where absent.
    pub fn flag(&mut self, name: &'static str, default: bool) -> bool {
        self.optional_flag(name).unwrap_or(default)
    }

    /// A yes or no.
    pub fn optional_flag(&mut self, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        if let Some(flag) = value.get_ref().as_bool() {
            return Some(flag);
        }
        self.wrong_type(name, "boolean", value);
        None
    }

    /// A whole number inside `range`.
    pub fn integer(&mut self, name: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(name)?;
        let Some(digits) = value.get_ref().as_integer() else {
            self.wrong_type(name, "integer", value);
            return None;
        };
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            let allowed = format!("{}–{}", range.start(), range.end());
            self.bad_value(name, digits.as_str(), value.span(), &[&allowed]);
        }
        number
    }

    /// A civil date, as a TOML date or as text `2026-11-22`.
    pub fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        let value = self.get(name)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(name, "date", value);
                return None;
            }
        };
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        if date.is_none() {
            let place = self.origin.place(value.span());
            // A bare date that does not exist is no TOML either; this says it better.
            self.problems.retain(|other| {
                other.code != Code::BadToml || (&other.place.path, other.place.line) != (&place.path, place.line)
            });
            self.problems.push(
                Problem::new(Code::BadDate, place).with("field", format!("{}{name}", self.prefix)).with("value", text),
            );
        }
        date
    }

    /// A list of texts, each with its place.
    pub fn texts(&mut self, name: &'static str) -> Vec<(String, Place)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(name, "list of texts", value);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), self.origin.place(item.span()))),
                None => self.wrong_type(name, "list of texts", item),
            }
        }
        texts
    }

    /// A list of whole numbers.
    pub fn integers(&mut self, name: &'static str) -> Option<Vec<i64>> {
        let value = self.get(name)?;
        let numbers = value.get_ref().as_array().map(|items| {
            items.iter().map(|item| item.get_ref().as_integer()?.as_str().parse().ok()).collect::<Option<Vec<i64>>>()
        });
        let Some(Some(numbers)) = numbers else {
            self.wrong_type(name, "list of integers", value);
            return None;
        };
        Some(numbers)
    }

    /// A table inside this one, with its text form's place.
    pub fn table(&mut self, name: &'static str) -> Option<&'t DeTable<'a>> {
        let value = self.get(name)?;
        if let Some(table) = value.get_ref().as_table() {
            return Some(table);
        }
        self.wrong_type(name, "table", value);
        None
    }

    /// Reads a table inside this one with `read`; unknown fields of it are reported.
    pub fn nested<R>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'a, '_>) -> R) -> Option<R> {
        let table = self.table(name)?;
        let prefix = format!("{}{name}.", self.prefix);
        let mut fields = Fields::new(table, self.origin, &prefix, self.problems);
        let result = read(&mut fields);
        fields.finish();
        Some(result)
    }

    /// The same for a table that must be there.
    pub fn required<R>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'a, '_>) -> R) -> Option<R> {
        if self.place_of(name).is_none() {
            self.missing(name);
        }
        self.nested(name, read)
    }

    /// Fields that are read in another way.
    pub fn know(&mut self, names: &[&'static str]) {
        self.known.extend(names);
    }

    /// Ends the reading: every field that was never asked for is unknown.
    pub fn finish(self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.known.contains(&name) {
                continue;
            }
            self.problems.push(
                Problem::new(Code::UnknownField, self.origin.place(key.span()))
                    .with("field", format!("{}{name}", self.prefix))
                    .with("nearest", nearest(name, self.known.iter().copied()).unwrap_or_default())
                    .with("allowed", self.known.join(", ")),
            );
        }
    }
}
