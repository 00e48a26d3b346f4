//! A page's folder, parsed: pure, so that it can be done in parallel and skipped when nothing changed.

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::glossary::{Forbidden, Glossary};
use super::markdown::{self, Rendered, Words};
use super::meta::{FrontMatter, Meta};
use super::source::{PageFile, PageSource, TextFile};
use crate::i18n::{Locale, PerLocale, alphabet, slug};
use crate::problem::{Code, Place, Problem};

/// A page's folder, parsed.
#[derive(Debug)]
pub struct ParsedPage {
    /// Key.
    pub key: String,
    /// The folder as shown to a person.
    pub dir: String,
    /// `page.toml`.
    pub meta: Meta,
    /// Path of `page.toml` as shown to a person.
    pub meta_path: String,
    /// The texts.
    pub texts: PerLocale<Option<Text>>,
    /// Files beside the texts, sorted by name.
    pub files: Vec<PageFile>,
    /// What is wrong with this folder alone.
    pub problems: Vec<Problem>,
}

/// A text in one language.
#[derive(Debug)]
pub struct Text {
    /// The file it was read from.
    pub file: Arc<TextFile>,
    /// Where the Markdown begins in it, in bytes.
    pub offset: usize,
    /// Title, with typography.
    pub title: String,
    /// Where the title stands.
    pub title_place: Place,
    /// Where the slug stands, if there is one.
    pub slug_place: Option<Place>,
    /// Places the title in the order of its language's alphabet.
    pub sort_key: Vec<u8>,
    /// Description, with typography; may be empty.
    pub description: String,
    /// Short title for menus.
    pub nav_title: Option<String>,
    /// Last part of the address.
    pub slug: String,
    /// Words people use for this.
    pub keywords: Vec<String>,
    /// Day of the last change that matters to a reader.
    pub updated: Option<NaiveDate>,
    /// Not ready.
    pub draft: bool,
    /// The text.
    pub rendered: Rendered,
    /// Ids of its headings, the same in both languages.
    pub ids: Vec<String>,
    /// All of it could be read: headings that are not there are truly missing.
    pub whole: bool,
}

impl Text {
    /// The place of a byte range of the Markdown.
    pub fn place(&self, span: &std::ops::Range<usize>) -> Place {
        Place::span(&self.file.path, &self.file.text, span.start + self.offset..span.end + self.offset)
    }

    /// Where the last part of the address is decided: the slug, or else the title.
    pub fn slug_place(&self) -> Place {
        self.slug_place.clone().unwrap_or_else(|| self.title_place.clone())
    }

    /// The part of the HTML from the heading with this id to the next heading of its level; none when there is no such
    /// heading at the top of the text.
    pub fn section_range(&self, id: &str) -> Option<std::ops::Range<usize>> {
        let index = self.ids.iter().position(|own| own == id)?;
        let heading = self.rendered.headings.get(index).filter(|heading| heading.top)?;
        let after = self.rendered.headings[index + 1..].iter().find(|next| next.top && next.level <= heading.level);
        Some(heading.at..after.map_or(self.rendered.end, |next| next.at))
    }
}

/// Parses a page's folder.
pub fn parse_page(mut source: PageSource, words: &PerLocale<Words>, glossary: &Glossary) -> ParsedPage {
    let mut problems = Vec::new();
    if !super::config::is_key(&source.key) {
        problems.push(Problem::new(Code::BadKey, Place::file(&source.dir)).with("key", &source.key));
    }
    let meta = Meta::read(&source.meta, &mut problems);
    let mut texts = PerLocale::from_fn(|locale| {
        let file = source.texts[locale].take()?;
        Some(parse_text(file, locale, &words[locale], &glossary.forbidden[locale], &mut problems))
    });
    check_languages(&meta, &texts, &source.dir, &mut problems);
    share_ids(meta.source, &mut texts, &mut problems);
    ParsedPage {
        key: source.key,
        dir: source.dir,
        meta,
        meta_path: source.meta.path,
        texts,
        files: source.files,
        problems,
    }
}

