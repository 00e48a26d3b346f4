//! A site's folder as far as it is known: parsed content, theme, strings. `build` reads it once; `preview` keeps it and
//! reads again only what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use super::assets::{self, AssetSource, Assets};
use super::card::{self, Card};
use super::pictures::PictureCache;
use crate::i18n::{self, Catalogue, Formats, Locale, PerLocale};
use crate::page::fill::{Media, MediaFile, Picture};
use crate::page::render::{Parts, Renderer};
use crate::page::templates::{Library, Templates, used_messages};
use crate::page::theme::Theme;
use crate::problem::{Code, Place, Problem, Severity};
use crate::site::markdown::Words;
use crate::site::model::{BuildOptions, ParsedSite, SiteModel};
use crate::site::parse::{ParsedPage, parse_page};
use crate::site::source::{SiteSource, read_page};

/// Largest weight of a picture after conversion that needs no warning, in KB.
const PICTURE_LIMIT: usize = 200;

/// Extensions of pictures.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "webp", "svg"];

/// A site's folder, read and parsed.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    parsed: ParsedSite,
    theme: Theme,
    /// Problems of the theme and the locales.
    problems: Vec<Problem>,
    catalogue: Arc<Catalogue>,
    words: PerLocale<Words>,
    locales_fingerprint: u128,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyFile {
    /// Path in the tree.
    pub path: String,
    /// Content.
    pub bytes: Bytes,
}

/// A site ready to be rendered.
#[derive(Debug)]
pub struct Prepared {
    /// Renders the pages.
    pub renderer: Renderer,
    /// Assets, cards, pictures and other files.
    pub files: Vec<ReadyFile>,
}

impl Workspace {
    /// Reads and parses everything at `root`.
    pub fn read(root: &Path) -> Self {
        Self::with_source(root, SiteSource::read(root))
    }

    /// Parses what was read at `root`.
    pub fn with_source(root: &Path, source: SiteSource) -> Self {
        let named = theme_name(&source);
        let mut workspace = Self {
            root: root.to_owned(),
            parsed: ParsedSite::default(),
            theme: Theme::default(),
            problems: Vec::new(),
            catalogue: Arc::new(Catalogue::load(&i18n::Sources::default()).0),
            words: PerLocale::default(),
            locales_fingerprint: 0,
        };
        workspace.read_theme(&named.0, named.1);
        workspace.parsed = ParsedSite::parse(source, &workspace.words);
        workspace
    }

    fn read_theme(&mut self, name: &str, named_at: Option<Place>) {
        let (theme, mut problems) = Theme::read(&self.root, name, named_at);
        let (catalogue, faults) = Catalogue::load(&theme.locales);
        problems.extend(faults);
        let used: BTreeSet<String> = used_messages(&theme.templates);
        problems.extend(i18n::check::check(&theme.locales, &used));
        // A site whose theme leaves a string of the program unused cannot delete it: only files of its own count.
        problems.retain(|problem| problem.code != Code::UnusedMessage || self.root.join(&problem.place.path).is_file());
        self.words = PerLocale::from_fn(|locale| Words::new(&catalogue, locale));
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for layer in [&theme.locales.builtin, &theme.locales.overrides] {
            for (_, sources) in layer.iter() {
                sources.iter().for_each(|source| hash.update(source.text.as_bytes()));
            }
        }
        self.locales_fingerprint = hash.digest128();
        self.catalogue = Arc::new(catalogue);
        self.theme = theme;
        self.problems = problems;
    }

    /// Interface strings, for messages.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// The next day on which a page appears or expires.
    pub fn next_change(&self, today: chrono::NaiveDate) -> Option<chrono::NaiveDate> {
        SiteModel::next_change(&self.parsed.pages, today)
    }

    /// How many texts the site has.
    pub fn texts(&self) -> usize {
        let texts = self.parsed.pages.iter().flat_map(|page| page.texts.iter().map(|(_, text)| text.is_some()));
        texts.filter(|present| *present).count()
    }

    /// Reads again the folders of pages among `changed`; anything else that changed makes everything be read again.
    pub fn refresh(&mut self, changed: &BTreeSet<PathBuf>) {
        let content = self.root.join("content");
        let mut folders = BTreeSet::new();
        for path in changed {
            let inside = path.starts_with(&content) && path.parent().is_some_and(|folder| folder != content);
            match path.parent().filter(|_| inside && !path.is_dir()) {
                Some(folder) => folders.insert(folder.to_owned()),
                None => return *self = Self::read(&self.root),
            };
        }
        for folder in folders {
            self.refresh_folder(&folder);
        }
    }

