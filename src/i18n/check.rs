//! Whether the languages agree: the same messages, attributes and variables, whole plurals, nothing that nobody uses.
//!
//! Every page exists in both languages, so a message of one alone is a hole in half of the site; it is found here, before
//! a reader finds it. What does not parse is reported by [`super::catalogue`].

use std::collections::{BTreeMap, BTreeSet};

use fluent::FluentResource;
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use super::catalogue::{Source, Sources, parse, place};
use super::keys;
use super::locale::{Language, PerLanguage};
use crate::problem::{Code, Place, Problem};

/// Files whose messages the program itself shows: they exist in every language, all others in those of the content.
const PROGRAM_FILES: [&str; 2] = ["problems.ftl", "cli.ftl"];

/// All problems between the files of all languages. `used` holds the keys that templates ask for (with or without an
/// attribute).
pub fn check(sources: &Sources, used: &BTreeSet<String>) -> Vec<Problem> {
    let words = PerLanguage::from_fn(|language| Words::read(&sources.builtin[language], &sources.overrides[language]));
    let mut problems = Vec::new();
    for (language, words) in words.iter() {
        for message in words.messages.values() {
            plurals(language, message, &mut problems);
        }
        for (key, place) in &words.dangling {
            problems.push(unknown(key, words, place.clone()));
        }
    }
    parity(&words, &mut problems);
    unused(&words, used, &mut problems);
    Problem::sort(&mut problems);
    problems
}

/// The messages in force in one language, terms included (their keys begin with `-`).
#[derive(Default)]
struct Words {
    messages: BTreeMap<String, Message>,
    /// References to what does not exist.
    dangling: Vec<(String, Place)>,
}

#[derive(Default)]
struct Message {
    place: Option<Place>,
    /// It stands in a file of the program's own messages.
    program: bool,
    /// Value (the empty name) and attributes.
    parts: BTreeMap<String, Part>,
}

#[derive(Default)]
struct Part {
    key: String,
    place: Option<Place>,
    variables: BTreeSet<String>,
    selectors: Vec<Selector>,
    references: BTreeSet<String>,
}

/// A selector over plural forms.
struct Selector {
    ordinal: bool,
    forms: BTreeSet<String>,
}

impl Words {
    fn read(builtin: &[Source], overrides: &[Source]) -> Self {
        let mut words = Self::default();
        for source in builtin.iter().chain(overrides) {
            // Reported when the catalogue is loaded.
            let resource = parse(source, &mut Vec::new());
            words.add(source, &resource);
        }
        words.dangling = words.references().filter(|(key, _)| !words.has(key)).collect();
        words
    }

    fn add(&mut self, source: &Source, resource: &FluentResource) {
        for entry in resource.entries() {
            let (name, key, value, attributes) = match entry {
                Entry::Message(m) => (m.id.name, m.id.name.to_owned(), m.value.as_ref(), &m.attributes),
                Entry::Term(t) => (t.id.name, format!("-{}", t.id.name), Some(&t.value), &t.attributes),
                _ => continue,
            };
            let at = |name: &str| Some(place(&source.path, resource.source(), name));
            let mut parts = BTreeMap::new();
            if let Some(value) = value {
                parts.insert(String::new(), Part::read(key.clone(), at(name), value));
            }
            for attribute in attributes {
                let address = format!("{key}.{}", attribute.id.name);
                let part = Part::read(address, at(attribute.id.name), &attribute.value);
                parts.insert(attribute.id.name.to_owned(), part);
            }
            let before = self.messages.get(&key).is_some_and(|message| message.program);
            let program = before || PROGRAM_FILES.contains(&source.path.rsplit('/').next().unwrap_or_default());
            self.messages.insert(key, Message { place: at(name), program, parts });
        }
    }

    fn has(&self, address: &str) -> bool {
        let (key, attribute) = address.split_once('.').unwrap_or((address, ""));
        self.messages.get(key).is_some_and(|message| message.parts.contains_key(attribute))
    }

    fn references(&self) -> impl Iterator<Item = (String, Place)> {
        let parts = self.messages.values().flat_map(|message| message.parts.values());
        parts.flat_map(|part| {
            let place = part.place.clone().unwrap_or_else(|| Place::file(""));
            part.references.iter().map(move |key| (key.clone(), place.clone()))
        })
    }
}

