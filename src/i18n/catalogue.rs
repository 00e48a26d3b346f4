//! The words of the program and of the site: Fluent messages of every language, ready to be printed.
//!
//! Built-in files come first; the site's own `locales/` replace messages one by one. Messages that need no argument are
//! written out once, at load. Whether the languages agree with each other is the business of [`super::check`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use fluent::concurrent::FluentBundle;
use fluent::memoizer::MemoizerKind;
use fluent::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern};
use fluent_syntax::parser::{ErrorKind, ParserError};
use unic_langid::LanguageIdentifier;

use super::format::group_digits;
use super::locale::{Language, PerLanguage};
use crate::problem::{Code, Place, Problem};

/// A locale file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as shown to a person.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The locale files of every language.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The program's own.
    pub builtin: PerLanguage<Vec<Source>>,
    /// The site's: their messages replace the program's.
    pub overrides: PerLanguage<Vec<Source>>,
}

/// An argument of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A whole number: chooses the plural form and is printed in groups of three.
    Integer(i64),
    /// A text, printed as it is.
    Text(&'a str),
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// Why a message could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// There is no such message in this language.
    #[error("no message `{key}` in `{language}`")]
    NoMessage {
        /// The language asked for.
        language: Language,
        /// The key asked for.
        key: String,
    },
    /// An argument is missing, or the message refers to another that does not exist.
    #[error("message `{key}` in `{language}`: {reason}")]
    Unresolved {
        /// The language asked for.
        language: Language,
        /// The key asked for.
        key: String,
        /// What Fluent says.
        reason: String,
    },
}

/// All messages of all languages. Cheap to share between threads by reference.
pub struct Catalogue {
    languages: PerLanguage<Words>,
}

struct Words {
    bundle: FluentBundle<Arc<FluentResource>>,
    /// Messages and attributes that need no argument.
    ready: HashMap<String, Arc<str>>,
    /// Everything that can be asked for, in order.
    keys: Vec<String>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.languages.iter().map(|(language, words)| (language, words.keys.len()))).finish()
    }
}

impl Catalogue {
    /// Reads all files. Whatever does not parse is reported and left out, so the rest can still be used.
    pub fn load(sources: &Sources) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let languages = PerLanguage::from_fn(|language| {
            Words::load(language, &sources.builtin[language], &sources.overrides[language], &mut problems)
        });
        (Self { languages }, problems)
    }

    /// A message or attribute (`key.attribute`) that needs no argument.
    pub fn text(&self, language: Language, key: &str) -> Option<Arc<str>> {
        self.languages[language].ready.get(key).cloned()
    }

    /// A message or attribute with its arguments.
    ///
    /// # Errors
    /// When there is no such message, or it uses an argument that is not given.
    pub fn format(&self, language: Language, key: &str, args: &[(&str, Arg)]) -> Result<String, FormatError> {
        let words = &self.languages[language];
        if let Some(text) = words.ready.get(key) {
            return Ok(text.to_string());
        }
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Integer(number) => fluent.set(*name, *number),
                Arg::Text(text) => fluent.set(*name, *text),
            }
        }
        let pattern = words.pattern(key).ok_or_else(|| FormatError::NoMessage { language, key: key.to_owned() })?;
        words.write(pattern, Some(&fluent)).map_err(|reason| FormatError::Unresolved {
            language,
            key: key.to_owned(),
            reason,
        })
    }

    /// Whether the message or attribute exists.
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.languages[language].pattern(key).is_some()
    }

    /// Keys of all messages and attributes of a language, in order: for suggestions.
    pub fn keys(&self, language: Language) -> impl Iterator<Item = &str> {
        self.languages[language].keys.iter().map(String::as_str)
    }
}

impl Words {
    fn load(language: Language, builtin: &[Source], overrides: &[Source], problems: &mut Vec<Problem>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
        // Isolation marks would end up in titles, attributes and search results.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Kk | Language::Ru => grouped,
            Language::En => plain,
        }));
        // The only failure is a bundle that has the built-ins already.
        let _ = bundle.add_builtins();
        let mut keys = Vec::new();
        for layer in [builtin, overrides] {
            let mut seen = BTreeMap::new();
            for source in layer {
                let resource = Arc::new(parse(source, problems));
                for (key, place) in definitions(source, &resource) {
                    if let Some(other) = seen.get(&key) {
                        let problem = Problem::new(Code::DuplicateMessage, place).with("key", &key);
                        problems.push(problem.with("other", other));
                    } else {
                        seen.insert(key, place);
                    }
                }
                keys.extend(addresses(&resource));
                bundle.add_resource_overriding(resource);
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let mut words = Self { bundle, ready: HashMap::new(), keys };
        // An override without an attribute takes the attribute away.
        let known: HashSet<String> = words.keys.iter().filter(|key| words.pattern(key).is_some()).cloned().collect();
        words.keys.retain(|key| known.contains(key));
        words.ready = words
            .keys
            .iter()
            .filter_map(|key| Some((key.clone(), Arc::from(words.write(words.pattern(key)?, None).ok()?))))
            .collect();
        words
    }

    fn pattern(&self, key: &str) -> Option<&Pattern<&str>> {
        match key.split_once('.') {
            None => self.bundle.get_message(key)?.value(),
            Some((key, attribute)) => Some(self.bundle.get_message(key)?.get_attribute(attribute)?.value()),
        }
    }

    fn write(&self, pattern: &Pattern<&str>, args: Option<&FluentArgs>) -> Result<String, String> {
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if errors.is_empty() { Ok(text) } else { Err(explain(&errors)) }
    }
}

