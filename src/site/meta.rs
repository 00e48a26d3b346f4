//! What stands in `page.toml` and in the front matter of a text, by their schemas.

use std::ops::Range;

use chrono::NaiveDate;

use super::source::TextFile;
use crate::fields::{Fields, Origin, parse};
use crate::i18n::{Locale, PerLocale};
use crate::problem::{Code, Place, Problem};

/// What a page is. The kind decides the template, the address and the lists it appears in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The start page; exactly one.
    Home,
    /// A question with its answer.
    Faq,
    /// An instruction in steps.
    Instruction,
    /// A memo: summary, decision table, full text.
    Memo,
    /// A notice in force for a time.
    Notice,
    /// Anything else.
    Page,
}

impl Kind {
    /// All kinds with their names in `page.toml`.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("faq", Self::Faq),
        ("instruction", Self::Instruction),
        ("memo", Self::Memo),
        ("page", Self::Page),
        ("notice", Self::Notice),
        ("home", Self::Home),
    ];

    /// Name in `page.toml` and of the template.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Faq => "faq",
            Self::Instruction => "instruction",
            Self::Memo => "memo",
            Self::Notice => "notice",
            Self::Page => "page",
        }
    }

    /// Whether pages of this kind stand in a list of their own.
    pub const fn has_list(self) -> bool {
        matches!(self, Self::Faq | Self::Instruction | Self::Memo | Self::Notice)
    }
}

/// A reference to another page, category or tag, with its place.
pub type Reference = (String, Place);

/// `page.toml`.
#[expect(clippy::struct_excessive_bools, reason = "each is a field of page.toml that stands for itself")]
#[derive(Clone, Debug)]
pub struct Meta {
    /// `type`.
    pub kind: Kind,
    /// Where the type stands; none where it could not be read.
    pub kind_place: Option<Place>,
    /// All of the file could be read.
    pub whole: bool,
    /// `category`.
    pub category: Option<Reference>,
    /// `tags`.
    pub tags: Vec<Reference>,
    /// `order`.
    pub order: Option<i64>,
    /// `source`.
    pub source: Locale,
    /// `only`.
    pub only: Option<Locale>,
    /// `related`.
    pub related: Vec<Reference>,
    /// `binding`.
    pub binding: bool,
    /// `draft`.
    pub draft: bool,
    /// `publish_at`: first day shown.
    pub publish_at: Option<NaiveDate>,
    /// `expire_at`: first day no longer shown.
    pub expire_at: Option<NaiveDate>,
    /// `expire_to`.
    pub expire_to: Option<Reference>,
    /// `review_by`, with its place.
    pub review_by: Option<(NaiveDate, Place)>,
    /// `toc`.
    pub toc: Option<bool>,
    /// `search`.
    pub search: bool,
    /// `redirects`.
    pub redirects: PerLocale<Vec<Reference>>,
}

impl Meta {
    /// Reads `page.toml`.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> Self {
        const LANGUAGES: [(&str, Locale); 2] = [("kk", Locale::Kk), ("ru", Locale::Ru)];
        let mut origin = file.origin();
        let table = parse(&file.text, &mut origin, problems);
        let mut fields = Fields::new(&table, origin, "", problems);
        let kind_place = fields.place_of("type");
        let kind = fields.choice("type", &Kind::NAMES);
        if kind_place.is_none() {
            fields.missing("type");
        }
        let has_category = fields.place_of("category").is_some();
        let meta = Self {
            kind: kind.unwrap_or(Kind::Page),
            kind_place: kind_place.filter(|_| kind.is_some()),
            whole: origin.whole,
            category: reference(&mut fields, "category"),
            tags: fields.texts("tags"),
            order: fields.integer("order", -1_000_000..=1_000_000),
            source: fields.choice("source", &LANGUAGES).unwrap_or(Locale::Kk),
            only: fields.choice("only", &LANGUAGES),
            related: fields.texts("related"),
            binding: fields.flag("binding", false),
            draft: fields.flag("draft", false),
            publish_at: fields.date("publish_at"),
            expire_at: fields.date("expire_at"),
            expire_to: reference(&mut fields, "expire_to"),
            review_by: {
                let place = fields.place_of("review_by");
                fields.date("review_by").zip(place)
            },
            toc: fields.optional_flag("toc"),
            search: fields.flag("search", true),
            redirects: fields
                .nested("redirects", |redirects| PerLocale::new(redirects.texts("kk"), redirects.texts("ru")))
                .unwrap_or_default(),
        };
        if kind == Some(Kind::Faq) && !has_category {
            fields.missing("category");
        }
        let reversed = matches!((meta.publish_at, meta.expire_at), (Some(from), Some(to)) if from >= to);
        let expire_place = fields.place_of("expire_at").unwrap_or_else(|| origin.file());
        if let [.., _] = meta.related.as_slice()
            && meta.related.len() > 5
        {
            fields.reject("related", &meta.related.len().to_string(), "0–5");
        }
        fields.finish();
        if reversed {
            problems.push(Problem::new(Code::DatesReversed, expire_place));
        }
        meta
    }
}

