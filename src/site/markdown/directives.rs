//! Directives (`:::note`) are cut out before the Markdown is parsed: each of their lines is replaced by a marker that
//! the parser carries through untouched, so that the text between them is parsed as one document (footnotes and link
//! definitions work across) and definition lists don't take `:::` for theirs.

use std::fmt::Write as _;
use std::ops::Range;

use memchr::memmem;

use crate::problem::{Code, nearest};

/// What a directive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A remark.
    Note,
    /// A warning.
    Warning,
    /// The short answer of a long text.
    Summary,
    /// Folded text.
    Details,
    /// A list of numbered steps.
    Steps,
    /// One step.
    Step,
    /// The contacts of the site.
    Contact,
    /// The terms of the site.
    Glossary,
    /// A payment status.
    Status,
    /// Another page's text.
    Include,
}

impl Kind {
    const NAMES: [(&'static str, Self); 10] = [
        ("note", Self::Note),
        ("warning", Self::Warning),
        ("summary", Self::Summary),
        ("details", Self::Details),
        ("steps", Self::Steps),
        ("step", Self::Step),
        ("contact", Self::Contact),
        ("glossary", Self::Glossary),
        ("status", Self::Status),
        ("include", Self::Include),
    ];

    /// Whether it ends with a `:::` line of its own.
    pub const fn has_body(self) -> bool {
        !matches!(self, Self::Contact | Self::Glossary | Self::Status | Self::Include)
    }

    /// Name in the text.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    const fn argument(self) -> Option<&'static str> {
        match self {
            Self::Details | Self::Step => Some("title"),
            Self::Status => Some("paid | overdue | awaiting-debit"),
            Self::Include => Some("key"),
            _ => None,
        }
    }
}

/// A line of a directive.
#[derive(Clone, Debug)]
pub enum Line {
    /// `:::name argument`, with its byte range in the text.
    Open(Kind, String, Range<usize>),
    /// `:::`.
    Close,
    /// A line that was reported; it leaves no trace.
    Nothing,
}

/// A fault found while cutting.
#[derive(Debug)]
pub struct Fault {
    /// Code.
    pub code: Code,
    /// Byte range in the text.
    pub span: Range<usize>,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

/// The text with markers in place of directive lines.
#[derive(Debug)]
pub struct Cut<'a> {
    /// What the Markdown parser gets.
    pub text: std::borrow::Cow<'a, str>,
    /// The directive lines, by marker number.
    pub lines: Vec<Line>,
    /// Faults.
    pub faults: Vec<Fault>,
    /// From each `text` offset on, what to subtract to get the offset in the source.
    shifts: Vec<(usize, isize)>,
    /// Length of the source.
    length: usize,
}

impl Cut<'_> {
    /// A range of `text` as a range of the source.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_offset(range.start);
        start..self.source_offset(range.end).max(start)
    }

    fn source_offset(&self, offset: usize) -> usize {
        let at = self.shifts.partition_point(|(from, _)| *from <= offset);
        let shift = at.checked_sub(1).map_or(0, |index| self.shifts[index].1);
        // Blank lines that were put after the last line belong to its end.
        offset.saturating_add_signed(-shift).min(self.length)
    }
}

/// Control character that stands in markers; source texts cannot contain it.
const MARK: char = '\u{1}';

/// The number of the marker that `html` is, if it is one.
pub fn marker(html: &str) -> Option<usize> {
    html.trim().strip_prefix("<!--\u{1}")?.strip_suffix("-->")?.parse().ok()
}

/// Cuts the directives out of `source`.
pub fn cut(source: &str) -> Cut<'_> {
    if memmem::find(source.as_bytes(), b":::").is_none() {
        return Cut {
            text: source.into(),
            lines: Vec::new(),
            faults: Vec::new(),
            shifts: Vec::new(),
            length: source.len(),
        };
    }
    let mut cutter = Cutter { text: String::with_capacity(source.len() + 256), ..Cutter::default() };
    let mut fence: Option<(u8, usize)> = None;
    let mut comment = false;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let content = line.trim_end();
        let trimmed = content.trim_start();
        let indent = content.len() - trimmed.len();
        let run = fence_of(trimmed).filter(|_| !comment);
        match (fence, run) {
            (None, Some(opening)) => fence = Some(opening),
            (Some((mark, length)), Some((other, count)))
                if mark == other && count >= length && trimmed.trim_end().len() == count =>
            {
                fence = None;
            }
            _ => {}
        }
        // A comment over several lines hides its directives too.
        let begins = fence.is_none() && indent <= 3 && trimmed.starts_with("<!--");
        let hidden = comment || begins;
        comment = hidden && !content.contains("-->");
        if fence.is_none() && run.is_none() && !hidden && indent <= 3 && trimmed.starts_with(":::") {
            cutter.directive(trimmed, at + indent..at + content.len(), line.len());
        } else {
            cutter.text.push_str(line);
        }
        at += line.len();
    }
    cutter.finish(source)
}