    fn refresh_folder(&mut self, folder: &Path) {
        let (source, problems) = read_page(&self.root, folder);
        let shown = crate::problem::shown_path(&self.root, folder);
        let inside = format!("{shown}/");
        self.parsed.problems.retain(|problem| !problem.place.path.starts_with(&inside));
        self.parsed.problems.extend(problems);
        let at = self.parsed.pages.binary_search_by(|page| page.dir.as_str().cmp(&shown));
        let page = source.map(|source| Arc::new(parse_page(source, &self.words)));
        match (at, page) {
            (Ok(at), Some(page)) => self.parsed.pages[at] = page,
            (Ok(at), None) => {
                self.parsed.pages.remove(at);
            }
            (Err(at), Some(page)) => self.parsed.pages.insert(at, page),
            (Err(_), None) => {}
        }
    }

    /// Makes the model and finds every problem of the site.
    pub fn model(&self, options: BuildOptions) -> (SiteModel, Vec<Problem>) {
        let (model, mut problems) = self.parsed.model(options);
        problems.extend(self.problems.iter().cloned());
        Problem::sort(&mut problems);
        (model, problems)
    }

    /// Makes everything ready to be rendered. `minify` is off in preview. Problems are added; none is returned when one
    /// of them is an error.
    pub fn prepare(
        &self,
        model: SiteModel,
        cache: &PictureCache,
        minify: bool,
        problems: &mut Vec<Problem>,
    ) -> Option<Prepared> {
        let assets = self.assets(minify, problems);
        let (media, mut files) = self.media(&model, cache, problems);
        let cards = self.cards(&model, &mut files, problems);
        let formats = Formats::new(&self.catalogue);
        if let Err(error) = &formats {
            let place = Place::file("locales");
            problems.push(Problem::new(Code::BadFluent, place).with("reason", error));
        }
        let library = Library {
            catalogue: Arc::clone(&self.catalogue),
            formats: Arc::new(formats.ok()?),
            assets: Arc::new(assets.urls),
            locales_fingerprint: self.locales_fingerprint,
        };
        files.extend(assets.files.into_iter().map(|asset| ReadyFile { path: asset.path, bytes: asset.bytes.into() }));
        let templates = match Templates::compile(self.theme.templates.clone(), &library) {
            Ok((templates, found)) => {
                problems.extend(found);
                templates
            }
            Err(found) => {
                problems.extend(found);
                return None;
            }
        };
        if has_errors(problems) {
            return None;
        }
        let parts = Parts { model: Arc::new(model), templates, library, media, cards };
        match Renderer::new(parts) {
            Ok(renderer) => Some(Prepared { renderer, files }),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }

    fn assets(&self, minify: bool, problems: &mut Vec<Problem>) -> Assets {
        let sources: Vec<AssetSource> = self
            .theme
            .assets
            .iter()
            .map(|(path, file)| AssetSource { path: path.clone(), bytes: file.bytes.clone() })
            .collect();
        assets::prepare(&sources, minify).unwrap_or_else(|errors| {
            for error in errors {
                let file = self.theme.assets.get(&error.path);
                let shown = file.map_or(error.path.as_str(), |file| file.path.as_str());
                let text = file.map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
                let place =
                    if error.span.is_empty() { Place::file(shown) } else { Place::span(shown, &text, error.span) };
                problems.push(Problem::new(Code::BadAsset, place).with("reason", error.fault));
            }
            Assets::default()
        })
    }

    fn media(&self, model: &SiteModel, cache: &PictureCache, problems: &mut Vec<Problem>) -> (Media, Vec<ReadyFile>) {
        let mut wanted: Vec<(&ParsedPage, &crate::site::source::PageFile)> = Vec::new();
        for page in &model.pages {
            wanted.extend(page.parsed.files.iter().map(|file| (&*page.parsed, file)));
        }
        let done: Vec<_> = wanted.par_iter().map(|(_, file)| convert(&file.path, &file.name, cache)).collect();
        let mut media = Media::default();
        let mut files: Vec<ReadyFile> = Vec::new();
        for ((page, file), done) in wanted.into_iter().zip(done) {
            let place = || picture_place(page, &file.name);
            match done {
                Ok((published, own)) => {
                    let heaviest = own.iter().map(|file| file.bytes.len()).min().unwrap_or(0) / 1024;
                    if heaviest > PICTURE_LIMIT && matches!(published, MediaFile::Picture(_)) {
                        let problem = Problem::new(Code::HeavyPicture, place()).with("file", &file.name);
                        problems.push(problem.with("size", heaviest).with("limit", PICTURE_LIMIT));
                    }
                    media.insert(&page.key, &file.name, published);
                    files.extend(own);
                }
                Err(reason) => {
                    let problem = Problem::new(Code::BadPicture, place()).with("file", &file.name);
                    problems.push(problem.with("reason", reason));
                }
            }
        }
        // The same picture may lie in several folders.
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup();
        (media, files)
    }

    fn cards(&self, model: &SiteModel, files: &mut Vec<ReadyFile>, problems: &mut Vec<Problem>) -> PerLocale<String> {
        PerLocale::from_fn(|locale: Locale| {
            let card = Card {
                name: &model.config.name[locale],
                tagline: &model.config.tagline[locale],
                colours: card::Colours::default(),
            };
            match card::draw_card(&self.theme.card_font, &card) {
                Ok(bytes) => {
                    let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
                    let path = format!("assets/card-{}.{}.png", locale.code(), &hash[..10]);
                    let url = format!("/{path}");
                    if !files.iter().any(|file| file.path == path) {
                        files.push(ReadyFile { path, bytes: bytes.into() });
                    }
                    url
                }
                Err(error) => {
                    let place = Place::file("themes");
                    problems.push(Problem::new(Code::BadAsset, place).with("reason", error));
                    String::new()
                }
            }
        })
    }
}

/// Whether one of the problems stops a build.
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity() == Severity::Error)
}

