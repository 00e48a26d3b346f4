//! Releases: what is served of them, and how one takes the place of another.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use otau::build::manifest::{FORM, FileRecord, Manifest};
use otau::http::app::Setup;
use otau::http::release::ReleaseSource;
use otau::http::source::{Body, Caching, Found, SiteSource};
use otau::http::watch::watch;
use xxhash_rust::xxh3::xxh3_128;

use crate::support::{Server, config, eventually, lines, log, site, with};

/// A release to be written.
#[derive(Default)]
pub(crate) struct Release {
    files: Vec<(String, Vec<u8>)>,
    records: Vec<FileRecord>,
    redirects: Vec<(String, String)>,
}

impl Release {
    /// Files by path.
    pub(crate) fn of(files: &[(&str, &[u8])]) -> Self {
        let mut release = Self::default();
        for (path, bytes) in files {
            release.add(path, bytes);
        }
        release
    }

    /// A file.
    pub(crate) fn add(&mut self, path: &str, bytes: &[u8]) -> &mut FileRecord {
        self.files.push((path.to_owned(), bytes.to_vec()));
        self.list(path, bytes)
    }

    /// A file with its precompressed copies (any bytes will do here).
    pub(crate) fn packed(&mut self, path: &str, plain: &[u8], br: &[u8], gz: &[u8]) {
        self.files.push((format!("{path}.br"), br.to_vec()));
        self.files.push((format!("{path}.gz"), gz.to_vec()));
        let record = self.add(path, plain);
        record.br = Some(br.len() as u64);
        record.gz = Some(gz.len() as u64);
    }

    /// A file in the manifest alone.
    pub(crate) fn list(&mut self, path: &str, bytes: &[u8]) -> &mut FileRecord {
        let hash = format!("{:032x}", xxh3_128(bytes));
        let size = bytes.len() as u64;
        self.records.push(FileRecord { path: path.to_owned(), hash, size, br: None, gz: None, input: None });
        self.records.last_mut().unwrap()
    }

    /// A redirect.
    pub(crate) fn redirect(&mut self, from: &str, to: &str) {
        self.redirects.push((from.to_owned(), to.to_owned()));
    }
}

/// Writes a release and makes it the current one; its id.
pub(crate) fn release(out: &Path, release: &Release) -> String {
    let (files, redirects) = (release.records.clone(), release.redirects.clone());
    let id = format!("{:032x}", xxh3_128(format!("{files:?}{redirects:?}").as_bytes()));
    let tree = out.join("releases").join(&id);
    for (path, bytes) in &release.files {
        let path = tree.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let manifest = Manifest { form: FORM, id: id.clone(), compress: "none".into(), files, redirects, search: None };
    fs::write(out.join(format!("releases/{id}.json")), serde_json::to_vec(&manifest).unwrap()).unwrap();
    point(out, &id);
    id
}

/// Switches `current` as a build does.
pub(crate) fn point(out: &Path, id: &str) {
    let aside = out.join("current.new");
    let _ = fs::remove_file(&aside);
    std::os::unix::fs::symlink(format!("releases/{id}"), &aside).unwrap();
    fs::rename(&aside, out.join("current")).unwrap();
}

fn page(text: &str) -> Release {
    Release::of(&[("kk/index.html", text.as_bytes())])
}

#[test]
fn a_release_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = page("home");
    made.add("kk/404.html", b"none here");
    made.add("500.html", b"fault");
    made.add("kk/old/index.html", b"a page for hosts without a server");
    made.redirect("/kk/old/", "/kk/");
    made.add("assets/a.0123456789abcdef.css", b"a{}");
    made.packed("big.json", &vec![b' '; 300_000], b"br", b"gz");
    let id = release(folder.path(), &made);
    let source = ReleaseSource::current(folder.path(), 1 << 20).unwrap();
    assert_eq!(source.id(), id);
    let server = Server::start(config(), with(Arc::new(source)));

    let home = server.get("/kk/");
    assert_eq!((home.status, home.text(), home.header("cache-control")), (200, "home", Some("no-cache")));
    let style = server.get("/assets/a.0123456789abcdef.css");
    assert_eq!(style.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    let moved = server.get("/kk/old/");
    assert_eq!((moved.status, moved.header("location")), (301, Some("/kk/")));
    assert_eq!(server.get("/kk/old").header("location"), Some("/kk/"), "in one step");
    let missing = server.get("/kk/nothing/");
    assert_eq!((missing.status, missing.text()), (404, "none here"));
    let big = server.get("/big.json");
    assert_eq!((big.status, big.body.len()), (200, 300_000), "streamed from the disk");
    assert_eq!(server.get("/").status, 302);
    assert_eq!(server.get("/readyz").text(), format!("ready {id}\n"));
}

#[test]
fn memory_has_a_budget() {
    let folder = tempfile::tempdir().unwrap();
    let small = vec![b'x'; 1000];
    let made =
        Release::of(&[("a.txt", &small), ("b.txt", &small), ("c.txt", &small[..10]), ("d.txt", &vec![0; 262_145])]);
    release(folder.path(), &made);
    let source = ReleaseSource::current(folder.path(), 1500).unwrap();
    for (path, in_memory) in [("/a.txt", true), ("/b.txt", false), ("/c.txt", true), ("/d.txt", false)] {
        let Found::File(file) = source.find(path) else { panic!("{path}") };
        assert_eq!(matches!(file.plain, Body::Memory(_)), in_memory, "{path}");
        assert_eq!(file.caching, Caching::Revalidate);
    }
}

#[test]
fn a_release_that_is_not_whole_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let releases = folder.path().join("releases");
    let id = release(folder.path(), &page("home"));
    let file = releases.join(&id).join("kk/index.html");
    let manifest = releases.join(format!("{id}.json"));
    let whole = fs::read_to_string(&manifest).unwrap();
    let load = || ReleaseSource::load(&releases, &id, 1 << 20).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(load(), Ok(()));

    fs::write(&file, "hom").unwrap();
    assert!(load().unwrap_err().contains("length"), "cut");
    fs::write(&file, "HOME").unwrap();
    assert!(load().unwrap_err().contains("content"), "changed");
    fs::remove_file(&file).unwrap();
    assert!(load().is_err(), "gone");
    fs::write(&file, "home").unwrap();
    for broken in ["", "{", &whole.replace("\"form\":1", "\"form\":2"), &whole.replace(&id, "0123")] {
        fs::write(&manifest, broken).unwrap();
        assert!(load().is_err(), "{broken}");
    }
    fs::write(&manifest, &whole).unwrap();
    assert_eq!(load(), Ok(()));
}

