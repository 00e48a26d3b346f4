//! A bilingual corpus of any size, as an Otau site and as an equal Hugo site.
//!
//! Each page is 150–600 words: headings, lists, 2–5 links by key, a table on every fifth page, code on every twentieth,
//! 2–4 tags. The plan of a page is drawn once, so both languages have the same blocks; the words are drawn per language.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Dice;
use super::words::{Kazakh, Language, Russian};

/// Where a corpus was written.
pub(crate) struct Corpus {
    /// The Otau site.
    pub(crate) otau: PathBuf,
    /// The Hugo site.
    pub(crate) hugo: PathBuf,
    /// Texts in all, both languages.
    pub(crate) pages: usize,
    /// Bytes of Markdown in one of the sites.
    pub(crate) bytes: usize,
}

/// Folder of the content and kind of page `at`: 70 % questions, 25 % instructions, 5 % memos.
fn place(at: usize) -> (&'static str, &'static str) {
    match at % 20 {
        0..14 => ("faq", "faq"),
        14..19 => ("guides", "instruction"),
        _ => ("memo", "memo"),
    }
}

/// Key of page `at`; also its slug.
pub(crate) fn key(at: usize) -> String {
    const WORDS: [&str; 12] = [
        "shart", "tolem", "kepil", "arenda", "oplata", "salyq", "kezek", "ipoteka", "dogovor", "spravka", "zhondeu",
        "otinish",
    ];
    format!("{}-{at:05}", WORDS[(at * 7) % WORDS.len()])
}

/// A block of a page's plan.
enum Block {
    Paragraph(usize, Option<usize>),
    Heading(usize),
    List { ordered: bool, items: usize },
    Quote,
    Table(usize),
    Code,
}

struct Plan {
    blocks: Vec<Block>,
    tags: Vec<usize>,
    category: usize,
    date: String,
    order: usize,
}

fn plan(at: usize, pairs: usize) -> Plan {
    let mut dice = Dice::new(0x5eed_0000 + at as u64);
    let d = &mut dice;
    let mut tags: Vec<usize> = (0..2 + d.below(3)).map(|_| d.below(30)).collect();
    tags.sort_unstable();
    tags.dedup();
    let goal = 120 + d.below(400);
    let mut links: Vec<usize> = (0..2 + d.below(4)).map(|_| d.below(pairs)).collect();
    let mut table = d.below(5) == 0;
    let mut code = d.below(20) == 0;
    let mut blocks = Vec::new();
    // A sentence is about nine words.
    let mut words = 0;
    let paragraph = |blocks: &mut Vec<Block>, links: &mut Vec<usize>, d: &mut Dice| {
        let sentences = 2 + d.below(4);
        let link = if d.below(2) == 0 { links.pop() } else { None };
        blocks.push(Block::Paragraph(sentences, link));
        sentences * 9
    };
    words += paragraph(&mut blocks, &mut links, d);
    while words < goal {
        blocks.push(Block::Heading(2));
        words += paragraph(&mut blocks, &mut links, d);
        match d.below(20) {
            0..6 => {
                let items = 3 + d.below(4);
                blocks.push(Block::List { ordered: false, items });
                words += items * 9;
            }
            6..9 => {
                let items = 3 + d.below(2);
                blocks.push(Block::List { ordered: true, items });
                words += items * 9;
            }
            9..13 => {
                blocks.push(Block::Heading(3));
                words += paragraph(&mut blocks, &mut links, d);
            }
            13 => blocks.push(Block::Quote),
            _ => {}
        }
        if table && words > goal / 3 {
            table = false;
            blocks.push(Block::Table(3 + d.below(4)));
        }
        if code && words > goal / 2 {
            code = false;
            blocks.push(Block::Code);
        }
    }
    blocks.extend(links.drain(..).map(|link| Block::Paragraph(1, Some(link))));
    let date = format!("{}-{:02}-{:02}", 2016 + d.below(10), 1 + d.below(12), 1 + d.below(28));
    Plan { blocks, tags, category: d.below(4), date, order: 1 + d.below(1000) }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One text: title, description and Markdown with links as `\0INDEX\0`.
fn write_text(language: &dyn Language, at: usize, plan: &Plan) -> (String, String, String) {
    let mut dice = Dice::new(((at as u64) << 8) | u64::from(language.code().as_bytes()[0]));
    let d = &mut dice;
    let title = format!("{} № {at}", capital(&language.title(d, place(at).1)));
    let mut description = capital(&language.sentence(d));
    while description.chars().count() < 60 {
        description = format!("{description}, {}", language.sentence(d));
    }
    let description = description.chars().take(150).collect::<String>().trim_end().to_owned();
    let mut out = String::with_capacity(6000);
    for block in &plan.blocks {
        match block {
            Block::Paragraph(sentences, link) => {
                for n in 0..*sentences {
                    let gap = if n == 0 { "" } else { " " };
                    let sentence = capital(&language.sentence(d));
                    match (d.below(8), sentence.split_once(' ')) {
                        (0, Some((first, rest))) if !first.ends_with(',') => {
                            _ = write!(out, "{gap}**{first}** {rest}.");
                        }
                        _ => _ = write!(out, "{gap}{sentence}."),
                    }
                }
                if let Some(link) = link {
                    _ = write!(out, " {} [{}](\0{link}\0).", language.see(), language.phrase(d));
                }
                out.push('\n');
            }
            Block::Heading(level) => _ = writeln!(out, "{} {}", "#".repeat(*level), capital(&language.phrase(d))),
            Block::List { ordered, items } => {
                for n in 1..=*items {
                    let mark = if *ordered { format!("{n}.") } else { "-".to_owned() };
                    _ = writeln!(out, "{mark} {}.", capital(&language.sentence(d)));
                }
            }
            Block::Quote => _ = writeln!(out, "> {}.", capital(&language.sentence(d))),
            Block::Table(rows) => {
                _ = writeln!(out, "| {} |\n|---|---|---:|", language.columns().join(" | "));
                for _ in 0..*rows {
                    let (what, days) = (language.phrase(d), language.days(d));
                    _ = writeln!(out, "| {what} | {days} | {} 000 ₸ |", 15 + d.below(935));
                }
            }
            Block::Code => {
                out.push_str("```text\n");
                for _ in 0..3 {
                    _ = writeln!(out, "{} = {}", language.phrase(d), 1000 * d.below(900));
                }
                out.push_str("```\n");
            }
        }
        out.push('\n');
    }
    (title, description, out)
}

/// Replaces the marks of links.
fn linked(text: &str, address: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 200);
    for (n, part) in text.split('\0').enumerate() {
        match part.parse() {
            Ok(at) if n % 2 == 1 => out.push_str(&address(at)),
            _ => out.push_str(part),
        }
    }
    out
}

