//! The same form twice at once, from an impatient finger, and steps opened again by the button that goes back.

use crate::support::Answer;
use crate::support::portal::{Browser, Engine, OTHER, PASSWORD, Portal, csrf, form_of};

/// The same request twice at the same time from one browser; the answers, and the browser after each.
pub(super) fn twice<'p>(browser: &Browser<'p>, path: &str, fields: &[(&str, &str)]) -> [(Answer, Browser<'p>); 2] {
    let send = || {
        let mut tab = browser.clone();
        (tab.post(path, fields), tab)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(send);
        let one = send();
        [one, other.join().unwrap()]
    })
}

/// The browser after the answer that it shows: the last one, with the cookies of both.
fn assert_all(answers: &[(Answer, Browser<'_>); 2], status: u16, to: &str) {
    for (answer, _) in answers {
        assert_eq!((answer.status, answer.header("location")), (status, Some(to)), "{}", answer.text());
    }
}

fn the_way_in(engine: Engine) {
    let Some(portal) = Portal::on(engine) else { return };
    let persona = &portal.personas[1];
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/kk/cabinet/first"));
    let all = form_of(persona);
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(all.iter().map(|(name, typed)| (*name, typed.as_str())));

    let begun = twice(&browser, "/kk/cabinet/first", &fields);
    assert_all(&begun, 303, "/kk/cabinet/first/code");
    let flows: Vec<_> = begun.iter().map(|(_, tab)| tab.cookie("flow").unwrap()).collect();
    assert_eq!(flows[0], flows[1], "one process, whichever answer the browser keeps");
    let [(_, browser), _] = begun;
    let code = portal.code();

    let sent = twice(&browser, "/kk/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    assert_all(&sent, 303, "/kk/cabinet/first/password");
    let renewed: Vec<_> = sent.iter().map(|(_, tab)| tab.cookie("flow").unwrap()).collect();
    assert_eq!(renewed[0], renewed[1], "one new secret, whichever answer the browser keeps");
    assert_ne!(Some(renewed[0]), browser.cookie("flow"), "SES-3");
    // Once more with the old secret, when the first answer is there.
    let mut late = browser.clone();
    let answer = late.post("/kk/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/kk/cabinet/first/password")));
    assert_eq!(late.cookie("flow"), Some(renewed[0]));
    let [(_, browser), _] = sent;
    let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    let done = twice(&browser, "/kk/cabinet/first/password", &fields);
    let inside: Vec<_> = done.iter().filter(|(_, tab)| tab.cookie("sid").is_some()).collect();
    assert_eq!(inside.len(), 1, "one session");
    for (answer, _) in &done {
        let to = answer.headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.as_str());
        let known = ["/kk/cabinet/profile", "/kk/cabinet/sign-in?notice=has-password"];
        assert!(known.contains(&to.unwrap()), "{to:?}");
    }
    let mut second = portal.browser();
    second.plant("sid", inside[0].1.cookie("sid").unwrap());
    let on = second.get("/kk/cabinet/sign-in?notice=has-password");
    assert_eq!(on.header("location"), Some("/kk/cabinet/profile"), "and it leads inside");
    assert_eq!(portal.messages(), 0, "one message in all");
}

#[test]
fn s_otp_05_every_step_of_the_way_in_sent_twice_counts_once_on_sqlite() {
    the_way_in(Engine::Sqlite);
}

#[test]
fn s_otp_05_every_step_of_the_way_in_sent_twice_counts_once_on_postgres() {
    the_way_in(Engine::Postgres);
}

#[test]
fn s_otp_05_a_form_is_one_form_also_when_it_is_sent_again_later() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/first"));
    let all = form_of(&portal.personas[1]);
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(all.iter().map(|(name, typed)| (*name, typed.as_str())));
    browser.post("/ru/cabinet/first", &fields);
    let first = browser.cookie("flow").unwrap().to_owned();
    portal.code();
    for seconds in [9, 1, 10, 50] {
        portal.wait(seconds);
        assert_eq!(browser.post("/ru/cabinet/first", &fields).header("location"), Some("/ru/cabinet/first/code"));
        assert_eq!(browser.cookie("flow"), Some(first.as_str()), "{seconds} s later");
    }
    assert_eq!(portal.messages(), 0, "one message in all");
}

#[test]
fn s_otp_08_other_values_or_a_page_opened_anew_begin_another_process() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    let first = browser.cookie("flow").unwrap().to_owned();
    portal.code();
    browser.begin("/ru/cabinet/recovery", &portal.personas[1]);
    let other = browser.cookie("flow").unwrap().to_owned();
    portal.code();
    assert_ne!(first, other, "for another purpose");
    browser.begin("/ru/cabinet/recovery", &portal.personas[2]);
    assert_ne!(browser.cookie("flow").unwrap(), other, "with other values");
    browser.begin("/ru/cabinet/recovery", &portal.personas[1]);
    assert_ne!(browser.cookie("flow").unwrap(), other, "from a page opened anew");
}

