//! Ways in, round and back: which language, which page, and what is said of something that happened elsewhere.

use super::pages::references;
use crate::support::html::tags;
use crate::support::portal::{Browser, Engine, OTHER, PASSWORD, Portal, csrf};
use crate::support::{Answer, html};

/// The link of this language in the header.
fn switch(answer: &Answer, language: &str) -> String {
    let is_it = |tag: &html::Tag| tag.name == "a" && tag.get("hreflang") == Some(language);
    let link = tags(answer.text()).into_iter().find(is_it).unwrap_or_else(|| panic!("no way to {language}"));
    link.get("href").unwrap().replace("&amp;", "&")
}

/// The sign-in page shown, both steps; the answer to the password.
fn both_steps(portal: &Portal, browser: &mut Browser<'_>, page: &Answer, language: &str) -> Answer {
    let next = super::forms::input(page, "next").get("value").unwrap().to_owned();
    let persona = &portal.personas[0];
    let (iin, token) = (persona.iin.expose(), csrf(page));
    let door = format!("/{language}/cabinet/sign-in");
    let pair =
        [("csrf", token.as_str()), ("next", &next), ("account", persona.account.expose()), ("iin", iin.as_str())];
    let second = browser.post(&door, &pair);
    assert_eq!(second.status, 200, "{}", second.text());
    let other = if language == "kk" { "ru" } else { "kk" };
    assert!(switch(&second, other).contains("next="), "the second step keeps it for the other language too");
    let fields = [&pair[..], &[("password", persona.password.unwrap())]].concat();
    browser.post(&format!("{door}/password"), &fields)
}

#[test]
fn s_in_08_who_changes_the_language_at_the_door_goes_on_in_it() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    let sent = browser.get("/ru/cabinet/schedule?year=2026");
    let door = browser.get(sent.header("location").unwrap());
    let to = switch(&door, "kk");
    assert!(to.starts_with("/kk/cabinet/sign-in?") && to.contains("next="), "{to}");
    let door = browser.get(&to);
    let done = both_steps(&portal, &mut browser, &door, "kk");
    assert_eq!(done.header("location"), Some("/kk/cabinet/schedule?year=2026"));
}

#[test]
fn what_is_said_at_the_door_is_said_in_the_other_language_too() {
    let portal = Portal::new();
    let door = portal.browser().get("/ru/cabinet/sign-in?notice=signed-out");
    assert_eq!(switch(&door, "kk"), "/kk/cabinet/sign-in?notice=signed-out");
}

#[test]
fn s_in_08_who_asked_for_a_file_signs_in_to_the_page_that_offers_it() {
    let portal = Portal::new();
    let reference = references(&mut portal.signed_in()).remove(0);
    for (file, page) in [
        ("schedule/{}/export.csv?year=2026", "schedule/{}/?year=2026"),
        ("schedule/{}/payments.ics", "schedule/{}/"),
        ("statement/{}/export.xlsx?year=2026&part=q1", "statement/{}/?year=2026&part=q1"),
    ] {
        let mut browser = portal.browser();
        let address = |path: &str| format!("/ru/cabinet/{}", path.replace("{}", &reference));
        let sent = browser.get(&address(file));
        let door = browser.get(sent.header("location").unwrap());
        let done = both_steps(&portal, &mut browser, &door, "ru");
        assert_eq!(done.header("location"), Some(address(page).as_str()), "{file}");
        assert_eq!(browser.get(&address(page)).header("content-type"), Some("text/html; charset=utf-8"), "{file}");
    }
}

/// Says why a session is over, in both languages, to whom holds its cookie.
fn told(browser: &Browser<'_>, notice: &str, words: [&str; 2]) {
    for (language, words) in ["kk", "ru"].into_iter().zip(words) {
        let mut browser = browser.clone();
        let page = format!("/{language}/cabinet/profile");
        let sent = browser.get(&page);
        let wanted = format!("/{language}/cabinet/sign-in?notice={notice}&next=%2F{language}%2Fcabinet%2Fprofile");
        assert_eq!(sent.header("location"), Some(wanted.as_str()));
        assert_eq!(browser.cookie("sid"), None);
        assert!(browser.get(&wanted).text().contains(words), "{wanted}");
    }
}