fn parse_text(
    file: TextFile,
    locale: Locale,
    words: &Words,
    forbidden: &Forbidden,
    problems: &mut Vec<Problem>,
) -> Text {
    let (matter, offset) = FrontMatter::read(&file, problems);
    let mut rendered = markdown::render(&file.text[offset..], locale, words);
    for fault in std::mem::take(&mut rendered.faults) {
        let place = Place::span(&file.path, &file.text, fault.span.start + offset..fault.span.end + offset);
        problems.push(Problem { code: fault.code, args: fault.args, place });
    }
    if matter.whole {
        check_description(&matter, &file, problems);
    }
    look_alikes(&matter, &file, problems);
    let whole = !file.broken && !problems.iter().any(|p| p.code == Code::TooDeep && p.place.path == file.path);
    check_words(&matter, &file, offset, forbidden, problems);
    let title = markdown::typography::title(locale, &matter.title);
    Text {
        offset,
        title_place: matter.title_place.unwrap_or_else(|| Place::file(&file.path)),
        slug_place: matter.slug_place,
        sort_key: alphabet::sort_key(locale, &title),
        description: markdown::typography::title(locale, &matter.description),
        nav_title: matter.nav_title,
        slug: matter.slug.unwrap_or_else(|| slug::slug(locale, &matter.title)),
        keywords: matter.keywords,
        updated: matter.updated,
        draft: matter.draft,
        rendered,
        ids: Vec::new(),
        whole,
        title,
        file: Arc::new(file),
    }
}

fn check_description(matter: &FrontMatter, file: &TextFile, problems: &mut Vec<Problem>) {
    let length = matter.description.chars().count();
    match &matter.description_place {
        Some(place) if length > 0 && !(50..=160).contains(&length) => {
            problems.push(Problem::new(Code::DescriptionLength, place.clone()).with("length", length));
        }
        Some(_) if length > 0 => {}
        _ => problems.push(Problem::new(Code::NoDescription, Place::file(&file.path))),
    }
}

/// Reports words that the glossary forbids, in what is read: titles, description and text.
fn check_words(
    matter: &FrontMatter,
    file: &TextFile,
    offset: usize,
    forbidden: &Forbidden,
    problems: &mut Vec<Problem>,
) {
    if forbidden.is_empty() {
        return;
    }
    let fields = [&matter.title_span, &matter.description_span, &matter.nav_title_span];
    // What is code and what is not matters only where something was found, which is rare.
    let mut ranges: Option<Vec<std::ops::Range<usize>>> = None;
    for hit in forbidden.scan(&file.text) {
        let read = match hit.span.start.checked_sub(offset) {
            None => fields.into_iter().flatten().any(|field| field.contains(&hit.span.start)),
            Some(start) => {
                let ranges = ranges.get_or_insert_with(|| markdown::readable(&file.text[offset..]));
                let inside = |at: usize| ranges.iter().any(|range| range.contains(&at));
                inside(start) && inside(hit.span.end - 1 - offset)
            }
        };
        if read {
            let place = Place::span(&file.path, &file.text, hit.span.clone());
            let word = file.text[hit.span].split_whitespace().collect::<Vec<_>>().join(" ");
            problems.push(Problem::new(Code::ForbiddenTerm, place).with("variant", word).with("term", hit.term));
        }
    }
}

/// Latin letters in Cyrillic words of the title and the description, where they are written.
fn look_alikes(matter: &FrontMatter, file: &TextFile, problems: &mut Vec<Problem>) {
    for span in [&matter.title_span, &matter.description_span].into_iter().flatten() {
        let written = file.text.get(span.clone()).unwrap_or_default();
        for (letter, word) in markdown::lookalikes::find(written) {
            let place = Place::span(&file.path, &file.text, span.start + letter.start..span.start + letter.end);
            let problem = Problem::new(Code::LatinLookAlike, place).with("word", word);
            problems.push(problem.with("letter", &written[letter]));
        }
    }
}

fn check_languages(meta: &Meta, texts: &PerLocale<Option<Text>>, dir: &str, problems: &mut Vec<Problem>) {
    if texts.iter().all(|(_, text)| text.is_none()) {
        problems.push(Problem::new(Code::NoText, Place::file(format!("{dir}/page.toml"))));
        return;
    }
    for (locale, text) in texts.iter() {
        match (text, meta.only) {
            (Some(text), Some(only)) if only != locale => {
                let place = Place::file(&text.file.path);
                problems.push(Problem::new(Code::ExcludedLanguage, place).with("language", locale.code()));
            }
            (None, only) if meta.whole && only.is_none_or(|only| only == locale) => {
                let place = Place::file(format!("{dir}/page.toml"));
                problems.push(Problem::new(Code::MissingLanguage, place).with("language", locale.code()));
            }
            _ => {}
        }
    }
}

