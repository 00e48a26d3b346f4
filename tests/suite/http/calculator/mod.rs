//! The calculator over HTTP: every worked example of the rules as a page in both languages and as JSON, and what is said
//! of input that is none.

mod examples;

use std::path::Path;
use std::sync::{Arc, LazyLock};

use otau::build::pictures::PictureCache;
use otau::build::workspace::Workspace;
use otau::http::app::Setup;
use otau::http::live::LiveSource;
use otau::page::calculator::{fields, member_fields, part_fields};
use otau::page::theme::builtin_locales;
use otau::portal::compensation::table::Bar;
use otau::portal::compensation::{Assumption, DepositForm, MemberForm, PartForm, Problem, Rule};
use serde_json::{Value, json};
use tempfile::TempDir;

use self::examples::{Typed, deposit, examples, parts};
use crate::support::sites::{TODAY, on, problems, short, write, write_page};
use crate::support::{Answer, Server, config, with};

const ANCHORS: [&str; 20] = [
    "r1",
    "r2",
    "r3",
    "r4a",
    "r4b",
    "r4c",
    "r4d",
    "r5",
    "r6",
    "r7",
    "r8",
    "r9",
    "r10",
    "r11",
    "r12",
    "readings-balance",
    "readings-changes",
    "readings-loans",
    "readings-heirs",
    "readings-other",
];

fn write_site(root: &Path, settings: &str, anchors: &[&str]) {
    let names = "[name]\nkk = \"Сайт\"\nru = \"Сайт\"\n[tagline]\nkk = \"\"\nru = \"\"\n[organization]\nkk = \"Ұйым\"\nru = \"Компания\"\n";
    let site = format!("base_url = \"http://localhost\"\ntheme = \"otau\"\nnav = []\nfooter = []\n{settings}\n{names}");
    write(root, "content/site.toml", site);
    write(root, "content/categories.toml", "");
    write_page(root, "content/home", "type = \"home\"", "Басты бет", "Мәтін.");
    let headings: Vec<String> = anchors.iter().map(|id| format!("## Бөлім {id} {{#{id}}}\n\nМәтін.\n\n")).collect();
    write_page(root, "content/memo", "type = \"memo\"", "Жаднама", &headings.concat());
}

/// A server with a memo that has every place, and its calculator.
static SERVER: LazyLock<(Server, TempDir)> = LazyLock::new(|| serve("calculator = \"memo\""));

fn serve(settings: &str) -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), &format!("search = false\n{settings}"), &ANCHORS);
    let workspace = Workspace::read(folder.path());
    let (model, mut problems) = workspace.model(on(TODAY));
    let pictures = PictureCache::new(&folder.path().join(".pictures"));
    let prepared = workspace.prepare(model, &pictures, true, &mut problems);
    let prepared = prepared.unwrap_or_else(|| panic!("{:#?}", short(&problems)));
    let live = LiveSource::new("one".to_owned(), prepared, Box::new(|problem| panic!("{problem:?}")));
    (Server::start(config(), with(Arc::new(live))), folder)
}

fn server() -> &'static Server {
    &SERVER.0
}

