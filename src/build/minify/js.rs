//! Scripts.

use super::{MinifyError, Unclosed, after_comment, after_string, to_text};

/// An open bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `(`; after `if`, `while`, `for` and `with` a regular expression may follow its end.
    Round {
        statement: bool,
    },
    Square,
    Curly,
    /// `${` inside a template literal.
    Template,
}

/// Strips comments (but `/*! … */`), indentation and empty lines, and white space beside most punctuation. Line ends
/// stay unless the character beside them rules out that they end a statement.
///
/// A script in which a regular expression cannot be told from a division without understanding it is returned as it is.
///
/// # Errors
/// When a comment, string, template, regular expression or bracket is never closed.
pub fn minify_js(source: &str) -> Result<String, MinifyError> {
    Scan {
        bytes: source.as_bytes(),
        at: 0,
        out: Vec::with_capacity(source.len()),
        open: Vec::new(),
        closed: None,
        space: Space::None,
    }
    .run()
    .map(|small| small.unwrap_or_else(|| source.to_owned()))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    None,
    Blank,
    Line,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Vec<u8>,
    open: Vec<(Open, usize)>,
    /// The bracket that the last token closed.
    closed: Option<Open>,
    space: Space,
}

impl Scan<'_> {
    /// `None`: better left alone.
    fn run(mut self) -> Result<Option<String>, MinifyError> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let rest = &self.bytes[self.at..];
            if byte.is_ascii_whitespace() {
                self.pass(if matches!(byte, b'\n' | b'\r') { Space::Line } else { Space::Blank }, self.at + 1);
            } else if rest.starts_with(b"//") {
                self.pass(Space::Blank, memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |end| self.at + end));
            } else if rest.starts_with(b"/*") && !rest.starts_with(b"/*!") {
                let end = after_comment(self.bytes, self.at)?;
                let lines = self.bytes[self.at..end].contains(&b'\n');
                self.pass(if lines { Space::Line } else { Space::Blank }, end);
            } else {
                self.write_space(byte);
                let Some(end) = self.token(byte)? else { return Ok(None) };
                self.out.extend_from_slice(&self.bytes[self.at..end]);
                self.at = end;
            }
        }
        match self.open.pop() {
            Some((Open::Template, at)) => Err(MinifyError { at, what: Unclosed::Template }),
            Some((_, at)) => Err(MinifyError { at, what: Unclosed::Bracket }),
            None => Ok(Some(to_text(self.out))),
        }
    }

    fn pass(&mut self, space: Space, to: usize) {
        self.space = self.space.max(space);
        self.at = to;
    }

    fn write_space(&mut self, next: u8) {
        let Some(&last) = self.out.last() else {
            self.space = Space::None;
            return;
        };
        let blank =
            |byte| matches!(byte, b'{' | b'}' | b'(' | b')' | b'[' | b']' | b';' | b',' | b':' | b'=' | b'&' | b'|');
        match self.space {
            Space::Line => {
                // No statement ends after one of the first, nor does its end need a line end before one of the second.
                let joined = matches!(last, b'{' | b'(' | b'[' | b',' | b';')
                    || matches!(next, b'}' | b')' | b']' | b',' | b';');
                // The empty body of `while (x)` newline `;` and of its like stays as it is.
                if !joined || (next == b';' && last == b')') {
                    self.out.push(b'\n');
                }
            }
            Space::Blank if !blank(last) && !blank(next) => self.out.push(b' '),
            Space::Blank | Space::None => {}
        }
        self.space = Space::None;
    }

    /// The end of the token that begins here; `None` when it cannot be told.
    fn token(&mut self, byte: u8) -> Result<Option<usize>, MinifyError> {
        let at = self.at;
        let closed = self.closed.take();
        Ok(Some(match byte {
            b'"' | b'\'' => after_string(self.bytes, at)?,
            b'`' => self.template(at, at + 1)?,
            b'/' if self.bytes[at..].starts_with(b"/*") => after_comment(self.bytes, at)?,
            b'/' => match self.regex_may_stand(closed) {
                Some(true) => after_regex(self.bytes, at)?,
                Some(false) => at + 1,
                None => return Ok(None),
            },
            b'(' => {
                let statement = matches!(self.last_word(), b"if" | b"while" | b"for" | b"with");
                self.open.push((Open::Round { statement }, at));
                at + 1
            }
            b'[' => {
                self.open.push((Open::Square, at));
                at + 1
            }
            b'{' => {
                self.open.push((Open::Curly, at));
                at + 1
            }
            b')' | b']' | b'}' => {
                let open = self.open.pop().map(|(open, _)| open);
                match (open, byte) {
                    (Some(Open::Template), b'}') => self.template(at, at + 1)?,
                    (Some(Open::Round { .. }), b')') | (Some(Open::Square), b']') | (Some(Open::Curly), b'}') => {
                        self.closed = open;
                        at + 1
                    }
                    _ => return Err(MinifyError { at, what: Unclosed::Bracket }),
                }
            }
            _ => at + 1,
        }))
    }

    /// Walks a template literal from `i` to its end or to the next `${`.
    fn template(&mut self, at: usize, mut i: usize) -> Result<usize, MinifyError> {
        while let Some(&byte) = self.bytes.get(i) {
            match byte {
                b'\\' => i += 1,
                b'`' => return Ok(i + 1),
                b'$' if self.bytes.get(i + 1) == Some(&b'{') => {
                    self.open.push((Open::Template, at));
                    return Ok(i + 2);
                }
                _ => {}
            }
            i += 1;
        }
        Err(MinifyError { at, what: Unclosed::Template })
    }

    /// Whether `/` here begins a regular expression (or divides); `None` when it cannot be told.
    fn regex_may_stand(&self, closed: Option<Open>) -> Option<bool> {
        let Some(&last) = self.out.iter().rev().find(|byte| !byte.is_ascii_whitespace()) else { return Some(true) };
        match last {
            b')' => Some(closed == Some(Open::Round { statement: true })),
            b'}' => None,
            b']' | b'"' | b'\'' | b'`' => Some(false),
            b'+' | b'-' => {
                let out = self.out.trim_ascii_end();
                Some(!(out.ends_with(b"++") || out.ends_with(b"--")))
            }
            _ if is_word(last) => Some(matches!(
                self.last_word(),
                b"return"
                    | b"typeof"
                    | b"case"
                    | b"in"
                    | b"of"
                    | b"delete"
                    | b"void"
                    | b"throw"
                    | b"new"
                    | b"instanceof"
                    | b"do"
                    | b"else"
                    | b"yield"
                    | b"await"
            )),
            // A member such as `a.return` is caught by `last_word`, a number such as `1.` is not: nobody divides it.
            _ => Some(true),
        }
    }

    /// The word that the output ends with; empty after a member access.
    fn last_word(&self) -> &[u8] {
        let out = self.out.trim_ascii_end();
        let start = out.iter().rposition(|&byte| !is_word(byte)).map_or(0, |at| at + 1);
        if start > 0 && out[start - 1] == b'.' && !out[..start].ends_with(b"...") { b"" } else { &out[start..] }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80
}

