//! What a build yields: trees, pages, feeds, and that it yields the same however it gets there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use otau::build::compress::Compress;
use otau::build::pipeline::{BuildRequest, Occasion, Report, build};
use otau::site::model::BuildOptions;

use crate::support::html::{element, imbalance, tags};
use crate::support::links::faults;
use crate::support::sites::{
    TODAY, Tree, differing, live, on, problems, replace, short, site, sites, text, tree, write, write_page,
};

const ORIGIN: &str = "https://komek.example";

/// Names of files without the hashes that only say what is in them.
fn without_hashes(text: &str) -> String {
    let hex = |part: &str| {
        matches!(part.len(), 10 | 16) && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        out.push_str(if hex(&word) { "HASH" } else { &word });
        word.clear();
        out.push(c);
    }
    out.truncate(out.len() - 1);
    out
}

/// What a file is about, in a few words.
fn summary(path: &str, bytes: &[u8]) -> String {
    let path = without_hashes(path);
    let Some(html) = path.ends_with(".html").then(|| std::str::from_utf8(bytes).unwrap()) else { return path };
    let tags = tags(html);
    let attribute = |tag: &str, name: &str| {
        let found = tags.iter().find(|known| known.name == tag).and_then(|tag| tag.get(name));
        found.unwrap_or("-").to_owned()
    };
    format!("{path} | {} {} | {}", attribute("html", "lang"), attribute("body", "data-kind"), element(html, "title"))
}

#[test]
fn each_valid_site_makes_the_files_it_should() {
    for folder in sites("valid") {
        let tree = tree(&folder, on(TODAY));
        // The theme's own files are the theme's business.
        let theme = |path: &str| {
            path.starts_with("assets/") && !path.starts_with("assets/img/") && !path.starts_with("assets/files/")
        };
        let files = tree.iter().filter(|(path, _)| !theme(path));
        let found: BTreeSet<String> = files.map(|(path, bytes)| summary(path, bytes)).collect();
        let path = folder.join("expected.txt");
        if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
            fs::write(&path, found.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>()).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let expected: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
        let missing: Vec<_> = expected.difference(&found).collect();
        let surplus: Vec<_> = found.difference(&expected).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{folder:?}: missing {missing:#?}, not expected {surplus:#?}"
        );
    }
}

#[test]
fn everything_in_a_site_leads_somewhere() {
    for folder in sites("valid") {
        let tree = tree(&folder, on(TODAY));
        let origin = if folder.ends_with("full") { ORIGIN } else { "http://localhost:8080" };
        let faults = faults(&tree, origin);
        assert!(faults.is_empty(), "{folder:?}: {faults:#?}");
    }
}

/// The first page of each kind in each language.
fn specimens(tree: &Tree) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        let tags = tags(html);
        let body = tags.iter().find(|tag| tag.name == "body").unwrap();
        let kind = body.get("data-kind").unwrap_or("none");
        let language = path.split('/').next().filter(|part| part.len() == 2).unwrap_or("both");
        if seen.insert((kind.to_owned(), language.to_owned())) {
            found.push((format!("{kind}-{language}"), html.to_owned()));
        }
    }
    found
}

#[test]
fn each_kind_of_page_is_as_it_was() {
    let site = site("valid/full");
    let tree = tree(site.path(), on(TODAY));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, html) in specimens(&tree) {
            let part = if name == "home-kk" || !html.contains("<main") { &html } else { element(&html, "main") };
            insta::assert_snapshot!(name, without_hashes(&part.replace("><", ">\n<")));
        }
        for path in ["kk/feed.xml", "ru/feed.xml", "kk/index.json", "ru/index.json", "robots.txt", "sitemap.xml"] {
            insta::assert_snapshot!(path.replace(['/', '.'], "-"), text(&tree, path).replace("},{", "},\n{"));
        }
    });
}

