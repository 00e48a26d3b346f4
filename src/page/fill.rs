//! Fills the holes of a text for one reader: addresses, pictures, shared ids, included texts, contacts, terms.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::i18n::{Locale, PerLocale};
use crate::routes;
use crate::site::markdown::body::{Fill, Hole};
use crate::site::markdown::links::Target;
use crate::site::markdown::typography::escape;
use crate::site::meta::Kind;
use crate::site::model::{Page, SiteModel, Slot, State};
use crate::site::parse::Text;

/// Files of page folders as they are published: by page key and file name.
#[derive(Clone, Debug, Default)]
pub struct Media {
    files: HashMap<String, HashMap<String, MediaFile>>,
}

/// A published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum MediaFile {
    /// A picture in several sizes.
    Picture(Picture),
    /// Any other file: its address.
    File(String),
}

/// A published picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Width of the original in pixels.
    pub width: u32,
    /// Height of the original in pixels.
    pub height: u32,
    /// WebP forms: width and address, smallest first; may be empty.
    pub sources: Vec<(u32, String)>,
    /// Address of the original form.
    pub url: String,
}

impl Media {
    /// Adds a file.
    pub fn insert(&mut self, key: &str, name: &str, file: MediaFile) {
        self.files.entry(key.to_owned()).or_default().insert(name.to_owned(), file);
    }

    /// A file of a page.
    pub fn get(&self, key: &str, name: &str) -> Option<&MediaFile> {
        self.files.get(key)?.get(name)
    }
}

/// Words that stand in texts, by language.
#[derive(Clone, Debug, Default)]
pub struct LinkWords {
    /// «(қазақша)», «(на казахском)»: after a link that leads to the other language, by the language it leads to.
    pub marks: PerLocale<String>,
    /// Name of the link to the whole picture.
    pub picture_full: String,
}

/// Stands in the terms' HTML where the prefix of ids belongs; source texts cannot contain it.
pub const PREFIX: &str = "\u{1}";

/// What all texts of a reader's language are filled with.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The site.
    pub model: &'a SiteModel,
    /// Published files.
    pub media: &'a Media,
    /// Words of the reader's language.
    pub words: &'a LinkWords,
    /// The contacts as HTML.
    pub contact: &'a str,
    /// The terms as HTML, with [`PREFIX`] in their ids.
    pub glossary: &'a str,
}

/// Fills one text.
pub struct Filler<'a> {
    sources: Sources<'a>,
    page: &'a Page,
    /// Language of the text.
    text_locale: Locale,
    /// Language of the reader.
    locale: Locale,
    text: &'a Text,
    /// Before the text's own ids, where several texts stand on one page.
    prefix: String,
    /// The part of the text that is shown, where it is not all of it.
    part: Option<Range<usize>>,
}

impl<'a> Filler<'a> {
    /// For the text of `page` that a reader of `locale` sees; none when there is none.
    pub fn new(sources: Sources<'a>, page: &'a Page, locale: Locale) -> Option<Self> {
        let (text_locale, text) = page.any_text(locale)?;
        Some(Self { sources, page, text_locale, locale, text, prefix: String::new(), part: None })
    }

    /// The same with `prefix` before every id.
    #[must_use]
    pub fn with_prefix(mut self, prefix: String) -> Self {
        self.prefix = prefix;
        self
    }

    /// The whole text.
    pub fn html(&mut self) -> String {
        let body = &self.text.rendered.body;
        body.assemble(self)
    }

    /// A part of the text.
    pub fn part(&mut self, range: Range<usize>, out: &mut String) {
        let body = &self.text.rendered.body;
        body.assemble_range(range, self, out);
    }

    fn link_start(&self, index: usize, out: &mut String) {
        let link = &self.text.rendered.links[index];
        match &link.target {
            Target::Page(key, anchor) => self.page_link(key, anchor.as_deref(), out),
            Target::Here(anchor) => {
                let headings = self.text.rendered.headings.iter().zip(&self.text.ids);
                let at = headings.filter(|(_, id)| *id == anchor).map(|(heading, _)| heading.at).next();
                out.push_str("href=\"");
                self.here(at, anchor, out);
                out.push('"');
            }
            Target::List(list) => attribute("href", &routes::list(self.locale, list), out),
            Target::Topic(key) => {
                let term = self.sources.model.categories.iter().find(|term| term.key == *key);
                if let Some(term) = term {
                    attribute("href", &routes::category(self.locale, &term.slug[self.locale]), out);
                }
            }
            Target::File(name) => {
                if let Some(url) = self.file_url(name) {
                    attribute("href", url, out);
                }
            }
            Target::Outside(url) => {
                attribute("href", url, out);
                if url.starts_with("http") {
                    out.push_str(" rel=\"external noopener\"");
                }
            }
            Target::Bad(_) => {}
        }
    }