/// Gives the headings of both texts the same ids, by position: an explicit id of either text counts for both, else the id
/// is made from the source language's heading.
fn share_ids(source: Locale, texts: &mut PerLocale<Option<Text>>, problems: &mut Vec<Problem>) {
    let leads = |locale: Locale| texts[locale].as_ref().is_some_and(|text| text.whole);
    let leading =
        if leads(source) || !leads(source.other()) && texts[source].is_some() { source } else { source.other() };
    let following = leading.other();
    let Some(first) = &texts[leading] else { return };
    let second = texts[following].as_ref();
    if let Some(second) = second.filter(|second| first.whole && second.whole) {
        compare_headings(first, second, leading, problems);
    }
    let ids = make_ids(leading, first, second, problems);
    let count = second.map_or(0, |text| text.rendered.headings.len());
    if let Some(text) = &mut texts[following] {
        let mut own = ids.iter().take(count).cloned().collect::<Vec<_>>();
        // A heading without a counterpart has been reported; it still needs some id.
        for index in own.len()..count {
            own.push(format!("{}-{index}", following.code()));
        }
        text.ids = own;
    }
    if let Some(text) = &mut texts[leading] {
        text.ids = ids;
    }
}

fn make_ids(locale: Locale, first: &Text, second: Option<&Text>, problems: &mut Vec<Problem>) -> Vec<String> {
    let headings = &first.rendered.headings;
    let mut ids: Vec<String> = Vec::with_capacity(headings.len());
    let mut used: FxHashSet<String> = FxHashSet::default();
    let explicit = |index: usize| {
        let own = headings[index].explicit.as_ref().map(|id| (id, first, &headings[index].span));
        let other = second.and_then(|text| text.rendered.headings.get(index).map(|heading| (text, heading)));
        own.or_else(|| other.and_then(|(text, heading)| heading.explicit.as_ref().map(|id| (id, text, &heading.span))))
    };
    // Explicit ids first, so that a made one gives way to them wherever it stands.
    for index in 0..headings.len() {
        if let Some((id, text, span)) = explicit(index)
            && !used.insert(id.clone())
        {
            problems.push(Problem::new(Code::DuplicateId, text.place(span)).with("id", id));
        }
    }
    for (index, heading) in headings.iter().enumerate() {
        let id = match explicit(index) {
            Some((id, ..)) => id.clone(),
            None => unused(slug::slug(locale, &heading.title), &mut used),
        };
        ids.push(id);
    }
    ids
}

fn unused(base: String, used: &mut FxHashSet<String>) -> String {
    let base = if base.is_empty() { "section".to_owned() } else { base };
    if used.insert(base.clone()) {
        return base;
    }
    let mut number = 2;
    loop {
        let id = format!("{base}-{number}");
        if used.insert(id.clone()) {
            return id;
        }
        number += 1;
    }
}

fn compare_headings(first: &Text, second: &Text, leading: Locale, problems: &mut Vec<Problem>) {
    let (a, b) = (&first.rendered.headings, &second.rendered.headings);
    let differs = (0..a.len().max(b.len()))
        .find(|index| a.get(*index).map(|heading| heading.level) != b.get(*index).map(|heading| heading.level));
    if let Some(index) = differs {
        let title = |text: &Text| {
            let heading = text.rendered.headings.get(index);
            heading.map_or_else(|| "—".to_owned(), |heading| format!("h{} {}", heading.level, heading.title))
        };
        let place = b.get(index).map_or_else(|| Place::file(&second.file.path), |heading| second.place(&heading.span));
        let (kk, ru) = if leading == Locale::Kk { (first, second) } else { (second, first) };
        let problem = Problem::new(Code::HeadingsDiffer, place).with("position", index + 1);
        problems.push(problem.with("kk", title(kk)).with("ru", title(ru)));
        return;
    }
    for (own, other) in a.iter().zip(b) {
        if let (Some(id), Some(second_id)) = (&own.explicit, &other.explicit)
            && id != second_id
        {
            let problem = Problem::new(Code::IdsDiffer, second.place(&other.span));
            problems.push(problem.with("id", second_id).with("other", id));
        }
    }
}