fn reference(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Reference> {
    let place = fields.place_of(name);
    fields.text(name).zip(place)
}

/// Front matter of a text.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// `title`.
    pub title: String,
    /// Where the title stands.
    pub title_place: Option<Place>,
    /// The same in bytes of the file.
    pub title_span: Option<Range<usize>>,
    /// `description`; may be empty.
    pub description: String,
    /// Where the description stands.
    pub description_place: Option<Place>,
    /// The same in bytes of the file.
    pub description_span: Option<Range<usize>>,
    /// `nav_title`.
    pub nav_title: Option<String>,
    /// Where it stands.
    pub nav_title_span: Option<Range<usize>>,
    /// `slug`.
    pub slug: Option<String>,
    /// Where the slug stands.
    pub slug_place: Option<Place>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `updated`.
    pub updated: Option<NaiveDate>,
    /// `draft`.
    pub draft: bool,
    /// All of it could be read.
    pub whole: bool,
}

impl FrontMatter {
    /// Reads the front matter of `file`; returns it with the offset at which the text begins, in bytes.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> (Self, usize) {
        if file.broken {
            return (Self::default(), 0);
        }
        let Some((toml, start, end)) = split(&file.text) else {
            problems.push(Problem::new(Code::BadFrontMatter, Place::span(&file.path, &file.text, 0..3)));
            return (Self::default(), 0);
        };
        let mut origin = Origin { offset: start, ..file.origin() };
        let table = parse(toml, &mut origin, problems);
        let mut fields = Fields::new(&table, origin, "", problems);
        let matter = Self {
            title: fields.required_text("title"),
            title_place: fields.place_of("title"),
            title_span: fields.span_of("title"),
            description: fields.text("description").unwrap_or_default(),
            description_place: fields.place_of("description"),
            description_span: fields.span_of("description"),
            nav_title: fields.text("nav_title"),
            nav_title_span: fields.span_of("nav_title"),
            slug: fields.text("slug").filter(|slug| {
                let valid = super::config::is_key(slug);
                if !valid {
                    fields.reject("slug", slug, "a-z 0-9 -");
                }
                valid
            }),
            slug_place: fields.place_of("slug"),
            keywords: fields.texts("keywords").into_iter().map(|(word, _)| word).collect(),
            updated: fields.date("updated"),
            draft: fields.flag("draft", false),
            whole: origin.whole,
        };
        fields.finish();
        (matter, end)
    }
}

/// The TOML between the `+++` lines, where it starts, and where the text after it starts.
fn split(text: &str) -> Option<(&str, usize, usize)> {
    let rest = text.strip_prefix("+++")?;
    let first = rest.find('\n').filter(|end| rest[..*end].trim().is_empty())?;
    let start = 3 + first + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((&text[start..at], start, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TextFile {
        TextFile { path: "kk.md".into(), text: text.into(), broken: false }
    }

    #[test]
    fn front_matter_ends_at_its_second_line_of_pluses() {
        let mut problems = Vec::new();
        let text = "+++\ntitle = \"A\"\n+++\n\n+++ text\n";
        let (matter, at) = FrontMatter::read(&file(text), &mut problems);
        assert_eq!((matter.title.as_str(), &text[at..]), ("A", "\n+++ text\n"));
        assert!(problems.is_empty());
    }

    #[test]
    fn faults_of_front_matter() {
        for (text, code, line, column) in [
            ("title = 1\n", Code::BadFrontMatter, 1, 1),
            ("+++\ntitle = \"A\"\n", Code::BadFrontMatter, 1, 1),
            ("+++\ntitle = 5\n+++\n", Code::WrongType, 2, 9),
            ("+++\ntitle = \"A\"\ntitel = \"B\"\n+++\n", Code::UnknownField, 3, 1),
            ("+++\n+++\n", Code::MissingField, 0, 0),
            ("+++\ntitle = \"\"\n+++\n", Code::MissingField, 0, 0),
            ("+++\ntitle = \"A\"\nslug = \"Үй\"\n+++\n", Code::BadValue, 3, 8),
            ("+++\ntitle = \"A\"\nupdated = \"2026-02-30\"\n+++\n", Code::BadDate, 3, 11),
            ("+++\ntitle = \"A\n+++\n", Code::BadToml, 2, 11),
        ] {
            let mut problems = Vec::new();
            FrontMatter::read(&file(text), &mut problems);
            let first = problems.first().expect(text);
            assert_eq!((first.code, first.place.line, first.place.column), (code, line, column), "{text}");
        }
    }
}
