use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rayon::prelude::*;

use super::*;

type Files<'a> = &'a [(&'a str, &'a str)];

const SITE: Files<'static> = &[
    ("index.html", "<p>Сәлем"),
    ("kk/faq/index.html", "<p>Сұрақ"),
    ("ru/faq/index.html", "<p>Вопрос"),
    ("a.css", "a{}"),
];

fn store(out: &Path, compress: Compress) -> ReleaseStore {
    ReleaseStore::open(out, compress).unwrap().durable(false)
}

fn build(out: &Path, files: Files) -> Published {
    build_with(out, files, Compress::None)
}

fn build_with(out: &Path, files: Files, compress: Compress) -> Published {
    let store = store(out, compress);
    let staging = store.begin().unwrap();
    for (path, text) in files {
        staging.write(path, text.as_bytes(), None).unwrap();
    }
    let published = staging.finish(Vec::new()).unwrap();
    assert!(published.untidy.is_empty(), "{published:?}");
    published
}

fn read_live(out: &Path) -> BTreeMap<String, String> {
    let (folder, manifest) = current(out).unwrap();
    manifest.files.iter().map(|it| (it.path.clone(), fs::read_to_string(folder.join(&it.path)).unwrap())).collect()
}

fn as_map(files: Files) -> BTreeMap<String, String> {
    files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        list(folder).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn inode(out: &Path, path: &str) -> u64 {
    fs::metadata(out.join("current").join(path)).unwrap().ino()
}

#[test]
fn the_same_files_are_the_same_release_in_any_order_and_from_many_threads() {
    let files: Vec<_> = (0..500).map(|i| (format!("kk/{}/p{i}/index.html", i % 7), format!("<p>{i}"))).collect();
    let redirects = vec![("/b/".to_owned(), "/c/".to_owned()), ("/a/".to_owned(), "/c/".to_owned())];
    let results: Vec<_> = [false, true]
        .into_iter()
        .map(|backwards| {
            let out = tempfile::tempdir().unwrap();
            let store = store(out.path(), Compress::Fast);
            let staging = store.begin().unwrap();
            let write = |(path, text): &(String, String)| staging.write(path, text.as_bytes(), Some(1)).unwrap();
            let mut redirects = redirects.clone();
            if backwards {
                redirects.reverse();
                files.par_iter().rev().for_each(write);
            } else {
                files.iter().for_each(write);
            }
            let id = staging.finish(redirects).unwrap().id;
            (id.clone(), fs::read(out.path().join(format!("releases/{id}.json"))).unwrap())
        })
        .collect();
    assert_eq!(results[0], results[1]);
}

#[test]
fn content_redirects_and_compression_all_name_the_release() {
    let ids: std::collections::HashSet<_> = [
        build(tempfile::tempdir().unwrap().path(), SITE).id,
        build(tempfile::tempdir().unwrap().path(), &SITE[1..]).id,
        build_with(tempfile::tempdir().unwrap().path(), SITE, Compress::Fast).id,
        {
            let out = tempfile::tempdir().unwrap();
            let store = store(out.path(), Compress::None);
            let staging = store.begin().unwrap();
            for (path, text) in SITE {
                staging.write(path, text.as_bytes(), None).unwrap();
            }
            staging.finish(vec![("/old/".into(), "/".into())]).unwrap().id
        },
    ]
    .into();
    assert_eq!(ids.len(), 4);
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let out = tempfile::tempdir().unwrap();
    let first = build(out.path(), SITE);
    assert_eq!((first.written, first.linked, first.unchanged), (4, 0, false));
    let before = fs::metadata(out.path().join("releases").join(&first.id)).unwrap().ino();
    let second = build(out.path(), SITE);
    assert_eq!((second.written, second.linked, second.removed, second.unchanged), (0, 4, 0, true));
    assert_eq!(second.id, first.id);
    assert_eq!(fs::metadata(out.path().join("releases").join(&first.id)).unwrap().ino(), before);
    assert_eq!(names(out.path()), [".lock", "current", "history", "releases"]);
}

#[test]
fn a_changed_file_alone_is_written_anew_and_the_others_are_linked() {
    let out = tempfile::tempdir().unwrap();
    let page = "қ".repeat(500);
    build_with(out.path(), &[("a.html", "old"), ("b/c.html", &page), ("gone.html", "x")], Compress::Fast);
    let inodes = ["b/c.html", "b/c.html.br", "b/c.html.gz"].map(|path| inode(out.path(), path));
    let old = inode(out.path(), "a.html");
    let second = build_with(out.path(), &[("a.html", "new"), ("b/c.html", &page)], Compress::Fast);
    assert_eq!((second.written, second.linked, second.removed, second.unchanged), (1, 1, 1, false));
    assert_eq!(["b/c.html", "b/c.html.br", "b/c.html.gz"].map(|path| inode(out.path(), path)), inodes);
    assert_ne!(inode(out.path(), "a.html"), old);
    assert!(!out.path().join("current/gone.html").exists());
}

#[test]
fn another_compression_keeps_the_files_and_makes_the_copies() {
    let out = tempfile::tempdir().unwrap();
    let page = "қ".repeat(500);
    build(out.path(), &[("c.html", &page)]);
    let file = inode(out.path(), "c.html");
    assert!(!out.path().join("current/c.html.br").exists());
    let second = build_with(out.path(), &[("c.html", &page)], Compress::Best);
    assert_eq!((second.written, second.linked), (0, 1));
    assert_eq!(inode(out.path(), "c.html"), file);
    assert!(out.path().join("current/c.html.br").exists() && out.path().join("current/c.html.gz").exists());
    let record = &current(out.path()).unwrap().1.files[0];
    assert_eq!(record.br, Some(fs::metadata(out.path().join("current/c.html.br")).unwrap().len()));
}

#[test]
fn equal_input_needs_no_rendering_unless_the_file_is_damaged() {
    let out = tempfile::tempdir().unwrap();
    {
        let store = store(out.path(), Compress::None);
        let staging = store.begin().unwrap();
        assert!(!staging.reuse("a.html", 1).unwrap());
        staging.write("a.html", b"text", Some(1)).unwrap();
        staging.write("b.html", b"text", Some(2)).unwrap();
        staging.finish(Vec::new()).unwrap();
    }
    {
        let store = store(out.path(), Compress::Fast);
        assert!(!store.begin().unwrap().reuse("a.html", 1).unwrap(), "other compression");
    }
    fs::write(out.path().join("current/b.html"), "").unwrap();
    let store = store(out.path(), Compress::None);
    let staging = store.begin().unwrap();
    assert!(!staging.reuse("a.html", 2).unwrap());
    assert!(staging.reuse("a.html", 1).unwrap());
    assert!(!staging.reuse("b.html", 2).unwrap(), "emptied by a loss of power");
    staging.write("b.html", b"text", Some(2)).unwrap();
    staging.write("c.html", b"new", None).unwrap();
    staging.finish(Vec::new()).unwrap();
    assert_eq!(read_live(out.path()), as_map(&[("a.html", "text"), ("b.html", "text"), ("c.html", "new")]));
}

#[test]
fn new_fingerprints_of_equal_files_are_remembered() {
    let out = tempfile::tempdir().unwrap();
    for input in [1, 2] {
        let store = store(out.path(), Compress::None);
        let staging = store.begin().unwrap();
        staging.write("a.html", b"text", Some(input)).unwrap();
        assert_eq!(staging.finish(Vec::new()).unwrap().unchanged, input == 2);
    }
    assert!(store(out.path(), Compress::None).begin().unwrap().reuse("a.html", 2).unwrap());
}

#[test]
fn the_same_path_twice_is_an_error() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), SITE);
    let store = store(out.path(), Compress::None);
    let staging = store.begin().unwrap();
    staging.write("x.html", b"1", None).unwrap();
    assert_eq!(staging.write("x.html", b"2", None).unwrap_err().code(), "duplicate-path");
    staging.write("index.html", SITE[0].1.as_bytes(), None).unwrap();
    staging.write("index.html", SITE[0].1.as_bytes(), None).unwrap();
    assert_eq!(staging.finish(Vec::new()).unwrap_err().code(), "duplicate-path");
    assert_eq!(read_live(out.path()), as_map(SITE));
}

