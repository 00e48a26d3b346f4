//! What holds for every text, whatever somebody writes.

use otau::i18n::{Locale, PerLocale};
use otau::problem::{Place, Severity};
use otau::site::markdown::body::{Fill, Hole};
use otau::site::markdown::typography::{Typographer, escape, title};
use otau::site::markdown::{Words, render};
use otau::site::source::decode;
use proptest::prelude::*;

use crate::support::html::{imbalance, tags};
use crate::support::links::faults;
use crate::support::sites::{TODAY, on, problems, site, tree, write};

/// Fills holes as a page would, as far as tags are concerned.
struct Plain;

impl Fill for Plain {
    fn fill(&mut self, hole: &Hole, out: &mut String) {
        match hole {
            Hole::LinkStart(_) => out.push_str("href=\"/\""),
            Hole::HeadingId(index) | Hole::Note(index) => out.push_str(&index.to_string()),
            Hole::Picture(_) => out.push_str("<img src=\"/\" alt=\"\">"),
            _ => {}
        }
    }
}

fn html(text: &str, locale: Locale) -> String {
    render(text, locale, &Words::default()).body.assemble(&mut Plain)
}

/// Pieces that mean something in Markdown, in any order, with texts in between.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "\n", "\n\n", " ", "  ", "    ", "# ", "## ", "### ", "- ", "1. ", "> ", "* ", "**", "*", "_", "~~", "`", "```\n", "~~~",
            "---\n", "===\n", "|", "| a | b |\n|---|:-:|\n| c | d |\n", "[", "]", "(", ")", "[a](key:b)", "[a](key:b#c \"t\")",
            "[](key:b)", "![", "![a](b.png)", "![a](b.png \"c\")", "[^1]", "[^1]: ", "[a]: https://b.kz\n", "[a][b]", "<", ">",
            "</", "<mark>", "</mark>", "<sub>", "</sub>", "<br>", "<script>", "</script>", "<!--", "-->", "<abbr title=\"", "\">",
            "<p onclick=x>", "&amp;", "&#0;", "&lt", "\\", "{#id}", " {#id .c a=b}", ":::note\n", ":::note T\n", ":::warning\n",
            ":::summary\n", ":::details D\n", ":::details\n", ":::steps\n", ":::step S\n", ":::step S {#s}\n", ":::\n", ":::contact\n",
            ":::status paid\n", ":::status x\n", ":::include a\n", ":::include a#b\n", ":::nosuch\n", "::: note\n", "Term\n: ", "- [ ] ",
            "- [x] ", "\"", "'", "--", "...", "\t", "https://a.kz", "<https://a.kz>", "<a@b.kz>", "$x$", "$$", "+++\n",
        ]).prop_map(str::to_owned),
        3 => "[а-яәіңғүұқөһА-Я ]{0,8}",
        1 => "[a-z ]{0,6}",
        1 => "\\PC{0,6}",
        1 => prop::sample::select(vec!["жaсалады", "№ 5", "1 000 ₸", "10 %", "А. Б. В", "\u{1F600}", "\u{202E}", "\u{FEFF}", "日本"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// 1500 texts a property, or as many as `PROPTEST_CASES` asks for.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 1500 };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

fn locale() -> impl Strategy<Value = Locale> {
    prop::sample::select(Locale::ALL.to_vec())
}

/// The letters and digits of a text: what typography must keep.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn markdown_never_panics_and_its_tags_nest(text in markdown(), locale in locale()) {
        let rendered = render(&text, locale, &Words::default());
        let html = rendered.body.assemble(&mut Plain);
        // A text with errors is never published.
        if rendered.faults.iter().all(|fault| fault.code.severity() == Severity::Warning) {
            prop_assert_eq!(imbalance(&html), None, "{}\n{}", text, html);
        }
        for tag in tags(&html) {
            let forbidden = tag.name == "script" || tag.attributes.iter().any(|(name, _)| name.starts_with("on"));
            prop_assert!(!forbidden, "{}", html);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), locale in locale()) {
        if let Ok(text) = decode("kk.md", bytes) {
            let control = text.contains(['\r', '\0', '\u{1}']);
            prop_assert!(!control);
            html(&text, locale);
        }
    }

    #[test]
    fn faults_of_a_text_are_inside_it(text in markdown(), locale in locale()) {
        for fault in render(&text, locale, &Words::default()).faults {
            prop_assert!(fault.span.start <= fault.span.end && fault.span.end <= text.len(), "{:?} of {}: {:?}", fault, text.len(), text);
        }
    }

    #[test]
    fn typography_changes_no_letter(text in "(\\PC|[а-яё]|[ \"'.%№§₸—-]|[0-9]){0,60}", locale in locale()) {
        prop_assert_eq!(letters(&title(locale, &text)), letters(&text));
        let (mut set, mut escaped) = (String::new(), String::new());
        Typographer::new(locale).plain(&text, &mut set);
        Typographer::new(locale).html(&text, &mut escaped);
        let mut expected = String::new();
        escape(&set, &mut expected);
        prop_assert_eq!(escaped, expected);
    }

    #[test]
    fn a_place_is_found_for_every_range(text in "(\\PC|\n|\r\n){0,40}", from in 0..80_usize, length in 0..80_usize) {
        let place = Place::span("a.md", &text, from..from + length);
        prop_assert!(place.line >= 1 && place.column >= 1 && place.length >= 1);
        prop_assert!(place.line as usize <= text.matches('\n').count() + 1);
        #[expect(clippy::reversed_empty_ranges, reason = "that is the point")]
        let reversed = Place::span("a.md", &text, 9..3);
        prop_assert!(reversed.line >= 1);
    }
}

