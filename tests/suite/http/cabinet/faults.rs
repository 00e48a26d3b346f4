//! Bad input, field by field: missing, too long, of the wrong kind, in digits of other scripts, days that never were or have
//! not come. Told beside the field and above the form, in the language of the page, with what was typed still there.

use serde_json::{Value, json};

use super::forms::input;
use super::pages::{references, somebody_else};
use crate::support::portal::{OTHER, PASSWORD, Portal, csrf, form_of};

/// A field of the first page of the way in, what is typed into it, and why it cannot be.
fn bad_fields() -> Vec<(&'static str, String, &'static str)> {
    let long = "1".repeat(3_000);
    let table = [
        ("account", "", "missing"),
        ("account", "   ", "blank"),
        ("account", "12", "too short"),
        ("account", &long, "too long"),
        ("account", "шот", "words"),
        ("account", "١٢٣٤٥٦٧٨٩٠", "Arabic digits"),
        ("account", "１２３４５６７８９０", "digits of full width"),
        ("contract", "", "missing"),
        ("contract", &long, "too long"),
        ("contract", "шарт", "no digit"),
        ("contract", "Ж-٣٤٥", "Arabic digits"),
        ("contract", "Ж-３４５", "digits of full width"),
        ("contract", "' OR 1=1 --", "signs"),
        ("iin", "", "missing"),
        ("iin", "85031239000", "one digit less"),
        ("iin", "8503123900088", "one digit more"),
        ("iin", &long, "too long"),
        ("iin", "85031239000O", "a letter"),
        ("iin", "٨٥٠٣١٢٣٩٠٠٠٨", "Arabic digits"),
        ("iin", "８５０３１２３９０００８", "digits of full width"),
        ("iin", "850231390008", "born on 31 February"),
        ("iin", "850312390009", "a wrong last digit"),
        ("iin", "300101500004", "not yet born"),
        ("phone", "", "missing"),
        ("phone", "+7 700 123", "too short"),
        ("phone", &long, "too long"),
        ("phone", "телефон", "words"),
        ("phone", "+٧٧٠٠١٢٣٤٥٦٧", "Arabic digits"),
        ("phone", "+７７００１２３４５６７", "digits of full width"),
        ("phone", "+1 212 555 01 00", "another country"),
        ("date", "", "missing"),
        ("date", "31.02.2022", "no such day"),
        ("date", "29.02.2023", "no leap year"),
        ("date", "00.01.2022", "day 0"),
        ("date", "01.13.2022", "month 13"),
        ("date", "10.07.22", "two digits of a year"),
        ("date", "10.07.1989", "before there were contracts"),
        ("date", "11.07.2026", "tomorrow"),
        ("date", "10.07.2099", "far ahead"),
        ("date", "1٠.07.2022", "an Arabic digit"),
        ("date", "１０.０７.２０２２", "digits of full width"),
        ("date", "кеше", "a word"),
        ("date", &long, "too long"),
        ("consent", "", "not given"),
        ("consent", "1999-01-01", "to another text"),
    ];
    table.map(|(field, typed, reason)| (field, typed.to_owned(), reason)).into()
}

