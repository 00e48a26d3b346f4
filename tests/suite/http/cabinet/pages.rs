//! The private pages: what they show to their client and to nobody else, what is refused, and the same as JSON.

use chrono::{DateTime, Utc};
use otau::cabinet::demo::Persona;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::support::Answer;
use crate::support::portal::{Browser, OTHER, Portal, csrf};

/// References of the signed-in client's contracts, as the links of their schedule tell them.
pub(super) fn references(browser: &mut Browser<'_>) -> Vec<String> {
    let page = browser.get("/ru/cabinet/schedule");
    let text = page.text();
    let mut found: Vec<String> = Vec::new();
    for (at, mark) in text.match_indices("/ru/cabinet/schedule/") {
        let reference: String = text[at + mark.len()..].chars().take_while(char::is_ascii_alphanumeric).collect();
        if !reference.is_empty() && !found.contains(&reference) {
            found.push(reference);
        }
    }
    assert!(!found.is_empty(), "{text}");
    found
}

/// A client other than the one with a password, signed in after a first authorization.
pub(super) fn somebody_else<'p>(portal: &'p Portal, persona: &Persona) -> Browser<'p> {
    let mut browser = portal.browser();
    let begun = browser.begin("/ru/cabinet/first", persona);
    assert_eq!(begun.header("location"), Some("/ru/cabinet/first/code"), "{begun:?}");
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let code = portal.code();
    browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    let token = csrf(&browser.get("/ru/cabinet/first/password"));
    let fields = [("csrf", token.as_str()), ("password", OTHER), ("repeat", OTHER)];
    let opened = browser.post("/ru/cabinet/first/password", &fields);
    assert_eq!(opened.header("location"), Some("/ru/cabinet/profile"), "{opened:?}");
    browser
}

/// The session of a program of the first persona, as a line of a request.
pub(super) fn program(portal: &Portal) -> String {
    let persona = &portal.personas[0];
    let body = serde_json::json!({
        "account": persona.account.expose(), "iin": persona.iin.expose(), "password": persona.password.unwrap(),
    });
    let lines = ["Content-Type: application/json"];
    let opened = portal.browser().send("POST", "/api/v1/sign-in", &lines, &body.to_string());
    let opened: Value = serde_json::from_slice(&opened.body).unwrap();
    format!("Authorization: Bearer {}", opened["token"].as_str().unwrap())
}

/// The entries of an event in the journal of the first persona: what else is said of it, and where it came from.
pub(super) fn journal(portal: &Portal, event: &str) -> Vec<(String, String)> {
    let office = portal.server.app.cabinet().unwrap().office();
    let (from, to) = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
    let entries = Runtime::new().unwrap().block_on(office.journal(Some(&portal.personas[0].account), from, to));
    let entries = entries.unwrap().unwrap().into_iter().filter(|entry| entry.event == event);
    entries.map(|entry| (entry.detail, entry.network.unwrap())).collect()
}

fn assert_private(answer: &Answer, what: &str) {
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{what}");
}

