//! Every status that `/openapi.json` has for an operation of the cabinet is one that the operation gives. That each of
//! these answers is of the form described is proved on the way, by [`crate::support::described::check`].

use std::collections::BTreeSet;

use otau::http::app::Setup;
use serde_json::{Map, Value, json};

use super::pages::program;
use crate::support::described::{DOCUMENT, pattern};
use crate::support::portal::{OTHER, PASSWORD, Portal, form_of};
use crate::support::{Answer, Server, config};

const JSON: &str = "Content-Type: application/json";

/// A program that remembers what it was answered: method, described address, status.
struct Program<'p> {
    portal: &'p Portal,
    seen: BTreeSet<(String, &'static str, u16)>,
}

impl Program<'_> {
    fn note(&mut self, method: &str, path: &str, answer: &Answer) {
        self.seen.insert((method.to_owned(), pattern(path).unwrap(), answer.status));
    }

    fn ask(&mut self, method: &str, path: &str, lines: &[&str], body: &str) -> (u16, Value) {
        let answer = self.portal.browser().send(method, path, lines, body);
        self.note(method, path, &answer);
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
    }

    fn post(&mut self, path: &str, bearer: &str, body: &Value) -> (u16, Value) {
        self.ask("POST", &format!("/api/v1/{path}"), &[JSON, bearer], &body.to_string())
    }

    /// What a guest sends; the status is as wanted.
    fn step(&mut self, path: &str, body: &Value, wanted: u16) -> Value {
        let (status, answer) = self.post(path, "Accept-Language: ru", body);
        assert_eq!(status, wanted, "{path} {body}: {answer}");
        answer
    }
}

/// Operations of the cabinet: method, address, the description.
fn operations() -> Vec<(String, &'static str, &'static Value)> {
    let of = |(path, item): (&'static String, &'static Value)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    };
    let all = DOCUMENT["paths"].as_object().unwrap().iter().flat_map(of);
    all.filter(|(.., operation)| operation["tags"] == json!(["cabinet"])).collect()
}