fn fence_of(line: &str) -> Option<(u8, usize)> {
    let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let count = line.bytes().take_while(|byte| *byte == mark).count();
    (count >= 3 && !(mark == b'`' && line[count..].contains('`'))).then_some((mark, count))
}

#[derive(Default)]
struct Cutter {
    text: String,
    lines: Vec<Line>,
    faults: Vec<Fault>,
    shifts: Vec<(usize, isize)>,
    shift: isize,
    open: Vec<(Kind, Range<usize>)>,
}

impl Cutter {
    fn directive(&mut self, content: &str, span: Range<usize>, length: usize) {
        let line = self.read(content, span);
        let before = self.text.len();
        if !matches!(line, Line::Nothing) {
            // Blank lines around it end whatever block stands before and after.
            let _ = write!(self.text, "\n<!--{MARK}{}-->\n", self.lines.len());
        }
        self.text.push('\n');
        self.lines.push(line);
        self.shift += (self.text.len() - before).cast_signed() - length.cast_signed();
        self.shifts.push((self.text.len(), self.shift));
    }

    fn read(&mut self, content: &str, span: Range<usize>) -> Line {
        let rest = content.trim_start_matches(':').trim();
        if rest.is_empty() {
            if self.open.pop().is_some() {
                return Line::Close;
            }
            self.fault(Code::StrayDirectiveEnd, span, vec![]);
            return Line::Nothing;
        }
        let (name, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let argument = argument.trim();
        let Some(kind) = Kind::NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind) else {
            let names = Kind::NAMES.map(|(known, _)| known);
            let near = nearest(name, names).unwrap_or_default().to_owned();
            let args = vec![("name", name.to_owned()), ("nearest", near), ("allowed", names.join(", "))];
            self.fault(Code::UnknownDirective, span.clone(), args);
            // Taken for a note, so that its end finds something to close.
            self.open.push((Kind::Note, span.clone()));
            return Line::Open(Kind::Note, String::new(), span);
        };
        self.check_place(kind, &span);
        if argument.is_empty()
            && let Some(expected) = kind.argument()
        {
            let args = vec![("name", name.to_owned()), ("argument", expected.to_owned())];
            self.fault(Code::DirectiveArgument, span.clone(), args);
        }
        if kind.has_body() {
            self.open.push((kind, span.clone()));
        }
        Line::Open(kind, argument.to_owned(), span)
    }

    fn check_place(&mut self, kind: Kind, span: &Range<usize>) {
        let parent = self.open.last().map(|(parent, _)| *parent);
        let wrong = match kind {
            Kind::Step => parent != Some(Kind::Steps),
            Kind::Steps => parent.is_some(),
            _ => parent == Some(Kind::Steps),
        };
        if wrong {
            let parent = parent.map_or("", Kind::name).to_owned();
            let args = vec![("name", kind.name().to_owned()), ("parent", parent)];
            self.fault(Code::MisplacedDirective, span.clone(), args);
        }
    }

    fn fault(&mut self, code: Code, span: Range<usize>, args: Vec<(&'static str, String)>) {
        self.faults.push(Fault { code, span, args });
    }

    fn finish(mut self, source: &str) -> Cut<'static> {
        while let Some((kind, span)) = self.open.pop() {
            let _ = write!(self.text, "\n\n<!--{MARK}{}-->\n", self.lines.len());
            self.lines.push(Line::Close);
            self.fault(Code::UnclosedDirective, span, vec![("name", kind.name().to_owned())]);
        }
        Cut {
            text: self.text.into(),
            lines: self.lines,
            faults: self.faults,
            shifts: self.shifts,
            length: source.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_directives_is_not_copied() {
        assert!(matches!(cut("a\n\nb: c").text, std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn directives_in_fenced_code_are_code() {
        let cut = cut("```\n:::note\n```\n:::note\nx\n:::\n");
        assert_eq!(cut.lines.len(), 2);
        assert!(cut.text.starts_with("```\n:::note\n```\n"));
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "бір\n:::note Тақырып\nекі\n:::\nүш\n";
        let cut = cut(source);
        let at = cut.text.find("үш").unwrap();
        assert_eq!(&source[cut.source_range(at..at + "үш".len())], "үш");
        let at = cut.text.find("екі").unwrap();
        assert_eq!(&source[cut.source_range(at..at + 2)], "е");
    }

    #[test]
    fn faults_name_their_line() {
        for (source, code) in [
            (":::nte\nx\n:::\n", Code::UnknownDirective),
            (":::note\nx\n", Code::UnclosedDirective),
            (":::\n", Code::StrayDirectiveEnd),
            (":::details\nx\n:::\n", Code::DirectiveArgument),
            (":::step A\nx\n:::\n", Code::MisplacedDirective),
            (":::steps\n:::note\nx\n:::\n:::\n", Code::MisplacedDirective),
        ] {
            let faults = cut(source).faults;
            assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [code], "{source}");
        }
    }
}
