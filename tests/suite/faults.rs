//! Faults of the world around: disks, other processes, sudden death. Whatever happens, the live release stays whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use otau::build::compress::Compress;
use otau::build::release::{ReleaseStore, current, held};

use crate::support::html::imbalance;
use crate::support::sites::{live, otau, replace, run, site, write, write_page};
use crate::support::small_disk;

fn build(root: &Path, out: &Path) -> Command {
    let mut command = otau("build", root);
    command.args(["--compress", "none", "--lang", "en", "--out"]).arg(out);
    command
}

/// The live release has every file its manifest lists, each of its length.
fn assert_whole(out: &Path) {
    let (folder, manifest) = current(out).unwrap();
    assert!(!manifest.files.is_empty());
    for file in &manifest.files {
        let length = fs::metadata(folder.join(&file.path)).map(|file| file.len()).ok();
        assert_eq!(length, Some(file.size), "{}", file.path);
    }
}

fn live_id(out: &Path) -> String {
    current(out).unwrap().1.id
}

/// A site with this many questions.
fn large(questions: usize) -> tempfile::TempDir {
    let site = site("valid/minimal");
    write(site.path(), "content/categories.toml", "[c]\nname = { kk = \"Санат\", ru = \"Раздел\" }\n");
    for n in 0..questions {
        let text = format!("Мәтін {n}. ").repeat(20);
        write_page(
            site.path(),
            &format!("content/q{n}"),
            "type = \"faq\"\ncategory = \"c\"\n",
            &format!("Сұрақ {n}"),
            &text,
        );
    }
    site
}

#[test]
fn a_page_of_five_megabytes_is_built() {
    let site = site("valid/minimal");
    let out = tempfile::tempdir().unwrap();
    let paragraph = "Ұзын мәтін **қалың** және [сілтеме](https://example.kz/) пен `код`.\n\n";
    write_page(
        site.path(),
        "content/huge",
        "type = \"page\"\n",
        "Үлкен",
        &paragraph.repeat(5_000_000 / paragraph.len() + 1),
    );
    assert!(fs::metadata(site.path().join("content/huge/kk.md")).unwrap().len() > 5_000_000);
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 0, "{text}");
    assert_whole(out.path());
    let pages = live(out.path());
    let (path, html) =
        pages.iter().filter(|(path, _)| path.starts_with("kk/")).max_by_key(|(_, html)| html.len()).unwrap();
    assert!(html.len() > 5_000_000, "{path}");
    assert_eq!(imbalance(std::str::from_utf8(html).unwrap()), None);
}

#[test]
fn pages_that_come_and_go_while_the_site_is_read() {
    let site = large(30);
    let root = site.path().to_owned();
    let out = tempfile::tempdir().unwrap();
    let (status, text) = run(&mut build(&root, out.path()));
    assert_eq!(status, 0, "{text}");
    let done = AtomicBool::new(false);
    let text = fs::read(root.join("content/q7/kk.md")).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let (file, folder, aside) = (root.join("content/q7/kk.md"), root.join("content/q8"), root.join("q8"));
                fs::remove_file(&file).unwrap();
                fs::rename(&folder, &aside).unwrap();
                thread::sleep(Duration::from_micros(300));
                fs::write(&file, &text).unwrap();
                fs::rename(&aside, &folder).unwrap();
                thread::sleep(Duration::from_micros(300));
            }
        });
        for _ in 0..20 {
            let (status, text) = run(&mut build(&root, out.path()));
            assert!(matches!(status, 0 | 1), "exit {status}: {text}");
            assert_whole(out.path());
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn the_second_build_at_once_says_that_it_waits_for_nothing() {
    let site = site("valid/minimal");
    let out = tempfile::tempdir().unwrap();
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 0, "{text}");
    let before = live_id(out.path());
    replace(site.path(), "content/home/kk.md", "\n+++\n\n", "\n+++\n\nЖаңа абзац.\n\n");
    let first = ReleaseStore::open(out.path(), Compress::None).unwrap();
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("busy"), "{text}");
    assert_eq!(live_id(out.path()), before);
    drop(first);
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    assert_ne!(live_id(out.path()), before);
}

/// The rounds whose template the live pages were written with.
fn rounds(out: &Path) -> BTreeSet<u32> {
    let (folder, manifest) = current(out).unwrap();
    let pages = manifest.files.iter().filter(|file| file.path.ends_with(".html"));
    let texts: Vec<_> = pages.map(|file| fs::read_to_string(folder.join(&file.path)).unwrap()).collect();
    (1..=10).filter(|round| texts.iter().any(|text| text.contains(&format!("<p>{round}</p>")))).collect()
}

