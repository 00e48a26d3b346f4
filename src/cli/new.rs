//! `otau new faq password-rules`: a page in both languages, ready to be filled.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::i18n::{Arg, Locale, PerLocale};
use crate::site::config::{is_key, read_terms};
use crate::site::meta::Kind;
use crate::site::source::{SiteSource, read_text};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Type of the page.
    #[arg(value_name = "TYPE", value_parser = ["faq", "instruction", "memo", "page", "notice"])]
    kind: String,
    /// Key of the page.
    #[arg(value_name = "KEY")]
    key: String,
    #[command(flatten)]
    site: SiteArgs,
    /// Category, for questions.
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let words = [("key", Arg::Text(args.key.as_str()))];
    if !is_key(&args.key) {
        reporter.failure("bad-key", &reporter.text("cli-new-key", &words), &reporter.text("cli-new-key.help", &words));
        return Outcome::Failed;
    }
    let root = &args.site.root;
    let source = SiteSource::read(root);
    if let Some(page) = source.pages.iter().find(|page| page.key == args.key) {
        let words = [("key", Arg::Text(args.key.as_str())), ("path", Arg::Text(page.dir.as_str()))];
        reporter.failure(
            "duplicate-key",
            &reporter.text("cli-new-taken", &words),
            &reporter.text("cli-new-taken.help", &words),
        );
        return Outcome::Failed;
    }
    let categories: Vec<String> = read_text(root, &root.join("content").join("categories.toml"))
        .ok()
        .flatten()
        .map(|file| read_terms(&file, true, &mut Vec::new()).terms.into_iter().map(|term| term.key).collect())
        .unwrap_or_default();
    if let Some(category) = args.category.as_ref().filter(|category| !categories.contains(category)) {
        let list = categories.join(", ");
        let words = [("category", Arg::Text(category.as_str())), ("categories", Arg::Text(&list))];
        let key = "cli-new-category";
        reporter.failure(
            "unknown-category",
            &reporter.text(key, &words),
            &reporter.text(&format!("{key}.help"), &words),
        );
        return Outcome::Failed;
    }
    let kind = Kind::NAMES.iter().find(|(name, _)| *name == args.kind).map_or(Kind::Page, |(_, kind)| *kind);
    let dir = root.join("content").join(folder(kind)).join(&args.key);
    let category = args.category.clone().or_else(|| categories.first().cloned());
    match write(&dir, kind, &args.key, category.as_deref(), &categories, reporter) {
        Ok(()) => {
            let shown = dir.display().to_string();
            reporter.success(&reporter.text("cli-new-done", &[("path", Arg::Text(&shown))]));
            for name in ["page.toml", "kk.md", "ru.md"] {
                reporter.result(&dir.join(name).display().to_string());
            }
            Outcome::Done
        }
        Err(error) => cannot_write(reporter, &dir.display().to_string(), &error.to_string()),
    }
}

/// Reports that a file or folder could not be written.
pub(super) fn cannot_write(reporter: &Reporter, path: &str, reason: &str) -> Outcome {
    let words = [("path", Arg::Text(path)), ("reason", Arg::Text(reason))];
    reporter.failure("write", &reporter.text("cli-write", &words), &reporter.text("cli-write.help", &words));
    Outcome::Failed
}

const fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Faq => "faq",
        Kind::Instruction => "guides",
        Kind::Memo => "memo",
        Kind::Notice => "notices",
        Kind::Page | Kind::Home => "pages",
    }
}

fn write(
    dir: &Path,
    kind: Kind,
    key: &str,
    category: Option<&str>,
    categories: &[String],
    reporter: &Reporter,
) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("page.toml"), page_toml(kind, category, categories, reporter))?;
    let texts = PerLocale::new(KK, RU);
    for (locale, text) in texts.iter() {
        fs::write(dir.join(format!("{}.md", locale.code())), text.of(kind, key, locale))?;
    }
    Ok(())
}

fn page_toml(kind: Kind, category: Option<&str>, categories: &[String], reporter: &Reporter) -> String {
    let mut toml = format!("type = \"{}\"\n", kind.name());
    if kind == Kind::Faq {
        let list = categories.join(", ");
        let comment = reporter.text("cli-new-categories", &[("categories", Arg::Text(&list))]);
        let _ = writeln!(toml, "category = \"{}\"   # {comment}", category.unwrap_or("general"));
    }
    let _ = writeln!(toml, "draft = true   # {}", reporter.text("cli-new-draft", &[]));
    toml
}

/// What a new text of a language says to the editor.
struct Starter {
    title: &'static str,
    description: &'static str,
    answer: &'static str,
    steps: &'static str,
    text: &'static str,
}

const KK: Starter = Starter {
    title: "Тақырыбын осында жазыңыз",
    description: "Беттің бір сөйлемдік сипаттамасы: іздеу жүйелері мен тізімдер үшін, 50–160 таңба.",
    answer: "Бірінші сөйлем — жауаптың өзі.\n\nКейін себебін немесе қадамдарын жазыңыз.\n",
    steps: "Не керек екенін айтыңыз.\n\n:::steps\n:::step Бірінші қадам\nНе істеу керегін жазыңыз.\n:::\n:::step Екінші қадам\nНе істеу керегін жазыңыз.\n:::\n:::\n",
    text: "Мәтінді осында жазыңыз.\n",
};

const RU: Starter = Starter {
    title: "Впишите сюда заголовок",
    description: "Описание страницы одним предложением: для поисковых систем и списков, 50–160 знаков.",
    answer: "Первое предложение — сам ответ.\n\nДальше — причины или шаги.\n",
    steps: "Скажите, что понадобится.\n\n:::steps\n:::step Первый шаг\nНапишите, что сделать.\n:::\n:::step Второй шаг\nНапишите, что сделать.\n:::\n:::\n",
    text: "Текст пишется здесь.\n",
};

impl Starter {
    fn of(&self, kind: Kind, key: &str, locale: Locale) -> String {
        let body = match kind {
            Kind::Faq => self.answer,
            Kind::Instruction => self.steps,
            _ => self.text,
        };
        let Self { title, description, .. } = self;
        // Two new pages must not clash by their made addresses.
        let slug = if locale == Locale::Kk { key.to_owned() } else { format!("{key}-ru") };
        format!(
            "+++\ntitle = \"{title}\"\nslug = \"{slug}\"\ndescription = \"{description}\"\nkeywords = []\n+++\n\n{body}"
        )
    }
}