/// A server that watches `out`, in a runtime of its own.
fn watching(out: &Path, setup: Setup) -> (Server, tokio::runtime::Runtime) {
    let server = Server::start(config(), setup);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.spawn(watch(Arc::clone(&server.app), out.to_owned(), Duration::from_millis(20)));
    (server, runtime)
}

#[test]
fn a_new_release_takes_its_place_and_a_broken_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (log, written) = log();
    let (server, runtime) = watching(folder.path(), Setup { log, ..Setup::default() });
    assert_eq!(server.get("/kk/").status, 503);
    assert_eq!(server.get("/readyz").status, 503);
    assert_eq!(server.get("/healthz").status, 200);

    let first = release(folder.path(), &page("first"));
    eventually("the first release", || server.get("/kk/").text() == "first");
    release(folder.path(), &page("second"));
    eventually("the second release", || server.get("/kk/").text() == "second");

    let mut broken = page("third");
    broken.list("kk/gone/index.html", b"gone");
    let broken = release(folder.path(), &broken);
    let refusals = || {
        let all = lines(&server.app, &written);
        all.iter().filter(|line| line["event"] == "release-refused" && line["release"] == broken).count()
    };
    eventually("a line about the broken one", || refusals() > 0);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(refusals(), 1, "said once");
    assert_eq!(server.get("/kk/").text(), "second");

    point(folder.path(), &first);
    eventually("the way back", || server.get("/kk/").text() == "first");
    runtime.shutdown_background();
}

#[test]
fn s_net_05_a_swap_under_load_drops_no_request() {
    let server = Server::start(config(), with(site(&[("kk/index.html", "0")])));
    let (done, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut client = server.connect();
                while !done.load(Relaxed) {
                    let answer = client.get("/kk/", &[]);
                    assert_eq!(answer.status, 200);
                    assert!(answer.text().parse::<u32>().is_ok(), "a page of one release, whole");
                    answers.fetch_add(1, Relaxed);
                }
            });
        }
        for release in 0..200 {
            server.app.swap(site(&[("kk/index.html", &release.to_string().repeat(1 + release % 2))]));
            std::thread::sleep(Duration::from_millis(2));
        }
        done.store(true, Relaxed);
    });
    assert!(answers.load(Relaxed) > 200, "there was load: {answers:?}");
}
