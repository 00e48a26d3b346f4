//! Style sheets, scripts, fonts and drawings of the theme and of the site: smaller, and named after their content, so
//! that a browser may keep them for ever.

use std::collections::BTreeMap;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128;

use super::minify::{MinifyError, minify_css, minify_js, minify_svg, references};

/// An asset as the theme has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetSource {
    /// Path below the folder of assets, with `/`: `fonts/golos-400.woff2`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// An asset as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path in the release: `assets/otau.0123456789.css`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// All assets of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The files, sorted by path.
    pub files: Vec<Asset>,
    /// Path in the theme → address: `otau.css` → `/assets/otau.0123456789.css`.
    pub urls: BTreeMap<String, String>,
}

impl Assets {
    /// The address of an asset.
    pub fn url(&self, path: &str) -> Option<&str> {
        self.urls.get(path).map(String::as_str)
    }
}

/// What is wrong with an asset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct AssetError {
    /// Path as in [`AssetSource::path`].
    pub path: String,
    /// The place in its text, in bytes; empty when it is about the file as a whole.
    pub span: Range<usize>,
    /// What it is.
    pub fault: AssetFault,
}

/// The kinds of [`AssetError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssetFault {
    /// A style sheet, script or drawing that is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// Something is never closed.
    #[error("{0}")]
    Unclosed(MinifyError),
    /// A style sheet names a file that is not there.
    #[error("no such asset: {0}")]
    UnknownAsset(String),
    /// A style sheet names an address of another site.
    #[error("an address of another site: {0}")]
    Foreign(String),
    /// Style sheets that import each other in a circle.
    #[error("imports go in a circle")]
    Circle,
}

/// Makes the assets of a build from those of the theme. `minify` is off in preview.
///
/// # Errors
/// Everything that is wrong, sorted by path and place.
pub fn prepare(sources: &[AssetSource], minify: bool) -> Result<Assets, Vec<AssetError>> {
    let mut work = Work {
        sources: sources.iter().map(|source| (source.path.as_str(), source.bytes.as_slice())).collect(),
        minify,
        urls: BTreeMap::new(),
        files: BTreeMap::new(),
        open: Vec::new(),
        errors: Vec::new(),
    };
    for source in sources {
        work.add(&source.path);
    }
    if work.errors.is_empty() {
        let files = work.files.into_iter().map(|(path, bytes)| Asset { path, bytes }).collect();
        Ok(Assets { files, urls: work.urls })
    } else {
        work.errors.sort_by(|a, b| (&a.path, a.span.start).cmp(&(&b.path, b.span.start)));
        work.errors.dedup();
        Err(work.errors)
    }
}

struct Work<'a> {
    sources: BTreeMap<&'a str, &'a [u8]>,
    minify: bool,
    urls: BTreeMap<String, String>,
    /// Equal files of one name are one file.
    files: BTreeMap<String, Vec<u8>>,
    /// Style sheets being worked on, each importing the next.
    open: Vec<String>,
    errors: Vec<AssetError>,
}

impl Work<'_> {
    /// The published path of an asset, made now unless it is there.
    fn add(&mut self, path: &str) -> Option<String> {
        if let Some(url) = self.urls.get(path) {
            return Some(url[1..].to_owned());
        }
        let bytes = *self.sources.get(path)?;
        let bytes = match extension(path) {
            "css" | "js" | "mjs" | "svg" => {
                let Ok(text) = std::str::from_utf8(bytes) else {
                    self.error(path, 0..0, AssetFault::NotUtf8);
                    return None;
                };
                self.text(path, text.trim_start_matches('\u{feff}')).into_bytes()
            }
            _ => bytes.to_vec(),
        };
        let published = published_path(path, &bytes);
        self.urls.insert(path.to_owned(), format!("/{published}"));
        self.files.insert(published.clone(), bytes);
        Some(published)
    }

    fn text(&mut self, path: &str, text: &str) -> String {
        let made = match extension(path) {
            "svg" => Ok(if self.minify { minify_svg(text) } else { text.to_owned() }),
            "css" => {
                self.open.push(path.to_owned());
                let made = self.style_sheet(path, text);
                self.open.pop();
                made
            }
            _ if self.minify => minify_js(text),
            _ => Ok(text.to_owned()),
        };
        made.unwrap_or_else(|fault| {
            self.error(path, fault.at..fault.at + 1, AssetFault::Unclosed(fault));
            String::new()
        })
    }

    fn style_sheet(&mut self, path: &str, text: &str) -> Result<String, MinifyError> {
        let mut renamed = String::with_capacity(text.len());
        let mut done = 0;
        for reference in references(text)? {
            let span = reference.span;
            let address = &text[span.clone()];
            let (target, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
            if target.is_empty() || target.starts_with('/') && !target.starts_with("//") || address.starts_with("data:")
            {
                continue;
            }
            if target.starts_with("//") || target.contains(':') {
                self.error(path, span, AssetFault::Foreign(address.to_owned()));
                continue;
            }
            let logical = resolve(path, target);
            if logical.as_ref().is_some_and(|logical| self.open.contains(logical)) {
                self.error(path, span, AssetFault::Circle);
                continue;
            }
            if logical.as_deref().is_none_or(|logical| !self.sources.contains_key(logical)) {
                self.error(path, span, AssetFault::UnknownAsset(target.to_owned()));
                continue;
            }
            let Some(published) = logical.and_then(|logical| self.add(&logical)) else { continue };
            // All assets lie in one folder, so the name is enough, wherever the site is mounted.
            renamed.push_str(&text[done..span.start]);
            renamed.push_str(published.rsplit('/').next().unwrap_or(&published));
            renamed.push_str(rest);
            done = span.end;
        }
        renamed.push_str(&text[done..]);
        // Before the names are changed, so that a fault is told at its place in the file.
        let small = minify_css(text)?;
        Ok(match (self.minify, done) {
            (false, _) => renamed,
            (true, 0) => small,
            (true, _) => minify_css(&renamed)?,
        })
    }

    fn error(&mut self, path: &str, span: Range<usize>, fault: AssetFault) {
        self.errors.push(AssetError { path: path.to_owned(), span, fault });
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// `fonts/x.woff2` → `assets/x.0123456789.woff2`. Other characters than letters, digits, `-` and `_` become `-`.
fn published_path(path: &str, bytes: &[u8]) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let safe = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect()
    };
    let hash = format!("{:032x}", xxh3_128(bytes));
    format!("assets/{}.{}.{}", safe(stem), &hash[..10], safe(extension))
}

