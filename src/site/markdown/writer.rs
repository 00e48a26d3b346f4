//! The parser's events, written as HTML with holes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::body::{BlockKind, Hole};
use super::directives::{self, Cut, Kind, Line};
use super::html::OpenTags;
use super::typography::{Typographer, escape, push_escaped};
use super::{Fault, Heading, Include, Link, Picture, Rendered, Words, html, links, lookalikes};
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

    // ---- Footnotes -------------------------------------------------------------------------------------------------

    /// Definitions stand anywhere in the text; they are written after it, in the order they are referred to.
    fn with_footnotes(&mut self, events: Vec<(Event<'_>, Range<usize>)>, cut: &Cut<'_>) {
        let mut definitions: Vec<Definition<'_>> = Vec::new();
        let mut inside = false;
        for (event, span) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    definitions.push((name.to_string(), Vec::new()));
                    inside = true;
                }
                Event::End(TagEnd::FootnoteDefinition) => inside = false,
                event if inside => {
                    if let Some((_, body)) = definitions.last_mut() {
                        body.push((event, span));
                    }
                }
                event => self.event(event, span, cut),
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

    fn footnote_reference(&mut self, name: &str) {
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

    // ---- Events ----------------------------------------------------------------------------------------------------

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

    // ---- Headings --------------------------------------------------------------------------------------------------

    fn start_heading(&mut self, level: u8, id: Option<CowStr<'_>>, span: &Range<usize>) {
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

    fn open_heading(&mut self, level: u8, explicit: Option<String>, class: &str, span: Range<usize>) {
        if let Some(id) = &explicit
            && !super::super::config::is_key(id)
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

    fn end_heading(&mut self, cut: &Cut<'_>) {
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

    // ---- Tables ----------------------------------------------------------------------------------------------------

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block(BlockKind::Table);
        self.tables += 1;
        let label = format!("{} {}", self.words.table, self.tables);
        self.table = Table { alignments, ..Table::default() };
        self.push("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
        escape(&label, self.html());
        // Explicit roles survive the styles that turn rows into cards on small screens.
        self.push("\"><table class=\"cards\" role=\"table\">");
    }

    fn start_cell(&mut self) {
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

    fn end_cell(&mut self) {
        self.table.column += 1;
        if self.table.in_head {
            let label = self.capture.take().unwrap_or_default();
            self.table.labels.push(label);
            self.push("</th>");
        } else {
            self.push("</td>");
        }
    }

    // ---- Links and pictures ----------------------------------------------------------------------------------------

    fn start_link(&mut self, kind: LinkType, address: &str, span: Range<usize>) {
        let address: Cow<'_, str> = match kind {
            LinkType::Email => format!("mailto:{address}").into(),
            _ => address.into(),
        };
        let target = links::read(&address);
        if let links::Target::Bad(link) = &target {
            self.fault(Code::BadLink, span.clone(), vec![("link", link.clone())]);
        }
        let index = self.out.links.len();
        self.out.links.push(Link { target, empty: false, span });
        self.push("<a ");
        self.out.body.push_hole(Hole::LinkStart(index));
        self.push(">");
        self.tags.enter();
        self.open_links.push((index, self.out.body.len()));
    }

    fn end_link(&mut self, cut: &Cut<'_>) {
        let Some((index, from)) = self.open_links.pop() else { return };
        let (written, holes) = self.out.body.tail(from);
        // The hole of the link's own start lies before `from`.
        self.out.links[index].empty = written.is_empty() && holes == 0;
        self.out.body.push_hole(Hole::LinkEnd(index));
        self.close_inline("", cut);
        self.push("</a>");
    }

    fn start_picture(&mut self, address: &str, title: &str, span: Range<usize>) {
        let file = if let links::Target::File(file) = links::read(address) {
            file
        } else {
            self.fault(Code::BadLink, span.clone(), vec![("link", address.to_owned())]);
            String::new()
        };
        let mut caption = String::new();
        let mut typographer = self.typographer;
        typographer.reset();
        typographer.plain(title, &mut caption);
        self.picture = Some(Picture { file, alt: String::new(), caption, figure: false, span });
        self.alt.clear();
    }

    fn end_picture(&mut self) {
        let Some(mut picture) = self.picture.take() else { return };
        self.alt.trim().clone_into(&mut picture.alt);
        if picture.alt.is_empty() {
            self.fault(Code::MissingAlt, picture.span.clone(), vec![("file", picture.file.clone())]);
        }
        let index = self.out.pictures.len();
        self.out.pictures.push(picture);
        self.out.body.push_hole(Hole::Picture(index));
        self.typographer.interrupt();
    }

    // ---- Raw HTML and directives -----------------------------------------------------------------------------------

    fn inline_html(&mut self, piece: &str, span: Range<usize>, cut: &Cut<'_>) {
        let faults = html::write(piece, span.start, &mut self.tags, self.out.body.html_mut());
        self.html_faults(faults, span.start, cut);
    }

    fn block_html(&mut self, piece: &str, span: Range<usize>, cut: &Cut<'_>) {
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

    fn end_block_html(&mut self, cut: &Cut<'_>) {
        let Some((block, at)) = self.raw.take() else { return };
        self.block(BlockKind::Other);
        let faults = html::write(&block, at, &mut self.tags, self.out.body.html_mut());
        self.html_faults(faults, at, cut);
        self.end_tags(cut);
    }

    fn html_faults(&mut self, faults: Vec<html::Fault>, at: usize, cut: &Cut<'_>) {
        for fault in faults {
            let span = cut.source_range(fault.span.start + at..fault.span.end + at);
            self.fault(fault.code, span, fault.args);
        }
    }

    fn open_directive(&mut self, kind: Kind, argument: &str, span: Range<usize>) {
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

    fn titled(&mut self, open: &str, default: &str, title: &str) {
        self.push(open);
        self.push("<p class=\"directive-title\">");
        self.typographer.html(if title.is_empty() { default } else { title }, self.out.body.html_mut());
        self.push("</p>\n");
    }

    fn close_directive(&mut self) {
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

    fn open_step(&mut self, argument: &str, span: Range<usize>) {
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

    fn status(&mut self, argument: &str, span: Range<usize>) {
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

    fn include(&mut self, argument: &str, span: Range<usize>) {
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

/// The body alone, for [`super::Rendered`]'s tests.
#[cfg(test)]
pub(super) fn html_of(rendered: &Rendered) -> String {
    struct Show;
    impl super::body::Fill for Show {
        fn fill(&mut self, hole: &Hole, out: &mut String) {
            let _ = write!(out, "{hole:?}");
        }
    }
    rendered.body.assemble(&mut Show)
}
