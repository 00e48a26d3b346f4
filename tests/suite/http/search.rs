//! Search over HTTP: the page and its JSON, suggestions, what is wrong with a query, an index that is away, releases that
//! change, and what is kept of queries without an answer.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use otau::build::compress::Compress;
use otau::build::pipeline::{BuildRequest, Occasion, build};
use otau::build::release::rollback;
use otau::http::app::Setup;
use otau::http::release::{ReleaseSource, current_id};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::support::html::tags;
use crate::support::sites::{TODAY, on, replace, run, site, write_page};
use crate::support::{Server, config, eventually, lines, log, small_site, with};

/// The fixture with so many questions about parking that they fill pages, published to a folder.
pub(crate) fn published() -> (TempDir, TempDir) {
    let (site, out) = (site("valid/full"), tempfile::tempdir().unwrap());
    for number in 0..23 {
        let dir = format!("content/faq/parking-{number}");
        let title = format!("Паркинг {number}");
        write_page(site.path(), &dir, "type = \"faq\"\ncategory = \"payment\"\n", &title, "Автотұрақ. Машиноместо.");
    }
    write_page(
        site.path(),
        "content/parking",
        "type = \"page\"\n",
        "Паркинг",
        "## Кіру {#gate}\n\nЗаезд через шлагбаум.",
    );
    publish(site.path(), out.path());
    (site, out)
}

pub(crate) fn publish(root: &Path, out: &Path) {
    let options = on(TODAY);
    let request = BuildRequest {
        root: root.to_owned(),
        out: out.to_owned(),
        compress: Compress::None,
        options,
        occasion: Occasion::Asked,
    };
    build(&request, &|_, _, _| {}).unwrap();
}

pub(crate) fn serving(out: &Path, setup: Setup) -> Server {
    let source = ReleaseSource::current(out, 1 << 26).unwrap();
    Server::start(config(), Setup { site: Some(Arc::new(source)), ..setup })
}

pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn json(server: &Server, path: &str) -> (u16, Value) {
    let answer = server.get(path);
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

/// Addresses of a page's results, in their order.
fn shown(html: &str) -> Vec<String> {
    html.split("class=\"hit\">").skip(1).map(|hit| tags(hit)[0].get("href").unwrap().to_owned()).collect()
}

fn listed(answer: &Value) -> Vec<String> {
    answer["results"].as_array().unwrap().iter().map(|result| result["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_page_and_the_json_show_the_same_list() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    for (lang, tail, many) in [
        ("kk", "паркинг", 10),
        ("ru", "паркинг&p=3", 4),
        ("ru", "паркинг&n=20", 20),
        ("kk", "паркинг&n=20&p=2", 4),
        ("kk", "паркинг&kind=faq&n=50", 23),
        ("kk", "құпиясөз", 3),
        ("ru", "шлагбаум", 1),
    ] {
        let (query, rest) = tail.split_once('&').unwrap_or((tail, ""));
        let tail = format!("q={}&{rest}", encoded(query));
        let page = server.get(&format!("/{lang}/search?{tail}"));
        let (status, answer) = json(&server, &format!("/api/v1/search?lang={lang}&{tail}"));
        assert_eq!((page.status, status), (200, 200), "{tail}");
        assert_eq!(shown(page.text()), listed(&answer), "{tail}");
        assert_eq!(listed(&answer).len(), many, "{tail}: {answer:#}");
        assert!(page.text().contains("<mark>"), "{tail}: the words are marked");
    }
    let (_, gate) = json(&server, &format!("/api/v1/search?lang=ru&q={}", encoded("шлагбаум")));
    let url = gate["results"][0]["url"].as_str().unwrap();
    assert!(url.ends_with("#gate") && gate["results"][0]["section"] == "gate", "to the very section: {url}");
    assert_eq!(server.get(url.split('#').next().unwrap()).status, 200);
}

#[test]
fn pages_sizes_and_languages_lead_to_each_other() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let q = encoded("паркинг");
    let html = server.get(&format!("/kk/search?q={q}&kind=faq&n=20&p=2")).text().to_owned();
    let links: Vec<String> =
        tags(&html).iter().filter_map(|tag| tag.get("href")).map(|href| href.replace("&amp;", "&")).collect();
    for wanted in [
        format!("/ru/search?q={q}&kind=faq&n=20&p=2"),
        format!("/kk/search?q={q}&kind=faq&n=20"),
        format!("/kk/search?q={q}&kind=faq"),
        format!("/kk/search?q={q}&kind=faq&n=50"),
        format!("/kk/search?q={q}&n=20"),
    ] {
        assert!(links.contains(&wanted), "no {wanted} among {links:#?}");
    }
    for hidden in ["kind", "n"] {
        assert!(tags(&html).iter().any(|tag| tag.get("name") == Some(hidden)), "the form keeps {hidden}");
    }
    assert!(html.contains("noindex"));
}

#[test]
fn texts_in_the_other_language_come_in_a_group_of_their_own() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let own =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/valid/full/content/ru-only/ru.md"));
    let title = own.unwrap().lines().find_map(|line| line.strip_prefix("title = ").map(str::to_owned)).unwrap();
    let query = encoded(title.trim_matches('"'));
    let (_, answer) = json(&server, &format!("/api/v1/search?lang=kk&q={query}"));
    let foreign: Vec<&Value> =
        answer["results"].as_array().unwrap().iter().filter(|result| result["lang"] == "ru").collect();
    assert_eq!(foreign.len(), 1, "{answer:#}");
    let html = server.get(&format!("/kk/search?q={query}")).text().to_owned();
    assert!(html.contains("Орыс тілінде"), "the group is labelled");
    assert!(tags(&html).iter().any(|tag| tag.name == "li" && tag.get("lang") == Some("ru")), "and its language told");
}

