//! The texts of this repository: equal in both languages, short, complete, and free of words the glossary forbids.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use otau::i18n::{Locale, PerLocale};
use otau::site::markdown::directives::{self, Line};
use otau::site::meta::Kind;
use otau::site::model::{BuildOptions, ParsedSite, SiteModel};
use otau::site::parse::Text;
use otau::site::source::SiteSource;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

type Outcome = Result<(), Box<dyn Error>>;

fn site() -> Result<(SiteModel, Vec<String>), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parsed = ParsedSite::parse(SiteSource::read(root), &PerLocale::default());
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or("no such day")?;
    let (model, problems) = parsed.model(BuildOptions { today, drafts: false, demonstration: false }, None);
    let problems =
        problems.iter().map(|problem| format!("{} {} {:?}", problem.code.as_str(), problem.place, problem.args));
    Ok((model, problems.collect()))
}

/// What a text is made of, beside its words.
#[derive(Debug, Default)]
struct Shape {
    /// Headings, lists, tables, pictures, directives and code, in order; after each heading what it links to, sorted.
    parts: Vec<String>,
    /// Paragraphs, items and cells.
    blocks: Vec<String>,
    links: Vec<String>,
    /// Open lists and tables: place in `parts`, name, counted items or rows, columns.
    open: Vec<(usize, &'static str, usize, usize)>,
}

impl Shape {
    fn of(source: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST;
        let cut = directives::cut(source);
        let mut shape = Self { blocks: vec![String::new()], ..Self::default() };
        let mut code = false;
        for event in Parser::new_ext(&cut.text, options) {
            match event {
                Event::Html(html) => {
                    if let Some(Line::Open(kind, argument, _)) =
                        directives::marker(&html).and_then(|number| cut.lines.get(number))
                    {
                        let words = matches!(kind.name(), "step" | "details" | "note" | "warning" | "summary");
                        let title = argument.split("{#").next().unwrap_or_default();
                        shape.blocks.push(if words { title.to_owned() } else { String::new() });
                        shape.blocks.push(String::new());
                        let titled = if argument.is_empty() { "" } else { " …" };
                        let shown = if words { titled.to_owned() } else { format!(" {argument}") };
                        shape.parts.push(format!(":::{}{shown}", kind.name()));
                    }
                }
                Event::Start(tag) => {
                    code |= matches!(tag, Tag::CodeBlock(_));
                    shape.start(tag);
                }
                Event::End(tag) => {
                    code &= tag != TagEnd::CodeBlock;
                    shape.end(tag);
                }
                Event::Text(text) | Event::Code(text) if !code => shape.push(&text),
                Event::SoftBreak | Event::HardBreak => shape.push(" "),
                Event::FootnoteReference(_) => shape.parts.push("footnote".to_owned()),
                _ => {}
            }
        }
        shape.section();
        shape
    }

    fn push(&mut self, text: &str) {
        if let Some(block) = self.blocks.last_mut() {
            block.push_str(text);
        }
    }

    fn section(&mut self) {
        self.links.sort();
        self.parts.append(&mut self.links);
    }

    fn start(&mut self, tag: Tag<'_>) {
        if !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) {
            self.blocks.push(String::new());
        }
        match tag {
            Tag::Heading { level, .. } => {
                self.section();
                self.parts.push(level.to_string());
            }
            Tag::List(first) => self.enter(if first.is_some() { "ol" } else { "ul" }),
            Tag::DefinitionList => self.enter("dl"),
            Tag::Table(columns) => {
                self.enter("table");
                if let Some(open) = self.open.last_mut() {
                    open.3 = columns.len();
                }
            }
            Tag::Item | Tag::DefinitionListTitle | Tag::TableRow => {
                if let Some(open) = self.open.last_mut() {
                    open.2 += 1;
                }
            }
            Tag::CodeBlock(_) => self.parts.push("code".to_owned()),
            Tag::Image { dest_url, .. } => self.parts.push(format!("picture {dest_url}")),
            Tag::Link { dest_url, .. } => self.links.push(format!("-> {dest_url}")),
            _ => {}
        }
    }