impl Part {
    fn read(key: String, place: Option<Place>, pattern: &Pattern<&str>) -> Self {
        let mut part = Self { key, place, ..Self::default() };
        part.pattern(pattern);
        part
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                let names = variants.iter().filter_map(|variant| match variant.key {
                    VariantKey::Identifier { name } => Some(name.to_owned()),
                    VariantKey::NumberLiteral { .. } => None,
                });
                let forms: BTreeSet<String> = names.collect();
                if forms.iter().all(|form| FORMS.contains(&form.as_str())) {
                    self.selectors.push(Selector { ordinal: is_ordinal(selector), forms });
                }
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(arguments),
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute.as_ref().map(|a| format!(".{}", a.name)).unwrap_or_default();
                self.references.insert(format!("{}{attribute}", id.name));
            }
            InlineExpression::TermReference { id, attribute, arguments } => {
                let attribute = attribute.as_ref().map(|a| format!(".{}", a.name)).unwrap_or_default();
                self.references.insert(format!("-{}{attribute}", id.name));
                if let Some(arguments) = arguments {
                    self.arguments(arguments);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        for argument in &arguments.positional {
            self.inline(argument);
        }
        for argument in &arguments.named {
            self.inline(&argument.value);
        }
    }
}

/// All names of plural forms; a selector with any other name is not over plurals.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The plural forms of a language: of counts and of ordinals.
const fn forms(language: Language, ordinal: bool) -> &'static [&'static str] {
    match (language, ordinal) {
        (Language::Kk | Language::En, false) => &["one", "other"],
        (Language::Ru, false) => &["one", "few", "many", "other"],
        (Language::Kk, true) => &["many", "other"],
        (Language::Ru, true) => &["other"],
        (Language::En, true) => &["one", "two", "few", "other"],
    }
}

fn is_ordinal(selector: &InlineExpression<&str>) -> bool {
    let InlineExpression::FunctionReference { arguments, .. } = selector else { return false };
    arguments.named.iter().any(|argument| {
        argument.name.name == "type"
            && matches!(argument.value, InlineExpression::StringLiteral { value } if value == "ordinal")
    })
}

fn plurals(language: Language, message: &Message, problems: &mut Vec<Problem>) {
    for part in message.parts.values() {
        for selector in &part.selectors {
            for form in forms(language, selector.ordinal) {
                if !selector.forms.contains(*form) {
                    let problem = part.problem(Code::MissingPlural).with("form", form);
                    problems.push(problem.with("language", language));
                }
            }
        }
    }
}

impl Part {
    fn problem(&self, code: Code) -> Problem {
        let place = self.place.clone().unwrap_or_else(|| Place::file(""));
        Problem::new(code, place).with("key", &self.key)
    }
}

fn unknown(key: &str, words: &Words, place: Place) -> Problem {
    let nearest = crate::problem::nearest(key, words.messages.keys().map(String::as_str)).unwrap_or_default();
    Problem::new(Code::UnknownMessage, place).with("key", key).with("nearest", nearest)
}

/// Languages in which a message must exist.
fn required(program: bool) -> impl Iterator<Item = Language> + Clone {
    Language::ALL.into_iter().filter(move |language| program || language.locale().is_some())
}

fn parity(words: &PerLanguage<Words>, problems: &mut Vec<Problem>) {
    let keys: BTreeSet<&String> = words.iter().flat_map(|(_, words)| words.messages.keys()).collect();
    for key in keys.into_iter().filter(|key| !key.starts_with('-')) {
        let found: Vec<(Language, &Message)> =
            words.iter().filter_map(|(language, words)| Some((language, words.messages.get(key)?))).collect();
        let languages = required(found.iter().any(|(_, message)| message.program));
        let found = || found.iter().filter(|(language, _)| languages.clone().any(|wanted| wanted == *language));
        let parts: BTreeSet<&String> = found().flat_map(|(_, message)| message.parts.keys()).collect();
        for name in parts {
            let Some(model) = found().find_map(|(_, message)| message.parts.get(name)) else { continue };
            let variables: BTreeSet<&String> =
                found().filter_map(|(_, m)| m.parts.get(name)).flat_map(|part| &part.variables).collect();
            for language in languages.clone() {
                let Some(part) = words[language].messages.get(key).and_then(|message| message.parts.get(name)) else {
                    problems.push(model.problem(Code::MissingMessage).with("language", language));
                    continue;
                };
                for variable in variables.iter().filter(|variable| !part.variables.contains(**variable)) {
                    let problem = part.problem(Code::MissingVariable).with("variable", variable);
                    problems.push(problem.with("language", language));
                }
            }
        }
    }
}