#[test]
fn s_enum_08_every_bad_value_of_the_five_fields_is_told_in_both_languages() {
    let portal = Portal::new();
    let persona = &portal.personas[1];
    let good = form_of(persona);
    let mut browser = portal.browser();
    let token = csrf(&browser.get("/kk/cabinet/first"));
    for (language, title) in [("kk", "<html lang=\"kk\""), ("ru", "<html lang=\"ru\"")] {
        for (field, typed, reason) in bad_fields() {
            let mut fields: Vec<(&str, &str)> = vec![("csrf", &token)];
            fields.extend(good.iter().map(|(name, value)| (*name, if *name == field { &*typed } else { &**value })));
            let answer = browser.post(&format!("/{language}/cabinet/first"), &fields);
            assert_eq!(answer.status, 422, "{field}, {reason}: {}", answer.text());
            let text = answer.text();
            assert!(text.contains(title), "{field}, {reason}");
            assert!(text.contains(&format!("href=\"#{field}\"")), "{field}, {reason}: the summary leads to it");
            assert!(text.contains(&format!("id=\"_{field}-wrong\"")), "{field}, {reason}: told beside it");
            assert_eq!(
                text.matches("class=\"wrong-word\"").count(),
                1,
                "{field}, {reason}: nothing else is wrong: {text}"
            );
            for (name, value) in good.iter().filter(|(name, _)| *name != "consent") {
                let stays = if *name == field { &typed } else { value };
                assert_eq!(input(&answer, name).get("value").unwrap_or_default(), stays, "{name} after {reason}");
            }
        }
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM flows"), 0, "no process was begun");
    assert_eq!(portal.messages(), 0);
}

#[test]
fn s_enum_08_programs_are_told_the_same_with_codes() {
    let portal = Portal::new();
    let good = form_of(&portal.personas[1]);
    let send = |body: &Value| {
        let mut browser = portal.browser();
        let lines = ["Content-Type: application/json", "Accept-Language: ru"];
        let answer = browser.send("POST", "/api/v1/authorization/recovery", &lines, &body.to_string());
        (answer.status, serde_json::from_slice::<Value>(&answer.body).unwrap())
    };
    let with = |field: &str, value: Value| {
        let mut body: serde_json::Map<String, Value> =
            good.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        body.insert(field.to_owned(), value);
        Value::Object(body)
    };
    for (field, typed, reason) in bad_fields() {
        let (status, problem) = send(&with(field, json!(typed)));
        assert_eq!((status, &problem["code"]), (422, &json!("fields-invalid")), "{field}, {reason}");
        let errors = problem["errors"].as_array().unwrap();
        assert_eq!((errors.len(), &errors[0]["field"]), (1, &json!(field)), "{field}, {reason}");
        assert!(errors[0]["message"].as_str().unwrap().chars().any(char::is_alphabetic), "{field}, {reason}");
    }
    for wrong in [json!(1), json!(null), json!(["1"]), json!({"a": 1}), json!(true)] {
        let (status, problem) = send(&with("iin", wrong.clone()));
        assert_eq!((status, &problem["code"]), (400, &json!("json-unexpected")), "{wrong}");
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM flows"), 0);
}

#[test]
fn s_otp_04_what_cannot_be_a_code_costs_no_try() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/kk/cabinet/first", &portal.personas[1]);
    let token = csrf(&browser.get("/kk/cabinet/first/code"));
    let long = "1".repeat(3_000);
    for typed in ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "１２３４５６", "-12345", "1e5000", &long] {
        for language in ["kk", "ru"] {
            let path = format!("/{language}/cabinet/first/code");
            let answer = browser.post(&path, &[("csrf", &token), ("code", typed)]);
            assert_eq!(answer.status, 422, "{typed}");
            assert!(answer.text().contains("id=\"_code-wrong\""), "{typed}: {}", answer.text());
            assert_eq!(input(&answer, "code").get("value").unwrap_or_default(), "", "{typed}: a code is not kept");
        }
    }
    assert_eq!(portal.count("SELECT CAST(tries AS BIGINT) FROM flows"), 0);
    let code = portal.code();
    assert_eq!(browser.post("/kk/cabinet/first/code", &[("csrf", &token), ("code", &code)]).status, 303);
}

