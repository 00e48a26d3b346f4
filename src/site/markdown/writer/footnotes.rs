//! Footnotes: definitions stand anywhere, their list comes last.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::body::{BlockKind, Hole};
use super::super::directives::Cut;
use super::super::typography::escape;
use super::{Definition, Writer};

impl Writer<'_> {
    /// Definitions stand anywhere in the text; they are written after it, in the order they are referred to.
    pub(super) fn with_footnotes(&mut self, events: Vec<(Event<'_>, Range<usize>)>, cut: &Cut<'_>) {
        let mut definitions: Vec<Definition<'_>> = Vec::new();
        // A definition can stand inside another one (in its quotation or list): the outer one goes on after it.
        let mut open: Vec<usize> = Vec::new();
        for (event, span) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    open.push(definitions.len());
                    definitions.push((name.to_string(), Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    open.pop();
                }
                event => match open.last() {
                    Some(&definition) => definitions[definition].1.push((event, span)),
                    None => self.event(event, span, cut),
                },
            }
        }
        self.out.end = self.out.body.len();
        if self.footnotes.is_empty() {
            return;
        }
        self.out.body.begin_block(BlockKind::Other);
        let title = self.words.footnotes.clone();
        self.push("<section class=\"footnotes\" aria-label=\"");
        escape(&title, self.html());
        self.push("\"><ol>");
        let mut number = 0;
        // A footnote may refer to another one, so the list can grow.
        while let Some(name) = self.footnotes.get(number).cloned() {
            number += 1;
            self.push("<li id=\"");
            self.out.body.push_hole(Hole::Prefix);
            let _ = write!(self.html(), "fn-{number}\">");
            if let Some(at) = definitions.iter().position(|(defined, _)| *defined == name) {
                self.depth += 1;
                for (event, span) in std::mem::take(&mut definitions[at].1) {
                    self.event(event, span, cut);
                }
                self.depth -= 1;
            }
            let back = self.words.footnote_back.clone();
            self.push(" <a class=\"footnote-back\" href=\"#");
            self.out.body.push_hole(Hole::Prefix);
            let _ = write!(self.html(), "fnref-{number}\" aria-label=\"");
            escape(&back, self.html());
            let _ = write!(self.html(), " {number}\">↩</a></li>");
        }
        self.push("</ol></section>");
    }

    pub(super) fn footnote_reference(&mut self, name: &str) {
        let known = self.footnotes.iter().position(|other| other == name);
        let number = known.unwrap_or(self.footnotes.len()) + 1;
        // Only the first reference carries the id that the footnote leads back to.
        self.push("<sup class=\"footnote\"><a ");
        if known.is_none() {
            self.footnotes.push(name.to_owned());
            self.push("id=\"");
            self.out.body.push_hole(Hole::Prefix);
            let _ = write!(self.html(), "fnref-{number}\" ");
        }
        self.push("href=\"");
        self.out.body.push_hole(Hole::Note(number));
        let _ = write!(self.html(), "\">{number}</a></sup>");
    }
}
