//! The parser's events, written as HTML with holes. Each kind of construct has a file; here are the state and the walk.

mod blocks;
mod footnotes;
mod headings;
mod media;
mod tables;

use std::ops::Range;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::body::{BlockKind, Hole};
use super::directives::{self, Cut, Kind};
use super::html::OpenTags;
use super::typography::{Typographer, escape};
use super::{Fault, Heading, Picture, Rendered, Words, lookalikes};
use crate::i18n::Locale;
use crate::problem::Code;

/// Deepest nesting of blocks; deeper texts are faults (browsers and readers give up long before).
const DEPTH_LIMIT: usize = 40;

pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST);

pub(super) struct Writer<'w> {
    words: &'w Words,
    out: Rendered,
    typographer: Typographer,
    tags: OpenTags,
    /// Depth of Markdown blocks (directives not counted).
    depth: usize,
    directives: Vec<Kind>,
    last_level: u8,
    /// Inside a block of code.
    in_code: bool,
    /// Plain text of the heading or table cell being read.
    capture: Option<String>,
    heading: Option<Heading>,
    picture: Option<Picture>,
    /// What is seen on the picture being read.
    alt: String,
    /// The block of raw HTML being read, and where it begins.
    raw: Option<(String, usize)>,
    /// How many pictures stand in its brackets.
    inner_pictures: usize,
    /// Where the open links began: length of the HTML after their start.
    open_links: Vec<(usize, usize)>,
    /// Where the open paragraph began.
    paragraph: usize,
    table: Table,
    tables: usize,
    /// Names of footnotes in the order they are referred to.
    footnotes: Vec<String>,
    stopped: bool,
}

