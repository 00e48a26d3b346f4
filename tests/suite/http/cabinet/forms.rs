//! Forms of the way in: what they look like, what they refuse, what they never tell.

use crate::support::html::tags;
use crate::support::portal::{PASSWORD, Portal, csrf, encode, form_of};
use crate::support::{Answer, html};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// The attributes of the input of this name.
pub(super) fn input(answer: &Answer, name: &str) -> html::Tag {
    let all = tags(answer.text());
    all.into_iter()
        .find(|tag| tag.name == "input" && tag.get("name") == Some(name))
        .unwrap_or_else(|| panic!("no input {name} in {}", answer.text()))
}

#[test]
fn s_csrf_02_a_form_needs_the_token_of_its_browser() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let own = csrf(&browser.get("/ru/cabinet/sign-in"));
    let other = csrf(&portal.browser().get("/ru/cabinet/sign-in"));
    assert_ne!(own, other);
    let persona = &portal.personas[0];
    let iin = persona.iin.expose();
    for (token, status) in [(own.as_str(), 200), (other.as_str(), 403), ("", 403), ("x", 403)] {
        let fields = [("csrf", token), ("account", persona.account.expose()), ("iin", iin.as_str())];
        let answer = browser.post("/ru/cabinet/sign-in", &fields);
        assert_eq!(answer.status, status, "{token}");
        if status == 403 {
            assert_eq!(input(&answer, "account").get("value"), Some(persona.account.expose()), "nothing typed is lost");
            assert!(answer.text().contains("Страница устарела"));
            let fresh = [("csrf", &*csrf(&answer)), ("account", persona.account.expose()), ("iin", iin.as_str())];
            assert_ne!(fresh[0].1, own, "a fresh token");
            assert_eq!(browser.post("/ru/cabinet/sign-in", &fresh).status, 200, "which is good");
        }
    }
    let mut stranger = portal.browser();
    let answer = stranger.post("/ru/cabinet/sign-in", &[("csrf", &own), ("account", "1"), ("iin", "")]);
    assert_eq!(answer.status, 403, "without the cookie");
}

#[test]
fn s_csrf_01_and_03_only_forms_of_our_pages_of_one_type_by_one_method() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/sign-in"));
    let body = encode(&[("csrf", &token), ("account", "1000000001"), ("iin", "1")]);
    let ours = "Sec-Fetch-Site: same-origin";
    for (lines, status, reason) in [
        (&[ours, FORM][..], 422, "a form of ours"),
        (&["Origin: http://localhost", FORM][..], 422, "an older browser"),
        (&["Sec-Fetch-Site: cross-site", FORM][..], 403, "another site"),
        (&["Sec-Fetch-Site: same-site", FORM][..], 403, "a sub-domain"),
        (&["Sec-Fetch-Site: none", FORM][..], 403, "no page at all"),
        (&["Origin: null", FORM][..], 403, "an opaque origin"),
        (&["Origin: http://localhost:1", FORM][..], 403, "another port"),
        (&[FORM][..], 403, "neither said"),
        (&[ours, "Content-Type: application/json"][..], 415, "JSON"),
        (&[ours, "Content-Type: text/plain"][..], 415, "text"),
        (&[ours, "Content-Type: multipart/form-data; boundary=x"][..], 415, "parts"),
        (&[ours][..], 415, "no type"),
    ] {
        assert_eq!(browser.send("POST", "/ru/cabinet/sign-in", lines, &body).status, status, "{reason}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = browser.send(method, "/ru/cabinet/sign-in", &[ours, FORM], &body);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, POST")), "{method}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn s_acl_05_unknown_and_repeated_fields_are_refused() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/kk/cabinet/sign-in"));
    let lines = ["Sec-Fetch-Site: same-origin", FORM];
    for (extra, reason) in [("&role=1", "unknown"), ("&iin=2", "twice"), ("&x=%FF", "no text"), ("&next=%00", "NUL")] {
        let body = encode(&[("csrf", &token), ("account", "1000000001"), ("iin", "1")]) + extra;
        let answer = browser.send("POST", "/kk/cabinet/sign-in", &lines, &body);
        assert_eq!(answer.status, 400, "{reason}");
        assert!(answer.text().contains("Сұрау түсініксіз"), "{}", answer.text());
    }
    let long = "a".repeat(17_000);
    assert_eq!(browser.send("POST", "/kk/cabinet/sign-in", &lines, &long).status, 413);
}

#[test]
fn s_enum_01_the_password_step_comes_for_every_well_formed_pair() {
    let portal = Portal::new();
    let persona = &portal.personas[0];
    let mut seen = Vec::new();
    let (iin, other) = (persona.iin.expose(), portal.personas[1].iin.expose());
    for (account, iin) in [(persona.account.expose(), &iin), (persona.account.expose(), &other), ("9999999999", &iin)] {
        let mut browser = portal.browser();
        let token = csrf(&browser.get("/ru/cabinet/sign-in"));
        let fields = [("csrf", token.as_str()), ("account", account), ("iin", iin)];
        let answer = browser.post("/ru/cabinet/sign-in", &fields);
        let masked = otau::portal::account::AccountNumber::parse(account).unwrap().to_string();
        let token = csrf(&answer);
        let body =
            answer.text().replace(&token, "T").replace(account, "A").replace(iin.as_str(), "I").replace(&masked, "M");
        seen.push((answer.status, body));
    }
    assert!(seen.iter().all(|answer| *answer == seen[0]));
    assert_eq!(seen[0].0, 200);
}

