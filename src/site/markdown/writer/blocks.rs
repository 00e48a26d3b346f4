//! Raw HTML and directives.

use std::fmt::Write as _;
use std::ops::Range;

use super::super::body::{BlockKind, Hole};
use super::super::directives::{self, Cut, Kind, Line};
use super::super::typography::{escape, push_escaped};
use super::super::{Include, html};
use super::Writer;
use crate::problem::Code;

impl Writer<'_> {
    pub(super) fn inline_html(&mut self, piece: &str, span: Range<usize>, cut: &Cut<'_>) {
        let faults = html::write(piece, span.start, &mut self.tags, self.out.body.html_mut());
        self.html_faults(faults, span.start, cut);
    }

    pub(super) fn block_html(&mut self, piece: &str, span: Range<usize>, cut: &Cut<'_>) {
        if let Some(number) = directives::marker(piece) {
            return match cut.lines.get(number) {
                Some(Line::Open(kind, argument, range)) => self.open_directive(*kind, argument, range.clone()),
                Some(Line::Close) => self.close_directive(),
                Some(Line::Nothing) | None => {}
            };
        }
        // It comes line by line; tags and comments go over several.
        let (block, _) = self.raw.get_or_insert_with(|| (String::new(), span.start));
        block.push_str(piece);
    }

    pub(super) fn end_block_html(&mut self, cut: &Cut<'_>) {
        let Some((block, at)) = self.raw.take() else { return };
        self.block(BlockKind::Other);
        let faults = html::write(&block, at, &mut self.tags, self.out.body.html_mut());
        self.html_faults(faults, at, cut);
        self.end_tags(cut);
    }

    pub(super) fn html_faults(&mut self, faults: Vec<html::Fault>, at: usize, cut: &Cut<'_>) {
        for fault in faults {
            let span = cut.source_range(fault.span.start + at..fault.span.end + at);
            self.fault(fault.code, span, fault.args);
        }
    }

    pub(super) fn open_directive(&mut self, kind: Kind, argument: &str, span: Range<usize>) {
        self.block(BlockKind::Directive);
        if kind.has_body() {
            // The argument ends the line.
            self.look_alikes(argument, span.end - argument.len()..span.end, |range| range);
        }
        let words = self.words;
        match kind {
            Kind::Note => self.titled("<aside class=\"note\">", &words.note, argument),
            Kind::Warning => self.titled("<aside class=\"warning\">", &words.warning, argument),
            Kind::Summary => self.titled("<section class=\"summary\">", &words.summary, argument),
            Kind::Details => {
                self.push("<details class=\"more\"><summary>");
                self.typographer.html(argument, self.out.body.html_mut());
                self.push("</summary>\n");
            }
            Kind::Steps => self.push("<ol class=\"steps\">\n"),
            Kind::Step => self.open_step(argument, span),
            Kind::Contact => {
                self.push("<div class=\"contacts\">");
                self.out.body.push_hole(Hole::Contact);
                self.push("</div>\n");
            }
            Kind::Glossary => {
                self.out.glossary = true;
                self.out.body.push_hole(Hole::Glossary);
                // A block must not end with a hole.
                self.push("\n");
            }
            Kind::Status => self.status(argument, span),
            Kind::Include => self.include(argument, span),
        }
        if kind.has_body() {
            self.directives.push(kind);
        }
    }

    pub(super) fn titled(&mut self, open: &str, default: &str, title: &str) {
        self.push(open);
        self.push("<p class=\"directive-title\">");
        self.typographer.html(if title.is_empty() { default } else { title }, self.out.body.html_mut());
        self.push("</p>\n");
    }

    pub(super) fn close_directive(&mut self) {
        let close = match self.directives.pop() {
            Some(Kind::Note | Kind::Warning) => "</aside>\n",
            Some(Kind::Summary) => "</section>\n",
            Some(Kind::Details) => "</details>\n",
            Some(Kind::Steps) => "</ol>\n",
            Some(Kind::Step) => "</li>\n",
            _ => return,
        };
        self.push(close);
    }

    pub(super) fn open_step(&mut self, argument: &str, span: Range<usize>) {
        let (title, id) = split_id(argument);
        self.push("<li class=\"step\" id=\"");
        let index = self.out.headings.len();
        self.out.body.push_hole(Hole::HeadingId(index));
        self.push("\"");
        self.out.body.push_hole(Hole::StepMark(false));
        self.push(">");
        let level = (self.last_level + 1).min(6);
        self.open_heading(level, id, " class=\"step-title\"", span);
        // Before the `>` that ends the heading's tag.
        self.html().pop();
        self.out.body.push_hole(Hole::StepMark(true));
        self.push(">");
        let mut plain = String::new();
        let mut copy = self.typographer;
        copy.plain(title, &mut plain);
        for c in plain.chars() {
            push_escaped(c, self.out.body.html_mut());
        }
        let _ = writeln!(self.html(), "</h{level}>");
        self.capture = None;
        if let Some(mut heading) = self.heading.take() {
            heading.title = plain;
            self.out.headings.push(heading);
        }
    }

    pub(super) fn status(&mut self, argument: &str, span: Range<usize>) {
        const STATUSES: [&str; 3] = ["paid", "overdue", "awaiting-debit"];
        let Some(index) = STATUSES.iter().position(|status| *status == argument) else {
            if !argument.is_empty() {
                let args = vec![("name", "status".to_owned()), ("argument", STATUSES.join(" | "))];
                self.fault(Code::DirectiveArgument, span, args);
            }
            return;
        };
        let word = self.words.statuses[index].clone();
        let _ = write!(self.html(), "<p><span class=\"status status-{argument}\">");
        escape(&word, self.html());
        self.push("</span></p>\n");
    }

    pub(super) fn include(&mut self, argument: &str, span: Range<usize>) {
        if argument.is_empty() {
            return;
        }
        let (key, section) = argument.split_once('#').map_or((argument, None), |(key, id)| (key, Some(id.to_owned())));
        let index = self.out.includes.len();
        self.out.includes.push(Include { key: key.to_owned(), section, span });
        self.push("<div class=\"included\">");
        self.out.body.push_hole(Hole::Include(index));
        self.push("</div>\n");
    }
}

/// `Title {#id}` as title and id.
fn split_id(argument: &str) -> (&str, Option<String>) {
    argument
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once("{#"))
        .map_or((argument, None), |(title, id)| (title.trim_end(), Some(id.trim().to_owned())))
}
