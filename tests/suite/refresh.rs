//! Preview reads only what changed: what it then knows is what reading everything would give.

use std::fs;
use std::path::Path;

use otau::build::pictures::PictureCache;
use otau::build::workspace::Workspace;
use otau::site::model::BuildOptions;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::sites::{TODAY, Tree, differing, on, short, site, tree_of, write, write_page};

#[derive(Clone, Debug)]
enum Edit {
    Text(u8, bool, u8),
    Title(u8, bool, u8),
    Words(u8, bool, u8),
    Meta(u8, u8),
    Remove(u8, u8),
    Garbage(u8, bool, u8),
    Config(u8),
    Categories(bool),
    Stray(u8),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        4 => (0..4_u8, any::<bool>(), 0..6_u8).prop_map(|(page, kk, text)| Edit::Text(page, kk, text)),
        2 => (0..4_u8, any::<bool>(), 0..4_u8).prop_map(|(page, kk, title)| Edit::Title(page, kk, title)),
        1 => (0..4_u8, any::<bool>(), 0..3_u8).prop_map(|(page, kk, words)| Edit::Words(page, kk, words)),
        3 => (0..4_u8, 0..9_u8).prop_map(|(page, meta)| Edit::Meta(page, meta)),
        2 => (0..4_u8, 0..4_u8).prop_map(|(page, what)| Edit::Remove(page, what)),
        1 => (0..4_u8, any::<bool>(), 0..3_u8).prop_map(|(page, kk, what)| Edit::Garbage(page, kk, what)),
        1 => (1..9_u8).prop_map(Edit::Config),
        1 => any::<bool>().prop_map(Edit::Categories),
        1 => (0..4_u8).prop_map(Edit::Stray),
    ];
    proptest::collection::vec(edit, 1..12)
}

/// Does an edit and says which paths a watcher would name.
fn apply(root: &Path, edit: &Edit) -> Vec<String> {
    const TEXTS: [&str; 6] =
        ["Мәтін.", "## Бөлім {#bolim}\n\n[](key:p1#bolim)", "[](key:p2)", ":::include p3", "# Қате", "[](topic:c)"];
    const METAS: [&str; 9] = [
        "type = \"page\"\n",
        "type = \"faq\"\ncategory = \"c\"\n",
        "type = \"faq\"\ncategory = \"c\"\norder = 1\n",
        "type = \"faq\"\n",
        "type = \"page\"\ndraft = true\n",
        "type = \"page\"\nonly = \"kk\"\n",
        "type = \"page\"\nexpire_at = 2020-01-01\nexpire_to = \"p1\"\n",
        "type = \"page\"\nrelated = [\"p0\", \"p2\"]\n",
        "type = \n",
    ];
    let file = |page: u8, name: &str| format!("content/pages/p{page}/{name}");
    let text = |page: u8, kk: bool| file(page, if kk { "kk.md" } else { "ru.md" });
    let matter = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n");
    match *edit {
        Edit::Text(page, kk, body) => {
            let path = text(page, kk);
            write(root, &path, matter(&format!("Бет {page} {kk}")) + TEXTS[usize::from(body)] + "\n");
            vec![path]
        }
        Edit::Title(page, kk, title) => {
            let path = text(page, kk);
            write(root, &path, matter(&format!("Тақырып {title}")) + "Мәтін.\n");
            vec![path]
        }
        Edit::Words(page, kk, words) => {
            let path = text(page, kk);
            let matter = format!("+++\ntitle = \"Тақырып\"\nkeywords = [\"сөз {words}\"]\n+++\n\n");
            write(root, &path, matter + "Мәтін.\n");
            vec![path]
        }
        Edit::Meta(page, meta) => {
            let path = file(page, "page.toml");
            write(root, &path, METAS[usize::from(meta)]);
            vec![path]
        }
        Edit::Remove(page, what) => {
            let name = ["page.toml", "kk.md", "ru.md", ""][usize::from(what)];
            let path = root.join(file(page, name));
            let existed = path.exists();
            let gone = if name.is_empty() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            assert_eq!(gone.is_ok(), existed);
            if existed { vec![file(page, name).trim_end_matches('/').to_owned()] } else { Vec::new() }
        }
        Edit::Garbage(page, kk, what) => {
            let path = text(page, kk);
            write(root, &path, [&b"\xff\xfe"[..], b"+++\ntitle = 5\n+++\n", b"text"][usize::from(what)]);
            vec![path]
        }
        Edit::Config(size) => {
            let config =
                format!("base_url = \"http://localhost:8080\"\npage_size = {size}\n[name]\nkk = \"а\"\nru = \"б\"\n");
            write(root, "content/site.toml", config);
            vec!["content/site.toml".to_owned()]
        }
        Edit::Categories(whole) => {
            let text = if whole { "[c]\nname = { kk = \"С\", ru = \"К\" }\n" } else { "" };
            write(root, "content/categories.toml", text);
            vec!["content/categories.toml".to_owned()]
        }
        Edit::Stray(page) => {
            let path = file(page, "spare.txt");
            write(root, &path, "қосымша");
            vec![path]
        }
    }
}

/// Everything that can be seen of a site as read: its problems, and its files when it has no errors.
fn seen(workspace: &Workspace, cache: &PictureCache) -> (Vec<String>, Option<Tree>) {
    let options = BuildOptions { today: TODAY, drafts: true, demonstration: false };
    let (_, problems) = workspace.model(options);
    let errors = otau::build::workspace::has_errors(&problems);
    (short(&problems), (!errors).then(|| tree_of(workspace, options, cache)))
}

#[test]
fn reading_again_what_changed_is_reading_everything() {
    let cache = tempfile::tempdir().unwrap();
    let cache = PictureCache::new(cache.path());
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&edits(), |edits| {
        let site = site("valid/minimal");
        let root = site.path();
        apply(root, &Edit::Categories(true));
        for page in 0..3 {
            write_page(root, &format!("content/pages/p{page}"), "type = \"page\"\n", &format!("П{page}"), "Мәтін.");
        }
        let mut workspace = Workspace::read(root);
        for edit in &edits {
            let changed = apply(root, edit);
            workspace.refresh(&changed.iter().map(|path| root.join(path)).collect());
            let (model, mut found) = workspace.model(on(TODAY));
            let fresh = Workspace::read(root).model(on(TODAY)).1;
            prop_assert_eq!(short(&found), short(&fresh), "after {:?}", edit);
            // As preview does: what is prepared now is what the next model takes over from.
            let _ = workspace.prepare(model, &cache, false, &mut found);
        }
        let (found, expected) = (seen(&workspace, &cache), seen(&Workspace::read(root), &cache));
        prop_assert_eq!(found.0, expected.0);
        prop_assert_eq!(found.1.is_some(), expected.1.is_some());
        if let (Some(a), Some(b)) = (found.1, expected.1) {
            prop_assert_eq!(differing(&a, &b), Vec::<String>::new());
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
