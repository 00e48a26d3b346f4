//! Time is up in the middle of a form: what was typed is there again, and passwords and codes are not.

use super::forms::input;
use super::pages::references;
use crate::support::Answer;
use crate::support::html::tags;
use crate::support::portal::{Browser, OTHER, PASSWORD, Portal, csrf, encode, form_of};

const HOUR: i64 = 3600;

/// Longer than a session rests.
const IDLE: i64 = 15 * 60;

/// The first element with a name, and its value.
fn value(answer: &Answer, name: &str) -> Option<String> {
    let tags = tags(answer.text());
    tags.iter().find(|tag| tag.get("name") == Some(name))?.get("value").map(str::to_owned)
}

/// Signs in by the forms of the page at `door`, carrying on what they carry.
fn sign_in_at(portal: &Portal, browser: &mut Browser<'_>, door: &str, password: &str) -> Answer {
    let persona = &portal.personas[0];
    let page = browser.get(door);
    assert_eq!(page.status, 200, "{door}");
    let iin = persona.iin.expose();
    let (token, next) = (csrf(&page), value(&page, "next").unwrap_or_default());
    let pair = [("csrf", token.as_str()), ("next", &next), ("account", persona.account.expose()), ("iin", &iin)];
    let path = door.split('?').next().unwrap();
    let second = browser.post(path, &pair);
    assert_eq!(second.status, 200, "{}", second.text());
    assert_eq!(value(&second, "next").unwrap_or_default(), next);
    browser.post(&format!("{path}/password"), &[&pair[..], &[("password", password)]].concat())
}

#[test]
fn s_ses_04_what_was_typed_into_a_page_comes_back_after_signing_in() {
    let portal = Portal::new();
    let reference = references(&mut portal.signed_in()).remove(0);
    let long = "%D2%9B".repeat(200);
    for (language, words) in [("kk", "Сеанс аяқталды"), ("ru", "Сеанс завершён")] {
        for (page, typed) in [
            (format!("statement/{reference}/?from=01.02.2026&to=29.02.2023"), "29.02.2023"),
            (format!("statement/{reference}/?year=2025&part=m12"), "2025"),
            (format!("schedule/{reference}/?year=2026&status=paid&n=24&p=1"), "2026"),
            ("faq?q=%D1%82%D3%A9%D0%BB%D0%B5%D0%BC+%D0%BA%D2%AF%D0%BD%D1%96&n=all".to_owned(), "төлем күні"),
            (format!("faq?q={long}"), "ққққққ"),
            ("profile?show=iin".to_owned(), "<main"),
        ] {
            let mut browser = portal.signed_in();
            let path = format!("/{language}/cabinet/{page}");
            let before = browser.get(&path);
            assert!(before.text().contains(typed), "{path}");
            portal.wait(IDLE);
            let ended = browser.get(&path);
            let door = ended.header("location").unwrap().to_owned();
            assert_eq!(ended.status, 303, "{path}");
            assert!(browser.get(&door).text().contains(words), "{door}");
            let back = sign_in_at(&portal, &mut browser, &door, portal.personas[0].password.unwrap());
            assert_eq!(back.header("location"), Some(path.as_str()));
            let again = browser.get(&path);
            assert_eq!(again.status, before.status, "{path}");
            assert!(again.text().contains(typed), "{path}");
        }
    }
}

#[test]
fn s_ses_04_a_form_of_a_session_that_has_ended_does_nothing_and_leads_back_to_its_page() {
    let portal = Portal::new();
    let old = portal.personas[0].password.unwrap();
    for (language, words) in [("kk", "соңғы әрекет қабылданбады"), ("ru", "последнее действие не принято")]
    {
        for (form, fields, page) in [
            ("security/password", &[("present", old), ("password", OTHER), ("repeat", OTHER)][..], "security"),
            ("security/sessions/end", &[("session", "others")][..], "security"),
            ("prove", &[("password", old), ("next", "")][..], "prove"),
        ] {
            let mut browser = portal.signed_in();
            let page = format!("/{language}/cabinet/{page}");
            let token = csrf(&browser.get(&page));
            portal.wait(IDLE);
            let mut open = portal.signed_in();
            let path = format!("/{language}/cabinet/{form}");
            let ended = browser.post(&path, &[&[("csrf", token.as_str())], fields].concat());
            let wanted = format!("/{language}/cabinet/sign-in?notice=unsent&next={}", page.replace('/', "%2F"));
            assert_eq!((ended.status, ended.header("location")), (303, Some(wanted.as_str())), "{path}");
            assert_eq!(ended.header("cache-control"), Some("no-store"), "{path}");
            let door = browser.get(&wanted);
            assert!(door.text().contains(words), "{}", door.text());
            for secret in [old, OTHER] {
                assert!(!door.text().contains(secret), "{path}: a password is kept nowhere");
            }
            assert_eq!(open.get(&page).status, 200, "{path}: no session was ended by it");
            let back = sign_in_at(&portal, &mut browser, &wanted, old);
            assert_eq!(back.header("location"), Some(page.as_str()), "the old password is still the one");
        }
    }
}

