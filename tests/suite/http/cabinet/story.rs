//! The whole story of a client, in pages and in JSON, on both engines.

use serde_json::{Value, json};

use crate::support::portal::{Browser, Engine, OTHER, PASSWORD, Portal, csrf, form_of};

const JSON: &str = "Content-Type: application/json";

/// First authorization of the second persona, who has no password yet; signed in at its end.
fn first_authorization<'p>(portal: &'p Portal, language: &str) -> Browser<'p> {
    let persona = &portal.personas[1];
    let mut browser = portal.browser();
    let begun = browser.begin(&format!("/{language}/cabinet/first"), persona);
    assert_eq!(begun.header("location"), Some(format!("/{language}/cabinet/first/code").as_str()), "{begun:?}");
    let page = browser.get(&format!("/{language}/cabinet/first/code"));
    let code = portal.code();
    let sent = browser.post(&format!("/{language}/cabinet/first/code"), &[("csrf", &csrf(&page)), ("code", &code)]);
    assert_eq!(sent.header("location"), Some(format!("/{language}/cabinet/first/password").as_str()), "{sent:?}");
    let page = browser.get(&format!("/{language}/cabinet/first/password"));
    let fields = [("csrf", &*csrf(&page)), ("password", PASSWORD), ("repeat", PASSWORD)];
    let done = browser.post(&format!("/{language}/cabinet/first/password"), &fields);
    let cookies: Vec<_> = done.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    assert_eq!(cookies.len(), 4, "session, device, and two taken away: {cookies:?}");
    let to = done.headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.as_str());
    assert_eq!(to, Some(format!("/{language}/cabinet/profile").as_str()));
    browser
}

fn pages(engine: Engine, language: &str) {
    let Some(portal) = Portal::on(engine) else { return };
    let door = format!("/{language}/cabinet/sign-in");
    let persona = &portal.personas[1];

    let mut browser = first_authorization(&portal, language);
    let old = browser.cookie("sid").unwrap().to_owned();
    let inside = browser.get(&format!("/{language}/cabinet/prove"));
    assert_eq!(inside.status, 200);

    let left = browser.post(&format!("/{language}/cabinet/sign-out"), &[("csrf", &csrf(&inside))]);
    assert_eq!(left.header("location"), Some(format!("{door}?notice=signed-out").as_str()), "{left:?}");
    assert_eq!(browser.cookie("sid"), None);
    browser.plant("sid", &old);
    assert_eq!(browser.get(&format!("/{language}/cabinet/prove")).status, 303, "the old session is dead");

    let mut browser = portal.browser();
    let in_again = browser.sign_in(language, persona, PASSWORD);
    assert_eq!(in_again.status, 303, "{}", in_again.text());
    let elsewhere = browser.cookie("sid").unwrap().to_owned();

    let mut other = portal.browser();
    portal.wait(61);
    let begun = other.begin(&format!("/{language}/cabinet/recovery"), persona);
    assert_eq!(begun.status, 303, "{}", begun.text());
    let address = format!("/{language}/cabinet/recovery/code");
    let page = other.get(&address);
    let code = portal.code();
    assert_eq!(other.post(&address, &[("csrf", &csrf(&page)), ("code", &code)]).status, 303);
    let address = format!("/{language}/cabinet/recovery/password");
    let page = other.get(&address);
    let done = other.post(&address, &[("csrf", &csrf(&page)), ("password", OTHER), ("repeat", OTHER)]);
    assert_eq!(done.status, 303, "{}", done.text());

    let mut browser = portal.browser();
    browser.plant("sid", &elsewhere);
    assert_eq!(browser.get(&format!("/{language}/cabinet/prove")).status, 303, "recovery ends other sessions");
    assert_eq!(browser.sign_in(language, persona, PASSWORD).status, 401, "the old password");
    assert_eq!(portal.browser().sign_in(language, persona, OTHER).status, 303, "the new one");
}

#[test]
fn a_client_comes_leaves_returns_and_recovers_on_sqlite_in_kazakh() {
    pages(Engine::Sqlite, "kk");
}