#[test]
fn two_builds_at_once_are_refused() {
    let out = tempfile::tempdir().unwrap();
    let first = store(out.path(), Compress::None);
    let second = ReleaseStore::open(out.path(), Compress::None).err().unwrap();
    assert_eq!(second.code(), "busy");
    drop(first);
    build(out.path(), SITE);
}

#[test]
fn an_abandoned_build_leaves_nothing() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), SITE);
    let before = names(out.path());
    {
        let store = store(out.path(), Compress::None);
        let staging = store.begin().unwrap();
        staging.write("kk/x.html", b"x", None).unwrap();
        assert_eq!(names(out.path()).len(), before.len() + 1);
    }
    assert_eq!(names(out.path()), before);
    assert_eq!(read_live(out.path()), as_map(SITE));
}

#[test]
fn a_reader_never_misses_a_file_while_releases_change() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[("a.html", "0"), ("b/b.html", "same")]);
    let (reads, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                fs::read(out.path().join("current/a.html")).unwrap();
                assert_eq!(fs::read(out.path().join("current/b/b.html")).unwrap(), b"same");
                reads.fetch_add(1, Ordering::Relaxed);
            }
        });
        for i in 1..60 {
            build(out.path(), &[("a.html", &i.to_string()), ("b/b.html", "same")]);
            // Releases are kept for those who are still reading them, but not for ever: here builds take a millisecond.
            let before = reads.load(Ordering::Relaxed);
            while reads.load(Ordering::Relaxed) == before && !reader.is_finished() {
                std::thread::yield_now();
            }
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}