#[test]
fn bad_queries_get_a_clear_page_and_a_problem() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let long = encoded(&"ұзын ".repeat(41));
    let many = encoded("а б в г д е ё ж з и к л м н о п р");
    for (tail, page, api, code) in [
        ("", 200, 400, "query-empty"),
        ("q=", 200, 400, "query-empty"),
        ("q=+%20%09", 200, 400, "query-empty"),
        ("q=%00%1B%7F", 200, 400, "query-empty"),
        ("q=%21%3F", 200, 400, "query-empty"),
        (&format!("q={long}"), 400, 400, "query-too-long"),
        (&format!("q={many}"), 400, 400, "query-too-many-words"),
        ("q=%FF%FE", 400, 400, "query-encoding"),
        ("q=%D0", 400, 400, "query-encoding"),
        ("q=a&q=b", 400, 400, "parameter-twice"),
        ("q=a&n=7", 400, 400, "page-size"),
        ("q=a&p=0", 400, 400, "page-number"),
        ("q=%D0%BF%D0%B0%D1%80%D0%BA%D0%B8%D0%BD%D0%B3&p=99", 400, 400, "page-number"),
        ("q=a&kind=cabinet", 400, 400, "kind"),
    ] {
        for lang in ["kk", "ru"] {
            let answer = server.get(&format!("/{lang}/search?{tail}"));
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (page, Some("text/html; charset=utf-8")),
                "{tail}"
            );
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert!(tags(answer.text()).iter().any(|tag| tag.get("name") == Some("q")), "{tail}: the form is kept");
            let answer = server.get(&format!("/api/v1/search?lang={lang}&{tail}"));
            let problem: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"), "{tail}");
            assert_eq!((answer.status, problem["code"].as_str()), (api, Some(code)), "{tail}");
        }
    }
    for path in ["/api/v1/search?q=a", "/api/v1/search?q=a&lang=en", "/api/v1/suggest?q=a&lang="] {
        assert_eq!(json(&server, path).1["code"], "language", "{path}");
    }
}

#[test]
fn s_in_06_no_character_of_a_query_is_an_operator_or_markup() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    for query in [
        "ә",
        "\"паркинг\" AND (төлем OR *) title:x^9 ~2",
        ".*[а-я]+$",
        "<script>alert(1)</script>",
        "\u{1F642}\u{1F642} паркинг",
        "п\u{301}\u{301}\u{301}\u{301}аркинг",
        "паркинг\u{202E}gnikrap",
        "..//..//etc/passwd",
    ] {
        for path in ["/kk/search?q=", "/ru/search?q=", "/api/v1/search?lang=kk&q=", "/api/v1/suggest?lang=ru&q="] {
            let answer = server.get(&format!("{path}{}", encoded(query)));
            assert_eq!(answer.status, 200, "{path} {query}");
            let html = answer.header("content-type") == Some("text/html; charset=utf-8");
            assert!(!html || !answer.text().contains("<script>a"), "{path} {query}");
        }
    }
}