#[test]
fn every_kind_of_page_is_among_them() {
    let site = site("valid/full");
    let found: BTreeSet<String> = specimens(&tree(site.path(), on(TODAY))).into_iter().map(|(name, _)| name).collect();
    let kinds = [
        "home",
        "faq-list",
        "category",
        "list",
        "tags",
        "tag",
        "faq",
        "instruction",
        "memo",
        "page",
        "notice",
        "side-by-side",
        "expired",
        "not-found",
    ];
    for kind in kinds {
        for language in ["kk", "ru"] {
            assert!(found.contains(&format!("{kind}-{language}")), "{kind} {language}: {found:?}");
        }
    }
}

// ---- The same, however it is built ---------------------------------------------------------------------------------

fn publish(root: &Path, out: &Path, options: BuildOptions) -> Report {
    let request = BuildRequest {
        root: root.to_owned(),
        out: out.to_owned(),
        compress: Compress::None,
        options,
        occasion: Occasion::Asked,
    };
    build(&request, &|_, _, _| {}).unwrap()
}

#[test]
fn the_second_build_of_an_unchanged_site_writes_nothing() {
    let site = site("valid/full");
    let (out, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = publish(site.path(), out.path(), on(TODAY));
    let second = publish(site.path(), out.path(), on(TODAY));
    assert_eq!(first.published.id, second.published.id);
    assert!(second.published.unchanged);
    assert_eq!((second.published.written, second.published.linked), (0, first.published.files));
    let elsewhere = publish(site.path(), other.path(), on(TODAY));
    assert_eq!(elsewhere.published.id, first.published.id);
    assert_eq!(live(other.path()), live(out.path()));
}

type Change = fn(&Path);

#[test]
fn what_is_built_after_a_change_is_what_a_clean_build_makes() {
    let site = site("valid/full");
    let root = site.path();
    let out = tempfile::tempdir().unwrap();
    publish(root, out.path(), on(TODAY));
    let changes: [(&str, Change); 14] = [
        ("a text", |root| replace(root, "content/about/kk.md", "Мәтін.", "Жаңа мәтін.")),
        ("a title", |root| replace(root, "content/faq/password-lost/ru.md", "title = \"", "title = \"Новое: ")),
        ("a description", |root| replace(root, "content/about/ru.md", "description = \"", "description = \"Новое: ")),
        ("a new page", |root| {
            write_page(root, "content/faq/new", "type = \"faq\"\ncategory = \"payment\"\n", "Жаңа", "[](key:about)");
        }),
        ("a slug", |root| replace(root, "content/faq/new/kk.md", "title", "slug = \"basqa\"\ntitle")),
        ("a category", |root| replace(root, "content/faq/new/page.toml", "payment", "password")),
        ("the name of a category", |root| replace(root, "content/categories.toml", "kk = \"", "kk = \"Жаңа ")),
        ("a tag", |root| {
            write(
                root,
                "content/faq/new/page.toml",
                "type = \"faq\"\ncategory = \"password\"\ntags = [\"deadline\"]\n",
            );
        }),
        ("an included page", |root| replace(root, "content/terms/kk.md", "\n+++\n\n", "\n+++\n\nҚосымша абзац.\n\n")),
        ("a template", |root| {
            write(root, "themes/otau/templates/parts/contact.html", "<p>{{ site.contact.phone }}</p>\n");
        }),
        ("a string", |root| write(root, "locales/kk/own.ftl", "nav-home = Үй\n")),
        ("the configuration", |root| replace(root, "content/site.toml", "page_size = 10", "page_size = 2")),
        ("a picture", |root| {
            let folder = root.join("content/guides/recovery");
            fs::copy(folder.join("form.kk.png"), folder.join("form.png")).unwrap();
        }),
        ("a page gone", |root| fs::remove_dir_all(root.join("content/faq/new")).unwrap()),
    ];
    let mut before = live(out.path());
    for (name, change) in changes {
        change(root);
        let report = publish(root, out.path(), on(TODAY));
        let found = live(out.path());
        assert_ne!(found, before, "{name} changed nothing");
        let clean = tempfile::tempdir().unwrap();
        let expected = publish(root, clean.path(), on(TODAY));
        assert_eq!(differing(&found, &live(clean.path())), Vec::<String>::new(), "{name}");
        assert_eq!(report.published.id, expected.published.id, "{name}");
        before = found;
    }
}

#[test]
fn a_change_writes_no_more_than_it_touches() {
    let site = site("valid/full");
    let out = tempfile::tempdir().unwrap();
    let first = publish(site.path(), out.path(), on(TODAY));
    replace(site.path(), "content/about/kk.md", "Мәтін.", "Жаңа мәтін.");
    let second = publish(site.path(), out.path(), on(TODAY));
    // The page itself and its reading view of both languages in each language.
    assert_eq!(second.published.written, 3, "of {}", first.published.files);
}

// ---- What the fields mean ------------------------------------------------------------------------------------------

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn pages_come_and_go_on_their_days() {
    let site = site("valid/minimal");
    let root = site.path();
    write_page(root, "content/next", "type = \"page\"\n", "Мұрагер", "Мәтін.");
    let meta = "type = \"notice\"\npublish_at = 2026-03-01\nexpire_at = 2026-04-01\nexpire_to = \"next\"\n";
    write_page(root, "content/notice", meta, "Хабарлама", "Жасырын мәтін.");
    let (path, list) = ("kk/notice/habarlama-kk/index.html", "kk/notice/index.html");
    let built = |today: &str| tree(root, on(day(today)));
    let early = built("2026-02-28");
    assert!(!early.contains_key(path) && !text(&early, list).contains("Хабарлама kk"));
    for today in ["2026-03-01", "2026-03-31"] {
        let shown = built(today);
        assert!(text(&shown, path).contains("Жасырын мәтін") && text(&shown, list).contains("Хабарлама kk"), "{today}");
        assert!(text(&shown, "sitemap.xml").contains("/notice/habarlama-kk/"), "{today}");
    }
    let late = built("2026-04-01");
    assert!(!text(&late, path).contains("Жасырын мәтін"));
    assert!(
        text(&late, path).contains("href=\"/kk/muragher-kk/\"") || text(&late, path).contains("href=\"/kk/m"),
        "{}",
        text(&late, path)
    );
    assert!(!text(&late, list).contains("Хабарлама kk") && !text(&late, "sitemap.xml").contains("habarlama"));
    assert!(!text(&late, "kk/index.json").contains("habarlama"));
    let preview = tree(root, BuildOptions { today: day("2026-02-28"), drafts: true, demonstration: false });
    assert!(text(&preview, path).contains("Жасырын мәтін"));
}

#[test]
fn drafts_are_for_preview_alone() {
    let site = site("valid/minimal");
    let root = site.path();
    write_page(root, "content/a", "type = \"page\"\ndraft = true\n", "Нобай", "Мәтін.");
    write_page(root, "content/b", "type = \"page\"\n", "Жартылай", "Мәтін.");
    replace(root, "content/b/ru.md", "title", "draft = true\ntitle");
    let shown = tree(root, on(TODAY));
    assert!(!shown.keys().any(|path| path.contains("nobaj") || path.contains("nobai")), "{:?}", shown.keys());
    let all: String = shown.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(!all.contains("Нобай"), "a draft shows through");
    assert!(!all.contains("Жартылай ru"), "half a draft shows through");
    let preview = tree(root, BuildOptions { today: TODAY, drafts: true, demonstration: false });
    let all: String = preview.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(all.contains("Нобай kk") && all.contains("Жартылай ru"));
}

#[test]
fn a_page_in_one_language_leaves_no_dead_end() {
    let site = site("valid/full");
    let tree = tree(site.path(), on(TODAY));
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let Some(own) = path.split('/').next().filter(|part| matches!(*part, "kk" | "ru")) else { continue };
        let other = if own == "kk" { "ru" } else { "kk" };
        let html = std::str::from_utf8(bytes).unwrap();
        // A stub leads on at once.
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let switch: Vec<_> = tags(html)
            .into_iter()
            .filter(|tag| tag.name == "a" && tag.get("hreflang") == Some(other))
            .filter_map(|tag| tag.get("href").map(str::to_owned))
            .filter(|address| address.starts_with(&format!("/{other}/")))
            .collect();
        assert!(!switch.is_empty(), "{path} has no way to the other language");
        for address in switch {
            let target = otau::routes::file(address.split('#').next().unwrap());
            assert!(tree.contains_key(&target), "{path} leads to {target}");
        }
    }
    let only: Vec<_> = tree.keys().filter(|path| path.starts_with("ru/") && path.contains("tek-qazaq")).collect();
    assert!(only.is_empty(), "{only:?}");
}