fn quoted(words: impl Iterator<Item = String>) -> String {
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// Writes both sites with `pairs` pages in two languages each into `root`, which must not hold a corpus yet.
pub(crate) fn write(root: &Path, pairs: usize) -> io::Result<Corpus> {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/sites");
    let mut corpus = Corpus { otau: root.join("otau"), hugo: root.join("hugo"), pages: 2 * pairs, bytes: 0 };
    copy(&sites.join("otau"), &corpus.otau)?;
    copy(&sites.join("hugo"), &corpus.hugo)?;
    let content = corpus.otau.join("content");
    let mut terms = String::new();
    for (n, (kk, ru)) in Kazakh.tags().into_iter().zip(Russian.tags()).enumerate() {
        _ = writeln!(terms, "[tag-{n}]\nname = {{ kk = \"{}\", ru = \"{ru}\" }}", kk.replace('_', " "));
    }
    fs::write(content.join("tags.toml"), &terms)?;
    terms.clear();
    for (n, (kk, ru)) in Kazakh.categories().into_iter().zip(Russian.categories()).enumerate() {
        _ = writeln!(terms, "[category-{n}]\norder = {n}\nname = {{ kk = \"{kk}\", ru = \"{ru}\" }}");
    }
    fs::write(content.join("categories.toml"), &terms)?;
    for at in 0..pairs {
        write_page(&mut corpus, at, pairs)?;
    }
    Ok(corpus)
}

fn write_page(corpus: &mut Corpus, at: usize, pairs: usize) -> io::Result<()> {
    let (folder, kind) = place(at);
    let (key, plan) = (key(at), plan(at, pairs));
    let page = corpus.otau.join("content").join(folder).join(&key);
    fs::create_dir_all(&page)?;
    let mut meta = format!("type = \"{kind}\"\ntoc = true\norder = {}\n", plan.order);
    if kind == "faq" {
        _ = writeln!(meta, "category = \"category-{}\"", plan.category);
    }
    _ = writeln!(meta, "tags = [{}]", quoted(plan.tags.iter().map(|n| format!("tag-{n}"))));
    fs::write(page.join("page.toml"), meta)?;
    for language in [&Kazakh as &dyn Language, &Russian] {
        let code = language.code();
        let (title, description, text) = write_text(language, at, &plan);
        corpus.bytes += text.len();
        let head = format!("+++\ntitle = \"{title}\"\ndescription = \"{description}\"\nslug = \"{key}\"\n");
        let body = linked(&text, |to| format!("key:{}", self::key(to)));
        fs::write(page.join(format!("{code}.md")), format!("{head}updated = {}\n+++\n\n{body}", plan.date))?;

        let names = language.tags();
        let mut fields = format!("date = {}\nweight = {}\n", plan.date, plan.order);
        _ = writeln!(fields, "tags = [{}]", quoted(plan.tags.iter().map(|n| names[*n].replace('_', " "))));
        if kind == "faq" {
            _ = writeln!(fields, "categories = [\"{}\"]", language.categories()[plan.category]);
        }
        let body = linked(&text, |to| format!("/{}/{}.md", place(to).1, self::key(to)));
        let path = corpus.hugo.join("content").join(kind).join(format!("{key}.{code}.md"));
        fs::write(path, format!("{head}{fields}+++\n\n{body}"))?;
    }
    Ok(())
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