fn unused(words: &PerLanguage<Words>, used: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let used: BTreeSet<&str> = used.iter().map(|key| key.split('.').next().unwrap_or_default()).collect();
    for (language, words) in words.iter() {
        let referred: BTreeSet<String> =
            words.references().map(|(key, _)| key.split('.').next().unwrap_or_default().to_owned()).collect();
        for (key, message) in &words.messages {
            // Nothing prints a message of the site in a language that has no pages.
            let printed = message.program || language.locale().is_some();
            let wanted = used.contains(key.as_str()) || keys::used_by_code(key) || referred.contains(key);
            if !(printed && wanted) {
                let place = message.place.clone().unwrap_or_else(|| Place::file(""));
                problems.push(Problem::new(Code::UnusedMessage, place).with("key", key));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Vec<Source> {
        vec![Source { path: path.to_owned(), text: text.to_owned() }]
    }

    /// Problems of a Kazakh and a Russian `site.ftl`, one line each, with every key used.
    fn site(kk: &str, ru: &str) -> Vec<String> {
        let sources = Sources {
            builtin: PerLanguage::new(file("kk/site.ftl", kk), file("ru/site.ftl", ru), vec![]),
            ..Sources::default()
        };
        shown(&check(&sources, &["a", "b"].map(str::to_owned).into()))
    }

    fn shown(problems: &[Problem]) -> Vec<String> {
        problems
            .iter()
            .map(|p| {
                let args: Vec<_> = p.args.iter().map(|(_, value)| value.as_str()).collect();
                format!("{} {} {}", p.place, p.code.as_str(), args.join(" ")).trim_end().to_owned()
            })
            .collect()
    }

    #[test]
    fn languages_that_agree_have_no_problems() {
        assert!(site("a = бір { $x }\n    .t = т\n", "a = { $x } один\n    .t = т\n").is_empty());
    }

    #[test]
    fn differences_are_reported_at_their_places() {
        let rows: [(&str, &str, &[&str], &str); 10] = [
            ("a = бір\nb = екі\n", "a = один\n", &["kk/site.ftl:2:1 missing-message b ru"], "a message"),
            ("b = екі\n", "a = один\nb = два\n", &["ru/site.ftl:1:1 missing-message a kk"], "the other way round"),
            ("a = бір\n    .t = т\n", "a = один\n", &["kk/site.ftl:2:6 missing-message a.t ru"], "an attribute"),
            (
                "a = { $x }\n",
                "a = { $y }\n",
                &["kk/site.ftl:1:1 missing-variable a y kk", "ru/site.ftl:1:1 missing-variable a x ru"],
                "a variable",
            ),
            (
                "a = бір\n",
                "a = { $n ->\n    [one] { $x }\n   *[z] z\n }\n",
                &["kk/site.ftl:1:1 missing-variable a n kk", "kk/site.ftl:1:1 missing-variable a x kk"],
                "a selector and its variants",
            ),
            (
                "a = { $n ->\n   *[other] o\n }\n",
                "a = { $n ->\n    [one] o\n    [few] f\n   *[other] o\n }\n",
                &["kk/site.ftl:1:1 missing-plural a one kk", "ru/site.ftl:1:1 missing-plural a many ru"],
                "plural forms",
            ),
            (
                "a = { NUMBER($n, type: \"ordinal\") ->\n    [many] m\n   *[other] o\n }\n",
                "a = { NUMBER($n, type: \"ordinal\") ->\n   *[other] o\n }\n",
                &[],
                "ordinals have forms of their own",
            ),
            (
                "a = { $n ->\n    [paid] p\n   *[other] o\n }\n",
                "a = { $n ->\n    [paid] p\n   *[other] o\n }\n",
                &[],
                "a selector over words is not over plurals",
            ),
            (
                "a = бір\nc = { a }\n",
                "a = один\nc = { a }\n",
                &["kk/site.ftl:2:1 unused-message c", "ru/site.ftl:2:1 unused-message c"],
                "nothing uses c",
            ),
            (
                "a = { bb }\nb = б\n",
                "a = { b }\nb = б\n",
                &["kk/site.ftl:1:1 unknown-message bb b"],
                "a dangling reference",
            ),
        ];
        for (kk, ru, expected, reason) in rows {
            assert_eq!(site(kk, ru), expected, "{reason}");
        }
    }

    #[test]
    fn messages_of_the_program_exist_in_english_too() {
        let sources = Sources {
            builtin: PerLanguage::new(
                file("kk/cli.ftl", "cli-a = a\n"),
                file("ru/cli.ftl", "cli-a = a\n"),
                file("en/site.ftl", "a = a\n"),
            ),
            ..Sources::default()
        };
        let problems = shown(&check(&sources, &["a".to_owned()].into()));
        let expected = ["en/site.ftl:1:1 unused-message a", "kk/cli.ftl:1:1 missing-message cli-a en"];
        assert_eq!(problems, expected);
    }

    #[test]
    fn overrides_are_judged_with_what_they_replace() {
        let mut sources = Sources {
            builtin: PerLanguage::new(
                file("kk/site.ftl", "a = { $x }\n    .t = т\n"),
                file("ru/site.ftl", "a = { $x }\n    .t = т\n"),
                vec![],
            ),
            ..Sources::default()
        };
        sources.overrides[Language::Ru] = file("locales/ru/mine.ftl", "a = { $x } руб.\n");
        let problems = shown(&check(&sources, &["a.t".to_owned()].into()));
        assert_eq!(problems, ["kk/site.ftl:2:6 missing-message a.t ru"], "the override lost the attribute");
    }
}