#[test]
fn s_pw_06_bad_passwords_are_told_and_come_back_nowhere() {
    let portal = Portal::new();
    let mut browser = portal.browser();
    browser.begin("/ru/cabinet/first", &portal.personas[1]);
    let token = csrf(&browser.get("/ru/cabinet/first/code"));
    browser.post("/ru/cabinet/first/code", &[("csrf", &token), ("code", &portal.code())]);
    let long = format!("Aa1-{}", "я".repeat(600));
    for language in ["kk", "ru"] {
        for (first, second, field) in [
            ("", "", "password"),
            (PASSWORD, "", "repeat"),
            (PASSWORD, OTHER, "repeat"),
            ("корот-1А", "корот-1А ", "repeat"),
            ("тек-кіші-әріп-1", "тек-кіші-әріп-1", "password"),
            (&long, &long, "password"),
            ("Aa1-\u{7}xxxx", "Aa1-\u{7}xxxx", "password"),
        ] {
            let path = format!("/{language}/cabinet/first/password");
            let answer = browser.post(&path, &[("csrf", &token), ("password", first), ("repeat", second)]);
            assert_eq!(answer.status, 422, "{first} {second}");
            assert!(answer.text().contains(&format!("id=\"_{field}-wrong\"")), "{first}: {}", answer.text());
            for name in ["password", "repeat"] {
                assert_eq!(input(&answer, name).get("value").unwrap_or_default(), "", "{first}");
            }
        }
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM sessions"), 0);
}

#[test]
fn s_in_06_wrong_days_of_a_statement_are_told_beside_the_field() {
    let portal = Portal::new();
    let mut browser = portal.signed_in();
    let reference = references(&mut browser).remove(0);
    for language in ["kk", "ru"] {
        for (from, to, field) in [
            ("31.02.2026", "01.03.2026", "from"),
            ("29.02.2023", "01.03.2026", "from"),
            ("٠١.٠١.٢٠٢٦", "01.03.2026", "from"),
            ("０１.０１.２０２６", "01.03.2026", "from"),
            ("", "01.03.2026", "from"),
            ("01.01.2026", "", "to"),
            ("01.01.2026", "завтра", "to"),
            ("01.01.2026", "01.01.2200", "to"),
            ("01.01.2026", "31.12.2025", "to"),
        ] {
            let value = otau::routes::query_value;
            let query = format!("from={}&to={}", value(from), value(to));
            let path = format!("/{language}/cabinet/statement/{reference}/?{query}");
            let answer = browser.get(&path);
            assert_eq!(answer.status, 422, "{from}–{to}: {}", answer.text());
            for (name, typed) in [("from", from), ("to", to)] {
                assert_eq!(input(&answer, name).get("value").unwrap_or_default(), typed, "{from}–{to}");
            }
            assert_eq!(input(&answer, field).get("aria-invalid"), Some("true"), "{from}–{to}");
            let file = browser.get(&path.replace("/?", "/export.csv?"));
            assert_eq!(file.status, 400, "{from}–{to}: no file of no period");
        }
    }
}

#[test]
fn s_acl_02_another_clients_contract_is_unknown_to_programs_too() {
    let portal = Portal::new();
    let theirs = references(&mut somebody_else(&portal, &portal.personas[1])).remove(0);
    let persona = &portal.personas[0];
    let mut browser = portal.browser();
    let body =
        json!({ "account": persona.account.expose(), "iin": persona.iin.expose(), "password": persona.password });
    let opened = browser.send("POST", "/api/v1/sign-in", &["Content-Type: application/json"], &body.to_string());
    let opened: Value = serde_json::from_slice(&opened.body).unwrap();
    let bearer = format!("Authorization: Bearer {}", opened["token"].as_str().unwrap());
    for page in ["", "/schedule", "/statement", "/schedule?year=2026", "/statement?year=2025&part=m12"] {
        let answers = [theirs.as_str(), "aaaaaaaaaaaaaaaa"].map(|reference| {
            let answer = browser.send("GET", &format!("/api/v1/contracts/{reference}{page}"), &[&bearer], "");
            let mut problem: Value = serde_json::from_slice(&answer.body).unwrap();
            problem.as_object_mut().unwrap().remove("request_id");
            (answer.status, problem.to_string().replace(reference, ""))
        });
        assert_eq!(answers[0].0, 404, "{page}");
        assert_eq!(answers[0], answers[1], "{page}");
    }
    let sessions = browser.send("GET", "/api/v1/sessions", &[&bearer], "");
    let sessions: Value = serde_json::from_slice(&sessions.body).unwrap();
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1, "the other's sessions are not listed");
}