#[test]
fn rollback_goes_back_release_by_release_and_ends() {
    let out = tempfile::tempdir().unwrap();
    assert_eq!(rollback(out.path()).unwrap_err().code(), "no-previous");
    assert_eq!(names(out.path()), Vec::<String>::new(), "and a folder that is none of ours stays as it was");
    let ids: Vec<_> = ["1", "2", "3"].into_iter().map(|text| build(out.path(), &[("a", text)]).id).collect();
    let back = rollback(out.path()).unwrap();
    assert_eq!((back.from, back.to), (ids[2].clone(), ids[1].clone()));
    assert_eq!(read_live(out.path())["a"], "2");
    assert_eq!(rollback(out.path()).unwrap().to, ids[0]);
    assert_eq!(rollback(out.path()).unwrap_err().code(), "no-previous");
    assert_eq!(read_live(out.path())["a"], "1");
    // Forward again: the release is still there, and the way back is the one just left.
    let again = build(out.path(), &[("a", "3")]);
    assert_eq!((again.id.as_str(), again.unchanged), (ids[2].as_str(), false));
    assert_eq!(rollback(out.path()).unwrap().to, ids[0]);
}

#[test]
fn what_a_rollback_put_back_is_held_until_a_build_is_asked_for() {
    let out = tempfile::tempdir().unwrap();
    let ids: Vec<_> = ["1", "2", "3"].into_iter().map(|text| build(out.path(), &[("a", text)]).id).collect();
    assert_eq!(held(out.path()), None, "nothing was rolled back");
    for id in [&ids[1], &ids[0]] {
        rollback(out.path()).unwrap();
        assert_eq!(held(out.path()).as_ref(), Some(id), "the one that was put back last");
    }
    rollback(out.path()).unwrap_err();
    assert_eq!(held(out.path()).as_ref(), Some(&ids[0]), "a rollback that fails changes nothing");
    build(out.path(), &[("a", "3")]);
    assert_eq!(held(out.path()), None, "another release");
    assert_eq!(rollback(out.path()).unwrap().to, ids[0]);
    assert!(build(out.path(), &[("a", "1")]).unchanged, "the texts were brought back as well");
    assert_eq!(held(out.path()), None, "the same release, asked for");
}

