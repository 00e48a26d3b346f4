//! Style sheets.

use std::ops::Range;

use super::{MinifyError, Unclosed, after_comment, after_string, to_text};

/// Strips comments (but `/*! … */`) and white space where no grammar of CSS gives it a meaning.
///
/// # Errors
/// When a comment, string, address or bracket is never closed.
pub fn minify_css(source: &str) -> Result<String, MinifyError> {
    let bytes = source.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut brackets: Vec<(u8, usize)> = Vec::new();
    // White space or a comment was passed and may have to be written.
    let (mut space, mut comment) = (false, false);
    // White space after an escape such as `\31 ` belongs to it.
    let mut escaped = false;
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        if byte.is_ascii_whitespace() {
            space = true;
            i += 1;
            continue;
        }
        if bytes[i..].starts_with(b"/*") && !bytes[i..].starts_with(b"/*!") {
            comment = true;
            i = after_comment(bytes, i)?;
            continue;
        }
        if space && (escaped || space_matters(out.last().copied(), byte)) {
            out.push(b' ');
        } else if comment && !space && out.last().is_some_and(|&last| joins(last) && joins(byte)) {
            out.extend_from_slice(b"/**/");
        }
        (space, comment, escaped) = (false, false, false);

        let end = match byte {
            b'"' | b'\'' => after_string(bytes, i)?,
            b'/' if bytes[i..].starts_with(b"/*") => after_comment(bytes, i)?,
            b'\\' => {
                escaped = true;
                after_escape(source, i)
            }
            b'(' if is_plain_url(bytes, i) => after_url(bytes, i)?,
            b'(' | b'[' | b'{' => {
                brackets.push((byte, i));
                i + 1
            }
            b')' | b']' | b'}' => {
                let fits = brackets
                    .pop()
                    .is_some_and(|(open, _)| matches!((open, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')));
                if !fits {
                    return Err(MinifyError { at: i, what: Unclosed::Bracket });
                }
                i + 1
            }
            _ => i + 1,
        };
        out.extend_from_slice(&bytes[i..end]);
        i = end;
    }
    match brackets.pop() {
        Some((_, at)) => Err(MinifyError { at, what: Unclosed::Bracket }),
        None => Ok(to_text(out)),
    }
}

/// Whether white space between these characters may have a meaning.
fn space_matters(last: Option<u8>, next: u8) -> bool {
    let Some(last) = last else { return false };
    // An empty custom property is written `--x: ;` for older browsers.
    let empty_value = last == b':' && matches!(next, b';' | b'}');
    empty_value
        || !(matches!(last, b'{' | b'}' | b';' | b',' | b'(' | b':' | b'>' | b'~')
            || matches!(next, b'{' | b'}' | b';' | b',' | b')' | b'!' | b'>' | b'~'))
}

/// Whether the character could become part of one token with its neighbour.
fn joins(byte: u8) -> bool {
    !matches!(byte, b'{' | b'}' | b';' | b',' | b')')
}

/// The byte after `\` and what it escapes, white space after hexadecimal digits not included.
fn after_escape(source: &str, at: usize) -> usize {
    let rest = &source.as_bytes()[at + 1..];
    let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    at + 1 + if digits > 0 { digits } else { source[at + 1..].chars().next().map_or(0, char::len_utf8) }
}

/// Whether the bracket at `at` opens an address without quotes.
fn is_plain_url(bytes: &[u8], at: usize) -> bool {
    let name = at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"url");
    let longer = at >= 4 && (bytes[at - 4].is_ascii_alphanumeric() || matches!(bytes[at - 4], b'-' | b'_'));
    let first = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    name && !longer && !matches!(first, Some(b'"' | b'\''))
}

fn after_url(bytes: &[u8], at: usize) -> Result<usize, MinifyError> {
    let mut i = at + 1;
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 1,
            b')' => return Ok(i + 1),
            _ => {}
        }
        i += 1;
    }
    Err(MinifyError { at, what: Unclosed::Url })
}

/// An address in a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The bytes of the address, quotes not included.
    pub span: Range<usize>,
}

