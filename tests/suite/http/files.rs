//! Files: forms, conditions, ranges.

use std::fs;
use std::sync::Arc;

use otau::http::release::ReleaseSource;

use super::releases::{Release, release};
use crate::support::{Client, Server, config, with};

const PLAIN: &str = "<p>plain</p>";

/// A page with copies, a picture, a large file and a large text.
fn server() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let mut made = Release::default();
    made.packed("kk/index.html", PLAIN.as_bytes(), b"BROTLI", b"GZIP");
    made.add("pic.png", b"0123456789");
    made.add("big.bin", &(0..400_000u32).map(|n| n.to_le_bytes()[0]).collect::<Vec<_>>());
    made.packed("big.txt", &vec![b'x'; 300_000], b"BROTLI", b"GZIP");
    release(folder.path(), &made);
    let source = ReleaseSource::current(folder.path(), 1 << 20).unwrap();
    (folder, Server::start(config(), with(Arc::new(source))))
}

#[test]
fn the_best_form_is_chosen() {
    let (_folder, server) = server();
    for (accept, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "BROTLI"),
        ("gzip", Some("gzip"), "GZIP"),
        ("br;q=0.1, gzip;q=0.9", Some("gzip"), "GZIP"),
        ("br;q=0, gzip;q=0", None, PLAIN),
        ("identity", None, PLAIN),
        ("zstd", None, PLAIN),
    ] {
        let answer = server.get_with("/kk/", &[&format!("Accept-Encoding: {accept}")]);
        assert_eq!((answer.header("content-encoding"), answer.text()), (encoding, body), "{accept}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("content-length"), Some(&*body.len().to_string()));
    }
    let plain = server.get("/kk/");
    assert_eq!((plain.header("vary"), plain.text()), (Some("Accept-Encoding"), PLAIN));
    assert_eq!(server.get("/pic.png").header("vary"), None, "there is one form only");
}

#[test]
fn each_form_has_its_own_strong_etag() {
    let (_folder, server) = server();
    let etag = |accept: &str| {
        let answer = server.get_with("/kk/", &[&format!("Accept-Encoding: {accept}")]);
        answer.header("etag").unwrap().to_owned()
    };
    let (plain, br, gz) = (etag("identity"), etag("br"), etag("gzip"));
    let hash = plain.trim_matches('"');
    assert_eq!(hash.len(), 32);
    assert_eq!((br.as_str(), gz.as_str()), (&*format!("\"{hash}-br\""), &*format!("\"{hash}-gz\"")));
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let (_folder, server) = server();
    let full = server.get_with("/kk/", &["Accept-Encoding: br"]);
    let etag = full.header("etag").unwrap();
    for (condition, status) in [
        (etag.to_owned(), 304),
        (format!("W/{etag}"), 304),
        (format!("\"other\", {etag}"), 304),
        ("*".to_owned(), 304),
        ("\"other\"".to_owned(), 200),
        (etag.replace("-br", ""), 200),
        (etag.replace("-br", "-gz"), 200),
    ] {
        let lines = ["Accept-Encoding: br", &format!("If-None-Match: {condition}")];
        let answer = server.get_with("/kk/", &lines);
        assert_eq!(answer.status, status, "{condition}");
        for name in ["etag", "cache-control", "vary", "content-type", "content-security-policy"] {
            assert_eq!(answer.header(name), full.header(name), "{name}");
        }
        if status == 304 {
            assert_eq!((answer.header("content-length"), answer.body.len()), (None, 0));
        }
    }
    let mut client = server.connect();
    client.ask("HEAD", "/kk/", &["Accept-Encoding: br", &format!("If-None-Match: {etag}")]);
    assert_eq!(client.head().status, 304);
    assert_eq!(client.get("/kk/", &[]).status, 200, "the connection goes on");
}

