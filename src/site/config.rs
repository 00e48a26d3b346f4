//! `site.toml`, `categories.toml` and `tags.toml`.

use toml::de::DeTable;

use super::source::TextFile;
use crate::fields::{Fields, Origin, parse};
use crate::i18n::{Locale, PerLocale};
use crate::problem::{Code, Place, Problem};

/// The site as its `site.toml` describes it.
#[derive(Clone, Debug, Default)]
pub struct SiteConfig {
    /// The public origin, without a slash at its end.
    pub base_url: String,
    /// Name of the theme.
    pub theme: String,
    /// Name of the site.
    pub name: PerLocale<String>,
    /// One line under the name.
    pub tagline: PerLocale<String>,
    /// Who runs it.
    pub organization: PerLocale<String>,
    /// The menu: page keys or `@type`, with their places.
    pub nav: Vec<(String, Place)>,
    /// Links of the footer, likewise.
    pub footer: Vec<(String, Place)>,
    /// Questions on one page of a list, 1–200.
    pub page_size: usize,
    /// Sizes a reader may choose, 1–200 each.
    pub page_sizes: Vec<usize>,
    /// Whether each page gets a kk/ru reading view.
    pub side_by_side: bool,
    /// Whether pages have a search form; it needs the server.
    pub search: bool,
    /// Key of the memo that the calculator computes by, where there is one; it needs the server.
    pub calculator: Option<(String, Place)>,
    /// Whether the header leads to the client cabinet, which then has the site's questions; it needs a server with a
    /// database.
    pub cabinet: bool,
    /// Contacts.
    pub contact: Contact,
}

/// Contacts; what is absent is shown as “not given”.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Phone as people read it.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// A map elsewhere, `https:`.
    pub map_url: Option<String>,
    /// Working hours.
    pub hours: PerLocale<Option<String>>,
    /// Postal address.
    pub address: PerLocale<Option<String>>,
}

/// A category or a tag, named once in both languages.
#[derive(Clone, Debug)]
pub struct Term {
    /// Key.
    pub key: String,
    /// Place in lists; terms without it follow, by name.
    pub order: i64,
    /// Name.
    pub name: PerLocale<String>,
    /// Description; may be empty.
    pub description: PerLocale<String>,
    /// Last part of the address.
    pub slug: PerLocale<String>,
    /// Key of the related instruction, with its place.
    pub instruction: Option<(String, Place)>,
}

/// What a file of categories or tags gave.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// In the order of the lists.
    pub terms: Vec<Term>,
    /// A part of the file could not be read, so that there may be more.
    pub broken: bool,
}

const PAGE_SIZES: std::ops::RangeInclusive<i64> = 1..=200;

impl SiteConfig {
    /// Whether the server makes pages for single requests.
    pub const fn on_demand(&self) -> bool {
        self.search || self.calculator.is_some() || self.cabinet
    }

    /// Reads `site.toml`. Problems are added; the result is usable in any case.
    pub fn read(file: &TextFile, problems: &mut Vec<Problem>) -> Self {
        let mut origin = file.origin();
        let table = parse(&file.text, &mut origin, problems);
        let mut fields = Fields::new(&table, origin, "", problems);
        let base_url = read_base_url(&mut fields);
        let theme = fields.text("theme").unwrap_or_else(|| "otau".to_owned());
        let name = fields.required("name", both);
        let tagline = fields.nested("tagline", both_optional);
        let organization = fields.nested("organization", both_optional);
        let page_size = fields.integer("page_size", PAGE_SIZES).and_then(|n| usize::try_from(n).ok()).unwrap_or(20);
        let config = Self {
            base_url,
            theme,
            name: name.unwrap_or_default(),
            tagline: tagline.unwrap_or_default(),
            organization: organization.unwrap_or_default(),
            nav: fields.texts("nav"),
            footer: fields.texts("footer"),
            page_size,
            page_sizes: read_page_sizes(&mut fields, page_size),
            side_by_side: fields.flag("side_by_side", true),
            search: fields.flag("search", true),
            calculator: fields.text("calculator").zip(fields.place_of("calculator")),
            cabinet: fields.flag("cabinet", false),
            contact: fields.nested("contact", read_contact).unwrap_or_default(),
        };
        fields.finish();
        config
    }
}