#[test]
fn a_client_comes_leaves_returns_and_recovers_on_sqlite_in_russian() {
    pages(Engine::Sqlite, "ru");
}

#[test]
fn a_client_comes_leaves_returns_and_recovers_on_postgres() {
    pages(Engine::Postgres, "kk");
}

/// A request of a program and its answer.
fn call(portal: &Portal, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
    let mut lines = vec!["Content-Type: application/json".to_owned(), "Accept-Language: ru".to_owned()];
    lines.extend(token.map(|token| format!("Authorization: Bearer {token}")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let answer = portal.browser().send("POST", &format!("/api/v1/{path}"), &lines, &body.to_string());
    assert!(!answer.headers.iter().any(|(name, _)| name == "set-cookie"), "programs have no cookies");
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

fn json_of(engine: Engine) {
    let Some(portal) = Portal::on(engine) else { return };
    let persona = &portal.personas[1];
    let fields: serde_json::Map<String, Value> =
        form_of(persona).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();

    let (status, begun) = call(&portal, "authorization/first", None, &Value::Object(fields));
    assert_eq!((status, &begun["step"]), (202, &json!("code_sent")), "{begun}");
    let flow = begun["flow"].as_str().unwrap();
    let (status, early) = call(&portal, "authorization/first/resend", None, &json!({ "flow": flow }));
    assert_eq!((status, &early["code"]), (429, &json!("authorization-resend-too-soon")));
    let again = portal.browser().send(
        "POST",
        "/api/v1/authorization/first/resend",
        &[JSON],
        &json!({ "flow": flow }).to_string(),
    );
    assert_eq!(again.header("retry-after"), Some("60"), "when it may be");
    let (status, wrong) = call(&portal, "authorization/first/code", None, &json!({ "flow": flow, "code": "00000" }));
    assert_eq!((status, &wrong["errors"][0]["field"]), (422, &json!("code")), "no code of six digits");
    let code = portal.code();
    let (status, sent) = call(&portal, "authorization/first/code", None, &json!({ "flow": flow, "code": code }));
    assert_eq!((status, &sent["step"]), (200, &json!("code_confirmed")), "{sent}");
    let good = json!({ "flow": flow, "password": PASSWORD, "repeat": PASSWORD });
    let (status, dead) = call(&portal, "authorization/first/password", None, &good);
    assert_eq!((status, &dead["code"]), (409, &json!("authorization-ended")), "the secret before the code");
    let flow = sent["flow"].as_str().unwrap();
    let weak = json!({ "flow": flow, "password": "short", "repeat": "other" });
    let (status, refused) = call(&portal, "authorization/first/password", None, &weak);
    assert_eq!(status, 422);
    let codes: Vec<&str> = refused["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["password-length", "password-upper", "password-digit", "password-symbol", "password-equal"]);
    let good = json!({ "flow": flow, "password": PASSWORD, "repeat": PASSWORD });
    let (status, opened) = call(&portal, "authorization/first/password", None, &good);
    assert_eq!(status, 200, "{opened}");
    let token = opened["token"].as_str().unwrap();

    assert_eq!(call(&portal, "sign-out", Some(token), &json!({})).0, 204);
    let (status, again) = call(&portal, "sign-out", Some(token), &json!({}));
    assert_eq!((status, &again["code"], &again["title"]), (401, &json!("session-required"), &json!("Нужно войти")));

    let sign_in = |password: &str| {
        let body = json!({ "account": persona.account.expose(), "iin": persona.iin.expose(), "password": password });
        call(&portal, "sign-in", None, &body)
    };
    assert_eq!(sign_in(PASSWORD).0, 200);
    let (status, refused) = sign_in(OTHER);
    assert_eq!((status, &refused["code"]), (401, &json!("invalid_credentials")));
    let (status, unknown) = call(&portal, "authorization/recovery/code", None, &json!({ "flow": flow, "code": code }));
    assert_eq!((status, &unknown["code"]), (409, &json!("authorization-ended")), "another purpose");
}

#[test]
fn a_program_does_the_same_on_sqlite() {
    json_of(Engine::Sqlite);
}

#[test]
fn a_program_does_the_same_on_postgres() {
    json_of(Engine::Postgres);
}
