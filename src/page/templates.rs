//! Templates of a theme: the built-in ones, replaced file by file by the site's own, compiled once for each language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{cabinet, entry};
use crate::i18n::{Arg, Catalogue, Formats, Locale, PerLocale, Sources};
use crate::problem::{Code, Place, Problem, nearest};

/// A template file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFile {
    /// Path as shown to a person.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Template files by name (path below the theme's `templates/`).
pub type TemplateFiles = BTreeMap<String, TemplateFile>;

/// Every template a site needs beside [`cabinet::TEMPLATES`], with the variables its view has beside those of
/// [`super::view::Frame`] and `page`.
pub const TEMPLATES: [(&str, &[&str]); 21] = [
    ("home.html", &["body", "categories", "instructions", "memos", "questions", "notices", "faq_url"]),
    ("faq-list.html", QUESTION_LIST),
    ("category.html", QUESTION_LIST),
    ("list.html", LIST),
    ("tag.html", LIST),
    ("tags.html", &["tags"]),
    ("faq.html", ARTICLE),
    ("instruction.html", ARTICLE),
    ("memo.html", ARTICLE),
    ("page.html", ARTICLE),
    ("notice.html", ARTICLE),
    ("side-by-side.html", &["title_kk", "title_ru", "page_url", "rows"]),
    ("expired.html", &["expired", "successor"]),
    ("not-found.html", &["faq_url", "categories", "instructions"]),
    ("search.html", SEARCH),
    ("calculator.html", &["faults", "deposits", "answer", "link", "more", "memo", "places"]),
    ("error.html", &["code", "frames"]),
    ("root.html", &["languages", "sites"]),
    ("moved.html", &["to"]),
    ("parts/contact.html", &[]),
    ("parts/glossary.html", &["groups", "prefix"]),
];

const ARTICLE: &[&str] = &["body", "toc", "category", "tags", "related", "prev", "next", "side_by_side_url", "binding"];
const QUESTION_LIST: &[&str] = &["questions", "categories", "category", "instruction", "pager"];
const LIST: &[&str] = &["pages", "pager"];
const SEARCH: &[&str] = &[
    "query",
    "kind",
    "everywhere_url",
    "questions_url",
    "size",
    "state",
    "fault",
    "total",
    "results",
    "pager",
    "meant",
    "shorter",
    "categories",
    "instructions",
    "faq_url",
];
const FRAME: &[&str] = &["lang", "site", "nav", "footer", "page"];

/// A page is a few times its template and text; the buffer rarely grows.
const TYPICAL_PAGE: usize = 24 * 1024;

/// Compiled templates of both languages.
#[derive(Clone, Debug)]
pub struct Templates {
    languages: PerLocale<Tera>,
    files: TemplateFiles,
    /// Hash of all template texts: part of every page's fingerprint.
    pub fingerprint: u128,
}

/// What templates may call upon.
#[derive(Clone, Debug)]
pub struct Library {
    /// Interface strings.
    pub catalogue: Arc<Catalogue>,
    /// Dates, money, numbers.
    pub formats: Arc<Formats>,
    /// Address of each asset by its path below the theme's `assets/`.
    pub assets: Arc<BTreeMap<String, String>>,
    /// Hash of all locale files: part of every page's fingerprint.
    pub locales_fingerprint: u128,
    /// The locale files themselves: pages made on demand need them without the site's folder.
    pub sources: Arc<Sources>,
}

impl Templates {
    /// Compiles `files` and checks every name in them: variables, messages, assets. The result is usable only when no
    /// problem is an error.
    ///
    /// # Errors
    /// The problems, when a template does not compile at all.
    pub fn compile(files: TemplateFiles, library: &Library) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        let mut tera = Tera::new();
        let texts = files.iter().map(|(name, file)| (name.as_str(), file.text.as_str()));
        register(&mut tera, Locale::Kk, library);
        if let Err(error) = tera.add_raw_templates(texts) {
            return Err(template_problems(&error, &files));
        }
        let mut problems = Vec::new();
        check_variables(&tera, &files, &mut problems);
        check_names(&files, library, &mut problems);
        let languages = PerLocale::from_fn(|locale| {
            let mut own = tera.clone();
            register(&mut own, locale, library);
            own
        });
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for (name, file) in &files {
            hash.update(name.as_bytes());
            hash.update(&[0]);
            hash.update(file.text.as_bytes());
            hash.update(&[0]);
        }
        Ok((Self { languages, files, fingerprint: hash.digest128() }, problems))
    }

    /// The template files.
    pub fn files(&self) -> &TemplateFiles {
        &self.files
    }

    /// Sets what every page of a language sees.
    pub fn set_frame(&mut self, locale: Locale, frame: Context) {
        *self.languages[locale].global_context() = frame;
    }

    /// Renders a template of a language.
    ///
    /// # Errors
    /// A problem with the place in the template.
    pub fn render(&self, locale: Locale, name: &str, context: &Context) -> Result<Vec<u8>, Problem> {
        let mut out = Vec::with_capacity(TYPICAL_PAGE);
        self.languages[locale]
            .render_to(name, context, &mut out)
            .map_err(|error| template_problem(&error, &self.files))?;
        Ok(out)
    }
}

