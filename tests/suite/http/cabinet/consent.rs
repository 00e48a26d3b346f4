//! A client withdraws the consent in the cabinet: the page that says what follows, the password, and what is left.

use serde_json::{Value, json};

use super::forms::input;
use super::pages::{journal, program};
use crate::support::portal::{Browser, Engine, OTHER, Portal, csrf};

const PAGE: &str = "/ru/cabinet/security/consent";

/// The five fields and the consent, up to the page that asks for the code; whether a client gets one.
fn code_after_a_new_consent(portal: &Portal, browser: &mut Browser<'_>) -> String {
    let begun = browser.begin("/ru/cabinet/first", &portal.personas[0]);
    assert_eq!(begun.header("location"), Some("/ru/cabinet/first/code"));
    portal.code()
}

fn withdrawn(engine: Engine) {
    let Some(portal) = Portal::on(engine) else { return };
    let persona = &portal.personas[0];
    let old = persona.password.unwrap();
    let (mut browser, mut other) = (portal.signed_in(), portal.signed_in());
    assert!(browser.get("/ru/cabinet/security").text().contains(&format!("href=\"{PAGE}\"")), "a way to it");

    for (language, words) in [
        ("kk", ["datetime=\"2026-07-10T12:00:00+05:00\"", "Қазақша", "бірден жабылады"]),
        ("ru", ["datetime=\"2026-07-10T12:00:00+05:00\"", "Казахский", "закроется сразу"]),
    ] {
        let page = browser.get(&format!("/{language}/cabinet/security/consent"));
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
        for words in words {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    }
    let token = csrf(&browser.get(PAGE));
    for (typed, words) in
        [("", "Введите пароль"), (OTHER, "Нынешний пароль набран неверно"), ("a\u{7}", "набран неверно")]
    {
        let refused = browser.post(PAGE, &[("csrf", &token), ("present", typed)]);
        assert_eq!(refused.status, 422, "{typed}");
        assert!(
            refused.text().contains(words) && refused.text().contains("id=\"_present-wrong\""),
            "{}",
            refused.text()
        );
        assert_eq!(input(&refused, "present").get("value"), None, "a password never comes back");
    }
    assert_eq!(other.get("/ru/cabinet/profile").status, 200, "nothing was done");
    let told = other.get("/ru/cabinet/withdrawn");
    assert_eq!(told.header("location"), Some("/ru/cabinet/profile"), "nobody inside is told that it is withdrawn");

    let out = browser.post(PAGE, &[("csrf", &token), ("present", old)]);
    assert_eq!((out.status, out.header("location")), (303, Some("/ru/cabinet/withdrawn")), "{}", out.text());
    assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"storage\""));
    for cookie in ["sid", "dev", "flow"] {
        assert_eq!(browser.cookie(cookie), None, "{cookie}");
    }
    let done = browser.get("/ru/cabinet/withdrawn");
    assert_eq!(done.status, 200);
    assert!(done.text().contains("Согласие отозвано") && done.text().contains("href=\"/ru/cabinet/first\""));
    for browser in [&mut browser, &mut other] {
        assert_eq!(browser.get("/ru/cabinet/profile").status, 303, "closed on every device");
    }
    assert_eq!(portal.browser().sign_in("ru", persona, old).status, 401, "the password is forgotten");
    assert_eq!(journal(&portal, "consent_withdrawn").len(), 1);

    let code = code_after_a_new_consent(&portal, &mut browser);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    let token = csrf(&browser.get("/ru/cabinet/first/password"));
    let fields = [("csrf", token.as_str()), ("password", OTHER), ("repeat", OTHER)];
    assert_eq!(browser.post("/ru/cabinet/first/password", &fields).header("location"), Some("/ru/cabinet/profile"));
    let page = browser.get(PAGE);
    assert!(page.text().contains("Русский"), "the new one: {}", page.text());
}

#[test]
fn s_kz_01_a_client_withdraws_the_consent_and_comes_back_with_a_new_one_on_sqlite() {
    withdrawn(Engine::Sqlite);
}

#[test]
fn s_kz_01_a_client_withdraws_the_consent_and_comes_back_with_a_new_one_on_postgres() {
    withdrawn(Engine::Postgres);
}

