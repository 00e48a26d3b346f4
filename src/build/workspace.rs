//! A site's folder as far as it is known: parsed content, theme, strings. `build` reads it once; `preview` keeps it and
//! reads again only what changed.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

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
use crate::site::source::{PageFile, SiteSource, read_page};

/// Locale files whose words visitors read in sentences.
const READ_BY_VISITORS: [&str; 5] = ["/site.ftl", "/calculator.ftl", "/cabinet.ftl", "/cabinet-auth.ftl", "/sms.ftl"];

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
    /// What was made from files that seldom change.
    memo: Mutex<Memo>,
}

/// Work that need not be done again while its input stays: what makes an edit visible at once.
#[derive(Debug, Default)]
struct Memo {
    /// Assets and compiled templates, for minified or plain assets.
    look: Option<(bool, Arc<Look>)>,
    /// Cards by what they say.
    cards: HashMap<(String, String), Bytes>,
    /// The model before: an edit leaves most of it as it was.
    model: Option<Arc<SiteModel>>,
    /// Converted files by path, with the time and length they had.
    media: HashMap<PathBuf, (Stamp, Converted)>,
}

/// Time of the last change and length of a file.
type Stamp = (Option<SystemTime>, u64);

/// A file of a page as it is published, or why it cannot be.
type Converted = Result<PageMedia, String>;

