//! `/openapi.json` says what the endpoints do: every one below `/api/` is in it, their parameters are those they know,
//! and what they answer is of the form it promises.

use std::collections::BTreeSet;
use std::fs;

use otau::http::app::Setup;
use otau::http::release::current_id;
use serde_json::{Value, json};

use super::search::{encoded, published, serving};
use crate::support::described::{DOCUMENT, check, codes, faults};
use crate::support::{Answer, Server};

/// Asks, which holds the answer against what the document promises; its code if it is a problem.
fn promised(server: &Server, path: &str, tail: &str) -> (u16, Option<String>) {
    let answer = server.get(&format!("{path}?{tail}"));
    let value: Value = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, value["code"].as_str().map(str::to_owned))
}

#[test]
fn every_endpoint_for_programs_is_described() {
    let server = Server::small();
    let document = &*DOCUMENT;
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes: BTreeSet<&str> =
        server.app.routes().iter().map(|route| route.pattern).filter(|path| path.starts_with("/api/")).collect();
    assert_eq!(described, routes);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let route = server.app.routes().iter().find(|route| route.pattern == path).unwrap();
            let method = hyper::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            assert!(route.methods.contain(&method), "{method} {path}");
            for field in ["operationId", "summary", "responses"] {
                assert!(operation.get(field).is_some(), "{path}: no {field}");
            }
            for response in operation["responses"].as_object().unwrap().values() {
                for content in response["content"].as_object().unwrap().values() {
                    let example = content.get("example");
                    let faults = example.map_or_else(Vec::new, |it| faults(&content["schema"], it, path));
                    assert_eq!(faults, Vec::<String>::new());
                }
            }
        }
    }
}

/// The check behind every test of an interface for programs sees what is not as it is described.
#[test]
fn an_answer_that_is_not_described_is_found() {
    let problem = |more: Value| {
        let mut all = json!({"type": "about:blank", "title": "x", "status": 409, "code": "authorization-ended", "request_id": "1"});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let kind = "application/problem+json; charset=utf-8";
    let step = json!({"detail": "x", "args": {"left": {"number": 4}}});
    for (method, status, kind, body, fits) in [
        ("POST", 409, kind, problem(json!({})), true),
        ("POST", 409, kind, problem(step), true),
        ("POST", 503, kind, problem(json!({"code": "busy"})), true),
        ("POST", 421, kind, problem(json!({"code": "host-unknown"})), true),
        ("GET", 405, kind, problem(json!({"code": "method-not-allowed"})), true),
        ("POST", 409, "application/json; charset=utf-8", problem(json!({})), false),
        ("POST", 409, kind, problem(json!({"code": "has-password"})), false),
        ("POST", 409, kind, problem(json!({"detail": "x"})), false),
        ("POST", 409, kind, problem(json!({"detail": "x", "args": {"left": 4}})), false),
        ("POST", 409, kind, problem(json!({"detail": "x", "args": {"left": {"number": "4"}}})), false),
        ("POST", 409, kind, problem(json!({"errors": []})), false),
        ("POST", 421, kind, problem(json!({"code": "host-unknown", "more": 1})), false),
        ("POST", 410, kind, problem(json!({})), false),
        ("POST", 200, kind, json!({"flow": "x"}), false),
        ("POST", 202, "application/json; charset=utf-8", json!({}), false),
        ("GET", 200, "application/json; charset=utf-8", json!({}), false),
    ] {
        let headers = vec![("content-type".to_owned(), kind.to_owned())];
        let answer = Answer { status, headers, body: body.to_string().into_bytes() };
        let found = std::panic::catch_unwind(|| check(method, "/api/v1/authorization/first/code", &answer)).is_err();
        assert_eq!(found, !fits, "{method} {status} {kind} {body}");
    }
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    let body = problem(json!({"status": 429, "code": "too-many-tries"})).to_string().into_bytes();
    let answer = Answer { status: 429, headers, body };
    assert!(std::panic::catch_unwind(|| check("POST", "/api/v1/sign-in", &answer)).is_err(), "no Retry-After");
}

#[test]
fn endpoints_do_what_the_document_says() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let document = &*DOCUMENT;
    let parking = encoded("паркинг");
    for path in ["/api/v1/search", "/api/v1/suggest"] {
        let operation = &document["paths"][path]["get"];
        for response in operation["responses"].as_object().unwrap().values() {
            assert!(response["content"].as_object().unwrap().values().all(|content| content.get("example").is_some()));
        }
        let mut given = BTreeSet::new();
        for (tail, status) in [
            (format!("lang=kk&q={parking}"), 200),
            (format!("lang=ru&q={parking}&kind=faq"), 200),
            (format!("lang=kk&q={}", encoded("кіру ережелері құпиясөз")), 200),
            (format!("lang=kk&q={}", encoded("ыыыъъъ")), 200),
            (format!("lang=kk&q={parking}&utm=1"), 200),
            ("lang=kk".to_owned(), 400),
            (format!("lang=kk&q={}", "a".repeat(201)), 400),
            (format!("lang=kk&q={}", "a%20b%20c%20d%20e%20f%20g%20h%20".repeat(3)), 400),
            ("lang=kk&q=%FF".to_owned(), 400),
            ("lang=de&q=a".to_owned(), 400),
            ("lang=kk&q=a&kind=x".to_owned(), 400),
            ("lang=kk&q=a&n=0".to_owned(), 400),
            ("lang=kk&q=a&q=b".to_owned(), 400),
        ] {
            let (got, code) = promised(&server, path, &tail);
            assert_eq!(got, status, "{path}?{tail}");
            given.extend(code);
        }
        let parameters: BTreeSet<&str> =
            operation["parameters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        // A parameter that an endpoint knows may not come twice.
        for name in ["q", "lang", "kind", "n", "p", "page", "limit"] {
            let (_, code) = promised(&server, path, &format!("{name}=1&{name}=1&lang=kk&q={parking}"));
            assert_eq!(code.is_some(), parameters.contains(name), "{path}: {name}");
        }
        if parameters.contains("p") {
            given.extend(promised(&server, path, &format!("lang=kk&q={parking}&p=99")).1);
        }
        let documented: BTreeSet<String> =
            codes(&operation["responses"]["400"]).into_iter().map(str::to_owned).collect();
        assert_eq!(given, documented, "{path}: every code that is described is given");
        for parameter in operation["parameters"].as_array().unwrap().iter().filter(|one| one["name"] == "n") {
            let schema = &parameter["schema"];
            let (most, usual) = (schema["maximum"].as_u64().unwrap(), schema["default"].as_u64().unwrap());
            assert_eq!(promised(&server, path, &format!("lang=kk&q={parking}&n={usual}")).0, 200);
            assert_eq!(promised(&server, path, &format!("lang=kk&q={parking}&n={}", most + 1)).0, 400);
        }
    }

    let id = current_id(out.path()).unwrap();
    fs::remove_dir_all(out.path().join(format!("releases/{id}.search/index"))).unwrap();
    let broken = serving(out.path(), Setup::default());
    let nowhere = Server::small();
    for path in ["/api/v1/search", "/api/v1/suggest"] {
        assert_eq!(promised(&broken, path, "lang=kk&q=a").0, 503);
        assert_eq!(promised(&nowhere, path, "lang=kk&q=a").0, 404);
    }
}
