//! Raw HTML in Markdown: a short allow-list of inline tags, written again from what was understood, so that nothing
//! else can pass.

use std::ops::Range;

use super::typography::escape;
use crate::problem::Code;

/// Tags that may stand in a text.
pub const TAGS: [&str; 15] =
    ["abbr", "br", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "s", "small", "sub", "sup", "time", "wbr"];

/// Attributes that they may carry.
pub const ATTRIBUTES: [&str; 4] = ["title", "lang", "datetime", "cite"];

/// A fault in raw HTML: its range in the piece, and the arguments of the message.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Code.
    pub code: Code,
    /// Byte range in the piece.
    pub span: Range<usize>,
    /// Arguments.
    pub args: Vec<(&'static str, String)>,
}

/// Tags that are open in the present block.
#[derive(Debug, Default)]
pub struct OpenTags {
    open: Vec<(&'static str, Range<usize>)>,
    /// How many were open where each surrounding element of Markdown began: those cannot be closed inside it.
    floors: Vec<usize>,
}

impl OpenTags {
    /// Begins an element of Markdown (emphasis, a link): tags nest with it.
    pub fn enter(&mut self) {
        self.floors.push(self.open.len());
    }

    /// Ends it: what was opened inside and is still open is a fault.
    pub fn leave(&mut self) -> Option<(&'static str, Range<usize>)> {
        let floor = self.floors.pop()?;
        let first = self.open.get(floor).cloned();
        self.open.truncate(floor);
        first
    }

    /// Ends a block: what is still open is a fault (the range is where it was opened).
    pub fn end_block(&mut self) -> Option<(&'static str, Range<usize>)> {
        let first = self.open.first().cloned();
        self.open.clear();
        self.floors.clear();
        first
    }

    fn closes(&self, name: &str) -> bool {
        let floor = self.floors.last().copied().unwrap_or(0);
        self.open.len() > floor && self.open.last().is_some_and(|(open, _)| *open == name)
    }
}

/// Writes the allowed parts of `html` (`at` is its offset in the whole text). Comments are dropped.
pub fn write(html: &str, at: usize, open: &mut OpenTags, out: &mut String) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find('<').map(|index| index + from) {
        escape(&html[from..start], out);
        if html[start..].starts_with("<!--") {
            from = html[start..].find("-->").map_or(html.len(), |index| start + index + 3);
            continue;
        }
        let end = tag_end(html, start);
        match read_tag(&html[start..end]) {
            Ok(tag) => {
                faults.extend(tag.refused.iter().map(|attribute| {
                    let args = vec![("attribute", (*attribute).to_owned()), ("tag", tag.name.to_owned())];
                    Fault { code: Code::ForbiddenAttribute, span: start..end, args }
                }));
                write_tag(&tag, at + start..at + end, open, out, &mut faults, start..end);
            }
            Err(args) => faults.push(Fault { code: Code::ForbiddenHtml, span: start..end, args }),
        }
        from = end;
    }
    escape(&html[from..], out);
    faults
}

/// One past the `>` of the tag at `start`, quotes respected.
fn tag_end(html: &str, start: usize) -> usize {
    let mut quote = None;
    for (index, byte) in html.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return index + 1,
            _ => {}
        }
    }
    html.len()
}

struct Tag<'a> {
    name: &'static str,
    closing: bool,
    attributes: Vec<(&'static str, &'a str)>,
    /// Attributes that it may not carry.
    refused: Vec<&'a str>,
}

/// Reads a tag; the arguments of the refusal when it is not allowed.
fn read_tag(tag: &str) -> Result<Tag<'_>, Vec<(&'static str, String)>> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let written = &inner[..end];
    let Some(name) = TAGS.into_iter().find(|known| known.eq_ignore_ascii_case(written)) else {
        return Err(vec![("tag", written.to_owned()), ("allowed", TAGS.join(", "))]);
    };
    let (mut attributes, mut refused) = (Vec::new(), Vec::new());
    let mut rest = inner[end..].trim_start();
    while !rest.is_empty() {
        let (attribute, value, after) = read_attribute(rest);
        match ATTRIBUTES.into_iter().find(|known| known.eq_ignore_ascii_case(attribute)) {
            Some(known) => attributes.push((known, value)),
            None => refused.push(attribute),
        }
        rest = after.trim_start();
    }
    Ok(Tag { name, closing, attributes, refused })
}

fn read_attribute(text: &str) -> (&str, &str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
    // An odd character at the very start (such as a quote) is taken alone, so that reading always moves on.
    let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
    let (name, rest) = text.split_at(end);
    let Some(rest) = rest.trim_start().strip_prefix('=') else { return (name, "", rest) };
    let rest = rest.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            let close = quoted.find(quote).unwrap_or(quoted.len());
            return (name, &quoted[..close], quoted.get(close + 1..).unwrap_or(""));
        }
    }
    let close = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (name, &rest[..close], &rest[close..])
}

fn write_tag(
    tag: &Tag<'_>,
    span: Range<usize>,
    open: &mut OpenTags,
    out: &mut String,
    faults: &mut Vec<Fault>,
    local: Range<usize>,
) {
    let void = matches!(tag.name, "br" | "wbr");
    if tag.closing {
        if void || !open.closes(tag.name) {
            faults.push(Fault { code: Code::UnbalancedHtml, span: local, args: vec![("tag", tag.name.to_owned())] });
            return;
        }
        open.open.pop();
        out.push_str("</");
        out.push_str(tag.name);
        out.push('>');
        return;
    }
    out.push('<');
    out.push_str(tag.name);
    for (name, value) in &tag.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    out.push('>');
    if !void {
        open.open.push((tag.name, span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(html: &str) -> (String, Vec<Code>) {
        let mut out = String::new();
        let mut open = OpenTags::default();
        let mut codes: Vec<Code> = write(html, 0, &mut open, &mut out).into_iter().map(|fault| fault.code).collect();
        codes.extend(open.end_block().map(|_| Code::UnbalancedHtml));
        (out, codes)
    }

    #[test]
    fn allowed_tags_are_written_again() {
        assert_eq!(run("<abbr title='ЖСН \"x\"'>a</abbr>").0, "<abbr title=\"ЖСН &quot;x&quot;\">a</abbr>");
        assert_eq!(run("<BR/>"), ("<br>".into(), vec![]));
        assert_eq!(run("a<!-- hidden <script> -->b"), ("ab".into(), vec![]));
    }

    #[test]
    fn everything_else_is_refused() {
        for (html, code) in [
            ("<script>alert(1)</script>", Code::ForbiddenHtml),
            ("<a href=\"javascript:x\">", Code::ForbiddenHtml),
            ("<img src=x onerror=y>", Code::ForbiddenHtml),
            ("<mark onclick=\"x\">", Code::ForbiddenAttribute),
            ("<mark style='x'>", Code::ForbiddenAttribute),
            ("<mark>", Code::UnbalancedHtml),
            ("</mark>", Code::UnbalancedHtml),
            ("<mark><sub></mark></sub>", Code::UnbalancedHtml),
            ("<svg/onload=x>", Code::ForbiddenHtml),
            ("<", Code::ForbiddenHtml),
        ] {
            let (out, codes) = run(html);
            assert!(codes.contains(&code), "{html}: {codes:?}");
            assert!(!out.contains("script") && !out.contains("on"), "{html}: {out}");
        }
    }
}
