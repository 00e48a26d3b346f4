//! Headings, with the holes for their shared ids.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::super::Heading;
use super::super::body::{BlockKind, Hole};
use super::super::directives::Cut;
use super::super::typography::escape;
use super::Writer;
use crate::problem::Code;

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: u8, id: Option<CowStr<'_>>, span: &Range<usize>) {
        self.block(BlockKind::Heading(level));
        if level == 1 {
            self.fault(Code::HeadingLevelOne, span.clone(), vec![]);
        } else if level > self.last_level + 1 {
            let args = vec![("level", level.to_string()), ("expected", (self.last_level + 1).to_string())];
            self.fault(Code::HeadingSkipped, span.clone(), args);
        }
        self.last_level = level.max(2);
        self.open_heading(level.max(2), id.map(|id| id.to_string()), "", span.clone());
    }

    pub(super) fn open_heading(&mut self, level: u8, explicit: Option<String>, class: &str, span: Range<usize>) {
        if let Some(id) = &explicit
            && !crate::site::config::is_key(id)
        {
            let args = vec![
                ("field", "id".to_owned()),
                ("value", id.clone()),
                ("nearest", String::new()),
                ("allowed", "a-z 0-9 -".to_owned()),
            ];
            self.fault(Code::BadValue, span.clone(), args);
        }
        let at = self.out.body.len();
        let top = self.depth == 0 && self.directives.is_empty() && class.is_empty();
        self.heading = Some(Heading { level, explicit, title: String::new(), span, at, top });
        self.capture = Some(String::new());
        let _ = write!(self.html(), "<h{level}{class}");
        if class.is_empty() {
            self.push(" id=\"");
            let index = self.out.headings.len();
            self.out.body.push_hole(Hole::HeadingId(index));
            self.push("\"");
        }
        self.push(">");
    }

    pub(super) fn end_heading(&mut self, cut: &Cut<'_>) {
        self.end_tags(cut);
        let Some(mut heading) = self.heading.take() else { return };
        self.capture.take().unwrap_or_default().trim().clone_into(&mut heading.title);
        let index = self.out.headings.len();
        self.push("<a class=\"anchor\" href=\"#");
        self.out.body.push_hole(Hole::HeadingId(index));
        self.push("\" aria-label=\"");
        let (before, after) = &self.words.anchor;
        let label = format!("{before}{}{after}", heading.title);
        escape(&label, self.html());
        let _ = writeln!(self.html(), "\">#</a></h{}>", heading.level);
        self.out.headings.push(heading);
    }
}