/// The addresses in `url(…)` and in `@import "…"`, in order.
///
/// # Errors
/// When a comment, string or address is never closed.
pub fn references(source: &str) -> Result<Vec<Reference>, MinifyError> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'"' | b'\'' => {
                let end = after_string(bytes, i)?;
                let before = source[..i].trim_end();
                let import = before.len() >= 7
                    && before.is_char_boundary(before.len() - 7)
                    && before[before.len() - 7..].eq_ignore_ascii_case("@import");
                if import || opens_url(before) {
                    found.push(Reference { span: i + 1..end - 1 });
                }
                i = end;
            }
            b'/' if bytes[i..].starts_with(b"/*") => i = after_comment(bytes, i)?,
            b'\\' => i = after_escape(source, i),
            b'(' if is_plain_url(bytes, i) => {
                let end = after_url(bytes, i)?;
                let inner = &source[i + 1..end - 1];
                let start = i + 1 + (inner.len() - inner.trim_start().len());
                found.push(Reference { span: start..start + inner.trim().len() });
                i = end;
            }
            _ => i += 1,
        }
    }
    Ok(found)
}

fn opens_url(before: &str) -> bool {
    let bytes = before.as_bytes();
    let Some(name_end) = bytes.len().checked_sub(1).filter(|&at| bytes[at] == b'(') else { return false };
    let longer =
        name_end >= 4 && (bytes[name_end - 4].is_ascii_alphanumeric() || matches!(bytes[name_end - 4], b'-' | b'_'));
    name_end >= 3 && bytes[name_end - 3..name_end].eq_ignore_ascii_case(b"url") && !longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_goes_where_it_means_nothing_and_stays_where_it_does() {
        for (source, wanted) in [
            (":root { --gap: 1rem; --empty: ; --x:  a  b ; }", ":root{--gap:1rem;--empty: ;--x:a b;}"),
            (
                "a { width: calc(1px + 2px); margin: calc(var(--a) - (2 * var(--b))) -1px }",
                "a{width:calc(1px + 2px);margin:calc(var(--a) - (2 * var(--b))) -1px}",
            ),
            (
                "@media (width >= 40rem) and (hover: none) , print {\n  a { color: red; }\n}",
                "@media (width>= 40rem) and (hover:none),print{a{color:red;}}",
            ),
            (
                "@media not all and (400px<=width< 700px) { a { b: c } }",
                "@media not all and (400px<=width< 700px){a{b:c}}",
            ),
            (
                ".a { color: red; & .b { color: blue; } &:hover { x: y } > p { m: 0 } + .c { d: e } }",
                ".a{color:red;& .b{color:blue;}&:hover{x:y}>p{m:0}+ .c{d:e}}",
            ),
            (
                ":is(h1, h2) :where(.a .b) > p + q ~ r :not( .x ) [data-y] { a: b }",
                ":is(h1,h2) :where(.a .b)>p + q~r :not(.x) [data-y]{a:b}",
            ),
            (
                "a :hover { a: b } a:hover, a *::before { c: d } * + * { z: w }",
                "a :hover{a:b}a:hover,a *::before{c:d}* + *{z:w}",
            ),
            (
                "a { color: color-mix(in oklab, var(--x) 20%, white) !important; }",
                "a{color:color-mix(in oklab,var(--x) 20%,white)!important;}",
            ),
            (
                "@supports (display: grid) and (not (color: lab(0% 0 0))) { a { b: c } }",
                "@supports (display:grid) and (not (color:lab(0% 0 0))){a{b:c}}",
            ),
            (
                "a { background: url( a,b .png ) , url(\"a  b.png\") no-repeat }",
                "a{background:url( a,b .png ),url(\"a  b.png\") no-repeat}",
            ),
            (
                "a { background: url(data:image/svg+xml;utf8,<svg a='//x /* y */'/>) }",
                "a{background:url(data:image/svg+xml;utf8,<svg a='//x /* y */'/>)}",
            ),
            (
                "a::before { content: \"  two /* no */ \\\"  \" '\\'  '; }",
                "a::before{content:\"  two /* no */ \\\"  \" '\\'  ';}",
            ),
            ("@layer base, theme;\n@layer base { a { b: c } }", "@layer base,theme;@layer base{a{b:c}}"),
            (
                "@font-face { font-family: \"Golos Text\"; unicode-range: U+0400-04FF, U+2116; }",
                "@font-face{font-family:\"Golos Text\";unicode-range:U+0400-04FF,U+2116;}",
            ),
            (
                "a { font: 1rem/1.5 \"Golos Text\", sans-serif; grid-area: 1 / 2 / 3; inset: 0 -1px }",
                "a{font:1rem/1.5 \"Golos Text\",sans-serif;grid-area:1 / 2 / 3;inset:0 -1px}",
            ),
            ("/*! licence */ a { b: c } /* gone */ d/* x */e { f: g }", "/*! licence */ a{b:c}d/**/e{f:g}"),
            (".a/**/.b { } .a /* x */ .b { } .a,/**/.b { }", ".a/**/.b{}.a .b{}.a,.b{}"),
            (".sm\\:grid { a: b } .\\31 0 x { a: b } .\\31 , y { a: b }", ".sm\\:grid{a:b}.\\31 0 x{a:b}.\\31 ,y{a:b}"),
            (
                "[data-x=\"a b\" i] { c: d } a:nth-child(2n + 1 of .x) { g: h }",
                "[data-x=\"a b\" i]{c:d}a:nth-child(2n + 1 of .x){g:h}",
            ),
            (
                "@property --p { syntax: '<length>'; initial-value: 0px; }",
                "@property --p{syntax:'<length>';initial-value:0px;}",
            ),
            (
                "@scope (.card) to (.x) { img { a: b } }\n@page :first { margin: 1cm }",
                "@scope (.card) to (.x){img{a:b}}@page :first{margin:1cm}",
            ),
            (
                "a[href^=\"http\"]::after { content: \" (\" attr(href) \")\"; }",
                "a[href^=\"http\"]::after{content:\" (\" attr(href) \")\";}",
            ),
            (
                "@container card (width > 400px) and style(--x: 1) { a { b: c } }",
                "@container card (width>400px) and style(--x:1){a{b:c}}",
            ),
        ] {
            let once = minify_css(source).unwrap();
            assert_eq!(once, wanted);
            assert_eq!(minify_css(&once).unwrap(), wanted, "twice");
        }
    }

    #[test]
    fn what_is_not_closed_is_told() {
        for (source, at, what) in [
            ("a { b: c", 2, Unclosed::Bracket),
            ("a } b", 2, Unclosed::Bracket),
            ("a { b: calc(1px }", 16, Unclosed::Bracket),
            ("a /* b", 2, Unclosed::Comment),
            ("a { b: \"c\n\" }", 7, Unclosed::Text),
            ("a { b: url(c", 10, Unclosed::Url),
        ] {
            assert_eq!(minify_css(source), Err(MinifyError { at, what }), "{source}");
        }
    }

    #[test]
    fn addresses_are_found_outside_comments_and_strings() {
        let source = "@import \"a.css\"; /* url(no) */ b { c: url( d.png ) url('e f.png') url(\"g\"); h: \"url(no)\"; i: xurl(\"no\") }";
        let found: Vec<_> = references(source).unwrap().into_iter().map(|it| &source[it.span]).collect();
        assert_eq!(found, ["a.css", "d.png", "e f.png", "g"]);
    }

    proptest! {
        #[test]
        fn nothing_but_space_is_lost(source in r#"([a-z.#:>~+*&!%,; \n-]|"[a-z \\"]*"|/\*[a-z]*\*/|қ|\\é|\\3|\(|\)|\{|\}){0,40}"#) {
            if let Ok(small) = minify_css(&source) {
                prop_assert!(small.len() <= source.len());
                prop_assert_eq!(minify_css(&small).unwrap(), small.clone());
                if !source.contains("/*") {
                    let bare = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
                    prop_assert_eq!(bare(&small), bare(&source));
                }
            }
        }
    }
}