    fn enter(&mut self, name: &'static str) {
        self.open.push((self.parts.len(), name, 0, 0));
        self.parts.push(String::new());
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::Table)
            && let Some((at, name, count, columns)) = self.open.pop()
        {
            self.parts[at] = format!("{name} {count}×{columns}");
        }
        if matches!(tag, TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) {
            self.blocks.push(String::new());
        }
    }
}

/// The numbers of a text: digits with the points, commas and colons between them; groups of thousands are one number.
fn numbers(text: &str) -> BTreeSet<String> {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < letters.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let mut number = String::new();
        loop {
            match letters.get(at) {
                Some(c) if c.is_ascii_digit() => number.push(*c),
                Some('.' | ',' | ':') if digit(at + 1) => number.push(letters[at]),
                Some(' ' | '\u{a0}') if (1..=3).all(|next| digit(at + next)) && !digit(at + 4) => {}
                _ => break,
            }
            at += 1;
        }
        found.insert(number);
    }
    found
}

/// Sentences: a text up to a full stop that a capital follows.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let words: Vec<&str> = text.split_whitespace().collect();
    for (index, word) in words.iter().enumerate() {
        if let Some(sentence) = sentences.last_mut() {
            let _ = write!(sentence, "{word} ");
        }
        let ends = word.trim_end_matches(['»', ')', '"']).ends_with(['.', '!', '?', '…']);
        let begins = |next: &&str| next.trim_start_matches(['«', '(', '"', '[']).starts_with(char::is_uppercase);
        if ends && words.get(index + 1).is_some_and(begins) {
            sentences.push(String::new());
        }
    }
    sentences
}

fn words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn markdown(text: &Text) -> &str {
    &text.file.text[text.offset..]
}

fn none(faults: &[String]) -> Outcome {
    if faults.is_empty() { Ok(()) } else { Err(format!("{} faults:\n{}", faults.len(), faults.join("\n")).into()) }
}

/// Calls `look` with every page that has both texts.
fn pairs(model: &SiteModel) -> impl Iterator<Item = (&str, &Text, &Text)> {
    model.pages.iter().filter_map(|page| {
        let texts = &page.parsed.texts;
        Some((page.key(), texts[Locale::Kk].as_ref()?, texts[Locale::Ru].as_ref()?))
    })
}

#[test]
fn the_site_has_no_problem() -> Outcome {
    none(&site()?.1)
}

#[test]
fn every_page_has_both_languages() -> Outcome {
    let (model, _) = site()?;
    assert_eq!(pairs(&model).count(), model.pages.len());
    assert!(model.pages.len() > 100);
    Ok(())
}

#[test]
fn both_languages_have_the_same_structure() -> Outcome {
    let (model, _) = site()?;
    let mut faults = Vec::new();
    for (key, kk, ru) in pairs(&model) {
        let (kk, ru) = (Shape::of(markdown(kk)).parts, Shape::of(markdown(ru)).parts);
        let at = kk.iter().zip(&ru).position(|(a, b)| a != b).unwrap_or(kk.len().min(ru.len()));
        if kk != ru {
            faults.push(format!("{key}: {at}: kk {:?}, ru {:?}", kk.get(at), ru.get(at)));
        }
    }
    none(&faults)
}

#[test]
fn both_languages_have_the_same_numbers() -> Outcome {
    let (model, _) = site()?;
    let mut faults = Vec::new();
    for (key, kk, ru) in pairs(&model) {
        let all = |text: &Text| {
            let shape = Shape::of(markdown(text));
            let mut all = BTreeSet::new();
            for block in shape.blocks.iter().chain([&text.title, &text.description]) {
                all.extend(numbers(block));
            }
            all
        };
        let (kk, ru) = (all(kk), all(ru));
        if kk != ru {
            let only = |a: &BTreeSet<String>, b| a.difference(b).cloned().collect::<Vec<_>>().join(" ");
            faults.push(format!("{key}: kk alone: {}; ru alone: {}", only(&kk, &ru), only(&ru, &kk)));
        }
    }
    none(&faults)
}

