//! Who may see what: the route table walked by nobody, cookies and sessions, answers that are never kept.

use otau::http::app::Setup;
use otau::http::router::{Access, Methods};

use crate::support::portal::{Engine, Portal, csrf};
use crate::support::{Answer, Server, config};

/// Addresses of the cabinet that are for guests: everything else there demands a session.
const OPEN: [&str; 18] = [
    "/LANG/cabinet",
    "/LANG/cabinet/",
    "/LANG/cabinet/sign-in",
    "/LANG/cabinet/sign-in/password",
    "/LANG/cabinet/first",
    "/LANG/cabinet/first/code",
    "/LANG/cabinet/first/password",
    "/LANG/cabinet/recovery",
    "/LANG/cabinet/recovery/code",
    "/LANG/cabinet/recovery/password",
    // Whoever has no session is out already.
    "/LANG/cabinet/sign-out",
    "/api/v1/sign-in",
    "/api/v1/authorization/first",
    "/api/v1/authorization/first/code",
    "/api/v1/authorization/first/resend",
    "/api/v1/authorization/first/password",
    "/api/v1/authorization/recovery",
    "/api/v1/search",
];

/// The rest of the open ones, and those of the public site.
const OPEN_TOO: [&str; 6] = [
    // It says what is done, to whoever asks.
    "/LANG/cabinet/withdrawn",
    "/api/v1/authorization/recovery/code",
    "/api/v1/authorization/recovery/resend",
    "/api/v1/authorization/recovery/password",
    "/api/v1/calculator",
    "/api/v1/suggest",
];

fn is_open(pattern: &str) -> bool {
    let pattern = pattern.replacen("/kk/", "/LANG/", 1).replacen("/ru/", "/LANG/", 1);
    OPEN.iter().chain(&OPEN_TOO).any(|open| *open == pattern)
}

/// Headers that every answer of the cabinet has.
fn assert_kept_by_nobody(answer: &Answer, what: &str) {
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{what}");
    assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"), "{what}");
}

