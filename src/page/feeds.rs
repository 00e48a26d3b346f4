//! Files for machines: sitemap, robots, Atom, `index.json`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use super::compose::Composer;
use super::job::{SITEMAP_LIMIT, sitemap_entries};
use crate::i18n::{Arg, Locale};
use crate::routes;
use crate::site::markdown::typography::escape;
use crate::site::meta::Kind;
use crate::site::model::{PageId, SiteModel, Slot, State};

/// Entries of a feed.
const FEED_LIMIT: usize = 30;

/// `robots.txt`.
pub(super) fn robots(model: &SiteModel) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", model.config.base_url)
}

/// `sitemap.xml`: the whole sitemap, or the index of its parts.
pub(super) fn sitemap(model: &SiteModel) -> String {
    let parts = sitemap_entries(model).count().div_ceil(SITEMAP_LIMIT);
    if parts <= 1 {
        return sitemap_part(model, 1);
    }
    let mut out = String::from(XML);
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for number in 1..=parts {
        let _ = writeln!(out, "<sitemap><loc>{}/sitemap-{number}.xml</loc></sitemap>", model.config.base_url);
    }
    out.push_str("</sitemapindex>\n");
    out
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Part `number` of the sitemap, from 1.
pub(super) fn sitemap_part(model: &SiteModel, number: usize) -> String {
    let base = &model.config.base_url;
    let mut out = String::from(XML);
    out.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let entries = sitemap_entries(model).skip((number - 1) * SITEMAP_LIMIT).take(SITEMAP_LIMIT);
    for (locale, id, url) in entries {
        let _ = write!(out, "<url><loc>{base}{url}</loc>");
        if let Some(id) = id {
            sitemap_page(model, id, locale, &mut out);
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn sitemap_page(model: &SiteModel, id: PageId, locale: Locale, out: &mut String) {
    let page = &model.pages[id];
    let base = &model.config.base_url;
    if let Some(date) = page.text(locale).and_then(|(_, text)| text.updated) {
        let _ = write!(out, "<lastmod>{date}</lastmod>");
    }
    if Locale::ALL.iter().any(|locale| page.slots[*locale] != Slot::Own) {
        return;
    }
    for (code, locale) in [("kk", Locale::Kk), ("ru", Locale::Ru), ("x-default", Locale::Kk)] {
        let door = code == "x-default" && page.kind() == Kind::Home;
        let url = if door { "/" } else { page.urls[locale].as_str() };
        let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{base}{url}\"/>");
    }
}

/// The Atom feed of a language: questions and notices, the latest change first.
pub(super) fn feed(composer: &Composer<'_>) -> String {
    let model = composer.model;
    let locale = composer.locale;
    let base = &model.config.base_url;
    let mut entries: Vec<(NaiveDate, PageId)> = model
        .pages
        .iter()
        .enumerate()
        .filter(|(_, page)| matches!(page.kind(), Kind::Faq | Kind::Notice | Kind::Memo | Kind::Instruction))
        .filter(|(_, page)| page.state == State::Shown && page.slots[locale] == Slot::Own)
        .filter_map(|(id, page)| Some((page.text(locale)?.1.updated?, id)))
        .collect();
    entries.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    entries.truncate(FEED_LIMIT);
    // A feed must say when it changed: without any dated page, on the first day of the calendar it uses.
    let latest = entries.first().map_or(NaiveDate::default(), |(date, _)| *date);
    let name = &model.config.name[locale];
    let title = composer.format("feed-title", &[("site", Arg::Text(name))]);
    let mut out = String::from(XML);
    let _ = writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", locale.code());
    element("title", &title, &mut out);
    element("id", &format!("{base}{}", routes::home(locale)), &mut out);
    let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{}\"/>", routes::feed(locale));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{base}{}\"/>", routes::home(locale));
    let _ = writeln!(out, "<updated>{}</updated>", instant(latest));
    let organization = &model.config.organization[locale];
    out.push_str("<author>");
    element("name", if organization.is_empty() { name } else { organization }, &mut out);
    out.push_str("</author>\n");
    for (date, id) in entries {
        entry(model, id, locale, date, &mut out);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(model: &SiteModel, id: PageId, locale: Locale, date: NaiveDate, out: &mut String) {
    let page = &model.pages[id];
    let Some((_, text)) = page.text(locale) else { return };
    let url = format!("{}{}", model.config.base_url, page.urls[locale]);
    out.push_str("<entry>");
    element("title", &text.title, out);
    element("id", &url, out);
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>");
    let _ = writeln!(out, "<updated>{}</updated>", instant(date));
    if !text.description.is_empty() {
        element("summary", &text.description, out);
    }
    out.push_str("</entry>\n");
}

/// A day as an instant: its beginning in Almaty, UTC+5 since 1 March 2024 and UTC+6 before.
fn instant(date: NaiveDate) -> String {
    let offset = if date < NaiveDate::from_ymd_opt(2024, 3, 1).unwrap_or_default() { "+06:00" } else { "+05:00" };
    format!("{date}T00:00:00{offset}")
}

fn element(name: &str, text: &str, out: &mut String) {
    let _ = write!(out, "<{name}>");
    escape(text, out);
    let _ = writeln!(out, "</{name}>");
}

#[derive(Serialize)]
struct IndexEntry<'a> {
    key: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    description: &'a str,
    url: String,
    lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
}

/// `index.json` of a language: every page with its key, title and address.
///
/// # Errors
/// Never in practice: the structure has nothing that JSON cannot say.
pub(super) fn index(model: &SiteModel, locale: Locale) -> Result<String, serde_json::Error> {
    let shown = model.pages.iter().filter(|page| page.is_listed());
    let entries: Vec<IndexEntry<'_>> = shown
        .filter_map(|page| {
            let (text_locale, text) = page.text(locale)?;
            Some(IndexEntry {
                key: page.key(),
                kind: page.kind().name(),
                title: &text.title,
                description: &text.description,
                url: format!("{}{}", model.config.base_url, page.urls[locale]),
                lang: text_locale.code(),
                category: page.category.map(|index| model.categories[index].key.as_str()),
                updated: text.updated.map(|date| date.to_string()),
            })
        })
        .collect();
    serde_json::to_string(&entries)
}