#[test]
fn s_ses_03_who_used_the_browser_before_has_no_part_in_what_the_code_gives() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/first"));
    let all = form_of(&portal.personas[1]);
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend(all.iter().map(|(name, typed)| (*name, typed.as_str())));
    let mut before = browser.clone();
    browser.post("/ru/cabinet/first", &fields);
    let entered = csrf(&browser.get("/ru/cabinet/first/code"));
    // The same form from the same browser leads into the process while its code is not entered.
    before.post("/ru/cabinet/first", &fields);
    assert_eq!(before.cookie("flow"), browser.cookie("flow"));
    let code = portal.code();
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &entered), ("code", &code)]).status, 303);

    assert_ne!(before.cookie("flow"), browser.cookie("flow"));
    let ended = before.get("/ru/cabinet/first/password");
    assert_eq!(ended.header("location"), Some("/ru/cabinet/first?notice=flow-ended"), "the old secret is dead");
    let same = [("csrf", token.as_str()), ("code", code.as_str())];
    let ended = before.post("/ru/cabinet/first/code", &same);
    assert_eq!(ended.header("location"), Some("/ru/cabinet/first?notice=flow-ended"), "the code from another page");
    let again = before.post("/ru/cabinet/first", &fields);
    assert_eq!((again.status, again.header("location")), (303, Some("/ru/cabinet/first/code")), "as if new");
    let early = before.post("/ru/cabinet/first/password", &[same[0], ("password", OTHER), ("repeat", OTHER)]);
    assert_eq!(early.header("location"), Some("/ru/cabinet/first/code"));
    let choice = [("csrf", entered.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    assert_eq!(browser.post("/ru/cabinet/first/password", &choice).header("location"), Some("/ru/cabinet/profile"));
}

#[test]
fn s_otp_08_another_code_asked_for_twice_is_sent_once() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    portal.code();
    portal.wait(60);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let again = twice(&browser, "/ru/cabinet/first/code", &[("csrf", &token), ("resend", "1")]);
    let mut statuses = again.map(|(answer, _)| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 429]);
    let code = portal.code();
    assert_eq!(portal.messages(), 0);
    assert_eq!(browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]).status, 303);
}

#[test]
fn s_pw_07_a_new_password_sent_twice_is_set_once_and_told_once() {
    let portal = Portal::new();
    let old = portal.personas[0].password.unwrap();
    let mut browser = portal.signed_in();
    let token = csrf(&browser.get("/ru/cabinet/security"));
    let fields = [("csrf", token.as_str()), ("present", old), ("password", OTHER), ("repeat", OTHER)];
    let changed = twice(&browser, "/ru/cabinet/security/password", &fields);
    let to = |answer: &Answer| answer.header("location").unwrap().to_owned();
    let mut ends: Vec<String> = changed.iter().map(|(answer, _)| to(answer)).collect();
    ends.sort();
    let unsent = "/ru/cabinet/sign-in?notice=unsent&next=%2Fru%2Fcabinet%2Fsecurity";
    assert_eq!(ends, ["/ru/cabinet/security?done=password-changed", unsent]);
    portal.code();
    assert_eq!(portal.messages(), 0, "one message");
    assert_eq!(portal.browser().sign_in("ru", &portal.personas[0], old).status, 401);
    assert_eq!(portal.browser().sign_in("ru", &portal.personas[0], OTHER).status, 303);
}

#[test]
fn s_ses_03_a_proof_sent_twice_is_given_once() {
    let portal = Portal::new();
    let old = portal.personas[0].password.unwrap();
    let mut browser = portal.signed_in();
    let token = csrf(&browser.get("/ru/cabinet/prove"));
    let given = twice(&browser, "/ru/cabinet/prove", &[("csrf", &token), ("password", old), ("next", "")]);
    let renewed: Vec<_> = given.iter().filter_map(|(_, tab)| tab.cookie("sid")).collect();
    assert!(given.iter().all(|(answer, _)| answer.status == 303));
    assert_eq!(renewed.len(), 1, "one new secret; nobody is told that the password was wrong");
    assert_eq!(portal.count("SELECT COUNT(*) FROM sessions"), 1);
}

#[test]
fn s_ses_06_ending_sessions_twice_and_signing_out_twice_is_no_harm() {
    let portal = Portal::new();
    let (mut browser, mut other) = (portal.signed_in(), portal.signed_in());
    let token = csrf(&browser.get("/ru/cabinet/security"));
    let ended = twice(&browser, "/ru/cabinet/security/sessions/end", &[("csrf", &token), ("session", "others")]);
    assert_all(&ended, 303, "/ru/cabinet/security?done=sessions-ended");
    assert_eq!(other.get("/ru/cabinet/profile").status, 303);
    let out = twice(&browser, "/ru/cabinet/sign-out", &[("csrf", &token)]);
    assert_all(&out, 303, "/ru/cabinet/sign-in?notice=signed-out");
}