#[test]
fn links_of_any_site_without_errors_resolve() {
    const TEXTS: [&str; 8] = [
        "Мәтін.",
        "[](key:p0) және [](key:p1#s)",
        "## Бөлім {#s}\n\n[Жоғары](#s)[^1]\n\n[^1]: [](key:p2).",
        ":::include p1\n\n## Соңы {#s}",
        ":::include p2#s",
        "[](topic:c) [](key:@faq) [](key:@notice)",
        ":::steps\n:::step Бір {#s}\n[](key:p0)\n:::\n:::",
        ":::contact\n\n> [](key:p3)",
    ];
    const METAS: [&str; 8] = [
        "type = \"page\"\n",
        "type = \"faq\"\ncategory = \"c\"\n",
        "type = \"faq\"\ncategory = \"d\"\ntags = [\"t\"]\nonly = \"kk\"\n",
        "type = \"notice\"\nonly = \"ru\"\n",
        "type = \"memo\"\nrelated = [\"p0\", \"p1\"]\n",
        "type = \"instruction\"\ntags = [\"t\"]\n",
        "type = \"page\"\nexpire_at = 2020-01-01\nexpire_to = \"p0\"\n",
        "type = \"page\"\ndraft = true\n",
    ];
    let page = (0..TEXTS.len(), 0..METAS.len(), 0..4_u8);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let built = std::cell::Cell::new(0);
    let outcome = runner.run(&prop::collection::vec(page, 4..7), |pages| {
        let site = site("valid/minimal");
        let root = site.path();
        let term = |key: &str| format!("[{key}]\nname = {{ kk = \"Атау {key}\", ru = \"Имя {key}\" }}\n");
        write(root, "content/categories.toml", term("c") + &term("d"));
        write(root, "content/tags.toml", term("t"));
        for (number, (text, meta, languages)) in pages.iter().enumerate() {
            let dir = format!("content/p{number}");
            write(root, &format!("{dir}/page.toml"), METAS[*meta]);
            let only = METAS[*meta].split("only = \"").nth(1).map(|rest| &rest[..2]);
            let wanted = PerLocale::new(*languages != 1, *languages != 2);
            for (locale, wanted) in wanted.iter() {
                if only.map_or(*wanted, |only| only == locale.code()) {
                    let path = format!("{dir}/{}.md", locale.code());
                    write(root, &path, format!("+++\ntitle = \"Бет {number}\"\n+++\n\n{}\n", TEXTS[*text]));
                }
            }
        }
        if otau::build::workspace::has_errors(&problems(root, on(TODAY))) {
            return Ok(());
        }
        built.set(built.get() + 1);
        let faults = faults(&tree(root, on(TODAY)), "http://localhost:8080");
        prop_assert_eq!(faults, Vec::<String>::new());
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(built.get() > 5, "only {} sites had no errors", built.get());
}