#[test]
fn suggestions_are_bounded_and_lead_to_pages() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let ask = |tail: &str| json(&server, &format!("/api/v1/suggest?lang=kk&q={tail}"));
    let (status, answer) = ask(&encoded("парк"));
    assert_eq!((status, answer["results"].as_array().unwrap().len()), (200, 8));
    let url = listed(&answer).remove(0);
    assert_eq!(server.get(&url).status, 200);
    assert_eq!(answer["results"][0]["parts"][0], serde_json::json!({"text": "Парк", "mark": true}));
    assert_eq!(answer["all"], format!("/kk/search?q={}", encoded("парк")));
    assert_eq!(ask(&format!("{}&n=3", encoded("парк"))).1["results"].as_array().unwrap().len(), 3);
    let (_, gate) = ask(&encoded("кіру"));
    assert!(listed(&gate).iter().any(|url| url.ends_with("#gate")), "{gate:#}");
    let (_, questions) = ask(&format!("{}&kind=faq", encoded("парк")));
    assert!(listed(&questions).iter().all(|url| url.starts_with("/kk/faq/")));
    assert_eq!(questions["all"], format!("/kk/search?q={}&kind=faq", encoded("парк")));
    assert!(listed(&ask(&encoded("ыыыыъъ")).1).is_empty());
    for (tail, code) in [
        ("", "query-empty"),
        ("a&n=0", "page-size"),
        ("a&n=11", "page-size"),
        ("a&kind=x", "kind"),
        ("%FF", "query-encoding"),
        (&encoded(&"а".repeat(201)), "query-too-long"),
    ] {
        let (status, problem) = ask(tail);
        assert_eq!((status, problem["code"].as_str()), (400, Some(code)), "{tail}");
    }
    let none = Server::start(config(), with(small_site()));
    assert_eq!(json(&none, "/api/v1/suggest?lang=kk&q=a").0, 404, "a site without search");
}

#[test]
fn a_damaged_index_leaves_the_site_as_it_is_and_a_build_mends_it() {
    let (site, out) = published();
    let id = current_id(out.path()).unwrap();
    let folder = out.path().join(format!("releases/{id}.search"));
    let parking = format!("q={}", encoded("паркинг"));
    for name in ["words.tsv", "titles.tsv", "meta.json", "otau.json"] {
        let file = folder.join("index").join(name);
        // A release shares files with the one before: another file, not other bytes.
        let text = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        fs::write(&file, &text[..text.len() / 2]).unwrap();

        let (log, written) = log();
        let server = serving(out.path(), Setup { log, ..Setup::default() });
        assert_eq!(server.get("/kk/faq/").status, 200);
        let page = server.get(&format!("/kk/search?{parking}"));
        assert_eq!(page.status, 503, "{name}");
        assert!(tags(page.text()).iter().any(|tag| tag.get("href") == Some("/kk/faq/")), "a way to the list");
        for path in ["search", "suggest"] {
            let (status, problem) = json(&server, &format!("/api/v1/{path}?lang=kk&{parking}"));
            assert_eq!((status, problem["code"].as_str()), (503, Some("search-unavailable")), "{name}");
        }
        let said = lines(&server.app, &written);
        assert!(said.iter().any(|line| line["cause"].as_str().is_some_and(|cause| cause.contains(name))), "{said:#?}");

        publish(site.path(), out.path());
        assert_eq!(current_id(out.path()).unwrap(), id, "the same release");
        let server = serving(out.path(), Setup::default());
        assert_eq!(server.get(&format!("/kk/search?{parking}")).status, 200, "{name}: mended");
    }
    fs::remove_dir_all(&folder).unwrap();
    let server = serving(out.path(), Setup::default());
    assert_eq!(server.get("/kk/faq/").status, 200);
    assert_eq!(server.get(&format!("/kk/search?{parking}")).status, 503);
    assert_eq!(json(&server, &format!("/api/v1/suggest?lang=kk&{parking}")).0, 503);
}