/// Keys of messages that the templates ask for.
pub fn used_messages(files: &TemplateFiles) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in files.values() {
        for (key, _, whole) in named(&file.text, "key=\"") {
            if whole {
                keys.insert(key.to_owned());
            }
        }
    }
    keys.extend(COMPOSED_MESSAGES.iter().chain(cabinet::MESSAGES).chain(entry::MESSAGES).map(|key| (*key).to_owned()));
    keys
}

/// Keys that templates put together from parts (`"error-" ~ code ~ "-title"`).
const COMPOSED_MESSAGES: [&str; 20] = [
    "error-500-title",
    "error-500-text",
    "error-503-title",
    "error-503-text",
    "language-mark-kk",
    "language-mark-ru",
    "search-other-kk",
    "search-other-ru",
    "search-kind-faq",
    "search-kind-instruction",
    "search-kind-memo",
    "search-kind-notice",
    "search-kind-page",
    "search-fault-query-empty",
    "search-fault-query-too-long",
    "search-fault-query-too-many-words",
    "search-fault-query-encoding",
    "search-fault-parameter-twice",
    "search-fault-page-number",
    "search-fault-page-size",
];

/// Each `NAME="value"` of the text: value, byte range, and whether it stands alone (not joined to something by `~`).
fn named<'t>(text: &'t str, start: &'t str) -> impl Iterator<Item = (&'t str, std::ops::Range<usize>, bool)> {
    text.match_indices(start).filter_map(move |(at, _)| {
        // `data-key="…"` in markup is no argument.
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
            return None;
        }
        let from = at + start.len();
        let end = from + text[from..].find('"')?;
        let alone = !text[end + 1..].trim_start().starts_with('~');
        Some((&text[from..end], from..end, alone))
    })
}

fn check_names(files: &TemplateFiles, library: &Library, problems: &mut Vec<Problem>) {
    for file in files.values() {
        for (key, span, alone) in named(&file.text, "key=\"") {
            if alone && !library.catalogue.has(Locale::Kk.language(), key) {
                let near = nearest(key, library.catalogue.keys(Locale::Kk.language())).unwrap_or_default();
                let place = Place::span(&file.path, &file.text, span);
                problems.push(Problem::new(Code::UnknownMessage, place).with("key", key).with("nearest", near));
            }
        }
        for (asset, span, alone) in named(&file.text, "path=\"") {
            if alone && !library.assets.contains_key(asset) {
                let near = nearest(asset, library.assets.keys().map(String::as_str)).unwrap_or_default();
                let place = Place::span(&file.path, &file.text, span);
                problems.push(Problem::new(Code::UnknownAsset, place).with("asset", asset).with("nearest", near));
            }
        }
    }
}

fn check_variables(tera: &Tera, files: &TemplateFiles, problems: &mut Vec<Problem>) {
    for (name, own) in TEMPLATES.into_iter().chain(cabinet::TEMPLATES).chain(entry::TEMPLATES) {
        let allowed: Vec<&str> = FRAME.iter().chain(own).copied().collect();
        match tera.get_template_variables(name) {
            Ok(used) => {
                let mut unknown: Vec<&str> =
                    used.into_iter().filter(|name| !is_allowed(name, &allowed, files)).collect();
                unknown.sort_unstable();
                problems.extend(unknown.into_iter().map(|variable| unknown_variable(variable, &allowed, files)));
            }
            Err(error) => problems.push(template_problem(&error, files)),
        }
    }
    Problem::sort(problems);
}

/// Names of the contract, and those that some template sets itself (an included part sees what its parent set).
fn is_allowed(name: &str, allowed: &[&str], files: &TemplateFiles) -> bool {
    allowed.contains(&name)
        || name.starts_with("__tera")
        || files.values().any(|file| {
            [format!("set {name} ="), format!("set_global {name} =")].iter().any(|set| file.text.contains(set.as_str()))
        })
}