/// A footnote: its name and the events of its text.
type Definition<'e> = (String, Vec<(Event<'e>, Range<usize>)>);

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    labels: Vec<String>,
    in_head: bool,
    column: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(locale: Locale, words: &'w Words) -> Self {
        Self {
            words,
            out: Rendered::default(),
            typographer: Typographer::new(locale),
            tags: OpenTags::default(),
            depth: 0,
            directives: Vec::new(),
            last_level: 1,
            in_code: false,
            capture: None,
            heading: None,
            picture: None,
            alt: String::new(),
            raw: None,
            inner_pictures: 0,
            open_links: Vec::new(),
            paragraph: 0,
            table: Table::default(),
            tables: 0,
            footnotes: Vec::new(),
            stopped: false,
        }
    }

    pub(super) fn render(mut self, source: &str) -> Rendered {
        let cut = directives::cut(source);
        for fault in &cut.faults {
            self.out.faults.push(Fault { code: fault.code, span: fault.span.clone(), args: fault.args.clone() });
        }
        let mut undefined = Vec::new();
        let broken = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            // `[text]` alone is just text in brackets; `[text][name]` was meant as a link.
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push((link.span, link.reference.to_string()));
            }
            None
        };
        let events = Parser::new_with_broken_link_callback(&cut.text, OPTIONS, Some(broken)).into_offset_iter();
        *self.out.body.html_mut() = String::with_capacity(cut.text.len() + cut.text.len() / 8);
        if cut.text.contains("[^") {
            self.with_footnotes(events.collect(), &cut);
        } else {
            for (event, span) in events {
                self.event(event, span, &cut);
            }
            self.out.end = self.out.body.len();
        }
        for (span, name) in undefined {
            self.fault(Code::UndefinedReference, cut.source_range(span), vec![("name", name)]);
        }
        self.out.body.shrink();
        self.out
    }

    fn fault(&mut self, code: Code, span: Range<usize>, args: Vec<(&'static str, String)>) {
        self.out.faults.push(Fault { code, span, args });
    }

    fn html(&mut self) -> &mut String {
        self.out.body.html_mut()
    }

    fn push(&mut self, html: &str) {
        self.html().push_str(html);
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>, cut: &Cut<'_>) {
        if self.stopped {
            return;
        }
        if self.picture.is_some() {
            return self.picture_event(event, &span, cut);
        }
        match event {
            Event::Start(tag) => self.start(tag, span, cut),
            Event::End(tag) => self.end(tag, cut),
            Event::Text(text) => self.text(&text, &span, cut),
            Event::Code(code) => self.code(&code),
            Event::Html(piece) => self.block_html(&piece, span, cut),
            Event::InlineHtml(piece) => self.inline_html(&piece, span, cut),
            Event::SoftBreak => self.text("\n", &span, cut),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => {
                self.block(BlockKind::Other);
                self.push("<hr>\n");
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::TaskListMarker(done) => self.task(done),
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.code(&text),
        }
    }

    /// Inside the brackets of a picture only words count.
    fn picture_event(&mut self, event: Event<'_>, span: &Range<usize>, cut: &Cut<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.inner_pictures += 1,
            Event::End(TagEnd::Image) if self.inner_pictures > 0 => self.inner_pictures -= 1,
            Event::End(TagEnd::Image) => self.end_picture(),
            Event::Text(text) => {
                self.look_alikes(&text, span.clone(), |range| cut.source_range(range));
                self.seen(&text);
            }
            Event::Code(code) => self.alt.push_str(&code),
            Event::SoftBreak | Event::HardBreak => self.seen(" "),
            _ => {}
        }
    }

    /// Adds to what is seen on a picture; in a heading it is part of its name.
    fn seen(&mut self, text: &str) {
        let mut copy = self.typographer;
        copy.plain(&text.replace('\n', " "), &mut self.alt);
        if let Some(capture) = self.capture.as_mut() {
            let mut copy = self.typographer;
            copy.plain(&text.replace('\n', " "), capture);
        }
        self.typographer = copy;
    }

    /// Begins a block; at the top level its place is remembered.
    fn block(&mut self, kind: BlockKind) {
        if self.depth == 0 && self.directives.is_empty() {
            self.out.body.begin_block(kind);
        }
        self.typographer.reset();
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>, cut: &Cut<'_>) {
        if self.directives.last() == Some(&Kind::Steps) && self.depth == 0 && !matches!(tag, Tag::HtmlBlock) {
            let args = vec![("name", "…".to_owned()), ("parent", "steps".to_owned())];
            self.fault(Code::MisplacedDirective, cut.source_range(span.clone()), args);
        }
        match tag {
            Tag::Paragraph => {
                self.block(BlockKind::Paragraph);
                self.paragraph = self.out.body.len();
                self.push("<p>");
            }
            Tag::Heading { level, id, .. } => return self.start_heading(level as u8, id, &cut.source_range(span)),
            Tag::BlockQuote(_) => self.open_block(BlockKind::Other, "<blockquote>\n"),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::List(None) => self.open_block(BlockKind::List, "<ul>\n"),
            Tag::List(Some(1)) => self.open_block(BlockKind::List, "<ol>\n"),
            Tag::List(Some(start)) => self.open_block(BlockKind::List, &format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.open_block(BlockKind::Other, "<li>"),
            Tag::DefinitionList => self.open_block(BlockKind::List, "<dl>\n"),
            Tag::DefinitionListTitle => self.open_block(BlockKind::Other, "<dt>"),
            Tag::DefinitionListDefinition => self.open_block(BlockKind::Other, "<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.push("<thead><tr role=\"row\">");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.push("<tr role=\"row\">");
            }
            Tag::TableCell => return self.start_cell(),
            Tag::Emphasis => return self.open_inline("<em>"),
            Tag::Strong => return self.open_inline("<strong>"),
            Tag::Strikethrough => return self.open_inline("<s>"),
            Tag::Link { link_type, dest_url, .. } => {
                return self.start_link(link_type, &dest_url, cut.source_range(span));
            }
            Tag::Image { dest_url, title, .. } => {
                return self.start_picture(&dest_url, &title, cut.source_range(span));
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::FootnoteDefinition(_) | Tag::Superscript | Tag::Subscript => {
                return;
            }
        }
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            self.fault(Code::TooDeep, cut.source_range(span), vec![("limit", DEPTH_LIMIT.to_string())]);
            self.stopped = true;
        }
    }

    fn open_block(&mut self, kind: BlockKind, tag: &str) {
        self.block(kind);
        self.push(tag);
    }

    fn open_inline(&mut self, tag: &str) {
        self.tags.enter();
        self.push(tag);
    }

    fn close_inline(&mut self, tag: &str, cut: &Cut<'_>) {
        if let Some((open, span)) = self.tags.leave() {
            self.fault(Code::UnbalancedHtml, cut.source_range(span), vec![("tag", open.to_owned())]);
        }
        self.push(tag);
    }

    fn end(&mut self, tag: TagEnd, cut: &Cut<'_>) {
        let close = match tag {
            TagEnd::Paragraph => return self.end_paragraph(cut),
            TagEnd::Heading(_) => return self.end_heading(cut),
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => {
                self.in_code = false;
                "</code></pre>\n"
            }
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.table.in_head = false;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => return self.end_cell(),
            TagEnd::HtmlBlock => return self.end_block_html(cut),
            TagEnd::Emphasis => return self.close_inline("</em>", cut),
            TagEnd::Strong => return self.close_inline("</strong>", cut),
            TagEnd::Strikethrough => return self.close_inline("</s>", cut),
            TagEnd::Link => return self.end_link(cut),
            TagEnd::Image => return self.end_picture(),
            _ => return,
        };
        self.end_tags(cut);
        self.push(close);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Raw tags must be closed in the block they were opened in.
    fn end_tags(&mut self, cut: &Cut<'_>) {
        if let Some((tag, span)) = self.tags.end_block() {
            self.fault(Code::UnbalancedHtml, cut.source_range(span), vec![("tag", tag.to_owned())]);
        }
    }

    // ---- Text ------------------------------------------------------------------------------------------------------

    fn text(&mut self, text: &str, span: &Range<usize>, cut: &Cut<'_>) {
        if text.starts_with('^') && cut.text[..span.start].ends_with('[') && cut.text[span.end..].starts_with(']') {
            let range = cut.source_range(span.start - 1..span.end + 1);
            self.fault(Code::UndefinedFootnote, range, vec![("name", text[1..].to_owned())]);
        }
        if self.in_code {
            return escape(text, self.html());
        }
        self.look_alikes(text, span.clone(), |range| cut.source_range(range));
        if let Some(capture) = &mut self.capture {
            let mut copy = self.typographer;
            copy.plain(&text.replace('\n', " "), capture);
        }
        self.typographer.html(text, self.out.body.html_mut());
    }

    /// Reports Latin letters in Cyrillic words of `text`, which is written at `span`.
    fn look_alikes(&mut self, text: &str, span: Range<usize>, source: impl Fn(Range<usize>) -> Range<usize>) {
        for (letter, word) in lookalikes::find(text) {
            let args = vec![("word", word.to_owned()), ("letter", text[letter.clone()].to_owned())];
            // An entity is written longer than it is read.
            let exact = text.len() == span.len();
            let range = if exact { span.start + letter.start..span.start + letter.end } else { span.clone() };
            self.fault(Code::LatinLookAlike, source(range), args);
        }
    }

    fn code(&mut self, code: &str) {
        if let Some(capture) = &mut self.capture {
            capture.push_str(code);
        }
        self.push("<code>");
        escape(code, self.html());
        self.push("</code>");
        self.typographer.interrupt();
    }

    fn task(&mut self, done: bool) {
        let word = if done { self.words.task_done.clone() } else { self.words.task_open.clone() };
        // The item's tag has just been written: it gets its class now.
        let html = self.html();
        if html.ends_with("<li>") {
            html.truncate(html.len() - 1);
            html.push_str(" class=\"task\">");
        }
        html.push_str("<input type=\"checkbox\" disabled");
        html.push_str(if done { " checked" } else { "" });
        html.push_str(" aria-label=\"");
        escape(&word, html);
        html.push_str("\"> ");
    }

    fn end_paragraph(&mut self, cut: &Cut<'_>) {
        self.end_tags(cut);
        self.depth = self.depth.saturating_sub(1);
        let (written, holes) = self.out.body.tail(self.paragraph);
        if written == "<p>" && holes == 1 {
            // Nothing but one picture: a figure of its own.
            if let Some(Hole::Picture(index)) = self.out.body.truncate(self.paragraph) {
                self.out.pictures[index].figure = true;
                self.push("<figure class=\"picture\">");
                self.out.body.push_hole(Hole::Picture(index));
                self.push("</figure>\n");
                return;
            }
        }
        self.push("</p>\n");
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.block(BlockKind::Other);
        self.in_code = true;
        // Long lines scroll; the scrolled region must be reachable by keyboard.
        self.push("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(language) = kind
            && let Some(language) = language.split_whitespace().next()
        {
            self.push(" class=\"language-");
            escape(language, self.html());
            self.push("\"");
        }
        self.push(">");
    }
}

/// The body alone, for [`super::Rendered`]'s tests.
#[cfg(test)]
pub(super) fn html_of(rendered: &Rendered) -> String {
    use std::fmt::Write as _;

    struct Show;
    impl super::body::Fill for Show {
        fn fill(&mut self, hole: &Hole, out: &mut String) {
            let _ = write!(out, "{hole:?}");
        }
    }
    rendered.body.assemble(&mut Show)
}
