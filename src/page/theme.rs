//! A theme and the interface strings as files: those inside the program, replaced file by file by the site's own.
//! The only place of `page` that touches the disk.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;

use super::templates::{TemplateFile, TemplateFiles};
use crate::i18n::{Language, PerLanguage, Source, Sources};
use crate::problem::{Code, Place, Problem, shown_path};
use crate::site::source::read_text;

/// Name of the theme inside the program.
pub const BUILTIN: &str = "otau";

#[derive(RustEmbed)]
#[folder = "themes/otau"]
struct BuiltinTheme;

#[derive(RustEmbed)]
#[folder = "locales"]
struct BuiltinLocales;

/// A file of the theme that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Path as shown to a person.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Everything that decides how the site looks and speaks.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Templates by name.
    pub templates: TemplateFiles,
    /// Assets by their path below `assets/`.
    pub assets: BTreeMap<String, AssetFile>,
    /// Font for the card that social networks show.
    pub card_font: Vec<u8>,
    /// Interface strings.
    pub locales: Sources,
}

impl Theme {
    /// Reads theme `name` of the site at `root`, over the built-in one. `named_at` is where the site names it.
    pub fn read(root: &Path, name: &str, named_at: Option<Place>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut theme = Self::builtin(&mut problems);
        let folder = root.join("themes").join(name);
        let plain = super::super::site::config::is_key(name);
        if plain && folder.is_dir() {
            theme.overlay(root, &folder, &mut problems);
        } else if name != BUILTIN {
            let place = named_at.unwrap_or_else(|| Place::file("content/site.toml"));
            problems.push(Problem::new(Code::UnknownTheme, place).with("theme", name));
        }
        theme.read_locales(root, &mut problems);
        (theme, problems)
    }

    fn builtin(problems: &mut Vec<Problem>) -> Self {
        let mut theme = Self::default();
        for name in BuiltinTheme::iter() {
            let Some(file) = BuiltinTheme::get(&name) else { continue };
            theme.add(&name, &format!("themes/{BUILTIN}/{name}"), file.data.into_owned(), problems);
        }
        theme
    }

    fn add(&mut self, name: &str, shown: &str, bytes: Vec<u8>, problems: &mut Vec<Problem>) {
        if let Some(template) = name.strip_prefix("templates/") {
            match crate::site::source::decode(shown, bytes) {
                Ok(text) => {
                    self.templates.insert(template.to_owned(), TemplateFile { path: shown.to_owned(), text });
                }
                Err(problem) => problems.push(problem),
            }
        } else if let Some(asset) = name.strip_prefix("assets/") {
            self.assets.insert(asset.to_owned(), AssetFile { path: shown.to_owned(), bytes });
        } else if name == "fonts/card.ttf" {
            self.card_font = bytes;
        }
    }

    fn overlay(&mut self, root: &Path, folder: &Path, problems: &mut Vec<Problem>) {
        for path in files_below(folder) {
            let name = shown_path(folder, &path);
            let wanted =
                ["templates/", "assets/"].iter().any(|part| name.starts_with(part)) || name == "fonts/card.ttf";
            if !wanted {
                continue;
            }
            let shown = shown_path(root, &path);
            match std::fs::read(&path) {
                Ok(bytes) => self.add(&name, &shown, bytes, problems),
                Err(error) => {
                    problems.push(Problem::new(Code::Unreadable, Place::file(shown)).with("reason", error));
                }
            }
        }
    }

    fn read_locales(&mut self, root: &Path, problems: &mut Vec<Problem>) {
        self.locales = builtin_locales();
        for language in Language::ALL {
            for path in files_below(&root.join("locales").join(language.code())) {
                if path.extension().is_none_or(|extension| extension != "ftl") {
                    continue;
                }
                match read_text(root, &path) {
                    Ok(Some(file)) => {
                        let own = Source { path: file.path, text: file.text };
                        // The program's own folder is a site too: its files are not overrides of themselves.
                        let same = self.locales.builtin[language].contains(&own);
                        if !same {
                            self.locales.overrides[language].push(own);
                        }
                    }
                    Ok(None) => {}
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
}

/// The interface strings inside the program.
pub fn builtin_locales() -> Sources {
    let builtin = PerLanguage::from_fn(|language| {
        let prefix = format!("{}/", language.code());
        let mut names: Vec<_> = BuiltinLocales::iter().filter(|name| name.starts_with(&prefix)).collect();
        names.sort();
        let read = |name: std::borrow::Cow<'static, str>| {
            let file = BuiltinLocales::get(&name)?;
            Some(Source { path: format!("locales/{name}"), text: String::from_utf8_lossy(&file.data).into_owned() })
        };
        names.into_iter().filter_map(read).collect()
    });
    Sources { builtin, overrides: PerLanguage::default() }
}

/// All files below a folder, sorted; hidden ones and links left out; empty when there is no such folder.
pub fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => open.push(entry.path()),
                Ok(kind) if kind.is_file() && !hidden => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort_unstable();
    found
}