#[test]
fn a_release_that_lost_a_file_is_made_whole_by_a_build_of_the_same_texts() {
    let out = tempfile::tempdir().unwrap();
    let lose = |id: &str| fs::remove_file(out.path().join("releases").join(id).join("a.css")).unwrap();
    let live = build(out.path(), SITE).id;
    lose(&live);
    assert_eq!(build(out.path(), SITE).id, live, "the one that is live");
    assert_eq!(read_live(out.path()), as_map(SITE));
    build(out.path(), &SITE[1..]);
    lose(&live);
    assert_eq!(build(out.path(), SITE).id, live, "one of the others");
    assert_eq!(read_live(out.path()), as_map(SITE));
}

#[test]
fn rollback_waits_for_no_build() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), SITE);
    build(out.path(), &SITE[1..]);
    let _store = store(out.path(), Compress::None);
    assert_eq!(rollback(out.path()).unwrap_err().code(), "busy");
}

#[test]
fn old_releases_are_pruned_but_never_the_one_before() {
    let out = tempfile::tempdir().unwrap();
    let ids: Vec<_> = (0..6).map(|i| build(out.path(), &[("a", &i.to_string())]).id).collect();
    let mut kept: Vec<_> = ids[3..].iter().flat_map(|id| [id.clone(), format!("{id}.json")]).collect();
    kept.sort();
    assert_eq!(names(&out.path().join("releases")), kept);
    assert_eq!(read_history(out.path()), ids[3..]);

    let store = store(out.path(), Compress::None).keep(0);
    let staging = store.begin().unwrap();
    staging.write("a", b"last", None).unwrap();
    let last = staging.finish(Vec::new()).unwrap().id;
    assert_eq!(read_history(out.path()), [ids[5].clone(), last]);
}

#[test]
fn a_tree_without_its_manifest_is_replaced() {
    let out = tempfile::tempdir().unwrap();
    let id = build(out.path(), SITE).id;
    for broken in ["", "{}", "[1"] {
        fs::write(out.path().join(format!("releases/{id}.json")), broken).unwrap();
        fs::remove_file(out.path().join("current/index.html")).unwrap();
        assert_eq!(build(out.path(), SITE).id, id);
        assert_eq!(read_live(out.path()), as_map(SITE));
        assert_eq!(names(out.path()), [".lock", "current", "history", "releases"]);
    }
}

#[test]
fn a_file_and_a_folder_of_one_name_do_not_become_a_release() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), SITE);
    let store = store(out.path(), Compress::None);
    let staging = store.begin().unwrap();
    staging.write("x", b"1", None).unwrap();
    assert_eq!(staging.write("x/y", b"1", None).unwrap_err().code(), "io");
    staging.write("d/y", b"1", None).unwrap();
    assert_eq!(staging.write("d", b"1", None).unwrap_err().code(), "duplicate-path");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_written_is_what_is_live(
        builds in prop::collection::vec(
            prop::collection::btree_map(r"[abAҚ]{1,2}\.(html|png)|[cd]/[ab]{1,2}/i\.html", "[xyқ]{0,30}", 1..8), 1..5)
    ) {
        let out = tempfile::tempdir().unwrap();
        for files in &builds {
            let list: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            build_with(out.path(), &list, Compress::Fast);
            prop_assert_eq!(&read_live(out.path()), files);
            let fresh = tempfile::tempdir().unwrap();
            build_with(fresh.path(), &list, Compress::Fast);
            prop_assert_eq!(current(fresh.path()).unwrap().1, current(out.path()).unwrap().1);
        }
    }
}

// Faults: a child process of this same test binary does the build, so that it can be killed or starved.

/// Folder of the child's build.
const CHILD_OUT: &str = "OTAU_TEST_CHILD_OUT";
/// What the child prints when it is in the middle.
const READY: &str = "child is writing";