fn ended(engine: Engine) {
    let Some(portal) = Portal::on(engine) else { return };
    let (mut here, there) = (portal.signed_in(), portal.signed_in());
    let token = csrf(&here.get("/ru/cabinet/security"));
    here.post("/ru/cabinet/security/sessions/end", &[("csrf", &token), ("session", "others")]);
    told(&there, "ended-elsewhere", ["басқа құрылғыдан", "с другого устройства"]);

    let third = portal.signed_in();
    let present = portal.personas[0].password.unwrap();
    let fields = [("csrf", token.as_str()), ("present", present), ("password", OTHER), ("repeat", OTHER)];
    assert_eq!(here.post("/ru/cabinet/security/password", &fields).status, 303);
    told(&third, "ended-password", ["Құпиясөз ауыстырылғандықтан", "пароль сменили"]);
    assert_eq!(here.get("/ru/cabinet/profile").status, 200, "who changed it stays inside");

    for _ in 0..5 {
        portal.wait(1);
        assert_eq!(portal.browser().sign_in("ru", &portal.personas[0], OTHER).status, 303);
    }
    told(&here, "ended-crowded", ["басқа құрылғыдан кірген", "вошли с другого устройства"]);
    let mut stranger = portal.browser();
    stranger.plant("sid", &"A".repeat(43));
    told(&stranger, "ended", ["ұзақ уақыт пайдаланылмаса", "долго не пользоваться"]);
    let nobody = portal.browser().get("/ru/cabinet/profile");
    assert_eq!(
        nobody.header("location"),
        Some("/ru/cabinet/sign-in?next=%2Fru%2Fcabinet%2Fprofile"),
        "nothing is told"
    );
}

#[test]
fn s_ses_06_what_ended_a_session_is_told_to_who_holds_its_cookie_on_sqlite() {
    ended(Engine::Sqlite);
}

#[test]
fn s_ses_06_what_ended_a_session_is_told_to_who_holds_its_cookie_on_postgres() {
    ended(Engine::Postgres);
}

#[test]
fn s_enum_05_after_the_last_try_only_what_works_is_offered_to_a_decoy_too() {
    let portal = Portal::new();
    let known = &portal.personas[1];
    let mut wrong = known.clone();
    wrong.phone = portal.personas[2].phone;
    for (language, last, over) in [
        ("ru", "Попыток больше нет", "Попытки закончились"),
        ("kk", "Енді енгізуге болмайды", "енді енгізуге болмайды"),
    ] {
        let mut pages = Vec::new();
        for persona in [known, &wrong] {
            let mut browser = portal.browser();
            let address = format!("/{language}/cabinet/recovery/code");
            browser.begin(&format!("/{language}/cabinet/recovery"), persona);
            let token = csrf(&browser.get(&address));
            let fields = [("csrf", token.as_str()), ("code", "000000")];
            for _ in 0..4 {
                let again = browser.post(&address, &fields);
                assert!(again.text().contains("name=\"code\""), "tries are left: {}", again.text());
            }
            let fifth = browser.post(&address, &fields);
            assert_eq!(fifth.status, 422);
            assert!(fifth.text().contains(last) && !fifth.text().contains("0 попыт"), "{}", fifth.text());
            let back = browser.get(&address);
            assert!(back.text().contains(over), "asked for again: {}", back.text());
            let resent = browser.post(&address, &[("csrf", &token), ("resend", "1")]);
            assert_eq!(resent.status, 409);
            for answer in [&fifth, &back, &resent] {
                assert!(answer.text().contains("data-summary"), "told first");
                let posts = tags(answer.text()).into_iter().filter(|tag| tag.get("method") == Some("post"));
                assert_eq!(posts.count(), 0, "no form that does nothing: {}", answer.text());
                assert!(answer.text().contains(&format!("href=\"/{language}/cabinet/recovery\"")), "the way on");
            }
            let phone = persona.phone.to_string();
            pages.push([fifth, back, resent].map(|answer| (answer.status, answer.text().replace(&phone, "P"))));
            let filled = browser.begin(&format!("/{language}/cabinet/recovery"), persona);
            assert_eq!(filled.header("location"), Some(address.as_str()), "a new code can be asked for at once");
            assert!(browser.get(&address).text().contains("name=\"code\""));
        }
        assert_eq!(pages[0], pages[1], "nothing tells them apart");
    }
}