#[test]
fn who_signed_in_in_another_tab_goes_on_where_this_one_wanted_to() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let wanted = browser.get("/ru/cabinet/sign-in?notice=ended&next=%2Fru%2Fcabinet%2Ffaq%3Fq%3Dkey");
    assert_eq!(wanted.header("location"), Some("/ru/cabinet/faq?q=key"));
    let nowhere = browser.get("/ru/cabinet/sign-in?next=https%3A%2F%2Fevil.kz");
    assert_eq!(nowhere.header("location"), Some("/ru/cabinet/profile"));
}

#[test]
fn s_otp_09_when_the_time_is_up_the_five_fields_are_filled_again() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    for (language, words, blank) in [
        ("kk", "Енгізген деректеріңіз сақталды", "Нысанды қайта толтырыңыз"),
        ("ru", "Введённые данные сохранились", "Заполните форму заново"),
    ] {
        for purpose in ["first", "recovery"] {
            let form = format!("/{language}/cabinet/{purpose}");
            let mut browser = portal.browser();
            assert_eq!(browser.begin(&form, persona).status, 303);
            let code = csrf(&browser.get(&format!("{form}/code")));
            portal.wait(HOUR);
            let late = browser.post(&format!("{form}/code"), &[("csrf", &code), ("code", "123456")]);
            assert_eq!(late.header("location"), Some(format!("{form}?notice=flow-ended").as_str()));
            let again = browser.get(&format!("{form}?notice=flow-ended"));
            assert!(again.text().contains(words), "{}", again.text());
            for (name, typed) in form_of(persona) {
                assert_eq!(input(&again, name).get("value"), Some(typed.as_str()), "{form}: {name}");
            }
            assert!(!again.text().contains("123456"), "the code is not kept");
            let other = portal.browser().get(&format!("{form}?notice=flow-ended"));
            assert!(!other.text().contains(persona.account.expose()), "another browser has nothing");
            assert!(other.text().contains(blank), "{}", other.text());
            portal.wait(HOUR / 2);
            let much_later = browser.get(&form);
            assert!(!much_later.text().contains(persona.account.expose()), "after half an hour it is forgotten");
            // Five codes a client and day.
            portal.wait(24 * HOUR);
        }
    }
}

#[test]
fn s_otp_09_a_password_that_comes_too_late_leads_to_the_filled_form() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", persona);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &portal.code())]);
    portal.wait(601);
    let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    let late = browser.post("/ru/cabinet/first/password", &fields);
    assert_eq!(late.header("location"), Some("/ru/cabinet/first?notice=flow-ended"));
    let again = browser.get("/ru/cabinet/first?notice=flow-ended");
    assert_eq!(input(&again, "iin").get("value"), Some(persona.iin.expose().as_str()));
    assert!(!again.text().contains(PASSWORD));
}