/// Everything a theme and the strings yield.
#[derive(Debug)]
struct Look {
    templates: Option<Templates>,
    library: Option<Library>,
    files: Vec<ReadyFile>,
    problems: Vec<Problem>,
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
            memo: Mutex::default(),
        };
        workspace.read_theme(&named.0, named.1);
        workspace.parsed = ParsedSite::parse(source, &workspace.words);
        workspace.check_strings();
        workspace
    }

    /// Finds words that the glossary forbids in the interface strings, as far as they are files of the site.
    fn check_strings(&mut self) {
        for locale in Locale::ALL {
            let forbidden = &self.parsed.glossary.forbidden[locale];
            if forbidden.is_empty() {
                continue;
            }
            let locales = &self.theme.locales;
            let language = locale.language();
            for source in locales.builtin[language].iter().chain(&locales.overrides[language]) {
                if !READ_BY_VISITORS.iter().any(|name| source.path.ends_with(name))
                    || !self.root.join(&source.path).is_file()
                {
                    continue;
                }
                for hit in forbidden.scan(&source.text).filter(|hit| is_string(&source.text, hit.span.start)) {
                    let place = Place::span(&source.path, &source.text, hit.span.clone());
                    let word = &source.text[hit.span];
                    let problem = Problem::new(Code::ForbiddenTerm, place);
                    self.problems.push(problem.with("variant", word).with("term", hit.term));
                }
            }
        }
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
                for source in sources {
                    hash.update(source.text.as_bytes());
                }
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

    /// How many texts the site has.
    pub fn texts(&self) -> usize {
        self.parsed.pages.iter().flat_map(|page| page.texts.iter()).filter(|(_, text)| text.is_some()).count()
    }

    /// Reads again the folders of pages among `changed`; anything else that changed makes everything be read again.
    pub fn refresh(&mut self, changed: &BTreeSet<PathBuf>) {
        let content = self.root.join("content");
        let mut folders = BTreeSet::new();
        for path in changed {
            let inside = path.starts_with(&content)
                && !path.starts_with(content.join("search"))
                && path.parent().is_some_and(|folder| folder != content);
            // A folder that came or went may hold any number of pages.
            let folder = path.is_dir() || !path.exists() && self.knew_within(path);
            match path.parent().filter(|_| inside && !folder) {
                Some(folder) => folders.insert(folder.to_owned()),
                None => return *self = Self::read(&self.root),
            };
        }
        for folder in folders {
            self.refresh_folder(&folder);
        }
    }

    fn knew_within(&self, folder: &Path) -> bool {
        let shown = crate::problem::shown_path(&self.root, folder);
        let within = |path: &str| path.strip_prefix(&shown).is_some_and(|rest| rest.starts_with('/'));
        self.parsed.pages.iter().any(|page| within(&page.meta_path))
            || self.parsed.problems.iter().any(|problem| within(&problem.place.path))
    }

    fn refresh_folder(&mut self, folder: &Path) {
        let (source, problems) = read_page(&self.root, folder);
        let shown = crate::problem::shown_path(&self.root, folder);
        // Not those of pages below it.
        self.parsed.problems.retain(|problem| {
            let path = problem.place.path.as_str();
            path != shown && path.rsplit_once('/').is_none_or(|(folder, _)| folder != shown)
        });
        self.parsed.problems.extend(problems);
        let at = self.parsed.pages.binary_search_by(|page| page.dir.as_str().cmp(&shown));
        let page = source.map(|source| Arc::new(parse_page(source, &self.words, &self.parsed.glossary)));
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
        let before = self.memo().model.clone();
        let (model, mut problems) = self.parsed.model(options, before.as_deref());
        problems.extend(self.problems.iter().cloned());
        problems.extend(crate::page::calculator::check(&model));
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
        let look = self.look(minify);
        problems.extend(look.problems.iter().cloned());
        let mut files = look.files.clone();
        let media = self.media(&model, cache, &mut files, problems);
        let (Some(templates), Some(library)) = (&look.templates, &look.library) else { return None };
        // Drawing is dear: only for a site that will be built.
        if has_errors(problems) {
            return None;
        }
        let cards = self.cards(&model, &mut files, problems);
        if has_errors(problems) {
            return None;
        }
        let model = Arc::new(model);
        self.memo().model = Some(Arc::clone(&model));
        let parts = Parts { model, templates: templates.clone(), library: library.clone(), media, cards };
        match Renderer::new(parts) {
            Ok(renderer) => Some(Prepared { renderer, files }),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }

    fn memo(&self) -> MutexGuard<'_, Memo> {
        // A panic elsewhere leaves nothing half done in it.
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, minify: bool) -> Arc<Look> {
        let mut memo = self.memo();
        match &memo.look {
            Some((minified, look)) if *minified == minify => Arc::clone(look),
            _ => {
                let look = Arc::new(self.make_look(minify));
                memo.look = Some((minify, Arc::clone(&look)));
                look
            }
        }
    }

    fn make_look(&self, minify: bool) -> Look {
        let mut problems = Vec::new();
        let assets = self.assets(minify, &mut problems);
        let library = match Formats::new(&self.catalogue) {
            Ok(formats) => Some(Library {
                catalogue: Arc::clone(&self.catalogue),
                formats: Arc::new(formats),
                assets: Arc::new(assets.urls),
                locales_fingerprint: self.locales_fingerprint,
                sources: Arc::new(self.theme.locales.clone()),
            }),
            Err(error) => {
                problems.push(Problem::new(Code::BadFluent, Place::file("locales")).with("reason", error));
                None
            }
        };
        let compiled = library.as_ref().map(|library| Templates::compile(self.theme.templates.clone(), library));
        let templates = match compiled {
            Some(Ok((templates, found))) => {
                problems.extend(found);
                Some(templates)
            }
            Some(Err(found)) => {
                problems.extend(found);
                None
            }
            None => None,
        };
        let files = assets.files.into_iter().map(|asset| ReadyFile { path: asset.path, bytes: asset.bytes.into() });
        Look { templates, library, files: files.collect(), problems }
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
            // The names stay known, so that no template is blamed.
            let urls = sources.iter().map(|source| (source.path.clone(), String::new())).collect();
            Assets { urls, ..Assets::default() }
        })
    }

    fn media(
        &self,
        model: &SiteModel,
        cache: &PictureCache,
        files: &mut Vec<ReadyFile>,
        problems: &mut Vec<Problem>,
    ) -> Media {
        let mut wanted: Vec<(&ParsedPage, &PageFile)> = Vec::new();
        for page in &model.pages {
            wanted.extend(page.parsed.files.iter().map(|file| (&*page.parsed, file)));
        }
        let known = std::mem::take(&mut self.memo().media);
        let done: Vec<(Stamp, Converted)> = wanted
            .par_iter()
            .map(|(_, file)| {
                let stamp = stamp(&file.path);
                match known.get(&file.path) {
                    Some((before, done)) if *before == stamp => (stamp, done.clone()),
                    _ => (stamp, convert(&file.path, &file.name, cache)),
                }
            })
            .collect();
        let mut media = Media::default();
        for ((page, file), (_, done)) in wanted.iter().zip(&done) {
            match done {
                Ok(done) => {
                    weigh(page, file, done, problems);
                    media.insert(&page.key, &file.name, done.published.clone());
                    files.extend(done.files.iter().cloned());
                }
                Err(reason) => {
                    let problem = Problem::new(Code::BadPicture, picture_place(page, &file.name));
                    problems.push(problem.with("file", &file.name).with("reason", reason));
                }
            }
        }
        self.memo().media = wanted.into_iter().map(|(_, file)| file.path.clone()).zip(done).collect();
        // The same picture may lie in several folders.
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        media
    }

    fn cards(&self, model: &SiteModel, files: &mut Vec<ReadyFile>, problems: &mut Vec<Problem>) -> PerLocale<String> {
        PerLocale::from_fn(|locale: Locale| {
            let card = Card {
                name: &model.config.name[locale],
                tagline: &model.config.tagline[locale],
                colours: card::Colours::default(),
            };
            let says = (card.name.to_owned(), card.tagline.to_owned());
            let known = self.memo().cards.get(&says).cloned();
            let drawn = known.map_or_else(|| card::draw_card(&self.theme.card_font, &card).map(Bytes::from), Ok);
            match drawn {
                Ok(bytes) => {
                    self.memo().cards.insert(says, bytes.clone());
                    let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
                    let path = format!("assets/card-{}.{}.png", locale.code(), &hash[..10]);
                    let url = format!("/{path}");
                    files.push(ReadyFile { path, bytes });
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

/// Whether what stands at `at` in a file of strings is read by people: in no comment and not before the `=` of a message.
fn is_string(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    !before.starts_with('#') && (before.starts_with([' ', '\t']) || before.contains('='))
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

/// Warns of a picture that stays heavy.
fn weigh(page: &ParsedPage, file: &PageFile, done: &PageMedia, problems: &mut Vec<Problem>) {
    let heaviest = done.heaviest / 1024;
    if heaviest > PICTURE_LIMIT {
        let problem = Problem::new(Code::HeavyPicture, picture_place(page, &file.name)).with("file", &file.name);
        problems.push(problem.with("size", heaviest).with("limit", PICTURE_LIMIT));
    }
}

fn stamp(path: &Path) -> Stamp {
    std::fs::metadata(path).map_or((None, 0), |file| (file.modified().ok(), file.len()))
}

/// A file of a page's folder, ready to be published.
#[derive(Clone, Debug)]
struct PageMedia {
    published: MediaFile,
    files: Vec<ReadyFile>,
    /// Length of the heaviest form of a picture that a page may load, in bytes.
    heaviest: usize,
}

fn convert(path: &Path, name: &str, cache: &PictureCache) -> Converted {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    if PICTURES.contains(&extension.as_str()) {
        let done = cache.process(&bytes).map_err(|error| error.to_string())?;
        let heaviest = done.heaviest();
        let picture = Picture {
            width: done.picture.width,
            height: done.picture.height,
            sources: done.picture.sources,
            url: done.picture.fallback_url,
        };
        let files = done.files.into_iter().map(|(path, bytes)| ReadyFile { path, bytes: bytes.into() }).collect();
        return Ok(PageMedia { published: MediaFile::Picture(picture), files, heaviest });
    }
    let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
    let stem = name.strip_suffix(&format!(".{extension}")).unwrap_or(name);
    let stem = crate::i18n::slug::slug(Locale::Kk, stem);
    let path = format!("assets/files/{stem}.{}.{extension}", &hash[..10]);
    let published = MediaFile::File(format!("/{path}"));
    Ok(PageMedia { published, files: vec![ReadyFile { path, bytes: bytes.into() }], heaviest: 0 })
}
