//! What templates see, and nothing else: `Serialize` structs that carry values, not words.
//!
//! Every template gets the variables of [`Frame`] and those of its own view, all at top level. Templates turn values into
//! words with `t(key=…)`, `date`, `money` and `percent`. A template that names any other variable fails the build.

use serde::Serialize;

/// Variables that are the same for every page of one language; made once per build.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Language of the interface: `kk` or `ru`.
    pub lang: &'static str,
    /// The site as a whole.
    pub site: SiteView,
    /// The menu in the header.
    pub nav: Vec<NavItem>,
    /// The links of the footer.
    pub footer: Vec<NavItem>,
}

/// The site as a whole, in one language.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Name of the site.
    pub name: String,
    /// One line under the name.
    pub tagline: String,
    /// Who runs it.
    pub organization: String,
    /// The public origin, without a slash at its end.
    pub base_url: String,
    /// Address of this language's home.
    pub home_url: String,
    /// Address of this language's Atom feed.
    pub feed_url: String,
    /// Picture for social networks, absolute.
    pub card_url: String,
    /// Where the search form leads; none where there is no search.
    pub search_url: Option<String>,
    /// The list of questions; none where there are none.
    pub faq_url: Option<String>,
    /// The way into the client cabinet; none where the site does not lead there.
    pub cabinet_url: Option<String>,
    /// The compensation calculator; none where there is no server or no memo.
    pub calculator: Option<CalculatorLink>,
    /// How to reach people.
    pub contact: ContactView,
    /// True in `otau preview`: drafts are shown and the page reloads itself.
    pub preview: bool,
    /// True in `otau serve --demo`: every page says so.
    pub demonstration: bool,
}

/// The way to the calculator.
#[derive(Clone, Debug, Serialize)]
pub struct CalculatorLink {
    /// Its address.
    pub url: String,
    /// Key of the memo it computes by.
    pub memo: String,
}

/// Contacts; an absent one is shown as “not given”.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ContactView {
    /// Phone as people read it.
    pub phone: Option<String>,
    /// The same as a `tel:` address.
    pub phone_url: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Working hours.
    pub hours: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// A map elsewhere.
    pub map_url: Option<String>,
}

/// A link of the menu or the footer.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// Text.
    pub title: String,
    /// Address.
    pub url: String,
    /// The section it leads to, to be compared with `page.section`.
    pub section: String,
}

/// What every page has; the variable `page`.
#[derive(Clone, Debug, Serialize)]
pub struct PageHead {
    /// Key of the page, or `@faq`, `@404` and so on for made pages.
    pub key: String,
    /// `home`, `faq-list`, `category`, `list`, `tags`, `tag`, `faq`, `instruction`, `memo`, `page`, `notice`,
    /// `side-by-side`, `expired`, `not-found`.
    pub kind: &'static str,
    /// Title: the h1.
    pub title: String,
    /// Description for search engines; may be empty.
    pub description: String,
    /// Path of the page, `/kk/faq/…/`.
    pub url: String,
    /// Absolute canonical address.
    pub canonical: String,
    /// Language of the text (differs from `lang` when the other language stands in).
    pub text_lang: &'static str,
    /// Why the text is in the other language: none, `untranslated` or `binding`.
    pub fallback: Option<&'static str>,
    /// Keep it out of search engines.
    pub noindex: bool,
    /// A draft (only in preview).
    pub draft: bool,
    /// Section for the menu: `faq`, `instruction`, `memo`, a page's key, or empty.
    pub section: String,
    /// From the home to this page; the last has no address.
    pub breadcrumbs: Vec<Crumb>,
    /// The language switch: both languages, kk first.
    pub languages: Vec<LanguageLink>,
    /// Absolute addresses of real translations, for `hreflang`; empty when there is one language only.
    pub alternates: Vec<Alternate>,
    /// ISO date of the last change that matters to a reader.
    pub updated: Option<String>,
}

/// A step of the breadcrumbs.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Text.
    pub title: String,
    /// Address; none for the page itself.
    pub url: Option<String>,
}

/// A link of the language switch. Never a dead end.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// `kk` or `ru`.
    pub lang: &'static str,
    /// Own name: «Қазақша», «Русский».
    pub name: &'static str,
    /// Address of the same page (or its nearest parent) in that language.
    pub url: String,
    /// The language of the page being read.
    pub current: bool,
    /// The page does not exist in that language: the address is its nearest parent's.
    pub parent: bool,
}

/// A translation for search engines.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// `kk`, `ru` or `x-default`.
    pub lang: &'static str,
    /// Absolute address.
    pub url: String,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntry {
    /// Id of the heading.
    pub id: String,
    /// Text of the heading.
    pub title: String,
    /// Headings one level down.
    pub children: Vec<TocEntry>,
}