fn read_base_url(fields: &mut Fields<'_, '_>) -> String {
    let url = fields.required_text("base_url");
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let valid = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '"', '<']));
    if !valid && !url.is_empty() {
        fields.reject("base_url", url, "https://example.kz");
    }
    url.to_owned()
}

fn read_page_sizes(fields: &mut Fields<'_, '_>, page_size: usize) -> Vec<usize> {
    let Some(numbers) = fields.integers("page_sizes") else { return vec![page_size] };
    let mut sizes = Vec::with_capacity(numbers.len());
    for number in numbers {
        match usize::try_from(number) {
            Ok(size) if PAGE_SIZES.contains(&number) => sizes.push(size),
            _ => fields.reject("page_sizes", &number.to_string(), "1–200"),
        }
    }
    sizes.push(page_size);
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

pub(super) fn both(fields: &mut Fields<'_, '_>) -> PerLocale<String> {
    PerLocale::new(fields.required_text("kk"), fields.required_text("ru"))
}

fn both_optional(fields: &mut Fields<'_, '_>) -> PerLocale<String> {
    PerLocale::new(fields.text("kk").unwrap_or_default(), fields.text("ru").unwrap_or_default())
}

fn either(fields: &mut Fields<'_, '_>) -> PerLocale<Option<String>> {
    PerLocale::new(fields.text("kk"), fields.text("ru"))
}

fn read_contact(fields: &mut Fields<'_, '_>) -> Contact {
    let map_url = fields.text("map_url");
    if let Some(url) = &map_url
        && !url.starts_with("https://")
    {
        fields.reject("map_url", url, "https://…");
    }
    Contact {
        phone: fields.text("phone").filter(|text| !text.is_empty()),
        email: fields.text("email").filter(|text| !text.is_empty()),
        map_url,
        hours: fields.nested("hours", either).unwrap_or_default(),
        address: fields.nested("address", either).unwrap_or_default(),
    }
}

/// Reads `categories.toml` or `tags.toml` (`with_instruction` for the first), in the order of the lists.
pub fn read_terms(file: &TextFile, with_instruction: bool, problems: &mut Vec<Problem>) -> Terms {
    let mut origin = file.origin();
    let table = parse(&file.text, &mut origin, problems);
    let mut terms = Vec::with_capacity(table.len());
    for (key, value) in &table {
        let name = key.get_ref().as_ref();
        if !is_key(name) {
            problems.push(Problem::new(Code::BadKey, origin.place(key.span())).with("key", name));
        }
        match value.get_ref().as_table() {
            Some(fields) => terms.push(read_term(name, fields, origin, with_instruction, problems)),
            None => problems.push(
                Problem::new(Code::WrongType, origin.place(value.span()))
                    .with("field", name)
                    .with("expected", "table")
                    .with("found", value.get_ref().type_str()),
            ),
        }
    }
    terms.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    Terms { terms, broken: !origin.whole }
}

fn read_term(
    key: &str,
    table: &DeTable<'_>,
    origin: Origin<'_>,
    with_instruction: bool,
    problems: &mut Vec<Problem>,
) -> Term {
    let prefix = format!("{key}.");
    let mut fields = Fields::new(table, origin, &prefix, problems);
    let name = fields.required("name", both);
    let description = fields.nested("description", both_optional).unwrap_or_default();
    let slug = fields.nested("slug", either).unwrap_or_default();
    for locale in Locale::ALL {
        if let Some(slug) = &slug[locale]
            && !is_key(slug)
        {
            fields.reject("slug", slug, "a-z 0-9 -");
        }
    }
    let instruction = if with_instruction {
        let place = fields.place_of("instruction");
        fields.text("instruction").zip(place)
    } else {
        None
    };
    let term = Term {
        key: key.to_owned(),
        order: fields.integer("order", -1_000_000..=1_000_000).unwrap_or(i64::MAX),
        name: name.unwrap_or_default(),
        description,
        slug: slug.map(|slug| slug.filter(|slug| is_key(slug)).unwrap_or_else(|| key.to_owned())),
        instruction,
    };
    fields.finish();
    term
}

/// Whether `text` may be a key or a slug: `[a-z0-9]+(-[a-z0-9]+)*`, at most 100 characters.
pub fn is_key(text: &str) -> bool {
    text.len() <= 100
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
