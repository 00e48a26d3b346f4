//! Which parts of a text are words of its own: not code, not addresses, not quotations (`<q>`).

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::directives::{self, Kind, Line};
use super::writer::OPTIONS;

/// The byte ranges of `source` that are running text, titles of directives and words of pictures included; sorted.
pub fn readable(source: &str) -> Vec<Range<usize>> {
    let cut = directives::cut(source);
    let mut ranges = Vec::new();
    for line in &cut.lines {
        if let Line::Open(kind, _, span) = line
            && !matches!(kind, Kind::Status | Kind::Include | Kind::Contact | Kind::Glossary)
        {
            ranges.push(span.clone());
        }
    }
    // Code blocks and bare addresses end here; quotations, which nest, are counted.
    let mut skipped = 0;
    let mut quotations = 0_usize;
    for (event, span) in Parser::new_ext(&cut.text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                skipped = span.end;
            }
            Event::InlineHtml(tag) | Event::Html(tag) => match &*tag {
                tag if is_quotation(tag) => quotations += 1,
                "</q>" => quotations = quotations.saturating_sub(1),
                _ => {}
            },
            Event::Start(Tag::Image { title, .. }) if quotations == 0 && !title.is_empty() => {
                let whole = cut.source_range(span);
                if let Some(at) = source[whole.clone()].rfind(&*title) {
                    ranges.push(whole.start + at..whole.start + at + title.len());
                }
            }
            Event::Text(_) if quotations == 0 && span.start >= skipped => ranges.push(cut.source_range(span)),
            _ => {}
        }
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

fn is_quotation(tag: &str) -> bool {
    tag.strip_prefix("<q").is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        readable(source).into_iter().map(|range| &source[range]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn code_addresses_and_quotations_are_no_text() {
        for (source, expected) in [
            ("a `b` c\n", "a | c"),
            ("```\na\n```\nb\n", "b"),
            ("[a](key:b)\n", "a"),
            ("<https://a.kz/> b\n", " b"),
            ("a <q lang=\"ru\">b *c*</q> d\n", "a | d"),
            ("a <abbr>b</abbr>\n", "a |b"),
            ("![a](b.png \"c\")\n", "c|a"),
            (":::note A\nb\n:::\n:::include a\n", ":::note A|b"),
            ("| a |\n|---|\n| b |\n", "a|b"),
            ("a\nb\n", "a|b"),
        ] {
            let mut parts: Vec<_> = shown(source).split('|').map(str::to_owned).collect();
            let mut expected: Vec<_> = expected.split('|').map(str::to_owned).collect();
            parts.sort();
            expected.sort();
            assert_eq!(parts, expected, "{source}");
        }
    }
}
