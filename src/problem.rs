//! Leaf: what can be wrong with a site's files, as data.
//!
//! A problem carries a stable code, its arguments and its place; never words. The words come from
//! `locales/*/problems.ftl` at the last moment, in the reader's language (`i18n::words`).

use std::fmt;
use std::path::{Path, PathBuf};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Reported by `check`, does not stop a build.
    Warning,
    /// Stops a build.
    Error,
}

/// Where a problem is: a place in a file, with the line it is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path as shown to a person: relative to the site's root, with `/`.
    pub path: String,
    /// 1-based line; 0 when the problem is about the file as a whole.
    pub line: u32,
    /// 1-based column, counted in characters.
    pub column: u32,
    /// Length of the marked part in characters, at least 1.
    pub length: u32,
    /// The text of the line, without its end; cut to 200 characters around the column.
    pub excerpt: String,
}

impl Place {
    /// The file as a whole.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), line: 0, column: 0, length: 0, excerpt: String::new() }
    }

    /// The place of the byte range `span` in `text`; ranges outside the text are clamped.
    pub fn span(path: impl Into<String>, text: &str, span: std::ops::Range<usize>) -> Self {
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end.max(start));
        let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..start]).map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let column = chars(&text[line_start..start]) + 1;
        let length = chars(&text[start..end.min(line_end)]).max(1);
        // Every message of the locales and every field has a place, needed or not: `matches` cost a third of a small build.
        let line =
            u32::try_from(memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count()).unwrap_or(u32::MAX - 1) + 1;
        Self { path: path.into(), line, column, length, excerpt: line_text.chars().take(200).collect() }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.path) } else { write!(f, "{}:{}:{}", self.path, self.line, self.column) }
    }
}

/// One problem of the site's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// Arguments of the message, by their Fluent names.
    pub args: Vec<(&'static str, String)>,
    /// Where.
    pub place: Place,
}

impl Problem {
    /// A problem without arguments.
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, args: Vec::new(), place }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Whether it stops a build.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Order of a report: by file, line, column, then code.
    pub fn sort(problems: &mut Vec<Self>) {
        problems.sort_by(|a, b| (&a.place, a.code.as_str()).cmp(&(&b.place, b.code.as_str())));
        problems.dedup();
    }
}

/// `path` relative to `root` with forward slashes, for messages and for keys.
pub fn shown_path(root: &Path, path: &Path) -> String {
    let relative: PathBuf = path.strip_prefix(root).unwrap_or(path).to_path_buf();
    relative.to_string_lossy().replace('\\', "/")
}