fn unknown_variable(variable: &str, allowed: &[&str], files: &TemplateFiles) -> Problem {
    let place = files
        .values()
        .find_map(|file| find_word(&file.text, variable).map(|span| Place::span(&file.path, &file.text, span)))
        .unwrap_or_else(|| Place::file("themes"));
    Problem::new(Code::UnknownVariable, place)
        .with("variable", variable)
        .with("nearest", nearest(variable, allowed.iter().copied()).unwrap_or_default())
        .with("allowed", allowed.join(", "))
}

/// The first place inside `{{ }}` or `{% %}` where `word` stands as a whole word.
fn find_word(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '-');
    text.match_indices(word).map(|(at, _)| at..at + word.len()).find(|span| {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let opened = before.rfind("{{").max(before.rfind("{%"));
        let closed = before.rfind("}}").max(before.rfind("%}"));
        opened > closed
            && !before.ends_with(is_part)
            && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
    })
}

/// Everything an error of compiling tells: unknown filters, tests and functions come all at once, as one text.
fn template_problems(error: &tera::Error, files: &TemplateFiles) -> Vec<Problem> {
    let text = match error.kind() {
        tera::ErrorKind::Msg(text) => text.as_str(),
        _ => return vec![template_problem(error, files)],
    };
    let found: Vec<Problem> = text.split("\n\n").filter_map(|report| reported(report, files)).collect();
    if found.is_empty() { vec![template_problem(error, files)] } else { found }
}

/// Reads `error: REASON` and ` --> FILE:LINE:COLUMN`.
fn reported(report: &str, files: &TemplateFiles) -> Option<Problem> {
    let reason = report.lines().next()?.strip_prefix("error: ")?;
    let at = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = at.rsplitn(3, ':');
    let mut number = || parts.next()?.trim().parse::<usize>().ok()?.checked_sub(1);
    let (column, line) = (number()?, number()?);
    let file = files.get(parts.next()?)?;
    let start: usize = file.text.split_inclusive('\n').take(line).map(str::len).sum();
    let offset = start + file.text[start..].chars().take(column).map(char::len_utf8).sum::<usize>();
    let place = Place::span(&file.path, &file.text, offset..offset + 1);
    Some(Problem::new(Code::BadTemplate, place).with("reason", reason))
}

fn template_problem(error: &tera::Error, files: &TemplateFiles) -> Problem {
    use tera::ErrorKind;
    let (place, reason) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = files.get(report.filename()).map_or_else(
                || Place::file(report.filename()),
                |file| Place::span(&file.path, &file.text, report.span().range.clone()),
            );
            (place, report.message().to_owned())
        }
        other => {
            let named = files.iter().find(|(name, _)| other.to_string().contains(&format!("'{name}'")));
            let place = named.map_or_else(|| Place::file("themes"), |(_, file)| Place::file(&file.path));
            (place, other.to_string())
        }
    };
    Problem::new(Code::BadTemplate, place).with("reason", reason)
}

// ---- Functions and filters -------------------------------------------------------------------------------------------

fn register(tera: &mut Tera, locale: Locale, library: &Library) {
    let words = library.clone();
    tera.register_function("t", move |args: Kwargs, _: &State<'_>| message(&words, locale, &args));
    let words = library.clone();
    tera.register_function("t_in", move |args: Kwargs, _: &State<'_>| {
        let code: &str = args.must_get("lang")?;
        let locale = Locale::from_code(code).ok_or_else(|| tera::Error::message(format!("no language `{code}`")))?;
        message(&words, locale, &args)
    });
    let assets = Arc::clone(&library.assets);
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let path: &str = args.must_get("path")?;
        assets.get(path).cloned().ok_or_else(|| tera::Error::message(format!("no asset `{path}`")))
    });
    let formats = Arc::clone(&library.formats);
    tera.register_filter("date", move |text: &str, _: Kwargs, _: &State<'_>| {
        Ok::<_, tera::Error>(formats.date_long(locale, date(text)?))
    });
    let formats = Arc::clone(&library.formats);
    tera.register_filter("date_numeric", move |text: &str, _: Kwargs, _: &State<'_>| {
        Ok::<_, tera::Error>(formats.date_numeric(locale, date(text)?))
    });
    let formats = Arc::clone(&library.formats);
    tera.register_filter("number", move |number: i64, _: Kwargs, _: &State<'_>| formats.number(locale, number));
    let formats = Arc::clone(&library.formats);
    tera.register_filter("money", move |tiyn: i64, _: Kwargs, _: &State<'_>| formats.money(locale, tiyn));
    let formats = Arc::clone(&library.formats);
    tera.register_filter("percent", move |tenths: i64, _: Kwargs, _: &State<'_>| formats.percent(locale, tenths));
    tera.register_filter("unbroken", |text: &str, _: Kwargs, state: &State<'_>| {
        unbroken(text, |word| state.escape(word)).map(|html| Value::safe_string(&html))
    });
}

/// A word no longer than this fits the narrowest screen whole.
const WHOLE: usize = 20;

/// Short words with a hyphen or a no-break space in a box of their own, so that no line ends within them: the number of
/// a house («60-үй»), that of a contract. The fonts have no hyphen that does not break.
fn unbroken(text: &str, escape: impl Fn(&str) -> TeraResult<String>) -> TeraResult<String> {
    let mut out = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let whole = word.contains(['-', '\u{a0}']) && word.chars().count() <= WHOLE;
        if whole {
            out.push_str("<span class=\"unbroken\">");
        }
        out.push_str(&escape(word)?);
        if whole {
            out.push_str("</span>");
        }
    }
    Ok(out)
}