#[test]
fn head_is_get_without_the_body() {
    let (_folder, server) = server();
    let mut client = server.connect();
    for (path, lines) in [
        ("/kk/", &["Accept-Encoding: br"][..]),
        ("/kk/", &[]),
        ("/pic.png", &[]),
        ("/pic.png", &["Range: bytes=0-1"]),
        ("/big.bin", &[]),
        ("/nothing/", &[]),
        ("/", &[]),
        ("/healthz", &[]),
    ] {
        let lines_of_get: Vec<&str> = lines.iter().copied().filter(|line| !line.starts_with("Range")).collect();
        let get = client.get(path, &lines_of_get);
        client.ask("HEAD", path, lines);
        let head = client.head();
        assert_eq!(head.status, get.status, "{path}");
        let kept = |headers: &[(String, String)]| {
            let varying = ["date", "x-request-id"];
            headers.iter().filter(|(name, _)| !varying.contains(&name.as_str())).cloned().collect::<Vec<_>>()
        };
        assert_eq!(kept(&head.headers), kept(&get.headers), "{path}");
    }
    assert_eq!(client.get("/kk/", &[]).text(), PLAIN, "no body was left on the connection");
}

#[test]
fn parts_of_a_file() {
    let (_folder, server) = server();
    let etag = server.get("/pic.png").header("etag").unwrap().to_owned();
    let same = format!("If-Range: {etag}");
    for (lines, status, range, body) in [
        (&["Range: bytes=2-4"][..], 206, Some("bytes 2-4/10"), "234"),
        (&["Range: bytes=-3"], 206, Some("bytes 7-9/10"), "789"),
        (&["Range: bytes=8-"], 206, Some("bytes 8-9/10"), "89"),
        (&["Range: bytes=0-99"], 206, Some("bytes 0-9/10"), "0123456789"),
        (&["Range: bytes=2-4", &same], 206, Some("bytes 2-4/10"), "234"),
        (&["Range: bytes=2-4", "If-Range: \"other\""], 200, None, "0123456789"),
        (&["Range: bytes=2-4", "If-Range: Sun, 22 Nov 2026 00:00:00 GMT"], 200, None, "0123456789"),
        (&["Range: bytes=0-1,3-4"], 200, None, "0123456789"),
        (&["Range: bytes=4-2"], 200, None, "0123456789"),
        (&["Range: lines=1-2"], 200, None, "0123456789"),
    ] {
        let answer = server.get_with("/pic.png", lines);
        assert_eq!((answer.status, answer.header("content-range"), answer.text()), (status, range, body), "{lines:?}");
        assert_eq!(answer.header("accept-ranges"), Some("bytes"));
        assert_eq!(answer.header("etag"), Some(&*etag));
    }
    let outside = server.get_with("/pic.png", &["Range: bytes=10-"]);
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */10")));
}

#[test]
fn parts_of_files_on_disk_and_of_texts() {
    let (_folder, server) = server();
    let part = server.get_with("/big.bin", &["Range: bytes=255-258"]);
    assert_eq!((part.status, part.body), (206, vec![255, 0, 1, 2]));
    let end = server.get_with("/big.bin", &["Range: bytes=-1"]);
    assert_eq!(end.body, [(399_999u32).to_le_bytes()[0]]);

    let small = server.get_with("/kk/", &["Range: bytes=0-1"]);
    assert_eq!((small.status, small.header("accept-ranges"), small.text()), (200, None, PLAIN));
    assert_eq!(server.get_with("/big.txt", &["Range: bytes=0-1"]).text(), "xx");
    let packed = server.get_with("/big.txt", &["Range: bytes=0-1", "Accept-Encoding: br"]);
    assert_eq!((packed.status, packed.text()), (200, "BROTLI"), "a part of a packed form helps nobody");
}

#[test]
fn a_large_file_arrives_whole() {
    let (folder, server) = server();
    let answer = server.get("/big.bin");
    assert_eq!(answer.body.len(), 400_000);
    assert!(answer.body.iter().enumerate().all(|(n, byte)| n.to_le_bytes()[0] == *byte));
    // The file changes under the server's feet: a fault, not a page of the wrong length.
    let releases = fs::read_dir(folder.path().join("releases")).unwrap();
    let tree = releases.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    fs::write(tree.join("big.bin"), "short").unwrap();
    let mut client: Client = server.connect();
    assert_eq!(client.get("/big.bin", &[]).status, 500);
    assert_eq!(client.get("/kk/", &[]).status, 200);
}