#[test]
fn s_enum_02_every_failed_sign_in_reads_alike() {
    let portal = Portal::new();
    let (known, without) = (&portal.personas[0], &portal.personas[1]);
    let mut stranger = known.clone();
    stranger.account = otau::portal::account::AccountNumber::parse("9999999999").unwrap();
    let mut half = known.clone();
    half.iin = without.iin;
    let mut seen = Vec::new();
    for (persona, password) in
        [(known, PASSWORD), (without, PASSWORD), (&stranger, PASSWORD), (&half, known.password.unwrap())]
    {
        let mut browser = portal.browser();
        let answer = browser.sign_in("ru", persona, password);
        let masked = persona.account.to_string();
        let body = answer
            .text()
            .replace(&csrf(&answer), "T")
            .replace(persona.account.expose(), "A")
            .replace(&persona.iin.expose(), "I")
            .replace(&masked, "M");
        let headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| !["date", "x-request-id", "content-length"].contains(&name.as_str()))
            .cloned()
            .collect();
        assert_eq!(input(&answer, "password").get("value"), None, "the password is not kept");
        seen.push((answer.status, headers, body));
    }
    assert_eq!(seen[0].0, 401);
    assert!(seen.iter().all(|answer| *answer == seen[0]), "{seen:#?}");
}

#[test]
fn s_enum_04_a_form_that_matches_nobody_goes_on_alike() {
    let portal = Portal::new();
    let known = &portal.personas[1];
    let mut wrong = known.clone();
    wrong.phone = portal.personas[2].phone;
    let mut pages = Vec::new();
    for persona in [known, &wrong] {
        let mut browser = portal.browser();
        let begun = browser.begin("/kk/cabinet/first", persona);
        assert_eq!(begun.header("location"), Some("/kk/cabinet/first/code"));
        assert!(browser.cookie("flow").is_some());
        let page = browser.get("/kk/cabinet/first/code");
        let body = page.text().replace(&csrf(&page), "T").replace(&persona.phone.to_string(), "P");
        let wrong_code = browser.post("/kk/cabinet/first/code", &[("csrf", &csrf(&page)), ("code", "000000")]);
        let body_after = wrong_code.text().replace(&csrf(&wrong_code), "T").replace(&persona.phone.to_string(), "P");
        pages.push((page.status, body, wrong_code.status, body_after));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!((pages[0].0, pages[0].2), (200, 422));
    portal.code();
    assert_eq!(portal.messages(), 0, "the wrong number got nothing");
}

#[test]
fn s_enum_08_what_is_wrong_by_itself_is_told_beside_it_and_above() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/first"));
    let good = form_of(persona);
    for (field, value, words) in [
        ("consent", "", "Отметьте согласие"),
        ("account", "", "Введите номер лицевого счёта."),
        ("contract", "№ !", "В номере договора только"),
        ("iin", "880417499005", "ИИН введён с ошибкой"),
        ("phone", "+7 495 123 45 67", "Это не мобильный номер"),
        ("date", "31.02.2022", "последний — 28"),
    ] {
        let mut fields: Vec<(&str, &str)> = vec![("csrf", &token)];
        fields.extend(good.iter().map(|(name, typed)| (*name, if *name == field { value } else { typed })));
        let answer = browser.post("/ru/cabinet/first", &fields);
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.text().matches(words).count() >= 2, "{field}: {}", answer.text());
        assert!(answer.text().contains(&format!("href=\"#{field}\"")), "the summary leads to {field}");
        let own = input(&answer, field);
        assert_eq!(own.get("aria-invalid"), Some("true"), "{field}");
        assert!(own.get("aria-describedby").unwrap().contains(&format!("_{field}-wrong")), "{field}");
        for (name, typed) in good.iter().filter(|(name, _)| *name != field) {
            let kept = input(&answer, name);
            assert_eq!(kept.get("value"), Some(typed.as_str()), "{name} after {field}");
            assert_eq!(kept.get("aria-invalid"), None, "{name} after {field}");
        }
        assert_eq!(portal.messages(), 0);
    }
    assert!(browser.get("/ru/cabinet/first").text().contains("Шаг 1 из 3"));
}