#[test]
fn search_changes_and_goes_back_together_with_the_pages() {
    let (site, out) = published();
    let found = |server: &Server, query: &str| {
        let (_, answer) = json(server, &format!("/api/v1/search?lang=kk&q={}", encoded(query)));
        let (_, suggested) = json(server, &format!("/api/v1/suggest?lang=kk&q={}", encoded(query)));
        let page = server.get(&format!("/kk/search?q={}", encoded(query)));
        (listed(&answer).len(), listed(&suggested).len(), shown(page.text()).len())
    };
    let first = serving(out.path(), Setup::default());
    assert_eq!(found(&first, "шлагбаум"), (1, 0, 1));

    replace(site.path(), "content/parking/kk.md", "Паркинг kk", "Вертодром kk");
    publish(site.path(), out.path());
    let second = serving(out.path(), Setup::default());
    assert_eq!(found(&second, "вертодром"), (1, 1, 1));
    assert_eq!(found(&first, "вертодром"), (0, 0, 0), "who holds the old release sees the old one");

    first.app.swap(Arc::new(ReleaseSource::current(out.path(), 1 << 26).unwrap()));
    assert_eq!(found(&first, "вертодром"), (1, 1, 1), "pages and search in one step");

    rollback(out.path()).unwrap();
    let back = serving(out.path(), Setup::default());
    assert_eq!(found(&back, "вертодром"), (0, 0, 0));
    assert_eq!(found(&back, "шлагбаум"), (1, 0, 1));
}

#[test]
fn s_log_queries_without_an_answer_are_counted_without_the_person() {
    let (site, out) = published();
    let server = serving(out.path(), Setup { searches: Some(out.path().to_owned()), ..Setup::default() });
    for path in [
        format!("/kk/search?q={}", encoded("Космодром 900101300123")),
        format!("/api/v1/search?lang=kk&q={}", encoded("космодром 900")),
        format!("/ru/search?q={}", encoded("звездолёт")),
        // Found, looked for among some pages only, a person's address, not finished: not counted.
        format!("/kk/search?q={}", encoded("паркинг")),
        format!("/kk/search?kind=faq&q={}", encoded("космодром")),
        format!("/kk/search?q={}", encoded("aidar@example.kz")),
        format!("/api/v1/suggest?lang=kk&q={}", encoded("космодром")),
    ] {
        assert_eq!(server.get(&path).status, 200, "{path}");
    }
    server.app.searches().write().unwrap();
    let file = fs::read_to_string(out.path().join("searches.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = file.lines().map(|line| line.split('\t').skip(1).collect()).collect();
    assert_eq!(rows, [["kk", "2", "космодром #"], ["ru", "1", "звездолёт"]], "{file}");

    // A build leaves them alone, and editors read them.
    publish(site.path(), out.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_otau"));
    command.args(["report", "searches", "--json", "--lang", "ru", "--out"]).arg(out.path());
    let (code, said) = run(&mut command);
    let rows: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(code, 0);
    assert_eq!(
        (&rows[0]["query"], &rows[0]["count"], &rows[0]["lang"]),
        (&"космодром #".into(), &2.into(), &"kk".into())
    );
    assert_eq!((rows.len(), &rows[1]["query"]), (2, &"звездолёт".into()));
}

#[test]
fn s_in_07_one_network_leaves_places_for_the_searches_of_others() {
    let mut config = config();
    config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    config.limits.searches_per_address = 3;
    config.limits.search_wait = Duration::from_mins(1);
    let (_site, out) = published();
    let source = ReleaseSource::current(out.path(), 1 << 26).unwrap();
    let server = Server::start(config, with(Arc::new(source)));
    let (runtime, turns) = (Builder::new_current_thread().enable_all().build().unwrap(), server.app.searching());
    let busy: Vec<_> = (0..turns.free()).map(|_| runtime.block_on(turns.turn()).unwrap()).collect();
    let search = |client: &str| server.get_with("/api/v1/search?lang=ru&q=a", &[&format!("X-Forwarded-For: {client}")]);
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        let ask = |client: String| {
            let (tell, search) = (tell.clone(), &search);
            scope.spawn(move || tell.send((search(&client).status, client)).unwrap());
        };
        (0..10).for_each(|n| ask(format!("2001:db8:1:2::{n}")));
        for _ in 0..7 {
            assert_eq!(told.recv().unwrap().0, 503, "one household");
        }
        assert_eq!(turns.waiting(), 3);
        (0..5).for_each(|n| ask(format!("203.0.113.{n}")));
        eventually("the others wait for their turn", || turns.waiting() == 8);
        drop(busy);
        for _ in 0..8 {
            let (status, client) = told.recv().unwrap();
            assert_eq!(status, 200, "{client}");
        }
    });
    assert_eq!(search("2001:db8:1:2::1").status, 200, "places are given back");
}