#[test]
fn terms_whose_pages_are_in_one_language_leave_no_dead_end() {
    let site = site("valid/minimal");
    let root = site.path();
    write(
        root,
        "content/categories.toml",
        "[c]\nname = { kk = \"Санат\", ru = \"Раздел\" }\n[empty]\nname = { kk = \"Бос\", ru = \"Пусто\" }\n",
    );
    write(root, "content/tags.toml", "[t]\nname = { kk = \"Белгі\", ru = \"Метка\" }\n");
    write_page(
        root,
        "content/a",
        "type = \"faq\"\ncategory = \"c\"\ntags = [\"t\"]\nonly = \"kk\"\n",
        "Сұрақ",
        "Мәтін.",
    );
    fs::remove_file(root.join("content/a/ru.md")).unwrap();
    write_page(root, "content/b", "type = \"page\"\n", "Бет", "[](topic:c) [](topic:empty) [](key:@memo) [](key:a)");
    let faults = faults(&tree(root, on(TODAY)), "http://localhost:8080");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn anchors_hold_in_included_texts_and_lists() {
    let site = site("valid/minimal");
    let root = site.path();
    write(root, "content/categories.toml", "[c]\nname = { kk = \"Санат\", ru = \"Раздел\" }\n");
    let body = "## Бірінші {#a}\n\nМәтін[^1]. [Төмен](#b)\n\n## Екінші {#b}\n\n[Жоғары](#a)\n\n[^1]: Ескерту.";
    write_page(root, "content/a", "type = \"faq\"\ncategory = \"c\"\n", "Сұрақ", body);
    write_page(root, "content/whole", "type = \"page\"\n", "Бүтін", "Мәтін[^1].\n\n:::include a\n\n[^1]: Ескерту.");
    write_page(root, "content/part", "type = \"page\"\n", "Бөлік", ":::include a#a");
    let faults = faults(&tree(root, on(TODAY)), "http://localhost:8080");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn old_addresses_lead_on_without_a_server() {
    let site = site("valid/full");
    let tree = tree(site.path(), on(TODAY));
    for old in ["kk/eski-qupiyasoz/index.html", "kk/eski/2.html", "ru/staryj-parol/index.html"] {
        let stub = text(&tree, old);
        assert!(stub.contains("http-equiv=\"refresh\"") && stub.contains("rel=\"canonical\""), "{old}: {stub}");
        assert!(stub.contains("/faq/"), "{old}: {stub}");
    }
}

#[test]
fn own_slugs_make_the_address_of_their_language_alone() {
    let site = site("valid/minimal");
    let root = site.path();
    write_page(root, "content/a", "type = \"page\"\n", "Бет", "Мәтін.");
    replace(root, "content/a/kk.md", "title", "slug = \"qysqa\"\ntitle");
    let tree = tree(root, on(TODAY));
    assert!(tree.contains_key("kk/qysqa/index.html"));
    assert!(!tree.contains_key("ru/qysqa/index.html"));
    let russian: Vec<_> = tree.keys().filter(|path| path.starts_with("ru/bet")).collect();
    assert_eq!(russian.len(), 1, "{russian:?}");
}

#[test]
fn files_for_machines_are_well_formed() {
    let site = site("valid/full");
    replace(site.path(), "content/faq/payment-way/kk.md", "title = \"", "title = \"<A & B> ");
    let tree = tree(site.path(), on(TODAY));
    for path in ["sitemap.xml", "kk/feed.xml", "ru/feed.xml"] {
        let xml = text(&tree, path);
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{path}");
        // `link` is no empty element here, so its own slash is looked at.
        for tag in tags(xml).iter().filter(|tag| tag.name == "link" || tag.name == "xhtml:link") {
            assert!(tag.empty, "{path}: {tag:?}");
        }
        assert_eq!(imbalance(xml), None, "{path}");
        let amps = xml
            .match_indices('&')
            .filter(|(at, _)| !["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|entity| xml[*at..].starts_with(entity)));
        assert_eq!(amps.count(), 0, "{path}");
    }
    let locations: Vec<_> = text(&tree, "sitemap.xml").split("<loc>").skip(1).collect();
    let mut seen = BTreeSet::new();
    for location in &locations {
        let address = location.split_once("</loc>").unwrap().0;
        let path = otau::routes::file(address.strip_prefix(ORIGIN).unwrap());
        assert!(tree.contains_key(&path), "{address}");
        assert!(seen.insert(address), "{address} twice");
        let page = text(&tree, &path);
        assert!(!page.contains("noindex"), "{address} is not for search engines");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\"")), "{address}");
    }
    for path in ["kk/feed.xml", "ru/feed.xml"] {
        let feed = text(&tree, path);
        assert!(feed.matches("<entry>").count() > 0, "{path}");
        for name in ["title", "id", "updated"] {
            assert!(feed.matches(&format!("<{name}>")).count() > feed.matches("<entry>").count(), "{path}: {name}");
        }
    }
    for language in ["kk", "ru"] {
        let entries: Vec<serde_json::Value> =
            serde_json::from_str(text(&tree, &format!("{language}/index.json"))).unwrap();
        assert!(!entries.is_empty());
        for entry in entries {
            let url = entry["url"].as_str().unwrap().strip_prefix(ORIGIN).unwrap();
            assert!(tree.contains_key(&otau::routes::file(url)), "{url}");
            assert!(entry["title"].as_str().is_some_and(|title| !title.is_empty()));
        }
    }
}

#[test]
fn our_own_content_is_clean_and_leads_nowhere_wrong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(short(&problems(root, on(TODAY))), Vec::<String>::new());
    let faults = faults(&tree(root, on(TODAY)), "http://localhost:8080");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_page_of_a_demonstration_says_that_it_is_one_and_no_other_does() {
    let site = site("valid/full");
    let marks = ["Таныстыру нұсқасы:", "Демонстрация:"];
    let marked = |tree: &Tree| -> Vec<(String, bool)> {
        let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
        pages
            .map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).to_string()))
            .filter(|(_, html)| html.contains("<header"))
            .map(|(path, html)| (path, marks.iter().any(|mark| html.contains(mark))))
            .collect()
    };
    let demonstration = tree(site.path(), BuildOptions { demonstration: true, ..on(TODAY) });
    let pages = marked(&demonstration);
    assert!(pages.len() > 10, "{pages:?}");
    for (path, marked) in pages {
        assert!(marked, "{path}");
        let html = String::from_utf8_lossy(&demonstration[&path]);
        let own = if html.contains("<html lang=\"kk\"") { marks[0] } else { marks[1] };
        assert!(html.contains(own), "{path}: in its own language");
    }
    assert!(marked(&tree(site.path(), on(TODAY))).iter().all(|(_, marked)| !marked));
}