    /// Address of an id of this text, which stands at `at`: where that is not shown, on the text's own page.
    fn here(&self, at: Option<usize>, id: &str, out: &mut String) {
        if self.part.as_ref().is_none_or(|part| at.is_some_and(|at| part.contains(&at))) {
            out.push('#');
            out.push_str(&self.prefix);
        } else {
            let own = self.page.slots[self.locale] != Slot::Absent;
            escape(&self.page.urls[if own { self.locale } else { self.text_locale }], out);
            // A page no longer in force has a notice in place of its text.
            if self.page.state == State::Expired {
                return;
            }
            out.push('#');
        }
        escape(id, out);
    }

    fn page_link(&self, key: &str, anchor: Option<&str>, out: &mut String) {
        let Some(target) = self.sources.model.page(key) else {
            // A page that is not shown (yet): the words stay, the link does not.
            out.push_str("role=\"link\" aria-disabled=\"true\"");
            return;
        };
        let locale = if target.slots[self.locale] == Slot::Absent { self.locale.other() } else { self.locale };
        out.push_str("href=\"");
        escape(&target.urls[locale], out);
        // A page no longer in force has a notice in place of its text.
        if let Some(anchor) = anchor.filter(|_| target.state != State::Expired) {
            out.push('#');
            escape(anchor, out);
        }
        out.push('"');
        if target.slots[locale] != Slot::Own || locale != self.locale {
            out.push_str(" hreflang=\"");
            out.push_str(self.locale.other().code());
            out.push('"');
        }
    }

    fn link_end(&self, index: usize, out: &mut String) {
        let link = &self.text.rendered.links[index];
        match &link.target {
            Target::Page(key, _) => {
                let Some(target) = self.sources.model.page(key) else {
                    if link.empty {
                        escape(key, out);
                    }
                    return;
                };
                let shown = target.any_text(self.locale);
                if link.empty {
                    escape(shown.map_or(key.as_str(), |(_, text)| text.title.as_str()), out);
                }
                if let Some((locale, _)) = shown.filter(|(locale, _)| *locale != self.locale) {
                    out.push(' ');
                    escape(&self.sources.words.marks[locale], out);
                }
            }
            Target::Topic(key) if link.empty => {
                let term = self.sources.model.categories.iter().find(|term| term.key == *key);
                escape(term.map_or(key.as_str(), |term| term.name[self.locale].as_str()), out);
            }
            Target::List(text) | Target::Here(text) | Target::File(text) | Target::Outside(text) if link.empty => {
                escape(text, out);
            }
            _ => {}
        }
    }