#[test]
fn s_csrf_02_a_stale_page_comes_back_with_everything_but_secrets() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    for (language, words) in [("kk", "Бет ескірді"), ("ru", "Страница устарела")] {
        let at = |name: &str| format!("/{language}/cabinet/{name}");
        let mut browser = portal.browser();
        browser.get(&at("first"));
        // The cookie of this tab was replaced in another one, by signing in and out for example.
        let stale = csrf(&portal.browser().get(&at("first")));
        let all = form_of(persona);
        let mut fields = vec![("csrf", stale.as_str())];
        fields.extend(all.iter().map(|(name, typed)| (*name, typed.as_str())));
        for purpose in ["first", "recovery"] {
            let answer = browser.post(&at(purpose), &fields);
            assert_eq!(answer.status, 403);
            assert!(answer.text().contains(words), "{}", answer.text());
            for (name, typed) in &all {
                assert_eq!(input(&answer, name).get("value"), Some(typed.as_str()), "{name}");
            }
            assert_eq!(portal.messages(), 0);
        }
        let iin = persona.iin.expose();
        let pair = [("csrf", stale.as_str()), ("account", persona.account.expose()), ("iin", iin.as_str())];
        for (name, fields) in
            [("sign-in", pair.to_vec()), ("sign-in/password", [&pair[..], &[("password", PASSWORD)]].concat())]
        {
            let answer = browser.post(&at(name), &fields);
            assert_eq!(answer.status, 403, "{name}");
            assert!(answer.text().contains(words), "{name}: {}", answer.text());
            assert_eq!(input(&answer, "account").get("value"), Some(persona.account.expose()), "{name}");
            assert_eq!(input(&answer, "iin").get("value"), Some(iin.as_str()), "{name}");
            assert!(!answer.text().contains(PASSWORD), "{name}");
        }
        browser.begin(&at("first"), persona);
        let code = portal.code();
        let refused = browser.post(&at("first/code"), &[("csrf", &stale), ("code", &code)]);
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains(words) && !refused.text().contains(&code));
        let token = csrf(&refused);
        assert_eq!(browser.post(&at("first/code"), &[("csrf", &token), ("code", &code)]).status, 303, "it cost no try");
        let fields = [("csrf", stale.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
        let refused = browser.post(&at("first/password"), &fields);
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains(words) && !refused.text().contains(PASSWORD));
        portal.wait(61);
    }
}

#[test]
fn s_csrf_02_a_second_tab_of_a_session_that_was_renewed_changes_nothing_and_says_why() {
    let portal = Portal::new();
    let old = portal.personas[0].password.unwrap();
    for (language, words) in [("kk", "Бет ескір"), ("ru", "Страница устарела")] {
        let at = |name: &str| format!("/{language}/cabinet/{name}");
        let (mut browser, mut other) = (portal.signed_in(), portal.signed_in());
        let stale = csrf(&browser.get(&at("security")));
        let proof = [("csrf", stale.as_str()), ("password", old), ("next", "")];
        assert_eq!(browser.post(&at("prove"), &proof).status, 303, "in the first tab");
        let schedule = at("schedule?year=2026");
        for (form, fields) in [
            ("security/password", &[("present", old), ("password", OTHER), ("repeat", OTHER)][..]),
            ("security/sessions/end", &[("session", "others")][..]),
            ("security/consent", &[("present", old)][..]),
            ("prove", &[("password", old), ("next", &schedule)][..]),
            ("sign-out", &[][..]),
        ] {
            for tokens in [&[("csrf", stale.as_str())][..], &[("csrf", "")][..], &[][..]] {
                let answer = browser.post(&at(form), &[tokens, fields].concat());
                assert_eq!(answer.status, 403, "{form}");
                assert!(answer.text().contains(words), "{form}: {}", answer.text());
                assert!(!answer.text().contains(old) && !answer.text().contains(OTHER), "{form}");
                assert_eq!(answer.header("cache-control"), Some("no-store"), "{form}");
                assert!(answer.text().contains(&format!("action=\"{}\"", at(form))), "{form}: the form is there again");
                assert_ne!(csrf(&answer), stale, "{form}: with a fresh token");
                if form == "prove" {
                    assert_eq!(value(&answer, "next").as_ref(), Some(&schedule), "nothing typed is lost");
                }
            }
            let lines = ["Sec-Fetch-Site: cross-site", "Content-Type: application/x-www-form-urlencoded"];
            let fields = [&[("csrf", stale.as_str()), ("next", "/ru/cabinet/schedule?year=1999")], fields].concat();
            let foreign = browser.send("POST", &at(form), &lines, &encode(&fields));
            assert_eq!(foreign.status, 403, "{form}");
            let refused = foreign.text();
            assert!(
                !refused.contains("1999") && !refused.contains("<input"),
                "{form}: another site gets no form: {refused}"
            );
        }
        assert_eq!(browser.get(&at("profile")).status, 200, "still inside");
        assert_eq!(other.get(&at("profile")).status, 200, "no other session has ended");
        assert_eq!(portal.browser().sign_in(language, &portal.personas[0], old).status, 303, "the same password");
        // What came back can be sent.
        let token = csrf(&browser.post(&at("prove"), &[("csrf", ""), ("password", old), ("next", &schedule)]));
        let sent = browser.post(&at("prove"), &[("csrf", &token), ("password", old), ("next", &schedule)]);
        assert_eq!((sent.status, sent.header("location")), (303, Some(schedule.as_str())));
        let token = csrf(&browser.post(&at("sign-out"), &[]));
        assert_eq!(browser.post(&at("sign-out"), &[("csrf", &token)]).status, 303);
    }
}