/// What every operation refuses alike: a stranger, another site, a body of another type or form, one too large, and
/// everything where there is no cabinet.
fn refused_alike(program: &mut Program<'_>, bearer: &str) {
    let site = program.portal.server.app.site();
    let without = Server::start(config(), Setup { site, ..Setup::default() });
    for (method, path, operation) in operations() {
        let path = path.replace("{reference}", "aaaaaaaaaaaaaaaa");
        let answer = without.raw(format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(answer.status, 503, "{path}");
        program.note(&method, &path, &answer);
        if operation.get("security").is_some() {
            assert_eq!(program.ask(&method, &path, &[JSON], "").0, 401, "{path}");
        }
        if operation["responses"].get("404").is_some() {
            assert_eq!(program.ask(&method, &path, &[bearer], "").0, 404, "{path}");
        }
        if method == "GET" {
            continue;
        }
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n");
        let large = program.portal.server.raw(head + "Content-Length: 20000\r\n\r\n");
        assert_eq!(large.status, 413, "{path}");
        program.note(&method, &path, &large);
        assert_eq!(program.ask("POST", &path, &[JSON, bearer, "Sec-Fetch-Site: cross-site"], "{}").0, 403, "{path}");
        if operation.get("requestBody").is_some() {
            assert_eq!(program.ask("POST", &path, &["Content-Type: text/plain", bearer], "{}").0, 415, "{path}");
            for body in ["{", "[]", r#"{"role":"admin"}"#] {
                assert_eq!(program.ask("POST", &path, &[JSON, bearer], body).0, 400, "{path} {body}");
            }
            // As the description has it: what may be null or absent is, all else is not.
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            for (name, field) in schema["properties"].as_object().unwrap() {
                let nullable = field["type"].is_array();
                let is_refused =
                    program.ask("POST", &path, &[JSON, bearer], &json!({ name: null }).to_string()).0 == 400;
                assert_eq!(is_refused, !nullable, "{path}: {name}");
                assert_eq!(schema["required"].as_array().unwrap().contains(&json!(name)), !nullable, "{path}: {name}");
            }
        }
    }
}

fn reads(program: &mut Program<'_>, bearer: &str) {
    for path in ["profile", "contracts", "sessions", "consent"] {
        assert_eq!(program.ask("GET", &format!("/api/v1/{path}?utm=1"), &[bearer], "").0, 200, "{path}");
    }
    let (_, list) = program.ask("GET", "/api/v1/contracts", &[bearer], "");
    let one = format!("/api/v1/contracts/{}", list["contracts"][0]["reference"].as_str().unwrap());
    for (tail, status) in [
        ("", 200),
        ("/schedule", 200),
        ("/schedule?foo=1", 400),
        ("/schedule?p=0", 400),
        ("/statement", 200),
        ("/statement?foo=1", 400),
        ("/statement?year=2026&from=01.01.2026", 400),
        ("/statement?from=02.01.2026&to=01.01.2026", 422),
        ("/statement?year=2027", 422),
        ("/statement?from=1.1.1&to=", 422),
        ("/statement?to=01.01.2026", 422),
    ] {
        assert_eq!(program.ask("GET", &format!("{one}{tail}"), &[bearer], "").0, status, "{tail}");
    }
}

/// A first authorization or a recovery, with each step refused before it is taken.
fn authorization(program: &mut Program<'_>, purpose: &str) {
    let portal = program.portal;
    let at = |step: &str| format!("authorization/{purpose}{step}");
    let fields: Map<String, Value> =
        form_of(&portal.personas[1]).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    program.step(&at(""), &json!({}), 422);
    let begun = program.step(&at(""), &Value::Object(fields), 202);
    let flow = &begun["flow"];
    portal.code();
    program.step(&at("/resend"), &json!({ "flow": "none" }), 409);
    program.step(&at("/resend"), &json!({ "flow": flow }), 429);
    portal.wait(61);
    program.step(&at("/resend"), &json!({ "flow": flow }), 200);
    let code = portal.code();
    program.step(&at("/code"), &json!({ "flow": "none", "code": code }), 409);
    program.step(&at("/code"), &json!({ "flow": flow, "code": "0" }), 422);
    let other = if code == "000000" { "000001" } else { "000000" };
    let wrong = program.step(&at("/code"), &json!({ "flow": flow, "code": other }), 422);
    assert_eq!(wrong["args"]["left"]["number"], 4, "{wrong}");
    let confirmed = program.step(&at("/code"), &json!({ "flow": flow, "code": code }), 200);
    let flow = &confirmed["flow"];
    assert_eq!(program.step(&at("/resend"), &json!({ "flow": flow }), 409)["code"], "authorization-out-of-order");
    program.step(&at("/password"), &json!({ "flow": "none", "password": PASSWORD, "repeat": PASSWORD }), 409);
    program.step(&at("/password"), &json!({ "flow": flow, "password": "x", "repeat": "y" }), 422);
    program.step(&at("/password"), &json!({ "flow": flow, "password": PASSWORD, "repeat": PASSWORD }), 200);
}

fn changes(program: &mut Program<'_>, bearer: &str) {
    let old = program.portal.personas[0].password.unwrap();
    assert_eq!(program.post("sessions/end", bearer, &json!({})).0, 400);
    assert_eq!(program.post("sessions/end", bearer, &json!({"session": "others"})).0, 204);
    let to = |present: &str| json!({"present": present, "password": OTHER, "repeat": OTHER});
    let (status, opened) = program.post("password", bearer, &to(old));
    assert_eq!(status, 200);
    let bearer = format!("Authorization: Bearer {}", opened["token"].as_str().unwrap());
    let mut statuses = BTreeSet::new();
    for _ in 0..10 {
        statuses.insert(program.post("password", &bearer, &to(PASSWORD)).0);
        statuses.insert(program.post("consent/withdraw", &bearer, &json!({"present": PASSWORD})).0);
    }
    assert_eq!(statuses, BTreeSet::from([422, 429]));
    program.portal.wait(14 * 60);
    assert_eq!(program.post("consent/withdraw", &bearer, &json!({"present": OTHER})).0, 204);
}

/// Guests who try until they are sent away.
fn too_often(program: &mut Program<'_>) {
    let persona = &program.portal.personas[1];
    let body = json!({"account": persona.account.expose(), "iin": persona.iin.expose(), "password": OTHER});
    program.step("sign-in", &json!({}), 422);
    let refused = program.step("sign-in", &body, 401);
    assert_eq!(refused["title"], "Войти не удалось: данные или пароль неверны");
    while program.post("sign-in", "Accept-Language: kk", &body).0 == 401 {}
    let fields: Map<String, Value> =
        form_of(persona).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let fields = Value::Object(fields);
    let flow = program.step("authorization/first", &fields, 202)["flow"].clone();
    while program.post("authorization/first", "Accept-Language: kk", &fields).0 == 202 {}
    program.step("authorization/recovery", &fields, 429);
    program.portal.wait(61);
    let late = program.step("authorization/first/resend", &json!({ "flow": flow }), 429);
    assert_eq!(late["code"], "too-many-tries", "of the network, not of the step");
}

#[test]
fn every_operation_gives_each_status_that_it_is_described_with_and_no_other() {
    let portal = Portal::new();
    let mut asks = Program { portal: &portal, seen: BTreeSet::new() };
    let leaving = program(&portal);
    assert_eq!(asks.post("sign-out", &leaving, &json!({})).0, 204);
    let persona = &portal.personas[0];
    let body = json!({"account": persona.account.expose(), "iin": persona.iin.expose(), "password": persona.password});
    let opened = asks.step("sign-in", &body, 200);
    let bearer = format!("Authorization: Bearer {}", opened["token"].as_str().unwrap());
    refused_alike(&mut asks, &bearer);
    reads(&mut asks, &bearer);
    authorization(&mut asks, "first");
    portal.wait(61);
    authorization(&mut asks, "recovery");
    changes(&mut asks, &bearer);
    too_often(&mut asks);

    let mut described = BTreeSet::new();
    for (method, path, operation) in operations() {
        let statuses = operation["responses"].as_object().unwrap().keys().filter(|status| *status != "default");
        described.extend(statuses.map(|status| (method.clone(), path, status.parse().unwrap())));
    }
    let never: Vec<_> = described.difference(&asks.seen).collect();
    let unsaid: Vec<_> = asks.seen.difference(&described).collect();
    assert_eq!((never, unsaid), (Vec::new(), Vec::new()), "described and never given; given and not described");
}
