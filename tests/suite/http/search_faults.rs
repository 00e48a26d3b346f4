//! A search that cannot be opened: people are led to the list of questions, the log names the file.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use otau::build::compress::Compress;
use otau::build::pipeline::{BuildRequest, Occasion, build};
use otau::http::app::Setup;
use otau::http::release::{ReleaseSource, current_id};

use crate::support::sites::{TODAY, on, site};
use crate::support::{Server, config, lines, log};

fn publish(root: &Path, out: &Path) {
    let (root, out) = (root.to_owned(), out.to_owned());
    let request = BuildRequest { root, out, compress: Compress::None, options: on(TODAY), occasion: Occasion::Asked };
    build(&request, &|_, _, _| {}).unwrap();
}

#[test]
fn whatever_of_a_search_is_damaged_the_answer_leads_to_the_questions() {
    let (site, out) = (site("valid/full"), tempfile::tempdir().unwrap());
    for (file, links) in [("pages.json", ["/kk/faq/", "/ru/faq/"]), ("index/words.tsv", ["/ru/faq/", "/ru/"])] {
        publish(site.path(), out.path());
        let folder = out.path().join("releases").join(format!("{}.search", current_id(out.path()).unwrap()));
        let whole = fs::read(folder.join(file)).unwrap();
        fs::remove_file(folder.join(file)).unwrap();
        fs::write(folder.join(file), &whole[..whole.len() / 2]).unwrap();
        let (log, written) = log();
        let source = Arc::new(ReleaseSource::current(out.path(), 1 << 26).unwrap());
        let server = Server::start(config(), Setup { site: Some(source), log, ..Setup::default() });
        let page = server.get("/ru/search?q=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C");
        assert_eq!(page.status, 503, "{file}");
        for link in links {
            assert!(page.text().contains(&format!("href=\"{link}\"")), "{file}: {link} in {}", page.text());
        }
        assert_eq!(server.get("/ru/faq/").status, 200, "{file}: the rest of the site is as it was");
        let api = server.get("/api/v1/search?lang=ru&q=x");
        assert_eq!((api.status, api.header("content-type")), (503, Some("application/problem+json; charset=utf-8")));
        let told = lines(&server.app, &written).iter().any(|line| line["cause"].to_string().contains(file));
        assert!(told, "{file}: {:?}", lines(&server.app, &written));
    }
    // A build mends it, though no text has changed.
    publish(site.path(), out.path());
    let source = Arc::new(ReleaseSource::current(out.path(), 1 << 26).unwrap());
    let server = Server::start(config(), Setup { site: Some(source), ..Setup::default() });
    assert_eq!(server.get("/ru/search?q=x").status, 200);
}