/// The theme that `site.toml` names and where it does: the theme's words are needed before the content is parsed.
fn theme_name(source: &SiteSource) -> (String, Option<Place>) {
    let Some(file) = &source.site else { return (crate::page::theme::BUILTIN.to_owned(), None) };
    let (table, _) = toml::de::DeTable::parse_recoverable(&file.text);
    let value = table.get_ref().iter().find(|(key, _)| key.get_ref() == "theme").map(|(_, value)| value);
    let name = value.and_then(|value| value.get_ref().as_str());
    let place = value.map(|value| Place::span(&file.path, &file.text, value.span()));
    (name.unwrap_or(crate::page::theme::BUILTIN).to_owned(), place)
}

/// Where the file is used in a text, or else the file itself.
fn picture_place(page: &ParsedPage, name: &str) -> Place {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = stem.strip_suffix(".kk").or_else(|| stem.strip_suffix(".ru")).unwrap_or(stem);
    for (_, text) in page.texts.iter() {
        let Some(text) = text else { continue };
        let used = text.rendered.pictures.iter().find(|picture| {
            picture.file == name || picture.file.rsplit_once('.').is_some_and(|(stem, _)| stem == plain)
        });
        if let Some(picture) = used {
            return text.place(&picture.span);
        }
    }
    Place::file(format!("{}/{name}", page.dir))
}

fn convert(path: &Path, name: &str, cache: &PictureCache) -> Result<(MediaFile, Vec<ReadyFile>), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if PICTURES.contains(&extension.as_str()) {
        let done = cache.process(&bytes).map_err(|error| error.to_string())?;
        let picture = Picture {
            width: done.picture.width,
            height: done.picture.height,
            sources: done.picture.sources,
            url: done.picture.fallback_url,
        };
        let files = done.files.into_iter().map(|(path, bytes)| ReadyFile { path, bytes: bytes.into() }).collect();
        return Ok((MediaFile::Picture(picture), files));
    }
    let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
    let stem = name.strip_suffix(&format!(".{extension}")).unwrap_or(name);
    let stem = crate::i18n::slug::slug(Locale::Kk, stem);
    let path = format!("assets/files/{stem}.{}.{extension}", &hash[..10]);
    Ok((MediaFile::File(format!("/{path}")), vec![ReadyFile { path, bytes: bytes.into() }]))
}
