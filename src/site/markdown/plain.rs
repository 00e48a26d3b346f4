//! The plain text of a text, section by section: for search. Made from the source when it is asked for, so that the pages
//! themselves cost no more.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::directives::{self, Kind, Line};
use super::writer::OPTIONS;

/// Words that lead to a link and say nothing without it, at most.
const LEAD_IN: usize = 3;

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
    // Where the text of a link begins, and whether the clause around an empty one was dropped.
    let (mut linked, mut dropped) = (0, false);
    let mut row = 0;
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
            Event::Text(text) | Event::Code(text) => {
                let rest = if dropped { text.strip_prefix('.').unwrap_or(&text) } else { &text };
                let begins = section.text.is_empty() || section.text.ends_with('\n');
                section.text.push_str(if begins { rest.trim_start() } else { rest });
                dropped = false;
            }
            Event::Start(Tag::Link { .. }) => linked = section.text.len(),
            Event::End(TagEnd::Link) if section.text.len() == linked => dropped = drop_lead_in(&mut section.text),
            Event::SoftBreak => section.text.push(' '),
            Event::HardBreak | Event::Rule | Event::Start(Tag::Paragraph | Tag::Item) => {
                end_block(&mut section.text);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                end_block(&mut section.text);
                row = section.text.len();
            }
            Event::Start(Tag::TableCell) if section.text.len() > row => {
                let first = !section.text[row..].contains(": ");
                section.text.push_str(if first { ": " } else { "; " });
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => end_row(&mut section.text),
            Event::End(TagEnd::TableCell) => {}
            Event::End(end) if is_block(end) => end_block(&mut section.text),
            _ => {}
        }
    }
    for section in &mut found {
        section.text.truncate(section.text.trim_end().len());
    }
    found
}

/// Drops what leads to a link that has no text of its own: of «Просто войдите снова: [](key:sign-in)» the colon, of
/// «Инструкция: [](key:sign-in)» all. Tells whether all of its sentence is gone.
fn drop_lead_in(text: &mut String) -> bool {
    text.truncate(text.trim_end().trim_end_matches(':').len());
    let start = text.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let short = text[start..].split_whitespace().count() <= LEAD_IN;
    if short {
        text.truncate(start);
    }
    short
}

/// A row of a table is a sentence: «Пеня: пеня за просроченный платёж.»
fn end_row(text: &mut String) {
    text.truncate(text.trim_end_matches([';', ' ']).len());
    if text.ends_with(char::is_alphanumeric) {
        text.push('.');
    }
    end_block(text);
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

    #[test]
    fn what_only_leads_to_a_page_is_left_out() {
        for (source, wanted) in [
            ("Бірінші сөйлем.\n\nНұсқаулық: [](key:sign-in).\n", "Бірінші сөйлем."),
            ("Первое. Подробнее: [](key:sign-in). Второе.\n", "Первое. Второе."),
            ("Просто войдите с паролем снова: [](key:sign-in).\n", "Просто войдите с паролем снова."),
            ("Есть [инструкция](key:sign-in).\n", "Есть инструкция."),
            ("- Шаги: [](key:sign-in#open)\n- Второе\n", "Второе"),
        ] {
            assert_eq!(sections(source)[0].text, wanted, "{source}");
        }
    }

    #[test]
    fn rows_of_tables_read_as_sentences() {
        let source = "| Строка | Что значит | Где |\n|---|---|---|\n| Пеня | За опоздание | В договоре |\n| Штраф | За нарушение. | |\n";
        let wanted = "Строка: Что значит; Где.\nПеня: За опоздание; В договоре.\nШтраф: За нарушение.";
        assert_eq!(sections(source)[0].text, wanted);
    }
}