#[test]
fn a_build_that_is_killed_leaves_the_live_release_whole() {
    let site = large(60);
    let out = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 0, "{text}");
    let takes = started.elapsed();
    let mut shown = 0;
    for round in 1..=10 {
        // A new template: every page is written anew.
        write(site.path(), "themes/otau/templates/parts/mark.html", format!("<p>{round}</p>\n"));
        let before = live_id(out.path());
        let mut child = build(site.path(), out.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(takes * round / 10);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(out.path());
        if live_id(out.path()) != before {
            shown = round;
        }
        // Every page is of the one template or every page is of the other.
        assert_eq!(rounds(out.path()), BTreeSet::from_iter((shown > 0).then_some(shown)), "round {round}");
    }
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 0, "{text}");
    assert_whole(out.path());
    let names: Vec<_> = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with(".staging")), "{names:?}");
}

/// Runs a shell script in which `$0` is a folder with a small file system of its own and `"$@"` the build into
/// `$0/out`; none where mounting is not allowed.
fn in_small_file_system(root: &Path, size: &str, script: &str) -> Option<String> {
    if !small_disk::can_mount() {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let program = build(root, &folder.path().join("out"));
    let mut shell = small_disk::shell(folder.path(), size, script);
    Some(small_disk::said(shell.arg(program.get_program()).args(program.get_args())))
}

#[test]
fn a_full_disk_is_told_and_the_live_release_stays() {
    let site = large(40);
    let root = site.path().display();
    // The first build fits; the second, of a much larger page, does not.
    let script = format!(
        "\"$@\" || exit 98; before=$(readlink \"$0/out/current\"); \
         yes word | head -c 6000000 >> \"{root}/content/q1/kk.md\"; \
         \"$@\"; echo \"exit $?\"; [ \"$before\" = \"$(readlink \"$0/out/current\")\" ] && echo same; \
         ls -A \"$0/out\" \"$0/out/releases\"; cat \"$0/out/current/kk/index.html\""
    );
    let Some(text) = in_small_file_system(site.path(), "5m", &script) else { return };
    assert!(text.contains("disk-full") && text.contains("exit 2\nsame"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with(".staging")) && text.contains("</html>"), "{text}");
}

#[test]
fn a_read_only_disk_is_told() {
    let site = site("valid/minimal");
    let script = "\"$@\" || exit 98; mount -o remount,ro \"$0\" || exit 99; \"$@\"; echo \"exit $?\"; cat \"$0/out/current/kk/index.html\"";
    let Some(text) = in_small_file_system(site.path(), "20m", script) else { return };
    assert!(text.contains("read-only") && text.contains("exit 2") && text.contains("</html>"), "{text}");
}

#[test]
fn an_output_folder_that_is_a_file() {
    let site = site("valid/minimal");
    let out = site.path().join("file");
    fs::write(&out, "мәтін").unwrap();
    let (status, text) = run(&mut build(site.path(), &out));
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("error[io]"), "{text}");
    assert_eq!(fs::read_to_string(out).unwrap(), "мәтін");
}

#[test]
fn a_folder_that_is_no_site() {
    let root = tempfile::tempdir().unwrap();
    for command in ["build", "check"] {
        let (status, text) = run(otau(command, root.path()).args(["--lang", "en"]));
        assert_eq!(status, 1, "{text}");
        assert!(text.contains("content: error[unreadable]") && text.contains("1 error, 0 warnings"), "{text}");
    }
    let (status, text) = run(otau("check", &root.path().join("nowhere")).args(["--lang", "ru"]));
    assert_eq!(status, 1, "{text}");
}

#[test]
fn a_cache_that_cannot_be_written_hinders_nothing() {
    let site = site("valid/full");
    let out = tempfile::tempdir().unwrap();
    // Permissions mean nothing to root, a file in the place of a folder does.
    fs::write(site.path().join(".otau"), "").unwrap();
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 0, "{text}");
    assert_whole(out.path());
}

#[test]
fn an_output_folder_without_permission() {
    let site = site("valid/minimal");
    let out = tempfile::tempdir().unwrap();
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(out.path().join("probe"), "").is_ok() {
        println!("skipped: permissions mean nothing to this user");
        return;
    }
    let (status, text) = run(&mut build(site.path(), out.path()));
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("read-only"), "{text}");
}

