//! The plain text of a text, section by section: for search. Made from the source when it is asked for, so that the pages
//! themselves cost no more.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::directives::{self, Kind, Line};
use super::writer::OPTIONS;

/// A part of a text: what stands before the first heading, or a heading with what follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Index of its heading among all headings and steps of the text; none before the first.
    pub heading: Option<usize>,
    /// Text without markup; blocks are separated by line breaks.
    pub text: String,
}

/// The sections of a text, in order. The first has no heading and may be empty.
pub fn sections(source: &str) -> Vec<Section> {
    let cut = directives::cut(source);
    let mut found = vec![Section::default()];
    let mut headings = 0;
    let mut in_heading = false;
    for event in Parser::new_ext(&cut.text, OPTIONS) {
        let Some(section) = found.last_mut() else { break };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                found.push(Section { heading: Some(headings), text: String::new() });
                headings += 1;
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Html(piece) => {
                let line = directives::marker(&piece).and_then(|number| cut.lines.get(number));
                match line {
                    Some(Line::Open(Kind::Step, ..)) => {
                        found.push(Section { heading: Some(headings), text: String::new() });
                        headings += 1;
                    }
                    Some(Line::Open(kind, argument, _)) if kind.has_body() => push_block(&mut section.text, argument),
                    _ => {}
                }
            }
            // The heading's own text is known already.
            _ if in_heading => {}
            Event::Text(text) | Event::Code(text) => section.text.push_str(&text),
            Event::SoftBreak => section.text.push(' '),
            Event::HardBreak | Event::Rule | Event::Start(Tag::Paragraph | Tag::Item | Tag::TableRow) => {
                end_block(&mut section.text);
            }
            Event::End(TagEnd::TableCell) => section.text.push_str("; "),
            Event::End(end) if is_block(end) => end_block(&mut section.text),
            _ => {}
        }
    }
    for section in &mut found {
        section.text.truncate(section.text.trim_end().len());
    }
    found
}

fn is_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

fn push_block(text: &mut String, block: &str) {
    end_block(text);
    text.push_str(block);
    end_block(text);
}

fn end_block(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_steps_begin_sections() {
        let source = "Кіріспе *сөз*.\n\n## Бір {#one}\n\n- а\n- б\n\n:::steps\n:::step Қадам {#s}\nМәтін ![сурет](a.png)\n:::\n:::\n";
        let found = sections(source);
        let shown: Vec<_> = found.iter().map(|section| (section.heading, section.text.as_str())).collect();
        assert_eq!(shown, [(None, "Кіріспе сөз."), (Some(0), "а\nб"), (Some(1), "Мәтін сурет")]);
    }
}