fn explain(errors: &[FluentError]) -> String {
    let mut reasons: Vec<String> = errors
        .iter()
        .map(|error| match error {
            FluentError::ResolverError(error) => error.to_string(),
            other => other.to_string(),
        })
        .collect();
    reasons.sort();
    reasons.dedup();
    reasons.join("; ")
}

/// Plural rules are those of the country's variety.
#[expect(clippy::expect_used, reason = "the tags are written here")]
fn identifier(language: Language) -> LanguageIdentifier {
    let tag = match language {
        Language::Kk => "kk-KZ",
        Language::Ru => "ru-KZ",
        Language::En => "en",
    };
    tag.parse().expect("a well-formed tag")
}

/// Whole numbers in groups of three; Fluent itself knows no groups.
fn grouped<M: MemoizerKind>(value: &FluentValue, _: &M) -> Option<String> {
    let digits = whole(value)?;
    Some(match digits.strip_prefix('-') {
        Some(magnitude) => format!("\u{2212}{}", group_digits(magnitude)),
        None => group_digits(&digits),
    })
}

fn plain<M: MemoizerKind>(value: &FluentValue, _: &M) -> Option<String> {
    whole(value)
}

fn whole(value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(format!("{:.0}", number.value)),
        _ => None,
    }
}

/// Parses a file; what does not parse is reported at its place.
pub(super) fn parse(source: &Source, problems: &mut Vec<Problem>) -> FluentResource {
    let text = source.text.strip_prefix('\u{FEFF}').unwrap_or(&source.text);
    match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            problems.extend(errors.into_iter().map(|error| {
                let place = Place::span(&source.path, text, error.pos.clone());
                Problem::new(Code::BadFluent, place).with("reason", reason(&error))
            }));
            resource
        }
    }
}

fn reason(error: &ParserError) -> String {
    match &error.kind {
        // Fluent's own words for this one tell the parser's state, not what to do.
        ErrorKind::MissingDefaultVariant => "no default variant, marked with *".to_owned(),
        kind => kind.to_string(),
    }
}

/// Messages and terms of a file with their places.
fn definitions(source: &Source, resource: &FluentResource) -> Vec<(String, Place)> {
    resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name.to_owned(), message.id.name)),
            Entry::Term(term) => Some((format!("-{}", term.id.name), term.id.name)),
            _ => None,
        })
        .map(|(key, name)| (key, place(&source.path, resource.source(), name)))
        .collect()
}

/// What can be asked for in a file: values and attributes of its messages.
fn addresses(resource: &FluentResource) -> Vec<String> {
    let mut keys = Vec::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        if message.value.is_some() {
            keys.push(message.id.name.to_owned());
        }
        keys.extend(message.attributes.iter().map(|attribute| format!("{}.{}", message.id.name, attribute.id.name)));
    }
    keys
}