#[test]
fn every_private_page_answers_its_client_in_both_languages() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    for language in ["kk", "ru"] {
        for page in [
            "profile",
            "profile?show=iin",
            "faq",
            "faq?q=%D1%82&n=all",
            "contracts",
            "contracts/{}/",
            "schedule",
            "schedule/{}/",
            "schedule/{}/?year=2026&status=paid&n=24&p=1",
            "schedule/{}/?year=&status=",
            "schedule/{}/print",
            "statement/{}/",
            "statement/{}/?year=2025&part=m12",
            "statement/{}/?from=2026-01-01&to=01.07.2026",
            "security",
            "security?done=session-ended",
            "security/consent",
        ] {
            let path = format!("/{language}/cabinet/{}", page.replace("{}", &reference));
            let answer = browser.get(&path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            assert_private(&answer, &path);
            assert!(answer.text().contains(&format!("<html lang=\"{language}\"")), "{path}");
            assert!(answer.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        }
    }
}

#[test]
fn s_log_02_a_look_behind_a_mask_is_in_the_journal() {
    let portal = Portal::new();
    let looks = || journal(&portal, "revealed");
    let mut browser = portal.signed_in();
    let iin = portal.personas[0].iin.expose();
    assert!(!browser.get("/ru/cabinet/profile").text().contains(&iin));
    assert_eq!(looks(), [], "nothing was behind a mask");
    assert!(browser.get("/ru/cabinet/profile?show=iin").text().contains(&iin));
    assert_eq!(browser.get("/ru/cabinet/profile?show=name").status, 400);
    assert!(browser.send("GET", "/api/v1/profile", &[&program(&portal)], "").text().contains(&iin));
    let here = "127.0.0.1".to_owned();
    assert_eq!(looks(), [("{\"field\":\"iin\"}".to_owned(), here.clone()), ("{\"field\":\"all\"}".to_owned(), here)]);
}

#[test]
fn s_acl_02_and_acl_03_another_clients_contract_is_as_unknown_as_none() {
    let portal = Portal::new();
    let theirs = references(&mut somebody_else(&portal, &portal.personas[1])).remove(0);
    let mut browser = portal.signed_in();
    for page in [
        "contracts/{}/",
        "schedule/{}/",
        "schedule/{}/print",
        "schedule/{}/export.csv",
        "schedule/{}/export.xlsx",
        "schedule/{}/payments.ics",
        "statement/{}/",
        "statement/{}/export.csv",
    ] {
        let answers: Vec<Answer> = [theirs.as_str(), "aaaaaaaaaaaaaaaa", "%27%20OR%201=1"]
            .map(|reference| browser.get(&format!("/kk/cabinet/{}", page.replace("{}", reference))))
            .into();
        // Numbers of requests and the addresses that were asked differ; nothing else may.
        for answer in &answers {
            assert_eq!(answer.status, 404, "{page}");
            assert_private(answer, page);
            let length = answer.text().len();
            assert_eq!(length, answers[0].text().len(), "{page}");
            assert!(answer.text().contains("class=\"rail\""), "{page}: in the client's own room");
        }
    }
    assert_eq!(journal(&portal, "foreign_reference").len(), 8, "LOG-2: each time, and nothing of what there is not");
}

#[test]
fn s_in_06_addresses_are_read_strictly() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    for page in [
        "profile?show=password",
        "profile?show=iin&show=phone",
        "faq?p=0",
        "faq?n=7",
        "schedule/{}/?year=1e3",
        "schedule/{}/?year=2022&year=2023",
        "schedule/{}/?status=late",
        "schedule/{}/?n=1000000000000000000",
        "schedule/{}/?p=-1",
        "schedule/{}/?p=%D9%A3",
        "schedule/{}/?role=admin",
        "schedule/{}/?year=%00",
        "schedule/{}/export.csv?year=99",
        "statement/{}/?part=q3",
        "statement/{}/?year=2025&part=q5",
        "statement/{}/export.csv?from=1&to=2",
        "security?done=everything",
    ] {
        let path = format!("/ru/cabinet/{}", page.replace("{}", &reference));
        let answer = browser.get(&path);
        assert_eq!(answer.status, 400, "{path}");
        assert_private(&answer, &path);
    }
}

#[test]
fn a_wrong_period_is_told_with_both_dates_and_what_was_typed_stays() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    let answer = browser.get(&format!("/ru/cabinet/statement/{reference}/?from=10.07.2026&to=01.07.2026"));
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(text.contains("(10.07.2026)") && text.contains("(01.07.2026)") && text.contains("value=\"10.07.2026\""));
}