#[test]
fn s_acl_04_no_private_address_answers_without_a_session() {
    let portal = Portal::new();
    let routes = portal.server.app.routes();
    let cabinet = |pattern: &str| pattern.contains("/cabinet") || pattern.starts_with("/api/");
    let mut private = 0;
    for route in routes.iter().filter(|route| cabinet(route.pattern)) {
        if is_open(route.pattern) {
            assert_ne!(route.access, Access::Private, "{}", route.pattern);
            continue;
        }
        assert_eq!(route.access, Access::Private, "{} is neither open nor private", route.pattern);
        private += 1;
        let path: String = route
            .pattern
            .split('/')
            .map(|part| if part.starts_with('{') { "abc" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for method in ["GET", "POST"] {
            let known = match method {
                "GET" => route.methods != Methods::Write,
                _ => route.methods != Methods::Read,
            };
            for cookie in [None, Some("A".repeat(43)), Some("no token".to_owned())] {
                let mut browser = portal.browser();
                if let Some(cookie) = &cookie {
                    browser.plant("sid", cookie);
                }
                let lines: &[&str] = &["Sec-Fetch-Site: same-origin"];
                let answer = browser.send(method, &path, lines, "");
                let wanted: &[u16] = match (known, path.starts_with("/api/")) {
                    (false, _) => &[405],
                    (_, true) => &[401],
                    _ => &[303],
                };
                assert!(wanted.contains(&answer.status), "{method} {path}: {}", answer.status);
                assert_kept_by_nobody(&answer, &path);
                if answer.status == 303 {
                    assert!(answer.header("location").unwrap().contains("/cabinet/sign-in"), "{path}");
                }
            }
        }
    }
    assert!(private >= 5, "{private}");
}

#[test]
fn s_hdr_03_steps_of_the_way_in_are_kept_by_nobody() {
    let portal = Portal::new();
    for path in [
        "/kk/cabinet",
        "/kk/cabinet/",
        "/ru/cabinet/sign-in",
        "/ru/cabinet/sign-in/password",
        "/kk/cabinet/first",
        "/kk/cabinet/first/code",
        "/kk/cabinet/recovery/password",
        "/kk/cabinet/withdrawn",
    ] {
        assert_kept_by_nobody(&portal.browser().get(path), path);
        let refused = portal.browser().send("POST", path, &["Sec-Fetch-Site: cross-site"], "");
        assert!([403, 405].contains(&refused.status), "{path}");
        assert_kept_by_nobody(&refused, path);
    }
}

#[test]
fn s_ses_02_cookies_in_development_and_behind_a_proxy() {
    let portal = Portal::new();
    let answer = portal.browser().get("/kk/cabinet/sign-in");
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("pre=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");

    let mut config = config();
    config.development = false;
    config.public_origin = Some("https://help.kz".parse().unwrap());
    let portal = Portal::with(Engine::Sqlite, config).unwrap();
    let answer = portal.server.raw("GET /kk/cabinet/sign-in HTTP/1.1\r\nHost: help.kz\r\n\r\n");
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-pre=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[test]
fn s_net_06_a_proxy_whose_words_cannot_be_read_is_told_of_once() {
    let mut config = config();
    config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let portal = Portal::with(Engine::Sqlite, config).unwrap();
    let told = || portal.log().iter().filter(|line| line["event"] == "forwarded-for-unreadable").count();
    for (named, lines) in [("203.0.113.5:50443", 0), ("unknown", 1), ("unknown", 1), ("203.0.113.6", 1)] {
        let (kind, from) = ("Content-Type: application/json", format!("X-Forwarded-For: {named}"));
        let body = r#"{"account":"1234567890","iin":"850312390008","password":"a"}"#;
        let answer = portal.browser().send("POST", "/api/v1/sign-in", &[kind, &from], body);
        assert_eq!((answer.status, told()), (401, lines), "{named}");
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM audit WHERE event = 'sign_in_failed'"), 4);
}

#[test]
fn s_ses_03_a_session_id_of_somebody_else_is_never_taken_over() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let planted = "A".repeat(43);
    browser.plant("sid", &planted);
    let persona = &portal.personas[0];
    assert_eq!(browser.sign_in("kk", persona, persona.password.unwrap()).status, 303);
    let own = browser.cookie("sid").unwrap().to_owned();
    assert_ne!(own, planted);

    let page = browser.get("/kk/cabinet/prove?next=/kk/cabinet/prove");
    let fields = [("csrf", &*csrf(&page)), ("password", persona.password.unwrap())];
    assert_eq!(browser.post("/kk/cabinet/prove", &fields).status, 303);
    let renewed = browser.cookie("sid").unwrap().to_owned();
    assert_ne!(renewed, own, "a new id after the password");
    browser.plant("sid", &own);
    assert_eq!(browser.get("/kk/cabinet/prove").status, 303, "the old one is dead");
}

#[test]
fn s_ses_03_signing_in_again_ends_the_session_before() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let before = browser.cookie("sid").unwrap().to_owned();
    // A page of the way in, opened by somebody who is inside already.
    let token = csrf(&browser.get("/kk/cabinet/first"));
    let persona = &portal.personas[0];
    let fields = [
        ("csrf", token.as_str()),
        ("account", persona.account.expose()),
        ("iin", &persona.iin.expose()),
        ("password", persona.password.unwrap()),
    ];
    assert_eq!(browser.post("/kk/cabinet/sign-in/password", &fields).status, 303);
    assert_ne!(browser.cookie("sid").unwrap(), before);
    assert_eq!(browser.get("/kk/cabinet/profile").status, 200);
    browser.plant("sid", &before);
    assert_eq!(browser.get("/kk/cabinet/profile").status, 303, "the session before is dead");
}

#[test]
fn s_ses_04_a_session_ends_after_a_while_and_the_way_back_is_kept() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    portal.wait(14 * 60);
    assert_eq!(browser.get("/ru/cabinet/stay").status, 204);
    portal.wait(14 * 60);
    assert_eq!(browser.get("/ru/cabinet/prove").status, 200, "used in between");
    portal.wait(15 * 60);
    let ended = browser.get("/ru/cabinet/prove");
    assert_eq!(ended.header("location"), Some("/ru/cabinet/sign-in?notice=ended&next=%2Fru%2Fcabinet%2Fprove"));
    assert_eq!(browser.cookie("sid"), None);
    let door = browser.get("/ru/cabinet/sign-in?notice=ended&next=%2Fru%2Fcabinet%2Fprove");
    assert!(door.text().contains("Сеанс завершён"));
    assert!(door.text().contains("name=\"next\" value=\"/ru/cabinet/prove\""), "{}", door.text());
}

#[test]
fn s_ses_05_signing_out_is_a_form_of_ours_and_clears_what_is_kept() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    assert_eq!(browser.get("/ru/cabinet/sign-out").status, 405);
    assert_eq!(browser.post("/ru/cabinet/sign-out", &[("csrf", "")]).status, 403);
    assert_eq!(browser.get("/ru/cabinet/prove").status, 200, "still in");
    let token = csrf(&browser.get("/ru/cabinet/prove"));
    let out = browser.post("/ru/cabinet/sign-out", &[("csrf", &token)]);
    assert_eq!((out.status, out.header("clear-site-data")), (303, Some("\"cache\", \"storage\"")));
    assert_eq!(browser.post("/ru/cabinet/sign-out", &[("csrf", &token)]).status, 303, "twice is no harm");
}

#[test]
fn without_a_database_the_cabinet_says_so() {
    let portal = Portal::new();
    let site = portal.server.app.site();
    let server = Server::start(config(), Setup { site, ..Setup::default() });
    for (path, words) in [
        ("/kk/cabinet/", "Жеке кабинет бұл жерде қосылмаған"),
        ("/ru/cabinet/sign-in", "Личный кабинет здесь не включён"),
        ("/ru/cabinet/prove", "otau serve --demo"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 503, "{path}");
        assert!(answer.text().contains(words), "{path}: {}", answer.text());
        assert_kept_by_nobody(&answer, path);
    }
    let api = server.raw("POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(api.status, 503);
    assert!(api.text().contains("\"code\":\"cabinet-off\""), "{}", api.text());
}

#[test]
fn s_net_08_a_database_that_is_gone_is_503_without_detail_and_not_ready() {
    let portal = Portal::new();
    assert_eq!(portal.server.get("/readyz").status, 200);
    let mut browser = portal.signed_in();
    let cabinet = std::sync::Arc::clone(portal.server.app.cabinet().unwrap());
    tokio::runtime::Runtime::new().unwrap().block_on(cabinet.db().close());
    assert_eq!(portal.server.get("/readyz").status, 503);
    let private = browser.get("/ru/cabinet/prove");
    assert_eq!(private.status, 503);
    assert!(private.text().contains("Кабинет временно недоступен"), "{}", private.text());
    assert!(!private.text().to_lowercase().contains("sqlite") && !private.text().contains("pool"));
    assert!(private.header("retry-after").is_some());
    assert_eq!(portal.server.get("/kk/").status, 200, "public pages go on");
}