/// The place of `part`, a slice of `text` (the parser copies nothing).
pub(super) fn place(path: &str, text: &str, part: &str) -> Place {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Place::span(path, text, start..start + part.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Kk, Ru};

    fn source(text: &str) -> Vec<Source> {
        vec![Source { path: "locales/kk/a.ftl".to_owned(), text: text.to_owned() }]
    }

    fn kazakh(builtin: &str, overrides: &str) -> (Catalogue, Vec<Problem>) {
        let mut sources = Sources::default();
        sources.builtin[Kk] = source(builtin);
        sources.overrides[Kk] = source(overrides);
        Catalogue::load(&sources)
    }

    fn everywhere(text: &str) -> Catalogue {
        let sources = Sources { builtin: PerLanguage::from_fn(|_| source(text)), ..Sources::default() };
        let (catalogue, problems) = Catalogue::load(&sources);
        assert_eq!(problems, []);
        catalogue
    }

    #[test]
    fn the_catalogue_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Catalogue>();
    }

    #[test]
    fn messages_and_attributes_are_found_by_key() {
        let (catalogue, problems) = kazakh("home = Басты бет\n    .hint = Басына\nbare =\n    .only = Атрибут\n", "");
        assert_eq!(problems, []);
        assert_eq!(catalogue.text(Kk, "home").as_deref(), Some("Басты бет"));
        assert_eq!(catalogue.text(Kk, "home.hint").as_deref(), Some("Басына"));
        assert_eq!(catalogue.text(Kk, "bare"), None, "it has no value of its own");
        assert_eq!(catalogue.text(Ru, "home"), None, "a language never borrows from another");
        assert_eq!(catalogue.keys(Kk).collect::<Vec<_>>(), ["bare.only", "home", "home.hint"]);
    }

    #[test]
    fn an_override_replaces_a_message_whole() {
        let (catalogue, problems) = kazakh("a = бір\n    .x = екі\nb = { a }\n", "a = үш\n");
        assert_eq!(problems, [], "replacing is not repeating");
        assert_eq!(catalogue.text(Kk, "a").as_deref(), Some("үш"));
        assert_eq!(catalogue.text(Kk, "a.x"), None, "the attribute belongs to the message replaced");
        assert_eq!(catalogue.text(Kk, "b").as_deref(), Some("үш"), "references see the override");
    }

    #[test]
    fn integers_choose_the_plural_form_of_the_language() {
        let catalogue =
            everywhere("n = { $n ->\n    [one] one\n    [few] few\n    [many] many\n   *[other] other\n }\n");
        let rows = [
            (Ru, 1, "one"),
            (Ru, 2, "few"),
            (Ru, 5, "many"),
            (Ru, 11, "many"),
            (Ru, 21, "one"),
            (Ru, 0, "many"),
            (Kk, 1, "one"),
            (Kk, 2, "other"),
            (Kk, 21, "other"),
            (En, 1, "one"),
            (En, 0, "other"),
        ];
        for (language, n, form) in rows {
            assert_eq!(catalogue.format(language, "n", &[("n", Arg::Integer(n))]).unwrap(), form, "{language} {n}");
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let catalogue = everywhere("n = <{ $n }>\n");
        let write = |language, arg| catalogue.format(language, "n", &[("n", arg)]).unwrap();
        assert_eq!(write(Ru, Arg::Integer(1_234_567)), "<1\u{A0}234\u{A0}567>");
        assert_eq!(write(Kk, Arg::Integer(-1234)), "<\u{2212}1\u{A0}234>");
        assert_eq!(write(En, Arg::Integer(1234)), "<1234>");
        assert_eq!(write(Ru, Arg::Text("2022")), "<2022>", "text stays as it is, without isolation marks");
    }

    #[test]
    fn a_missing_argument_is_an_error_not_a_hole() {
        let catalogue = everywhere("hello = Сәлем, { $name }!\nbroken = { nowhere }\n");
        assert_eq!(catalogue.text(Kk, "hello"), None, "it needs an argument");
        assert!(matches!(catalogue.format(Kk, "hello", &[]), Err(FormatError::Unresolved { .. })));
        assert!(matches!(catalogue.format(Kk, "broken", &[]), Err(FormatError::Unresolved { .. })));
        assert!(matches!(catalogue.format(Kk, "absent", &[]), Err(FormatError::NoMessage { .. })));
        assert_eq!(catalogue.format(Kk, "hello", &[("name", "Әсел".into())]).unwrap(), "Сәлем, Әсел!");
    }

    #[test]
    fn what_does_not_parse_is_reported_at_its_place_and_the_rest_is_kept() {
        let (catalogue, problems) = kazakh("\u{FEFF}a = бір\r\n\r\nб = екі\r\n\r\nc = үш\r\n", "");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!((problem.code, problem.place.line, problem.place.column), (Code::BadFluent, 3, 1));
        assert_eq!(problem.place.path, "locales/kk/a.ftl");
        assert_eq!(catalogue.text(Kk, "c").as_deref(), Some("үш"));
    }

    #[test]
    fn a_repeated_key_names_both_places() {
        let (_, problems) = kazakh("a = бір\nb = екі\na = үш\n-t = т\n-t = т\n", "");
        let shown: Vec<_> = problems.iter().map(|p| (p.code, p.place.line, p.args[1].1.as_str())).collect();
        let expected =
            [(Code::DuplicateMessage, 3, "locales/kk/a.ftl:1:1"), (Code::DuplicateMessage, 5, "locales/kk/a.ftl:4:2")];
        assert_eq!(shown, expected);
    }
}