/// `../fonts/x.woff2` seen from `css/a.css` → `fonts/x.woff2`; `None` when it leaves the folder of assets.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> AssetSource {
        AssetSource { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn text<'a>(assets: &'a Assets, path: &str) -> &'a str {
        let url = assets.url(path).unwrap();
        let file = assets.files.iter().find(|file| format!("/{}", file.path) == url).unwrap();
        std::str::from_utf8(&file.bytes).unwrap()
    }

    #[test]
    fn style_sheets_name_fonts_and_each_other_by_content() {
        let sources = [
            source(
                "css/a.css",
                "@import \"b.css\" layer(x);\n@font-face { src: url(\"../fonts/x.woff2?v#y\") format('woff2') }",
            ),
            source("css/b.css", "b { background: url(../i/m.svg) , url( data:image/png;base64,AA== ), url(#c) }"),
            source("fonts/x.woff2", "font"),
            source("i/m.svg", "<svg> <path/> </svg>"),
            source("otau.js", "let a = 1 // one\n"),
        ];
        let assets = prepare(&sources, true).unwrap();
        let name = |path: &str| assets.url(path).unwrap().strip_prefix("/assets/").unwrap().to_owned();
        assert_eq!(
            text(&assets, "css/a.css"),
            format!(
                "@import \"{}\" layer(x);@font-face{{src:url(\"{}?v#y\") format('woff2')}}",
                name("css/b.css"),
                name("fonts/x.woff2")
            )
        );
        assert_eq!(
            text(&assets, "css/b.css"),
            format!("b{{background:url({}),url( data:image/png;base64,AA== ),url(#c)}}", name("i/m.svg"))
        );
        assert_eq!(text(&assets, "i/m.svg"), "<svg><path/></svg>");
        assert_eq!(text(&assets, "otau.js"), "let a=1");
        assert!(name("fonts/x.woff2").starts_with("x.") && name("fonts/x.woff2").len() == "x.0123456789.woff2".len());

        let mut changed = sources;
        changed[2].bytes.push(b'!');
        let changed = prepare(&changed, true).unwrap();
        assert_ne!(changed.url("css/a.css"), assets.url("css/a.css"), "a new font is a new style sheet");
        assert_eq!(changed.url("css/b.css"), assets.url("css/b.css"));
    }

    #[test]
    fn preview_changes_names_only() {
        let assets = prepare(&[source("a.css", "a  {  } /* x */"), source("a.js", "a  = 1")], false).unwrap();
        assert_eq!((text(&assets, "a.css"), text(&assets, "a.js")), ("a  {  } /* x */", "a  = 1"));
    }

    #[test]
    fn equal_files_are_one() {
        let assets =
            prepare(&[source("a/x.txt", "same"), source("b/x.txt", "same"), source("c/x.txt", "other")], true).unwrap();
        assert_eq!(assets.files.len(), 2);
        assert_eq!(assets.url("a/x.txt"), assets.url("b/x.txt"));
    }

    #[test]
    fn everything_wrong_is_told_at_its_place() {
        let sources = [
            source("a.css", "a { b: url(no.png) url(https://x.kz/y.png) url(../up.png) }"),
            source("b.css", "@import 'c.css';"),
            source("c.css", "@import 'b.css';"),
            source("d.js", "f("),
            AssetSource { path: "e.css".into(), bytes: vec![0xff] },
        ];
        let told: Vec<_> =
            prepare(&sources, true).unwrap_err().iter().map(|it| (it.span.start, it.to_string())).collect();
        let told: Vec<_> = told.iter().map(|(at, text)| (*at, text.as_str())).collect();
        assert_eq!(
            told,
            [
                (11, "a.css: no such asset: no.png"),
                (23, "a.css: an address of another site: https://x.kz/y.png"),
                (47, "a.css: no such asset: ../up.png"),
                (9, "c.css: imports go in a circle"),
                (1, "d.js: the bracket at byte 1 is never closed"),
                (0, "e.css: not UTF-8"),
            ]
        );
    }
}