fn sign_in_twice(engine: Engine) {
    let Some(portal) = Portal::on(engine) else { return };
    let persona = &portal.personas[0];
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/sign-in"));
    let iin = persona.iin.expose();
    let fields = [
        ("csrf", token.as_str()),
        ("account", persona.account.expose()),
        ("iin", &iin),
        ("password", persona.password.unwrap()),
    ];
    let door = "/ru/cabinet/sign-in/password";
    let mut both = twice(&browser, door, &fields);
    for (answer, tab) in &mut both {
        let to = answer.headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.as_str());
        assert_eq!((answer.status, to), (303, Some("/ru/cabinet/profile")));
        assert_eq!(tab.get("/ru/cabinet/profile").status, 200, "whichever answer the browser keeps");
        assert!(!tab.get("/ru/cabinet/security").text().contains("value=\"others\""), "one session");
    }
    let [(_, mut one), (_, other)] = both;
    assert_eq!(one.cookie("sid"), other.cookie("sid"));
    assert_eq!(one.cookie("dev"), other.cookie("dev"));

    // The second comes when the browser has the first one's answer.
    let late = one.post(door, &[&fields[..], &[("next", "/ru/cabinet/contracts")]].concat());
    assert_eq!((late.status, late.header("location")), (303, Some("/ru/cabinet/contracts")));
    assert_eq!(one.cookie("sid"), other.cookie("sid"), "the same session");
    assert_eq!(one.get("/ru/cabinet/profile").status, 200);

    // A copy of the form is good for nothing once the session has ended.
    let out = csrf(&one.get("/ru/cabinet/profile"));
    assert_eq!(one.post("/ru/cabinet/sign-out", &[("csrf", &out)]).status, 303);
    let again = browser.post(door, &fields);
    assert_eq!(again.status, 403, "{}", again.text());
    assert!(again.text().contains("Страница устарела"));
    assert_eq!(browser.cookie("sid"), None);
    let fresh = csrf(&again);
    let fields = [&[("csrf", fresh.as_str())], &fields[1..]].concat();
    assert_eq!(browser.post(door, &fields).status, 303, "the page that came instead is good");
}

#[test]
fn s_ses_06_a_sign_in_sent_twice_opens_one_session_and_leaves_the_client_inside_on_sqlite() {
    sign_in_twice(Engine::Sqlite);
}

#[test]
fn s_ses_06_a_sign_in_sent_twice_opens_one_session_and_leaves_the_client_inside_on_postgres() {
    sign_in_twice(Engine::Postgres);
}

#[test]
fn s_ses_03_who_shares_a_browser_is_not_led_into_the_cabinet_of_who_is_signed_in() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/ru/cabinet/sign-in"));
    let [owner, other] = [0, 1].map(|at| &portal.personas[at]);
    assert_eq!(browser.sign_in("ru", owner, owner.password.unwrap()).status, 303);
    // The page that was open in another tab all the while, and is filled in by somebody else.
    let [(account, iin), (own_account, own_iin)] = [other, owner].map(|it| (it.account.expose(), it.iin.expose()));
    let fields = |account, iin| vec![("csrf", token.as_str()), ("account", account), ("iin", iin), ("password", OTHER)];
    let answer = browser.post("/ru/cabinet/sign-in/password", &fields(account, iin.as_str()));
    assert_eq!((answer.status, answer.header("location")), (403, None), "{}", answer.text());
    assert!(answer.text().contains("Страница устарела") && answer.text().contains(account));
    let own = browser.post("/ru/cabinet/sign-in/password", &fields(own_account, own_iin.as_str()));
    assert_eq!(own.header("location"), Some("/ru/cabinet/profile"), "their own");
}

#[test]
fn s_hdr_03_and_otp_09_going_back_leads_to_the_step_that_is_due() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    let mut browser = portal.browser();
    let steps = |browser: &mut Browser<'_>, wanted: [Option<&str>; 3]| {
        for (path, to) in ["first", "first/code", "first/password"].into_iter().zip(wanted) {
            let answer = browser.get(&format!("/ru/cabinet/{path}"));
            assert_eq!(answer.header("location").map(|it| it.trim_start_matches("/ru/cabinet/")), to, "{path}");
            assert_eq!(answer.status, if to.is_some() { 303 } else { 200 }, "{path}");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}: the browser asks us again");
        }
    };
    let ended = Some("first?notice=flow-ended");
    steps(&mut browser, [None, ended, ended]);
    browser.begin("/ru/cabinet/first", persona);
    steps(&mut browser, [None, None, Some("first/code")]);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    let code = portal.code();
    browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    steps(&mut browser, [None, Some("first/password"), None]);
    let again = browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &code)]);
    assert_eq!(again.header("location"), Some("/ru/cabinet/first/password"), "the same code once more");
    let before = browser.clone();
    let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    assert_eq!(browser.post("/ru/cabinet/first/password", &fields).status, 303);
    steps(&mut browser, [None, Some("profile"), Some("profile")]);
    assert_eq!(browser.get("/ru/cabinet/sign-in").header("location"), Some("/ru/cabinet/profile"));
    // A browser that lost the answer is not told that nothing happened.
    let mut before = before;
    let lost = before.post("/ru/cabinet/first/password", &fields);
    assert_eq!(lost.header("location"), Some("/ru/cabinet/sign-in?notice=has-password"));
}
