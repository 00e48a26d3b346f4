//! A text as HTML with holes: places whose content is known only when the whole site is (addresses, pictures, ids that
//! both languages share). Filling the holes is a copy of the pieces between them.

use std::ops::Range;

/// HTML with holes, in order.
#[derive(Clone, Debug, Default)]
pub struct Body {
    html: String,
    holes: Vec<(usize, Hole)>,
    /// Where the top-level blocks begin, in bytes of `html`, with their kind.
    blocks: Vec<(usize, BlockKind)>,
}

/// What a block of the text is: for setting the two languages side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// A table.
    Table,
    /// A directive.
    Directive,
    /// Anything else.
    Other,
}

/// Something to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Id of the heading with this index.
    HeadingId(usize),
    /// The `href` attribute and what belongs to it, of the link with this index.
    LinkStart(usize),
    /// What stands at the end of the link's text.
    LinkEnd(usize),
    /// The picture with this index.
    Picture(usize),
    /// The included text with this index.
    Include(usize),
    /// The contacts.
    Contact,
    /// The terms of the site.
    Glossary,
    /// Attributes that tell machines: the step, or (true) its title. Empty where the page is not about these steps.
    StepMark(bool),
    /// Address of the footnote with this number.
    Note(usize),
    /// Before an id of the text's own: empty, or what keeps the ids of an included text apart.
    Prefix,
}

/// Fills holes.
pub trait Fill {
    /// Writes what belongs into `hole`.
    fn fill(&mut self, hole: &Hole, out: &mut String);
}

impl Body {
    /// The HTML so far, for writing.
    pub fn html_mut(&mut self) -> &mut String {
        &mut self.html
    }

    /// Length of the HTML so far.
    pub fn len(&self) -> usize {
        self.html.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The HTML so far from `from` on, and how many holes it has.
    pub fn tail(&self, from: usize) -> (&str, usize) {
        (&self.html[from..], self.holes.iter().rev().take_while(|(at, _)| *at >= from).count())
    }

    /// Puts a hole at the end.
    pub fn push_hole(&mut self, hole: Hole) {
        self.holes.push((self.html.len(), hole));
    }

    /// Drops everything from `from` on; returns the last hole dropped.
    pub fn truncate(&mut self, from: usize) -> Option<Hole> {
        self.html.truncate(from);
        let mut last = None;
        while self.holes.last().is_some_and(|(at, _)| *at >= from) {
            let hole = self.holes.pop().map(|(_, hole)| hole);
            last = last.or(hole);
        }
        last
    }

    /// Marks the start of a top-level block.
    pub fn begin_block(&mut self, kind: BlockKind) {
        self.blocks.push((self.html.len(), kind));
    }

    /// The top-level blocks: kind and byte range.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockKind, Range<usize>)> + '_ {
        self.blocks.iter().enumerate().map(|(index, (start, kind))| {
            let end = self.blocks.get(index + 1).map_or(self.html.len(), |(next, _)| *next);
            (*kind, *start..end)
        })
    }

    /// The whole text with its holes filled.
    pub fn assemble(&self, fill: &mut impl Fill) -> String {
        let mut out = String::with_capacity(self.html.len() + self.holes.len() * 48);
        self.assemble_range(0..self.html.len(), fill, &mut out);
        out
    }

    /// A part of the text with its holes filled.
    pub fn assemble_range(&self, range: Range<usize>, fill: &mut impl Fill, out: &mut String) {
        let mut from = range.start;
        let first = self.holes.partition_point(|(at, _)| *at < range.start);
        for (at, hole) in &self.holes[first..] {
            // A hole at the very end belongs to this range only when the range ends the text: a block never begins with
            // a hole of the block before, because every block ends with its own end tag.
            if *at > range.end || (*at == range.end && range.end != self.html.len()) {
                break;
            }
            out.push_str(&self.html[from..*at]);
            fill.fill(hole, out);
            from = *at;
        }
        out.push_str(&self.html[from..range.end]);
    }

    /// Heap bytes held, for memory figures.
    pub fn shrink(&mut self) {
        self.html.shrink_to_fit();
        self.holes.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }
}