#[test]
fn files_are_saved_and_hold_what_their_links_say() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    for (page, kind, begins) in [
        ("schedule/{}/export.csv?year=2026", "text/csv; charset=utf-8", "\u{feff}".as_bytes()),
        ("schedule/{}/export.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("schedule/{}/payments.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n"),
        ("statement/{}/export.csv?year=2026&part=year", "text/csv; charset=utf-8", "\u{feff}".as_bytes()),
        ("statement/{}/export.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ] {
        let path = format!("/kk/cabinet/{}", page.replace("{}", &reference));
        let answer = browser.get(&path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        let saved = answer.header("content-disposition").unwrap();
        assert!(saved.starts_with("attachment; filename=\"") && saved.contains("\"; filename*=UTF-8''"), "{path}");
        assert!(saved.is_ascii() && !saved.contains("%2F"), "{path}: {saved}");
        assert!(answer.body.starts_with(begins), "{path}");
        assert_private(&answer, &path);
    }
}

#[test]
fn s_ses_06_sessions_are_listed_and_ended() {
    let portal = Portal::new();
    let (mut first, mut second) = (portal.signed_in(), portal.signed_in());
    let page = first.get("/ru/cabinet/security");
    assert!(page.text().contains("value=\"others\""), "there is another session");
    let token = csrf(&page);
    let refused = first.post("/ru/cabinet/security/sessions/end", &[("csrf", "stale"), ("session", "others")]);
    assert_eq!(refused.status, 403, "the token of another page");
    assert_eq!(second.get("/ru/cabinet/profile").status, 200, "nothing was ended");
    let ended = first.post("/ru/cabinet/security/sessions/end", &[("csrf", &token), ("session", "others")]);
    assert_eq!(ended.header("location"), Some("/ru/cabinet/security?done=sessions-ended"));
    assert_eq!(second.get("/ru/cabinet/profile").status, 303, "the other one is out");
    let alone = first.get("/ru/cabinet/security?done=sessions-ended");
    assert_eq!(alone.status, 200);
    assert!(!alone.text().contains("value=\"others\""), "one session: no others to end");
}

#[test]
fn s_pw_07_the_password_is_changed_with_errors_beside_the_fields() {
    let portal = Portal::new();
    let (mut first, mut second) = (portal.signed_in(), portal.signed_in());
    let old = portal.personas[0].password.unwrap();
    let token = csrf(&first.get("/ru/cabinet/security"));
    for (present, password, repeat, field) in [
        ("", OTHER, OTHER, "present"),
        ("Неверный-Пароль1", OTHER, OTHER, "present"),
        (old, "short", "short", "password"),
        (old, OTHER, "Другой-Пароль9", "repeat"),
    ] {
        let fields = [("csrf", token.as_str()), ("present", present), ("password", password), ("repeat", repeat)];
        let answer = first.post("/ru/cabinet/security/password", &fields);
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.text().contains(&format!("id=\"_{field}-wrong\"")), "{field}: {}", answer.text());
        assert!(!answer.text().contains(OTHER), "what was typed never comes back");
    }
    let before = first.cookie("sid").unwrap().to_owned();
    let fields = [("csrf", token.as_str()), ("present", old), ("password", OTHER), ("repeat", OTHER)];
    let changed = first.post("/ru/cabinet/security/password", &fields);
    assert_eq!(changed.header("location"), Some("/ru/cabinet/security?done=password-changed"), "{changed:?}");
    assert_ne!(first.cookie("sid").unwrap(), before, "the session has a new secret");
    assert_eq!(first.get("/ru/cabinet/profile").status, 200);
    assert_eq!(second.get("/ru/cabinet/profile").status, 303, "every other session has ended");
}

#[test]
fn programs_get_the_same_views_as_json() {
    let portal = Portal::new();
    let persona = &portal.personas[0];
    let mut browser = portal.browser();
    let bearer = program(&portal);
    let mut ask = |path: &str| {
        let answer = browser.send("GET", path, &[&bearer], "");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        let value = serde_json::from_slice::<Value>(&answer.body).unwrap();
        (answer.status, value)
    };
    let (status, profile) = ask("/api/v1/profile");
    assert_eq!((status, profile["iin"]["value"].as_str()), (200, Some(persona.iin.expose().as_str())));
    let (_, list) = ask("/api/v1/contracts");
    let contract = &list["contracts"][0];
    let reference = contract["reference"].as_str().unwrap().to_owned();
    let (_, one) = ask(&format!("/api/v1/contracts/{reference}"));
    assert_eq!(&one["contract"], contract);
    let (_, schedule) = ask(&format!("/api/v1/contracts/{reference}/schedule?n=all"));
    assert_eq!(schedule["rows"].as_array().unwrap().len() as u64, contract["payments"].as_u64().unwrap());
    let row = &schedule["rows"][0];
    assert_eq!(
        row["accrued"].as_i64().unwrap(),
        row["principal"].as_i64().unwrap() + row["interest"].as_i64().unwrap()
    );
    let (_, statement) = ask(&format!("/api/v1/contracts/{reference}/statement?year=2026&part=year"));
    assert!(statement["statement"]["closing"].is_i64());
    let (status, wrong) = ask(&format!("/api/v1/contracts/{reference}/statement?from=02.01.2026&to=01.01.2026"));
    assert_eq!((status, wrong["code"].as_str()), (422, Some("statement-reversed")));
    let (_, sessions) = ask("/api/v1/sessions");
    assert_eq!(
        (sessions["sessions"][0]["current"].as_bool(), sessions["sessions"][0]["program"].as_bool()),
        (Some(true), Some(true))
    );
    for (path, status, code) in [
        ("/api/v1/contracts/aaaaaaaaaaaaaaaa", 404, "not-found"),
        ("/api/v1/contracts/aaaaaaaaaaaaaaaa/schedule", 404, "not-found"),
        ("/api/v1/contracts/aaaaaaaaaaaaaaaa/schedule?year=1", 400, "year"),
    ] {
        let (found, problem) = ask(path);
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{path}");
    }
}
