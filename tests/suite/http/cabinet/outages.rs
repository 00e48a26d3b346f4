//! The database gone in the middle of a way, a gateway that is gone or says nothing, a clock that is moved.

use std::time::{Duration, Instant};

use super::pages::references;
use crate::support::Answer;
use crate::support::portal::{Engine, Health, OTHER, PASSWORD, Portal, csrf, form_of};

/// 503 in words of the page's language, kept by nobody, telling nothing.
fn assert_unavailable(answer: &Answer, language: &str, what: &str) {
    let words = if language == "kk" {
        "Кабинет уақытша ашылмайды"
    } else {
        "Кабинет временно недоступен"
    };
    assert_eq!(answer.status, 503, "{what}: {}", answer.text());
    assert!(answer.text().contains(words), "{what}: {}", answer.text());
    assert!(answer.header("retry-after").is_some(), "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    let text = answer.text().to_lowercase();
    for detail in ["sqlite", "table", "flows", "sqlx", "error"] {
        assert!(!text.contains(&format!(" {detail} ")), "{what}: {detail}");
    }
    assert!(!answer.headers.iter().any(|(name, _)| name == "set-cookie"), "{what}: no cookie is taken away");
}

#[test]
fn s_net_08_a_database_gone_in_the_middle_loses_nothing() {
    let portal = Portal::new();
    for (language, persona) in ["kk", "ru"].into_iter().zip(&portal.personas[1..]) {
        let at = |name: &str| format!("/{language}/cabinet/{name}");
        let mut browser = portal.browser();
        let token = csrf(&browser.get(&at("first")));
        let all = form_of(persona);
        let mut form = vec![("csrf", token.as_str())];
        form.extend(all.iter().map(|(name, typed)| (*name, typed.as_str())));
        // Each step is tried without a database, and then again as if nothing had been.
        let lost = portal.without_database(|| browser.post(&at("first"), &form));
        assert_unavailable(&lost, language, "the five fields");
        assert_eq!(portal.messages(), 0);
        assert_eq!(browser.post(&at("first"), &form).status, 303);
        let code = portal.code();
        let page = portal.without_database(|| browser.get(&at("first/code")));
        assert_unavailable(&page, language, "the page of the code");
        let fields = [("csrf", token.as_str()), ("code", code.as_str())];
        let lost = portal.without_database(|| browser.post(&at("first/code"), &fields));
        assert_unavailable(&lost, language, "the code");
        assert_eq!(browser.post(&at("first/code"), &fields).status, 303, "the code has not been used");
        let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
        let lost = portal.without_database(|| browser.post(&at("first/password"), &fields));
        assert_unavailable(&lost, language, "the password");
        assert!(!lost.text().contains(PASSWORD));
        assert_eq!(browser.post(&at("first/password"), &fields).status, 303);

        let security = csrf(&browser.get(&at("security")));
        for page in ["profile", "contracts", "schedule", "security", "prove"] {
            let lost = portal.without_database(|| browser.get(&at(page)));
            assert_unavailable(&lost, language, page);
        }
        let fields = [("csrf", security.as_str()), ("present", PASSWORD), ("password", OTHER), ("repeat", OTHER)];
        let lost = portal.without_database(|| browser.post(&at("security/password"), &fields));
        assert_unavailable(&lost, language, "the change of the password");
        let out = portal.without_database(|| browser.post(&at("sign-out"), &[("csrf", &security)]));
        assert_unavailable(&out, language, "signing out: it must not look done");
        assert_eq!(browser.get(&at("profile")).status, 200, "the session has outlived it");
        let lost = portal.without_database(|| portal.browser().sign_in(language, persona, PASSWORD));
        assert_eq!(lost.status, 503, "signing in fails closed");
        assert_eq!(portal.browser().sign_in(language, persona, PASSWORD).status, 303, "with the old password");
        let door = portal.without_database(|| portal.browser().get(&at("sign-in")));
        assert_eq!(door.status, 200, "who has nothing yet needs no database");
    }
}

#[test]
fn s_ses_03_and_net_08_a_session_opens_and_the_one_before_ends_together_or_not_at_all() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    // Somebody else's session is open in this browser.
    let mut browser = portal.signed_in();
    browser.begin("/ru/cabinet/first", persona);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let code = portal.code();
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]).status, 303);
    let token = csrf(&browser.get("/ru/cabinet/first/password"));
    let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    let lost = portal.without_endings(|| browser.post("/ru/cabinet/first/password", &fields));
    assert_unavailable(&lost, "ru", "the session before cannot be ended");
    assert_eq!(portal.browser().sign_in("ru", persona, PASSWORD).status, 401, "no password was set");
    let set = browser.post("/ru/cabinet/first/password", &fields);
    assert_eq!(set.header("location"), Some("/ru/cabinet/profile"), "the same form goes on: {}", set.text());
    assert_eq!(browser.get("/ru/cabinet/profile").status, 200, "the browser has the session");
    assert_eq!(portal.count("SELECT COUNT(*) FROM sessions"), 1, "and the one before has ended");
}

#[test]
fn s_ses_04_what_is_only_read_waits_for_no_write_and_its_use_is_noted_all_the_same() {
    let mut portal = Portal::new();
    let used = |portal: &Portal| portal.count("SELECT MAX(used_at) FROM sessions");
    let mut inside = portal.signed_in();
    let mut before = used(&portal);
    let mut read_while_written = |portal: &Portal| {
        portal.wait(60);
        portal.while_written(|| {
            assert_eq!(inside.get("/ru/cabinet/profile").status, 200);
            assert_eq!(used(portal), before, "the answer was there first");
        });
        before += 60_000;
        before
    };
    let noted = read_while_written(&portal);
    portal.noted();
    assert_eq!(used(&portal), noted);
    let noted = read_while_written(&portal);
    portal.server.end();
    assert_eq!(used(&portal), noted, "a server that stops has noted it before");
}