fn after_regex(bytes: &[u8], at: usize) -> Result<usize, MinifyError> {
    let (mut i, mut class) = (at + 1, false);
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Ok(i + 1),
            b'\n' => break,
            _ => {}
        }
        i += 1;
    }
    Err(MinifyError { at, what: Unclosed::Regex })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comments_and_idle_space_go_and_statements_stay_apart() {
        for (source, wanted) in [
            (
                "const a = `x  ${ b + `in ${ c }  er` }  // no /* no */`; // yes",
                "const a=`x  ${b + `in ${c}  er`}  // no /* no */`;",
            ),
            (
                "const r = /[/\"']+ \\/ x/gi; const q = a / b / c; return /a  b/.test(x);",
                "const r=/[/\"']+ \\/ x/gi;const q=a / b / c;return /a  b/.test(x);",
            ),
            (
                "const v = a?.b ?? c?.[0] ?? (d || 1); let y = a ? .5 : 1;",
                "const v=a?.b ?? c?.[0]??(d||1);let y=a ? .5:1;",
            ),
            (
                "const f = async ( a , { b = 1 , ...c } ) => { await a; return b };",
                "const f=async(a,{b=1,...c})=>{await a;return b};",
            ),
            (
                "class A extends B {\n  #x = 1\n  static y = 2\n\n  get z() { return this.#x }\n}",
                "class A extends B{#x=1\nstatic y=2\nget z(){return this.#x}}",
            ),
            (
                "let a = 1\n\n  let b = 2\nfoo()\n[1, 2].forEach(x => x)\nvar c = a\n++b\nreturn\nx",
                "let a=1\nlet b=2\nfoo()\n[1,2].forEach(x=> x)\nvar c=a\n++b\nreturn\nx",
            ),
            ("if (a) b\nelse c\nwhile (x)\n  ;\ny", "if(a)b\nelse c\nwhile(x)\n;y"),
            ("a = b + +c; a = b - -c; a = b+ ++c; a < !--b", "a=b + +c;a=b - -c;a=b+ ++c;a < !--b"),
            (
                "import { a } from './b.js'\nimport('./c.js').then(({ d }) => d)",
                "import{a}from './b.js'\nimport('./c.js').then(({d})=> d)",
            ),
            ("if (x) /re'/.exec(y)\nconst z = f(x) / 2 / g[1] / 3", "if(x)/re'/.exec(y)\nconst z=f(x)/ 2 / g[1]/ 3"),
            ("a /* one */ + /* two\nlines */ b", "a +\nb"),
            (
                "let s = 'it\\'s  // ok', t = \"қ  ә\"; /*! licence */ u",
                "let s='it\\'s  // ok',t=\"қ  ә\";/*! licence */ u",
            ),
            ("x++ / 2; a.return / 2 / b; y = [...z] / 1", "x++ / 2;a.return / 2 / b;y=[...z]/ 1"),
            ("f(\n  a,\n  b\n)\n\n", "f(a,b)"),
        ] {
            let once = minify_js(source).unwrap();
            assert_eq!(once, wanted);
            assert_eq!(minify_js(&once).unwrap(), wanted, "twice");
        }
    }

    #[test]
    fn what_cannot_be_told_is_left_alone() {
        let source = "if (a) { b() }\n  /re'/.test(c)   // d";
        assert_eq!(minify_js(source).unwrap(), source);
    }

    #[test]
    fn what_is_not_closed_is_told() {
        for (source, at, what) in [
            ("f(", 1, Unclosed::Bracket),
            ("f)", 1, Unclosed::Bracket),
            ("a = 'b\n'", 4, Unclosed::Text),
            ("a = `b ${c", 4, Unclosed::Template),
            ("a = `b", 4, Unclosed::Template),
            ("a = /b\n/", 4, Unclosed::Regex),
            ("/* b", 0, Unclosed::Comment),
        ] {
            assert_eq!(minify_js(source), Err(MinifyError { at, what }), "{source}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_space_is_lost(source in r"([a-z.=+;,:?<>!&|\n -]|'[a-z ]*'|`[a-z ]*`|\$\{|[(){}/\[\]]|қ){0,40}") {
            if let Ok(small) = minify_js(&source) {
                prop_assert!(small.len() <= source.len());
                if !source.contains("//") && !source.contains("/*") {
                    let bare = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
                    prop_assert_eq!(bare(&small), bare(&source));
                }
            }
        }
    }
}
