//! Markdown to HTML with holes: one pass over the parser's events. Pure: text in, [`Rendered`] out.
//!
//! `directives` cuts `:::` lines out first, `writer` turns events into HTML, `typography` sets running text, `html`
//! filters raw HTML, `links` reads addresses, `lookalikes` finds Latin letters in Cyrillic words, `readable` tells words
//! from code. What depends on the whole site stays a hole in [`body::Body`].

pub mod body;
pub mod directives;
pub mod html;
pub mod links;
pub mod lookalikes;
pub mod plain;
mod readable;
pub mod typography;
mod writer;

use std::ops::Range;

use crate::i18n::{Arg, Catalogue, Locale};
use crate::problem::Code;
use body::Body;
use links::Target;
pub use readable::readable;

/// Words of one language that texts contain; from `locales/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Title of a note.
    pub note: String,
    /// Title of a warning.
    pub warning: String,
    /// Title of a summary.
    pub summary: String,
    /// Name of a heading's own link: what stands before and after the heading's text.
    pub anchor: (String, String),
    /// Title of the footnotes.
    pub footnotes: String,
    /// Name of the link back from a footnote.
    pub footnote_back: String,
    /// Name of a table, before its number.
    pub table: String,
    /// A done task.
    pub task_done: String,
    /// A task to do.
    pub task_open: String,
    /// The statuses: paid, overdue, awaiting debit.
    pub statuses: [String; 3],
}

impl Words {
    /// The words of `locale`. Missing ones are empty: the check of the locales reports them.
    pub fn new(catalogue: &Catalogue, locale: Locale) -> Self {
        let language = locale.language();
        let text = |key: &str| catalogue.text(language, key).map(|text| text.to_string()).unwrap_or_default();
        // Stands for the heading's text while the pattern is read; private use, so no text has it.
        let slot = "\u{E000}";
        let anchor = catalogue.format(language, "heading-link", &[("title", Arg::Text(slot))]).unwrap_or_default();
        let (before, after) = anchor.split_once(slot).unwrap_or((&anchor, ""));
        Self {
            note: text("directive-note"),
            warning: text("directive-warning"),
            summary: text("directive-summary"),
            anchor: (before.to_owned(), after.to_owned()),
            footnotes: text("footnotes-title"),
            footnote_back: text("footnote-back"),
            table: text("table-scroll"),
            task_done: text("task-done"),
            task_open: text("task-open"),
            statuses: ["status-paid", "status-overdue", "status-awaiting-debit"].map(text),
        }
    }
}

/// A text as rendered, before the site is known.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// HTML with holes.
    pub body: Body,
    /// Headings and titles of steps, in order.
    pub headings: Vec<Heading>,
    /// Links, in order.
    pub links: Vec<Link>,
    /// Pictures, in order.
    pub pictures: Vec<Picture>,
    /// Included texts, in order.
    pub includes: Vec<Include>,
    /// It shows the glossary.
    pub glossary: bool,
    /// Faults.
    pub faults: Vec<Fault>,
    /// Where the text ends and its footnotes begin, in bytes of the HTML.
    pub end: usize,
}

/// A heading or the title of a step.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The id written in the text.
    pub explicit: Option<String>,
    /// Text without markup, with typography.
    pub title: String,
    /// Byte range in the source.
    pub span: Range<usize>,
    /// Where its block begins in the HTML.
    pub at: usize,
    /// It stands at the top of the text, in no directive, list or quotation.
    pub top: bool,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// It has no text of its own: the title of the page is used.
    pub empty: bool,
    /// Byte range in the source.
    pub span: Range<usize>,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Name as written.
    pub file: String,
    /// What is seen.
    pub alt: String,
    /// Caption; may be empty.
    pub caption: String,
    /// It stands alone in its paragraph.
    pub figure: bool,
    /// Byte range in the source.
    pub span: Range<usize>,
}

/// An included text.
#[derive(Clone, Debug)]
pub struct Include {
    /// Key of the page.
    pub key: String,
    /// Id of the section; the whole text where absent.
    pub section: Option<String>,
    /// Byte range in the source.
    pub span: Range<usize>,
}

/// A fault of a text.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Code.
    pub code: Code,
    /// Byte range in the source.
    pub span: Range<usize>,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

/// Renders `source`, the text after the front matter.
pub fn render(source: &str, locale: Locale, words: &Words) -> Rendered {
    writer::Writer::new(locale, words).render(source)
}

#[cfg(test)]
mod tests;