// ---- A site of one's own -------------------------------------------------------------------------------------------

fn init(folder: &Path) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otau"));
    run(command.arg("init").arg(folder).args(["--lang", "en"]))
}

#[test]
fn a_new_site_is_clean_and_grows() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("my site");
    let (status, text) = init(&root);
    assert_eq!(status, 0, "{text}");
    let check = || run(otau("check", &root).args(["--strict", "--lang", "en"]));
    assert_eq!(check().0, 0, "{:?}", check());
    for (kind, key) in [
        ("faq", "password-rules"),
        ("instruction", "second-steps"),
        ("memo", "rent"),
        ("page", "team"),
        ("notice", "pause"),
    ] {
        let (status, text) = run(otau("new", &root).args([kind, key]));
        assert_eq!(status, 0, "{text}");
        assert!(text.contains(&format!("{key}/kk.md")), "{text}");
        assert_eq!(check().0, 0, "after new {kind}: {:?}", check());
    }
    // Ready to be filled means: also right when it is no draft any more.
    for folder in ["faq/password-rules", "guides/second-steps", "memo/rent", "pages/team", "notices/pause"] {
        let path = root.join("content").join(folder).join("page.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("draft = true", "draft = false")).unwrap();
    }
    let (status, text) = run(otau("check", &root).args(["--lang", "en"]));
    assert_eq!(status, 0, "{text}");
    assert!(!text.contains("error["), "{text}");
    let (status, text) = run(&mut build(&root, &root.join("public")));
    assert_eq!(status, 0, "{text}");
    assert_whole(&root.join("public"));
}

#[test]
fn init_touches_no_folder_in_use() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "letter.txt", "хат");
    let (status, text) = init(folder.path());
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("not-empty"), "{text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let (status, text) = init(&folder.path().join("letter.txt"));
    assert_eq!(status, 2, "{text}");
}

#[test]
fn new_takes_no_key_twice_and_no_odd_key() {
    let site = site("valid/full");
    let before = |path: &str| fs::read_to_string(site.path().join(path)).unwrap();
    let text_before = before("content/faq/password-rules/kk.md");
    for (arguments, code) in [
        (["faq", "password-rules"], "duplicate-key"),
        (["page", "home"], "duplicate-key"),
        (["faq", "Password Rules"], "bad-key"),
        (["faq", "../outside"], "bad-key"),
        (["faq", "құпиясөз"], "bad-key"),
    ] {
        let (status, text) = run(otau("new", site.path()).args(arguments));
        assert_eq!(status, 2, "{text}");
        assert!(text.contains(code), "{text}");
    }
    let (status, text) = run(otau("new", site.path()).args(["faq", "own", "--category", "nosuch"]));
    assert!(status == 2 && text.contains("unknown-category"), "{text}");
    assert_eq!(before("content/faq/password-rules/kk.md"), text_before);
    let (status, text) = run(otau("new", site.path()).args(["poem", "own"]));
    assert_eq!(status, 2, "{text}");
}

#[test]
fn rollback_leads_back_to_the_release_before() {
    let site = site("valid/minimal");
    let out = tempfile::tempdir().unwrap();
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    let first = live_id(out.path());
    replace(site.path(), "content/home/kk.md", "\n+++\n\n", "\n+++\n\nЖаңа абзац.\n\n");
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    assert_ne!(live_id(out.path()), first);
    let rollback =
        || run(Command::new(env!("CARGO_BIN_EXE_otau")).args(["rollback", "--lang", "en", "--out"]).arg(out.path()));
    assert_eq!(rollback().0, 0);
    assert_eq!(live_id(out.path()), first);
    assert_whole(out.path());
    let (status, text) = rollback();
    assert!(status == 2 && text.contains("no-previous"), "{text}");
}

/// Starts a server, waits until it listens or gives up, ends it: what it said.
fn serve(site: &Path, out: &Path) -> String {
    let mut command = otau("serve", site);
    command.args(["--compress", "none", "--lang", "en", "--listen", "127.0.0.1:0", "--out"]).arg(out);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    server.kill().unwrap();
    line + &String::from_utf8(server.wait_with_output().unwrap().stderr).unwrap()
}

