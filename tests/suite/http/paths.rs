//! Paths: what is refused, what is redirected, and that no path reaches a file it should not.

use std::fs;

use otau::http::release::ReleaseSource;
use otau::http::source::{Found, SiteSource};
use proptest::prelude::*;

use super::releases::{Release, release};
use crate::support::{Server, config, with};

#[test]
fn s_in_04_attacks_by_path_are_refused() {
    let server = Server::small();
    for (path, status) in [
        ("/../etc/passwd", 400),
        ("/kk/../../etc/passwd", 400),
        ("/kk/%2e%2e/%2e%2e/etc/passwd", 400),
        ("/kk/%2e./x", 400),
        ("/kk%2f..%2fetc", 400),
        ("/kk%5c..%5cetc", 400),
        ("/kk\\faq", 400),
        ("/kk/%00", 400),
        ("/kk/faq/%00.png", 400),
        ("/kk/%0d%0aX:y", 400),
        ("/kk/%c0%ae%c0%ae/", 400),
        ("/%252e%252e/etc/passwd", 404),
        ("//etc/passwd", 404),
        ("/.git/config", 404),
        ("/kk/.env", 404),
        ("/etc/passwd", 404),
        ("/kk/404.html", 404),
        ("/500.html", 404),
        ("/C:/windows/", 404),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}

#[test]
fn other_spellings_lead_to_the_canonical_one() {
    let server = Server::small();
    for (path, to) in [
        ("/kk", "/kk/"),
        ("/kk/faq", "/kk/faq/"),
        ("/KK/FAQ", "/kk/faq/"),
        ("/kk//faq/", "/kk/faq/"),
        ("//kk/faq/", "/kk/faq/"),
        ("/kk/faq//", "/kk/faq/"),
        ("/kk/faq/index.html", "/kk/faq/"),
        ("/robots.txt/", "/robots.txt"),
        ("/kk/faq?page=2", "/kk/faq/?page=2"),
        ("/kk/faq?to=//evil.kz", "/kk/faq/?to=//evil.kz"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(to)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    for path in ["/KK/NOTHING", "//evil.kz/", "//evil.kz/%2e", "/kk/faqs"] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 404 | 400), "{path}: {}", answer.status);
        assert_eq!(answer.header("location"), None, "{path}");
    }
}

#[test]
fn addresses_in_kazakh() {
    let site = crate::support::site(&[("kk/сұрақ/index.html", "Сұрақ")]);
    let server = Server::start(config(), with(site));
    let escaped = "/kk/%D1%81%D2%B1%D1%80%D0%B0%D2%9B";
    assert_eq!(server.get(&format!("{escaped}/")).text(), "Сұрақ");
    assert_eq!(server.get(escaped).header("location"), Some(&*format!("{escaped}/")));
    assert_eq!(server.get("/kk/%D0%A1%D2%B0%D0%A0%D0%90%D2%9A/").header("location"), Some(&*format!("{escaped}/")));
}

/// A release with a secret beside it, and the server of it.
fn fenced() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let id = release(folder.path(), &Release::of(&[("kk/index.html", b"page"), ("big.bin", &vec![7; 300_000])]));
    fs::write(folder.path().join("secret.txt"), "SECRET").unwrap();
    fs::write(folder.path().join("releases/secret.txt"), "SECRET").unwrap();
    fs::write(folder.path().join("releases").join(&id).join("secret.txt"), "SECRET").unwrap();
    fs::write(folder.path().join("releases").join(&id).join(".env"), "SECRET").unwrap();
    let source = ReleaseSource::current(folder.path(), 1 << 20).unwrap();
    (folder, Server::start(config(), with(std::sync::Arc::new(source))))
}

#[test]
fn s_in_04_random_paths_never_reach_a_file_that_is_not_listed() {
    let (_folder, server) = fenced();
    let piece = prop_oneof![
        Just("../"),
        Just("..\\"),
        Just("./"),
        Just("/"),
        Just("//"),
        Just("%2e"),
        Just("%2E%2e/"),
        Just("%252e%252e/"),
        Just("%2f"),
        Just("%5c"),
        Just("\\"),
        Just("%00"),
        Just("secret.txt"),
        Just("releases"),
        Just(".env"),
        Just("kk"),
        Just("index.html"),
        Just("big.bin"),
        Just("%C0%AF"),
        Just("C:"),
        Just("~"),
        Just("?"),
        Just(";"),
    ];
    let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
    let client = std::cell::RefCell::new(server.connect());
    proptest!(config, |(pieces in prop::collection::vec(piece, 1..10))| {
        let path = format!("/{}", pieces.concat());
        let mut client = client.borrow_mut();
        client.ask("GET", &path, &[]);
        let answer = match client.try_answer(true) {
            Ok(answer) => answer,
            Err(error) => return Err(TestCaseError::fail(format!("{path}: {error}"))),
        };
        if answer.header("connection") == Some("close") {
            *client = server.connect();
        }
        prop_assert!(!answer.body.windows(6).any(|w| w == b"SECRET"), "{}", path);
        prop_assert!(matches!(answer.status, 200 | 301 | 302 | 400 | 404), "{} {}", path, answer.status);
        if let Some(location) = answer.header("location") {
            prop_assert!(location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\"));
        }
    });
}

#[test]
fn s_in_04_a_release_never_leads_out_of_its_folder() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "SECRET").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut made = Release::of(&[("kk/index.html", b"page")]);
    made.list("../../secret.txt", b"SECRET");
    let id = release(folder.path(), &made);
    assert!(ReleaseSource::load(&folder.path().join("releases"), &id, 0).is_err(), "a path that climbs");

    let mut made = Release::of(&[("kk/index.html", b"page")]);
    made.list("link.txt", b"SECRET");
    let id = release(folder.path(), &made);
    let link = folder.path().join("releases").join(&id).join("link.txt");
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), link).unwrap();
    assert!(ReleaseSource::load(&folder.path().join("releases"), &id, 0).is_err(), "a link");

    let mut made = Release::of(&[("kk/index.html", b"page")]);
    made.redirect("/kk/old/", "//evil.kz/");
    let id = release(folder.path(), &made);
    assert!(ReleaseSource::load(&folder.path().join("releases"), &id, 0).is_err(), "a redirect to another host");

    let id = release(folder.path(), &Release::of(&[("kk/index.html", b"page")]));
    let source = ReleaseSource::load(&folder.path().join("releases"), &id, 0).unwrap();
    assert!(matches!(source.find("/kk/"), Found::File(_)));
    assert!(matches!(source.find("/kk/index.html"), Found::Nothing));
}