    fn media(&self, name: &str) -> Option<&'a MediaFile> {
        let file = self.page.file(name, self.text_locale)?;
        self.sources.media.get(self.page.key(), file)
    }

    fn file_url(&self, name: &str) -> Option<&'a str> {
        self.media(name).map(|file| match file {
            MediaFile::Picture(picture) => picture.url.as_str(),
            MediaFile::File(url) => url.as_str(),
        })
    }

    fn picture(&self, index: usize, out: &mut String) {
        use std::fmt::Write as _;
        let written = &self.text.rendered.pictures[index];
        let Some(media) = self.media(&written.file) else { return };
        let (url, size, sources) = match media {
            MediaFile::Picture(picture) => {
                (&picture.url, Some((picture.width, picture.height)), picture.sources.as_slice())
            }
            MediaFile::File(url) => (url, None, [].as_slice()),
        };
        if written.figure {
            // The whole picture by a plain link: it works everywhere, without scripts.
            out.push_str("<a class=\"picture-full\" ");
            attribute("href", url, out);
            out.push_str(" title=\"");
            escape(&self.sources.words.picture_full, out);
            out.push_str("\">");
        }
        out.push_str("<picture>");
        if !sources.is_empty() {
            out.push_str("<source type=\"image/webp\" srcset=\"");
            for (index, (width, url)) in sources.iter().enumerate() {
                let _ = write!(out, "{}{url} {width}w", if index == 0 { "" } else { ", " });
            }
            out.push_str("\" sizes=\"");
            match size.map(|size| shown_size(size).0) {
                Some(width) => {
                    let _ = write!(out, "(max-width: {}px) 100vw, {width}px\">", width + 32);
                }
                None => out.push_str("100vw\">"),
            }
        }
        out.push_str("<img ");
        attribute("src", url, out);
        attribute(" alt", &written.alt, out);
        if let Some((width, height)) = size.map(shown_size) {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\"></picture>");
        if written.figure {
            out.push_str("</a>");
            if !written.caption.is_empty() {
                out.push_str("<figcaption>");
                escape(&written.caption, out);
                out.push_str("</figcaption>");
            }
        }
    }

    fn include(&self, index: usize, out: &mut String) {
        let include = &self.text.rendered.includes[index];
        let Some(target) = self.sources.model.page(&include.key) else { return };
        let Some(filler) = Filler::new(self.sources, target, self.locale) else { return };
        let mut filler = filler.with_prefix(format!("{}{}-", self.prefix, include.key));
        let foreign = filler.text_locale != self.locale;
        if foreign {
            out.push_str("<div lang=\"");
            out.push_str(filler.text_locale.code());
            out.push_str("\">");
        }
        let range = match &include.section {
            Some(section) => filler.text.section_range(section),
            None => Some(0..filler.text.rendered.body.len()),
        };
        if let Some(range) = range {
            filler.part = include.section.is_some().then(|| range.clone());
            filler.part(range, out);
        }
        if foreign {
            out.push_str("</div>");
        }
    }
}

impl Fill for Filler<'_> {
    fn fill(&mut self, hole: &Hole, out: &mut String) {
        match hole {
            Hole::HeadingId(index) => {
                out.push_str(&self.prefix);
                out.push_str(self.text.ids.get(*index).map_or("", String::as_str));
            }
            Hole::StepMark(title) if self.page.kind() == Kind::Instruction && self.prefix.is_empty() => {
                out.push_str(if *title {
                    " itemprop=\"name\""
                } else {
                    " itemprop=\"step\" itemscope itemtype=\"https://schema.org/HowToStep\""
                });
            }
            // Steps of another page: in a list, beside the other language, taken in.
            Hole::StepMark(_) => {}
            // Footnotes stand at the end of the whole text.
            Hole::Note(number) => self.here(None, &format!("fn-{number}"), out),
            Hole::Prefix => out.push_str(&self.prefix),
            Hole::LinkStart(index) => self.link_start(*index, out),
            Hole::LinkEnd(index) => self.link_end(*index, out),
            Hole::Picture(index) => self.picture(*index, out),
            Hole::Include(index) => self.include(*index, out),
            Hole::Contact => out.push_str(self.sources.contact),
            Hole::Glossary => {
                for (index, piece) in self.sources.glossary.split(PREFIX).enumerate() {
                    if index > 0 {
                        out.push_str(&self.prefix);
                    }
                    out.push_str(piece);
                }
            }
        }
    }
}

/// The size a picture is shown at: as wide as the text at most, and no higher than fits a screen with its step. Told in
/// the markup, so that nothing moves when the picture arrives.
fn shown_size((width, height): (u32, u32)) -> (u32, u32) {
    const WIDEST: u64 = 704;
    const HIGHEST: u64 = 576;
    let (w, h) = (u64::from(width.max(1)), u64::from(height.max(1)));
    // The larger of the two reductions, as a fraction; none below 1.
    let (over, under) = [(w, WIDEST), (h, HIGHEST)]
        .into_iter()
        .max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)))
        .filter(|(over, under)| over > under)
        .unwrap_or((1, 1));
    let scaled = |value: u64| u32::try_from((value * under).div_ceil(over).max(1)).unwrap_or(u32::MAX);
    (scaled(w), scaled(h))
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::shown_size;

    #[test]
    fn pictures_fit_the_text_and_the_screen() {
        for (size, shown) in [
            ((360, 200), (360, 200)),
            ((704, 576), (704, 576)),
            ((1408, 704), (704, 352)),
            ((720, 1152), (360, 576)),
            ((1, 10_000), (1, 576)),
            ((0, 0), (1, 1)),
        ] {
            assert_eq!(shown_size(size), shown, "{size:?}");
        }
    }
}
