//! The way in for programs: what it refuses, and how it says so.

use serde_json::Value;

use crate::support::portal::Portal;

const JSON: &str = "Content-Type: application/json";

fn problem(portal: &Portal, path: &str, lines: &[&str], body: &str) -> (u16, Value) {
    let answer = portal.browser().send("POST", path, lines, body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"), "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(body["request_id"].as_str(), answer.header("x-request-id"));
    (answer.status, body)
}

#[test]
fn s_csrf_03_and_in_05_bodies_are_json_of_one_form() {
    let portal = Portal::new();
    let deep = format!("{}{}", "[".repeat(17), "]".repeat(17));
    let unknown = r#"{"account":"1000000001","iin":"1","password":"x","role":"admin"}"#;
    for (lines, body, status, code) in [
        (&[JSON][..], "{", 400, "json-malformed"),
        (&[JSON][..], "[]", 400, "json-unexpected"),
        (&[JSON][..], deep.as_str(), 400, "json-too-deep"),
        (&[JSON][..], unknown, 400, "json-unexpected"),
        (&[JSON][..], r#"{"iin":1}"#, 400, "json-unexpected"),
        (&[JSON][..], r#"{"iin":"1","iin":"2"}"#, 400, "json-unexpected"),
        (&[JSON][..], "{}", 422, "fields-invalid"),
        (&["Content-Type: application/json; charset=utf-8"][..], "{}", 415, "media-type"),
        (&["Content-Type: text/plain"][..], "{}", 415, "media-type"),
        (&["Content-Type: application/x-www-form-urlencoded"][..], "iin=1", 415, "media-type"),
        (&[][..], "{}", 415, "media-type"),
        (&[JSON, "Sec-Fetch-Site: cross-site"][..], "{}", 403, "cross-site"),
        (&[JSON, "Origin: https://evil.kz"][..], "{}", 403, "cross-site"),
    ] {
        let (found, body) = problem(&portal, "/api/v1/sign-in", lines, body);
        assert_eq!((found, body["code"].as_str()), (status, Some(code)), "{lines:?}");
    }
    let get = portal.browser().get("/api/v1/sign-in");
    assert_eq!((get.status, get.header("allow")), (405, Some("POST")));
}

#[test]
fn problems_speak_the_language_asked_for() {
    let portal = Portal::new();
    for (language, title, message) in [
        ("kk", "Деректерде қате бар", "ЖСН қате енгізілген: әр санды тексеріңіз."),
        ("ru", "В данных есть ошибки", "ИИН введён с ошибкой: проверьте каждую цифру."),
        ("en", "Деректерде қате бар", "ЖСН қате енгізілген: әр санды тексеріңіз."),
    ] {
        let lines = [JSON.to_owned(), format!("Accept-Language: {language}")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let body = r#"{"account":"1000000001","iin":"880417499005","password":"x"}"#;
        let (status, body) = problem(&portal, "/api/v1/sign-in", &lines, body);
        assert_eq!((status, body["title"].as_str()), (422, Some(title)));
        let errors = body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1);
        assert_eq!((errors[0]["field"].as_str(), errors[0]["message"].as_str()), (Some("iin"), Some(message)));
        assert_eq!(errors[0]["code"], "iin-check-digit");
    }
}

#[test]
fn a_session_of_a_page_is_none_for_programs() {
    let portal = Portal::new();
    let browser = portal.signed_in();
    let session = browser.cookie("sid").unwrap();
    for lines in [
        vec![JSON.to_owned()],
        vec![JSON.to_owned(), format!("Cookie: sid={session}")],
        vec![JSON.to_owned(), format!("Authorization: Bearer {session}")],
        vec![JSON.to_owned(), "Authorization: Basic YTpi".to_owned()],
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (status, body) = problem(&portal, "/api/v1/sign-out", &lines, "{}");
        assert_eq!((status, body["code"].as_str()), (401, Some("session-required")), "{lines:?}");
    }
}