/// Not a test: the build of the child process.
#[test]
#[ignore = "run by other tests in a process of its own"]
fn child_build() {
    let Some(out) = std::env::var_os(CHILD_OUT) else { return };
    let store = ReleaseStore::open(Path::new(&out), Compress::None).unwrap();
    let staging = store.begin().unwrap();
    let page = "ұзақ мәтін ".repeat(500);
    for i in 0..2_000_000 {
        if let Err(error) = staging.write(&format!("p{i}/index.html"), format!("{page}{i}").as_bytes(), None) {
            drop(staging);
            println!("code: {}", error.code());
            return;
        }
        if i == 50 {
            println!("{READY}");
            io::stdout().flush().unwrap();
        }
    }
}

fn child_command() -> [String; 6] {
    let binary = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    let name = format!("{}::child_build", module_path!().split_once("::").unwrap().1);
    [binary, name, "--exact".into(), "--ignored".into(), "--nocapture".into(), "--test-threads=1".into()]
}

fn wait_for(child: &mut Child, text: &str) {
    let mut output = child.stdout.take().unwrap();
    let (mut seen, mut buffer) = (String::new(), [0; 256]);
    while !seen.contains(text) {
        let read = io::Read::read(&mut output, &mut buffer).unwrap();
        assert!(read > 0, "the child ended: {seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
}

#[test]
fn a_killed_build_leaves_the_live_release_whole_and_is_cleaned_up() {
    let out = tempfile::tempdir().unwrap();
    let before = build(out.path(), SITE).id;
    let [binary, arguments @ ..] = child_command();
    let mut child =
        Command::new(binary).args(arguments).env(CHILD_OUT, out.path()).stdout(Stdio::piped()).spawn().unwrap();
    wait_for(&mut child, READY);
    assert_eq!(ReleaseStore::open(out.path(), Compress::None).err().unwrap().code(), "busy");
    child.kill().unwrap();
    child.wait().unwrap();

    assert!(names(out.path()).iter().any(|name| name.starts_with(".staging-")));
    assert_eq!(live_id(out.path()), Some(before));
    assert_eq!(read_live(out.path()), as_map(SITE));
    // The lock is free as soon as the system has ended the process.
    let started = Instant::now();
    while ReleaseStore::open(out.path(), Compress::None).is_err() {
        assert!(started.elapsed() < Duration::from_secs(10));
    }
    assert_eq!(names(out.path()), [".lock", "current", "history", "releases"]);
    assert!(build(out.path(), SITE).unchanged);
}

/// Runs `script` with a small file system of its own mounted at the folder; `None` where that is not allowed.
fn in_small_file_system(script: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let [binary, arguments @ ..] = child_command();
    let mount = "mount -t tmpfs -o size=300k none \"$0\" || exit 99\n";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg(format!("{mount}{script}"))
        .arg(folder.path())
        .arg(binary)
        .args(arguments)
        .env(CHILD_OUT, folder.path().join("out"))
        .output();
    match output {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        other => {
            println!("skipped: this system lets no test mount a file system ({other:?})");
            None
        }
    }
}

#[test]
fn a_full_disk_is_reported_and_leaves_nothing() {
    let Some(output) = in_small_file_system("\"$@\"; ls -A \"$0/out\" \"$0/out/releases\"") else { return };
    assert!(output.contains("code: disk-full"), "{output}");
    assert!(!output.contains(".staging"), "{output}");
}

#[test]
fn a_read_only_disk_is_reported() {
    let script = "mkdir -p \"$0/out/releases\"; mount -o remount,ro \"$0\" || exit 99; \"$@\" 2>&1; true";
    let Some(output) = in_small_file_system(script) else { return };
    assert!(output.contains("ReadOnlyFilesystem"), "{output}");
}

#[test]
fn failures_have_codes_and_say_what_was_done_where() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("file"), "").unwrap();
    let error = ReleaseStore::open(&out.path().join("file"), Compress::None).err().unwrap();
    assert_eq!(error.code(), "io");
    assert!(error.to_string().starts_with("cannot create the folder "), "{error}");
    let full = PublishError::io("write", Path::new("a"))(io::ErrorKind::StorageFull.into());
    let read_only = PublishError::io("write", Path::new("a"))(io::ErrorKind::ReadOnlyFilesystem.into());
    assert_eq!((full.code(), read_only.code(), full.path()), ("disk-full", "read-only", Path::new("a")));
}