#[test]
fn what_a_rollback_put_back_outlasts_a_start_of_the_server_and_ends_with_a_build() {
    let site = site("valid/minimal");
    let out = tempfile::tempdir().unwrap();
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    let first = live_id(out.path());
    replace(site.path(), "content/home/kk.md", "\n+++\n\n", "\n+++\n\nЖаңа абзац.\n\n");
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    let second = live_id(out.path());
    assert_eq!(run(Command::new(env!("CARGO_BIN_EXE_otau")).args(["rollback", "--out"]).arg(out.path())).0, 0);
    let serve = || serve(site.path(), out.path());
    let said = serve();
    assert!(said.starts_with("http://127.0.0.1:") && said.contains("warning[held]"), "{said}");
    assert_eq!(live_id(out.path()), first, "it serves what was put back");
    // Texts that cannot be built may be why somebody went back.
    write(site.path(), "content/home/page.toml", "type = \"nothing\"\n");
    let said = serve();
    assert!(said.starts_with("http://127.0.0.1:") && said.contains("warning[held]"), "{said}");
    write(site.path(), "content/home/page.toml", "type = \"home\"\n");
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    assert_eq!(live_id(out.path()), second, "a build that is asked for ends it");
    let said = serve();
    assert!(said.starts_with("http://127.0.0.1:") && !said.contains("held"), "{said}");
}

/// Two releases, and a way back taken: the one that is live again, and the one after it.
fn rolled_back(site: &Path, out: &Path) -> [String; 2] {
    assert_eq!(run(&mut build(site, out)).0, 0);
    let first = live_id(out);
    replace(site, "content/home/kk.md", "\n+++\n\n", "\n+++\n\nЖаңа абзац.\n\n");
    assert_eq!(run(&mut build(site, out)).0, 0);
    let second = live_id(out);
    assert_eq!(run(Command::new(env!("CARGO_BIN_EXE_otau")).args(["rollback", "--out"]).arg(out)).0, 0);
    assert_eq!(live_id(out), first);
    [first, second]
}

#[test]
fn a_release_that_cannot_be_served_is_made_anew_at_the_start_also_when_it_is_held() {
    type Damage = fn(&Path);
    // Each makes a release unreadable for the server; `folder` is that of its files.
    let damages: [(&str, Damage); 3] = [
        ("a file is lost", |folder| fs::remove_file(folder.join("kk/index.html")).unwrap()),
        ("a file says something else", |folder| {
            let path = folder.join("kk/index.html");
            let length = fs::read(&path).unwrap().len();
            fs::remove_file(&path).unwrap();
            fs::write(path, vec![b'x'; length]).unwrap();
        }),
        ("another version made it", |folder| {
            let path = folder.with_extension("json");
            let manifest = fs::read_to_string(&path).unwrap();
            fs::write(path, manifest.replacen("\"form\":", "\"form\":9", 1)).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let (site, out) = (site("valid/minimal"), tempfile::tempdir().unwrap());
        let [first, second] = rolled_back(site.path(), out.path());
        damage(&out.path().join("releases").join(&first));
        let said = serve(site.path(), out.path());
        assert!(said.starts_with("http://127.0.0.1:") && said.contains("warning[release-broken]"), "{what}: {said}");
        assert_eq!((live_id(out.path()), held(out.path())), (second.clone(), None), "{what}: the present texts");
        // The same without a rollback, and nothing of the texts has changed.
        damage(&out.path().join("releases").join(&second));
        let said = serve(site.path(), out.path());
        assert!(said.starts_with("http://127.0.0.1:"), "{what}: {said}");
        assert_eq!(live_id(out.path()), second, "{what}");
        assert_whole(out.path());
        let said = serve(site.path(), out.path());
        assert!(said.starts_with("http://127.0.0.1:") && !said.contains("warning["), "{what}, mended: {said}");
    }
}

#[test]
fn a_held_release_with_a_damaged_search_is_served_and_the_server_says_what_mends_it() {
    let (site, out) = (site("valid/minimal"), tempfile::tempdir().unwrap());
    let [first, second] = rolled_back(site.path(), out.path());
    fs::remove_file(out.path().join(format!("releases/{first}.search/index/words.tsv"))).unwrap();
    let said = serve(site.path(), out.path());
    assert!(said.starts_with("http://127.0.0.1:") && said.contains("warning[search-damaged]"), "{said}");
    assert_eq!(held(out.path()), Some(first), "it stays: the site itself is whole");
    assert_eq!(run(&mut build(site.path(), out.path())).0, 0);
    let said = serve(site.path(), out.path());
    assert!(said.starts_with("http://127.0.0.1:") && !said.contains("warning["), "{said}");
    assert_eq!(live_id(out.path()), second);
}