/// A link to a page with what lists show of it.
#[derive(Clone, Debug, Serialize)]
pub struct PageLink {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// Address in the reader's language.
    pub url: String,
    /// Language of the title, when it is not the reader's; else none.
    pub lang: Option<&'static str>,
    /// ISO date.
    pub updated: Option<String>,
    /// A draft (only in preview).
    pub draft: bool,
}

/// A category or tag.
#[derive(Clone, Debug, Serialize)]
pub struct TermLink {
    /// Key.
    pub key: String,
    /// Name.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// Address.
    pub url: String,
    /// How many pages it has.
    pub count: usize,
}

/// A question of a list with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The page.
    pub link: PageLink,
    /// The category.
    pub category: TermLink,
    /// The answer as HTML (print with `| safe`), or none in lists too long to carry answers (over 200 questions).
    pub answer: Option<String>,
}

/// Pages of a list and sizes of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// Entries in the whole list.
    pub total: usize,
    /// Number of the first entry shown, from 1.
    pub from: usize,
    /// Number of the last entry shown.
    pub to: usize,
    /// This page's number, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Numbers to print; a gap is an entry with `number = 0`. One entry when all fits on one page.
    pub numbers: Vec<PagerNumber>,
    /// Previous page.
    pub prev: Option<String>,
    /// Next page.
    pub next: Option<String>,
    /// Sizes to choose from; empty when there is no choice.
    pub sizes: Vec<PagerSize>,
}

/// A page number of a pager.
#[derive(Clone, Debug, Serialize)]
pub struct PagerNumber {
    /// Number, or 0 for a gap.
    pub number: usize,
    /// Address.
    pub url: String,
    /// The page being shown.
    pub current: bool,
}

/// A page size to choose.
#[derive(Clone, Debug, Serialize)]
pub struct PagerSize {
    /// Entries on a page, or 0 for all.
    pub size: usize,
    /// Address.
    pub url: String,
    /// The size in force.
    pub current: bool,
}

/// A text page: `faq.html`, `instruction.html`, `memo.html`, `page.html`, `notice.html`.
/// The variable `body` (HTML, already safe) stands beside these.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// Table of contents; empty when it is not to be shown.
    pub toc: Vec<TocEntry>,
    /// The category.
    pub category: Option<TermLink>,
    /// Tags.
    pub tags: Vec<TermLink>,
    /// Related pages, at most 5.
    pub related: Vec<PageLink>,
    /// The page before in the same list.
    pub prev: Option<PageLink>,
    /// The page after in the same list.
    pub next: Option<PageLink>,
    /// The kk/ru reading view.
    pub side_by_side_url: Option<String>,
    /// Only one language's text has legal force: `original` where it is this one, `translation` where it is not.
    pub binding: Option<&'static str>,
}

/// `home.html`; `body` stands beside.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// Categories that have questions.
    pub categories: Vec<TermLink>,
    /// Instructions.
    pub instructions: Vec<PageLink>,
    /// Memos.
    pub memos: Vec<PageLink>,
    /// The first questions of the list, at most 5.
    pub questions: Vec<PageLink>,
    /// Notices in force, newest first.
    pub notices: Vec<PageLink>,
    /// Address of the question list.
    pub faq_url: String,
}

/// `faq-list.html` (all questions) and `category.html` (one category).
#[derive(Clone, Debug, Serialize)]
pub struct QuestionList {
    /// Questions of this page of the list.
    pub questions: Vec<Question>,
    /// All categories that have questions.
    pub categories: Vec<TermLink>,
    /// The category shown; none in `faq-list.html`.
    pub category: Option<TermLink>,
    /// The category's instruction.
    pub instruction: Option<PageLink>,
    /// Pages and sizes.
    pub pager: Pager,
}

/// `list.html`: instructions, memos, notices, or the pages of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    /// Pages of this page of the list.
    pub pages: Vec<PageLink>,
    /// Pages and sizes.
    pub pager: Pager,
}

/// `tags.html`: all tags.
#[derive(Clone, Debug, Serialize)]
pub struct Tags {
    /// Tags that have pages, in alphabetical order.
    pub tags: Vec<TermLink>,
}

/// `side-by-side.html`: both languages in two aligned columns, kk left.
#[derive(Clone, Debug, Serialize)]
pub struct SideBySide {
    /// Title in Kazakh.
    pub title_kk: String,
    /// Title in Russian.
    pub title_ru: String,
    /// The page itself in the reader's language.
    pub page_url: String,
    /// Aligned blocks.
    pub rows: Vec<SideBySideRow>,
}