#[test]
fn s_kz_01_and_csrf_01_nobody_else_withdraws_it() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let body = format!("csrf={}&present={}", csrf(&browser.get(PAGE)), portal.personas[0].password.unwrap());
    let form = "Content-Type: application/x-www-form-urlencoded";
    for (method, lines, status) in [
        ("POST", &["Sec-Fetch-Site: cross-site", form][..], 403),
        ("POST", &["Origin: https://evil.kz", form][..], 403),
        ("POST", &["Sec-Fetch-Site: same-origin", "Content-Type: text/plain"][..], 415),
        ("PUT", &["Sec-Fetch-Site: same-origin", form][..], 405),
    ] {
        assert_eq!(browser.send(method, PAGE, lines, &body).status, status, "{lines:?}");
    }
    assert_eq!(browser.get(&format!("{PAGE}?present=x")).status, 200, "reading changes nothing");
    assert_eq!(browser.get("/ru/cabinet/profile").status, 200);
    assert_eq!(journal(&portal, "consent_withdrawn").len(), 0);
}

#[test]
fn s_kz_01_a_withdrawal_sent_twice_is_done_once_and_both_are_told() {
    let portal = Portal::new();
    let browser = portal.signed_in();
    let token = csrf(&browser.clone().get(PAGE));
    let fields = [("csrf", token.as_str()), ("present", portal.personas[0].password.unwrap())];
    for (answer, _) in super::doubles::twice(&browser, PAGE, &fields) {
        let to = answer.header("location").unwrap();
        // The second may come when there is no session any more to ask whose it was.
        let gone = "/ru/cabinet/sign-in?notice=unsent&next=%2Fru%2Fcabinet%2Fsecurity%2Fconsent";
        assert!(["/ru/cabinet/withdrawn", gone].contains(&to), "{to}");
    }
    assert_eq!(journal(&portal, "consent_withdrawn").len(), 1);
}

#[test]
fn s_kz_01_a_program_withdraws_it_the_same_way() {
    let portal = Portal::new();
    let (mut browser, old) = (portal.signed_in(), portal.personas[0].password.unwrap());
    let bearer = program(&portal);
    let lines = ["Content-Type: application/json", &bearer];
    let read = portal.browser().send("GET", "/api/v1/consent", &[&bearer], "");
    let told: Value = serde_json::from_slice(&read.body).unwrap();
    assert_eq!((&told["given"]["language"], &told["given"]["current"]), (&json!("kk"), &json!(true)));
    let ask = |body: &Value| {
        let answer = portal.browser().send("POST", "/api/v1/consent/withdraw", &lines, &body.to_string());
        (answer.status, serde_json::from_slice::<Value>(&answer.body).unwrap_or(Value::Null))
    };
    for (body, code) in [(json!({"present": OTHER}), "password-present-wrong"), (json!({}), "password-empty")] {
        let (status, refused) = ask(&body);
        assert_eq!((status, &refused["errors"][0]["code"]), (422, &json!(code)));
        assert_eq!(refused["errors"][0]["field"], "present");
    }
    assert_eq!(ask(&json!({"present": old, "consent": "x"})).0, 400, "an unknown field");
    assert_eq!(browser.get("/ru/cabinet/profile").status, 200, "nothing was done");
    assert_eq!(ask(&json!({"present": old})), (204, Value::Null));
    assert_eq!(ask(&json!({"present": old})).0, 401, "its own session has ended too");
    assert_eq!(browser.get("/ru/cabinet/profile").status, 303);
    assert_eq!(journal(&portal, "consent_withdrawn").len(), 1);
}

#[test]
fn s_kz_01_a_program_that_asks_twice_is_not_told_that_its_password_was_wrong() {
    let portal = Portal::new();
    let bearer = program(&portal);
    let body = json!({"present": portal.personas[0].password.unwrap()}).to_string();
    let lines = ["Content-Type: application/json", &bearer];
    let ask = || portal.browser().send("POST", "/api/v1/consent/withdraw", &lines, &body).status;
    let mut statuses = std::thread::scope(|scope| {
        let other = scope.spawn(ask);
        [ask(), other.join().unwrap()]
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 401]);
}