fn date(text: &str) -> TeraResult<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|error| tera::Error::message(format!("`{text}` is no date: {error}")))
}

fn message(library: &Library, locale: Locale, args: &Kwargs) -> TeraResult<Value> {
    let key: &str = args.must_get("key")?;
    if let Some(text) = library.catalogue.text(locale.language(), key) {
        return Ok(Value::normal_string(&text));
    }
    let mut given: Vec<(&str, Arg<'_>)> = Vec::new();
    let mut written: Vec<(&str, Written)> = Vec::new();
    for (name, value) in args.iter() {
        let Some(name) = name.as_str().filter(|name| !matches!(*name, "key" | "lang")) else { continue };
        match (value.as_i64(), value.as_str(), value.as_map()) {
            (Some(number), ..) => given.push((name, Arg::Integer(number))),
            (_, Some(text), _) => given.push((name, Arg::Text(text))),
            (.., Some(several)) => {
                for (name, value) in several {
                    written.push((name.as_str().unwrap_or_default(), write(library, locale, value)?));
                }
            }
            _ => return Err(tera::Error::message(format!("`{name}` is neither a number nor a text"))),
        }
    }
    given.extend(written.iter().map(|(name, value)| match value {
        Written::Number(number) => (*name, Arg::Integer(*number)),
        Written::Text(text) => (*name, Arg::Text(text)),
    }));
    let text = library
        .catalogue
        .format(locale.language(), key, &given)
        .map_err(|error| tera::Error::message(error.to_string()))?;
    Ok(Value::normal_string(&text))
}

/// An argument in the reader's language.
enum Written {
    Number(i64),
    Text(String),
}

/// Writes an argument that says what it is: see [`super::said::Argument`].
fn write(library: &Library, locale: Locale, value: &Value) -> TeraResult<Written> {
    let formats = &library.formats;
    let (kind, inner) = value.as_map().and_then(|map| map.iter().next()).unzip();
    match (kind.and_then(|kind| kind.as_str()), inner.and_then(Value::as_i64), inner.and_then(Value::as_str)) {
        (Some("number"), Some(number), _) => Ok(Written::Number(number)),
        (Some("money"), Some(tiyn), _) => Ok(Written::Text(formats.money(locale, tiyn))),
        (Some("date"), _, Some(iso)) => Ok(Written::Text(formats.date_long(locale, date(iso)?))),
        (Some("code"), _, Some(code)) => Ok(Written::Text(code.to_owned())),
        _ => Err(tera::Error::message(format!("`{value}` is no typed argument"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_where_it_is_code() {
        let text = "titel {{ page.titel }} {% if titel %}";
        assert_eq!(find_word(text, "titel"), Some(29..34));
    }

    #[test]
    fn short_words_with_a_hyphen_are_kept_whole() {
        let escape = |word: &str| Ok(word.replace('<', "&lt;"));
        for (text, expected) in [
            ("Абай көш., 60-үй", "Абай көш., <span class=\"unbroken\">60-үй</span>"),
            ("№\u{a0}17 шарт", "<span class=\"unbroken\">№\u{a0}17</span> шарт"),
            ("<b>-", "<span class=\"unbroken\">&lt;b>-</span>"),
            ("АР-2020/00000000004518", "АР-2020/00000000004518"),
            ("60 үй", "60 үй"),
            ("", ""),
        ] {
            assert_eq!(unbroken(text, escape).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn composed_keys_are_no_names() {
        let found: Vec<_> = named("t(key=\"a-\" ~ b) t(key=\"c\") <p data-key=\"d\">", "key=\"")
            .map(|(key, _, alone)| (key, alone))
            .collect();
        assert_eq!(found, [("a-", false), ("c", true)]);
    }
}