#[test]
fn s_otp_09_steps_come_only_in_their_order() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    for path in ["/kk/cabinet/first/code", "/kk/cabinet/first/password"] {
        let answer = browser.get(path);
        assert_eq!(answer.header("location"), Some("/kk/cabinet/first?notice=flow-ended"), "{path}");
    }
    browser.begin("/kk/cabinet/first", &portal.personas[1]);
    let early = browser.post("/kk/cabinet/first/password", &[("password", PASSWORD), ("repeat", PASSWORD)]);
    assert_eq!(early.header("location"), Some("/kk/cabinet/first/code"), "no password without a code");
    let other = browser.get("/kk/cabinet/recovery/code");
    assert_eq!(other.header("location"), Some("/kk/cabinet/recovery?notice=flow-ended"), "of another purpose");
    let filled = browser.get("/kk/cabinet/first");
    let account = portal.personas[1].account.expose();
    assert_eq!(input(&filled, "account").get("value"), Some(account), "back to the filled form");
}

#[test]
fn s_otp_08_another_code_can_be_asked_for_after_a_while() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    let page = browser.get("/ru/cabinet/first/code");
    assert!(page.text().contains("data-wait=\"60\""), "{}", page.text());
    assert!(page.text().contains("Новый код можно запросить с 12:01"), "for those without scripts");
    let first = portal.code();
    let again = [("csrf", &*csrf(&page)), ("resend", "1")];
    let early = browser.post("/ru/cabinet/first/code", &again);
    assert_eq!(early.status, 429);
    assert_eq!(early.header("retry-after"), Some("60"));
    assert!(early.text().contains("ещё рано"));
    portal.wait(60);
    assert_eq!(
        browser.post("/ru/cabinet/first/code", &again).header("location"),
        Some("/ru/cabinet/first/code?notice=resent")
    );
    let second = portal.code();
    if first != second {
        let old = browser.post("/ru/cabinet/first/code", &[("csrf", &csrf(&page)), ("code", &first)]);
        assert_eq!(old.status, 422, "the old one has ended");
    }
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &csrf(&page)), ("code", &second)]).status, 303);
}

#[test]
fn s_otp_11_and_pw_09_fields_help_the_browser() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    let page = browser.get("/ru/cabinet/first/code");
    let code = input(&page, "code");
    assert_eq!((code.get("inputmode"), code.get("autocomplete")), (Some("numeric"), Some("one-time-code")));
    assert!(!page.text().contains(&portal.personas[1].phone.expose()), "the number is masked");
    let typed = portal.code();
    let spaced = format!(" {} {} ", &typed[..3], &typed[3..]);
    let sent = browser.post("/ru/cabinet/first/code", &[("csrf", &csrf(&page)), ("code", &spaced)]);
    assert_eq!(sent.status, 303, "spaces do not matter");
    let page = browser.get("/ru/cabinet/first/password");
    for name in ["password", "repeat"] {
        let field = input(&page, name);
        assert_eq!((field.get("autocomplete"), field.get("maxlength")), (Some("new-password"), None), "{name}");
    }
    assert_eq!(page.text().matches("data-rule=").count(), 6);
    let answer =
        browser.post("/ru/cabinet/first/password", &[("csrf", &csrf(&page)), ("password", "abc"), ("repeat", "")]);
    assert_eq!(answer.status, 422);
    assert!(!answer.text().contains("abc\""), "the password is not kept");
    let second = portal.browser().sign_in("ru", &portal.personas[0], "x");
    assert_eq!(input(&second, "password").get("autocomplete"), Some("current-password"));
}

#[test]
fn s_enum_06_that_there_is_a_password_already_is_told_only_after_the_code() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let begun = browser.begin("/ru/cabinet/first", &portal.personas[0]);
    assert_eq!(begun.header("location"), Some("/ru/cabinet/first/code"));
    let page = browser.get("/ru/cabinet/first/code");
    assert!(!page.text().contains("уже есть пароль:"));
    let code = portal.code();
    browser.post("/ru/cabinet/first/code", &[("csrf", &csrf(&page)), ("code", &code)]);
    let page = browser.get("/ru/cabinet/first/password");
    assert!(page.text().contains("У вас уже есть пароль"), "{}", page.text());
    let forced = [("csrf", &*csrf(&browser.get("/ru/cabinet/sign-in"))), ("password", PASSWORD), ("repeat", PASSWORD)];
    let forced = browser.post("/ru/cabinet/first/password", &forced);
    assert_eq!(forced.header("location"), Some("/ru/cabinet/sign-in?notice=has-password"));
}

#[test]
fn s_ses_08_pages_of_the_way_in_keep_nothing_in_the_browser() {
    let portal = Portal::new();
    for path in ["/kk/cabinet/sign-in", "/kk/cabinet/first", "/ru/cabinet/recovery"] {
        let page = portal.browser().get(path);
        assert!(page.text().contains("noindex"), "{path}");
        for tag in tags(page.text()) {
            assert!(
                tag.attributes.iter().all(|(name, _)| !name.starts_with("on") && name != "style"),
                "{path}: {tag:?}"
            );
        }
    }
    for script in ["cabinet-entry.js", "cabinet.js"] {
        let text =
            std::fs::read_to_string(format!("{}/themes/otau/assets/{script}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for word in ["localStorage", "sessionStorage", "indexedDB", "serviceWorker", "innerHTML"] {
            assert!(!text.contains(word), "{script}: {word}");
        }
    }
}