#[test]
fn s_net_08_programs_are_told_so_in_json() {
    let portal = Portal::new();
    let persona = &portal.personas[0];
    let body = format!(
        r#"{{"account":"{}","iin":"{}","password":"{}"}}"#,
        persona.account.expose(),
        persona.iin.expose(),
        persona.password.unwrap()
    );
    let mut browser = portal.browser();
    let mut ask = || browser.send("POST", "/api/v1/sign-in", &["Content-Type: application/json"], &body);
    let lost = portal.without_database(&mut ask);
    assert_eq!(lost.status, 503);
    assert_eq!(lost.header("content-type"), Some("application/problem+json; charset=utf-8"));
    assert!(lost.header("retry-after").is_some());
    assert_eq!(ask().status, 200);
}

#[test]
fn s_net_08_and_db_03_a_postgres_without_room_is_a_cabinet_that_is_not_available() {
    let Some(portal) = Portal::on(Engine::Postgres) else { return };
    let persona = &portal.personas[0];
    let password = persona.password.unwrap();
    let mut known = portal.signed_in();
    portal.without_room(|| {
        for language in ["kk", "ru"] {
            assert_unavailable(&portal.browser().sign_in(language, persona, password), language, "signing in");
        }
        assert_eq!(known.get("/ru/cabinet/contracts").status, 200, "what is only read is there");
        let body = format!(
            r#"{{"account":"{}","iin":"{}","password":"{password}"}}"#,
            persona.account.expose(),
            persona.iin.expose()
        );
        let told = portal.browser().send("POST", "/api/v1/sign-in", &["Content-Type: application/json"], &body);
        assert_eq!(told.header("content-type"), Some("application/problem+json; charset=utf-8"));
        let problem: serde_json::Value = serde_json::from_slice(&told.body).unwrap();
        assert_eq!((told.status, problem["code"].as_str()), (503, Some("cabinet-unavailable")));
    });
    assert_eq!(portal.browser().sign_in("kk", persona, password).status, 303);
    assert_eq!(portal.messages(), 0);
}

#[test]
fn s_enum_04_and_net_08_a_gateway_that_is_gone_changes_nothing_and_keeps_nobody_waiting() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    let mut pages = Vec::new();
    for health in [Health::Well, Health::Gone, Health::Silent] {
        portal.gateway(health);
        let mut browser = portal.browser();
        let start = Instant::now();
        let begun = browser.begin("/kk/cabinet/first", persona);
        let page = browser.get("/kk/cabinet/first/code");
        assert!(start.elapsed() < Duration::from_secs(5), "{health:?}: nobody waits for a message");
        pages.push((begun.status, page.status, page.text().replace(&csrf(&page), "T")));
        if health == Health::Well {
            portal.code();
        }
        // The clock of the page goes on; the pages are compared without it.
        assert!(pages[0] == *pages.last().unwrap(), "{health:?}");
    }
    assert_eq!(portal.messages(), 0);
}

#[test]
fn s_net_08_a_code_waits_for_a_gateway_that_comes_back_and_dies_in_its_time() {
    let portal = Portal::new();
    portal.gateway(Health::Gone);
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let refused = portal.refused(0);
    portal.gateway(Health::Well);
    portal.wait(30);
    // The queue of a test looks when it is told of a message: here by a form that matches nobody, who gets none.
    let mut nobody = portal.personas[1].clone();
    nobody.phone = portal.personas[2].phone;
    portal.browser().begin("/ru/cabinet/first", &nobody);
    let code = portal.code();
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]).status, 303);

    portal.gateway(Health::Gone);
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[2]);
    portal.refused(refused);
    portal.wait(301);
    portal.gateway(Health::Well);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let again = browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("resend", "1")]);
    assert_eq!(again.header("location"), Some("/ru/cabinet/first/code?notice=resent"));
    let code = portal.code();
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]).status, 303);
    assert_eq!(portal.messages(), 0, "the code that was dead is never sent");
}

#[test]
fn s_otp_03_and_ses_04_a_clock_that_is_moved_opens_nothing_and_breaks_nothing() {
    let portal = Portal::new();
    for (moved, lives) in [(-3600, true), (-1, true), (299, true), (300, false), (7 * 86_400, false)] {
        let mut browser = portal.browser();
        browser.begin("/ru/cabinet/first", &portal.personas[1]);
        let token = csrf(&browser.get("/ru/cabinet/first/code"));
        let code = portal.code();
        portal.wait(moved);
        let page = browser.get("/ru/cabinet/first/code");
        assert!([200, 303].contains(&page.status), "{moved}: {}", page.status);
        let sent = browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
        let on = sent.header("location") == Some("/ru/cabinet/first/password");
        assert_eq!(on, lives, "{moved}: {}", sent.text());
        // Back again, and a day on, for there are five codes a client and day.
        portal.wait(86_400 - moved);
    }
    for (moved, lives) in [(-86_400, true), (-3600, true), (899, true), (900, false), (86_400, false)] {
        let mut browser = portal.signed_in();
        let reference = references(&mut browser).remove(0);
        portal.wait(moved);
        for page in ["profile".to_owned(), format!("schedule/{reference}/"), "security".to_owned()] {
            let answer = browser.get(&format!("/ru/cabinet/{page}"));
            assert_eq!(answer.status, if lives { 200 } else { 303 }, "{moved}: {page}");
        }
        portal.wait(-moved);
        portal.wait(86_400);
    }
}