/// Two tabs of one browser on the last page of the way in: the first of them sets the password.
fn two_tabs(purpose: &str, persona: usize) {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin(&format!("/ru/cabinet/{purpose}"), &portal.personas[persona]);
    let address = format!("/ru/cabinet/{purpose}/code");
    let token = csrf(&browser.get(&address));
    let code = portal.code();
    assert_eq!(browser.post(&address, &[("csrf", &token), ("code", &code)]).status, 303);
    let address = format!("/ru/cabinet/{purpose}/password");
    let tokens = [csrf(&browser.get(&address)), csrf(&browser.get(&address))];
    let [first, second] = [(&tokens[0], PASSWORD), (&tokens[1], OTHER)]
        .map(|(token, new)| browser.post(&address, &[("csrf", token), ("password", new), ("repeat", new)]));
    assert_eq!(first.header("location"), Some("/ru/cabinet/profile"));
    assert_eq!(second.header("location"), Some("/ru/cabinet/security?done=password-kept"));
    let page = browser.get("/ru/cabinet/security?done=password-kept");
    assert!(page.text().contains("Пароль уже задан в другой вкладке"), "{}", page.text());
    let kk = browser.get("/kk/cabinet/security?done=password-kept");
    assert!(kk.text().contains("браузердің басқа қойындысында қойылған"));
    assert_eq!(browser.get(&address).header("location"), Some("/ru/cabinet/profile"), "going back is no fault");
    assert_eq!(portal.browser().sign_in("ru", &portal.personas[persona], OTHER).status, 401);
    assert_eq!(portal.browser().sign_in("ru", &portal.personas[persona], PASSWORD).status, 303, "the first counts");
}

#[test]
fn s_otp_09_a_password_sent_from_another_tab_is_told_not_to_count() {
    two_tabs("first", 1);
    two_tabs("recovery", 0);
}

#[test]
fn s_pw_07_a_new_password_that_is_the_present_one_is_refused_beside_its_field() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let present = portal.personas[0].password.unwrap();
    for (language, words) in [("ru", "Новый пароль совпадает с прежним"), ("kk", "Жаңа құпиясөз бұрынғысымен бірдей")]
    {
        let token = csrf(&browser.get(&format!("/{language}/cabinet/security")));
        let fields = [("csrf", token.as_str()), ("present", present), ("password", present), ("repeat", present)];
        let refused = browser.post(&format!("/{language}/cabinet/security/password"), &fields);
        assert_eq!(refused.status, 422);
        assert_eq!(refused.text().matches(words).count(), 2, "above and beside the field: {}", refused.text());
        assert_eq!(super::forms::input(&refused, "password").get("aria-invalid"), Some("true"));
        assert_eq!(super::forms::input(&refused, "present").get("aria-invalid"), None);
    }
    assert_eq!(portal.messages(), 0, "nobody is told of a change");
}

#[test]
fn links_into_the_schedule_lead_to_the_payment_of_this_month() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let profile = browser.get("/ru/cabinet/profile");
    assert!(profile.text().contains("href=\"/ru/cabinet/schedule#_now\""), "the menu");
    let reference = references(&mut browser).remove(0);
    let now = format!("/ru/cabinet/schedule/{reference}/#_now");
    assert!(browser.get(&format!("/ru/cabinet/contracts/{reference}/")).text().contains(&now), "a contract");
    let page = browser.get("/ru/cabinet/schedule");
    assert!(page.text().contains("id=\"_now\""), "the row is on the page that opens");
    assert!(page.text().contains(&now), "the contracts above it");
    let reopened = browser.get("/ru/cabinet/schedule?p=1");
    assert!(!reopened.text().contains("p=2#"), "to the other pages as before");
    let files = browser.get(&format!("/ru/cabinet/schedule/{reference}/export.csv"));
    assert_eq!(files.status, 200);
}

/// Where the events of a client's calendar lead when it is asked for at this host, and the schedule's own address.
fn calendar(portal: &Portal, host: &str) -> [String; 2] {
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    let page = format!("/ru/cabinet/schedule/{reference}/");
    let session = ["sid", "__Host-sid"].into_iter().find_map(|name| Some((name, browser.cookie(name)?)));
    let cookie = session.map(|(name, value)| format!("Cookie: {name}={value}")).unwrap();
    let answer = portal.server.raw(format!("GET {page}payments.ics HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n\r\n"));
    assert_eq!(answer.status, 200, "{host}");
    let text = answer.text().replace("\r\n ", "");
    let url = text.lines().find_map(|line| line.strip_prefix("URL:")).unwrap();
    [url.to_owned(), page]
}

#[test]
fn s_in_09_a_calendar_names_the_address_that_was_asked_on_a_trial_run_alone() {
    let portal = Portal::new();
    for host in ["127.0.0.1:9137", "LOCALHOST:9137", "[::1]:8081"] {
        let [url, page] = calendar(&portal, host);
        assert_eq!(url, format!("http://{}{page}", host.to_lowercase()));
    }
    let mut config = crate::support::config();
    config.development = false;
    config.public_origin = Some("http://help.kz".parse().unwrap());
    let portal = Portal::with(Engine::Sqlite, config).unwrap();
    for host in ["help.kz", "127.0.0.1:9137"] {
        let [url, page] = calendar(&portal, host);
        assert_eq!(url, format!("http://localhost:8080{page}"), "{host}: what the site calls itself");
    }
}
