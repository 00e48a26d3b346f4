//! Smaller files that mean exactly the same.
//!
//! Only comments and white space that is certainly insignificant go; names, quotes and optional tags stay. Compression
//! takes care of the rest. (A ready-made minifier was tried: it joins statements that a line end divides, turns
//! `+ +c` into `++c` and takes a quote inside a regular expression for a string.)

mod css;
mod html;
mod js;
mod svg;

pub use css::{Reference, minify_css, references};
pub use html::minify_html;
pub use js::minify_js;
pub use svg::minify_svg;

/// A style sheet or script that ends inside something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {at} is never closed")]
pub struct MinifyError {
    /// Byte where it begins.
    pub at: usize,
    /// What it is.
    pub what: Unclosed,
}

/// What is never closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclosed {
    /// `/*`.
    Comment,
    /// A string.
    Text,
    /// A template literal.
    Template,
    /// A regular expression.
    Regex,
    /// A bracket; also one that closes nothing.
    Bracket,
    /// `url(`.
    Url,
}

impl std::fmt::Display for Unclosed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Comment => "the comment",
            Self::Text => "the string",
            Self::Template => "the template literal",
            Self::Regex => "the regular expression",
            Self::Bracket => "the bracket",
            Self::Url => "the address",
        })
    }
}

/// The byte after the string that begins at `at` with its quote.
fn after_string(source: &[u8], at: usize) -> Result<usize, MinifyError> {
    let quote = source[at];
    let mut i = at + 1;
    while let Some(&byte) = source.get(i) {
        match byte {
            b'\\' => i += 1,
            b'\n' => break,
            _ if byte == quote => return Ok(i + 1),
            _ => {}
        }
        i += 1;
    }
    Err(MinifyError { at, what: Unclosed::Text })
}

/// The byte after the comment that begins at `at` with `/*`.
fn after_comment(source: &[u8], at: usize) -> Result<usize, MinifyError> {
    memchr::memmem::find(&source[at + 2..], b"*/")
        .map(|end| at + 2 + end + 2)
        .ok_or(MinifyError { at, what: Unclosed::Comment })
}

/// Puts bytes cut from a string at ASCII characters together again.
fn to_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