#[test]
fn sentences_are_short() -> Outcome {
    let (model, _) = site()?;
    let mut faults = Vec::new();
    for (key, kk, ru) in pairs(&model) {
        for text in [kk, ru] {
            let shape = Shape::of(markdown(text));
            for block in shape.blocks.iter().chain([&text.title, &text.description]) {
                let long = sentences(block).into_iter().filter(|sentence| words(sentence) > 30);
                faults.extend(long.map(|sentence| format!("{key}: {} words: {sentence}", words(&sentence))));
            }
        }
    }
    none(&faults)
}

#[test]
fn titles_are_unique_and_descriptions_of_the_right_length() -> Outcome {
    let (model, _) = site()?;
    let mut faults = Vec::new();
    for locale in Locale::ALL {
        let mut seen = BTreeMap::new();
        for page in &model.pages {
            let Some(text) = &page.parsed.texts[locale] else { continue };
            if let Some(other) = seen.insert(text.title.to_lowercase(), page.key()) {
                faults.push(format!("{locale} {}: title of {other}", page.key()));
            }
            let length = text.description.chars().count();
            if !(50..=160).contains(&length) {
                faults.push(format!("{locale} {}: description of {length} characters", page.key()));
            }
        }
    }
    none(&faults)
}

#[test]
fn every_question_can_be_found() -> Outcome {
    let (model, _) = site()?;
    let questions: Vec<_> = model.pages.iter().filter(|page| page.kind() == Kind::Faq).collect();
    let mut faults = Vec::new();
    for page in &questions {
        if page.category.is_none() {
            faults.push(format!("{}: no category", page.key()));
        }
        let without = page.parsed.texts.iter().filter(|(_, text)| text.as_ref().is_some_and(|t| t.keywords.is_empty()));
        faults.extend(without.map(|(locale, _)| format!("{locale} {}: no keywords", page.key())));
    }
    let used: BTreeSet<_> = questions.iter().filter_map(|page| page.category).collect();
    assert!(questions.len() >= 60, "{} questions", questions.len());
    assert!(used.len() >= 8 && used.len() == model.categories.len(), "{} categories", used.len());
    none(&faults)
}

#[test]
fn the_glossary_explains_each_term_in_one_short_sentence() -> Outcome {
    let (model, _) = site()?;
    let terms = &model.glossary.terms;
    assert!(terms.len() >= 60, "{} terms", terms.len());
    let mut faults = Vec::new();
    for term in terms {
        for locale in Locale::ALL {
            let explain = &term.explain[locale];
            if words(explain) > 25 || sentences(explain).len() != 1 || !explain.ends_with('.') {
                faults.push(format!("{locale} {}: {explain}", term.key));
            }
        }
        if numbers(&term.explain[Locale::Kk]) != numbers(&term.explain[Locale::Ru]) {
            faults.push(format!("{}: other numbers", term.key));
        }
    }
    none(&faults)
}

#[test]
fn what_the_tests_of_texts_count() {
    let listed = |text: &str| numbers(text).into_iter().collect::<Vec<_>>().join("|");
    assert_eq!(
        listed("35,5 % от 1\u{a0}234 567,50, до 10.07.2022. В 11:00, 3-й."),
        "10.07.2022|11:00|1234567,50|3|35,5"
    );
    assert_eq!(sentences("2015 ж. 18 тамыз. Екінші «сөйлем». Үш").len(), 3);
    assert_eq!(
        Shape::of("## A\n\n[a](key:b) x\n\n- 1\n- 2\n\n:::contact\n").parts,
        ["h2", "ul 2×0", ":::contact ", "-> key:b"]
    );
}
