//! Tables whose cells know the heads of their columns.

use std::fmt::Write as _;

use pulldown_cmark::Alignment;

use super::super::body::BlockKind;
use super::super::typography::escape;
use super::{Table, Writer};

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block(BlockKind::Table);
        self.tables += 1;
        let label = format!("{} {}", self.words.table, self.tables);
        self.table = Table { alignments, ..Table::default() };
        self.push("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
        escape(&label, self.html());
        // Explicit roles survive the styles that turn rows into cards on small screens.
        self.push("\"><table class=\"cards\" role=\"table\">");
    }

    pub(super) fn start_cell(&mut self) {
        self.typographer.reset();
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        if self.table.in_head {
            self.capture = Some(String::new());
            let _ = write!(self.html(), "<th role=\"columnheader\" scope=\"col\"{class}>");
            return;
        }
        let label = self.table.labels.get(self.table.column).cloned().unwrap_or_default();
        let _ = write!(self.html(), "<td role=\"cell\"{class} data-label=\"");
        escape(&label, self.html());
        self.push("\">");
    }

    pub(super) fn end_cell(&mut self) {
        self.table.column += 1;
        if self.table.in_head {
            let label = self.capture.take().unwrap_or_default();
            self.table.labels.push(label);
            self.push("</th>");
        } else {
            self.push("</td>");
        }
    }
}