fn encoded(typed: &Typed) -> String {
    let pairs = typed.iter().map(|(name, value)| {
        let escape = |byte: u8| {
            if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
                (byte as char).to_string()
            } else {
                format!("%{byte:02X}")
            }
        };
        format!("{name}={}", value.bytes().map(escape).collect::<String>())
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The same as the body of the API.
fn body(typed: &Typed) -> Value {
    let mut deposits: Vec<Value> = Vec::new();
    for (name, value) in typed {
        let (at, rest) = name[1..].split_once('.').unwrap();
        let at: usize = at.parse().unwrap();
        deposits.resize(deposits.len().max(at + 1), json!({}));
        let parts: Vec<&str> = rest.split('.').collect();
        match parts[..] {
            [flag @ ("claimed" | "agreement")] => deposits[at][flag] = json!(value == "yes"),
            ["parts" | "members"] => {}
            [field] => deposits[at][field] = json!(value),
            [list, row, field] => {
                let row: usize = row.parse().unwrap();
                let rows = deposits[at].as_object_mut().unwrap().entry(list).or_insert(json!([]));
                let rows = rows.as_array_mut().unwrap();
                rows.resize(rows.len().max(row + 1), json!({}));
                rows[row][field] = json!(value);
            }
            _ => panic!("{name}"),
        }
    }
    json!({ "deposits": deposits })
}

fn post(path: &str, kind: &str, body: &str) -> Answer {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    server().raw(head + body)
}

fn api(body: &Value) -> (u16, Value) {
    let answer = post("/api/v1/calculator", "application/json", &body.to_string());
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

fn page(language: &str, typed: &Typed) -> (u16, String) {
    let answer = server().get(&format!("/{language}/calculator?{}", encoded(typed)));
    (answer.status, answer.text().to_owned())
}

/// A sum as pages write it.
fn written(tiyn: i64) -> String {
    let (tenge, tiyn) = (tiyn / 100, tiyn % 100);
    let digits = tenge.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    format!("{},{tiyn:02}\u{a0}₸", groups.join("\u{a0}"))
}

#[test]
fn every_worked_example_has_its_answer_as_json() {
    for (number, typed, total, reasons) in examples() {
        let (status, answer) = api(&body(&typed));
        assert_eq!((status, &answer["total"]), (200, &json!(total)), "example {number}: {answer}");
        let found =
            answer["deposits"].as_array().unwrap().iter().flat_map(|deposit| deposit["reasons"].as_array().unwrap());
        assert_eq!(
            found.map(|reason| reason["code"].as_str().unwrap()).collect::<Vec<_>>(),
            reasons,
            "example {number}"
        );
    }
}

#[test]
fn every_worked_example_has_its_page_in_both_languages() {
    for (number, typed, total, reasons) in examples() {
        for (language, nothing) in [("kk", "Өтемақы төленбейді"), ("ru", "Компенсация не положена")]
        {
            let (status, html) = page(language, &typed);
            assert_eq!(status, 200, "example {number} {language}");
            let wanted = if total == 0 && !reasons.is_empty() { nothing.to_owned() } else { written(total) };
            assert!(html.contains(&wanted), "example {number} {language}: no {wanted}");
            assert!(html.contains("#r"), "example {number} {language} cites no rule");
        }
    }
}

#[test]
fn the_merged_example_says_what_the_words_alone_would_give() {
    let typed = examples().into_iter().find(|(number, ..)| *number == 13).unwrap().1;
    assert!(page("ru", &typed).1.contains(&written(42_600_000)));
    assert_eq!(api(&body(&typed)).1["deposits"][0]["word_for_word"], json!(42_600_000));
}

#[test]
fn what_is_wrong_is_told_beside_its_field_and_to_programs_by_its_code() {
    for (changes, field, code) in [
        (&[("asked_on", "07.02.2016")][..], "asked_on", "compensation-before-reception"), // example 18
        (&[("balance_2015", "-5")], "balance_2015", "compensation-negative"),
        (&[("balance_2015", "five")], "balance_2015", "compensation-not-a-sum"),
        (&[("balance_2015", "1,234")], "balance_2015", "compensation-decimals"),
        (&[("balance_2015", "٥٥")], "balance_2015", "compensation-not-a-sum"),
        (&[("balance_2015", "1000000000000,01")], "balance_2015", "compensation-too-large"),
        (&[("balance_2016", "")], "balance_2016", "compensation-missing"),
        (&[("asked_on", "31.02.2016")], "asked_on", "compensation-not-a-date"),
        (&[("asked_on", "01.01.2018")], "asked_on", "compensation-date-outside"),
        (&[("event", "lost")], "event", "compensation-choice"),
        (&[("pledge", "housing"), ("pledge_date", "19.08.2015")], "pledge_date", "compensation-pledge-too-late"),
        (
            &[("event", "loan"), ("loan_date", "18.08.2015"), ("loan_deposit", "5")],
            "loan_date",
            "compensation-loan-too-early",
        ),
        (
            &[
                ("event", "split"),
                ("parts.0.formed", "5"),
                ("parts.0.balance_2016", "5"),
                ("parts.0.balance_2017", "5"),
            ],
            "parts",
            "compensation-too-few",
        ),
        (
            &[("event", "merged"), ("members.0.balance", "5"), ("members.1.balance", "<b>")],
            "members.1.balance",
            "compensation-not-a-sum",
        ),
    ] {
        let typed = deposit(0, changes);
        let (status, problem) = api(&body(&typed));
        assert_eq!((status, problem["code"].as_str()), (422, Some("compensation-input")), "{changes:?}");
        let errors = problem["errors"].as_array().unwrap();
        let wanted = (format!("deposits.0.{field}"), code);
        assert!(
            errors.iter().any(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap()) == (&wanted.0, wanted.1)),
            "{changes:?}: {problem}"
        );
        assert!(errors.iter().all(|e| e["message"].as_str().unwrap().ends_with('.')), "in words: {problem}");
        for language in ["kk", "ru"] {
            let (status, html) = page(language, &typed);
            assert_eq!(status, 422, "{changes:?}");
            let id = format!("_d0-{}", field.replace(['.', '_'], "-"));
            assert!(
                html.contains(&format!("href=\"#{id}\"")) || html.contains(&format!("href=#{id}")),
                "{changes:?}: no link to {id}"
            );
            assert!(!html.contains("<b>\""), "{changes:?}: not escaped");
        }
    }
}

#[test]
fn requests_that_no_form_sends_are_refused() {
    let eleven = vec![json!({}); 11];
    for (body, status, code) in [
        ("{", 400, "json-malformed"),
        ("[]", 400, "json-malformed"),
        ("{\"deposits\":[{\"sum\":\"5\"}]}", 400, "json-malformed"),
        ("{\"deposits\":[{\"balance_2015\":5}]}", 400, "json-malformed"),
        ("{\"deposits\":[]}", 400, "compensation-missing"),
        (&json!({ "deposits": eleven }).to_string(), 400, "compensation-too-many"),
    ] {
        let answer = post("/api/v1/calculator", "application/json", body);
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{body}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"));
    }
    let asks = "POST /api/v1/calculator HTTP/1.1\r\nHost: localhost\r\n";
    assert_eq!(server().raw(format!("{asks}Content-Length: 20000\r\n\r\n")).status, 413);
    let ask = format!("{asks}Content-Length: 0\r\n\r\n");
    assert_eq!(Server::small().raw(&ask).status, 404, "a site without a calculator");
    assert_eq!(Server::start(config(), Setup::default()).raw(&ask).status, 503, "no site");
    let long = format!("d0.balance_2015={}", "1".repeat(61));
    for query in [
        "d0.event=none&d0.event=loan",
        "d0.event=%FF",
        "d10.event=none",
        "d0.parts=99",
        "d0.parts.x.formed=5",
        "add=x",
        "remove=d0.parts",
        long.as_str(),
    ] {
        assert_eq!(server().get(&format!("/ru/calculator?{query}")).status, 400, "{query}");
    }
    assert_eq!(server().get("/ru/calculator?utm=1&d0=5&dx.event=none").status, 200, "names of others are passed over");
    assert_eq!(server().get("/api/v1/calculator").status, 405);
}

#[test]
fn a_form_that_is_sent_leads_to_an_address_that_holds_what_was_typed() {
    let typed = deposit(0, &[("pledge", "none"), ("parts", "2")]);
    let answer = post("/ru/calculator", "application/x-www-form-urlencoded", &encoded(&typed));
    let location = answer.header("location").unwrap();
    assert_eq!(answer.status, 303);
    assert!(location.starts_with("/ru/calculator?d0.event=none&") && location.ends_with("#_result"), "{location}");
    assert!(!location.contains("pledge") && !location.contains("parts"), "{location} holds what says nothing");
    let answer = server().get(location.split('#').next().unwrap());
    assert!(answer.text().contains(&written(35_500_000)));
    assert!(answer.text().contains("1 000 000"), "what was typed is in the form");
    assert!(answer.text().contains("/kk/calculator?d0.event=none&amp;"), "the switch of languages keeps it");
}

#[test]
fn what_is_too_long_for_an_address_is_answered_at_once() {
    let mut typed = Typed::new();
    for at in 0..10 {
        let row = ["100000000000,50"; 4];
        let rows = parts(&[row; 4]);
        let changes: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        typed.extend(deposit(at, &changes));
    }
    let answer = post("/ru/calculator", "application/x-www-form-urlencoded", &encoded(&typed));
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Всего по всем вкладам"));
}

#[test]
fn rows_come_and_go_by_buttons_and_nothing_typed_is_lost() {
    let typed = deposit(0, &[("event", "split"), ("parts", "3"), ("parts.2.formed", "777")]);
    for (action, rows, kept) in [
        ("add=d0.parts.3", 4, true),
        ("remove=d0.parts.0", 2, true),
        ("remove=d0.parts.2", 2, false),
        ("add=d1", 3, true),
    ] {
        let answer = server().get(&format!("/ru/calculator?{}&{action}", encoded(&typed)));
        let html = answer.text();
        assert_eq!((answer.status, html.matches("d0.parts.").count() / 5 >= rows), (200, true), "{action}");
        assert_eq!(html.contains("value=\"777\"") || html.contains("value=777"), kept, "{action}");
        assert!(!html.contains("_result"), "{action}: nothing is judged before it is asked");
        assert_eq!(html.contains("d1.event"), action == "add=d1", "{action}");
    }
}

#[test]
fn without_a_memo_there_is_no_calculator() {
    let (server, _folder) = serve("");
    for path in ["/kk/calculator", "/ru/calculator"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert!(!server.get("/kk/").text().contains("/kk/calculator"));
    let (server, _folder) = serve("calculator = \"memo\"");
    assert!(server.get("/kk/").text().contains("/kk/calculator"));
    assert_eq!(server.get("/kk/search").status, 404, "a site without a search has other pages on demand");
}

#[test]
fn a_place_that_the_memo_does_not_have_fails_the_build() {
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), "calculator = \"memo\"", &ANCHORS[1..]);
    assert_eq!(short(&problems(folder.path(), on(TODAY))), ["dead-anchor content/site.toml:5:14"]);
    write_site(folder.path(), "calculator = \"nemo\"", &ANCHORS);
    assert_eq!(short(&problems(folder.path(), on(TODAY))), ["unknown-page content/site.toml:5:14"]);
}

#[test]
fn every_code_has_its_words_and_every_word_its_use() {
    let names = |name: &str| format!("calculator-field-{name}");
    let form = (DepositForm::default(), MemberForm::default(), PartForm::default());
    let mut wanted: Vec<String> = Problem::CODES.iter().chain(Bar::CODES).map(|code| (*code).to_owned()).collect();
    wanted.extend(Assumption::ALL.iter().map(|reading| format!("calculator-reading-{}", reading.id())));
    wanted.extend(fields(&form.0).map(|(name, _)| names(name)));
    wanted.extend(member_fields(&form.1).map(|(name, _)| names(&format!("members-{name}"))));
    wanted.extend(part_fields(&form.2).map(|(name, _)| names(&format!("parts-{name}"))));
    let mut templates = String::new();
    for name in [
        "calculator",
        "memo",
        "home",
        "parts/calculator-answer",
        "parts/calculator-choice",
        "parts/calculator-deposit",
        "parts/calculator-field",
        "parts/calculator-select",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/otau/templates/{name}.html"));
        templates.push_str(&std::fs::read_to_string(path).unwrap());
    }
    let code =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/calculator/mod.rs")).unwrap();
    for (language, files) in builtin_locales().builtin.iter() {
        let Some(file) = files.iter().find(|file| file.path.ends_with("calculator.ftl")) else { continue };
        let keys: Vec<&str> = file
            .text
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key)
            .filter(|key| !key.starts_with(' '))
            .collect();
        for key in &wanted {
            assert!(keys.contains(&key.as_str()), "{language}: no {key}");
        }
        for key in keys {
            let whole = templates.contains(&format!("\"{key}\"")) || code.contains(&format!("\"{key}\""));
            let joined = key.char_indices().filter(|(_, c)| *c == '-').any(|(at, _)| {
                templates.contains(&format!("\"{}\" ~", &key[..=at]))
                    || templates.contains(&format!("words = \"{}\"", &key[..=at]))
            });
            assert!(wanted.iter().any(|known| known == key) || whole || joined, "{language}: nothing uses {key}");
        }
    }
    assert_eq!(Rule::ALL.len() + 5, ANCHORS.len());
}