/// The allowed word nearest to `word`, when it is near enough to be meant.
pub fn nearest<'a>(word: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    allowed
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)*) => {
        /// Every kind of problem. The text form is stable: tools and documentation cite it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes, for tests and for documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text form; its message is `problem-<code>` with the attribute `help`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How much problems of this kind weigh.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Files
    /// The file cannot be read. Args: `reason`.
    Unreadable = "unreadable", Error;
    /// The file is not UTF-8; the place is the first bad byte.
    NotUtf8 = "not-utf8", Error;
    /// A control character that no text needs (NUL and its like).
    ControlCharacter = "control-character", Error;
    /// The file is larger than the limit. Args: `size`, `limit` (both in MB).
    FileTooLarge = "file-too-large", Error;
    /// A symbolic link that leaves the content folder or goes in a circle.
    BadSymlink = "bad-symlink", Error;
    /// A file of a page folder that no text uses. Args: `file`.
    UnusedFile = "unused-file", Warning;
    // TOML
    /// Not TOML at all. Args: `reason`.
    BadToml = "bad-toml", Error;
    /// A field that the schema does not know. Args: `field`, `nearest` (may be empty), `allowed`.
    UnknownField = "unknown-field", Error;
    /// A field of the wrong type. Args: `field`, `expected`, `found`.
    WrongType = "wrong-type", Error;
    /// A value outside the allowed ones. Args: `field`, `value`, `nearest`, `allowed`.
    BadValue = "bad-value", Error;
    /// A required field is missing. Args: `field`.
    MissingField = "missing-field", Error;
    /// Text without a closing `+++`, or none at all.
    BadFrontMatter = "bad-front-matter", Error;
    /// A date that does not exist. Args: `field`, `value`.
    BadDate = "bad-date", Error;
    /// `expire_at` is not after `publish_at`.
    DatesReversed = "dates-reversed", Error;
    // Settings
    /// A secret that the settings call for is not given. Args: `name`.
    SecretMissing = "secret-missing", Error;
    /// A secret is that of an example. Args: `name`.
    SecretSample = "secret-sample", Error;
    /// Others may read the file of a secret. Args: `file`.
    SecretOpen = "secret-open", Error;
    /// A secret in the file of settings. Args: `field`, `name`.
    SecretInside = "secret-inside", Error;
    // Model
    /// The folder's name is not a legal key. Args: `key`.
    BadKey = "bad-key", Error;
    /// Two folders with the same key. Args: `key`, `other`.
    DuplicateKey = "duplicate-key", Error;
    /// Two pages with the same address. Args: `address`, `other`.
    DuplicateAddress = "duplicate-address", Error;
    /// A page folder without any language file.
    NoText = "no-text", Error;
    /// A language file is missing, so the other one is shown. Args: `language`.
    MissingLanguage = "missing-language", Warning;
    /// A text in a language that `only` excludes. Args: `language`.
    ExcludedLanguage = "excluded-language", Error;
    /// Neither `page.toml` nor anything above it claims this text.
    StrayText = "stray-text", Warning;
    /// No page of type `home`.
    NoHome = "no-home", Error;
    /// More than one page of type `home`. Args: `other`.
    TwoHomes = "two-homes", Error;
    /// A page key that does not exist. Args: `key`, `nearest`.
    UnknownPage = "unknown-page", Error;
    /// A key of a page that exists but is not shown: a draft, or not yet published. Args: `key`.
    HiddenPage = "hidden-page", Warning;
    /// A category key that does not exist. Args: `key`, `nearest`.
    UnknownCategory = "unknown-category", Error;
    /// A tag key that does not exist. Args: `key`, `nearest`.
    UnknownTag = "unknown-tag", Error;
    /// A redirect from an address that a page has. Args: `address`, `other`.
    RedirectClash = "redirect-clash", Error;
    /// The same old address leads to two pages. Args: `address`, `other`.
    RedirectTwice = "redirect-twice", Error;
    /// `expire_to` leads in a circle. Args: `chain`.
    RedirectLoop = "redirect-loop", Error;
    /// An old address that is not a site path. Args: `address`.
    BadRedirect = "bad-redirect", Error;
    /// `review_by` has passed. Args: `date`.
    ReviewDue = "review-due", Warning;
    /// The description's length is outside 50–160 characters. Args: `length`.
    DescriptionLength = "description-length", Warning;
    /// No description.
    NoDescription = "no-description", Warning;
    /// The same title on two pages of one language. Args: `other`.
    DuplicateTitle = "duplicate-title", Warning;
    // Markdown
    /// A level-1 heading inside the text.
    HeadingLevelOne = "heading-level-one", Error;
    /// A heading more than one level below the one before. Args: `level`, `expected`.
    HeadingSkipped = "heading-skipped", Error;
    /// The same id twice on a page. Args: `id`.
    DuplicateId = "duplicate-id", Error;
    /// The languages differ in their headings. Args: `position`, `kk`, `ru`.
    HeadingsDiffer = "headings-differ", Error;
    /// The languages give one heading two explicit ids. Args: `id`, `other`.
    IdsDiffer = "ids-differ", Error;
    /// A link that is not of an allowed form. Args: `link`.
    BadLink = "bad-link", Error;
    /// A link to an anchor that the page does not have. Args: `anchor`, `page`, `nearest`.
    DeadAnchor = "dead-anchor", Error;
    /// `[text][name]` without a definition of `name`. Args: `name`.
    UndefinedReference = "undefined-reference", Error;
    /// `[^name]` without its footnote. Args: `name`.
    UndefinedFootnote = "undefined-footnote", Error;
    /// A link or picture names a file that is not in the folder. Args: `file`, `nearest`.
    MissingFile = "missing-file", Error;
    /// A picture without alt text. Args: `file`.
    MissingAlt = "missing-alt", Error;
    /// A picture file that cannot be decoded. Args: `file`, `reason`.
    BadPicture = "bad-picture", Error;
    /// A picture that stays heavy after conversion. Args: `file`, `size` (KB), `limit` (KB).
    HeavyPicture = "heavy-picture", Warning;
    /// A raw HTML tag outside the allow-list. Args: `tag`, `allowed`.
    ForbiddenHtml = "forbidden-html", Error;
    /// An attribute outside the allow-list. Args: `attribute`, `tag`.
    ForbiddenAttribute = "forbidden-attribute", Error;
    /// An unclosed or wrongly nested raw HTML tag. Args: `tag`.
    UnbalancedHtml = "unbalanced-html", Error;
    /// An unknown directive. Args: `name`, `nearest`, `allowed`.
    UnknownDirective = "unknown-directive", Error;
    /// A directive without its argument. Args: `name`, `argument`.
    DirectiveArgument = "directive-argument", Error;
    /// A directive that is never closed. Args: `name`.
    UnclosedDirective = "unclosed-directive", Error;
    /// `:::` with nothing to close.
    StrayDirectiveEnd = "stray-directive-end", Error;
    /// A directive where it cannot stand. Args: `name`, `parent`.
    MisplacedDirective = "misplaced-directive", Error;
    /// Includes that go in a circle. Args: `chain`.
    IncludeCycle = "include-cycle", Error;
    /// A Latin letter inside a Cyrillic word. Args: `word`, `letter`.
    LatinLookAlike = "latin-look-alike", Warning;
    /// A word that the glossary forbids. Args: `variant`, `term`.
    ForbiddenTerm = "forbidden-term", Error;
    /// Blocks are nested deeper than the limit. Args: `limit`.
    TooDeep = "too-deep", Error;
    // Search
    /// A group of synonyms with fewer than two words.
    SynonymAlone = "synonym-alone", Error;
    /// A synonym of several words. Args: `word`.
    SynonymNotAWord = "synonym-not-a-word", Warning;
    /// A word in two groups of synonyms. Args: `word`.
    SynonymTwice = "synonym-twice", Warning;
    /// A group of synonyms of which the site has no word. Args: `word`.
    SynonymUnused = "synonym-unused", Warning;
    /// A row of `queries.toml` without a query or without a page.
    QueryIncomplete = "query-incomplete", Error;
    /// A query expects a page that does not exist. Args: `key`, `nearest`.
    QueryPage = "query-page", Warning;
    /// None of the pages that answer a query is among the first three. Args: `query`, `wanted`, `found`.
    QueryMissed = "query-missed", Warning;
    /// A query that should find nothing is answered. Args: `query`, `found`.
    NonsenseAnswered = "nonsense-answered", Warning;
    // Locales
    /// A locale file does not parse. Args: `reason`.
    BadFluent = "bad-fluent", Error;
    /// A message that exists in one language only. Args: `key`, `language`.
    MissingMessage = "missing-message", Error;
    /// A message that nothing uses. Args: `key`.
    UnusedMessage = "unused-message", Error;
    /// The same message twice. Args: `key`, `other`.
    DuplicateMessage = "duplicate-message", Error;
    /// The languages use different variables in one message. Args: `key`, `variable`, `language`.
    MissingVariable = "missing-variable", Error;
    /// A plural selector without one of the language's forms. Args: `key`, `form`, `language`.
    MissingPlural = "missing-plural", Error;
    // Templates
    /// A template does not parse, or fails when it is rendered. Args: `reason`.
    BadTemplate = "bad-template", Error;
    /// A template names a variable that its view does not have. Args: `variable`, `nearest`, `allowed`.
    UnknownVariable = "unknown-variable", Error;
    /// A template asks for a message that does not exist. Args: `key`, `nearest`.
    UnknownMessage = "unknown-message", Error;
    /// A template asks for an asset that does not exist. Args: `asset`, `nearest`.
    UnknownAsset = "unknown-asset", Error;
    /// The theme named in site.toml is not there. Args: `theme`.
    UnknownTheme = "unknown-theme", Error;
    /// A style sheet or script cannot be minified. Args: `reason`.
    BadAsset = "bad-asset", Error;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let text = "бір\nекі Қалам үш\r\nтөрт";
        let at = text.find("Қалам").unwrap();
        let place = Place::span("a.md", text, at..at + "Қалам".len());
        assert_eq!((place.line, place.column, place.length), (2, 5, 5));
        assert_eq!(place.excerpt, "екі Қалам үш");
        assert_eq!(place.to_string(), "a.md:2:5");
    }

    #[test]
    fn a_place_outside_the_text_is_clamped() {
        let place = Place::span("a.md", "аб", 1..99);
        assert_eq!((place.line, place.column, place.length), (1, 1, 2));
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("titel", ["title", "slug"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "slug"]), None);
    }
}