/// A row of the reading view; either side may be empty. Both are HTML without ids; print with `| safe`.
#[derive(Clone, Debug, Serialize)]
pub struct SideBySideRow {
    /// Kazakh block.
    pub kk: String,
    /// Russian block.
    pub ru: String,
}

/// `expired.html`: what an address shows after `expire_at`.
#[derive(Clone, Debug, Serialize)]
pub struct Expired {
    /// ISO date since which the text is no longer in force.
    pub expired: String,
    /// What replaces it.
    pub successor: Option<PageLink>,
}

/// `not-found.html`, one per language. (`error.html`, for 500 and 503, is in both languages at once and gets only
/// `code`; `root.html`, the address `/` without a server, and `moved.html`, a redirect without a server, likewise stand
/// outside the frame.)
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {
    /// Address of the question list.
    pub faq_url: String,
    /// Categories.
    pub categories: Vec<TermLink>,
    /// Instructions.
    pub instructions: Vec<PageLink>,
}

/// `search.html`: made by the server for each request; the variables of [`NotFound`] stand beside.
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// What was asked, as it is shown in the field; may be empty.
    pub query: String,
    /// The type of page that is looked for, `faq` for questions; none for all.
    pub kind: Option<&'static str>,
    /// Address of the same query among all pages.
    pub everywhere_url: String,
    /// Address of the same query among questions.
    pub questions_url: String,
    /// Results on a page, where that is not the usual number.
    pub size: Option<usize>,
    /// `empty`, `found`, `nothing`, `refused`, `busy` or `unavailable`.
    pub state: &'static str,
    /// Why the query was refused: the last part of a key `search-fault-…`; else none.
    pub fault: Option<&'static str>,
    /// How many pages were found.
    pub total: usize,
    /// This page of the results; those in the other language come last.
    pub results: Vec<SearchResult>,
    /// Pages and sizes.
    pub pager: Pager,
    /// What was probably meant, with its address.
    pub meant: Option<SearchLink>,
    /// Shorter queries that find something, when nothing was found.
    pub shorter: Vec<SearchLink>,
}

/// A page that was found. Fields ending in `_html` and the snippet are HTML, already escaped; print with `| safe`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchResult {
    /// Key of the page.
    pub key: String,
    /// Type of the page.
    pub kind: String,
    /// Id of the section, if it is one.
    pub section: Option<String>,
    /// Path, with the id of the section.
    pub url: String,
    /// Language of the text, where it is not the reader's.
    pub lang: Option<&'static str>,
    /// Title of the page.
    pub title: String,
    /// The same with the words found marked.
    pub title_html: String,
    /// Title of the section with the words found marked.
    pub heading_html: Option<String>,
    /// A part of the text with the words found marked.
    pub snippet: String,
    /// How well it fits; comparable within one answer.
    pub score: f32,
}

/// Another query.
#[derive(Clone, Debug, Serialize)]
pub struct SearchLink {
    /// The query.
    pub query: String,
    /// Its address.
    pub url: String,
}

/// `error.html`: stands alone (no frame, no script, no font), in both languages on one page.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// 500 or 503.
    pub code: u16,
    /// The frames of both languages, kk first, for names and contacts.
    pub frames: Vec<SiteView>,
}

/// `root.html`: two large links, where no server answers `/`.
#[derive(Clone, Debug, Serialize)]
pub struct Root {
    /// Both languages, kk first.
    pub languages: Vec<LanguageLink>,
    /// The site in both languages, kk first.
    pub sites: Vec<SiteView>,
}

/// `moved.html`: a redirect for hosts that know no redirects.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    /// Language of the page it leads to.
    pub lang: &'static str,
    /// Absolute address.
    pub to: String,
}

/// Variables of `parts/glossary.html`: the terms of the site, for `:::glossary`.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryView {
    /// Terms by their first letter, in the order of the language's alphabet; empty when there are none.
    pub groups: Vec<GlossaryGroup>,
    /// Stands before every id and in every link to one, so that two texts can share a page.
    pub prefix: &'static str,
}

/// Terms that begin with the same letter.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryGroup {
    /// The letter, capital, or `0–9`.
    pub letter: String,
    /// Number of the group, from 1.
    pub number: usize,
    /// Terms, in order.
    pub terms: Vec<GlossaryEntry>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryEntry {
    /// Key.
    pub key: String,
    /// The term.
    pub name: String,
    /// The same in the other language.
    pub other: String,
    /// That language.
    pub other_lang: &'static str,
    /// One sentence that explains it.
    pub explain: String,
    /// The page that says more.
    pub see: Option<PageLink>,
}
